"""What a process occupies, from the system itself: RSS is the resident set size, VMS the virtual memory size.

Resident pages lie in physical memory now; virtual size is all the address space the process may use. A big block
raises the second at once and the first only as it is touched.
"""


def sizes():
    with open("/proc/self/statm") as file:
        virtual, resident = file.read().split()[:2]
    return int(virtual) * 4096, int(resident) * 4096


virtual, resident = sizes()
print("virtual >= resident:", virtual >= resident)  # expect: virtual >= resident: True
block = bytearray(64 * 1024 * 1024)
for i in range(0, len(block), 4096):
    block[i] = 1
grown_virtual, grown = sizes()
print("resident grew by about 64 MiB:", 60 <= (grown - resident) / 2 ** 20 <= 100)
# expect: resident grew by about 64 MiB: True
print("still virtual >= resident:", grown_virtual >= grown)  # expect: still virtual >= resident: True
print("the block:", len(block) // 2 ** 20, "MiB")  # expect: the block: 64 MiB
