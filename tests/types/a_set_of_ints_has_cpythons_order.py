s = {1, 2, 3}
s.discard(1)
s.add(9)
print(list(s))  # expect: [9, 2, 3]
s = set(range(20))
print(s.pop(), s.pop())  # expect: 0 1
s.add(0)
print(s.pop(), list(s)[:4])  # expect: 2 [0, 3, 4, 5]
s.discard(5)
s.add(37)
print(list(s)[-3:], list(s & {3, 4, 19, 37}), list(s ^ {40, 8})[:5])
# expect: [18, 19, 37] [19, 3, 4, 37] [0, 3, 4, 37, 6]
print(list({i: 1 for i in (8, 3, 0, 11)}.keys() & {0, 8, 16, 24, 3}))  # expect: [8, 0, 3]
