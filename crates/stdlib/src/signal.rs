//! `_signal`: handlers live in a dict of the runtime, by number; the scheduler reports what arrived, and the main
//! thread calls them at its next delivery point.

use crate::os_error::{c_int, call_blocking, errno, os_error};
use pyish_sched::signals::{self, Disposition};
use pyish_sched::{Time, Woken};
use pyish_vm::import::ModuleRow;
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::Type;
use pyish_vm::types::{self, exc};
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};
use std::time::Duration;

pub static MODULE: ModuleRow = ModuleRow {
    name: "_signal",
    doc: "This module provides mechanisms to use signal handlers in Python.",
    functions: &FUNCTIONS,
    init,
};
static FUNCTIONS: [Method; 19] = [
    function("signal(signalnum, handler, /)", signal, "Set the action for the given signal."),
    function("getsignal(signalnum, /)", getsignal, "Return the current action for the given signal."),
    function("raise_signal(signalnum, /)", raise_signal, "Send a signal to the executing process."),
    function(
        "default_int_handler(signalnum, frame, /)",
        |t, _| Err(t.raise_args(&exc::KeyboardInterrupt, &[])),
        "The default handler for SIGINT installed by Python.",
    ),
    function(
        "set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)",
        set_wakeup_fd,
        "Sets the fd to be written to (with the signal number) when a signal comes in.",
    ),
    function("siginterrupt(signalnum, flag, /)", |_, _| Ok(Value::NONE), "Change system call restart behaviour."),
    function("alarm(seconds, /)", alarm, "Arrange for SIGALRM to arrive after the given number of seconds."),
    function("setitimer(which, seconds, interval=0.0, /)", setitimer, "Sets given itimer."),
    function("getitimer(which, /)", getitimer, "Returns current value of given itimer."),
    function("pause()", pause, "Wait until a signal arrives."),
    function("pthread_sigmask(how, mask, /)", sigmask, "Fetch and/or change the signal mask of the calling thread."),
    function("pthread_kill(thread_id, signalnum, /)", pthread_kill, "Send a signal to a thread."),
    function("sigpending()", sigpending, "Examine pending signals."),
    function("sigwait(sigset, /)", sigwait, "Wait for a signal."),
    function(
        "sigwaitinfo(sigset, /)",
        |t, a| wait_for_info(t, a[0], None),
        "Wait synchronously until one of the signals in sigset is delivered.",
    ),
    function("sigtimedwait(sigset, timeout, /)", sigtimedwait, "Like sigwaitinfo(), but with a timeout."),
    function("strsignal(signalnum, /)", strsignal, "Return the system description of the given signal."),
    function("valid_signals()", valid_signals, "Return a set of valid signal numbers on this platform."),
    function(
        "pidfd_send_signal(pidfd, signalnum, siginfo=None, flags=0, /)",
        pidfd_send,
        "Send a signal to a process referred to by a pid file descriptor.",
    ),
];

const NSIG: i32 = 65;
macro_rules! named {
    ($($name:ident)*) => { &[ $( (stringify!($name), libc::$name as i64) ),* ] };
}
static NUMBERS: &[(&str, i64)] = named! {
    SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGIOT SIGABRT SIGFPE SIGKILL SIGBUS SIGSEGV SIGSYS SIGPIPE SIGALRM SIGTERM
    SIGUSR1 SIGUSR2 SIGCHLD SIGPWR SIGIO SIGURG SIGWINCH SIGPOLL SIGSTOP SIGTSTP SIGCONT SIGTTIN SIGTTOU SIGVTALRM
    SIGPROF SIGXCPU SIGXFSZ SIGSTKFLT SIG_BLOCK SIG_UNBLOCK SIG_SETMASK ITIMER_REAL ITIMER_VIRTUAL ITIMER_PROF
};

