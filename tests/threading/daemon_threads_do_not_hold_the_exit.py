# run: timeout=10s
import threading
started = threading.Event()
def forever():
    started.set()
    while True: pass
threading.Thread(target=forever, daemon=True).start()
threading.Thread(target=threading.Event().wait, daemon=True).start()
started.wait()
print("main ends")  # expect: main ends
