"""SO_RCVLOWAT: recv, poll and epoll wait for so many bytes

env: loopback
topic: options
prio: 3
"""
import select
import socket
import threading
import time

server = socket.create_server(('127.0.0.1', 5000))
c = socket.create_connection(('127.0.0.1', 5000))
a, _ = server.accept()
a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 5)
c.send(b'abc')
time.sleep(0.05)
print(select.select([a], [], [], 0)[0] == [a])


def later(data, end=False):
    def send():
        time.sleep(0.1)
        c.send(data)
        if end:
            c.shutdown(socket.SHUT_WR)
    t = threading.Thread(target=send)
    t.start()
    return t


t = later(b'de')
print(select.select([a], [], [], 5)[0] == [a])
t.join()
print(a.recv(100))
t = later(b'vwxyz')
c.send(b'u')
print(a.recv(100))
t.join()
c.send(b'12')
time.sleep(0.05)
print(a.recv(2))
c.send(b'12')
time.sleep(0.05)
print(a.recv(100, socket.MSG_DONTWAIT))
t = later(b'45', True)
c.send(b'3')
print(a.recv(100))
t.join()
print(select.select([a], [], [], 0)[0] == [a], a.recv(100))
