//! `object.__reduce_ex__` and `__getstate__`: what `copy` and `pickle` ask of every object; `copyreg` has the rest.

use crate::import::import_dotted;
use crate::native::Args;
use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::list::{List, Values};
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Ret, Thread};
use crate::types;

/// `object.__reduce__()`
pub fn reduce(t: &mut Thread, a: Args) -> Ret {
    by_copyreg(t, a[0], 0)
}
fn by_copyreg(t: &mut Thread, v: Value, protocol: i64) -> Ret {
    let copyreg = import_dotted(t, "copyreg")?;
    t.call_method_named(copyreg, "_reduce_ex", &[v, Value::int(protocol)])
}
/// `object.__reduce_ex__(protocol)`
pub fn reduce_ex(t: &mut Thread, a: Args) -> Ret {
    let protocol = t.to_i64(a[1])?;
    let name = t.intern("__reduce__")?;
    let class = t.class_of(a[0]);
    // a class's own `__reduce__` goes first
    if let Some(c) = class.defining_class(name)
        && c != types::object::TYPE.get()
    {
        return t.call_method(a[0], name, &[]);
    }
    if protocol < 2 {
        return by_copyreg(t, a[0], protocol);
    }
    let copyreg = import_dotted(t, "copyreg")?;
    let (with_names, plain) = (t.intern("__getnewargs_ex__")?, t.intern("__getnewargs__")?);
    // a class that says what its state is may have any layout
    let state_name = t.intern("__getstate__")?;
    let own_state = class.defining_class(state_name).is_some_and(|c| c != types::object::TYPE.get());
    let mut keywords = Value::NONE;
    let mut args = Values::from_slice(t, &[class.value()])?;
    if let Some(r) = t.call_special(a[0], with_names, &[])? {
        let Some(pair) = Tuple::from(r).filter(|p| p.len() == 2) else {
            return Err(t.type_error("__getnewargs_ex__ should return a tuple of length 2"));
        };
        let given = t.collect_tuple(pair.get(0))?;
        if t.truth(pair.get(1))? {
            keywords = pair.get(1);
            args.push(t, given.value())?;
        } else {
            for v in given.iter() {
                args.push(t, v)?;
            }
        }
    } else if let Some(r) = t.call_special(a[0], plain, &[])? {
        let Some(given) = Tuple::from(r) else {
            let kind = t.type_name(r);
            return Err(t.type_error(format!("__getnewargs__ should return a tuple, not '{kind}'")));
        };
        for v in given.iter() {
            args.push(t, v)?;
        }
    } else if !own_state
        && !matches!(
            Thread::kind_of(a[0]),
            Kind::Instance | Kind::List | Kind::Dict | Kind::Set | Kind::Exception | Kind::Wrapped
        )
    {
        let shown = types::type_::full_name(t, class);
        let shown = shown.rsplit('.').next().unwrap_or_default().to_string();
        return Err(t.type_error(format!("cannot pickle '{shown}' object")));
    }
    let maker = if keywords.is_none() {
        t.get_attr_named(copyreg, "__newobj__")?
    } else {
        args.push(t, keywords)?;
        t.get_attr_named(copyreg, "__newobj_ex__")?
    };
    let state = t.call_method_named(a[0], "__getstate__", &[])?;
    let items = if List::from(a[0]).is_some() { t.iter(a[0])? } else { Value::NONE };
    let pairs = if Dict::from(a[0]).is_some() {
        let all = t.call_method_named(a[0], "items", &[])?;
        t.iter(all)?
    } else {
        Value::NONE
    };
    let args = args.into_tuple(t)?;
    Tuple::make(t, &[maker, args, state, items, pairs])
}

/// `object.__getstate__()`: the dict, or None; with slots, a pair of the dict and the slots' values.
pub fn get_state(t: &mut Thread, a: Args) -> Ret {
    let name = t.names().__dict__;
    let own = match t.find_attr(a[0], name)?.and_then(Dict::from) {
        Some(d) if !d.is_empty() => d.copy(t)?.value(),
        _ => Value::NONE,
    };
    let class = t.class_of(a[0]);
    let slots_name = t.intern("__slots__")?;
    if class.lookup(t, slots_name).is_none() {
        return Ok(own);
    }
    let copyreg = import_dotted(t, "copyreg")?;
    let names = t.call_method_named(copyreg, "_slotnames", &[class.value()])?;
    let names = t.collect_tuple(names)?;
    let slots = Dict::new(t)?;
    for n in names.iter() {
        if let Some(v) = t.find_attr(a[0], n)? {
            slots.set(t, n, v)?;
        }
    }
    if slots.is_empty() { Ok(own) } else { Tuple::make(t, &[own, slots.value()]) }
}
