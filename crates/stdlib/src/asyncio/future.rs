//! `Future`: `[state, loop, first callback, its context, further callbacks, exception, its traceback, result, source traceback,
//! cancel message, saved CancelledError, awaited by, bits]`.
//!
//! A callback that is a Task stands for "wake this task up": the callable that Python code sees in its place is made when
//! somebody looks. Whoever changes the state does so under the object's lock: of two threads that set a result one gets
//! InvalidStateError, though a future belongs to its loop's thread.

use super::running::get_event_loop;
use super::{CANCELLED_ERROR, Python, future_iter, inherits, invalid_state, loop_core, step, task};
use pyish_vm::names::Immortal;
use pyish_vm::native::class_method;
use pyish_vm::object::exception::Exception;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::{Type, flag};
use pyish_vm::types::iterators::{class_getitem, put, word};
use pyish_vm::types::{exc, object, weakref};
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, attribute, getter, method, static_method,
};

pub(super) static TYPE: TypeRow = TypeRow::new("Future", Kind::Native3)
    .module("_asyncio")
    .flags(flag::WEAKREF | flag::WATCHED_LATER)
    .words(WORDS)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("A result that is not there yet, for coroutines to wait for. Almost as concurrent.futures.Future.");
static NEW: Method = static_method("__new__(cls, *args, **kwargs)", |t, a| new_bare(t, Type::of(a[0])), "");
static METHODS: [Method; 17] = [
    method("__init__(self, *, loop=None)", future_init, "Initialize self."),
    method("__repr__(self, /)", future_repr, "Return repr(self)."),
    method("__iter__(self, /)", future_iter::new, "Implement iter(self)."),
    method("__await__(self, /)", future_iter::new, "Return an iterator to be used in await expression."),
    method(
        "__del__(self, /)",
        |t, a| finalize(t, a[0]).map(|()| Value::NONE),
        "Called when the instance is about to be destroyed.",
    ),
    method("result(self, /)", future_result, "Return the result this future represents."),
    method("exception(self, /)", future_exception, "Return the exception that was set on this future."),
    method("set_result(self, result, /)", future_set_result, "Mark the future done and set its result."),
    method("set_exception(self, exception, /)", future_set_exception, "Mark the future done and set an exception."),
    method(
        "add_done_callback(self, fn, /, *, context=None)",
        future_add,
        "Add a callback to be run when the future becomes done.",
    ),
    method(
        "remove_done_callback(self, fn, /)",
        future_remove,
        "Remove all instances of a callback from the \"call when done\" list.",
    ),
    method("cancel(self, /, msg=None)", future_cancel, "Cancel the future and schedule callbacks."),
    method(
        "cancelled(self, /)",
        |_, a| Ok(Value::bool(state(a[0]) == CANCELLED)),
        "Return True if the future was cancelled.",
    ),
    method("done(self, /)", |_, a| Ok(Value::bool(is_done(a[0]))), "Return True if the future is done."),
    method("get_loop(self, /)", future_loop, "Return the event loop the Future is bound to."),
    method(
        "_make_cancelled_error(self, /)",
        |t, a| cancelled_error(t, a[0]),
        "Create the CancelledError to raise if the Future is cancelled.",
    ),
    class_method("__class_getitem__(cls, item, /)", class_getitem, "See PEP 585"),
];
static ATTRIBUTES: [Attribute; 11] = [
    getter("_state", get_state, ""),
    attribute(
        "_asyncio_future_blocking",
        |_, v| Ok(Value::bool(has(v, BLOCKING))),
        |t, v, x| {
            let on = no_delete(t, x)?;
            let on = t.truth(on)?;
            put_bit(v, BLOCKING, on);
            Ok(())
        },
        "",
    ),
    getter("_loop", |_, v| Ok(word(v, LOOP).or(Value::NONE)), ""),
    getter("_callbacks", get_callbacks, ""),
    getter("_result", |_, v| Ok(word(v, RESULT)), ""),
    getter("_exception", |_, v| Ok(word(v, EXCEPTION)), ""),
    attribute(
        "_log_traceback",
        |_, v| Ok(Value::bool(has(v, LOG_TRACEBACK))),
        |t, v, x| {
            let on = no_delete(t, x)?;
            if t.truth(on)? {
                return Err(t.value_error("_log_traceback can only be set to False"));
            }
            retrieved(t, v);
            Ok(())
        },
        "",
    ),
    getter("_source_traceback", |_, v| Ok(word(v, SOURCE)), ""),
    attribute(
        "_cancel_message",
        |_, v| Ok(word(v, MESSAGE)),
        |t, v, x| {
            let x = no_delete(t, x)?;
            put(t, v, MESSAGE, x);
            Ok(())
        },
        "",
    ),
    getter("_asyncio_awaited_by", get_awaited_by, ""),
    getter("_cancelled_exc", |_, v| Ok(word(v, SAVED)), ""),
];

