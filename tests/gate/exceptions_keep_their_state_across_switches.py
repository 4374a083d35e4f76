# run: stress=97 timeout=60s
import threading, sys
def raises(k, i):
    try:
        try: raise ValueError((k, i))
        except ValueError as e:
            assert sys.exception() is e
            raise KeyError(k) from e
        finally: seen[k] += 1
    except KeyError as e:
        assert e.args == (k,) and e.__cause__.args == ((k, i),) and e.__context__ is e.__cause__
        return e.__traceback__.tb_lineno
def work(k):
    for i in range(200):
        lines.add(raises(k, i))
        g = gen(k)
        next(g)
        try: g.throw(OSError(i))
        except RuntimeError as e: assert e.__cause__.args == (i,)
def gen(k):
    try: yield k
    except OSError as e: raise RuntimeError(k) from e
seen, lines = [0] * 4, set()
threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(seen, len(lines))  # expect: [200, 200, 200, 200] 1
