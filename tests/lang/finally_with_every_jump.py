def f(how, where):
    out = []
    for i in range(3):
        try:
            out.append(f"try{i}")
            try:
                if i == where:
                    if how == "break": break
                    if how == "continue": continue
                    if how == "return": return out + ["returned"]
                    if how == "raise": raise KeyError(i)
                    if how == "raise2": raise OSError(i)
                out.append(f"body{i}")
            except KeyError as e:
                out.append(f"caught{e}")
            else:
                out.append(f"else{i}")
            finally:
                out.append(f"inner{i}")
        except OSError as e:
            out.append(f"outer caught{e}")
        finally:
            out.append(f"outer{i}")
    else:
        out.append("loop else")
    return out
for how in ("none", "break", "continue", "return", "raise", "raise2"): print(how, *f(how, 1))
# expect: none try0 body0 else0 inner0 outer0 try1 body1 else1 inner1 outer1 try2 body2 else2 inner2 outer2 loop else
# expect: break try0 body0 else0 inner0 outer0 try1 inner1 outer1
# expect: continue try0 body0 else0 inner0 outer0 try1 inner1 outer1 try2 body2 else2 inner2 outer2 loop else
# expect: return try0 body0 else0 inner0 outer0 try1 returned
# expect: raise try0 body0 else0 inner0 outer0 try1 caught1 inner1 outer1 try2 body2 else2 inner2 outer2 loop else
# expect: raise2 try0 body0 else0 inner0 outer0 try1 inner1 outer caught1 outer1 try2 body2 else2 inner2 outer2 loop else
class M:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self): log.append(f"+{self.n}"); return self
    def __exit__(self, t, v, tb): log.append(f"-{self.n}{t.__name__ if t else ''}"); return self.swallow
log = []
def w(how):
    for i in range(2):
        with M("a"), M("b", True):
            with M("c"):
                try:
                    if how == "break": break
                    if how == "continue": continue
                    if how == "return": return "r"
                    if how == "raise": raise ValueError
                finally: log.append("f")
        log.append("after")
    return "end"
for how in ("none", "break", "continue", "return", "raise"):
    log.clear()
    print(how, w(how), *log)
# expect: none end +a +b +c f -c -b -a after +a +b +c f -c -b -a after
# expect: break end +a +b +c f -c -b -a
# expect: continue end +a +b +c f -c -b -a +a +b +c f -c -b -a
# expect: return r +a +b +c f -c -b -a
# expect: raise end +a +b +c f -cValueError -bValueError -a after +a +b +c f -cValueError -bValueError -a after
def g(n):
    while True:
        try:
            n -= 1
            if n == 0: break
            if n == 3: continue
            if n == 5: raise ValueError
        except ValueError:
            out.append("V")
            continue
        else: out.append(n)
        finally: out.append("f")
    return out
out = []
print(g(7))  # expect: [6, 'f', 'V', 'f', 4, 'f', 'f', 2, 'f', 1, 'f', 'f']
def value_survives():
    for i in range(5):
        try:
            if i == 2: return i * 10
        finally:
            for j in range(3):
                if j == 1: break
    return "no"
print(value_survives())  # expect: 20
def nested_return():
    try:
        try:
            try: return "first"
            finally: log.append(1)
        finally: log.append(2)
    finally: log.append(3)
log.clear()
print(nested_return(), log)  # expect: first [1, 2, 3]
def in_except():
    try: 1 / 0
    except ZeroDivisionError:
        try: return "from handler"
        finally: log.append("h")
print(in_except(), log[-1])  # expect: from handler h
def generator():
    for i in range(3):
        try: yield i
        except KeyError: yield "k"
        finally: log.append(f"g{i}")
log.clear()
it = generator()
print(next(it), it.throw(KeyError), next(it), log)  # expect: 0 k 1 ['g0']
it.close()
print(log)  # expect: ['g0', 'g1']
