"""Compares the speed of interpreters on the programs of python_samples/bench, in interleaved rounds.

    python3 tests/bench/compare.py [--rounds 5] [--pyish target/release/pyish] [--python /usr/bin/python3]
                                   [--other NAME=PATH ...] [--only fib,lists] [--start]

Round by round each program runs once on each interpreter, so that a slow minute of the machine falls on all of
them. The table has the medians of the wall time of the whole process in milliseconds, and how many times faster
than the baseline (`--python`) each one is; results that differ from the baseline's are marked. `--start` adds the
start-up rows: `-c pass` and `import threading, asyncio`, with the peak of resident memory.
"""

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAMS = os.path.join(ROOT, "python_samples", "bench")
START = {"-c pass": ["-c", "pass"], "import threading, asyncio": ["-c", "import threading, asyncio"]}


def run(path, arguments, limit=120):
    """Wall time in seconds and the output; None and the reason if it failed."""
    start = time.perf_counter()
    child = subprocess.Popen([path, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        output, errors = child.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return None, "timed out"
    took = time.perf_counter() - start
    if child.returncode:
        return None, (errors.strip().splitlines() or [f"exit {child.returncode}"])[-1]
    return took, output


def peak_memory(path, arguments):
    """Peak resident memory of one run in KiB, the median of five.

    What a process had before `exec` counts as its peak: a small parent is needed, GNU time if it is there.
    """
    if time_command := shutil.which("time"):
        peaks = []
        for _ in range(5):
            done = subprocess.run([time_command, "-f", "%M", path, *arguments], capture_output=True, text=True)
            peaks.append(int(done.stderr.split()[-1]))
        return statistics.median(peaks)
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path, *arguments], capture_output=True, text=True)
    return int(done.stdout or 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pyish", default=os.path.join(ROOT, "target", "release", "pyish"))
    parser.add_argument("--python", default="/usr/bin/python3")
    parser.add_argument("--other", action="append", default=[], metavar="NAME=PATH")
    parser.add_argument("--only", default="")
    parser.add_argument("--start", action="store_true")
    options = parser.parse_args()

    interpreters = {"python": options.python, "pyish": options.pyish}
    interpreters.update(item.split("=", 1) for item in options.other)
    wanted = [name for name in options.only.split(",") if name]
    names = sorted(f[:-3] for f in os.listdir(PROGRAMS) if f.endswith(".py") and (not wanted or f[:-3] in wanted))
    rows = {name: [os.path.join(PROGRAMS, name + ".py")] for name in names}
    if options.start:
        rows.update(START)

    times = {row: {name: [] for name in interpreters} for row in rows}
    outputs = {row: {} for row in rows}
    failed = {row: {} for row in rows}
    for number in range(options.rounds):
        for row, arguments in rows.items():
            for name, path in interpreters.items():
                if name in failed[row]:
                    continue
                took, output = run(path, arguments)
                if took is None:
                    failed[row][name] = output
                else:
                    times[row][name].append(took)
                    outputs[row][name] = output
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr)

    version = subprocess.run([options.python, "-V"], capture_output=True, text=True).stdout.strip()
    print(f"Wall time in ms, medians of {options.rounds} interleaved rounds; `python` is {version}.\n")
    others = [name for name in interpreters if name != "python"]
    print("| program | python | " + " | ".join(f"{name} | times faster" for name in others) + " |")
    print("|---|" + "---:|" * (1 + 2 * len(others)))
    ratios = {name: [] for name in others}
    for row in rows:
        base = times[row]["python"]
        cells = [f"{statistics.median(base) * 1000:.0f}" if base else "failed"]
        for name in others:
            if times[row][name] and base and name not in failed[row]:
                median = statistics.median(times[row][name])
                ratio = statistics.median(base) / median
                mark = "" if outputs[row][name] == outputs[row]["python"] else " **differs**"
                if row not in START:
                    ratios[name].append(ratio)
                cells += [f"{median * 1000:.0f}{mark}", f"{ratio:.2f}"]
            else:
                cells += ["failed", "-"]
        print(f"| {row} | " + " | ".join(cells) + " |")
    means = [f"{math.exp(statistics.fmean(map(math.log, r))):.2f}" if (r := ratios[name]) else "-" for name in others]
    print("| **geometric mean** | | " + " | ".join(f" | **{mean}**" for mean in means) + " |")
    if options.start:
        print("\n| peak memory, MiB | " + " | ".join(interpreters) + " |")
        print("|---|" + "---:|" * len(interpreters))
        for row, arguments in START.items():
            print(f"| {row} | " + " | ".join(f"{peak_memory(p, arguments) / 1024:.1f}" for p in interpreters.values()) + " |")
    for row in rows:
        for name, why in failed[row].items():
            print(f"\n{row} failed on {name}: {why}")


if __name__ == "__main__":
    main()
