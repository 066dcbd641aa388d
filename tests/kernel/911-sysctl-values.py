"""Settings that sysctl knows, and what values they take

env: net
topic: sysctl
prio: 3
"""
import lab

net = lab.Net()
for name in ('tcp_syncookies', 'tcp_max_syn_backlog', 'tcp_abort_on_overflow', 'tcp_synack_retries', 'tcp_syn_retries', 'tcp_retries1', 'tcp_retries2',
             'tcp_fin_timeout', 'tcp_keepalive_time', 'tcp_keepalive_intvl', 'tcp_keepalive_probes', 'tcp_tw_reuse', 'tcp_orphan_retries',
             'tcp_syn_linear_timeouts', 'tcp_timestamps', 'tcp_sack', 'tcp_window_scaling', 'ip_local_port_range', 'ip_default_ttl', 'tcp_rmem', 'tcp_wmem'):
    print(name, net.sysctl('h10', 'net.ipv4.' + name) if name != 'tcp_max_syn_backlog' and name != 'tcp_rmem' and name != 'tcp_wmem' else '')
for name, values in (('tcp_syncookies', (0, 1, 2)), ('tcp_abort_on_overflow', (1,)), ('tcp_synack_retries', (0, 7)), ('tcp_syn_retries', (1, 9)),
                     ('tcp_retries2', (3, 8)), ('tcp_fin_timeout', (1, 30)), ('tcp_keepalive_time', (5,)), ('tcp_keepalive_intvl', (1,)),
                     ('tcp_keepalive_probes', (2,)), ('tcp_max_syn_backlog', (8,)), ('tcp_tw_reuse', (0, 1))):
    for value in values:
        net.sysctl('h10', 'net.ipv4.' + name, value)
        print(name, net.sysctl('h10', 'net.ipv4.' + name))
net.sysctl('h10', 'net.core.somaxconn', 3)
s = net.listener('h10', 80, backlog=100)
print(net.ss('h10', '-tln'))
