# since: 3.14 (What's New: "When the interpreter encounters a syntax error ... it will suggest the correct keyword")
import sys, traceback
for text in ("whille True:\n    pass\n", "improt os\n", "for x im y:\n    pass\n", "a b\n"):
    try:
        compile(text, "x.py", "exec")
    except SyntaxError as e:
        print(e.msg)
        sys.excepthook(type(e), e, None)
        print(traceback.format_exception_only(e)[-1], end="")
# expect lines: invalid syntax | SyntaxError: invalid syntax. Did you mean 'while'?
# expect stderr: SyntaxError: invalid syntax. Did you mean 'while'?
# expect lines: invalid syntax | SyntaxError: invalid syntax. Did you mean 'import'?
# expect stderr: SyntaxError: invalid syntax. Did you mean 'import'?
# expect lines: invalid syntax | SyntaxError: invalid syntax. Did you mean 'in'?
# expect stderr: SyntaxError: invalid syntax. Did you mean 'in'?
# expect lines: invalid syntax | SyntaxError: invalid syntax
# expect stderr: SyntaxError: invalid syntax
