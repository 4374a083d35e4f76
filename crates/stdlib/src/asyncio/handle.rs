//! `Handle` and `TimerHandle`: a callback with its arguments and context, waiting to be run.
//!
//! `[callback, arguments, loop, context, cancelled, source traceback, repr]`, and `[when, scheduled]` of a timer. The loop's
//! own entries are compact: a Task as the callback, and in the place of the arguments what is to happen: nothing (a
//! step), an exception (a step that raises it), or the future that is done (a wake-up). The callable and the tuple
//! that Python code sees in their place are made when somebody looks.

use super::{Python, loop_core, step, task};
use crate::contextvars;
use pyish_vm::object::exception::Exception;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::{Type, flag};
use pyish_vm::ops::compare::CompareOp;
use pyish_vm::types::iterators::{put, word};
use pyish_vm::types::{exc, object};
use pyish_vm::{Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, attribute, method, static_method};

pub(super) static HANDLE: TypeRow = TypeRow::new("Handle", Kind::Native2)
    .module("asyncio.events")
    .flags(flag::WEAKREF)
    .words(WORDS)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Object returned by callback registration methods.");
pub(super) static TIMER: TypeRow = TypeRow::new("TimerHandle", Kind::Native2)
    .module("asyncio.events")
    .base(&HANDLE)
    .words(TIMER_WORDS)
    .constructor(&NEW)
    .methods(&TIMER_METHODS)
    .attributes(&TIMER_ATTRIBUTES)
    .doc("Object returned by timed callback registration methods.");

pub(super) const CALLBACK: usize = 0;
const ARGS: usize = 1;
const LOOP: usize = 2;
const CONTEXT: usize = 3;
const CANCELLED: usize = 4;
pub(super) const SOURCE: usize = 5;
const REPR: usize = 6;
const WORDS: usize = 7;
pub(super) const WHEN: usize = 7;
pub(super) const SCHEDULED: usize = 8;
const TIMER_WORDS: usize = 9;

static NEW: Method = static_method("__new__(cls, *args, **kwargs)", |t, a| bare(t, Type::of(a[0])), "");
static METHODS: [Method; 7] = [
    method("__init__(self, callback, args, loop, context=None)", handle_init, "Initialize self."),
    method("__repr__(self, /)", handle_repr, "Return repr(self)."),
    method("_repr_info(self, /)", |t, a| repr_info(t, a[0]), ""),
    method("get_context(self, /)", |_, a| Ok(word(a[0], CONTEXT)), ""),
    method("cancel(self, /)", |t, a| cancel(t, a[0]).map(|()| Value::NONE), ""),
    method("cancelled(self, /)", |_, a| Ok(word(a[0], CANCELLED)), ""),
    method("_run(self, /)", |t, a| run(t, a[0]).map(|()| Value::NONE), ""),
];
macro_rules! plain {
    ($name:literal, $word:expr) => {
        attribute(
            $name,
            |_, v| Ok(word(v, $word).or(Value::NONE)),
            |t, v, x| {
                put(t, v, $word, x.or(Value::NONE));
                Ok(())
            },
            "",
        )
    };
}
static ATTRIBUTES: [Attribute; 7] = [
    attribute(
        "_callback",
        |t, v| visible(t, v).map(|(f, _)| f),
        |t, v, x| {
            put(t, v, CALLBACK, x.or(Value::NONE));
            Ok(())
        },
        "",
    ),
    attribute(
        "_args",
        |t, v| visible(t, v).map(|(_, args)| args),
        |t, v, x| {
            put(t, v, ARGS, x.or(Value::NONE));
            Ok(())
        },
        "",
    ),
    plain!("_loop", LOOP),
    plain!("_context", CONTEXT),
    plain!("_cancelled", CANCELLED),
    plain!("_source_traceback", SOURCE),
    plain!("_repr", REPR),
];
static TIMER_METHODS: [Method; 10] = [
    method("__init__(self, when, callback, args, loop, context=None)", timer_init, "Initialize self."),
    method("_repr_info(self, /)", timer_repr_info, ""),
    method(
        "__hash__(self, /)",
        |t, a| {
            let h = t.hash(word(a[0], WHEN))?;
            t.int(h)
        },
        "Return hash(self).",
    ),
    method("__lt__(self, value, /)", |t, a| compare(t, a, CompareOp::Lt), "Return self<value."),
    method("__le__(self, value, /)", |t, a| compare(t, a, CompareOp::Le), "Return self<=value."),
    method("__gt__(self, value, /)", |t, a| compare(t, a, CompareOp::Gt), "Return self>value."),
    method("__ge__(self, value, /)", |t, a| compare(t, a, CompareOp::Ge), "Return self>=value."),
    method("__eq__(self, value, /)", timer_eq, "Return self==value."),
    method("cancel(self, /)", |t, a| cancel_timer(t, a[0]).map(|()| Value::NONE), ""),
    method("when(self, /)", |_, a| Ok(word(a[0], WHEN)), "Return a scheduled callback time."),
];
static TIMER_ATTRIBUTES: [Attribute; 2] = [plain!("_when", WHEN), plain!("_scheduled", SCHEDULED)];

