"""SO_REUSEPORT: 127.0.0.1 and ::ffff:127.0.0.1 are no group; the IPv4 socket takes all, and after it the other
env: loopback
topic: reuseport
prio: 3
time: 10
"""
import os
import socket

def listener(family, address):
    s = socket.socket(family)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    s.bind((address, 80))
    s.listen(9)
    s.setblocking(False)
    return s

def count(s):
    n = 0
    try:
        while True:
            s.accept()
            n += 1
    except BlockingIOError:
        return n

mapped = listener(socket.AF_INET6, '::ffff:127.0.0.1')
four = listener(socket.AF_INET, '127.0.0.1')
clients = [socket.create_connection(('127.0.0.1', 80)) for _ in range(6)]
print(count(mapped), count(four))
four.close()
clients += [socket.create_connection(('127.0.0.1', 80)) for _ in range(3)]
print(count(mapped))
both = listener(socket.AF_INET6, '::')
clients += [socket.create_connection(('127.0.0.1', 80)) for _ in range(2)]
print(count(mapped), count(both))
mapped.close()
clients += [socket.create_connection(('127.0.0.1', 80)), socket.create_connection(('::1', 80))]
print(count(both))
for row in sorted(os.popen('ss -Htln').read().splitlines()):
    print(' '.join(row.split()))
