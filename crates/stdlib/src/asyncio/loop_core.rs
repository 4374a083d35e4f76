//! `LoopCore`: what `asyncio.BaseEventLoop` inherits: the ready queue, the timers and one turn of the loop.
//!
//! `[ready, scheduled, cancelled timers, closed, stopping, debug, thread id, clock resolution, task factory, current handle,
//! current task, what is known, whether a task has failed unseen]`. Each word is the attribute that the Python half knows, so both halves work on
//! the same deque and list. A program may override any method: `known` says which of them native code may
//! take a short way past, and is looked up anew when the loop's shape or any class has changed.

use super::{Python, future, handle, inherits, task, timers};
use crate::collections::deque::{self, Deque};
use crate::contextvars;
use pyish_heap::Obj;
use pyish_sched::Time;
use pyish_vm::names::Immortal;
use pyish_vm::native::class_method;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::set::Set;
use pyish_vm::object::shape::Shape;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::{EPOCH, flag};
use pyish_vm::ops::arithmetic::BinaryOp;
use pyish_vm::ops::compare::CompareOp;
use pyish_vm::types::float;
use pyish_vm::types::iterators::{put, word};
use pyish_vm::types::{object, weakref};
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, attribute, method, static_method,
};
use std::sync::atomic::Ordering;

pub(super) static TYPE: TypeRow = TypeRow::new("LoopCore", Kind::Native4)
    .module("_asyncio")
    .flags(flag::WEAKREF)
    .words(WORDS)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("What event loops are made of.");
static NEW: Method = static_method("__new__(cls, *args, **kwargs)", loop_new, "");
static METHODS: [Method; 15] = [
    method(
        "call_soon(self, callback, *args, context=None)",
        call_soon_method,
        "Arrange for a callback to be called as soon as possible.",
    ),
    method("_call_soon(self, callback, args, context)", |t, a| entry(t, a[0], a[1], a[2], a[3]), ""),
    method(
        "call_at(self, when, callback, *args, context=None)",
        call_at_method,
        "Like call_later(), but uses an absolute time.",
    ),
    method(
        "call_later(self, delay, callback, *args, context=None)",
        call_later,
        "Arrange for a callback to be called at a given time.",
    ),
    method("time(self, /)", |t, _| t.float(now()), "Return the time according to the event loop's clock."),
    method("get_debug(self, /)", |_, a| Ok(word(a[0], DEBUG)), ""),
    method("is_closed(self, /)", |_, a| Ok(word(a[0], CLOSED)), "Returns True if the event loop was closed."),
    method(
        "is_running(self, /)",
        |_, a| Ok(Value::bool(!word(a[0], THREAD).is_none())),
        "Returns True if the event loop is running.",
    ),
    method(
        "stop(self, /)",
        |t, a| {
            put(t, a[0], STOPPING, Value::TRUE);
            Ok(Value::NONE)
        },
        "Stop running the event loop.",
    ),
    method("create_future(self, /)", create_future, "Create a Future object attached to the loop."),
    method("create_task(self, coro, **kwargs)", create_task, "Schedule or begin executing a coroutine object."),
    method("_check_closed(self, /)", |t, a| check_closed(t, a[0]).map(|()| Value::NONE), ""),
    method(
        "_timer_handle_cancelled(self, handle, /)",
        timer_cancelled_method,
        "Notification that a TimerHandle has been cancelled.",
    ),
    method(
        "_run_once(self, /)",
        |t, a| run_once(t, a[0]).map(|()| Value::NONE),
        "Run one full iteration of the event loop.",
    ),
    class_method("_over(cls, loop_class, /)", over, "Lets a class have the native methods in the place of its own."),
];
macro_rules! words {
    ($($name:literal $word:expr),* $(,)?) => {
        [$( attribute(
            $name,
            |_, v| Ok(word(v, $word)),
            |t, v, x| {
                put(t, v, $word, x.or(Value::NONE));
                Ok(())
            },
            "",
        ) ),*]
    };
}
static ATTRIBUTES: [Attribute; 10] = words! {
    "_ready" READY, "_scheduled" TIMERS, "_timer_cancelled_count" CANCELLED, "_closed" CLOSED, "_stopping" STOPPING,
    "_debug" DEBUG, "_thread_id" THREAD, "_clock_resolution" RESOLUTION, "_task_factory" FACTORY, "_current_handle" HANDLE,
};

