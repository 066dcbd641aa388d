import socket
import threading

REUSE = True
BACKLOG = 16

names = {}  # who is at which address


def key(peer):
    return peer


def serve(connection, peer):
    with connection:
        while line := connection.recv(1024).decode().strip():
            if line.startswith("I am "):
                names[key(peer)] = line.removeprefix("I am ")
                connection.sendall(b"hello\n")
            else:
                connection.sendall(f"you are {names[key(peer)]}\n".encode())
                return


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
if REUSE:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    listener.bind(("0.0.0.0", 80))
except OSError as error:
    print("the office cannot open:", error.strerror)
    raise SystemExit(1)
listener.listen(BACKLOG)
while True:
    serve(*listener.accept())
