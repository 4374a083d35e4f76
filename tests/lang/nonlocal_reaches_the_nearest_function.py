x = "global"
def a():
    x = "a"
    def b():
        def c():
            nonlocal x
            x = "c"
        c()
        return x
    r = b()
    return r, x
print(a(), x)  # expect: ('c', 'c') global

def deep():
    n = 1
    class C:
        m = n
        def up(self):
            nonlocal n
            n += 1
            return n
    c = C()
    return c.up(), c.up(), n, C.m
print(deep())  # expect: (2, 3, 3, 1)

def accumulate(total):
    def add(v):
        nonlocal total
        total = total + v
        return total
    return add
add = accumulate(10)
add(5)
print(add(7))  # expect: 22

def mixed():
    global made_global
    made_global = 1
    def inner():
        global made_global
        made_global += 1
    inner()
mixed()
print(made_global)  # expect: 2