// ---- making

fn bare(t: &mut Thread, class: Type) -> Ret {
    let v = object::alloc_instance(t, class)?;
    let timer = class.is_subclass(TIMER.get());
    blank(v, if timer { TIMER_WORDS } else { WORDS });
    Ok(v)
}
fn blank(v: Value, words: usize) {
    let o = v.unwrap_obj();
    for i in 0..words {
        o.set_plain(i, Value::NONE.bits());
    }
    o.set_plain(CANCELLED, Value::FALSE.bits());
    if words > WORDS {
        o.set_plain(SCHEDULED, Value::FALSE.bits());
    }
}
/// A handle that a loop makes: nothing is asked of the loop, which is not in debug mode.
#[inline]
pub(super) fn new(t: &mut Thread, of: Value, callback: Value, args: Value, context: Value) -> Ret {
    let o = t.alloc_small::<WORDS>(HANDLE.head())?;
    fill(o, of, callback, args, context);
    Ok(Value::from_obj(o))
}
#[inline]
pub(super) fn new_timer(t: &mut Thread, when: Value, of: Value, callback: Value, args: Value, context: Value) -> Ret {
    let o = t.alloc_small::<TIMER_WORDS>(TIMER.head())?;
    fill(o, of, callback, args, context);
    o.init(WHEN, when.bits());
    o.init(SCHEDULED, Value::FALSE.bits());
    Ok(Value::from_obj(o))
}
#[inline]
fn fill(o: pyish_heap::Obj, of: Value, callback: Value, args: Value, context: Value) {
    o.init(CALLBACK, callback.bits());
    o.init(ARGS, args.bits());
    o.init(LOOP, of.bits());
    o.init(CONTEXT, context.bits());
    o.init(CANCELLED, Value::FALSE.bits());
    o.init(SOURCE, Value::NONE.bits());
    o.init(REPR, Value::NONE.bits());
}
static EXTRACT_STACK: Python = Python::new("asyncio.format_helpers", "extract_stack");

/// In debug mode: where the handle was made.
pub(super) fn note_source(t: &mut Thread, v: Value) -> Result<(), Raised> {
    let f = EXTRACT_STACK.get(t)?;
    let frame = pyish_vm::interpreter::traceback::current_frame(t)?;
    let stack = t.call(f, &[frame])?;
    put(t, v, SOURCE, stack);
    Ok(())
}
fn initialize(t: &mut Thread, v: Value, callback: Value, args: Value, of: Value, context: Value) -> Result<(), Raised> {
    let context = if context.given().is_none() || context.is_none() { contextvars::copy_current(t)? } else { context };
    for (i, x) in
        [(CONTEXT, context), (LOOP, of), (CALLBACK, callback), (ARGS, args), (REPR, Value::NONE), (SOURCE, Value::NONE)]
    {
        put(t, v, i, x);
    }
    put(t, v, CANCELLED, Value::FALSE);
    if loop_core::debug(t, of)? {
        note_source(t, v)?;
    }
    Ok(())
}
fn handle_init(t: &mut Thread, a: Args) -> Ret {
    initialize(t, a[0], a[1], a[2], a[3], a[4])?;
    Ok(Value::NONE)
}
fn timer_init(t: &mut Thread, a: Args) -> Ret {
    initialize(t, a[0], a[2], a[3], a[4], a[5])?;
    put(t, a[0], WHEN, a[1]);
    put(t, a[0], SCHEDULED, Value::FALSE);
    Ok(Value::NONE)
}

