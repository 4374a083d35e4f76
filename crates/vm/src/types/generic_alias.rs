//! `types.GenericAlias`: `list[int]`; and the substitution of type variables in it.
//!
//! `[origin, args, parameters, starred]`; the parameters (the type variables among the args) are found when first asked for.
//! Every attribute but a few is the origin's.

use crate::native::{Args, Attribute, Method, getter, method, static_method};
use crate::object::kind::Kind;
use crate::object::list::{List, Values};
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;

pub use super::union_type::union;

pub static TYPE: TypeRow = TypeRow::new("GenericAlias", Kind::Native1)
    .module("types")
    .flags(flag::GETATTRIBUTE | flag::WEAKREF)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).");
pub static ROWS: &[&TypeRow] = &[&super::union_type::TYPE];

const ORIGIN: usize = 0;
const ARGS: usize = 1;
const PARAMETERS: usize = 2;
const STARRED: usize = 3;

static NEW: Method = static_method("__new__(cls, origin, args, /)", alias_new, "Create and return a new object.");
static METHODS: [Method; 14] = [
    method("__repr__(self, /)", alias_repr, "Return repr(self)."),
    method("__hash__(self, /)", alias_hash, "Return hash(self)."),
    method("__eq__(self, value, /)", alias_eq, "Return self==value."),
    method("__getattribute__(self, name, /)", get_attribute, "Return getattr(self, name)."),
    method("__getitem__(self, key, /)", get_item, "Return self[key]."),
    method("__call__(self, /, *args, **kwargs)", call, "Call self as a function."),
    method("__mro_entries__(self, bases, /)", |t, a| Tuple::make(t, &[word(a[0], ORIGIN)]), ""),
    method("__instancecheck__(self, instance, /)", |t, _| Err(parameterized(t, "isinstance()")), ""),
    method("__subclasscheck__(self, subclass, /)", |t, _| Err(parameterized(t, "issubclass()")), ""),
    method("__iter__(self, /)", unpacked, "Implement iter(self)."),
    method("__or__(self, value, /)", |t, a| union(t, a[0], a[1]), "Return self|value."),
    method("__ror__(self, value, /)", |t, a| union(t, a[1], a[0]), "Return value|self."),
    method("__reduce__(self, /)", reduce, ""),
    method("__dir__(self, /)", dir, ""),
];
static ATTRIBUTES: [Attribute; 5] = [
    getter("__origin__", |_, v| Ok(word(v, ORIGIN)), ""),
    getter("__args__", |_, v| Ok(word(v, ARGS)), ""),
    getter("__unpacked__", |_, v| Ok(word(v, STARRED)), ""),
    getter("__parameters__", parameters, "Type variables in the GenericAlias."),
    getter(
        "__typing_unpacked_tuple_args__",
        |t, v| {
            let tuple = word(v, STARRED).is(Value::TRUE) && word(v, ORIGIN).is(super::tuple::TYPE.value());
            let _ = t;
            Ok(if tuple { word(v, ARGS) } else { Value::NONE })
        },
        "",
    ),
];
/// Attributes that are the alias's own.
const OWN: &[&str] = &[
    "__class__",
    "__bases__",
    "__copy__",
    "__deepcopy__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
];

fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
#[cold]
fn parameterized(t: &mut Thread, what: &str) -> Raised {
    t.type_error(format!("{what} argument 2 cannot be a parameterized generic"))
}

/// `origin[args]`; args is a tuple, or one argument.
pub fn new(t: &mut Thread, origin: Value, args: Value) -> Ret {
    make(t, TYPE.get(), origin, args, false)
}
fn make(t: &mut Thread, class: Type, origin: Value, args: Value, starred: bool) -> Ret {
    let args = match Tuple::from(args) {
        Some(_) => args,
        None => Tuple::make(t, &[args])?,
    };
    let v = super::object::alloc_instance(t, class)?;
    let o = v.unwrap_obj();
    o.set(&mut t.m, ORIGIN, origin.bits());
    o.set(&mut t.m, ARGS, args.bits());
    o.set_plain(PARAMETERS, Value::NONE.bits());
    o.set_plain(STARRED, Value::bool(starred).bits());
    Ok(v)
}
fn alias_new(t: &mut Thread, a: Args) -> Ret {
    make(t, Type::of(a[0]), a[1], a[2], false)
}
/// Whether `v` is an alias.
pub fn is_alias(t: &Thread, v: Value) -> bool {
    Thread::kind_of(v) == Kind::Native1 && t.class_of(v).is_subclass(TYPE.get())
}

