# only pyish: a switch may fall on any instruction boundary; CPython switches at calls and backward jumps only
# run: args="5000 2" options="--switch 11" gil=on timeout=60s
# (7 divides the number of instructions in a round of some of these loops: such a quantum always ends at the same place)
"""How many of `counter += 1` are kept when several threads do it at once: a global, an attribute, an item, a cell.

    lost_updates.py N THREADS [lock]
"""
import contextlib
import sys
import threading

n = int(sys.argv[1]) if len(sys.argv) > 1 else 200000
count = int(sys.argv[2]) if len(sys.argv) > 2 else 2
guard = threading.Lock() if sys.argv[3:] == ["lock"] else contextlib.nullcontext()


class Box:
    value = 0


counter, box, items = 0, Box(), [0]


def add_global():
    global counter
    for _ in range(n):
        with guard:
            counter += 1


def add_attribute():
    for _ in range(n):
        with guard:
            box.value += 1


def add_item():
    for _ in range(n):
        with guard:
            items[0] += 1


def make_cell():
    value = 0

    def add_cell():
        nonlocal value
        for _ in range(n):
            with guard:
                value += 1

    return add_cell, lambda: value


def race(work):
    threads = [threading.Thread(target=work) for _ in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


add_cell, cell = make_cell()
for name, work, read in (("global", add_global, lambda: counter), ("attribute", add_attribute, lambda: box.value),
                         ("item", add_item, lambda: items[0]), ("cell", add_cell, cell)):
    race(work)
    kept = read()
    print(f"{name:<10} kept {kept} of {n * count}" if len(sys.argv) == 1 else f"{name} lost some: {kept < n * count}")
# expect: global lost some: True
# expect: attribute lost some: True
# expect: item lost some: True
# expect: cell lost some: True
