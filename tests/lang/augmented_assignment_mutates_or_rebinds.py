a = b = [1]
a += [2]
print(b, a is b)  # expect: [1, 2] True
a = a + [3]
print(b, a is b)  # expect: [1, 2] False
t = u = (1,)
t += (2,)
print(t, u)  # expect: (1, 2) (1,)
class In:
    def __init__(self):
        self.log = []
    def __iadd__(self, o):
        self.log.append(("iadd", o))
        return self
    def __add__(self, o):
        return ("add", o)
    def __isub__(self, o):
        return NotImplemented
    def __sub__(self, o):
        return ("sub", o)
x = In()
x += 1
print(x.log)  # expect: [('iadd', 1)]
x -= 2
print(x)  # expect: ('sub', 2)
n = 10
n -= 3; n *= 2; n **= 2; n //= 5; n %= 16; n <<= 3; n >>= 1; n |= 3; n &= 30; n ^= 5
print(n)  # expect: 27
f = 7
f /= 2
print(f)  # expect: 3.5
d = {"k": 1}
d["k"] += 1
d["k"] *= 10
print(d)  # expect: {'k': 20}
def once():
    print("once")  # expect: once
    return 0
l = [1, 2]
l[once()] += 5
print(l)  # expect: [6, 2]
t = ([],)
try:
    t[0] += [1]
except TypeError as e:
    print(e, t)  # expect: 'tuple' object does not support item assignment ([1],)
s = {1}
s |= {2}; s -= {1}; s ^= {3}
print(sorted(s))  # expect: [2, 3]
try:
    q = 1
    q += "a"
except TypeError as e:
    print(e)  # expect: unsupported operand type(s) for +=: 'int' and 'str'
class A:
    v = 1
o = A()
o.v += 1
print(o.v, A.v)  # expect: 2 1
x = "ab"
x *= 2
print(x)  # expect: abab
