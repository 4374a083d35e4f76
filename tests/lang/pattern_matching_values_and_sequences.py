def m(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case -5:
            return "minus five"
        case 2.5 | 1j:
            return "number"
        case "text" | b"bytes":
            return "string"
        case None | True | False:
            return "singleton"
        case []:
            return "empty"
        case [a]:
            return f"one {a}"
        case [a, b] if a == b:
            return f"same {a}"
        case (a, b):
            return f"two {a} {b}"
        case [first, *middle, last] if len(x) < 5:
            return f"{first} {middle} {last}"
        case [1, *_]:
            return "starts with 1"
        case [_, [inner, *rest], *_]:
            return f"nested {inner} {rest}"
        case str() as s if s.startswith("x"):
            return f"x string {s}"
        case _:
            return "other"
values = [0, 2, 3.0, -5, 2.5, 1j, "text", b"bytes", None, True, [], (), [7], [1, 1], (1, 2), [1, 2, 3], range(4),
          [1, 2, 3, 4, 5, 6], [2, [3, 4, 5], 6, 7, 8], "xyz", "abc", {1, 2}, object, bytearray(b"ab"), iter([1])]
for v in values:
    print(m(v))
# expect: zero
# expect: small
# expect: small
# expect: minus five
# expect: number
# expect: number
# expect: string
# expect: string
# expect: singleton
# expect: small
# expect: empty
# expect: empty
# expect: one 7
# expect: same 1
# expect: two 1 2
# expect: 1 [2] 3
# expect: 0 [1, 2] 3
# expect: starts with 1
# expect: nested 3 [4, 5]
# expect: x string xyz
# expect: other
# expect: other
# expect: other
# expect: other
# expect: other
match 5:
    case 4:
        print("no")
print("falls through")  # expect: falls through
match [1, 2], 3:
    case [a, b], c:
        print(a, b, c)  # expect: 1 2 3
match = 1
case = 2
print(match + case)  # expect: 3
match (1, 2, 3):
    case (1, *rest):
        print(rest)  # expect: [2, 3]
    case x:
        print(x)
