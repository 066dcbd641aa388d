"""An empty queue and no free descriptor: with a time-out accept() waits first, without one it fails at once

env: loopback
topic: accept
prio: 2
"""
import errno
import resource
import socket

listener = socket.socket()
listener.bind(("127.0.0.1", 8080))
listener.listen(5)
client = socket.socket()
full = client.fileno() + 1
resource.setrlimit(resource.RLIMIT_NOFILE, (full, full))


def accept(timeout):
    listener.settimeout(timeout)
    try:
        listener.accept()
        print(timeout, "accepted")
    except TimeoutError as error:
        print(timeout, error)
    except OSError as error:
        print(timeout, errno.errorcode[error.errno])


print("nobody waits")
accept(0.2)
accept(0)
accept(None)
client.connect(("127.0.0.1", 8080))
print("a client waits")
accept(0.2)
accept(0)
accept(None)
