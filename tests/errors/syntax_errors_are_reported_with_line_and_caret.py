def show(source):
    try:
        compile(source, "f.py", "exec")
        print("compiled")
    except SyntaxError as e:
        print(f"{type(e).__name__}: {e.msg} line {e.lineno} offset {e.offset} {e.text!r}")
show("x = ")  # expect: SyntaxError: invalid syntax line 1 offset 5 'x = \n'
show("if x\n    pass")  # expect: SyntaxError: expected ':' line 1 offset 5 'if x\n'
show("def f(:\n  pass")  # expect: SyntaxError: invalid syntax line 1 offset 7 'def f(:\n'
show("(1, 2")  # expect: SyntaxError: '(' was never closed line 1 offset 1 '(1, 2\n'
show("1 + * 2")  # expect: SyntaxError: invalid syntax line 1 offset 5 '1 + * 2\n'
show("'abc")  # expect: SyntaxError: unterminated string literal (detected at line 1) line 1 offset 1 "'abc"
show("'''abc")
# expect: SyntaxError: unterminated triple-quoted string literal (detected at line 1) line 1 offset 1 "'''abc"
show("f'{x'")  # expect: SyntaxError: f-string: expecting '}' line 1 offset 5 "f'{x'"
show("f'{}'")  # expect: SyntaxError: f-string: valid expression required before '}' line 1 offset 4 "f'{}'\n"
show("f'{x!z}'")
# expect: SyntaxError: f-string: invalid conversion character 'z': expected 's', 'r', or 'a' line 1 offset 6 "f'{x!z}'\n"
show("return 5")  # expect: SyntaxError: 'return' outside function line 1 offset 1 None
show("yield 1")  # expect: SyntaxError: 'yield' outside function line 1 offset 1 None
show("break")  # expect: SyntaxError: 'break' outside loop line 1 offset 1 None
show("continue")  # expect: SyntaxError: 'continue' not properly in loop line 1 offset 1 None
show("x = 5 5")  # expect: SyntaxError: invalid syntax line 1 offset 7 'x = 5 5\n'
show("print 'hello'")
# expect: SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)? line 1 offset 1 "print 'hello'\n"
show("if x = 5: pass")
# expect: SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='? line 1 offset 4 'if x = 5: pass\n'
show("5 = x")
# expect: SyntaxError: cannot assign to literal here. Maybe you meant '==' instead of '='? line 1 offset 1 '5 = x\n'
show("f() = 1")
# expect: SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='? line 1 offset 1 'f() = 1\n'
show("None = 1")  # expect: SyntaxError: cannot assign to None line 1 offset 1 'None = 1\n'
show("x + 1 = 2")
# expect: SyntaxError: cannot assign to expression here. Maybe you meant '==' instead of '='? line 1 offset 1 'x + 1 = 2\n'
show("del f()")  # expect: SyntaxError: cannot delete function call line 1 offset 5 'del f()\n'
show("def f(a=1, b): pass")
# expect: SyntaxError: parameter without a default follows parameter with a default line 1 offset 12 'def f(a=1, b): pass\n'
show("def f(**k, a): pass")
# expect: SyntaxError: arguments cannot follow var-keyword argument line 1 offset 12 'def f(**k, a): pass\n'
show("f(a=1, 2)")  # expect: SyntaxError: positional argument follows keyword argument line 1 offset 9 'f(a=1, 2)\n'
show("f(**k, *a)")
# expect: SyntaxError: iterable argument unpacking follows keyword argument unpacking line 1 offset 6 'f(**k, *a)\n'
show("f(a=1, a=2)")  # expect: SyntaxError: keyword argument repeated: a line 1 offset 8 None
show("global x\nx = 1\ndef f():\n  y = 1\n  global y")
# expect: SyntaxError: name 'y' is assigned to before global declaration line 5 offset 3 None
show("def f():\n  nonlocal x")  # expect: SyntaxError: no binding for nonlocal 'x' found line 2 offset 3 None
show("nonlocal x")  # expect: SyntaxError: nonlocal declaration not allowed at module level line 1 offset 1 None
show("class C:\n  return 1")  # expect: SyntaxError: 'return' outside function line 2 offset 3 None
show("for x in y\n  pass")  # expect: SyntaxError: expected ':' line 1 offset 11 'for x in y\n'
show("while True print(1)")  # expect: SyntaxError: invalid syntax line 1 offset 12 'while True print(1)\n'
show("try:\n  pass")  # expect: SyntaxError: expected 'except' or 'finally' block line 2 offset 7 '  pass\n'
show("try:\n  pass\nexcept:\n  pass\nexcept ValueError:\n  pass")
# expect: SyntaxError: default 'except:' must be last line 3 offset 1 None
show("import")  # expect: SyntaxError: Expected one or more names after 'import' line 1 offset 7 'import\n'
show("from x import")
# expect: SyntaxError: Expected one or more names after 'import' line 1 offset 14 'from x import\n'
show("from x import (a, b")  # expect: SyntaxError: '(' was never closed line 1 offset 15 'from x import (a, b\n'
show("lambda x: = 1")  # expect: SyntaxError: invalid syntax line 1 offset 11 'lambda x: = 1\n'
show("a b")  # expect: SyntaxError: invalid syntax line 1 offset 3 'a b\n'
show("@")  # expect: SyntaxError: invalid syntax line 1 offset 2 '@\n'
show("x = [1, 2")  # expect: SyntaxError: '[' was never closed line 1 offset 5 'x = [1, 2\n'
show("x = {1: 2")  # expect: SyntaxError: '{' was never closed line 1 offset 5 'x = {1: 2\n'
show("x = )")  # expect: SyntaxError: unmatched ')' line 1 offset 5 'x = )'
show("x = (]")
# expect: SyntaxError: closing parenthesis ']' does not match opening parenthesis '(' line 1 offset 6 'x = (]'
show("await x")  # expect: SyntaxError: 'await' outside function line 1 offset 1 None
show("async def f():\n  yield 1\n  return 2")
# expect: SyntaxError: 'return' with value in async generator line 3 offset 3 None
show("def f():\n  await x")  # expect: SyntaxError: 'await' outside async function line 2 offset 3 None
show("*x")  # expect: SyntaxError: can't use starred expression here line 1 offset 1 None
show("*x = 1")  # expect: SyntaxError: starred assignment target must be in a list or tuple line 1 offset 1 None
show("a, *b, *c = x")  # expect: SyntaxError: multiple starred expressions in assignment line 1 offset 1 None
show("x: int: str")  # expect: SyntaxError: invalid syntax line 1 offset 7 'x: int: str\n'
show("0777")
# expect: SyntaxError: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers line 1 offset 1 '0777'
show("1_")  # expect: SyntaxError: invalid decimal literal line 1 offset 2 '1_'
show("0b12")  # expect: SyntaxError: invalid digit '2' in binary literal line 1 offset 4 '0b12'
show("1.5.5")  # expect: SyntaxError: invalid syntax line 1 offset 4 '1.5.5\n'
show("5x")  # expect: SyntaxError: invalid decimal literal line 1 offset 1 '5x'
show("'\\x5'")
# expect: SyntaxError: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated \xXX escape line 1 offset 1 "'\\x5'\n"
show("'\\N{nothing like this}'")
# expect: SyntaxError: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-20: unknown Unicode character name line 1 offset 1 "'\\N{nothing like this}'\n"
show("b'é'")  # expect: SyntaxError: bytes can only contain ASCII literal characters line 1 offset 1 "b'é'\n"
show("x = 1\n    y = 2")  # expect: IndentationError: unexpected indent line 2 offset 4 '    y = 2\n'
show("if x:\npass")
# expect: IndentationError: expected an indented block after 'if' statement on line 1 line 2 offset 1 'pass\n'
show("if x:\n    a\n  b")
# expect: IndentationError: unindent does not match any outer indentation level line 3 offset 4 '  b\n'
show("if x:\n\ta\n        b")
# expect: TabError: inconsistent use of tabs and spaces in indentation line 3 offset 1 '        b\n'
show("x = $")  # expect: SyntaxError: invalid syntax line 1 offset 5 'x = $\n'
show("x = 1 ?")  # expect: SyntaxError: invalid syntax line 1 offset 7 'x = 1 ?\n'
show("“quoted”")  # expect: SyntaxError: invalid character '“' (U+201C) line 1 offset 1 '“quoted”'
show("match x:\n  case a:\n    pass\n  case b:\n    pass")
# expect: SyntaxError: name capture 'a' makes remaining patterns unreachable line 2 offset 8 None
show("match x:\n  case a | b: pass")
# expect: SyntaxError: name capture 'a' makes remaining patterns unreachable line 2 offset 8 None
show("(x for x in y, 1)")  # expect: SyntaxError: invalid syntax line 1 offset 14 '(x for x in y, 1)\n'
show("f(x for x in y, 1)")
# expect: SyntaxError: Generator expression must be parenthesized line 1 offset 3 'f(x for x in y, 1)\n'
show("{**a for a in b}")
# expect: SyntaxError: dict unpacking cannot be used in dict comprehension line 1 offset 2 '{**a for a in b}\n'
show("[*a for a in b]")
# expect: SyntaxError: iterable unpacking cannot be used in comprehension line 1 offset 2 '[*a for a in b]\n'
show("x = 1; from __future__ import annotations")
# expect: SyntaxError: from __future__ imports must occur at the beginning of the file line 1 offset 8 None
show("def f():\n  from x import *")
# expect: SyntaxError: import * only allowed at module level line 2 offset 17 None
show("with open(x) as 5: pass")
# expect: SyntaxError: cannot assign to literal line 1 offset 17 'with open(x) as 5: pass\n'
show("assert (x, 'msg') = 1")  # expect: SyntaxError: invalid syntax line 1 offset 19 "assert (x, 'msg') = 1\n"
show("a := 1")  # expect: SyntaxError: invalid syntax line 1 offset 3 'a := 1\n'
show("(a.b := 1)")
# expect: SyntaxError: cannot use assignment expressions with attribute line 1 offset 2 '(a.b := 1)\n'
show("x = yield = 1")
# expect: SyntaxError: assignment to yield expression not possible line 1 offset 5 'x = yield = 1\n'
show("__debug__ = 1")  # expect: SyntaxError: cannot assign to __debug__ line 1 offset 1 None
show("else: pass")  # expect: SyntaxError: invalid syntax line 1 offset 1 'else: pass\n'
show("elif x: pass")  # expect: SyntaxError: invalid syntax line 1 offset 1 'elif x: pass\n'
show("def f()\n  pass")  # expect: SyntaxError: expected ':' line 1 offset 8 'def f()\n'
show("class C\n  pass")  # expect: SyntaxError: expected ':' line 1 offset 8 'class C\n'
show("x\\ y")  # expect: SyntaxError: unexpected character after line continuation character line 1 offset 3 'x\\ y\n'
show("x = 'a\nb'")  # expect: SyntaxError: unterminated string literal (detected at line 1) line 1 offset 5 "x = 'a"
