import socket
import time

ADDRESS = "192.168.1.1"

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    listener.bind((ADDRESS, 80))
    listener.listen(5)
except OSError as error:
    print("the server cannot start:", error)
    raise SystemExit(1)
print("the server listens on", listener.getsockname())

connection, peer = listener.accept()
connection.sendall(b"welcome\n")
connection.close()  # The server closes first.
time.sleep(1.5)
print("the server ends")
