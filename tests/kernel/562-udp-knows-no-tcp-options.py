"""options of TCP on a UDP socket are unknown there

env: loopback
topic: options
prio: 3
"""
import errno, socket
def t(f, *a):
    try: return f(*a)
    except OSError as e: return errno.errorcode.get(e.errno)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for option in (socket.TCP_NODELAY, socket.TCP_KEEPCNT, socket.TCP_SYNCNT):
    print(option, t(u.setsockopt, socket.IPPROTO_TCP, option, 1))
