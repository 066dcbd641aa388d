"""BSD sockets, as far as the model's kernel knows them: IPv4, and IPv6 on the host itself.
"""

import _native
import _sys

error = OSError
timeout = TimeoutError
has_ipv6 = True

AF_UNSPEC = 0
AF_UNIX = 1
AF_INET = 2
AF_INET6 = 10
SOCK_STREAM = 1
SOCK_DGRAM = 2
SOCK_RAW = 3
SOCK_SEQPACKET = 5
SOCK_NONBLOCK = 2048
SOCK_CLOEXEC = 524288
SOL_SOCKET = 1
SOL_IP = 0
SOL_TCP = 6
SOL_UDP = 17
IPPROTO_IP = 0
IPPROTO_ICMP = 1
IPPROTO_TCP = 6
IPPROTO_UDP = 17
IPPROTO_IPV6 = 41
SO_DEBUG = 1
SO_REUSEADDR = 2
SO_TYPE = 3
SO_ERROR = 4
SO_DONTROUTE = 5
SO_BROADCAST = 6
SO_SNDBUF = 7
SO_RCVBUF = 8
SO_KEEPALIVE = 9
SO_OOBINLINE = 10
SO_LINGER = 13
SO_PRIORITY = 12
SO_REUSEPORT = 15
SO_RCVLOWAT = 18
SO_SNDLOWAT = 19
SO_RCVTIMEO = 20
SO_SNDTIMEO = 21
SO_ACCEPTCONN = 30
SO_PROTOCOL = 38
SO_DOMAIN = 39
SO_INCOMING_CPU = 49
SO_BINDTODEVICE = 25
SO_MARK = 36
TCP_NODELAY = 1
TCP_MAXSEG = 2
TCP_CORK = 3
TCP_KEEPIDLE = 4
TCP_KEEPINTVL = 5
TCP_KEEPCNT = 6
TCP_SYNCNT = 7
TCP_LINGER2 = 8
TCP_DEFER_ACCEPT = 9
TCP_WINDOW_CLAMP = 10
TCP_INFO = 11
TCP_QUICKACK = 12
TCP_USER_TIMEOUT = 18
TCP_FASTOPEN = 23
TCP_CONGESTION = 13
IP_TOS = 1
IP_TTL = 2
IP_ADD_MEMBERSHIP = 35
IP_DROP_MEMBERSHIP = 36
IP_MULTICAST_IF = 32
IP_MULTICAST_TTL = 33
IP_MULTICAST_LOOP = 34
IP_BIND_ADDRESS_NO_PORT = 24
IPV6_V6ONLY = 26
MSG_OOB = 1
MSG_PEEK = 2
MSG_DONTROUTE = 4
MSG_TRUNC = 32
MSG_DONTWAIT = 64
MSG_EOR = 128
MSG_WAITALL = 256
MSG_NOSIGNAL = 16384
MSG_MORE = 32768
MSG_ERRQUEUE = 8192
SHUT_RD = 0
SHUT_WR = 1
SHUT_RDWR = 2
SOMAXCONN = 4096
SCM_RIGHTS = 1
SCM_CREDENTIALS = 2
INADDR_ANY = 0
INADDR_BROADCAST = 4294967295
INADDR_LOOPBACK = 2130706433
INADDR_NONE = 4294967295
IPPORT_RESERVED = 1024
IPPORT_USERRESERVED = 5000
AI_PASSIVE = 1
AI_CANONNAME = 2
AI_NUMERICHOST = 4
AI_NUMERICSERV = 1024
EAI_NONAME = -2
EAI_FAMILY = -6
EAI_SERVICE = -8
EAI_SOCKTYPE = -7
EAI_ADDRFAMILY = -9
EAI_AGAIN = -3
EAI_FAIL = -4
NI_NUMERICHOST = 1
NI_NUMERICSERV = 2

for _class, _begin in (("AddressFamily", "AF_"), ("SocketKind", "SOCK_"), ("MsgFlag", "MSG_"), ("AddressInfo", "AI_")):
    _native._name_ints(_class, _begin)
