"""Iterators from iterators."""


class count:
    def __init__(self, start=0, step=1):
        self._next = start
        self._step = step

    def __iter__(self):
        return self

    def __next__(self):
        number = self._next
        self._next = number + self._step
        return number

    def __repr__(self):
        step = "" if self._step == 1 else ", " + repr(self._step)
        return "count(" + repr(self._next) + step + ")"


class chain:
    def __init__(self, *iterables):
        self._sources = iter(iterables)
        self._items = iter(())

    @classmethod
    def from_iterable(cls, iterables, /):
        made = cls()
        made._sources = iter(iterables)
        return made

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            for item in self._items:
                return item
            self._items = iter(next(self._sources))


def cycle(iterable, /):
    seen = []
    for item in iterable:
        yield item
        seen.append(item)
    while seen:
        yield from seen


def repeat(object, times=None):
    if times is None:
        while True:
            yield object
    for _ in range(times):
        yield object


def islice(iterable, *limits):
    part = slice(*limits)
    start = part.start or 0
    step = part.step or 1
    stop = part.stop
    if len(limits) == 1 and stop is not None and stop < 0:
        raise ValueError("Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    for limit in (start, step, 0 if stop is None else stop):
        if limit < 0:
            raise ValueError("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    return _islice(iter(iterable), start, stop, step)


def _islice(items, start, stop, step):
    place = 0
    wanted = start
    while stop is None or wanted < stop:
        for item in items:
            place += 1
            if place > wanted:
                yield item
                wanted += step
                break
        else:
            return


def takewhile(predicate, iterable, /):
    for item in iterable:
        if not predicate(item):
            break
        yield item


def dropwhile(predicate, iterable, /):
    items = iter(iterable)
    for item in items:
        if not predicate(item):
            yield item
            break
    yield from items


def filterfalse(predicate, iterable, /):
    for item in iterable:
        if not (item if predicate is None else predicate(item)):
            yield item


def starmap(function, iterable, /):
    for args in iterable:
        yield function(*args)


def compress(data, selectors):
    for item, wanted in zip(data, selectors):
        if wanted:
            yield item


def pairwise(iterable, /):
    items = iter(iterable)
    for before in items:
        for item in items:
            yield before, item
            before = item


def accumulate(iterable, func=None, *, initial=None):
    total = initial
    first = initial is None
    if not first:
        yield total
    for item in iterable:
        if first:
            total = item
            first = False
        else:
            total = total + item if func is None else func(total, item)
        yield total


def zip_longest(*iterables, fillvalue=None):
    sources = [iter(iterable) for iterable in iterables]
    open_sources = len(sources)
    while open_sources:
        items = []
        for place in range(len(sources)):
            source = sources[place]
            item = fillvalue
            if source is not None:
                for item in source:
                    break
                else:
                    sources[place] = None
                    item = fillvalue
                    open_sources -= 1
                    if not open_sources:
                        return
            items.append(item)
        yield tuple(items)


def product(*iterables, repeat=1):
    return _product([tuple(pool) for pool in iterables] * repeat)


def _product(pools):
    results = [()]
    for pool in pools:
        results = [result + (item,) for result in results for item in pool]
    yield from results


def _chosen(pool, r, again, ordered):
    if r < 0:
        raise ValueError("r must be non-negative")
    return _choose(pool, r, again, ordered)


def _choose(pool, r, again, ordered):
    """Index tuples of length r, in the order of itertools."""
    indices = []
    place = 0
    while True:
        if len(indices) == r:
            yield tuple([pool[index] for index in indices])
        elif place < len(pool):
            if ordered and place in indices:
                place += 1
                continue
            indices.append(place)
            place = 0 if ordered else place if again else place + 1
            continue
        if not indices:
            return
        place = indices.pop() + 1


def combinations(iterable, r):
    return _chosen(tuple(iterable), r, False, False)


def combinations_with_replacement(iterable, r):
    return _chosen(tuple(iterable), r, True, False)


def permutations(iterable, r=None):
    pool = tuple(iterable)
    return _chosen(pool, len(pool) if r is None else r, False, True)


class groupby:
    def __init__(self, iterable, key=None):
        self._items = iter(iterable)
        self._key = key
        self._started = False
        self._ended = False
        self._group = 0

    def __iter__(self):
        return self

    def _advance(self):
        for item in self._items:
            self._item = item
            self._value = item if self._key is None else self._key(item)
            return
        self._ended = True

    def __next__(self):
        if self._started:
            target = self._target
            while not self._ended and self._value == target:
                self._advance()
        else:
            self._started = True
            self._advance()
        if self._ended:
            raise StopIteration
        self._target = self._value
        self._group += 1
        return self._value, self._members(self._group)

    def _members(self, group):
        while self._group == group and not self._ended and self._value == self._target:
            yield self._item
            self._advance()


def tee(iterable, n=2, /):
    items = iter(iterable)
    waiting = [[] for _ in range(n)]

    def branch(own):
        while True:
            if not own:
                for item in items:
                    break
                else:
                    return
                for other in waiting:
                    other.append(item)
            yield own.pop(0)

    return tuple([branch(own) for own in waiting])
