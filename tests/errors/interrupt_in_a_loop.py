# run: exit=-2 interrupt=ready
print("ready", flush=True)  # expect: ready
# expect stderr: Traceback (most recent call last):
# expect stderr: KeyboardInterrupt
while True:
    pass
