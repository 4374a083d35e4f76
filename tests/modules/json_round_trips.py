import json
data = {"a": [1, 2.5, None, True, False], "b": {"c": "text é \n \" \\ \u2028"}, "d": "", "e": [], "f": {}, "g": 1e100, "h": -0.0, "i": 2 ** 70}
s = json.dumps(data)
print(s)
# expect: {"a": [1, 2.5, null, true, false], "b": {"c": "text \u00e9 \n \" \\ \u2028"}, "d": "", "e": [], "f": {}, "g": 1e+100, "h": -0.0, "i": 1180591620717411303424}
print(json.loads(s) == data)  # expect: True
print(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
# expect: {"a":[1,2.5,null,true,false],"b":{"c":"text é \n \" \\  "},"d":"","e":[],"f":{},"g":1e+100,"h":-0.0,"i":1180591620717411303424}
print(json.dumps([1, {"a": 2}, [3, []]], indent=2))
# expect: [
# expect:   1,
# expect:   {
# expect:     "a": 2
# expect:   },
# expect:   [
# expect:     3,
# expect:     []
# expect:   ]
# expect: ]
print(json.dumps({1: "a", None: "b", True: "c", 1.5: "d"}), json.dumps((1, 2)), json.dumps("a/b"), json.dumps(float("nan")), json.dumps([float("inf")]))
# expect: {"1": "c", "null": "b", "1.5": "d"} [1, 2] "a/b" NaN [Infinity]
print(json.loads(' [1, 2.0, -3e2, "\\u00e9\\ud83d\\ude00", null, true] '), json.loads("5"), json.loads('"s"'), json.loads(b'{"k": 1}'), json.loads("NaN"), json.loads('{"a": 1, "a": 2}'))
# expect: [1, 2.0, -300.0, 'é😀', None, True] 5 s {'k': 1} nan {'a': 2}
def error(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
error(json.loads, "")  # expect: JSONDecodeError Expecting value: line 1 column 1 (char 0)
error(json.loads, "{")
# expect: JSONDecodeError Expecting property name enclosed in double quotes: line 1 column 2 (char 1)
error(json.loads, '{"a" 1}')  # expect: JSONDecodeError Expecting ':' delimiter: line 1 column 6 (char 5)
error(json.loads, "[1,]")
# expect: JSONDecodeError Illegal trailing comma before end of array: line 1 column 3 (char 2)
error(json.loads, "[1 2]")  # expect: JSONDecodeError Expecting ',' delimiter: line 1 column 4 (char 3)
error(json.loads, '"abc')  # expect: JSONDecodeError Unterminated string starting at: line 1 column 1 (char 0)
error(json.loads, "{'a': 1}")
# expect: JSONDecodeError Expecting property name enclosed in double quotes: line 1 column 2 (char 1)
error(json.loads, "tru")  # expect: JSONDecodeError Expecting value: line 1 column 1 (char 0)
error(json.loads, '"\x01"')  # expect: JSONDecodeError Invalid control character at: line 1 column 2 (char 1)
error(json.loads, "1 2")  # expect: JSONDecodeError Extra data: line 1 column 3 (char 2)
error(json.dumps, {1, 2})  # expect: TypeError Object of type set is not JSON serializable
error(json.dumps, {(1,): 2})  # expect: TypeError keys must be str, int, float, bool or None, not tuple
error(json.dumps, float("nan"), allow_nan=False)
# expect: ValueError Out of range float values are not JSON compliant: nan
l = []; l.append(l)
error(json.dumps, l)  # expect: ValueError Circular reference detected
class Enc(json.JSONEncoder):
    def default(self, o): return list(o) if isinstance(o, set) else super().default(o)
print(json.dumps({"s": {1}}, cls=Enc), json.dumps(1j, default=str), json.loads('{"a": 1}', object_hook=lambda d: list(d)), json.loads("1.5", parse_float=str), json.loads('{"a": 1}', object_pairs_hook=tuple))
# expect: {"s": [1]} "1j" ['a'] 1.5 (('a', 1),)
import io
f = io.StringIO()
json.dump([1], f)
f.seek(0)
print(json.load(f))  # expect: [1]
