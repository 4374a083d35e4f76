# only pyish: --gil and -X gil switch it
# run: gil=off
import sys
print(sys._is_gil_enabled())  # expect: False
