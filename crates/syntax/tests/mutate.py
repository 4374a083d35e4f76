"""Compares acceptance and messages of mutated real files with the Python that runs this.

usage: python3.13 mutate.py AST_EXAMPLE FOLDER [--count N] [--seed S] [--show N]

Bytes are flipped, lines cut, tokens swapped, dropped and doubled. Mutants that use syntax newer
than this Python are few and are shown like the rest.
"""

import argparse
import ast
import io
import os
import random
import subprocess
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")


def tokens_of(text):
    try:
        return [t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.string.strip()]
    except (SyntaxError, tokenize.TokenError):
        return []


def mutate(rng, text):
    lines = text.splitlines(True)
    if len(lines) > 40:
        start = rng.randrange(len(lines) - 40)
        while start and lines[start][:1] in " \t\n#)]}":
            start -= 1
        lines = lines[start : start + 40]
    text = "".join(lines)
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        kind = rng.randrange(8)
        if kind == 0 and text:
            i = rng.randrange(len(text))
            text = text[:i] + chr(rng.randrange(32, 127)) + text[i + 1 :]
        elif kind == 1 and text:
            lines = text.splitlines(True)
            i = rng.randrange(len(lines))
            del lines[i]
            text = "".join(lines)
        elif kind == 2 and text:
            i = rng.randrange(len(text))
            text = text[:i] + text[i + 1 :]
        elif kind == 3 and text:
            text = text[: rng.randrange(len(text))]
        else:
            tokens = tokens_of(text)
            if not tokens:
                continue
            lines = text.splitlines(True)
            t = rng.choice(tokens)
            if t.start[0] != t.end[0]:
                continue
            other = rng.choice(tokens).string if kind >= 6 else ""
            if "\n" in other:
                continue
            line = lines[t.start[0] - 1]
            a, b = line[: t.start[1]], line[t.end[1] :]
            new = {4: "", 5: t.string + " " + t.string, 6: other, 7: t.string + " " + other}[kind]
            lines[t.start[0] - 1] = a + new + b
            text = "".join(lines)
    return text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ast")
    parser.add_argument("folder")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    files = [
        os.path.join(root, name)
        for root, _, names in os.walk(options.folder)
        for name in names
        if name.endswith(".py")
    ]
    files.sort()
    mutants = []
    while len(mutants) < options.count:
        try:
            text = open(rng.choice(files), encoding="utf-8").read()
        except UnicodeDecodeError:
            continue
        text = mutate(rng, text)
        if "\0" not in text:
            mutants.append(text)
    payload = "".join("x" + m + "\0" for m in mutants).encode("utf-8", "replace")
    out = subprocess.run([options.ast, "--errors"], input=payload, capture_output=True, timeout=600)
    # the last field, the line that an error shows, is `compare_errors.py`'s matter
    answers = ["\t".join(line.split("\t")[:6]) for line in out.stdout.decode().split("\n")[:-1]]
    if len(answers) != len(mutants):
        sys.exit(f"{len(answers)} answers for {len(mutants)} texts: {out.stderr.decode()[-500:]}")
    counts = {"accepted by both": 0, "refused by both": 0, "same message": 0, "same message and range": 0, "differ": 0}
    shown = 0
    for text, answer in zip(mutants, answers):
        try:
            ast.parse(text)
            want = "OK"
        except SyntaxError as e:
            message = e.msg.replace("\n", "\\n")
            want = f"{type(e).__name__}\t{message}\t{e.lineno}\t{e.offset}\t{e.end_lineno}\t{max(e.end_offset or 0, 0)}"
        except (RecursionError, MemoryError, ValueError):
            continue
        if want == "OK" and answer == "OK":
            counts["accepted by both"] += 1
            continue
        differs = True
        if want != "OK" and answer != "OK":
            counts["refused by both"] += 1
            if want.split("\t")[:2] == answer.split("\t")[:2]:
                counts["same message"] += 1
                if want == answer:
                    counts["same message and range"] += 1
                    differs = False
        else:
            counts["differ"] += 1
        if differs and shown < options.show:
            shown += 1
            line = int((want if want != "OK" else answer).split("\t")[2])
            lines = text.split("\n")
            near = "\n".join(lines[max(0, line - 4) : line + 2])
            print(f"--- line {line} of {len(lines)}\n{near}\n  python: {want}\n  pyish:  {answer}")
    for name, n in counts.items():
        print(f"{n:6} {name}")


main()
