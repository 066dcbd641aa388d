import socket
import threading
import time

heard = {80: [], 81: [], 82: []}


def ask(port):
    start = time.monotonic()
    with socket.create_connection(("192.168.1.1", port)) as client:
        client.sendall(b"a question\n")
        answer = client.recv(1024).decode().strip()
    heard[port].append(f"{answer} after {time.monotonic() - start:.0f} s")


threads = [threading.Thread(target=ask, args=(port,)) for port in heard for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for port in heard:
    print(f"port {port}:")
    for line in sorted(heard[port]):
        print("   ", line)
