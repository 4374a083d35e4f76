import io, sys
print(1, "a", None, 2.5, [1], sep="-")  # expect: 1-a-None-2.5-[1]
print("no newline", end="")  # expect: no newline| next!
print("|", "next", end="!\n")
print()  # expect:
print(sep="x")  # expect:
print("a", "b", sep="")  # expect: ab
print("a", "b", sep=None, end=None)  # expect: a b
out = io.StringIO()
print("to buffer", 1, file=out)
print("more", file=out, end="")
print(repr(out.getvalue()))  # expect: 'to buffer 1\nmore'
class W:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
    def flush(self): self.parts.append("flushed")
w = W()
print("x", 1, file=w, flush=True)
print(w.parts)  # expect: ['x', ' ', '1', '\n', 'flushed']
old, sys.stdout = sys.stdout, io.StringIO()
print("captured")
captured, sys.stdout = sys.stdout.getvalue(), old
print(repr(captured))  # expect: 'captured\n'
def error(*a, **k):
    try: print(*a, **k)
    except Exception as e: print(type(e).__name__, e)
error(1, sep=5)  # expect: TypeError sep must be None or a string, not int
error(1, end=5)  # expect: TypeError end must be None or a string, not int
error(1, file=5)  # expect: AttributeError 'int' object has no attribute 'write'
error(1, nothing=5)  # expect: TypeError print() got an unexpected keyword argument 'nothing'
class S:
    def __str__(self): return "S's str"
print(S(), [1, "two", S.__name__], {"k": (1,)}, "unicode: é 日本 😀")
# expect: S's str [1, 'two', 'S'] {'k': (1,)} unicode: é 日本 😀
print("a\tb", "multi\nline", r"raw\n")
# expect lines: a	b multi | line raw\n
print(*range(5))  # expect: 0 1 2 3 4
print(*"abc", sep=", ")  # expect: a, b, c
sys.stdout.write("direct\n")  # expect: direct
print(print("inner"))
# expect lines: inner | None
