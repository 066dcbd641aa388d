"""Functions that make functions."""

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


def update_wrapper(wrapper, wrapped):
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        if hasattr(wrapped, name):
            setattr(wrapper, name, getattr(wrapped, name))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped):
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped)

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
