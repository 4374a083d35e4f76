# only pyish: CPython cannot interrupt sum over a range
# run: exit=-2 interrupt=ready timeout=10s
print("ready", flush=True)  # expect: ready
# expect stderr: KeyboardInterrupt
sum(range(10 ** 12))
