"""Groups of IPv6 and streams; an address of one link without the link; numbers too large for an option
env: loopback
topic: bind
prio: 3
time: 10
"""
import errno, socket

def t(f, *a):
    try:
        print(f(*a))
    except OSError as e:
        print(errno.errorcode[e.errno])
    except TypeError as e:
        print(e)

six = socket.socket(socket.AF_INET6)
t(six.bind, ('ff0e::1', 9)); t(six.bind, ('ff02::1', 9)); t(six.bind, ('fe80::1', 9))
t(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).bind, ('ff02::1', 9))
four = socket.socket()
t(four.setsockopt, socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton('224.1.1.1') + bytes(4))
t(four.setsockopt, socket.SOL_SOCKET, socket.SO_RCVBUF, 2**31)
t(four.setsockopt, socket.SOL_SOCKET, socket.SO_RCVBUF, -2**31)
