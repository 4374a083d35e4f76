"""Runs CPython's own tests, where the oracle has them installed, on pyish, and counts.

    python3.13 tests/conformance/library_tests.py [--pyish target/release/pyish] [--timeout 120] [test_int test_list ...]

Without names a selection about the language and its types runs. A row says how many tests of the module ran, how
many failed or broke, and the last line of the standard error if it did not get as far. The tests' files are
CPython's and stay where they are; a few of their tests look at CPython's insides and cannot pass.
"""

import argparse
import os
import re
import subprocess
import sys
import sysconfig

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SELECTION = """
    test_grammar test_syntax test_scope test_generators test_coroutines test_asyncgen test_exceptions test_raise test_with
    test_patma test_fstring test_unpack test_unpack_ex test_extcall test_keywordonlyarg test_positional_only_arg test_decorators
    test_class test_descr test_super test_property test_opcodes test_augassign test_compare test_contains test_iter test_listcomps
    test_setcomps test_dictcomps test_genexps test_named_expressions test_global test_int test_long test_float test_complex test_bool
    test_str test_bytes test_list test_tuple test_dict test_set test_range test_slice test_format test_string test_builtin
    test_enumerate test_sort test_hash test_weakref test_weakset test_gc test_memoryview test_types test_isinstance test_abc
    test_itertools test_functools test_collections test_deque test_defaultdict test_ordered_dict test_heapq test_bisect test_math
    test_random test_time test_io test_fileio test_memoryio test_json test_re test_queue test_thread test_threading
    test_threading_local test_concurrent_futures test_contextlib test_copy test_dataclasses test_enum test_operator test_struct
    test_textwrap test_traceback test_warnings test_sys test_os test_asyncio
""".split()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--pyish", default=os.path.join(ROOT, "target", "release", "pyish"))
    parser.add_argument("--timeout", type=float, default=120)
    options = parser.parse_args()
    library = sysconfig.get_path("stdlib")
    if not os.path.isdir(os.path.join(library, "test")):
        raise SystemExit(f"{library}: the oracle has no test folder")
    ran_all = bad_all = 0
    print("| module | ran | failed | |\n|---|---:|---:|---|")
    for name in options.names or SELECTION:
        # Only the tests come from the oracle: its library must not stand in the way of pyish's own.
        code = (
            "import sys, types; test = types.ModuleType('test'); test.__path__ = [sys.argv[1]]; sys.modules['test'] = test; "
            "import unittest; unittest.main(module='test.' + sys.argv[2], argv=['x'], verbosity=0)"
        )
        command = [options.pyish, "-W", "ignore", "-c", code, os.path.join(library, "test"), name]
        try:
            done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=options.timeout)
            text = done.stderr.decode(errors="replace")
        except subprocess.TimeoutExpired as late:
            text = (late.stderr or b"").decode(errors="replace") + "\ntimed out"
        ran = re.search(r"Ran (\d+) tests?", text)
        bad = sum(int(n) for n in re.findall(r"(?:failures|errors)=(\d+)", text))
        ran_all += int(ran.group(1)) if ran else 0
        bad_all += bad
        last = "" if ran else (text.strip().splitlines() or ["nothing"])[-1][:120]
        print(f"| {name} | {ran.group(1) if ran else '-'} | {bad} | {last} |", flush=True)
    print(f"| **all** | {ran_all} | {bad_all} | |")


if __name__ == "__main__":
    sys.exit(main())
