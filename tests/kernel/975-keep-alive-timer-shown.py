"""ss -o: the keep-alive timer; accept() on UDP with a time-out; a peer with port 0; addresses of one link
env: loopback
topic: options
prio: 3
time: 20
"""
import errno, os, socket, time
def t(f, *a):
    try: print(f(*a))
    except OSError as e: print(type(e).__name__, e.errno and errno.errorcode[e.errno])
L = socket.create_server(('127.0.0.1', 8081))
c = socket.create_connection(('127.0.0.1', 8081), source_address=('127.0.0.1', 41000))
a, _ = L.accept()
def timers():
    for row in sorted(os.popen('ss -Htano').read().splitlines()): print(row.split()[0], row.split()[3], row.partition('timer:')[2].split(',')[0])
timers()
c.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1); timers()
c.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 0); timers()
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('127.0.0.1', 5000))
t(u.accept); u.settimeout(.2); t(u.accept)
d = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); d.sendto(b'x', ('127.0.0.1', 5000)); t(u.accept)
t(d.sendto, b'x', socket.MSG_OOB, ('127.0.0.1', 5000))
t(d.connect, ('127.0.0.1', 0)); t(d.getpeername)
s = socket.socket(socket.AF_INET6); t(s.bind, ('fe80::1', 9)); t(s.connect, ('fe80::1', 9))