_FAMILIES = {int(family): family for family in (AF_UNIX, AF_INET, AF_INET6)}
_KINDS = {int(kind): kind for kind in (SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET)}
_GLOBAL_DEFAULT_TIMEOUT = object()
_default_timeout = None
# Names of hosts and the addresses that they stand for.
_addresses = {"": "0.0.0.0", "localhost": "127.0.0.1", "<broadcast>": "255.255.255.255"}


# Options whose value is a structure of C.
_STRUCTURES = (
    (SOL_SOCKET, SO_LINGER),
    (SOL_SOCKET, SO_RCVTIMEO),
    (SOL_SOCKET, SO_SNDTIMEO),
    (IPPROTO_IP, IP_MULTICAST_IF),
    (IPPROTO_IP, IP_ADD_MEMBERSHIP),
    (IPPROTO_IP, IP_DROP_MEMBERSHIP),
)


class herror(OSError):
    pass


class gaierror(OSError):
    pass


def _index(value):
    if isinstance(value, int):
        return value
    if hasattr(type(value), "__index__"):
        return value.__index__()
    raise TypeError("'" + type(value).__name__ + "' object cannot be interpreted as an integer")


def _bytes(data):
    if isinstance(data, bytes):
        return data
    if isinstance(data, bytearray):
        return bytes(data)
    raise TypeError("a bytes-like object is required, not '" + type(data).__name__ + "'")


def _part(text):
    """One part of an address in inet_aton's spelling: decimal, 0x hexadecimal or 0 octal."""
    try:
        if not text.isalnum():
            return None
        if text[:2] in ("0x", "0X"):
            return int(text[2:], 16)
        if text[0] == "0":
            return int(text, 8)
        return int(text, 10)
    except ValueError:
        return None


def _number(text):
    """The 32 bits of an address of one to four parts, or None."""
    parts = [_part(part) for part in text.split(".")]
    if len(parts) > 4 or None in parts:
        return None
    rest = parts.pop()
    value = 0
    for part in parts:
        if part > 255:
            return None
        value = value * 256 + part
    room = 256 ** (4 - len(parts))
    return None if rest >= room else value * room + rest


def _dotted(number):
    return "%d.%d.%d.%d" % (number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255)


def _groups(text):
    """Numbers of 16 bits between colons; an IPv4 address may be the end. None where it is no such list."""
    if not text:
        return []
    groups = []
    parts = text.split(":")
    for place, part in enumerate(parts):
        if "." in part and place == len(parts) - 1:
            number = _number(part)
            if number is None or _dotted(number) != part:
                return None
            groups += [number >> 16, number & 0xFFFF]
        elif 1 <= len(part) <= 4 and all(digit in "0123456789abcdefABCDEF" for digit in part):
            groups.append(int(part, 16))
        else:
            return None
    return groups


def _number6(text):
    """The 128 bits of an IPv6 address, or None."""
    before, gap, after = text.partition("::")
    if gap and ("::" in after or "." in before):
        return None
    before, after = _groups(before), _groups(after)
    if before is None or after is None:
        return None
    missing = 8 - len(before) - len(after)
    if missing < 1 if gap else missing != 0:
        return None
    number = 0
    for group in before + [0] * missing + after:
        number = number << 16 | group
    return number


def _colons(number):
    """An IPv6 address as text (RFC 5952): `::` stands for the longest run of zeros."""
    groups = [number >> shift & 0xFFFF for shift in range(112, -16, -16)]
    start, length = 0, 1
    for place in range(8):
        run = 0
        while place + run < 8 and groups[place + run] == 0:
            run += 1
        if run > length:
            start, length = place, run
    words = ["%x" % group for group in groups]
    if start == 0 and (length == 6 or length == 5 and groups[5] == 0xFFFF):
        words[6:] = [_dotted(number)]
    if length == 1:
        return ":".join(words)
    return ":".join(words[:start]) + "::" + ":".join(words[start + length :])


