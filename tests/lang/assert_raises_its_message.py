assert True
assert (1, "a non-empty tuple").__len__() == 2
def check(f):
    try:
        f()
    except AssertionError as e:
        print(repr(e), str(e) == "")
def f1():
    assert False
def f2():
    assert 0, "message"
def f3():
    assert [], {"a": 1}
def f4():
    assert None, None
for f in (f1, f2, f3, f4):
    check(f)
# expect: AssertionError() True
# expect: AssertionError('message') False
# expect: AssertionError({'a': 1}) False
# expect: AssertionError(None) False
def never():
    print("evaluated")
    return "x"
assert True, never()
print(__debug__)  # expect: True
