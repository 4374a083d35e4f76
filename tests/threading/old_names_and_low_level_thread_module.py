import threading, _thread
done = _thread.allocate_lock()
done.acquire()
def f(x, y=0):
    print("low level", x, y)  # expect: low level 1 2
    done.release()
ident = _thread.start_new_thread(f, (1,), {"y": 2})
done.acquire()
print(type(ident).__name__, _thread.get_ident() == threading.get_ident(), _thread.LockType is type(threading.Lock()), _thread.error is RuntimeError)
# expect: int True True True
def error(g, *a):
    try: print(g(*a))
    except Exception as e: print(type(e).__name__, e)
error(_thread.start_new_thread, 5, ())  # expect: TypeError first arg must be callable
error(_thread.start_new_thread, f, [])  # expect: TypeError 2nd arg must be a tuple
print(threading.settrace(None), threading.setprofile(None), threading.gettrace())  # expect: None None None
r = _thread.RLock()
print(r.acquire(), r._is_owned(), r.release())  # expect: True True None
