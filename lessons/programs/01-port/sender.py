import socket

SERVER = "192.168.1.1"

sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for port in (5000, 6000, 7000, 4000):
    sender.sendto(f"for port {port}".encode(), (SERVER, port))
    print("UDP to port", port, "is sent")

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    client.connect((SERVER, 4000))
    print("TCP to port 4000 is connected")
except ConnectionRefusedError as error:
    print("TCP to port 4000:", error)
