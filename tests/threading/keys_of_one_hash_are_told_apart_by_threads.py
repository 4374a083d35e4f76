import threading
class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n % 3
    def __eq__(self, other): return self.n == other.n
table, members = {}, set()
def work(k):
    for i in range(40):
        table[Key(i)] = i
        members.add(Key(i))
        assert table[Key(i)] == i and Key(i) in members
        table[Key(1000 + k * 100 + i)] = i
        members.discard(Key(5000))
threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(table), len(members))  # expect: 200 40
