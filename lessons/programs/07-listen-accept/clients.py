import socket
import threading
import time

server = ("192.168.1.1", 80)


def visit(number):
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    client.bind(("192.168.1.10", 50000 + number))
    try:
        client.connect(server)
        print(f"client {number}: connected")
        client.sendall(f"hello from {number}\n".encode())
        print(f"client {number}: {client.recv(1024).decode().strip()}")
        client.recv(1024)  # b"": the server has closed its side.
    except OSError as error:
        print(f"client {number}: {error}")
    client.close()


for number in range(1, 7):
    threading.Thread(target=visit, args=(number,)).start()
    time.sleep(0.05)
