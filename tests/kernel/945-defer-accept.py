"""TCP_DEFER_ACCEPT: a connection is accepted when its first data comes, or late
env: net
topic: accept
prio: 4
time: 60
"""
import socket
import time
import lab

net = lab.Net()
l = net.listener('h10', 500)
l.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 3)
print(l.getsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT))
talks = net.connect('h13', ('192.168.1.10', 500))
silent = net.connect('h13', ('192.168.1.10', 500))
l.settimeout(0.5)
try:
    l.accept()
except OSError as error:
    print(error)
print(sorted(r.split()[0] for r in net.ss('h10')), sorted(r.split()[0] for r in net.ss('h13')))
talks.sendall(b'hello')
a, _ = l.accept()
print(a.recv(10))
print(sorted(r.split()[0] for r in net.ss('h10')))
start = time.monotonic()
l.settimeout(20)
b, peer = l.accept()
print(peer[1] == silent.getsockname()[1], 1 < time.monotonic() - start < 9)
print(sorted(r.split()[0] for r in net.ss('h10')))
gone = net.connect('h13', ('192.168.1.10', 500))
gone.close()
time.sleep(0.3)
print(sorted(r.split()[0] for r in net.ss('h10')))
l.settimeout(0.5)
try:
    c, _ = l.accept()
    print(c.recv(10))
except OSError as error:
    print(error)
