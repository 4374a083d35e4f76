"""Runs CPython's own tests and keeps every source text they have refused by the parser.

usage: python3.13 collect_errors.py OUT.json

Hooks `compile`, `exec` and `eval` while the tests of the modules below run; of each text the
parser refuses, keeps the mode and the error's class, message, place and text.
"""

import ast
import builtins
import json
import sys
import unittest
import warnings

MODULES = """test_syntax test_exceptions test_fstring test_eof test_named_expressions
test_positional_only_arg test_patma test_unpack_ex test_future_stmt.test_future test_string_literals
test_keywordonlyarg test_generators test_grammar test_coroutines test_genexps test_global
test_type_params test_type_aliases test_except_star test_tokenize test_compile test_ast test_decorators
test_dictcomps test_listcomps test_setcomps test_scope test_super test_unicode_identifiers test_flufl
test_codeop test_type_annotations test_with test_extcall test_class test_int test_float test_complex
test_cmd_line_script test_traceback test_numeric_tower test_bytes test_lambda test_ctypes.test_unions
test_source_encoding test_parser test_peg_generator""".split()

seen = {}
real_compile, real_exec, real_eval = builtins.compile, builtins.exec, builtins.eval
FLAGS = ast.PyCF_ONLY_AST


def note(source, mode, flags=0):
    if isinstance(source, ast.AST) or not isinstance(source, (str, bytes, bytearray)):
        return
    if isinstance(source, (bytes, bytearray)):
        try:
            source = bytes(source).decode()
        except UnicodeDecodeError:
            return
    if "\0" in source or len(source) > 5000 or mode not in ("exec", "eval", "single"):
        return
    try:
        source.encode()
    except UnicodeEncodeError:
        return
    if (mode, source) in seen:
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            real_compile(source, "<test>", mode, FLAGS, dont_inherit=True)
    except SyntaxError as e:
        seen[mode, source] = [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text]
    except Exception:
        pass
    else:
        seen[mode, source] = None


def hooked_compile(source, filename, mode, *args, **kw):
    note(source, mode)
    if len(args) < 2:
        kw.setdefault("dont_inherit", True)
    return real_compile(source, filename, mode, *args, **kw)


def hooked_exec(source, globals=None, locals=None, /, **kw):
    note(source, "exec")
    if globals is None:
        frame = sys._getframe(1)
        globals, locals = frame.f_globals, frame.f_locals
    return real_exec(source, globals, locals, **kw)


def hooked_eval(source, globals=None, locals=None, /):
    if isinstance(source, str):
        note(source.lstrip(" \t"), "eval")
    if globals is None:
        frame = sys._getframe(1)
        globals, locals = frame.f_globals, frame.f_locals
    return real_eval(source, globals, locals)


def main():
    out = sys.argv[1]
    suite = unittest.TestSuite()
    for name in MODULES:
        try:
            suite.addTests(unittest.defaultTestLoader.loadTestsFromName("test." + name))
        except Exception as e:
            print(name, e)
    builtins.compile, builtins.exec, builtins.eval = hooked_compile, hooked_exec, hooked_eval
    try:
        unittest.TextTestRunner(stream=open("/dev/null", "w")).run(suite)
    finally:
        builtins.compile, builtins.exec, builtins.eval = real_compile, real_exec, real_eval
    errors = [[mode, source, *error] for (mode, source), error in seen.items() if error]
    good = [[mode, source] for (mode, source), error in seen.items() if error is None]
    json.dump({"errors": errors, "good": good}, open(out, "w"), indent=0)
    print(len(errors), "refused,", len(good), "accepted")


main()
