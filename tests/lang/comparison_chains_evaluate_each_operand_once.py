def say(value):
    print("eval", value)
    return value

print(say(1) < say(2) < say(3))
# expect lines: eval 1 | eval 2 | eval 3 | True
print("--")  # expect: --
print(say(3) < say(2) < say(1))
# expect lines: eval 3 | eval 2 | False
print("--")  # expect: --
two = 2
print(1 < two > 1 == 1 != two is not None)  # expect: True
print(1 in [1] == [1])  # expect: True
print((1 in [1]) == [1])  # expect: False

class Odd:
    def __init__(self, truth):
        self.truth = truth
    def __lt__(self, other):
        return self.truth
print(Odd([]) < 1 < 2)  # expect: []
print(Odd("yes") < 1)  # expect: yes
print((Odd("yes") < 2) == "yes")  # expect: True
print(not 1 < 2, not (1 > 2 or 3 > 4), 1 if 0 < 1 < 2 else 2)  # expect: False True 1
x = 5
print(1 < x < 10, 1 < x < 3, 10 > x > 1 > 0)  # expect: True False True
