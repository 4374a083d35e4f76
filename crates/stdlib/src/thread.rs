//! `_thread`: OS threads, locks, thread-local data; what `threading` stands on.
//!
//! A lock is one word: 0 free, 1 held, 2 held and waited for. Taking a free lock is a compare-and-swap; a held one is waited
//! for in the scheduler's queue. A new thread finds what it is to run in `STARTS`, a rooted dict, by number.

use pyish_heap::Obj;
use pyish_sched::{Key, Reason, Time, Woken, gil, park, unpark};
use pyish_vm::import::ModuleRow;
use pyish_vm::interpreter::{report, start};
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::List;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::flag;
use pyish_vm::types::object::alloc_instance;
use pyish_vm::types::{exc, weakref};
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, function, getter, method, static_method,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

pub static MODULE: ModuleRow = ModuleRow {
    name: "_thread",
    doc: "This module provides primitive operations to write multi-threaded programs.",
    functions: &FUNCTIONS,
    init,
};

static FUNCTIONS: [Method; 18] = [
    function(
        "start_new_thread(function, args, kwargs=None, /)",
        start_new_thread,
        "Start a new thread and return its identifier.",
    ),
    function(
        "start_joinable_thread(function, handle=None, daemon=True)",
        start_joinable_thread,
        "Start a thread that can be joined through its handle.",
    ),
    function("allocate_lock()", |t, _| new_lock(t), "Create a new lock object."),
    function("get_ident()", |t, _| t.int(ident(t)), "Return the identifier of the current thread."),
    function(
        "get_native_id()",
        |t, _| Ok(Value::int(t.m.core.os_id() as i64)),
        "Return the kernel's number of the current thread.",
    ),
    function(
        "_count()",
        |_, _| Ok(Value::index(COUNT.load(Ordering::Relaxed))),
        "Return the number of running Python threads.",
    ),
    function("stack_size(size=0, /)", stack_size, "Return the thread stack size; set it for new threads."),
    function("interrupt_main(signum=2, /)", interrupt_main, "Simulate the arrival of a signal."),
    function("daemon_threads_allowed()", |_, _| Ok(Value::TRUE), "Return True if daemon threads are allowed."),
    function("_shutdown()", shutdown, "Wait for all non-daemon threads."),
    function("_make_thread_handle(ident, /)", make_thread_handle, "A handle for a thread that was not started here."),
    function(
        "_get_main_thread_ident()",
        |t, _| t.int(MAIN_IDENT.load(Ordering::Relaxed)),
        "Return the identifier of the main thread.",
    ),
    function("_is_main_interpreter()", |_, _| Ok(Value::TRUE), "Return True if this is the main interpreter."),
    function("set_name(name, /)", set_name, "Set the name of the current thread."),
    function("exit()", |t, _| Err(t.raise_args(&exc::SystemExit, &[])), "Raise SystemExit: ends the thread silently."),
    function(
        "exit_thread()",
        |t, _| Err(t.raise_args(&exc::SystemExit, &[])),
        "Raise SystemExit: ends the thread silently.",
    ),
    function("_excepthook(args, /)", except_hook, "Handle an uncaught exception of Thread.run()."),
    function("allocate()", |t, _| new_lock(t), "Create a new lock object."),
];

static COUNT: AtomicUsize = AtomicUsize::new(0);
static MAIN_IDENT: AtomicI64 = AtomicI64::new(0);
static STACK_SIZE: AtomicUsize = AtomicUsize::new(0);
static NEXT_START: AtomicI64 = AtomicI64::new(0);
/// start number -> [function, args, kwargs, handle]
static STARTS: Immortal = Immortal::unset();
/// handles of non-daemon threads that run, by their places
static JOINED_AT_EXIT: Immortal = Immortal::unset();

/// How many Python threads run beside the main one.
pub fn running_threads() -> usize {
    COUNT.load(Ordering::Relaxed)
}

/// Stack of a thread when `stack_size` was not called.
const DEFAULT_STACK: usize = 16 << 20;

