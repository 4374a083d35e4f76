# run: stress=97 timeout=60s
import gc, threading
def key(x):
    calls[0] += 1
    if calls[0] % 50 == 0: gc.collect()
    junk = [[x] * 5 for _ in range(3)]
    if x == 666: raise ValueError("bad key")
    return -x
calls = [0]
data = [(i * 37) % 101 for i in range(101)]
print(sorted(data, key=key)[:5])  # expect: [100, 99, 98, 97, 96]
try: sorted(data + [666], key=key)
except ValueError as e: print(e, len(data))  # expect: bad key 101
class V:
    def __init__(self, n): self.n = n
    def __lt__(self, o):
        calls[0] += 1
        if calls[0] % 100 == 0: gc.collect()
        if raising and calls[0] % 37 == 0: raise KeyError(self.n)
        return self.n < o.n
    def __eq__(self, o): return self.n == [o.n][0]
    def __hash__(self): return hash((self.n % 7,))
raising = False
values = [V(n) for n in data]
values.sort()
print([v.n for v in values] == sorted(data))  # expect: True
raising = True
values.reverse()
try: values.sort()
except KeyError as e: print("raised", sorted(v.n for v in values) == sorted(data))  # expect: raised True
raising = False
d = {V(n): n for n in data}
print(len(d), all(d[V(n)] == n for n in data), len({V(n) for n in data}))  # expect: 101 True 101
results = []
def work(k):
    results.append((k, sorted(range(40), key=lambda x: (x * (k + 1)) % 41)[0], sum(map(lambda x: len([x] * k), range(50))), max([V(i) for i in range(20)]).n, "".join(map(str, filter(lambda x: x % 2, range(10))))))
threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(results))
# expect: [(0, 0, 0, 19, '13579'), (1, 0, 50, 19, '13579'), (2, 0, 100, 19, '13579'), (3, 0, 150, 19, '13579')]
