"""an IPv6 socket calls IPv4 unless v6only; bound to one family it calls only that one; :: means this host

env: loopback
topic: connect
prio: 2
"""
import errno, socket

def ok(f, *a):                        # 'ok', or the errno's name
    try:
        f(*a)
        return 'ok'
    except OSError as e:
        return errno.errorcode.get(e.errno)

def new(only, kind):
    s = socket.socket(socket.AF_INET6, kind)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, only)
    return s

for kind, name in (socket.SOCK_STREAM, 'TCP'), (socket.SOCK_DGRAM, 'UDP'):
    four = socket.socket(socket.AF_INET, kind); four.bind(('127.0.0.1', 0))
    six = new(0, kind); six.bind(('::1', four.getsockname()[1]))
    port = four.getsockname()[1]
    if kind == socket.SOCK_STREAM:
        four.listen(50); six.listen(50)
    for only in 0, 1:
        for bound in '', '::', '::1', '::ffff:127.0.0.1', '::ffff:0.0.0.0':
            for to in '::ffff:127.0.0.1', '::1', '::', '::ffff:0.0.0.0':
                s = new(only, kind)
                if bound and ok(s.bind, (bound, 0)) != 'ok':
                    continue
                result = ok(s.connect, (to, port))
                if result == 'ok':
                    result = 'as %s to %s' % (s.getsockname()[0], s.getpeername()[0])
                print(name, 'v6only' if only else 'dual', bound or '-', '->', to + ':', result)
