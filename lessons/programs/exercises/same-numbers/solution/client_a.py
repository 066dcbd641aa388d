import socket

me = ("192.168.1.10", 80)
server = ("203.0.113.1", 80)

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
client.bind(me)
client.connect(server)
client.sendall(b"hello from A\n")
print(client.recv(1024).decode().strip())
client.recv(1024)  # b"": the server has closed its side.
client.close()
