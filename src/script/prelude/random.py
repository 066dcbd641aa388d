"""Chance, as CPython has it (MT19937): the same seed gives the same numbers. Without one it comes from the world's."""

import _native
import _sys


def _cube_root(number):
    root = 1 << (number.bit_length() + 2) // 3
    while True:
        better = (2 * root + number // (root * root)) // 3
        if better >= root:
            return root
        root = better


def _square_root(number):
    root = 1 << (number.bit_length() + 1) // 2
    while True:
        better = (root + number // root) // 2
        if better >= root:
            return root
        root = better


_WORD = 0xFFFFFFFFFFFFFFFF


def _turned(word, bits):
    return (word >> bits | word << 64 - bits) & _WORD


def _sha512(data):
    """FIPS 180-4. Its constants are the first 64 bits of the fractions of roots of the first primes."""
    primes = []
    number = 2
    while len(primes) < 80:
        if all(number % prime for prime in primes):
            primes.append(number)
        number += 1
    constants = [_cube_root(prime << 192) & _WORD for prime in primes]
    state = [_square_root(prime << 128) & _WORD for prime in primes[:8]]
    bits = len(data) * 8
    data = data + b"\x80" + bytes(-(len(data) + 17) % 128) + bits.to_bytes(16, "big")
    for start in range(0, len(data), 128):
        words = [int.from_bytes(data[at : at + 8], "big") for at in range(start, start + 128, 8)]
        a, b, c, d, e, f, g, h = state
        for at in range(80):
            if at >= 16:
                x, y = words[at - 15], words[at - 2]
                x = _turned(x, 1) ^ _turned(x, 8) ^ x >> 7
                y = _turned(y, 19) ^ _turned(y, 61) ^ y >> 6
                words.append((words[at - 16] + x + words[at - 7] + y) & _WORD)
            one = h + (_turned(e, 14) ^ _turned(e, 18) ^ _turned(e, 41)) + (e & f ^ ~e & g)
            one += constants[at] + words[at]
            two = (_turned(a, 28) ^ _turned(a, 34) ^ _turned(a, 39)) + (a & b ^ a & c ^ b & c)
            a, b, c, d, e, f, g, h = (one + two) & _WORD, a, b, c, (d + one) & _WORD, e, f, g
        state = [(old + new) & _WORD for old, new in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join([word.to_bytes(8, "big") for word in state])


def _whole(value):
    if hasattr(type(value), "__index__"):
        return value.__index__()
    if isinstance(value, float) and value == int(value):
        return int(value)
    if isinstance(value, float):
        raise ValueError("non-integer arg 1 for randrange()")
    raise TypeError("'" + type(value).__name__ + "' object cannot be interpreted as an integer")


class Random:
    def __init__(self, x=None):
        self._state = None
        if x is not None:
            self.seed(x)

    def seed(self, a=None, version=2):
        if a is None:
            key = int.from_bytes(_sys.getrandom(16), "little")
        elif isinstance(a, (str, bytes, bytearray)):
            data = a.encode() if isinstance(a, str) else bytes(a)
            key = int.from_bytes(data + _sha512(data), "big")
        elif isinstance(a, int):
            key = abs(int(a))
        elif isinstance(a, float):
            key = hash(a) & _WORD
        else:
            raise TypeError(
                "The only supported seed types are: None,\nint, float, str, bytes, and bytearray."
            )
        self._state = bytearray()
        _native._mt_seed(self._state, key.to_bytes((key.bit_length() + 7) // 8, "little"))

    def _word(self):
        if self._state is None:
            self.seed()
        return _native._mt_word(self._state)

    def getstate(self):
        if self._state is None:
            self.seed()
        state = self._state
        words = [int.from_bytes(state[at : at + 4], "little") for at in range(0, len(state), 4)]
        return 3, tuple(words), None

    def setstate(self, state):
        self._state = bytearray(b"".join([word.to_bytes(4, "little") for word in state[1]]))

    def random(self):
        return ((self._word() >> 5) * 67108864 + (self._word() >> 6)) / 9007199254740992

    def getrandbits(self, k, /):
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        bits = 0
        for start in range(0, k, 32):
            word = self._word()
            bits |= (word >> 32 - (k - start) if k - start < 32 else word) << start
        return bits

    def randbytes(self, n):
        return self.getrandbits(n * 8).to_bytes(n, "little")

    def _below(self, n):
        bits = n.bit_length()
        number = self.getrandbits(bits)
        while number >= n > 0:
            number = self.getrandbits(bits)
        return number

    def randrange(self, start, stop=None, step=1):
        start = _whole(start)
        if stop is None:
            if step != 1:
                raise TypeError("Missing a non-None stop argument")
            if start > 0:
                return self._below(start)
            raise ValueError("empty range for randrange()")
        stop = _whole(stop)
        step = _whole(step)
        width = stop - start
        if step == 1:
            if width > 0:
                return start + self._below(width)
            raise ValueError("empty range for randrange() (%d, %d, %d)" % (start, stop, width))
        if step == 0:
            raise ValueError("zero step for randrange()")
        count = (width + step - (1 if step > 0 else -1)) // step
        if count <= 0:
            raise ValueError("empty range for randrange()")
        return start + step * self._below(count)

    def randint(self, a, b):
        return self.randrange(a, b + 1)

    def choice(self, seq):
        if not len(seq):
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._below(len(seq))]

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        n = len(population)
        if cum_weights is None:
            if weights is None:
                return [population[int(self.random() * n)] for _ in range(k)]
            if isinstance(weights, int):
                raise TypeError("The number of choices must be a keyword argument: k=" + repr(weights))
            cum_weights = []
            total = 0
            for weight in weights:
                total += weight
                cum_weights.append(total)
        elif weights is not None:
            raise TypeError("Cannot specify both weights and cumulative weights")
        if len(cum_weights) != n:
            raise ValueError("The number of weights does not match the population")
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError("Total of weights must be greater than zero")
        found = []
        for _ in range(k):
            place = self.random() * total
            index = 0
            while index < n - 1 and cum_weights[index] <= place:
                index += 1
            found.append(population[index])
        return found

    def shuffle(self, x):
        for place in range(len(x) - 1, 0, -1):
            other = self._below(place + 1)
            x[place], x[other] = x[other], x[place]

    def sample(self, population, k, *, counts=None):
        if isinstance(population, (set, frozenset, dict)) or not hasattr(population, "__getitem__"):
            raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
        if counts is not None:
            population = [item for item, count in zip(population, counts) for _ in range(count)]
        n = len(population)
        if not 0 <= k <= n:
            raise ValueError("Sample larger than population or is negative")
        few = 21
        if k > 5:
            power = 1
            while 4**power < k * 3:
                power += 1
            few += 4**power
        if n <= few:
            pool = list(population)
            found = []
            for place in range(k):
                index = self._below(n - place)
                found.append(pool[index])
                pool[index] = pool[n - place - 1]
            return found
        places = []
        for _ in range(k):
            index = self._below(n)
            while index in places:
                index = self._below(n)
            places.append(index)
        return [population[index] for index in places]

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        part = self.random()
        if high == low:
            return low
        middle = 0.5 if mode is None else (mode - low) / (high - low)
        if part > middle:
            part = 1.0 - part
            middle = 1.0 - middle
            low, high = high, low
        return low + (high - low) * _native._sqrt(part * middle)


_random = Random()
seed = _random.seed
random = _random.random
getrandbits = _random.getrandbits
randbytes = _random.randbytes
randrange = _random.randrange
randint = _random.randint
choice = _random.choice
choices = _random.choices
shuffle = _random.shuffle
sample = _random.sample
uniform = _random.uniform
triangular = _random.triangular
getstate = _random.getstate
setstate = _random.setstate