const LOCK: u8 = 1;
const JOIN: u8 = 2;

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    MAIN_IDENT.store(ident(t), Ordering::Relaxed);
    let starts = Dict::new(t)?;
    STARTS.set(starts.value());
    let handles = Dict::new(t)?;
    JOINED_AT_EXIT.set(handles.value());
    for (name, row) in [
        ("LockType", &LOCK_TYPE),
        ("lock", &LOCK_TYPE),
        ("RLock", &RLOCK),
        ("_ThreadHandle", &HANDLE),
        ("_local", &LOCAL),
    ] {
        let class = pyish_vm::types::ready(t, row)?;
        d.set_named(t, name, class.value())?;
    }
    let args = pyish_vm::types::spec::struct_class(
        t,
        "_thread",
        "_ExceptHookArgs",
        &["exc_type", "exc_value", "exc_traceback", "thread"],
    )?;
    d.set_named(t, "_ExceptHookArgs", args.value())?;
    d.set_named(t, "error", exc::RuntimeError.value())?;
    let max = t.float((i64::MAX / 1_000_000_000) as f64)?;
    d.set_named(t, "TIMEOUT_MAX", max)
}

/// The identifier of a thread: the address of its record, as pthread_self() would be.
pub fn ident(t: &Thread) -> i64 {
    t as *const Thread as usize as i64
}

fn word(o: Obj, i: usize) -> Value {
    Value::from_bits(o.word(i))
}
fn set_int(o: Obj, i: usize, n: i64) {
    o.set_plain(i, Value::int(n).bits());
}
/// Wait keys are complemented addresses: they keep nothing alive and look like nothing.
fn key(kind: u8, o: Obj) -> Key {
    Key { kind, addr: !o.addr() }
}

// ---- locks

/// Takes the lock in word `i` of `o`; false when the time is over.
pub fn acquire(t: &mut Thread, o: Obj, i: usize, blocking: bool, until: Option<Time>) -> Result<bool, Raised> {
    let (free, held, waited) = (Value::int(0).bits(), Value::int(1).bits(), Value::int(2).bits());
    if o.cas(&mut t.m, i, free, held) {
        return Ok(true);
    }
    if !blocking {
        return Ok(false);
    }
    loop {
        let slot = o.slots(i) as usize;
        let woken = park(
            &t.m.core,
            key(LOCK, o),
            Reason::Lock,
            until,
            true,
            || {
                // SAFETY: the word of a lock that this thread's stack keeps alive.
                let slot = unsafe { &*(slot as *const std::sync::atomic::AtomicU64) };
                slot.compare_exchange(held, waited, Ordering::AcqRel, Ordering::Acquire).unwrap_or_else(|x| x) != free
            },
            || (),
        );
        // others may be waiting still: the word says so
        if o.cas(&mut t.m, i, free, waited) {
            return Ok(true);
        }
        match woken {
            Woken::TimedOut => return Ok(false),
            Woken::Interrupted => t.interrupted_wait()?,
            _ => {}
        }
    }
}
/// Lets go of the lock in word `i` of `o`; false if it was free.
pub fn release(t: &mut Thread, o: Obj, i: usize) -> bool {
    let old = Value::from_bits(o.swap(&mut t.m, i, Value::int(0).bits()));
    if old.is(Value::int(2)) {
        unpark(key(LOCK, o), 1, 0, |_| ());
    }
    !old.is(Value::int(0))
}

static LOCK_TYPE: TypeRow = TypeRow::new("lock", Kind::Native1)
    .module("_thread")
    .is_final()
    .flags(flag::WEAKREF)
    .constructor(&LOCK_NEW)
    .methods(&LOCK_METHODS)
    .doc("A lock object is a synchronization primitive.");
static LOCK_NEW: Method = static_method("__new__(cls, /)", |t, _| new_lock(t), "Create a new lock object.");
static LOCK_METHODS: [Method; 10] = [
    method("acquire(self, blocking=True, timeout=-1)", lock_acquire, "Lock the lock."),
    method("acquire_lock(self, blocking=True, timeout=-1)", lock_acquire, "An obsolete synonym of acquire()."),
    method("release(self, /)", lock_release, "Release the lock."),
    method("release_lock(self, /)", lock_release, "An obsolete synonym of release()."),
    method(
        "locked(self, /)",
        |_, a| Ok(Value::bool(is_locked(a[0].unwrap_obj(), 0))),
        "Return whether the lock is locked.",
    ),
    method(
        "locked_lock(self, /)",
        |_, a| Ok(Value::bool(is_locked(a[0].unwrap_obj(), 0))),
        "An obsolete synonym of locked().",
    ),
    method(
        "__enter__(self, /)",
        |t, a| Ok(Value::bool(acquire(t, a[0].unwrap_obj(), 0, true, None)?)),
        "Lock the lock.",
    ),
    method("__exit__(self, *exc)", lock_release, "Release the lock."),
    method(
        "_at_fork_reinit(self, /)",
        |_, a| {
            set_int(a[0].unwrap_obj(), 0, 0);
            Ok(Value::NONE)
        },
        "",
    ),
    method("__repr__(self, /)", lock_repr, "Return repr(self)."),
];