fn handlers(t: &Thread) -> Dict {
    Dict::of(t.runtime().signal_handlers.get())
}
fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for (name, n) in NUMBERS {
        d.set_named(t, name, Value::int(*n))?;
    }
    d.set_named(t, "SIGCLD", Value::int(i64::from(libc::SIGCHLD)))?;
    d.set_named(t, "SIGRTMIN", Value::int(i64::from(libc::SIGRTMIN())))?;
    d.set_named(t, "SIGRTMAX", Value::int(i64::from(libc::SIGRTMAX())))?;
    d.set_named(t, "NSIG", Value::int(i64::from(NSIG)))?;
    d.set_named(t, "SIG_DFL", Value::ZERO)?;
    d.set_named(t, "SIG_IGN", Value::int(1))?;
    d.set_named(t, "ItimerError", exc::OSError.value())?;
    let fields = ["si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"];
    let class = types::spec::struct_class(t, "signal", "struct_siginfo", &fields)?;
    SIGNAL_INFO.set(class.value());
    d.set_named(t, "struct_siginfo", class.value())?;
    // what the process does about SIGINT is Python's own handler
    let int = handlers(t).get(t, Value::int(2))?;
    if int.is_none() {
        let own = d.get_named(t, "default_int_handler")?.unwrap_or(Value::NONE);
        if signals::disposition(libc::SIGINT).is_ok_and(|w| w == Disposition::Installed) {
            handlers(t).set(t, Value::int(2), own)?;
        }
    }
    Ok(())
}
fn number(t: &mut Thread, v: Value) -> Result<i32, Raised> {
    let n = c_int(t, v)?;
    if !(1..NSIG).contains(&n) {
        return Err(t.value_error("signal number out of range"));
    }
    Ok(n)
}
fn current(t: &mut Thread, n: i32) -> Ret {
    if let Some(f) = handlers(t).get(t, Value::int(i64::from(n)))? {
        return Ok(f);
    }
    Ok(match signals::disposition(n) {
        Ok(Disposition::Default) => Value::ZERO,
        Ok(Disposition::Ignored) => Value::int(1),
        _ => Value::NONE,
    })
}
fn signal(t: &mut Thread, a: Args) -> Ret {
    if !signals::is_main(&t.m.core) {
        return Err(t.value_error("signal only works in main thread of the main interpreter"));
    }
    let n = number(t, a[0])?;
    let plain = pyish_vm::object::bigint::to_i64(a[1]).filter(|_| !t.is_callable(a[1]));
    if plain.is_none_or(|p| p != 0 && p != 1) && !t.is_callable(a[1]) {
        return Err(t.type_error("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object"));
    }
    t.check()?;
    let old = current(t, n)?;
    let r = match plain {
        Some(0) => signals::default(n),
        Some(_) => signals::ignore(n),
        None => signals::install(n),
    };
    if let Err(e) = r {
        return Err(os_error(t, e.raw_os_error().unwrap_or(libc::EINVAL)));
    }
    let stored = plain.map_or(a[1], Value::int);
    handlers(t).set(t, Value::int(i64::from(n)), stored)?;
    Ok(old)
}
fn getsignal(t: &mut Thread, a: Args) -> Ret {
    let n = number(t, a[0])?;
    current(t, n)
}
fn raise_signal(t: &mut Thread, a: Args) -> Ret {
    let n = c_int(t, a[0])?;
    // SAFETY: a plain call.
    if unsafe { libc::raise(n) } != 0 {
        return Err(os_error(t, errno()));
    }
    t.check()?;
    Ok(Value::NONE)
}
fn set_wakeup_fd(t: &mut Thread, a: Args) -> Ret {
    let fd = c_int(t, a[0])?;
    if !signals::is_main(&t.m.core) {
        return Err(t.value_error("set_wakeup_fd only works in main thread of the main interpreter"));
    }
    if fd != -1 {
        // SAFETY: plain questions about a descriptor.
        let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
        if flags < 0 {
            return Err(t.value_error("invalid fd"));
        }
        if flags & libc::O_NONBLOCK == 0 {
            return Err(t.value_error(format!("the fd {fd} must be in non-blocking mode")));
        }
    }
    Ok(Value::int(i64::from(signals::set_wakeup_fd(fd))))
}
fn alarm(t: &mut Thread, a: Args) -> Ret {
    let n = c_int(t, a[0])?;
    // SAFETY: a plain call.
    Ok(Value::int(i64::from(unsafe { libc::alarm(n.max(0) as u32) })))
}
fn timeval(t: &mut Thread, v: Value) -> Result<libc::timeval, Raised> {
    let x = if v.is_bound() { t.to_f64(v)? } else { 0.0 };
    if x < 0.0 || !x.is_finite() {
        return Err(os_error(t, libc::EINVAL));
    }
    let micro = (x * 1e6).ceil() as i64;
    Ok(libc::timeval { tv_sec: micro / 1_000_000, tv_usec: micro % 1_000_000 })
}
fn timer_value(t: &mut Thread, v: &libc::itimerval) -> Ret {
    let f = |tv: libc::timeval| tv.tv_sec as f64 + tv.tv_usec as f64 * 1e-6;
    let (value, interval) = (t.float(f(v.it_value))?, t.float(f(v.it_interval))?);
    Tuple::make(t, &[value, interval])
}
fn setitimer(t: &mut Thread, a: Args) -> Ret {
    let which = c_int(t, a[0])?;
    let new = libc::itimerval { it_value: timeval(t, a[1])?, it_interval: timeval(t, a[2])? };
    // SAFETY: a zeroed itimerval is a value; both are valid for the call.
    let (r, old) = unsafe {
        let mut old: libc::itimerval = std::mem::zeroed();
        (libc::setitimer(which as _, &new, &mut old), old)
    };
    if r < 0 {
        return Err(os_error(t, errno()));
    }
    timer_value(t, &old)
}
fn getitimer(t: &mut Thread, a: Args) -> Ret {
    let which = c_int(t, a[0])?;
    // SAFETY: as above.
    let (r, old) = unsafe {
        let mut old: libc::itimerval = std::mem::zeroed();
        (libc::getitimer(which as _, &mut old), old)
    };
    if r < 0 {
        return Err(os_error(t, errno()));
    }
    timer_value(t, &old)
}
fn pause(t: &mut Thread, _: Args) -> Ret {
    let until = Time::now().after(Duration::from_secs(1 << 30));
    if pyish_sched::sleep(&t.m.core, until, true) == Woken::Interrupted {
        t.interrupted_wait()?;
    }
    Ok(Value::NONE)
}

