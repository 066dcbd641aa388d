"""An orphan's data is sent again for a shorter time
env: net
topic: close
prio: 4
time: 60
"""
import socket
import time
import lab

net = lab.Net()
l = net.listener('h10', 500)
net.sysctl('h13', 'net.ipv4.tcp_retries2', 3)
c = net.connect('h13', ('192.168.1.10', 500))
a, _ = l.accept()
time.sleep(0.2)
net.fw('h10', 'drop in')
c.sendall(b'lost')
c.close()
for _ in range(4):
    print([r.split()[0] for r in net.ss('h13')])
    time.sleep(3)
