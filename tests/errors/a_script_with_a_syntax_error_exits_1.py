# run: exit=1
# expect stderr:   File "...a_script_with_a_syntax_error_exits_1.py", line 5
# expect stderr:     print("never runs"
# expect stderr: SyntaxError: '(' was never closed
print("never runs"
