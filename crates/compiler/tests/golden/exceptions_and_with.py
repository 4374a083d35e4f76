def read(path):
    with open(path) as f:
        return f.read()


def convert(text):
    try:
        value = int(text)
    except ValueError as e:
        print(e)
        raise
    except (TypeError, KeyError):
        value = None
    else:
        print("fine")
    finally:
        print("done")
    return value
