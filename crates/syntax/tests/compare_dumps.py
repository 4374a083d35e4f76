"""Compares the trees of every .py under given folders with those of the Python that runs this.

usage: python3.13 compare_dumps.py AST_EXAMPLE FOLDER... [--show N] [--cache FILE]

AST_EXAMPLE is the built `examples/ast`. Prints how many files agree in tree, positions and
refusal, and a diff for the first N that do not. The digests of the expected dumps are kept in
the cache file, for making them is slow.
"""

import argparse
import ast
import difflib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")
sys.set_int_max_str_digits(0)


def expected(path):
    data = open(path, "rb").read()
    try:
        tree = ast.parse(data, path)
    except (SyntaxError, ValueError) as e:
        return "ERROR"
    except RecursionError:
        return "RECURSION"
    except MemoryError:
        return "RECURSION"
    return ast.dump(tree, include_attributes=True, indent=3) + "\n"


def digest(text):
    return hashlib.sha1(text.encode("utf-8", "surrogatepass")).hexdigest()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ast")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--show", type=int, default=3)
    parser.add_argument("--cache")
    parser.add_argument("--limit", type=int, default=0)
    options = parser.parse_args()
    files = sorted(
        os.path.join(root, name)
        for folder in options.folders
        for root, _, names in os.walk(folder)
        for name in names
        if name.endswith(".py")
    )
    if options.limit:
        files = files[:: max(1, len(files) // options.limit)]
    cache = {}
    if options.cache and os.path.exists(options.cache):
        cache = json.load(open(options.cache))
    agree = refused = 0
    bad = []
    with tempfile.TemporaryDirectory() as out:
        batch = 200
        for start in range(0, len(files), batch):
            part = files[start : start + batch]
            subprocess.run([options.ast, "--all", "-a", out], input="\n".join(part), text=True, check=True)
            for i, path in enumerate(part):
                got_path = os.path.join(out, str(i))
                got = open(got_path, encoding="utf-8").read()
                os.remove(got_path)
                want = cache.get(path)
                if want is None:
                    text = expected(path)
                    want = cache[path] = text if text in ("ERROR", "RECURSION") else digest(text)
                error = got.split(":", 1)[0].endswith("Error")
                if want == "ERROR" and error:
                    refused += 1
                elif want not in ("ERROR", "RECURSION") and digest(got) == want:
                    agree += 1
                else:
                    bad.append(path)
                    if len(bad) <= options.show:
                        print("===", path)
                        if want in ("ERROR", "RECURSION"):
                            print("refused by Python, read by us")
                        elif error:
                            print(got)
                        else:
                            lines = difflib.unified_diff(
                                expected(path).splitlines(), got.splitlines(), "python", "pyish", n=6, lineterm=""
                            )
                            print("\n".join(line for line, _ in zip(lines, range(40))))
            if options.cache:
                json.dump(cache, open(options.cache, "w"))
    print(f"{len(files)} files: {agree} same trees, {refused} refused by both, {len(bad)} differ")
    for path in bad:
        print("  ", path)


main()
