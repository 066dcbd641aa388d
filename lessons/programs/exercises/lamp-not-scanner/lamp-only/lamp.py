import socket

NAME, PORT, JOIN = "lamp", 9000, True
GROUP = socket.inet_aton("239.1.2.3") + socket.inet_aton("0.0.0.0")

service = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
service.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
service.bind(("0.0.0.0", PORT))
if JOIN:
    service.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, GROUP)
service.settimeout(4)

try:
    while True:
        question, sender = service.recvfrom(1024)
        service.sendto(NAME.encode(), sender)
except TimeoutError:
    service.close()
