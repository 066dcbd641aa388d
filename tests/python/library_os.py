"""The modules os, errno, sys and time, as far as they print the same on every machine."""

import errno
import os
import sys
import time


def t(f, *a, **k):  # the value of a call, or its error
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)


pid = os.fork()
if pid == 0:
    os._exit(3)
found, status = os.waitpid(pid, 0)
print(found == pid, status, os.WIFEXITED(status), os.WEXITSTATUS(status), os.waitstatus_to_exitcode(status))
t(os.waitpid, -1, 0)
t(os.waitpid, -1, os.WNOHANG)
t(os.wait)
pid = os.fork()
if pid == 0:
    time.sleep(0.05)
    sys.exit(7)
print(os.waitpid(pid, os.WNOHANG), os.waitpid(pid, 0)[1] >> 8)
if os.fork() == 0:
    print("child", os.getppid() != os.getpid(), flush=True)
    raise SystemExit
os.wait()
t(os.close, 77)
t(os.read, 77, 1)
t(os.write, 77, b"x")
t(os.dup, 77)
t(os.write, 1, "x")
print(os.strerror(98), os.strerror(4242), errno.ECONNREFUSED, errno.errorcode[111])
print(os.path.join("a", "b.txt"), os.path.basename("/x/y.z"), os.path.splitext("y.tar.gz"), os.path.dirname("/x/y"))
print(len(os.urandom(16)), os.name, os.linesep == "\n", os.getenv("NO_SUCH_NAME", "none"))

print(sys.version_info >= (3, 8), sys.version_info[:2], sys.platform, sys.maxsize, sys.byteorder)
sys.stdout.write("written\n")
print("to a file", file=sys.stdout, flush=True)
t(sys.stdout.write, b"bytes")
t(print, 1, sep=2)
try:
    raise ValueError("now")
except ValueError as e:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1] is e)
print(sys.exc_info())

for moment in (0, 86399, 951782400, 1700000000, 4102444800, -1):
    at = time.gmtime(moment)
    print(tuple(at), at.tm_year, time.asctime(at), time.strftime("%Y-%m-%d %H:%M:%S %a %A %b %B %j %p %I %y %e", at))
t(time.gmtime, 0)
t(time.sleep, -1)
t(time.sleep, "x")
start = time.monotonic()
time.sleep(0.05)
print(0.05 <= time.monotonic() - start < 0.5, time.time() > 1.6e9, isinstance(time.time_ns(), int))
t(input)
