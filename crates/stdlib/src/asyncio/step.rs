//! How a Task runs: a step of its coroutine, what the step gave, and the wake-up when what it waits for is done.

use super::future::{self, BLOCKING, LOOP, MESSAGE, MUST_CANCEL, SAVED};
use super::task::{self, CONTEXT, CORO, WAITER};
use super::{invalid_state, is_cancelled_error, loop_core, running};
use crate::contextvars;
use pyish_vm::interpreter::generator::{Resumed, resume, send_to};
use pyish_vm::names::Immortal;
use pyish_vm::object::exception::Exception;
use pyish_vm::object::function::bind;
use pyish_vm::object::generator::Generator;
use pyish_vm::object::typeobject::flag;
use pyish_vm::types::iterators::{put, word};
use pyish_vm::types::native_function::NativeFunction;
use pyish_vm::types::{exc, generator};
use pyish_vm::{Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, getter, method};

/// The callable that Python code sees where a step is scheduled: `[task, exception or unbound]`.
pub(super) static STEP: TypeRow = TypeRow::new("TaskStepMethWrapper", Kind::Native1)
    .module("_asyncio")
    .is_final()
    .flags(flag::NO_NEW)
    .methods(&STEP_METHODS)
    .attributes(&STEP_ATTRIBUTES);
static STEP_METHODS: [Method; 1] = [method(
    "__call__(self, /)",
    |t, a| step(t, word(a[0], 0), word(a[0], 1)).map(|()| Value::NONE),
    "Call self as a function.",
)];
static STEP_ATTRIBUTES: [Attribute; 1] = [getter("__self__", |_, v| Ok(word(v, 0)), "")];
static WAKEUP_ROW: Method = method("task_wakeup(self, fut, /)", |t, a| wakeup(t, a[0], a[1]).map(|()| Value::NONE), "");
static WAKEUP: Immortal = Immortal::unset();

/// The callable that stands for a step.
pub(super) fn step_method(t: &mut Thread, task: Value, exception: Value) -> Ret {
    t.alloc_of(&STEP, &[task, exception])
}
/// The callable that wakes a task up.
pub(super) fn wakeup_method(t: &mut Thread, task: Value) -> Ret {
    if WAKEUP.get().is_unbound() {
        let f = NativeFunction::new(t, &WAKEUP_ROW, task::TYPE.value(), Value::NONE)?;
        WAKEUP.set(f);
    }
    bind(t, WAKEUP.get(), task)
}

/// Schedules the next step; `exception` (or unbound) is raised in the coroutine.
pub(super) fn soon(t: &mut Thread, task: Value, exception: Value) -> Result<(), Raised> {
    let (of, context) = (word(task, LOOP), word(task, CONTEXT));
    loop_core::call_step_soon(t, of, task, exception, context)
}

/// One step.
pub(super) fn step(t: &mut Thread, task: Value, exception: Value) -> Result<(), Raised> {
    let of = word(task, LOOP);
    running::enter(t, of, task)?;
    let r = step_inside(t, task, exception);
    match r {
        Ok(()) => running::leave(t, of, task),
        Err(e) => {
            let raised = t.take_exception();
            if running::leave(t, of, task).is_err() {
                let later = t.take_exception();
                if let Some(x) = Exception::from(later) {
                    x.set_context_avoiding_cycles(t, raised);
                }
                t.exc = later;
                return Err(Raised);
            }
            t.exc = raised;
            Err(e)
        }
    }
}
/// The first step at once, for `eager_start`.
pub(super) fn start_eagerly(t: &mut Thread, task: Value) -> Result<(), Raised> {
    let (of, context) = (word(task, LOOP), word(task, CONTEXT));
    let before = running::swap(t, of, task)?;
    let entered = contextvars::enter(t, context);
    let r = match entered {
        Ok(()) => {
            let r = step_inside(t, task, Value::UNBOUND);
            contextvars::exit(t, context);
            r
        }
        Err(e) => Err(e),
    };
    let raised = if r.is_err() { t.take_exception() } else { Value::UNBOUND };
    running::swap(t, of, before)?;
    if future::is_done(task) {
        put(t, task, CORO, Value::NONE);
    }
    t.exc = raised;
    r
}

