//! Async generators: `asend`, `athrow`, `aclose`, and the awaitables they give.
//!
//! A step is `[generator, value, how, state]`: awaiting it resumes the generator, hands on what its awaits yield, and ends
//! with the value of the generator's own next `yield`. The word ORIGIN of an async generator holds the bits below,
//! HOOKS the finalizer that `sys.set_asyncgen_hooks` had when it was first iterated.

use super::generator as plain;
use crate::interpreter::generator::{Resumed, resume};
use crate::native::{Args, Attribute, Method, attribute, class_method, getter, method};
use crate::object::exception::Exception;
use crate::object::generator::{DONE, Generator, word};
use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;

/// `aclose` was asked, or the generator has ended.
const CLOSED: i64 = 1;
/// a step runs
const STEPPING: i64 = 2;
/// the hooks have been called
const HOOKED: i64 = 4;

pub static ASEND: TypeRow = TypeRow::new("async_generator_asend", Kind::AsyncGenStep).is_final().methods(&STEP_METHODS);
pub static ATHROW: TypeRow =
    TypeRow::new("async_generator_athrow", Kind::AsyncGenStep).is_final().methods(&STEP_METHODS);
/// `anext(it, default)`: `[iterator of the awaitable, default]`.
pub static ANEXT_AWAITABLE: TypeRow = TypeRow::new("anext_awaitable", Kind::Native1).is_final().methods(&ANEXT_METHODS);

pub static METHODS: [Method; 7] = [
    method("__aiter__(self, /)", |_, a| Ok(a[0]), "Return an awaitable, that resolves in asynchronous iterator."),
    method(
        "__anext__(self, /)",
        |t, a| step(t, a[0], HOW_NEXT, Value::NONE),
        "Return a value or raise StopAsyncIteration.",
    ),
    method(
        "asend(self, value, /)",
        |t, a| step(t, a[0], HOW_SEND, a[1]),
        "Sends a value; an awaitable of the next one.",
    ),
    method("athrow(self, typ, val=None, tb=None, /)", athrow, "Raises an exception in the generator."),
    method("aclose(self, /)", |t, a| step(t, a[0], HOW_CLOSE, Value::NONE), "Raises GeneratorExit in the generator."),
    method("__repr__(self, /)", |t, a| plain::repr(t, a[0], "async_generator"), "Return repr(self)."),
    class_method("__class_getitem__(cls, item, /)", plain::class_get_item, plain::ALIAS_DOC),
];
pub static ATTRIBUTES: [Attribute; 7] = [
    attribute("__name__", plain::get_name, plain::set_name, "name of the async generator"),
    attribute("__qualname__", plain::get_qualname, plain::set_qualname, "qualified name of the async generator"),
    getter("ag_await", plain::yield_from, "object being awaited on, or None"),
    getter("ag_running", |_, v| Ok(Value::bool(bits(Generator::of(v)) & STEPPING != 0)), ""),
    getter("ag_suspended", plain::is_suspended, ""),
    getter("ag_frame", plain::frame, ""),
    getter("ag_code", plain::code, ""),
];
static STEP_METHODS: [Method; 6] = [
    method("__await__(self, /)", |_, a| Ok(a[0]), "Return an iterator to be used in await expression."),
    method("__iter__(self, /)", |_, a| Ok(a[0]), "Implement iter(self)."),
    method("__next__(self, /)", |t, a| finish(t, a[0], Value::NONE), "Implement next(self)."),
    method("send(self, value, /)", |t, a| finish(t, a[0], a[1]), "Resumes the generator."),
    method("throw(self, typ, val=None, tb=None, /)", step_throw, "Raises an exception in the generator."),
    method("close(self, /)", step_close, "Raises GeneratorExit in the generator."),
];
static ANEXT_METHODS: [Method; 6] = [
    method("__await__(self, /)", |_, a| Ok(a[0]), "Return an iterator to be used in await expression."),
    method("__iter__(self, /)", |_, a| Ok(a[0]), "Implement iter(self)."),
    method("__next__(self, /)", |t, a| anext_step(t, a[0], Value::NONE), "Implement next(self)."),
    method("send(self, value, /)", |t, a| anext_step(t, a[0], a[1]), "Resumes the awaitable."),
    method("throw(self, typ, val=None, tb=None, /)", anext_throw, "Raises an exception in the awaitable."),
    method("close(self, /)", anext_close, "Closes the awaitable."),
];

const HOW_NEXT: i64 = 0;
const HOW_SEND: i64 = 1;
const HOW_THROW: i64 = 2;
const HOW_CLOSE: i64 = 3;

const INIT: i64 = 0;
const ITERATING: i64 = 1;
const FINISHED: i64 = 2;

const GENERATOR: usize = 0;
const VALUE: usize = 1;
const HOW: usize = 2;
const STATE: usize = 3;

