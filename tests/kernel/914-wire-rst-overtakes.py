"""An RST overtakes data: it is not where the next byte is expected, so it must be confirmed (RFC 5961)

env: wire
topic: wire
prio: 3
"""
import socket
import struct
import lab

w = lab.Wire()
l = w.listener('server', 80)
c = w.tcp('client')
c.bind(('0.0.0.0', 40001))
c.setblocking(False)
c.connect_ex(('192.168.1.10', 80))
w.flow()
s, _ = l.accept()
s.settimeout(1)
show = lambda: [' '.join(r.split()[:3]) for h in ('client', 'server') for r in w.ss(h) if 'LISTEN' not in r]
c.send(b'abc')
c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
c.close()
w.collect()
print([w.text(p) for _, p in w.flight])
print(w.deliver(1), show(), w.collect())
print(w.deliver(1), show(), w.collect())
print(w.deliver(0), show(), w.collect())
while w.flight:
    print(w.deliver(0), show(), w.collect())
for _ in range(2):
    try:
        print(s.recv(10))
    except OSError as e:
        print(e)
