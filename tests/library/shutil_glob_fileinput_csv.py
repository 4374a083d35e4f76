import shutil, glob, os, csv, io, zipfile, tarfile, gzip
base = os.path.join(os.environ.get("TMPDIR", "/tmp"), "pyish_shutil")
os.makedirs(base, exist_ok=True)
for n in "abc": open(os.path.join(base, n + ".txt"), "w").write(n * 3)
print(sorted(os.path.basename(p) for p in glob.glob(os.path.join(base, "*.txt"))), shutil.copy(os.path.join(base, "a.txt"), os.path.join(base, "d")) is not None)
# expect: ['a.txt', 'b.txt', 'c.txt'] True
print(open(os.path.join(base, "d")).read(), shutil.which("sh") is not None, shutil.disk_usage("/").total > 0)
# expect: aaa True True
with gzip.open(os.path.join(base, "z.gz"), "wt") as f: f.write("compressed")
print(gzip.open(os.path.join(base, "z.gz"), "rt").read())  # expect: compressed
z = io.BytesIO()
with zipfile.ZipFile(z, "w", zipfile.ZIP_DEFLATED) as f: f.writestr("n.txt", "content")
print(zipfile.ZipFile(z).read("n.txt"), zipfile.ZipFile(z).namelist())  # expect: b'content' ['n.txt']
shutil.rmtree(base)
print(os.path.exists(base))  # expect: False
w = io.StringIO()
csv.writer(w, delimiter=";", quoting=csv.QUOTE_MINIMAL).writerows([["a;b", 'q"q'], [1, None]])
print(repr(w.getvalue()), list(csv.reader(io.StringIO('x,"a,b",""\r\n'))), csv.Sniffer().sniff("a;b\nc;d").delimiter)
# expect: '"a;b";"q""q"\r\n1;\r\n' [['x', 'a,b', '']] ;
