import threading
lock = threading.Lock()
counter = 0
def add(n):
    global counter
    for _ in range(n):
        with lock:
            value = counter
            value += 1
            counter = value
threads = [threading.Thread(target=add, args=(3000,)) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(counter)  # expect: 12000
