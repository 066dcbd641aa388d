"""Built-in names that are written in Python. Loaded first in every process: definitions only."""

import _native
import _sys


class BaseException:
    args = ()
    __cause__ = None
    __context__ = None
    __suppress_context__ = False
    __traceback__ = None

    def __new__(cls, *args, **named):
        self = object.__new__(cls)
        self.args = args
        return self

    def __init__(self, *args):
        self.args = args

    def __str__(self):
        if len(self.args) == 1:
            return str(self.args[0])
        return str(self.args) if self.args else ""

    def __repr__(self):
        if len(self.args) == 1:
            return type(self).__name__ + "(" + repr(self.args[0]) + ")"
        return type(self).__name__ + repr(self.args)

    def with_traceback(self, traceback):
        self.__traceback__ = traceback
        return self

    def add_note(self, note):
        if not isinstance(note, str):
            raise TypeError("note must be a str, not '" + type(note).__name__ + "'")
        if not hasattr(self, "__notes__"):
            self.__notes__ = []
        self.__notes__.append(note)


class SystemExit(BaseException):
    @property
    def code(self):
        if len(self.args) > 1:
            return self.args
        return self.args[0] if self.args else None


class KeyboardInterrupt(BaseException):
    pass


class GeneratorExit(BaseException):
    pass


class Exception(BaseException):
    pass


class StopIteration(Exception):
    @property
    def value(self):
        return self.args[0] if self.args else None


class StopAsyncIteration(Exception):
    pass


class ArithmeticError(Exception):
    pass


class FloatingPointError(ArithmeticError):
    pass


class OverflowError(ArithmeticError):
    pass


class ZeroDivisionError(ArithmeticError):
    pass


class AssertionError(Exception):
    pass


def _named(self, *args, name=None, **more):
    """An error that carries the name that it is about, and perhaps `path` or `obj`."""
    self.args = args
    self.name = name
    for key, value in more.items():
        setattr(self, key, value)


class AttributeError(Exception):
    name = None
    __init__ = _named


class BufferError(Exception):
    pass


class EOFError(Exception):
    pass


class ImportError(Exception):
    name = None
    path = None
    __init__ = _named

    @property
    def msg(self):
        return self.args[0] if len(self.args) == 1 else None


class ModuleNotFoundError(ImportError):
    pass


class LookupError(Exception):
    pass


class IndexError(LookupError):
    pass


class KeyError(LookupError):
    def __str__(self):
        # The key's repr, or an empty key could not be seen.
        return repr(self.args[0]) if len(self.args) == 1 else BaseException.__str__(self)


class MemoryError(Exception):
    pass


class NameError(Exception):
    name = None
    __init__ = _named


class UnboundLocalError(NameError):
    pass


class OSError(Exception):
    errno = None
    strerror = None
    filename = None
    filename2 = None

    def __new__(cls, *args, **named):
        if cls is OSError and 2 <= len(args) <= 5:
            cls = _class_of_errno(args[0])
        self = object.__new__(cls)
        self.args = args
        return self

    def __init__(self, *args):
        self.args = args
        if 2 <= len(args) <= 5:
            self.errno = args[0]
            self.strerror = args[1]
            if len(args) > 2 and args[2] is not None:
                self.filename = args[2]
                self.args = args[:2]
                if len(args) > 4:
                    self.filename2 = args[4]

    def __str__(self):
        if self.filename is not None:
            text = "[Errno " + str(self.errno) + "] " + str(self.strerror) + ": " + repr(self.filename)
            return text if self.filename2 is None else text + " -> " + repr(self.filename2)
        if self.errno is not None and self.strerror is not None:
            return "[Errno " + str(self.errno) + "] " + str(self.strerror)
        return BaseException.__str__(self)


class BlockingIOError(OSError):
    pass


class ChildProcessError(OSError):
    pass


class ConnectionError(OSError):
    pass


class BrokenPipeError(ConnectionError):
    pass


class ConnectionAbortedError(ConnectionError):
    pass


class ConnectionRefusedError(ConnectionError):
    pass


class ConnectionResetError(ConnectionError):
    pass


class FileExistsError(OSError):
    pass


class FileNotFoundError(OSError):
    pass


class InterruptedError(OSError):
    pass


class IsADirectoryError(OSError):
    pass


class NotADirectoryError(OSError):
    pass


class PermissionError(OSError):
    pass


class ProcessLookupError(OSError):
    pass


class TimeoutError(OSError):
    pass


EnvironmentError = OSError
IOError = OSError

