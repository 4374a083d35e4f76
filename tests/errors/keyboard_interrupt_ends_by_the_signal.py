# run: exit=-2
# expect stderr: Traceback (most recent call last):
# expect stderr: KeyboardInterrupt: pressed
raise KeyboardInterrupt("pressed")
