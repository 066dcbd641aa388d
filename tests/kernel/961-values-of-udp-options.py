"""Options' values on UDP sockets
env: net
topic: udp
prio: 3
time: 30
"""
import socket, time, errno, select, struct, threading, os
import lab
net = lab.Net()
def t(f, *a):
    try:
        return f(*a)
    except OSError as e:
        return errno.errorcode.get(e.errno, str(e))
s = net.udp('h10')
for l, n in (('SOL_SOCKET', 'SO_RCVBUF'), ('SOL_SOCKET', 'SO_SNDBUF'), ('SOL_SOCKET', 'SO_TYPE'), ('SOL_SOCKET', 'SO_ERROR'), ('SOL_SOCKET', 'SO_BROADCAST'), ('SOL_SOCKET', 'SO_REUSEADDR'), ('SOL_SOCKET', 'SO_REUSEPORT'), ('SOL_SOCKET', 'SO_KEEPALIVE'), ('SOL_SOCKET', 'SO_ACCEPTCONN'), ('SOL_SOCKET', 'SO_DONTROUTE'), ('SOL_SOCKET', 'SO_OOBINLINE'), ('SOL_SOCKET', 'SO_RCVLOWAT'), ('SOL_SOCKET', 'SO_SNDLOWAT'), ('SOL_SOCKET', 'SO_PRIORITY'), ('SOL_SOCKET', 'SO_DOMAIN'), ('SOL_SOCKET', 'SO_PROTOCOL'), ('IPPROTO_IP', 'IP_TTL'), ('IPPROTO_IP', 'IP_TOS'), ('IPPROTO_IP', 'IP_MULTICAST_TTL'), ('IPPROTO_IP', 'IP_MULTICAST_LOOP'), ('IPPROTO_TCP', 'TCP_NODELAY'), ('IPPROTO_TCP', 'TCP_MAXSEG')):
    print(n, t(s.getsockopt, getattr(socket, l), getattr(socket, n)))
for n, v in (('SO_RCVBUF', 0), ('SO_RCVBUF', 100000000), ('SO_SNDBUF', 0), ('SO_SNDBUF', 5000), ('SO_RCVBUF', -1), ('SO_KEEPALIVE', 1), ('SO_REUSEADDR', 7), ('SO_RCVLOWAT', 0), ('SO_RCVLOWAT', 10), ('SO_OOBINLINE', 1), ('SO_DONTROUTE', 1), ('SO_PRIORITY', 3)):
    print(n, v, t(s.setsockopt, socket.SOL_SOCKET, getattr(socket, n), v), t(s.getsockopt, socket.SOL_SOCKET, getattr(socket, n)))
for n, v in (('IP_TTL', 0), ('IP_TTL', 256), ('IP_TTL', 3), ('IP_TTL', -1), ('IP_TOS', 300), ('IP_TOS', 16), ('IP_MULTICAST_TTL', 256), ('IP_MULTICAST_TTL', 0), ('IP_MULTICAST_LOOP', 5)):
    print(n, v, t(s.setsockopt, socket.IPPROTO_IP, getattr(socket, n), v), t(s.getsockopt, socket.IPPROTO_IP, getattr(socket, n)))
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8), t(s.setsockopt, socket.SOL_SOCKET, socket.SO_ERROR, 1), t(s.setsockopt, 77, 1, 1), t(s.getsockopt, 77, 1))
