//! Template strings: `string.templatelib.Template` and `Interpolation`.
//!
//! A template holds two tuples, strings and interpolations, with one string more; iteration leaves empty strings out.

use crate::native::{Args, Attribute, Method, class_method, getter, method, static_method};
use crate::object::kind::Kind;
use crate::object::list::Values;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::TypeRow;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;

const MODULE: &str = "string.templatelib";

pub static TEMPLATE: TypeRow = TypeRow::new("Template", Kind::Native1)
    .module(MODULE)
    .is_final()
    .constructor(&TEMPLATE_NEW)
    .methods(&TEMPLATE_METHODS)
    .attributes(&TEMPLATE_ATTRIBUTES)
    .doc("Template object");
pub static INTERPOLATION: TypeRow = TypeRow::new("Interpolation", Kind::Native1)
    .module(MODULE)
    .is_final()
    .constructor(&INTERPOLATION_NEW)
    .methods(&INTERPOLATION_METHODS)
    .attributes(&INTERPOLATION_ATTRIBUTES)
    .doc("Interpolation object");

static TEMPLATE_NEW: Method =
    static_method("__new__(cls, *args, **kwargs)", template_new, "Create and return a new object.");
static TEMPLATE_METHODS: [Method; 4] = [
    method("__iter__(self, /)", template_iter, "Implement iter(self)."),
    method("__add__(self, value, /)", template_add, "Return self+value."),
    method("__repr__(self, /)", template_repr, "Return repr(self)."),
    class_method("__class_getitem__(cls, object, /)", class_getitem, "See PEP 585"),
];
static TEMPLATE_ATTRIBUTES: [Attribute; 3] = [
    getter("strings", |_, v| Ok(word(v, 0)), "Strings"),
    getter("interpolations", |_, v| Ok(word(v, 1)), "Interpolations"),
    getter("values", template_values, "Values of interpolations"),
];
static INTERPOLATION_NEW: Method = static_method(
    "__new__(cls, value, expression='', conversion=None, format_spec='')",
    interpolation_new,
    "Create and return a new object.",
);
static INTERPOLATION_METHODS: [Method; 2] = [
    method("__repr__(self, /)", interpolation_repr, "Return repr(self)."),
    class_method("__class_getitem__(cls, object, /)", class_getitem, "See PEP 585"),
];
static INTERPOLATION_ATTRIBUTES: [Attribute; 4] = [
    getter("value", |_, v| Ok(word(v, 0)), "Value"),
    getter("expression", |_, v| Ok(word(v, 1)), "Expression"),
    getter("conversion", |_, v| Ok(word(v, 2)), "Conversion"),
    getter("format_spec", |_, v| Ok(word(v, 3)), "Format specifier"),
];

fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
fn class_getitem(t: &mut Thread, a: Args) -> Ret {
    types::generic_alias::new(t, a[0], a[1])
}

/// A template string's interpolation: value, expression, conversion, format specification.
pub fn interpolation(t: &mut Thread, parts: [Value; 4]) -> Ret {
    t.alloc_of(&INTERPOLATION, &parts)
}
/// A template string, from two tuples.
pub fn template(t: &mut Thread, strings: Value, parts: Value) -> Ret {
    t.alloc_of(&TEMPLATE, &[strings, parts, Value::NONE, Value::NONE])
}

/// The class attributes that are no functions.
pub(crate) fn finish(t: &mut Thread) -> Result<(), Raised> {
    let names = [t.intern("value")?, t.intern("expression")?, t.intern("conversion")?, t.intern("format_spec")?];
    let names = Tuple::make(t, &names)?;
    INTERPOLATION.get().dict().set_named(t, "__match_args__", names)
}
fn interpolation_new(t: &mut Thread, a: Args) -> Ret {
    let empty = t.runtime().empty_str.get();
    let expression = super::str::argument(t, a[2].or(empty), "Interpolation", "'expression'")?;
    let conversion = a[3].or(Value::NONE);
    if !conversion.is_none() {
        match Str::from(conversion) {
            Some(s) if s.eq_text("s") || s.eq_text("r") || s.eq_text("a") => {}
            Some(_) => {
                return Err(t.value_error("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'"));
            }
            None => {
                let kind = t.type_name(conversion);
                return Err(t.type_error(format!("Interpolation() argument 'conversion' must be str, not {kind}")));
            }
        }
    }
    let spec = super::str::argument(t, a[4].or(empty), "Interpolation", "'format_spec'")?;
    interpolation(t, [a[1], expression.value(), conversion, spec.value()])
}
fn interpolation_repr(t: &mut Thread, a: Args) -> Ret {
    let mut parts = Vec::new();
    for i in 0..4 {
        parts.push(t.repr_text(word(a[0], i))?);
    }
    t.str(&format!("Interpolation({})", parts.join(", ")))
}

/// Builds a template of strings and interpolations in any order: neighbouring strings become one.
fn build(t: &mut Thread, items: impl Iterator<Item = Value>) -> Ret {
    let mut strings = Values::new(t)?;
    let mut parts = Values::new(t)?;
    let empty = t.runtime().empty_str.get();
    let mut last = Str::of(empty);
    for v in items {
        if let Some(s) = Str::from(v) {
            last = last.concat(t, s)?;
        } else if INTERPOLATION.is_exact(v) {
            strings.push(t, last.value())?;
            parts.push(t, v)?;
            last = Str::of(empty);
        } else {
            let kind = t.type_name(v);
            return Err(t.type_error(format!(
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {kind}"
            )));
        }
    }
    strings.push(t, last.value())?;
    let strings = strings.into_tuple(t)?;
    let parts = parts.into_tuple(t)?;
    template(t, strings, parts)
}
fn template_new(t: &mut Thread, a: Args) -> Ret {
    if a[2].is_bound() {
        return Err(t.type_error("Template.__new__ only accepts *args arguments"));
    }
    build(t, Tuple::of(a[1]).iter())
}
/// The template's strings and interpolations in order, empty strings included.
fn contents(v: Value) -> impl Iterator<Item = Value> {
    let (strings, parts) = (Tuple::of(word(v, 0)), Tuple::of(word(v, 1)));
    (0..strings.len() + parts.len()).map(move |i| if i % 2 == 0 { strings.get(i / 2) } else { parts.get(i / 2) })
}
fn template_iter(t: &mut Thread, a: Args) -> Ret {
    let mut out = Values::new(t)?;
    for v in contents(a[0]).filter(|v| Str::from(*v).is_none_or(|s| !s.is_empty())) {
        out.push(t, v)?;
    }
    let list = out.into_tuple(t)?;
    t.iter(list)
}
fn template_add(t: &mut Thread, a: Args) -> Ret {
    if !TEMPLATE.is_exact(a[1]) {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!(
            "can only concatenate string.templatelib.Template (not \"{kind}\") to string.templatelib.Template"
        )));
    }
    build(t, contents(a[0]).chain(contents(a[1])))
}
fn template_repr(t: &mut Thread, a: Args) -> Ret {
    let strings = t.repr_text(word(a[0], 0))?;
    let parts = t.repr_text(word(a[0], 1))?;
    t.str(&format!("Template(strings={strings}, interpolations={parts})"))
}
fn template_values(t: &mut Thread, v: Value) -> Ret {
    let parts = Tuple::of(word(v, 1));
    Ok(Tuple::new_with(t, parts.len(), |i| word(parts.get(i), 0))?.value())
}
