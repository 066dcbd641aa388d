"""Containers beside list, dict and set.

Not modelled, because classes here cannot derive from built-in types: `defaultdict`, `Counter` and `OrderedDict` as
dicts. They hold one; `isinstance(…, dict)` is false for them.
"""


class deque:
    def __init__(self, iterable=(), maxlen=None):
        if maxlen is not None and maxlen < 0:
            raise ValueError("maxlen must be non-negative")
        self._items = []
        self._maxlen = maxlen
        self.extend(iterable)

    @property
    def maxlen(self):
        return self._maxlen

    def append(self, item, /):
        self._items.append(item)
        if self._maxlen is not None and len(self._items) > self._maxlen:
            del self._items[0]

    def appendleft(self, item, /):
        self._items.insert(0, item)
        if self._maxlen is not None and len(self._items) > self._maxlen:
            del self._items[-1]

    def extend(self, iterable, /):
        for item in list(iterable):
            self.append(item)

    def extendleft(self, iterable, /):
        for item in list(iterable):
            self.appendleft(item)

    def pop(self):
        if not self._items:
            raise IndexError("pop from an empty deque")
        return self._items.pop()

    def popleft(self):
        if not self._items:
            raise IndexError("pop from an empty deque")
        return self._items.pop(0)

    def clear(self):
        self._items.clear()

    def copy(self):
        return deque(self._items, self._maxlen)

    def count(self, item, /):
        return self._items.count(item)

    def index(self, item, *limits):
        if item not in self._items:
            raise ValueError(repr(item) + " is not in deque")
        return self._items.index(item, *limits)

    def insert(self, index, item, /):
        if self._maxlen is not None and len(self._items) >= self._maxlen:
            raise IndexError("deque already at its maximum size")
        self._items.insert(index, item)

    def remove(self, item, /):
        if item not in self._items:
            raise ValueError(repr(item) + " is not in deque")
        self._items.remove(item)

    def reverse(self):
        self._items.reverse()

    def rotate(self, n=1, /):
        if self._items:
            n %= len(self._items)
            self._items = self._items[len(self._items) - n :] + self._items[: len(self._items) - n]

    def __len__(self):
        return len(self._items)

    def __bool__(self):
        return bool(self._items)

    def __iter__(self):
        return iter(self._items)

    def __reversed__(self):
        return reversed(self._items)

    def __contains__(self, item):
        return item in self._items

    def _place(self, index):
        if not isinstance(index, int):
            raise TypeError("sequence index must be integer, not '" + type(index).__name__ + "'")
        if not -len(self._items) <= index < len(self._items):
            raise IndexError("deque index out of range")
        return index

    def __getitem__(self, index):
        return self._items[self._place(index)]

    def __setitem__(self, index, item):
        self._items[self._place(index)] = item

    def __delitem__(self, index):
        del self._items[self._place(index)]

    def __eq__(self, other):
        return self._items == other._items if isinstance(other, deque) else NotImplemented

    def __add__(self, other):
        return deque(self._items + list(other), self._maxlen)

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __repr__(self):
        limit = "" if self._maxlen is None else ", maxlen=" + str(self._maxlen)
        return "deque(" + repr(self._items) + limit + ")"


class _Dict:
    """A dict inside an object."""

    def __init__(self, *args, **named):
        self._items = dict(*[_plain(arg) for arg in args], **named)

    def _fresh(self):
        return type(self)()

    def copy(self):
        made = self._fresh()
        made._items = dict(self._items)
        return made

    def __getitem__(self, key):
        if key in self._items:
            return self._items[key]
        return self.__missing__(key)

    def __missing__(self, key):
        raise KeyError(key)

    def __setitem__(self, key, value):
        self._items[key] = value

    def __delitem__(self, key):
        del self._items[key]

    def __contains__(self, key):
        return key in self._items

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __reversed__(self):
        return reversed(self._items)

    def __eq__(self, other):
        return self._items == _plain(other)

    def __or__(self, other):
        made = self.copy()
        made.update(other)
        return made

    def get(self, key, default=None, /):
        return self._items.get(key, default)

    def keys(self):
        return self._items.keys()

    def values(self):
        return self._items.values()

    def items(self):
        return self._items.items()

    def pop(self, key, *default):
        return self._items.pop(key, *default)

    def popitem(self):
        return self._items.popitem()

    def setdefault(self, key, default=None, /):
        return self._items.setdefault(key, default)

    def update(self, *args, **named):
        self._items.update(*[_plain(arg) for arg in args], **named)

    def clear(self):
        self._items.clear()


def _plain(mapping):
    return mapping._items if isinstance(mapping, _Dict) else mapping


class defaultdict(_Dict):
    def __init__(self, default_factory=None, /, *args, **named):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable or None")
        super().__init__(*args, **named)
        self.default_factory = default_factory

    def _fresh(self):
        return defaultdict(self.default_factory)

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        value = self._items[key] = self.default_factory()
        return value

    def __repr__(self):
        return "defaultdict(" + repr(self.default_factory) + ", " + repr(self._items) + ")"


