"""Which states ss shows where nobody names one, and with `exclude`
env: loopback
topic: proc
prio: 3
"""
import os
import socket


def run(*words):
    print('$', *words)
    out = os.popen(' '.join(words)).read()
    print('\n'.join(sorted(' '.join(line.split()) for line in out.splitlines())))


server = socket.create_server(('127.0.0.1', 5000))
c = socket.socket()
c.bind(('127.0.0.1', 40001))
c.connect(('127.0.0.1', 5000))
d = socket.socket()
d.bind(('127.0.0.1', 40002))
d.connect(('127.0.0.1', 5000))
a, _ = server.accept()
b, _ = server.accept()
b.shutdown(socket.SHUT_WR)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(('127.0.0.1', 7000))
v = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
v.bind(('127.0.0.1', 7001))
v.connect(('127.0.0.1', 7000))
run('ss', '-un')
run('ss', '-uan')
run('ss', '-lun')
run('ss', '-tun')
run('ss', '-un', 'dport', '=', ':7000')
run('ss', '-tn', 'exclude', 'established')
run('ss', '-un', 'exclude', 'established')
run('ss', '-tln', 'exclude', 'established')
run('ss', '-tn', 'exclude', 'established', 'exclude', 'listening')
run('ss', '-tn', 'exclude', 'established', 'state', 'close-wait')
run('ss', '-tn', 'state', 'connected', 'exclude', 'established')
run('ss', '-tan', 'state', 'listening', 'state', 'close-wait')
