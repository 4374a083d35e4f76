# run: exit=1
if True:
    x = 1
  # expect stderr:   File "...indentation_errors_have_their_class.py", line 5
  y = 2
# expect stderr: IndentationError: unindent does not match any outer indentation level
