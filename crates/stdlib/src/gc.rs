//! `gc`: what the collector can be asked. Collections are never left out: `disable()` only changes `isenabled()`.

use pyish_heap::Obj;
use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::weakref;
use pyish_vm::{Args, Kind, Method, Raised, Ret, Thread, Value, function};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicI64};

pub static MODULE: ModuleRow = ModuleRow {
    name: "gc",
    doc: "This module provides access to the garbage collector for reference cycles.",
    functions: &FUNCTIONS,
    init,
};

static ENABLED: AtomicBool = AtomicBool::new(true);
static DEBUG: AtomicI64 = AtomicI64::new(0);
static THRESHOLDS: [AtomicI64; 3] = [AtomicI64::new(2000), AtomicI64::new(10), AtomicI64::new(0)];

static FUNCTIONS: [Method; 18] = [
    function("collect(generation=2)", collect, "Run the garbage collector."),
    function("enable()", |_, _| set_enabled(true), "Enable automatic garbage collection."),
    function("disable()", |_, _| set_enabled(false), "Disable automatic garbage collection."),
    function("isenabled()", |_, _| Ok(Value::bool(ENABLED.load(Relaxed))), "Whether automatic collection is enabled."),
    function("get_count()", |t, _| Tuple::make(t, &[Value::ZERO; 3]), "Return the current collection counts."),
    function("get_threshold()", get_threshold, "Return the current collection thresholds."),
    function(
        "set_threshold(threshold0, threshold1=10, threshold2=0, /)",
        set_threshold,
        "Set the collection thresholds.",
    ),
    function("get_debug()", |_, _| Ok(Value::int(DEBUG.load(Relaxed))), "Get the garbage collection debugging flags."),
    function("set_debug(flags, /)", set_debug, "Set the garbage collection debugging flags."),
    function("get_stats()", get_stats, "Return a list of dictionaries containing per-generation statistics."),
    function("get_objects(generation=None)", get_objects, "Return a list of objects tracked by the collector."),
    function("get_referrers(*objs)", get_referrers, "Return the list of objects that directly refer to any of 'objs'."),
    function(
        "get_referents(*objs)",
        get_referents,
        "Return the list of objects that are directly referred to by 'objs'.",
    ),
    function("is_tracked(obj, /)", |_, a| Ok(Value::bool(is_container(a[0]))), "Whether the object is tracked."),
    function("is_finalized(obj, /)", is_finalized, "Whether the object has been already finalized."),
    function("freeze()", |_, _| Ok(Value::NONE), "Freeze all current tracked objects."),
    function("unfreeze()", |_, _| Ok(Value::NONE), "Unfreeze all objects."),
    function("get_freeze_count()", |_, _| Ok(Value::ZERO), "Return the number of frozen objects."),
];

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for (name, n) in [
        ("DEBUG_STATS", 1),
        ("DEBUG_COLLECTABLE", 2),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", 32),
        ("DEBUG_LEAK", 38),
    ] {
        d.set_named(t, name, Value::int(n))?;
    }
    for name in ["garbage", "callbacks"] {
        let l = List::new(t, &[])?;
        d.set_named(t, name, l.value())?;
    }
    Ok(())
}

fn collect(t: &mut Thread, a: Args) -> Ret {
    let generation = if a[0].is_unbound() { 2 } else { t.to_i64(a[0])? };
    if !(0..=2).contains(&generation) {
        return Err(t.value_error("invalid generation"));
    }
    let found = weakref::collect_and_count(t, a)?;
    Ok(Value::index(found))
}
fn set_enabled(on: bool) -> Ret {
    ENABLED.store(on, Relaxed);
    Ok(Value::NONE)
}
fn get_threshold(t: &mut Thread, _: Args) -> Ret {
    let n = |i: usize| Value::int(THRESHOLDS[i].load(Relaxed));
    Tuple::make(t, &[n(0), n(1), n(2)])
}
fn set_threshold(t: &mut Thread, a: Args) -> Ret {
    for (i, place) in THRESHOLDS.iter().enumerate() {
        if a[i].is_bound() {
            let n = t.to_i64(a[i])?;
            place.store(n, Relaxed);
        }
    }
    Ok(Value::NONE)
}
fn set_debug(t: &mut Thread, a: Args) -> Ret {
    let n = t.to_i64(a[0])?;
    DEBUG.store(n, Relaxed);
    Ok(Value::NONE)
}
fn get_stats(t: &mut Thread, _: Args) -> Ret {
    let s = pyish_heap::stats();
    let mut vs = Values::new(t)?;
    for n in [s.minors, 0, s.fulls] {
        let d = Dict::new(t)?;
        d.set_named(t, "collections", Value::int(n as i64))?;
        d.set_named(t, "collected", Value::ZERO)?;
        d.set_named(t, "uncollectable", Value::ZERO)?;
        vs.push(t, d.value())?;
    }
    vs.into_list(t)
}

