import socket
import threading
import time


def ask(port):
    start = time.monotonic()
    client = socket.create_connection(("192.168.1.1", port))
    client.sendall(b"a question\n")
    answer = client.recv(1024).decode().strip()
    waited = time.monotonic() - start
    print(f"port {port}: {answer}, after {waited:.0f} s")
    client.close()


for port in (80, 81):
    threading.Thread(target=ask, args=(port,)).start()
    time.sleep(0.05)
