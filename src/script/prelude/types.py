"""Types that have no name of their own."""


def _function():
    yield


FunctionType = type(_function)
LambdaType = FunctionType
GeneratorType = type(_function())
BuiltinFunctionType = type(len)
NoneType = type(None)
UnionType = type(int | str)


class SimpleNamespace:
    def __init__(self, /, **named):
        for name, value in named.items():
            setattr(self, name, value)

    def __repr__(self):
        pairs = [name + "=" + repr(value) for name, value in vars(self).items()]
        return "namespace(" + ", ".join(pairs) + ")"

    def __eq__(self, other):
        return isinstance(other, SimpleNamespace) and vars(self) == vars(other)
