import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("0.0.0.0", 53))
server.settimeout(3)

numbers = {}
try:
    while True:
        question, sender = server.recvfrom(1024)
        numbers[sender[0]] = numbers.get(sender[0], 0) + 1
        number = numbers[sender[0]]
        print(f"{number}: {sender} asks {question.decode()}")
        server.sendto(f"answer {number}".encode(), sender)
        # server.connect(sender)
except TimeoutError:
    print("no more questions")
