"""a non-blocking accept, select and poll around a listener that is closed, shut or made anew

env: loopback
topic: listen
prio: 2
"""
import errno, os, select, socket, struct
def t(f, *a):
    try: return f(*a)
    except OSError as e: return errno.errorcode.get(e.errno)
NAMES = [(1, 'IN'), (4, 'OUT'), (8, 'ERR'), (16, 'HUP'), (0x2000, 'RDHUP')]
def poll(s):
    p = select.poll(); p.register(s, 0x2005)
    return ' '.join(n for b, n in NAMES for fd, ev in p.poll(0) if ev & b) or '-'
l = socket.socket(); l.setblocking(False); l.setsockopt(1, 2, 1); l.bind(('127.0.0.1', 7000)); l.listen(2)
print('accept', t(l.accept), poll(l))
c = [socket.socket() for _ in range(3)]
for s in c: s.connect(l.getsockname())
print('three', poll(l))
c[0].close(); print('one gone', poll(l)); a, p = l.accept(); print('accepted', t(a.recv, 9), poll(a)); a.close()
c[1].setsockopt(1, socket.SO_LINGER, struct.pack('ii', 1, 0)); c[1].close()
print('one reset', poll(l)); a, p = l.accept(); print('accepted', t(a.getpeername), t(a.recv, 9), t(a.recv, 9)); a.close()
print('shutdown', t(l.shutdown, socket.SHUT_RD), poll(l), t(l.accept))
print('the one in the queue', t(c[2].recv, 9), poll(c[2]))
print('connect', t(socket.socket().connect, ('127.0.0.1', 7000)))
print('bind', t(l.bind, ('127.0.0.1', 7001)), l.getsockname())
print('listen again', t(l.listen, 1), poll(l)); d = socket.socket(); print('connect', t(d.connect, ('127.0.0.1', 7000)), poll(l))
print('shutdown WR', t(l.shutdown, socket.SHUT_WR), poll(l)); print('accept', l.accept()[1] == d.getsockname())
print('shutdown twice', t(l.shutdown, socket.SHUT_RDWR), t(l.shutdown, socket.SHUT_RDWR))
print('connect with a socket that listened', t(l.connect, ('127.0.0.1', 1)), l.getsockname())
m = socket.socket(); m.bind(('127.0.0.1', 7002)); print('second bind while l is bound', t(socket.socket().bind, ('127.0.0.1', 7000)))
print('listen on two', t(m.listen)); l.close()
n = socket.socket(); print('bound to a listener', t(n.bind, ('127.0.0.1', 7002)), t(n.bind, ('127.0.0.2', 7002)), t(n.listen))
