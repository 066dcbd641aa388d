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


Annotated = _Name("Annotated")
Any = _Name("Any")
AnyStr = _Name("AnyStr")
BinaryIO = _Name("BinaryIO")
Callable = _Name("Callable")
ClassVar = _Name("ClassVar")
Collection = _Name("Collection")
Container = _Name("Container")
Counter = _Name("Counter")
DefaultDict = _Name("DefaultDict")
Deque = _Name("Deque")
Dict = _Name("Dict")
Final = _Name("Final")
FrozenSet = _Name("FrozenSet")
Generator = _Name("Generator")
Hashable = _Name("Hashable")
IO = _Name("IO")
Iterable = _Name("Iterable")
Iterator = _Name("Iterator")
List = _Name("List")
Literal = _Name("Literal")
Mapping = _Name("Mapping")
Match = _Name("Match")
MutableMapping = _Name("MutableMapping")
MutableSequence = _Name("MutableSequence")
NoReturn = _Name("NoReturn")
Optional = _Name("Optional")
OrderedDict = _Name("OrderedDict")
Pattern = _Name("Pattern")
Self = _Name("Self")
Sequence = _Name("Sequence")
Set = _Name("Set")
Sized = _Name("Sized")
Text = _Name("Text")
TextIO = _Name("TextIO")
Tuple = _Name("Tuple")
Type = _Name("Type")
TypeAlias = _Name("TypeAlias")
Union = _Name("Union")


def TypeVar(name, *constraints, bound=None, covariant=False, contravariant=False):
    return _Name(name)


def NewType(name, tp):
    return lambda value: value


def overload(func):
    return func


def final(f):
    return f


def cast(typ, val):
    return val