const READY: usize = 0;
const TIMERS: usize = 1;
const CANCELLED: usize = 2;
const CLOSED: usize = 3;
const STOPPING: usize = 4;
const DEBUG: usize = 5;
const THREAD: usize = 6;
const RESOLUTION: usize = 7;
const FACTORY: usize = 8;
const HANDLE: usize = 9;
pub(super) const CURRENT_TASK: usize = 10;
const KNOWN: usize = 11;
const DOUBTFUL: usize = 12;
const WORDS: usize = 13;

/// The longest wait of a selector, in seconds; and when cancelled timers are swept out.
const LONGEST_WAIT: f64 = 86_400.0;
const LEAST_TIMERS: usize = 100;

fn loop_new(t: &mut Thread, a: Args) -> Ret {
    let v = object::alloc_instance(t, Type::of(a[0]))?;
    let o = v.unwrap_obj();
    for i in 0..WORDS {
        o.set_plain(i, Value::NONE.bits());
    }
    for i in [CLOSED, STOPPING, DEBUG, DOUBTFUL] {
        o.set_plain(i, Value::FALSE.bits());
    }
    o.set_plain(CANCELLED, Value::ZERO.bits());
    o.set_plain(KNOWN, Value::ZERO.bits());
    let ready = deque::empty(t)?;
    put(t, v, READY, ready);
    let timers = List::new(t, &[])?;
    put(t, v, TIMERS, timers.value());
    Ok(v)
}
/// As a decorator: what is native here leaves the class's dict, and so is inherited.
fn over(t: &mut Thread, a: Args) -> Ret {
    let Some(class) = Type::from(a[1]) else { return Err(t.type_error("a class is expected")) };
    for m in METHODS.iter().filter(|m| m.name() != "_over") {
        let name = t.intern(m.name())?;
        class.dict().remove(t, name)?;
    }
    Type::changed();
    Ok(a[1])
}

// ---- what may be taken a short way

const CALL_SOON: i64 = 1;
const TIME: i64 = 2;
const CALL_AT: i64 = 4;
const GET_DEBUG: i64 = 8;
const NOTE_CANCELLED: i64 = 16;
const BITS: [(i64, &str); 6] = [
    (CALL_SOON, "call_soon"),
    (CALL_SOON, "_call_soon"),
    (TIME, "time"),
    (CALL_AT, "call_at"),
    (GET_DEBUG, "get_debug"),
    (NOTE_CANCELLED, "_timer_handle_cancelled"),
];

#[inline]
pub(super) fn is_core(t: &Thread, v: Value) -> bool {
    v.obj().is_some_and(|o| o.kind() == Kind::Native4 as u8) && t.class_of(v).is_subclass(TYPE.get())
}
/// Whether the methods of `bit` are the native ones, for a loop made of `LoopCore`.
#[inline]
fn native(t: &mut Thread, of: Obj, bit: i64) -> bool {
    let stamp = (i64::from(of.shape()) << 21 | (EPOCH.load(Ordering::Acquire) as i64 & 0x1F_FFFF)) << 8;
    let known = Value::from_bits(of.word(KNOWN)).unwrap_int();
    let bits = if known & !0xFF == stamp { known } else { learn(t, of, stamp) };
    bits & bit != 0
}
#[cold]
#[inline(never)]
fn learn(t: &mut Thread, of: Obj, stamp: i64) -> i64 {
    let class = Shape::of(of).class();
    let mut bits = 0xFF;
    for (bit, text) in BITS {
        let Ok(name) = t.intern(text) else { return 0 };
        let row = METHODS.iter().find(|m| m.name() == text).expect("a method of LoopCore");
        if !inherits(t, class, name, row) || t.own_attr(of, class, name).is_some() {
            bits &= !bit;
        }
    }
    // attributes in a dict come and go without a new shape
    if !Shape::of(of).is_dict_mode() {
        of.set_plain(KNOWN, Value::int(stamp | bits).bits());
    }
    bits
}
/// `loop.get_debug()`.
#[inline]
pub(super) fn debug(t: &mut Thread, of: Value) -> Result<bool, Raised> {
    if is_core(t, of) && native(t, of.unwrap_obj(), GET_DEBUG) {
        return t.truth(word(of, DEBUG));
    }
    let d = t.call_method_named(of, "get_debug", &[])?;
    t.truth(d)
}

