"""The module contextlib."""

import contextlib as m

def t(f, *a, **k):
    try:
        o(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

def o(value):
    print(repr(value))

@m.contextmanager
def cm(x):
    o('in')
    try:
        yield x
    except ValueError:
        o('caught')
    finally:
        o('out')
with cm(5) as v:
    o(v)
with cm(5):
    raise ValueError

def f():
    with cm(1):
        raise KeyError('k')
t(f)

def f():
    with cm(1):
        raise StopIteration('k')
t(f)

def f():
    with cm(1):
        return 7
t(f)

@m.contextmanager
def two():
    yield 1
    yield 2

def f():
    with two():
        pass
t(f)

@m.contextmanager
def none():
    return
    yield

def f():
    with none():
        pass
t(f)
with m.suppress(KeyError, IndexError):
    raise IndexError

def f():
    with m.suppress(KeyError):
        raise IndexError('i')
t(f)

class C:

    def close(self):
        o('closed')
with m.closing(C()):
    o('x')
with m.ExitStack() as s:
    s.enter_context(cm(1))
    s.callback(o, 'cb')
    s.enter_context(m.closing(C()))

def f():
    with m.ExitStack() as s:
        s.enter_context(cm(1))
        raise ValueError
t(f)

def f():
    with m.ExitStack() as s:
        s.callback(lambda: 1 / 0)
t(f)
with m.nullcontext(4) as q:
    o(q)
