# Arrays: items of one machine type, their ranges, slices, and memory that a view can change but not outgrow.
import array
import pickle

numbers = array.array("h", [3, -1, 300])
numbers.append(7)
numbers[1:3] = array.array("h", [8, 9, 10])
print(numbers, numbers.itemsize, len(numbers), numbers[-1], numbers[::2])
# expect: array('h', [3, 8, 9, 10, 7]) 2 5 7 array('h', [3, 9, 7])
for code, item in [("b", 128), ("B", -1), ("H", 1 << 16), ("i", 1 << 31), ("Q", -1), ("d", "x"), ("i", 1.5)]:
    try:
        array.array(code, [item])
    except (OverflowError, TypeError) as e:
        print(code, type(e).__name__, e)
# expect: b OverflowError signed char is greater than maximum
# expect: B OverflowError unsigned byte integer is less than minimum
# expect: H OverflowError unsigned short is greater than maximum
# expect: i OverflowError signed integer is greater than maximum
# expect: Q OverflowError can't convert negative int to unsigned
# expect: d TypeError must be real number, not str
# expect: i TypeError 'float' object cannot be interpreted as an integer
view = memoryview(numbers)
view[0] = -5
try:
    numbers.append(1)
except BufferError as e:
    print(e, numbers[0], view.format, view.nbytes)
# expect: cannot resize an array that is exporting buffers -5 h 10
view.release()
numbers.append(1)
print(pickle.loads(pickle.dumps(numbers)) == numbers, numbers.tobytes()[-2:], array.array("d", range(3)) > array.array("i", [0, 1]))
# expect: True b'\x01\x00' True
