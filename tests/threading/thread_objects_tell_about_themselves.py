import threading
t = threading.Thread(target=lambda: None, name="worker")
print(t.name, t.is_alive(), t.daemon, t.ident, t.native_id, repr(t))
# expect: worker False False None None <Thread(worker, initial)>
t.start()
t.join()
print(t.is_alive(), t.ident > 0, t.native_id > 0, repr(t).startswith("<Thread(worker, stopped "))
# expect: False True True True
print(threading.Thread(target=print).name, threading.Thread(target=len).name, threading.Thread().name)
# expect: Thread-1 (print) Thread-2 (len) Thread-3
class Sub(threading.Thread):
    def __init__(self, v):
        super().__init__()
        self.v = v
    def run(self):
        self.result = self.v * 2
s = Sub(21)
s.start(); s.join()
print(s.result, s.name, type(s).__name__, repr(s).split(",")[0])  # expect: 42 Thread-4 Sub <Sub(Thread-4
print(threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count(), [x.name for x in threading.enumerate()], repr(threading.main_thread()).startswith("<_MainThread(MainThread, started "))
# expect: MainThread True 1 ['MainThread'] True
print(threading.get_ident() == threading.main_thread().ident, threading.get_native_id() > 0)  # expect: True True
s.name = "renamed"
print(s.name, s.getName() if False else s.name)  # expect: renamed renamed
def inside():
    c = threading.current_thread()
    print(c.name, c is u, c.is_alive(), threading.main_thread().name, repr(c).startswith("<Thread(u, started "))
    # expect: u True True MainThread True
u = threading.Thread(target=inside, name="u")
u.start(); u.join()
d = threading.Thread(target=lambda: None, daemon=True)
print(d.daemon, repr(d).endswith("initial daemon)>"))  # expect: True True
d.daemon = False
print(d.daemon)  # expect: False
args = []
k = threading.Thread(target=lambda *a, **kw: args.append((a, kw)), args=(1, 2), kwargs={"x": 3})
k.start(); k.join()
print(args)  # expect: [((1, 2), {'x': 3})]
