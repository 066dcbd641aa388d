"""EPOLLONESHOT, EPOLLET and EPOLL_CTL_MOD; events of each state

env: loopback
topic: epoll
prio: 2
"""
import select
import socket

NAMES = ['IN', 'PRI', 'OUT', 'ERR', 'HUP', 'RDHUP', 'RDNORM', 'WRNORM']
ALL = select.EPOLLIN | select.EPOLLOUT | select.EPOLLRDHUP | select.EPOLLPRI | select.EPOLLRDNORM | select.EPOLLWRNORM


def show(events):
    return '|'.join(n for n in NAMES if events & getattr(select, 'EPOLL' + n))


def look(s, what=ALL):
    e = select.epoll()
    e.register(s, what)
    got = e.poll(0)
    e.close()
    return [show(ev) for _, ev in got]


server = socket.create_server(('127.0.0.1', 5000))
fresh = socket.socket()
print('fresh', look(fresh))
fresh.bind(('127.0.0.1', 0))
print('bound', look(fresh), 'listen', look(server))
c = socket.create_connection(('127.0.0.1', 5000))
print('listen', look(server), 'established', look(c))
a, _ = server.accept()
a.send(b'x')
print('data', look(c))
a.shutdown(socket.SHUT_WR)
print('fin-wait', look(a), 'close-wait', look(c))
c.recv(10)
c.shutdown(socket.SHUT_RDWR)
print('both', look(a), look(c))
c.close(), a.close()
c = socket.create_connection(('127.0.0.1', 5000))
a, _ = server.accept()
a.shutdown(socket.SHUT_RD)
print('shut read', look(a), look(c))
c.send(b'q')
a.close()
print('reset', look(c))
try:
    c.recv(1)
except OSError as e:
    print(e)
print('reset told', look(c))
n = socket.socket()
n.setblocking(False)
print(n.connect_ex(('127.0.0.1', 1)), look(n))
print(n.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR), look(n))
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print('udp', look(u))
u.connect(('127.0.0.1', 1))
u.send(b'x')
print('udp refused', look(u))
try:
    u.shutdown(socket.SHUT_RDWR)
except OSError as e:
    print(e)
print('udp shut', look(u))
c = socket.create_connection(('127.0.0.1', 5000))
a, _ = server.accept()
e = select.epoll()
e.register(c, select.EPOLLOUT | select.EPOLLET)
print(len(e.poll(0)), len(e.poll(0)))
e.modify(c, select.EPOLLOUT | select.EPOLLET)
print(len(e.poll(0)), len(e.poll(0)))
a.send(b'x')
print(len(e.poll(0)))
e.modify(c, select.EPOLLIN | select.EPOLLONESHOT)
print(len(e.poll(0)), len(e.poll(0)))
a.send(b'y')
print(len(e.poll(0)))
e.modify(c, select.EPOLLIN | select.EPOLLONESHOT)
print(len(e.poll(0)), len(e.poll(0)))
a.close()
print(len(e.poll(0)))
e.modify(c, 0)
print([show(v) for _, v in e.poll(0)])
server.close()
print('closed listener', len(e.poll(0)))
