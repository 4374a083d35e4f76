# only pyish: --switch
# run: gil=on switch=1,2,3,7,100 timeout=60s
import threading
counter, lock = 0, threading.Lock()
def add():
    global counter
    for _ in range(300):
        with lock: counter += 1
threads = [threading.Thread(target=add) for _ in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(counter)  # expect: 900
