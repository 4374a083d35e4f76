class A:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a = A("global")
print("end of program")
# expect lines: end of program | del global
