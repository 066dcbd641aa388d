import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    client.connect(("192.168.1.1", 80))
    print(client.recv(1024).decode().strip())
    client.recv(1024)  # b"": the server has closed its side.
except OSError as error:
    print(error)
client.close()
