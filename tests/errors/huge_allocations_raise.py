def error(f):
    try: f()
    except (MemoryError, OverflowError) as e: print(type(e).__name__)
error(lambda: "x" * (1 << 60))  # expect: MemoryError
error(lambda: [0] * (1 << 60))  # expect: MemoryError
error(lambda: b"x" * (1 << 62))  # expect: MemoryError
error(lambda: bytearray(1 << 60))  # expect: MemoryError
error(lambda: (1,) * (1 << 61))  # expect: MemoryError
error(lambda: "ab" * (1 << 63))  # expect: OverflowError
error(lambda: [1] * (1 << 64))  # expect: OverflowError
error(lambda: "x".ljust(1 << 62))  # expect: MemoryError
error(lambda: 1 << (1 << 62))  # expect: MemoryError
error(lambda: bytes(1 << 62))  # expect: MemoryError
error(lambda: "%1000000000000000000000d" % 1 if False else "x" * (1 << 61))  # expect: MemoryError
print("alive")  # expect: alive
