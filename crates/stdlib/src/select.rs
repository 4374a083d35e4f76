//! `select`: waiting for descriptors. Every wait is the scheduler's `wait_fds`, which a signal ends.

use crate::os_error::{c_int, descriptor, errno, os_error};
use crate::owned;
use parking_lot::Mutex;
use pyish_heap::Obj;
use pyish_sched::{PollFd, Time, Woken, wait_fds};
use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::exc;
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, class_method, function, getter, method,
    static_method, types,
};
use std::time::Duration;

pub static MODULE: ModuleRow = ModuleRow {
    name: "select",
    doc: "This module supports asynchronous I/O on multiple file descriptors.",
    functions: &FUNCTIONS,
    init,
};
static FUNCTIONS: [Method; 2] = [
    function(
        "select(rlist, wlist, xlist, timeout=None, /)",
        select,
        "Wait until one or more file descriptors are ready for some kind of I/O.",
    ),
    function("poll()", new_poll, "Returns a polling object."),
];

macro_rules! named {
    ($($name:ident)*) => { &[ $( (stringify!($name), libc::$name as i64) ),* ] };
}
static NUMBERS: &[(&str, i64)] = named! {
    POLLIN POLLPRI POLLOUT POLLERR POLLHUP POLLNVAL POLLRDNORM POLLRDBAND POLLWRNORM POLLWRBAND POLLRDHUP
    EPOLLIN EPOLLOUT EPOLLPRI EPOLLERR EPOLLHUP EPOLLRDHUP EPOLLONESHOT EPOLLEXCLUSIVE EPOLLRDNORM EPOLLRDBAND
    EPOLLWRNORM EPOLLWRBAND EPOLLMSG EPOLL_CLOEXEC
};

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for (name, n) in NUMBERS {
        d.set_named(t, name, Value::int(*n))?;
    }
    d.set_named(t, "EPOLLET", Value::int(1 << 31))?;
    d.set_named(t, "PIPE_BUF", Value::int(4096))?;
    d.set_named(t, "error", exc::OSError.value())?;
    types::ready(t, &POLL)?;
    let epoll = types::ready(t, &EPOLL)?;
    d.set_named(t, "epoll", epoll.value())
}

/// Waits, again after signals whose handlers raise nothing. Answers how many are ready.
fn wait(t: &mut Thread, fds: &mut [PollFd], until: Option<Time>) -> Result<usize, Raised> {
    loop {
        match wait_fds(&t.m.core, fds, until) {
            Woken::Unparked(n) => return Ok(n as usize),
            Woken::TimedOut | Woken::Invalid => return Ok(0),
            Woken::Interrupted => t.interrupted_wait()?,
        }
    }
}
/// The end of a wait of so many nanoseconds; `None`: none.
fn until(n: Option<i64>) -> Option<Time> {
    n.map(|n| Time::now().after(Duration::from_nanos(n.max(0) as u64)))
}

fn select(t: &mut Thread, a: Args) -> Ret {
    let end = match a[3].given() {
        Some(v) => {
            if !pyish_vm::object::bigint::is_int(v) && types::float::value(v).is_none() {
                return Err(t.type_error("timeout must be a float or None"));
            }
            let n = crate::time::nanoseconds(t, v)?;
            if n < 0 {
                return Err(t.value_error("timeout must be non-negative"));
            }
            Some(n)
        }
        None => None,
    };
    let mut fds = Vec::new();
    let mut lists = [Value::NONE; 3];
    let mut counts = [0; 3];
    for (i, events) in [libc::POLLIN, libc::POLLOUT, libc::POLLPRI].into_iter().enumerate() {
        let Some(it) = t.try_iter(a[i])? else { return Err(t.type_error("arguments 1-3 must be sequences")) };
        let items = t.collect(it)?;
        counts[i] = items.len();
        for k in 0..items.len() {
            let fd = descriptor(t, items.get(k))?;
            fds.push(PollFd { fd, events, revents: 0 });
        }
        lists[i] = items.into_list(t)?;
    }
    wait(t, &mut fds, until(end))?;
    if fds.iter().any(|f| f.revents & libc::POLLNVAL != 0) {
        return Err(os_error(t, libc::EBADF));
    }
    let mut at = 0;
    let mut out = [Value::NONE; 3];
    for i in 0..3 {
        let wanted = match i {
            0 => libc::POLLIN | libc::POLLHUP | libc::POLLERR,
            1 => libc::POLLOUT | libc::POLLERR,
            _ => libc::POLLPRI,
        };
        let mut ready = Values::new(t)?;
        let list = pyish_vm::object::list::List::of(lists[i]);
        for k in 0..counts[i] {
            if fds[at + k].revents & wanted != 0 {
                ready.push(t, list.get(k).unwrap_or(Value::NONE))?;
            }
        }
        at += counts[i];
        out[i] = ready.into_list(t)?;
    }
    Tuple::make(t, &out)
}

