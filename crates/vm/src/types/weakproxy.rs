//! `weakref.proxy`: objects that pass every operation on to what they weakly refer to.

use super::weakref::{fill, target};
use crate::native::{Args, Method, method};
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{TypeRow, flag};
use crate::object::value::Value;
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;

pub static PROXY: TypeRow = TypeRow::new("ProxyType", Kind::WeakRef)
    .module("weakref")
    .is_final()
    .flags(flag::GETATTRIBUTE | flag::SETATTR)
    .methods(&METHODS);
pub static CALLABLE: TypeRow = TypeRow::new("CallableProxyType", Kind::WeakRef)
    .module("weakref")
    .is_final()
    .flags(flag::GETATTRIBUTE | flag::SETATTR)
    .base(&PROXY)
    .methods(&CALL_METHODS);

/// `weakref.proxy(of, callback)`.
pub fn new(t: &mut Thread, of: Value, callback: Value) -> Ret {
    let class = if t.is_callable(of) { &CALLABLE } else { &PROXY };
    let v = t.alloc_of(class, &[Value::ZERO, Value::NONE, Value::NONE, Value::NONE])?;
    fill(t, v, of, callback)?;
    Ok(v)
}

/// What a proxy stands for; ReferenceError once it is gone. Other values stand for themselves.
fn referent(t: &mut Thread, v: Value) -> Ret {
    if Thread::kind_of(v) != Kind::WeakRef || !t.class_of(v).is_subclass(PROXY.get()) {
        return Ok(v);
    }
    match target(v) {
        Some(of) => Ok(of),
        None => Err(t.raise(&exc::ReferenceError, "weakly-referenced object no longer exists")),
    }
}

/// Rows of binary operators and their reflections.
macro_rules! binary {
    ($($signature:literal $reflected:literal $op:ident)*) => {
        [ $(
            method(concat!($signature, "(self, value, /)"), |t, a| binary(t, BinaryOp::$op, a[0], a[1]), "Passes the operation on."),
            method(concat!($reflected, "(self, value, /)"), |t, a| binary(t, BinaryOp::$op, a[1], a[0]), "Passes the operation on."),
        )* ]
    };
}
macro_rules! in_place {
    ($($signature:literal $op:ident)*) => {
        [ $( method(concat!($signature, "(self, value, /)"), |t, a| in_place(t, BinaryOp::$op, a), "Passes the operation on."), )* ]
    };
}
macro_rules! compared {
    ($($signature:literal $op:ident)*) => {
        [ $( method(concat!($signature, "(self, value, /)"), |t, a| compared(t, CompareOp::$op, a), "Passes the comparison on."), )* ]
    };
}
/// Rows that call the method of the same name.
macro_rules! passed_on {
    ($($signature:literal $name:literal)*) => {
        [ $( method($signature, |t, a| pass_on(t, $name, a), "Passes the call on."), )* ]
    };
}

static BINARY: [Method; 26] = binary! {
    "__add__" "__radd__" Add "__sub__" "__rsub__" Sub "__mul__" "__rmul__" Mul "__truediv__" "__rtruediv__" Div
    "__floordiv__" "__rfloordiv__" FloorDiv "__mod__" "__rmod__" Mod "__divmod__" "__rdivmod__" DivMod
    "__lshift__" "__rlshift__" LShift "__rshift__" "__rrshift__" RShift "__and__" "__rand__" And
    "__or__" "__ror__" Or "__xor__" "__rxor__" Xor "__matmul__" "__rmatmul__" MatMul
};
static IN_PLACE: [Method; 13] = in_place! {
    "__iadd__" Add "__isub__" Sub "__imul__" Mul "__itruediv__" Div "__ifloordiv__" FloorDiv "__imod__" Mod
    "__ilshift__" LShift "__irshift__" RShift "__iand__" And "__ior__" Or "__ixor__" Xor "__imatmul__" MatMul
    "__ipow__" Pow
};
static COMPARED: [Method; 6] = compared! { "__eq__" Eq "__ne__" Ne "__lt__" Lt "__le__" Le "__gt__" Gt "__ge__" Ge };
static PASSED_ON: [Method; 12] = passed_on! {
    "__neg__(self, /)" "__neg__" "__pos__(self, /)" "__pos__" "__abs__(self, /)" "__abs__"
    "__invert__(self, /)" "__invert__" "__int__(self, /)" "__int__" "__float__(self, /)" "__float__"
    "__index__(self, /)" "__index__" "__len__(self, /)" "__len__" "__next__(self, /)" "__next__"
    "__bytes__(self, /)" "__bytes__" "__reversed__(self, /)" "__reversed__" "__await__(self, /)" "__await__"
};
static METHODS: [Method; 15] = [
    method("__getattribute__(self, name, /)", get_attribute, "Return getattr(self, name)."),
    method("__setattr__(self, name, value, /)", set_attribute, "Implement setattr(self, name, value)."),
    method("__delattr__(self, name, /)", del_attribute, "Implement delattr(self, name)."),
    method("__repr__(self, /)", proxy_repr, "Return repr(self)."),
    method(
        "__str__(self, /)",
        |t, a| {
            let of = referent(t, a[0])?;
            Ok(t.str_of(of)?.value())
        },
        "Return str(self).",
    ),
    method(
        "__bool__(self, /)",
        |t, a| {
            let of = referent(t, a[0])?;
            Ok(Value::bool(t.truth(of)?))
        },
        "True if self else False",
    ),
    method("__hash__(self, /)", no_hash, "Return hash(self)."),
    method(
        "__iter__(self, /)",
        |t, a| {
            let of = referent(t, a[0])?;
            t.iter(of)
        },
        "Implement iter(self).",
    ),
    method(
        "__getitem__(self, key, /)",
        |t, a| {
            let of = referent(t, a[0])?;
            t.get_item(of, a[1])
        },
        "Return self[key].",
    ),
    method(
        "__setitem__(self, key, value, /)",
        |t, a| {
            let of = referent(t, a[0])?;
            t.set_item(of, a[1], a[2])?;
            Ok(Value::NONE)
        },
        "Set self[key] to value.",
    ),
    method(
        "__delitem__(self, key, /)",
        |t, a| {
            let of = referent(t, a[0])?;
            t.del_item(of, a[1])?;
            Ok(Value::NONE)
        },
        "Delete self[key].",
    ),
    method(
        "__contains__(self, key, /)",
        |t, a| {
            let of = referent(t, a[0])?;
            Ok(Value::bool(t.contains(of, a[1])?))
        },
        "Return bool(key in self).",
    ),
    method("__pow__(self, value, mod=None, /)", power, "Return pow(self, value, mod)."),
    method(
        "__rpow__(self, value, mod=None, /)",
        |t, a| binary(t, BinaryOp::Pow, a[1], a[0]),
        "Return pow(value, self, mod).",
    ),
    method("__dir__(self, /)", |t, a| pass_on(t, "__dir__", a), "Passes the call on."),
];
/// The tables whose rows make the class: `types::init` takes one, the others follow in `complete`.
static TABLES: [&[Method]; 4] = [&BINARY, &IN_PLACE, &COMPARED, &PASSED_ON];
static CALL_METHODS: [Method; 1] =
    [method("__call__(self, /, *args, **kwargs)", proxy_call, "Call self as a function.")];