def _host(host):
    """The numeric address of a host, as the C library finds it."""
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode()
    if not isinstance(host, str):
        raise TypeError("str, bytes or bytearray expected, not " + type(host).__name__)
    known = _addresses.get(host)
    if known is None:
        number = _number(host)
        if number is None:
            if _number6(host) is not None:
                raise gaierror(EAI_ADDRFAMILY, "Address family for hostname not supported")
            raise gaierror(EAI_NONAME, "Name or service not known")
        known = _addresses[host] = _dotted(number)
    return known


def _host6(host):
    """The same for a socket of IPv6."""
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode()
    if not isinstance(host, str):
        raise TypeError("str, bytes or bytearray expected, not " + type(host).__name__)
    if host == "":
        return "::"
    if host == "localhost":
        return "::1"
    number = _number6(host)
    if number is not None:
        return _colons(number)
    if _number(host) is not None:
        raise gaierror(EAI_ADDRFAMILY, "Address family for hostname not supported")
    raise gaierror(EAI_NONAME, "Name or service not known")


def _address(call, address, family=AF_INET):
    """Host and port of an address, checked as CPython checks them."""
    if family == AF_INET6:
        if not isinstance(address, tuple):
            raise TypeError(call + "(): AF_INET6 address must be tuple, not " + type(address).__name__)
        if not 2 <= len(address) <= 4:
            raise TypeError("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
        port = _index(address[1])
        host = _host6(address[0])
    else:
        if not isinstance(address, tuple):
            raise TypeError(call + "(): AF_INET address must be tuple, not " + type(address).__name__)
        if len(address) != 2:
            raise TypeError("AF_INET address must be a pair (host, port)")
        port = _index(address[1])
        host = _host(address[0])
    if not 0 <= port <= 65535:
        raise OverflowError(call + "(): port must be 0-65535.")
    return host, int(port)


def _seconds(value):
    """A time-out as a float, or None for ever."""
    if value is None:
        return None
    if not isinstance(value, float):
        value = float(_index(value))
    if value < 0:
        raise ValueError("Timeout value out of range")
    return value


class socket:
    _fd = -1
    _closed = False
    _files = 0

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:
            family = AF_INET if family == -1 else _index(family)
            type = SOCK_STREAM if type == -1 else _index(type)
            proto = 0 if proto == -1 else _index(proto)
            fd = _sys.socket(family, type, proto)
        else:
            fd = _index(fileno)
            if fd < 0:
                raise ValueError("negative file descriptor")
            if family == -1:
                family = _sys.getsockopt(fd, SOL_SOCKET, SO_DOMAIN)
            if type == -1:
                type = _sys.getsockopt(fd, SOL_SOCKET, SO_TYPE)
            if proto == -1:
                proto = _sys.getsockopt(fd, SOL_SOCKET, SO_PROTOCOL)
        self._fd = fd
        self._family = family
        self._kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)
        self._proto = proto
        self._timeout = None
        if type & SOCK_NONBLOCK:
            self.settimeout(0.0)
        elif _default_timeout is not None:
            self.settimeout(_default_timeout)

    @property
    def family(self):
        return _FAMILIES.get(self._family, self._family)

    @property
    def type(self):
        return _KINDS.get(self._kind, self._kind)

    @property
    def proto(self):
        return self._proto

    @property
    def timeout(self):
        return self._timeout

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if not self._closed:
            self.close()

    def __repr__(self):
        text = "<" + self.__class__.__module__ + "." + self.__class__.__qualname__
        if self._closed:
            text += " [closed]"
        text += " fd=%d, family=%d, type=%d, proto=%d" % (self._fd, self._family, self._kind, self._proto)
        if not self._closed:
            try:
                text += ", laddr=" + repr(self.getsockname())
            except OSError:
                pass
            try:
                text += ", raddr=" + repr(self.getpeername())
            except OSError:
                pass
        return text + ">"

    def __del__(self):
        fd = self._fd
        if fd >= 0:
            self._fd = -1
            try:
                _sys.close(fd)
            except OSError:
                pass

    def fileno(self):
        return self._fd

    def close(self):
        self._closed = True
        if self._files <= 0:
            self._close_descriptor()

    def _close_descriptor(self):
        fd = self._fd
        if fd >= 0:
            self._fd = -1
            _sys.close(fd)

    def sendmsg(self, buffers, ancdata=(), flags=0, address=None, /):
        data = b"".join([_bytes(buffer) for buffer in buffers])
        fds = []
        for level, kind, packed in ancdata:
            if level != SOL_SOCKET or kind != SCM_RIGHTS:
                raise OSError(22, "Invalid argument")
            packed = packed if isinstance(packed, (bytes, bytearray)) else packed.tobytes()
            fds += [int.from_bytes(packed[at : at + 4], "little") for at in range(0, len(packed), 4)]
        if self._family == AF_UNIX:
            return _sys.sendmsg(self._fd, data, fds, flags, self._timeout)
        return self.send(data, flags) if address is None else self.sendto(data, flags, address)

    def recvmsg(self, bufsize, ancbufsize=0, flags=0, /):
        if self._family != AF_UNIX:
            if self._kind & 15 != SOCK_DGRAM:
                return self.recv(bufsize, flags), [], 0, None
            data, address, whole = _sys.recvfrom(self._fd, bufsize, flags, self._timeout)
            return data, [], int(MSG_TRUNC) if whole > len(data) else 0, address
        most = max(0, (ancbufsize - 16) // 4)
        data, fds = _sys.recvmsg(self._fd, bufsize, most, flags, self._timeout)
        packed = b"".join([fd.to_bytes(4, "little") for fd in fds])
        return data, [(SOL_SOCKET, SCM_RIGHTS, packed)] if fds else [], 0, None

    def get_inheritable(self):
        return False

    def set_inheritable(self, inheritable):
        """Not modelled, because nothing here replaces its program: sockets that are closed by `exec`."""

    def detach(self):
        fd = self._fd
        self._closed = True
        self._fd = -1
        return fd

    def dup(self):
        copy = self.__class__(self._family, self._kind, self._proto, fileno=_sys.dup(self._fd))
        copy.settimeout(self._timeout)
        return copy

    def bind(self, address, /):
        host, port = _address("bind", address, self._family)
        _sys.bind(self._fd, host, port)

    def listen(self, backlog=128, /):
        _sys.listen(self._fd, max(_index(backlog), 0))

    def accept(self):
        fd, address = _sys.accept(self._fd, self._timeout)
        return socket(self._family, self._kind, self._proto, fileno=fd), address

    def connect(self, address, /):
        host, port = _address("connect", address, self._family)
        _sys.connect(self._fd, host, port, self._timeout)

    def connect_ex(self, address, /):
        host, port = _address("connect_ex", address, self._family)
        try:
            _sys.connect(self._fd, host, port, self._timeout)
        except OSError as failure:
            # A time-out of the socket itself counts as EAGAIN.
            return 11 if failure.errno is None else failure.errno
        return 0

    def send(self, data, flags=0, /):
        return _sys.send(self._fd, _bytes(data), flags, self._timeout)

    def sendall(self, data, flags=0, /):
        data = _bytes(data)
        if not self._timeout:
            sent = _sys.send(self._fd, data, flags, self._timeout)
            while sent < len(data):
                sent += _sys.send(self._fd, data[sent:], flags, self._timeout)
            return
        # The time-out is for all of it together.
        end = _sys.clock() + int(self._timeout * 1e9)
        sent = _sys.send(self._fd, data, flags, self._timeout)
        while sent < len(data):
            left = end - _sys.clock()
            if left <= 0:
                raise TimeoutError("timed out")
            sent += _sys.send(self._fd, data[sent:], flags, left / 1e9)

    def sendto(self, data, *rest):
        if not 1 <= len(rest) <= 2:
            raise TypeError("sendto() takes 2 or 3 arguments (%d given)" % (1 + len(rest)))
        data = _bytes(data)
        host, port = _address("sendto", rest[-1], self._family)
        if self._kind & 15 == SOCK_DGRAM:
            return _sys.sendto(self._fd, data, rest[0] if len(rest) == 2 else 0, host, port, self._timeout)
        # A stream goes to its one peer, whatever the address says (Linux `tcp_sendmsg`).
        return _sys.send(self._fd, data, rest[0] if len(rest) == 2 else 0, self._timeout)

    def recv(self, bufsize, flags=0, /):
        if not isinstance(bufsize, int):
            bufsize = _index(bufsize)
        if bufsize < 0:
            raise ValueError("negative buffersize in recv")
        if bufsize == 0:
            return b""  # CPython does not ask the kernel.
        return _sys.recv(self._fd, bufsize, flags, self._timeout)

    def recvfrom(self, bufsize, flags=0, /):
        if _index(bufsize) < 0:
            raise ValueError("negative buffersize in recvfrom")
        if self._kind & 15 == SOCK_DGRAM:
            return _sys.recvfrom(self._fd, bufsize, flags, self._timeout)[:2]
        return self.recv(bufsize, flags), None

    def _into(self, call, buffer, nbytes, flags):
        """Receives into a buffer: the number of bytes, and the sender of a message."""
        if not isinstance(buffer, bytearray):
            raise TypeError(
                call + "() argument 1 must be read-write bytes-like object, not " + type(buffer).__name__
            )
        if nbytes < 0:
            raise ValueError("negative buffersize in " + call)
        if nbytes > len(buffer):
            if call == "recvfrom_into":
                raise ValueError("nbytes is greater than the length of the buffer")
            raise ValueError("buffer too small for requested bytes")
        size = nbytes or len(buffer)
        if self._kind & 15 == SOCK_DGRAM and self._family != AF_UNIX:
            data, sender, whole = _sys.recvfrom(self._fd, size, flags, self._timeout)
            buffer[: len(data)] = data
            # MSG_TRUNC asks for the message's true length.
            return whole if flags & MSG_TRUNC else len(data), sender
        data = self.recv(size, flags)
        if not flags & MSG_TRUNC:
            # From a connection, it throws the bytes away.
            buffer[: len(data)] = data
        return len(data), None

    def recv_into(self, buffer, nbytes=0, flags=0):
        return self._into("recv_into", buffer, nbytes, flags)[0]

    def recvfrom_into(self, buffer, nbytes=0, flags=0):
        return self._into("recvfrom_into", buffer, nbytes, flags)

    def shutdown(self, how, /):
        _sys.shutdown(self._fd, _index(how))

    def getsockname(self):
        return _sys.getsockname(self._fd)

    def getpeername(self):
        return _sys.getpeername(self._fd)

    def setsockopt(self, level, option, value, length=None, /):
        if isinstance(value, int):
            if not -(2**31) <= value < 2**31:
                raise TypeError("a bytes-like object is required, not 'int'")
            if level == SOL_SOCKET and (level, option) in _STRUCTURES:
                # Four bytes are no such structure: the kernel says EINVAL.
                value = b"\0\0\0\0"
        else:
            value = b"" if value is None and length is not None else _bytes(value)
            if (level, option) not in _STRUCTURES:
                if len(value) < 4:
                    raise OSError(22, "Invalid argument")
                value = int.from_bytes(value[:4], "little", signed=True)
        _sys.setsockopt(self._fd, level, option, value)

    def getsockopt(self, level, option, buflen=0, /):
        if not 0 <= buflen <= 1024:
            raise OSError("getsockopt buflen out of range")
        value = _sys.getsockopt(self._fd, level, option)
        if buflen == 0:
            return value if isinstance(value, int) else int.from_bytes(value[:4], "little", signed=True)
        if isinstance(value, int):
            value = value.to_bytes(4, "little", signed=True)
        return value[:buflen]

    def settimeout(self, value, /):
        value = _seconds(value)
        # The descriptor of a socket with a time-out never blocks: CPython waits with poll(2) instead.
        _sys.set_blocking(self._fd, value is None)
        self._timeout = value

    def gettimeout(self):
        return self._timeout

    def setblocking(self, flag, /):
        self.settimeout(None if flag else 0.0)

    def getblocking(self):
        return self._timeout is None or self._timeout > 0

    def makefile(self, mode="r", buffering=None, *, encoding=None, errors=None, newline=None):
        for letter in mode:
            if letter not in "rwb":
                raise ValueError("invalid mode %r (only r, w, b allowed)" % (mode,))
        from io import _open

        writing = "w" in mode
        reading = "r" in mode or not writing
        return _open(SocketIO(self, reading, writing), mode, buffering, encoding, errors, newline)

    def _file_closed(self):
        if self._files > 0:
            self._files -= 1
        if self._closed:
            self.close()


SocketType = socket


class SocketIO:
    """The bytes of a socket, as a file sees them."""

    def __init__(self, sock, reading, writing):
        self._sock = sock
        self._reading = reading
        self._writing = writing
        self._timed_out = False
        sock._files += 1

    def readable(self):
        return self._reading

    def writable(self):
        return self._writing

    def fileno(self):
        return self._sock.fileno()

    def read(self, size):
        """Up to `size` bytes; None where none are there and the socket does not wait."""
        if self._timed_out:
            raise OSError("cannot read from timed out object")
        try:
            return self._sock.recv(size)
        except TimeoutError:
            self._timed_out = True
            raise
        except BlockingIOError:
            return None

    def write(self, data):
        try:
            return self._sock.send(data)
        except BlockingIOError:
            return None

    def close(self):
        sock = self._sock
        if sock is not None:
            self._sock = None
            sock._file_closed()


def fromfd(fd, family, type, proto=0):
    return socket(family, type, proto, _sys.dup(fd))


def close(fd):
    _sys.close(fd)


def getdefaulttimeout():
    return _default_timeout


def setdefaulttimeout(value):
    global _default_timeout
    _default_timeout = _seconds(value)


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None):
    host, port = address[:2]
    failures = []
    for family, kind, proto, _, found in getaddrinfo(host, port, 0, SOCK_STREAM):
        sock = None
        try:
            sock = socket(family, kind, proto)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(found)
            return sock
        except OSError as failure:
            failures.append(failure)
            if sock is not None:
                sock.close()
    raise failures[0]


