//! `FutureIter`, what `Future.__await__` gives: `[future, whether it has been yielded]`.

use super::future::{self, BLOCKING};
use pyish_vm::interpreter::generator::Resumed;
use pyish_vm::object::exception::Exception;
use pyish_vm::object::typeobject::{Type, flag};
use pyish_vm::types::exc;
use pyish_vm::types::iterators::{put, word};
use pyish_vm::{Args, Kind, Method, Raised, Ret, Thread, TypeRow, Value, method};

pub(super) static TYPE: TypeRow = TypeRow::new("FutureIter", Kind::NativeAwait)
    .module("_asyncio")
    .is_final()
    .flags(flag::NO_NEW)
    .methods(&METHODS)
    .send(send);
static METHODS: [Method; 5] = [
    method("__iter__(self, /)", |_, a| Ok(a[0]), "Implement iter(self)."),
    method("__next__(self, /)", |t, a| value_or_stop(t, a[0]), "Implement next(self)."),
    method("send(self, value, /)", |t, a| value_or_stop(t, a[0]), ""),
    method("throw(self, typ, val=None, tb=None, /)", throw, ""),
    method("close(self, /)", close, ""),
];

const FUTURE: usize = 0;
const YIELDED: usize = 1;

/// `Future.__iter__`, `Future.__await__`.
pub(super) fn new(t: &mut Thread, a: Args) -> Ret {
    future::expect_loop(t, a[0])?;
    let o = t.alloc_small::<2>(TYPE.head())?;
    o.init(FUTURE, a[0].bits());
    o.init(YIELDED, Value::FALSE.bits());
    Ok(Value::from_obj(o))
}
fn send(t: &mut Thread, it: Value, _: Value) -> Result<Resumed, Raised> {
    let v = word(it, FUTURE);
    if v.is_none() {
        return Ok(Resumed::Returned(Value::NONE));
    }
    if !future::is_done(v) {
        if word(it, YIELDED).is(Value::TRUE) {
            return Err(t.runtime_error("await wasn't used with future"));
        }
        it.unwrap_obj().set_plain(YIELDED, Value::TRUE.bits());
        future::put_bit(v, BLOCKING, true);
        return Ok(Resumed::Yielded(v));
    }
    put(t, it, FUTURE, Value::NONE);
    match future::outcome(t, v)? {
        Ok(x) => Ok(Resumed::Returned(x)),
        Err(e) => Err(t.raise_value(e)),
    }
}
fn value_or_stop(t: &mut Thread, it: Value) -> Ret {
    match send(t, it, Value::NONE)? {
        Resumed::Yielded(v) => Ok(v),
        Resumed::Returned(v) => Err(t.stop_iteration(v)),
    }
}
fn throw(t: &mut Thread, a: Args) -> Ret {
    let (kind, value, tb) = (a[1], a[2], a[3]);
    if value.is_bound() {
        exc::warn(
            t,
            &exc::DeprecationWarning,
            "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.",
        )?;
    }
    let tb = tb.given().filter(|tb| !tb.is_none());
    if tb.is_some_and(|tb| Thread::kind_of(tb) != Kind::Traceback) {
        return Err(t.type_error("throw() third argument must be a traceback"));
    }
    let value = value.given().filter(|v| !v.is_none());
    let e = if let Some(class) = Type::from(kind).filter(|c| c.has(flag::EXCEPTION)) {
        match value {
            None => t.call(kind, &[])?,
            Some(v) if t.class_of(v).is_subclass(class) => v,
            Some(v) => t.call(kind, &[v])?,
        }
    } else if Exception::from(kind).is_some() {
        if value.is_some() {
            return Err(t.type_error("instance exception may not have a separate value"));
        }
        kind
    } else {
        return Err(t.type_error("exceptions must be classes deriving BaseException or instances of such a class"));
    };
    if let (Some(tb), Some(e)) = (tb, Exception::from(e)) {
        e.set_traceback(t, tb);
    }
    put(t, a[0], FUTURE, Value::NONE);
    Err(t.raise_value(e))
}
fn close(t: &mut Thread, a: Args) -> Ret {
    put(t, a[0], FUTURE, Value::NONE);
    Ok(Value::NONE)
}