fn new_lock(t: &mut Thread) -> Ret {
    pyish_vm::types::ready(t, &LOCK_TYPE)?;
    t.alloc_of(&LOCK_TYPE, &[Value::int(0); 4])
}
fn is_locked(o: Obj, i: usize) -> bool {
    !word(o, i).is(Value::int(0))
}
/// `blocking` and `timeout` as locks take them; the moment when the waiting ends.
fn wait_arguments(t: &mut Thread, blocking: Value, timeout: Value) -> Result<(bool, Option<Time>), Raised> {
    let blocking = if blocking.is_bound() { t.truth(blocking)? } else { true };
    if timeout.is_unbound() {
        return Ok((blocking, None));
    }
    let n = crate::time::timeout(t, timeout)?;
    if n == -1_000_000_000 {
        return Ok((blocking, None));
    }
    if !blocking {
        return Err(t.value_error("can't specify a timeout for a non-blocking call"));
    }
    if n < 0 {
        return Err(t.value_error("timeout value must be a non-negative number"));
    }
    if n > LONGEST_WAIT {
        return Err(t.overflow_error("timeout value is too large"));
    }
    if n == 0 {
        return Ok((false, None));
    }
    Ok((true, Some(Time::now().after(Duration::from_nanos(n as u64)))))
}
/// `TIMEOUT_MAX`, in nanoseconds.
const LONGEST_WAIT: i64 = 9_223_372_036_000_000_000;
fn lock_acquire(t: &mut Thread, a: Args) -> Ret {
    let (blocking, until) = wait_arguments(t, a[1], a[2])?;
    Ok(Value::bool(acquire(t, a[0].unwrap_obj(), 0, blocking, until)?))
}
fn lock_release(t: &mut Thread, a: Args) -> Ret {
    if release(t, a[0].unwrap_obj(), 0) { Ok(Value::NONE) } else { Err(t.runtime_error("release unlocked lock")) }
}
fn lock_repr(t: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    let state = if is_locked(o, 0) { "locked" } else { "unlocked" };
    t.str(&format!("<{state} _thread.lock object at {:#x}>", o.addr()))
}

// ---- reentrant locks: [lock, owner, count]

static RLOCK: TypeRow = TypeRow::new("RLock", Kind::Native1)
    .module("_thread")
    .flags(flag::WEAKREF)
    .constructor(&RLOCK_NEW)
    .methods(&RLOCK_METHODS)
    .doc("A lock that its holder may take again.");
