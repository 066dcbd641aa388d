"""which calls give a UDP socket a port, and which do not

env: loopback
topic: udp
prio: 2
"""
import errno, select, socket
def t(f, *a):
    try: return f(*a)
    except OSError as e: return errno.errorcode.get(e.errno)
def udp():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setblocking(False)
    return s
def has(s):
    return s.getsockname()[0] + (' port' if s.getsockname()[1] else ' no port')
s = udp(); print('new', has(s))
print('recv', t(s.recv, 9), has(s))
print('poll', select.select([s], [s], [], 0)[1] == [s], has(s))
print('option', t(s.setsockopt, socket.SOL_SOCKET, socket.SO_BROADCAST, 1), has(s))
print('sendto port 0', t(s.sendto, b'x', ('127.0.0.1', 0)), has(s))
s = udp(); print('sendto nowhere', t(s.sendto, b'x', ('10.1.2.3', 7)), has(s))
s = udp(); print('connect nowhere', t(s.connect, ('10.1.2.3', 7)), has(s))
s = udp(); print('too long', t(s.sendto, b'x' * 65508, ('127.0.0.1', 7)), has(s))
s = udp(); print('broadcast forbidden', t(s.sendto, b'x', ('127.255.255.255', 7)), has(s))
s = udp(); print('connect', t(s.connect, ('127.0.0.1', 7)), has(s))
s = udp(); print('join', t(s.setsockopt, 0, socket.IP_ADD_MEMBERSHIP, socket.inet_aton('224.1.1.1') + socket.inet_aton('127.0.0.1')), has(s))
