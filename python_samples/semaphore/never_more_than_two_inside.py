"""Five tasks, two places: a Semaphore counts permits. `most` is what the limit is about."""
import threading

places = threading.Semaphore(2)
guard = threading.Lock()
inside = most = 0
pair = threading.Barrier(2)


def heavy_task(number):
    global inside, most
    with places:
        with guard:
            inside += 1
            most = max(most, inside)
        with guard:
            inside -= 1


def together():
    """Two that hold a permit at the same time: the barrier opens only if both are inside."""
    with places:
        pair.wait()


threads = [threading.Thread(target=heavy_task, args=(i,)) for i in range(5)]
threads += [threading.Thread(target=together) for _ in range(2)]
for t in threads[5:]:
    t.start()
for t in threads[5:]:
    t.join()
print("two were inside together")  # expect: two were inside together
for t in threads[:5]:
    t.start()
for t in threads[:5]:
    t.join()
print("never more than two:", most <= 2, "- left inside:", inside)
# expect: never more than two: True - left inside: 0
