"""Chance, from the seed of the world or from `seed`: the same seed gives the same numbers.

Not modelled, because chance comes from the world's seed: CPython's generator of random numbers. The
numbers are others than CPython gives for the same seed.
"""

import _sys


class Random:
    """Xorshift with 128 bits (Marsaglia 2003), in words of 32 bits."""

    def __init__(self, x=None):
        self._state = None
        if x is not None:
            self.seed(x)

    def seed(self, a=None, version=2):
        if a is None:
            data = _sys.getrandom(16)
        else:
            data = repr(a).encode()
        # FNV-1a over the bytes, once for each word.
        state = []
        for start in range(4):
            word = 2166136261 ^ start * 40503
            for byte in data:
                word = (word ^ byte) * 16777619 & 0xFFFFFFFF
            state.append(word)
        self._state = state if any(state) else [1, 2, 3, 4]
        for _ in range(16):
            self._word()

    def _word(self):
        if self._state is None:
            self.seed()
        x, y, z, w = self._state
        t = (x ^ x << 11) & 0xFFFFFFFF
        w_next = w ^ w >> 19 ^ t ^ t >> 8
        self._state = [y, z, w, w_next]
        return w_next

    def getstate(self):
        return None if self._state is None else tuple(self._state)

    def setstate(self, state):
        self._state = None if state is None else list(state)

    def random(self):
        return ((self._word() >> 5) * 67108864 + (self._word() >> 6)) / 9007199254740992

    def getrandbits(self, k):
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        bits = 0
        for _ in range((k + 31) // 32):
            bits = bits << 32 | self._word()
        return bits >> -k % 32

    def randbytes(self, n):
        return self.getrandbits(n * 8).to_bytes(n, "little")

    def _below(self, n):
        bits = n.bit_length()
        number = self.getrandbits(bits)
        while number >= n:
            number = self.getrandbits(bits)
        return number

    def randrange(self, start, stop=None, step=1):
        if stop is None:
            if start > 0:
                return self._below(start)
            raise ValueError("empty range for randrange()")
        if step == 0:
            raise ValueError("zero step for randrange()")
        count = (stop - start + step - (1 if step > 0 else -1)) // step
        if count <= 0:
            raise ValueError("empty range for randrange() (%d, %d, %d)" % (start, stop, stop - start))
        return start + step * self._below(count)

    def randint(self, a, b):
        return self.randrange(a, b + 1)

    def choice(self, seq):
        if not len(seq):
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._below(len(seq))]

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        if weights is not None:
            cum_weights = []
            total = 0
            for weight in weights:
                total += weight
                cum_weights.append(total)
        if cum_weights is None:
            return [population[self._below(len(population))] for _ in range(k)]
        if len(cum_weights) != len(population):
            raise ValueError("The number of weights does not match the population")
        found = []
        for _ in range(k):
            place = self.random() * cum_weights[-1]
            index = 0
            while index < len(population) - 1 and cum_weights[index] <= place:
                index += 1
            found.append(population[index])
        return found

    def shuffle(self, x):
        for place in range(len(x) - 1, 0, -1):
            other = self._below(place + 1)
            x[place], x[other] = x[other], x[place]

    def sample(self, population, k):
        pool = list(population)
        if not 0 <= k <= len(pool):
            raise ValueError("Sample larger than population or is negative")
        found = []
        for _ in range(k):
            found.append(pool.pop(self._below(len(pool))))
        return found

    def uniform(self, a, b):
        return a + (b - a) * self.random()


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
getstate = _random.getstate
setstate = _random.setstate
