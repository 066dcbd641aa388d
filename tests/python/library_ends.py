"""How threads and processes end: exceptions nobody catches, forks, threads that outlive the script."""

import os
import sys
import threading
import time
import traceback


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name)


def fails(what):
    raise ValueError(what)


def leaves():
    sys.exit(5)


threading.excepthook = hook
for target, args in ((fails, ("bad",)), (leaves, ())):
    thread = threading.Thread(target=target, args=args)
    thread.start()
    thread.join()
    print("joined", thread.is_alive())

try:
    fails("caught")
except ValueError:
    lines = traceback.format_exc().splitlines()
    print(lines[0], "|", lines[-1], "|", sum("in fails" in line for line in lines))
print(traceback.format_exception_only(KeyError("k")), traceback.format_exception_only(ValueError()))


def forks():
    pid = os.fork()
    if pid == 0:
        print("child:", threading.active_count(), threading.current_thread() is threading.main_thread(), flush=True)
        os._exit(4)
    print("status", os.waitpid(pid, 0)[1] >> 8)


sys.stdout.flush()
thread = threading.Thread(target=forks)
thread.start()
thread.join()
lock = threading.Lock()
lock.acquire()
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    # The lock of the child is its own.
    lock.release()
    print("child has it", lock.acquire(False), flush=True)
    os._exit(0)
os.waitpid(pid, 0)
print("parent has it", lock.locked())


def late():
    time.sleep(0.05)
    print("late", threading.main_thread().name)


threading.Thread(target=late).start()
threading.Thread(target=time.sleep, args=(99,), daemon=True).start()
print("the script ends")
