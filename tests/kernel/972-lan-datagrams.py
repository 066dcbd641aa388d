"""Datagrams to all and to groups on a LAN, step by step
env: net
topic: udp
prio: 3
time: 20
"""
import lab, socket, errno, os, time, select, threading, struct
def t(f, *a, **k):
    try: r = f(*a, **k); print("ok", r if isinstance(r,(int,str,bytes,tuple,type(None),list)) else type(r).__name__, flush=True); return r
    except OSError as e: print(type(e).__name__, errno.errorcode.get(e.errno, e.errno), e, flush=True)
    except Exception as e: print(type(e).__name__, e, flush=True)
net = lab.Net()
A = ('192.168.1.255', 600)
s1 = net.udp('h13'); s1.bind(('0.0.0.0', 600)); s2 = net.udp('h20'); s2.bind(('192.168.1.20', 600)); s3 = net.udp('h20'); s3.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1); s3.bind(('192.168.1.255', 600)); s4 = net.udp('h10'); s4.bind(('', 600))
c = net.udp('h10'); t(c.sendto, b'1', A); c.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1); t(c.sendto, b'2', A); t(c.sendto, b'3', ('255.255.255.255', 600)); time.sleep(.1)
def got(*ss):
    for s in ss:
        s.setblocking(False); r = []
        while True:
            try: r.append(s.recvfrom(99))
            except OSError as e: break
        print([(d, a[0]) for d, a in r])
got(s1, s2, s3, s4)
t(c.connect, A); t(c.send, b'4'); got(s1, s2, s3, s4);
m = socket.inet_aton('239.1.2.3')
for s, h in ((s1, '192.168.1.13'), ): t(s.setsockopt, socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, m + socket.inet_aton(h)); t(s.setsockopt, socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, m + socket.inet_aton(h))
c = net.udp('h10'); t(c.sendto, b'm', ('239.1.2.3', 600)); c.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('192.168.1.10')); t(c.sendto, b'n', ('239.1.2.3', 600)); time.sleep(.1); got(s1, s2, s4)
t(s4.setsockopt, socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, m + socket.inet_aton('192.168.1.10')); t(c.sendto, b'o', ('239.1.2.3', 600)); time.sleep(.1); got(s1, s4); t(c.setsockopt, socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 0); t(c.sendto, b'p', ('239.1.2.3', 600)); time.sleep(.1); got(s1, s4); t(c.getsockopt, socket.IPPROTO_IP, socket.IP_MULTICAST_TTL)
t(s1.setsockopt, socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP, m + socket.inet_aton('192.168.1.13')); t(s1.setsockopt, socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP, m + socket.inet_aton('192.168.1.13')); t(c.sendto, b'q', ('239.1.2.3', 600)); time.sleep(.1); got(s1, s4)
t(s1.setsockopt, socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton('10.0.0.1') + socket.inet_aton('0.0.0.0')); t(s1.setsockopt, socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, m + socket.inet_aton('9.9.9.9'))
g = net.udp('h20'); g.bind(('239.1.2.3', 601)); t(g.setsockopt, socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, m + socket.inet_aton('192.168.1.20')); t(c.sendto, b'r', ('239.1.2.3', 601)); u = net.udp('h13'); u.sendto(b's', ('192.168.1.20', 601)); time.sleep(.1); got(g); print(net.ss('h20', '-uan'))
t(u.sendto, b'z', ('192.168.1.99', 5)); t(u.sendto, b'z', ('192.168.1.20', 0)); t(u.sendto, b'z'*65508, ('192.168.1.20', 5)); t(u.sendto, b'z'*65507, ('192.168.1.20', 600)); time.sleep(.1); s2.setblocking(False); print(len(s2.recv(70000)))
u.connect(('192.168.1.20', 999)); t(u.send, b'1'); time.sleep(.1); t(u.send, b'2'); time.sleep(.1); t(u.getsockopt, socket.SOL_SOCKET, socket.SO_ERROR); t(u.send, b'3')
u = net.udp('h10'); u.connect(('203.0.113.1', 999)); t(u.send, b'1'); time.sleep(.1); t(u.send, b'2')
u = net.udp('h10'); u.connect(('203.0.113.55', 999)); t(u.send, b'1'); time.sleep(3.5); t(u.send, b'2'); t(u.send, b'3')
