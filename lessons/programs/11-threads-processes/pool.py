import queue
import socket
import threading
import time

WORKERS = 2

served = 0
connections = queue.Queue()
lock = threading.Lock()


def serve(connection):
    global served
    with connection:
        connection.recv(1024)
        time.sleep(1)  # The work.
        with lock:
            served = served + 1
            number = served
        connection.sendall(f"you are number {number}\n".encode())


def work():
    while True:
        serve(connections.get())


for _ in range(WORKERS):
    threading.Thread(target=work).start()
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 82))
listener.listen(16)
while True:
    connection, peer = listener.accept()
    connections.put(connection)
