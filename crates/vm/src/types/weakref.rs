//! Weak references, proxies, finalizers: what Python code sees of the death of objects.
//!
//! A reference is `[target, callback, hash, spare]`; `target` is the bare address, an int to the collector, which sets it to 0
//! when the object has died and queues the reference. Finalizers and callbacks run at delivery points: `run_queued`.

use crate::interpreter::report;
use crate::native::{Args, Attribute, Method, class_method, getter, method, static_method};
use crate::object::code::Code;
use crate::object::generator::{CREATED, Generator, SUSPENDED, word};
use crate::object::kind::Kind;
use crate::object::list::Values;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::ops::protocol::address;
use crate::thread::{Raised, Ret, Thread};
use crate::types::{async_generator, exc};
use pyish_bytecode::{Format, HEADER, Op};
use pyish_heap::Obj;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;

pub static TYPE: TypeRow = TypeRow::new("ReferenceType", Kind::WeakRef)
    .module("weakref")
    .flags(flag::WEAKREF)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES);
pub static ROWS: &[&TypeRow] = &[&TYPE, &super::weakproxy::PROXY, &super::weakproxy::CALLABLE];

const TARGET: usize = 0;
const CALLBACK: usize = 1;
const HASH: usize = 2;

static NEW: Method = static_method(
    "__new__(cls, object, callback=None, /, *args, **kwargs)",
    reference_new,
    "Create and return a new object.",
);
static METHODS: [Method; 7] = [
    method("__init__(self, object, callback=None, /)", |_, _| Ok(Value::NONE), "Initialize self."),
    method("__call__(self, /)", |_, a| Ok(target(a[0]).unwrap_or(Value::NONE)), "Call self as a function."),
    method("__hash__(self, /)", reference_hash, "Return hash(self)."),
    method("__eq__(self, value, /)", |t, a| compare(t, a, false), "Return self==value."),
    method("__ne__(self, value, /)", |t, a| compare(t, a, true), "Return self!=value."),
    method("__repr__(self, /)", reference_repr, "Return repr(self)."),
    class_method("__class_getitem__(cls, item, /)", super::generator::class_get_item, super::generator::ALIAS_DOC),
];
static ATTRIBUTES: [Attribute; 1] =
    [getter("__callback__", |_, v| Ok(if target(v).is_some() { part(v, CALLBACK) } else { Value::NONE }), "")];

fn part(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}

/// What a reference or proxy refers to, while it lives.
pub fn target(v: Value) -> Option<Value> {
    let at = v.unwrap_obj().word(TARGET);
    if at == 0 { None } else { Some(Value::from_obj(Obj::at(at as usize))) }
}

