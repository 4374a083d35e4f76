# run: interrupt=ready
import threading
e = threading.Event()
try:
    print("ready", flush=True)  # expect: ready
    e.wait()
except KeyboardInterrupt:
    print("wait interrupted")  # expect: wait interrupted
e.set()
print(e.wait())  # expect: True
