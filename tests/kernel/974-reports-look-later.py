"""What a command reports is of the moment when it looks: packets on a LAN have arrived
env: net
topic: nat
prio: 3
time: 20
"""
import lab, socket, time
net = lab.Net()
L = net.listener('server', 80)
a = net.connect('h10', ('203.0.113.1', 80), 5000)
print(net.conntrack())
s, _ = L.accept()
s.close()
a.close()
print(net.ss('h10'), net.ss('server'))
b = net.connect('h10', ('203.0.113.1', 80), 5001)
b.close(); time.sleep(.2)
print(net.ss('h10'), net.ss('server'))
net.port_forward(8080, ('192.168.1.20', 80))
inside = net.listener('h20', 80)
c = net.connect('pub98', ('203.0.113.7', 8080), 7000)
c.send(b'hi')
print(net.ss('h20'))
s, peer = inside.accept()
print(peer, s.getsockname(), c.getpeername(), s.recv(9))
