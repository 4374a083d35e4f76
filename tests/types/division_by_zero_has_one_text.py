# since: 3.14 (one text for every kind of number)
def error(f):
    try: print(f())
    except ZeroDivisionError as e: print(e)
zero = 0
error(lambda: 1 / zero)  # expect: division by zero
error(lambda: 1 // zero)  # expect: division by zero
error(lambda: 1 % zero)  # expect: division by zero
error(lambda: divmod(1, zero))  # expect: division by zero
error(lambda: 1.5 / zero)  # expect: division by zero
error(lambda: 1.5 // zero)  # expect: division by zero
error(lambda: 2 ** 100 // zero)  # expect: division by zero
error(lambda: 1j / zero)  # expect: division by zero
