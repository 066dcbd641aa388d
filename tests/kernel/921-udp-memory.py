"""What a datagram takes of the receive buffer: the sk_buff, headers, and a buffer of the next size that the kernel has;
/proc/net/udp and the Recv-Q of ss count that, not the bytes of the message

env: loopback
topic: udp
prio: 3
"""
import socket


def queued(port):
    for line in open('/proc/net/udp').read().splitlines()[1:]:
        words = line.split()
        if int(words[1].split(':')[1], 16) == port:
            return int(words[4].split(':')[1], 16)


receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(('127.0.0.1', 5000))
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for size in (0, 1, 197, 198, 645, 646, 1669, 1670, 3717, 3718, 7813, 7814, 16005, 16006):
    sender.sendto(b'x' * size, ('127.0.0.1', 5000))
    print(size, queued(5000))
    receiver.recv(20000)
for number in range(3):
    sender.sendto(b'', ('127.0.0.1', 5000))
print('three empty ones', queued(5000))
