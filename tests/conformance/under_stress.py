"""The long run: the suite with a collection at every allocation, the soak, random programs, with the GIL on and off.

    python3.13 tests/conformance/under_stress.py [--pyish target/release/pyish] [--every 1] [--minutes 10] [--only suite|soak|random]

Every part is run to its end; what failed is listed, and is the exit code. What a test says of time may fail here
without a fault: a collection at every allocation makes a program a hundred times as slow.
"""

import argparse
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.join(ROOT, "tests", "conformance")
parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--pyish", default=os.path.join(ROOT, "target", "release", "pyish"))
parser.add_argument("--every", default="1", help="a collection at every so many allocations")
parser.add_argument("--minutes", type=float, default=10, help="of the soak, for each way of running it")
parser.add_argument("--only", choices=["suite", "soak", "random"])
options = parser.parse_args()
failed = []


def run(part, name, command, **environment):
    if options.only not in (None, part):
        return
    print(f"--- {name}", flush=True)
    if subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode:
        failed.append(name)


for gil in ("on", "off"):
    suite = ["cargo", "test", "--release", "-p", "pyish-tests", "--test", "behaviour", "--"]
    run("suite", f"the suite, gil {gil}", [*suite, "--pyish", options.pyish, "--gil", gil, "--stress", options.every])
    soak = [options.pyish, "--gil", gil, os.path.join(HERE, "soak.py"), str(options.minutes * 60)]
    run("soak", f"the soak, gil {gil}", soak)
    run("soak", f"the soak under stress, gil {gil}", soak, PYISH_GC_STRESS="997")
    for program in ("random_programs.py", "random_language.py", "random_asyncio.py"):
        command = [sys.executable, os.path.join(HERE, program), "--pyish", options.pyish, "--gil", gil, "--count", "300"]
        run("random", f"{program}, gil {gil}", [*command, "--stress", options.every])
        run("random", f"{program} in threads, gil {gil}", [*command, "--threads", "3", "--switch", "7"])
print("failed:", ", ".join(failed) if failed else "nothing")
sys.exit(1 if failed else 0)
