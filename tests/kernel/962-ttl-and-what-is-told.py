"""TTL and ICMP through routers; unreachable hosts and nets
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
c = net.udp('h10'); c.connect(('203.0.113.1', 700)); c.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 1)
print(t(c.send, b'x')); time.sleep(.1); c.setblocking(False); print(t(c.recv, 10), t(c.send, b'y'))
d = net.udp('h10'); d.connect(('192.168.1.77', 700)); print(t(d.send, b'x')); d.settimeout(4); print(t(d.recv, 10))
e = net.udp('h10'); print(t(e.sendto, b'x', ('8.8.8.8', 53))); e.settimeout(1); print(t(e.recv, 10))
f = net.udp('server'); print(t(f.sendto, b'x', ('192.168.1.10', 53)), t(f.connect, ('192.168.1.10', 53)))
g = net.tcp('h10'); g.settimeout(4); print(t(g.connect, ('192.168.1.77', 80)))
h = net.tcp('server'); print(t(h.connect, ('192.168.1.10', 80)))