// ---- the ready queue

fn check_closed(t: &mut Thread, of: Value) -> Result<(), Raised> {
    if t.truth(word(of, CLOSED))? {
        return Err(t.runtime_error("Event loop is closed"));
    }
    Ok(())
}
/// The ready queue of a loop in which native code may put its own entries.
#[inline]
fn short_way(t: &mut Thread, of: Value) -> Option<Deque> {
    if is_core(t, of)
        && word(of, DEBUG).is(Value::FALSE)
        && word(of, CLOSED).is(Value::FALSE)
        && native(t, of.unwrap_obj(), CALL_SOON)
        && deque::TYPE.is_exact(word(of, READY))
    {
        return Some(Deque::of(word(of, READY)));
    }
    None
}
/// `loop.call_soon(callback, v, context=context)`; a Task as the callback is woken up.
pub(super) fn call_soon(t: &mut Thread, of: Value, callback: Value, v: Value, context: Value) -> Result<(), Raised> {
    let compact = task::is_task(t, callback);
    if let Some(ready) = short_way(t, of) {
        let args = if compact { v } else { Tuple::make(t, &[v])? };
        let h = handle::new(t, of, callback, args, context)?;
        return ready.push_back(t, h);
    }
    let callback = future::visible_callback(t, callback)?;
    let f = t.get_attr_named(of, "call_soon")?;
    t.call_keywords(f, &[callback, v], &[("context", context)]).map(|_| ())
}
/// Schedules a step of a task.
pub(super) fn call_step_soon(
    t: &mut Thread,
    of: Value,
    task: Value,
    exception: Value,
    context: Value,
) -> Result<(), Raised> {
    if let Some(ready) = short_way(t, of) {
        let h = handle::new(t, of, task, exception, context)?;
        return ready.push_back(t, h);
    }
    let callback = super::step::step_method(t, task, exception)?;
    let f = t.get_attr_named(of, "call_soon")?;
    t.call_keywords(f, &[callback], &[("context", context)]).map(|_| ())
}
/// Makes a handle and puts it into the ready queue: `_call_soon`.
fn entry(t: &mut Thread, of: Value, callback: Value, args: Value, context: Value) -> Ret {
    let context = if context.given().is_none() || context.is_none() { contextvars::copy_current(t)? } else { context };
    let h = handle::new(t, of, callback, args, context)?;
    if debug(t, of)? {
        handle::note_source(t, h)?;
    }
    let ready = word(of, READY);
    if deque::TYPE.is_exact(ready) {
        Deque::of(ready).push_back(t, h)?;
    } else {
        t.call_method_named(ready, "append", &[h])?;
    }
    Ok(h)
}
fn check_debug(t: &mut Thread, of: Value, callback: Value, name: &str) -> Result<(), Raised> {
    if t.truth(word(of, DEBUG))? {
        t.call_method_named(of, "_check_thread", &[])?;
        let name = t.str(name)?;
        t.call_method_named(of, "_check_callback", &[callback, name])?;
    }
    Ok(())
}
fn call_soon_method(t: &mut Thread, a: Args) -> Ret {
    check_closed(t, a[0])?;
    check_debug(t, a[0], a[1], "call_soon")?;
    let context = a[3].or(Value::NONE);
    if native(t, a[0].unwrap_obj(), CALL_SOON) {
        return entry(t, a[0], a[1], a[2], context);
    }
    t.call_method_named(a[0], "_call_soon", &[a[1], a[2], context])
}

// ---- timers