static RLOCK_NEW: Method = static_method("__new__(cls, /, *args, **kwargs)", rlock_new, "Create a new RLock.");
static RLOCK_METHODS: [Method; 11] = [
    method("acquire(self, blocking=True, timeout=-1)", rlock_acquire, "Lock the lock."),
    method("release(self, /)", |t, a| rlock_release(t, a[0]), "Release the lock."),
    method("__enter__(self, /)", |t, a| Ok(Value::bool(rlock_take(t, a[0], true, None)?)), "Lock the lock."),
    method("__exit__(self, *exc)", |t, a| rlock_release(t, a[0]), "Release the lock."),
    method(
        "locked(self, /)",
        |_, a| Ok(Value::bool(is_locked(a[0].unwrap_obj(), 0))),
        "Return whether the lock is locked.",
    ),
    method("_is_owned(self, /)", |t, a| Ok(Value::bool(owned(t, a[0].unwrap_obj()))), ""),
    method(
        "_recursion_count(self, /)",
        |t, a| Ok(if owned(t, a[0].unwrap_obj()) { word(a[0].unwrap_obj(), 2) } else { Value::int(0) }),
        "",
    ),
    method("_acquire_restore(self, state, /)", rlock_restore, ""),
    method("_release_save(self, /)", rlock_save, ""),
    method(
        "_at_fork_reinit(self, /)",
        |_, a| {
            (0..3).for_each(|i| set_int(a[0].unwrap_obj(), i, 0));
            Ok(Value::NONE)
        },
        "",
    ),
    method("__repr__(self, /)", rlock_repr, "Return repr(self)."),
];
fn rlock_new(t: &mut Thread, a: Args) -> Ret {
    let v = alloc_instance(t, Type::of(a[0]))?;
    (0..4).for_each(|i| set_int(v.unwrap_obj(), i, 0));
    Ok(v)
}
fn owned(t: &Thread, o: Obj) -> bool {
    is_locked(o, 0) && word(o, 1).as_int() == Some(ident(t))
}
fn rlock_take(t: &mut Thread, v: Value, blocking: bool, until: Option<Time>) -> Result<bool, Raised> {
    let o = v.unwrap_obj();
    if owned(t, o) {
        set_int(o, 2, word(o, 2).unwrap_int() + 1);
        return Ok(true);
    }
    if !acquire(t, o, 0, blocking, until)? {
        return Ok(false);
    }
    set_int(o, 1, ident(t));
    set_int(o, 2, 1);
    Ok(true)
}
fn rlock_acquire(t: &mut Thread, a: Args) -> Ret {
    let (blocking, until) = wait_arguments(t, a[1], a[2])?;
    Ok(Value::bool(rlock_take(t, a[0], blocking, until)?))
}
fn rlock_release(t: &mut Thread, v: Value) -> Ret {
    let o = v.unwrap_obj();
    if !owned(t, o) {
        return Err(t.runtime_error("cannot release un-acquired lock"));
    }
    let n = word(o, 2).unwrap_int() - 1;
    set_int(o, 2, n);
    if n == 0 {
        set_int(o, 1, 0);
        release(t, o, 0);
    }
    Ok(Value::NONE)
}
fn rlock_save(t: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    if !owned(t, o) {
        return Err(t.runtime_error("cannot release un-acquired lock"));
    }
    let state = Tuple::make(t, &[word(o, 2), word(o, 1)])?;
    set_int(o, 2, 0);
    set_int(o, 1, 0);
    release(t, o, 0);
    Ok(state)
}
fn rlock_restore(t: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    let Some(state) = Tuple::from(a[1]).filter(|s| s.len() == 2) else {
        return Err(t.type_error("_acquire_restore() argument 1 must be a 2-tuple"));
    };
    acquire(t, o, 0, true, None)?;
    o.set_plain(2, state.get(0).bits());
    set_int(o, 1, ident(t));
    Ok(Value::NONE)
}
fn rlock_repr(t: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    let state = if is_locked(o, 0) { "locked" } else { "unlocked" };
    let (owner, count) = (word(o, 1).unwrap_int(), word(o, 2).unwrap_int());
    let name = pyish_vm::types::type_::full_name(t, t.class_of(a[0]));
    t.str(&format!("<{state} {name} object owner={owner} count={count} at {:#x}>", o.addr()))
}

// ---- thread handles: [state, ident], state 0 not started, 1 starting, 2 running, 3 done

static HANDLE: TypeRow = TypeRow::new("_ThreadHandle", Kind::Native1)
    .module("_thread")
    .is_final()
    .flags(flag::WEAKREF)
    .constructor(&HANDLE_NEW)
    .methods(&HANDLE_METHODS)
    .attributes(&HANDLE_ATTRIBUTES);
static HANDLE_NEW: Method = static_method("__new__(cls, /)", |t, _| new_handle(t, 0, 0), "Create a new handle.");
static HANDLE_METHODS: [Method; 4] = [
    method("join(self, timeout=None, /)", handle_join, "Wait for the thread's end."),
    method(
        "is_done(self, /)",
        |_, a| Ok(Value::bool(word(a[0].unwrap_obj(), 0).is(Value::int(3)))),
        "Return whether it has ended.",
    ),
    method(
        "_set_done(self, /)",
        |t, a| {
            if word(a[0].unwrap_obj(), 0).is(Value::int(0)) {
                return Err(t.runtime_error("thread not started"));
            }
            finish(a[0].unwrap_obj());
            Ok(Value::NONE)
        },
        "",
    ),
    method("__repr__(self, /)", handle_repr, "Return repr(self)."),
];
static HANDLE_ATTRIBUTES: [Attribute; 1] = [getter("ident", |_, v| Ok(word(v.unwrap_obj(), 1)), "")];

