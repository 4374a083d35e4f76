import importlib.util, marshal, os, subprocess, sys, tempfile

folder = tempfile.mkdtemp()
source = os.path.join(folder, "kept_mod.py")
cached = importlib.util.cache_from_source(source)
print(os.path.dirname(cached) == os.path.join(folder, "__pycache__"), sys.implementation.cache_tag in cached)
# expect: True True


def write(text, path=source):
    with open(path, "w") as f:
        f.write(text)


def run(code, *options, **variables):
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | variables
    done = subprocess.run([sys.executable, *options, "-c", code], cwd=folder, env=env, capture_output=True, text=True)
    return done.stdout.strip() + done.stderr.strip()


write("value = 1\ndef f():\n    'doc of f'\n    return value\n")
print(run("import kept_mod; print(kept_mod.f(), kept_mod.f.__doc__)", "-B"), os.path.exists(cached))
# expect: 1 doc of f False
print(run("import kept_mod", PYTHONDONTWRITEBYTECODE="1"), os.path.exists(cached))  # expect:  False
print(run("import kept_mod; print(kept_mod.f(), kept_mod.__cached__ == kept_mod.__spec__.cached)"), os.path.exists(cached))
# expect: 1 True True
print(run("import kept_mod; print(kept_mod.f(), kept_mod.f.__doc__, kept_mod.f.__code__.co_filename == kept_mod.__file__)"))
# expect: 1 doc of f True

# what is kept is really used: the same size and time with other text shows it
about = os.stat(source)
write("value = 2\ndef f():\n    'doc of f'\n    return value\n")
os.utime(source, ns=(about.st_atime_ns, about.st_mtime_ns))
print(run("import kept_mod; print(kept_mod.value)"))  # expect: 1
# another time, another size: read anew
os.utime(source, (1_000_000, 1_000_000))
print(run("import kept_mod; print(kept_mod.value)"))  # expect: 2
write("value = 33\ndef f(): pass\n")
os.utime(source, (1_000_000, 1_000_000))
print(run("import kept_mod; print(kept_mod.value)"))  # expect: 33

# of a damaged file nothing is taken
write("value = 4\ndef f(): 1/0\n")
print(run("import kept_mod; print(kept_mod.value)"))  # expect: 4
with open(cached, "rb") as f:
    good = f.read()
code = marshal.loads(good[16:])
print(type(code).__name__, code.co_filename == source, good[4:8] == bytes(4), int.from_bytes(good[12:16], "little"))
# expect: code True True 23
with open(cached, "wb") as f:
    f.write(b"junk" + good[4:])
print(run("import kept_mod; print(kept_mod.value)"))  # expect: 4
print(run("import kept_mod; kept_mod.f()").splitlines()[-2:])
# expect: ['             ~^~', 'ZeroDivisionError: division by zero']

# elsewhere, if the user says so; and where nothing can be written nothing is said
elsewhere = os.path.join(folder, "elsewhere")
os.remove(cached)
print(run("import kept_mod; print(kept_mod.value)", PYTHONPYCACHEPREFIX=elsewhere), os.path.exists(cached))
# expect: 4 False
print(os.path.basename(cached) in [f for _, _, files in os.walk(elsewhere) for f in files])  # expect: True
print(run("import kept_mod; print(kept_mod.value)", PYTHONPYCACHEPREFIX="/proc/nowhere"))  # expect: 4
