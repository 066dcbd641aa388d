"""What a program may ask of its interpreter."""

import _native
import _sys

version = "3.11.7 (Fivetuple)"
platform = "linux"
byteorder = "little"
maxsize = 9223372036854775807
maxunicode = 1114111
hexversion = 0x030B07F0
copyright = ""


class _Version:
    major = 3
    minor = 11
    micro = 7
    releaselevel = "final"
    serial = 0
    _parts = (3, 11, 7, "final", 0)

    def __getitem__(self, index):
        return self._parts[index]

    def __iter__(self):
        return iter(self._parts)

    def __len__(self):
        return 5

    def __eq__(self, other):
        return self._parts == other

    def __lt__(self, other):
        return self._parts < other

    def __le__(self, other):
        return self._parts <= other

    def __gt__(self, other):
        return self._parts > other

    def __ge__(self, other):
        return self._parts >= other

    def __hash__(self):
        return hash(self._parts)

    def __repr__(self):
        return "sys.version_info(major=3, minor=11, micro=7, releaselevel='final', serial=0)"


version_info = _Version()


class _Bytes:
    """A standard stream's bytes."""

    closed = False

    def __init__(self, fd):
        self._fd = fd

    def fileno(self):
        return self._fd

    def isatty(self):
        return False

    def flush(self):
        pass

    def write(self, data):
        if not isinstance(data, (bytes, bytearray)):
            raise TypeError("a bytes-like object is required, not '" + type(data).__name__ + "'")
        data = bytes(data)
        if data:
            _sys.write(self._fd, data)
        return len(data)

    def read(self, size=-1):
        return b""

    def readline(self, size=-1):
        return b""

    def readlines(self):
        return []

    def __iter__(self):
        return iter(())


class _Stream(_Bytes):
    """A standard stream's text. Each write is one call, as `python -u` makes it."""

    encoding = "utf-8"
    errors = "strict"
    newlines = None
    line_buffering = False

    def __init__(self, fd, name, mode):
        self._fd = fd
        self.name = name
        self.mode = mode
        self.buffer = _Bytes(fd)

    def __repr__(self):
        return "<_io.TextIOWrapper name='" + self.name + "' mode='" + self.mode + "' encoding='utf-8'>"

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not " + type(text).__name__)
        if text:
            _sys.write(self._fd, text.encode())
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def readable(self):
        return self._fd == 0

    def writable(self):
        return self._fd != 0

    def reconfigure(self, **settings):
        pass

    def read(self, size=-1):
        return ""

    def readline(self, size=-1):
        return ""


stdin = _Stream(0, "<stdin>", "r")
stdout = _Stream(1, "<stdout>", "w")
stderr = _Stream(2, "<stderr>", "w")
__stdin__ = stdin
__stdout__ = stdout
__stderr__ = stderr


def _script():
    try:
        import __main__

        return __main__.__file__
    except (ImportError, AttributeError):
        return ""


argv = [_script()]


def exit(status=None, /):
    raise SystemExit(status)


def exc_info():
    error = _native._exc_info()
    return (None, None, None) if error is None else (type(error), error, error.__traceback__)


def exception():
    return _native._exc_info()


def getdefaultencoding():
    return "utf-8"


def getfilesystemencoding():
    return "utf-8"


def getrecursionlimit():
    return 1000


def getswitchinterval():
    return 0.005


def intern(string, /):
    return string


def is_finalizing():
    return False
