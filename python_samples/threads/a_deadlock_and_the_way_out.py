"""Two locks taken in opposite order wait for each other. The way out: one order for everybody."""
import threading

first, second = threading.Lock(), threading.Lock()
both_hold_one = threading.Barrier(2)
stuck = []


def takes(a, b, name):
    with a:
        both_hold_one.wait()
        if b.acquire(timeout=0.05):
            b.release()
        else:
            stuck.append(name)
        both_hold_one.wait()


threads = [threading.Thread(target=takes, args=(first, second, "left")),
           threading.Thread(target=takes, args=(second, first, "right"))]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("would have waited for ever:", sorted(stuck))  # expect: would have waited for ever: ['left', 'right']

done = []


def in_order(name):
    with first, second:
        done.append(name)


threads = [threading.Thread(target=in_order, args=(name,)) for name in ("left", "right")]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("in one order:", sorted(done))  # expect: in one order: ['left', 'right']
