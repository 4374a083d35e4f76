def f(how):
    for i in range(2):
        try:
            if how == "return":
                return "returned"
            if how == "raise":
                raise ValueError("raised")
            if how == "break":
                break
            if how == "continue":
                continue
        except ValueError as e:
            return f"caught {e}"
        else:
            print("else")
        finally:
            print("finally", i)
    return "end"
for how in ("return", "raise", "break", "continue", "fall"):
    print(how, f(how))
# expect: finally 0
# expect: return returned
# expect: finally 0
# expect: raise caught raised
# expect: finally 0
# expect: break end
# expect: finally 0
# expect: finally 1
# expect: continue end
# expect: else
# expect: finally 0
# expect: else
# expect: finally 1
# expect: fall end

def nested():
    try:
        try:
            return "inner"
        finally:
            print("first")  # expect: first
    finally:
        print("second")  # expect: second
print(nested())  # expect: inner

def value():
    x = 1
    try:
        return x
    finally:
        x = 2
        print("x is", x)  # expect: x is 2
print(value())  # expect: 1

def reraised():
    try:
        try:
            1 / 0
        finally:
            print("cleanup")  # expect: cleanup
    except ZeroDivisionError as e:
        return str(e)
print(reraised())  # expect: division by zero

def generator():
    try:
        yield 1
        yield 2
    finally:
        print("generator closed")
g = generator()
print(next(g))  # expect: 1
g.close()  # expect: generator closed

def loop():
    out = []
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append("f")
    return out
print(loop())  # expect: [0, 'f', 'f', 2, 'f', 'f']

def raise_in_finally():
    try:
        try:
            raise KeyError("a")
        finally:
            raise ValueError("b")
    except ValueError as e:
        return repr(e), repr(e.__context__)
print(raise_in_finally())  # expect: ("ValueError('b')", "KeyError('a')")
