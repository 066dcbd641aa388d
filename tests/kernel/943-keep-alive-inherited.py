"""Keep-alive is inherited from the listener, and a process that is gone answers with RST
env: net
topic: connect
prio: 3
time: 60
"""
import socket
import time
import lab

net = lab.Net()
l = net.listener('h10', 500)
l.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
l.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 2)
l.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
l.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 2)
c = net.connect('h13', ('192.168.1.10', 500))
a, _ = l.accept()
print(a.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE), a.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE))
time.sleep(5)
print([r.split()[0] for r in net.ss('h10')])
net.fw('h13', 'drop in')
start = time.monotonic()
try:
    a.recv(1)
except OSError as error:
    print(error)
print(1.5 < time.monotonic() - start < 6)
print([r.split()[0] for r in net.ss('h10')], [r.split()[0] for r in net.ss('h13')])
