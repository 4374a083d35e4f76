# only pyish: --switch
# run: gil=on switch=1,2,3,7 timeout=60s
import threading
items, table = [], {}
def work(k):
    for i in range(100):
        items.append((k, i))
        table[k, i] = 1
        items.sort()
threads = [threading.Thread(target=work, args=(k,)) for k in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(len(items), len(table), items == sorted(items))  # expect: 300 300 True
