"""MSG_WAITALL: more than the receive buffer holds; a time-out; non-blocking

env: loopback
topic: data
prio: 3
"""
import socket
import threading
import time

server = socket.create_server(('127.0.0.1', 5000))
c = socket.create_connection(('127.0.0.1', 5000))
a, _ = server.accept()
big = 3000000


def send():
    c.sendall(b'x' * big)


t = threading.Thread(target=send)
t.start()
data = a.recv(big, socket.MSG_WAITALL)
print(len(data))
t.join()
c.send(b'abc')
time.sleep(0.05)
a.settimeout(0.2)
print(a.recv(10, socket.MSG_WAITALL))
try:
    a.recv(10, socket.MSG_WAITALL)
except OSError as e:
    print(type(e).__name__, e)
a.settimeout(None)
c.send(b'abc')
time.sleep(0.05)
print(a.recv(10, socket.MSG_WAITALL | socket.MSG_DONTWAIT))
c.send(b'abcd')


def later():
    time.sleep(0.1)
    c.send(b'efgh')
    c.close()


t = threading.Thread(target=later)
t.start()
print(a.recv(6, socket.MSG_WAITALL | socket.MSG_PEEK))
print(a.recv(100, socket.MSG_WAITALL))
print(a.recv(100, socket.MSG_WAITALL))
t.join()
