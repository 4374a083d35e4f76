def attempt(f, *a):
    try: return f(*a)
    except NameError as e: return f"{type(e).__name__}: {e}"
def branch(c):
    if c: x = 1
    return x
def loop(n):
    for i in range(n): last = i
    return i, last
def handler(c):
    try:
        if c: raise ValueError
        y = "set"
    except ValueError as e: pass
    return y
def handler_name():
    try: 1 / 0
    except ZeroDivisionError as e: pass
    return e
def deleted(c):
    z = 1
    if c: del z
    return z
def deleted_in_loop():
    v = 0
    for i in range(3):
        v += 1
        if i == 1: del v
    return v
def finally_path(c):
    try:
        if c: return "early"
        w = 1
    finally:
        r = "cleanup"
    return w, r
def match_capture(v):
    match v:
        case [a, b]: pass
        case {"k": a}: pass
        case _: pass
    return a, b
def before(): return q; q = 1
def augmented():
    n += 1
    return n
def comprehension():
    r = [k for k in range(3)]
    return k
def with_target(c):
    class M:
        def __enter__(self): return "entered"
        def __exit__(self, *a): return True
    with M():
        if c: raise ValueError
        t = 1
    return t
def while_else(c):
    while c:
        inside = 1
        break
    else: other = 2
    return inside, other
def nested_function_unbound():
    def inner(): return outer_value
    if False: outer_value = 1
    return inner()
def class_in_function(c):
    if c: base = "base"
    class K: attr = base
    return K.attr
def walrus(c):
    if c and (u := 5): pass
    return u
def import_unbound(c):
    if c: import math
    return math.floor(2.5)
def evaluated_before_call():
    def h(): called.append(1)
    called = []
    try: return missing_later + h()
    except NameError as e: return str(e), called
    missing_later = 1
for f, *args in [(branch, 1), (branch, 0), (loop, 2), (loop, 0), (handler, 0), (handler, 1), (handler_name,), (deleted, 0), (deleted, 1), (deleted_in_loop,), (finally_path, 1), (finally_path, 0),
                 (match_capture, [1, 2]), (match_capture, {"k": 1}), (match_capture, 5), (before,), (augmented,), (comprehension,), (with_target, 0), (with_target, 1), (while_else, 0), (while_else, 1),
                 (nested_function_unbound,), (class_in_function, 1), (class_in_function, 0), (walrus, 1), (walrus, 0), (import_unbound, 1), (import_unbound, 0), (evaluated_before_call,)]:
    print(f.__name__, *args, attempt(f, *args))
# expect: branch 1 1
# expect: branch 0 UnboundLocalError: cannot access local variable 'x' where it is not associated with a value
# expect: loop 2 (1, 1)
# expect: loop 0 UnboundLocalError: cannot access local variable 'i' where it is not associated with a value
# expect: handler 0 set
# expect: handler 1 UnboundLocalError: cannot access local variable 'y' where it is not associated with a value
# expect: handler_name UnboundLocalError: cannot access local variable 'e' where it is not associated with a value
# expect: deleted 0 1
# expect: deleted 1 UnboundLocalError: cannot access local variable 'z' where it is not associated with a value
# expect: deleted_in_loop UnboundLocalError: cannot access local variable 'v' where it is not associated with a value
# expect: finally_path 1 early
# expect: finally_path 0 (1, 'cleanup')
# expect: match_capture [1, 2] (1, 2)
# expect: match_capture {'k': 1} UnboundLocalError: cannot access local variable 'b' where it is not associated with a value
# expect: match_capture 5 UnboundLocalError: cannot access local variable 'a' where it is not associated with a value
# expect: before UnboundLocalError: cannot access local variable 'q' where it is not associated with a value
# expect: augmented UnboundLocalError: cannot access local variable 'n' where it is not associated with a value
# expect: comprehension NameError: name 'k' is not defined
# expect: with_target 0 1
# expect: with_target 1 UnboundLocalError: cannot access local variable 't' where it is not associated with a value
# expect: while_else 0 UnboundLocalError: cannot access local variable 'inside' where it is not associated with a value
# expect: while_else 1 UnboundLocalError: cannot access local variable 'other' where it is not associated with a value
# expect: nested_function_unbound NameError: cannot access free variable 'outer_value' where it is not associated with a value in enclosing scope
# expect: class_in_function 1 base
# expect: class_in_function 0 NameError: cannot access free variable 'base' where it is not associated with a value in enclosing scope
# expect: walrus 1 5
# expect: walrus 0 UnboundLocalError: cannot access local variable 'u' where it is not associated with a value
# expect: import_unbound 1 2
# expect: import_unbound 0 UnboundLocalError: cannot access local variable 'math' where it is not associated with a value
# expect: evaluated_before_call ("cannot access local variable 'missing_later' where it is not associated with a value", [])
