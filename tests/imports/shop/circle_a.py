from . import circle_b

name = "a"
b_value = circle_b.value