fn bits(g: Generator) -> i64 {
    g.get(word::ORIGIN).as_int().unwrap_or(0)
}
fn set_bits(g: Generator, on: i64, off: i64) {
    g.0.set_plain(word::ORIGIN, Value::int(bits(g) & !off | on).bits());
}
fn get(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
fn set_state(v: Value, state: i64) {
    v.unwrap_obj().set_plain(STATE, Value::int(state).bits());
}

/// The finalizer of an async generator's event loop, if it has one.
pub fn finalizer(g: Generator) -> Option<Value> {
    g.get(word::HOOKS).given()
}

/// Tells the event loop of a generator that is iterated for the first time.
fn call_hooks(t: &mut Thread, g: Generator) -> Result<(), Raised> {
    if bits(g) & HOOKED != 0 {
        return Ok(());
    }
    set_bits(g, HOOKED, 0);
    let [first, last] = t.async_gen_hooks;
    if last.given().is_some() {
        g.set(t, word::HOOKS, last);
        // one with handlers has a finalizer since it was made
        if !g.code().has_handlers() {
            super::weakref::register_finalizer(t, g.0);
        }
    }
    match first.given() {
        Some(f) => t.call(f, &[g.value()]).map(|_| ()),
        None => Ok(()),
    }
}
fn step(t: &mut Thread, generator: Value, how: i64, value: Value) -> Ret {
    call_hooks(t, Generator::of(generator))?;
    let class = if how == HOW_NEXT || how == HOW_SEND { &ASEND } else { &ATHROW };
    t.alloc_of(class, &[generator, value, Value::int(how), Value::int(INIT)])
}
fn athrow(t: &mut Thread, a: Args) -> Ret {
    let e = plain::exception_of(t, a)?;
    step(t, a[0], HOW_THROW, e)
}

/// What a resumed generator gave, as its step sees it: an await's value is handed on, the generator's own is the result.
fn outcome(t: &mut Thread, g: Generator, r: Result<Resumed, Raised>) -> Result<Resumed, Raised> {
    match r {
        Ok(Resumed::Yielded(v)) if awaits(g) => Ok(Resumed::Yielded(v)),
        Ok(Resumed::Yielded(v)) => {
            set_bits(g, 0, STEPPING);
            Ok(Resumed::Returned(v))
        }
        Ok(Resumed::Returned(_)) => {
            set_bits(g, CLOSED, STEPPING);
            Err(t.raise_args(&exc::StopAsyncIteration, &[]))
        }
        Err(Raised) => {
            let ended = t.raised_is(&exc::StopAsyncIteration) || t.raised_is(&exc::GeneratorExit);
            set_bits(g, if ended { CLOSED } else { 0 }, STEPPING);
            Err(Raised)
        }
    }
}
/// Whether a suspended async generator stands in an `await` rather than at a `yield` of its own.
fn awaits(g: Generator) -> bool {
    crate::interpreter::generator::delegate(g).is_some()
}

fn names(how: i64) -> (&'static str, &'static str) {
    match how {
        HOW_NEXT | HOW_SEND => ("anext(): asynchronous generator is already running", "__anext__()/asend()"),
        HOW_THROW => ("athrow(): asynchronous generator is already running", "aclose()/athrow()"),
        _ => ("aclose(): asynchronous generator is already running", "aclose()/athrow()"),
    }
}
#[cold]
fn used_up(t: &mut Thread, how: i64) -> Raised {
    t.runtime_error(format!("cannot reuse already awaited {}", names(how).1))
}
#[cold]
fn ignored_exit(t: &mut Thread, it: Value, g: Generator) -> Raised {
    set_bits(g, 0, STEPPING);
    set_state(it, FINISHED);
    t.runtime_error("async generator ignored GeneratorExit")
}

/// Takes a fresh step into its iterating state.
fn begin(t: &mut Thread, it: Value, g: Generator, how: i64) -> Result<(), Raised> {
    if bits(g) & STEPPING != 0 {
        set_state(it, FINISHED);
        return Err(t.runtime_error(names(how).0));
    }
    set_state(it, ITERATING);
    set_bits(g, STEPPING, 0);
    Ok(())
}

/// Sends a value to a step.
pub fn send(t: &mut Thread, it: Value, v: Value) -> Result<Resumed, Raised> {
    let g = Generator::of(get(it, GENERATOR));
    let (how, state) = (get(it, HOW).unwrap_int(), get(it, STATE).unwrap_int());
    if state == FINISHED {
        return Err(used_up(t, how));
    }
    if how == HOW_NEXT || how == HOW_SEND {
        let mut v = v;
        if state == INIT {
            begin(t, it, g, how)?;
            if v.is_none() {
                v = get(it, VALUE);
            }
        }
        let r = resume(t, g, v);
        let r = outcome(t, g, r);
        if !matches!(r, Ok(Resumed::Yielded(_))) {
            set_state(it, FINISHED);
        }
        return r;
    }
    if g.state() == DONE {
        set_state(it, FINISHED);
        return Ok(Resumed::Returned(Value::NONE));
    }
    if state == ITERATING {
        let r = resume(t, g, v);
        return after_throw(t, it, g, how, r);
    }
    if bits(g) & CLOSED != 0 {
        set_state(it, FINISHED);
        return Err(t.raise_args(&exc::StopAsyncIteration, &[]));
    }
    if !v.is_none() {
        return Err(t.runtime_error("can't send non-None value to a just-started coroutine"));
    }
    begin(t, it, g, how)?;
    let e = if how == HOW_CLOSE {
        set_bits(g, CLOSED, 0);
        Exception::new(t, exc::GeneratorExit.get(), &[])?.value()
    } else {
        get(it, VALUE)
    };
    let r = plain::throw(t, g, e, false);
    after_throw(t, it, g, how, r)
}
/// What became of an `athrow` or `aclose`.
fn after_throw(
    t: &mut Thread,
    it: Value,
    g: Generator,
    how: i64,
    r: Result<Resumed, Raised>,
) -> Result<Resumed, Raised> {
    if how == HOW_CLOSE && matches!(r, Ok(Resumed::Yielded(_))) && !awaits(g) {
        return Err(ignored_exit(t, it, g));
    }
    match outcome(t, g, r) {
        Ok(Resumed::Yielded(v)) => Ok(Resumed::Yielded(v)),
        Ok(r) => {
            set_state(it, FINISHED);
            Ok(r)
        }
        Err(Raised) => {
            set_state(it, FINISHED);
            if how == HOW_CLOSE && (t.raised_is(&exc::StopAsyncIteration) || t.raised_is(&exc::GeneratorExit)) {
                t.exc = Value::UNBOUND;
                return Ok(Resumed::Returned(Value::NONE));
            }
            Err(Raised)
        }
    }
}
fn finish(t: &mut Thread, it: Value, v: Value) -> Ret {
    let r = send(t, it, v)?;
    plain::value_or_stop(t, r)
}
fn throw(t: &mut Thread, it: Value, e: Value) -> Result<Resumed, Raised> {
    let g = Generator::of(get(it, GENERATOR));
    let (how, state) = (get(it, HOW).unwrap_int(), get(it, STATE).unwrap_int());
    if state == FINISHED {
        return Err(used_up(t, how));
    }
    if state == INIT {
        begin(t, it, g, how)?;
    }
    let r = plain::throw(t, g, e, true);
    after_throw(t, it, g, how, r)
}
fn step_throw(t: &mut Thread, a: Args) -> Ret {
    let e = plain::exception_of(t, a)?;
    let r = throw(t, a[0], e)?;
    plain::value_or_stop(t, r)
}
fn step_close(t: &mut Thread, a: Args) -> Ret {
    if get(a[0], STATE).unwrap_int() == FINISHED {
        return Ok(Value::NONE);
    }
    let e = Exception::new(t, exc::GeneratorExit.get(), &[])?;
    match throw(t, a[0], e.value()) {
        Ok(Resumed::Yielded(_)) => Err(t.runtime_error("coroutine ignored GeneratorExit")),
        Ok(Resumed::Returned(_)) => Ok(Value::NONE),
        Err(Raised) if t.raised_is(&exc::StopAsyncIteration) || t.raised_is(&exc::GeneratorExit) => {
            t.exc = Value::UNBOUND;
            Ok(Value::NONE)
        }
        Err(r) => Err(r),
    }
}

// ---- anext with a default

/// `anext(iterator, default)`, given the awaitable of `__anext__`.
pub fn anext_with_default(t: &mut Thread, awaitable: Value, default: Value) -> Ret {
    t.alloc_of(&ANEXT_AWAITABLE, &[awaitable, default])
}
fn anext_iterator(t: &mut Thread, v: Value) -> Ret {
    let inner = get(v, 0);
    if Thread::kind_of(inner) == Kind::AsyncGenStep {
        return Ok(inner);
    }
    crate::interpreter::generator::awaitable(t, inner, 0)
}
fn anext_result(t: &mut Thread, v: Value, r: Ret) -> Ret {
    match r {
        Err(Raised) if t.raised_is(&exc::StopAsyncIteration) => {
            t.exc = Value::UNBOUND;
            Err(t.stop_iteration(get(v, 1)))
        }
        r => r,
    }
}
fn anext_step(t: &mut Thread, v: Value, sent: Value) -> Ret {
    let it = anext_iterator(t, v)?;
    let r = match crate::interpreter::generator::send_to(t, it, sent) {
        Ok(r) => plain::value_or_stop(t, r),
        Err(r) => Err(r),
    };
    anext_result(t, v, r)
}
fn anext_throw(t: &mut Thread, a: Args) -> Ret {
    let it = anext_iterator(t, a[0])?;
    let given = if a[2].is_unbound() {
        2
    } else if a[3].is_unbound() {
        3
    } else {
        4
    };
    let r = t.call_method_named(it, "throw", &a.as_slice()[1..given]);
    anext_result(t, a[0], r)
}
fn anext_close(t: &mut Thread, a: Args) -> Ret {
    let it = anext_iterator(t, a[0])?;
    t.call_method_named(it, "close", &[])
}
