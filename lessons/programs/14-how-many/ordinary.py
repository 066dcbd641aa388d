import os
import socket

os.setuid(1000)  # An ordinary user from here on.


def attempt(port):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind(("0.0.0.0", port))
        print(f"port {port}: works")
    except (OSError, OverflowError) as error:
        print(f"port {port}: {error}")
    listener.close()


for port in (80, 1023, 1024, 65535, 65536):
    attempt(port)
