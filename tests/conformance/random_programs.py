"""Random programs, run on pyish and on CPython: the outputs must agree.

    python3.13 tests/conformance/random_programs.py [--pyish target/release/pyish] [--oracle python3.13]
                                                    [--first 1] [--count 500] [--size 12] [--gil on|off]
                                                    [--switch N] [--stress K] [--threads N] [--keep DIR] [--show SEED]
                                                    [--no-shrink]

Program number S is a function of S alone. Programs are typed most of the time and ill-typed sometimes (so that
error texts are compared as well); every loop is bounded and numbers are kept small enough to end quickly. A
program on which the two disagree is cut down, statement by statement, while they still disagree, and printed with
both outputs. Texts that 3.14 worded anew are compared by the exception's type alone. With `--threads N` the program's
one code object runs in N threads at once, each with globals and output of its own: they share code and its caches.
"""

import argparse
import ast
import concurrent.futures
import os
import random
import subprocess
import sys
import tempfile
import warnings

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

PRELUDE = '''\
def show(*values):
    print(*[canon(v) for v in values])
def canon(v):
    if isinstance(v, (set, frozenset)): return type(v).__name__ + str(sorted(map(canon, v)))
    if isinstance(v, dict): return "{" + ", ".join(f"{canon(k)}: {canon(x)}" for k, x in v.items()) + "}"
    if isinstance(v, list): return "[" + ", ".join(map(canon, v)) + "]"
    if isinstance(v, tuple): return "(" + ", ".join(map(canon, v)) + ")"
    r = repr(v)
    return r.split(" at 0x")[0] if " at 0x" in r else r[:200]
def tell(e):
    text = str(e)
    if isinstance(e, (ZeroDivisionError, RecursionError)) or "unhashable" in text or "too many values" in text or "argument of type" in text: text = ""
    print("!", type(e).__name__, text.split(" at 0x")[0][:200])
def guarded(f, *args, **kwargs):
    try:
        r = f(*args, **kwargs)
        show(r)
        return r
    except Exception as e:
        tell(e)
'''

INT, FLOAT, STR, BOOL, LIST, DICT, TUPLE, SET, BYTES, NONE = "int float str bool list dict tuple set bytes none".split()
TYPES = [INT, INT, INT, FLOAT, STR, STR, BOOL, LIST, LIST, DICT, TUPLE, SET, BYTES, NONE]
WORDS = ["", "a", "b", "abc", "hello", "Zebra", "x y z", "naïve", "日本", "😀", "12", " pad ", "line\\nbreak", "it's", "A,b;C"]
SPECS = {
    INT: ["d", "5d", "<5d", "^7d", "+d", "05d", ",", "x", "#x", "b", "o", "e", ".2f", "c>4", "_", "#b", "g", "%", ">8,", "n"],
    FLOAT: ["f", ".2f", ".0f", "e", "g", "8.3f", "+.1f", "%", ",.2f", "010.2f", "<9.1f", "", ".3", "E", "G"],
    STR: ["", "5", "<6", ">6", "^7", "*^9", ".2", "s", "-<4"],
}


