"""Exceptions as they are printed."""

import _native
import sys


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    error = exc if value is None else value
    return _native._traceback(error).splitlines(True)


def format_exception_only(exc, /, value=None):
    error = exc if value is None else value
    text = str(error)
    name = type(error).__qualname__
    if type(error).__module__ not in ("builtins", "__main__"):
        name = type(error).__module__ + "." + name
    return [name + ": " + text + "\n" if text else name + "\n"]


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    (sys.stderr if file is None else file).write("".join(format_exception(exc, value)))


def format_exc(limit=None, chain=True):
    error = sys.exception()
    return "NoneType: None\n" if error is None else "".join(format_exception(error))


def print_exc(limit=None, file=None, chain=True):
    (sys.stderr if file is None else file).write(format_exc())
