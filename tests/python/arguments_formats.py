import struct

specs = [",", "_", ",s", "_s", ",x", "_x", ",b", "_X", ",c", "_c", ",n", "_n", ",d", ",y", "_%", ",g", "_e", "s", "x", "y"]
specs += ["\n", "5 ", "\u00e9", "\x7f", ",\u00e9", "_\n", ",,", ",_", "+,", " ,s", "#,", "=,"]
for spec in specs:
    for value in (1234567, 1234567.5, "text", True):
        try:
            print(ascii(spec), repr(format(value, spec)))
        except ValueError as problem:
            print(ascii(spec), type(problem).__name__, problem)

halves = [0.0, -0.0, 1.5, -2.0, 65504.0, 65519.9, 65520.0, 1e9, 1e-8, 6e-8, 3e-8, 2.0**-25, 2.0**-14, 6.1e-5, 1 / 3, 2047.5, 2048.5, 1e300, 5e-324]
halves += [float("inf"), float("-inf"), float("nan"), 7, True, "1"]
for value in halves:
    for form in ("<e", ">e", "e"):
        try:
            data = struct.pack(form, value)
            print(form, value, data, struct.unpack(form, data))
        except (struct.error, OverflowError) as problem:
            print(form, value, type(problem).__name__, problem)
numbers = [struct.unpack("<e", bytes([low, high]))[0] for high in range(256) for low in (0, 1, 77, 255)]
print(numbers)
print(all(number != number or struct.unpack("!e", struct.pack("!e", number)) == (number,) for number in numbers))
print(struct.calcsize("be"), struct.calcsize("bP"), struct.pack("3e", 1, 2, 3))
for value in (0, -1, 2**64 - 1, 2**64, -(2**63), -(2**63) - 1, 1.5, "a"):
    try:
        print(value, struct.pack("P", value), struct.unpack("P", struct.pack("P", value)))
    except struct.error as problem:
        print(value, problem)
for form in ("<P", "!P", "=n", ">N"):
    try:
        print(struct.calcsize(form))
    except struct.error as problem:
        print(form, problem)

import threading


class Third:
    def __index__(self):
        return 3


calls = [
    lambda: enumerate(),
    lambda: enumerate([1], "a"),
    lambda: enumerate([1], 1.5),
    lambda: enumerate(1),
    lambda: map(),
    lambda: map(print),
    lambda: list(enumerate("ab", Third())),
    lambda: list(enumerate("ab", 2**70)),
    lambda: list(enumerate(start=5, iterable="ab")),
    lambda: threading.Barrier(0).parties,
]
for call in calls:
    try:
        print(call())
    except TypeError as problem:
        print(problem)

# Of two nearest texts of the same length, the one with an even digit.
print([2.0**power for power in range(-40, 80)])
print([5e-324, 2.0**-1074 * 3, 2.0**-1022, 2.0**-44, 9007199254740993.0, 2.0**1023, 2.0**89, 1e23, 0.1 + 0.2])
print([(2**52 + odd) * 2.0**-60 for odd in range(1, 40, 2)])
print([70368744177664 + odd / 64 for odd in range(1, 64)])
print([-1 / odd for odd in range(1, 60)], [odd * 1e15 / 7 for odd in range(1, 60)])
