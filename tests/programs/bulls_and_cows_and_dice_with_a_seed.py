import random
random.seed(2024)
def secret():
    return "".join(random.sample("0123456789", 4))
def score(guess, hidden):
    bulls = sum(a == b for a, b in zip(guess, hidden))
    return bulls, len(set(guess) & set(hidden)) - bulls
hidden = secret()
candidates = [f"{n:04}" for n in range(10000) if len(set(f"{n:04}")) == 4]
tries = []
while True:
    guess = random.choice(candidates)
    result = score(guess, hidden)
    tries.append((guess, result))
    if result == (4, 0): break
    candidates = [c for c in candidates if score(guess, c) == result]
print(hidden, *tries, sep="\n")
# expect lines: 7241 | ('6598', (0, 0)) | ('2130', (0, 2)) | ('7204', (2, 1)) | ('3704', (0, 2)) | ('7241', (4, 0))
rolls = [random.randint(1, 6) + random.randint(1, 6) for _ in range(1000)]
for total in range(2, 13): print(f"{total:>2} {'*' * (rolls.count(total) // 10)}")
# expect:  2 **
# expect:  3 ****
# expect:  4 *********
# expect:  5 **********
# expect:  6 *************
# expect:  7 *****************
# expect:  8 *************
# expect:  9 ***********
# expect: 10 ********
# expect: 11 *****
# expect: 12 **
def walk(steps):
    x = y = 0
    for _ in range(steps):
        dx, dy = random.choice([(1, 0), (-1, 0), (0, 1), (0, -1)])
        x, y = x + dx, y + dy
    return x, y
print(walk(100), [round(random.gauss(100, 15)) for _ in range(5)])  # expect: (-1, -7) [106, 119, 115, 119, 91]
deck = [r + s for s in "SHDC" for r in "23456789TJQKA"]
random.shuffle(deck)
hands = [sorted(deck[i::4], key=lambda c: "23456789TJQKA".index(c[0])) for i in range(4)]
print(*(" ".join(h) for h in hands), sep="\n")
# expect: 2S 2D 3H 4D 5D 5C 9H 9S 9D 9C TC JH QC
# expect: 3D 5H 6C 6H 7S 7C 8S TD QS KS KC AD AH
# expect: 3S 4S 4C 5S 7D 7H 8D 8H TH QD KH KD AC
# expect: 2C 2H 3C 4H 6S 6D 8C TS JS JC JD QH AS
inside = sum(random.random() ** 2 + random.random() ** 2 < 1 for _ in range(5000))
print(4 * inside / 5000)  # expect: 3.0912
