print("before")  # expect: before
[].pop()  # raises: IndexError: pop from empty list
print("never")
