import importlib, os, sys, tempfile, threading
folder = tempfile.mkdtemp()
sys.path.insert(0, folder)
ran = sys.modules["ran"] = []
def write(name, text):
    with open(os.path.join(folder, name + ".py"), "w") as f: f.write(text)
for n in range(5):
    more = f"import chain{n + 1}\n" if n < 4 else ""
    write(f"chain{n}", f"import sys\nsys.modules['ran'].append({n})\n{more}values = [i * {n} for i in range(500)]\n")
# two modules that import each other, by two threads at once: neither waits for ever
write("one", "import time; time.sleep(0.02)\nimport two\nhere = 1\n")
write("two", "import time; time.sleep(0.02)\nimport one\nhere = 2\n")
importlib.invalidate_caches()
barrier = threading.Barrier(5)
def work(k):
    barrier.wait()
    m = importlib.import_module(f"chain{k}")
    assert len(m.values) == 500
    barrier.wait()
    importlib.import_module(("one", "two")[k % 2])
threads = [threading.Thread(target=work, args=(k,)) for k in range(5)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(ran), sys.modules["one"].here, sys.modules["two"].here)  # expect: [0, 1, 2, 3, 4] 1 2
