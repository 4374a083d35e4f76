def loops_and_handlers():
    fs = []
    for i in range(3):
        try: raise ValueError(i)
        except ValueError as e:
            kept = e
            fs.append(lambda: (i, kept.args))
    return [f() for f in fs]
print(loops_and_handlers())  # expect: [(2, (2,)), (2, (2,)), (2, (2,))]
def gen_with_cell():
    total = 0
    def add(x):
        nonlocal total
        total += x
        return total
    while True: add((yield total))
g = gen_with_cell(); next(g)
print([g.send(i) for i in range(4)])  # expect: [0, 1, 3, 6]
def class_closure(x):
    class A:
        y = x
        def get(self): return x, self.y, __class__.__name__
        z = [x + k for k in range(2)]
        w = (lambda: x)()
    x += 1
    return A().get(), A.z, A.w
print(class_closure(10))  # expect: ((11, 10, 'A'), [10, 11], 10)
def deep(a):
    def b():
        def c():
            def d():
                nonlocal a
                a *= 2
                return a
            return d
        return c()
    return b()
d = deep(5)
print(d(), d(), d.__closure__[0].cell_contents)  # expect: 10 20 20
def shared():
    n = 0
    class Counter:
        def up(self):
            nonlocal n
            n += 1
        @property
        def value(self): return n
    a, b = Counter(), Counter()
    a.up(); b.up(); b.up()
    return a.value, n
print(shared())  # expect: (3, 3)
def comprehension_cells():
    k = 10
    fs = [lambda x, j=j: x + j + k for j in range(3)]
    gs = [(lambda: j) for j in range(3)]
    nested = [[(i, j, k) for j in range(i)] for i in range(3)]
    k = 100
    return [f(1) for f in fs], [g() for g in gs], nested
print(comprehension_cells())  # expect: ([101, 102, 103], [2, 2, 2], [[], [(1, 0, 10)], [(2, 0, 10), (2, 1, 10)]])
def parameter_cells(a, *args, b=2, **kw):
    def inner():
        nonlocal a, b
        a, b = b, a
        kw["seen"] = args
        return kw
    inner()
    return a, b, kw
print(parameter_cells(1, 2, 3, x=4))  # expect: (2, 1, {'x': 4, 'seen': (2, 3)})
def recursive(n):
    def walk(k): return k if k < 2 else walk(k - 1) + walk(k - 2)
    return walk(n)
print(recursive(15))  # expect: 610
def mutual():
    def even(n): return True if n == 0 else odd(n - 1)
    def odd(n): return False if n == 0 else even(n - 1)
    return even(10), odd(7)
print(mutual())  # expect: (True, True)
def del_and_rebind():
    v = 1
    def get(): return v
    del v
    try: get()
    except NameError as e: first = str(e)
    v = 2
    return first, get()
print(del_and_rebind())
# expect: ("cannot access free variable 'v' where it is not associated with a value in enclosing scope", 2)
def walrus_in_comprehension():
    seen = None
    def inner():
        nonlocal seen
        return [seen := i for i in range(3)]
    return inner(), seen
print(walrus_in_comprehension())  # expect: ([0, 1, 2], 2)
async def co():
    x = 1
    async def inner():
        nonlocal x
        x += 1
        return x
    return await inner(), x
try: co().send(None)
except StopIteration as e: print(e.value)  # expect: (2, 2)
def default_captures():
    fs = {}
    for name in "abc":
        def f(name=name, *, upper=name.upper()): return name + upper
        fs[name] = f
    return [fs[k]() for k in fs]
print(default_captures())  # expect: ['aA', 'bB', 'cC']
