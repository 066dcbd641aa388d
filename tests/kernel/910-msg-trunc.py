"""MSG_TRUNC: datagrams tell their true length, a stream throws bytes away

env: loopback
topic: udp
prio: 3
"""
import socket

a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
a.bind(('127.0.0.1', 6000))
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b.bind(('127.0.0.1', 6001))
for _ in range(8):
    b.sendto(b'0123456789', ('127.0.0.1', 6000))
buffer = bytearray(4)
print(a.recv_into(buffer), buffer)
print(a.recv_into(buffer, 0, socket.MSG_TRUNC), buffer)
print(a.recvfrom_into(buffer, 0, socket.MSG_TRUNC), buffer)
print(a.recvfrom_into(buffer), buffer)
print(a.recvmsg(4))
print(a.recvmsg(4, 0, socket.MSG_PEEK))
print(a.recvmsg(20))
server = socket.create_server(('127.0.0.1', 5000))
c = socket.create_connection(('127.0.0.1', 5000))
d, _ = server.accept()
c.send(b'0123456789')
buffer = bytearray(b'....')
print(d.recv_into(buffer, 4, socket.MSG_TRUNC), buffer)
print(d.recv(3))
try:
    print(a.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
except OSError as e:
    print(e)
try:
    print(a.getsockopt(socket.IPPROTO_UDP, 1))
except OSError as e:
    print(e)
try:
    print(d.getsockopt(socket.IPPROTO_UDP, 1))
except OSError as e:
    print(e)
for s in (server, c, d, socket.socket()):
    print(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1), len(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)))
c.shutdown(socket.SHUT_WR)
print(d.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1))
for on, s in ((0, 0), (1, 0), (1, 5), (0, 7), (3, 1000)):
    import struct
    c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', on, s))
    print(c.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8), c.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER))
