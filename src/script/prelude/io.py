"""Files over sockets, and files in memory."""

import _native
import _sys

DEFAULT_BUFFER_SIZE = 8192
SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2


class UnsupportedOperation(OSError):
    pass


class _Base:
    """What all files have. Lines are found by `readline`, whatever the file is over."""

    closed = False

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1):
        lines = []
        size = 0
        for line in self:
            lines.append(line)
            size += len(line)
            if 0 < hint <= size:
                break
        return lines

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def isatty(self):
        return False

    def seekable(self):
        return False


class _Binary(_Base):
    """Bytes over something with `read(size)` and `write(data)`, with a buffer unless its size is 0."""

    def __init__(self, raw, size):
        self.raw = raw
        self._size = size
        self._incoming = b""
        self._outgoing = b""
        self._ended = False

    def __del__(self):
        try:
            self.close()
        except Exception:
            pass

    def fileno(self):
        return self.raw.fileno()

    @property
    def name(self):
        return self.raw.fileno()

    def readable(self):
        return self.raw.readable()

    def writable(self):
        return self.raw.writable()

    def _reading(self, what):
        if self.closed:
            raise ValueError(what + " of closed file")
        if not self.raw.readable():
            raise UnsupportedOperation(what)

    def _more(self, size):
        """Bytes from below; b"" at the end, None where none are there yet."""
        data = self.raw.read(max(size, self._size))
        if data:
            self._incoming += data
        return data

    def _take(self, size):
        data = self._incoming[:size]
        self._incoming = self._incoming[size:]
        return data

    def read(self, size=-1):
        self._reading("read")
        if size is None or size < 0:
            data = self._more(DEFAULT_BUFFER_SIZE)
            while data:
                data = self._more(DEFAULT_BUFFER_SIZE)
            size = len(self._incoming)
        else:
            data = b""
            while len(self._incoming) < size:
                data = self._more(size - len(self._incoming))
                if not data or not self._size:
                    break
        if data is None and not self._incoming and size:
            return None
        return self._take(size)

    def read1(self, size=-1):
        """What is there, after one read at most."""
        self._reading("read")
        if size is None or size < 0:
            size = self._size or DEFAULT_BUFFER_SIZE
        if not self._incoming:
            self._more(0 if self._size else size)
        return self._take(size)

    def peek(self, size=0):
        self._reading("peek")
        if not self._incoming:
            self._more(0)
        return self._incoming

    def readinto(self, buffer):
        data = self.read(len(buffer))
        if data is None:
            return None
        buffer[: len(data)] = data
        return len(data)

    def readline(self, size=-1):
        self._reading("readline")
        if size is None or size < 0:
            size = -1
        while True:
            end = self._incoming.find(b"\n")
            if end >= 0:
                end += 1
                return self._take(end if size < 0 else min(end, size))
            if 0 <= size <= len(self._incoming):
                return self._take(size)
            if not self._more(1):
                return self._take(len(self._incoming))

    def write(self, data):
        if self.closed:
            raise ValueError("write to closed file")
        if not self.raw.writable():
            raise UnsupportedOperation("write")
        if not isinstance(data, (bytes, bytearray)):
            raise TypeError("a bytes-like object is required, not '" + type(data).__name__ + "'")
        data = bytes(data)
        if not self._size:
            return self.raw.write(data)
        if len(self._outgoing) + len(data) > self._size:
            self.flush()
        self._outgoing += data
        if len(self._outgoing) > self._size:
            self.flush()
        return len(data)

    def flush(self):
        if self.closed:
            raise ValueError("flush of closed file")
        while self._outgoing:
            sent = self.raw.write(self._outgoing)
            if sent is None:
                raise BlockingIOError(11, "write could not complete without blocking")
            self._outgoing = self._outgoing[sent:]

    def close(self):
        if not self.closed:
            try:
                self.flush()
            finally:
                self.closed = True
                self.raw.close()


