# run: exit=1
# expect stderr: NameError: name 'math' is not defined. Did you forget to import 'math'?
math.sqrt(2)
