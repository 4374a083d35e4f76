import marshal, types


def outer(a, b=2, /, *args, key=None, **rest):
    "The docstring."
    x = 10**30

    def inner(y):
        return a, b, x, y, [i * 1.5 for i in (1, 2)], b"\x00\xff", 2j, "\ud800", {1, 2} == {2, 1}

    try:
        return inner(key)
    finally:
        rest.clear()


copy = marshal.loads(marshal.dumps(outer.__code__))
f = types.FunctionType(copy, globals(), "f", (2,))
print(f(1, key="k") == outer(1, key="k"), copy == outer.__code__, copy is outer.__code__)  # expect: True True False
print(copy.co_varnames[:6], copy.co_argcount, copy.co_posonlyargcount, copy.co_kwonlyargcount)
# expect: ('a', 'b', 'key', 'args', 'rest', 'inner') 2 2 1
print(f.__doc__, copy.co_firstlineno == outer.__code__.co_firstlineno, copy.co_filename == __file__)
# expect: The docstring. True True
print(list(copy.co_lines()) == list(outer.__code__.co_lines()), copy.co_consts[0])  # expect: True The docstring.
module = compile("def g(n):\n    return n * 2\nclass C:\n    attr = g(21)\n", "some/file.py", "exec")
space = {}
exec(marshal.loads(marshal.dumps([module, 1]))[0], space)
print(space["C"].attr, space["g"].__code__.co_filename)  # expect: 42 some/file.py
changed = module.replace(co_filename="other.py", co_name="renamed")
again = marshal.loads(marshal.dumps(changed))
print(again.co_filename, again.co_name)  # expect: other.py renamed
for call in (lambda: marshal.dumps(module, allow_code=False), lambda: marshal.loads(marshal.dumps(module), allow_code=False)):
    try:
        call()
    except ValueError as e:
        print(e)
# expect: marshalling code objects is disallowed
# expect: unmarshalling code objects is disallowed
data = marshal.dumps(module)
refused = 0
for cut in range(1, len(data)):
    try:
        marshal.loads(data[:cut])
    except (EOFError, ValueError, TypeError):
        refused += 1
print(refused == len(data) - 1)  # expect: True
