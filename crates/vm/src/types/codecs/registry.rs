//! The registry of codecs and error handlers that programs add: search functions, found codecs, handlers by name.

use super::errors;
use crate::names::Immortal;
use crate::object::dict::Dict;
use crate::object::list::List;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;
use std::sync::atomic::{AtomicBool, Ordering};

/// `[search functions, codecs by normalized name, error handlers by name]`
static STATE: Immortal = Immortal::unset();
/// Whether the package `encodings` was imported.
static STARTED: AtomicBool = AtomicBool::new(false);
/// Whether a program replaced one of the native handlers.
static HANDLERS: AtomicBool = AtomicBool::new(false);

fn state(t: &mut Thread) -> Result<(List, Dict, Dict), Raised> {
    if STATE.get().is_unbound() {
        let search = List::new(t, &[])?;
        let cache = Dict::new(t)?;
        let handlers = Dict::new(t)?;
        errors::enter_functions(t, handlers)?;
        let all = Tuple::make(t, &[search.value(), cache.value(), handlers.value()])?;
        if STATE.get().is_unbound() {
            STATE.set(all);
        }
    }
    let all = Tuple::of(STATE.get());
    Ok((List::of(all.get(0)), Dict::of(all.get(1)), Dict::of(all.get(2))))
}
/// Whether a program replaced a native error handler.
pub fn has_handlers() -> bool {
    HANDLERS.load(Ordering::Relaxed)
}

/// `codecs.register`.
pub fn register(t: &mut Thread, search: Value) -> Result<(), Raised> {
    if !t.is_callable(search) {
        return Err(t.type_error("argument must be callable"));
    }
    let (list, _, _) = state(t)?;
    list.push(t, search)
}
/// `codecs.unregister`: forgets the codecs that were found, too.
pub fn unregister(t: &mut Thread, search: Value) -> Result<(), Raised> {
    let (list, cache, _) = state(t)?;
    let place = list.iter().position(|f| f.is(search));
    if let Some(i) = place {
        list.remove(t, i);
        cache.clear(t)?;
    }
    Ok(())
}
/// `codecs.register_error`.
pub fn register_error(t: &mut Thread, name: Value, handler: Value) -> Result<(), Raised> {
    if !t.is_callable(handler) {
        return Err(t.type_error("handler must be callable"));
    }
    let (_, _, handlers) = state(t)?;
    let text = t.string_of(name);
    if errors::FUNCTIONS.iter().any(|(n, _)| *n == text) {
        HANDLERS.store(true, Ordering::Relaxed);
    }
    handlers.set(t, name, handler)
}
/// `_codecs._unregister_error`: whether there was such a handler.
pub fn unregister_error(t: &mut Thread, name: Value) -> Result<bool, Raised> {
    let text = t.string_of(name);
    if errors::FUNCTIONS.iter().any(|(n, _)| *n == text) {
        return Err(t.value_error(format!("cannot un-register built-in error handler '{text}'")));
    }
    let (_, _, handlers) = state(t)?;
    Ok(handlers.remove(t, name)?.is_some())
}
/// `codecs.lookup_error`.
pub fn handler(t: &mut Thread, name: &str) -> Ret {
    let (_, _, handlers) = state(t)?;
    match handlers.get_named(t, name)? {
        Some(f) => Ok(f),
        None => Err(t.raise(&exc::LookupError, format!("unknown error handler name '{name}'"))),
    }
}
/// `codecs.lookup`: the tuple that a search function answered.
pub fn lookup(t: &mut Thread, name: &str) -> Ret {
    let (search, cache, _) = state(t)?;
    let key = super::normalized(name);
    let key = t.str(&key)?;
    if let Some(found) = cache.get(t, key)? {
        return Ok(found);
    }
    if !STARTED.swap(true, Ordering::AcqRel) && crate::import::import_dotted(t, "encodings").is_err() {
        STARTED.store(false, Ordering::Release);
        return Err(Raised);
    }
    let mut i = 0;
    while let Some(f) = search.get(i) {
        i += 1;
        let r = t.call(f, &[key])?;
        if r.is_none() {
            continue;
        }
        if Tuple::from(r).is_none_or(|p| p.len() != 4) {
            return Err(t.type_error("codec search functions must return 4-tuples"));
        }
        cache.set(t, key, r)?;
        return Ok(r);
    }
    Err(t.raise(&exc::LookupError, format!("unknown encoding: {name}")))
}

/// Which of a codec's functions is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Encode,
    Decode,
}

/// `codecs.encode(v, name, errors)` or `codecs.decode`.
pub fn run_codec(t: &mut Thread, name: &str, errors: Option<&str>, v: Value, way: Way) -> Ret {
    let info = lookup(t, name)?;
    run(t, name, info, errors, v, way)
}
/// As `run_codec`, for codecs between text and bytes alone.
pub fn run_text_codec(t: &mut Thread, name: &str, errors: &str, v: Value, way: Way) -> Ret {
    if name.contains('\0') {
        return Err(t.value_error("embedded null character"));
    }
    let info = lookup(t, name)?;
    let flag = t.intern("_is_text_encoding")?;
    if !crate::types::tuple::TYPE.is_exact(info)
        && let Some(is_text) = t.find_attr(info, flag)?
        && !t.truth(is_text)?
    {
        let instead = if way == Way::Encode { "codecs.encode()" } else { "codecs.decode()" };
        return Err(t.raise(
            &exc::LookupError,
            format!("'{name}' is not a text encoding; use {instead} to handle arbitrary codecs"),
        ));
    }
    let errors = if errors == "strict" { None } else { Some(errors) };
    run(t, name, info, errors, v, way)
}
fn run(t: &mut Thread, name: &str, info: Value, errors: Option<&str>, v: Value, way: Way) -> Ret {
    let f = Tuple::of(info).get(if way == Way::Encode { 0 } else { 1 });
    let called = match errors {
        Some(e) => {
            let e = t.str(e)?;
            t.call(f, &[v, e])
        }
        None => t.call(f, &[v]),
    };
    if called.is_err() {
        let what = if way == Way::Encode { "encoding" } else { "decoding" };
        exc::add_note(t, &format!("{what} with '{name}' codec failed"))?;
    }
    let r = called?;
    match Tuple::from(r).filter(|p| p.len() == 2) {
        Some(p) => Ok(p.get(0)),
        None => {
            let what = if way == Way::Encode { "encoder" } else { "decoder" };
            Err(t.type_error(format!("{what} must return a tuple (object, integer)")))
        }
    }
}
