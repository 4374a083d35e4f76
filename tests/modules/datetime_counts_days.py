import datetime as dt
d = dt.date(2024, 2, 29)
print(d, repr(d), d.weekday(), d.isoformat(), d + dt.timedelta(days=1), d.replace(year=2023, day=1), (dt.date(2024, 3, 1) - d).days, d.strftime("%d/%m/%y"), d.timetuple().tm_yday, d.isocalendar())
# expect: 2024-02-29 datetime.date(2024, 2, 29) 3 2024-02-29 2024-03-01 2023-02-01 1 29/02/24 60 datetime.IsoCalendarDate(year=2024, week=9, weekday=4)
t = dt.datetime(2024, 1, 2, 3, 4, 5, 678)
print(t, repr(t), t.timestamp() > 0, t.date(), t.time(), t + dt.timedelta(hours=25, seconds=1), t.isoformat(), t.strftime("%Y %H:%M:%S.%f"), dt.datetime.fromisoformat("2024-05-06T07:08:09"), dt.datetime.strptime("05/06/24", "%d/%m/%y"))
# expect: 2024-01-02 03:04:05.000678 datetime.datetime(2024, 1, 2, 3, 4, 5, 678) True 2024-01-02 03:04:05.000678 2024-01-03 04:04:06.000678 2024-01-02T03:04:05.000678 2024 03:04:05.000678 2024-05-06 07:08:09 2024-06-05 00:00:00
x = dt.timedelta(days=1, hours=2, seconds=3)
print(x, repr(x), x.total_seconds(), x * 2, x / 2, -x, x > dt.timedelta(0), x // dt.timedelta(hours=1), abs(-x))
# expect: 1 day, 2:00:03 datetime.timedelta(days=1, seconds=7203) 93603.0 2 days, 4:00:06 13:00:01.500000 -2 days, 21:59:57 True 26 1 day, 2:00:03
u = dt.datetime(2024, 1, 1, tzinfo=dt.timezone.utc)
print(u, u.timestamp(), u.astimezone(dt.timezone(dt.timedelta(hours=3))), dt.datetime.fromtimestamp(0, dt.timezone.utc), dt.timezone.utc)
# expect: 2024-01-01 00:00:00+00:00 1704067200.0 2024-01-01 03:00:00+03:00 1970-01-01 00:00:00+00:00 UTC
def error(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__)
error(dt.date, 2023, 2, 29)  # expect: ValueError
error(dt.datetime.fromisoformat, "nope")  # expect: ValueError
error(lambda: u < t)  # expect: TypeError
print(d == dt.date(2024, 2, 29), hash(d) == hash(dt.date(2024, 2, 29)), d < dt.date.max, dt.date.fromordinal(738945), dt.MINYEAR)
# expect: True True True 2024-02-29 1
