//! Exception groups: `split`, `subgroup`, `derive`, and what `except*` needs.

use crate::object::exception::Exception;
use crate::object::list::{List, Values};
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Ret, Thread};
use crate::types::exc;

/// A lone exception as the group that `except*` binds.
pub fn wrap(t: &mut Thread, e: Value) -> Ret {
    let message = t.runtime().empty_str.get();
    let inner = Tuple::new(t, &[e])?;
    let class =
        if t.class_of(e).is_subclass(exc::Exception.get()) { &exc::ExceptionGroup } else { &exc::BaseExceptionGroup };
    let g = Exception::new(t, class.get(), &[message, inner.value()])?;
    Ok(g.value())
}

/// What the end of an `except*` statement raises: `list` has the raised and the unhandled parts.
pub fn prepare_reraise(t: &mut Thread, original: Value, list: Value) -> Ret {
    let mut parts = Values::new(t)?;
    for v in List::of(list).iter() {
        if !v.is_none() {
            parts.push(t, v)?;
        }
    }
    match parts.len() {
        0 => Ok(Value::NONE),
        1 => Ok(parts.get(0)),
        _ => {
            let message = t.runtime().empty_str.get();
            let list = parts.into_list(t)?;
            let g = t.call(exc::BaseExceptionGroup.value(), &[message, list])?;
            let _ = original;
            Ok(g)
        }
    }
}
