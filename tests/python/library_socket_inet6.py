# Addresses of IPv6 as text and as bytes, and sockets that use them.
import socket


def told(call, *args, **named):
    try:
        return call(*args, **named)
    except (OSError, ValueError, TypeError, OverflowError) as problem:
        return type(problem).__name__ + ": " + str(problem)


for text in (
    "::", "::1", "1::", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8", "1:0:0:2:0:0:0:3", "::1.2.3.4", "ABCD::1",
    "1:2:3:4:5:6:7::", "0:0:1::", "0:1::", "1:0:2:3:4:5:6:7", "1:2:3:4:5:6:1.2.3.4", "::0:0:1", "::2:1",
    "1:0:0:2:3:0:0:4", "::ffff:0:0", "::ffff:0:0:1", "0:0:0:0:0:ffff::", "fe80::", "::1:0", "::1:0:0", "64:ff9b::1.2.3.4",
    "1::2::3", "12345::", ":1", "1:2:3", "1.2.3.4", "", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "::g", "::1 ", "1:",
    ":::", "::1.2.3.4:5", "1.2.3.4::", "1:2:3:4:5:6:7:8:9", "1:2:3:4::5:6:7:8", "::1.2.3.256", "::01.2.3.4", "::+1", "::_1",
):
    packed = told(socket.inet_pton, socket.AF_INET6, text)
    print(repr(text), packed.hex() + " " + socket.inet_ntop(socket.AF_INET6, packed) if isinstance(packed, bytes) else packed)
print(told(socket.inet_ntop, socket.AF_INET6, b"123"), told(socket.inet_ntop, socket.AF_INET, bytes(16)))

for host, port, *rest in (
    ("::1", 80, 0, 1), ("::1", 80, 0, 2), ("::1", 80, 10, 1), ("::1", 80, 2), ("127.0.0.1", 80, 10), ("::zz", 80),
    ("::zz", 80, 10), (None, 80, 10, 1), (None, 80, 10, 1, 0, 1), (None, 80, 2, 1, 0, 1), ("::ffff:1.2.3.4", 80, 0, 1),
    ("::1", "http", 10, 1), ("0:0::1", None, 10, 1), ("::1", 80, 0, 1, 0, 4), (b"::1", 80, 0, 1), ("::", 80, 99),
):
    found = told(socket.getaddrinfo, host, port, *rest)
    print(host, port, rest, found if isinstance(found, str) else [tuple(map(int, one[:3])) + one[3:] for one in found])

print(socket.has_ipv6, socket.has_dualstack_ipv6())
for address in (
    ("::1", 0), ("::1", 0, 0), ("::1", 0, 0, 0), ("0:0::1", 0), ("::zz", 0), ("a:b", 0), ("127.0.0.1", 0), ("::1",),
    ("::1", 0, 0, 0, 0), ["::1", 0], ("::1", 70000), ("::1", "0"), (5, 0), ("", 0),
):
    with socket.socket(socket.AF_INET6) as s:
        print(address, told(s.bind, address), s.getsockname()[0], len(s.getsockname()))
print(told(socket.socket().connect, ("::1", 9)), told(socket.socket().bind, ("::zz", 9)))

for options in {}, {"dualstack_ipv6": True}:
    server = socket.create_server(("::", 0), family=socket.AF_INET6, **options)
    port = server.getsockname()[1]
    print(options, server.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY))
    for host in "::1", "127.0.0.1":
        client = told(socket.create_connection, (host, port))
        if isinstance(client, str):
            print(host, client)
            continue
        print(host, int(client.family), client.getpeername()[0], server.accept()[1][0])
        client.close()
    server.close()
print(told(socket.create_server, ("127.0.0.1", 0), dualstack_ipv6=True))
