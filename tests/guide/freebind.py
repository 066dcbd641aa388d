"""IP_FREEBIND: a socket may take an address that the host does not have

env: loopback
topic: bind
prio: 2
"""
import errno, socket

IP_FREEBIND = 15

def bind(free):
    s = socket.socket()
    s.setsockopt(socket.IPPROTO_IP, IP_FREEBIND, free)
    try:
        s.bind(('203.0.113.9', 5000))
        return s.getsockname()
    except OSError as e:
        return errno.errorcode[e.errno]

print(bind(0), bind(1))
