"""epoll, poll and select: what each call answers in odd situations
env: loopback
topic: epoll
prio: 3
time: 20
"""
import socket, errno, os, time, select, signal
def t(f, *a, **k):
    try: r = f(*a, **k); print('ok', r if isinstance(r,(int,str,bytes,tuple,type(None),list)) else type(r).__name__, flush=True); return r
    except OSError as e: print(type(e).__name__, errno.errorcode.get(e.errno, e.errno), e, flush=True)
    except Exception as e: print(type(e).__name__, e, flush=True)
L = socket.socket(); L.bind(('127.0.0.1', 7000)); L.listen(8); L.setblocking(False)
ep = select.epoll(); ep.register(L, select.EPOLLIN)
t(ep.register, L, select.EPOLLIN); t(ep.modify, L.fileno()+50, 1); t(ep.unregister, 77); t(ep.register, 77, 1)
print([e for f, e in ep.poll(0)]); c = socket.create_connection(('127.0.0.1', 7000)); print(len(ep.poll(0)), len(ep.poll(0)))
a, _ = L.accept(); a.setblocking(False); print([e for f, e in ep.poll(0)])
ep.register(a, select.EPOLLIN | select.EPOLLOUT | select.EPOLLRDHUP | select.EPOLLET)
def ev(x=0): print(sorted(e for f, e in ep.poll(x)), flush=True)
ev(); ev(); c.send(b'a'); ev(); ev(); c.send(b'b'); ev(); print(a.recv(1)); ev(); print(a.recv(9)); ev(); c.shutdown(socket.SHUT_WR); ev(); ev(); a.send(b'x'); ev(); c.close(); ev(); ev()
t(a.send, b'1'); ev(); t(a.recv, 1)
ep.modify(a, select.EPOLLIN | select.EPOLLONESHOT); ev(); ev(); ep.modify(a, select.EPOLLOUT | select.EPOLLONESHOT); ev(); ev()
d = a.dup(); a.close(); ep.modify(d, 1) if False else None; t(ep.modify, d, 1); ev()
d.close(); ev(); 
c = socket.create_connection(('127.0.0.1', 7000)); c2 = socket.create_connection(('127.0.0.1', 7000)); ev(); ep2 = select.epoll(); ep2.register(L, select.EPOLLIN|select.EPOLLET); ep2.register(ep, select.EPOLLIN); print(len(ep2.poll(0)), len(ep2.poll(0)))
L.accept(); print(len(ep2.poll(0)), len(ep.poll(0))); L.accept(); print(len(ep2.poll(0)), len(ep.poll(0)))
r, w = os.pipe(); ep.register(r, select.EPOLLIN); ep.register(w, select.EPOLLOUT); ev(); os.write(w, b'1'); ev(); os.close(w); ev(); os.read(r, 9); ev(); os.close(r); ev()
p = select.poll(); p.register(L); p.register(c2, select.POLLIN|select.POLLPRI); print([e for f, e in p.poll(0)]); t(p.register, 'x'); t(p.modify, 99, 1); t(p.unregister, 99); p.register(99, 1); print([e for f, e in p.poll(0)]); p.unregister(99)
t(select.select, [99], [], [], 0); t(select.select, [-1], [], [], 0); t(select.select, [], [], [], 0); t(select.select, ['a'], [], [], 0); t(select.select, [], [], [], -1)
s = socket.socket(); p = select.poll(); p.register(s); print([e for f,e in p.poll(0)]); s.bind(('127.0.0.1', 0)); print([e for f,e in p.poll(0)]); s.setblocking(False); s.connect_ex(('127.0.0.1', 7)); print([e for f,e in p.poll(0)]); t(s.connect, ('127.0.0.1', 7)); print([e for f,e in p.poll(0)])
a, b = socket.socketpair(); p = select.poll(); p.register(a); print([e for f,e in p.poll(0)]); b.send(b'x'); print([e for f,e in p.poll(0)]); b.shutdown(socket.SHUT_WR); print([e for f,e in p.poll(0)]); b.close(); print([e for f,e in p.poll(0)]); t(a.send, b'1'); t(a.recv, 3); t(a.recv, 3); t(a.getsockname); t(a.getpeername)
print(select.EPOLLEXCLUSIVE); t(ep.modify, L, select.EPOLLIN | select.EPOLLEXCLUSIVE); ep.unregister(L); t(ep.register, L, select.EPOLLIN | select.EPOLLEXCLUSIVE | select.EPOLLONESHOT); t(ep.register, L, select.EPOLLIN | select.EPOLLEXCLUSIVE); t(ep.modify, L, 1); ep.close(); t(ep.poll, 0); t(ep.fileno); print(ep.closed)
