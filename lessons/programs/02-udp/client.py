import socket
import time

SERVER = ("192.168.1.1", 53)

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(1)
for question in ("first question", "second question"):
    client.sendto(question.encode(), SERVER)
    try:
        answer, peer = client.recvfrom(1024)
        print(f"{question}: {answer.decode()} from {peer}")
    except TimeoutError:
        print(f"{question}: no answer")
    time.sleep(0.5)
