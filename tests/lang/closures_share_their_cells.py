def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    def get():
        return n
    return up, get
up, get = counter()
up(); up()
print(up(), get())  # expect: 3 3
other, other_get = counter()
print(other(), other_get(), get())  # expect: 1 1 3

def late():
    return [lambda: i for i in range(3)]
print([f() for f in late()])  # expect: [2, 2, 2]
def early():
    return [lambda i=i: i for i in range(3)]
print([f() for f in early()])  # expect: [0, 1, 2]

def loop():
    fs = []
    for i in range(3):
        def f():
            return i
        fs.append(f)
    return fs
print([f() for f in loop()])  # expect: [2, 2, 2]
print(up.__closure__[0].cell_contents, up.__code__.co_freevars)  # expect: 3 ('n',)

def outer(x):
    def middle():
        def inner():
            return x
        return inner
    return middle()()
print(outer("deep"))  # expect: deep

def parameters(a, *args, k=1, **kw):
    return lambda: (a, args, k, kw)
print(parameters(1, 2, 3, k=4, z=5)())  # expect: (1, (2, 3), 4, {'z': 5})

def deleted():
    x = 1
    def g():
        return x
    del x
    try:
        g()
    except NameError as e:
        return f"{type(e).__name__}: {e}"
print(deleted())
# expect: NameError: cannot access free variable 'x' where it is not associated with a value in enclosing scope
