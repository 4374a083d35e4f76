"""Random programs over the language's corners, run on pyish and on CPython: the outputs must agree.

    python3.13 tests/conformance/random_language.py [options of random_programs.py]

Where `random_programs.py` strings expressions and statements together, each piece here is one construct in a random
form: signatures and calls, classes with special methods and inheritance, descriptors, generators that are driven,
exceptions through `finally` and `with`, scopes, patterns, formats, slices, numbers at their edges, methods of strings,
orders, sorting, decorators, coroutines by hand.
"""

import sys

from random_programs import PRELUDE, Writer, first_that_compiles, main

INTS = ["0", "1", "-1", "7", "-8", "255", "2**31", "-2**31", "2**61", "2**61-1", "-2**61", "2**62", "2**63-1", "2**63", "-2**63", "-2**63-1", "2**64", "10**18", "10**19", "10**40", "-10**40", "3**100", "True", "1<<1000", "-(1<<65)"]
FLOATS = ["0.0", "-0.0", "1.0", "-1.5", "0.1", "1e16", "123456789.125", "1e22", "1e23", "1e-5", "1e-4", "5e-324", "1.7976931348623157e308", "inf", "-inf", "nan", "2.0**53", "2.5", "3.5", "1e100", "-1e-100", "2.0**-255", "2.0**257", "float(2**62)"]
STRS = ["''", "'a'", "'abc'", "'Hello World'", "'  pad\\t'", "'a,b,,c'", "'naïve ß'", "'日本語'", "'😀x'", "'ǅ'", "'İ'", "'\\n\\r\\x0b'", "'12.5'", "'-7'", "'x' * 300", "'\\ud800'", "'tab\\there'", "'ﬁn'", "'0b11'", "'ΑΣ'", "'a\\x00b'"]
ODD = ["None", "[]", "()", "{}", "'s'", "b'b'", "1.5", "1j", "{1}", "object", "len", "...", "NotImplemented", "range(3)", "slice(1)", "int", "type", "[[1], [2]]"]


