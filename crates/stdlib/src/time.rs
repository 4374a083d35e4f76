//! `time`: clocks, sleeping, calendar times. Clocks and sleeping go through the scheduler, which may have its own clock.

use crate::os_error::{errno, os_error};
use pyish_sched::{Time, Woken, clock};
use pyish_vm::import::{ModuleRow, import_dotted};
use pyish_vm::names::Immortal;
use pyish_vm::object::bigint;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::Type;
use pyish_vm::types::spec;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function, types};
use std::ffi::{CStr, CString};
use std::time::Duration;

pub static MODULE: ModuleRow = ModuleRow {
    name: "time",
    doc: "This module provides various functions to manipulate time values.",
    functions: &FUNCTIONS,
    init,
};

static FUNCTIONS: [Method; 26] = [
    function(
        "time()",
        |t, _| t.float(clock::now_realtime() as f64 / 1e9),
        "Return the current time in seconds since the Epoch.",
    ),
    function(
        "time_ns()",
        |t, _| bigint::from_i128(t, clock::now_realtime()),
        "Return the current time in nanoseconds since the Epoch.",
    ),
    function("monotonic()", |t, _| t.float(Time::now().0 as f64 / 1e9), "Monotonic clock, cannot go backward."),
    function(
        "monotonic_ns()",
        |t, _| t.int(Time::now().0 as i64),
        "Monotonic clock, cannot go backward, as nanoseconds.",
    ),
    function("perf_counter()", |t, _| t.float(Time::now().0 as f64 / 1e9), "Performance counter for benchmarking."),
    function(
        "perf_counter_ns()",
        |t, _| t.int(Time::now().0 as i64),
        "Performance counter for benchmarking as nanoseconds.",
    ),
    function("process_time()", |t, _| seconds_of(t, libc::CLOCK_PROCESS_CPUTIME_ID), "Process time for profiling."),
    function(
        "process_time_ns()",
        |t, _| nanoseconds_of(t, libc::CLOCK_PROCESS_CPUTIME_ID),
        "Process time for profiling as nanoseconds.",
    ),
    function("thread_time()", |t, _| seconds_of(t, libc::CLOCK_THREAD_CPUTIME_ID), "Thread time for profiling."),
    function(
        "thread_time_ns()",
        |t, _| nanoseconds_of(t, libc::CLOCK_THREAD_CPUTIME_ID),
        "Thread time for profiling as nanoseconds.",
    ),
    function(
        "clock_gettime(clk_id, /)",
        |t, a| {
            let c = t.to_i64(a[0])?;
            seconds_of(t, c as i32)
        },
        "Return the time of the specified clock clk_id as a float.",
    ),
    function(
        "clock_gettime_ns(clk_id, /)",
        |t, a| {
            let c = t.to_i64(a[0])?;
            nanoseconds_of(t, c as i32)
        },
        "Return the time of the specified clock clk_id as nanoseconds (int).",
    ),
    function(
        "clock_settime(clk_id, time, /)",
        |t, _| Err(os_error(t, libc::EPERM)),
        "Set the time of the specified clock clk_id.",
    ),
    function(
        "clock_settime_ns(clk_id, time, /)",
        |t, _| Err(os_error(t, libc::EPERM)),
        "Set the time of the specified clock clk_id with nanoseconds.",
    ),
    function(
        "clock_getres(clk_id, /)",
        clock_getres,
        "Return the resolution (precision) of the specified clock clk_id.",
    ),
    function("pthread_getcpuclockid(thread_id, /)", thread_clock, "Return the clk_id of a thread's CPU time clock."),
    function("sleep(seconds, /)", sleep, "Delay execution for a given number of seconds."),
    function(
        "gmtime(seconds=None, /)",
        |t, a| calendar(t, a[0], true),
        "Convert seconds since the Epoch to a time tuple expressing UTC.",
    ),
    function(
        "localtime(seconds=None, /)",
        |t, a| calendar(t, a[0], false),
        "Convert seconds since the Epoch to a time tuple expressing local time.",
    ),
    function("mktime(tuple, /)", mktime, "Convert a time tuple in local time to seconds since the Epoch."),
    function("asctime(tuple=None, /)", asctime, "Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'."),
    function("ctime(seconds=None, /)", ctime, "Convert a time in seconds since the Epoch to a string in local time."),
    function(
        "strftime(format, tuple=None, /)",
        strftime,
        "Convert a time tuple to a string according to a format specification.",
    ),
    function(
        "strptime(string, format='%a %b %d %H:%M:%S %Y', /)",
        strptime,
        "Parse a string to a time tuple according to a format specification.",
    ),
    function(
        "tzset()",
        |t, _| {
            let d = own_dict(t)?;
            zones(t, d)?;
            Ok(Value::NONE)
        },
        "Initialize, or reinitialize, the local timezone.",
    ),
    function("get_clock_info(name, /)", clock_info, "Get information of the specified clock."),
];

