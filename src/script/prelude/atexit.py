"""Functions that are called when the program ends."""

import builtins


def register(func, /, *args, **kwargs):
    builtins._at_exit.append((func, args, kwargs))
    return func


def unregister(func, /):
    builtins._at_exit[:] = [entry for entry in builtins._at_exit if entry[0] != func]