// ---- sets of signals

fn empty_set() -> libc::sigset_t {
    // SAFETY: a zeroed set is made a valid empty one.
    unsafe {
        let mut s: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut s);
        s
    }
}
fn to_set(t: &mut Thread, v: Value) -> Result<libc::sigset_t, Raised> {
    let mut s = empty_set();
    let items = t.collect(v)?;
    for i in 0..items.len() {
        let n = t.to_i64(items.get(i))?;
        if !(1..i64::from(NSIG)).contains(&n) {
            return Err(t.value_error(format!("signal number {n} out of range [1; {}]", NSIG - 1)));
        }
        // SAFETY: a signal number in range; those the C library keeps for itself are refused.
        unsafe { libc::sigaddset(&mut s, n as i32) };
    }
    Ok(s)
}
fn from_set(t: &mut Thread, s: &libc::sigset_t) -> Ret {
    let out = t.call(types::set::TYPE.value(), &[])?;
    for n in 1..NSIG {
        // SAFETY: a signal number in range.
        if unsafe { libc::sigismember(s, n) } == 1 {
            t.call_method_named(out, "add", &[Value::int(i64::from(n))])?;
        }
    }
    Ok(out)
}
fn sigmask(t: &mut Thread, a: Args) -> Ret {
    let how = c_int(t, a[0])?;
    let new = to_set(t, a[1])?;
    let mut old = empty_set();
    // SAFETY: both sets are valid.
    let code = unsafe { libc::pthread_sigmask(how, &new, &mut old) };
    if code != 0 {
        return Err(os_error(t, code));
    }
    t.check()?;
    from_set(t, &old)
}
fn sigpending(t: &mut Thread, _: Args) -> Ret {
    let mut s = empty_set();
    // SAFETY: a valid set.
    unsafe { libc::sigpending(&mut s) };
    from_set(t, &s)
}
static SIGNAL_INFO: Immortal = Immortal::unset();

