import socket

caller = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
caller.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
caller.settimeout(0.5)

for address in ["255.255.255.255", "239.1.2.3"]:
    caller.sendto(b"who is there?", (address, 9000))
    answers = []
    try:
        while True:
            answer, sender = caller.recvfrom(1024)
            answers.append(answer.decode())
    except TimeoutError:
        print(f"{address}: {sorted(answers)}")

tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    tcp.connect(("255.255.255.255", 9000))
except OSError as error:
    print("by TCP:", error)
