"""What the global interpreter lock costs, and what its absence gives.

    python3 tests/bench/gil.py [cost] [scaling] [ping] [updates] [--pyish PATH] [--rounds 11]

cost      two computing threads against the same work in turn, GIL on, and the CPU that is used meanwhile
scaling   the same with the GIL off: how much faster two threads are than one after the other
ping      round trips of a thread that answers on a socket: alone, beside one and beside three computing threads
updates   how many of `counter += 1` survive two threads, in ten runs

Every figure is a median of interleaved rounds. Without a name all four are measured. `--pyish python3` measures
CPython (without the parts that need the GIL off).
"""

import argparse
import os
import resource
import socket
import statistics
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAMPLES = os.path.join(ROOT, "python_samples", "scaling")
WORK = {"fib_threads": "34", "constant_loop_threads": "10000000", "objects_threads": "1500000"}


def options_for(path, gil):
    return [path] if "python" in os.path.basename(path) else [path, "--gil", gil]


def measure(command):
    """The seconds a scaling program reports, and the CPU seconds of the process per second of it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "SCALING_TIME": "1"}, timeout=300)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr.strip()}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return float(done.stdout.split("took ")[1]), cpu / wall


def two_processes(command):
    """The seconds of the slower of two processes that do half of the work each: what this machine can give at best."""
    environment = {**os.environ, "SCALING_TIME": "1"}
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    return max(float(child.communicate(timeout=300)[0].split("took ")[1]) for child in both)


def threads_against_turn(path, gil, rounds):
    print(f"\n| GIL {gil} | in turn, s | two threads, s | threads / turn | turn / threads | CPU | turn / two processes |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, n in WORK.items():
        program = [*options_for(path, gil), os.path.join(SAMPLES, name + ".py"), n, "2"]
        alone = [*program[:-1], "1", "turn"]
        turn, both, cpus, apart = [], [], [], []
        for _ in range(rounds):
            turn.append(measure([*program, "turn"])[0])
            took, cpu = measure(program)
            both.append(took)
            cpus.append(cpu)
            apart.append(two_processes(alone))
        a, b = statistics.median(turn), statistics.median(both)
        best = a / statistics.median(apart)
        cpu = statistics.median(cpus)
        print(f"| {name} | {a:.3f} | {b:.3f} | {b / a:.3f} | {a / b:.2f} | {cpu:.0%} | {best:.2f} |")


def round_trips(path, busy, seconds=2.0):
    """Pings a second that the echo thread answers."""
    ours, theirs = socket.socketpair()
    command = [*options_for(path, "on"), os.path.join(SAMPLES, "echo_thread.py"), str(theirs.fileno()), str(busy)]
    child = subprocess.Popen(command, pass_fds=[theirs.fileno()])
    theirs.close()
    ours.settimeout(30)
    for _ in range(3):
        ours.send(b"w")
        ours.recv(1)
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        ours.send(b"p")
        if not ours.recv(1):
            raise SystemExit("the echo program ended")
        count += 1
    ours.close()
    child.wait(30)
    return count / seconds


def ping(path, rounds):
    print("\n| computing threads | round trips a second | of those alone |")
    print("|---|---:|---:|")
    figures = {busy: [] for busy in (0, 1, 3)}
    for _ in range(rounds):
        for busy in figures:
            figures[busy].append(round_trips(path, busy))
    alone = statistics.median(figures[0])
    for busy, found in figures.items():
        print(f"| {busy} | {statistics.median(found):.0f} | {statistics.median(found) / alone:.3f} |")


def updates(path):
    program = os.path.join(SAMPLES, "lost_updates.py")
    print("\n| ten runs, 400,000 increments | global | attribute | item | cell |")
    print("|---|---:|---:|---:|---:|")
    for gil in ("on", "off"):
        rows = []
        for _ in range(10):
            done = subprocess.run([*options_for(path, gil), program], capture_output=True, text=True, timeout=300)
            rows.append([int(line.split()[2]) for line in done.stdout.splitlines()])
        lossy = [sum(kept < 400000 for kept in column) for column in zip(*rows)]
        kept = [statistics.median(column) for column in zip(*rows)]
        cells = " | ".join(f"{k:.0f}, lossy in {l}" for k, l in zip(kept, lossy))
        print(f"| GIL {gil}: kept (median) | {cells} |")
        if "python" in os.path.basename(path):
            break


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="*", choices=["cost", "scaling", "ping", "updates", []])
    parser.add_argument("--pyish", default=os.path.join(ROOT, "target", "release", "pyish"))
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    what = options.what or ["cost", "scaling", "ping", "updates"]
    print(f"{os.cpu_count()} CPUs, {options.pyish}, medians of {options.rounds} rounds (ping: 5)")
    if "cost" in what:
        threads_against_turn(options.pyish, "on", options.rounds)
    if "scaling" in what:
        threads_against_turn(options.pyish, "off", options.rounds)
    if "ping" in what:
        ping(options.pyish, min(options.rounds, 5))
    if "updates" in what:
        updates(options.pyish)


if __name__ == "__main__":
    main()
