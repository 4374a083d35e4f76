# only pyish: its figure is of pyish's own memory
import gc, threading
def resident(): return int(open("/proc/self/statm").read().split()[1]) * 4
local = threading.local()
def work(): local.x = [0] * 100
def run(n):
    for _ in range(n):
        t = threading.Thread(target=work)
        t.start()
        t.join()
    gc.collect()
run(200)
before = resident()
run(1000)
print(resident() - before < 20_000)  # expect: True
