"""The module random: other numbers than CPython's, but of the same kinds, and the same for the same seed."""

import random


def t(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)


for seed in (5, "five", 0.5, b"5"):
    a = random.Random(seed)
    b = random.Random(seed)
    print([a.random() for _ in range(9)] == [b.random() for _ in range(9)], a.random() != a.random())
random.seed(1)
first = [random.random() for _ in range(2000)]
print(all(0 <= x < 1 for x in first), 0.45 < sum(first) / 2000 < 0.55, len(set(first)) > 1990)
print(sorted(set(random.randint(1, 6) for _ in range(500))), sorted(set(random.randrange(10, 0, -3) for _ in range(300))))
print(sorted(random.sample(range(5), 5)), random.choice("a"), all(2 <= random.uniform(2, 3) <= 3 for _ in range(50)))
x = list(range(20))
random.shuffle(x)
print(sorted(x) == list(range(20)), x != list(range(20)))
print(set(random.choices("ab", [0, 1], k=9)), len(random.choices("ab", k=4)), len(random.randbytes(7)))
print(random.getrandbits(0), random.getrandbits(70) < 1 << 70, random.getrandbits(1) in (0, 1))
state = random.getstate()
again = [random.random(), random.randint(1, 100)]
random.setstate(state)
print(again == [random.random(), random.randint(1, 100)])
t(random.choice, [])
t(random.randrange, 0)
t(random.randrange, 5, 5)
t(random.randrange, 1, 2, 0)
