"""Keep-alive probes of an idle connection whose other side is gone
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
c = net.connect('h13', ('192.168.1.10', 500))
d = net.connect('h13', ('192.168.1.10', 500))
e = net.connect('h13', ('192.168.1.10', 500))
for s in (c, d):
    s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 2)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3)
time.sleep(6)
print([r.split()[0] for r in net.ss('h13')])
net.fw('h10', 'drop in')
start = time.monotonic()
try:
    c.recv(1)
except OSError as error:
    print(error)
print(3 < time.monotonic() - start < 7)
time.sleep(2)
try:
    print(d.recv(1))
except OSError as error:
    print(error)
print([r.split()[0] for r in net.ss('h13')])
net.sysctl('h13', 'net.ipv4.tcp_keepalive_time', 3)
net.sysctl('h13', 'net.ipv4.tcp_keepalive_intvl', 1)
net.sysctl('h13', 'net.ipv4.tcp_keepalive_probes', 2)
print(e.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE), e.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL),
      e.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT))
e.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
try:
    e.recv(1)
except OSError as error:
    print(error)
