"""both ends close at once and both ACKs are lost: a FIN sent again, which is old, still says that ours has arrived

env: wire
topic: wire
prio: 2
"""
import time
import lab

w = lab.Wire("200ms"); l = w.listener('server', 80); l.setblocking(False); c = w.tcp('client'); c.bind(('0.0.0.0', 40001)); c.setblocking(False); c.connect_ex(('192.168.1.10', 80)); w.flow(); s, _ = l.accept(); l.close()

def states():
    return [(host, row.split()[0]) for host in ('client', 'server') for row in w.ss(host)]

c.close(); s.close(); print(*w.collect(), sep='\n')
print('arrives', w.deliver()); print('arrives', w.deliver()); print(*w.collect(), sep='\n'); print(states())
print('lost', w.drop()); print('lost', w.drop()); time.sleep(0.6)
again = w.collect()
print(again[:2])
mine = [i for i, (host, _) in enumerate(w.flight) if host == 'server']
print('arrives', w.deliver(mine[0])); print(w.collect(0.02)[:1]); print(states())