def has_dualstack_ipv6():
    return True


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    if dualstack_ipv6 and family != AF_INET6:
        raise ValueError("dualstack_ipv6 requires AF_INET6 family")
    sock = socket(family, SOCK_STREAM)
    try:
        sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        if reuse_port:
            sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        if family == AF_INET6:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0 if dualstack_ipv6 else 1)
        try:
            sock.bind(address)
        except OSError as failure:
            where = "%s (while attempting to bind on address %r)" % (failure.strerror, address)
            raise OSError(failure.errno, where) from None
        if backlog is None:
            sock.listen()
        else:
            sock.listen(backlog)
        return sock
    except OSError:
        sock.close()
        raise


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    family = AF_UNIX if family is None else family
    first, second = _sys.socketpair(family, type)
    return socket(family, type, proto, first), socket(family, type, proto, second)


def CMSG_LEN(length, /):
    return 16 + length


def CMSG_SPACE(length, /):
    return 16 + (length + 7) // 8 * 8


def send_fds(sock, buffers, fds, flags=0, address=None):
    packed = b"".join([fd.to_bytes(4, "little") for fd in fds])
    return sock.sendmsg(buffers, [(SOL_SOCKET, SCM_RIGHTS, packed)])


def recv_fds(sock, bufsize, maxfds, flags=0):
    data, ancdata, flags, address = sock.recvmsg(bufsize, CMSG_LEN(maxfds * 4))
    fds = []
    for _, _, packed in ancdata:
        fds += [int.from_bytes(packed[at : at + 4], "little") for at in range(0, len(packed), 4)]
    return data, fds, flags, address


