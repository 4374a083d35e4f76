# run: interrupt=ready
import threading, time
hold = threading.Event()
t = threading.Thread(target=hold.wait)
t.start()
try:
    print("ready", flush=True)  # expect: ready
    t.join()
except KeyboardInterrupt:
    print("join interrupted", t.is_alive())  # expect: join interrupted True
hold.set()
t.join()
print("joined")  # expect: joined
