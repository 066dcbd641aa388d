"""after a connect that fails, a blocking socket is as new; a non-blocking one tells it once more, then is as new

env: loopback
topic: connect
prio: 2
"""
import errno, select, socket
def t(f, *a):
    try: return f(*a)
    except OSError as e: return errno.errorcode.get(e.errno)
def tcp(*at):
    s = socket.socket()
    if at: s.bind(at)
    return s
NAMES = [(1, 'IN'), (4, 'OUT'), (8, 'ERR'), (16, 'HUP'), (0x2000, 'RDHUP')]
def poll(s):
    p = select.poll(); p.register(s, 0x2005)
    return ' '.join(n for b, n in NAMES for fd, ev in p.poll(0) if ev & b) or '-'
GONE = ('127.0.0.1', 1)
l = tcp('127.0.0.1', 7000); l.listen()
s = tcp('127.0.0.1', 7100)
print('blocking', t(s.connect, GONE), s.getsockname(), t(s.getpeername), poll(s), t(s.recv, 9), t(s.send, b'x'), s.getsockopt(1, 4))
print('listens', t(s.listen), poll(s)); s.close()
s = tcp()
print('not bound', t(s.connect, GONE), s.getsockname()[0])
print('connects', t(s.connect, l.getsockname()), poll(s), s.getpeername()); s.close()
s = tcp(); s.setblocking(False)
print('non-blocking', s.connect_ex(GONE) == errno.EINPROGRESS, poll(s), t(s.getpeername))
print('first', errno.errorcode.get(s.connect_ex(GONE)), poll(s))
print('second', errno.errorcode.get(s.connect_ex(GONE)), poll(s))
print('error', errno.errorcode.get(s.getsockopt(1, 4)), poll(s), t(s.recv, 9), t(s.send, b'x'))
print('third', errno.errorcode.get(s.connect_ex(GONE)), poll(s), s.getsockname()[0])
print('fourth', s.connect_ex(l.getsockname()) == errno.EINPROGRESS, poll(s))
print('fifth', s.connect_ex(l.getsockname()), s.connect_ex(l.getsockname()) == errno.EISCONN)
s = tcp(); s.settimeout(5)
print('time-out', t(s.connect, GONE), poll(s), t(s.connect, GONE), poll(s), t(s.connect, GONE), t(s.recv, 9)); s.close()
s = tcp('0.0.0.0', 7200); print('bound everywhere', t(s.connect, GONE), s.getsockname(), t(s.connect, l.getsockname()), s.getsockname())
for peer in [l.accept()[0] for _ in range(3)]:
    if peer.getpeername() == s.getsockname(): peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\1\0\0\0\0\0\0\0'); peer.close()
print('was open, reset', t(s.connect, l.getsockname()), poll(s), t(s.recv, 9), t(s.connect, l.getsockname()), t(s.recv, 9))
