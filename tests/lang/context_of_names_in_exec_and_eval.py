scope = {"x": 5}
exec("y = x + 1\ndef f(): return y", scope)
print(scope["y"], scope["f"](), "__builtins__" in scope)  # expect: 6 6 True
print(eval("x * 2", {"x": 4}), eval("x + y", {"x": 1}, {"y": 2}), eval("[i for i in range(3)]"))
# expect: 8 3 [0, 1, 2]
code = compile("a = 1\na + 1", "<test>", "exec")
print(type(code).__name__, code.co_filename, exec(code))  # expect: code <test> None
print(a, eval(compile("6 * 7", "f", "eval")))  # expect: 1 42
def f():
    local = 1
    exec("local = 2")
    return local, eval("local + 10"), sorted(locals())
print(f())  # expect: (1, 11, ['local'])
def error(s, mode=eval):
    try: print(mode(s))
    except Exception as e: print(type(e).__name__, e)
error("1 +")  # expect: SyntaxError invalid syntax (<string>, line 1)
error("undefined_thing")  # expect: NameError name 'undefined_thing' is not defined
error("x = 1")  # expect: SyntaxError invalid syntax (<string>, line 1)
error("1/0")  # expect: ZeroDivisionError division by zero
error(5)  # expect: TypeError eval() arg 1 must be a string, bytes or code object
error("raise KeyError('k')", exec)  # expect: KeyError 'k'
print(eval("lambda v: v + 1")(1), eval("  5"), eval(b"1 + 1"))  # expect: 2 5 2
exec("import math as m; print(m.floor(2.5))")  # expect: 2
class C:
    exec("attr = 'made'")
print(C.attr)  # expect: made
print(eval("__name__"), "f" in globals(), globals()["a"])  # expect: __main__ True 1
globals()["dynamic"] = "yes"
print(dynamic)  # expect: yes
single = compile("1 + 1\n", "<s>", "single")
exec(single)  # expect: 2
