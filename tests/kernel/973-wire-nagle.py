"""Nagle: while a small segment is on its way, the next one waits; TCP_NODELAY sends it
env: wire
topic: data
prio: 3
time: 20
"""
import lab, socket
w = lab.Wire()
def pair(port):
    listener = w.listener('server', port)
    c = w.tcp('client')
    c.setblocking(False)
    c.bind(('0.0.0.0', 5000 + port))
    c.connect_ex(('192.168.1.10', port))
    w.flow()
    s, _ = listener.accept()
    listener.close()
    s.setblocking(False)
    return c, s
def queues():
    print([row.split()[2] for row in w.ss('client') if 'ESTAB' in row or 'FIN-WAIT-1' in row])
c, s = pair(1)
c.send(b'a'); c.send(b'b'); c.send(b'c')
print(w.collect()); queues()
print(w.flow()); print(s.recv(9))
c.send(b'd'); c.send(b'e'); print(w.collect())
c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1); print(w.collect())
c.send(b'f'); print(w.collect())
c2, s2 = c, s
w.flow(); print(s.recv(9))
c, s = pair(2)
c.send(b'g'); c.send(b'h' * 1448); print(w.collect()); queues()
w.flow(); print(len(s.recv(9999)))
c.send(b'i'); c.send(b'j'); c.shutdown(socket.SHUT_WR); print(w.collect())
w.flow(); print(s.recv(9), s.recv(9))
