import socket
import threading
import time

waited = []


def visit(number):
    start = time.monotonic()
    with socket.create_connection(("203.0.113.10", 80)) as client:
        client.sendall(f"I am visitor {number}\n".encode())
        client.recv(1024)
        client.sendall(b"who am I?\n")
        client.recv(1024)
    waited.append(time.monotonic() - start)


threads = [threading.Thread(target=visit, args=(number,)) for number in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
quick = sum(1 for time in waited if time < 1)
print(f"six visitors, and {quick} of them had their answer within a second")
