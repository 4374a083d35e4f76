//! `__build_class__`: what a class statement calls.

use crate::native::{Args, Method, function};
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::kind::Kind;
use crate::object::list::Values;
use crate::object::tuple::Tuple;
use crate::object::typeobject::Type;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;

pub static FUNCTIONS: &[Method] = &FUNCTION;
static FUNCTION: [Method; 1] = [function(
    "__build_class__(func, name, /, *bases, **kwds)",
    build_class,
    "Internal helper function used by the class statement.",
)];

fn build_class(t: &mut Thread, a: Args) -> Ret {
    let Some(body) = Function::from(a[0]) else {
        return Err(t.type_error("__build_class__: func must be a function"));
    };
    let given = Tuple::of(a[2]);
    let bases = resolve_bases(t, given)?;
    let kwargs = match a[3].given() {
        Some(d) => Dict::of(d).copy(t)?,
        None => Dict::new(t)?,
    };
    let n = t.names();
    let mut meta = match kwargs.remove(t, n.metaclass)? {
        Some(m) => m,
        None if bases.is_empty() => types::type_::TYPE.value(),
        None => t.class_of(bases.get(0)).value(),
    };
    if let Some(m) = Type::from(meta) {
        meta = types::type_::winning_metaclass(t, m, bases)?.value();
    }
    let keywords = if kwargs.is_empty() { Value::UNBOUND } else { kwargs.value() };
    let namespace = match t.find_attr(meta, n.__prepare__)? {
        Some(f) if !meta.is(types::type_::TYPE.value()) => t.call_with_dict(f, &[a[1], bases.value()], keywords)?,
        _ => Dict::new(t)?.value(),
    };
    let mapping = Thread::kind_of(namespace) == Kind::Dict || t.special(namespace, n.__getitem__).is_some();
    if !mapping {
        let (m, k) =
            (Type::from(meta).map_or_else(|| "<metaclass>".to_string(), Type::name_string), t.type_name(namespace));
        return Err(t.type_error(format!("{m}.__prepare__() must return a mapping, not {k}")));
    }
    if !std::ptr::eq(bases.0.bytes(), given.0.bytes()) {
        t.set_item(namespace, n.__orig_bases__, given.value())?;
    }
    let cell = t.call_body(body, namespace)?;
    let class = t.call_with_dict(meta, &[a[1], bases.value(), namespace], keywords)?;
    if let Some(o) = cell.obj()
        && o.kind() == Kind::Cell as u8
        && Type::from(class).is_some()
        && Value::from_bits(o.word(0)).is_unbound()
    {
        let (name, class) = (t.string_of(a[1]), t.repr_text(class)?);
        return Err(t.runtime_error(format!(
            "__class__ not set defining '{name}' as {class}. Was __classcell__ propagated to type.__new__?"
        )));
    }
    Ok(class)
}

/// Bases that are no classes may stand for some: `__mro_entries__`.
fn resolve_bases(t: &mut Thread, given: Tuple) -> Result<Tuple, Raised> {
    if given.iter().all(|b| Type::from(b).is_some()) {
        return Ok(given);
    }
    let name = t.names().__mro_entries__;
    let mut out = Values::new(t)?;
    let mut changed = false;
    for b in given.iter() {
        let entries = if Type::from(b).is_some() { None } else { t.find_attr(b, name)? };
        match entries {
            None => out.push(t, b)?,
            Some(f) => {
                let r = t.call(f, &[given.value()])?;
                let Some(r) = Tuple::from(r) else {
                    return Err(t.type_error("__mro_entries__ must return a tuple"));
                };
                for x in r.iter() {
                    out.push(t, x)?;
                }
                changed = true;
            }
        }
    }
    if changed { Ok(Tuple::of(out.into_tuple(t)?)) } else { Ok(given) }
}