class _Text(_Base):
    """Text over a file of bytes."""

    def __init__(self, buffer, mode, encoding, errors, newline):
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError("illegal newline value: " + repr(newline))
        self.buffer = buffer
        self.mode = mode
        self.encoding = encoding or "UTF-8"
        self.errors = errors or "strict"
        self._pending = b""
        self._newline = newline
        self._bytes = b""
        self._chars = ""
        self._ended = False

    def __repr__(self):
        return "<_io.TextIOWrapper name=%r mode=%r encoding=%r>" % (self.name, self.mode, self.encoding)

    @property
    def name(self):
        return self.buffer.name

    @property
    def closed(self):
        return self.buffer.closed

    def fileno(self):
        return self.buffer.fileno()

    def readable(self):
        return self.buffer.readable()

    def writable(self):
        return self.buffer.writable()

    def _more(self):
        """Decodes what one read gives; false at the end."""
        data = self.buffer.read1(DEFAULT_BUFFER_SIZE)
        if not data:
            if self._ended:
                return False
            self._ended = True
        data = self._bytes + data
        whole = len(data) if self._ended else _whole(data, self.encoding)
        if not self._ended and self._newline is None and data[whole - 1 : whole] == b"\r":
            # A line feed may follow.
            whole -= 1
        self._bytes = data[whole:]
        text = data[:whole].decode(self.encoding, self.errors)
        if self._newline is None:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._chars += text
        return not self._ended or bool(text)

    def _take(self, size):
        text = self._chars[:size]
        self._chars = self._chars[size:]
        return text

    def _reading(self):
        self._check()
        if not self.readable():
            raise UnsupportedOperation("not readable")

    def read(self, size=-1):
        self._reading()
        if size is None or size < 0:
            while self._more():
                pass
            return self._take(len(self._chars))
        while len(self._chars) < size and self._more():
            pass
        return self._take(size)

    def _line_end(self):
        """Where the first line ends, or -1."""
        if self._newline == "":
            for place in range(len(self._chars)):
                letter = self._chars[place]
                if letter == "\n":
                    return place + 1
                if letter == "\r" and (place + 1 < len(self._chars) or self._ended):
                    return place + 2 if self._chars[place + 1 : place + 2] == "\n" else place + 1
            return -1
        newline = self._newline or "\n"
        place = self._chars.find(newline)
        return -1 if place < 0 else place + len(newline)

    def readline(self, size=-1):
        self._reading()
        if size is None:
            size = -1
        while True:
            end = self._line_end()
            if end >= 0:
                return self._take(end if size < 0 else min(end, size))
            if 0 <= size <= len(self._chars):
                return self._take(size)
            if not self._more():
                return self._take(len(self._chars))

    def write(self, text):
        self._check()
        if not self.writable():
            raise UnsupportedOperation("not writable")
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not " + type(text).__name__)
        data = text
        if self._newline not in (None, "", "\n"):
            data = data.replace("\n", self._newline)
        self._pending += data.encode(self.encoding, self.errors)
        if len(self._pending) > DEFAULT_BUFFER_SIZE:
            self._pass_on()
        return len(text)

    def _pass_on(self):
        data = self._pending
        self._pending = b""
        if data:
            self.buffer.write(data)

    def flush(self):
        self._check()
        self._pass_on()
        self.buffer.flush()

    def close(self):
        if not self.closed:
            try:
                self._pass_on()
            finally:
                self.buffer.close()

    def __del__(self):
        try:
            self.close()
        except Exception:
            pass


def _whole(data, encoding):
    """How many bytes come before a character that is not complete yet."""
    if encoding.lower() not in ("utf-8", "utf8"):
        return len(data)
    for back in range(1, min(4, len(data) + 1)):
        byte = data[-back]
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(data) - back if back < length else len(data)
        if byte < 0x80:
            break
    return len(data)


def _open(raw, mode, buffering, encoding, errors, newline):
    """A file over `raw`, as socket.makefile() and open() make it."""
    if buffering is None:
        buffering = -1
    if "b" not in mode and buffering == 0:
        raw.close()
        raise ValueError("unbuffered streams must be binary")
    size = DEFAULT_BUFFER_SIZE if buffering < 0 else buffering
    binary = _Binary(raw, size)
    if "b" in mode:
        return binary
    return _Text(binary, mode, encoding, errors, newline)


