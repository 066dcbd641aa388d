"""IPV6_V6ONLY can be set until bind; binding to an IPv6 address sets it; a mapped address needs it off

env: loopback
topic: bind
prio: 2
"""
import errno, socket

V6ONLY = socket.IPPROTO_IPV6, socket.IPV6_V6ONLY

def ok(f, *a):                        # 'ok', or the errno's name
    try:
        f(*a)
        return 'ok'
    except OSError as e:
        return errno.errorcode.get(e.errno)

def new(only, kind):
    s = socket.socket(socket.AF_INET6, kind)
    s.setsockopt(*V6ONLY, only)
    return s

for kind, name in (socket.SOCK_STREAM, 'TCP'), (socket.SOCK_DGRAM, 'UDP'):
    for only in 0, 1:
        for address in '::', '::1', '::ffff:127.0.0.1', '::ffff:0.0.0.0':
            s = new(only, kind)
            print(name, only, address, ok(s.bind, (address, 0)), 'is', s.getsockopt(*V6ONLY),
                  'set 0', ok(s.setsockopt, *V6ONLY, 0), 'is', s.getsockopt(*V6ONLY))
    a = new(0, kind); a.bind(('::1', 0))
    b = new(0, kind)
    print(name, 'failed bind', ok(b.bind, a.getsockname()), 'is', b.getsockopt(*V6ONLY))

s = socket.socket()
print('IPv4 socket', ok(s.setsockopt, *V6ONLY, 1), ok(s.getsockopt, *V6ONLY))
s = new(1, socket.SOCK_STREAM)
print('not ours', ok(s.bind, ('::ffff:203.0.113.200', 0)), ok(s.bind, ('2001:db8::1', 0)))

# a listener keeps its name, whatever is tried
l = new(0, socket.SOCK_STREAM); l.bind(('::', 5000)); l.listen(5)
print('listening', ok(l.setsockopt, *V6ONLY, 1), l.getsockopt(*V6ONLY))
c = new(0, socket.SOCK_STREAM); c.connect(('::1', 5000))
s, _ = l.accept()
print('accepted', s.getsockopt(*V6ONLY), ok(c.setsockopt, *V6ONLY, 1))
l.close()
print('closed', ok(new(0, socket.SOCK_STREAM).connect, ('::1', 5000)), ok(socket.socket().connect, ('127.0.0.1', 5000)))
l = new(0, socket.SOCK_STREAM); l.bind(('::1', 5001)); l.listen(5)
c = new(0, socket.SOCK_STREAM); c.connect(('::1', 5001))
print('accepted from ::1', l.accept()[0].getsockopt(*V6ONLY))