pub(super) const STATE: usize = 0;
pub(super) const LOOP: usize = 1;
const CALLBACK: usize = 2;
const CONTEXT: usize = 3;
const CALLBACKS: usize = 4;
pub(super) const EXCEPTION: usize = 5;
const TRACEBACK: usize = 6;
pub(super) const RESULT: usize = 7;
pub(super) const SOURCE: usize = 8;
pub(super) const MESSAGE: usize = 9;
pub(super) const SAVED: usize = 10;
pub(super) const AWAITED_BY: usize = 11;
const BITS: usize = 12;
pub(super) const WORDS: usize = 13;

pub(super) const PENDING: i64 = 0;
pub(super) const CANCELLED: i64 = 1;
pub(super) const FINISHED: i64 = 2;

/// Bits of a Future; those of Tasks follow.
pub(super) const BLOCKING: i64 = 1;
pub(super) const LOG_TRACEBACK: i64 = 2;
pub(super) const LOG_PENDING: i64 = 4;
pub(super) const MUST_CANCEL: i64 = 8;
pub(super) const UNREGISTERED: i64 = 16;

// ---- words

#[inline]
pub(super) fn state(v: Value) -> i64 {
    word(v, STATE).as_int().unwrap_or(PENDING)
}
#[inline]
pub(super) fn is_done(v: Value) -> bool {
    state(v) != PENDING
}
#[inline]
pub(super) fn has(v: Value, bit: i64) -> bool {
    word(v, BITS).as_int().unwrap_or(0) & bit != 0
}
#[inline]
pub(super) fn put_bit(v: Value, bit: i64, on: bool) {
    let old = word(v, BITS).as_int().unwrap_or(0);
    v.unwrap_obj().set_plain(BITS, Value::int(if on { old | bit } else { old & !bit }).bits());
}
pub(super) fn no_delete(t: &mut Thread, x: Value) -> Ret {
    x.given().ok_or_else(|| t.raise(&exc::AttributeError, "cannot delete attribute"))
}
/// The exception has been asked for: nothing is to be said at the future's death.
pub(super) fn retrieved(t: &Thread, v: Value) {
    if has(v, LOG_TRACEBACK) {
        put_bit(v, LOG_TRACEBACK, false);
        unwatch(t, v);
    }
}
/// Nothing is to be said at the death of `v`.
pub(super) fn unwatch(t: &Thread, v: Value) {
    if !t.class_of(v).has(flag::FINALIZER) {
        v.unwrap_obj().clear_flag(pyish_heap::FINALIZE);
    }
}
/// Whether `v` is laid out as a Future.
#[inline]
pub(super) fn is_future(t: &Thread, v: Value) -> bool {
    TYPE.is_exact(v)
        || task::TYPE.is_exact(v)
        || v.obj().is_some_and(|o| o.kind() == Kind::Native3 as u8) && t.class_of(v).is_subclass(TYPE.get())
}
/// Whether native code may do what the methods of `v` would: a Future or Task whose class overrides none of them.
#[inline]
pub(super) fn is_plain(t: &mut Thread, v: Value) -> bool {
    TYPE.is_exact(v) || task::TYPE.is_exact(v) || is_future(t, v) && overrides_nothing(t, v)
}
fn overrides_nothing(t: &mut Thread, v: Value) -> bool {
    static NAMES: [Immortal; 3] = [const { Immortal::unset() }; 3];
    let class = t.class_of(v);
    ["add_done_callback", "result", "get_loop"].iter().enumerate().all(|(i, text)| {
        if NAMES[i].get().is_unbound() {
            match t.intern(text) {
                Ok(name) => NAMES[i].set(name),
                Err(Raised) => return false,
            }
        }
        let row = METHODS.iter().find(|m| m.name() == *text).expect("a method of Future");
        inherits(t, class, NAMES[i].get(), row)
    })
}
#[cold]
fn uninitialized(t: &mut Thread) -> Raised {
    t.runtime_error("Future object is not initialized.")
}
pub(super) fn expect_loop(t: &mut Thread, v: Value) -> Ret {
    word(v, LOOP).given().ok_or_else(|| uninitialized(t))
}

