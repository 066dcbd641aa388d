"""SO_PRIORITY above 6 or below 0, and any SO_MARK, are for root
env: loopback
topic: options
prio: 3
"""
import os
import socket

S = socket.SOL_SOCKET
PRIORITY, MARK = 12, 36
made_by_root = socket.socket()


def tries(s):
    for option, value in ((PRIORITY, 0), (PRIORITY, 6), (PRIORITY, 7), (PRIORITY, -1), (MARK, 0), (MARK, 5)):
        try:
            s.setsockopt(S, option, value)
            print(option, value, s.getsockopt(S, option))
        except OSError as e:
            print(option, value, type(e).__name__, e)


tries(made_by_root)
os.seteuid(1000)
tries(made_by_root)
tries(socket.socket())
made_by_user = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
os.seteuid(0)
tries(made_by_user)