fn now() -> f64 {
    Time::now().0 as f64 / 1e9
}
/// `loop.time()`.
fn time(t: &mut Thread, of: Value) -> Ret {
    if native(t, of.unwrap_obj(), TIME) { t.float(now()) } else { t.call_method_named(of, "time", &[]) }
}
fn call_at(t: &mut Thread, of: Value, when: Value, callback: Value, args: Value, context: Value) -> Ret {
    if when.is_none() {
        return Err(t.type_error("when cannot be None"));
    }
    check_closed(t, of)?;
    check_debug(t, of, callback, "call_at")?;
    let context = if context.is_none() { contextvars::copy_current(t)? } else { context };
    let h = handle::new_timer(t, when, of, callback, args, context)?;
    if debug(t, of)? {
        handle::note_source(t, h)?;
    }
    match List::from(word(of, TIMERS)) {
        Some(l) => timers::push(t, l, h)?,
        None => return Err(t.type_error("loop._scheduled must be a list")),
    }
    timers::set_scheduled(t, h, true)?;
    Ok(h)
}
fn call_at_method(t: &mut Thread, a: Args) -> Ret {
    call_at(t, a[0], a[1], a[2], a[3], a[4].or(Value::NONE))
}
fn call_later(t: &mut Thread, a: Args) -> Ret {
    let (of, context) = (a[0], a[4].or(Value::NONE));
    if a[1].is_none() {
        return Err(t.type_error("delay must not be None"));
    }
    let now = time(t, of)?;
    let when = t.binary(BinaryOp::Add, now, a[1])?;
    if native(t, of.unwrap_obj(), CALL_AT) {
        return call_at(t, of, when, a[2], a[3], context);
    }
    let mut all = Values::from_slice(t, &[when, a[2]])?;
    for x in Tuple::of(a[3]).iter() {
        all.push(t, x)?;
    }
    let d = Dict::new(t)?;
    d.set_named(t, "context", context)?;
    let f = t.get_attr_named(of, "call_at")?;
    let all = Tuple::of(all.into_tuple(t)?);
    t.call_with_tuple_and_dict(f, all, d.value())
}
/// Counts a cancelled timer; false if the loop wants to be told by its method.
pub(super) fn timer_cancelled(t: &mut Thread, of: Value, h: Value) -> bool {
    if !is_core(t, of) || !native(t, of.unwrap_obj(), NOTE_CANCELLED) {
        return false;
    }
    if word(h, handle::SCHEDULED).is(Value::TRUE) {
        count_cancelled(t, of, 1);
    }
    true
}
fn count_cancelled(t: &mut Thread, of: Value, by: i64) {
    let n = word(of, CANCELLED).as_int().unwrap_or(0);
    put(t, of, CANCELLED, Value::int(n + by));
}
fn timer_cancelled_method(t: &mut Thread, a: Args) -> Ret {
    let scheduled = t.get_attr_named(a[1], "_scheduled")?;
    if t.truth(scheduled)? {
        count_cancelled(t, a[0], 1);
    }
    Ok(Value::NONE)
}

// ---- tasks and futures

static FUTURES: Python = Python::new("asyncio.futures", "Future");
static TASKS: Python = Python::new("asyncio.tasks", "Task");

fn create_future(t: &mut Thread, a: Args) -> Ret {
    let class = FUTURES.now(t)?;
    if class.is(future::TYPE.value()) {
        return future::new(t, a[0]);
    }
    t.call_keywords(class, &[], &[("loop", a[0])])
}
fn create_task(t: &mut Thread, a: Args) -> Ret {
    let (of, coro, keywords) = (a[0], a[1], a[2]);
    check_closed(t, of)?;
    let factory = word(of, FACTORY);
    if !factory.is_none() {
        return t.call_with_dict(factory, &[of, coro], keywords);
    }
    let class = TASKS.now(t)?;
    if class.is(task::TYPE.value()) {
        let (mut name, mut context, mut eager, mut other) = (Value::NONE, Value::NONE, false, false);
        if let Some(d) = keywords.given().map(Dict::of) {
            for (k, v) in d.iter() {
                match &*t.string_of(k) {
                    "name" => name = v,
                    "context" => context = v,
                    "eager_start" => eager = t.truth(v)?,
                    _ => other = true,
                }
            }
        }
        if !other {
            return task::new(t, coro, of, name, context, eager);
        }
    }
    let d = Dict::new(t)?;
    d.set_named(t, "loop", of)?;
    if let Some(more) = keywords.given() {
        let name = t.intern("loop")?;
        if Dict::of(more).get_str(name).is_some() {
            let class = t.string_of(Type::from(class).map_or(class, Type::qualname));
            let text = format!("{class}() got multiple values for keyword argument 'loop'");
            return Err(t.type_error(text));
        }
        d.update_from(t, Dict::of(more))?;
    }
    let task = t.call_with_dict(class, &[coro], d.value())?;
    Ok(task)
}

