//! `Task`: the words of a Future, then `[coroutine, context, name or number, waited for, cancellation requests]`.

use super::future::{self, LOG_PENDING, LOOP, MESSAGE, MUST_CANCEL};
use super::{Python, step};
use pyish_vm::native::class_method;
use pyish_vm::object::generator::Generator;
use pyish_vm::object::string::Str;
use pyish_vm::object::typeobject::flag;
use pyish_vm::types::iterators::{class_getitem, put, word};
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, attribute, getter, method, static_method,
};
use std::sync::atomic::{AtomicI64, Ordering};

pub(super) static TYPE: TypeRow = TypeRow::new("Task", Kind::Native3)
    .module("_asyncio")
    .base(&future::TYPE)
    .flags(flag::WEAKREF | flag::WATCHED_LATER)
    .words(WORDS)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("A coroutine wrapped in a Future.");
static NEW: Method = static_method("__new__(cls, *args, **kwargs)", |t, a| future::new_bare(t, Type::of(a[0])), "");
static METHODS: [Method; 16] = [
    method(
        "__init__(self, coro, *, loop=None, name=None, context=None, eager_start=False)",
        task_init,
        "Initialize self.",
    ),
    method("__repr__(self, /)", task_repr, "Return repr(self)."),
    method("__del__(self, /)", task_del, "Called when the instance is about to be destroyed."),
    method(
        "set_result(self, result, /)",
        |t, _| Err(t.runtime_error("Task does not support set_result operation")),
        "",
    ),
    method(
        "set_exception(self, exception, /)",
        |t, _| Err(t.runtime_error("Task does not support set_exception operation")),
        "",
    ),
    method(
        "cancel(self, /, msg=None)",
        |t, a| Ok(Value::bool(cancel(t, a[0], a[1].or(Value::NONE))?)),
        "Request that this task cancel itself.",
    ),
    method(
        "cancelling(self, /)",
        |_, a| Ok(Value::int(requests(a[0]))),
        "Return the count of the task's cancellation requests.",
    ),
    method("uncancel(self, /)", uncancel, "Decrement the task's count of cancellation requests."),
    method(
        "get_stack(self, /, *, limit=None)",
        get_stack,
        "Return the list of stack frames for this task's coroutine.",
    ),
    method(
        "print_stack(self, /, *, limit=None, file=None)",
        print_stack,
        "Print the stack or traceback for this task's coroutine.",
    ),
    method(
        "_make_cancelled_error(self, /)",
        |t, a| future::cancelled_error(t, a[0]),
        "Create the CancelledError to raise if the Task is cancelled.",
    ),
    method("get_name(self, /)", |t, a| name(t, a[0]), ""),
    method("set_name(self, value, /)", set_name, ""),
    method("get_coro(self, /)", |_, a| Ok(word(a[0], CORO)), ""),
    method("get_context(self, /)", |_, a| Ok(word(a[0], CONTEXT)), ""),
    class_method("__class_getitem__(cls, item, /)", class_getitem, "See PEP 585"),
];
static ATTRIBUTES: [Attribute; 4] = [
    attribute(
        "_log_destroy_pending",
        |_, v| Ok(Value::bool(future::has(v, LOG_PENDING))),
        |t, v, x| {
            let on = future::no_delete(t, x)?;
            let on = t.truth(on)?;
            future::put_bit(v, LOG_PENDING, on);
            Ok(())
        },
        "",
    ),
    getter("_must_cancel", |_, v| Ok(Value::bool(future::has(v, MUST_CANCEL))), ""),
    getter("_coro", |_, v| Ok(word(v, CORO)), ""),
    getter("_fut_waiter", |_, v| Ok(word(v, WAITER)), ""),
];

pub(super) const CORO: usize = future::WORDS;
pub(super) const CONTEXT: usize = future::WORDS + 1;
const NAME: usize = future::WORDS + 2;
pub(super) const WAITER: usize = future::WORDS + 3;
const REQUESTS: usize = future::WORDS + 4;
pub(super) const WORDS: usize = future::WORDS + 5;

static NEXT_NAME: AtomicI64 = AtomicI64::new(1);

#[inline]
pub(super) fn is_task(t: &Thread, v: Value) -> bool {
    TYPE.is_exact(v)
        || v.obj().is_some_and(|o| o.kind() == Kind::Native3 as u8) && t.class_of(v).is_subclass(TYPE.get())
}
fn requests(v: Value) -> i64 {
    word(v, REQUESTS).as_int().unwrap_or(0)
}

static ISCOROUTINE: Python = Python::new("asyncio.coroutines", "iscoroutine");
fn is_coroutine(t: &mut Thread, v: Value) -> Result<bool, Raised> {
    if Generator::from(v).is_some_and(Generator::is_coroutine) {
        return Ok(true);
    }
    let f = ISCOROUTINE.get(t)?;
    let r = t.call(f, &[v])?;
    t.truth(r)
}

