"""Six clients at once, each with two requests on one connection. What they hear is printed in the order of their names."""

import socket
import threading
import time

SERVER = ("192.168.1.10", 3000)
heard = {}


def client(name):
    with socket.create_connection(SERVER) as connection:
        for request in 1, 2:
            connection.sendall(f"{name}{request}\n".encode())
            heard[f"{name}{request}"] = connection.recv(1024).decode().strip()


start = time.monotonic()
threads = [threading.Thread(target=client, args=(name,)) for name in "ABCDEF"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for name in sorted(heard):
    print(name, "heard", heard[name])
