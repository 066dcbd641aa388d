"""Names for annotations: they do nothing while a program runs."""

TYPE_CHECKING = False


class _Name:
    def __init__(self, name):
        self._name = name

    def __getitem__(self, item):
        return self

    def __call__(self, *args, **named):
        return self

    def __or__(self, other):
        return self

    def __ror__(self, other):
        return self

    def __repr__(self):
        return "typing." + self._name


Any = _Name("Any")
Callable = _Name("Callable")
ClassVar = _Name("ClassVar")
Dict = _Name("Dict")
Final = _Name("Final")
FrozenSet = _Name("FrozenSet")
Generator = _Name("Generator")
Iterable = _Name("Iterable")
Iterator = _Name("Iterator")
List = _Name("List")
Literal = _Name("Literal")
Mapping = _Name("Mapping")
NoReturn = _Name("NoReturn")
Optional = _Name("Optional")
Sequence = _Name("Sequence")
Set = _Name("Set")
Tuple = _Name("Tuple")
Type = _Name("Type")
Union = _Name("Union")


def TypeVar(name, *constraints, bound=None):
    return _Name(name)


def cast(kind, value):
    return value
