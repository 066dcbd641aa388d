"""Signals: their numbers, and what a process does with them.

Not modelled, because no program here needs them: alarms, masks; a program's own handler of a signal from another process.
"""

import _native
import _sys
import os

SIGHUP = 1
SIGINT = 2
SIGQUIT = 3
SIGILL = 4
SIGTRAP = 5
SIGABRT = 6
SIGBUS = 7
SIGFPE = 8
SIGKILL = 9
SIGUSR1 = 10
SIGSEGV = 11
SIGUSR2 = 12
SIGPIPE = 13
SIGALRM = 14
SIGTERM = 15
SIGCHLD = 17
SIGCONT = 18
SIGSTOP = 19
SIGTSTP = 20
SIGTTIN = 21
SIGTTOU = 22
SIGURG = 23
SIGXFSZ = 25
SIGWINCH = 28
NSIG = 65
_native._name_ints("Signals", "SIG")
SIG_DFL = 0
SIG_IGN = 1
_native._name_ints("Handlers", "SIG_")
_names = {int(number): number for number in globals().copy().values() if repr(number).startswith("<Signals.")}


def Signals(value):
    if value not in _names:
        raise ValueError(repr(value) + " is not a valid Signals")
    return _names[value]


for _member in _names.values():
    setattr(Signals, _member.name, _member)

_actions = {SIGPIPE: SIG_IGN, SIGXFSZ: SIG_IGN}


def default_int_handler(signalnum, frame, /):
    raise KeyboardInterrupt


_actions[SIGINT] = os._handlers[SIGINT] = default_int_handler


def getsignal(signalnum, /):
    return _actions.get(signalnum, SIG_DFL)


def signal(signalnum, handler, /):
    if not 1 <= signalnum < NSIG:
        raise ValueError("signal number out of range")
    function = handler not in (SIG_DFL, SIG_IGN)
    if function:
        if not callable(handler):
            raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
        if signalnum in (SIGCHLD, SIGPIPE, SIGSEGV, SIGWINCH, SIGURG):
            name = Signals(signalnum).name
            _native._lacks("A function that handles `" + name + "` is not supported here. Ask `os.waitpid` or the socket.")
    before = getsignal(signalnum)
    known = function and handler is not default_int_handler
    _sys.sigignore(signalnum, 2 if known else handler == SIG_IGN)
    _actions[signalnum] = handler
    os._handlers.pop(signalnum, None)
    if function:
        os._handlers[signalnum] = handler
    return before


def raise_signal(signalnum, /):
    os.kill(os.getpid(), signalnum)


def strsignal(signalnum, /):
    names = {1: "Hangup", 2: "Interrupt", 3: "Quit", 6: "Aborted", 9: "Killed", 10: "User defined signal 1"}
    names.update({12: "User defined signal 2", 13: "Broken pipe", 14: "Alarm clock", 15: "Terminated"})
    names.update({11: "Segmentation fault", 17: "Child exited"})
    if signalnum not in names:
        _native._lacks("`signal.strsignal` of this signal is not supported here. Use `signal.Signals`.")
    return names[signalnum]
