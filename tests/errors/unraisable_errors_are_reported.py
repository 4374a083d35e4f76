class A:
    def __del__(self): raise ValueError("in del")
# expect stderr: Exception ignored ...
# expect stderr: ValueError: in del
a = A()
del a
print("goes on")  # expect: goes on
