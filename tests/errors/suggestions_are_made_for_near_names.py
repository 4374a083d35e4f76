# run: exit=1
counter = 1
# expect stderr: NameError: name 'conter' is not defined. Did you mean: 'counter'?
print(conter)
