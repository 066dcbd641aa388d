"""The module string."""

import string as m

def t(f, *a, **k):
    try:
        o(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

def o(value):
    print(repr(value))
for k in 'whitespace ascii_letters digits hexdigits octdigits punctuation printable'.split():
    o(getattr(m, k))
