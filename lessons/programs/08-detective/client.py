import socket
import time

server = ("192.168.1.10", 500)


def connect_from(port):
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    client.bind(("192.168.1.13", port))
    client.connect(server)
    return client


first = connect_from(54240)
second = connect_from(26813)
time.sleep(2)
first.sendall(b"hello, world\n")  # 13 bytes
second.close()

phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    phone.connect(("192.168.1.10", 3000))
    print("port 3000: connected")
except OSError as error:
    print("port 3000:", error)
time.sleep(2)
