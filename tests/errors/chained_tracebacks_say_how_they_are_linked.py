# run: exit=1
def f():
    try:
        {}["missing"]
    except KeyError as e:
        raise ValueError("second") from e
# expect stderr: Traceback (most recent call last):
# expect stderr:     {}["missing"]
# expect stderr:     ~~^^^^^^^^^^^
# expect stderr: KeyError: 'missing'
# expect stderr: The above exception was the direct cause of the following exception:
# expect stderr: Traceback (most recent call last):
# expect stderr:     raise ValueError("second") from e
# expect stderr: ValueError: second
# expect stderr: During handling of the above exception, another exception occurred:
# expect stderr: TypeError: third
try:
    f()
except ValueError:
    raise TypeError("third")
