import pathlib, tempfile, os
with tempfile.TemporaryDirectory() as folder:
    p = pathlib.Path(folder) / "a" / "b.txt"
    p.parent.mkdir(parents=True)
    print(p.write_text("hello\nworld"), p.read_text(), p.exists(), p.is_file(), p.suffix, p.stem, p.name, p.parent.name)
    print(sorted(x.name for x in pathlib.Path(folder).rglob("*")), p.with_suffix(".md").name, p.stat().st_size, list(p.parts)[-2:])
    p.unlink()
    print(p.exists(), pathlib.PurePosixPath("/x/../y").as_posix(), pathlib.Path("a") / "b" == pathlib.Path("a/b"), repr(pathlib.PurePosixPath("q")))
# expect: 11 hello
# expect: world True True .txt b b.txt a
# expect: ['a', 'b.txt'] b.md 11 ['a', 'b.txt']
# expect: False /x/../y True PurePosixPath('q')
with tempfile.NamedTemporaryFile("w+") as f:
    f.write("temp"); f.seek(0)
    print(f.read(), os.path.exists(f.name))  # expect: temp True
print(os.path.exists(f.name))  # expect: False
