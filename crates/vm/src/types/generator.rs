//! Generators and coroutines: their methods and attributes. Async generators' steps: `async_generator`.
//!
//! `throw` and `close` go first to the iterator that a suspended generator delegates to (`yield from`, `await`), and only
//! what that raises reaches the generator itself.

use crate::interpreter::generator::{Resumed, delegate, resume, resume_throwing};
use crate::native::{Args, Attribute, Method, attribute, class_method, getter, method};
use crate::object::exception::Exception;
use crate::object::generator::{CREATED, DONE, Generator, RUNNING, SUSPENDED, word};
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::{async_generator, exc};
use pyish_bytecode::{CodeFlags, Ins, Op};

pub static TYPE: TypeRow = TypeRow::new("generator", Kind::Generator)
    .is_final()
    .flags(flag::WEAKREF)
    .methods(&GENERATOR_METHODS)
    .attributes(&GENERATOR_ATTRIBUTES);
pub static COROUTINE: TypeRow = TypeRow::new("coroutine", Kind::Generator)
    .is_final()
    .flags(flag::WEAKREF)
    .methods(&COROUTINE_METHODS)
    .attributes(&COROUTINE_ATTRIBUTES);
pub static ASYNC_GENERATOR: TypeRow = TypeRow::new("async_generator", Kind::Generator)
    .is_final()
    .flags(flag::WEAKREF)
    .methods(&async_generator::METHODS)
    .attributes(&async_generator::ATTRIBUTES);
/// What `coroutine.__await__()` gives: `[coroutine]`.
pub static WRAPPER: TypeRow = TypeRow::new("coroutine_wrapper", Kind::Native1).is_final().methods(&WRAPPER_METHODS);
pub static ROWS: &[&TypeRow] =
    &[&WRAPPER, &async_generator::ASEND, &async_generator::ATHROW, &async_generator::ANEXT_AWAITABLE];

const SEND_DOC: &str = "Resumes execution and sends a value; gives the next value yielded, or raises StopIteration.";
const THROW_DOC: &str = "Raises an exception where the execution stands; gives the next value yielded.";
const CLOSE_DOC: &str = "Raises GeneratorExit where the execution stands.";
pub(super) const ALIAS_DOC: &str = "See PEP 585";

static GENERATOR_METHODS: [Method; 7] = [
    method("__iter__(self, /)", |_, a| Ok(a[0]), "Implement iter(self)."),
    method("__next__(self, /)", generator_next, "Implement next(self)."),
    method("send(self, value, /)", generator_send, SEND_DOC),
    method("throw(self, typ, val=None, tb=None, /)", generator_throw, THROW_DOC),
    method("close(self, /)", generator_close, CLOSE_DOC),
    method("__repr__(self, /)", |t, a| repr(t, a[0], "generator"), "Return repr(self)."),
    class_method("__class_getitem__(cls, item, /)", class_get_item, ALIAS_DOC),
];
static COROUTINE_METHODS: [Method; 6] = [
    method("send(self, value, /)", generator_send, SEND_DOC),
    method("throw(self, typ, val=None, tb=None, /)", generator_throw, THROW_DOC),
    method("close(self, /)", generator_close, CLOSE_DOC),
    method(
        "__await__(self, /)",
        |t, a| t.alloc_of(&WRAPPER, &[a[0]]),
        "Return an iterator to be used in await expression.",
    ),
    method("__repr__(self, /)", |t, a| repr(t, a[0], "coroutine"), "Return repr(self)."),
    class_method("__class_getitem__(cls, item, /)", class_get_item, ALIAS_DOC),
];
static WRAPPER_METHODS: [Method; 5] = [
    method("__iter__(self, /)", |_, a| Ok(a[0]), "Implement iter(self)."),
    method("__next__(self, /)", |t, a| finish(t, inner(a[0]), Value::NONE), "Implement next(self)."),
    method("send(self, value, /)", |t, a| finish(t, inner(a[0]), a[1]), SEND_DOC),
    method("throw(self, typ, val=None, tb=None, /)", |t, a| throw_args(t, inner(a[0]), a), THROW_DOC),
    method("close(self, /)", |t, a| close(t, inner(a[0])), CLOSE_DOC),
];
static GENERATOR_ATTRIBUTES: [Attribute; 7] = [
    attribute("__name__", get_name, set_name, "name of the generator"),
    attribute("__qualname__", get_qualname, set_qualname, "qualified name of the generator"),
    getter("gi_yieldfrom", yield_from, "object being iterated by yield from, or None"),
    getter("gi_running", is_running, ""),
    getter("gi_suspended", is_suspended, ""),
    getter("gi_frame", frame, ""),
    getter("gi_code", code, ""),
];
static COROUTINE_ATTRIBUTES: [Attribute; 8] = [
    attribute("__name__", get_name, set_name, "name of the coroutine"),
    attribute("__qualname__", get_qualname, set_qualname, "qualified name of the coroutine"),
    getter("cr_await", yield_from, "object being awaited on, or None"),
    getter("cr_running", is_running, ""),
    getter("cr_suspended", is_suspended, ""),
    getter("cr_frame", frame, ""),
    getter("cr_code", code, ""),
    getter(
        "cr_origin",
        |_, v| Ok(Tuple::from(Generator::of(v).get(word::ORIGIN)).map_or(Value::NONE, Tuple::value)),
        "",
    ),
];

