log = []
def e(x, value=None):
    log.append(x)
    return x if value is None else value
def check(name):
    print(name, *log)
    log.clear()
class O(dict):
    def __getitem__(self, k): log.append(f"get {k}"); return 1
    def __setitem__(self, k, v): log.append(f"set {k}={v}")
    def __getattr__(self, n): log.append(f"attr {n}"); return 1
    def __setattr__(self, n, v): log.append(f"setattr {n}={v}")
o = O()
e("o", o)[e("k")] += e("v", 5); check("augmented item:")  # expect: augmented item: o k get k v set k=6
e("o", o).a += e("v", 5); check("augmented attribute:")  # expect: augmented attribute: o attr a v setattr a=6
e("x", o).p, e("y", o)[e("i")] = e("left"), e("right"); check("targets:")
# expect: targets: left right x setattr p=left y i set i=right
(lambda *a, **k: None)(e(1), *e("s", [2]), e(3), k=e(4), *e("s2", [5]), **e("kw", {})); check("call:")
# expect: call: 1 s 3 s2 4 kw
def f(a=e("default a"), *, b=e("default b")): pass
check("defaults:")  # expect: defaults: default a default b
@e("deco1", lambda c: c)
@e("deco2", lambda c: c)
class C(e("base1", object), metaclass=e("meta", type)): e("body")
check("class:")  # expect: class: deco1 deco2 base1 meta body
@e("d", lambda g: g)
def g(x=e("arg default")): pass
check("decorated:")  # expect: decorated: d arg default
[e("elt") for x in e("it", [1, 2]) if e("cond", True)]; check("comprehension:")
# expect: comprehension: it cond elt cond elt
{e("key"): e("val") for _ in [1]}; check("dict comprehension:")  # expect: dict comprehension: key val
[e(1), e(2), *e("star", [3])], {e("a"): e("b"), **e("m", {})}, {e("s1"), e("s2")}, (e("t1"), e("t2")); check("displays:")
# expect: displays: 1 2 star a b m s1 s2 t1 t2
e("l", [1, 2, 3])[e(0, 0):e(2, 2):e(1, 1)]; check("slice:")  # expect: slice: l 0 2 1
e("cond", False) and e("no") or e("yes"); e("a", 1) if e("test", True) else e("b"); check("lazy:")
# expect: lazy: cond yes test a
e(1, 1) < e(2, 2) < e(3, 1) < e("never"); check("chain:")  # expect: chain: 1 2 3
f"{e('f1')}{e('f2'):{e('spec', '>5')}}"; check("f-string:")  # expect: f-string: f1 f2 spec
class M:
    def __init__(self, n): self.n = n
    def __enter__(self): log.append(f"enter {self.n}"); return self
    def __exit__(self, *a): log.append(f"exit {self.n}")
with e("m1", M(1)) as o.t, e("m2", M(2)): e("body")
log[:] = [str(x)[:14] for x in log]; check("with:")
# expect: with: m1 enter 1 setattr t=<__m m2 enter 2 body exit 2 exit 1
for e("target", o)["k"] in e("iter", [7, 8]): e("loop body")
check("for:")  # expect: for: iter target set k=7 loop body target set k=8 loop body
del e("o1", {"k": 1})[e("k")], e("o2", [1])[e(0, 0)]; check("del:")  # expect: del: o1 k o2 0
try: raise e("exc", ValueError("x")) from e("cause", KeyError("y"))
except e("types", ValueError): e("handler")
log[:] = [str(x) for x in log]; check("raise:")  # expect: raise: exc cause types handler
assert e("test", True), e("message"); check("assert:")  # expect: assert: test
x = y = e("value"); check("chained:")  # expect: chained: value
lambda a=e("lambda default"): e("lambda body"); check("lambda:")  # expect: lambda: lambda default
e("func", print)(e("arg", ""), end=e("end", "")) ; check("method:")  # expect: method: func arg end
1 + e("l", 1) * e("r", 2) ** e("p", 2) - e("last", 1); check("arithmetic:")  # expect: arithmetic: l r p last
not e("n", 1) in e("c", [1]); check("in:")  # expect: in: n c