// ---- texts

/// A type as annotations show it.
pub fn type_repr(t: &mut Thread, v: Value) -> Result<String, Raised> {
    if v.is(Value::ELLIPSIS) {
        return Ok("...".to_string());
    }
    if let Some(l) = List::from(v) {
        t.enter_native(" while getting the repr of an object")?;
        let items = l.snapshot(t)?;
        let mut parts = Vec::new();
        for i in 0..items.len() {
            parts.push(type_repr(t, items.get(i))?);
        }
        return Ok(format!("[{}]", parts.join(", ")));
    }
    let n = t.names();
    if t.find_attr(v, n.__origin__)?.is_some() && t.find_attr(v, n.__args__)?.is_some() {
        return t.repr_text(v);
    }
    let qualname = t.find_attr(v, n.__qualname__)?.and_then(Str::from).map(|s| s.to_string());
    let module = t.find_attr(v, n.__module__)?.filter(|m| !m.is_none());
    match (qualname, module) {
        (Some(q), Some(m)) => {
            let m = t.str_text(m)?;
            Ok(if m == "builtins" { q } else { format!("{m}.{q}") })
        }
        _ => t.repr_text(v),
    }
}
fn alias_repr(t: &mut Thread, a: Args) -> Ret {
    t.enter_native(" while getting the repr of an object")?;
    let origin = type_repr(t, word(a[0], ORIGIN))?;
    let mut parts = Vec::new();
    for v in Tuple::of(word(a[0], ARGS)).iter() {
        parts.push(type_repr(t, v)?);
    }
    let star = if word(a[0], STARRED).is(Value::TRUE) { "*" } else { "" };
    let inner = if parts.is_empty() { "()".to_string() } else { parts.join(", ") };
    t.str(&format!("{star}{origin}[{inner}]"))
}
fn alias_hash(t: &mut Thread, a: Args) -> Ret {
    let h = t.hash(word(a[0], ORIGIN))? ^ t.hash(word(a[0], ARGS))?;
    t.int(h)
}
fn alias_eq(t: &mut Thread, a: Args) -> Ret {
    if !is_alias(t, a[1]) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let same = word(a[0], STARRED).is(word(a[1], STARRED))
        && t.equal(word(a[0], ORIGIN), word(a[1], ORIGIN))?
        && t.equal(word(a[0], ARGS), word(a[1], ARGS))?;
    Ok(Value::bool(same))
}
fn get_attribute(t: &mut Thread, a: Args) -> Ret {
    let Some(name) = Str::from(a[1]) else {
        let k = t.type_name(a[1]);
        return Err(t.type_error(format!("attribute name must be string, not '{k}'")));
    };
    let key = t.intern_str(name)?;
    let text = name.to_string();
    if text.starts_with("__") && OWN.contains(&text.as_str()) {
        let class = t.class_of(a[0]);
        return match t.find_attr_plain(a[0], class, key)? {
            Some(x) => Ok(x),
            None => Err(t.no_attribute(a[0], key)),
        };
    }
    t.get_attr(word(a[0], ORIGIN), key)
}
fn call(t: &mut Thread, a: Args) -> Ret {
    let v = t.call_with_tuple_and_dict(word(a[0], ORIGIN), Tuple::of(a[1]), a[2])?;
    let r = t.set_attr_named(v, "__orig_class__", a[0]);
    if r.is_err() {
        if !t.raised_is(&exc::AttributeError) && !t.raised_is(&exc::TypeError) {
            return Err(Raised);
        }
        t.exc = Value::UNBOUND;
    }
    Ok(v)
}
fn unpacked(t: &mut Thread, a: Args) -> Ret {
    let v = make(t, TYPE.get(), word(a[0], ORIGIN), word(a[0], ARGS), true)?;
    let one = Tuple::make(t, &[v])?;
    t.iter(one)
}
fn reduce(t: &mut Thread, a: Args) -> Ret {
    if word(a[0], STARRED).is(Value::TRUE) {
        let plain = make(t, TYPE.get(), word(a[0], ORIGIN), word(a[0], ARGS), false)?;
        let it = t.iter(plain)?;
        let builtins = t.builtins();
        let next = builtins.get_named(t, "next")?.unwrap_or(Value::NONE);
        let args = Tuple::make(t, &[it])?;
        return Tuple::make(t, &[next, args]);
    }
    let args = Tuple::make(t, &[word(a[0], ORIGIN), word(a[0], ARGS)])?;
    Tuple::make(t, &[TYPE.value(), args])
}
fn dir(t: &mut Thread, a: Args) -> Ret {
    let name = t.names().__dir__;
    let origin = word(a[0], ORIGIN);
    let list = match Type::from(origin) {
        Some(_) => {
            let f = t.get_attr(origin, name)?;
            let r = t.call(f, &[]);
            match r {
                Ok(l) => l,
                Err(Raised) => {
                    t.exc = Value::UNBOUND;
                    let meta = t.class_of(origin);
                    let f = meta.lookup(t, name).unwrap_or(Value::NONE);
                    t.call_bound(f, origin, &[])?
                }
            }
        }
        None => t.call_method(origin, name, &[])?,
    };
    let list = t.collect(list)?.into_list(t)?;
    for own in OWN {
        let s = t.intern(own)?;
        if !t.contains(list, s)? {
            List::of(list).push(t, s)?;
        }
    }
    Ok(list)
}

