import contextlib
@contextlib.contextmanager
def manager(name, swallow=False):
    print("enter", name)
    try:
        yield name.upper()
    except ValueError as e:
        print("saw", e)
        if not swallow: raise
    finally:
        print("exit", name)
with manager("a") as a: print(a)
# expect lines: enter a | A | exit a
with manager("s", True): raise ValueError("v")
# expect lines: enter s | saw v | exit s
try:
    with manager("r"): raise ValueError("out")
except ValueError as e: print("caught", e)
# expect lines: enter r | saw out | exit r | caught out
@manager("deco")
def f(): return "f"
print(f())
# expect lines: enter deco | exit deco | f
with contextlib.suppress(KeyError, IndexError): [][0]
with contextlib.ExitStack() as stack:
    stack.enter_context(manager("one"))
    stack.enter_context(manager("two"))
    stack.callback(print, "callback", 1)
# expect lines: enter one | enter two | callback 1 | exit two | exit one
class Closing:
    def close(self): print("closed")
with contextlib.closing(Closing()): print("inside")
# expect lines: inside | closed
with contextlib.nullcontext("n") as n: print(n)  # expect: n
@contextlib.contextmanager
def twice():
    yield 1
    yield 2
try:
    with twice(): pass
except RuntimeError as e: print(e)  # expect: generator didn't stop
@contextlib.contextmanager
def never():
    if False: yield
try:
    with never(): pass
except RuntimeError as e: print(e)  # expect: generator didn't yield
