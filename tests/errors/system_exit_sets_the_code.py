# run: exit=7
import sys
try:
    print("cleanup comes first")  # expect: cleanup comes first
    sys.exit(7)
finally:
    print("finally")  # expect: finally
