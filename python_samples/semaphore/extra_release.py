"""An extra release: Semaphore silently grows, BoundedSemaphore refuses. A bug shows only with the second."""
import threading

plain = threading.Semaphore(2)
plain.release()
got = [plain.acquire(blocking=False) for _ in range(4)]
print("Semaphore(2) after an extra release lets in:", sum(got))
# expect: Semaphore(2) after an extra release lets in: 3

bounded = threading.BoundedSemaphore(2)
bounded.acquire()
bounded.release()
try:
    bounded.release()
except ValueError as error:
    print("BoundedSemaphore:", error)  # expect: BoundedSemaphore: Semaphore released too many times
print("and lets in:", sum(bounded.acquire(blocking=False) for _ in range(4)))  # expect: and lets in: 2
