"""TCP_USER_TIMEOUT of a call, of keep-alive, and of a closed window
env: net
topic: loss
prio: 3
time: 60
"""
import socket
import time
import lab

net = lab.Net()
l = net.listener('h10', 500)


def timed(call, low, high):
    start = time.monotonic()
    try:
        print(call())
    except OSError as error:
        print(error)
    seconds = time.monotonic() - start
    print(low <= seconds <= high or seconds)


k = net.connect('h13', ('192.168.1.10', 500))
k.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
k.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
k.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
k.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 1)
k.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 4500)
off = net.connect('h13', ('192.168.1.10', 500))
off.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
off.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
off.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
off.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 1)
off.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 0)
net.fw('h10', 'drop in')
timed(lambda: k.recv(1), 4.4, 6.2)
off.settimeout(2)
timed(lambda: off.recv(1), 1.9, 2.3)
print([r.split()[0] for r in net.ss('h13')])
