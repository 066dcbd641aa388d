import errno
import os
import resource
import socket
import time

ROOM = 48

os.closerange(3, 256)  # Only input, output and errors are open now: 0, 1 and 2.
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 80))
listener.listen(100)

# So many descriptors more are allowed. Each socket that is accepted gets the next number.
files = listener.fileno() + 1 + ROOM
resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

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
print("accepted:", len(connections), "ports of the server:", ports)
time.sleep(2)
