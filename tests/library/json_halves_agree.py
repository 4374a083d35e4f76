# The scanner and the encoder in native code do what those in Python do, errors and their places included.
import json
from json import decoder, encoder, scanner

texts = ['{"a": [1, 2.5e3, -0, true, false, null, "x\\u00e9\\ud83d\\ude00\\n"]}', "[]", "{}", "[1,]", '{"a":1,}', '{"a" 1}', "[1 2]",
         '"abc', '"\\x"', '"\\u12"', '"a\tb"', "nul", "-", "01", "[NaN, -Infinity]", "", " 1 ", '{"a": }', "1e400", "9" * 30, "[", '{"']
for text in texts:
    answers = []
    for make in (scanner.make_scanner, scanner.py_make_scanner):
        d = decoder.JSONDecoder()
        d.scan_once = make(d)
        try:
            answers.append(repr(d.decode(text)))
        except json.JSONDecodeError as e:
            answers.append((e.msg.split(":")[0].split(" '")[0].removesuffix(" at"), e.pos - e.msg.startswith("Invalid \\")))
    if answers[0] != answers[1] and "Invalid" not in str(answers[0]):
        print(text, answers)


class Odd(float):
    def __repr__(self):
        return "odd"


values = [{"b": 1, "a": [True, None, 1.5, "é\x7f\u2028\U0001F600\"\\"]}, {1: 2, None: 3, 2.5: [], True: {}}, (1, [2, ()]), Odd(2), 1 << 70, "x"]
for value in values:
    for options in ({}, {"indent": 2}, {"ensure_ascii": False}, {"separators": (",", ":")}):
        native = json.dumps(value, **options)
        saved, encoder.c_make_encoder = encoder.c_make_encoder, None
        try:
            plain = json.dumps(value, **options)
        finally:
            encoder.c_make_encoder = saved
        if native != plain:
            print(options, native, plain)
circle = []
circle.append(circle)
for wrong in (circle, {"k": [1, {2, 3}]}, {(1, 2): 3}, float("nan")):
    try:
        json.dumps(wrong, allow_nan=False)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e, getattr(e, "__notes__", []))
# expect: ValueError Circular reference detected []
# expect 3.14: ValueError Circular reference detected ['when serializing list item 0']
# expect: TypeError Object of type set is not JSON serializable []
# expect 3.14: TypeError Object of type set is not JSON serializable ['when serializing list item 1', "when serializing dict item 'k'"]
# expect: TypeError keys must be str, int, float, bool or None, not tuple []
# expect: ValueError Out of range float values are not JSON compliant: nan []
print(json.loads('{"k": 1, "k": 2}', object_pairs_hook=list), json.loads("[1.5, 2]", parse_float=str, parse_int=float))
# expect: [('k', 1), ('k', 2)] ['1.5', 2.0]
