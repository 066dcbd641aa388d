"""TCP_LINGER2: how long a closed socket waits for the other side's FIN

env: loopback
topic: states
prio: 3
"""
import os
import socket
import time


def states():
    out = os.popen('ss -tanH').read()
    return sorted(l.split()[0] for l in out.splitlines() if not l.startswith('LISTEN'))


server = socket.create_server(('127.0.0.1', 5000))
for seconds in (1, -1):
    c = socket.create_connection(('127.0.0.1', 5000))
    a, _ = server.accept()
    c.setsockopt(socket.IPPROTO_TCP, socket.TCP_LINGER2, seconds)
    c.close()
    time.sleep(0.2)
    print(seconds, states())
    time.sleep(1.5)
    print(states())
    try:
        print(a.send(b'x'))
        time.sleep(0.1)
        print(a.send(b'x'))
    except OSError as e:
        print(e)
    a.close()
c = socket.create_connection(('127.0.0.1', 5000))
a, _ = server.accept()
c.setsockopt(socket.IPPROTO_TCP, socket.TCP_LINGER2, -1)
c.shutdown(socket.SHUT_WR)
time.sleep(0.1)
print(states())
c.close()
print(states())
try:
    print(a.recv(1))
    print(a.recv(1))
except OSError as e:
    print(e)
