"""One thread, one connection after the other."""

from common import listener, serve

server = listener()
while True:
    connection, client = server.accept()
    serve(connection)
