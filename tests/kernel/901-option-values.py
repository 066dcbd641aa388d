"""The numbers of options that are set, and read back

env: loopback
topic: options
prio: 3
"""
import errno
import socket
import struct

T, S = socket.IPPROTO_TCP, socket.SOL_SOCKET


def get(s, level, option, size=None):
    try:
        return s.getsockopt(level, option) if size is None else s.getsockopt(level, option, size)
    except OSError as e:
        return errno.errorcode[e.errno]


def put(s, level, option, value):
    try:
        s.setsockopt(level, option, value)
        return 'ok'
    except OSError as e:
        return str(e)


tcp = socket.socket()
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for name in ('SO_REUSEADDR', 'SO_TYPE', 'SO_ERROR', 'SO_DONTROUTE', 'SO_BROADCAST', 'SO_SNDBUF', 'SO_RCVBUF', 'SO_KEEPALIVE',
             'SO_OOBINLINE', 'SO_PRIORITY', 'SO_REUSEPORT', 'SO_RCVLOWAT', 'SO_SNDLOWAT', 'SO_ACCEPTCONN', 'SO_PROTOCOL',
             'SO_DOMAIN', 'SO_MARK', 'SO_INCOMING_CPU'):
    if name == 'SO_INCOMING_CPU' or name == 'SO_RCVBUF': continue
    option = getattr(socket, name)
    print(name, get(tcp, S, option), get(udp, S, option))
print('udp SO_RCVBUF', get(udp, S, socket.SO_RCVBUF))
for name in ('TCP_NODELAY', 'TCP_MAXSEG', 'TCP_CORK', 'TCP_KEEPIDLE', 'TCP_KEEPINTVL', 'TCP_KEEPCNT', 'TCP_SYNCNT', 'TCP_LINGER2',
             'TCP_DEFER_ACCEPT', 'TCP_WINDOW_CLAMP', 'TCP_QUICKACK', 'TCP_USER_TIMEOUT', 'TCP_FASTOPEN'):
    option = getattr(socket, name)
    print(name, get(tcp, T, option), get(udp, T, option))
for name, values in (('TCP_MAXSEG', (0, 87, 88, 500, 32767, 32768, -1)), ('TCP_LINGER2', (-1, 0, 5, 60, 119, 120, 121, 1000)),
                     ('TCP_DEFER_ACCEPT', (0, 1, 2, 3, 4, 5, 10, 30, 100, 1000, -1)), ('TCP_USER_TIMEOUT', (0, 1, 5000, -1)),
                     ('TCP_KEEPIDLE', (0, 1, 32767, 32768)), ('TCP_KEEPINTVL', (0, 1, 32767, 32768)), ('TCP_KEEPCNT', (0, 1, 127, 128)),
                     ('TCP_SYNCNT', (0, 1, 127, 128)), ('TCP_NODELAY', (2, 0)), ('TCP_CORK', (5, 0)), ('TCP_QUICKACK', (0, 1)),
                     ('TCP_WINDOW_CLAMP', (0, 1, 5000))):
    option = getattr(socket, name)
    for value in values:
        print(name, value, put(tcp, T, option, value), get(tcp, T, option))
for name, values in (('SO_REUSEADDR', (5, 0, -1)), ('SO_REUSEPORT', (7, 0)), ('SO_KEEPALIVE', (9, 0)), ('SO_PRIORITY', (0, 6, 7, -1)),
                     ('SO_RCVLOWAT', (0, 1, 100, -1)), ('SO_SNDLOWAT', (1, 2)), ('SO_SNDBUF', (-1, 0, 1, 5000, 212992, 212993, 10**9)),
                     ('SO_RCVBUF', (-1, 0, 1, 5000, 212992, 212993, 10**9)), ('SO_TYPE', (1,)), ('SO_ERROR', (1,)), ('SO_ACCEPTCONN', (1,)),
                     ('SO_PROTOCOL', (6,)), ('SO_DOMAIN', (2,)), ('SO_OOBINLINE', (3,)), ('SO_DONTROUTE', (3,)), ('SO_MARK', (3,))):
    option = getattr(socket, name)
    for value in values:
        print(name, value, put(tcp, S, option, value), get(tcp, S, option), put(udp, S, option, value), get(udp, S, option))
