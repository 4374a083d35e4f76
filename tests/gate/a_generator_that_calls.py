# run: stress=7 timeout=60s
def square(x):
    return x * x
def gen(n):
    total = 0
    for i in range(n):
        total += square(i) + len(str(i)) + helper(i)
        yield total, [i, square(i)]
def helper(i):
    return sum(inner(i))
def inner(i):
    for k in range(3):
        yield square(k) + i
g = gen(30)
out = [next(g)]
for pair in g:
    out.append(pair)
print(len(out), out[0], out[-1], sum(a for a, _ in out))  # expect: 30 (6, [0, 0]) (10060, [29, 841]) 83910
def deep(n):
    if n: yield from deep(n - 1)
    yield square(n)
print(sum(deep(60)))  # expect: 73810
def both(n):
    a, b = gen(n), gen(n)
    for x, y in zip(a, b):
        yield x[0] + y[0]
print(list(both(5)))  # expect: [12, 32, 64, 112, 180]
