# run: exit=1
def f(n):
    return f(n + 1)
# expect stderr: in <module>
# expect stderr: in f
# expect stderr:   [Previous line repeated 99
# expect stderr: RecursionError: maximum recursion depth exceeded
f(0)
