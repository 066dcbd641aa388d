"""The model's clock. A run begins at 1 700 000 000 seconds after 1970 (14 November 2023), and the time zone is UTC."""

import _sys

_EPOCH = 1700000000
timezone = 0
altzone = 0
daylight = 0
tzname = ("UTC", "UTC")
CLOCK_REALTIME = 0
CLOCK_MONOTONIC = 1

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def time():
    return _EPOCH + _sys.clock() / 1e9


def time_ns():
    return _EPOCH * 1000000000 + _sys.clock()


def monotonic():
    return _sys.clock() / 1e9


def monotonic_ns():
    return _sys.clock()


def perf_counter():
    return _sys.clock() / 1e9


def perf_counter_ns():
    return _sys.clock()


def clock_gettime(clock, /):
    return time() if clock == CLOCK_REALTIME else monotonic()


def sleep(seconds, /):
    if not isinstance(seconds, (int, float)):
        raise TypeError("'" + type(seconds).__name__ + "' object cannot be interpreted as an integer")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    _sys.sleep(seconds)


class struct_time:
    """The parts of a date and time, by name and by place."""

    tm_zone = "UTC"
    tm_gmtoff = 0
    _NAMES = (
        "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst",
    )  # fmt: skip

    def __init__(self, parts):
        parts = tuple(parts)
        if len(parts) != 9:
            raise TypeError("time.struct_time() takes an at least 9-sequence (%d-sequence given)" % len(parts))
        self._parts = parts
        (
            self.tm_year, self.tm_mon, self.tm_mday, self.tm_hour, self.tm_min,
            self.tm_sec, self.tm_wday, self.tm_yday, self.tm_isdst,
        ) = parts  # fmt: skip

    def __getitem__(self, index):
        return self._parts[index]

    def __len__(self):
        return 9

    def __iter__(self):
        return iter(self._parts)

    def __eq__(self, other):
        return self._parts == (other._parts if isinstance(other, struct_time) else other)

    def __hash__(self):
        return hash(self._parts)

    def __repr__(self):
        pairs = [name + "=" + str(part) for name, part in zip(self._NAMES, self._parts)]
        return "time.struct_time(" + ", ".join(pairs) + ")"


def _leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_before(year, month):
    """Days of the year before a month."""
    days = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)[month - 1]
    return days + 1 if month > 2 and _leap(year) else days


def _days_to(year):
    """Days from 1970 to the beginning of a year."""
    before = year - 1
    return 365 * (year - 1970) + (before // 4 - before // 100 + before // 400) - 477


def gmtime(seconds=None, /):
    seconds = int(time() if seconds is None else seconds // 1)
    days, rest = divmod(seconds, 86400)
    year = 1970 + days * 400 // 146097
    while _days_to(year + 1) <= days:
        year += 1
    while _days_to(year) > days:
        year -= 1
    day = days - _days_to(year)
    month = 12
    while _days_before(year, month) > day:
        month -= 1
    parts = (
        year, month, day - _days_before(year, month) + 1,
        rest // 3600, rest // 60 % 60, rest % 60, (days + 3) % 7, day + 1, 0,
    )  # fmt: skip
    return struct_time(parts)


def localtime(seconds=None, /):
    return gmtime(seconds)


def mktime(parts, /):
    year, month, day, hour, minute, second = tuple(parts)[:6]
    days = _days_to(year) + _days_before(year, month) + day - 1
    return float(days * 86400 + hour * 3600 + minute * 60 + second)


def asctime(parts=None, /):
    parts = gmtime() if parts is None else struct_time(parts)
    return "%s %s %2d %02d:%02d:%02d %d" % (
        _DAYS[parts.tm_wday], _MONTHS[parts.tm_mon - 1], parts.tm_mday,
        parts.tm_hour, parts.tm_min, parts.tm_sec, parts.tm_year,
    )  # fmt: skip


def ctime(seconds=None, /):
    return asctime(gmtime(seconds))


def _field(letter, at):
    if letter == "Y":
        return str(at.tm_year)
    if letter == "y":
        return "%02d" % (at.tm_year % 100)
    if letter == "m":
        return "%02d" % at.tm_mon
    if letter == "d":
        return "%02d" % at.tm_mday
    if letter == "e":
        return "%2d" % at.tm_mday
    if letter == "H":
        return "%02d" % at.tm_hour
    if letter == "I":
        return "%02d" % ((at.tm_hour + 11) % 12 + 1)
    if letter == "M":
        return "%02d" % at.tm_min
    if letter == "S":
        return "%02d" % at.tm_sec
    if letter == "p":
        return "AM" if at.tm_hour < 12 else "PM"
    if letter == "j":
        return "%03d" % at.tm_yday
    if letter == "a":
        return _DAYS[at.tm_wday]
    if letter == "A":
        return _LONG_DAYS[at.tm_wday]
    if letter in "bh":
        return _MONTHS[at.tm_mon - 1]
    if letter == "B":
        return _LONG_MONTHS[at.tm_mon - 1]
    if letter == "w":
        return str((at.tm_wday + 1) % 7)
    if letter == "s":
        return str(int(mktime(at)))
    if letter == "z":
        return "+0000"
    if letter == "Z":
        return "UTC"
    if letter in _TOGETHER:
        return strftime(_TOGETHER[letter], at)
    return {"%": "%", "n": "\n", "t": "\t"}.get(letter, "%" + letter)


_TOGETHER = {
    "T": "%H:%M:%S", "R": "%H:%M", "F": "%Y-%m-%d", "D": "%m/%d/%y", "x": "%m/%d/%y",
    "X": "%H:%M:%S", "c": "%a %b %e %H:%M:%S %Y", "r": "%I:%M:%S %p",
}  # fmt: skip


def strftime(format, parts=None, /):
    at = gmtime() if parts is None else struct_time(parts)
    text = ""
    place = 0
    while place < len(format):
        letter = format[place]
        place += 1
        if letter == "%" and place < len(format):
            text += _field(format[place], at)
            place += 1
        else:
            text += letter
    return text
