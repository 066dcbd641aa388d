import socket
import threading
import time

waited = {80: [], 81: []}


def ask(port):
    start = time.monotonic()
    with socket.create_connection(("192.168.1.1", port)) as client:
        client.sendall(b"short\n")
        client.recv(1024)
    waited[port].append(f"{time.monotonic() - start:.1f}")


threads = []
for _ in range(4):
    for port in (80, 81):
        thread = threading.Thread(target=ask, args=(port,))
        thread.start()
        threads.append(thread)
    time.sleep(0.6)
for thread in threads:
    thread.join()
for port in (80, 81):
    print(f"port {port}: four short answers, after {', '.join(sorted(waited[port]))} s")
