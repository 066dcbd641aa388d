"""What the server does for each request. Edit it here once: all ten servers run it."""


def handle(request):
    """Yields how many seconds to wait for something else, such as a database; returns the answer."""
    name = request.decode().strip()
    yield 0.01
    return f"hello {name}\n".encode()
