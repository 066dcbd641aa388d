import os
import socket
import threading
import time

served = 0
lock = threading.Lock()


def serve(connection):
    global served
    with connection:
        connection.recv(1024)
        time.sleep(1)  # The work.
        with lock:
            served = served + 1
            connection.sendall(f"you are number {served}\n".encode())


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 81))
listener.listen(16)
while True:
    connection, peer = listener.accept()
    if os.fork() == 0:
        listener.close()
        serve(connection)
        os._exit(0)
    connection.close()