// ---- making

pub(super) fn new_bare(t: &mut Thread, class: Type) -> Ret {
    let v = object::alloc_instance(t, class)?;
    let is_task = class == task::TYPE.get() || class != TYPE.get() && class.is_subclass(task::TYPE.get());
    clear(v, if is_task { task::WORDS } else { WORDS });
    Ok(v)
}
/// Everything as before `__init__`.
pub(super) fn clear(v: Value, words: usize) {
    let o = v.unwrap_obj();
    for i in CONTEXT..words {
        o.set_plain(i, Value::NONE.bits());
    }
    o.set_plain(STATE, Value::int(PENDING).bits());
    o.set_plain(LOOP, Value::UNBOUND.bits());
    o.set_plain(CALLBACK, Value::UNBOUND.bits());
    o.set_plain(BITS, Value::ZERO.bits());
}
fn future_init(t: &mut Thread, a: Args) -> Ret {
    initialize(t, a[0], a[1].or(Value::NONE))?;
    Ok(Value::NONE)
}
static EXTRACT_STACK: Python = Python::new("traceback", "extract_stack");

/// `Future.__init__`.
pub(super) fn initialize(t: &mut Thread, v: Value, of: Value) -> Result<(), Raised> {
    if word(v, LOOP).is_bound() {
        clear(v, WORDS);
    }
    let of = if of.is_none() { get_event_loop(t)? } else { of };
    put(t, v, LOOP, of);
    if loop_core::debug(t, of)? {
        let f = EXTRACT_STACK.get(t)?;
        let stack = t.call(f, &[])?;
        put(t, v, SOURCE, stack);
    }
    Ok(())
}
/// A Future of a loop, as `Future(loop=loop)` makes it.
pub(super) fn new(t: &mut Thread, of: Value) -> Ret {
    let v = new_bare(t, TYPE.get())?;
    initialize(t, v, of)?;
    Ok(v)
}

// ---- what Python code sees