/// Enters the rest of the proxies' methods, when `_weakref` is imported.
pub fn complete(t: &mut Thread) -> Result<(), Raised> {
    let class = PROXY.get();
    for table in TABLES {
        for row in table {
            let f = super::native_function::NativeFunction::new(t, row, class.value(), Value::NONE)?;
            class.dict().set_named(t, row.name(), f)?;
        }
    }
    crate::object::typeobject::Type::changed();
    Ok(())
}

fn binary(t: &mut Thread, op: BinaryOp, a: Value, b: Value) -> Ret {
    let (a, b) = (referent(t, a)?, referent(t, b)?);
    t.binary(op, a, b)
}
fn in_place(t: &mut Thread, op: BinaryOp, a: Args) -> Ret {
    let (x, y) = (referent(t, a[0])?, referent(t, a[1])?);
    t.in_place(op, x, y)
}
fn compared(t: &mut Thread, op: CompareOp, a: Args) -> Ret {
    let (x, y) = (referent(t, a[0])?, referent(t, a[1])?);
    t.compare(op, x, y)
}
fn pass_on(t: &mut Thread, name: &str, a: Args) -> Ret {
    let of = referent(t, a[0])?;
    t.call_method_named(of, name, &a.as_slice()[1..])
}
fn power(t: &mut Thread, a: Args) -> Ret {
    match a[2].given() {
        None => binary(t, BinaryOp::Pow, a[0], a[1]),
        Some(_) => pass_on(t, "__pow__", a),
    }
}
fn name_of(t: &mut Thread, v: Value) -> Ret {
    match Str::from(v) {
        Some(s) => t.intern_str(s),
        None => {
            let k = t.type_name(v);
            Err(t.type_error(format!("attribute name must be string, not '{k}'")))
        }
    }
}
fn get_attribute(t: &mut Thread, a: Args) -> Ret {
    let (of, name) = (referent(t, a[0])?, name_of(t, a[1])?);
    t.get_attr(of, name)
}
fn set_attribute(t: &mut Thread, a: Args) -> Ret {
    let (of, name) = (referent(t, a[0])?, name_of(t, a[1])?);
    t.set_attr(of, name, a[2])?;
    Ok(Value::NONE)
}
fn del_attribute(t: &mut Thread, a: Args) -> Ret {
    let (of, name) = (referent(t, a[0])?, name_of(t, a[1])?);
    t.del_attr(of, name)?;
    Ok(Value::NONE)
}
fn proxy_repr(t: &mut Thread, a: Args) -> Ret {
    let at = crate::ops::protocol::address(a[0]);
    let text = match target(a[0]) {
        Some(of) => {
            format!("<weakproxy at {at:#x}; to '{}' at {:#x}>", t.type_name(of), crate::ops::protocol::address(of))
        }
        None => format!("<weakproxy at {at:#x}; dead>"),
    };
    t.str(&text)
}
fn no_hash(t: &mut Thread, a: Args) -> Ret {
    let k = t.type_name(a[0]);
    Err(t.type_error(format!("unhashable type: 'weakref.{k}'")))
}
fn proxy_call(t: &mut Thread, a: Args) -> Ret {
    let of = referent(t, a[0])?;
    t.call_with_tuple_and_dict(of, Tuple::of(a[1]), a[2])
}