/// Fills a fresh reference or proxy and enters it into the collector's table.
pub fn fill(t: &mut Thread, holder: Value, of: Value, callback: Value) -> Result<(), Raised> {
    let class = t.class_of(of);
    let Some(o) = of.obj().filter(|_| class.has(flag::WEAKREF)) else {
        let k = class.name_string();
        return Err(t.type_error(format!("cannot create weak reference to '{k}' object")));
    };
    let h = holder.unwrap_obj();
    h.set_plain(TARGET, o.addr() as u64);
    h.set(&mut t.m, CALLBACK, callback.or(Value::NONE).bits());
    h.set_plain(HASH, Value::NONE.bits());
    o.set_flag(pyish_heap::WEAKREFED);
    pyish_heap::weak_register(h, TARGET, 0);
    Ok(())
}
fn reference_new(t: &mut Thread, a: Args) -> Ret {
    let v = super::object::alloc_instance(t, Type::of(a[0]))?;
    v.unwrap_obj().set_plain(TARGET, 0);
    fill(t, v, a[1], a[2])?;
    Ok(v)
}
/// `weakref.ref(of)` for native code.
pub fn new(t: &mut Thread, of: Value, callback: Value) -> Ret {
    let v = super::object::alloc_instance(t, TYPE.get())?;
    v.unwrap_obj().set_plain(TARGET, 0);
    fill(t, v, of, callback)?;
    Ok(v)
}
fn reference_hash(t: &mut Thread, a: Args) -> Ret {
    let known = part(a[0], HASH);
    if !known.is_none() {
        return Ok(known);
    }
    let Some(of) = target(a[0]) else { return Err(t.type_error("weak object has gone away")) };
    let h = t.hash(of)?;
    let h = t.int(h)?;
    a[0].unwrap_obj().set(&mut t.m, HASH, h.bits());
    Ok(h)
}
fn compare(t: &mut Thread, a: Args, negate: bool) -> Ret {
    if Thread::kind_of(a[1]) != Kind::WeakRef || !t.class_of(a[1]).is_subclass(TYPE.get()) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = match (target(a[0]), target(a[1])) {
        (Some(x), Some(y)) => t.equal(x, y)?,
        _ => a[0].is(a[1]),
    };
    Ok(Value::bool(equal != negate))
}
fn reference_repr(t: &mut Thread, a: Args) -> Ret {
    let at = address(a[0]);
    let text = match target(a[0]) {
        None => format!("<weakref at {at:#x}; dead>"),
        Some(of) => {
            let n = t.names();
            let name = t.find_attr(of, n.__name__)?.and_then(Str::from).map(|s| format!(" ({s})")).unwrap_or_default();
            format!("<weakref at {at:#x}; to '{}' at {:#x}{name}>", t.type_name(of), address(of))
        }
    };
    t.str(&text)
}

/// All references and proxies to an object.
pub fn references_to(t: &mut Thread, v: Value) -> Result<Values, Raised> {
    let Some(o) = v.obj() else { return Values::new(t) };
    // the world is stopped while the heap is walked: only plain numbers can be kept
    let mut found: Vec<usize> = Vec::new();
    t.m.each_object(&mut |x| {
        if x.kind() == Kind::WeakRef as u8 && x.word(TARGET) == o.addr() as u64 {
            found.push(x.addr());
        }
    });
    let mut vs = Values::with_capacity(t, found.len())?;
    for a in found {
        if pyish_heap::resolve(a as u64).is_some_and(|x| x.addr() == a && x.kind() == Kind::WeakRef as u8) {
            vs.push(t, Value::from_obj(Obj::at(a)))?;
        }
    }
    Ok(vs)
}

// ---- finalizers

/// Enters an object whose death is to be seen into the collector's table.
pub fn register_finalizer(t: &mut Thread, o: Obj) {
    let _ = t;
    o.set_flag(pyish_heap::FINALIZE);
    pyish_heap::finalize_register(o);
}

/// How long instructions whose collections freed nothing leave them out: `due << 16 | pause`, by the place of the
/// instruction.
static PAUSES: [AtomicU32; 256] = [const { AtomicU32::new(0) }; 256];
const LONGEST_PAUSE: u32 = 1 << 14;
/// Live bytes past which full collections are rationed.
const LARGE: u64 = 16 << 20;

/// A name lost an object whose death can be seen. The collector is asked by the loop that drives the handlers, where
/// nothing of the instruction is left on the native stack: `search`.
#[inline(never)]
pub fn forgotten(t: &mut Thread, o: Obj) -> Result<(), Raised> {
    t.forgotten = !o.addr();
    t.m.core.threshold.store(i64::MAX, Relaxed);
    Ok(())
}

