"""The module heapq."""

import heapq as m

def t(f, *a, **k):
    try:
        o(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

def o(value):
    print(repr(value))
xs = [i * i * 7919 % 101 for i in range(50)]
h = []
for v in xs:
    m.heappush(h, v)
o(list(h))
o([m.heappop(h) for _ in range(50)])
h = list(xs)
m.heapify(h)
o(h)
o(m.heapreplace(h, 5))
o(m.heappushpop(h, 50))
o(m.nsmallest(3, xs))
o(m.nlargest(3, xs))
t(m.heappop, [])
