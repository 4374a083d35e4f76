//! `_multiprocessing`: semaphores that processes share by name; and `_posixshmem`: shared memory by name.
//!
//! A `SemLock`'s words are `[semaphore or None, kind, count, owner, maxvalue, name]`; count and owner say how often and by which
//! thread of this process it is held.

use crate::os_error::{c_int, call_blocking, os_error, os_error_at};
use crate::thread::ident;
use pyish_heap::Obj;
use pyish_vm::import::ModuleRow;
use pyish_vm::native::{class_method, member};
use pyish_vm::object::dict::Dict;
use pyish_vm::object::string::Str;
use pyish_vm::object::typeobject::Type;
use pyish_vm::types::iterators::{put, word};
use pyish_vm::types::{self, exc};
use pyish_vm::{Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, function, method, static_method};
use std::ffi::CString;

pub static MODULE: ModuleRow = ModuleRow { name: "_multiprocessing", doc: "", functions: &FUNCTIONS, init };
pub static SHARED_MEMORY: ModuleRow = ModuleRow {
    name: "_posixshmem",
    doc: "POSIX shared memory module",
    functions: &SHARED_MEMORY_FUNCTIONS,
    init: |_, _| Ok(()),
};

static FUNCTIONS: [Method; 1] = [function("sem_unlink(name, /)", sem_unlink, "Remove a named semaphore.")];
static SHARED_MEMORY_FUNCTIONS: [Method; 2] = [
    function(
        "shm_open(path, flags, mode=511)",
        shm_open,
        "Open a shared memory object.  Returns a file descriptor (integer).",
    ),
    function(
        "shm_unlink(path, /)",
        shm_unlink,
        "Remove a shared memory object (similar to unlink()): its name, and its contents once no process has them mapped.",
    ),
];

static TYPE: TypeRow = TypeRow::new("SemLock", Kind::Native2)
    .module("_multiprocessing")
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Semaphore/Mutex type");
static NEW: Method =
    static_method("__new__(cls, kind, value, maxvalue, name, unlink)", new, "Create and return a new object.");
static METHODS: [Method; 10] = [
    method("acquire(self, /, block=True, timeout=None)", acquire, "Acquire the semaphore/lock."),
    method("release(self, /)", |t, a| release(t, a[0]), "Release the semaphore/lock."),
    method("__enter__(self, /)", enter, "Enter the semaphore/lock."),
    method(
        "__exit__(self, exc_type=None, exc_value=None, exc_tb=None, /)",
        |t, a| release(t, a[0]),
        "Exit the semaphore/lock.",
    ),
    method(
        "_count(self, /)",
        |_, a| Ok(word(a[0], COUNT)),
        "Num of `acquire()`s minus num of `release()`s for this process.",
    ),
    method("_is_mine(self, /)", |t, a| Ok(Value::bool(is_mine(t, a[0]))), "Whether the lock is owned by this thread."),
    method(
        "_get_value(self, /)",
        |t, a| current(t, a[0]).map(|n| Value::int(n as i64)),
        "Get the value of the semaphore.",
    ),
    method(
        "_is_zero(self, /)",
        |t, a| current(t, a[0]).map(|n| Value::bool(n == 0)),
        "Return whether semaphore has value zero.",
    ),
    method("_after_fork(self, /)", after_fork, "Rezero the net acquisition count after fork()."),
    class_method("_rebuild(cls, handle, kind, maxvalue, name, /)", rebuild, ""),
];
static ATTRIBUTES: [Attribute; 4] = [
    member("handle", |_, v| Ok(word(v, HANDLE)), ""),
    member("kind", |_, v| Ok(word(v, KIND)), ""),
    member("maxvalue", |_, v| Ok(word(v, MAXIMUM)), ""),
    member("name", |_, v| Ok(word(v, NAME)), ""),
];

