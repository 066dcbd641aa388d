# Values and operators
small, large, half, text, data = 7, 10**30, 0.5, "port", b"\x00\xff"
nothing, yes, ellipsis = None, True, ...
print(7 // 2, 7 % 2, -7 / 2, 2**8, 6 & 3 | 8 ^ 1, 1 << 4 >> 2, ~5, not yes)
print(0 < small <= 7 and text != "" or nothing is None, "or" in text, 3 not in [1, 2])
print(f"{small:>4} {half:.2f} {text!r} {small=}", "%s:%d" % ("10.0.0.1", 80), "{}:{}".format("a", 1))

# Containers, slices and comprehensions
numbers, pair, names, ports = [3, 1, 2], (1, "a"), {"a", "b"}, {"http": 80, **{"dns": 53}}
print(numbers[0], numbers[-1], numbers[::-1], text[1:3], ports["dns"], [*numbers, *pair])
print([n * n for n in numbers if n > 1], {n for n in pair}, {n: -n for n in numbers}, sum(n for n in numbers))

# Assignments
first, *rest = numbers
numbers[0], ports["ssh"] = 9, 22
count: int = 0
count += 1
if (length := len(rest)) > 1:
    print(length, first if length else None)
del numbers[0], ports["http"]


# Functions, generators, decorators
def greet(name, /, greeting="Hello", *others, loud=False, **more):
    """A doc string."""
    return greeting, name, others, loud, more


def outer():
    total = 0

    def add(n):
        nonlocal total
        global count
        total, count = total + n, count + 1
        return total

    return add


def squares(limit):
    for n in range(limit):
        got = yield n * n
    yield from [got, *map(lambda n: -n, range(2))]


def logged(function):
    return lambda *args: print(function.__name__, args) or function(*args)


@logged
def double(n):
    return 2 * n


print(greet("Ada", loud=True, *["Hi"], **{"x": 1}), outer()(5), list(squares(3)), double(4))


# Classes
class Counter:
    made = 0

    def __init__(self, start=0):
        self.n = start

    def __add__(self, other):
        return Counter(self.n + other)

    @property
    def even(self):
        return self.n % 2 == 0

    @classmethod
    def three(cls):
        return cls(3)

    @staticmethod
    def kind():
        return "counter"


class Loud(Counter):
    def __repr__(self):
        return f"Loud({self.n})"

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __add__(self, other):
        return Loud(super().__add__(other).n)


# Loops, errors and context managers
for n in range(5):
    if n == 1:
        continue
    elif n == 3:
        break
else:
    print("not reached")
while count > 0:
    count -= 1
try:
    with Loud(1) as one, Loud(2):
        assert one + 1, "never"
        raise ValueError("wrong") from KeyError("cause")
except (ValueError, TypeError) as error:
    print(type(error).__name__, error, repr(error.__cause__))
except OSError:
    raise
else:
    pass
finally:
    print(Loud.three(), one.even, Counter.kind(), isinstance(one, Counter))

# Imports
import os, socket as net
from errno import ECONNREFUSED, errorcode

print(net.AF_INET, errorcode[ECONNREFUSED], os.getpid() > 0)
