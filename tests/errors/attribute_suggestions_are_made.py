# run: exit=1
# expect stderr: AttributeError: 'list' object has no attribute 'apend'. Did you mean: 'append'?
[].apend(1)
