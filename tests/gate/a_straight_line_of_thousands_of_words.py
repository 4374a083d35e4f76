# only pyish: --switch
# run: gil=on switch=1,3,100,10000 timeout=60s
import threading
source = "def line(x):\n" + "    x = x + 1\n" * 4000 + "    return x\n"
scope = {}
exec(source, scope)
results = []
threads = [threading.Thread(target=lambda k=k: results.append(scope["line"](k))) for k in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(results))  # expect: [4000, 4001, 4002]
