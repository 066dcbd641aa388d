"""Functions that make functions."""

import _native

_NONE = object()


class partial:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **named):
        return self.func(*self.args, *args, **{**self.keywords, **named})

    def __repr__(self):
        parts = [repr(self.func)] + [repr(value) for value in self.args]
        parts += [name + "=" + repr(value) for name, value in self.keywords.items()]
        return "functools.partial(" + ", ".join(parts) + ")"


WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        if name != "__annotations__" and hasattr(wrapped, name):
            setattr(wrapper, name, getattr(wrapped, name))
    if updated:
        for name, value in (vars(wrapped) if hasattr(wrapped, "__dict__") else {}).items():
            setattr(wrapper, name, value)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped, assigned, updated)

    return decorate


def reduce(function, iterable, initial=_NONE, /):
    items = iter(iterable)
    if initial is _NONE:
        try:
            value = next(items)
        except StopIteration:
            raise TypeError("reduce() of empty iterable with no initial value") from None
    else:
        value = initial
    for item in items:
        value = function(value, item)
    return value


class _Cached:
    """A function that remembers its results, the most recently used ones."""

    def __init__(self, function, maxsize):
        self._function = function
        self._maxsize = maxsize
        self._results = {}
        self._hits = 0
        self._misses = 0
        update_wrapper(self, function)

    def __call__(self, *args, **named):
        key = (args, tuple(named.items())) if named else args
        if key in self._results:
            self._hits += 1
            result = self._results.pop(key)
        else:
            self._misses += 1
            result = self._function(*args, **named)
        self._results[key] = result
        if self._maxsize is not None and len(self._results) > self._maxsize:
            del self._results[next(iter(self._results))]
        return result

    def cache_info(self):
        return _CacheInfo(self._hits, self._misses, self._maxsize, len(self._results))

    def cache_clear(self):
        self._results.clear()
        self._hits = self._misses = 0


class _CacheInfo:
    def __init__(self, hits, misses, maxsize, currsize):
        self.hits = hits
        self.misses = misses
        self.maxsize = maxsize
        self.currsize = currsize

    def __repr__(self):
        of = (self.hits, self.misses, self.maxsize, self.currsize)
        return "CacheInfo(hits=%r, misses=%r, maxsize=%r, currsize=%r)" % of


def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return _cached(maxsize, 128)

    def decorate(function):
        return _cached(function, maxsize)

    return decorate


def _cached(function, maxsize):
    cache = _Cached(function, maxsize)

    # A plain function, so that it can be a method too.
    def cached(*args, **named):
        return cache(*args, **named)

    update_wrapper(cached, function)
    cached.cache_info = cache.cache_info
    cached.cache_clear = cache.cache_clear
    return cached


def cache(function, /):
    return _cached(function, None)


def cmp_to_key(compare):
    class Key:
        def __init__(self, value):
            self.value = value

        def __lt__(self, other):
            return compare(self.value, other.value) < 0

        def __gt__(self, other):
            return compare(self.value, other.value) > 0

        def __eq__(self, other):
            return compare(self.value, other.value) == 0

        def __le__(self, other):
            return compare(self.value, other.value) <= 0

        def __ge__(self, other):
            return compare(self.value, other.value) >= 0

    return Key


def _derived(cls, name, known, of):
    def compare(self, other):
        answer = known(self, other)
        return answer if answer is NotImplemented else of(answer, self, other)

    compare.__name__ = name
    compare.__qualname__ = name
    compare.__doc__ = "Return " + name
    setattr(cls, name, compare)


def total_ordering(cls):
    """Makes the other comparisons of the one that a class has, with `==`."""
    roots = [name for name in ("__lt__", "__le__", "__gt__", "__ge__") if hasattr(cls, name)]
    roots = [name for name in roots if getattr(cls, name) != getattr(object, name)]
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = roots[0]
    known = getattr(cls, root)
    strict = root in ("__lt__", "__gt__")
    opposite = {"__lt__": "__ge__", "__le__": "__gt__", "__gt__": "__le__", "__ge__": "__lt__"}[root]
    with_equal = {"__lt__": "__le__", "__gt__": "__ge__", "__le__": "__lt__", "__ge__": "__gt__"}[root]
    turned = {"__lt__": "__gt__", "__gt__": "__lt__", "__le__": "__ge__", "__ge__": "__le__"}[root]
    rules = {
        opposite: lambda answer, one, other: not answer,
        with_equal: (lambda answer, one, other: answer or one == other)
        if strict
        else (lambda answer, one, other: answer and one != other),
        turned: (lambda answer, one, other: not answer and one != other)
        if strict
        else (lambda answer, one, other: not answer or one == other),
    }
    for name, rule in rules.items():
        if name not in roots:
            _derived(cls, name, known, rule)
    return cls


class cached_property:
    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        value = instance.__dict__[self.attrname] = self.func(instance)
        return value


def singledispatch(func):
    known = {object: func}

    def register(cls, func=None):
        if func is None:
            if not isinstance(cls, type):
                _native._lacks("`register` by an annotation is not supported here. Use `register(type)`.")
            return lambda func: register(cls, func)
        known[cls] = func
        return func

    def dispatch(cls):
        line = cls.__mro__ if hasattr(cls, "__mro__") else (cls, int, object) if cls is bool else (cls, object)
        for base in line:
            if base in known:
                return known[base]

    def wrapper(*args, **named):
        if not args:
            raise TypeError(func.__name__ + " requires at least 1 positional argument")
        return dispatch(type(args[0]))(*args, **named)

    update_wrapper(wrapper, func)
    wrapper.register = register
    wrapper.dispatch = dispatch
    return wrapper
