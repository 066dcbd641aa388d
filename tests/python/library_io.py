"""The module io."""

import io as m

def t(f, *a, **k):
    try:
        o(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

def o(value):
    print(repr(value))
s = m.StringIO('a\nb\nc')
t(s.readline)
t(s.read, 2)
t(list, s)
t(s.seek, 0)
t(s.write, 'XYZ')
t(s.getvalue)
t(s.tell)
s.truncate(2)
t(s.getvalue)
t(s.write, 5)
b = m.BytesIO(b'ab')
b.seek(0, 2)
b.write(b'cd')
t(b.getvalue)
t(b.write, 'x')
s.close()
t(s.read)
b.seek(9)
b.write(b'z')
t(b.getvalue)
t(lambda: m.StringIO('a\nb\n').readlines())
