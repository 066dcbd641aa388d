"""The module itertools."""

import itertools as m

def t(f, *a, **k):
    try:
        o(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

def o(value):
    print(repr(value))
L = lambda x: list(x)
t(lambda: L(m.islice(m.count(3, 2), 4)))
t(lambda: L(m.islice('abcdefg', 2, None)))
t(lambda: L(m.islice('abcdefg', 1, 6, 2)))
t(lambda: m.islice('a', -1))
t(lambda: L(m.islice('ab', 5)))

def f():
    i = iter('abcdef')
    a = L(m.islice(i, 2))
    return (a, next(i))
t(f)
t(lambda: L(m.chain('ab', [1], ())))
t(lambda: L(m.chain.from_iterable(['ab', 'c'])))
t(lambda: L(m.islice(m.cycle('ab'), 5)))
t(lambda: L(m.cycle('')))
t(lambda: L(m.repeat(1, 3)))
t(lambda: L(m.takewhile(lambda x: x < 3, [1, 2, 3, 1])))
t(lambda: L(m.dropwhile(lambda x: x < 3, [1, 2, 3, 1])))
t(lambda: L(m.filterfalse(None, [0, 1, 2, ''])))
t(lambda: L(m.starmap(pow, [(2, 3), (3, 2)])))
t(lambda: L(m.compress('abcd', [1, 0, 1, 0])))
t(lambda: L(m.pairwise('abcd')))
t(lambda: L(m.accumulate([1, 2, 3])))
t(lambda: L(m.accumulate([1, 2, 3], max, initial=2)))
t(lambda: L(m.accumulate([], initial=2)))
t(lambda: L(m.accumulate([1, 2, 3], lambda a, b: a * b)))
t(lambda: L(m.zip_longest('ab', 'c', [], fillvalue='-')))
t(lambda: L(m.zip_longest()))
t(lambda: L(m.product('ab', [1, 2])))
t(lambda: L(m.product('ab', repeat=2)))
t(lambda: L(m.product()))
for n in range(5):
    for r in range(5):
        t(lambda: L(m.combinations(range(n), r)))
        t(lambda: L(m.permutations(range(n), r)))
        t(lambda: L(m.combinations_with_replacement(range(n), r)))
t(lambda: L(m.permutations('abc')))
t(lambda: [(k, L(g)) for k, g in m.groupby('aabbbac')])
t(lambda: [k for k, g in m.groupby([1, 1, 2, 3, 3], lambda x: x % 2)])
t(lambda: L(m.groupby([])))

def g():
    a, b = m.tee([1, 2, 3])
    return (next(a), next(a), L(b), L(a))
t(g)
t(lambda: m.count(1))
t(lambda: m.count(1, 2))
