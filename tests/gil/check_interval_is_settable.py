# only pyish: setcheckinterval counts instructions
# run: gil=on options="--switch 7"
import sys
print(sys.getcheckinterval())  # expect: 7
sys.setcheckinterval(100)
print(sys.getcheckinterval())  # expect: 100
try:
    sys.setcheckinterval(0)
except ValueError as e:
    print("refused")  # expect: refused
