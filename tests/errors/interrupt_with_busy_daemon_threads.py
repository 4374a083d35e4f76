# run: exit=-2 interrupt=ready timeout=10s
import threading
def forever():
    while True: pass
for _ in range(8): threading.Thread(target=forever, daemon=True).start()
print("ready", flush=True)  # expect: ready
# expect stderr: KeyboardInterrupt
while True: pass
