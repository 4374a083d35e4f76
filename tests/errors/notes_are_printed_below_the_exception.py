# run: exit=1
e = ValueError("with notes")
e.add_note("first note")
e.add_note("second\nnote")
# expect stderr: ValueError: with notes
# expect stderr: first note
# expect stderr: second
# expect stderr: note
raise e
