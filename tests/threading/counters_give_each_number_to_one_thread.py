import itertools, threading
numbers, turns = itertools.count(), itertools.repeat("x", 5000)
got, repeated = [[] for _ in range(4)], [[] for _ in range(4)]
def work(k):
    for _ in range(3000): got[k].append(next(numbers))
    for x in turns: repeated[k].append(x)
threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(sum(got, [])) == list(range(12000)), sum(map(len, repeated)))  # expect: True 5000