const HANDLE: usize = 0;
const KIND: usize = 1;
const COUNT: usize = 2;
const OWNER: usize = 3;
const MAXIMUM: usize = 4;
const NAME: usize = 5;
const RECURSIVE_MUTEX: i64 = 0;
const SEMAPHORE: i64 = 1;
const SEM_VALUE_MAX: i64 = i32::MAX as i64;

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let class = types::ready(t, &TYPE)?;
    d.set_named(t, "SemLock", class.value())?;
    class.dict().set_named(t, "SEM_VALUE_MAX", Value::int(SEM_VALUE_MAX))?;
    let flags = Dict::new(t)?;
    for name in ["HAVE_SEM_OPEN", "HAVE_SEM_TIMEDWAIT", "HAVE_FD_TRANSFER"] {
        flags.set_named(t, name, Value::int(1))?;
    }
    d.set_named(t, "flags", flags.value())
}
fn c_name(t: &mut Thread, v: Value) -> Result<CString, Raised> {
    let Some(s) = Str::from(v) else {
        let kind = t.type_name(v);
        return Err(t.type_error(format!("argument must be str, not {kind}")));
    };
    match CString::new(s.to_string()) {
        Ok(c) => Ok(c),
        Err(_) => Err(t.value_error("embedded null character")),
    }
}
fn failed(t: &mut Thread) -> Raised {
    os_error(t, crate::os_error::errno())
}

fn number(v: Value, i: usize) -> i64 {
    word(v, i).as_int().unwrap_or(0)
}
fn semaphore(t: &mut Thread, v: Value) -> Result<*mut libc::sem_t, Raised> {
    match word(v, HANDLE).as_int() {
        Some(p) => Ok(p as usize as *mut libc::sem_t),
        None => Err(t.value_error("semaphore is closed")),
    }
}
fn close(o: Obj) {
    if let Some(p) = Value::from_bits(o.word(HANDLE)).as_int() {
        o.set_plain(HANDLE, Value::NONE.bits());
        // SAFETY: a semaphore that `sem_open` gave, closed once.
        unsafe { libc::sem_close(p as usize as *mut libc::sem_t) };
    }
}
fn make(t: &mut Thread, class: Value, sem: *mut libc::sem_t, kind: i64, maximum: i64, name: Value) -> Ret {
    let v = types::object::alloc_instance(t, Type::of(class))?;
    put(t, v, HANDLE, Value::index(sem as usize));
    for (i, n) in [(KIND, kind), (COUNT, 0), (OWNER, 0), (MAXIMUM, maximum)] {
        put(t, v, i, Value::int(n));
    }
    put(t, v, NAME, name);
    pyish_heap::drop_register(v.unwrap_obj(), close);
    Ok(v)
}
fn new(t: &mut Thread, a: Args) -> Ret {
    let (kind, value, maximum) = (c_int(t, a[1])? as i64, c_int(t, a[2])?, c_int(t, a[3])?);
    if kind != RECURSIVE_MUTEX && kind != SEMAPHORE {
        return Err(t.value_error("unrecognized kind"));
    }
    let name = c_name(t, a[4])?;
    let unlink = t.truth(a[5])?;
    // SAFETY: a C string that outlives the call; mode and value are its variable arguments.
    let sem = unsafe {
        libc::sem_open(name.as_ptr(), libc::O_CREAT | libc::O_EXCL, 0o600 as libc::c_uint, value as libc::c_uint)
    };
    if sem == libc::SEM_FAILED {
        return Err(failed(t));
    }
    // SAFETY: a C string that outlives the call.
    if unlink && unsafe { libc::sem_unlink(name.as_ptr()) } < 0 {
        let raised = failed(t);
        // SAFETY: opened above.
        unsafe { libc::sem_close(sem) };
        return Err(raised);
    }
    make(t, a[0], sem, kind, maximum as i64, if unlink { Value::NONE } else { a[4] })
}
fn rebuild(t: &mut Thread, a: Args) -> Ret {
    let (kind, maximum) = (t.to_i64(a[2])?, t.to_i64(a[3])?);
    let sem = match a[4].given() {
        Some(name) => {
            let name = c_name(t, name)?;
            // SAFETY: a C string that outlives the call.
            unsafe { libc::sem_open(name.as_ptr(), 0) }
        }
        None => t.to_i64(a[1])? as usize as *mut libc::sem_t,
    };
    if sem == libc::SEM_FAILED {
        return Err(failed(t));
    }
    make(t, a[0], sem, kind, maximum, a[4])
}
fn sem_unlink(t: &mut Thread, a: Args) -> Ret {
    let name = c_name(t, a[0])?;
    // SAFETY: a C string that outlives the call.
    if unsafe { libc::sem_unlink(name.as_ptr()) } < 0 {
        return Err(failed(t));
    }
    Ok(Value::NONE)
}