# PEP 3151: the number decides the class.
_CLASS_OF_ERRNO = {
    1: PermissionError,
    2: FileNotFoundError,
    3: ProcessLookupError,
    4: InterruptedError,
    10: ChildProcessError,
    11: BlockingIOError,
    13: PermissionError,
    17: FileExistsError,
    20: NotADirectoryError,
    21: IsADirectoryError,
    32: BrokenPipeError,
    103: ConnectionAbortedError,
    104: ConnectionResetError,
    108: BrokenPipeError,
    110: TimeoutError,
    111: ConnectionRefusedError,
    114: BlockingIOError,
    115: BlockingIOError,
}


def _class_of_errno(number):
    try:
        return _CLASS_OF_ERRNO.get(number, OSError)
    except TypeError:
        return OSError


class ReferenceError(Exception):
    pass


class RuntimeError(Exception):
    pass


class NotImplementedError(RuntimeError):
    pass


class RecursionError(RuntimeError):
    pass


class SyntaxError(Exception):
    @property
    def msg(self):
        return self.args[0] if self.args else None


class IndentationError(SyntaxError):
    pass


class TabError(IndentationError):
    pass


class SystemError(Exception):
    pass


class TypeError(Exception):
    pass


class ValueError(Exception):
    pass


class UnicodeError(ValueError):
    pass


def _codec_error(self, *args):
    self.args = args
    if len(args) == 5:
        self.encoding, self.object, self.start, self.end, self.reason = args


class UnicodeDecodeError(UnicodeError):
    __init__ = _codec_error

    def __str__(self):
        if len(self.args) != 5:
            return BaseException.__str__(self)
        encoding, data, start, end, reason = self.args
        if end == start + 1:
            what = "byte 0x" + hex(data[start])[2:].rjust(2, "0") + " in position " + str(start)
        else:
            what = "bytes in position " + str(start) + "-" + str(end - 1)
        return "'" + encoding + "' codec can't decode " + what + ": " + str(reason)


class UnicodeEncodeError(UnicodeError):
    __init__ = _codec_error

    def __str__(self):
        if len(self.args) != 5:
            return BaseException.__str__(self)
        encoding, text, start, end, reason = self.args
        if end == start + 1:
            what = "character " + ascii(text[start]) + " in position " + str(start)
        else:
            what = "characters in position " + str(start) + "-" + str(end - 1)
        return "'" + encoding + "' codec can't encode " + what + ": " + str(reason)


class UnicodeTranslateError(UnicodeError):
    pass


class Warning(Exception):
    pass


class BytesWarning(Warning):
    pass


class DeprecationWarning(Warning):
    pass


class EncodingWarning(Warning):
    pass


class FutureWarning(Warning):
    pass


class ImportWarning(Warning):
    pass


class PendingDeprecationWarning(Warning):
    pass


class ResourceWarning(Warning):
    pass


class RuntimeWarning(Warning):
    pass


class SyntaxWarning(Warning):
    pass


class UnicodeWarning(Warning):
    pass


class UserWarning(Warning):
    pass


class UnionType:
    def __init__(self, args):
        self.__args__ = args

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)

    def __eq__(self, other):
        return isinstance(other, UnionType) and set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        return " | ".join([_part_of_union(part) for part in self.__args__])


UnionType.__module__ = "types"


def _part_of_union(part):
    if part is type(None):
        return "None"
    module = part.__module__ if isinstance(part, type) and hasattr(part, "__module__") else "builtins"
    name = part.__qualname__
    return name if module == "builtins" else module + "." + name


def _union(left, right):
    """`int | str`"""
    parts = []
    for side in (left, right):
        side = type(None) if side is None else side
        for part in side.__args__ if isinstance(side, UnionType) else (side,):
            if part not in parts:
                parts.append(part)
    return UnionType(tuple(parts)) if len(parts) > 1 else parts[0]


def _class_made(cls, told, named):
    """What follows when there is a new class."""
    for tell, value, name in told:
        tell(value, cls, name)
    super(cls, cls).__init_subclass__(**named)


def _get_or(get, args, otherwise, again):
    try:
        return get(*args)
    except AttributeError:
        return otherwise(*again)


def _order(keys):
    """The places of keys in their order, by `<` of the script's own; equal ones as they stand."""
    order = list(range(len(keys)))
    width = 1
    while width < len(order):
        merged = []
        for start in range(0, len(order), 2 * width):
            left = order[start:start + width]
            right = order[start + width:start + 2 * width]
            i = j = 0
            while i < len(left) and j < len(right):
                if keys[right[j]] < keys[left[i]]:
                    merged.append(right[j])
                    j += 1
                else:
                    merged.append(left[i])
                    i += 1
            merged += left[i:]
            merged += right[j:]
        order = merged
        width *= 2
    return order


def _sort(items, key, reverse):
    """`list.sort` where the script's own functions look on: the list is empty meanwhile."""
    mine = items[:]
    items.clear()
    try:
        mine = sorted(mine, key=key, reverse=bool(reverse))
    finally:
        changed = len(items) > 0
        items[:] = mine
    if changed:
        raise ValueError("list modified during sort")


