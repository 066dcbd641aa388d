"""Threads: accept() woken by shutdown, reads and closes in another thread, queues, pools
env: loopback
topic: threads
prio: 3
time: 20
"""
import socket, errno, os, time, select, threading, struct
def t(f, *a, **k):
    try: r = f(*a, **k); print("ok", r if isinstance(r,(int,str,bytes,tuple,type(None),list)) else type(r).__name__, flush=True); return r
    except OSError as e: print(type(e).__name__, errno.errorcode.get(e.errno, e.errno), e, flush=True)
    except Exception as e: print(type(e).__name__, e, flush=True)

L = socket.create_server(('127.0.0.1', 9100), backlog=2)
log = []; lock = threading.Lock(); done = threading.Event(); q = []
def work(n):
    while True:
        try: s, a = L.accept()
        except OSError as e: log.append((n, e.errno)); return
        with lock: log.append((n, a[1]))
        s.sendall(b'%d' % n); s.close()
ts = [threading.Thread(target=work, args=(i,), daemon=True, name='w%d' % i) for i in range(3)]
for x in ts: x.start(); time.sleep(.05)
out = []
for i in range(6):
    c = socket.socket(); c.bind(('127.0.0.1', 42000 + i)); c.connect(('127.0.0.1', 9100)); out.append(c.recv(9)); c.close(); time.sleep(.02)
print(sorted(out), len(log)); L.shutdown(socket.SHUT_RDWR); 
for x in ts: x.join(1); 
print(sorted(log)[-1], [x.is_alive() for x in ts], sorted(e for n, e in log if e < 1000)); L.close()
a, b = socket.socketpair(); 
def reader(): 
    try: print('got', a.recv(5), flush=True)
    except OSError as e: print(e, flush=True)
x = threading.Thread(target=reader); x.start(); time.sleep(.05); a.shutdown(socket.SHUT_RD); x.join(1); print(x.is_alive())
L = socket.create_server(('127.0.0.1', 0)); c = socket.create_connection(L.getsockname()); s, _ = L.accept()
def reader():
    try: print('got', s.recv(5), flush=True)
    except OSError as e: print('err', e, flush=True)
x = threading.Thread(target=reader); x.start(); time.sleep(.05); s.close(); time.sleep(.05); print(x.is_alive()); c.send(b'late'); x.join(1); print(x.is_alive()); t(c.recv, 9)
c = socket.create_connection(L.getsockname()); s, _ = L.accept(); s.settimeout(.2)
t0 = time.monotonic(); t(s.recv, 1); print(.15 < time.monotonic() - t0 < .4); c.settimeout(0); t(c.recv, 1); c.settimeout(None); f = c.makefile('rwb'); f.write(b'line one\nline two\n'); f.flush(); g = s.makefile('r'); print(repr(g.readline())); s.settimeout(None); print(repr(g.readline())); f.close(); c.send(b'x'); c.close(); print(repr(g.read()))
bar = threading.Barrier(3); sem = threading.Semaphore(2); cond = threading.Condition(); n = [0]
def w2(i):
    bar.wait()
    with sem: time.sleep(.01)
    with cond: n[0] += 1; cond.notify_all()
for i in range(3): threading.Thread(target=w2, args=(i,)).start()
with cond: print(cond.wait_for(lambda: n[0] == 3, 2))
import queue
Q = queue.Queue(1); Q.put(1); t(Q.put, 2, timeout=.1); t(Q.put_nowait, 2); t(Q.get); t(Q.get, timeout=.1); t(Q.get_nowait)
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as ex: print(list(ex.map(lambda v: v * v, range(4)))); fu = ex.submit(int, 'z'); t(fu.result)
