"""Threads over every shared type for a while; ends with nothing lost and nothing broken, or with an assertion.

    pyish --gil off tests/conformance/soak.py [SECONDS] [THREADS] [SCENE ...]

Each round starts its threads together on fresh shared objects, does single operations that are documented as atomic,
and counts afterwards what must be there. The scenes are in `_soak`; those whose name contains a SCENE are played.
"""

import gc
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from _soak import stage
from _soak import containers, library, objects, synchronization  # noqa: F401: they enter their scenes

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10
stage.count = int(sys.argv[2]) if len(sys.argv) > 2 else 4
wanted = sys.argv[3:]
scenes = [s for s in stage.scenes if not wanted or any(w in s.__name__ for w in wanted)]
verbose = os.environ.get("SOAK_VERBOSE")

start = time.monotonic()
played = 0
while time.monotonic() < start + seconds:
    scene = scenes[played % len(scenes)]
    if verbose:
        print(f"{time.monotonic() - start:8.2f} {scene.__name__}", file=sys.stderr, flush=True)
    try:
        scene()
    except BaseException:
        print(f"soak: {scene.__name__}, number {played}", file=sys.stderr, flush=True)
        raise
    played += 1
    if played % len(scenes) == 0:
        gc.collect()
print(f"soak: {played / len(scenes):.1f} rounds of {len(scenes)} scenes, {stage.count} threads, nothing lost")