// ---- poll

static POLL: TypeRow = TypeRow::new("poll", Kind::Native1).module("select").is_final().methods(&POLL_METHODS);
static POLL_METHODS: [Method; 4] = [
    method(
        "register(self, fd, eventmask=7, /)",
        |t, a| poll_set(t, a, false),
        "Register a file descriptor with the polling object.",
    ),
    method(
        "modify(self, fd, eventmask, /)",
        |t, a| poll_set(t, a, true),
        "Modify an already registered file descriptor.",
    ),
    method("unregister(self, fd, /)", poll_remove, "Remove a file descriptor being tracked by the polling object."),
    method("poll(self, timeout=None, /)", poll, "Polls the set of registered file descriptors."),
];
type Registered = Mutex<Vec<(i32, i16)>>;

fn new_poll(t: &mut Thread, _: Args) -> Ret {
    let v = types::object::alloc_instance(t, POLL.get())?;
    owned::install(v, Registered::default());
    Ok(v)
}
fn poll_set(t: &mut Thread, a: Args, only_known: bool) -> Ret {
    let fd = descriptor(t, a[1])?;
    let events = if a[2].is_bound() { t.to_i64(a[2])? as i16 } else { 7 };
    let s = owned::of::<Registered>(t, a[0])?;
    let known = {
        let mut all = s.lock();
        match all.iter_mut().find(|e| e.0 == fd) {
            Some(e) => {
                e.1 = events;
                true
            }
            None => {
                if !only_known {
                    all.push((fd, events));
                }
                false
            }
        }
    };
    if only_known && !known { Err(os_error(t, libc::ENOENT)) } else { Ok(Value::NONE) }
}
fn poll_remove(t: &mut Thread, a: Args) -> Ret {
    let fd = descriptor(t, a[1])?;
    let s = owned::of::<Registered>(t, a[0])?;
    let found = {
        let mut all = s.lock();
        let n = all.len();
        all.retain(|e| e.0 != fd);
        all.len() < n
    };
    if found { Ok(Value::NONE) } else { Err(t.key_error(Value::int(i64::from(fd)))) }
}
fn poll(t: &mut Thread, a: Args) -> Ret {
    let end = match a[1].given() {
        Some(v) => {
            let ms = t.to_f64(v)?;
            if ms < 0.0 { None } else { Some((ms * 1e6).ceil().min(9e18) as i64) }
        }
        None => None,
    };
    let mut fds: Vec<PollFd> =
        owned::of::<Registered>(t, a[0])?.lock().iter().map(|e| PollFd { fd: e.0, events: e.1, revents: 0 }).collect();
    wait(t, &mut fds, until(end))?;
    let mut out = Values::new(t)?;
    for f in fds.iter().filter(|f| f.revents != 0) {
        let pair = Tuple::make(t, &[Value::int(i64::from(f.fd)), Value::int(i64::from(f.revents as u16))])?;
        out.push(t, pair)?;
    }
    out.into_list(t)
}

// ---- epoll: [descriptor]

static EPOLL: TypeRow = TypeRow::new("epoll", Kind::Native1)
    .module("select")
    .constructor(&EPOLL_NEW)
    .methods(&EPOLL_METHODS)
    .attributes(&EPOLL_ATTRIBUTES)
    .doc("Returns an epolling object.");
static EPOLL_NEW: Method = static_method("__new__(cls, sizehint=-1, flags=0)", epoll_new, "");
static EPOLL_METHODS: [Method; 9] = [
    method("close(self, /)", epoll_close, "Close the epoll control file descriptor."),
    method(
        "fileno(self, /)",
        |t, a| Ok(Value::int(i64::from(epoll_fd(t, a[0])?))),
        "Return the epoll control file descriptor.",
    ),
    method(
        "register(self, fd, eventmask=7)",
        |t, a| control(t, a, libc::EPOLL_CTL_ADD),
        "Registers a new fd or raises an OSError if the fd is already registered.",
    ),
    method(
        "modify(self, fd, eventmask)",
        |t, a| control(t, a, libc::EPOLL_CTL_MOD),
        "Modify event mask for a registered file descriptor.",
    ),
    method(
        "unregister(self, fd)",
        |t, a| control(t, a, libc::EPOLL_CTL_DEL),
        "Remove a registered file descriptor from the epoll object.",
    ),
    method("poll(self, timeout=None, maxevents=-1)", epoll_poll, "Wait for events on the epoll file descriptor."),
    method("__enter__(self, /)", |t, a| epoll_fd(t, a[0]).map(|_| a[0]), ""),
    method("__exit__(self, exc_type=None, exc_value=None, exc_tb=None, /)", epoll_close, ""),
    class_method("fromfd(cls, fd, /)", epoll_from, "Create an epoll object from a given control fd."),
];
static EPOLL_ATTRIBUTES: [Attribute; 1] =
    [getter("closed", |_, v| Ok(Value::bool(word(v) < 0)), "True if the epoll handler is closed")];

