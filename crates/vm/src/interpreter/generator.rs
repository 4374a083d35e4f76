//! Resuming and suspending generators, from handlers and from native code; awaiting.

use super::HALT_PC;
use super::call::ACTION_GENERATOR;
use crate::object::code::Code;
use crate::object::generator::{CREATED, DONE, Generator, RUNNING, SUSPENDED, word};
use crate::object::kind::Kind;
use crate::object::value::Value;
use crate::thread::{Entry, Raised, Ret, Thread};
use crate::types;
use crate::types::exc;
use pyish_bytecode::{CodeFlags, HEADER, Ins, Op, YIELD_HOLES};

/// What a resumed generator gave.
pub enum Resumed {
    Yielded(Value),
    Returned(Value),
}

/// Puts a created or suspended generator's activation at `fp` and makes it the running one.
///
/// # Safety
/// `fp` has room for the generator's frame in this thread's value stack.
#[expect(clippy::too_many_arguments, reason = "the parts of a frame's header")]
pub(super) unsafe fn enter(
    t: &mut Thread,
    g: Generator,
    state: i64,
    fp: *mut Value,
    caller: *mut Value,
    return_pc: *const Ins,
    return_pool: *const u64,
    sent: Value,
) -> Result<(*const Ins, *const u64), Raised> {
    if fp >= t.stack_limit || t.depth >= t.recursion_limit {
        return Err(t.recursion_error(""));
    }
    if !g.claim(t, state) {
        return Err(already_running(t, g));
    }
    t.depth += 1;
    let pool: *const u64 = g.get(word::POOL).unwrap_obj().slots(0).cast();
    let saved = g.get(word::SAVED).unwrap_usize();
    // SAFETY: V10: the caller's room.
    unsafe {
        *fp.sub(5) = g.get(word::FUNCTION);
        *fp.sub(4) = Value::int(ACTION_GENERATOR);
        *fp.sub(3) = Value::from_bits(caller as u64);
        *fp.sub(2) = Value::from_bits(return_pc as u64);
        *fp.sub(1) = Value::from_bits(return_pool as u64);
        for i in 0..saved {
            *fp.add(i) = Value::from_bits(g.0.word_relaxed(word::REGISTERS + i));
        }
        let own = g.get(word::HANDLED);
        g.set(t, word::HANDLED, t.handled);
        g.set(t, word::PREVIOUS, t.generator);
        t.handled = own;
        t.generator = g.value();
        let pc = g.pc();
        if state == SUSPENDED && (*pc.sub(1)).op == Op::Yield as u8 {
            // the Yield's destination gets what is sent (a delegation that `throw` ended goes on past its loop)
            *fp.add((*pc.sub(1)).a as usize) = sent;
        }
        Ok((pc, pool))
    }
}

/// Undoes `enter` for a generator that yields, returns or raises.
pub(super) fn leave(t: &mut Thread, g: Generator) {
    t.depth -= 1;
    let own = t.handled;
    t.handled = g.get(word::HANDLED);
    t.generator = g.get(word::PREVIOUS);
    g.set(t, word::HANDLED, own);
    g.set(t, word::PREVIOUS, Value::NONE);
}

/// Copies the activation back into the generator: named locals and the temporaries alive at the yield.
///
/// # Safety
/// `fp` is the generator's frame, `pc` its Yield.
pub(super) unsafe fn suspend(t: &mut Thread, g: Generator, fp: *const Value, pc: *const Ins, pool: *const u64) {
    let code = Code::of_pool(pool);
    let named = code.named();
    let height = code.height(t, code.index_of(pc)).max(named);
    // SAFETY: V10; `pc` is a word of the code.
    let (registers, holes) = unsafe { (std::slice::from_raw_parts(fp, height), (*pc).x & YIELD_HOLES != 0) };
    if holes {
        suspend_with_holes(t, g, registers, named);
    } else {
        g.0.set_all(&mut t.m, word::REGISTERS, registers.iter().map(|v| v.bits()));
    }
    // what an earlier suspension saved above would keep objects alive that this activation has let go
    for i in height..g.get(word::SAVED).unwrap_usize() {
        g.0.set_plain(word::REGISTERS + i, Value::ZERO.bits());
    }
    g.0.set_plain(word::SAVED, Value::index(height).bits());
    g.set_pc(pc.wrapping_add(1));
    leave(t, g);
    g.set_state(SUSPENDED);
}

/// A temporary not written in this activation may name a cell that was swept: the collector must not follow it.
#[inline(never)]
fn suspend_with_holes(t: &mut Thread, g: Generator, registers: &[Value], named: usize) {
    for (i, v) in registers.iter().enumerate() {
        let bits = v.bits();
        let stale =
            i >= named && pyish_heap::is_pointer(bits) && pyish_heap::resolve(bits).is_none_or(|o| o.value() != bits);
        g.0.set(&mut t.m, word::REGISTERS + i, if stale { Value::ZERO.bits() } else { bits });
    }
}

