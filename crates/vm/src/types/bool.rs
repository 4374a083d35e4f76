//! `bool`: a subclass of `int` with two instances.

use super::{int, number};
use crate::native::{Args, Method, method, static_method};
use crate::object::kind::Kind;
use crate::object::typeobject::{Type, TypeRow};
use crate::object::value::Value;
use crate::ops::arithmetic::BinaryOp;
use crate::thread::{Ret, Thread};

pub static TYPE: TypeRow =
    TypeRow::new("bool", Kind::BigInt).base(&int::TYPE).is_final().constructor(&NEW).methods(&METHODS).doc(
        "bool(object=False, /)\n\nTrue when the argument is true, False otherwise. The class cannot be subclassed.",
    );

static NEW: Method = static_method("__new__(cls, object=False, /)", bool_new, "Create and return a new object.");

fn operator(t: &mut Thread, op: BinaryOp, a: Value, b: Value) -> Ret {
    if a.is_bool() && b.is_bool() {
        return Ok(number::binary(t, op, a, b)?.unwrap_or(Value::NOT_IMPLEMENTED));
    }
    match (crate::object::bigint::plain_int(a), crate::object::bigint::plain_int(b)) {
        (Some(a), Some(b)) => Ok(number::int_binary(t, op, a, b)?.unwrap_or(Value::NOT_IMPLEMENTED)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

static METHODS: [Method; 7] = [
    method(
        "__repr__(self, /)",
        |t, a| t.intern(if a[0].is(Value::TRUE) { "True" } else { "False" }),
        "Return repr(self).",
    ),
    method("__and__(self, value, /)", |t, a| operator(t, BinaryOp::And, a[0], a[1]), "Return self&value."),
    method("__rand__(self, value, /)", |t, a| operator(t, BinaryOp::And, a[1], a[0]), "Return value&self."),
    method("__or__(self, value, /)", |t, a| operator(t, BinaryOp::Or, a[0], a[1]), "Return self|value."),
    method("__ror__(self, value, /)", |t, a| operator(t, BinaryOp::Or, a[1], a[0]), "Return value|self."),
    method("__xor__(self, value, /)", |t, a| operator(t, BinaryOp::Xor, a[0], a[1]), "Return self^value."),
    method("__rxor__(self, value, /)", |t, a| operator(t, BinaryOp::Xor, a[1], a[0]), "Return value^self."),
];

fn bool_new(t: &mut Thread, a: Args) -> Ret {
    match Type::from(a[0]) {
        Some(class) if class == TYPE.get() => {}
        Some(class) => {
            let name = class.name_string();
            return Err(t.type_error(format!("bool.__new__({name}): {name} is not a subtype of bool")));
        }
        None => {
            let kind = t.type_name(a[0]);
            return Err(t.type_error(format!("bool.__new__(X): X is not a type object ({kind})")));
        }
    }
    if a[1].is_unbound() {
        return Ok(Value::FALSE);
    }
    Ok(Value::bool(t.truth(a[1])?))
}
