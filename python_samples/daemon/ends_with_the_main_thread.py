"""A daemon thread does not keep the program alive; an ordinary one does, and its work is finished first."""
import threading

forever = threading.Event()
threading.Thread(target=forever.wait, daemon=True).start()


def last_words():
    threading.main_thread().join()
    print("the ordinary thread ends after the main one")


threading.Thread(target=last_words).start()
print("the main thread is done; the daemon still waits")
# expect: the main thread is done; the daemon still waits
# expect: the ordinary thread ends after the main one
