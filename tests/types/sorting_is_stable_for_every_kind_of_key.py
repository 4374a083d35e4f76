state = 99


def below(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 33) % n


def check(items, key=None):
    """Sorted by the rules: ordered, a permutation, equal keys in their first order (also in reverse)."""
    key_of = key or (lambda x: x)
    for reverse in (False, True):
        order = sorted(range(len(items)), key=lambda i: key_of(items[i]), reverse=reverse)
        assert sorted(order) == list(range(len(items)))
        for i, j in zip(order, order[1:]):
            a, b = key_of(items[i]), key_of(items[j])
            assert (b < a if reverse else a < b) or (not a < b and not b < a and i < j), (a, b)
        assert list(map(repr, sorted(items, key=key, reverse=reverse))) == [repr(items[i]) for i in order]


letters = "ab\0z\x7f\xfe\xff\u0100\u4e2d\U0001f600"
words = ["".join(letters[below(10)] for _ in range(below(12))) for _ in range(400)]
check(words)
check(["aaaaaaaa" + w for w in words])
check([float(below(50)) - 25 for _ in range(300)] + [0.0, -0.0, 0.0, -0.0, 1e300, -1e300, 2.5])
check([below(2**40) - 2**39 for _ in range(300)])
check([below(3) * 2**70 - 2**70 + below(2) for _ in range(200)])
check([(below(3), words[below(400)], float(below(3))) for _ in range(400)])
check([tuple(range(below(4))) for _ in range(100)])
check([(below(2), (below(2), below(3))) for _ in range(100)])
check([True, 1, 0, False, 1.0, 2, 0.5])
check([(x, -x) for x in range(200)], key=lambda p: p[0] % 7)
print(sorted([3, 1.5, True, 2**70, -2**70]))  # expect: [-1180591620717411303424, True, 1.5, 3, 1180591620717411303424]
try:
    sorted([(1, "a"), (1, 2)])
except TypeError as e:
    print(e)  # expect: '<' not supported between instances of 'int' and 'str'
print(sorted([float("nan"), 1.0])[1])  # expect: 1.0
