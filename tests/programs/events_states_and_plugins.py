class Signal:
    def __init__(self): self.handlers = []
    def connect(self, f): self.handlers.append(f); return f
    def __call__(self, *a, **k): return [h(*a, **k) for h in self.handlers]
saved = Signal()
@saved.connect
def log(name, size=0): return f"log {name} {size}"
@saved.connect
def index(name, **kw): return ("index", name, kw)
print(saved("file", size=3))  # expect: ['log file 3', ('index', 'file', {'size': 3})]
class Machine:
    transitions = {("idle", "start"): "running", ("running", "pause"): "paused", ("paused", "start"): "running", ("running", "stop"): "idle"}
    def __init__(self): self.state, self.trace = "idle", []
    def __getattr__(self, event):
        if event.startswith("_"): raise AttributeError(event)
        def fire():
            key = (self.state, event)
            if key not in self.transitions: raise RuntimeError(f"{event} in {self.state}")
            self.state = self.transitions[key]
            self.trace.append(self.state)
            return self
        return fire
m = Machine()
m.start().pause().start().stop()
print(m.trace)  # expect: ['running', 'paused', 'running', 'idle']
try: m.pause()
except RuntimeError as e: print(e)  # expect: pause in idle
class Plugin:
    registry = {}
    def __init_subclass__(cls, *, name, **kw):
        super().__init_subclass__(**kw)
        Plugin.registry[name] = cls
class Upper(Plugin, name="upper"):
    def run(self, t): return t.upper()
class Reverse(Plugin, name="reverse"):
    def run(self, t): return t[::-1]
def pipeline(text, *names):
    for n in names: text = Plugin.registry[n]().run(text)
    return text
print(pipeline("abc", "upper", "reverse"), sorted(Plugin.registry))  # expect: CBA ['reverse', 'upper']
class Observed:
    def __init__(self, **values): self.__dict__["_values"], self.__dict__["_log"] = values, []
    def __getattr__(self, n):
        try: return self._values[n]
        except KeyError: raise AttributeError(f"nothing called {n!r}") from None
    def __setattr__(self, n, v):
        self._log.append((n, self._values.get(n), v))
        self._values[n] = v
o = Observed(a=1)
o.a, o.b = 2, 3
print(o.a, o.b, o._log)  # expect: 2 3 [('a', 1, 2), ('b', None, 3)]
try: o.c
except AttributeError as e: print(e)  # expect: nothing called 'c'
def coroutine_chain():
    def averager(target):
        total = n = 0
        while True:
            x = yield
            total, n = total + x, n + 1
            target.send(total / n)
    def printer():
        while True: results.append((yield))
    results = []
    p = printer(); next(p)
    a = averager(p); next(a)
    for x in (10, 20, 60): a.send(x)
    return results
print(coroutine_chain())  # expect: [10.0, 15.0, 30.0]
class Meta(type):
    def __new__(m, name, bases, ns):
        fields = {k: v for k, v in ns.items() if isinstance(v, Field)}
        cls = super().__new__(m, name, bases, {**ns, "_fields": tuple(fields)})
        return cls
class Field:
    def __init__(self, kind, default): self.kind, self.default = kind, default
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, t): return self if o is None else o.__dict__.get(self.n, self.default)
    def __set__(self, o, v):
        if not isinstance(v, self.kind): raise TypeError(f"{self.n}: {type(v).__name__} is no {self.kind.__name__}")
        o.__dict__[self.n] = v
class Model(metaclass=Meta):
    def __init__(self, **kw):
        for k, v in kw.items(): setattr(self, k, v)
    def __repr__(self): return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in self._fields)})"
class User(Model):
    name = Field(str, "anonymous")
    age = Field(int, 0)
print(User(name="Ann"), User(age=5), User._fields)
# expect: User(name='Ann', age=0) User(name='anonymous', age=5) ('name', 'age')
try: User(age="old")
except TypeError as e: print(e)  # expect: age: str is no int
