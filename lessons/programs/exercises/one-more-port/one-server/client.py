import socket
import time

SERVERS = [("192.168.1.1", 80), ("192.168.1.2", 80)]

connections = []
for server in SERVERS:
    for number in (1, 2, 3):
        client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if number == 3 and server == SERVERS[0]:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                client.bind(("192.168.1.10", 50000))
            client.connect(server)
            port = client.getsockname()[1]
            print(f"{server[0]}: connection {number} comes from port {port}")
        except OSError as error:
            print(f"{server[0]}: connection {number} failed: {error}")
        connections.append(client)
        # client.close()

time.sleep(2)  # The connections are open: time to look at them.
for client in connections:
    client.close()
