"""After a connect that failed the socket has no name, and may connect again

env: loopback
topic: connect
prio: 2
"""
import socket


def name(s):
    local = s.getsockname()
    return (local[0], 'some' if local[1] > 9999 else local[1])


def attempt(s, address):
    try:
        s.connect(address)
        return 'connected'
    except OSError as e:
        return str(e)


s = socket.socket()
print(name(s), attempt(s, ('127.0.0.1', 9)), name(s))
print(attempt(s, ('10.1.2.3', 9)), name(s))
server = socket.create_server(('127.0.0.1', 5000))
print(attempt(s, ('127.0.0.1', 5000)), name(s), s.getpeername())
s.close()
for address in ('0.0.0.0', '127.0.0.1'):
    for port in (0, 6001 + len(address)):
        s = socket.socket()
        s.bind((address, port))
        print(address, port, name(s), attempt(s, ('127.0.0.1', 9)), name(s))
        print(attempt(s, ('10.1.2.3', 9)), name(s))
        print(attempt(s, ('127.0.0.1', 5000)), name(s))
        s.close()
        s = None
s = socket.socket()
print(attempt(s, ('127.0.0.1', 9)), name(s))
s.bind(('127.0.0.1', 7000))
print(name(s))
s.listen()
print(attempt(s, ('127.0.0.1', 5000)))
s = socket.socket()
print(attempt(s, ('127.0.0.1', 9)))
s.listen()
print(name(s))
s = socket.socket()
s.setblocking(False)
print(s.connect_ex(('127.0.0.1', 9)), name(s))
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR), name(s))
print(s.connect_ex(('127.0.0.1', 9)), name(s))
print(s.connect_ex(('127.0.0.1', 9)), name(s))
print(s.connect_ex(('127.0.0.1', 5000)), name(s))