fn inner(wrapper: Value) -> Generator {
    Generator::of(Value::from_bits(wrapper.unwrap_obj().word(0)))
}

// ---- attributes

pub(super) fn get_name(_: &mut Thread, v: Value) -> Ret {
    Ok(Generator::of(v).get(word::NAME))
}
pub(super) fn get_qualname(_: &mut Thread, v: Value) -> Ret {
    Ok(Generator::of(v).get(word::QUALNAME))
}
fn set_str(t: &mut Thread, v: Value, i: usize, what: &str, x: Value) -> Result<(), Raised> {
    if x.is_unbound() || Str::from(x).is_none() {
        return Err(t.type_error(format!("{what} must be set to a string object")));
    }
    Generator::of(v).set(t, i, x);
    Ok(())
}
pub(super) fn set_name(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    set_str(t, v, word::NAME, "__name__", x)
}
pub(super) fn set_qualname(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    set_str(t, v, word::QUALNAME, "__qualname__", x)
}
pub(super) fn yield_from(_: &mut Thread, v: Value) -> Ret {
    Ok(delegate(Generator::of(v)).unwrap_or(Value::NONE))
}
pub(super) fn is_running(_: &mut Thread, v: Value) -> Ret {
    Ok(Value::bool(Generator::of(v).state() == RUNNING))
}
pub(super) fn is_suspended(_: &mut Thread, v: Value) -> Ret {
    Ok(Value::bool(Generator::of(v).state() == SUSPENDED))
}
pub(super) fn code(_: &mut Thread, v: Value) -> Ret {
    Ok(Generator::of(v).code().value())
}
pub(super) fn frame(t: &mut Thread, v: Value) -> Ret {
    super::frame::of_generator(t, Generator::of(v))
}
pub(super) fn repr(t: &mut Thread, v: Value, what: &str) -> Ret {
    let name = t.string_of(Generator::of(v).get(word::QUALNAME));
    t.str(&format!("<{what} object {name} at {:#x}>", crate::ops::protocol::address(v)))
}
pub(super) fn class_get_item(t: &mut Thread, a: Args) -> Ret {
    super::generic_alias::new(t, a[0], a[1])
}

/// What an async generator's own `yield` hands out: the value itself. The step that runs it tells a yield from an await by
/// the instruction.
pub fn wrap_yielded(_: &mut Thread, v: Value) -> Ret {
    Ok(v)
}