// ---- type variables

fn parameters(t: &mut Thread, v: Value) -> Ret {
    let known = word(v, PARAMETERS);
    if !known.is_none() {
        return Ok(known);
    }
    let found = parameters_of(t, Tuple::of(word(v, ARGS)))?;
    v.unwrap_obj().set(&mut t.m, PARAMETERS, found.bits());
    Ok(found)
}
/// The type variables in a tuple of types, each once.
pub fn parameters_of(t: &mut Thread, args: Tuple) -> Ret {
    let mut found = Values::new(t)?;
    collect_parameters(t, args.value(), &mut found)?;
    found.into_tuple(t)
}
fn collect_parameters(t: &mut Thread, args: Value, found: &mut Values) -> Result<(), Raised> {
    t.enter_native("")?;
    let items = t.collect(args)?;
    for i in 0..items.len() {
        let x = items.get(i);
        if Type::from(x).is_some() {
            continue;
        }
        let n = t.names();
        if t.find_attr(x, n.__typing_subst__)?.is_some() {
            if !found.iter().any(|f| f.is(x)) {
                found.push(t, x)?;
            }
        } else if List::from(x).is_some() || Tuple::from(x).is_some() {
            collect_parameters(t, x, found)?;
        } else if let Some(inner) = t.find_attr(x, n.__parameters__)?.and_then(Tuple::from) {
            for p in inner.iter() {
                if !found.iter().any(|f| f.is(p)) {
                    found.push(t, p)?;
                }
            }
        }
    }
    Ok(())
}
fn get_item(t: &mut Thread, a: Args) -> Ret {
    let params = Tuple::of(parameters(t, a[0])?);
    let args = substitute(t, a[0], Tuple::of(word(a[0], ARGS)), params, a[1])?;
    make(t, TYPE.get(), word(a[0], ORIGIN), args, word(a[0], STARRED).is(Value::TRUE))
}

