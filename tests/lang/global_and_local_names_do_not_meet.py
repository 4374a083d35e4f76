x = 1
def read():
    return x
def write():
    x = 2
    return x
def declare():
    global x
    x = 3
print(read(), write(), x)  # expect: 1 2 1
declare()
print(x)  # expect: 3

def unbound():
    try:
        print(y)
    except UnboundLocalError as e:
        print(e)  # expect: cannot access local variable 'y' where it is not associated with a value
    y = 1
unbound()

def maybe(flag):
    if flag:
        z = 1
    return z
print(maybe(True))  # expect: 1
try:
    maybe(False)
except UnboundLocalError as e:
    print(e)  # expect: cannot access local variable 'z' where it is not associated with a value
try:
    nowhere
except NameError as e:
    print(e, e.name)  # expect: name 'nowhere' is not defined nowhere

def removed():
    a = 1
    del a
    return a
try:
    removed()
except UnboundLocalError as e:
    print(e)  # expect: cannot access local variable 'a' where it is not associated with a value
def free():
    def inner():
        return v
    try:
        inner()
    except NameError as e:
        print(e)  # expect: cannot access free variable 'v' where it is not associated with a value in enclosing scope
    v = 1
free()
len = lambda o: "shadowed"
print(len([]))  # expect: shadowed
del len
print(len([]))  # expect: 0
try:
    del len
except NameError as e:
    print(e)  # expect: name 'len' is not defined
