"""Regular expressions.

Not modelled, because the matcher behind it has neither: look-around and back-references in `re`. `\\d`, `\\w`, `\\s` and `\\b`
know the ASCII characters only.
"""

import _native

NOFLAG = 0
IGNORECASE = 2
MULTILINE = 8
DOTALL = 16
UNICODE = 32
VERBOSE = 64
ASCII = 256
_native._name_ints("re", "")
A, I, M, S, U, X = ASCII, IGNORECASE, MULTILINE, DOTALL, UNICODE, VERBOSE

_compiled = {}


class error(Exception):
    def __init__(self, msg, pattern=None, pos=None):
        self.args = (msg if pos is None else msg + " at position " + str(pos),)
        self.msg = msg
        self.pattern = pattern
        self.pos = pos


class Pattern:
    def __init__(self, pattern, flags):
        if not isinstance(pattern, (str, bytes)):
            raise TypeError("first argument must be string or compiled pattern")
        found = _native._re_names(pattern, flags)
        if isinstance(found, str):
            msg, _, pos = found.partition(" at position ")
            raise error(msg, pattern, int(pos) if pos else None)
        self.pattern = pattern
        self._given = flags
        self.flags = flags if isinstance(pattern, bytes) else flags | UNICODE
        self.groups, names = found
        self.groupindex = dict(names)

    def __repr__(self):
        text = "re.compile(" + repr(self.pattern)
        names = [
            "re." + name
            for name, flag in (("IGNORECASE", I), ("MULTILINE", M), ("DOTALL", S), ("VERBOSE", X))
            if self.flags & flag
        ]
        return text + (", " + "|".join(names) if names else "") + ")"

    def _text(self, text):
        if isinstance(text, bytearray):
            text = bytes(text)
        if isinstance(self.pattern, str) != isinstance(text, str):
            if isinstance(text, bytes):
                raise TypeError("cannot use a string pattern on a bytes-like object")
            if isinstance(text, str):
                raise TypeError("cannot use a bytes pattern on a string-like object")
        if not isinstance(text, (str, bytes)):
            raise TypeError("expected string or bytes-like object, got '" + type(text).__name__ + "'")
        return text

    def _first(self, text, pos, endpos, mode):
        text = self._text(text)
        if endpos is not None:
            text = text[: max(endpos, 0)]
        pos = min(max(pos, 0), len(text))
        spans = _native._re_search(self.pattern, self._given, text, pos, mode)
        return None if spans is None else Match(self, text, spans, pos)

    def search(self, string, pos=0, endpos=None):
        return self._first(string, pos, endpos, "search")

    def match(self, string, pos=0, endpos=None):
        return self._first(string, pos, endpos, "match")

    def fullmatch(self, string, pos=0, endpos=None):
        return self._first(string, pos, endpos, "fullmatch")

    def _all(self, text, limit=0):
        found = []
        at = 0
        while at is not None:
            left = limit - len(found) if limit > 0 else 0
            matches, at = _native._re_all(self.pattern, self._given, text, left, at)
            found += [Match(self, text, spans, 0) for spans in matches]
            if 0 < limit <= len(found):
                break
        return found

    def finditer(self, string, pos=0, endpos=None):
        text = self._text(string)
        if endpos is not None:
            text = text[: max(endpos, 0)]
        return iter([match for match in self._all(text) if match.start() >= pos])

    def findall(self, string, pos=0, endpos=None):
        found = []
        for match in self.finditer(string, pos, endpos):
            if self.groups == 0:
                found.append(match[0])
            elif self.groups == 1:
                found.append(match._or_empty(1))
            else:
                found.append(tuple([match._or_empty(group) for group in range(1, self.groups + 1)]))
        return found

    def split(self, string, maxsplit=0):
        text = self._text(string)
        parts = []
        at = 0
        for match in self._all(text, maxsplit):
            parts.append(text[at : match.start()])
            parts.extend(match.groups())
            at = match.end()
        parts.append(text[at:])
        return parts

    def subn(self, repl, string, count=0):
        text = self._text(string)
        pieces = None if callable(repl) else _template(self, repl)
        parts = []
        at = 0
        number = 0
        for match in self._all(text, count):
            parts.append(text[at : match.start()])
            parts.append(repl(match) if pieces is None else _fill(pieces, match))
            at = match.end()
            number += 1
        parts.append(text[at:])
        return text[:0].join(parts), number

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]


