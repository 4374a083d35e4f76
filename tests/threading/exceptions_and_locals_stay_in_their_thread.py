import threading, sys
barrier = threading.Barrier(3)
results = {}
def work(n):
    try:
        raise ValueError(n)
    except ValueError:
        barrier.wait()
        results[n] = (repr(sys.exception()), sys.exc_info()[0].__name__)
        barrier.wait()
    results[n, "after"] = sys.exception()
threads = [threading.Thread(target=work, args=(i,)) for i in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(results.items(), key=str))
# expect: [((0, 'after'), None), ((1, 'after'), None), ((2, 'after'), None), (0, ('ValueError(0)', 'ValueError')), (1, ('ValueError(1)', 'ValueError')), (2, ('ValueError(2)', 'ValueError'))]
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
def recurse(i):
    try:
        deep(10 ** 6)
    except RecursionError:
        results["deep", i] = deep(300)
threads = [threading.Thread(target=recurse, args=(i,)) for i in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print([results["deep", i] for i in range(3)])  # expect: [300, 300, 300]
print(threading.stack_size())  # expect: 0
threading.stack_size(256 * 1024)
t = threading.Thread(target=recurse, args=(9,))
t.start(); t.join()
print(results["deep", 9], threading.stack_size(0))  # expect: 300 262144
