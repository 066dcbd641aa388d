"""Abstract classes: no instance is made of one whose abstract methods are not all written."""


def abstractmethod(funcobj):
    funcobj.__isabstractmethod__ = True
    return funcobj


def _is_abstract(value):
    if isinstance(value, property):
        return any([_is_abstract(part) for part in (value.fget, value.fset, value.fdel)])
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    return getattr(value, "__isabstractmethod__", False)


class ABC:
    __slots__ = ()

    def __new__(cls, *args, **named):
        seen = set()
        missing = []
        for base in cls.__mro__[:-1]:
            for name, value in vars(base).items():
                if name not in seen:
                    seen.add(name)
                    if _is_abstract(value):
                        missing.append(name)
        if missing:
            names = ", ".join(sorted(missing))
            s = "s" if len(missing) > 1 else ""
            raise TypeError(
                "Can't instantiate abstract class " + cls.__name__ + " with abstract method" + s + " " + names
            )
        if (args or named) and cls.__init__ == object.__init__:
            raise TypeError(cls.__name__ + "() takes no arguments")
        return object.__new__(cls)
