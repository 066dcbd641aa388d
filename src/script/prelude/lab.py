"""Several hosts in one script: sockets that live on different machines.

    import lab
    net = lab.Net()
    s = net.tcp("server")               # a socket of that host
    net.ss("server")                    # sorted rows "STATE rq sq local peer"
    net.netstat("server")               # rows of netstat -tan, split on blanks
    net.sysctl("h10", "net.ipv4.ip_local_port_range", "40000 40003")

The hosts of Net():

   192.168.1.0/24 (private)                       203.0.113.0/24 (public)
   h10 192.168.1.10  -.                        .-  server  203.0.113.1
   h13 192.168.1.13  -+- gw 192.168.1.1        +-  server2 203.0.113.2
   h20 192.168.1.20  -'     203.0.113.7 -------+-  pub98   203.0.113.98
                                               '-  pub99   203.0.113.99

Not modelled yet: the address translation of gw. A private host is seen outside with its private address.
"""

import _sys
import socket as _socket

HOSTS = {
    "h10": "192.168.1.10",
    "h13": "192.168.1.13",
    "h20": "192.168.1.20",
    "server": "203.0.113.1",
    "server2": "203.0.113.2",
    "pub98": "203.0.113.98",
    "pub99": "203.0.113.99",
}
GW_IN, GW_OUT = "192.168.1.1", "203.0.113.7"


def _rows(text):
    return [" ".join(line.split()) for line in text.splitlines()]


class Net:
    def __init__(self, nat=True):
        _sys.lab_net()

    def socket(self, host, family=_socket.AF_INET, type=_socket.SOCK_STREAM, proto=0):
        return _socket.socket(family, type, proto, fileno=_sys.lab_socket(host, family, type))

    def tcp(self, host):
        return self.socket(host)

    def udp(self, host):
        return self.socket(host, _socket.AF_INET, _socket.SOCK_DGRAM)

    def listener(self, host, port, addr="0.0.0.0", backlog=5):
        s = self.tcp(host)
        s.bind((addr, port))
        s.listen(backlog)
        return s

    def connect(self, host, dst, sport=0):
        s = self.tcp(host)
        if sport:
            s.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
            s.bind(("0.0.0.0", sport))
        s.settimeout(5)
        s.connect(dst)
        s.settimeout(None)
        return s

    def sh(self, host, *cmd, check=True):
        return _sys.lab_report(host, " ".join(cmd))

    def ss(self, host, kind="-tan"):
        rows = _rows(self.sh(host, "ss", kind + "H"))
        return sorted(rows, key=lambda r: (r.split()[0] not in ("LISTEN", "UNCONN"), r.split()[3:], r))

    def netstat(self, host, opt="-tan"):
        rows = _rows(self.sh(host, "netstat", opt))[2:]
        return sorted(rows, key=lambda r: ("LISTEN" not in r, r.split()[3:], r))

    def sysctl(self, host, key, val=None):
        if val is None:
            return _sys.lab_sysctl(host, key)
        _sys.lab_sysctl(host, key, str(val))