_at_exit = []


def _ignoring(what, function, args, named):
    """Calls something whose error nobody could catch."""
    try:
        function(*args, **named)
    except BaseException as error:
        _sys.write(2, ("Exception ignored in " + what + ":\n" + _native._traceback(error)).encode())


def _farewell(words):
    """What follows when the program has ended."""
    while _at_exit:
        function, args, named = _at_exit.pop()
        _ignoring("atexit callback " + repr(function), function, args, named)
    for finalizer, of in words:
        _ignoring(repr(finalizer), finalizer, (of,), {})


def _collect(iterable):
    """All items, for built-in operations that need them at once."""
    items = []
    for item in iterable:
        items.append(item)
    return items


def _contains(container, item):
    for found in container:
        if found is item or found == item:
            return True
    return False


def _iter_items(sequence):
    """Walks along what has only `__getitem__`."""
    index = 0
    while True:
        try:
            item = sequence[index]
        except (IndexError, StopIteration):
            return
        yield item
        index += 1


def _reversed_items(sequence):
    for index in range(len(sequence) - 1, -1, -1):
        yield sequence[index]


def getattr(object, name, /, *default):
    if not isinstance(name, str):
        raise TypeError("attribute name must be string, not '" + type(name).__name__ + "'")
    if len(default) > 1:
        raise TypeError("getattr expected at most 3 arguments, got " + str(2 + len(default)))
    try:
        return _native._getattr(object, name)
    except AttributeError:
        if default:
            return default[0]
        raise


def hasattr(object, name, /):
    if not isinstance(name, str):
        raise TypeError("attribute name must be string, not '" + type(name).__name__ + "'")
    try:
        _native._getattr(object, name)
    except AttributeError:
        return False
    return True


def print(*values, sep=" ", end="\n", file=None, flush=False):
    if sep is None:
        sep = " "
    elif not isinstance(sep, str):
        raise TypeError("sep must be None or a string, not " + type(sep).__name__)
    if end is None:
        end = "\n"
    elif not isinstance(end, str):
        raise TypeError("end must be None or a string, not " + type(end).__name__)
    text = sep.join([str(value) for value in values]) + end
    if file is None:
        import sys

        file = sys.stdout
        if file is None:
            return
    file.write(text)
    if flush:
        file.flush()


def input(prompt=""):
    text = str(prompt)
    if text:
        _sys.write(1, text.encode())
    raise EOFError("EOF when reading a line")


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True):
    from io import _open_file

    return _open_file(file, mode, buffering, encoding, errors, newline, closefd)


def exit(code=None):
    raise SystemExit(code)


def quit(code=None):
    raise SystemExit(code)


def any(iterable):
    for item in iterable:
        if item:
            return True
    return False


def all(iterable):
    for item in iterable:
        if not item:
            return False
    return True


class enumerate:
    def __init__(self, iterable=_native, start=0):
        if iterable is _native:
            raise TypeError("enumerate() missing required argument 'iterable'")
        if not isinstance(start, int):
            start = range(start).stop
        self._items = iter(iterable)
        self._index = start

    def __iter__(self):
        return self

    def __next__(self):
        item = next(self._items)
        index = self._index
        self._index = index + 1
        return (index, item)


class map:
    def __init__(self, function=None, *iterables):
        if not iterables:
            raise TypeError("map() must have at least two arguments.")
        self._function = function
        self._sources = [iter(iterable) for iterable in iterables]

    def __iter__(self):
        return self

    def __next__(self):
        if len(self._sources) == 1:
            return self._function(next(self._sources[0]))
        return self._function(*[next(source) for source in self._sources])


class filter:
    def __init__(self, function, iterable):
        self._function = function
        self._items = iter(iterable)

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            item = next(self._items)
            if item if self._function is None else self._function(item):
                return item


class zip:
    def __init__(self, *iterables, strict=False):
        self._sources = [iter(iterable) for iterable in iterables]
        self._strict = strict

    def __iter__(self):
        return self

    def __next__(self):
        if not self._sources:
            raise StopIteration
        if self._strict:
            return self._all_or_none()
        return tuple([next(source) for source in self._sources])

    def _all_or_none(self):
        items = []
        for source in self._sources:
            try:
                items.append(next(source))
            except StopIteration:
                if items:
                    raise ValueError(_zip_message(len(items), "shorter"))
                break
        else:
            return tuple(items)
        for index in range(1, len(self._sources)):
            try:
                next(self._sources[index])
            except StopIteration:
                continue
            raise ValueError(_zip_message(index, "longer"))
        raise StopIteration


def _zip_message(before, how):
    others = "argument 1" if before == 1 else "arguments 1-" + str(before)
    return "zip() argument " + str(before + 1) + " is " + how + " than " + others
