# The order in which CPython evaluates: values first, then the targets from left to right.
def say(name, value=None):
    print(name)
    return value

class Box:
    def __setattr__(self, name, value):
        print("set", name, value)
    def __setitem__(self, key, value):
        print("item", key, value)

def box(name):
    print("box", name)
    return Box()

box("a").x, box("b")[say("key")] = say("left", 1), say("right", 2)
# expect lines: left | right | box a | set x 1 | box b | key | item None 2
print("--")  # expect: --
box("c").x = box("d").y = say("value", 3)
# expect lines: value | box c | set x 3 | box d | set y 3
print("--")  # expect: --
d = {say("k1", 1): say("v1"), say("k2", 2): say("v2")}
# expect lines: k1 | v1 | k2 | v2
print("--")  # expect: --
say("f", print)(say("arg1", 1), *say("star", [2]), end=say("end", "!\n"), **say("kw", {}))
# expect lines: f | arg1 | star | end | kw | 1 2!
print("--")  # expect: --
x = [say("i", 0), say("j", 1)][say("index", -1)]
# expect lines: i | j | index
print(x)  # expect: 1
x = 1
x += (x := 5)
print(x)  # expect: 6
x = 1
print(x + (x := 5), x)  # expect: 6 5
a = [1, 2, 3]
i = 0
i, a[i] = 1, "changed"
print(a)  # expect: [1, 'changed', 3]
