import json, os, csv, io
path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "inventory.json")
class Item:
    def __init__(self, name, price, count): self.name, self.price, self.count = name, price, count
    def total(self): return self.price * self.count
    def to_dict(self): return {"name": self.name, "price": self.price, "count": self.count}
class Inventory:
    def __init__(self): self.items = {}
    def add(self, item):
        if item.name in self.items: self.items[item.name].count += item.count
        else: self.items[item.name] = item
    def remove(self, name, count):
        try: item = self.items[name]
        except KeyError: raise LookupError(f"no {name}") from None
        if item.count < count: raise ValueError(f"only {item.count} {name}")
        item.count -= count
        if not item.count: del self.items[name]
    def save(self):
        with open(path, "w", encoding="utf-8") as f: json.dump([i.to_dict() for i in self.items.values()], f, indent=1, ensure_ascii=False)
    @classmethod
    def load(cls):
        inventory = cls()
        with open(path, encoding="utf-8") as f:
            for d in json.load(f): inventory.add(Item(**d))
        return inventory
    def __iter__(self): return iter(sorted(self.items.values(), key=lambda i: i.name))
inv = Inventory()
for args in [("apple", 0.5, 10), ("чай", 3.25, 2), ("bread", 2, 3), ("apple", 0.5, 5)]: inv.add(Item(*args))
inv.remove("bread", 3)
for bad in [("bread", 1), ("apple", 100)]:
    try: inv.remove(*bad)
    except (LookupError, ValueError) as e: print(type(e).__name__, e)
# expect lines: LookupError no bread | ValueError only 15 apple
inv.save()
print(open(path, encoding="utf-8").read())
# expect: [
# expect:  {
# expect:   "name": "apple",
# expect:   "price": 0.5,
# expect:   "count": 15
# expect:  },
# expect:  {
# expect:   "name": "чай",
# expect:   "price": 3.25,
# expect:   "count": 2
# expect:  }
# expect: ]
again = Inventory.load()
for item in again: print(f"{item.name:<8}{item.count:>4} x {item.price:>6.2f} = {item.total():>7.2f}")
# expect lines: apple     15 x   0.50 =    7.50 | чай        2 x   3.25 =    6.50
print(sum(i.total() for i in again))  # expect: 14.0
out = io.StringIO()
w = csv.writer(out)
w.writerow(["name", "count"])
w.writerows([i.name, i.count] for i in again)
print(repr(out.getvalue()))  # expect: 'name,count\r\napple,15\r\nчай,2\r\n'
print([row for row in csv.DictReader(io.StringIO('a,b\n1,"x, y"\n2,z\n'))])
# expect: [{'a': '1', 'b': 'x, y'}, {'a': '2', 'b': 'z'}]
os.remove(path)
