import threading
local = threading.local()
local.x = "main"
results = {}
def work(n):
    try:
        local.x
    except AttributeError as e:
        results[n] = str(e)
    local.x = n
    barrier.wait()
    results[n, "later"] = local.x
barrier = threading.Barrier(3)
threads = [threading.Thread(target=work, args=(i,)) for i in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(local.x, sorted(results.items(), key=str))
# expect: main [((0, 'later'), 0), ((1, 'later'), 1), ((2, 'later'), 2), (0, "'_thread._local' object has no attribute 'x'"), (1, "'_thread._local' object has no attribute 'x'"), (2, "'_thread._local' object has no attribute 'x'")]
class L(threading.local):
    default = "class attribute"
    def __init__(self, start):
        self.value = [start]
l = L(5)
l.value.append(6)
def see(): results["L"] = (l.value, l.default)
t = threading.Thread(target=see)
t.start(); t.join()
print(l.value, results["L"], l.__dict__)  # expect: [5, 6] ([5], 'class attribute') {'value': [5, 6]}
del l.value
print(hasattr(l, "value"))  # expect: False
try:
    threading.local(5)
except TypeError as e:
    print(e)  # expect: Initialization arguments are not supported