fn is_mine(t: &Thread, v: Value) -> bool {
    number(v, COUNT) > 0 && number(v, OWNER) == ident(t)
}
fn current(t: &mut Thread, v: Value) -> Result<i32, Raised> {
    let sem = semaphore(t, v)?;
    let mut n = 0;
    // SAFETY: an open semaphore.
    if unsafe { libc::sem_getvalue(sem, &mut n) } < 0 {
        return Err(failed(t));
    }
    Ok(n.max(0))
}
fn hold(t: &mut Thread, v: Value) -> Value {
    put(t, v, COUNT, Value::int(number(v, COUNT) + 1));
    let me = ident(t);
    put(t, v, OWNER, Value::int(me));
    Value::TRUE
}
fn enter(t: &mut Thread, a: Args) -> Ret {
    take(t, a[0], true, None)
}
fn acquire(t: &mut Thread, a: Args) -> Ret {
    let block = a[1].is_unbound() || t.truth(a[1])?;
    let timeout = match a[2].given() {
        Some(v) => Some(t.to_f64(v)?.max(0.0)),
        None => None,
    };
    take(t, a[0], block, timeout)
}
fn take(t: &mut Thread, v: Value, block: bool, timeout: Option<f64>) -> Ret {
    if number(v, KIND) == RECURSIVE_MUTEX && is_mine(t, v) {
        return Ok(hold(t, v));
    }
    let sem = semaphore(t, v)? as usize;
    // SAFETY: an open semaphore.
    if unsafe { libc::sem_trywait(sem as *mut libc::sem_t) } == 0 {
        return Ok(hold(t, v));
    }
    let code = crate::os_error::errno();
    if code != libc::EAGAIN && code != libc::EINTR {
        return Err(os_error(t, code));
    }
    if !block {
        return Ok(Value::FALSE);
    }
    let until = timeout.map(|seconds| {
        let now = pyish_sched::clock::now_realtime() + (seconds.min(1e12) * 1e9) as i128;
        libc::timespec { tv_sec: (now / 1_000_000_000) as libc::time_t, tv_nsec: (now % 1_000_000_000) as libc::c_long }
    });
    let waited = call_blocking(t, || {
        let sem = sem as *mut libc::sem_t;
        // SAFETY: an open semaphore, which the caller's argument keeps open.
        i64::from(match &until {
            // SAFETY: as above; `until` is a time.
            Some(until) => unsafe { libc::sem_timedwait(sem, until) },
            // SAFETY: as above.
            None => unsafe { libc::sem_wait(sem) },
        })
    })?;
    match waited {
        Ok(_) => Ok(hold(t, v)),
        Err(libc::ETIMEDOUT) => Ok(Value::FALSE),
        Err(code) => Err(os_error(t, code)),
    }
}
fn release(t: &mut Thread, v: Value) -> Ret {
    let sem = semaphore(t, v)?;
    if number(v, KIND) == RECURSIVE_MUTEX {
        if !is_mine(t, v) {
            return Err(t.raise(&exc::AssertionError, "attempt to release recursive lock not owned by thread"));
        }
        if number(v, COUNT) > 1 {
            put(t, v, COUNT, Value::int(number(v, COUNT) - 1));
            return Ok(Value::NONE);
        }
    } else if current(t, v)? as i64 >= number(v, MAXIMUM) {
        return Err(t.value_error("semaphore or lock released too many times"));
    }
    put(t, v, COUNT, Value::int(number(v, COUNT) - 1));
    // SAFETY: an open semaphore.
    if unsafe { libc::sem_post(sem) } < 0 {
        return Err(failed(t));
    }
    Ok(Value::NONE)
}
fn after_fork(t: &mut Thread, a: Args) -> Ret {
    put(t, a[0], COUNT, Value::ZERO);
    Ok(Value::NONE)
}

// ---- shared memory

fn shm_open(t: &mut Thread, a: Args) -> Ret {
    let name = c_name(t, a[0])?;
    let flags = c_int(t, a[1])? | libc::O_CLOEXEC;
    let mode = if a[2].is_unbound() { 0o777 } else { c_int(t, a[2])? };
    // SAFETY: a C string that outlives the call.
    match call_blocking(t, || i64::from(unsafe { libc::shm_open(name.as_ptr(), flags, mode as libc::mode_t) }))? {
        Ok(fd) => Ok(Value::int(fd)),
        Err(code) => Err(os_error_at(t, code, a[0])),
    }
}
fn shm_unlink(t: &mut Thread, a: Args) -> Ret {
    let name = c_name(t, a[0])?;
    // SAFETY: a C string that outlives the call.
    match call_blocking(t, || i64::from(unsafe { libc::shm_unlink(name.as_ptr()) }))? {
        Ok(_) => Ok(Value::NONE),
        Err(code) => Err(os_error_at(t, code, a[0])),
    }
}
