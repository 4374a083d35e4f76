import threading
def error(f, *a, **k):
    try: print(f(*a, **k))
    except BaseException as e: print(type(e).__name__, e)
t = threading.Thread(target=lambda: None)
error(t.join)  # expect: RuntimeError cannot join thread before it is started
t.start()
t.join()
error(t.start)  # expect: RuntimeError threads can only be started once
error(setattr, t, "daemon", True)  # expect: RuntimeError cannot set daemon status of active thread
error(threading.current_thread().join)  # expect: RuntimeError cannot join current thread
error(threading.Thread, 5)  # expect: AssertionError group argument must be None for now
error(threading.Thread, target=print, nothing=1)
# expect: TypeError Thread.__init__() got an unexpected keyword argument 'nothing'
class NoInit(threading.Thread):
    def __init__(self): pass
error(NoInit().start)  # expect: RuntimeError thread.__init__() not called
error(lambda: NoInit().name)  # expect: AssertionError Thread.__init__() not called
error(NoInit().join)  # expect: RuntimeError Thread.__init__() not called
error(lambda: NoInit().daemon)  # expect: AssertionError Thread.__init__() not called
error(repr, NoInit())  # expect: AssertionError Thread.__init__() was not called
hold = threading.Event()
h = threading.Thread(target=hold.wait)
h.start()
error(h.start)  # expect: RuntimeError threads can only be started once
error(setattr, h, "daemon", True)  # expect: RuntimeError cannot set daemon status of active thread
print(h.join(timeout=0.01), h.is_alive())  # expect: None True
hold.set()
h.join()
print(h.join(), h.is_alive(), h.join(timeout=-1))  # expect: None False None
def self_join():
    error(threading.current_thread().join)
j = threading.Thread(target=self_join)
j.start(); j.join()  # expect: RuntimeError cannot join current thread
