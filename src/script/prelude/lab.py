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

gw translates: outside, all private hosts have its address 203.0.113.7.

    net.fw("server", "drop in", flags="SYN")    # a packet filter
    net.conntrack()                     # what gw tracks

    w = lab.Wire()                      # client 192.168.1.13 and server 192.168.1.10; every packet is in your hands
    w.collect()                         # packets now on the wire, also in w.flight
    w.deliver(0)                        # number 0 arrives (keep=True: a copy of it)
    w.drop(0)                           # it is lost
    w.flow()                            # deliver everything until nothing moves
"""

import _sys
import socket as _socket
import struct as _struct
import time as _time

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


class _Hosts:
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

    def fw(self, host, what, proto="tcp", flags=None, undo=False, **match):
        act, way = what.split()
        mask = flags
        if flags and ("," in flags or flags in ("SYN", "ACK")):
            mask = "SYN,ACK,FIN,RST"
        keys = ("sport", "dport", "source", "destination")
        for key in match:
            if key not in keys:
                raise RuntimeError("iptables: unknown option --" + key)
        wanted = [match.get(key) for key in keys]
        _sys.lab_fw(host, act, way, proto, mask, flags, undo, *wanted)


class Net(_Hosts):
    def __init__(self, nat=True):
        _sys.lab_net(nat)

    def nat_ports(self, spec):
        low, _, high = spec.partition("-")
        _sys.lab_nat_ports(int(low), int(high or low))

    def port_forward(self, port, to, proto="tcp"):
        _sys.lab_port_forward(proto, port, to[0], to[1])

    def conntrack(self):
        out = []
        for line in self.sh("gw", "conntrack", "-L", "2>/dev/null").splitlines():
            f = line.split()
            state = f[3] if f[0] == "tcp" else "-"
            v = [word.partition("=")[2] for word in f if word.partition("=")[0] in ("src", "dst", "sport", "dport")]
            out.append(
                "%s %s %s:%s>%s:%s reply %s:%s>%s:%s"
                % (f[0], state, v[0], v[2], v[1], v[3], v[4], v[6], v[5], v[7])
            )
        return sorted(out)


class Wire(_Hosts):
    ADDR = {"client": "192.168.1.13", "server": "192.168.1.10"}

    def __init__(self, rto_min="3s"):
        _sys.lab_wire(_seconds(rto_min))
        self.flight, self.isn = [], {}
        self._known, self._numbers = set(), {}

    def name(self, ip):
        for host, address in self.ADDR.items():
            if address == ip:
                return host
        return ip

    def text(self, pkt):
        ihl = (pkt[0] & 15) * 4
        src, dst = _socket.inet_ntoa(pkt[12:16]), _socket.inet_ntoa(pkt[16:20])
        who = "%s>%s" % (self.name(src), self.name(dst))
        if pkt[9] == 6:
            sp, dp, seq, ack = _struct.unpack("!HHII", pkt[ihl : ihl + 12])
            who = "%s:%d>%s:%d" % (self.name(src), sp, self.name(dst), dp)
            off, fl = (pkt[ihl + 12] >> 4) * 4, pkt[ihl + 13]
            total = _struct.unpack("!H", pkt[2:4])[0]
            names = [w for b, w in ((2, "SYN"), (1, "FIN"), (4, "RST"), (8, "PSH"), (16, "ACK")) if fl & b]
            key, back = (src, sp, dst, dp), (dst, dp, src, sp)
            if fl & 2:
                self.isn[key] = seq
            out = "%s %s" % (who, ",".join(names))
            if key in self.isn:
                out += " seq=%d" % ((seq - self.isn[key]) & 0xFFFFFFFF)
            if fl & 16 and back in self.isn:
                out += " ack=%d" % ((ack - self.isn[back]) & 0xFFFFFFFF)
            return out + (" len=%d" % (total - ihl - off))
        if pkt[9] == 17:
            sp, dp, n = _struct.unpack("!HHH", pkt[ihl : ihl + 6])
            return "%s:%d>%s:%d UDP len=%d" % (self.name(src), sp, self.name(dst), dp, n - 8)
        if pkt[9] == 1:
            return "%s ICMP type=%d code=%d" % (who, pkt[ihl], pkt[ihl + 1])
        return "%s proto=%d" % (who, pkt[9])

    def _take(self):
        # One of the client's packets, one of the server's, and so on.
        sent = {host: [] for host in self.ADDR}
        for number, host, pkt in _sys.lab_wire_flight():
            if number not in self._known:
                self._known.add(number)
                self._numbers[pkt] = number
                sent[host].append(pkt)
        new = []
        while any(sent.values()):
            for host, pkts in sent.items():
                if pkts:
                    self.flight.append((host, pkts.pop(0)))
                    new.append(self.text(self.flight[-1][1]))
        return new

    def collect(self, wait=0.06):
        new = self._take()
        _time.sleep(min(wait, 0.01) if new else wait)
        return new + self._take()

    def deliver(self, i=0, keep=False):
        host, pkt = self.flight[i] if keep else self.flight.pop(i)
        _sys.lab_wire_deliver(self._numbers[pkt], keep)
        return self.text(pkt)

    def drop(self, i=0):
        pkt = self.flight.pop(i)[1]
        _sys.lab_wire_drop(self._numbers[pkt])
        return self.text(pkt)

    def flow(self, wait=0.06):
        out = []
        self.collect(wait)
        while self.flight:
            out.append(self.deliver(0))
            if not self.flight:
                self.collect(wait)
            else:
                self.collect(0.002)
        return out


def _seconds(text):
    if not text:
        return None
    text = str(text)
    if text.endswith("ms"):
        return float(text[:-2]) / 1000
    return float(text.rstrip("s"))
