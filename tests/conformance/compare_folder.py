"""Runs every program of a folder on pyish and on CPython and compares standard output and exit code.

    python3.13 tests/conformance/compare_folder.py FOLDER [--pyish target/release/pyish] [--oracle python3.13]
                                                   [--gil on|off] [--timeout 20] [--ignore FILE]

Programs get no input and run in a folder of their own. Prints one line for each program that differs, with the
first difference and the last line of the standard error, then the causes by how many programs have them. `--ignore`
names a file with one path a line that is known to differ (random output, times).
"""

import argparse
import collections
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def run(command, path, timeout):
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run([*command, path], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, env={**os.environ, "NO_COLOR": "1", "TMPDIR": folder})
        except subprocess.TimeoutExpired:
            return b"", "timeout", ""
    errors = done.stderr.decode(errors="replace").strip().splitlines()
    return done.stdout, done.returncode, errors[-1] if errors else ""


def steady(output):
    """Addresses differ from run to run."""
    return re.sub(rb"0x[0-9a-f]{6,}", b"0x...", output)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--pyish", default=os.path.join(ROOT, "target", "release", "pyish"))
    parser.add_argument("--oracle", default=sys.executable)
    parser.add_argument("--gil", default="on", choices=["on", "off"])
    parser.add_argument("--timeout", type=float, default=20)
    parser.add_argument("--ignore")
    options = parser.parse_args()
    ignored = set(open(options.ignore, encoding="utf-8").read().split("\n")) if options.ignore else set()
    pyish = [options.pyish] if "python" in os.path.basename(options.pyish) else [options.pyish, "--gil", options.gil]
    programs = sorted(os.path.join(base, name) for base, _, names in os.walk(options.folder) for name in names if name.endswith(".py"))
    programs = [os.path.abspath(p) for p in programs if os.path.relpath(p, options.folder) not in ignored]

    def check(path):
        expected = run([options.oracle], path, options.timeout)
        if expected[1] == "timeout" or steady(expected[0]) != steady(run([options.oracle], path, options.timeout)[0]):
            return path, "unsteady", None
        got = run(pyish, path, options.timeout)
        if steady(expected[0]) == steady(got[0]) and expected[1] == got[1]:
            return path, "same", None
        return path, "differs", (expected, got)

    counts, causes = collections.Counter(), collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, verdict, found in pool.map(check, programs):
            counts[verdict] += 1
            if not found:
                continue
            (a, code, _), (b, other, error) = found
            line = next((f"expected {x!r} got {y!r}" for x, y in zip(a.splitlines(), b.splitlines()) if steady(x) != steady(y)), f"exit {code} against {other}")
            print(f"{os.path.relpath(path, options.folder)}: {line[:200]} {error[:200]}")
            causes[error[:80] if other != code else "output"] += 1
    print(f"\n{counts['same']} same, {counts['differs']} differ, {counts['unsteady']} not comparable")
    for cause, count in causes.most_common(15):
        print(f"{count:5} {cause}")
    return 1 if counts["differs"] else 0


if __name__ == "__main__":
    sys.exit(main())