/// Whether the object is old; none if it is gone. Apart, so that its address stays in no frame of `search`.
#[inline(never)]
fn generation(hidden: usize) -> Option<bool> {
    let o = pyish_heap::resolve(!hidden as u64).filter(|o| o.addr() == !hidden)?;
    Some(pyish_heap::is_old(o))
}
/// Collects if it is worth while, and runs what the death of the forgotten object asks for. The thread stands after the
/// instruction that forgot it.
#[cold]
#[inline(never)]
pub fn search(t: &mut Thread) {
    let hidden = std::mem::take(&mut t.forgotten);
    // complemented, so that the stack that is searched for references does not hold one
    let Some(old) = generation(hidden) else { return };
    let pause = &PAUSES[(t.pc as usize >> 3) % PAUSES.len()];
    let state = pause.load(Relaxed);
    let (due, length) = (state >> 16, state & 0xFFFF);
    if due > 0 {
        pause.store((due - 1) << 16 | length, Relaxed);
        return;
    }
    if old {
        let live = pyish_heap::stats().live_bytes as u64;
        if live > LARGE && (pyish_heap::allocated_since_full() as u64) < live / 8 {
            return;
        }
    }
    forget_registers(t, 1);
    scrub();
    t.m.collect(old);
    let there = generation(hidden).is_some();
    if there && !pyish_heap::finalizers_pending() {
        let longer = (length * 2).clamp(1, LONGEST_PAUSE);
        pause.store(longer << 16 | longer, Relaxed);
    } else {
        pause.store(0, Relaxed);
    }
    let _ = run_queued(t);
}

/// Clears what the value stack holds above the running frame's live registers, as the instruction `back` words ago left
/// them: the collector would take it for roots.
fn forget_registers(t: &mut Thread, back: usize) {
    forget_pending_headers(t);
    forget_saved_registers(t);
    if t.pool.is_null() || t.fp <= t.stack.wrapping_add(8) {
        return;
    }
    let code = Code::of_pool(t.pool);
    let height = code.height(t, code.index_of(t.pc).saturating_sub(back)).max(code.named());
    let (from, to) = (t.fp.wrapping_add(height), t.top.wrapping_add(STALE));
    let mut at = from;
    while at < to && at < t.stack_limit {
        // SAFETY: V10: registers of the running frame that are dead at this word, and free stack above them.
        unsafe { *at = Value::ZERO };
        at = at.wrapping_add(1);
    }
}
/// Generators that run have their registers on the stack: what they saved when they were suspended is out of date.
fn forget_saved_registers(t: &mut Thread) {
    let mut running = t.generator;
    while let Some(g) = running.obj().map(Generator) {
        for i in 0..g.get(word::SAVED).unwrap_usize() {
            g.0.set_plain(word::REGISTERS + i, Value::ZERO.bits());
        }
        running = g.previous();
    }
}
/// A full collection for a native function with the arguments `a`, one that is called by an instruction, say: what earlier
/// calls have left on both stacks does not count as references. `held` is what the function holds and goes on using: if that
/// is more than its arguments, the native stack counts.
#[inline(never)]
pub fn collect_for_native(t: &mut Thread, a: Args, held: &[Value]) -> Result<(), Raised> {
    let reachable = held.iter().all(|h| !h.is_obj() || a.as_slice().iter().any(|x| x.is(*h)));
    collect_holding(t, a, reachable, false).map(|_| ())
}
/// `gc.collect()`: as `collect_for_native`, and how many objects were found that kept each other alive.
pub fn collect_and_count(t: &mut Thread, a: Args) -> Result<usize, Raised> {
    collect_holding(t, a, true, true)
}
fn collect_holding(t: &mut Thread, a: Args, nothing_else: bool, counts: bool) -> Result<usize, Raised> {
    forget_pending_headers(t);
    forget_saved_registers(t);
    let arguments = a.as_slice().as_ptr_range();
    let start = arguments.start.cast_mut();
    let direct = is_called_by_instruction(t, start);
    if (t.stack.wrapping_add(HEADER)..t.top).contains(&start) {
        // the header below the arguments, which a native function does not fill; one word more below those of a method
        // that has no receiver
        let words = if direct { distance_to_callable(t, start) } else { HEADER };
        for i in 1..words {
            // SAFETY: V10: the callable, the rest of a header and the arguments lie side by side on the value stack.
            unsafe { *start.sub(i) = Value::ZERO };
        }
        let mut at = arguments.end.cast_mut();
        while at < t.top.wrapping_add(STALE).min(t.stack_limit) {
            // SAFETY: V10: words of this thread's value stack past the running native function's window are free.
            unsafe { *at = Value::ZERO };
            at = at.wrapping_add(1);
        }
    }
    scrub();
    // called by an instruction, callable, arguments and receiver lie on the value stack, and no native frame in between
    // has more
    let found = t.m.collect_above(if direct && nothing_else { t.loop_sp } else { 0 }, counts);
    run_queued(t)?;
    Ok(found)
}
/// A full collection for a native operation on `container` that holds nothing else on the native stack, neither itself nor
/// in those that called it: where the running instruction is that very operation, what earlier ones have left on the native
/// stack does not count as references.
#[inline(never)]
pub fn collect_for_operation(t: &mut Thread, container: Value) {
    forget_pending_headers(t);
    scrub();
    let sp = if is_operand(t, container) { t.loop_sp } else { 0 };
    t.m.collect_above(sp, false);
}
/// Whether the running instruction stores or deletes an item of `container`, or calls something with it as the receiver.
fn is_operand(t: &Thread, container: Value) -> bool {
    if t.pool.is_null() {
        return false;
    }
    // SAFETY: V11: the saved pc leads to the instruction that is being executed; its registers lie in the running frame.
    unsafe {
        let ins = *t.pc;
        let base = t.fp.wrapping_add(ins.a as usize);
        match ins.operation() {
            Some(Op::SetItem | Op::DelItem) => (*base).is(container),
            Some(op) if op.info().format == Format::Call => {
                (*base.wrapping_add(HEADER)).is(container) || (*base.wrapping_add(HEADER + 1)).is(container)
            }
            _ => false,
        }
    }
}
/// How far below these arguments the callable of the running frame's instruction lies.
fn distance_to_callable(t: &Thread, arguments: *const Value) -> usize {
    // SAFETY: V11: the saved pc leads to the instruction that is being executed.
    let base = t.fp.wrapping_add(unsafe { (*t.pc).a } as usize);
    (arguments as usize - base as usize) / size_of::<Value>()
}
/// Whether these are the arguments of the call that the running frame's instruction makes.
fn is_called_by_instruction(t: &Thread, arguments: *const Value) -> bool {
    if t.pool.is_null() {
        return false;
    }
    // SAFETY: V11: the saved pc leads to the instruction that is being executed.
    let ins = unsafe { *t.pc };
    let base = t.fp.wrapping_add(ins.a as usize);
    // a method without a receiver starts one word higher
    ins.operation().is_some_and(|op| op.info().format == Format::Call)
        && (base.wrapping_add(HEADER)..=base.wrapping_add(HEADER + 1)).contains(&arguments.cast_mut())
}
/// Clears the frame headers of calls that wait for their arguments, in all of this thread's frames: they hold nothing yet,
/// but what was there before would count as references.
fn forget_pending_headers(t: &mut Thread) {
    crate::interpreter::traceback::walk(t, |frame| {
        for base in frame.code.pending_calls(frame.index) {
            for i in 1..HEADER {
                // SAFETY: V10: registers of a frame of this thread.
                unsafe { *frame.fp.add(base + i) = Value::ZERO };
            }
        }
        true
    });
}
/// Words above the top of the stack that the collector looks at.
const STALE: usize = 64;

