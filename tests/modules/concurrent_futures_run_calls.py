from concurrent.futures import ThreadPoolExecutor, as_completed, wait, Future, FIRST_COMPLETED, ALL_COMPLETED, CancelledError, TimeoutError
import threading
with ThreadPoolExecutor(max_workers=3) as ex:
    f = ex.submit(pow, 2, 10)
    print(f.result(), f.done(), f.exception(), f.cancelled(), f.running())  # expect: 1024 True None False False
    print(list(ex.map(lambda x: x * x, range(5))), list(ex.map(max, [1, 5], [3, 2])))
    # expect: [0, 1, 4, 9, 16] [3, 5]
    def fail(): raise ValueError("in worker")
    f = ex.submit(fail)
    print(repr(f.exception()))  # expect: ValueError('in worker')
    try:
        f.result()
    except ValueError as e:
        print("raised", e)  # expect: raised in worker
    fs = [ex.submit(lambda n=n: n) for n in range(4)]
    print(sorted(f.result() for f in as_completed(fs)))  # expect: [0, 1, 2, 3]
    done, not_done = wait(fs, return_when=ALL_COMPLETED)
    print(len(done), len(not_done))  # expect: 4 0
    f = ex.submit(str, 5)
    seen = []
    f.add_done_callback(lambda f: seen.append(f.result()))
    f.result()
try:
    ex.submit(print)
except RuntimeError as e:
    print(e)  # expect: cannot schedule new futures after shutdown
hold = threading.Event()
ex = ThreadPoolExecutor(1)
running = ex.submit(hold.wait)
queued = ex.submit(print, "never printed")
print(queued.cancel(), queued.cancelled(), queued.done())  # expect: True True True
try:
    queued.result()
except CancelledError as e:
    print("cancelled", repr(e))  # expect: cancelled CancelledError()
try:
    running.result(timeout=0.01)
except TimeoutError as e:
    print("timeout")  # expect: timeout
hold.set()
print(running.result(), running.cancel())  # expect: True False
ex.shutdown(wait=True, cancel_futures=True)
f = Future()
print(f.set_running_or_notify_cancel(), f.set_result(5), f.result())  # expect: True None 5
names = set()
with ThreadPoolExecutor(2, thread_name_prefix="pool") as ex:
    list(ex.map(lambda _: names.add(threading.current_thread().name.split("_")[0]), range(5)))
print(names)  # expect: {'pool'}
init = []
with ThreadPoolExecutor(1, initializer=init.append, initargs=("ready",)) as ex:
    ex.submit(int).result()
print(init)  # expect: ['ready']
try:
    ThreadPoolExecutor(0)
except ValueError as e:
    print(e)  # expect: max_workers must be greater than 0