class Writer(random.Random):
    """Writes one program. Scopes map variable names to their types; functions are known with their parameters."""

    def __init__(self, seed, size):
        super().__init__(seed)
        self.lines, self.depth, self.size = [], 0, size
        self.scope = {}
        self.functions, self.generators, self.classes = [], [], []
        self.counter = 0
        self.in_function = self.in_loop = self.in_generator = False

    def emit(self, text):
        self.lines.append("    " * self.depth + text)

    def fresh(self, prefix):
        self.counter += 1
        return f"{prefix}{self.counter}"

    def one(self, *options):
        return self.choice(options)

    def maybe(self, p):
        return self.random() < p

    # --- expressions ---------------------------------------------------------------------------------------------
    def variable(self, kind):
        names = [n for n, k in self.scope.items() if k == kind]
        return self.choice(names) if names else None

    def expr(self, kind, deep=3):
        if self.maybe(0.03):
            kind = self.choice(TYPES)
        if self.maybe(0.4) or deep <= 0:
            name = self.variable(kind)
            if name and self.maybe(0.75):
                return name
            return self.literal(kind)
        if self.maybe(0.06):
            return f"({self.expr(kind, deep - 1)} if {self.expr(BOOL, deep - 1)} else {self.expr(kind, deep - 1)})"
        if self.maybe(0.04):
            return f"({self.expr(kind, deep - 1)} {self.one('and', 'or')} {self.expr(kind, deep - 1)})"
        if self.maybe(0.03) and self.functions:
            return self.call()
        return getattr(self, "make_" + kind)(deep - 1)

    def literal(self, kind):
        if kind == INT:
            return str(self.one(0, 1, 2, 3, -1, 7, 10, 100, self.randint(-50, 50), 2 ** 31, 2 ** 61 - 1, 2 ** 62, -2 ** 63, 10 ** 20))
        if kind == FLOAT:
            return self.one("0.0", "1.0", "-0.0", "0.5", "2.5", "-1.25", "1e10", "1e-7", "3.14159", "1e300", repr(self.uniform(-10, 10)))
        if kind == STR:
            return '"' + self.choice(WORDS) + '"'
        if kind == BOOL:
            return self.one("True", "False")
        if kind == LIST:
            return "[" + ", ".join(self.literal(INT) for _ in range(self.randint(0, 4))) + "]"
        if kind == TUPLE:
            items = [self.literal(self.one(INT, STR)) for _ in range(self.randint(0, 3))]
            return "(" + ", ".join(items) + ("," if len(items) == 1 else "") + ")"
        if kind == DICT:
            return "{" + ", ".join(f"{self.literal(STR)}: {self.literal(INT)}" for _ in range(self.randint(0, 3))) + "}"
        if kind == SET:
            return "{" + ", ".join(self.literal(INT) for _ in range(self.randint(1, 3))) + "}" if self.maybe(0.9) else "set()"
        if kind == BYTES:
            return self.one('b""', 'b"ab"', 'b"\\x00\\xff"', 'b"hello world"', 'b"A,b"')
        return "None"

    def small(self, deep):
        """An int between 0 and 9."""
        return self.one(str(self.randint(0, 9)), f"({self.expr(INT, deep)}) % {self.randint(2, 9)}")

    def make_int(self, d):
        e, k = self.expr, self.randint(0, 20)
        if k <= 4:
            return f"({e(INT, d)} {self.one('+', '-', '*')} {e(INT, d)})"
        if k == 5:
            return f"({e(INT, d)} {self.one('//', '%')} {e(INT, d)})"
        if k == 6:
            return f"({e(INT, d)} {self.one('&', '|', '^')} {e(INT, d)})"
        if k == 7:
            return f"({e(INT, d)} {self.one('<<', '>>')} {self.small(d)})"
        if k == 8:
            return f"{self.one('-', '~', '+')}{e(INT, d)}"
        if k == 9:
            return f"(({e(INT, d)}) % 1000) ** {self.small(d)}"
        if k == 10:
            return f"len({e(self.one(STR, LIST, DICT, TUPLE, SET, BYTES), d)})"
        if k == 11:
            return f"{e(LIST, d)}[{self.small(d)}]"
        if k == 12:
            return f"sum({e(LIST, d)})"
        if k == 13:
            return f"{self.one('max', 'min')}({e(INT, d)}, {e(INT, d)})"
        if k == 14:
            return f"abs({e(INT, d)})"
        if k == 15:
            return f"int({e(self.one(FLOAT, STR, BOOL), d)})"
        if k == 16:
            return f"{e(STR, d)}.{self.one('find', 'count', 'index')}({e(STR, d)})"
        if k == 17:
            return f"{e(DICT, d)}.get({e(STR, d)}, {e(INT, d)})"
        if k == 18:
            return f"{e(DICT, d)}[{e(STR, d)}]"
        if k == 19:
            return f"round({e(FLOAT, d)})"
        return f"({e(INT, d)}).bit_length()"

    def make_float(self, d):
        e, k = self.expr, self.randint(0, 9)
        if k <= 3:
            return f"({e(FLOAT, d)} {self.one('+', '-', '*', '/')} {e(self.one(FLOAT, INT), d)})"
        if k == 4:
            return f"({e(INT, d)} / {e(INT, d)})"
        if k == 5:
            return f"float({e(self.one(INT, STR), d)})"
        if k == 6:
            return f"round({e(FLOAT, d)}, {self.small(0)})"
        if k == 7:
            return f"({e(FLOAT, d)} {self.one('//', '%')} {e(FLOAT, d)})"
        if k == 8:
            return f"{self.one('max', 'min')}({e(FLOAT, d)}, {e(INT, d)})"
        return f"-{e(FLOAT, d)}"

    def make_str(self, d):
        e, k = self.expr, self.randint(0, 16)
        if k <= 1:
            return f"({e(STR, d)} + {e(STR, d)})"
        if k == 2:
            return f"({e(STR, d)} * {self.small(d)})[:60]"
        if k == 3:
            return f"{e(STR, d)}[{self.slice(d)}]"
        if k == 4:
            return f"{e(STR, d)}[{self.small(d)}]"
        if k == 5:
            return f"{e(STR, d)}.{self.one('upper', 'lower', 'strip', 'title', 'capitalize', 'swapcase', 'casefold')}()"
        if k == 6:
            return f"{e(STR, d)}.replace({e(STR, d)}, {e(STR, d)})[:60]"
        if k == 7:
            return f"{e(STR, d)}.join(map(str, {e(self.one(LIST, TUPLE, SET) if False else LIST, d)}))[:60]"
        if k <= 11:
            return self.fstring(d)
        if k == 12:
            return f"{self.one('str', 'repr', 'ascii')}({e(self.one(INT, FLOAT, STR, LIST, TUPLE, BOOL, NONE, BYTES), d)})[:60]"
        if k == 13:
            kind = self.one(INT, FLOAT, STR)
            return f"'%{self.one('s', 'r', '5s', '-6s') if kind == STR else self.one('d', '5d', '.2f', 'x', 's', 'g', '+d', '05d')}' % ({e(kind, d)},)"
        if k == 14:
            return f"{e(STR, d)}.{self.one('center', 'ljust', 'rjust', 'zfill')}({self.small(d)})"
        if k == 15:
            return f"'{self.one('{}', '{!r}', '{:>6}', '{0}{0}', '<{}>')}'.format({e(self.one(STR, INT), d)})"
        return f"{e(BYTES, d)}.decode('latin-1')"

    def fstring(self, d):
        parts = []
        for _ in range(self.randint(1, 3)):
            kind = self.one(INT, FLOAT, STR)
            inner = self.expr(kind, min(d, 1)).replace('"', "'")
            if "\\" in inner or "{" in inner:
                inner = self.one("1", "2.5", "'x'")
                kind = STR if inner == "'x'" else INT if inner == "1" else FLOAT
            spec = self.choice(SPECS[kind])
            parts.append(self.one("t ", "", "{{}}", "é") + "{" + inner + self.one("", "", "!r", "=") + (":" + spec if spec and self.maybe(0.5) else "") + "}")
        return 'f"' + "".join(parts) + '"'

    def make_bool(self, d):
        e, k = self.expr, self.randint(0, 9)
        if k <= 2:
            kind = self.one(INT, FLOAT, STR, LIST, TUPLE)
            return f"({e(kind, d)} {self.one('<', '<=', '>', '>=', '==', '!=')} {e(kind, d)})"
        if k == 3:
            return f"({e(INT, d)} {self.one('<', '<=', '==')} {e(INT, d)} {self.one('<', '>', '!=')} {e(FLOAT, d)})"
        if k == 4:
            return f"({e(INT, d)} {self.one('in', 'not in')} {e(self.one(LIST, SET, TUPLE), d)})"
        if k == 5:
            return f"({e(STR, d)} in {e(self.one(STR, DICT), d)})"
        if k == 6:
            return f"(not {e(self.choice(TYPES), d)})"
        if k == 7:
            return f"isinstance({e(self.choice(TYPES), d)}, {self.one('int', 'str', '(int, float)', 'list', 'bool')})"
        if k == 8:
            return f"{self.one('any', 'all')}({e(LIST, d)})"
        return f"{e(STR, d)}.{self.one('isalpha', 'isdigit', 'isupper', 'isspace', 'islower', 'isalnum')}()"

    def slice(self, d):
        part = lambda: self.one("", "", str(self.randint(-4, 5)), self.small(d))
        return f"{part()}:{part()}" + (f":{self.one('', '2', '-1', '-2', '3')}" if self.maybe(0.4) else "")

    def make_list(self, d):
        e, k = self.expr, self.randint(0, 13)
        if k == 0:
            return f"({e(LIST, d)} + {e(LIST, d)})"
        if k == 1:
            return f"({e(LIST, d)} * {self.small(d)})[:20]"
        if k == 2:
            return f"{e(LIST, d)}[{self.slice(d)}]"
        if k <= 5:
            v = self.fresh("i")
            before = self.scope
            source = self.one(f"range({self.small(d)})", e(LIST, d), e(TUPLE, d))
            self.scope = {**before, v: INT}
            element, test = self.expr(INT, d), self.expr(BOOL, d)
            self.scope = before
            return f"[{element} for {v} in {source}" + (f" if {test}]" if self.maybe(0.4) else "]")
        if k == 6:
            return f"sorted({e(LIST, d)}{self.one('', ', reverse=True', ', key=abs', ', key=lambda q: -q', ', key=str')})"
        if k == 7:
            return f"list({self.one('range(' + self.small(d) + ')', e(TUPLE, d), e(STR, d), 'reversed(' + e(LIST, d) + ')', e(DICT, d), e(BYTES, d))})"
        if k == 8:
            return f"[{e(INT, d)}, *{e(LIST, d)}, {e(INT, d)}]"
        if k == 9:
            return f"{e(STR, d)}.split({self.one('', e(STR, d))})"
        if k == 10:
            return f"list(map(lambda q: {self.one('q + 1', 'q * 2', 'q % 3', '-q', 'str(q)', '(q, q)')}, {e(LIST, d)}))"
        if k == 11:
            return f"list(filter({self.one('None', 'lambda q: q > 0', 'lambda q: q % 2')}, {e(LIST, d)}))"
        if k == 12:
            return f"list({self.one('zip', 'enumerate')}({e(LIST, d)}))"
        if self.generators:
            name, kinds = self.choice(self.generators)
            return f"list({name}({', '.join(self.expr(kind, 1) for kind in kinds)}))[:30]"
        return f"[*{e(TUPLE, d)}]"

    def make_tuple(self, d):
        e, k = self.expr, self.randint(0, 5)
        if k == 0:
            return f"({e(TUPLE, d)} + {e(TUPLE, d)})"
        if k == 1:
            return f"tuple({e(self.one(LIST, STR, DICT, TUPLE), d)})"
        if k == 2:
            return f"{e(TUPLE, d)}[{self.slice(d)}]"
        if k == 3:
            return f"divmod({e(INT, d)}, {e(INT, d)})"
        if k == 4:
            return f"{e(STR, d)}.partition({e(STR, d)})"
        return "(" + ", ".join(self.expr(self.choice(TYPES), d) for _ in range(self.randint(2, 3))) + ")"

    def make_dict(self, d):
        e, k = self.expr, self.randint(0, 5)
        if k == 0:
            return f"({e(DICT, d)} | {e(DICT, d)})"
        if k == 1:
            return "{**" + e(DICT, d) + f", {e(STR, d)}: {e(INT, d)}" + "}"
        if k == 2:
            v = self.fresh("k")
            return "{" + f"{self.one('str(' + v + ')', v, f'{v} % 3')}: {self.one(v, f'{v} * 2', f'[{v}]')} for {v} in {e(LIST, d)}" + "}"
        if k == 3:
            return f"dict(zip({e(STR, d)}, {e(LIST, d)}))"
        if k == 4:
            return f"dict.fromkeys({e(self.one(STR, TUPLE), d)}, {e(INT, d)})"
        return "{" + ", ".join(f"{e(self.one(STR, INT, TUPLE), d)}: {e(self.choice(TYPES), d)}" for _ in range(self.randint(0, 3))) + "}"

    def make_set(self, d):
        e, k = self.expr, self.randint(0, 3)
        if k == 0:
            return f"({e(SET, d)} {self.one('|', '&', '-', '^')} {e(SET, d)})"
        if k == 1:
            return f"set({e(self.one(LIST, TUPLE, STR), d)})"
        if k == 2:
            return f"frozenset({e(LIST, d)})"
        return "{q % 5 for q in " + e(LIST, d) + "}"

    def make_bytes(self, d):
        e, k = self.expr, self.randint(0, 4)
        if k == 0:
            return f"({e(BYTES, d)} + {e(BYTES, d)})"
        if k == 1:
            return f"{e(STR, d)}.encode({self.one('', repr('utf-16-le'), repr('latin-1'), repr('ascii'))})"
        if k == 2:
            return f"bytes([q % 256 for q in {e(LIST, d)}])"
        if k == 3:
            return f"{e(BYTES, d)}[{self.slice(d)}]"
        return f"{e(BYTES, d)}.{self.one('upper()', 'strip()', 'replace(b' + repr('a') + ', b' + repr('xy') + ')', 'hex().encode()')}"

    def make_none(self, d):
        return self.one("None", "print('side effect')", f"{self.expr(LIST, d)}.append({self.expr(INT, d)})")

    def call(self):
        name, kinds = self.choice(self.functions)
        args = [self.expr(kind, 1) for kind in kinds]
        if self.maybe(0.15):
            args = args[:-1] if self.maybe(0.5) else [*args, "1"]
        if len(args) > 1 and self.maybe(0.15):
            return f"{name}(*({', '.join(args)},))"
        return f"{name}({', '.join(args)})"

    # --- statements ----------------------------------------------------------------------------------------------
    def block(self, n, deep):
        self.depth += 1
        start = len(self.lines)
        for _ in range(self.randint(1, n)):
            self.statement(deep)
        if len(self.lines) == start:
            self.emit("pass")
        self.depth -= 1

    def inner_scope(self, n, deep):
        """A block whose new names may not be there afterwards, so that nobody counts on them."""
        before = dict(self.scope)
        self.block(n, deep)
        if self.maybe(0.8):
            self.scope = before

    def statement(self, deep):
        kinds = ["assign"] * 6 + ["augment"] * 3 + ["show"] * 3 + ["mutate"] * 4 + ["unpack", "delete", "walrus", "assert"]
        if deep > 0:
            kinds += ["if"] * 3 + ["for"] * 3 + ["while", "try", "try", "try", "with", "match", "closure", "lambda"]
        if self.in_function:
            kinds += ["return", "raise"]
        if self.in_loop:
            kinds += ["break", "continue"]
        if self.in_generator:
            kinds += ["yield"] * 4
        if self.classes:
            kinds += ["object"] * 2
        getattr(self, "write_" + self.choice(kinds))(deep)

    def write_assign(self, deep):
        kind = self.choice(TYPES)
        name = self.variable(kind) if self.maybe(0.3) else None
        value = self.expr(kind)
        name = name or self.fresh("v")
        self.emit(f"{name} = {value}")
        self.scope[name] = kind

    def write_augment(self, deep):
        kind = self.one(INT, INT, FLOAT, STR, LIST, SET)
        name = self.variable(kind)
        if name:
            operator = {INT: self.one("+=", "-=", "|=", "^=", "//=", "%="), FLOAT: self.one("+=", "*=", "-="), STR: "+=", LIST: "+=", SET: self.one("|=", "&=", "-=")}[kind]
            self.emit(f"{name} {operator} {self.expr(kind, 2)}")
            if kind == STR:
                self.emit(f"{name} = {name}[:200]")

    def write_show(self, deep):
        self.emit(f"show({', '.join(self.expr(self.choice(TYPES)) for _ in range(self.randint(1, 3)))})")

    def write_mutate(self, deep):
        kind = self.one(LIST, DICT, SET)
        name = self.variable(kind)
        if not name:
            return
        if kind == LIST:
            self.emit(self.one(f"{name}.append({self.expr(INT, 2)})", f"{name}.extend({self.expr(LIST, 1)})", f"{name}.insert({self.small(0)}, {self.expr(INT, 1)})",
                               f"{name}.pop({self.one('', self.small(0))})", f"{name}.sort()", f"{name}.reverse()", f"{name}[{self.small(0)}] = {self.expr(INT, 2)}",
                               f"{name}[{self.slice(0)}] = {self.expr(LIST, 1)}", f"del {name}[{self.slice(0)}]", f"{name}.remove({self.expr(INT, 1)})", f"del {name}[100:]",
                               f"{name}[{self.small(0)}] += {self.expr(INT, 1)}"))
        elif kind == DICT:
            self.emit(self.one(f"{name}[{self.expr(STR, 1)}] = {self.expr(INT, 2)}", f"{name}.pop({self.expr(STR, 1)}{self.one('', ', None')})", f"{name}.update({self.expr(DICT, 1)})",
                               f"{name}.setdefault({self.expr(STR, 1)}, {self.expr(INT, 1)})", f"del {name}[{self.expr(STR, 1)}]", f"show({name}.popitem())"))
        else:
            self.emit(self.one(f"{name} = {name} | {self.expr(SET, 1)}", f"show(sorted({name}, key=str))"))

    def write_unpack(self, deep):
        names = [self.fresh("u") for _ in range(self.randint(2, 3))]
        star = self.randrange(len(names)) if self.maybe(0.5) else None
        target = ", ".join("*" + n if i == star else n for i, n in enumerate(names))
        self.emit(f"{target} = {self.one(self.expr(LIST), self.expr(TUPLE), ', '.join(self.expr(INT) for _ in names))}")

    def write_delete(self, deep):
        name = self.variable(self.choice(TYPES))
        if name and self.maybe(0.4):
            self.emit(f"del {name}")
            if self.maybe(0.9):
                self.scope.pop(name)

    def write_walrus(self, deep):
        name = self.fresh("w")
        self.emit(f"show(({name} := {self.expr(INT)}) + 1, {name})")

    def write_assert(self, deep):
        self.emit(f"assert {self.expr(BOOL)} or True, {self.expr(STR, 1)}")

    def write_if(self, deep):
        self.emit(f"if {self.expr(self.one(BOOL, BOOL, INT, LIST, STR))}:")
        self.inner_scope(3, deep - 1)
        if self.maybe(0.3):
            self.emit(f"elif {self.expr(BOOL)}:")
            self.inner_scope(2, deep - 1)
        if self.maybe(0.5):
            self.emit("else:")
            self.inner_scope(3, deep - 1)

    def loop_body(self, deep):
        outer, self.in_loop = self.in_loop, True
        self.inner_scope(3, deep - 1)
        self.in_loop = outer
        if self.maybe(0.25):
            self.emit("else:")
            self.inner_scope(2, deep - 1)

    def write_for(self, deep):
        name = self.fresh("i")
        source = self.one(f"range({self.small(1)})", f"list({self.expr(LIST)})[:6]", f"list({self.expr(STR)})[:6]", f"list({self.expr(DICT)})[:6]", f"enumerate({self.expr(LIST)}[:5])", f"range({self.small(0)}, 0, -1)")
        self.emit(f"for {name} in {source}:")
        self.scope[name] = INT if source.startswith("range") else STR
        self.loop_body(deep)

    def write_while(self, deep):
        name = self.fresh("n")
        self.emit(f"{name} = {self.randint(1, 6)}")
        self.emit(f"while {name} > 0{self.one('', f' and {self.expr(BOOL, 1)}')}:")
        self.depth += 1
        self.emit(f"{name} -= 1")
        self.depth -= 1
        self.lines.append("    " * (self.depth + 1) + "pass")
        self.loop_body(deep)

    def write_try(self, deep):
        self.emit("try:")
        self.inner_scope(3, deep - 1)
        if self.maybe(0.85):
            self.emit(self.one("except Exception as e:", "except (ValueError, KeyError, TypeError) as e:", "except (ArithmeticError, IndexError, TypeError) as e:", "except LookupError as e:"))
            self.depth += 1
            self.emit("tell(e)")
            if self.maybe(0.2):
                self.emit(self.one("raise", "raise RuntimeError('again') from e", "raise KeyError('new')"))
            self.depth -= 1
            if self.maybe(0.3):
                self.emit("else:")
                self.inner_scope(2, deep - 1)
            if self.maybe(0.4):
                self.emit("finally:")
                self.plain_block(deep)
        else:
            self.emit("finally:")
            self.plain_block(deep)

    def plain_block(self, deep):
        """A finally block: 3.14 warns about leaving one by return, break or continue, so it does not."""
        saved = self.in_function, self.in_loop, self.in_generator
        self.in_function = self.in_loop = self.in_generator = False
        self.inner_scope(2, 0)
        self.in_function, self.in_loop, self.in_generator = saved

    def write_with(self, deep):
        self.emit(f"with Manager({self.randint(1, 99)}, {self.one('True', 'False')}) as {self.fresh('m')}:")
        self.inner_scope(3, deep - 1)

    def write_match(self, deep):
        self.emit(f"match {self.expr(self.choice(TYPES))}:")
        self.depth += 1
        patterns = ["0", "1 | 2", "int()", "str() as s", "[]", "[x]", "[x, *rest]", "(x, y)", "{'a': x}", "{}", "None", "True", "float(x)", "[_, [*_]]", "'a' | 'b'", "int(x) if x > 5"]
        for pattern in self.sample(patterns, self.randint(1, 4)):
            self.emit(f"case {pattern}:")
            self.inner_scope(2, deep - 1)
        if self.maybe(0.7):
            self.emit("case other:")
            self.depth += 1
            self.emit("show('other', other)")
            self.depth -= 1
        self.depth -= 1

    def write_closure(self, deep):
        name, cell = self.fresh("f"), self.fresh("c")
        self.emit(f"{cell} = {self.expr(INT, 1)}")
        self.emit(f"def {name}(x, y={self.expr(INT, 0)}):")
        self.depth += 1
        if self.in_function and self.maybe(0.6):
            self.emit(f"nonlocal {cell}")
            self.emit(f"{cell} += x")
        self.emit(f"return x + y{self.one('', ' + ' + cell, ' - ' + cell)}")
        self.depth -= 1
        if self.maybe(0.5):
            self.emit(f"{cell} = {self.expr(INT, 1)}")
        self.emit(f"show({name}({self.expr(INT, 1)}), {name}({self.expr(INT, 1)}, y={self.expr(INT, 1)}))")

    def write_lambda(self, deep):
        name = self.fresh("g")
        self.emit(f"{name} = lambda a, b={self.expr(INT, 0)}, *c, **d: {self.one('(a, b, c, d)', 'a', '(a + b)', '[a, *c]', 'sorted(d)')}")
        self.emit(f"guarded({name}, {self.expr(INT, 1)}{self.one('', ', 2', ', 2, 3, 4', ', z=5', ', b=1, q=2', ', *[1, 2]')})")

    def write_return(self, deep):
        if self.maybe(0.5):
            self.emit("return" if self.in_generator and self.maybe(0.5) else f"return {self.expr(self.choice(TYPES))}")

    def write_raise(self, deep):
        if self.maybe(0.3):
            self.emit(f"raise {self.one('ValueError', 'KeyError', 'IndexError', 'RuntimeError', 'TypeError', 'StopIteration' if not self.in_generator else 'OSError')}({self.expr(self.one(STR, INT), 1)})")

    def write_break(self, deep):
        if self.maybe(0.4):
            self.emit("break")

    def write_continue(self, deep):
        if self.maybe(0.4):
            self.emit("continue")

    def write_yield(self, deep):
        r = self.random()
        if r < 0.6:
            self.emit(f"yield {self.expr(self.one(INT, STR))}")
        elif r < 0.75:
            self.emit(f"yield from {self.one(self.expr(LIST), f'range({self.small(0)})', self.expr(STR, 1))}")
        else:
            self.emit(f"show('sent', (yield {self.expr(INT, 1)}))")

    def write_object(self, deep):
        name, attributes, methods = self.choice(self.classes)
        variable = self.fresh("o")
        self.emit(f"{variable} = {name}({self.expr(INT, 1)})")
        for _ in range(self.randint(1, 3)):
            self.emit(self.one(f"{variable}.{self.choice(attributes)} = {self.expr(INT, 1)}", f"guarded({variable}.{self.choice(methods)}, {self.expr(INT, 1)})", f"show({variable}.{self.choice(attributes)})",
                               f"guarded(lambda: {variable} + {self.expr(INT, 1)})", f"show({variable} == {name}(1), {variable} < {name}({self.expr(INT, 0)}))", f"guarded(lambda: {variable}.missing)",
                               f"show({variable}, len({variable}), [{variable}], f'{{{variable}!s:>9}}')", f"guarded(lambda: [*{variable}])", f"show(sorted(vars({variable}).items()))"))

    # --- definitions ---------------------------------------------------------------------------------------------
    def function(self, generator=False):
        name = self.fresh("gen" if generator else "fn")
        kinds = [self.one(INT, INT, STR, LIST, FLOAT) for _ in range(self.randint(0, 3))]
        names = [self.fresh("p") for _ in kinds]
        outer_scope = self.scope
        self.scope = dict(zip(names, kinds))
        self.emit(f"def {name}({', '.join(names)}):")
        self.in_function, self.in_generator = True, generator
        if generator:
            self.depth += 1
            self.emit(f"yield {self.expr(INT, 1)}")
            self.depth -= 1
        self.block(6, 3)
        self.in_function = self.in_generator = False
        self.depth += 1
        if not generator:
            self.emit(f"return {self.expr(self.choice(TYPES))}")
        self.depth -= 1
        self.scope = outer_scope
        (self.generators if generator else self.functions).append((name, kinds))
        args = ", ".join(self.literal(k) for k in kinds)
        if generator:
            self.emit(f"guarded(lambda: list(zip(range(25), {name}({args}))))")
            if self.maybe(0.5):
                self.emit(f"drive({name}({args}), {self.randint(0, 3)})")
        else:
            for _ in range(self.randint(1, 2)):
                args = ", ".join(self.literal(k) for k in kinds)
                self.emit(f"guarded({name}{', ' if args else ''}{args})")

    def klass(self):
        name = self.fresh("C").capitalize()
        base = self.choice(self.classes) if self.classes and self.maybe(0.4) else None
        attributes = [self.fresh("a") for _ in range(2)] + (base[1] if base else [])
        methods = [self.fresh("m") for _ in range(2)]
        self.emit(f"class {name}{'(' + base[0] + ')' if base else ''}:")
        self.depth += 1
        self.emit(f"{attributes[1]} = {self.expr(INT, 1)}")
        self.emit("def __init__(self, x, *rest):")
        if base:
            self.emit("    super().__init__(x)")
        self.emit(f"    self.{attributes[0]} = x")
        outer_scope = self.scope
        for method in methods:
            self.scope = {"x": INT, "self." + attributes[0]: INT, "self." + attributes[1]: INT}
            self.emit(f"def {method}(self, x):")
            self.in_function = True
            self.block(3, 2)
            self.in_function = False
            self.emit(f"    return {self.expr(INT)}")
        self.scope = outer_scope
        self.emit(f"def __repr__(self): return f'<{name} {{self.{attributes[0]}}}>'")
        if self.maybe(0.7):
            self.emit(f"def __eq__(self, o): return {self.one('NotImplemented', f'self.{attributes[0]} == getattr(o, {attributes[0]!r}, None)')}")
        if self.maybe(0.7):
            self.emit(f"def __lt__(self, o): return self.{attributes[0]} < o.{attributes[0]}")
        if self.maybe(0.6):
            self.emit(f"def __{self.one('add', 'radd', 'add')}__(self, o): return {self.one('NotImplemented', f'({name!r}, o)', f'self.{attributes[0]} + o')}")
        if self.maybe(0.6):
            self.emit(f"def __len__(self): return {self.small(0)}")
        if self.maybe(0.5):
            self.emit(f"def __iter__(self): return iter({self.one('[1, 2, 3]', repr('xy'), f'[self.{attributes[0]}]')})")
        if self.maybe(0.4):
            self.emit(f"def __getattr__(self, n): {self.one('raise AttributeError(n)', 'return n.upper()')}")
        if self.maybe(0.3):
            self.emit(f"@property\n{'    ' * self.depth}def {methods[0]}_p(self): return self.{attributes[1]}")
            attributes.append(methods[0] + "_p")
        self.depth -= 1
        self.classes.append((name, attributes, methods + (base[2] if base else [])))

    def program(self):
        self.lines = PRELUDE.splitlines()
        for line in ("class Manager:", "    def __init__(self, n, swallow): self.n, self.swallow = n, swallow", "    def __enter__(self):", "        print('enter', self.n)", "        return self.n",
                     "    def __exit__(self, kind, value, traceback):", "        print('exit', self.n, kind and kind.__name__)", "        return self.swallow and kind is not None and issubclass(kind, Exception)",
                     "def drive(g, n):", "    try:", "        show(next(g))", "        for i in range(n): show(g.send(i))", "        show(g.throw(ValueError('thrown in')))", "        g.close()", "    except (Exception, StopIteration) as e:", "        tell(e)"):
            self.lines.append(line)
        for _ in range(self.size):
            what = self.random()
            if what < 0.35:
                self.function()
            elif what < 0.5:
                self.function(generator=True)
            elif what < 0.62:
                self.klass()
            else:
                self.emit("try:")
                self.block(4, 2)
                self.emit("except Exception as e: tell(e)")
        return "\n".join(self.lines) + "\n"


