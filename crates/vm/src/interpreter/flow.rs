//! Handlers of exceptions, `with`, imports and the rest.

use super::state::handlers;
use super::unwind;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::function::word;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;

handlers! {
    fn enter_handler(s) {
        s.w(s.b(), (*s.t).handled);
        (*s.t).handled = s.r(s.a());
        s.next()
    }
    fn leave_handler(s) { (*s.t).handled = s.r(s.a()); s.next() }
    fn match_exc(s) {
        s.slow(|s, t| {
            let (e, class) = (s.r(s.b()), s.r(s.c()));
            Ok(Value::bool(matches(t, e, class, false)?))
        })
    }
    fn match_exc_star(s) {
        s.slow_do(|s, t| {
            let (e, class) = (s.r(s.b()), s.r(s.c()));
            matches(t, e, class, true)?;
            let (yes, no) = split(t, e, class)?;
            s.w(s.a(), yes);
            s.w(s.a() + 1, no);
            Ok(())
        })
    }
    fn prep_reraise_star(s) {
        s.slow(|s, t| {
            let (e, list) = (s.r(s.b()), s.r(s.c()));
            crate::types::exc_group::prepare_reraise(t, e, list)
        })
    }
    fn raise_(s) {
        s.slow_do(|s, t| {
            let v = s.r(s.a());
            Err(raise(t, v, None))
        })
    }
    fn raise_from(s) {
        s.slow_do(|s, t| {
            let (v, cause) = (s.r(s.a()), s.r(s.b()));
            Err(raise(t, v, Some(cause)))
        })
    }
    fn raise_bare(s) {
        let e = s.thread().handled_exception();
        if e.is_none() { return s.slow_do(|_, t| Err(t.runtime_error("No active exception to reraise"))); }
        (*s.t).exc = e;
        unwind::unwind_again(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    fn reraise(s) {
        (*s.t).exc = s.r(s.a());
        unwind::unwind_again(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    fn end_async_for(s) {
        let e = s.r(s.a());
        if s.thread().class_of(e).is_subclass(exc::StopAsyncIteration.get()) { return s.jump(s.ins().imm32()); }
        (*s.t).exc = e;
        unwind::unwind_again(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    fn with_enter(s) {
        s.slow_do(|s, t| {
            let v = s.r(s.b());
            let n = t.names();
            let (exit, entered) = enter_with(t, v, n.__enter__, n.__exit__, "")?;
            s.w(s.a(), exit);
            s.w(s.a() + 1, entered);
            Ok(())
        })
    }
    fn with_enter_async(s) {
        s.slow_do(|s, t| {
            let v = s.r(s.b());
            let n = t.names();
            let (exit, entered) = enter_with(t, v, n.__aenter__, n.__aexit__, "asynchronous ")?;
            s.w(s.a(), exit);
            s.w(s.a() + 1, entered);
            Ok(())
        })
    }
    fn with_exit(s) {
        s.slow(|s, t| {
            let f = s.r(s.b());
            t.call(f, &[Value::NONE; 3])
        })
    }
    fn with_except(s) {
        s.slow(|s, t| {
            let (f, e) = (s.r(s.b()), s.r(s.c()));
            let class = t.class_of(e).value();
            let tb = Exception::of(e).traceback();
            t.call(f, &[class, e, tb])
        })
    }

    // ---- modules
    fn import_name(s) {
        s.slow(|s, t| {
            let (level, from, name) = (s.r(s.b()), s.r(s.b() + 1), s.k(s.c()));
            let globals = Value::from_bits(s.function().word(word::GLOBALS));
            let builtins = Dict(Value::from_bits(s.function().word(word::BUILTINS)).unwrap_obj());
            crate::import::import_name(t, builtins, globals, name, from, level)
        })
    }
    fn import_from(s) {
        s.slow(|s, t| {
            let (m, name) = (s.r(s.b()), s.k(s.c()));
            crate::import::import_from(t, m, name)
        })
    }
    fn import_star(s) {
        s.slow_do(|s, t| {
            let (m, namespace) = (s.r(s.a()), s.r(0));
            let names = super::load::star_names(t, m)?;
            for i in 0..names.len() {
                let name = t.intern_str(Str::of(names.get(i)))?;
                let v = t.get_attr(m, name)?;
                match Dict::from(namespace) {
                    Some(d) => d.set(t, name, v)?,
                    None => t.set_item(namespace, name, v)?,
                }
            }
            Ok(())
        })
    }

    // ---- the rest
    fn print_expr(s) {
        s.slow_do(|s, t| {
            let v = s.r(s.a());
            let hook = t.names().displayhook;
            let sys = t.runtime().sys.get();
            let f = t.get_attr(sys, hook)?;
            t.call(f, &[v]).map(|_| ())
        })
    }
    fn load_assertion_error(s) {
        let class = if s.x() == 1 { &exc::NotImplementedError } else { &exc::AssertionError };
        s.w(s.a(), class.value());
        s.next()
    }
    fn make_type_param(s) {
        s.slow(|s, t| {
            let (x, name) = (s.x(), s.r(s.b()));
            let parts = [s.r(s.c()), s.r(s.c() + 1), s.r(s.c() + 2)];
            crate::types::type_params::make(t, x, name, parts)
        })
    }
    fn make_type_alias(s) {
        s.slow(|s, t| {
            let parts = [s.r(s.b()), s.r(s.b() + 1), s.r(s.b() + 2)];
            crate::types::type_params::make_alias(t, parts)
        })
    }
    fn subscript_generic(s) {
        s.slow(|s, t| {
            let v = s.r(s.b());
            crate::types::type_params::subscript_generic(t, v)
        })
    }
    fn set_function_type_params(s) {
        s.slow_do(|s, t| {
            let (f, v) = (s.r(s.a()), s.r(s.b()));
            let name = t.names().__type_params__; t.set_attr(f, name, v)
        })
    }
    fn setup_annotations(s) {
        s.slow_do(|s, t| {
            let namespace = s.r(0);
            let name = t.names().__annotations__;
            if t.contains(namespace, name)? { return Ok(()); }
            let d = Dict::new(t)?;
            t.set_item(namespace, name, d.value())
        })
    }
    fn halt(s) { s.save(); (*s.t).halted = true; }
    fn unknown(s) { s.slow_do(|_, t| Err(t.raise(&exc::SystemError, "unknown opcode"))) }
}

/// Whether an exception matches `except class`.
fn matches(t: &mut Thread, e: Value, class: Value, star: bool) -> Result<bool, Raised> {
    if let Some(c) = Type::from(class).filter(|c| c.has(flag::EXCEPTION)) {
        if star && c.is_subclass(exc::BaseExceptionGroup.get()) {
            return Err(t.type_error("catching ExceptionGroup with except* is not allowed. Use except instead."));
        }
        return Ok(t.class_of(e).is_subclass(c));
    }
    if let Some(classes) = Tuple::from(class) {
        let mut any = false;
        for c in classes.iter() {
            if Type::from(c).is_none_or(|c| !c.has(flag::EXCEPTION)) {
                return Err(not_an_exception_class(t));
            }
            any |= matches(t, e, c, star)?;
        }
        return Ok(any);
    }
    Err(not_an_exception_class(t))
}
#[cold]
fn not_an_exception_class(t: &mut Thread) -> Raised {
    t.type_error("catching classes that do not inherit from BaseException is not allowed")
}

/// The part of a group (or a lone exception, wrapped) that matches, and the rest.
fn split(t: &mut Thread, e: Value, class: Value) -> Result<(Value, Value), Raised> {
    let c = t.class_of(e);
    if !c.is_subclass(exc::BaseExceptionGroup.get()) {
        return if t.is_instance(e, class)? {
            let group = crate::types::exc_group::wrap(t, e)?;
            Ok((group, Value::NONE))
        } else {
            Ok((Value::NONE, e))
        };
    }
    let r = t.call_method_named(e, "split", &[class])?;
    let pair = Tuple::from(r).filter(|p| p.len() >= 2);
    match pair {
        Some(p) => Ok((p.get(0), p.get(1))),
        None => {
            let (name, kind) = (c.name_string(), t.type_name(r));
            Err(t.type_error(format!("{name}.split must return a 2-tuple, got {kind}")))
        }
    }
}

/// `raise v [from cause]`.
pub(super) fn raise(t: &mut Thread, v: Value, cause: Option<Value>) -> Raised {
    let Ok(e) = instantiate(t, v, "exceptions must derive from BaseException") else { return Raised };
    if let Some(cause) = cause {
        let cause = if cause.is_none() {
            Value::NONE
        } else {
            match instantiate(t, cause, "exception causes must derive from BaseException") {
                Ok(c) => c,
                Err(Raised) => return Raised,
            }
        };
        Exception::of(e).set_cause(t, cause);
    }
    t.raise_value(e)
}
fn instantiate(t: &mut Thread, v: Value, error: &str) -> Ret {
    if Exception::from(v).is_some() {
        return Ok(v);
    }
    if let Some(c) = Type::from(v).filter(|c| c.has(flag::EXCEPTION)) {
        let e = t.call(v, &[])?;
        if Exception::from(e).is_none() {
            let (name, kind) = (c.name_string(), t.type_name(e));
            return Err(t.type_error(format!(
                "calling <class '{name}'> should have returned an instance of BaseException, not <class '{kind}'>"
            )));
        }
        return Ok(e);
    }
    Err(t.type_error(error))
}

/// Looks up both methods, then calls the entering one.
fn enter_with(t: &mut Thread, v: Value, enter: Value, exit: Value, what: &str) -> Result<(Value, Value), Raised> {
    let class = t.class_of(v);
    let missing = |t: &mut Thread, name: &str| {
        let kind = t.type_name(v);
        t.type_error(format!("'{kind}' object does not support the {what}context manager protocol{name}"))
    };
    let Some(e) = class.lookup(t, enter) else { return Err(missing(t, "")) };
    let Some(x) = class.lookup(t, exit) else {
        let name = if what.is_empty() { " (missed __exit__ method)" } else { " (missed __aexit__ method)" };
        return Err(missing(t, name));
    };
    let x = t.descriptor_get(x, v, class)?;
    let entered = t.call_bound(e, v, &[])?;
    Ok((x, entered))
}