fn word(v: Value) -> i32 {
    Value::from_bits(v.unwrap_obj().word(0)).as_int().unwrap_or(-1) as i32
}
fn release(o: Obj) {
    let fd = Value::from_bits(o.word(0)).as_int().unwrap_or(-1);
    if fd >= 0 {
        // SAFETY: the dead object's own descriptor.
        unsafe { libc::close(fd as i32) };
    }
}
fn epoll_new(t: &mut Thread, a: Args) -> Ret {
    // SAFETY: a plain call.
    let fd = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
    if fd < 0 {
        return Err(os_error(t, errno()));
    }
    epoll_of(t, Type::of(a[0]), fd)
}
fn epoll_from(t: &mut Thread, a: Args) -> Ret {
    let fd = c_int(t, a[1])?;
    epoll_of(t, Type::of(a[0]), fd)
}
fn epoll_of(t: &mut Thread, class: Type, fd: i32) -> Ret {
    let v = types::object::alloc_instance(t, class)?;
    v.unwrap_obj().set_plain(0, Value::int(i64::from(fd)).bits());
    pyish_heap::drop_register(v.unwrap_obj(), release);
    Ok(v)
}
fn epoll_fd(t: &mut Thread, v: Value) -> Result<i32, Raised> {
    match word(v) {
        -1 => Err(t.value_error("I/O operation on closed epoll object")),
        fd => Ok(fd),
    }
}
/// Whether an epoll object has something ready at this moment; none if it is closed or something else.
pub(crate) fn ready_now(v: Value) -> Option<bool> {
    if !EPOLL.is_ready() || !EPOLL.is_exact(v) {
        return None;
    }
    let fd = Some(word(v)).filter(|fd| *fd >= 0)?;
    let mut e = libc::epoll_event { events: 0, u64: 0 };
    // SAFETY: room for the one event; does not wait.
    Some(unsafe { libc::epoll_wait(fd, &mut e, 1, 0) } != 0)
}
fn epoll_close(t: &mut Thread, a: Args) -> Ret {
    let old = Value::from_bits(a[0].unwrap_obj().swap(&mut t.m, 0, Value::int(-1).bits()));
    if let Some(fd) = old.as_int().filter(|fd| *fd >= 0) {
        // SAFETY: this object's own descriptor, taken out of it.
        unsafe { libc::close(fd as i32) };
    }
    Ok(Value::NONE)
}
fn control(t: &mut Thread, a: Args, op: i32) -> Ret {
    let ep = epoll_fd(t, a[0])?;
    let fd = descriptor(t, a[1])?;
    let events = if a.len() > 2 && a[2].is_bound() { t.to_i64(a[2])? as u32 } else { 7 };
    let mut e = libc::epoll_event { events, u64: fd as u64 };
    // SAFETY: `e` is filled in.
    if unsafe { libc::epoll_ctl(ep, op, fd, &mut e) } < 0 {
        return Err(os_error(t, errno()));
    }
    Ok(Value::NONE)
}
fn epoll_poll(t: &mut Thread, a: Args) -> Ret {
    let ep = epoll_fd(t, a[0])?;
    let end = match a[1].given() {
        Some(v) => {
            let n = crate::time::nanoseconds(t, v)?;
            if n < 0 { None } else { Some(n) }
        }
        None => None,
    };
    let most = if a[2].is_bound() { t.to_i64(a[2])? } else { -1 };
    if most == 0 || most < -1 {
        return Err(t.value_error(format!("maxevents must be greater than 0, got {most}")));
    }
    let most = if most < 0 { 1023 } else { most.min(4096) } as usize;
    let mut events = vec![libc::epoll_event { events: 0, u64: 0 }; most];
    let end = until(end);
    let n = loop {
        // SAFETY: room for `most` events; does not wait.
        let n = unsafe { libc::epoll_wait(ep, events.as_mut_ptr(), most as i32, 0) };
        if n < 0 && errno() != libc::EINTR {
            return Err(os_error(t, errno()));
        }
        if n > 0 {
            break n as usize;
        }
        if end.is_some_and(|e| Time::now() >= e) {
            break 0;
        }
        let mut fds = [PollFd { fd: ep, events: libc::POLLIN, revents: 0 }];
        if wait(t, &mut fds, end)? == 0 && end.is_some_and(|e| Time::now() >= e) {
            break 0;
        }
    };
    let mut out = Values::with_capacity(t, n)?;
    for e in &events[..n] {
        let (fd, events) = (e.u64 as i64, e.events);
        let pair = Tuple::make(t, &[Value::int(fd), Value::int(i64::from(events))])?;
        out.push(t, pair)?;
    }
    out.into_list(t)
}