def first_that_compiles(seed, make):
    """Program number `seed`: the first of its attempts that compiles."""
    for attempt in range(50):
        text = make(seed * 1000 + attempt)
        try:
            compile(text, "program", "exec")
            return text
        except SyntaxError:
            continue
    return "pass\n"


def write(seed, size):
    """Program number `seed`."""
    return first_that_compiles(seed, lambda attempt: Writer(attempt, size).program())


# --- running and comparing -------------------------------------------------------------------------------------------
IN_THREADS = '''
import threading
def run(k):
    barrier.wait()
    parts = outputs[k]
    def print(*values, **_): parts.append(" ".join(map(str, values)))
    try: exec(code, {"print": print, "__name__": "program"})
    except Exception as e: parts.append(f"ended with {type(e).__name__}")
code = compile(source, "program", "exec")
outputs, barrier = [[] for _ in range(N)], threading.Barrier(N)
threads = [threading.Thread(target=run, args=(k,)) for k in range(N)]
for t in threads: t.start()
for t in threads: t.join()
for parts in outputs: print(*parts, sep="\\n")
'''


class Runner:
    def __init__(self, options):
        self.threads = options.threads
        self.oracle = [options.oracle, "-W", "ignore"]
        python = "python" in os.path.basename(options.pyish)
        self.pyish = [options.pyish] + ([] if python else ["--gil", options.gil])
        if options.switch and not python:
            self.pyish += ["--switch", options.switch]
        self.environment = dict(os.environ)
        if options.stress:
            self.environment["PYISH_GC_STRESS"] = options.stress

    def run(self, command, text, limit):
        if self.threads > 1:
            text = f"source = {text!r}\nN = {self.threads}\n{IN_THREADS}"
        with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8", delete=False) as file:
            file.write(text)
        try:
            done = subprocess.run([*command, file.name], capture_output=True, timeout=limit, env=self.environment, stdin=subprocess.DEVNULL)
            errors = done.stderr.decode(errors="replace").strip().splitlines()
            return done.stdout.decode(errors="replace"), done.returncode, errors
        except subprocess.TimeoutExpired:
            return "", "timeout", []
        finally:
            os.unlink(file.name)

    def disagree(self, text):
        """None, or both outcomes."""
        expected = self.run(self.oracle, text, 10)
        if expected[1] == "timeout":
            return None
        got = self.run(self.pyish, text, 30)
        last = lambda outcome: [x.split(":")[0] if "unhashable" in x else x for x in outcome[2][-1:]] if outcome[1] else []
        if (expected[0], expected[1]) == (got[0], got[1]) and (last(expected) == last(got)):
            return None
        return expected, got


