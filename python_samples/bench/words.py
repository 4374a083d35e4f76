# run: args=5 timeout=60s
"""A text program: tokens, counts, an index, a report."""
import sys

WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau".split()


def make_text(lines):
    x, out = 7, []
    for _ in range(lines):
        row = []
        for _ in range(8):
            x = (x * 1103515245 + 12345) % 2147483648
            row.append(WORDS[(x >> 8) % len(WORDS)])
        out.append(" ".join(row).capitalize() + ".")
    return "\n".join(out)


def tokens(text):
    word = []
    for c in text:
        if c.isalpha():
            word.append(c.lower())
        elif word:
            yield "".join(word)
            word = []


def report(text):
    counts, index = {}, {}
    for position, word in enumerate(tokens(text)):
        counts[word] = counts.get(word, 0) + 1
        index.setdefault(word, []).append(position)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{word:<10}{count:>6} {index[word][0]:>4}" for word, count in ranked]


n = int(sys.argv[1]) if len(sys.argv) > 1 else 70000
lines = report(make_text(n))
print("words", len(lines), lines[0], lines[-1])  # expect: words 17 alpha          4    4 theta          1   12
