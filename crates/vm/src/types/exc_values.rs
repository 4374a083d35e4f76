//! What some exception classes keep besides `args`, how they print it, and pickling.

use super::exc::*;
use crate::native::Args;
use crate::object::dict::Dict;
use crate::object::exception::Exception as Object;
use crate::object::tuple::Tuple;
use crate::object::typeobject::Type;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};

/// Fills the own words of an exception from its args.
pub fn fill(t: &mut Thread, e: Object, args: Tuple) -> Result<(), Raised> {
    let class = t.class_of(e.value());
    let first = if args.is_empty() { Value::NONE } else { args.get(0) };
    if class.is_subclass(StopIteration.get()) {
        e.set_own(t, 0, first);
    } else if class.is_subclass(SystemExit.get()) {
        e.set_own(t, 0, if args.len() > 1 { args.value() } else { first });
    } else if class.is_subclass(ImportError.get()) {
        e.set_own(t, 0, if args.len() == 1 { first } else { Value::NONE });
    } else if class.is_subclass(OSError.get()) {
        fill_os_error(t, e, class, args)?;
    } else if class.is_subclass(SyntaxError.get()) {
        fill_syntax_error(t, e, args)?;
    } else if class.is_subclass(UnicodeTranslateError.get()) {
        // no encoding: its words begin with the object
        super::exc_unicode::check(t, class, args)?;
        for i in 0..4 {
            e.set_own(t, 1 + i, args.get(i));
        }
    } else if class.is_subclass(UnicodeDecodeError.get()) || class.is_subclass(UnicodeEncodeError.get()) {
        super::exc_unicode::check(t, class, args)?;
        for i in 0..5 {
            e.set_own(t, i, args.get(i));
        }
    } else if class.is_subclass(BaseExceptionGroup.get()) && args.len() == 2 {
        let inner = t.collect_tuple(args.get(1))?;
        e.set_own(t, 0, first);
        e.set_own(t, 1, inner.value());
    }
    Ok(())
}

fn fill_os_error(t: &mut Thread, e: Object, class: Type, args: Tuple) -> Result<(), Raised> {
    if !(2..=5).contains(&args.len()) {
        return Ok(());
    }
    e.set_own(t, 0, args.get(0));
    e.set_own(t, 1, args.get(1));
    if args.len() > 2 {
        let blocking = class.is_subclass(BlockingIOError.get());
        if blocking && let Some(n) = crate::object::bigint::plain_int(args.get(2)) {
            e.set_own(t, 4, n);
            return Ok(());
        }
        e.set_own(t, 2, args.get(2));
        if args.len() > 4 {
            e.set_own(t, 3, args.get(4));
        }
        if !args.get(2).is_none() {
            let short = Tuple::new(t, &[args.get(0), args.get(1)])?;
            e.set_args(t, short);
        }
    }
    if class == OSError.get()
        && let Some(code) = args.get(0).as_int()
        && let Some(row) = os_error_class(code as i32)
    {
        // OSError(2, ...) is a FileNotFoundError
        e.0.set_shape((row.head() >> 32) as u32);
    }
    Ok(())
}

fn fill_syntax_error(t: &mut Thread, e: Object, args: Tuple) -> Result<(), Raised> {
    if !args.is_empty() {
        e.set_own(t, 0, args.get(0));
    }
    if args.len() != 2 {
        return Ok(());
    }
    let detail = t.collect_tuple(args.get(1))?;
    match detail.len() {
        0..=3 => {
            let n = detail.len();
            return Err(t.type_error(format!("function missing required argument {}", missing_detail(n))));
        }
        5 => return Err(t.type_error("end_offset must be provided when end_lineno is provided")),
        n if n > 7 => return Err(t.type_error(format!("function takes at most 7 arguments ({n} given)"))),
        _ => {}
    }
    for i in 0..detail.len().min(6) {
        e.set_own(t, 1 + i, detail.get(i));
    }
    Ok(())
}
fn missing_detail(given: usize) -> String {
    let name = ["filename", "lineno", "offset", "text"][given.min(3)];
    format!("'{name}' (pos {})", given + 1)
}

// ---- pickling

/// `(class, args)`, with the instance's dict if it has one.
pub(super) fn reduce(t: &mut Thread, a: Args) -> Ret {
    let e = Object::of(a[0]);
    let class = t.class_of(a[0]);
    let mut args = e.args();
    if class.is_subclass(OSError.get()) && args.len() == 2 && !e.own(2).is_none() {
        args = if e.own(3).is_none() {
            Tuple::new(t, &[args.get(0), args.get(1), e.own(2)])?
        } else {
            Tuple::new(t, &[args.get(0), args.get(1), e.own(2), Value::NONE, e.own(3)])?
        };
    }
    let name = t.names().__dict__;
    let mut state = t.find_attr(a[0], name)?.and_then(Dict::from).filter(|d| !d.is_empty());
    let kept: &[(&str, usize)] = if class.is_subclass(ImportError.get()) {
        &[("name", 1), ("path", 2), ("name_from", 3)]
    } else if class.is_subclass(AttributeError.get()) {
        &[("name", 0)]
    } else {
        &[]
    };
    for (key, i) in kept {
        if !e.own(*i).is_none() {
            let d = match state {
                Some(d) => d.copy(t)?,
                None => Dict::new(t)?,
            };
            d.set_named(t, key, e.own(*i))?;
            state = Some(d);
        }
    }
    match state {
        Some(d) => Tuple::make(t, &[class.value(), args.value(), d.value()]),
        None => Tuple::make(t, &[class.value(), args.value()]),
    }
}
pub(super) fn set_state(t: &mut Thread, a: Args) -> Ret {
    if a[1].is_none() {
        return Ok(Value::NONE);
    }
    let Some(d) = Dict::from(a[1]) else { return Err(t.type_error("state is not a dictionary")) };
    for (k, v) in d.copy(t)?.iter() {
        t.set_attr(a[0], k, v)?;
    }
    Ok(Value::NONE)
}
