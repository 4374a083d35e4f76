def g():
    while True:
        try:
            v = yield
            if v == "stop":
                return "stopped"
            print("value", v)
        except KeyError as e:
            print("key", e)
            continue
        finally:
            print("f")
it = g()
next(it)
it.send(1)
# expect lines: value 1 | f
it.throw(KeyError("k"))
# expect lines: key 'k' | f
try:
    it.send("stop")
except StopIteration as e:
    print(e.value)
# expect lines: f | stopped
def h():
    try:
        yield 1
    finally:
        try:
            yield 2
        finally:
            yield 3
print(list(h()))  # expect: [1, 2, 3]
def context():
    try:
        raise ValueError("outer")
    except ValueError:
        yield "in handler"
        try:
            raise TypeError("inner")
        except TypeError as e:
            yield repr(e.__context__)
print(list(context()))  # expect: ['in handler', "ValueError('outer')"]
import sys
def isolated():
    try:
        raise KeyError("generator's")
    except KeyError:
        yield sys.exception()
        yield sys.exception()
i = isolated()
print(repr(next(i)), sys.exception())  # expect: KeyError("generator's") None
try:
    raise OSError("caller's")
except OSError:
    print(repr(next(i)), repr(sys.exception()))  # expect: KeyError("generator's") OSError("caller's")
def return_in_finally_of_loop():
    for i in range(3):
        try:
            yield i
        finally:
            print("cleanup", i)
r = return_in_finally_of_loop()
next(r); next(r)  # expect: cleanup 0
r.close()  # expect: cleanup 1
def g3():
    with M() as m:
        x = yield m
        yield x
class M:
    def __enter__(self): return "entered"
    def __exit__(self, *a):
        print("exit", a[0] and a[0].__name__)
        return True
m = g3()
print(next(m), m.send("sent"))  # expect: entered sent
try:
    m.throw(ValueError)
except StopIteration:
    print("swallowed, then ended")
# expect lines: exit ValueError | swallowed, then ended