fn new_handle(t: &mut Thread, state: i64, ident: i64) -> Ret {
    pyish_vm::types::ready(t, &HANDLE)?;
    t.alloc_of(&HANDLE, &[Value::int(state), Value::int(ident), Value::int(0), Value::int(0)])
}
fn make_thread_handle(t: &mut Thread, a: Args) -> Ret {
    let ident = t.to_i64(a[0])?;
    new_handle(t, 2, ident)
}
fn handle_repr(t: &mut Thread, a: Args) -> Ret {
    let ident = word(a[0].unwrap_obj(), 1).unwrap_int();
    t.str(&format!("<_ThreadHandle object: ident={ident}>"))
}
/// Marks a thread as ended and wakes who waits for it.
fn finish(o: Obj) {
    set_int(o, 0, 3);
    unpark(key(JOIN, o), usize::MAX, 0, |_| ());
}
fn handle_join(t: &mut Thread, a: Args) -> Ret {
    let o = a[0].unwrap_obj();
    let until = match a[1].given() {
        None => None,
        Some(v) => {
            let n = crate::time::timeout(t, v)?;
            if n < 0 { None } else { Some(Time::now().after(Duration::from_nanos(n as u64))) }
        }
    };
    if word(o, 0).is(Value::int(0)) {
        return Err(t.runtime_error("thread not started"));
    }
    if word(o, 1).as_int() == Some(ident(t)) && !word(o, 0).is(Value::int(3)) {
        return Err(t.runtime_error("Cannot join current thread"));
    }
    wait_for_end(t, o, until)?;
    Ok(Value::NONE)
}
fn wait_for_end(t: &mut Thread, o: Obj, until: Option<Time>) -> Result<bool, Raised> {
    while !word(o, 0).is(Value::int(3)) {
        let slot = o.slots(0) as usize;
        let woken = park(
            &t.m.core,
            key(JOIN, o),
            Reason::Join,
            until,
            true,
            || {
                // SAFETY: the word of a handle that this thread's stack keeps alive.
                unsafe {
                    (*(slot as *const std::sync::atomic::AtomicU64)).load(Ordering::Acquire) != Value::int(3).bits()
                }
            },
            || (),
        );
        match woken {
            Woken::TimedOut => return Ok(word(o, 0).is(Value::int(3))),
            Woken::Interrupted => t.interrupted_wait()?,
            _ => {}
        }
    }
    Ok(true)
}

// ---- starting

fn start_new_thread(t: &mut Thread, a: Args) -> Ret {
    if !t.is_callable(a[0]) {
        return Err(t.type_error("first arg must be callable"));
    }
    let Some(args) = Tuple::from(a[1]) else {
        return Err(t.type_error("2nd arg must be a tuple"));
    };
    if a[2].given().is_some_and(|k| Dict::from(k).is_none()) {
        return Err(t.type_error("optional 3rd arg must be a dictionary"));
    }
    let handle = new_handle(t, 1, 0)?;
    launch(t, a[0], args, a[2], handle)?;
    Ok(word(handle.unwrap_obj(), 1))
}
fn start_joinable_thread(t: &mut Thread, a: Args) -> Ret {
    if !t.is_callable(a[0]) {
        return Err(t.type_error("thread function must be callable"));
    }
    let handle = match a[1].given() {
        Some(h) => h,
        None => new_handle(t, 0, 0)?,
    };
    let o = handle.unwrap_obj();
    if !o.cas(&mut t.m, 0, Value::int(0).bits(), Value::int(1).bits()) {
        return Err(t.runtime_error("thread already started"));
    }
    let daemon = if a[2].is_bound() { t.truth(a[2])? } else { true };
    if !daemon {
        Dict::of(JOINED_AT_EXIT.get()).set(t, place(o), handle)?;
    }
    let args = Tuple::empty(t);
    if let Err(e) = launch(t, a[0], args, Value::NONE, handle) {
        let raised = t.take_exception();
        Dict::of(JOINED_AT_EXIT.get()).remove(t, place(o))?;
        t.exc = raised;
        set_int(o, 0, 0);
        return Err(e);
    }
    Ok(handle)
}

