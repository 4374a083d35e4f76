import shop.circle_a as a

value = 5


def __getattr__(n):
    if n == "a_name":
        return a.name
    raise AttributeError(n)
