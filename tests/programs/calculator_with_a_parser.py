class Token:
    def __init__(self, kind, value): self.kind, self.value = kind, value
    def __repr__(self): return f"{self.kind}:{self.value}"
def tokenize(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace(): i += 1
        elif c.isdigit() or c == ".":
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == "."): j += 1
            yield Token("num", float(text[i:j]) if "." in text[i:j] else int(text[i:j]))
            i = j
        elif c.isalpha():
            j = i
            while j < len(text) and text[j].isalnum(): j += 1
            yield Token("name", text[i:j])
            i = j
        elif c in "+-*/^()=,": yield Token("op", c); i += 1
        else: raise SyntaxError(f"unexpected {c!r} at {i}")
    yield Token("end", None)
class Parser:
    def __init__(self, text, env): self.tokens, self.env, self.pos = list(tokenize(text)), env, 0
    @property
    def current(self): return self.tokens[self.pos]
    def eat(self, value=None):
        t = self.current
        if value is not None and t.value != value: raise SyntaxError(f"expected {value}, got {t}")
        self.pos += 1
        return t
    def parse(self):
        if self.current.kind == "name" and self.tokens[self.pos + 1].value == "=":
            name = self.eat().value
            self.eat("=")
            self.env[name] = value = self.sum()
        else: value = self.sum()
        if self.current.kind != "end": raise SyntaxError(f"trailing {self.current}")
        return value
    def sum(self):
        value = self.product()
        while self.current.value in ("+", "-"):
            if self.eat().value == "+": value += self.product()
            else: value -= self.product()
        return value
    def product(self):
        value = self.power()
        while self.current.value in ("*", "/"):
            value = value * self.power() if self.eat().value == "*" else value / self.power()
        return value
    def power(self):
        base = self.unary()
        if self.current.value == "^":
            self.eat()
            return base ** self.power()
        return base
    def unary(self):
        if self.current.value == "-":
            self.eat()
            return -self.unary()
        return self.atom()
    def atom(self):
        t = self.eat()
        match t.kind, t.value:
            case "num", v: return v
            case "name", n if self.current.value == "(":
                self.eat("(")
                args = [self.sum()]
                while self.current.value == ",":
                    self.eat()
                    args.append(self.sum())
                self.eat(")")
                return self.env[n](*args)
            case "name", n: return self.env[n]
            case "op", "(":
                v = self.sum()
                self.eat(")")
                return v
            case _: raise SyntaxError(f"unexpected {t}")
env = {"pi": 3.14159, "max": max, "abs": abs}
for line in ["1 + 2 * 3", "(1 + 2) * 3", "2 ^ 3 ^ 2", "-2 ^ 2", "x = 10 / 4", "x * 2 - 1", "max(1, x, 2) + abs(-3)", "2 * pi", "1 +", "1 / 0", "y", "3 $ 4", "(1", "1 2", "max(1, 'a')"]:
    try: print(line, "=", Parser(line, env).parse())
    except (SyntaxError, ZeroDivisionError, KeyError) as e: print(line, "->", type(e).__name__, e)
# expect: 1 + 2 * 3 = 7
# expect: (1 + 2) * 3 = 9
# expect: 2 ^ 3 ^ 2 = 512
# expect: -2 ^ 2 = 4
# expect: x = 10 / 4 = 2.5
# expect: x * 2 - 1 = 4.0
# expect: max(1, x, 2) + abs(-3) = 5.5
# expect: 2 * pi = 6.28318
# expect: 1 + -> SyntaxError unexpected end:None
# expect: 1 / 0 -> ZeroDivisionError division by zero
# expect: y -> KeyError 'y'
# expect: 3 $ 4 -> SyntaxError unexpected '$' at 2
# expect: (1 -> SyntaxError expected ), got end:None
# expect: 1 2 -> SyntaxError trailing num:2
# expect: max(1, 'a') -> SyntaxError unexpected "'" at 7
print(list(tokenize("a1 = 2.5*(b)")))  # expect: [name:a1, op:=, num:2.5, op:*, op:(, name:b, op:), end:None]
