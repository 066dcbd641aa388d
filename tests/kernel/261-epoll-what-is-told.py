"""epoll: what is told, how often, after dup, close, fork and changes

env: loopback
topic: readiness
prio: 2
"""
import errno, os, select, socket
def t(f, *a):
    try: return f(*a)
    except OSError as e: return errno.errorcode.get(e.errno)
NAMES = [(1, 'IN'), (4, 'OUT'), (8, 'ERR'), (16, 'HUP'), (0x2000, 'RDHUP')]
def pair():
    l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(); c = socket.socket(); c.connect(l.getsockname()); a, _ = l.accept(); l.close(); return c, a
def show(ep):
    return [(order.get(fd, '?'), ' '.join(n for b, n in NAMES if ev & b)) for fd, ev in sorted(ep.poll(0))]
c, a = pair(); order = {a.fileno(): 'a', c.fileno(): 'c'}
ep = select.epoll(); ep.register(a, select.EPOLLIN)
print(t(ep.register, a, select.EPOLLIN), t(ep.modify, c, 1), t(ep.unregister, c), t(ep.register, 99, 1))
print('nothing', show(ep)); c.send(b'abc'); print('level', show(ep), show(ep)); a.recv(1); print('rest', show(ep))
ep.modify(a, select.EPOLLIN | select.EPOLLET); print('edge', show(ep), show(ep)); c.send(b'd'); print('more', show(ep), show(ep)); a.recv(1); print('read some', show(ep))
ep.modify(a, select.EPOLLIN | select.EPOLLET); print('modified', show(ep), show(ep))
ep.modify(a, select.EPOLLIN | select.EPOLLONESHOT); print('oneshot', show(ep), show(ep)); c.send(b'e'); print('disarmed', show(ep)); ep.modify(a, select.EPOLLIN | select.EPOLLONESHOT); print('armed', show(ep))
ep.modify(a, select.EPOLLOUT | select.EPOLLET); print('out edge', show(ep), show(ep)); c.send(b'f'); print('in is not out', show(ep)); a.recv(9); 
ep.modify(a, 0); c.shutdown(socket.SHUT_WR); print('mask 0, peer shut', show(ep)); ep.modify(a, select.EPOLLRDHUP); print('rdhup', show(ep)); ep.modify(a, select.EPOLLIN); print('in', show(ep)); a.shutdown(socket.SHUT_WR); ep.modify(a, 0); print('mask 0, both', show(ep))
c.close(); a.close(); print('closed', show(ep), t(ep.unregister, a.fileno()) if a.fileno() >= 0 else 'no fd')
c, a = pair(); d = a.dup(); order = {a.fileno(): 'a', d.fileno(): 'd'}
ep.register(a, 1); ep.register(d, 1); c.send(b'x'); print('dup', show(ep)); fd = a.fileno(); a.close(); print('one closed', show(ep)); print('remove by number', t(ep.unregister, fd)); d.close(); print('both closed', show(ep))
c, a = pair(); order = {a.fileno(): 'a'}; ep.register(a, 1); pid = os.fork()
if pid == 0:
    os._exit(0)
os.waitpid(pid, 0); c.send(b'y'); print('after fork', show(ep)); ep2 = select.epoll()
print('closed epoll', t(ep2.close), ep2.closed)
try: ep2.poll(0)
except ValueError as e: print(e)
r, w = os.pipe(); order[r] = 'r'; order[w] = 'w'; ep.register(r, 1); ep.register(w, 4); print('pipe', show(ep)); os.write(w, b'x'); os.close(w); print('pipe', show(ep)); os.read(r, 1); print('pipe', show(ep))
