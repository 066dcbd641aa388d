"""Signals: their numbers, and which of them a process ignores.

Not modelled, because no program here needs them: a program's own handlers of signals, alarms, masks.
"""

import _sys

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
SIG_DFL = 0
SIG_IGN = 1
NSIG = 65

_handlers = {SIGPIPE: SIG_IGN, SIGXFSZ: SIG_IGN}


def getsignal(signalnum):
    return _handlers.get(signalnum, SIG_DFL)


def signal(signalnum, handler):
    if not 1 <= signalnum < NSIG:
        raise ValueError("signal number out of range")
    if handler not in (SIG_DFL, SIG_IGN):
        if not callable(handler):
            raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
        raise NotImplementedError("handlers of signals are not modelled in this laboratory")
    before = getsignal(signalnum)
    _sys.sigignore(signalnum, handler == SIG_IGN)
    _handlers[signalnum] = handler
    return before


def raise_signal(signalnum):
    _sys.kill(_sys.getpid(), signalnum)
