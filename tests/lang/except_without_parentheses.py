# since: 3.14 (PEP 758)
def f(exception):
    try:
        raise exception
    except ValueError, TypeError:
        return "one of two"
    except KeyError:
        return "key"
print(f(ValueError()), f(TypeError()), f(KeyError()))  # expect: one of two one of two key
