# run: exit=1
import sys
sys.stdout.write("no newline, no flush")  # expect: no newline, no flush
raise ValueError("end")  # raises: ValueError: end
