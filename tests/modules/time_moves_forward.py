import time
a = time.monotonic()
time.sleep(0.01)
b = time.monotonic()
print(0.01 <= b - a < 1, time.perf_counter() <= time.perf_counter(), time.time() > 1.7e9, type(time.time()).__name__, type(time.time_ns()).__name__)
# expect: True True True float int
print(time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(0)), time.gmtime(86400 * 365).tm_year, time.strftime("%j %a %A %b %B %y %%", time.gmtime(0)))
# expect: 1970-01-01 00:00:00 1971 001 Thu Thursday Jan January 70 %
t = time.gmtime(1_000_000_000)
print(t.tm_year, t.tm_mon, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, t.tm_wday, t.tm_yday, t.tm_isdst, tuple(t)[:3], len(t))
# expect: 2001 9 9 1 46 40 6 252 0 (2001, 9, 9) 9
print(t)
# expect: time.struct_time(tm_year=2001, tm_mon=9, tm_mday=9, tm_hour=1, tm_min=46, tm_sec=40, tm_wday=6, tm_yday=252, tm_isdst=0)
print(time.asctime(t), len(time.strftime("%X")), time.mktime(time.localtime(5 * 10 ** 8)) == 5 * 10 ** 8, time.strptime("2001-09-09", "%Y-%m-%d").tm_yday)
# expect: Sun Sep  9 01:46:40 2001 8 True 252
c = time.process_time()
sum(range(100000))
print(time.process_time() >= c, time.thread_time() >= 0, time.monotonic_ns() > 0, time.perf_counter_ns() > 0)
# expect: True True True True
def error(f, *x):
    try: print(f(*x))
    except Exception as e: print(type(e).__name__, e)
error(time.sleep, -1)  # expect: ValueError sleep length must be non-negative
error(time.sleep, "x")  # expect: TypeError 'str' object cannot be interpreted as an integer
error(time.sleep)  # expect: TypeError time.sleep() takes exactly one argument (0 given)
print(time.sleep(0), time.ctime(0).split()[-1], time.get_clock_info("monotonic").monotonic)  # expect: None 1970 True
