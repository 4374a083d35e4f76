//! Cells: the variables that closures share.

use crate::native::{Args, Attribute, Method, attribute, method, static_method};
use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;
use crate::object::value::Value;
use crate::ops::compare::CompareOp;
use crate::thread::{Ret, Thread};

pub static TYPE: TypeRow =
    TypeRow::new("cell", Kind::Cell).is_final().constructor(&NEW).methods(&METHODS).attributes(&ATTRIBUTES);

static NEW: Method = static_method("__new__(cls, contents=None, /)", cell_new, "Create and return a new object.");
static METHODS: [Method; 7] = [
    method("__repr__(self, /)", cell_repr, "Return repr(self)."),
    method("__eq__(self, value, /)", |t, a| compare(t, a, CompareOp::Eq), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| compare(t, a, CompareOp::Ne), "Return self!=value."),
    method("__lt__(self, value, /)", |t, a| compare(t, a, CompareOp::Lt), "Return self<value."),
    method("__le__(self, value, /)", |t, a| compare(t, a, CompareOp::Le), "Return self<=value."),
    method("__gt__(self, value, /)", |t, a| compare(t, a, CompareOp::Gt), "Return self>value."),
    method("__ge__(self, value, /)", |t, a| compare(t, a, CompareOp::Ge), "Return self>=value."),
];
static ATTRIBUTES: [Attribute; 1] = [attribute(
    "cell_contents",
    |t, v| {
        let x = Value::from_bits(v.unwrap_obj().word(0));
        if x.is_unbound() { Err(t.value_error("Cell is empty")) } else { Ok(x) }
    },
    |t, v, x| {
        v.unwrap_obj().set(&mut t.m, 0, x.bits());
        Ok(())
    },
    "",
)];

/// Cells compare as their contents; an empty one comes first.
fn compare(t: &mut Thread, a: Args, op: CompareOp) -> Ret {
    if Thread::kind_of(a[1]) != Kind::Cell {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let [x, y] = [a[0], a[1]].map(|c| Value::from_bits(c.unwrap_obj().word(0)));
    if x.is_bound() && y.is_bound() {
        return t.compare(op, x, y);
    }
    let (x, y) = (x.is_bound() as i64, y.is_bound() as i64);
    t.compare(op, Value::int(x), Value::int(y))
}
fn cell_new(t: &mut Thread, a: Args) -> Ret {
    crate::object::function::new_cell(t, a.get(1))
}
fn cell_repr(t: &mut Thread, a: Args) -> Ret {
    let x = Value::from_bits(a[0].unwrap_obj().word(0));
    let at = crate::ops::protocol::address(a[0]);
    let text = if x.is_unbound() {
        format!("<cell at {at:#x}: empty>")
    } else {
        format!("<cell at {at:#x}: {} object at {:#x}>", t.type_name(x), crate::ops::protocol::address(x))
    };
    t.str(&text)
}
