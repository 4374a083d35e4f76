def error(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except TypeError as e:
        print(e)
def none(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def optional(a, b=1): pass
def keyword(*, k): pass
def keywords(*, k, l, m=1): pass
def positional(a, b, /): pass
def star(a, *args): pass
def mixed(a, b=1, *, c, d=2): pass
error(none, 1)  # expect: none() takes 0 positional arguments but 1 was given
error(none, 1, 2)  # expect: none() takes 0 positional arguments but 2 were given
error(none, x=1)  # expect: none() got an unexpected keyword argument 'x'
error(one)  # expect: one() missing 1 required positional argument: 'a'
error(one, 1, 2)  # expect: one() takes 1 positional argument but 2 were given
error(one, 1, a=2)  # expect: one() got multiple values for argument 'a'
error(one, b=1)  # expect: one() got an unexpected keyword argument 'b'
error(two)  # expect: two() missing 2 required positional arguments: 'a' and 'b'
error(two, 1)  # expect: two() missing 1 required positional argument: 'b'
error(two, 1, 2, 3)  # expect: two() takes 2 positional arguments but 3 were given
error(two, b=1)  # expect: two() missing 1 required positional argument: 'a'
error(three)  # expect: three() missing 3 required positional arguments: 'a', 'b', and 'c'
error(three, 1)  # expect: three() missing 2 required positional arguments: 'b' and 'c'
error(three, b=2)  # expect: three() missing 2 required positional arguments: 'a' and 'c'
error(optional)  # expect: optional() missing 1 required positional argument: 'a'
error(optional, 1, 2, 3)  # expect: optional() takes from 1 to 2 positional arguments but 3 were given
error(optional, 1, c=2)  # expect: optional() got an unexpected keyword argument 'c'
error(keyword)  # expect: keyword() missing 1 required keyword-only argument: 'k'
error(keyword, 1)  # expect: keyword() takes 0 positional arguments but 1 was given
error(keyword, 1, k=2)
# expect: keyword() takes 0 positional arguments but 1 positional argument (and 1 keyword-only argument) were given
error(keywords)  # expect: keywords() missing 2 required keyword-only arguments: 'k' and 'l'
error(keywords, k=1)  # expect: keywords() missing 1 required keyword-only argument: 'l'
error(positional, 1, b=2)  # expect: positional() got some positional-only arguments passed as keyword arguments: 'b'
error(positional, a=1, b=2)
# expect: positional() got some positional-only arguments passed as keyword arguments: 'a, b'
error(star)  # expect: star() missing 1 required positional argument: 'a'
error(mixed, 1, 2, 3)  # expect: mixed() takes from 1 to 2 positional arguments but 3 were given
error(mixed, 1, 2, 3, c=4)
# expect: mixed() takes from 1 to 2 positional arguments but 3 positional arguments (and 1 keyword-only argument) were given
error(mixed, 1)  # expect: mixed() missing 1 required keyword-only argument: 'c'
class C:
    def __init__(self, x): pass
    def method(self, y): pass
    @staticmethod
    def static(z): pass
    @classmethod
    def klass(cls, w): pass
    def noself(): pass
error(C)  # expect: C.__init__() missing 1 required positional argument: 'x'
error(C, 1, 2)  # expect: C.__init__() takes 2 positional arguments but 3 were given
error(C(1).method)  # expect: C.method() missing 1 required positional argument: 'y'
error(C(1).method, 1, 2)  # expect: C.method() takes 2 positional arguments but 3 were given
error(C.method)  # expect: C.method() missing 2 required positional arguments: 'self' and 'y'
error(C.static)  # expect: C.static() missing 1 required positional argument: 'z'
error(C.klass)  # expect: C.klass() missing 1 required positional argument: 'w'
error(C(1).noself)  # expect: C.noself() takes 0 positional arguments but 1 was given
error(lambda x: x)  # expect: <lambda>() missing 1 required positional argument: 'x'
error(object, 1)  # expect: object() takes no arguments
class Empty: pass
error(Empty, 1)  # expect: Empty() takes no arguments
error(Empty, a=1)  # expect: Empty() takes no arguments
error(lambda: two(*[1], **{"a": 2}))  # expect: two() got multiple values for argument 'a'
error(lambda: two(**{1: 2}))  # expect: keywords must be strings
error(lambda: two(**{"a": 1}, **{"a": 2}))  # expect: __main__.two() got multiple values for keyword argument 'a'
five, text, nothing = 5, "x", None
error(lambda: five())  # expect: 'int' object is not callable
error(lambda: text())  # expect: 'str' object is not callable
error(lambda: nothing())  # expect: 'NoneType' object is not callable
error(lambda: two(*5))  # expect: __main__.two() argument after * must be an iterable, not int
error(lambda: two(**5))  # expect: __main__.two() argument after ** must be a mapping, not int