def gethostname():
    return _sys.gethostname()


def gethostbyname(name, /):
    return _host(name)


_SERVICES = {"echo": 7, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "http": 80, "https": 443}


def getservbyname(name, protocol="tcp", /):
    if name not in _SERVICES:
        raise OSError("service/proto not found")
    return _SERVICES[name]


def _port(service):
    if service is None:
        return 0
    if isinstance(service, int):
        return service
    if isinstance(service, bytes):
        service = service.decode()
    if service.isdigit():
        return int(service)
    if service in _SERVICES:
        return _SERVICES[service]
    raise gaierror(EAI_SERVICE, "Servname not supported for ai_socktype")


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    if family not in (AF_UNSPEC, AF_INET, AF_INET6):
        raise gaierror(EAI_FAMILY, "ai_family not supported")
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode()
    six = family == AF_INET6 or family == AF_UNSPEC and isinstance(host, str) and _number6(host) is not None
    if host is None:
        if port is None:
            raise gaierror(EAI_NONAME, "Name or service not known")
        if six:
            host = "::" if flags & AI_PASSIVE else "::1"
        else:
            host = "0.0.0.0" if flags & AI_PASSIVE else "127.0.0.1"
    elif host in ("", "<broadcast>"):
        raise gaierror(EAI_NONAME, "Name or service not known")
    elif flags & AI_NUMERICHOST and _number(host) is None and _number6(host) is None:
        raise gaierror(EAI_NONAME, "Name or service not known")
    family = AF_INET6 if six else AF_INET
    address = (_host6(host), _port(port), 0, 0) if six else (_host(host), _port(port))
    kinds = ((SOCK_STREAM, IPPROTO_TCP), (SOCK_DGRAM, IPPROTO_UDP), (SOCK_RAW, proto))
    found = [
        (family, kind, number, "", address)
        for kind, number in kinds
        if type in (0, kind) and proto in (0, number)
    ]
    if not found:
        raise gaierror(EAI_SOCKTYPE, "ai_socktype not supported")
    return found


