# run: exit=1
# expect stderr:   + Exception Group Traceback (most recent call last):
# expect stderr:   | ExceptionGroup: several (2 sub-exceptions)
# expect stderr:   +-+---------------- 1 ----------------
# expect stderr:     | ValueError: one
# expect stderr:     +---------------- 2 ----------------
# expect stderr:     | TypeError: two
# expect stderr:     +------------------------------------
raise ExceptionGroup("several", [ValueError("one"), TypeError("two")])
