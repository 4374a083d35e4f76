def f():
    T = str
    class C:
        T = int
        class D[U](T):
            x = T
            def method(self): return T
    return C
C = f()
print(C.D.__bases__[0], C.D.x, C.D().method())  # expect: <class 'int'> <class 'str'> <class 'str'>
