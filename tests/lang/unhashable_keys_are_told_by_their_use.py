# since: 3.14 (the error tells whether a key or a set element was meant)
def error(f):
    try:
        f()
    except TypeError as e:
        print(e)
error(lambda: {[]: 1})  # expect: cannot use 'list' as a dict key (unhashable type: 'list')
error(lambda: {}[{}])  # expect: cannot use 'dict' as a dict key (unhashable type: 'dict')
error(lambda: {[]})  # expect: cannot use 'list' as a set element (unhashable type: 'list')
error(lambda: {1}.add({2}))  # expect: cannot use 'set' as a set element (unhashable type: 'set')
error(lambda: hash([]))  # expect: unhashable type: 'list'
