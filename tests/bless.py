"""Writes what CPython prints into test files, as expectations beside the lines.

    python3.13 tests/bless.py FILE...

Old `# expect:`, `# expect lines:` and `# output:` directives of a file are dropped first. Files with `expect like`,
`expect unordered`, `expect stderr` or `raises` keep those lines and are only blessed if nothing else is to be
placed after them by hand: look at the result. An expectation stands beside the line that prints it as long as the
file, read from top to bottom, then still gives the output's order; otherwise after the top-level statement that
was running.
"""

import ast
import io
import os
import re
import subprocess
import sys
import tempfile

DIRECTIVE = re.compile(r"\s*# expect(?: lines)?:.*$")
BY_HAND = re.compile(r"# (expect (like|unordered)|output)")
WIDTH = 118

DRIVER = r'''
import sys, io, os, json
path, record = sys.argv[1], sys.argv[2]
sys.argv = [path] + sys.argv[3:]
sys.path[0] = os.path.dirname(os.path.abspath(path))
lines, partial = [], []
main_line = [0]
class Recorder(io.TextIOWrapper):
    def write(self, text):
        frame = sys._getframe(1)
        inner = outer = None
        while frame is not None:
            if frame.f_code.co_filename == path:
                if inner is None:
                    inner = frame.f_lineno
                if frame.f_code.co_name == "<module>":
                    outer = frame.f_lineno
            frame = frame.f_back
        if outer is None:
            outer = main_frame.f_lineno if (main_frame := find_main()) else main_line[0]
        main_line[0] = outer
        parts = text.split("\n")
        for i, part in enumerate(parts):
            if part or i < len(parts) - 1:
                if not partial or partial[0] is None:
                    partial[:] = [(inner or outer, outer), ""]
                partial[1] += part
            if i < len(parts) - 1:
                lines.append((partial[1], *partial[0]))
                partial[:] = []
        return super().write(text)
def find_main():
    import threading
    frame = sys._current_frames().get(threading.main_thread().ident)
    while frame is not None:
        if frame.f_code.co_filename == path and frame.f_code.co_name == "<module>":
            return frame
        frame = frame.f_back
sys.stdout = Recorder(sys.stdout.buffer, encoding="utf-8", line_buffering=True)
source = open(path, encoding="utf-8").read()
scope = {"__name__": "__main__", "__file__": path, "__builtins__": __builtins__, "__doc__": None,
         "__spec__": None, "__loader__": None, "__package__": None, "__cached__": None}
import types
module = types.ModuleType("__main__")
module.__dict__.update(scope)
sys.modules["__main__"] = module
import atexit
def save():
    if partial:
        lines.append((partial[1], *partial[0]))
    json.dump(lines, open(record, "w"))
atexit.register(save)
code = compile(source, path, "exec")
del scope, source
exec(code, module.__dict__)
'''


def statement_end(tree, line):
    """The end of the innermost simple statement that covers the line."""
    best = None
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno:
            if best is None or node.lineno >= best.lineno:
                best = node
    if best is None or hasattr(best, "body"):
        return line
    return best.end_lineno


def bless(path):
    import json

    text = open(path, encoding="utf-8").read()
    if BY_HAND.search(text):
        print(f"{path}: left alone, it has expectations made by hand")
        return True
    source = []
    for line in text.splitlines():
        stripped = DIRECTIVE.sub("", line)
        if stripped.strip() or not DIRECTIVE.search(line):
            source.append(stripped.rstrip())
    while source and not source[-1]:
        source.pop()
    text = "\n".join(source) + "\n"
    tree = ast.parse(text)
    options = dict(re.findall(r'(\w+)=("[^"]*"|\S+)', " ".join(l for l in source if l.startswith("# run:"))))
    stdin = options.get("stdin", "").strip('"').replace("\\n", "\n")
    args = options.get("args", "").strip('"').split()
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.abspath(path)
        with open(script, "w", encoding="utf-8") as file:
            file.write(text)
        record = os.path.join(folder, "record")
        driver = os.path.join(folder, "driver.py")
        with open(driver, "w") as file:
            file.write(DRIVER)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        environment.update(TMPDIR=folder, NO_COLOR="1", PYTHONDONTWRITEBYTECODE="1")
        done = subprocess.run([sys.executable, driver, script, record, *args], input=stdin, capture_output=True,
                              text=True, env=environment, timeout=60)
        if not os.path.exists(record):
            print(f"{path}: no record\n{done.stderr}")
            return False
        output = json.load(open(record))
        if done.stderr:
            print(f"{path}: on stderr:\n{done.stderr}")
    tops = [(min([node.lineno] + [d.lineno for d in getattr(node, "decorator_list", [])]), node.end_lineno) for node in tree.body]

    def top_of(line):
        for first, last in tops:
            if first <= line <= last:
                return first, last
        return line, line

    visits = {}
    for _, inner, _ in output:
        visits[inner] = visits.get(inner, 0) + 1
    beside, after = {}, {}
    position = 0
    index = 0
    while index < len(output):
        first, last = top_of(output[index][2])
        end = index
        while end < len(output) and top_of(output[end][2]) == (first, last):
            end += 1
        group = output[index:end]
        places = [statement_end(tree, inner) for _, inner, _ in group]
        rising = all(a < b for a, b in zip(places, places[1:]))
        if rising and places[0] > position and all(visits[inner] == 1 for _, inner, _ in group):
            for (line_text, _, _), place in zip(group, places):
                beside[place] = line_text
            position = places[-1]
        else:
            if last < position:
                print(f"{path}: line {last} prints after line {position}; place these by hand")
                return False
            if len(group) == 1 and first == last:
                beside[last] = group[0][0]
            else:
                after.setdefault(last, []).extend(t for t, _, _ in group)
            position = max(position, last)
        index = end
    result = []
    for number, line in enumerate(source, 1):
        if number in beside:
            expectation = f"# expect: {beside[number]}".rstrip()
            if len(line) + 2 + len(expectation) <= WIDTH:
                line = f"{line}  {expectation}"
            else:
                indent = re.match(r"\s*", line).group()
                line = f"{line}\n{indent}{expectation}"
        result.append(line)
        if number in after:
            texts = after[number]
            # A comment inside a block's column would read as part of it: these stand at the margin.
            row = "# expect lines: " + " | ".join(texts)
            if len(texts) > 1 and len(row) <= WIDTH and not any("|" in t or t != t.strip() or not t for t in texts):
                result.append(row)
            else:
                result.extend(f"# expect: {t}".rstrip() for t in texts)
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(result) + "\n")
    return True


if __name__ == "__main__":
    sys.exit(0 if all([bless(path) for path in sys.argv[1:]]) else 1)
