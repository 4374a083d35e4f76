# run: exit=1
import sys
# expect stderr: goodbye
sys.exit("goodbye")