fn task_init(t: &mut Thread, a: Args) -> Ret {
    let eager = a[5].is_bound() && t.truth(a[5])?;
    initialize(t, a[0], a[1], a[2].or(Value::NONE), a[3].or(Value::NONE), a[4].or(Value::NONE), eager)?;
    Ok(Value::NONE)
}
/// `Task.__init__`.
fn initialize(
    t: &mut Thread,
    v: Value,
    coro: Value,
    of: Value,
    name: Value,
    context: Value,
    eager: bool,
) -> Result<(), Raised> {
    future::initialize(t, v, of)?;
    if !is_coroutine(t, coro)? {
        let shown = t.repr_text(coro)?;
        return Err(t.type_error(format!("a coroutine was expected, got {shown}")));
    }
    let context = if context.is_none() { crate::contextvars::copy_current(t)? } else { context };
    put(t, v, CONTEXT, context);
    put(t, v, WAITER, Value::NONE);
    put(t, v, REQUESTS, Value::ZERO);
    put(t, v, CORO, coro);
    let name = if name.is_none() {
        Value::int(NEXT_NAME.fetch_add(1, Ordering::Relaxed))
    } else if Str::from(name).is_some() {
        name
    } else {
        t.str_of(name)?.value()
    };
    put(t, v, NAME, name);
    future::put_bit(v, LOG_PENDING, true);
    future::watch(t, v);
    let of = word(v, LOOP);
    if eager {
        let is_running = t.call_method_named(of, "is_running", &[])?;
        if t.truth(is_running)? {
            return step::start_eagerly(t, v);
        }
    }
    step::soon(t, v, Value::UNBOUND)
}
/// `Task(coro, loop=loop, name=name, context=context, eager_start=eager)`.
pub(super) fn new(t: &mut Thread, coro: Value, of: Value, name: Value, context: Value, eager: bool) -> Ret {
    let v = future::new_bare(t, TYPE.get())?;
    initialize(t, v, coro, of, name, context, eager)?;
    Ok(v)
}

// ---- what Python code sees

static REPR: Python = Python::new("asyncio.base_tasks", "_task_repr");
static GET_STACK: Python = Python::new("asyncio.base_tasks", "_task_get_stack");
static PRINT_STACK: Python = Python::new("asyncio.base_tasks", "_task_print_stack");

fn task_repr(t: &mut Thread, a: Args) -> Ret {
    let f = REPR.get(t)?;
    t.call(f, &[a[0]])
}
fn get_stack(t: &mut Thread, a: Args) -> Ret {
    let f = GET_STACK.get(t)?;
    t.call(f, &[a[0], a[1].or(Value::NONE)])
}
fn print_stack(t: &mut Thread, a: Args) -> Ret {
    let f = PRINT_STACK.get(t)?;
    t.call(f, &[a[0], a[1].or(Value::NONE), a[2].or(Value::NONE)])
}
fn name(t: &mut Thread, v: Value) -> Ret {
    let name = word(v, NAME);
    let Some(n) = name.as_int() else { return Ok(name) };
    let name = t.str(&format!("Task-{n}"))?;
    put(t, v, NAME, name);
    Ok(name)
}
fn set_name(t: &mut Thread, a: Args) -> Ret {
    let name = if Str::from(a[1]).is_some() { a[1] } else { t.str_of(a[1])?.value() };
    put(t, a[0], NAME, name);
    Ok(Value::NONE)
}

// ---- cancelling

/// `fut.cancel(msg=message)` for any future.
pub(super) fn cancel_future(t: &mut Thread, v: Value, message: Value) -> Result<bool, Raised> {
    if future::TYPE.is_exact(v) {
        return future::cancel(t, v, message);
    }
    if TYPE.is_exact(v) {
        // a chain of tasks that wait for each other may be long
        t.enter_native("")?;
        return cancel(t, v, message);
    }
    let f = t.get_attr_named(v, "cancel")?;
    let r = t.call_keywords(f, &[], &[("msg", message)])?;
    t.truth(r)
}
fn cancel(t: &mut Thread, v: Value, message: Value) -> Result<bool, Raised> {
    future::retrieved(t, v);
    if future::is_done(v) {
        return Ok(false);
    }
    put(t, v, REQUESTS, Value::int(requests(v) + 1));
    let waiter = word(v, WAITER);
    if !waiter.is_none() && cancel_future(t, waiter, message)? {
        return Ok(true);
    }
    future::put_bit(v, MUST_CANCEL, true);
    put(t, v, MESSAGE, message);
    Ok(true)
}
fn uncancel(t: &mut Thread, a: Args) -> Ret {
    let n = requests(a[0]);
    if n > 0 {
        put(t, a[0], REQUESTS, Value::int(n - 1));
        if n == 1 {
            future::put_bit(a[0], MUST_CANCEL, false);
        }
    }
    Ok(Value::int(requests(a[0])))
}

// ---- the end

fn task_del(t: &mut Thread, a: Args) -> Ret {
    let v = a[0];
    if word(v, LOOP).is_bound() && !future::is_done(v) && future::has(v, LOG_PENDING) {
        future::put_bit(v, LOG_PENDING, false);
        future::report(t, v, "task", "Task was destroyed but it is pending!", None)?;
    }
    future::finalize(t, v)?;
    Ok(Value::NONE)
}