def first_difference(expected, got):
    a, b = expected[0].splitlines(), got[0].splitlines()
    for index, (x, y) in enumerate(zip(a, b)):
        if x != y:
            return f"line {index + 1} of the output\n  expected {x}\n  got      {y}"
    if len(a) != len(b):
        more = a[len(b):] or b[len(a):]
        return f"{'missing' if len(a) > len(b) else 'too much'} after line {min(len(a), len(b))}: {more[0]}\n  exit {got[1]} {' / '.join(got[2][-3:])}"
    return f"exit {expected[1]} against {got[1]}: {' / '.join(got[2][-3:])}"


def kind_of(expected, got):
    """What keeps a shrunk program the same failure: a crash stays a crash."""
    return "crash" if got[1] not in (0, 1) else "error" if got[1] != expected[1] else "output"


def shrink(runner, text, kind, budget=300):
    """Removes statements, and opens compound ones, as long as the two still disagree in the same way."""
    tree = ast.parse(text)
    tried = 0

    def still(candidate):
        nonlocal tried
        tried += 1
        try:
            source = ast.unparse(ast.fix_missing_locations(candidate)) + "\n"
            compile(source, "program", "exec")
        except (SyntaxError, ValueError, RecursionError):
            return False
        found = runner.disagree(source)
        return found is not None and kind_of(*found) == kind

    changed = True
    while changed and tried < budget:
        changed = False
        for node in list(ast.walk(tree)):
            for field in ("body", "orelse", "finalbody", "handlers"):
                block = getattr(node, field, None)
                if not isinstance(block, list):
                    continue
                size = max(1, len(block) // 2)
                while size and tried < budget:
                    index = len(block) - size
                    while index >= 0 and tried < budget:
                        removed = block[index:index + size]
                        block[index:index + size] = []
                        if field == "body" and not block and not isinstance(node, ast.Module):
                            block.append(ast.Pass())
                        if removed and not (len(removed) == 1 and isinstance(removed[0], ast.Pass)) and still(tree):
                            changed = True
                        else:
                            if field == "body" and len(block) == 1 and isinstance(block[0], ast.Pass):
                                block[:] = []
                            block[index:index] = removed
                        index -= size
                    size //= 2
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def main(write=write):
    """The command line; `write(seed, size)` makes the programs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pyish", default=os.path.join(ROOT, "target", "release", "pyish"))
    parser.add_argument("--oracle", default=sys.executable)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--size", type=int, default=12)
    parser.add_argument("--gil", default="on", choices=["on", "off"])
    parser.add_argument("--switch", default="")
    parser.add_argument("--stress", default="")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--keep", default="", help="a folder for the programs that differ")
    parser.add_argument("--show", type=int, help="print one program and end")
    parser.add_argument("--no-shrink", action="store_true")
    parser.add_argument("--stop-after", type=int, default=10, help="differences after which to stop")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    if options.show is not None:
        print(write(options.show, options.size), end="")
        return 0
    runner = Runner(options)

    def check(seed):
        text = write(seed, options.size)
        return seed, text, runner.disagree(text)

    failures = done = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        seeds = range(options.first, options.first + options.count)
        for start in range(0, len(seeds), 20):
            for seed, text, found in pool.map(check, seeds[start:start + 20]):
                done += 1
                if found is None:
                    continue
                failures += 1
                print(f"program {seed}: {first_difference(*found)}")
                if not options.no_shrink:
                    text = shrink(runner, text, kind_of(*found))
                    again = runner.disagree(text)
                    if again:
                        print("  cut down:", first_difference(*again).replace("\n", "\n  "))
                    kept = [line for line in text.splitlines()]
                    print("    | " + "\n    | ".join(kept))
                if options.keep:
                    os.makedirs(options.keep, exist_ok=True)
                    with open(os.path.join(options.keep, f"program_{seed}.py"), "w", encoding="utf-8") as file:
                        file.write(text)
                sys.stdout.flush()
                if failures >= options.stop_after:
                    break
            if failures >= options.stop_after:
                break
    print(f"{done} programs, {failures} disagree")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