/// `args` with the type variables `params` replaced by `item`, for the generic `of`.
pub fn substitute(t: &mut Thread, of: Value, args: Tuple, params: Tuple, item: Value) -> Ret {
    if params.is_empty() {
        let shown = t.repr_text(of)?;
        return Err(t.type_error(format!("{shown} is not a generic class")));
    }
    let mut item = spread(t, item)?;
    for p in params.iter() {
        let name = t.intern("__typing_prepare_subst__")?;
        if let Some(prepare) = t.find_attr(p, name)?.filter(|f| !f.is_none()) {
            let r = t.call(prepare, &[of, item.value()])?;
            item = t.collect_tuple(r)?;
        }
    }
    if item.len() != params.len() {
        let shown = t.repr_text(of)?;
        let many = if item.len() > params.len() { "many" } else { "few" };
        return Err(t.type_error(format!(
            "Too {many} arguments for {shown}; actual {}, expected {}",
            item.len(),
            params.len()
        )));
    }
    replace_in(t, args.value(), params, item)?.into_tuple(t)
}
/// The arguments of a subscription, unpacked tuples taken apart.
fn spread(t: &mut Thread, item: Value) -> Result<Tuple, Raised> {
    let given = match Tuple::from(item) {
        Some(g) => g,
        None => Tuple::new(t, &[item])?,
    };
    let mut out = Values::new(t)?;
    let name = t.intern("__typing_unpacked_tuple_args__")?;
    for x in given.iter() {
        let inner = if Type::from(x).is_some() { None } else { t.find_attr(x, name)?.and_then(Tuple::from) };
        let open_ended = inner.is_some_and(|i| !i.is_empty() && i.get(i.len() - 1).is(Value::ELLIPSIS));
        match inner {
            Some(inner) if !open_ended => {
                for y in inner.iter() {
                    out.push(t, y)?;
                }
            }
            _ => out.push(t, x)?,
        }
    }
    Ok(Tuple::of(out.into_tuple(t)?))
}
fn replace_in(t: &mut Thread, args: Value, params: Tuple, item: Tuple) -> Result<Values, Raised> {
    t.enter_native("")?;
    let args = t.collect(args)?;
    let mut out = Values::new(t)?;
    let unpack_name = t.intern("__typing_is_unpacked_typevartuple__")?;
    for i in 0..args.len() {
        let x = args.get(i);
        if Type::from(x).is_some() {
            out.push(t, x)?;
            continue;
        }
        let n = t.names();
        if List::from(x).is_some() || Tuple::from(x).is_some() {
            let inner = replace_in(t, x, params, item)?;
            let v = if List::from(x).is_some() { inner.into_list(t)? } else { inner.into_tuple(t)? };
            out.push(t, v)?;
            continue;
        }
        let unpack = match t.find_attr(x, unpack_name)? {
            Some(b) => t.truth(b)?,
            None => false,
        };
        let new = match t.find_attr(x, n.__typing_subst__)? {
            Some(subst) => {
                let at = params.iter().position(|p| p.is(x));
                match at {
                    Some(at) => t.call(subst, &[item.get(at)])?,
                    None => x,
                }
            }
            None => replace_inside(t, x, params, item)?,
        };
        match Tuple::from(new).filter(|_| unpack) {
            Some(several) => {
                for y in several.iter() {
                    out.push(t, y)?;
                }
            }
            None => out.push(t, new)?,
        }
    }
    Ok(out)
}
/// A generic among the arguments, its own variables replaced.
fn replace_inside(t: &mut Thread, x: Value, params: Tuple, item: Tuple) -> Ret {
    let n = t.names();
    let Some(own) = t.find_attr(x, n.__parameters__)?.and_then(Tuple::from).filter(|p| !p.is_empty()) else {
        return Ok(x);
    };
    let mut args = Values::new(t)?;
    for p in own.iter() {
        match params.iter().position(|q| q.is(p)) {
            Some(i) => {
                let v = item.get(i);
                let iter = t.names().__iter__;
                // a TypeVarTuple stands for several
                let several = Tuple::from(v).filter(|_| t.special(p, iter).is_some());
                match several {
                    Some(s) => {
                        for y in s.iter() {
                            args.push(t, y)?;
                        }
                    }
                    None => args.push(t, v)?,
                }
            }
            None => args.push(t, p)?,
        }
    }
    let args = args.into_tuple(t)?;
    t.get_item(x, args)
}
