"""A reader that does not read: the window stays closed for long, and the connection lives

env: net
topic: data
prio: 2
time: 90
"""
import socket
import time
import lab

net = lab.Net()
net.sysctl('h13', 'net.ipv4.tcp_retries2', 3)
server = net.listener('h10', 500)
c = net.connect('h13', ('192.168.1.10', 500))
a, _ = server.accept()
c.setblocking(False)
sent = 0
try:
    while True:
        sent += c.send(b'x' * 65536)
        time.sleep(0.01)
except BlockingIOError:
    pass
time.sleep(20)
print(c.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR), [row.split()[0] for row in net.ss('h13')])
got = 0
a.settimeout(1)
try:
    while got < sent:
        got += len(a.recv(1000000))
except TimeoutError:
    print('timed out')
print(got == sent)