class Match:
    def __init__(self, pattern, text, spans, pos):
        self.re = pattern
        self.string = text
        self.pos = pos
        self.endpos = len(text)
        self._spans = spans

    def __repr__(self):
        return "<re.Match object; span=%r, match=%r>" % (self.span(), self[0])

    def __bool__(self):
        return True

    def _number(self, group):
        if isinstance(group, int):
            if 0 <= group <= self.re.groups:
                return group
        elif group in self.re.groupindex:
            return self.re.groupindex[group]
        raise IndexError("no such group")

    def __getitem__(self, group):
        span = self._spans[self._number(group)]
        return None if span is None else self.string[span[0] : span[1]]

    def _or_empty(self, group):
        text = self[group]
        return self.string[:0] if text is None else text

    def group(self, *groups):
        if len(groups) <= 1:
            return self[groups[0] if groups else 0]
        return tuple([self[group] for group in groups])

    def groups(self, default=None):
        found = [self[group] for group in range(1, self.re.groups + 1)]
        return tuple([default if text is None else text for text in found])

    def groupdict(self, default=None):
        return {name: default if self[name] is None else self[name] for name in self.re.groupindex}

    def span(self, group=0):
        span = self._spans[self._number(group)]
        return (-1, -1) if span is None else span

    def start(self, group=0):
        return self.span(group)[0]

    def end(self, group=0):
        return self.span(group)[1]

    @property
    def lastindex(self):
        last = None
        end = -1
        for group in range(1, self.re.groups + 1):
            span = self._spans[group]
            if span is not None and span[1] > end:
                last, end = group, span[1]
        return last

    @property
    def lastgroup(self):
        for name, group in self.re.groupindex.items():
            if group == self.lastindex:
                return name
        return None

    def expand(self, template):
        return _fill(_template(self.re, template), self)


_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "f": "\f", "v": "\v", "b": "\b", "\\": "\\"}


def _template(pattern, template):
    """The texts and group numbers that a replacement consists of."""
    if isinstance(template, str) != isinstance(pattern.pattern, str):
        raise TypeError("expected " + ("str" if isinstance(pattern.pattern, str) else "a bytes-like object"))
    text = template if isinstance(template, str) else template.decode("latin-1")
    pieces = []
    plain = ""
    at = 0
    while at < len(text):
        letter = text[at]
        at += 1
        if letter != "\\":
            plain += letter
            continue
        if at == len(text):
            raise error("bad escape (end of pattern)", template, at - 1)
        letter = text[at]
        at += 1
        if letter == "g":
            close = text.find(">", at)
            if text[at : at + 1] != "<" or close < 0:
                raise error("missing <", template, at)
            pieces += [plain, _group(pattern, text[at + 1 : close], template, at + 1)]
            plain = ""
            at = close + 1
        elif letter == "0":
            plain += "\0"
        elif letter.isdigit():
            number = letter
            start = at - 1
            if at < len(text) and text[at].isdigit():
                number += text[at]
                at += 1
            pieces += [plain, _group(pattern, number, template, start)]
            plain = ""
        elif letter in _ESCAPED:
            plain += _ESCAPED[letter]
        elif letter.isalpha():
            raise error("bad escape \\" + letter, template, at - 2)
        else:
            plain += "\\" + letter
    pieces.append(plain)
    if isinstance(template, str):
        return pieces
    return [piece.encode("latin-1") if isinstance(piece, str) else piece for piece in pieces]


def _group(pattern, name, template, pos):
    if name.isdigit():
        if int(name) > pattern.groups:
            raise error("invalid group reference " + name, template, pos)
        return int(name)
    if name not in pattern.groupindex:
        raise IndexError("unknown group name " + repr(name))
    return pattern.groupindex[name]


def _fill(pieces, match):
    return match.string[:0].join(
        [match._or_empty(piece) if isinstance(piece, int) else piece for piece in pieces]
    )


def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    key = (pattern, flags)
    if key not in _compiled:
        _compiled[key] = Pattern(pattern, flags)
    return _compiled[key]


def purge():
    _compiled.clear()


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def escape(pattern):
    special = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"
    if isinstance(pattern, str):
        return "".join(["\\" + letter if letter in special else letter for letter in pattern])
    return escape(pattern.decode("latin-1")).encode("latin-1")
