"""How long data is sent again: tcp_retries2 as a time, and TCP_USER_TIMEOUT
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
net.sysctl('h13', 'net.ipv4.tcp_retries2', 3)
a = net.connect('h13', ('192.168.1.10', 500))
b = net.connect('h13', ('192.168.1.10', 500))
c = net.connect('h13', ('192.168.1.10', 500))
print(c.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT))
b.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1500)
c.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 12000)
print(c.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT))
for s in (a, b, c):
    s.sendall(b'x')
    time.sleep(0.05)

time.sleep(0.3)
net.fw('h10', 'drop in')
took = {}
import threading


def wait(name, s):
    s.sendall(b'lost')
    start = time.monotonic()
    try:
        s.recv(1)
    except OSError as error:
        took[name] = (error.errno, round(time.monotonic() - start, 1))


threads = [threading.Thread(target=wait, args=pair) for pair in (('a', a), ('b', b), ('c', c))]
for t in threads:
    t.start()
for t in threads:
    t.join()
for name, low, high in (('a', 5.9, 7.2), ('b', 1.5, 2.2), ('c', 11.9, 12.8)):
    errno, seconds = took[name]
    print(name, errno, low <= seconds <= high or seconds)
