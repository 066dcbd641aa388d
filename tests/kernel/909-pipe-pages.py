"""How much a pipe holds in writes of one size

env: loopback
topic: fd
prio: 3
"""
import os
import select

for size in (1, 100, 1000, 1024, 3000, 4000, 4095, 4096, 4097, 5000, 10000, 65536, 70000):
    r, w = os.pipe()
    os.set_blocking(w, False)
    total = 0
    writes = 0
    try:
        while True:
            n = os.write(w, b'x' * size)
            total += n
            writes += 1
            if n < size:
                break
    except BlockingIOError as e:
        pass
    e = select.poll()
    e.register(w, select.POLLOUT)
    full = e.poll(0)
    out = []
    for k in (1, 4000, 4096, 1):
        os.read(r, k)
        out.append(len(e.poll(0)))
    print(size, total, writes, len(full), out)
    os.close(r), os.close(w)
