# only pyish: --switch 7
# run: gil=on options="--switch 7"
"""The first lesson's program: ten threads, a thousand increments each. With --switch 7 some are always lost."""
import threading

counter = 0


def add():
    global counter
    for _ in range(1000):
        counter += 1


threads = [threading.Thread(target=add) for _ in range(10)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("lost some:", counter < 10000)  # expect: lost some: True
