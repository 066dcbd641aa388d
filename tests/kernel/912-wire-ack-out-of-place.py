"""An ACK comes in a segment out of place: it counts all the same

env: wire
topic: wire
prio: 3
"""
import lab

w = lab.Wire()
l = w.listener('server', 80)
c = w.tcp('client')
c.bind(('0.0.0.0', 40001))
c.setblocking(False)
c.connect_ex(('192.168.1.10', 80))
w.flow()
s, _ = l.accept()
show = lambda: [' '.join(r.split()[:3]) for h in ('client', 'server') for r in w.ss(h) if 'LISTEN' not in r]
c.send(b'abc')
w.collect()
s.send(b'xyz')
w.collect()
print(w.deliver(0, keep=True), show())
print(w.collect())
print([w.text(p) for _, p in w.flight])
print(w.deliver(1), show())
print(w.collect(), [w.text(p) for _, p in w.flight])
while w.flight:
    print(w.deliver(0), show())
    w.collect()
c.close()
w.collect()
s.close()
w.collect()
print([w.text(p) for _, p in w.flight], show())
print(w.deliver(0, keep=True), show(), w.collect())
print(w.deliver(0), show(), w.collect())
while w.flight:
    print(w.deliver(0), show())
    w.collect()
