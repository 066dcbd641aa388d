"""Copies of values."""

_SAME = (int, float, str, bytes, range, type, type(None), type(...), type(len), type(lambda: 0), property, slice)


class Error(Exception):
    pass


error = Error


def _bare(x):
    return object.__new__(type(x))


def copy(x):
    if isinstance(x, (list, dict, set, bytearray)):
        return x.copy()
    if isinstance(x, _SAME) or isinstance(x, (tuple, frozenset)):
        return x
    if hasattr(type(x), "__copy__"):
        return x.__copy__()
    if type(x).__module__ != "__main__":
        return _of_library(x)
    made = _bare(x)
    _fill(made, _parts(x))
    return made


def _of_library(x):
    if isinstance(x, BaseException):
        made = type(x)(*x.args)
        _fill(made, _parts(x))
        return made
    if hasattr(type(x), "copy"):
        return x.copy()
    raise TypeError("cannot pickle '" + type(x).__name__ + "' object")


def _parts(x):
    """The attributes of an object, and those that are in slots."""
    parts = dict(x.__dict__) if hasattr(x, "__dict__") else {}
    for base in type(x).__mro__:
        slots = getattr(base, "__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if hasattr(x, name):
                parts[name] = getattr(x, name)
    return parts


def _fill(made, parts):
    for name, value in parts.items():
        object.__setattr__(made, name, value)


def deepcopy(x, memo=None, _nil=[]):
    memo = {} if memo is None else memo
    if isinstance(x, _SAME):
        return x
    found = memo.get(id(x), memo)
    if found is not memo:
        return found
    made = _deep(x, memo)
    if made is not x:
        memo[id(x)] = made
        # What was copied must live as long as its number is remembered.
        memo.setdefault(id(memo), []).append(x)
    return made


def _deep(x, memo):
    if isinstance(x, list):
        made = memo[id(x)] = []
        for item in x:
            made.append(deepcopy(item, memo))
        return made
    if isinstance(x, dict):
        made = memo[id(x)] = {}
        for key, value in x.items():
            made[deepcopy(key, memo)] = deepcopy(value, memo)
        return made
    if isinstance(x, (tuple, frozenset)):
        parts = [deepcopy(item, memo) for item in x]
        # A tuple that holds itself was copied meanwhile.
        found = memo.get(id(x), memo)
        if found is not memo:
            return found
        return x if all([new is old for new, old in zip(parts, x)]) else type(x)(parts)
    if isinstance(x, set):
        return set([deepcopy(item, memo) for item in x])
    if isinstance(x, bytearray):
        return x.copy()
    if hasattr(type(x), "__deepcopy__"):
        return x.__deepcopy__(memo)
    if type(x).__module__ != "__main__":
        return _deep_of_library(x, memo)
    made = memo[id(x)] = _bare(x)
    for name, value in _parts(x).items():
        object.__setattr__(made, name, deepcopy(value, memo))
    return made


def _deep_of_library(x, memo):
    from collections import deque, Counter, OrderedDict, defaultdict

    if isinstance(x, deque):
        return deque([deepcopy(item, memo) for item in x], x.maxlen)
    if isinstance(x, (Counter, OrderedDict, defaultdict)):
        made = copy(x)
        made.clear()
        for key, value in x.items():
            made[deepcopy(key, memo)] = deepcopy(value, memo)
        return made
    return _of_library(x)
