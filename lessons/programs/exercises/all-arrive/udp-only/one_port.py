import socket
import time

inbox = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
inbox.bind(("0.0.0.0", 7000))
third = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
third.bind(("0.0.0.0", 4000))

time.sleep(1)  # What arrives meanwhile waits in its socket.
print("my socket:", inbox.recvfrom(1024)[0].decode())
print("my other socket:", third.recvfrom(1024)[0].decode())
