s = ""
for i in range(20000):
    s += str(i % 10)
print(len(s), s[:12], s[-3:], s.count("7"))  # expect: 20000 012345678901 789 2000
a = "x"
b = a
a += "1"
b += "2"
c = a + "3"
d = a + "4"
print(a, b, c, d)  # expect: x1 x2 x13 x14
parts = []
t = "base"
for i in range(5):
    t2 = t + str(i)
    parts.append(t2)
    t = t + "-"
print(parts, t)  # expect: ['base0', 'base-1', 'base--2', 'base---3', 'base----4'] base-----
u = ""
for ch in "aé日😀":
    u += ch
    print(u, len(u), u[-1])
# expect lines: a 1 a | aé 2 é | aé日 3 日 | aé日😀 4 😀
class H:
    pass
h = H()
h.s = ""
for i in range(1000):
    h.s += "ab"
print(len(h.s), h.s == "ab" * 1000, hash(h.s) == hash("ab" * 1000), {h.s: 1}["ab" * 1000])  # expect: 2000 True True 1
r = "x" * 100000
print(len(r + r), (r + "y")[-1], (r + "y").find("y"), ("y" + r).rfind("y"))  # expect: 200000 y 100000 0
print("".join(["ab"] * 3) + "c", "a" "b" + "c" * 2, ("a" + "b") * 2, "ab" + "" == "ab")
# expect: abababc abcc abab True
x = y = "same"
x = x + "!"
print(x, y, x is y)  # expect: same! same False