fn get_state(t: &mut Thread, v: Value) -> Ret {
    t.intern(match state(v) {
        PENDING => "PENDING",
        CANCELLED => "CANCELLED",
        _ => "FINISHED",
    })
}
static REPR: Python = Python::new("asyncio.base_futures", "_future_repr");
fn future_repr(t: &mut Thread, a: Args) -> Ret {
    expect_loop(t, a[0])?;
    let f = REPR.get(t)?;
    t.call(f, &[a[0]])
}
fn future_loop(t: &mut Thread, a: Args) -> Ret {
    expect_loop(t, a[0])
}
/// The callable that a callback word stands for.
pub(super) fn visible_callback(t: &mut Thread, callback: Value) -> Ret {
    if callback.obj().is_some_and(|o| o.kind() == Kind::Native3 as u8) && task::is_task(t, callback) {
        return step::wakeup_method(t, callback);
    }
    Ok(callback)
}
fn get_callbacks(t: &mut Thread, v: Value) -> Ret {
    let Some(first) = word(v, CALLBACK).given() else { return Ok(Value::NONE) };
    let shown = visible_callback(t, first)?;
    let pair = Tuple::make(t, &[shown, word(v, CONTEXT)])?;
    let mut vs = Values::from_slice(t, &[pair])?;
    if let Some(more) = List::from(word(v, CALLBACKS)) {
        for pair in more.iter() {
            let pair = Tuple::of(pair);
            let shown = visible_callback(t, pair.get(0))?;
            let pair = Tuple::make(t, &[shown, pair.get(1)])?;
            vs.push(t, pair)?;
        }
    }
    vs.into_list(t)
}
fn get_awaited_by(t: &mut Thread, v: Value) -> Ret {
    use pyish_vm::object::set::Set;
    let by = word(v, AWAITED_BY);
    if by.is_none() {
        return Ok(by);
    }
    let frozen = Set::new(t, pyish_vm::types::set::FROZEN.head())?;
    match Set::from(by) {
        Some(many) => frozen.update_from(t, many)?,
        None => {
            frozen.add(t, by)?;
        }
    }
    Ok(frozen.value())
}

// ---- callbacks

fn future_add(t: &mut Thread, a: Args) -> Ret {
    if word(a[0], LOOP).is_unbound() {
        return Err(t.runtime_error("uninitialized Future object"));
    }
    let context = match a[2].given() {
        Some(c) if !c.is_none() => c,
        _ => crate::contextvars::copy_current(t)?,
    };
    add_callback(t, a[0], a[1], context)?;
    Ok(Value::NONE)
}
/// `add_done_callback`; a callback that is a Task wakes it up.
pub(super) fn add_callback(t: &mut Thread, v: Value, callback: Value, context: Value) -> Result<(), Raised> {
    let o = v.unwrap_obj();
    {
        let _guard = t.m.lock(o);
        if !is_done(v) && word(v, CALLBACK).is_unbound() {
            o.set(&mut t.m, CONTEXT, context.bits());
            o.set(&mut t.m, CALLBACK, callback.bits());
            return Ok(());
        }
    }
    if is_done(v) {
        return loop_core::call_soon(t, word(v, LOOP), callback, v, context);
    }
    let pair = Tuple::make(t, &[callback, context])?;
    match List::from(word(v, CALLBACKS)) {
        Some(more) => more.push(t, pair)?,
        None => {
            let more = List::new(t, &[pair])?;
            put(t, v, CALLBACKS, more.value());
        }
    }
    Ok(())
}
fn future_remove(t: &mut Thread, a: Args) -> Ret {
    let (v, f) = (a[0], a[1]);
    expect_loop(t, v)?;
    let mut removed = 0;
    let mut kept = Values::new(t)?;
    if let Some(first) = word(v, CALLBACK).given() {
        let shown = visible_callback(t, first)?;
        let context = word(v, CONTEXT);
        if t.equal(shown, f)? {
            removed += 1;
        } else {
            let pair = Tuple::make(t, &[first, context])?;
            kept.push(t, pair)?;
        }
    }
    if let Some(more) = List::from(word(v, CALLBACKS)) {
        let mut i = 0;
        while let Some(pair) = more.get(i) {
            let shown = visible_callback(t, Tuple::of(pair).get(0))?;
            if t.equal(shown, f)? {
                removed += 1;
            } else {
                kept.push(t, pair)?;
            }
            i += 1;
        }
    }
    if removed > 0 && !is_done(v) {
        let more = if kept.len() > 1 { List::new(t, &kept.as_slice()[1..])?.value() } else { Value::NONE };
        let o = v.unwrap_obj();
        let _guard = t.m.lock(o);
        let (first, context) = match kept.is_empty() {
            true => (Value::UNBOUND, Value::NONE),
            false => (Tuple::of(kept.get(0)).get(0), Tuple::of(kept.get(0)).get(1)),
        };
        o.set(&mut t.m, CALLBACK, first.bits());
        o.set(&mut t.m, CONTEXT, context.bits());
        o.set(&mut t.m, CALLBACKS, more.bits());
    }
    Ok(Value::int(removed))
}
/// Whether anybody wants to be told of the result.
pub(super) fn is_awaited(v: Value) -> bool {
    word(v, CALLBACK).is_bound()
}
/// Asks the loop to call all callbacks.
fn schedule(t: &mut Thread, v: Value) -> Result<(), Raised> {
    let o = v.unwrap_obj();
    let Some(first) = word(v, CALLBACK).given() else { return Ok(()) };
    let (context, more) = (word(v, CONTEXT), word(v, CALLBACKS));
    o.set_plain(CALLBACK, Value::UNBOUND.bits());
    o.set_plain(CONTEXT, Value::NONE.bits());
    o.set_plain(CALLBACKS, Value::NONE.bits());
    let of = word(v, LOOP);
    loop_core::call_soon(t, of, first, v, context)?;
    if let Some(more) = List::from(more) {
        let mut i = 0;
        while let Some(pair) = more.get(i) {
            let pair = Tuple::of(pair);
            loop_core::call_soon(t, of, pair.get(0), v, pair.get(1))?;
            i += 1;
        }
    }
    Ok(())
}

