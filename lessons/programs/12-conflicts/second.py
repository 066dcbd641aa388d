import errno
import socket

TCP, UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM


def attempt(name, kind, address, port, reuse=False):
    second = socket.socket(socket.AF_INET, kind)
    if reuse:
        second.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        second.bind((address, port))
        if kind == TCP:
            second.listen(5)
        print(f"{name}: works")
    except OSError as error:
        print(f"{name}: {errno.errorcode[error.errno]}")
    second.close()


attempt("a. TCP, every address, port 80", TCP, "0.0.0.0", 80)
attempt("b. TCP, 192.168.1.1, port 80", TCP, "192.168.1.1", 80)
attempt("c. TCP, every address, port 80, SO_REUSEADDR", TCP, "0.0.0.0", 80, reuse=True)
attempt("d. UDP, every address, port 80", UDP, "0.0.0.0", 80)
attempt("e. TCP, every address, port 8080", TCP, "0.0.0.0", 8080)