static STRUCT_TIME: Immortal = Immortal::unset();
unsafe extern "C" {
    fn tzset();
    static timezone: libc::c_long;
    static daylight: libc::c_int;
    static tzname: [*const libc::c_char; 2];
}

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let fields = [
        "tm_year",
        "tm_mon",
        "tm_mday",
        "tm_hour",
        "tm_min",
        "tm_sec",
        "tm_wday",
        "tm_yday",
        "tm_isdst",
        "tm_zone",
        "tm_gmtoff",
    ];
    let class = spec::struct_class_hiding(t, "time", "struct_time", &fields, 9)?;
    STRUCT_TIME.set(class.value());
    d.set_named(t, "struct_time", class.value())?;
    d.set_named(t, "_STRUCT_TM_ITEMS", Value::int(11))?;
    for (name, n) in [
        ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
        ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
        ("CLOCK_MONOTONIC_RAW", libc::CLOCK_MONOTONIC_RAW),
        ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
        ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
        ("CLOCK_BOOTTIME", libc::CLOCK_BOOTTIME),
        ("CLOCK_TAI", libc::CLOCK_TAI),
    ] {
        d.set_named(t, name, Value::int(n as i64))?;
    }
    zones(t, d)
}
fn own_dict(t: &mut Thread) -> Result<Dict, Raised> {
    let m = import_dotted(t, "time")?;
    Ok(types::module::dict_of(m))
}
fn zones(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    // SAFETY: tzset fills the C library's variables, which nothing else of this process writes.
    let (zone, has_dst, names) = unsafe {
        tzset();
        let name = |i: usize| CStr::from_ptr(tzname[i]).to_string_lossy().into_owned();
        (timezone, daylight != 0, [name(0), name(1)])
    };
    let z = t.int(zone)?;
    d.set_named(t, "timezone", z)?;
    // the offset of summer time, an hour where the zone has had any
    let alt = t.int(if has_dst { zone - 3600 } else { zone })?;
    d.set_named(t, "altzone", alt)?;
    d.set_named(t, "daylight", Value::int(has_dst as i64))?;
    let (a, b) = (t.str(&names[0])?, t.str(&names[1])?);
    let pair = Tuple::make(t, &[a, b])?;
    d.set_named(t, "tzname", pair)
}

fn read(t: &mut Thread, id: i32) -> Result<i128, Raised> {
    let mut ts = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `ts` is writable.
    if unsafe { libc::clock_gettime(id, &mut ts) } < 0 {
        return Err(os_error(t, errno()));
    }
    Ok(i128::from(ts.tv_sec) * 1_000_000_000 + i128::from(ts.tv_nsec))
}
fn clock_of(t: &mut Thread, id: i32) -> Result<i128, Raised> {
    match id {
        libc::CLOCK_REALTIME => Ok(clock::now_realtime()),
        libc::CLOCK_MONOTONIC => Ok(i128::from(Time::now().0)),
        _ => read(t, id),
    }
}
fn seconds_of(t: &mut Thread, id: i32) -> Ret {
    let n = clock_of(t, id)?;
    t.float(n as f64 / 1e9)
}
fn nanoseconds_of(t: &mut Thread, id: i32) -> Ret {
    let n = clock_of(t, id)?;
    bigint::from_i128(t, n)
}
fn clock_getres(t: &mut Thread, a: Args) -> Ret {
    let id = t.to_i64(a[0])? as i32;
    let mut ts = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `ts` is writable.
    if unsafe { libc::clock_getres(id, &mut ts) } < 0 {
        return Err(os_error(t, errno()));
    }
    t.float(ts.tv_sec as f64 + ts.tv_nsec as f64 / 1e9)
}
fn thread_clock(_: &mut Thread, _: Args) -> Ret {
    Ok(Value::int(libc::CLOCK_THREAD_CPUTIME_ID as i64))
}