class Language(Writer):
    def value(self):
        return self.choice(self.choice([INTS, FLOATS, STRS, ODD, ODD]))

    def body(self, *lines):
        for line in lines:
            self.emit(line)

    def inside(self, *lines):
        self.depth += 1
        self.body(*lines)
        self.depth -= 1

    # --- pieces --------------------------------------------------------------------------------------------------
    def numbers(self):
        a, b = self.choice([INTS, FLOATS]), self.choice([INTS, FLOATS])
        x, y = self.choice(a), self.choice(b)
        op = self.one("+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "<", "<=", "==", "!=", ">", ">=")
        if op in ("<<", "**"):
            y = self.one("0", "1", "2", "-1", "65", "3", "0.5", "-2", "10", "True")
        if op == "**" and "1000" in x:
            y = "2"
        self.emit(f"guarded(lambda: ({x}) {op} ({y}))")
        self.emit(f"guarded(lambda: {self.one('divmod', 'pow', 'max', 'min')}({x}, {self.choice(b) if op != '**' else '3'}))" if "1000" not in x else "pass")
        self.emit(f"guarded(lambda: {self.one('int', 'float', 'round', 'abs', 'hash', 'bool', 'repr', 'str', 'complex', 'bin', 'hex')}({self.choice(a)}))")
        self.emit(f"guarded(lambda: round({x}, {self.one('0', '1', '2', '-1', '-3', '5', '300', '-300', 'None')}))")
        self.emit(f"guarded(lambda: ({self.choice(INTS)}).{self.one('bit_length()', 'bit_count()', 'as_integer_ratio()', 'is_integer()', 'conjugate()', 'numerator', '__index__()', 'to_bytes(20, ' + repr(self.one('big', 'little')) + ', signed=True)')})")
        self.emit(f"guarded(lambda: ({self.choice(FLOATS)}).{self.one('hex()', 'is_integer()', 'as_integer_ratio()', '__trunc__()', '__floor__()', '__ceil__()', 'real', '__round__(2)')})")
        self.emit(f"guarded(lambda: {self.one('int', 'float', 'complex')}({self.one(repr('1_000'), repr(' 12 '), repr('0x1f'), repr('1e5'), repr('nan'), repr('-inf'), repr('1__0'), repr(''), repr('٣'), repr('1+2j'), repr('+5'), repr('--5'), 'b' + repr('12'), repr('1e400'))}))")
        self.emit(f"guarded(lambda: int({self.one(repr('ff'), repr('0b101'), repr('zz'), repr('-0o17'), repr('12'), repr('9'), repr(' 1 '))}, {self.one('16', '0', '36', '8', '2', '10', '37', '1')}))")

    def formats(self):
        kind = self.one(INTS, FLOATS, STRS)
        spec = "".join([self.one("", "", "<", ">", "^", "=", "*<", "0>", "é^"), self.one("", "", "+", "-", " "), self.one("", "", "z"), self.one("", "", "#"), self.one("", "", "0"),
                        self.one("", "", "8", "12", "1", "20"), self.one("", "", "", ",", "_"), self.one("", "", ".2", ".0", ".10", ".1"), self.one("", "d", "f", "e", "g", "G", "x", "X", "o", "b", "c", "s", "%", "n", "E", "F", "r")])
        x = self.choice(kind)
        self.emit(f"guarded(lambda: format({x}, {spec!r})[:150])")
        conversion = "%" + self.one("", "-", "+", "0", " ", "#") + self.one("", "5", "12", "*") + self.one("", ".2", ".0", ".*") + self.one(*"dioxXeEfFgGcrsa%")
        n = conversion.count("*")
        self.emit(f"guarded(lambda: ({conversion!r} % ({'3, ' * n}{self.value()},))[:150])")
        field = self.one("", "0", "1", "a", "0.real", "0[0]", "0!r", "a!s:>5", ":{1}", "0:{a}", "}", "{", "0.x", "b", "0[k]", "!x", "0!a")
        self.emit(f"guarded(lambda: ('<{{' + {field!r} + '}}>').format({self.value()}, '5', a='^9')[:150])")
        self.emit(f"guarded(lambda: f'{{{self.choice(INTS)}:{self.one('', '>10', ',', 'x', '.3e', '+,d')}}}|{{{x}!r:{self.one('>', '<', '^')}{{{self.randint(1, 20)}}}}}|{{{self.choice(FLOATS)}=}}|{{1 if {self.choice(INTS)} else 2:0{{2}}d}}'[:150])".replace("inf", "1e999").replace("nan", "(1e999-1e999)"))

    def strings(self):
        s, x, y = self.choice(STRS), self.choice(STRS), self.choice(STRS)
        method = self.one(f"split({self.one('', x, 'None, 1', x + ', 1')})", f"rsplit({self.one('', x, 'None, 1', x + ', 1')})", f"partition({x})", f"rpartition({x})", f"replace({x}, {y}, {self.one('-1', '1', '0')})", "splitlines(True)", "splitlines()",
                          f"find({x}, {self.randint(-5, 5)}, {self.randint(-5, 9)})", f"rfind({x})", f"index({x})", f"rindex({x})", f"count({x}, {self.randint(-3, 3)})", f"startswith(({x}, {y}), {self.randint(-2, 3)})", f"endswith({x})", f"strip({x})", f"lstrip({x})",
                          f"rstrip()", f"center({self.randint(0, 20)}, {self.one(repr('*'), x)})", f"ljust(9, {self.one(repr('é'), x)})", "zfill(8)", f"expandtabs({self.randint(0, 9)})", "upper()", "lower()", "title()", "casefold()", "swapcase()", "capitalize()",
                          f"translate({{97: None, 98: 'BB', 'c': 1}})", f"translate(str.maketrans('abc', 'xyz', 'l'))", f"removeprefix({x})", f"removesuffix({x})", f"join([{x}, {y}])", f"join({self.value()})", "isidentifier()", "isprintable()", "isnumeric()", "isdecimal()", "istitle()",
                          f"encode({self.one('', repr('ascii') + ', ' + repr('replace'), repr('utf-16'), repr('latin-1') + ', ' + repr('xmlcharrefreplace'), repr('utf-8') + ', ' + repr('surrogateescape'), repr('cp1252') + ', ' + repr('ignore'), repr('idna'))})[:99]", f"__contains__({self.value()})", f"__mul__({self.one('2', '-1', '0')})", "isascii()", "format()", "encode().decode('latin-1')[:50]")
        self.emit(f"guarded(lambda: ({s}).{method})")
        b = self.one("b''", "b'abc'", "b'a,b,,c'", "b' x '", "bytearray(b'hello')", "b'\\xff\\x00'", "b'A1'")
        bm = self.one("split(b',')", "replace(b'a', b'xx')", "find(b'b')", "hex()", "hex(':')", "decode('utf-8', 'replace')", "decode()", "upper()", "title()", "strip()", "join([b'1', b'2'])", "startswith(b'a')", "partition(b',')", "center(9, b'-')", "isalnum()", "translate(None, b'a')", "count(97)", "index(255)", "rjust(5)", "zfill(6)", f"join({self.value()})", "splitlines()", "fromhex('ff 0a')", "removeprefix(b'a')")
        self.emit(f"guarded(lambda: ({b}).{bm})")
        self.emit(f"guarded(lambda: ({self.choice(STRS)}) {self.one('+', '*', '%', '<', '==', 'in', '-')} ({self.value()}))" if "1000" not in s else "pass")
        self.emit(f"guarded(lambda: {self.one('ord', 'chr', 'ascii', 'repr', 'len', 'list', 'sorted', 'reversed', 'hash', 'bytes', 'set', 'int', 'float', 'iter', 'sum', 'max', 'dict', 'tuple')}({self.choice(STRS)}) {self.one('', '', 'and 1')})".replace("guarded(lambda: hash", "guarded(lambda: 0 * hash").replace("reversed(", "list(reversed(").replace(" )", ")") if False else f"guarded(lambda: {self.one('ord', 'chr', 'ascii', 'repr', 'len', 'list', 'sorted', 'bytes', 'int', 'float', 'sum', 'max', 'dict', 'tuple')}({self.value()}))")

    def slices(self):
        part = lambda: self.one("", "", "0", "1", "2", "-1", "-2", "5", "-5", "100", "-100", "None", "2**70", "-2**70")
        step = self.one("", ":", ":1", ":2", ":-1", ":-2", ":3", ":0", ":100", ":-100", ":2**66", ":-2**66")
        cut = f"{part()}:{part()}{step}"
        v = self.fresh("w")
        self.emit(f"for {v} in ({self.one('list(range(7))', '[]', '[1]')}, (1, 2, 3, 4), 'abcdef', range(2, 20, 3), b'bytes', bytearray(b'bytes')): guarded(lambda: {v}[{cut}])")
        self.emit(f"{v} = list(range({self.randint(0, 9)}))")
        self.emit("try:")
        self.inside(self.one(f"{v}[{cut}] = {self.one('[]', '[1, 2]', repr('xyz'), 'range(4)', '5', v, '(x for x in [7, 8])')}", f"del {v}[{cut}]", f"{v}[{self.one('0', '-1', '99', '-99', repr('a'), '1.0', 'True')}] = 'set'", f"{v}[{cut}] += [9]", f"{v} *= {self.one('2', '0', '-1')}"), f"show({v})")
        self.emit("except Exception as e: tell(e)")
        self.emit(f"guarded(lambda: {self.one('bytearray(b' + repr('hello') + ')', '[1, 2, 3]', '(1, 2)', repr('str'), '{}', 'range(9)', 'memoryview(b' + repr('abc') + ')')}[{self.value()}])")
        self.emit(f"guarded(lambda: slice({part() or 'None'}, {part() or 'None'}, {self.one('None', '1', '-1', '2', '0')}).indices({self.randint(0, 9)}))")
        self.emit(f"guarded(lambda: list(range({self.randint(-5, 9)}, {self.randint(-9, 9)}, {self.one('1', '2', '-1', '-3', '0')})))")
        self.emit(f"guarded(lambda: ({self.one('5', '2**70', repr('a'), '3.0', '-1')} in range({self.one('0, 10, 5', '9, 0, -3', '2**69, 2**71', '5')}), range(1, 9, 2).index({self.one('3', '4', '99')})))")

    def signatures(self):
        name = self.fresh("sig")
        names = [self.fresh("a") for _ in range(self.randint(0, 5))]
        cut, star = sorted([self.randint(0, len(names)), self.randint(0, len(names))])
        parts, defaults = [], False
        for i, n in enumerate(names):
            if i == cut and cut and self.maybe(0.5):
                parts.append("/")
            if i == star and "*" not in "".join(parts) and self.maybe(0.6):
                parts.append(self.one("*", "*args"))
                defaults = False
            default = self.maybe(0.4) or defaults and not any(p.startswith("*") for p in parts)
            defaults = default
            parts.append(n + (f"={self.randint(0, 9)}" if default else ""))
        if parts and parts[-1] == "*":
            parts.pop()
        if self.maybe(0.3):
            parts.append("**kw")
        shown = ", ".join(n for n in [*names, *(["args"] if "*args" in parts else []), *(["kw"] if "**kw" in parts else [])]) or "0"
        self.emit(f"def {name}({', '.join(parts)}): return ({shown},)")
        for _ in range(self.randint(2, 5)):
            given = [str(self.randint(10, 99)) for _ in range(self.randint(0, len(names)))]
            if self.maybe(0.3):
                given.append(self.one("*[1, 2]", "*(3,)", "*''", "*{4: 5}", "*5"))
            keys = self.sample(names, self.randint(0, len(names))) + (["extra"] if self.maybe(0.2) else [])
            given += [f"{k}={self.randint(100, 999)}" for k in keys]
            if self.maybe(0.25):
                given.append(self.one("**{'z': 1}", "**{}", "**{1: 2}", f"**{{'{names[0] if names else 'q'}': 3}}", "**None"))
            self.emit(f"guarded(lambda: {name}({', '.join(given)}))")
        self.emit(f"show({name}.__defaults__, {name}.__kwdefaults__, {name}.__code__.co_argcount, {name}.__code__.co_varnames)")

    def special(self):
        """A class with a random choice of special methods, and operations on it."""
        name = self.fresh("K")
        base = self.one("", "", "", "int", "str", "list", "dict", "tuple", "float", "set", "bytes", "Exception")
        self.emit(f"class {name}({base}):" if base else f"class {name}:")
        result = lambda: self.one("NotImplemented", "1", "'r'", "None", "self", "other", "[1]", "True", "1.5", "(1, 2)", "raise_(ValueError('in method'))")
        methods = []
        for op in self.sample(["add", "radd", "iadd", "sub", "rsub", "mul", "rmul", "eq", "ne", "lt", "gt", "le", "contains", "getitem", "mod", "rmod", "and", "ror", "matmul", "truediv", "rtruediv", "pow", "lshift", "floordiv", "delitem", "divmod", "xor"], self.randint(1, 6)):
            self.inside(f"def __{op}__(self, other): return {result()}")
            methods.append(op)
        for op in self.sample(["len", "bool", "int", "index", "float", "neg", "abs", "invert", "iter", "next", "hash", "repr", "str", "bytes", "reversed", "length_hint", "complex", "trunc", "enter", "dir", "call"], self.randint(1, 6)):
            value = {"len": self.one("3", "0", "-1", "'x'", "2**70", "True"), "bool": self.one("True", "False", "1", "None"), "index": self.one("2", "'x'", "True", "-1"), "int": self.one("2", "'x'", "True"), "float": self.one("2.5", "2", "'x'"), "hash": self.one("5", "'x'", "-1", "2**70", "True"),
                     "repr": self.one("'REPR'", "5", "'é'"), "str": self.one("'STR'", "None"), "bytes": self.one("b'B'", "'x'"), "iter": self.one("iter([1, 2])", "5", "self", "(x for x in 'ab')"), "next": self.one("1 if not hasattr(self, 'e') else raise_(StopIteration)", "raise_(StopIteration(3))"), "length_hint": self.one("4", "-1", "'x'")}.get(op, result().replace("other", "2"))
            if op == "next":
                self.inside("def __next__(self): raise StopIteration")
            else:
                self.inside(f"def __{op}__(self): return {value}")
        if self.maybe(0.2):
            self.inside("def __getattr__(self, name): return 'got ' + name if name < 'm' else raise_(AttributeError(name))")
        if self.maybe(0.15):
            self.inside(f"def __new__(cls, *a): return {self.one('super().__new__(cls)', 'super().__new__(cls, *a)', '7')}")
        if self.maybe(0.15):
            self.inside(f"def __init__(self, *a): {self.one('self.a = a', 'return 5', 'super().__init__(*a)', 'pass')}")
        if self.maybe(0.1):
            self.inside(f"__{self.one('hash', 'eq', 'iter', 'contains', 'len', 'bool')}__ = None")
        make = f"{name}({self.one('', '', '3' if base in ('int', 'str', 'float', 'Exception') else '')})"
        other = self.one(make, "1", "'s'", "[1]", "2.5", "None", "(1,)", "b'x'")
        self.emit("try:")
        v = self.fresh("x")
        self.inside(f"{v} = {make}")
        ops = [f"{v} {op} {other}" for op in self.sample(["+", "-", "*", "/", "//", "%", "**", "@", "<<", "&", "|", "^", "==", "!=", "<", "<=", ">", ">=", "in", "is"], 5)]
        ops += [f"{other} {op} {v}" for op in self.sample(["+", "-", "*", "%", "==", "<", "in", "|", "//", ">="], 4)]
        ops += self.sample([f"len({v})", f"bool({v})", f"int({v})", f"float({v})", f"[1, 2, 3][{v}]", f"-{v}", f"abs({v})", f"~{v}", f"list({v})", f"hash({v}) and 0", f"repr({v})", f"str({v})", f"f'{{{v}}}'", f"f'{{{v}!r:>8}}'", f"bytes({v})", f"{v}[0]", f"{v}['k']", f"{v}.abc", f"{v}.xyz", f"'%s' % {v}", f"'%d' % {v}",
                            f"sorted([{v}, {v}])", f"{{{v}: 1}} and 1", f"max({v}, 1)", f"sum([{v}])", f"range({v})", f"'ab' * {v}", f"divmod({v}, 2)", f"round({v})", f"{v}()", f"next({v})", f"reversed({v}) and 1", f"1 in {v}", f"[*{v}]", f"dict({v})", f"{{**{v}}}", f"isinstance({v}, {base or 'object'})", f"not {v}", f"complex({v})", f"hex({v})", f"operator.index({v})", f"copy.copy({v}) is None", f"zip({v}, [1]) and 2", f"any({v})"], 9)
        for op in ops:
            self.inside(f"guarded(lambda: {op})")
        self.inside(f"{v} {self.one('+=', '-=', '*=', '|=', '%=')} {other}", f"show({v})")
        self.emit("except Exception as e: tell(e)")

    def hierarchies(self):
        names = [self.fresh("H") for _ in range(self.randint(3, 6))]
        for i, name in enumerate(names):
            bases = self.sample(names[:i], min(i, self.randint(0, 2)))
            self.emit("try:")
            self.depth += 1
            self.emit(f"class {name}({', '.join(bases)}):")
            self.inside(f"tag = {name!r}")
            if self.maybe(0.7):
                self.inside(f"def go(self): return [{name!r}] + {self.one('super().go()', 'super(' + name + ', self).go()', '[]', '(super().go() if hasattr(super(), ' + repr('go') + ') else [])')}")
            if self.maybe(0.3):
                self.inside(f"def __init_subclass__(cls, **kw): print({name!r}, cls.__name__); super().__init_subclass__(**kw)")
            if self.maybe(0.3):
                self.inside(f"__slots__ = {self.one(repr(('s1',)), repr(('s1', 's2')), '()', repr(['__dict__']))}")
            if self.maybe(0.3):
                self.inside("@classmethod", f"def make(cls): return cls.__name__, {self.one('super().__self_class__.__name__', 'cls.tag', '__class__.__name__')}")
            if self.maybe(0.3):
                self.inside("@property", f"def p(self): return {self.one('self.tag', 'self.missing', 'super().p')}")
            if self.maybe(0.2):
                self.inside("def __setattr__(self, n, v): print('set', n); super().__setattr__(n, v)")
            self.depth -= 1
            self.emit(f"except Exception as e: tell(e); {name} = object")
        for name in self.sample(names, 3):
            self.emit(f"show([c.__name__ for c in {name}.__mro__])")
            v = self.fresh("o")
            self.emit(f"{v} = {name}()")
            for _ in range(3):
                self.emit(f"guarded(lambda: {self.one(f'{v}.go()', f'{v}.make()', f'{v}.p', f'setattr({v}, ' + repr(self.one('s1', 's2', 'zz', 'p')) + ', 5)', f'({v}.s1, vars({v}))', f'issubclass({name}, {self.choice(names)})', f'super({self.choice(names)}, {v}).go()', f'{name}.go({v})', f'{v}.tag', f'delattr({v}, ' + repr('s1') + ')')})")

    def descriptors(self):
        d, c = self.fresh("D"), self.fresh("C")
        self.emit(f"class {d}:")
        self.inside("def __set_name__(self, owner, name): print('name', owner.__name__, name); self.name = name", f"def __get__(self, obj, owner=None): return {self.one('(self.name, obj is None)', 'self', 'raise_(AttributeError(self.name))', '5')}")
        if self.maybe(0.6):
            self.inside(f"def __set__(self, obj, value): {self.one('obj.__dict__[self.name] = value', 'print(' + repr('set') + ', value)', 'raise AttributeError(' + repr('no') + ')')}")
        if self.maybe(0.3):
            self.inside("def __delete__(self, obj): print('delete', self.name)")
        self.emit(f"class {c}:")
        self.inside(f"x = {d}()", f"y = {self.one('property(lambda self: 7)', 'staticmethod(lambda *a: a)', 'classmethod(lambda cls, *a: a)', d + '()', '3', 'property(None, lambda self, v: print(v))', 'functools.partial(print, 1)', 'lambda self: 8')}")
        if self.maybe(0.3):
            self.inside(f"def __getattribute__(self, name): return {self.one('object.__getattribute__(self, name)', repr('all'), 'super().__getattribute__(name) if name != ' + repr('x') + ' else raise_(AttributeError(' + repr('hidden') + '))')}")
        if self.maybe(0.3):
            self.inside("def __getattr__(self, name): return 'fallback ' + name")
        v = self.fresh("o")
        self.emit(f"{v} = {c}()")
        for what in self.sample([f"{v}.x", f"{c}.x is None", f"{v}.y", f"{v}.y()", f"{v}.y(1)", f"setattr({v}, 'x', 1)", f"setattr({v}, 'y', 2)", f"delattr({v}, 'x')", f"delattr({v}, 'y')", f"hasattr({v}, 'x')", f"getattr({v}, 'zz', 'default')", f"{v}.zz", f"{c}.zz", f"sorted(k for k in vars({v}))", f"setattr({c}, 'x', 9)", f"object.__getattribute__({v}, 'x')"], 9):
            self.emit(f"guarded(lambda: {what})")

    def raising(self, deep=3):
        """Nested try statements in a function, with every way out."""
        name = self.fresh("t")
        self.emit(f"def {name}(n):")
        self.depth += 1
        self.emit("log = []")
        self.emit("for i in range(3):")
        self.depth += 1
        self.attempt(deep)
        self.depth -= 1
        self.emit("return log")
        self.depth -= 1
        for n in range(3):
            self.emit(f"guarded({name}, {n})")
        self.emit(f"try: {name}(1)")
        self.emit("except BaseException as e:")
        self.inside("while e is not None: show(type(e).__name__, e.args, e.__suppress_context__, type(e.__cause__).__name__); e = e.__context__")

    def out(self, deep):
        kinds = [f"log.append({self.randint(0, 99)})"] * 3 + [f"raise {self.one('ValueError', 'KeyError', 'IndexError')}({self.randint(0, 9)})", "1 / n", "return ('returned', log)", "break", "continue", "[][n]", "raise ValueError from KeyError(n)", "raise TypeError('t') from None", "log.append(sys.exception().__class__.__name__)", "pass", "raise", "del log[99]", "assert n, 'zero'"]
        if self.maybe(0.25) and deep > 0:
            self.attempt(deep - 1)
        else:
            line = self.choice(kinds)
            self.emit(line if self.maybe(0.6) or "append" in line else f"if {self.one('n', 'i', 'n == 1', 'i == 1', 'not n')}: {line}")

    def attempt(self, deep):
        block = lambda: [self.out(deep - 1) for _ in range(self.randint(1, 2))]
        if self.maybe(0.25):
            self.emit(f"with Manager({self.randint(0, 9)}, {self.one('True', 'False')}) as m:" if self.maybe(0.7) else "with Manager(1, False), Manager(2, True) as m:")
            self.depth += 1
            block()
            self.depth -= 1
            return
        self.emit("try:")
        self.depth += 1
        block()
        self.depth -= 1
        star = self.maybe(0.12)
        clauses = self.randint(0, 2)
        for _ in range(clauses):
            self.emit(f"except{'*' if star else ''} {self.one('ValueError', 'KeyError', '(IndexError, ZeroDivisionError)', 'Exception', 'LookupError', 'ArithmeticError')}{self.one('', ' as e')}:")
            self.depth += 1
            if star:
                self.emit(self.one("log.append('star')", "raise OSError(1)", "log.append(repr(sys.exception()))"))
            else:
                block()
            self.depth -= 1
        if clauses and self.maybe(0.3):
            self.emit("else:")
            self.depth += 1
            block()
            self.depth -= 1
        if not clauses or self.maybe(0.4):
            self.emit("finally:")
            self.depth += 1
            block()
            self.depth -= 1

    def generators_driven(self):
        inner, name = self.fresh("g"), self.fresh("g")
        for which in (inner, name):
            self.emit(f"def {which}(n):")
            self.depth += 1
            self.emit("got = None")
            self.emit("try:")
            self.depth += 1
            for _ in range(self.randint(1, 4)):
                self.emit(self.one(f"got = yield {self.randint(0, 9)}", "yield got", "print('got', (yield))", f"for x in range(n): yield x", f"return {self.one('', '9', 'got')}" if self.maybe(0.3) else "yield 'v'", "if n == 1: raise KeyError(n)", "n += 1", "yield from (n, n)",
                                   f"got = yield from {inner}(n)" if which == name else "yield [n]", "yield n", "yield from [1, 2]" if self.maybe(0.5) else "yield None", f"with Manager(n, {self.one('True', 'False')}): yield 'w'", "(yield 'a'), (yield 'b')"))
            self.depth -= 1
            for _ in range(self.randint(0, 1)):
                self.emit(f"except {self.one('ValueError', 'KeyError', 'GeneratorExit', 'Exception', 'StopIteration')} as e:")
                self.inside(self.one("print('caught', type(e).__name__); yield 'after'", "print('caught'); raise", "return 'ended'", "raise OSError from e", "yield 'y1'", "pass"))
            self.emit("finally:")
            self.inside(self.one("print('finally', n)", "print('finally'); yield 'last'" if self.maybe(0.4) else "print('f')", "n = 0"))
            self.depth -= 1
        for n in range(2):
            v = self.fresh("it")
            self.emit(f"{v} = {name}({n})")
            for _ in range(self.randint(2, 6)):
                self.emit("guarded(lambda: " + self.one(f"next({v})", f"next({v}, 'default')", f"{v}.send({self.randint(0, 9)})", f"{v}.send(None)", f"{v}.throw(ValueError('t'))", f"{v}.throw(KeyError)", f"{v}.close()", f"list({v})[:9]", f"{v}.gi_running", f"{v}.gi_frame is None", f"inspect.getgeneratorstate({v})", f"{v}.throw(StopIteration(4))", f"[a for a, _ in zip({v}, range(5))]", f"{v}.gi_yieldfrom is None") + ")")
            self.emit(f"guarded(lambda: {v}.close())")

    def scopes(self):
        f = self.fresh("s")
        a, b = self.fresh("n"), self.fresh("n")
        self.emit(f"{a} = 'global'")
        self.emit(f"def {f}({b}=1):")
        self.depth += 1
        declared = self.one("", f"global {a}", "")
        if declared:
            self.emit(declared)
        for _ in range(self.randint(2, 5)):
            self.emit(self.one(f"{a} = 2" if self.maybe(0.5) else f"show({a})", f"{b} += 1", f"del {b}", f"show([{b} * q for q in range(3) if (w := q)], {self.one('w', b)})", f"show([({b}, q) for q in [{b} for {b} in 'ab']])", f"fs = [lambda: q for q in range(3)]\n{'    ' * self.depth}show([g() for g in fs])", f"show([[(x, y) for y in range(x)] for x in range(3)])",
                               f"def inner():\n{'    ' * self.depth}    nonlocal {b}\n{'    ' * self.depth}    {b} = {self.one(b + ' + 1', '5')}\n{'    ' * self.depth}    return lambda: ({b}, {self.one(a, b)})\n{'    ' * self.depth}guarded(lambda: inner()())", f"class L:\n{'    ' * self.depth}    {b} = {self.one(b, '3', a)}\n{'    ' * self.depth}    seen = [{b} for _ in range(2)]\n{'    ' * self.depth}    def m(self): return {b}\n{'    ' * self.depth}show(L.seen, L().m())",
                               f"show(sorted(k for k in locals() if k != 'fs'))", f"exec('{a} = 99; zz = 1')", f"for {b} in range(2): pass", f"try: raise ValueError\n{'    ' * self.depth}except ValueError as {b}: pass", f"show({{{b}: {b} for {b} in range(2)}}, {b})", f"import math as {b}" if self.maybe(0.3) else "pass", f"(lambda {b}=9: show({b}))()", f"show(eval('{self.one(a, b, 'zz')}'))"))
        self.depth -= 1
        self.emit(f"guarded({f})")
        self.emit(f"show({a})")

    def patterns(self, deep=3):
        f = self.fresh("m")

        def pattern(d):
            k = self.randint(0, 14) if d > 0 else self.randint(0, 5)
            v = self.fresh("c")
            if k <= 1:
                names.append(v)
                return v
            if k == 2:
                return self.one("1", "-1", "'s'", "None", "True", "2.5", "1+2j", "b'b'", "-0.5", "'a' 'b'")
            if k == 3:
                return "_"
            if k == 4:
                return self.one("int()", "str()", "float()", "list()", "dict()", "bool()", "tuple()", "bytes()")
            if k == 5:
                return self.one("math.pi", "Point.zero", "sys.maxsize")
            if k <= 8:
                parts = [pattern(d - 1) for _ in range(self.randint(0, 3))]
                if self.maybe(0.4):
                    if self.maybe(0.6):
                        names.append(v)
                        parts.insert(self.randint(0, len(parts)), "*" + v)
                    else:
                        parts.insert(self.randint(0, len(parts)), "*_")
                return "[" + ", ".join(parts) + "]"
            if k == 9:
                parts = [f"{key}: {pattern(d - 1)}" for key in self.sample(["'a'", "'b'", "1", "None"], self.randint(0, 2))]
                if self.maybe(0.4):
                    names.append(v)
                    parts.append("**" + v)
                return "{" + ", ".join(parts) + "}"
            if k == 10:
                return self.one(f"Point({pattern(d - 1)}, {pattern(d - 1)})", f"Point(x={pattern(d - 1)})", f"Point({pattern(d - 1)}, y={pattern(d - 1)})", f"Point({pattern(d - 1)}, {pattern(d - 1)}, {pattern(d - 1)})", f"int({pattern(d - 1)})", f"str({pattern(d - 1)})", f"object(zz={pattern(d - 1)})", f"list([{pattern(d - 1)}])")
            if k == 11:
                names.append(v)
                return f"({pattern(d - 1)} as {v})"
            if k == 12:
                return "(" + " | ".join(self.one("1", "'s'", "None", "int()", "[]", "{'a': 1}", "[1, _]", "str()", "(1 | 2)") for _ in range(2)) + ")"
            return "(" + pattern(d - 1) + ("," if self.maybe(0.3) else "") + ")"

        self.emit(f"def {f}(v):")
        self.depth += 1
        self.emit("match v:")
        for i in range(self.randint(1, 4)):
            names = []
            p = pattern(deep)
            self.inside(f"case {p}{self.one('', '', ' if v', ' if print(' + repr('guard') + ') is None')}: return {i}, {', '.join(dict.fromkeys(names)) or 'None'}")
        self.depth -= 1
        self.emit(f"for v in (1, 's', None, [1, 2], [], (1, (2, 3)), {{'a': 1, 'b': [1]}}, Point(0, 1), Point(1, [1, 's']), 2.5, True, {{}}, b'b', range(2), {{1: None, None: 2}}, 'ab', -0.5): guarded({f}, v)")

    def orders(self):
        v = self.fresh("d")
        keys = ["'a'", "'b'", "1", "True", "1.0", "(1, 2)", "None", "'c'", "0", "False", "-1", "2**61-1", "b'a'", "frozenset()", "0.0"]
        self.emit(f"{v} = {{{', '.join(f'{k}: {i}' for i, k in enumerate(self.sample(keys, 6)))}}}")
        for _ in range(self.randint(3, 8)):
            k = self.choice(keys)
            self.emit("guarded(lambda: " + self.one(f"{v}.pop({k})", f"{v}.update({{{k}: 'u', 'new': 1}})", f"{v}.setdefault({k}, 's')", f"{v}.popitem()", f"list({v}.items())", f"list(reversed({v}))", f"{v} | {{{k}: 'm'}}", f"{v}.get({k})", f"{v}.__delitem__({k})", f"{v}.__setitem__({k}, 'again')", f"{v}.update([({k}, 1), ('q', 2)], z=3)", f"dict.fromkeys([{k}, {self.choice(keys)}])", f"{v}.keys() & {{{k}, 'a'}}", f"sorted({v}.keys() - {{{k}}}, key=repr)", f"({k}, 0) in {v}.items()", f"{v}.keys() == {{{k}}}", f"{v}.update({self.value()})", f"{v}[{self.value()}]", f"list({v}.values())[::-1]", f"max({v}, key=str)") + ")")
        s = self.fresh("z")
        ints = [str(self.one(self.randint(-20, 40), self.randint(0, 9) * 8, 2 ** 61 - 1 + self.randint(-2, 2))) for _ in range(self.randint(0, 12))]
        self.emit(f"{s} = {{{', '.join(ints)}}}" if ints else f"{s} = set()")
        for _ in range(self.randint(2, 6)):
            x = self.randint(-20, 40)
            self.emit("guarded(lambda: " + self.one(f"{s}.add({x})", f"{s}.discard({x})", f"list({s})", f"{s}.pop()", f"list({s} | {{{x}, {x + 8}}})", f"list({s} & {{{x}, *range(9)}})", f"list({s} - {{{x}}})", f"list({s} ^ {{{x}, 3}})", f"{s}.update(range({x}, {x + 5}))", f"{s} <= {{{x}}}", f"{s}.remove({x})", f"list({s}.intersection(range(8), [{x}]))", f"{s}.isdisjoint([{x}])", f"list(frozenset({s}))", f"list({s}.copy())", f"{s}.symmetric_difference_update([{x}, 1])", f"{s} < {self.value()}", f"{s}.union({self.value()}) and 1", f"list({s}.difference([1, 2], {s}))") + ")")
        self.emit(f"print(list({s}))")

    def sorting(self):
        items = self.one(f"[{', '.join(str(self.randint(-9, 9)) for _ in range(self.randint(0, 30)))}]", "[3, 'a', 1]", "['b', 'A', 'é', '', 'aa']", "[(1, 'b'), (1, 'a'), (0, 'z')]", "[[2], [1, 5], [1]]", "[1.5, 1, True, 0.0, -0.0]", "[None, 1]", "[float('nan'), 1, 0]", "['x'] * 3 + ['y']", "[{1}, {1, 2}, set()]", "[2**70, 5, -2**70, 1e30]", "range(9, 0, -2)", "'hello'", "[Point(2, 1), Point(1, 2)]")
        key = self.one("", "", ", key=str", ", key=lambda q: -q", ", key=len", ", key=lambda q: q[0]", ", key=None", ", reverse=True", ", key=str, reverse=True", ", key=lambda q: 1", ", key=abs", ", key=functools.cmp_to_key(lambda a, b: (a > b) - (a < b))", ", key=lambda q: 1 / q")
        f = self.one("sorted", "sorted", "min", "max")
        key = key.replace(", reverse=True", "") if f != "sorted" else key
        self.emit(f"guarded(lambda: {f}({items}{key}{self.one('', ', default=7') if f != 'sorted' else ''}))")
        v = self.fresh("l")
        self.emit(f"{v} = list({items})")
        self.emit(f"guarded(lambda: {v}.{self.one('sort()', 'sort(reverse=True)', 'sort(key=repr)', 'sort(key=lambda q: ' + v + '.append(1))', 'index(1)', 'count(1)', 'remove(1)', 'sort(1)', 'insert(-2, 5)', 'extend(' + self.value() + ')', 'pop(-3)', '__iadd__(' + self.value() + ')')})")
        self.emit(f"show({v})")
        self.emit(f"guarded(lambda: {self.one('list(map(' + self.one('str', 'abs', 'len', 'None', 'lambda a: a') + ', ' + items + '))', 'list(zip(' + items + ', ' + repr('ab') + ', strict=True))', 'sum(' + items + self.one('', ', []', ', 1') + ')', 'list(enumerate(' + items + ', 5))', 'any(' + items + ')', 'list(filter(None, ' + items + '))', 'functools.reduce(lambda a, b: (a, b), ' + items + ')', 'list(itertools.chain(' + items + ', [0]))', 'list(itertools.groupby(' + items + ', key=bool))[:0]', 'list(reversed(' + items + '))', repr(',') + '.join(map(repr, ' + items + '))[:99]', 'list(itertools.accumulate(' + items + '))', 'statistics.median(' + items + ')', 'heapq.nsmallest(3, ' + items + ')', 'collections.Counter(' + items + ').most_common(2)')})")

    def decorators(self):
        f = self.fresh("f")
        deco = self.fresh("deco")
        self.emit(f"def {deco}(*dargs, **dkw):")
        self.inside("def wrap(g):", "    @functools.wraps(g)", "    def inner(*a, **k):", f"        print({deco!r}, dargs, sorted(k))", f"        return {self.one('g(*a, **k)', '[g(*a, **k)]', 'a')}", "    return inner", "return wrap")
        for _ in range(self.randint(1, 2)):
            self.emit(f"@{deco}({self.one('', '1', 'x=2', '*[1, 2]')})")
        if self.maybe(0.3):
            self.emit(self.one("@functools.lru_cache", "@functools.cache", "@(lambda g: g)", "@staticmethod", "@contextlib.contextmanager"))
        self.emit(f"def {f}(a, b: int = 2, *c, d=4, **e) -> str:")
        self.inside(f"'''doc of {f}'''", f"{self.one('return', 'yield')} a, b, c, d, e")
        for call in self.sample([f"{f}(1)", f"{f}(1, 2, 3)", f"{f}()", f"{f}(1, b=3, d=9, z=1)", f"{f}.__name__, {f}.__doc__", f"sorted({f}.__wrapped__.__annotations__)", f"str(inspect.signature({f}))", f"{f}([1])", f"list({f}(5))"], 4):
            self.emit(f"guarded(lambda: {call})")

    def coroutines(self):
        name = self.fresh("co")
        self.emit(f"async def {name}(n):")
        self.depth += 1
        self.emit("try:")
        self.depth += 1
        for _ in range(self.randint(1, 4)):
            self.emit(self.one("print('r', await Pause(n))", "async with AManager(n): print(await Pause('in'))", "async for x in agen(n): print('x', x)", "print([x async for x in agen(3) if x])", "print({x: await Pause(x) for x in range(2)})", "raise KeyError(n)" if self.maybe(0.3) else "pass", f"return {self.one('n', 'await Pause(1)')}" if self.maybe(0.4) else "n += 1", "await None" if self.maybe(0.1) else "await Pause()", f"print(await {name}(n - 1))" if self.maybe(0.3) else "pass", "print([await Pause(y) async for y in agen(2)])", "async with AManager(1) as a, AManager(2) as b: await Pause((a, b))"))
            if "(n - 1)" in self.lines[-1]:
                self.lines[-1] = self.lines[-1].replace("print", "n > 0 and print")
        self.depth -= 1
        self.emit(self.one("except ValueError as e: print('caught', e, await Pause('h'))", "finally: print('fin', await Pause('f'))", "except (KeyError, ValueError): return 'handled'", "finally: print('done')"))
        self.depth -= 1
        self.emit(f"step_all({name}({self.randint(0, 3)}), {self.one('None', '2', '0', '3')})")
        self.emit("pass")

    def modules_used(self):
        """A few expressions over the library, as programs use it."""
        self.emit("guarded(lambda: " + self.one("json.dumps({self}, sort_keys=True)".replace("{self}", self.one("{'b': [1, 2.5, None, True], 'a': 'é'}", "[float('inf'), 1e20]", "{1: 2, None: 3}", "{(1,): 2}", "'\\u2028<'")), "json.loads(" + repr(self.one('{"a": [1, 2.0, null]}', '[1,]', '{"a" 1}', '"\\\\u00e9"', '  12 ', 'nan', '[1e5, -0]', '')) + ")",
                                                "re.sub(r'(\\w)(\\d)?', r'\\2-\\1', 'a1b c')", f"re.findall(r'{self.one('a|b', '(a)(b)?', '[^x]+', '(?i)A', 'a{1,2}', '(?P<n>.)')}', 'aabxAb')", "[m.span() for m in re.finditer('', 'ab')]", "re.split('(,)', 'a,b,,c')", "collections.Counter('hello').most_common()", "collections.deque([1, 2, 3], 2)", "collections.OrderedDict(a=1).popitem()",
                                                "textwrap.wrap('the quick brown fox', 9)", "str(datetime.timedelta(days=-1, seconds=5))", "datetime.datetime(2024, 1, 31, 12).isoformat()", "decimal.Decimal('1.10') + decimal.Decimal('2')", "fractions.Fraction(3, 6)", "struct.pack('<hI', 1, 2)", "struct.unpack('>d', b'\\x3f\\xf0' + bytes(6))", "itertools.islice('abc', 1, None).__next__()",
                                                "list(itertools.product('ab', repeat=2))", "list(itertools.combinations(range(4), 2))", "string.Template('$x-${y}').safe_substitute(x=1)", "bisect.bisect([1, 2, 2, 3], 2)", "math.gcd(12, 18), math.isclose(0.1 + 0.2, 0.3), math.comb(5, 2)", "math.sqrt(-1)", "math.factorial(25)", "random.Random(5).sample(range(99), 4)", "random.Random('s').random()", "hashlib.sha256(b'x').hexdigest()[:9]", "base64.b64encode(b'hello')",
                                                "dataclasses.asdict(Data(1, [2]))", "repr(Data(1))", "Data(1) == Data(1), Data(1) < Data(2)", "Data()", "dataclasses.replace(Data(1), b=5)", "Color.RED, Color(2), Color['RED'].name", "Color(9)", "list(Color)", "typing.get_type_hints(Data)", "functools.partial(int, base=2)('101')", "operator.itemgetter(1, 0)('ab')", "operator.attrgetter('real')(5)", "copy.deepcopy([1, [2, {3: 4}]])", "pickle.loads(pickle.dumps([1, 'a', {2: (3,)}, None, 2.5, Color.RED]))", "enum.auto", "io.StringIO('a\\nb').readlines()", "contextlib.suppress(ValueError).__enter__()", "ast.literal_eval('[1, (2, 3), {4: 5}]')", "ast.dump(ast.parse('x = 1'))", "inspect.signature(lambda a, *, b=1: 0)", "'{:>{w}}'.format(5, w=4)", "statistics.mean([1, 2, 4])", "heapq.merge([1, 3], [2]).__next__()", "shlex.split('a \"b c\"')", "zlib.crc32(b'abc')", "unicodedata.name('é')", "calendar.monthrange(2024, 2)", "uuid.UUID(int=5)", "ipaddress.ip_address('10.0.0.1') + 1", "urllib.parse.urlsplit('http://a/b?c#d')", "html.escape('<a>')", "csv.reader(['a,\"b,c\"']).__next__()", "fnmatch.filter(['a.py', 'b'], '*.py')", "os.path.join('a', '/b')", "pathlib.PurePath('a/b.c').suffix", "difflib.get_close_matches('appel', ['apple'])") + ")")

    def deep(self):
        n = self.randint(3, 25)
        kind = self.randint(0, 4)
        if kind == 0:
            self.emit(f"guarded(lambda: {'(' * n}{self.value()}{', )' * n})")
        elif kind == 1:
            self.emit(f"guarded(lambda: {'[' * n}1{']' * n}{'[0]' * self.randint(0, n + 1)})")
        elif kind == 2:
            for i in range(8):
                self.emit(f"for q{i} in range(1 + (n := {i}) % 2):")
                self.depth += 1
            self.emit("if q1: continue")
            self.emit("show(q0, n)")
            self.depth -= 8
        elif kind == 3:
            self.emit("guarded(" + "lambda: (" * 8 + "lambda *a: a" + ")" * 8 + ")")
            self.emit("def rec(n): return n and 1 + rec(n - 1)")
            self.emit(f"guarded(rec, {self.one(50, 500, 5000)})")
        else:
            self.emit(f"x = {' + '.join(str(i) for i in range(n))} {''.join(self.one(' if x else 2', ' or 5', ' and 3') for _ in range(3))}".replace("if x", "if n_") .replace("n_", "1"))
            self.emit("show(x)")

    def program(self):
        lines = prelude()
        self.lines = lines
        pieces = [self.numbers, self.formats, self.strings, self.slices, self.signatures, self.special, self.special, self.hierarchies, self.descriptors, self.raising, self.raising, self.generators_driven, self.generators_driven, self.scopes, self.patterns, self.orders, self.sorting, self.decorators, self.coroutines, self.modules_used, self.modules_used, self.deep]
        for _ in range(self.size):
            self.depth = 0
            self.choice(pieces)()
        return "\n".join(self.lines) + "\n"


MORE = '''\
import sys, math, functools, itertools, operator, copy, inspect, collections, contextlib, warnings
warnings.simplefilter("ignore")
inf, nan = float("inf"), float("nan")
def raise_(e): raise e
class Lazy:
    def __getattr__(self, name): raise AttributeError(name)
class Importer(dict):
    pass
def __getattr__(name): raise AttributeError(name)
for _n in "json re textwrap datetime decimal fractions struct string bisect random hashlib base64 dataclasses enum typing pickle io ast statistics heapq shlex zlib unicodedata calendar uuid ipaddress html csv fnmatch os pathlib difflib".split():
    if _n in WANTED: globals()[_n] = __import__(_n)
if "urllib" in WANTED: import urllib.parse
if "Data" in WANTED or "Color" in WANTED:
    import dataclasses, enum, typing
    @dataclasses.dataclass(order=True)
    class Data:
        a: int
        b: list = dataclasses.field(default_factory=list)
    class Color(enum.Enum):
        RED = 1
        BLUE = 2
class Point:
    __match_args__ = ("x", "y")
    zero = 0
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return f"Point({self.x!r}, {self.y!r})"
    def __lt__(self, other): return self.x < other.x
    def __eq__(self, other): return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)
class Manager:
    def __init__(self, n, swallow): self.n, self.swallow = n, swallow
    def __enter__(self):
        print("enter", self.n)
        return self.n
    def __exit__(self, kind, value, traceback):
        print("exit", self.n, kind and kind.__name__)
        return self.swallow and kind is not None and issubclass(kind, Exception)
class Pause:
    def __init__(self, v=None): self.v = v
    def __await__(self): return (yield self.v)
class AManager:
    def __init__(self, n): self.n = n
    async def __aenter__(self): return await Pause(("enter", self.n))
    async def __aexit__(self, kind, value, tb):
        await Pause(("exit", kind and kind.__name__))
        return self.n == 2
async def agen(n):
    try:
        for i in range(n):
            await Pause(("agen", i))
            yield i
    finally:
        pass
def step_all(c, throw_at):
    n = 0
    try:
        while n < 60:
            n += 1
            show("step", c.throw(ValueError("thrown")) if n == throw_at else c.send(None if n == 1 else n))
        c.close()
    except StopIteration as e: show("end", e.value)
    except Exception as e: tell(e)
'''


def prelude():
    # texts that 3.14 words anew
    shared = PRELUDE.replace('"argument of type" in text', '"argument of type" in text or "await" in text')
    return shared.splitlines() + ["WANTED = ''"] + MORE.splitlines()


# what a program may ask for
WANTED = "json re textwrap datetime decimal fractions struct string bisect random hashlib base64 dataclasses enum typing pickle io ast statistics heapq shlex zlib unicodedata calendar uuid ipaddress html csv fnmatch os pathlib difflib urllib Data Color".split()


def program(seed, size):
    """A program with the names of the modules that it uses."""
    head, _, tail = Language(seed, size).program().partition("WANTED = ''\n")
    own = tail.split("def step_all")[1]
    names = [n for n in WANTED if n + "." in own or n + "(" in own]
    return head + f"WANTED = {' '.join(names)!r}.split()\n" + tail


def write(seed, size):
    """Program number `seed`."""
    return first_that_compiles(seed, lambda attempt: program(attempt, size))


if __name__ == "__main__":
    sys.exit(main(write))
