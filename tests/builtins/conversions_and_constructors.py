print(int("5"), float("1.5"), str(5), bool([]), list("ab"), tuple([1]), set([1]), dict(a=1), frozenset([1]), bytes([65]), complex(1, 2), object is not None)
# expect: 5 1.5 5 False ['a', 'b'] (1,) {1} {'a': 1} frozenset({1}) b'A' (1+2j) True
print(chr(65), ord("A"), hex(255), oct(8), bin(5), ascii("é"), repr("a"), format(5, "03d"), hash(5), id(5) == id(5), type(5), callable(len), callable(5))
# expect: A 65 0xff 0o10 0b101 '\xe9' 'a' 005 5 True <class 'int'> True False
print(abs(-5), abs(-1.5), abs(3 + 4j), divmod(7, 3), pow(2, 10), pow(2, 10, 1000), round(3.7), round(3.14159, 2), sum([1, 2, 3]), sum([1.5, 2]), sum([[1], [2]], []))
# expect: 5 1.5 5.0 (2, 1) 1024 24 4 3.14 6 3.5 [1, 2]
print(min(3, 1, 2), max([3, 1, 2]), min("b", "a"), max([], default="none"), min([1, -2], key=abs), max("apple", "fig", key=len), min([(1, "b"), (1, "a")]))
# expect: 1 3 a none 1 apple (1, 'a')
print(len("abc"), len([]), len({}), len(range(5)), sorted([3, 1]), list(reversed([1, 2])), list(enumerate("ab", 1)), list(zip([1, 2], "ab")), list(map(str, [1, 2])), list(filter(None, [0, 1, "", "a"])))
# expect: 3 0 0 5 [1, 3] [2, 1] [(1, 'a'), (2, 'b')] [(1, 'a'), (2, 'b')] ['1', '2'] [1, 'a']
def error(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
error(sum, ["a"])  # expect: TypeError unsupported operand type(s) for +: 'int' and 'str'
error(sum, ["a"], "")  # expect: TypeError sum() can't sum strings [use ''.join(seq) instead]
error(sum, 5)  # expect: TypeError 'int' object is not iterable
error(max, [])  # expect: ValueError max() iterable argument is empty
error(max)  # expect: TypeError max expected at least 1 argument, got 0
error(max, 5)  # expect: TypeError 'int' object is not iterable
error(min, 1, "a")  # expect: TypeError '<' not supported between instances of 'str' and 'int'
error(abs, "x")  # expect: TypeError bad operand type for abs(): 'str'
error(round, "x")  # expect: TypeError type str doesn't define __round__ method
error(divmod, 1)  # expect: TypeError divmod expected 2 arguments, got 1
error(len, 5)  # expect: TypeError object of type 'int' has no len()
error(len)  # expect: TypeError len() takes exactly one argument (0 given)
error(pow, 2, 0.5, 3)  # expect: TypeError pow() 3rd argument not allowed unless all arguments are integers
error(pow, 2, -1, 4)  # expect: ValueError base is not invertible for the given modulus
error(hex, 1.5)  # expect: TypeError 'float' object cannot be interpreted as an integer
error(ord, 5)  # expect: TypeError ord() expected string of length 1, but int found
error(chr, "a")  # expect: TypeError 'str' object cannot be interpreted as an integer
error(sorted, 5)  # expect: TypeError 'int' object is not iterable
error(reversed, 5)  # expect: TypeError 'int' object is not reversible
error(reversed, {1})  # expect: TypeError 'set' object is not reversible
error(enumerate, 5)  # expect: TypeError 'int' object is not iterable
error(zip, [1], 5)  # expect: TypeError 'int' object is not iterable
error(map, str)  # expect: TypeError map() must have at least two arguments.
error(list, map(int, ["x"]))  # expect: ValueError invalid literal for int() with base 10: 'x'
error(callable)  # expect: TypeError callable() takes exactly one argument (0 given)
error(int, "x", base=10)  # expect: ValueError invalid literal for int() with base 10: 'x'
error(print, 1, foo=2)  # expect: TypeError print() got an unexpected keyword argument 'foo'
error(isinstance, 1)  # expect: TypeError isinstance expected 2 arguments, got 1
error(getattr, 1, "nope")  # expect: AttributeError 'int' object has no attribute 'nope'
error(iter, 1)  # expect: TypeError 'int' object is not iterable
error(next, [])  # expect: TypeError 'list' object is not an iterator
error(hash, {})  # expect: TypeError unhashable type: 'dict'
error(type)  # expect: TypeError type() takes 1 or 3 arguments
error(id)  # expect: TypeError id() takes exactly one argument (0 given)
error(vars, 5)  # expect: TypeError vars() argument must have __dict__ attribute
