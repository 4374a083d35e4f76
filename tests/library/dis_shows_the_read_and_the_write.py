# only pyish: the bytecode is pyish's own
import dis, io
counter = 0
def add():
    global counter
    counter += 1
out = io.StringIO()
dis.dis(add, file=out)
rows = [line for line in out.getvalue().splitlines() if "counter" in line]
print(len(rows) >= 2)  # expect: True
