"""Built-in functions and exceptions."""

ERRORS = [
    OSError(98, "Address already in use"), OSError("x"), OSError(), OSError(2, "No", "f"), OSError(2, "No", "f", None, "g"),
    OSError(111, "refused"), KeyError("a"), KeyError(), KeyError(1, 2), ValueError(), ValueError("a"), ValueError(1, "b"),
    SystemExit(3), StopIteration(4), ConnectionError(104, "x"), TimeoutError("timed out"), BlockingIOError(115, "x"),
    UnicodeDecodeError("utf-8", b"a\xff", 1, 2, "invalid start byte"), ImportError("m", name="x"), OSError(1.5, "x"),
    UnicodeEncodeError("ascii", "a\xe9", 1, 2, "ordinal not in range(128)"),
]
for error in ERRORS:
    print(type(error).__name__, "|", error, "|", repr(error), "|", error.args)
for name in ("args", "errno", "strerror", "filename", "code", "value", "name", "msg"):
    print(name, [getattr(error, name, "-") for error in ERRORS])


def t(f, *a, **k):  # the value of a call, or its error
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)


class Own(Exception):
    def __init__(self, code):
        self.code = code


class Sub(ConnectionError):
    pass


try:
    raise Own(5)
except Own as e:
    print(e, repr(e), e.args, e.code)
try:
    raise Sub(104, "gone")
except OSError as e:
    print(type(e).__name__, e.errno, e)
try:
    try:
        1 / 0
    except ZeroDivisionError as first:
        raise RuntimeError("second") from first
except RuntimeError as e:
    print(repr(e.__cause__), e.__context__ is e.__cause__, e.__suppress_context__)
e = ValueError("x")
e.add_note("a note")
print(e.__notes__, e.with_traceback(None) is e, e.__cause__)
print(issubclass(ConnectionResetError, OSError), IOError is OSError, ModuleNotFoundError.__mro__[1].__name__)

print(list(enumerate("abc", 1)), list(zip("abc", [1, 2])), list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])))
print(list(filter(None, [0, 1, 2])), list(filter(lambda x: x > 1, [0, 1, 2])), list(zip()), dict(zip("ab", range(2))))
print(list(reversed([1, 2, 3])), list(reversed(range(4))), list(reversed("abc")), list(reversed({"a": 1, "b": 2})))
print(any([]), all([]), any([0, 1]), all([0, 1]), any(x > 2 for x in range(5)), sorted("cab"), sorted([3, 1, 2], reverse=True))
for args in [("ab", "abc"), ("abc", "ab"), ("a", "a"), ("ab", "ab", "a"), ("ab", "ab", "abc")]:
    t(lambda: list(zip(*args, strict=True)))
t(zip, 1)
t(map, 1)
t(enumerate, 1)
t(reversed, 1)
t(reversed, {1})
t(sorted, 1)
t(getattr, "x", "nope")
t(getattr, "x", "nope", 3)
t(hasattr, "x", "upper")
t(hasattr, "x", 3)
t(print, 1, end=2)
print("a", 2, None, sep="-", end="!\n")
print()


class Sequence:
    def __len__(self):
        return 3

    def __getitem__(self, index):
        if index >= 3:
            raise IndexError
        return index * 10


print(list(Sequence()), list(reversed(Sequence())), 20 in Sequence(), 25 in Sequence())
numbers = enumerate("ab")
print(next(numbers), next(numbers), next(numbers, "end"))