/// Collects everything that can be collected, and runs what that asks for: `gc.collect()`.
#[inline(never)]
pub fn collect_all(t: &mut Thread) -> Result<(), Raised> {
    forget_registers(t, 0);
    scrub();
    t.m.collect(true);
    run_queued(t)
}
/// An event loop is about to wait, and nobody would miss the time: what has died unseen is found, and its finalizers run.
/// `old`: also what has survived a collection. Collections that find nothing make the next ones rarer.
pub fn before_waiting(t: &mut Thread, old: bool) -> Result<(), Raised> {
    static PAUSED: [AtomicU32; 2] = [const { AtomicU32::new(0) }; 2];
    if !old && pyish_heap::finalizables_since_collection() == 0 || old && pyish_heap::stats().live_bytes as u64 > LARGE
    {
        return Ok(());
    }
    let pause = &PAUSED[old as usize];
    let state = pause.load(Relaxed);
    let (due, length) = (state >> 16, state & 0xFFFF);
    if due > 0 {
        pause.store((due - 1) << 16 | length, Relaxed);
        return Ok(());
    }
    forget_registers(t, 0);
    scrub();
    t.m.collect(old);
    let found = pyish_heap::finalizers_pending() || pyish_heap::weak_pending();
    let longer = if found { 0 } else { (length * 2).clamp(1, LONGEST_PAUSE) };
    pause.store(longer << 16 | longer, Relaxed);
    run_queued(t)
}
/// Overwrites the free part of the native stack: calls that have returned left their values in it, and the collector's own
/// frames would come to lie around them.
#[inline(never)]
pub fn scrub() {
    let mut free = [0u64; 2048];
    std::hint::black_box(&mut free);
}

