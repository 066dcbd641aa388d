"""Mathematics with exact results."""

import _native

pi = 3.141592653589793
e = 2.718281828459045
tau = 6.283185307179586
inf = float("inf")
nan = float("nan")


def _float(x):
    if isinstance(x, float):
        return x
    if isinstance(x, (str, bytes, bytearray)) or not (hasattr(x, "__float__") or hasattr(x, "__index__")):
        raise TypeError("must be real number, not " + type(x).__name__)
    return float(x)


def _whole(x):
    if not hasattr(type(x), "__index__"):
        raise TypeError("'" + type(x).__name__ + "' object cannot be interpreted as an integer")
    return x.__index__()


def trunc(x, /):
    if isinstance(x, (int, float)):
        return int(x)
    if hasattr(type(x), "__trunc__"):
        return x.__trunc__()
    raise TypeError("type " + type(x).__name__ + " doesn't define __trunc__ method")


def floor(x, /):
    if isinstance(x, int):
        return int(x)
    if not isinstance(x, float) and hasattr(type(x), "__floor__"):
        return x.__floor__()
    x = _float(x)
    whole = int(x)
    return whole - 1 if whole > x else whole


def ceil(x, /):
    if isinstance(x, int):
        return int(x)
    if not isinstance(x, float) and hasattr(type(x), "__ceil__"):
        return x.__ceil__()
    x = _float(x)
    whole = int(x)
    return whole + 1 if whole < x else whole


def fabs(x, /):
    return abs(_float(x))


def sqrt(x, /):
    x = _float(x)
    if x < 0:
        raise ValueError("math domain error")
    return _native._sqrt(x)


def isqrt(n, /):
    n = _whole(n)
    if n < 0:
        raise ValueError("isqrt() argument must be nonnegative")
    if n == 0:
        return 0
    root = 1 << (n.bit_length() + 1) // 2
    while True:
        better = (root + n // root) // 2
        if better >= root:
            return root
        root = better


def isnan(x, /):
    x = _float(x)
    return x != x


def isinf(x, /):
    return _float(x) in (inf, -inf)


def isfinite(x, /):
    x = _float(x)
    return x == x and x not in (inf, -inf)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    if rel_tol < 0 or abs_tol < 0:
        raise ValueError("tolerances must be non-negative")
    a, b = _float(a), _float(b)
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    difference = abs(b - a)
    return difference <= abs(rel_tol * b) or difference <= abs(rel_tol * a) or difference <= abs_tol


def copysign(x, y, /):
    negative = str(_float(y)).startswith("-")
    return -abs(_float(x)) if negative else abs(_float(x))


def fmod(x, y, /):
    x, y = _float(x), _float(y)
    if y == 0 or isinf(x):
        raise ValueError("math domain error")
    if x != x or isinf(y):
        return x
    return copysign(abs(x) % abs(y), x)


def modf(x, /):
    x = _float(x)
    if isinf(x):
        return copysign(0.0, x), x
    whole = x if x != x else copysign(float(int(x)), x)
    return copysign(x - whole, x), whole


def gcd(*integers):
    found = 0
    for number in integers:
        number = _whole(number)
        while number:
            found, number = number, found % number
    return abs(found)


def lcm(*integers):
    found = 1
    for number in integers:
        number = abs(_whole(number))
        if number == 0:
            return 0
        found = found // gcd(found, number) * number
    return found


def factorial(n, /):
    n = _whole(n)
    if n < 0:
        raise ValueError("factorial() not defined for negative values")
    product = 1
    for number in range(2, n + 1):
        product *= number
    return product


def perm(n, k=None, /):
    n = _whole(n)
    k = n if k is None else _whole(k)
    if n < 0:
        raise ValueError("n must be a non-negative integer")
    if k < 0:
        raise ValueError("k must be a non-negative integer")
    product = 1
    for number in range(n - k + 1, n + 1):
        product *= number
    return product if k <= n else 0


def comb(n, k, /):
    return perm(n, k) // factorial(k)


def prod(iterable, /, *, start=1):
    for item in iterable:
        start = start * item
    return start


def degrees(x, /):
    return _float(x) * (180.0 / pi)


def radians(x, /):
    return _float(x) * (pi / 180.0)
