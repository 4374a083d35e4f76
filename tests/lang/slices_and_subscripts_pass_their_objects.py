class S:
    def __getitem__(self, k):
        return k
    def __setitem__(self, k, v):
        print("set", k, v)
    def __delitem__(self, k):
        print("del", k)
s = S()
print(s[1], s[1:2], s[::], s[1:2:3], s[:, 1], s[...], s[1, ], s[()], s[None:None])
# expect: 1 slice(1, 2, None) slice(None, None, None) slice(1, 2, 3) (slice(None, None, None), 1) Ellipsis (1,) () slice(None, None, None)
print(s[1:2, ::3], s[*[1, 2]], s[0, *(1, 2)], s[-1:])
# expect: (slice(1, 2, None), slice(None, None, 3)) (1, 2) (0, 1, 2) slice(-1, None, None)
s[1:2] = 3  # expect: set slice(1, 2, None) 3
del s[::2]  # expect: del slice(None, None, 2)
s[1] += 1 if False else 0  # expect: set 1 1
l = list(range(10))
print(l[2:5], l[:3], l[7:], l[-3:], l[::-1], l[8:2:-2], l[100:], l[-100:2], l[5:2])
# expect: [2, 3, 4] [0, 1, 2] [7, 8, 9] [7, 8, 9] [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] [8, 6, 4] [] [0, 1] []
l[1:3] = ["a", "b", "c"]
print(l)  # expect: [0, 'a', 'b', 'c', 3, 4, 5, 6, 7, 8, 9]
l[::2] = [0] * 6
print(l)  # expect: [0, 'a', 0, 'c', 0, 4, 0, 6, 0, 8, 0]
l[2:2] = [9, 9]
print(l)  # expect: [0, 'a', 9, 9, 0, 'c', 0, 4, 0, 6, 0, 8, 0]
del l[::3]
print(l)  # expect: ['a', 9, 0, 'c', 4, 0, 0, 8]
try:
    l[::2] = [1]
except ValueError as e:
    print(e)  # expect: attempt to assign sequence of size 1 to extended slice of size 4
index, half, five = "a", 1.0, 5
try:
    [1, 2][index]
except TypeError as e:
    print(e)  # expect: list indices must be integers or slices, not str
try:
    (1, 2)[half]
except TypeError as e:
    print(e)  # expect: tuple indices must be integers or slices, not float
try:
    five[0]
except TypeError as e:
    print(e)  # expect: 'int' object is not subscriptable
try:
    [1][::0]
except ValueError as e:
    print(e)  # expect: slice step cannot be zero
class I:
    def __index__(self):
        return 1
print([10, 20, 30][I()], "abc"[I():], (1, 2, 3)[:I()])  # expect: 20 bc (1,)
