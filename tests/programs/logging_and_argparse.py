# run: args="--count 3 --name Ann -v file.txt"
import argparse, logging, sys, io
parser = argparse.ArgumentParser(prog="tool", description="A tool.")
parser.add_argument("file")
parser.add_argument("--count", type=int, default=1)
parser.add_argument("--name", default="nobody", choices=["Ann", "nobody"])
parser.add_argument("-v", "--verbose", action="store_true")
options = parser.parse_args()
print(options.file, options.count, options.name, options.verbose)  # expect: file.txt 3 Ann True
print(parser.parse_args(["x"]))  # expect: Namespace(file='x', count=1, name='nobody', verbose=False)
stream = io.StringIO()
logging.basicConfig(stream=stream, level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s")
log = logging.getLogger("app")
log.debug("not shown")
log.info("count is %d", options.count)
log.warning("careful")
try: 1 / 0
except ZeroDivisionError: log.exception("failed")
print(stream.getvalue().splitlines()[0], stream.getvalue().splitlines()[-1], log.isEnabledFor(logging.DEBUG), logging.getLevelName(30))
# expect: INFO:app:count is 3 ZeroDivisionError: division by zero False WARNING
old, sys.stderr = sys.stderr, io.StringIO()
try: parser.parse_args(["--count", "many", "f"])
except SystemExit as e: print(e.code, sys.stderr.getvalue().splitlines()[-1])
# expect: 2 tool: error: argument --count: invalid int value: 'many'
sys.stderr = old
