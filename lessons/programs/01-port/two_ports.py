import socket
import time

first = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
first.bind(("0.0.0.0", 5000))
second = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
second.bind(("0.0.0.0", 6000))

time.sleep(1)  # What arrives meanwhile waits in its socket.
print("first socket:", first.recvfrom(1024)[0].decode())
print("second socket:", second.recvfrom(1024)[0].decode())
