# only pyish: a switch may fall on any instruction boundary
# run: gil=on switch=7
import threading
counter = 0
def add():
    global counter
    for _ in range(5000):
        counter += 1
threads = [threading.Thread(target=add) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(counter < 10000, counter > 0)  # expect: True True
