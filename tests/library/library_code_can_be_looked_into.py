# The library is embedded compiled, and functions are read when they are first called: whoever looks sees them whole.
import asyncio, dis, inspect, json.decoder, linecache, sys, textwrap, threading, traceback

print(inspect.getsource(asyncio.run).splitlines()[0])
# expect: def run(main, *, debug=None, loop_factory=None):
print(inspect.getdoc(textwrap.dedent).splitlines()[0])
# expect: Remove any common leading whitespace from every line in `text`.
code = asyncio.Queue.put_nowait.__code__
print(code.co_varnames, "QueueFull" in code.co_names, code.co_name, code.co_qualname)
# expect: ('self', 'item') True put_nowait Queue.put_nowait
print(str(inspect.signature(threading.Thread.__init__))[:44])  # expect: (self, group=None, target=None, name=None, a
rows = list(dis.get_instructions(textwrap.shorten))
print(len(rows) > 5, rows[-1].positions.lineno > textwrap.shorten.__code__.co_firstlineno)  # expect: True True
try:
    json.decoder.JSONDecoder().decode("")
except ValueError as e:
    frame = traceback.extract_tb(e.__traceback__)[-1]
    print(frame.name, frame.line)
# expect: raw_decode raise JSONDecodeError("Expecting value", s, err.value) from None
line = textwrap.dedent.__code__.co_firstlineno
print(linecache.getline(textwrap.__file__, line, vars(textwrap)).rstrip())  # expect: def dedent(text):
print(asyncio.__spec__.name, asyncio.__file__ == asyncio.__spec__.origin, asyncio.__package__)  # expect: asyncio True asyncio
new = sys.version_info >= (3, 14)
print(not new or (asyncio.FutureCallGraph.__module__, asyncio.graph.__name__) == ("asyncio.graph",) * 2)  # expect: True
print(not new or "capture_call_graph" in asyncio.__all__)  # expect: True
