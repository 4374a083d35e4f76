# only pyish: --gil and -X gil switch it
# run: gil=on
import sys
print(sys._is_gil_enabled())  # expect: True
