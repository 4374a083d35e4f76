# only pyish: --switch
# run: gil=on switch=1,2,3,5,7,11,100,10000 timeout=60s
import threading
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def gen(n):
    for i in range(n): yield i * i
results = {}
def work(k):
    try:
        total = fib(9) + sum(gen(20)) + len([x for x in range(30) if x % 3 == k % 3])
        d = {str(i): i for i in range(20)}
        total += sum(d.values())
        raise KeyError(total)
    except KeyError as e:
        results[k] = e.args[0]
    finally:
        results[k] += 1
threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(results.values()))  # expect: [2705, 2705, 2705, 2705]
