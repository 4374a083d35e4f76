class Borrower:
    append = list.append
    upper = str.upper
    __len__ = list.__len__
    __next__ = type(iter([])).__next__
    __iter__ = lambda self: self


def attempt(f):
    try:
        print(f())
    except TypeError as e:
        print(e)


b = Borrower()
attempt(lambda: b.append(1))  # expect: descriptor 'append' for 'list' objects doesn't apply to a 'Borrower' object
attempt(lambda: b.upper())  # expect: descriptor 'upper' for 'str' objects doesn't apply to a 'Borrower' object
attempt(lambda: len(b))  # expect: descriptor '__len__' requires a 'list' object but received a 'Borrower'
attempt(lambda: list(zip(b, b)))  # expect: descriptor '__next__' requires a 'list_iterator' object but received a 'Borrower'


class Own(list):
    add = list.append


own = Own()
own.add(3)
print(own, list.append(own, 4), own)  # expect: [3, 4] None [3, 4]
