# run: stdin="look\ngo north\ntake lamp\ngo nowhere\ninventory\ngo south\nquit\n"
rooms = {
    "hall": {"text": "A dusty hall.", "north": "kitchen", "items": ["key"]},
    "kitchen": {"text": "A dark kitchen.", "south": "hall", "items": ["lamp", "knife"]},
}
class Game:
    def __init__(self): self.room, self.bag, self.moves = "hall", [], 0
    def do_look(self, *_): return f"{rooms[self.room]['text']} You see: {', '.join(rooms[self.room]['items']) or 'nothing'}."
    def do_go(self, direction="", *_):
        if direction not in rooms[self.room]: return f"You cannot go {direction or 'there'}."
        self.room = rooms[self.room][direction]
        return self.do_look()
    def do_take(self, item=None, *_):
        try: rooms[self.room]["items"].remove(item)
        except ValueError: return f"There is no {item}."
        self.bag.append(item)
        return f"Taken: {item}."
    def do_inventory(self, *_): return "You have " + (" and ".join(self.bag) if self.bag else "nothing") + "."
    def run(self):
        while (line := input("> ").strip().lower()) != "quit":
            command, *args = line.split()
            self.moves += 1
            print(getattr(self, f"do_{command}", lambda *a: f"What is {command}?")(*args))
        print(f"Bye after {self.moves} moves.")
Game().run()
# expect: > A dusty hall. You see: key.
# expect: > A dark kitchen. You see: lamp, knife.
# expect: > Taken: lamp.
# expect: > You cannot go nowhere.
# expect: > You have lamp.
# expect: > A dusty hall. You see: key.
# expect: > Bye after 6 moves.
