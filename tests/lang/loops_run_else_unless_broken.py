for i in range(3):
    if i == 5:
        break
else:
    print("for else", i)  # expect: for else 2
for i in range(3):
    if i == 1:
        break
else:
    print("not printed")
print(i)  # expect: 1
for i in []:
    pass
else:
    print("empty else")  # expect: empty else
n = 3
while n:
    n -= 1
    if n == 1:
        continue
    print("n", n)
else:
    print("while else")
# expect lines: n 2 | n 0 | while else
while True:
    try:
        break
    finally:
        print("finally before break")  # expect: finally before break
for i in range(2):
    for j in range(3):
        if j == 1:
            break
        print(i, j)
    else:
        print("inner else")
        continue
    if i:
        break
else:
    print("outer else")
# expect lines: 0 0 | 1 0
for i in range(3):
    try:
        continue
    finally:
        print("finally", i)
# expect lines: finally 0 | finally 1 | finally 2
for x in (1, 2), [3]:
    print(x)
# expect lines: (1, 2) | [3]
l = [1, 2, 3]
for v in l:
    if v < 3 and len(l) < 6:
        l.append(v + 10)
print(l)  # expect: [1, 2, 3, 11, 12]
d = {}
for d["k"] in range(3):
    pass
print(d)  # expect: {'k': 2}
for i in range(3):
    i = 10
print(i)  # expect: 10