// ---- a turn

static EPOLL_SELECTOR: Python = Python::new("selectors", "EpollSelector");
static NAMES: [Immortal; 4] = [const { Immortal::unset() }; 4];
fn name(t: &mut Thread, i: usize) -> Ret {
    if NAMES[i].get().is_unbound() {
        let v = t.intern(["_selector", "select", "_asyncgens", "data"][i])?;
        NAMES[i].set(v);
    }
    Ok(NAMES[i].get())
}
/// Waits for events and passes them on.
fn wait_for_events(t: &mut Thread, of: Value, timeout: Value) -> Result<(), Raised> {
    let (attr, select) = (name(t, 0)?, name(t, 1)?);
    let selector = t.get_attr(of, attr)?;
    if timeout.is(Value::ZERO) {
        // the usual turn, in which nothing has happened, needs no list of events
        let class = t.class_of(selector);
        if class.value().is(EPOLL_SELECTOR.get(t)?)
            && let Some(o) = selector.obj()
            && t.own_attr(o, class, select).is_none()
            && let Some(epoll) = t.own_attr(o, class, attr)
            && crate::select::ready_now(epoll) == Some(false)
        {
            return Ok(());
        }
    }
    let events = t.call_method(selector, select, &[timeout])?;
    t.call_method_named(of, "_process_events", &[events]).map(|_| ())
}
fn run_once(t: &mut Thread, of: Value) -> Result<(), Raised> {
    let Some(scheduled) = List::from(word(of, TIMERS)) else {
        return Err(t.type_error("loop._scheduled must be a list"));
    };
    if !scheduled.is_empty() {
        forget_cancelled(t, of, scheduled)?;
    }
    let ready = word(of, READY);
    if !deque::TYPE.is_exact(ready) {
        return Err(t.type_error("loop._ready must be a deque"));
    }
    let ready = Deque::of(ready);
    if ready.len() == 0 && !t.truth(word(of, STOPPING))? {
        before_waiting(t, of)?;
    }
    let timeout = if ready.len() > 0 || t.truth(word(of, STOPPING))? {
        Value::ZERO
    } else if let Some(first) = scheduled.get(0) {
        let when = t.get_attr_named(first, "_when")?;
        let now = time(t, of)?;
        let left = t.binary(BinaryOp::Sub, when, now)?;
        match left.as_int().map(|i| i as f64).or_else(|| float::value(left)) {
            Some(s) if s > LONGEST_WAIT => Value::int(LONGEST_WAIT as i64),
            Some(s) if s < 0.0 => Value::ZERO,
            _ => left,
        }
    } else {
        Value::NONE
    };
    wait_for_events(t, of, timeout)?;
    t.poll()?;
    if !scheduled.is_empty() || !native(t, of.unwrap_obj(), TIME) {
        collect_due(t, of, ready)?;
    }
    // only what is ready by now: what the callbacks add is for the next turn
    let n = ready.len();
    let debugging = t.truth(word(of, DEBUG))?;
    for _ in 0..n {
        let Some(h) = ready.pop(t, false) else { return Err(t.index_error("pop from an empty deque")) };
        if timers::is_cancelled(t, h)? {
            continue;
        }
        if debugging {
            run_watched(t, of, h)?;
        } else {
            run(t, h)?;
        }
        t.poll()?;
    }
    if word(of, DOUBTFUL).is(Value::TRUE) || live_generators(t, of)? > 0 {
        of.unwrap_obj().set_plain(DOUBTFUL, Value::FALSE.bits());
        weakref::before_waiting(t, false)?;
    }
    Ok(())
}
/// A task of the loop has failed and nobody waits for it: if nobody has it either, that is to be said soon.
pub(super) fn doubt(t: &Thread, of: Value) {
    if is_core(t, of) {
        of.unwrap_obj().set_plain(DOUBTFUL, Value::TRUE.bits());
    }
}
/// Finds coroutines, tasks and async generators that nobody has any more: CPython would have seen them die.
fn before_waiting(t: &mut Thread, of: Value) -> Result<(), Raised> {
    weakref::before_waiting(t, false)?;
    if live_generators(t, of)? > 0 {
        weakref::before_waiting(t, true)?;
    }
    Ok(())
}
/// How many async generators the loop's `_asyncgens` holds: who leaves one behind wants its `finally` run soon.
fn live_generators(t: &mut Thread, of: Value) -> Result<usize, Raised> {
    let (attr, data) = (name(t, 2)?, name(t, 3)?);
    let own = |t: &mut Thread, v: Value, attr| {
        let o = v.obj()?;
        let class = t.class_of(v);
        t.own_attr(o, class, attr)
    };
    let set = own(t, of, attr).and_then(|weak| own(t, weak, data));
    Ok(set.and_then(Set::from).map_or(0, Set::len))
}
#[inline]
fn run(t: &mut Thread, h: Value) -> Result<(), Raised> {
    if handle::HANDLE.is_exact(h) || handle::TIMER.is_exact(h) {
        return handle::run(t, h);
    }
    t.call_method_named(h, "_run", &[]).map(|_| ())
}
/// Timers that were cancelled: all are swept out when they are many, else those at the head.
fn forget_cancelled(t: &mut Thread, of: Value, scheduled: List) -> Result<(), Raised> {
    let cancelled = word(of, CANCELLED).as_int().unwrap_or(0);
    if scheduled.len() > LEAST_TIMERS && cancelled * 2 > scheduled.len() as i64 {
        timers::sweep(t, scheduled)?;
        put(t, of, CANCELLED, Value::ZERO);
        return Ok(());
    }
    while let Some(first) = scheduled.get(0)
        && timers::is_cancelled(t, first)?
    {
        count_cancelled(t, of, -1);
        if let Some(h) = timers::pop(t, scheduled)? {
            timers::set_scheduled(t, h, false)?;
        }
    }
    Ok(())
}
/// Moves the timers that are due into the ready queue.
fn collect_due(t: &mut Thread, of: Value, ready: Deque) -> Result<(), Raised> {
    let now = time(t, of)?;
    let end = t.binary(BinaryOp::Add, now, word(of, RESOLUTION))?;
    let limit = float::value(end);
    let Some(scheduled) = List::from(word(of, TIMERS)) else { return Ok(()) };
    while let Some(first) = scheduled.get(0) {
        let later = match (timers::due(first), limit) {
            (Some(when), Some(end)) => when >= end,
            _ => {
                let when = t.get_attr_named(first, "_when")?;
                t.compare_true(CompareOp::Ge, when, end)?
            }
        };
        if later {
            break;
        }
        let Some(h) = timers::pop(t, scheduled)? else { break };
        timers::set_scheduled(t, h, false)?;
        ready.push_back(t, h)?;
    }
    Ok(())
}

static LOGGER: Python = Python::new("asyncio.base_events", "logger");
static FORMAT_HANDLE: Python = Python::new("asyncio.base_events", "_format_handle");

/// In debug mode: a callback that takes long is reported.
#[cold]
fn run_watched(t: &mut Thread, of: Value, h: Value) -> Result<(), Raised> {
    put(t, of, HANDLE, h);
    let r = run_measured(t, of, h);
    put(t, of, HANDLE, Value::NONE);
    r
}
fn run_measured(t: &mut Thread, of: Value, h: Value) -> Result<(), Raised> {
    let before = time(t, of)?;
    run(t, h)?;
    let after = time(t, of)?;
    let taken = t.binary(BinaryOp::Sub, after, before)?;
    let limit = t.get_attr_named(of, "slow_callback_duration")?;
    if t.compare_true(CompareOp::Ge, taken, limit)? {
        let (logger, format) = (LOGGER.now(t)?, FORMAT_HANDLE.now(t)?);
        let shown = t.call(format, &[h])?;
        let text = t.str("Executing %s took %.3f seconds")?;
        t.call_method_named(logger, "warning", &[text, shown, taken])?;
    }
    Ok(())
}