/// A duration argument in nanoseconds, rounded away from zero.
pub fn nanoseconds(t: &mut Thread, v: Value) -> Result<i64, Raised> {
    if let Some(i) = bigint::plain_int(v).and_then(bigint::to_i64) {
        return i.checked_mul(1_000_000_000).ok_or_else(|| too_large(t));
    }
    if bigint::is_int(v) {
        return Err(too_large(t));
    }
    let x = t.to_f64(v)?;
    if x.is_nan() {
        return Err(t.value_error("Invalid value NaN (not a number)"));
    }
    let n = (x * 1e9).abs().ceil().copysign(x);
    if n.abs() >= 9_223_372_036_854_775_807.0 {
        return Err(t.overflow_error("timestamp out of range for platform time_t"));
    }
    Ok(n as i64)
}
/// As `nanoseconds`, for an argument that must be a number.
pub fn timeout(t: &mut Thread, v: Value) -> Result<i64, Raised> {
    if types::float::value(v).is_none() {
        t.index(v)?;
    }
    nanoseconds(t, v)
}
#[cold]
fn too_large(t: &mut Thread) -> Raised {
    t.overflow_error("timestamp too large to convert to C PyTime_t")
}

fn sleep(t: &mut Thread, a: Args) -> Ret {
    if types::float::value(a[0]).is_none() && t.try_index(a[0])?.is_none() {
        let name = t.intern("__float__")?;
        if t.special(a[0], name).is_none() {
            let kind = t.type_name(a[0]);
            return Err(t.type_error(format!("'{kind}' object cannot be interpreted as an integer")));
        }
    }
    let n = nanoseconds(t, a[0])?;
    if n < 0 {
        return Err(t.value_error("sleep length must be non-negative"));
    }
    let until = Time::now().after(Duration::from_nanos(n as u64));
    wait_until(t, until)
}
fn wait_until(t: &mut Thread, until: Time) -> Ret {
    while pyish_sched::sleep(&t.m.core, until, true) == Woken::Interrupted {
        t.interrupted_wait()?;
    }
    Ok(Value::NONE)
}

// ---- calendar

