names = [f"v{i}" for i in range(300)]
source = "def f(" + ", ".join(names) + "):\n"
source += "    total = 0\n"
for n in names:
    source += f"    total += {n}\n"
source += "    return total\n"
scope = {}
exec(source, scope)
print(scope["f"](*range(300)))  # expect: 44850
source = "values = [" + ", ".join(f"'text {i}'" for i in range(2000)) + "]\n"
source += "numbers = [" + ", ".join(str(i * 1.5) for i in range(2000)) + "]\n"
exec(source, scope)
print(len(scope["values"]), scope["values"][-1], sum(scope["numbers"]))  # expect: 2000 text 1999 2998500.0
source = "def g():\n" + "".join(f"    x{i} = {i}\n" for i in range(1000)) + "    return " + " + ".join(f"x{i}" for i in range(1000))
exec(source, scope)
print(scope["g"]())  # expect: 499500
source = "x = " + "(" * 60 + "1" + ")" * 60
exec(source, scope)
print(scope["x"])  # expect: 1
source = "y = 0\n" + "y += 1\n" * 8000
exec(source, scope)
print(scope["y"])  # expect: 8000
source = "def h(x):\n    if x == 0: return 'zero'\n" + "".join(f"    elif x == {i}: return 'n{i}'\n" for i in range(1, 500)) + "    return 'none'\n"
exec(source, scope)
print(scope["h"](0), scope["h"](499), scope["h"](1000))  # expect: zero n499 none
source = "d = {" + ", ".join(f"'k{i}': {i}" for i in range(1000)) + "}"
exec(source, scope)
print(len(scope["d"]), scope["d"]["k999"])  # expect: 1000 999
source = "def k(**kw): return len(kw)\nr = k(" + ", ".join(f"a{i}={i}" for i in range(300)) + ")"
exec(source, scope)
print(scope["r"])  # expect: 300
source = "class C:\n" + "".join(f"    def m{i}(self): return {i}\n" for i in range(300)) + "s = sum(getattr(C(), f'm{i}')() for i in range(300))"
exec(source, scope)
print(scope["s"])  # expect: 44850
source = "def n():\n" + "".join("    " * (i + 1) + f"for i{i} in range(1):\n" for i in range(18)) + "    " * 19 + "return 'deep'\n"
exec(source, scope)
print(scope["n"]())  # expect: deep
