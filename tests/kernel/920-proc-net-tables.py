"""/proc/net/tcp6, udp and udp6: a dual-stack listener and what it accepts stand in tcp6, with IPv4 as ::ffff:a.b.c.d;
the client's end of the same connection stands in tcp; a UDP socket without a peer has state 07

env: loopback
topic: states
prio: 3
"""
import socket

s6 = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
s6.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
s6.bind(('::', 5000))
s6.listen(3)
l6 = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
l6.bind(('::1', 5001))
l6.listen(3)
client = socket.create_connection(('127.0.0.1', 5000), source_address=('127.0.0.1', 6000))
server, _ = s6.accept()
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(('127.0.0.1', 7000))
v = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
v.bind(('::1', 7001))
w = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
w.bind(('127.0.0.1', 7002))
w.connect(('127.0.0.1', 7000))
for name in ('tcp', 'tcp6', 'udp', 'udp6'):
    lines = open('/proc/net/' + name).read().splitlines()
    print(name, lines[0].split())
    for line in sorted(lines[1:], key=lambda line: line.split()[1:4]):
        print(line.split()[1:8])
