"""the client closes first: FIN-WAIT-2 and CLOSE-WAIT, then TIME-WAIT with the client"""
import errno, os, socket, time

def tcp(*opts):
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    for o in opts:
        s.setsockopt(socket.SOL_SOCKET, o, 1)
    return s

def listener(addr, backlog=5, *opts):
    s = tcp(*opts)
    s.bind(addr)
    s.listen(backlog)
    return s

def connect(dst, src=None):
    s = tcp()
    if src:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(src)
    s.connect(dst)
    return s

def t(f, *a):                         # the value of a call, or the name of its error
    try:
        return f(*a)
    except OSError as e:
        return errno.errorcode.get(e.errno) or "%s: %s" % (type(e).__name__, e)

def pair(port=5000):                  # (client, server side) of one connection, listener closed
    l = listener(("127.0.0.1", port), 5, socket.SO_REUSEADDR)
    c = connect(("127.0.0.1", port))
    s, _ = l.accept()
    l.close()
    return c, s

def rows(opt="-tan"):                 # rows of ss, sorted
    out = [" ".join(line.split()[:5]) for line in os.popen("ss %sH" % opt).read().splitlines()]
    return sorted(out, key=lambda r: (r.split()[0] not in ("LISTEN", "UNCONN"), r.split()[3:], r))

def settle():
    time.sleep(0.05)

l = listener(("127.0.0.1", 5000), 5, socket.SO_REUSEADDR)
c = connect(("127.0.0.1", 5000), ("127.0.0.1", 6000))
s, _ = l.accept(); l.close()
c.close(); settle(); print("client closed:", *rows(), sep="\n  ")
print("server reads", s.recv(9)); print("told of the end:", *rows(), sep="\n  ")
s.close(); settle(); print("server closed:", *rows(), sep="\n  ")
