import os
import socket
import time

WORKERS = 2

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 81))
listener.listen(16)
listener.settimeout(1)

for number in range(WORKERS):
    if os.fork() == 0:
        served = 0
        time.sleep(3 + number / 10)  # Look at the queue. Worker 0 is the first in the line.
        try:
            while True:
                connection, peer = listener.accept()
                connection.sendall(b"served\n")
                connection.close()
                served += 1
        except TimeoutError:
            print("worker", number, "served", served, flush=True)
            os._exit(0)

for _ in range(WORKERS):
    os.wait()
