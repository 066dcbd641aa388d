"""how ss and netstat show IPv6, dual-stack and mapped sockets; ss filters by IPv6 addresses

env: loopback
topic: connect
prio: 2
"""
import os, socket

def listener(family, address, only=0, kind=socket.SOCK_STREAM):
    s = socket.socket(family, kind)
    if family == socket.AF_INET6:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, only)
    s.bind(address)
    if kind == socket.SOCK_STREAM:
        s.listen(5)
    return s

def connect(family, source, to):
    s = socket.socket(family)
    s.bind(source)
    s.connect(to)
    return s

def show(command, skip=0):
    print('$', command)
    print(*sorted('  ' + ' '.join(line.split()) for line in os.popen(command).read().splitlines()[skip:]), sep='\n')

four, six, udp = socket.AF_INET, socket.AF_INET6, socket.SOCK_DGRAM
dual = listener(six, ('::', 5000))
own = listener(six, ('::1', 5002))
rest = [listener(six, ('::', 5001), 1), listener(four, ('0.0.0.0', 5003)),
        listener(six, ('::ffff:127.0.0.1', 5004)), listener(six, ('::ffff:0.0.0.0', 5005)),
        listener(six, ('::', 7000), 0, udp), listener(six, ('::', 7001), 1, udp),
        listener(six, ('::1', 7002), 0, udp), listener(four, ('127.0.0.1', 7003), 0, udp),
        listener(six, ('::ffff:127.0.0.1', 7004), 0, udp)]
ends = [connect(six, ('::1', 6000), ('::1', 5002)), own.accept(),
        connect(four, ('127.0.0.1', 6001), ('127.0.0.1', 5000)), dual.accept()]
for command in ('ss -tanH', 'ss -uanH', 'ss -tan4H', 'ss -tan6H'):
    show(command)
for command in ('netstat -tan', 'netstat -uan', 'netstat -tan4', 'netstat -tan6'):
    show(command, 2)
for words in ("src '[::1]'", "src '[::1]:5002'", "dst '[::1]:6000'", "src '[::ffff:127.0.0.1]'", "src 127.0.0.1",
              "src '[::]'", "src '[::]/0'", "src ::/0", "src '[::ffff:127.0.0.0/104]'", "dst '[::1/128]:5002'",
              "src '*:5000'", "not src '[::1]'"):
    show('ss -tanH ' + words + ' 2>&1')
