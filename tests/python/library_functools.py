"""The module functools."""

import functools as m

def t(f, *a, **k):
    try:
        o(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

def o(value):
    print(repr(value))
t(lambda: m.partial(pow, 2)(3))
t(lambda: m.partial(int, base=2)('101'))
t(m.reduce, lambda a, b: a + b, [1, 2, 3])
t(m.reduce, lambda a, b: a + b, [])
t(m.reduce, lambda a, b: a + b, [], 5)
calls = []

@m.lru_cache(maxsize=2)
def f(x):
    calls.append(x)
    return x * 2
for x in (1, 1, 2, 3, 1):
    f(x)
o(calls)
t(lambda: f.cache_info())
f.cache_clear()
t(lambda: f.cache_info())
o(f.__name__)

@m.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
t(fib, 60)

@m.lru_cache
def g(a, b=1):
    return a + b
t(g, 1, b=5)
t(g, 1)
t(lambda: sorted([3, 1, 2], key=m.cmp_to_key(lambda a, b: b - a)))

@m.wraps(f)
def w():
    """doc"""
o(w.__name__)