// ---- resuming

/// The value yielded; StopIteration with the value returned.
pub(super) fn value_or_stop(t: &mut Thread, r: Resumed) -> Ret {
    match r {
        Resumed::Yielded(v) => Ok(v),
        Resumed::Returned(v) => Err(t.stop_iteration(v)),
    }
}
fn finish(t: &mut Thread, g: Generator, sent: Value) -> Ret {
    let r = resume(t, g, sent)?;
    value_or_stop(t, r)
}
fn generator_next(t: &mut Thread, a: Args) -> Ret {
    match resume(t, Generator::of(a[0]), Value::NONE)? {
        Resumed::Returned(v) if v.is_none() => Ok(Value::UNBOUND),
        r => value_or_stop(t, r),
    }
}
fn generator_send(t: &mut Thread, a: Args) -> Ret {
    finish(t, Generator::of(a[0]), a[1])
}
fn generator_throw(t: &mut Thread, a: Args) -> Ret {
    throw_args(t, Generator::of(a[0]), a)
}
fn throw_args(t: &mut Thread, g: Generator, a: Args) -> Ret {
    let e = exception_of(t, a)?;
    let r = throw(t, g, e, true)?;
    value_or_stop(t, r)
}
fn generator_close(t: &mut Thread, a: Args) -> Ret {
    close(t, Generator::of(a[0]))
}

/// The exception that `throw(typ, val, tb)` means; `a[0]` is the receiver.
pub(super) fn exception_of(t: &mut Thread, a: Args) -> Ret {
    let (kind, value, tb) = (a[1], a[2], a[3]);
    if value.is_bound() {
        crate::types::exc::warn(
            t,
            &exc::DeprecationWarning,
            "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.",
        )?;
    }
    if let Some(tb) = tb.given()
        && Thread::kind_of(tb) != Kind::Traceback
    {
        return Err(t.type_error("throw() third argument must be a traceback object"));
    }
    let e = if let Some(class) = Type::from(kind).filter(|c| c.has(flag::EXCEPTION)) {
        let e = match value.given() {
            None => t.call(kind, &[])?,
            Some(v) if t.class_of(v).is_subclass(class) => v,
            Some(v) => match Tuple::from(v) {
                Some(args) => t.call_with_tuple_and_dict(kind, args, Value::UNBOUND)?,
                None => t.call(kind, &[v])?,
            },
        };
        if Exception::from(e).is_none() {
            let (name, k) = (class.name_string(), t.type_name(e));
            return Err(t.type_error(format!(
                "calling <class '{name}'> should have returned an instance of BaseException, not <class '{k}'>"
            )));
        }
        e
    } else if Exception::from(kind).is_some() {
        if value.given().is_some() {
            return Err(t.type_error("instance exception may not have a separate value"));
        }
        kind
    } else {
        let k = t.type_name(kind);
        return Err(
            t.type_error(format!("exceptions must be classes or instances deriving from BaseException, not {k}"))
        );
    };
    if let Some(tb) = tb.given() {
        Exception::of(e).set_traceback(t, tb);
    }
    Ok(e)
}

