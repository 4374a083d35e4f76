"""Source to tree and source to bytecode, side by side with CPython, over the largest files of a folder.

    PY compare_speed.py DIS FOLDER [--files 50] [--rounds 5]

`DIS` is the built example `dis`. Each round reads every file once on either side; medians of the rounds.
"""
import argparse
import ast
import pathlib
import statistics
import subprocess
import time

parser = argparse.ArgumentParser()
parser.add_argument("dis")
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--files", type=int, default=50)
parser.add_argument("--rounds", type=int, default=5)
args = parser.parse_args()


def readable(path):
    try:
        compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


by_size = sorted(args.folder.rglob("*.py"), key=lambda p: p.stat().st_size, reverse=True)
files = [p for p in by_size[: args.files * 2] if readable(p)][: args.files]
texts = [p.read_bytes() for p in files]
ours, theirs = [], []
for _ in range(args.rounds):
    started = time.perf_counter()
    for text in texts:
        ast.parse(text)
    tree = time.perf_counter() - started
    started = time.perf_counter()
    for text in texts:
        compile(text, "file.py", "exec", dont_inherit=True)
    theirs.append((tree, time.perf_counter() - started))
    run = subprocess.run([args.dis, "--time", *map(str, files)], capture_output=True, text=True, check=True)
    ours.append(tuple(map(float, run.stdout.split())))
size = sum(map(len, texts))
print(f"{len(files)} files, {size} bytes, medians of {args.rounds} rounds")
for i, (what, against) in enumerate([("source to tree", "ast.parse"), ("source to bytecode", "compile")]):
    a, b = statistics.median(t[i] for t in theirs), statistics.median(t[i] for t in ours)
    print(f"{what}: {against} {a:.3f} s, pyish {b:.3f} s, {a / b:.1f} times as fast")
