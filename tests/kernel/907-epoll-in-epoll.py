"""epoll inside epoll, select and poll on an epoll descriptor

env: loopback
topic: epoll
prio: 3
"""
import os
import select
import socket
import threading
import time

e1, e2 = select.epoll(), select.epoll()


def attempt(call, *args):
    try:
        return call(*args)
    except Exception as e:
        return type(e).__name__ + ' ' + str(e)


print(attempt(e1.register, e1.fileno(), select.EPOLLIN))
print(attempt(e1.register, e2.fileno(), select.EPOLLIN))
print(attempt(e2.register, e1.fileno(), select.EPOLLIN))
print(attempt(e1.register, e2.fileno(), select.EPOLLIN))
r, w = os.pipe()
e2.register(r, select.EPOLLIN)
print(e1.poll(0), select.select([e1, e2], [e1], [e1], 0) == ([], [], []))
os.write(w, b'x')
print(e1.poll(0) == [(e2.fileno(), 1)], e2.poll(0) == [(r, 1)])
print(select.select([e1, e2], [e1], [e1], 0) == ([e1, e2], [], []))
p = select.poll()
p.register(e1, select.POLLIN | select.POLLOUT)
print(p.poll(0) == [(e1.fileno(), 1)])
os.read(r, 1)
print(p.poll(0), e1.poll(0), e2.poll(0))


def later():
    time.sleep(0.1)
    os.write(w, b'y')


for wait in (lambda: select.select([e1], [], [])[0] == [e1], lambda: p.poll(2000) == [(e1.fileno(), 1)],
             lambda: e1.poll(2) == [(e2.fileno(), 1)]):
    t = threading.Thread(target=later)
    t.start()
    print(wait())
    t.join()
    os.read(r, 1)
e1.modify(e2.fileno(), select.EPOLLIN | select.EPOLLET)
os.write(w, b'z')
print(len(e1.poll(0)), len(e1.poll(0)), len(e2.poll(0)), len(e1.poll(0)))
os.write(w, b'z')
print(len(e1.poll(0)), len(e1.poll(0)))
e2.close()
print(len(e1.poll(0)), attempt(e1.unregister, 99))