/// Raises `e` in the generator, or first in the iterator it delegates to. A GeneratorExit closes that iterator if
/// `closes` says so; else it is raised there too.
pub fn throw(t: &mut Thread, g: Generator, e: Value, closes: bool) -> Result<Resumed, Raised> {
    t.enter_native("")?;
    let Some(sub) = delegate(g) else { return resume_throwing(t, g, e) };
    if closes && t.class_of(e).is_subclass(exc::GeneratorExit.get()) {
        // the generator runs while what it delegates to is closed
        if !g.claim(t, SUSPENDED) {
            return resume_throwing(t, g, e);
        }
        let r = close_iterator(t, sub);
        g.set_state(SUSPENDED);
        let e = if r.is_err() { t.take_exception() } else { e };
        return resume_throwing(t, g, e);
    }
    let name = t.names().throw;
    let inner = Generator::from(sub).filter(|s| !s.is_async_generator());
    let method = match inner {
        Some(_) => None,
        None if super::generator::WRAPPER.is_exact(sub) => None,
        None => match t.find_attr(sub, name)? {
            Some(f) => Some(f),
            None => return resume_throwing(t, g, e),
        },
    };
    if !g.claim(t, SUSPENDED) {
        return resume_throwing(t, g, e);
    }
    let r = match (inner, method) {
        (Some(s), _) => throw(t, s, e, closes),
        (None, Some(f)) => t.call(f, &[e]).map(Resumed::Yielded),
        (None, None) => throw(t, self::inner(sub), e, closes),
    };
    g.set_state(SUSPENDED);
    match r {
        Ok(Resumed::Yielded(v)) => Ok(Resumed::Yielded(v)),
        Ok(Resumed::Returned(v)) => after_delegation(t, g, v),
        Err(Raised) if t.raised_is(&exc::StopIteration) => {
            let stop = t.take_exception();
            after_delegation(t, g, Exception::of(stop).own(0))
        }
        Err(Raised) => {
            let e = t.take_exception();
            resume_throwing(t, g, e)
        }
    }
}

/// Goes on after the loop of `yield from` or `await`, whose result is `v`.
fn after_delegation(t: &mut Thread, g: Generator, v: Value) -> Result<Resumed, Raised> {
    // the Yield is followed by a jump back to its Send, which knows where the loop ends
    let mut pc = g.pc();
    // SAFETY: V11: words of the generator's own code.
    let send: Ins = unsafe {
        while (*pc).op != Op::Send as u8 {
            if (*pc).op == Op::Jump as u8 {
                pc = pc.add(1).offset((*pc).imm32() as isize);
            } else {
                pc = pc.add(1);
            }
        }
        *pc
    };
    g.set(t, word::REGISTERS + send.b as usize, v);
    g.set_pc(pc.wrapping_add(1).wrapping_offset(send.c as i16 as isize));
    resume(t, g, Value::NONE)
}

/// Closes an iterator that a generator delegates to, if it can be closed.
fn close_iterator(t: &mut Thread, it: Value) -> Result<(), Raised> {
    if let Some(g) = Generator::from(it).filter(|g| !g.is_async_generator()) {
        return close(t, g).map(|_| ());
    }
    let name = t.names().close;
    match t.find_attr(it, name)? {
        Some(f) => t.call(f, &[]).map(|_| ()),
        None => Ok(()),
    }
}

/// `close()`: None, or what the generator returned on its GeneratorExit.
pub fn close(t: &mut Thread, g: Generator) -> Ret {
    match g.state() {
        DONE => return Ok(Value::NONE),
        CREATED if g.claim(t, CREATED) => {
            g.set_state(DONE);
            return Ok(Value::NONE);
        }
        _ => {}
    }
    let e = Exception::new(t, exc::GeneratorExit.get(), &[])?;
    match throw(t, g, e.value(), true) {
        Ok(Resumed::Yielded(_)) => {
            let what = if g.is_coroutine() {
                "coroutine"
            } else if g.is_async_generator() {
                "async generator"
            } else {
                "generator"
            };
            Err(t.runtime_error(format!("{what} ignored GeneratorExit")))
        }
        Ok(Resumed::Returned(v)) => Ok(v),
        Err(Raised) if t.raised_is(&exc::GeneratorExit) => {
            t.exc = Value::UNBOUND;
            Ok(Value::NONE)
        }
        Err(r) => Err(r),
    }
}

/// Whether an object can be awaited without `__await__`.
pub fn is_native_awaitable(v: Value) -> bool {
    Generator::from(v).is_some_and(|g| g.is_coroutine() || g.code().flags().has(CodeFlags::ITERABLE_COROUTINE))
}