/// Starts an OS thread for `function(*args, **kwargs)`; the handle has its identifier afterwards.
fn launch(t: &mut Thread, function: Value, args: Tuple, kwargs: Value, handle: Value) -> Result<(), Raised> {
    let number = NEXT_START.fetch_add(1, Ordering::Relaxed);
    let start = Tuple::make(t, &[function, args.value(), kwargs.or(Value::NONE), handle])?;
    Dict::of(STARTS.get()).set(t, Value::int(number), start)?;
    if !gil::enabled() {
        pyish_heap::set_single(false);
    }
    let stack = match STACK_SIZE.load(Ordering::Relaxed) {
        0 => DEFAULT_STACK,
        // what was asked for is for small C frames
        n => n.max(1 << 20),
    };
    let limit = t.recursion_limit;
    COUNT.fetch_add(1, Ordering::Relaxed);
    let arrived = Arc::new(AtomicUsize::new(0));
    let there = Arc::clone(&arrived);
    let spawned = pyish_sched::spawn("Thread", stack, move || thread_main(number, limit, &there));
    if spawned.is_err() {
        COUNT.fetch_sub(1, Ordering::Relaxed);
        Dict::of(STARTS.get()).remove(t, Value::int(number))?;
        return Err(t.runtime_error("can't start new thread"));
    }
    // The GIL is kept until the new thread stands in its queue: else the threads started before would run on alone
    // meanwhile, and short ones to their end.
    pyish_sched::safe_keep(&t.m.core, || {
        while arrived.load(Ordering::Acquire) == 0 {
            // SAFETY: no arguments.
            unsafe { libc::sched_yield() };
        }
    });
    // the identifier is the address of the new thread's record
    set_int(handle.unwrap_obj(), 1, arrived.load(Ordering::Acquire) as i64);
    Ok(())
}

/// What a new OS thread runs.
fn thread_main(number: i64, recursion_limit: usize, arrived: &AtomicUsize) {
    let t = start::attach_after("Thread", |record| arrived.store(record, Ordering::Release));
    t.recursion_limit = recursion_limit;
    let found = Dict::of(STARTS.get()).remove(t, Value::int(number));
    if let Ok(Some(s)) = found {
        let s = Tuple::of(s);
        let o = s.get(3).unwrap_obj();
        set_int(o, 1, ident(t));
        set_int(o, 0, 2);
        let r = t.call_with_tuple_and_dict(s.get(0), Tuple::of(s.get(1)), s.get(2));
        if r.is_err() {
            if !t.raised_is(&exc::SystemExit) {
                let raised = t.take_exception();
                let function = t.repr_text(s.get(0)).unwrap_or_default();
                t.exc = raised;
                let message = format!("Exception ignored in thread started by {function}");
                report::print_unraisable(t, &message, Value::NONE);
            }
            t.exc = Value::UNBOUND;
        }
        if forget_locals(t).is_err() {
            t.exc = Value::UNBOUND;
        }
        finish(o);
        if Dict::of(JOINED_AT_EXIT.get()).remove(t, place(o)).is_err() {
            t.exc = Value::UNBOUND;
        }
    }
    COUNT.fetch_sub(1, Ordering::Relaxed);
    start::end(t);
}

/// Waits for all non-daemon threads; a second interrupt leaves them.
fn shutdown(t: &mut Thread, _: Args) -> Ret {
    let handles = Dict::of(JOINED_AT_EXIT.get());
    loop {
        let mine = ident(t);
        let other = |(_, h): &(Value, Value)| word(h.unwrap_obj(), 1).as_int() != Some(mine);
        let Some((key, h)) = handles.iter().find(other) else { return Ok(Value::NONE) };
        let o = h.unwrap_obj();
        if !word(o, 0).is(Value::int(0)) {
            wait_for_end(t, o, None)?;
        }
        handles.remove(t, key)?;
    }
}
/// In a forked child: the other threads are gone, and nobody waits for them.
pub fn after_fork(t: &mut Thread) {
    COUNT.store(0, Ordering::Relaxed);
    for table in [&STARTS, &JOINED_AT_EXIT].map(Immortal::get) {
        let Some(table) = Dict::from(table) else { continue };
        for (_, v) in table.iter() {
            let handle = Tuple::from(v).map_or(v, |start| start.get(3));
            if word(handle.unwrap_obj(), 1).as_int() != Some(ident(t)) {
                set_int(handle.unwrap_obj(), 0, 3);
            }
        }
        if table.clear(t).is_err() {
            t.exc = Value::UNBOUND;
        }
    }
}
/// The key of a handle that a table keeps alive.
fn place(o: Obj) -> Value {
    Value::int((o.addr() >> 3) as i64)
}

