# only pyish: --switch
# run: gil=on switch=1,2,3,7 timeout=60s
import threading
class Thing: pass
one = Thing()
barrier = threading.Barrier(2)
def add(prefix):
    barrier.wait()
    for i in range(60):
        setattr(one, f"{prefix}{i}", (prefix, i))
        one.shared = prefix
        if i % 3 == 0: delattr(one, f"{prefix}{i}")
threads = [threading.Thread(target=add, args=(p,)) for p in "ab"]
for t in threads: t.start()
for t in threads: t.join()
print(len(vars(one)), all(getattr(one, f"{p}{i}") == (p, i) for p in "ab" for i in range(60) if i % 3))  # expect: 81 True
