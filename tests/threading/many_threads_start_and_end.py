import threading
results = []
def work(i): results.append(i)
for round in range(5):
    threads = [threading.Thread(target=work, args=(i,)) for i in range(40)]
    for t in threads: t.start()
    for t in threads: t.join()
print(len(results), sorted(set(results)) == list(range(40)), threading.active_count())  # expect: 200 True 1
def nest(n):
    if n:
        t = threading.Thread(target=nest, args=(n - 1,))
        t.start(); t.join()
    else:
        results.append("bottom")
nest(15)
print(results[-1])  # expect: bottom
def generator_per_thread():
    g = (i * i for i in range(100))
    total.append(sum(g))
total = []
threads = [threading.Thread(target=generator_per_thread) for _ in range(8)]
for t in threads: t.start()
for t in threads: t.join()
print(set(total), len(total))  # expect: {328350} 8