class OrderedDict(_Dict):
    def popitem(self, last=True):
        if not self._items:
            raise KeyError("dictionary is empty")
        key = next(reversed(list(self._items)) if last else iter(self._items))
        return key, self._items.pop(key)

    def move_to_end(self, key, last=True):
        value = self._items.pop(key)
        if last:
            self._items[key] = value
        else:
            rest = self._items
            self._items = {key: value}
            self._items.update(rest)

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return list(self._items.items()) == list(other._items.items())
        return self._items == _plain(other)

    def __repr__(self):
        return "OrderedDict(" + (repr(list(self._items.items())) if self._items else "") + ")"


class Counter(_Dict):
    def __init__(self, iterable=None, /, **named):
        super().__init__()
        self.update(iterable, **named)

    def __missing__(self, key):
        return 0

    def __delitem__(self, key):
        self._items.pop(key, None)

    def _count(self, iterable, named, sign):
        items = self._items
        if iterable is not None:
            if isinstance(iterable, (dict, _Dict)):
                for key, count in iterable.items():
                    items[key] = items.get(key, 0) + sign * count
            else:
                for key in iterable:
                    items[key] = items.get(key, 0) + sign
        for key, count in named.items():
            items[key] = items.get(key, 0) + sign * count

    def update(self, iterable=None, /, **named):
        self._count(iterable, named, 1)

    def subtract(self, iterable=None, /, **named):
        self._count(iterable, named, -1)

    def most_common(self, n=None):
        pairs = sorted(self._items.items(), key=lambda pair: pair[1], reverse=True)
        return pairs if n is None else pairs[:n]

    def elements(self):
        for key, count in self._items.items():
            for _ in range(count):
                yield key

    def total(self):
        return sum(self._items.values())

    def _keep(self, counts):
        made = Counter()
        made._items = {key: count for key, count in counts.items() if count > 0}
        return made

    def __add__(self, other):
        return self._keep({key: self[key] + other[key] for key in {**self._items, **other._items}})

    def __sub__(self, other):
        return self._keep({key: self[key] - other[key] for key in {**self._items, **other._items}})

    def __and__(self, other):
        return self._keep({key: min(self[key], other[key]) for key in self._items})

    def __or__(self, other):
        return self._keep({key: max(self[key], other[key]) for key in {**self._items, **other._items}})

    def __repr__(self):
        if not self._items:
            return "Counter()"
        pairs = [repr(key) + ": " + repr(count) for key, count in self.most_common()]
        return "Counter({" + ", ".join(pairs) + "})"


class _NamedTuple:
    """What all named tuples have: a tuple inside an object."""

    def __getitem__(self, index):
        return self._values[index]

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        return iter(self._values)

    def __contains__(self, value):
        return value in self._values

    def __hash__(self):
        return hash(self._values)

    def __eq__(self, other):
        return self._values == _values(other)

    def __lt__(self, other):
        return self._values < _values(other)

    def __le__(self, other):
        return self._values <= _values(other)

    def __gt__(self, other):
        return self._values > _values(other)

    def __ge__(self, other):
        return self._values >= _values(other)

    def __add__(self, other):
        return self._values + _values(other)

    def __getattr__(self, name):
        if name in self._fields:
            return self._values[self._fields.index(name)]
        raise AttributeError("'%s' object has no attribute '%s'" % (self._typename, name))

    def __repr__(self):
        pairs = [name + "=" + repr(value) for name, value in zip(self._fields, self._values)]
        return self._typename + "(" + ", ".join(pairs) + ")"

    def count(self, value):
        return self._values.count(value)

    def index(self, value, *limits):
        return self._values.index(value, *limits)

    def _asdict(self):
        return dict(zip(self._fields, self._values))

    def _replace(self, **named):
        for name in named:
            if name not in self._fields:
                raise ValueError("Got unexpected field names: " + repr([name]))
        return type(self)(**{**self._asdict(), **named})


def _values(of):
    return of._values if isinstance(of, _NamedTuple) else of


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    names = field_names.replace(",", " ").split() if isinstance(field_names, str) else list(field_names)
    for name in names:
        if not name.isidentifier() or name.startswith("_"):
            raise ValueError("Type names and field names must be valid identifiers: " + repr(name))
    for place in range(len(names)):
        if names[place] in names[:place]:
            raise ValueError("Encountered duplicate field name: " + repr(names[place]))
    defaults = () if defaults is None else tuple(defaults)
    given = dict(zip(names[len(names) - len(defaults) :], defaults))

    class Tuple(_NamedTuple):
        _fields = tuple(names)
        _field_defaults = given
        _typename = typename

        def __init__(self, *args, **named):
            if len(args) > len(names):
                text = "%s.__new__() takes %d positional arguments but %d were given"
                raise TypeError(text % (typename, len(names) + 1, len(args) + 1))
            values = dict(zip(names, args))
            for name, value in named.items():
                if name not in names:
                    raise TypeError("%s.__new__() got an unexpected keyword argument '%s'" % (typename, name))
                if name in values:
                    raise TypeError("%s.__new__() got multiple values for argument '%s'" % (typename, name))
                values[name] = value
            missing = [repr(name) for name in names if name not in values and name not in given]
            if missing:
                many = "" if len(missing) == 1 else "s"
                listed = " and ".join([", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing)
                text = "%s.__new__() missing %d required positional argument%s: %s"
                raise TypeError(text % (typename, len(missing), many, listed))
            self._values = tuple([values[name] if name in values else given[name] for name in names])

        @classmethod
        def _make(cls, iterable):
            return cls(*iterable)

    return Tuple
