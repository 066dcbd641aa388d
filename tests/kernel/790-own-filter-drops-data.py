"""what the sender's own packet filter drops waits in its send queue, and leaves when the filter lets it

env: net
topic: states
prio: 2
"""
import lab

net = lab.Net()
listener = net.listener("server", 80)
client = net.connect("h10", ("203.0.113.1", 80))
server, peer = listener.accept()
server.settimeout(5)

net.fw("h10", "drop out")
print("send returned", client.send(b"hello"))
rows = [row.split() for row in net.ss("h10")]
print("state and Send-Q", [(row[0], row[2]) for row in rows])
net.fw("h10", "drop out", undo=True)
print("arrived", server.recv(100))

net.fw("h10", "drop out")
client.close()
print("after close", [row.split()[0] for row in net.ss("h10")])
net.fw("h10", "drop out", undo=True)
print("end", server.recv(100))
