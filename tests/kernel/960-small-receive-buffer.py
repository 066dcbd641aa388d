"""Receive queue overflow and rows of ss
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
s = net.udp('h10'); s.bind(('192.168.1.10', 700)); s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2304)
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF))
c = net.udp('h13')
for i in range(12): c.sendto(bytes([65 + i]) * 100, ('192.168.1.10', 700))
time.sleep(.1); print(net.ss('h10', '-uan'))
s.setblocking(False); got = []
while True:
    r = t(s.recv, 200)
    if isinstance(r, str): print(r); break
    got.append(r[:1])
print(got)
for i in range(3): c.sendto(b'z' * 1000, ('192.168.1.10', 700))
time.sleep(.1); n = 0
while not isinstance(t(s.recv, 2000), str): n += 1
print(n)
c.connect(('192.168.1.10', 700)); print(net.ss('h13', '-uan')[0].split()[0], net.ss('h13', '-un')[0].split()[-1])