#[cold]
fn already_running(t: &mut Thread, g: Generator) -> Raised {
    if g.state() == DONE {
        return if g.is_coroutine() {
            t.runtime_error("cannot reuse already awaited coroutine")
        } else {
            t.stop_iteration(Value::NONE)
        };
    }
    let what = kind_name(g);
    t.value_error(format!("{what} already executing"))
}
fn kind_name(g: Generator) -> &'static str {
    if g.is_coroutine() {
        "coroutine"
    } else if g.is_async_generator() {
        "async generator"
    } else {
        "generator"
    }
}

/// Resumes a generator from native code and sends it a value (None to start it).
pub fn resume(t: &mut Thread, g: Generator, sent: Value) -> Result<Resumed, Raised> {
    t.enter_native("")?;
    let state = g.state();
    match state {
        DONE if g.is_coroutine() => return Err(t.runtime_error("cannot reuse already awaited coroutine")),
        DONE => return Ok(Resumed::Returned(Value::NONE)),
        RUNNING => return Err(already_running(t, g)),
        CREATED if !sent.is_none() => {
            let what = kind_name(g);
            return Err(t.type_error(format!("can't send non-None value to a just-started {what}")));
        }
        _ => {}
    }
    run(t, g, state, sent, None)
}

/// Resumes a generator by raising `exception` where it stands.
pub fn resume_throwing(t: &mut Thread, g: Generator, exception: Value) -> Result<Resumed, Raised> {
    t.enter_native("")?;
    match g.state() {
        RUNNING => return Err(already_running(t, g)),
        DONE if g.is_coroutine() => return Err(t.runtime_error("cannot reuse already awaited coroutine")),
        DONE => {
            t.exc = exception;
            return Err(Raised);
        }
        CREATED => {
            // it never started: it is finished now
            if !g.claim(t, CREATED) {
                return Err(already_running(t, g));
            }
            let code = g.code();
            super::traceback::add_for_code(t, exception, g.function(), code, 0, None);
            g.set_state(DONE);
            t.exc = exception;
            return Err(Raised);
        }
        _ => {}
    }
    run(t, g, SUSPENDED, Value::NONE, Some(exception))
}

fn run(t: &mut Thread, g: Generator, state: i64, sent: Value, exception: Option<Value>) -> Result<Resumed, Raised> {
    let saved = t.top;
    // SAFETY: V10: above everything in use; `saved` is the result word.
    let r = unsafe {
        let fp = saved.add(1 + HEADER);
        let (pc, pool) = enter(t, g, state, fp, saved, HALT_PC.get(), std::ptr::null(), sent)?;
        t.top = fp;
        match exception {
            None => t.enter_frame(fp, pool, pc, saved),
            Some(e) => t.enter_frame_throwing(fp, pool, pc.sub(1), saved, e),
        }
    };
    t.top = saved;
    let v = r?;
    Ok(if t.returned { Resumed::Returned(v) } else { Resumed::Yielded(v) })
}

/// The next item of a generator, for loops in native code.
pub fn next(t: &mut Thread, g: Value) -> Result<Option<Value>, Raised> {
    let g = Generator::of(g);
    if g.is_coroutine() || g.is_async_generator() {
        let kind = t.type_name(g.value());
        return Err(t.type_error(format!("'{kind}' object is not an iterator")));
    }
    match resume(t, g, Value::NONE)? {
        Resumed::Yielded(v) => Ok(Some(v)),
        Resumed::Returned(_) => Ok(None),
    }
}

/// `it.send(v)`, or `next(it)` if v is None: what Send does for anything but a plain generator.
pub fn send_to(t: &mut Thread, it: Value, v: Value) -> Result<Resumed, Raised> {
    if let Some(g) = Generator::from(it).filter(|g| !g.is_async_generator()) {
        return resume(t, g, v);
    }
    let kind = Thread::kind_of(it);
    if kind == Kind::NativeAwait
        && let Some(send) = t.class_of(it).row().and_then(|row| row.send)
    {
        return send(t, it, v);
    }
    if kind == Kind::AsyncGenStep {
        return types::async_generator::send(t, it, v);
    }
    let n = t.names();
    let r = if v.is_none() {
        match t.special(it, n.__next__) {
            Some(f) => t.call_bound(f, it, &[]),
            None => {
                let kind = t.type_name(it);
                Err(t.type_error(format!("'{kind}' object is not an iterator")))
            }
        }
    } else {
        t.call_method(it, n.send, &[v])
    };
    match r {
        Ok(x) => Ok(Resumed::Yielded(x)),
        Err(Raised) if t.raised_is(&exc::StopIteration) => {
            let e = t.take_exception();
            Ok(Resumed::Returned(crate::object::exception::Exception::of(e).own(0)))
        }
        Err(e) => Err(e),
    }
}