fn stack_size(t: &mut Thread, a: Args) -> Ret {
    let old = STACK_SIZE.load(Ordering::Relaxed);
    if a[0].is_bound() {
        let n = t.to_i64(a[0])?;
        if n < 0 {
            return Err(t.value_error("size must be 0 or a positive value"));
        }
        if n != 0 && n < 32768 {
            return Err(t.value_error(format!("size not valid: {n} bytes")));
        }
        STACK_SIZE.store(if n == 0 { 0 } else { n as usize }, Ordering::Relaxed);
    }
    Ok(Value::index(old))
}
fn interrupt_main(t: &mut Thread, a: Args) -> Ret {
    let n = if a[0].is_bound() { t.to_i64(a[0])? } else { 2 };
    if !(1..65).contains(&n) {
        return Err(t.value_error("signal number out of range"));
    }
    pyish_sched::signals::simulate(n as i32);
    Ok(Value::NONE)
}
fn set_name(t: &mut Thread, a: Args) -> Ret {
    let name = t.expect_str(a[0], "set_name() argument")?.to_string();
    t.m.core.set_name(&name);
    Ok(Value::NONE)
}

/// `threading.excepthook`: the exception on stderr with the thread's name.
fn except_hook(t: &mut Thread, a: Args) -> Ret {
    let Some(args) = Tuple::from(a[0]).filter(|x| x.len() == 4) else {
        return Err(t.type_error("_thread.excepthook argument type must be ExceptHookArgs"));
    };
    if args.get(0).is(exc::SystemExit.value()) {
        return Ok(Value::NONE);
    }
    let name = match args.get(3).given() {
        Some(thread) => {
            let name = t.get_attr_named(thread, "name")?;
            t.str_text(name)?
        }
        None => ident(t).to_string(),
    };
    report::write_error(t, &format!("Exception in thread {name}:\n"));
    report::print_exception(t, args.get(1));
    Ok(Value::NONE)
}

// ---- thread-local data: [args, kwargs, a dict of each thread's attributes by the thread's number]

const BY_THREAD: usize = 2;

static LOCAL: TypeRow = TypeRow::new("_local", Kind::Native1)
    .module("_thread")
    .flags(flag::WEAKREF | flag::GETATTRIBUTE | flag::SETATTR)
    .constructor(&LOCAL_NEW)
    .methods(&LOCAL_METHODS)
    .doc("Thread-local data");
static LOCAL_NEW: Method =
    static_method("__new__(cls, /, *args, **kwargs)", local_new, "Create and return a new object.");
static LOCAL_METHODS: [Method; 3] = [
    method("__getattribute__(self, name, /)", local_get, "Return getattr(self, name)."),
    method("__setattr__(self, name, value, /)", local_set, "Implement setattr(self, name, value)."),
    method("__delattr__(self, name, /)", local_del, "Implement delattr(self, name)."),
];

