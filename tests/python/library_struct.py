"""The module struct."""

import struct as m

def t(f, *a, **k):
    try:
        o(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

def o(value):
    print(repr(value))
t(m.pack, '!HI', 80, 1)
t(m.unpack, '!HI', b'\x00P\x00\x00\x00\x01')
t(m.pack, '!H', 70000)
t(m.calcsize, 'bhiq')
t(m.calcsize, 'y')
for f, d, x in [('<i', b'abcdefgh', 6), ('<i', b'abc', -1), ('<i', b'abc', -9), ('<i', b'abcd', -5), ('<i', b'abcdefgh', 2), ('<i', b'abcdefgh', -4)]:
    t(m.unpack_from, f, d, x)
for b, x in [(3, 0), (8, 6), (8, -2), (8, 4), (8, -8)]:
    B = bytearray(b)
    t(m.pack_into, '<i', B, x, 1)
    t(bytes, B)
t(lambda: list(m.iter_unpack('<i', b'abcde')))
t(lambda: list(m.iter_unpack('<h', b'abcd')))
t(m.unpack, '<i', 'abcd')
t(m.unpack, 'h', b'a')
S = m.Struct('!4sH')
t(lambda: (S.size, S.pack(b'ab', 7), S.unpack(b'abcdef')))
