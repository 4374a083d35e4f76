# since: 3.14 (the error for a list, tuple or dict tells its length)
def error(f):
    try:
        f()
    except ValueError as e:
        print(e)
def f1():
    a, b = [1, 2, 3]
def f2():
    a, b = (1, 2, 3, 4)
def f3():
    a, b = iter([1, 2, 3])
error(f1)  # expect: too many values to unpack (expected 2, got 3)
error(f2)  # expect: too many values to unpack (expected 2, got 4)
error(f3)  # expect: too many values to unpack (expected 2)
