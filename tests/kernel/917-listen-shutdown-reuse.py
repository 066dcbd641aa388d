"""Combinations of listen, shutdown, reuse and connect on one socket

env: loopback
topic: bind
prio: 2
"""
import socket
import threading
import time

R = (socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
P = (socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)


def attempt(call, *args):
    try:
        return call(*args)
    except Exception as e:
        return '%s: %s' % (type(e).__name__, e)


s = socket.socket()
s.bind(('127.0.0.1', 5000))
s.listen()
print(attempt(s.connect, ('127.0.0.1', 5000)), attempt(s.bind, ('127.0.0.1', 5001)), attempt(s.send, b'x'), attempt(s.recv, 1))
print(attempt(s.shutdown, socket.SHUT_WR), attempt(s.getpeername))
c = socket.create_connection(('127.0.0.1', 5000))
print(attempt(s.shutdown, socket.SHUT_RD), attempt(s.accept), attempt(s.listen), s.getsockname())
print(attempt(c.recv, 1))
c.close()
c = socket.create_connection(('127.0.0.1', 5000))
a, _ = s.accept()
print(attempt(s.shutdown, socket.SHUT_RDWR), attempt(s.connect, ('127.0.0.1', 5000)))
print(a.getsockname(), attempt(a.listen), attempt(a.bind, ('127.0.0.1', 7)), attempt(a.connect, ('127.0.0.1', 9)))
t = socket.socket()
t.setsockopt(*R)
print(attempt(t.bind, ('127.0.0.1', 5000)), attempt(t.listen))
s.close()
print(attempt(t.bind, ('127.0.0.1', 5000)), attempt(t.listen))
t.close()
c.close()
a.close()
x, y, z = [socket.socket() for _ in range(3)]
x.setsockopt(*P), y.setsockopt(*P)
x.bind(('127.0.0.1', 6000)), y.bind(('127.0.0.1', 6000))
print(attempt(z.bind, ('0.0.0.0', 6000)))
y.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 0)
print(attempt(x.listen), attempt(y.listen))
print(attempt(z.connect, ('127.0.0.1', 6000)), attempt(x.connect, ('127.0.0.1', 6000)))
z.close()
w = socket.socket()
w.bind(('127.0.0.1', 0))
print(attempt(w.connect, w.getsockname()), w.getpeername() == w.getsockname())
print(w.send(b'abc'), w.recv(10), attempt(w.shutdown, socket.SHUT_WR), attempt(w.recv, 1), attempt(w.send, b'x'))
print(attempt(w.shutdown, socket.SHUT_RDWR), attempt(w.getpeername))
u = socket.socket()
print(attempt(u.connect, ('127.0.0.1', 0)), attempt(u.connect, ('224.0.0.1', 9)), attempt(u.connect, ('255.255.255.255', 9)))
print(attempt(u.shutdown, 5), attempt(u.shutdown, 2), attempt(u.listen, -5), attempt(u.accept) if 0 else '')
print(attempt(u.bind, ('127.0.0.1', 70000)), attempt(u.bind, ('300.1.1.1', 7)), attempt(u.bind, '127.0.0.1'), attempt(u.bind, ('127.0.0.1',)))
print(attempt(u.connect, ('127.0.0.1', 'x')), attempt(u.connect, ('127.0.0.1', 1.5)), attempt(u.connect_ex, ('127.0.0.1', -1)))
u.close()
print(attempt(u.bind, ('127.0.0.1', 1)), attempt(u.getsockname), attempt(u.settimeout, -1), attempt(u.fileno))
