"""a dual-stack UDP socket hears both families, and sends to both unless it is bound to one or v6only

env: loopback
topic: udp
prio: 2
"""
import errno, socket

def ok(f, *a):                        # what it gives, or the errno's name
    try:
        return f(*a)
    except OSError as e:
        return errno.errorcode.get(e.errno)

def new(only=0):
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, only)
    return s

four = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); four.bind(('127.0.0.1', 5000)); four.settimeout(1)
six = new(); six.bind(('::1', 5000)); six.settimeout(1)
for only in 0, 1:
    for bound in '', '::', '::1', '::ffff:127.0.0.1', '::ffff:0.0.0.0':
        if only and 'ffff' in bound:
            continue
        for to in '::ffff:127.0.0.1', '::1', '::', '::ffff:0.0.0.0':
            s = new(only)
            if bound:
                s.bind((bound, 0))
            result = ok(s.sendto, b'hello', (to, 5000))
            if result == 5:
                heard = four if 'ffff' in to or to == '::' and 'ffff' in bound else six
                result = 'from ' + heard.recvfrom(10)[1][0]
            print('v6only' if only else 'dual', bound or '-', '->', to + ':', result)
d = new(); d.bind(('::', 5001)); d.settimeout(1)
a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); a.bind(('127.0.0.1', 6000))
b = new(); b.bind(('::1', 6001))
a.sendto(b'four', ('127.0.0.1', 5001)); print(d.recvfrom(10))
b.sendto(b'six', ('::1', 5001)); print(d.recvfrom(10))
d.sendto(b'back', ('::ffff:127.0.0.1', 6000)); print(a.recvfrom(10))
d.sendto(b'back', ('::1', 6001)); print(b.recvfrom(10))
u = new(); u.connect(('::ffff:127.0.0.1', 5000)); print('again to IPv6', ok(u.connect, ('::1', 5000)))
u = new(); u.connect(('::1', 5000)); print('to another', ok(u.sendto, b'other', ('::ffff:127.0.0.1', 5000)), four.recv(10))
