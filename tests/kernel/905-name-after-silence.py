"""A failed connect between hosts: no route, no answer, refused

env: net
topic: connect
prio: 2
time: 60
"""
import socket
import lab

net = lab.Net()
net.sysctl('h10', 'net.ipv4.tcp_syn_retries', 1)
net.sysctl('h10', 'net.ipv4.tcp_syn_linear_timeouts', 0)


def attempt(s, address):
    try:
        s.connect(address)
        return 'connected'
    except OSError as e:
        return str(e)


def name(s):
    local = s.getsockname()
    return (local[0], 'some' if local[1] > 9999 else local[1])


net.fw('server', 'drop in')
server = net.listener('server2', 80)
for bound in (None, ('0.0.0.0', 0), ('192.168.1.10', 0), ('0.0.0.0', 6000)):
    s = net.tcp('h10')
    if bound:
        s.bind(bound)
    print(bound, name(s))
    print(attempt(s, ('203.0.113.1', 80)), name(s))
    print(attempt(s, ('203.0.113.98', 80)), name(s))
    print(attempt(s, ('203.0.113.2', 80)), name(s))
    s.close()
