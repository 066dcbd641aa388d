"""Processes, descriptors, users and signals, as far as the model's kernel knows them; there is no disk."""

import _native
import _sys

name = "posix"
sep = "/"
linesep = "\n"
curdir = "."
pardir = ".."
devnull = "/dev/null"
environ = {}
error = OSError

WNOHANG = 1
WUNTRACED = 2
EX_OK = 0
O_RDONLY = 0
O_WRONLY = 1
O_RDWR = 2
O_NONBLOCK = 2048
O_CLOEXEC = 524288

_after_fork = []


def getenv(key, default=None):
    return environ.get(key, default)


def getpid():
    return _sys.getpid()


def getppid():
    return _sys.getppid()


def cpu_count():
    return _sys.cpu_count()


def register_at_fork(*, before=None, after_in_parent=None, after_in_child=None):
    _after_fork.append((before, after_in_parent, after_in_child))


def fork():
    for before, _, _ in reversed(_after_fork):
        if before is not None:
            before()
    pid = _sys.fork()
    for _, in_parent, in_child in _after_fork:
        call = in_parent if pid else in_child
        if call is not None:
            call()
    return pid


def wait():
    return _sys.waitpid(-1, 0)


def waitpid(pid, options, /):
    return _sys.waitpid(pid, options)


def WIFEXITED(status):
    return status & 0x7F == 0


def WEXITSTATUS(status):
    return status >> 8 & 0xFF


def WIFSIGNALED(status):
    return 0 < status & 0x7F < 0x7F


def WTERMSIG(status):
    return status & 0x7F


def WIFSTOPPED(status):
    return status & 0xFF == 0x7F


def waitstatus_to_exitcode(status):
    return -WTERMSIG(status) if WIFSIGNALED(status) else WEXITSTATUS(status)


def _exit(status):
    _sys.exit(status)


def close(fd):
    _sys.close(fd)


def dup(fd, /):
    return _sys.dup(fd)


def read(fd, length, /):
    if length < 0:
        raise OSError(22, "Invalid argument")
    return _sys.read(fd, length)


def write(fd, data, /):
    if not isinstance(data, (bytes, bytearray)):
        raise TypeError("a bytes-like object is required, not '" + type(data).__name__ + "'")
    return _sys.write(fd, bytes(data))


def dup2(fd, fd2, inheritable=True):
    return _sys.dup2(fd, fd2)


def pipe():
    return _sys.pipe()


def pipe2(flags, /):
    first, second = _sys.pipe()
    if flags & O_NONBLOCK:
        _sys.set_blocking(first, False)
        _sys.set_blocking(second, False)
    return first, second


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **named):
    from io import _open_file

    return _open_file(fd, mode, buffering, encoding, None, None, True)


def closerange(low, high, /):
    for fd in range(low, high):
        try:
            _sys.close(fd)
        except OSError:
            pass


def get_blocking(fd, /):
    return _sys.get_blocking(fd)


def get_inheritable(fd, /):
    return False


def set_inheritable(fd, inheritable, /):
    """Not modelled, because nothing here replaces its program: descriptors that are closed by `exec`."""


def listdir(path="."):
    try:
        return _sys.listdir(path)
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, path) from None


def readlink(path):
    try:
        return _sys.readlink(path)
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, path) from None


def getuid():
    return _sys.getuid()


def geteuid():
    return _sys.geteuid()


def getgid():
    return _sys.getgid()


def getegid():
    return _sys.getegid()


def setuid(uid, /):
    _sys.setuid(uid)


def seteuid(euid, /):
    _sys.seteuid(euid)


def setgid(gid, /):
    _sys.setgid(gid)


def setegid(egid, /):
    _sys.setegid(egid)


def setgroups(groups, /):
    """Not modelled, because nothing here belongs to a group: further groups of a process."""


# The handlers of signals that are functions; the module `signal` fills it.
_handlers = {}


def kill(pid, signal, /):
    handler = _handlers.get(signal)
    if handler is None or pid != _sys.getpid():
        return _sys.kill(pid, signal)
    # Of Python's own handler, which raises KeyboardInterrupt, the kernel knows nothing.
    if handler.__module__ != "signal":
        _sys.kill(pid, signal)
    handler(int(signal), object())


def abort():
    _sys.kill(_sys.getpid(), 6)


def set_blocking(fd, blocking, /):
    _sys.set_blocking(fd, bool(blocking))


def isatty(fd, /):
    return False


def strerror(code, /):
    import _strerror

    return _strerror.TEXTS.get(code, "Unknown error " + str(code))


def urandom(size, /):
    if size < 0:
        raise ValueError("negative argument not allowed")
    return _sys.getrandom(size)


def _command(command):
    """What a shell command writes on its standard output, and its exit status."""
    text, status = _sys.popen(command)
    if status == 127:
        # The shell's own complaint is an error message.
        _sys.write(2, text.encode())
        text = ""
    return text, status


def system(command):
    text, status = _command(command)
    if text:
        _sys.write(1, text.encode())
    return status << 8


def popen(cmd, mode="r", buffering=-1):
    if not isinstance(cmd, str):
        raise TypeError("invalid cmd type (%s, expected string)" % type(cmd))
    if mode != "r":
        if mode != "w":
            raise ValueError("invalid mode %r" % mode)
        _native._lacks("Writing to a command is not supported here: the commands of this laboratory read nothing.")
    from io import _Output

    text, status = _command(cmd)
    return _Output(text, status)


class path:
    """Names of files: only what can be said of a name alone."""

    sep = "/"
    curdir = "."
    pardir = ".."

    @staticmethod
    def basename(p):
        return p[p.rfind("/") + 1 :]

    @staticmethod
    def dirname(p):
        head = p[: p.rfind("/") + 1]
        return head.rstrip("/") or head

    @staticmethod
    def split(p):
        return path.dirname(p), path.basename(p)

    @staticmethod
    def splitext(p):
        base = path.basename(p)
        stem = base.lstrip(".")
        dot = stem.rfind(".")
        if dot < 0:
            return p, ""
        return p[: len(p) - len(stem) + dot], stem[dot:]

    @staticmethod
    def isabs(s):
        return s.startswith("/")

    @staticmethod
    def join(a, *p):
        for part in p:
            if part.startswith("/") or not a:
                a = part
            elif a.endswith("/"):
                a += part
            else:
                a += "/" + part
        return a

    @staticmethod
    def normpath(path):
        parts = []
        absolute = path.startswith("/")
        for part in path.split("/"):
            if part == ".." and (parts and parts[-1] != ".." or absolute):
                del parts[-1:]
            elif part not in ("", "."):
                parts.append(part)
        double = path.startswith("//") and not path.startswith("///")
        return ("//" if double else "/" if absolute else "") + "/".join(parts) or "."
