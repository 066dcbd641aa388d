import os
import socket
import time

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(5)

for name in ["worker 1", "worker 2"]:
    if os.fork() == 0:
        if name == "worker 2":
            time.sleep(0.1)  # Worker 1 is the first in the line.
        for _ in range(2):
            connection, peer = listener.accept()
            connection.sendall(f"{name} serves you\n".encode())
            connection.close()
        os._exit(0)

time.sleep(0.3)
print("the parent closes the listener and ends")
listener.close()
