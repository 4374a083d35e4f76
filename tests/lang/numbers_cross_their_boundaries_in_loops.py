for start in (2 ** 31 - 2, 2 ** 61 - 3, 2 ** 62 - 3, 2 ** 63 - 3, 2 ** 64 - 3, -2 ** 61 - 2, -2 ** 62 - 2, -2 ** 63 - 2):
    n, seen = start, []
    for _ in range(5):
        n += 1
        seen.append(n)
    print(seen[-1] - start, seen == [start + k for k in range(1, 6)], all(a < b for a, b in zip(seen, seen[1:])), n - 5 == start, hash(n) == hash(int(str(n))), n * 2 // 2 == n, -(-n) == n, n ^ n, (n << 3) >> 3 == n, ~~n == n)
# expect: 5 True True True True True True 0 True True
# expect: 5 True True True True True True 0 True True
# expect: 5 True True True True True True 0 True True
# expect: 5 True True True True True True 0 True True
# expect: 5 True True True True True True 0 True True
# expect: 5 True True True True True True 0 True True
# expect: 5 True True True True True True 0 True True
# expect: 5 True True True True True True 0 True True
total = 0
for i in range(100): total += 2 ** 57 * i
print(total == 2 ** 57 * 4950, total)  # expect: True 713370180975486566400
x, steps = 1, 0
while x < 2 ** 130:
    x *= 3
    steps += 1
print(x, steps)  # expect: 3990838394187339929534246675572349035227 83
while x > 1: x //= 3
print(x)  # expect: 1
acc = 1
for i in range(1, 30): acc = acc * i % (2 ** 89 - 1)
print(acc)  # expect: 394233163516031214070806476
print([2 ** k % 7 for k in range(58, 68)], [(-2) ** k // 3 for k in range(60, 66)], [1 << k for k in range(60, 65)], [-1 << k for k in range(60, 65)])
# expect: [2, 4, 1, 2, 4, 1, 2, 4, 1, 2] [384307168202282325, -768614336404564651, 1537228672809129301, -3074457345618258603, 6148914691236517205, -12297829382473034411] [1152921504606846976, 2305843009213693952, 4611686018427387904, 9223372036854775808, 18446744073709551616] [-1152921504606846976, -2305843009213693952, -4611686018427387904, -9223372036854775808, -18446744073709551616]
print(sum(range(2 ** 61, 2 ** 61 + 5)), max(2 ** 62, 2 ** 62 - 1), min(-2 ** 63, -2 ** 62), sorted([2 ** 62, 5, -2 ** 62, 0])[0], abs(-2 ** 61), divmod(2 ** 62, 10), divmod(-2 ** 62, 10))
# expect: 11529215046068469770 4611686018427387904 -9223372036854775808 -4611686018427387904 2305843009213693952 (461168601842738790, 4) (-461168601842738791, 6)
f = 2.0 ** 53
print(f + 1 == f, int(f) + 1, f == 2 ** 53, 2 ** 53 + 1 == f + 1, int(2.0 ** 62), int(-2.0 ** 63), 2 ** 62 + 0.5, 2 ** 61 * 1.0, 2 ** 62 / 2 ** 61, 3 / 2 ** 62)
# expect: True 9007199254740993 True False 4611686018427387904 -9223372036854775808 4.611686018427388e+18 2.305843009213694e+18 2.0 6.505213034913027e-19
import itertools
print(list(itertools.accumulate([2 ** 60] * 5)), list(range(2 ** 62 - 1, 2 ** 62 + 2)), len(range(-2 ** 62, 2 ** 62, 2 ** 61)))
# expect: [1152921504606846976, 2305843009213693952, 3458764513820540928, 4611686018427387904, 5764607523034234880] [4611686018427387903, 4611686018427387904, 4611686018427387905] 4
print([i for i in range(2 ** 61 - 1, 2 ** 61 + 2)], 2 ** 61 in {2305843009213693952}, {2 ** 62: "a"}[4611686018427387904], (2 ** 61).bit_length(), f"{2 ** 62:,} {-2 ** 61:x} {2 ** 61:b}"[:60])
# expect: [2305843009213693951, 2305843009213693952, 2305843009213693953] True a 62 4,611,686,018,427,387,904 -2000000000000000 1000000000000000