/// Seconds since the epoch of an optional argument.
fn epoch_seconds(t: &mut Thread, v: Value) -> Result<i64, Raised> {
    let Some(v) = v.given() else { return Ok(clock::now_realtime().div_euclid(1_000_000_000) as i64) };
    if bigint::is_int(v) {
        return match bigint::to_i64(v) {
            Some(n) => Ok(n),
            None => Err(t.overflow_error("timestamp out of range for platform time_t")),
        };
    }
    let x = t.to_f64(v)?;
    if x.is_nan() {
        return Err(t.value_error("Invalid value NaN (not a number)"));
    }
    if x.abs() >= 9.2e18 {
        return Err(t.overflow_error("timestamp out of range for platform time_t"));
    }
    Ok(x.floor() as i64)
}
fn broken_down(t: &mut Thread, seconds: i64, utc: bool) -> Result<libc::tm, Raised> {
    // SAFETY: a zeroed tm is a value; the calls fill it.
    let (tm, good) = unsafe {
        let mut tm: libc::tm = std::mem::zeroed();
        let r = if utc { libc::gmtime_r(&seconds, &mut tm) } else { libc::localtime_r(&seconds, &mut tm) };
        (tm, !r.is_null())
    };
    if good { Ok(tm) } else { Err(os_error(t, errno())) }
}
fn struct_time(t: &mut Thread, tm: &libc::tm) -> Ret {
    let zone = if tm.tm_zone.is_null() {
        Value::NONE
    } else {
        // SAFETY: the C library's own zone name.
        let name = unsafe { CStr::from_ptr(tm.tm_zone) }.to_string_lossy().into_owned();
        t.str(&name)?
    };
    let off = t.int(tm.tm_gmtoff)?;
    let int = |n: i32| Value::int(i64::from(n));
    let items = [
        int(tm.tm_year + 1900),
        int(tm.tm_mon + 1),
        int(tm.tm_mday),
        int(tm.tm_hour),
        int(tm.tm_min),
        int(tm.tm_sec),
        int((tm.tm_wday + 6) % 7),
        int(tm.tm_yday + 1),
        int(tm.tm_isdst),
        zone,
        off,
    ];
    let all = Tuple::make(t, &items)?;
    let class = Type::of(STRUCT_TIME.get());
    spec::struct_value(t, class, all, 9)
}
fn calendar(t: &mut Thread, v: Value, utc: bool) -> Ret {
    let s = epoch_seconds(t, v)?;
    let tm = broken_down(t, s, utc)?;
    struct_time(t, &tm)
}
/// The C form of a time tuple.
fn from_tuple(t: &mut Thread, v: Value, name: &str) -> Result<libc::tm, Raised> {
    let Some(tuple) = Tuple::from(v) else {
        return Err(t.type_error("Tuple or struct_time argument required"));
    };
    if tuple.len() != 9 {
        return Err(t.type_error(format!("{name}(): illegal time tuple argument")));
    }
    let mut n = [0i32; 9];
    for (i, n) in n.iter_mut().enumerate() {
        *n = crate::os_error::c_int(t, tuple.get(i))?;
    }
    if n[0] < i32::MIN + 1900 {
        return Err(t.overflow_error("year out of range"));
    }
    // SAFETY: a zeroed tm is a value.
    let mut tm: libc::tm = unsafe { std::mem::zeroed() };
    tm.tm_year = n[0].wrapping_sub(1900);
    tm.tm_mon = n[1].wrapping_sub(1);
    tm.tm_mday = n[2];
    tm.tm_hour = n[3];
    tm.tm_min = n[4];
    tm.tm_sec = n[5];
    tm.tm_wday = n[6].wrapping_add(1) % 7;
    tm.tm_yday = n[7].wrapping_sub(1);
    tm.tm_isdst = n[8];
    Ok(tm)
}
fn mktime(t: &mut Thread, a: Args) -> Ret {
    let mut tm = from_tuple(t, a[0], "mktime")?;
    tm.tm_wday = -1;
    // SAFETY: `tm` is a filled-in time.
    let s = unsafe { libc::mktime(&mut tm) };
    if s == -1 && tm.tm_wday == -1 {
        return Err(t.overflow_error("mktime argument out of range"));
    }
    t.float(s as f64)
}
const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// What CPython refuses before it formats.
fn check(t: &mut Thread, tm: &mut libc::tm) -> Result<(), Raised> {
    if tm.tm_mon == -1 {
        tm.tm_mon = 0;
    }
    if tm.tm_mday == 0 {
        tm.tm_mday = 1;
    }
    if tm.tm_yday == -1 {
        tm.tm_yday = 0;
    }
    for (bad, what) in [
        (!(0..12).contains(&tm.tm_mon), "month"),
        (!(1..=31).contains(&tm.tm_mday), "day of month"),
        (!(0..24).contains(&tm.tm_hour), "hour"),
        (!(0..60).contains(&tm.tm_min), "minute"),
        (!(0..=61).contains(&tm.tm_sec), "seconds"),
        (!(0..7).contains(&tm.tm_wday), "day of week"),
        (!(0..366).contains(&tm.tm_yday), "day of year"),
    ] {
        if bad {
            return Err(t.value_error(format!("{what} out of range")));
        }
    }
    Ok(())
}
fn ascii_time(t: &mut Thread, tm: &libc::tm) -> Ret {
    let text = format!(
        "{} {} {:2} {:02}:{:02}:{:02} {}",
        DAYS[tm.tm_wday as usize % 7],
        MONTHS[tm.tm_mon as usize % 12],
        tm.tm_mday,
        tm.tm_hour,
        tm.tm_min,
        tm.tm_sec,
        i64::from(tm.tm_year) + 1900
    );
    t.str(&text)
}
fn asctime(t: &mut Thread, a: Args) -> Ret {
    let mut tm = match a[0].given() {
        Some(v) => from_tuple(t, v, "asctime")?,
        None => {
            let s = epoch_seconds(t, Value::NONE)?;
            broken_down(t, s, false)?
        }
    };
    check(t, &mut tm)?;
    ascii_time(t, &tm)
}
fn ctime(t: &mut Thread, a: Args) -> Ret {
    let s = epoch_seconds(t, a[0])?;
    let tm = broken_down(t, s, false)?;
    ascii_time(t, &tm)
}
fn strftime(t: &mut Thread, a: Args) -> Ret {
    let Some(format) = Str::from(a[0]) else {
        let kind = t.type_name(a[0]);
        return Err(t.type_error(format!("strftime() argument 1 must be str, not {kind}")));
    };
    let mut tm = match a[1].given() {
        Some(v) => from_tuple(t, v, "strftime")?,
        None => {
            let s = epoch_seconds(t, Value::NONE)?;
            broken_down(t, s, false)?
        }
    };
    check(t, &mut tm)?;
    // names of the zone, if the tuple does not bring them, are the C library's for this `tm_isdst`
    let mut zone_name = CString::default();
    if let Some(v) = a[1].given() {
        let key = t.intern("tm_zone")?;
        if let Some(z) = t.find_attr(v, key)?.and_then(Str::from) {
            zone_name = CString::new(z.to_string()).unwrap_or_default();
            tm.tm_zone = zone_name.as_ptr();
            let off = t.get_attr_named(v, "tm_gmtoff")?;
            tm.tm_gmtoff = if off.is_none() { 0 } else { t.to_i64(off)? };
        } else {
            // SAFETY: the C library's own names, which live as long as the process.
            unsafe {
                tzset();
                tm.tm_zone = tzname[usize::from(tm.tm_isdst > 0)];
                tm.tm_gmtoff = -timezone;
            }
        }
    }
    let mut out = String::new();
    // piece by piece, so that text outside the directives and NULs come through as they are
    let text = format.to_string();
    let mut rest = text.as_str();
    while let Some(i) = rest.find('%') {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        let mut end = 1;
        let b = rest.as_bytes();
        while end < b.len() && matches!(b[end], b'-' | b'_' | b'0'..=b'9' | b'^' | b'#' | b'E' | b'O' | b':') {
            end += 1;
        }
        let Some(c) = rest[end.min(rest.len())..].chars().next() else {
            out.push_str(rest);
            rest = "";
            break;
        };
        end += c.len_utf8();
        let directive = &rest[..end];
        let year = i64::from(tm.tm_year) + 1900;
        match directive {
            "%Y" => out.push_str(&year.to_string()),
            _ if c.is_ascii() && c != '\0' => {
                let f = CString::new(directive).unwrap_or_default();
                let mut buf = [0u8; 512];
                // SAFETY: the buffer and both texts outlive the call, which writes at most its length.
                let n = unsafe { libc::strftime(buf.as_mut_ptr().cast(), buf.len(), f.as_ptr(), &tm) };
                out.push_str(&String::from_utf8_lossy(&buf[..n]));
            }
            _ => out.push_str(directive),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    drop(zone_name);
    t.str(&out)
}
fn strptime(t: &mut Thread, a: Args) -> Ret {
    let m = import_dotted(t, "_strptime")?;
    let mut args = Values::from_slice(t, &[a[0]])?;
    if a[1].is_bound() {
        args.push(t, a[1])?;
    }
    t.call_method_named(m, "_strptime_time", args.as_slice())
}
fn clock_info(t: &mut Thread, a: Args) -> Ret {
    let name = t.expect_str(a[0], "get_clock_info() argument 1")?.to_string();
    let (implementation, monotonic, adjustable, resolution) = match name.as_str() {
        "time" => ("clock_gettime(CLOCK_REALTIME)", false, true, 1e-9),
        "monotonic" | "perf_counter" => ("clock_gettime(CLOCK_MONOTONIC)", true, false, 1e-9),
        "process_time" => ("clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false, 1e-9),
        "thread_time" => ("clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false, 1e-9),
        _ => return Err(t.value_error("unknown clock")),
    };
    let class = spec::namespace_class(t)?;
    let v = types::object::alloc_instance(t, class)?;
    let implementation = t.str(implementation)?;
    let resolution = t.float(resolution)?;
    for (key, x) in [
        ("implementation", implementation),
        ("monotonic", Value::bool(monotonic)),
        ("adjustable", Value::bool(adjustable)),
        ("resolution", resolution),
    ] {
        t.set_attr_named(v, key, x)?;
    }
    Ok(v)
}
