import socket
import threading
import time

LOCKED = False

served = 0
lock = threading.Lock()


def count():
    global served
    number = served + 1  # Reads the variable …
    time.sleep(0.1)  # … another thread may run now …
    served = number  # … and writes it.
    return number


def serve(connection):
    with connection:
        connection.recv(1024)
        time.sleep(1)  # The work.
        if LOCKED:
            with lock:
                number = count()
        else:
            number = count()
        connection.sendall(f"you are number {number}\n".encode())


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(16)
while True:
    connection, peer = listener.accept()
    threading.Thread(target=serve, args=(connection,)).start()
