"""The module threading."""

import threading as m
from time import sleep

def t(f, *a, **k):
    try:
        o(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

def o(value):
    print(repr(value))
L = m.Lock()
o(L.acquire())
o(L.acquire(False))
o(L.acquire(timeout=0.02))
o(L.locked())
L.release()
t(L.release)
t(L.acquire, False, 1)
t(L.acquire, True, -2)
n = [0]

def work(k):
    for _ in range(k):
        with L:
            v = n[0]
            n[0] = v + 1
ts = [m.Thread(target=work, args=(300,)) for _ in range(5)]
o([x.name for x in ts][0].split('(')[1])
t(ts[0].join)
for x in ts:
    x.start()
t(ts[0].start)
for x in ts:
    x.join()
o(n[0])
o([x.is_alive() for x in ts])
r = m.RLock()
with r:
    with r:
        o('twice')
t(r.release)
ev = m.Event()
got = []
th = [m.Thread(target=lambda i=i: (ev.wait(), got.append(i))) for i in range(3)]
for x in th:
    x.start()
t(ev.wait, 0.01)
ev.set()
[x.join() for x in th]
o(sorted(got))
t(ev.is_set)
ev.clear()
t(ev.wait, 0)
c = m.Condition()
items = []

def consumer():
    with c:
        c.wait_for(lambda: items)
        got.append(items.pop())
x = m.Thread(target=consumer)
x.start()
with c:
    items.append('x')
    c.notify()
x.join()
o(got[-1])
t(c.wait)
t(c.notify)
with c:
    t(c.wait, 0.01)
    t(c.wait_for, lambda: 0, 0.01)
s = m.Semaphore(2)
t(s.acquire)
t(s.acquire)
t(s.acquire, False)
t(s.acquire, timeout=0.01)
s.release()
t(s.acquire)
b = m.BoundedSemaphore(1)
t(b.release)
t(m.Semaphore, -1)
bar = m.Barrier(3)
res = []
th = [m.Thread(target=lambda: res.append(bar.wait())) for _ in range(3)]
[x.start() for x in th]
[x.join() for x in th]
o(sorted(res))
t(bar.wait, 0.01)
t(lambda: bar.broken)
bar.reset()
t(lambda: (bar.broken, bar.n_waiting, bar.parties))
tm = m.Timer(0.01, lambda: got.append('timer'))
tm.start()
tm.join()
o(got[-1])
tm = m.Timer(5, lambda: 0)
tm.start()
tm.cancel()
tm.join()
loc = m.local()
loc.x = 1

def lt():
    try:
        loc.x
    except AttributeError as e:
        o(str(e))
    loc.x = 2
x = m.Thread(target=lt)
x.start()
x.join()
o(loc.x)
del loc.x
t(lambda: loc.x)
o(m.current_thread().name)
t(m.active_count)
t(lambda: m.current_thread() is m.main_thread())
t(lambda: [q.name for q in m.enumerate()])
t(lambda: m.current_thread().join())
x = m.Thread(target=lambda: o((m.current_thread().name, m.current_thread().daemon, m.current_thread() is x)), name='w', daemon=True)
x.start()
x.join()

class MyT(m.Thread):

    def run(self):
        o('run ' + self.name.split('-')[0])
x = MyT()
x.start()
x.join(1)
t(lambda: x.is_alive())
t(lambda: setattr(x, 'daemon', True))
x = m.Thread(target=sleep, args=(0.05,))
x.start()
t(x.join, 0.001)
t(x.is_alive)
x.join()
t(x.is_alive)
