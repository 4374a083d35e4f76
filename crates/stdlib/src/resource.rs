//! `resource`: what a process uses and may use.

use crate::os_error::{c_int, errno, os_error};
use pyish_vm::import::ModuleRow;
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::Type;
use pyish_vm::types::{exc, spec};
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow = ModuleRow { name: "resource", doc: "", functions: &FUNCTIONS, init };

static FUNCTIONS: [Method; 5] = [
    function("getrusage(who, /)", getrusage, ""),
    function("getrlimit(resource, /)", getrlimit, ""),
    function("setrlimit(resource, limits, /)", setrlimit, ""),
    function("getpagesize()", |_, _| Ok(Value::int(4096)), ""),
    function("prlimit(pid, resource, limits=None, /)", |t, _| Err(os_error(t, libc::ENOSYS)), ""),
];

const FIELDS: [&str; 16] = [
    "ru_utime",
    "ru_stime",
    "ru_maxrss",
    "ru_ixrss",
    "ru_idrss",
    "ru_isrss",
    "ru_minflt",
    "ru_majflt",
    "ru_nswap",
    "ru_inblock",
    "ru_oublock",
    "ru_msgsnd",
    "ru_msgrcv",
    "ru_nsignals",
    "ru_nvcsw",
    "ru_nivcsw",
];
static USAGE: Immortal = Immortal::unset();

fn usage_class(t: &mut Thread) -> Result<Type, Raised> {
    if USAGE.get().is_unbound() {
        let class = spec::struct_class(t, "resource", "struct_rusage", &FIELDS)?;
        USAGE.set(class.value());
    }
    Ok(Type::of(USAGE.get()))
}
fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let class = usage_class(t)?;
    d.set_named(t, "struct_rusage", class.value())?;
    d.set_named(t, "error", exc::OSError.value())?;
    for (name, n) in [
        ("RLIMIT_CPU", libc::RLIMIT_CPU),
        ("RLIMIT_FSIZE", libc::RLIMIT_FSIZE),
        ("RLIMIT_DATA", libc::RLIMIT_DATA),
        ("RLIMIT_STACK", libc::RLIMIT_STACK),
        ("RLIMIT_CORE", libc::RLIMIT_CORE),
        ("RLIMIT_RSS", libc::RLIMIT_RSS),
        ("RLIMIT_NPROC", libc::RLIMIT_NPROC),
        ("RLIMIT_NOFILE", libc::RLIMIT_NOFILE),
        ("RLIMIT_OFILE", libc::RLIMIT_NOFILE),
        ("RLIMIT_MEMLOCK", libc::RLIMIT_MEMLOCK),
        ("RLIMIT_AS", libc::RLIMIT_AS),
    ] {
        d.set_named(t, name, Value::int(i64::from(n)))?;
    }
    for (name, n) in [("RUSAGE_SELF", 0), ("RUSAGE_CHILDREN", -1), ("RUSAGE_THREAD", 1), ("RLIM_INFINITY", -1)] {
        d.set_named(t, name, Value::int(n))?;
    }
    Ok(())
}
/// A `struct_rusage`.
pub fn usage_value(t: &mut Thread, u: &libc::rusage) -> Ret {
    let class = usage_class(t)?;
    let mut all = Values::new(t)?;
    for tv in [u.ru_utime, u.ru_stime] {
        let v = t.float(tv.tv_sec as f64 + tv.tv_usec as f64 * 1e-6)?;
        all.push(t, v)?;
    }
    for n in [
        u.ru_maxrss,
        u.ru_ixrss,
        u.ru_idrss,
        u.ru_isrss,
        u.ru_minflt,
        u.ru_majflt,
        u.ru_nswap,
        u.ru_inblock,
        u.ru_oublock,
        u.ru_msgsnd,
        u.ru_msgrcv,
        u.ru_nsignals,
        u.ru_nvcsw,
        u.ru_nivcsw,
    ] {
        let v = t.int(n)?;
        all.push(t, v)?;
    }
    let all = all.into_tuple(t)?;
    spec::struct_value(t, class, all, FIELDS.len())
}
fn getrusage(t: &mut Thread, a: Args) -> Ret {
    let who = c_int(t, a[0])?;
    // SAFETY: a zeroed rusage is a value; the call fills it.
    let (r, u) = unsafe {
        let mut u: libc::rusage = std::mem::zeroed();
        (libc::getrusage(who, &mut u), u)
    };
    if r < 0 {
        return Err(t.value_error("invalid who parameter"));
    }
    usage_value(t, &u)
}
fn getrlimit(t: &mut Thread, a: Args) -> Ret {
    let which = c_int(t, a[0])?;
    let mut l = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: `l` is writable.
    if which < 0 || unsafe { libc::getrlimit(which as _, &mut l) } < 0 {
        return Err(t.value_error("invalid resource specified"));
    }
    let (soft, hard) = (t.int(l.rlim_cur as i64)?, t.int(l.rlim_max as i64)?);
    Tuple::make(t, &[soft, hard])
}
fn setrlimit(t: &mut Thread, a: Args) -> Ret {
    let which = c_int(t, a[0])?;
    let pair = t.collect_tuple(a[1])?;
    if pair.len() != 2 {
        return Err(t.value_error("expected a tuple of 2 integers"));
    }
    let l = libc::rlimit { rlim_cur: t.to_i64(pair.get(0))? as u64, rlim_max: t.to_i64(pair.get(1))? as u64 };
    // SAFETY: `l` is filled in.
    if unsafe { libc::setrlimit(which as _, &l) } < 0 {
        return Err(match errno() {
            libc::EINVAL => t.value_error("current limit exceeds maximum limit"),
            libc::EPERM => t.value_error("not allowed to raise maximum limit"),
            code => os_error(t, code),
        });
    }
    Ok(Value::NONE)
}
