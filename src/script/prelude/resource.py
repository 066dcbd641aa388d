"""How much of the system's resources a process may use: here only how many descriptors."""

import _sys

RLIM_INFINITY = -1
RLIMIT_NOFILE = 7
error = OSError


def _check(resource):
    if resource != RLIMIT_NOFILE:
        raise ValueError("invalid resource specified")


def getrlimit(resource, /):
    _check(resource)
    return _sys.getrlimit()


def setrlimit(resource, limits, /):
    _check(resource)
    soft, hard = limits
    if soft > hard >= 0:
        raise ValueError("current limit exceeds maximum limit")
    now, most = _sys.getrlimit()
    try:
        _sys.setrlimit(most if soft < 0 else soft, most if hard < 0 else hard)
    except PermissionError:
        raise ValueError("not allowed to raise maximum limit") from None
