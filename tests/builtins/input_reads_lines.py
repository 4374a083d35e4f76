# run: stdin="first\nсекунда\n\nlast without newline"
name = input("prompt> ")  # expect: prompt> 'first'
print(repr(name))
print(repr(input()))  # expect: 'секунда'
print(repr(input()))  # expect: ''
print(repr(input()))  # expect: 'last without newline'
try:
    input("again ")  # expect: again EOFError('EOF when reading a line')
except EOFError as e:
    print(repr(e))
