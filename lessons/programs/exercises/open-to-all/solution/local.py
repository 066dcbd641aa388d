import socket
import time

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(("0.0.0.0", 3000))
listener.listen(5)
connection, peer = listener.accept()
time.sleep(6)
