# only pyish: a switch may fall on any instruction boundary; 11 divides no loop's length, so that the cut moves along it
# run: gil=on switch=11
import threading
N = 3000
class Box: n = 0
box, item = Box(), [0]
def closure():
    n = 0
    def add():
        nonlocal n
        for _ in range(N): n += 1
    return add, lambda: n
def attribute():
    for _ in range(N): box.n += 1
def index():
    for _ in range(N): item[0] += 1
def race(f):
    threads = [threading.Thread(target=f) for _ in range(2)]
    for t in threads: t.start()
    for t in threads: t.join()
race(attribute)
print(0 < box.n < 2 * N)  # expect: True
race(index)
print(0 < item[0] < 2 * N)  # expect: True
add, get = closure()
race(add)
print(0 < get() < 2 * N)  # expect: True
