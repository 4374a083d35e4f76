//! `typing.Union`: `int | str`. `[args, parameters]`, the args flat and each once.

use super::generic_alias::{is_alias, parameters_of, substitute, type_repr};
use crate::native::{Args, Attribute, Method, class_method, getter, method};
use crate::object::kind::Kind;
use crate::object::list::Values;
use crate::object::set::Set;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};

pub static TYPE: TypeRow = TypeRow::new("Union", Kind::Native1)
    .module("typing")
    .is_final()
    .flags(flag::WEAKREF)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Represent a union type\n\nE.g. for int | str");

static METHODS: [Method; 11] = [
    method("__repr__(self, /)", union_repr, "Return repr(self)."),
    method("__hash__(self, /)", union_hash, "Return hash(self)."),
    method("__eq__(self, value, /)", union_eq, "Return self==value."),
    method("__or__(self, value, /)", |t, a| union(t, a[0], a[1]), "Return self|value."),
    method("__ror__(self, value, /)", |t, a| union(t, a[1], a[0]), "Return value|self."),
    method("__instancecheck__(self, instance, /)", instance_check, ""),
    method("__subclasscheck__(self, subclass, /)", subclass_check, ""),
    method("__getitem__(self, key, /)", get_item, "Return self[key]."),
    method("__mro_entries__(self, bases, /)", mro_entries, ""),
    method("__reduce__(self, /)", reduce, ""),
    class_method("__class_getitem__(cls, item, /)", class_get_item, "See PEP 585"),
];
static ATTRIBUTES: [Attribute; 5] = [
    getter("__args__", |_, v| Ok(args(v).value()), ""),
    getter("__parameters__", parameters, "Type variables in the types.UnionType."),
    getter("__origin__", |_, _| Ok(TYPE.value()), "Always returns the type"),
    getter("__name__", |t, _| t.str("Union"), ""),
    getter("__qualname__", |t, _| t.str("Union"), ""),
];

fn args(v: Value) -> Tuple {
    Tuple::of(Value::from_bits(v.unwrap_obj().word(0)))
}
fn is_union(v: Value) -> bool {
    TYPE.is_exact(v)
}

/// `a | b` of types; NotImplemented for other operands.
pub fn union(t: &mut Thread, a: Value, b: Value) -> Ret {
    for v in [a, b] {
        let good = v.is_none()
            || Type::from(v).is_some()
            || is_union(v)
            || is_alias(t, v)
            || super::type_params::ALIAS.is_exact(v);
        if !good {
            return Ok(Value::NOT_IMPLEMENTED);
        }
    }
    let pair = Tuple::new(t, &[a, b])?;
    of_tuple(t, pair)
}
/// The union of the types of a tuple, whatever they are; one alone is itself.
pub fn of_tuple(t: &mut Thread, items: Tuple) -> Ret {
    let mut out = Values::new(t)?;
    for v in items.iter() {
        if is_union(v) {
            for x in args(v).iter() {
                add(t, &mut out, x)?;
            }
        } else {
            add(t, &mut out, v)?;
        }
    }
    match out.len() {
        0 => Err(t.type_error("Cannot take a Union of no types.")),
        1 => Ok(out.get(0)),
        _ => {
            let args = out.into_tuple(t)?;
            t.alloc_of(&TYPE, &[args, Value::NONE])
        }
    }
}
fn add(t: &mut Thread, out: &mut Values, v: Value) -> Result<(), Raised> {
    let v = if v.is_none() {
        super::none::TYPE.value()
    } else if Str::from(v).is_some() {
        let typing = crate::import::import_dotted(t, "typing")?;
        t.call_method_named(typing, "_type_convert", &[v])?
    } else {
        v
    };
    for i in 0..out.len() {
        let x = out.get(i);
        // classes are told apart by identity
        if x.is(v) || !(Type::from(x).is_some() && Type::from(v).is_some()) && t.equal(x, v)? {
            return Ok(());
        }
    }
    out.push(t, v)
}
fn class_get_item(t: &mut Thread, a: Args) -> Ret {
    let items = match Tuple::from(a[1]) {
        Some(i) => i,
        None => Tuple::new(t, &[a[1]])?,
    };
    of_tuple(t, items)
}

fn union_repr(t: &mut Thread, a: Args) -> Ret {
    t.enter_native(" while getting the repr of an object")?;
    let mut parts = Vec::new();
    for v in args(a[0]).iter() {
        parts.push(if v.is(super::none::TYPE.value()) { "None".to_string() } else { type_repr(t, v)? });
    }
    t.str(&parts.join(" | "))
}
fn as_set(t: &mut Thread, v: Value) -> Result<Set, Raised> {
    let s = Set::new(t, super::set::FROZEN.head())?;
    for x in args(v).iter() {
        s.add(t, x)?;
    }
    Ok(s)
}
fn union_hash(t: &mut Thread, a: Args) -> Ret {
    let s = as_set(t, a[0])?;
    let h = t.hash(s.value())?;
    t.int(h)
}
fn union_eq(t: &mut Thread, a: Args) -> Ret {
    if !is_union(a[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (x, y) = (args(a[0]), args(a[1]));
    if x.len() != y.len() {
        return Ok(Value::FALSE);
    }
    for v in x.iter() {
        let mut found = false;
        for w in y.iter() {
            found = found || v.is(w) || t.equal(v, w)?;
        }
        if !found {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}
fn instance_check(t: &mut Thread, a: Args) -> Ret {
    check_plain(t, a[0], "isinstance()")?;
    for c in args(a[0]).iter() {
        if t.is_instance(a[1], c)? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}
fn subclass_check(t: &mut Thread, a: Args) -> Ret {
    if Type::from(a[1]).is_none() {
        return Err(t.type_error("issubclass() arg 1 must be a class"));
    }
    check_plain(t, a[0], "issubclass()")?;
    for c in args(a[0]).iter() {
        if t.is_subclass(a[1], c)? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}
fn check_plain(t: &mut Thread, v: Value, what: &str) -> Result<(), Raised> {
    if args(v).iter().any(|c| is_alias(t, c)) {
        return Err(t.type_error(format!("{what} argument 2 cannot be a parameterized generic")));
    }
    Ok(())
}
fn parameters(t: &mut Thread, v: Value) -> Ret {
    let known = Value::from_bits(v.unwrap_obj().word(1));
    if !known.is_none() && Tuple::from(known).is_some() {
        return Ok(known);
    }
    let found = parameters_of(t, args(v))?;
    v.unwrap_obj().set(&mut t.m, 1, found.bits());
    Ok(found)
}
fn get_item(t: &mut Thread, a: Args) -> Ret {
    let params = Tuple::of(parameters(t, a[0])?);
    let new = substitute(t, a[0], args(a[0]), params, a[1])?;
    of_tuple(t, Tuple::of(new))
}
fn mro_entries(t: &mut Thread, a: Args) -> Ret {
    let shown = t.repr_text(a[0])?;
    Err(t.type_error(format!("Cannot subclass {shown}")))
}
fn reduce(t: &mut Thread, a: Args) -> Ret {
    let operator = crate::import::import_dotted(t, "operator")?;
    let f = t.get_attr_named(operator, "getitem")?;
    let args = Tuple::make(t, &[TYPE.value(), args(a[0]).value()])?;
    Tuple::make(t, &[f, args])
}
