"""The module queue."""

import queue as m
import threading as th

def t(f, *a, **k):
    try:
        o(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

def o(value):
    print(repr(value))
q = m.Queue(2)
q.put(1)
q.put(2)
t(q.full)
t(q.put, 3, False)
t(q.put, 3, True, 0.01)
t(q.get)
t(q.get)
t(q.get, False)
t(q.get, True, 0.01)
t(q.get, True, -1)
t(q.empty)
t(q.qsize)
q = m.Queue()
res = []

def w():
    while True:
        i = q.get()
        if i is None:
            break
        res.append(i)
        q.task_done()
x = th.Thread(target=w)
x.start()
for i in range(20):
    q.put(i)
q.join()
q.put(None)
x.join()
o(res)
q.get if 0 else None
t(lambda: [q.task_done() for _ in range(3)])
l = m.LifoQueue()
[l.put(i) for i in range(3)]
o([l.get() for _ in range(3)])
p = m.PriorityQueue()
[p.put(i) for i in (3, 1, 2)]
o([p.get() for _ in range(3)])
s = m.SimpleQueue()
s.put(1)
t(s.get)
t(s.get_nowait)
t(s.empty)