fn step_inside(t: &mut Thread, task: Value, mut exception: Value) -> Result<(), Raised> {
    if future::is_done(task) {
        let shown = t.repr_text(task)?;
        let exception = if exception.is_bound() { t.repr_text(exception)? } else { String::new() };
        return Err(invalid_state(t, &format!("__step(): already done: {shown} {exception}")));
    }
    if future::has(task, MUST_CANCEL) {
        if exception.is_unbound() || !is_cancelled_error(t, exception)? {
            exception = future::cancelled_error(t, task)?;
        }
        future::put_bit(task, MUST_CANCEL, false);
    }
    put(t, task, WAITER, Value::NONE);
    let coro = word(task, CORO);
    if coro.is_none() {
        return Err(t.runtime_error("uninitialized Task object"));
    }
    let native = Generator::from(coro).filter(|g| g.is_coroutine());
    let r = match (native, exception.given()) {
        (Some(g), None) => resume(t, g, Value::NONE),
        (Some(g), Some(e)) => generator::throw(t, g, e, true),
        (None, None) => send_none(t, coro),
        (None, Some(e)) => throw_into(t, coro, e),
    };
    match r {
        Ok(Resumed::Yielded(v)) => yielded(t, task, v),
        Ok(Resumed::Returned(v)) => {
            if future::has(task, MUST_CANCEL) {
                // cancelled right before the coroutine returned
                future::put_bit(task, MUST_CANCEL, false);
                let message = word(task, MESSAGE);
                future::cancel(t, task, message)?;
            } else {
                future::set_result(t, task, v)?;
            }
            future::unwatch(t, task);
            Ok(())
        }
        Err(Raised) => failed(t, task),
    }
}
fn failed(t: &mut Thread, task: Value) -> Result<(), Raised> {
    let e = t.take_exception();
    if is_cancelled_error(t, e)? {
        // kept, so that who asks for the result sees where it was raised
        put(t, task, SAVED, e);
        future::cancel(t, task, Value::NONE)?;
        future::unwatch(t, task);
        return Ok(());
    }
    if !future::is_awaited(task) {
        loop_core::doubt(t, word(task, LOOP));
    }
    future::set_exception(t, task, e)?;
    let class = t.class_of(e);
    if class.is_subclass(exc::KeyboardInterrupt.get()) || class.is_subclass(exc::SystemExit.get()) {
        t.exc = e;
        return Err(Raised);
    }
    Ok(())
}
/// `coro.send(None)` of an object that is like a coroutine.
fn send_none(t: &mut Thread, coro: Value) -> Result<Resumed, Raised> {
    let n = t.names();
    if Generator::from(coro).is_some() || t.special(coro, n.__next__).is_some() {
        return send_to(t, coro, Value::NONE);
    }
    let r = t.call_method(coro, n.send, &[Value::NONE]);
    stopped(t, r)
}
fn throw_into(t: &mut Thread, coro: Value, e: Value) -> Result<Resumed, Raised> {
    let n = t.names();
    let r = t.call_method(coro, n.throw, &[e]);
    stopped(t, r)
}
/// What a call gave that says by StopIteration that the coroutine has returned.
fn stopped(t: &mut Thread, r: Ret) -> Result<Resumed, Raised> {
    match r {
        Ok(v) => Ok(Resumed::Yielded(v)),
        Err(Raised) if t.raised_is(&exc::StopIteration) => {
            let e = t.take_exception();
            Ok(Resumed::Returned(Exception::of(e).own(0)))
        }
        Err(e) => Err(e),
    }
}

/// Goes on with RuntimeError in the coroutine.
#[cold]
fn refuse(t: &mut Thread, task: Value, text: &str) -> Result<(), Raised> {
    let text = t.str(text)?;
    let e = Exception::new(t, exc::RuntimeError.get(), &[text])?;
    soon(t, task, e.value())
}
/// What the coroutine has yielded: a future to wait for, or None.
fn yielded(t: &mut Thread, task: Value, v: Value) -> Result<(), Raised> {
    if v.is_none() {
        return soon(t, task, Value::UNBOUND);
    }
    if v.is(task) {
        let shown = t.repr_text(task)?;
        return refuse(t, task, &format!("Task cannot await on itself: {shown}"));
    }
    let plain = future::is_plain(t, v);
    let blocking = if plain {
        future::has(v, BLOCKING)
    } else {
        let name = t.intern("_asyncio_future_blocking")?;
        match t.find_attr(v, name)? {
            Some(b) if !b.is_none() => t.truth(b)?,
            _ => return bad_yield(t, task, v),
        }
    };
    let of = running::loop_of(t, v)?;
    if !of.is(word(task, LOOP)) {
        let (shown, what) = (t.repr_text(task)?, t.repr_text(v)?);
        return refuse(t, task, &format!("Task {shown} got Future {what} attached to a different loop"));
    }
    if !blocking {
        let (shown, what) = (t.repr_text(task)?, t.repr_text(v)?);
        return refuse(t, task, &format!("yield was used instead of yield from in task {shown} with {what}"));
    }
    running::add_awaited_by(t, v, task)?;
    let context = word(task, CONTEXT);
    if plain {
        future::put_bit(v, BLOCKING, false);
        future::add_callback(t, v, task, context)?;
    } else {
        t.set_attr_named(v, "_asyncio_future_blocking", Value::FALSE)?;
        let f = t.get_attr_named(v, "add_done_callback")?;
        let wakeup = wakeup_method(t, task)?;
        t.call_keywords(f, &[wakeup], &[("context", context)])?;
    }
    put(t, task, WAITER, v);
    if future::has(task, MUST_CANCEL) {
        let message = word(task, MESSAGE);
        if task::cancel_future(t, v, message)? {
            future::put_bit(task, MUST_CANCEL, false);
        }
    }
    Ok(())
}
#[cold]
fn bad_yield(t: &mut Thread, task: Value, v: Value) -> Result<(), Raised> {
    let what = t.repr_text(v)?;
    let text = if generator::TYPE.is_exact(v) {
        let shown = t.repr_text(task)?;
        format!("yield was used instead of yield from for generator in task {shown} with {what}")
    } else {
        format!("Task got bad yield: {what}")
    };
    refuse(t, task, &text)
}

/// What `task` waited for is done.
pub(super) fn wakeup(t: &mut Thread, task: Value, v: Value) -> Result<(), Raised> {
    running::discard_awaited_by(t, v, task)?;
    let r = if future::is_plain(t, v) {
        match future::outcome(t, v) {
            Ok(Ok(_)) => Ok(Value::UNBOUND),
            Ok(Err(e)) => return step(t, task, e),
            Err(e) => Err(e),
        }
    } else {
        t.call_method_named(v, "result", &[])
    };
    match r {
        Ok(_) => step(t, task, Value::UNBOUND),
        Err(Raised) => {
            let e = t.take_exception();
            step(t, task, e)
        }
    }
}
