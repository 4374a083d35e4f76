//! Exception groups: construction, `split`, `subgroup`, `derive`, and what `except*` needs (PEP 654).

use crate::native::Args;
use crate::object::exception::Exception;
use crate::object::list::{List, Values};
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;

/// ExceptionGroup has two bases: a row names only the first.
pub fn complete(t: &mut Thread) -> Result<(), Raised> {
    let class = exc::ExceptionGroup.get();
    let (base, second) = (exc::BaseExceptionGroup.get(), exc::Exception.get());
    let bases = Tuple::new(t, &[base.value(), second.value()])?;
    let above = second.mro();
    let mro = Tuple::new_with(t, above.len() + 2, |i| match i {
        0 => class.value(),
        1 => base.value(),
        _ => above.get(i - 2),
    })?;
    class.set_bases(t, bases);
    class.set_mro(t, mro);
    crate::types::type_::add_subclass(t, second, class)
}

/// `BaseExceptionGroup(message, exceptions)`.
pub(super) fn new(t: &mut Thread, class: Type, args: Tuple) -> Ret {
    if args.len() != 2 {
        let n = args.len();
        return Err(t.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({n} given)")));
    }
    if Str::from(args.get(0)).is_none() {
        let k = t.type_name(args.get(0));
        return Err(t.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {k}")));
    }
    let given = args.get(1);
    let getitem = t.names().__getitem__;
    let sequence = List::from(given).is_some()
        || Tuple::from(given).is_some()
        || t.special(given, getitem).is_some() && crate::object::dict::Dict::from(given).is_none();
    if !sequence {
        return Err(t.type_error("second argument (exceptions) must be a sequence"));
    }
    let inner = t.collect_tuple(given)?;
    if inner.is_empty() {
        return Err(t.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut plain = true;
    for (i, e) in inner.iter().enumerate() {
        if Exception::from(e).is_none() {
            return Err(t.value_error(format!("Item {i} of second argument (exceptions) is not an exception")));
        }
        plain &= t.class_of(e).is_subclass(exc::Exception.get());
    }
    let class = if class == exc::ExceptionGroup.get() {
        if !plain {
            return Err(t.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
        }
        class
    } else if class == exc::BaseExceptionGroup.get() {
        if plain { exc::ExceptionGroup.get() } else { class }
    } else {
        if !plain && class.is_subclass(exc::Exception.get()) {
            let name = class.name_string();
            return Err(t.type_error(format!("Cannot nest BaseExceptions in '{name}'")));
        }
        class
    };
    let e = Exception::alloc(t, class)?;
    e.set_args(t, args);
    e.set_own(t, 0, args.get(0));
    e.set_own(t, 1, inner.value());
    Ok(e.value())
}

fn is_group(t: &Thread, e: Value) -> bool {
    t.class_of(e).is_subclass(exc::BaseExceptionGroup.get())
}
fn members(e: Value) -> Tuple {
    Tuple::of(Exception::of(e).own(1))
}

pub(super) fn str_(t: &mut Thread, a: Args) -> Ret {
    let e = Exception::of(a[0]);
    let (message, n) = (t.str_text(e.own(0))?, members(a[0]).len());
    let plural = if n > 1 { "s" } else { "" };
    t.str(&format!("{message} ({n} sub-exception{plural})"))
}
pub(super) fn derive(t: &mut Thread, a: Args) -> Ret {
    t.call(exc::BaseExceptionGroup.value(), &[Exception::of(a[0]).own(0), a[1]])
}

/// What picks the exceptions of a split.
enum Matcher {
    /// a class, or a tuple of classes
    Class(Value),
    Call(Value),
    /// exactly these leaves, by identity
    Leaves(Vec<u64>),
}

fn matcher(t: &mut Thread, v: Value) -> Result<Matcher, Raised> {
    let is_class = |v: Value| Type::from(v).is_some_and(|c| c.has(flag::EXCEPTION));
    if is_class(v) || Tuple::from(v).is_some_and(|c| c.iter().all(is_class)) {
        return Ok(Matcher::Class(v));
    }
    if Type::from(v).is_none() && Tuple::from(v).is_none() && t.is_callable(v) {
        return Ok(Matcher::Call(v));
    }
    Err(t.type_error("expected an exception type, a tuple of exception types, or a callable (other than a class)"))
}
fn matches(t: &mut Thread, e: Value, by: &Matcher) -> Result<bool, Raised> {
    match by {
        Matcher::Class(c) => t.is_instance(e, *c),
        Matcher::Call(f) => {
            let r = t.call(*f, &[e])?;
            t.truth(r)
        }
        Matcher::Leaves(leaves) => Ok(!is_group(t, e) && leaves.contains(&e.bits())),
    }
}

/// The part that matches and, if wanted, the rest; None where there is nothing.
fn divide(t: &mut Thread, e: Value, by: &Matcher, want_rest: bool) -> Result<(Value, Value), Raised> {
    t.enter_native(" in exceptiongroup_split_recursive")?;
    if matches(t, e, by)? {
        return Ok((e, Value::NONE));
    }
    if !is_group(t, e) {
        return Ok((Value::NONE, if want_rest { e } else { Value::NONE }));
    }
    let (mut yes, mut no) = (Values::new(t)?, Values::new(t)?);
    for m in members(e).iter() {
        let (y, n) = divide(t, m, by, want_rest)?;
        if !y.is_none() {
            yes.push(t, y)?;
        }
        if !n.is_none() {
            no.push(t, n)?;
        }
    }
    let y = subset(t, e, yes)?;
    let n = if want_rest { subset(t, e, no)? } else { Value::NONE };
    Ok((y, n))
}
/// A group of some of `original`'s exceptions, with its traceback, links and notes.
fn subset(t: &mut Thread, original: Value, parts: Values) -> Ret {
    if parts.is_empty() {
        return Ok(Value::NONE);
    }
    let list = parts.into_list(t)?;
    let group = t.call_method_named(original, "derive", &[list])?;
    if Exception::from(group).is_none() || !is_group(t, group) {
        return Err(t.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    let (from, to) = (Exception::of(original), Exception::of(group));
    to.set_traceback(t, from.traceback());
    to.set_context(t, from.context());
    if !from.cause().is_none() {
        to.set_cause(t, from.cause());
    }
    to.set_suppress(from.suppress());
    let name = t.names().__notes__;
    if let Some(notes) = t.find_attr(original, name)?
        && (List::from(notes).is_some() || Tuple::from(notes).is_some())
    {
        let copy = t.collect(notes)?.into_list(t)?;
        t.set_attr(group, name, copy)?;
    }
    Ok(group)
}
pub(super) fn split(t: &mut Thread, a: Args) -> Ret {
    let by = matcher(t, a[1])?;
    let (yes, no) = divide(t, a[0], &by, true)?;
    Tuple::make(t, &[yes, no])
}
pub(super) fn subgroup(t: &mut Thread, a: Args) -> Ret {
    let by = matcher(t, a[1])?;
    Ok(divide(t, a[0], &by, false)?.0)
}

/// A lone exception as the group that `except*` binds.
pub fn wrap(t: &mut Thread, e: Value) -> Ret {
    let message = t.runtime().empty_str.get();
    let inner = Tuple::new(t, &[e])?;
    let class =
        if t.class_of(e).is_subclass(exc::Exception.get()) { &exc::ExceptionGroup } else { &exc::BaseExceptionGroup };
    let g = Exception::new(t, class.get(), &[message, inner.value()])?;
    Ok(g.value())
}

/// Whether an exception is a part of `original` that was raised again, not a new one.
fn same_origin(t: &mut Thread, e: Value, original: Value) -> Result<bool, Raised> {
    if !is_group(t, e) || !is_group(t, original) {
        return Ok(false);
    }
    let (a, b) = (Exception::of(e), Exception::of(original));
    Ok(a.traceback().is(b.traceback())
        && a.cause().is(b.cause())
        && a.context().is(b.context())
        && notes_equal(t, e, original)?)
}
fn notes_equal(t: &mut Thread, a: Value, b: Value) -> Result<bool, Raised> {
    let name = t.names().__notes__;
    match (t.find_attr(a, name)?, t.find_attr(b, name)?) {
        (None, None) => Ok(true),
        (Some(x), Some(y)) => t.equal(x, y),
        _ => Ok(false),
    }
}
fn leaves(t: &Thread, e: Value, out: &mut Vec<u64>) {
    let mut todo = vec![e.bits()];
    while let Some(bits) = todo.pop() {
        let e = Value::from_bits(bits);
        if is_group(t, e) {
            todo.extend(members(e).iter().map(Value::bits));
        } else {
            out.push(bits);
        }
    }
}

/// What the end of an `except*` statement raises: `list` has the raised and the unhandled parts.
pub fn prepare_reraise(t: &mut Thread, original: Value, list: Value) -> Ret {
    let parts = t.collect(list)?;
    if !is_group(t, original) {
        // a lone exception was wrapped: at most one clause ran
        return Ok(parts.iter().find(|v| !v.is_none()).unwrap_or(Value::NONE));
    }
    let mut raised = Values::new(t)?;
    let mut again = Vec::new();
    for v in parts.iter() {
        if v.is_none() {
            continue;
        }
        if same_origin(t, v, original)? {
            leaves(t, v, &mut again);
        } else {
            raised.push(t, v)?;
        }
    }
    // the leaves stay alive through `original`
    let rest = if again.is_empty() { Value::NONE } else { divide(t, original, &Matcher::Leaves(again), false)?.0 };
    if raised.is_empty() {
        return Ok(rest);
    }
    if !rest.is_none() {
        raised.push(t, rest)?;
    }
    if raised.len() == 1 {
        return Ok(raised.get(0));
    }
    let message = t.runtime().empty_str.get();
    let list = raised.into_list(t)?;
    t.call(exc::BaseExceptionGroup.value(), &[message, list])
}