/// The sub-iterator to which a generator suspended in `yield from` or `await` delegates.
pub fn delegate(g: Generator) -> Option<Value> {
    if g.state() != SUSPENDED {
        return None;
    }
    // SAFETY: V11: a suspended generator's pc follows its Yield.
    let ins = unsafe { *g.pc().sub(1) };
    (ins.op == Op::Yield as u8 && ins.x & 3 == 1).then(|| g.get(word::REGISTERS + ins.c as usize))
}

/// The iterator that `await v` runs.
pub fn awaitable(t: &mut Thread, v: Value, context: u8) -> Ret {
    if let Some(g) = Generator::from(v) {
        if g.is_coroutine() {
            if delegate(g).is_some() || g.state() == RUNNING {
                return Err(t.runtime_error("coroutine is being awaited already"));
            }
            return Ok(v);
        }
        if g.code().flags().has(CodeFlags::ITERABLE_COROUTINE) {
            return Ok(v);
        }
    }
    let name = t.names().__await__;
    let Some(r) = t.call_special(v, name, &[])? else {
        let kind = t.type_name(v);
        return Err(match context {
            1 => t.type_error(format!(
                "'async with' received an object from __aenter__ that does not implement __await__: {kind}"
            )),
            2 => t.type_error(format!(
                "'async with' received an object from __aexit__ that does not implement __await__: {kind}"
            )),
            _ => t.type_error(format!("'{kind}' object can't be awaited")),
        });
    };
    if Thread::kind_of(r) == Kind::NativeAwait {
        return Ok(r);
    }
    if Generator::from(r).is_some_and(Generator::is_coroutine) {
        return Err(t.type_error("__await__() returned a coroutine"));
    }
    let n = t.names();
    if t.special(r, n.__next__).is_none() {
        let kind = t.type_name(r);
        return Err(t.type_error(format!("__await__() returned non-iterator of type '{kind}'")));
    }
    Ok(r)
}

pub fn async_iter(t: &mut Thread, v: Value) -> Ret {
    let n = t.names();
    let Some(it) = t.call_special(v, n.__aiter__, &[])? else {
        let kind = t.type_name(v);
        return Err(t.type_error(format!("'async for' requires an object with __aiter__ method, got {kind}")));
    };
    if t.special(it, n.__anext__).is_none() {
        let kind = t.type_name(it);
        return Err(t.type_error(format!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {kind}"
        )));
    }
    Ok(it)
}

pub fn async_next(t: &mut Thread, v: Value) -> Ret {
    let name = t.names().__anext__;
    let Some(a) = t.call_special(v, name, &[])? else {
        let kind = t.type_name(v);
        return Err(t.type_error(format!("'async for' requires an iterator with __anext__ method, got {kind}")));
    };
    if Thread::kind_of(a) == Kind::AsyncGenStep {
        return Ok(a);
    }
    let r = awaitable(t, a, 0);
    match r {
        Ok(it) => Ok(it),
        Err(Raised) if t.raised_is(&exc::TypeError) => {
            let cause = t.take_exception();
            let kind = t.type_name(a);
            let raised = t.type_error(format!("'async for' received an invalid object from __anext__: {kind}"));
            crate::object::exception::Exception::of(t.exc).set_cause(t, cause);
            Err(raised)
        }
        Err(e) => Err(e),
    }
}

impl Thread {
    /// As `enter_frame`, raising `e` at the word `pc`.
    pub(super) fn enter_frame_throwing(
        &mut self,
        fp: *mut Value,
        pool: *const u64,
        pc: *const Ins,
        result: *mut Value,
        e: Value,
    ) -> Ret {
        let (pc0, fp0, pool0) = (self.pc, self.fp, self.pool);
        self.entries.push(Entry { entered: fp as usize, fp: fp0 as usize, pc: pc0 as usize, pool: pool0 as usize });
        let left = self.lim.wrapping_sub(pc0 as i64 + 8);
        self.pc = pc;
        self.fp = fp;
        self.pool = pool;
        // the Yield was counted when it yielded
        self.lim = (pc as i64 + 8).wrapping_add(left);
        self.exc = e;
        if let Some(x) = crate::object::exception::Exception::from(e) {
            let context = self.handled_exception();
            if !context.is_none() && !context.is(e) && x.context().is_none() {
                x.set_context_avoiding_cycles(self, context);
            }
        }
        super::unwind::raise_here(self);
        let r = if self.halted {
            self.halted = false;
            if self.exc.is_bound() { Err(Raised) } else { Ok(()) }
        } else {
            super::run(self)
        };
        let left = self.lim.wrapping_sub(self.pc as i64);
        self.entries.pop();
        self.pc = pc0;
        self.fp = fp0;
        self.pool = pool0;
        self.lim = (pc0 as i64 + 8).wrapping_add(left);
        r?;
        // SAFETY: V10.
        Ok(unsafe { *result })
    }
}

/// The class of generators, for checks elsewhere.
pub fn is_generator(v: Value) -> bool {
    types::generator::TYPE.is_exact(v)
}