fn local_new(t: &mut Thread, a: Args) -> Ret {
    let class = Type::of(a[0]);
    let given = !Tuple::of(a[1]).is_empty() || a[2].is_bound();
    let (_, init) = class.constructors(t);
    let own_init = pyish_vm::types::native_function::NativeFunction::from(init).is_none();
    if given && !own_init {
        return Err(t.type_error("Initialization arguments are not supported"));
    }
    let v = alloc_instance(t, class)?;
    let o = v.unwrap_obj();
    for i in 0..4 {
        o.set_plain(i, Value::NONE.bits());
    }
    o.set(&mut t.m, 0, a[1].bits());
    o.set(&mut t.m, 1, a[2].or(Value::NONE).bits());
    let by_thread = Dict::new(t)?;
    o.set(&mut t.m, BY_THREAD, by_thread.value().bits());
    // this thread's __init__ is run by the call of the class itself
    own_dict(t, v)?;
    Ok(v)
}
/// This thread's attributes of a local object, made (by `__init__`) at its first use here.
fn local_dict(t: &mut Thread, v: Value) -> Result<Dict, Raised> {
    let (d, fresh) = own_dict(t, v)?;
    if fresh {
        let class = t.class_of(v);
        let (_, init) = class.constructors(t);
        if pyish_vm::types::native_function::NativeFunction::from(init).is_none() {
            let o = v.unwrap_obj();
            let bound = t.descriptor_get(init, v, class)?;
            t.call_with_tuple_and_dict(bound, Tuple::of(word(o, 0)), word(o, 1))?;
        }
    }
    Ok(d)
}
fn own_dict(t: &mut Thread, v: Value) -> Result<(Dict, bool), Raised> {
    let o = v.unwrap_obj();
    let key = thread_key(t);
    let by_thread = Dict::of(word(o, BY_THREAD));
    match by_thread.get(t, key)? {
        Some(d) => Ok((Dict::of(d), false)),
        None => {
            let d = Dict::new(t)?;
            remember_local(t, v)?;
            by_thread.set(t, key, d.value())?;
            Ok((d, true))
        }
    }
}
/// A number that no other thread ever has.
fn thread_key(t: &Thread) -> Value {
    Value::int(t.m.core.id.0 as i64)
}
/// Notes a local object that holds attributes of this thread: the thread's end takes them out of it.
fn remember_local(t: &mut Thread, v: Value) -> Result<(), Raised> {
    let mut locals = match List::from(t.spare[0]) {
        Some(l) => l,
        None => List::new(t, &[])?,
    };
    let n = locals.len();
    if n >= 64 && n.is_power_of_two() {
        let living = List::new(t, &[])?;
        for i in 0..n {
            if let Some(r) = locals.get(i).filter(|r| weakref::target(*r).is_some()) {
                living.push(t, r)?;
            }
        }
        locals = living;
    }
    t.spare[0] = locals.value();
    let r = weakref::new(t, v, Value::NONE)?;
    locals.push(t, r)
}
/// Takes the attributes of a thread that ends out of the local objects that still live.
fn forget_locals(t: &mut Thread) -> Result<(), Raised> {
    let Some(locals) = List::from(t.spare[0]) else { return Ok(()) };
    let key = thread_key(t);
    for i in 0..locals.len() {
        if let Some(v) = locals.get(i).and_then(weakref::target) {
            Dict::of(word(v.unwrap_obj(), BY_THREAD)).remove(t, key)?;
        }
    }
    Ok(())
}
fn local_get(t: &mut Thread, a: Args) -> Ret {
    let name = t.intern_str(Str::of(a[1]))?;
    let d = local_dict(t, a[0])?;
    let class = t.class_of(a[0]);
    if name.is(t.names().__dict__) {
        return Ok(d.value());
    }
    if let Some(f) = class.lookup(t, name)
        && t.is_data_descriptor(f)
    {
        return t.descriptor_get(f, a[0], class);
    }
    if let Some(x) = d.get_str(name) {
        return Ok(x);
    }
    match class.lookup(t, name) {
        Some(f) => t.descriptor_get(f, a[0], class),
        None => Err(t.no_attribute(a[0], name)),
    }
}
fn local_set(t: &mut Thread, a: Args) -> Ret {
    let name = t.intern_str(Str::of(a[1]))?;
    let class = t.class_of(a[0]);
    if name.is(t.names().__dict__) {
        let kind = class.name_string();
        return Err(t.attribute_error(format!("'{kind}' object attribute '__dict__' is read-only"), a[0], name));
    }
    if let Some(f) = class.lookup(t, name)
        && t.is_data_descriptor(f)
    {
        t.set_attr_plain(a[0], class, name, a[2])?;
        return Ok(Value::NONE);
    }
    local_dict(t, a[0])?.set(t, name, a[2])?;
    Ok(Value::NONE)
}
fn local_del(t: &mut Thread, a: Args) -> Ret {
    let name = t.intern_str(Str::of(a[1]))?;
    match local_dict(t, a[0])?.remove(t, name)? {
        Some(_) => Ok(Value::NONE),
        None => Err(t.no_attribute(a[0], name)),
    }
}
