"""Compares our syntax errors with those `collect_errors.py` kept.

usage: python3 compare_errors.py AST_EXAMPLE ERRORS.json [--show N]
"""

import json
import re
import subprocess
import sys
from collections import Counter


# What 3.14 says or accepts and 3.13 does not.
NEWER = re.compile(
    r"prefixes are incompatible|when using 'as'|as (pattern|import) target|cannot use except|"
    r"part of the string|conversion type must come right after the exclamation mark"
)
NEWER_SYNTAX = re.compile(r"except\*? A, B")


def main():
    binary, path = sys.argv[1:3]
    show = int(sys.argv[4]) if len(sys.argv) > 4 else 30
    data = json.load(open(path))
    records = data["errors"] + [[m, s] + [None] * 7 for m, s in data["good"]]
    payload = "\0".join(mode[1 if mode == "exec" else 0] + text for mode, text, *_ in records) + "\0"
    payload = payload.replace("\r\n", "\n").replace("\r", "\n")
    out = subprocess.run([binary, "--errors"], input=payload.encode(), capture_output=True)
    lines = out.stdout.decode().split("\n")
    if len(lines) - 1 != len(records):
        sys.exit(f"{len(lines) - 1} answers for {len(records)} texts: {out.stderr.decode()[-500:]}")
    count = Counter()
    shown = 0
    for (mode, text, kind, message, line, offset, end_line, end_offset, shown_text), got in zip(records, lines):
        what = ""
        if kind is None:
            count["good texts"] += 1
            count["good texts read"] += got == "OK"
            what = "" if got == "OK" else "refused"
            want = "OK"
        else:
            count["bad texts"] += 1
            if NEWER.search(got) or got == "OK" and NEWER_SYNTAX.search(text):
                count["bad texts"] -= 1
                count["new in 3.14"] += 1
                continue
            want = f"{kind}\t{message}\t{line}\t{offset}\t{end_line}\t{end_offset}"
            if got == "OK":
                what = "read"
            else:
                k, m, l, o, el, eo, line_text = got.split("\t")
                same = (k, m) == (kind, message.replace("\n", "\\n"))
                count["same message"] += same
                place = int(l) == line and int(o) == offset
                count["same message and start"] += same and place
                ends = int(el) == end_line and int(eo) == max(end_offset or 0, 0)
                count["same message and range"] += same and place and ends
                line_text = re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), line_text)
                texts = line_text == (shown_text or "")
                count["same line shown"] += same and place and texts
                what = "" if same and place and ends else ("place" if same else "message")
                if not what and not texts:
                    what, want, got = "line shown", shown_text, line_text
        if what:
            count["differs: " + what] += 1
            if shown < show:
                shown += 1
                print(f"--- {what} ({mode})\n{text[:400]}\n  python: {want!r}\n  pyish:  {got!r}")
    for name, n in count.items():
        print(f"{n:6} {name}")


main()
