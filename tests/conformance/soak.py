"""Threads over every shared type for a while; ends with nothing lost and nothing broken, or with an assertion.

    pyish --gil off tests/conformance/soak.py [SECONDS] [THREADS]

Each round starts its threads together on fresh shared objects, does single operations that are documented as
atomic, and counts afterwards what must be there.
"""

import collections
import gc
import queue
import random
import sys
import threading
import time

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10
count = int(sys.argv[2]) if len(sys.argv) > 2 else 4
N = 300


class Thing:
    shared = 0

    def __init__(self, n):
        self.n = n


def together(work):
    """Runs work(k) in every thread at once; an exception in one fails the whole."""
    barrier, errors = threading.Barrier(count), []

    def run(k):
        try:
            barrier.wait()
            work(k)
        except BaseException as error:
            errors.append(error)
            raise

    threads = [threading.Thread(target=run, args=(k,)) for k in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not errors, errors


def lists():
    items = []

    def work(k):
        for i in range(N):
            items.append((k, i))
            if i % 3 == 2:
                items.pop()
            items.extend([(k, i, 0)] if i % 50 == 0 else [])
            len(items), items[:3], (k, i) in items[:5]

    together(work)
    assert len(items) == count * (N - N // 3 + (N + 49) // 50), len(items)


def dicts():
    table, common = {}, {}

    def work(k):
        for i in range(N):
            table[k, i] = [i]
            common.setdefault(i, k)
            assert table[k, i] == [i]
            if i % 2:
                del table[k, i]
            for _ in list(common)[:3]:
                pass

    together(work)
    assert len(table) == count * (N - N // 2) and len(common) == N, (len(table), len(common))


def sets():
    members = set()

    def work(k):
        for i in range(N):
            members.add((k, i))
            if i % 2:
                members.discard((k, i - 1))

    together(work)
    assert len(members) == count * (N - N // 2), len(members)


def attributes():
    things = [Thing(n) for n in range(20)]

    def work(k):
        for thing in things:
            for i in range(10):
                setattr(thing, f"a{k}_{i}", (k, i))
                Thing.shared = k
                assert getattr(thing, f"a{k}_{i}") == (k, i)
            delattr(thing, f"a{k}_0")

    together(work)
    assert {len(vars(t)) for t in things} == {1 + 9 * count}


def deques_and_queues():
    line, passed = collections.deque(), queue.Queue()

    def work(k):
        for i in range(N):
            line.append((k, i))
            passed.put(line.popleft())

    together(work)
    got = {passed.get_nowait() for _ in range(passed.qsize())}
    assert len(got) == count * N and not line, (len(got), len(line))


def strings_and_bytes():
    shared = {"s": "", "b": bytearray()}

    def work(k):
        own = ""
        for i in range(N):
            own += chr(97 + k)
            shared["s"] = shared["s"][-50:] + own[-3:]
            shared["b"].append(i % 256)
        assert own == chr(97 + k) * N

    together(work)
    assert len(shared["b"]) == count * N


def generators_and_closures():
    def numbers():
        for i in range(N):
            yield i, [i]

    totals = {}

    def work(k):
        totals[k] = sum(a + b[0] for a, b in numbers()) + sum(f() for f in [lambda i=i: i for i in range(50)])

    together(work)
    assert set(totals.values()) == {N * (N - 1) + 1225}, totals


def locks_and_conditions():
    lock, condition, box, counter = threading.Lock(), threading.Condition(), [], [0]

    def work(k):
        for i in range(N // 3):
            with lock:
                counter[0] += 1
            if k % 2:
                with condition:
                    box.append(i)
                    condition.notify()
            elif count > 1 and count % 2 == 0:
                with condition:
                    assert condition.wait_for(lambda: box, timeout=60)
                    box.pop()

    together(work)
    assert counter[0] == count * (N // 3), counter


def classes_and_exceptions():
    def work(k):
        for i in range(N // 10):
            cls = type(f"C{k}", (Thing,), {"m": lambda self: self.n + k})
            assert cls(i).m() == i + k
            Thing.extra = i
            try:
                cls(i).missing
            except AttributeError as error:
                assert error.name == "missing"

    together(work)


def sorting_shared():
    data = [random.random() for _ in range(N)]

    def work(k):
        for _ in range(5):
            own = sorted(data)
            assert len(own) == N and all(a <= b for a, b in zip(own, own[1:]))
            try:
                data.sort()
            except ValueError:
                pass

    together(work)
    assert len(data) == N


scenes = [lists, dicts, sets, attributes, deques_and_queues, strings_and_bytes, generators_and_closures, locks_and_conditions, classes_and_exceptions, sorting_shared]
end, rounds = time.monotonic() + seconds, 0
while time.monotonic() < end:
    for scene in scenes:
        scene()
    gc.collect()
    rounds += 1
print(f"soak: {rounds} rounds of {len(scenes)} scenes, {count} threads, nothing lost")
