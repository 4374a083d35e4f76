# run: args=100 timeout=60s
"""Strings: splitting, joining, searching, replacing, comparing, slicing."""
import sys

TEXT = "the quick brown fox jumps over the lazy dog while seven wizards make toxic brew for the evil queen and jack "


def work(n):
    words = vowels = longest = 0
    for i in range(n):
        parts = TEXT.split()
        words += len(parts)
        line = "-".join(parts).upper().replace("THE", "a")
        vowels += line.count("O") + line.find("QUEEN")
        for part in parts:
            if part.startswith("w") or part[-1] == "x":
                longest = max(longest, len(part))
            if part == "jack":
                vowels += 1
        for c in TEXT[i % 20:i % 20 + 30]:
            if c in "aeiou":
                vowels += 1
    return words, vowels, longest


n = int(sys.argv[1]) if len(sys.argv) > 1 else 130000
print("strings", *work(n))  # expect: strings 2100 10140 7
