"""shutdown of a UDP socket: what it does although it fails, and what is asked first

env: loopback
topic: udp
prio: 2
"""
import errno, socket
def t(f, *a):
    try: return f(*a)
    except OSError as e: return errno.errorcode.get(e.errno)
def udp(*at):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(0.2)
    if at: s.bind(at)
    return s
r = udp('127.0.0.1', 7000)
u = udp()
print('shutdown', t(u.shutdown, 1), 'send', t(u.send, b'x'), u.getsockname()[1] > 0)
print('sendto', t(u.sendto, b'x', r.getsockname()), t(r.recv, 9))
u = udp(); print('send, not bound, no peer', t(u.send, b'x'), u.getsockname()[1] > 0)
u = udp(); u.connect(r.getsockname()); print('connected', t(u.shutdown, 1), t(u.send, b'x'), t(u.sendto, b'x', r.getsockname()))
u = udp(); u.connect(r.getsockname()); print('RD', t(u.shutdown, 0), t(u.recv, 9), t(u.send, b'y'), t(r.recv, 9))
r.sendto(b'late', u.getsockname()); print('arrives', t(u.recv, 9), t(u.recv, 9))
u = udp('127.0.0.1', 7001); print('RD not connected', t(u.shutdown, 0), t(u.recv, 9), u.getsockname())
r.sendto(b'late', u.getsockname()); print('arrives', t(u.recv, 9), t(u.recv, 9))
r.sendto(b'abc', ('127.0.0.1', 7001)); print('nothing asked for', u.recv(0), t(u.recv, 9))
