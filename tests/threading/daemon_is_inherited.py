import threading
results = []
def child(): results.append(threading.current_thread().daemon)
def parent():
    t = threading.Thread(target=child)
    results.append(t.daemon)
    t.start(); t.join()
p = threading.Thread(target=parent, daemon=True)
p.start(); p.join()
q = threading.Thread(target=parent)
q.start(); q.join()
print(results)  # expect: [True, True, False, False]
