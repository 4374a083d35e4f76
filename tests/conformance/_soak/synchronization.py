"""Locks and what is built of them, queues, thread-local data, context variables, events of threads' lives."""

import collections
import concurrent.futures
import contextvars
import queue
import threading
import weakref

from . import stage
from .stage import N, scene, together, tolerant


@scene
def deques_and_queues():
    line, passed = collections.deque(), queue.Queue()

    def work(k):
        for i in range(N):
            line.append((k, i))
            passed.put(line.popleft())

    together(work)
    got = {passed.get_nowait() for _ in range(passed.qsize())}
    assert len(got) == stage.count * N and not line, (len(got), len(line))


@scene
def queues_of_every_kind():
    """Half of the threads put, half get; the sentinels end them."""
    half = max(1, stage.count // 2)
    for q in (queue.Queue(), queue.Queue(3), queue.SimpleQueue(), queue.LifoQueue(), queue.PriorityQueue(7)):
        got = [[] for _ in range(half)]

        def work(k):
            if k < half:
                for i in range(N // 3):
                    q.put((k, i))
            elif k < 2 * half:
                while len(got[k - half]) < N // 3:
                    try:
                        got[k - half].append(q.get(timeout=30) if len(got[k - half]) % 2 else q.get_nowait())
                    except queue.Empty:
                        pass
                    if hasattr(q, "task_done"):
                        q.unfinished_tasks > 0 and tolerant(ValueError, q.task_done)

        if stage.count > 1:
            together(work, 2 * half)
            assert sorted(sum(got, [])) == [(k, i) for k in range(half) for i in range(N // 3)] and q.empty()


@scene
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
            elif stage.count > 1 and stage.count % 2 == 0:
                with condition:
                    assert condition.wait_for(lambda: box, timeout=60)
                    box.pop()

    together(work)
    assert counter[0] == stage.count * (N // 3), counter


@scene
def reentrant_locks_and_semaphores():
    lock, some, bounded = threading.RLock(), threading.Semaphore(2), threading.BoundedSemaphore(2)
    counter, inside, most = [0], [], []

    def work(k):
        for i in range(N // 3):
            with lock, lock:
                if lock.acquire(timeout=5):
                    counter[0] += 1
                    lock.release()
            with some:
                inside.append(k)
                most.append(len(inside))
                inside.pop()
            if bounded.acquire(blocking=bool(i % 2), timeout=10 if i % 2 else None):
                bounded.release()
            tolerant(RuntimeError, lock.release)

    together(work)
    assert counter[0] == stage.count * (N // 3) and max(most) <= 2 and not inside, (counter, max(most))
    try:
        bounded.release()
        assert False, "a bounded semaphore let go once too often"
    except ValueError:
        pass


@scene
def barriers_and_events():
    barrier, event, turns = threading.Barrier(stage.count), threading.Event(), []

    def work(k):
        for i in range(N // 15):
            if barrier.wait(60) == 0:
                turns.append(i)
            if k == 0:
                event.set()
            assert event.wait(60)
            barrier.wait(60)
            if k == 0:
                event.clear()
            barrier.wait(60)

    together(work)
    assert turns == list(range(N // 15)), turns


@scene
def lock_timeouts_and_abandoned_waits():
    lock, condition, taken = threading.Lock(), threading.Condition(), []

    def work(k):
        for i in range(N // 20):
            if lock.acquire(timeout=0.0005 * (k + 1)):
                taken.append(k)
                lock.release()
            with condition:
                condition.wait(0.0003)
                condition.notify_all()
            tolerant(RuntimeError, lock.release) if k > 90 else lock.locked()

    together(work)
    assert not lock.locked() and not condition._waiters


@scene
def thread_local_data():
    local, made = threading.local(), []

    class Own(threading.local):
        n = 0

        def __init__(self):
            made.append(1)
            self.items = []

    own = Own()

    def work(k):
        mine = [threading.local() for _ in range(20)]
        for i in range(N // 3):
            local.x = k, i
            own.items.append(i)
            own.n += 1
            mine[i % 20].y = i
            if i % 7 == 0:
                mine[i % 20] = threading.local()
                assert not hasattr(mine[i % 20], "y")
                local.z = 1
                del local.z
            assert local.x == (k, i) and not hasattr(local, "z")
        assert own.items == list(range(N // 3)) and own.n == N // 3

    together(work)
    assert len(made) == stage.count + 1 and own.items == []


@scene
def context_variables():
    var, other = contextvars.ContextVar("var", default=None), contextvars.ContextVar("other")
    shared = contextvars.copy_context()

    def inside(k, i):
        token = var.set((k, i))
        other.set(i)
        assert var.get() == (k, i)
        var.reset(token)
        return contextvars.copy_context()

    def work(k):
        for i in range(N // 3):
            assert var.get() is None
            c = contextvars.copy_context().run(inside, k, i)
            assert c[other] == i and var not in c
            tolerant(RuntimeError, shared.run, inside, k, i)
            len(shared), list(shared), shared.get(other)

    together(work)


@scene
def threads_start_threads():
    seen, lock = [], threading.Lock()

    def leaf(k, i):
        with lock:
            seen.append((k, i, threading.current_thread().name))

    def work(k):
        for i in range(6):
            inner = [threading.Thread(target=leaf, args=(k, j), name=f"leaf {i}") for j in range(3)]
            for t in inner:
                t.start()
            assert len(threading.enumerate()) >= 1 and threading.active_count() >= 1
            for t in inner:
                t.join()
                assert not t.is_alive()

    together(work)
    assert len(seen) == stage.count * 18


@scene
def timers_and_pools():
    fired = []

    def work(k):
        timer = threading.Timer(0.0005, fired.append, (k,))
        timer.start()
        other = threading.Timer(60, fired.append, ("never",))
        other.start()
        other.cancel()
        timer.join()
        other.join()

    together(work)
    assert sorted(fired) == list(range(stage.count))
    with concurrent.futures.ThreadPoolExecutor(stage.count) as pool:
        futures = [pool.submit(pow, i, 2) for i in range(50)]
        assert [f.result() for f in futures] == [i * i for i in range(50)]
        assert sorted(f.result() for f in concurrent.futures.as_completed(futures)) == sorted(i * i for i in range(50))
        assert list(pool.map(lambda x: x + 1, range(40))) == list(range(1, 41))


@scene
def objects_handed_over_die_once():
    class Box:
        pass

    line, gone = queue.SimpleQueue(), []

    def work(k):
        for i in range(N // 6):
            box = Box()
            weakref.finalize(box, gone.append, (k, i))
            line.put(box)
            del box
            line.get()

    together(work)
    assert len(gone) == len(set(gone)), len(gone)
