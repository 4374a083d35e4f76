# run: stress=97 timeout=60s
import gc
def holder():
    kept = []
    fresh = None
    while True:
        received = yield fresh
        fresh = [received, {"n": received}, (str(received),)]
        kept.append(fresh)
        if len(kept) > 50: kept = kept[-10:]
g = holder()
next(g)
gc.collect()
for i in range(2000):
    value = g.send(i)
    assert value[0] == i and value[1]["n"] == i and value[2] == (str(i),), (i, value)
    if i % 500 == 0: gc.collect()
print(value)  # expect: [1999, {'n': 1999}, ('1999',)]
gens = [holder() for _ in range(50)]
for x in gens: next(x)
gc.collect()
for i in range(40):
    for k, x in enumerate(gens):
        assert x.send((i, k))[0] == (i, k)
print("all kept")  # expect: all kept