/// Runs the finalizers and weak-reference callbacks that collections have queued.
pub fn run_queued(t: &mut Thread) -> Result<(), Raised> {
    if !pyish_heap::weak_pending() && !pyish_heap::finalizers_pending() {
        return Ok(());
    }
    let raised = t.take_exception();
    while let Some(r) = pyish_heap::take_dead_weak() {
        let r = Value::from_obj(r);
        if let Some(callback) = part(r, CALLBACK).given() {
            r.unwrap_obj().set_plain(CALLBACK, Value::NONE.bits());
            if t.call(callback, &[r]).is_err() {
                report::print_unraisable(t, "", callback);
            }
        }
    }
    while let Some(o) = pyish_heap::take_finalizer() {
        finalize(t, Value::from_obj(o));
    }
    t.exc = raised;
    Ok(())
}

/// At exit: collects, then finalizes whatever is left, in the order of creation.
pub fn finalize_all(t: &mut Thread) {
    t.m.collect(true);
    let _ = run_queued(t);
    while let Some(o) = pyish_heap::take_registered() {
        finalize(t, Value::from_obj(o));
    }
    let _ = run_queued(t);
}

fn finalize(t: &mut Thread, v: Value) {
    v.unwrap_obj().clear_flag(pyish_heap::FINALIZE);
    if let Some(g) = Generator::from(v) {
        return finalize_generator(t, g);
    }
    let name = t.names().__del__;
    let class = t.class_of(v);
    let Some(f) = class.lookup(t, name) else { return };
    if t.call_bound(f, v, &[]).is_err() {
        report::print_unraisable(t, "", f);
    }
}
fn finalize_generator(t: &mut Thread, g: Generator) {
    let state = g.state();
    let r = if g.is_async_generator() && state == SUSPENDED && async_generator::finalizer(g).is_some() {
        let hook = async_generator::finalizer(g).unwrap_or(Value::NONE);
        t.call(hook, &[g.value()]).map(|_| ())
    } else if g.is_coroutine() && state == CREATED {
        never_awaited(t, g)
    } else if state == SUSPENDED {
        super::generator::close(t, g).map(|_| ())
    } else {
        Ok(())
    };
    if r.is_err() {
        report::print_unraisable(t, "", g.value());
    }
}
/// RuntimeWarning: coroutine 'f' was never awaited.
fn never_awaited(t: &mut Thread, g: Generator) -> Result<(), Raised> {
    if Tuple::from(g.get(word::ORIGIN)).is_some() {
        let module = crate::import::import_dotted(t, "warnings")?;
        return t.call_method_named(module, "_warn_unawaited_coroutine", &[g.value()]).map(|_| ());
    }
    let name = t.string_of(g.get(word::QUALNAME));
    let text = t.str(&format!("coroutine '{name}' was never awaited"))?;
    let module = crate::import::import_dotted(t, "_warnings")?;
    let category = exc::RuntimeWarning.value();
    match g.creation() {
        // where it was made says more than where the collector came by
        Some((code, index)) => {
            let line = Value::int(code.span(t, index).line as i64);
            let f = t.get_attr_named(module, "warn_explicit")?;
            t.call_keywords(f, &[text, category, code.filename(), line], &[("source", g.value())]).map(|_| ())
        }
        None => {
            let f = t.get_attr_named(module, "warn")?;
            t.call_keywords(f, &[text, category], &[("source", g.value())]).map(|_| ())
        }
    }
}
