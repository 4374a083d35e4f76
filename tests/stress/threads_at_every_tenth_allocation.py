# run: stress=10 timeout=60s
import threading
results, lock = {}, threading.Lock()
def work(k):
    local = []
    for i in range(60):
        local.append({"k": k, "i": [i] * 3, "s": str(i) + "x"})
        if i % 10 == 0:
            with lock: results[k, i] = local[-1]
    results[k] = sum(len(d["i"]) + len(d["s"]) for d in local)
threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print([results[k] for k in range(4)], len(results), results[2, 50])
# expect: [350, 350, 350, 350] 28 {'k': 2, 'i': [50, 50, 50], 's': '50x'}
