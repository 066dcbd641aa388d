"""Lets a program of a lesson begin at its time: Python reads this file when it starts, before the program.

The interpreter is started early, says that it is ready, and waits for a byte. So a slow start of Python does not
upset the order in which the programs of a lesson begin.
"""
import os

if os.environ.pop("FIVETUPLE_GATE", None):
    import ctypes
    import select, selectors, signal, socket, struct, threading, time     # so that importing them takes no time later

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)      # PR_SET_PDEATHSIG: nothing is left if the test is killed
    os.write(1, b"\0")
    os.read(0, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    del nothing
