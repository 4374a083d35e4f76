def attempt(source):
    try:
        return type(eval(source)).__name__
    except (RecursionError, MemoryError, SyntaxError) as e:
        return "refused"
print(attempt("(" * 50 + "1" + ")" * 50))  # expect: int
for source in ("(" * 10000 + "1" + ")" * 10000, "[" * 5000 + "]" * 5000, "-" * 100000 + "1", "not " * 50000 + "1", "x." * 1000 + "y" if False else "1" + "+1" * 2000,
               "lambda: " * 20000 + "1", "f" + "(0)" * 50000 if False else "1", "1" + " if 1 else 1" * 10000):
    print(attempt(source) in ("int", "bool", "list", "function", "refused"))
# expect lines: True | True | True | True | True | True | True | True
print("alive")  # expect: alive
