# run: exit=0
import threading
def bad(): raise ValueError("in thread")
# expect stderr: Exception in thread Thread-1 (bad):
# expect stderr: Traceback (most recent call last):
# expect stderr: in bad
# expect stderr: ValueError: in thread
t = threading.Thread(target=bad)
t.start(); t.join()
print("main goes on", t.is_alive())  # expect: main goes on False
def exits(): raise SystemExit(5)
t = threading.Thread(target=exits)
t.start(); t.join()
print("SystemExit is silent")  # expect: SystemExit is silent
seen = []
threading.excepthook = lambda args: seen.append((args.exc_type.__name__, str(args.exc_value), args.thread.name, args.exc_traceback is not None))
t = threading.Thread(target=bad, name="named")
t.start(); t.join()
print(seen)  # expect: [('ValueError', 'in thread', 'named', True)]
threading.excepthook = threading.__excepthook__
class Sub(threading.Thread):
    def run(self): 1 / 0
# expect stderr: Exception in thread Thread-3:
# expect stderr: ZeroDivisionError: division by zero
s = Sub()
s.start(); s.join()
ok = []
threads = [threading.Thread(target=ok.append, args=(i,)) for i in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(ok))  # expect: [0, 1, 2]
