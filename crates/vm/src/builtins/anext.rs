//! The awaitable of `anext(iterator, default)`: `[awaitable's iterator, default]`.

use crate::interpreter::generator;
use crate::native::{Args, Method, method};
use crate::object::kind::Kind;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::{exc, iterators};

static TYPE: TypeRow = TypeRow::new("anext_awaitable", Kind::Native1).is_final().flags(flag::NO_NEW).methods(&METHODS);
static METHODS: [Method; 6] = [
    method("__await__(self, /)", iterators::itself, "Return an iterator to be used in await expression."),
    method("__iter__(self, /)", iterators::itself, "Implement iter(self)."),
    method(
        "__next__(self, /)",
        |t, a| {
            let r = call(t, a[0], "send", &[Value::NONE]);
            settle(t, a[0], r)
        },
        "Implement next(self).",
    ),
    method(
        "send(self, value, /)",
        |t, a| {
            let r = call(t, a[0], "send", &[a[1]]);
            settle(t, a[0], r)
        },
        "",
    ),
    method("throw(self, *args)", throw, ""),
    method("close(self, /)", |t, a| call(t, a[0], "close", &[]), ""),
];

/// The awaitable that gives `default` where the iterator is at its end.
pub fn with_default(t: &mut Thread, awaitable: Value, default: Value) -> Ret {
    crate::types::ready(t, &TYPE)?;
    let it = generator::awaitable(t, awaitable, 0)?;
    t.alloc_of(&TYPE, &[it, default])
}
fn call(t: &mut Thread, v: Value, name: &str, args: &[Value]) -> Ret {
    let inner = iterators::word(v, 0);
    let attr = t.intern(name)?;
    if name == "send" && args[0].is_none() && t.find_attr(inner, attr)?.is_none() {
        let next = t.names().__next__;
        return t.call_method(inner, next, &[]);
    }
    t.call_method(inner, attr, args)
}
fn throw(t: &mut Thread, a: Args) -> Ret {
    let args = Tuple::of(a[1]);
    let inner = iterators::word(a[0], 0);
    let f = t.get_attr_named(inner, "throw")?;
    let r = t.call_with_tuple_and_dict(f, args, Value::UNBOUND);
    settle(t, a[0], r)
}
/// The end of the iteration becomes the default as the result.
fn settle(t: &mut Thread, v: Value, r: Ret) -> Ret {
    match r {
        Err(Raised) if t.raised_is(&exc::StopAsyncIteration) => {
            t.exc = Value::UNBOUND;
            Err(t.stop_iteration(iterators::word(v, 1)))
        }
        r => r,
    }
}