// ---- results

/// Leaves the pending state, with a value in the word `i`; false if somebody else has.
fn settle(t: &mut Thread, v: Value, to: i64, i: usize, x: Value) -> bool {
    let o = v.unwrap_obj();
    let _guard = t.m.lock(o);
    if is_done(v) {
        return false;
    }
    o.set(&mut t.m, i, x.bits());
    o.set_plain(STATE, Value::int(to).bits());
    true
}
pub(super) fn set_result(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    expect_loop(t, v)?;
    if !settle(t, v, FINISHED, RESULT, x) {
        return Err(invalid_state(t, "invalid state"));
    }
    schedule(t, v)
}
fn future_set_result(t: &mut Thread, a: Args) -> Ret {
    set_result(t, a[0], a[1])?;
    Ok(Value::NONE)
}
fn future_set_exception(t: &mut Thread, a: Args) -> Ret {
    set_exception(t, a[0], a[1])?;
    Ok(Value::NONE)
}
pub(super) fn set_exception(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    expect_loop(t, v)?;
    if is_done(v) {
        return Err(invalid_state(t, "invalid state"));
    }
    let is_class = Type::from(x).is_some_and(|c| c.has(flag::EXCEPTION));
    let mut e = if is_class { t.call(x, &[])? } else { x };
    if Exception::from(e).is_none() {
        return Err(t.type_error("invalid exception object"));
    }
    if t.class_of(e).is_subclass(exc::StopIteration.get()) {
        let text = t.str("StopIteration interacts badly with generators and cannot be raised into a Future")?;
        let new = Exception::new(t, exc::RuntimeError.get(), &[text])?;
        new.set_cause(t, e);
        new.set_context(t, e);
        e = new.value();
    }
    let traceback = Exception::of(e).traceback();
    if !settle(t, v, FINISHED, EXCEPTION, e) {
        return Err(invalid_state(t, "invalid state"));
    }
    put(t, v, TRACEBACK, traceback);
    schedule(t, v)?;
    put_bit(v, LOG_TRACEBACK, true);
    watch(t, v);
    Ok(())
}
/// From now on the death of `v` is seen.
pub(super) fn watch(t: &mut Thread, v: Value) {
    let o = v.unwrap_obj();
    if o.flags() & pyish_heap::FINALIZE == 0 {
        weakref::register_finalizer(t, o);
    }
}
/// A pending future is cancelled; false if it is done already.
pub(super) fn cancel(t: &mut Thread, v: Value, message: Value) -> Result<bool, Raised> {
    retrieved(t, v);
    if !settle(t, v, CANCELLED, MESSAGE, message) {
        return Ok(false);
    }
    schedule(t, v)?;
    Ok(true)
}
fn future_cancel(t: &mut Thread, a: Args) -> Ret {
    expect_loop(t, a[0])?;
    Ok(Value::bool(cancel(t, a[0], a[1].or(Value::NONE))?))
}
/// The CancelledError to raise: the one that ended the task, once, or a new one.
pub(super) fn cancelled_error(t: &mut Thread, v: Value) -> Ret {
    let saved = word(v, SAVED);
    if !saved.is_none() {
        put(t, v, SAVED, Value::NONE);
        return Ok(saved);
    }
    let class = CANCELLED_ERROR.get(t)?;
    let message = word(v, MESSAGE);
    if message.is_none() { t.call(class, &[]) } else { t.call(class, &[message]) }
}
/// `result()`. `Ok(Err(e))`: the future has the exception `e`.
pub(super) fn outcome(t: &mut Thread, v: Value) -> Result<Result<Value, Value>, Raised> {
    match state(v) {
        CANCELLED => {
            let e = cancelled_error(t, v)?;
            Err(t.raise_value(e))
        }
        PENDING => Err(invalid_state(t, "Result is not set.")),
        _ => {
            retrieved(t, v);
            let e = word(v, EXCEPTION);
            if e.is_none() {
                return Ok(Ok(word(v, RESULT)));
            }
            let traceback = word(v, TRACEBACK);
            Exception::of(e).set_traceback(t, traceback);
            put(t, v, TRACEBACK, Value::NONE);
            Ok(Err(e))
        }
    }
}
fn checked(t: &mut Thread, v: Value) -> Result<(), Raised> {
    if word(v, LOOP).is_unbound() {
        return Err(invalid_state(t, "Future object is not initialized."));
    }
    Ok(())
}
fn future_result(t: &mut Thread, a: Args) -> Ret {
    checked(t, a[0])?;
    match outcome(t, a[0])? {
        Ok(v) => Ok(v),
        Err(e) => Err(t.raise_value(e)),
    }
}
fn future_exception(t: &mut Thread, a: Args) -> Ret {
    checked(t, a[0])?;
    match state(a[0]) {
        CANCELLED => {
            let e = cancelled_error(t, a[0])?;
            Err(t.raise_value(e))
        }
        PENDING => Err(invalid_state(t, "Exception is not set.")),
        _ => {
            retrieved(t, a[0]);
            Ok(word(a[0], EXCEPTION))
        }
    }
}

// ---- the end

/// Reports an exception that nobody has asked for.
pub(super) fn finalize(t: &mut Thread, v: Value) -> Result<(), Raised> {
    if !has(v, LOG_TRACEBACK) {
        return Ok(());
    }
    put_bit(v, LOG_TRACEBACK, false);
    let name = t.class_name(v);
    report(t, v, "future", &format!("{name} exception was never retrieved"), Some(word(v, EXCEPTION)))
}
/// `loop.call_exception_handler({...})`.
pub(super) fn report(
    t: &mut Thread,
    v: Value,
    key: &str,
    message: &str,
    exception: Option<Value>,
) -> Result<(), Raised> {
    let d = pyish_vm::object::dict::Dict::new(t)?;
    if let Some(e) = exception {
        d.set_named(t, "exception", e)?;
    }
    d.set_named(t, key, v)?;
    let message = t.str(message)?;
    d.set_named(t, "message", message)?;
    let source = word(v, SOURCE);
    if !source.is_none() {
        d.set_named(t, "source_traceback", source)?;
    }
    let of = word(v, LOOP);
    t.call_method_named(of, "call_exception_handler", &[d.value()]).map(|_| ())
}
