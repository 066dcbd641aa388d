import socket
import time

BACKLOG = 2
CLIENTS = 6

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(BACKLOG)

waiting = [listener.accept() for _ in range(CLIENTS // 2)]
time.sleep(2.5)  # The program does something else. It accepts nobody.

for number in range(1, CLIENTS + 1):
    connection, peer = waiting.pop(0) if waiting else listener.accept()
    print("my end:", connection.getsockname(), "your end:", peer)
    if number == CLIENTS:
        listener.close()  # Nobody else may come in.
    connection.recv(1024)
    time.sleep(0.5)  # The work for one client.
    connection.sendall(b"done\n")
    connection.close()
