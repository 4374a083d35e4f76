import sys, traceback
def inner(secret):
    local = secret * 2
    raise ValueError("walk me")
def outer():
    inner(21)
try:
    outer()
except ValueError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno, sorted(n for n in tb.tb_frame.f_locals if n in ("secret", "local")))
        last, tb = tb, tb.tb_next
    print(last.tb_frame.f_locals["local"], last.tb_frame.f_back.f_code.co_name)
    print([(f.name, f.lineno, f.line) for f in traceback.extract_tb(e.__traceback__)])
    print(traceback.format_exception_only(e))
    print(traceback.format_exc().splitlines()[-1])
    saved = e
# expect: <module> 8 []
# expect: outer 6 []
# expect: inner 4 ['local', 'secret']
# expect: 42 outer
# expect: [('<module>', 8, 'outer()'), ('outer', 6, 'inner(21)'), ('inner', 4, 'raise ValueError("walk me")')]
# expect: ['ValueError: walk me\n']
# expect: ValueError: walk me
try:
    raise saved
except ValueError as e:
    print(len(traceback.extract_tb(e.__traceback__)))  # expect: 4
def frames(): return [f.name for f in traceback.extract_stack()]
print(frames()[-2:])  # expect: ['<module>', 'frames']
f = sys._getframe()
print(f.f_code.co_name, f.f_globals is globals())  # expect: <module> True
def g():
    x = 1
    return sys._getframe()
print(g().f_locals, g().f_code.co_varnames)  # expect: {'x': 1} ('x',)
