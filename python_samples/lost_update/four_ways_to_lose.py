# only pyish: a switch may fall between the read and the write; CPython stopped showing that in 3.10
# run: gil=on options="--switch 11"
"""`x += 1` is a read, an addition and a write. Two threads that do it at once lose updates, whatever x is."""
import threading

N = 5000


class Box:
    value = 0


counter, box, items = 0, Box(), [0]


def add_global():
    global counter
    for _ in range(N):
        counter += 1


def add_attribute():
    for _ in range(N):
        box.value += 1


def add_item():
    for _ in range(N):
        items[0] += 1


def cell():
    value = 0

    def add():
        nonlocal value
        for _ in range(N):
            value += 1

    return add, lambda: value


add_cell, read_cell = cell()
for name, work, read in (("global", add_global, lambda: counter), ("attribute", add_attribute, lambda: box.value),
                         ("item", add_item, lambda: items[0]), ("cell", add_cell, read_cell)):
    threads = [threading.Thread(target=work) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(f"{name}: {2 * N} added, something lost: {read() < 2 * N}")
# expect: global: 10000 added, something lost: True
# expect: attribute: 10000 added, something lost: True
# expect: item: 10000 added, something lost: True
# expect: cell: 10000 added, something lost: True