fn sigtimedwait(t: &mut Thread, a: Args) -> Ret {
    let n = crate::time::nanoseconds(t, a[1])?;
    if n < 0 {
        return Err(t.value_error("timeout must be non-negative"));
    }
    wait_for_info(t, a[0], Some(Time::now().after(Duration::from_nanos(n as u64))))
}
/// Waits for a signal of the set; None if the time is over before one comes.
fn wait_for_info(t: &mut Thread, set: Value, until: Option<Time>) -> Ret {
    let s = to_set(t, set)?;
    // SAFETY: a zeroed structure is a value; the call fills it.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    let p = &raw mut info as usize;
    let got = call_blocking(t, || {
        let info = p as *mut libc::siginfo_t;
        // SAFETY: a valid set, and a structure that outlives the call.
        i64::from(unsafe {
            match until {
                None => libc::sigwaitinfo(&s, info),
                Some(until) => {
                    let left = (until.0 as i64).saturating_sub(Time::now().0 as i64).max(0);
                    let left = libc::timespec {
                        tv_sec: (left / 1_000_000_000) as libc::time_t,
                        tv_nsec: (left % 1_000_000_000) as libc::c_long,
                    };
                    libc::sigtimedwait(&s, info, &left)
                }
            }
        })
    })?;
    match got {
        Ok(_) => {
            // SAFETY: the members that every siginfo has in its union.
            let (pid, uid, status) = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
            let n = |n: i64| Value::int(n);
            let items = [
                n(info.si_signo.into()),
                n(info.si_code.into()),
                n(info.si_errno.into()),
                n(pid.into()),
                n(uid.into()),
                n(status.into()),
                n(0),
            ];
            let items = Tuple::make(t, &items)?;
            types::spec::struct_value(t, Type::of(SIGNAL_INFO.get()), items, 7)
        }
        Err(libc::EAGAIN) if until.is_some() => Ok(Value::NONE),
        Err(code) => Err(os_error(t, code)),
    }
}
fn sigwait(t: &mut Thread, a: Args) -> Ret {
    let s = to_set(t, a[0])?;
    let n = pyish_sched::safe(&t.m.core, pyish_sched::Reason::Other, || {
        let mut n = 0;
        // SAFETY: a valid set and a writable number.
        unsafe { libc::sigwait(&s, &mut n) };
        n
    });
    Ok(Value::int(i64::from(n)))
}
fn pthread_kill(t: &mut Thread, a: Args) -> Ret {
    let n = number(t, a[1])?;
    // handlers run on the main thread whichever gets the signal
    // SAFETY: a plain call.
    if unsafe { libc::kill(libc::getpid(), n) } < 0 {
        return Err(os_error(t, errno()));
    }
    t.check()?;
    Ok(Value::NONE)
}
fn strsignal(t: &mut Thread, a: Args) -> Ret {
    let n = number(t, a[0])?;
    // SAFETY: answers a static text, or null.
    let text = unsafe {
        let p = libc::strsignal(n);
        if p.is_null() { None } else { Some(std::ffi::CStr::from_ptr(p).to_string_lossy().into_owned()) }
    };
    match text {
        Some(s) if !s.starts_with("Unknown signal") => t.str(&s),
        _ => Ok(Value::NONE),
    }
}
fn valid_signals(t: &mut Thread, _: Args) -> Ret {
    // SAFETY: a zeroed set is filled.
    let s = unsafe {
        let mut s: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut s);
        s
    };
    from_set(t, &s)
}
fn pidfd_send(t: &mut Thread, a: Args) -> Ret {
    let (fd, n) = (c_int(t, a[0])?, c_int(t, a[1])?);
    // SAFETY: a plain call without a siginfo.
    let r = unsafe { libc::syscall(libc::SYS_pidfd_send_signal, fd, n, std::ptr::null::<u8>(), 0) };
    if r < 0 { Err(os_error(t, errno())) } else { Ok(Value::NONE) }
}
