import threading
fired = threading.Event()
t = threading.Timer(0.01, fired.set)
t.start()
print(fired.wait(5))  # expect: True
t.join()
result = []
t = threading.Timer(0.01, lambda *a, **k: result.append((a, k)), args=[1], kwargs={"x": 2})
t.start(); t.join()
print(result)  # expect: [((1,), {'x': 2})]
t = threading.Timer(100, result.append, ["never"])
t.start()
t.cancel()
t.join()
print(len(result), t.finished.is_set(), isinstance(t, threading.Thread), t.interval)  # expect: 1 True True 100
before = threading.Timer(0, result.append, ["early"])
before.cancel()
before.start(); before.join()
print(len(result))  # expect: 1
