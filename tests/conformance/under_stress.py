"""The long run: the suite with a collection at every allocation, the soak, random programs, with the GIL on and off.

    python3.13 tests/conformance/under_stress.py [--pyish target/release/pyish] [--every 1] [--minutes 10] [--only suite|soak|random]

Every part is run to its end; what failed is listed, and is the exit code. With `--record FILE` each test of the suite
that passes is noted there, and not run again with the same `--every`: so a long run may be cut into pieces.
"""

import argparse
import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.join(ROOT, "tests", "conformance")
# What even so is not done in half an hour, or measures time, memory or collections itself: with the interval that it is run with instead.
LONG = {
    # what sleeps for some milliseconds wakes before others have taken their steps, each of many collections
    "tests/asyncio/async_generators_are_closed_by_the_loop.py": 97,
    "tests/asyncio/gather_keeps_the_order_of_its_arguments.py": 97,
    "tests/asyncio/sleep_orders_by_time.py": 97,
    # a pending task that nobody refers to is destroyed by a collection in time, as by gc.collect() in CPython
    "tests/asyncio/run_returns_the_coroutines_result.py": 97,
    # counts what collections of its own find
    "tests/modules/gc_collect_counts_cycles.py": 97,
    # a million frames, and as many objects of every size
    "tests/lang/recursion_ends_in_recursionerror.py": 97,
    "tests/builtins/a_file_opened_beside_an_unflushed_writer_stays_whole.py": 97,
}
parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--pyish", default=os.path.join(ROOT, "target", "release", "pyish"))
parser.add_argument("--every", type=int, default=1, help="a collection at every so many allocations")
parser.add_argument("--minutes", type=float, default=10, help="of the soak, for each way of running it")
parser.add_argument("--only", choices=["suite", "soak", "random"])
parser.add_argument("--gil", choices=["on", "off"], help="one mode alone")
parser.add_argument("--record", help="a file of what has passed already")
parser.add_argument("--patience", type=int, default=40, help="how often its own time each test is given")
parser.add_argument("--behaviour", help="the suite's runner, if cargo need not build it")
parser.add_argument("filter", nargs="?", default="", help="of the suite, the tests whose name contains it")
options = parser.parse_args()
failed = []


def run(part, name, command, **environment):
    if options.only not in (None, part):
        return
    print(f"--- {name}", flush=True)
    if subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode:
        failed.append(name)


def suite(gil):
    """Each test by itself, so that one line of the record says of each how long it took and how it ended."""
    runner = [options.behaviour] if options.behaviour else ["cargo", "test", "--release", "-p", "pyish-tests", "--test", "behaviour", "--"]
    listed = subprocess.run([*runner, "--list", "--gil", gil], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [line.removesuffix(": test") for line in listed.splitlines() if line.endswith(": test")]
    passed = set()
    if options.record and os.path.exists(options.record):
        passed = {line.split("\t")[0] for line in open(options.record) if line.endswith("\tok\n")}
    for name in names:
        every = max(options.every, LONG.get(name.split()[0], 0))
        key = f"{name} k={every}"
        if options.filter not in name or key in passed:
            continue
        command = [*runner, "--pyish", options.pyish, "--stress", str(every), "--patience", str(options.patience), "--exact", name]
        start = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        took, ok = time.monotonic() - start, done.returncode == 0
        result = "failed" if not ok else "ok" if "1 passed" in done.stdout else "ignored"
        print(f"{took:7.1f}s {result:7} {key}", flush=True)
        if not ok:
            failed.append(key)
            print(done.stdout[:4000], done.stderr[:2000], flush=True)
        if options.record:
            with open(options.record, "a") as record:
                record.write(f"{key}\t{took:.1f}s\t{result}\n")


for gil in ["on", "off"] if not options.gil else [options.gil]:
    if options.only in (None, "suite"):
        print(f"--- the suite, gil {gil}, a collection at every {options.every}. allocation", flush=True)
        suite(gil)
    soak = [options.pyish, "--gil", gil, os.path.join(HERE, "soak.py"), str(options.minutes * 60)]
    run("soak", f"the soak, gil {gil}", soak)
    run("soak", f"the soak under stress, gil {gil}", soak, PYISH_GC_STRESS="997")
    for program in ("random_programs.py", "random_language.py", "random_asyncio.py"):
        command = [sys.executable, os.path.join(HERE, program), "--pyish", options.pyish, "--gil", gil, "--count", "300"]
        run("random", f"{program}, gil {gil}", [*command, "--stress", str(options.every)])
        run("random", f"{program} in threads, gil {gil}", [*command, "--threads", "3", "--switch", "7"])
print("failed:", ", ".join(failed) if failed else "nothing")
sys.exit(1 if failed else 0)