class _Descriptor:
    """The bytes behind a descriptor, as a file sees them."""

    def __init__(self, fd, path, reading, writing, closing):
        self._fd = fd
        self._path = path
        self._reading = reading
        self._writing = writing
        self._closing = closing

    def readable(self):
        return self._reading

    def writable(self):
        return self._writing

    def fileno(self):
        return self._fd

    def read(self, size):
        try:
            return _sys.read(self._fd, size)
        except BlockingIOError:
            return None

    def write(self, data):
        if isinstance(self._path, str) and self._path.startswith("/proc/sys/"):
            _sys.sysctl(self._path, data.decode())
            return len(data)
        try:
            return _sys.write(self._fd, data)
        except BlockingIOError:
            return None

    def close(self):
        fd = self._fd
        if fd >= 0:
            self._fd = -1
            if self._closing:
                _sys.close(fd)


def _open_file(file, mode, buffering, encoding, errors, newline, closefd):
    """open(): a file of the kernel's own, by its path, or a descriptor."""
    if not isinstance(file, (str, int)):
        raise TypeError("expected str, bytes or os.PathLike object, not " + type(file).__name__)
    for letter in mode:
        if letter not in "rwaxbt+" or mode.count(letter) > 1:
            raise ValueError("invalid mode: %r" % (mode,))
    if len([letter for letter in mode if letter in "rwax"]) != 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if "b" in mode and "t" in mode:
        raise ValueError("can't have text and binary mode at once")
    writing = "r" not in mode or "+" in mode
    reading = "r" in mode or "+" in mode
    fd = file
    if isinstance(file, str):
        try:
            fd = _sys.open(file, writing)
        except OSError as problem:
            if "r" not in mode and not file.startswith(("/proc/", "/sys/")):
                _native._lacks("Writing a file is not supported here: there is no disk. Keep it in a variable, or print it.")
            raise OSError(problem.errno, problem.strerror, file) from None
    raw = _Descriptor(fd, file, reading, writing, closefd)
    return _open(raw, mode.replace("t", "").replace("a", "w").replace("x", "w"), buffering, encoding, errors, newline)


class _Memory(_Base):
    """A file in memory: `_value` is all of it."""

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def __init__(self, value):
        self._value = value
        self._at = 0

    def getvalue(self):
        self._check()
        return self._value

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def flush(self):
        self._check()

    def close(self):
        self.closed = True

    def tell(self):
        self._check()
        return self._at

    def seek(self, offset, whence=0):
        self._check()
        start = (0, self._at, len(self._value))[whence]
        self._at = max(start + offset, 0)
        return self._at

    def truncate(self, size=None):
        self._check()
        self._value = self._value[: self._at if size is None else size]
        return len(self._value)

    def read(self, size=-1):
        self._check()
        end = len(self._value) if size is None or size < 0 else self._at + size
        part = self._value[self._at : end]
        self._at += len(part)
        return part

    def _line(self, newline, size):
        self._check()
        end = self._value.find(newline, self._at)
        length = -1 if end < 0 else end + 1 - self._at
        if size is not None and size >= 0:
            length = size if length < 0 else min(length, size)
        return self.read(length)

    def _put(self, part, blank):
        self._check()
        value = self._value
        if self._at > len(value):
            value += blank * (self._at - len(value))
        self._value = value[: self._at] + part + value[self._at + len(part) :]
        self._at += len(part)
        return len(part)


class StringIO(_Memory):
    def __init__(self, initial_value="", newline="\n"):
        super().__init__(initial_value or "")

    def readline(self, size=-1):
        return self._line("\n", size)

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("string argument expected, got '" + type(text).__name__ + "'")
        return self._put(text, "\0")


class _Output(StringIO):
    """The standard output of a command that has ended."""

    def __init__(self, text, status):
        super().__init__(text)
        self._status = status

    def close(self):
        super().close()
        return self._status << 8 if self._status else None


class BytesIO(_Memory):
    def __init__(self, initial_bytes=b""):
        super().__init__(bytes(initial_bytes or b""))

    def readline(self, size=-1):
        return self._line(b"\n", size)

    def write(self, data):
        if not isinstance(data, (bytes, bytearray)):
            raise TypeError("a bytes-like object is required, not '" + type(data).__name__ + "'")
        return self._put(bytes(data), b"\0")


_Text.__name__ = _Text.__qualname__ = "TextIOWrapper"
_Text.__module__ = StringIO.__module__ = BytesIO.__module__ = "_io"
_Output.__name__ = _Output.__qualname__ = "_wrap_close"
_Output.__module__ = "os"