/// Whether Python code may see the object, and it can hold others.
fn is_container(v: Value) -> bool {
    v.obj().is_some_and(|o| {
        shown(o) && !matches!(Kind::of(o.kind()), Kind::Float | Kind::BigInt | Kind::Complex | Kind::Str | Kind::Bytes)
    })
}
fn shown(o: Obj) -> bool {
    !matches!(
        Kind::of(o.kind()),
        Kind::Free
            | Kind::Shape
            | Kind::Buffer
            | Kind::Array
            | Kind::Pool
            | Kind::CodeBody
            | Kind::CodeUnit
            | Kind::MethodCache
    )
}
/// The objects for which `wanted` answers true while the world is stopped.
fn find(t: &mut Thread, mut wanted: impl FnMut(Obj) -> bool) -> Ret {
    let mut found: Vec<usize> = Vec::new();
    t.m.each_object(&mut |o| {
        if is_container(Value::from_obj(o)) && wanted(o) {
            found.push(o.addr());
        }
    });
    let mut vs = Values::new(t)?;
    for a in found {
        // making the list may have collected some
        if let Some(o) = pyish_heap::resolve(a as u64).filter(|o| o.addr() == a)
            && is_container(Value::from_obj(o))
        {
            vs.push(t, Value::from_obj(o))?;
        }
    }
    vs.into_list(t)
}
fn get_objects(t: &mut Thread, _: Args) -> Ret {
    weakref::collect_all(t)?;
    find(t, |_| true)
}
fn words(o: Obj) -> usize {
    pyish_heap::cell_bytes(o) / 8 - 1
}
/// Calls `f` with what an object refers to; arrays and the like inside of it are looked through.
fn each_referent(o: Obj, depth: usize, f: &mut dyn FnMut(Value)) {
    for i in 0..words(o) {
        let v = Value::from_bits(o.word(i));
        let Some(x) = v.obj() else { continue };
        match Kind::of(x.kind()) {
            Kind::Array if depth < 3 => each_referent(x, depth + 1, f),
            _ if shown(x) => f(v),
            _ => {}
        }
    }
}
fn get_referrers(t: &mut Thread, a: Args) -> Ret {
    let wanted: Vec<u64> = Tuple::of(a[0]).iter().map(Value::bits).collect();
    find(t, |o| {
        let mut found = false;
        each_referent(o, 0, &mut |v| found |= wanted.contains(&v.bits()));
        found && o.kind() != Kind::Tuple as u8
    })
}
fn get_referents(t: &mut Thread, a: Args) -> Ret {
    let mut out = Values::new(t)?;
    for v in Tuple::of(a[0]).iter() {
        if !is_container(v) {
            continue;
        }
        let mut found: Vec<u64> = Vec::new();
        each_referent(v.unwrap_obj(), 0, &mut |x| found.push(x.bits()));
        // the object keeps what it refers to alive
        for bits in found {
            out.push(t, Value::from_bits(bits))?;
        }
    }
    out.into_list(t)
}
fn is_finalized(t: &mut Thread, a: Args) -> Ret {
    let class = t.class_of(a[0]);
    let registered = a[0].obj().is_some_and(|o| o.flag(pyish_heap::FINALIZE));
    Ok(Value::bool(class.has(pyish_vm::object::typeobject::flag::FINALIZER) && !registered))
}
