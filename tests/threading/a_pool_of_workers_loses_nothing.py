import threading, queue
jobs, results = queue.Queue(), queue.Queue()
def worker():
    while True:
        n = jobs.get()
        if n is None: break
        results.put((n, sum(i * i for i in range(n))))
workers = [threading.Thread(target=worker) for _ in range(4)]
for w in workers: w.start()
for n in range(100): jobs.put(n)
for _ in workers: jobs.put(None)
for w in workers: w.join()
answers = {}
while not results.empty():
    n, s = results.get()
    answers[n] = s
print(len(answers), answers[10], answers[99], sum(answers.values()))  # expect: 100 285 318549 8004150
