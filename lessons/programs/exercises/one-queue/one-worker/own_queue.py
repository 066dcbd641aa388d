import os
import socket
import time

WORKERS = 1

for number in range(WORKERS):
    if os.fork() == 0:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("0.0.0.0", 81))
        listener.listen(16)
        time.sleep(3)  # Each worker has a queue. Look at both.
        listener.settimeout(1)
        try:
            while True:
                connection, peer = listener.accept()
                connection.sendall(b"served\n")
                connection.close()
        except TimeoutError:
            print("worker", number, "served", flush=True)
            os._exit(0)

for _ in range(WORKERS):
    os.wait()
