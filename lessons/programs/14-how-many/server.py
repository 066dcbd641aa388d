import errno
import resource
import socket
import time

FILES = 64

resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(100)

connections = []
ports = set()
listener.settimeout(2)  # Two seconds without a client: nobody else comes.
try:
    while True:
        connection, peer = listener.accept()
        connections.append(connection)
        ports.add(connection.getsockname()[1])
except TimeoutError:
    print("nobody else comes")
except OSError as error:
    print("accept() fails:", errno.errorcode[error.errno])
print("connections:", len(connections), "ports of the server:", ports)
time.sleep(2)
