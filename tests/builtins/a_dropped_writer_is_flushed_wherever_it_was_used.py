# Writers that nobody refers to any more: their text is in the file when the file is opened again.
import csv, json, os, pickle
path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "pyish_dropped_2.txt")
def write(text):
    f = open(path, "w")
    f.write(text)
def read_all():
    for i in range(3):
        write(str(i) * 3)
        print(open(path).read())
        json.dump({"a": i}, open(path, "w"))
        print("json", json.load(open(path)))
        open(path, "a").write("more")
        for line in open(path): print(line)
        pickle.dump([i], open(path, "wb"))
        print(pickle.load(open(path, "rb")), len(open(path, "rb").read()) > 4)
        print("printed", i, file=open(path, mode="w", encoding="utf-8"))
        print([line for line in open(path, encoding="utf-8")])
        csv.writer(open(path, "w")).writerow([1, 2, i])
        print(list(csv.reader(open(path))))
read_all()
# expect lines: 000 | json {'a': 0} | {"a": 0}more | [0] True | ['printed 0\n'] | [['1', '2', '0']]
# expect lines: 111 | json {'a': 1} | {"a": 1}more | [1] True | ['printed 1\n'] | [['1', '2', '1']]
# expect lines: 222 | json {'a': 2} | {"a": 2}more | [2] True | ['printed 2\n'] | [['1', '2', '2']]
os.remove(path)