def inet_aton(text, /):
    number = _number(text)
    if number is None:
        raise OSError("illegal IP address string passed to inet_aton")
    return number.to_bytes(4, "big")


def inet_ntoa(packed, /):
    packed = _bytes(packed)
    if len(packed) != 4:
        raise OSError("packed IP wrong length for inet_ntoa")
    return _dotted(int.from_bytes(packed, "big"))


def inet_pton(family, text, /):
    if family == AF_INET6:
        number = _number6(text)
        if number is None:
            raise OSError("illegal IP address string passed to inet_pton")
        return number.to_bytes(16, "big")
    if family != AF_INET:
        raise OSError(97, "Address family not supported by protocol")
    number = _number(text)
    if number is None or _dotted(number) != text:
        raise OSError("illegal IP address string passed to inet_pton")
    return number.to_bytes(4, "big")


def inet_ntop(family, packed, /):
    if family not in (AF_INET, AF_INET6):
        raise ValueError("unknown address family " + str(family))
    packed = _bytes(packed)
    if len(packed) != (4 if family == AF_INET else 16):
        raise ValueError("invalid length of packed IP address string")
    if family == AF_INET6:
        return _colons(int.from_bytes(packed, "big"))
    return _dotted(int.from_bytes(packed, "big"))


def _swap_short(name, value):
    value = _index(value)
    if value < 0:
        raise OverflowError(name + ": can't convert negative Python int to C 16-bit unsigned integer")
    if value > 0xFFFF:
        raise OverflowError(name + ": Python int too large to convert to C 16-bit unsigned integer")
    return (value & 0xFF) << 8 | value >> 8


def _swap_long(value):
    value = _index(value)
    if value < 0:
        raise OverflowError("can't convert negative value to unsigned int")
    if value > 0xFFFFFFFF:
        raise OverflowError("int larger than 32 bits")
    return int.from_bytes(value.to_bytes(4, "little"), "big")


def htons(value, /):
    return _swap_short("htons", value)


def ntohs(value, /):
    return _swap_short("ntohs", value)


def htonl(value, /):
    return _swap_long(value)


def ntohl(value, /):
    return _swap_long(value)
