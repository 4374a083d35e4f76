import threading
class Thing: pass
things = [Thing() for _ in range(20)]
barrier = threading.Barrier(4)
def add(k):
    barrier.wait()
    for n, thing in enumerate(things):
        for i in range(10):
            setattr(thing, f"a{k}_{i}", (k, n, i))
threads = [threading.Thread(target=add, args=(k,)) for k in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(all(getattr(thing, f"a{k}_{i}") == (k, n, i) for n, thing in enumerate(things) for k in range(4) for i in range(10)))
# expect: True
print({len(vars(thing)) for thing in things})  # expect: {40}
class Shared: count = 0
def classes(k):
    for i in range(50): setattr(Shared, f"c{k}_{i}", i)
threads = [threading.Thread(target=classes, args=(k,)) for k in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(sum(1 for n in vars(Shared) if n.startswith("c") and "_" in n))  # expect: 200
