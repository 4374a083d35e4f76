# run: interrupt=ready
import time
start = time.monotonic()
try:
    print("ready", flush=True)  # expect: ready
    time.sleep(30)
except KeyboardInterrupt:
    print("caught", time.monotonic() - start < 15)  # expect: caught True
