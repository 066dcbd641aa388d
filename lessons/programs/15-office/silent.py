import socket
import time

client = socket.create_connection(("203.0.113.10", 80))
time.sleep(3)  # Connected, and silent.
client.close()
