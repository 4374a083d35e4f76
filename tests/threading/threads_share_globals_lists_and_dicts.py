import threading
items, table, seen = [], {}, set()
N, THREADS = 500, 4
barrier = threading.Barrier(THREADS)
def work(k):
    barrier.wait()
    for i in range(N):
        items.append((k, i))
        table[k, i] = i
        seen.add((k, i))
threads = [threading.Thread(target=work, args=(k,)) for k in range(THREADS)]
for t in threads: t.start()
for t in threads: t.join()
print(len(items), len(table), len(seen), len(set(items)))  # expect: 2000 2000 2000 2000
print(all([i for k2, i in items if k2 == k] == list(range(N)) for k in range(THREADS)))  # expect: True
def drain():
    while True:
        try: got.append(items.pop())
        except IndexError: return
got = []
threads = [threading.Thread(target=drain) for _ in range(THREADS)]
for t in threads: t.start()
for t in threads: t.join()
print(len(got), len(set(got)), items)  # expect: 2000 2000 []
d = {}
def setdefaults(k):
    for i in range(300): d.setdefault(i, k)
threads = [threading.Thread(target=setdefaults, args=(k,)) for k in range(THREADS)]
for t in threads: t.start()
for t in threads: t.join()
print(len(d), set(d.values()) <= set(range(THREADS)))  # expect: 300 True
def popitems():
    while True:
        try: popped.append(table.popitem())
        except KeyError: return
popped = []
threads = [threading.Thread(target=popitems) for _ in range(THREADS)]
for t in threads: t.start()
for t in threads: t.join()
print(len(popped), len(set(popped)))  # expect: 2000 2000
