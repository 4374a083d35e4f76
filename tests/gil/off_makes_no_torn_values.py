# only pyish: without a GIL
# run: gil=off timeout=60s
import threading
pair = (0, 0)
box = {"v": (0, 0)}
stop = False
bad = []
def writer():
    global pair
    for i in range(20000):
        pair = (i, i)
        box["v"] = (i, -i)
def reader():
    while not stop:
        a, b = pair
        c, d = box["v"]
        if a != b or c != -d: bad.append((a, b, c, d))
readers = [threading.Thread(target=reader) for _ in range(2)]
writers = [threading.Thread(target=writer) for _ in range(2)]
for t in readers + writers: t.start()
for t in writers: t.join()
stop = True
for t in readers: t.join()
print(bad)  # expect: []