// ---- what Python code sees

/// Whether the entry is one of the loop's own: a Task where others have a callable.
#[inline]
fn is_compact(v: Value) -> bool {
    Tuple::from(word(v, ARGS)).is_none() && word(v, CALLBACK).obj().is_some_and(|o| o.kind() == Kind::Native3 as u8)
}
/// The callable and the arguments.
fn visible(t: &mut Thread, v: Value) -> Result<(Value, Value), Raised> {
    let (callback, args) = (word(v, CALLBACK), word(v, ARGS));
    if !is_compact(v) || args.is_none() || !task::is_task(t, callback) {
        return Ok((callback, args));
    }
    if args.is_unbound() || Exception::from(args).is_some() {
        let f = step::step_method(t, callback, args)?;
        return Ok((f, Tuple::empty(t).value()));
    }
    let f = step::wakeup_method(t, callback)?;
    Ok((f, Tuple::make(t, &[args])?))
}
static FORMAT: Python = Python::new("asyncio.format_helpers", "_format_callback_source");

/// `_format_callback_source(callback, args, debug=loop.get_debug())`.
fn shown_callback(t: &mut Thread, v: Value) -> Ret {
    let (callback, args) = visible(t, v)?;
    let debug = loop_core::debug(t, word(v, LOOP))?;
    let f = FORMAT.get(t)?;
    t.call_keywords(f, &[callback, args], &[("debug", Value::bool(debug))])
}
fn repr_info(t: &mut Thread, v: Value) -> Ret {
    let name = t.class_name(v);
    let name = t.str(&name)?;
    let info = List::new(t, &[name])?;
    if t.truth(word(v, CANCELLED))? {
        let s = t.str("cancelled")?;
        info.push(t, s)?;
    }
    if !word(v, CALLBACK).is_none() {
        let s = shown_callback(t, v)?;
        info.push(t, s)?;
    }
    let source = word(v, SOURCE);
    if t.truth(source)? {
        let last = t.get_item(source, Value::int(-1))?;
        let (file, line) = (t.get_item(last, Value::ZERO)?, t.get_item(last, Value::int(1))?);
        let text = format!("created at {}:{}", t.str_text(file)?, t.str_text(line)?);
        let s = t.str(&text)?;
        info.push(t, s)?;
    }
    Ok(info.value())
}
fn timer_repr_info(t: &mut Thread, a: Args) -> Ret {
    let info = repr_info(t, a[0])?;
    let at = if t.truth(word(a[0], CANCELLED))? { 2 } else { 1 };
    let when = t.str_text(word(a[0], WHEN))?;
    let s = t.str(&format!("when={when}"))?;
    List::of(info).insert(t, at, s)?;
    Ok(info)
}
fn handle_repr(t: &mut Thread, a: Args) -> Ret {
    let kept = word(a[0], REPR);
    if !kept.is_none() {
        return Ok(kept);
    }
    let info = t.call_method_named(a[0], "_repr_info", &[])?;
    let mut parts = Vec::new();
    let items = t.collect(info)?;
    for s in items.iter() {
        parts.push(t.str_text(s)?);
    }
    t.str(&format!("<{}>", parts.join(" ")))
}
fn is_timer(t: &Thread, v: Value) -> bool {
    TIMER.is_exact(v)
        || v.obj().is_some_and(|o| o.kind() == Kind::Native2 as u8) && t.class_of(v).is_subclass(TIMER.get())
}
fn compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    if !is_timer(t, a[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (x, y) = (word(a[0], WHEN), word(a[1], WHEN));
    let strict = match op {
        CompareOp::Le => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Gt,
        op => op,
    };
    if t.compare_true(strict, x, y)? || strict != op && equal(t, a[0], a[1])? {
        return Ok(Value::TRUE);
    }
    Ok(Value::FALSE)
}
fn equal(t: &mut Thread, x: Value, y: Value) -> Result<bool, Raised> {
    for i in [WHEN, CALLBACK, ARGS, CANCELLED] {
        let (p, q) = (word(x, i), word(y, i));
        if !p.is(q) && (p.is_unbound() || q.is_unbound() || !t.equal(p, q)?) {
            return Ok(false);
        }
    }
    Ok(true)
}
fn timer_eq(t: &mut Thread, a: Args) -> Ret {
    if !is_timer(t, a[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    Ok(Value::bool(equal(t, a[0], a[1])?))
}

// ---- cancelling and running

pub(super) fn is_cancelled(v: Value) -> bool {
    word(v, CANCELLED).is(Value::TRUE)
}
fn cancel(t: &mut Thread, v: Value) -> Result<(), Raised> {
    if t.truth(word(v, CANCELLED))? {
        return Ok(());
    }
    put(t, v, CANCELLED, Value::TRUE);
    if loop_core::debug(t, word(v, LOOP))? {
        // kept for messages such as "Executing <Handle...> took 2.5 seconds"
        let shown = t.repr(v)?.value();
        put(t, v, REPR, shown);
    }
    put(t, v, CALLBACK, Value::NONE);
    put(t, v, ARGS, Value::NONE);
    Ok(())
}
fn cancel_timer(t: &mut Thread, v: Value) -> Result<(), Raised> {
    if !t.truth(word(v, CANCELLED))? {
        let of = word(v, LOOP);
        if !loop_core::timer_cancelled(t, of, v) {
            t.call_method_named(of, "_timer_handle_cancelled", &[v])?;
        }
    }
    cancel(t, v)
}
/// `callback(*args)` in the context; what it raises goes to the loop's exception handler.
pub(super) fn run(t: &mut Thread, v: Value) -> Result<(), Raised> {
    let (callback, args, context) = (word(v, CALLBACK), word(v, ARGS), word(v, CONTEXT));
    let r = if contextvars::CONTEXT.is_exact(context) {
        match contextvars::enter(t, context) {
            Ok(()) => {
                let r = invoke(t, callback, args);
                contextvars::exit(t, context);
                r
            }
            Err(e) => Err(e),
        }
    } else {
        run_in(t, v, context)
    };
    match r {
        Ok(()) => Ok(()),
        Err(e) => failed(t, v, e),
    }
}
#[inline]
fn invoke(t: &mut Thread, callback: Value, args: Value) -> Result<(), Raised> {
    if let Some(args) = Tuple::from(args) {
        let r = match args.len() {
            0 => t.call(callback, &[]),
            1 => t.call(callback, &[args.get(0)]),
            2 => t.call(callback, &[args.get(0), args.get(1)]),
            _ => t.call_with_tuple_and_dict(callback, args, Value::UNBOUND),
        };
        return r.map(|_| ());
    }
    if task::is_task(t, callback) {
        if args.is_unbound() || Exception::from(args).is_some() {
            return step::step(t, callback, args);
        }
        if !args.is_none() {
            return step::wakeup(t, callback, args);
        }
    }
    let mut all = Values::new(t)?;
    t.for_each(args, |t, x| all.push(t, x))?;
    let args = Tuple::of(all.into_tuple(t)?);
    t.call_with_tuple_and_dict(callback, args, Value::UNBOUND).map(|_| ())
}
/// In a context of another class.
#[cold]
fn run_in(t: &mut Thread, v: Value, context: Value) -> Result<(), Raised> {
    let (callback, args) = visible(t, v)?;
    let mut all = Values::from_slice(t, &[callback])?;
    t.for_each(args, |t, x| all.push(t, x))?;
    let all = Tuple::of(all.into_tuple(t)?);
    let f = t.get_attr_named(context, "run")?;
    t.call_with_tuple_and_dict(f, all, Value::UNBOUND).map(|_| ())
}
#[cold]
fn failed(t: &mut Thread, v: Value, raised: Raised) -> Result<(), Raised> {
    if t.raised_is(&exc::SystemExit) || t.raised_is(&exc::KeyboardInterrupt) {
        return Err(raised);
    }
    let e = t.take_exception();
    let shown = shown_callback(t, v)?;
    let message = format!("Exception in callback {}", t.str_text(shown)?);
    let message = t.str(&message)?;
    let d = pyish_vm::object::dict::Dict::new(t)?;
    d.set_named(t, "message", message)?;
    d.set_named(t, "exception", e)?;
    d.set_named(t, "handle", v)?;
    let source = word(v, SOURCE);
    if t.truth(source)? {
        d.set_named(t, "source_traceback", source)?;
    }
    t.call_method_named(word(v, LOOP), "call_exception_handler", &[d.value()]).map(|_| ())
}
