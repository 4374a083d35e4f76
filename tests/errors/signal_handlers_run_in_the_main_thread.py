import signal, os, threading
seen = []
def handler(number, frame):
    seen.append((number == signal.SIGUSR1, frame is not None, threading.current_thread().name))
old = signal.signal(signal.SIGUSR1, handler)
os.kill(os.getpid(), signal.SIGUSR1)
while not seen: pass
print(seen, old == signal.SIG_DFL, signal.getsignal(signal.SIGUSR1) is handler, signal.Signals(2).name)
# expect: [(True, True, 'MainThread')] True True SIGINT
def sender(): os.kill(os.getpid(), signal.SIGUSR1)
t = threading.Thread(target=sender)
t.start(); t.join()
while len(seen) < 2: pass
print(seen[1])  # expect: (True, True, 'MainThread')
def raises(n, f): raise RuntimeError("from handler")
signal.signal(signal.SIGUSR1, raises)
try:
    os.kill(os.getpid(), signal.SIGUSR1)
    while True: pass
except RuntimeError as e: print(e)  # expect: from handler
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGUSR1)
print("ignored")  # expect: ignored
def in_thread():
    try: signal.signal(signal.SIGUSR1, handler)
    except ValueError as e: print(e)  # expect: signal only works in main thread of the main interpreter
t = threading.Thread(target=in_thread)
t.start(); t.join()
signal.raise_signal(signal.SIGUSR1)
print("alive", signal.signal(signal.SIGINT, signal.default_int_handler) is not None)  # expect: alive True
try:
    signal.raise_signal(signal.SIGINT)
    while True: pass
except KeyboardInterrupt: print("KeyboardInterrupt")  # expect: KeyboardInterrupt
