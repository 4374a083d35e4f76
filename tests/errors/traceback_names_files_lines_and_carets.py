# run: exit=1
def inner(x):
    return 1 / x
def outer():
    inner(0)
# expect stderr: Traceback (most recent call last):
# expect stderr:   File "...traceback_names_files_lines_and_carets.py", line 20, in <module>
# expect stderr:     outer()
# expect stderr:     ~~~~~^^
# expect stderr:   File "...traceback_names_files_lines_and_carets.py", line 5, in outer
# expect stderr:     inner(0)
# expect stderr:     ~~~~~^^^
# expect stderr:   File "...traceback_names_files_lines_and_carets.py", line 3, in inner
# expect stderr:     return 1 / x
# expect stderr:            ~~^~~
# expect stderr: ZeroDivisionError: division by zero



outer()
