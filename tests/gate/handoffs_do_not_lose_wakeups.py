# run: timeout=60s
import threading
N = 2000
a, b = threading.Semaphore(1), threading.Semaphore(0)
order = []
def ping():
    for i in range(N):
        a.acquire()
        order.append("a")
        b.release()
def pong():
    for i in range(N):
        b.acquire()
        order.append("b")
        a.release()
stop = False
def busy():
    while not stop: pass
extra = threading.Thread(target=busy)
extra.start()
threads = [threading.Thread(target=f) for f in (ping, pong)]
for t in threads: t.start()
for t in threads: t.join()
stop = True
extra.join()
print(order == ["a", "b"] * N)  # expect: True
