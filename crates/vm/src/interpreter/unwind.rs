//! Raising: from the word that raised to its handler, frame by frame, by table.

use super::HALT_PC;
use super::call::ACTION_GENERATOR;
use super::state::handlers;
use super::traceback;
use crate::object::code::Code;
use crate::object::exception::Exception;
use crate::object::function::Function;
use crate::object::generator::{DONE, Generator};
use crate::object::value::Value;
use crate::thread::Thread;
use crate::types::exc;
use pyish_bytecode::Ins;

handlers! {
    /// The exception in `thread.exc` is raised at this word: on to its handler, or out to native code.
    #[cold] #[inline(never)]
    fn unwind(s) {
        s.save();
        find(s.thread(), true);
        go_on(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    /// As `unwind`, for `Reraise`: this frame is in the traceback already.
    #[cold] #[inline(never)]
    fn unwind_again(s) {
        s.save();
        find(s.thread(), false);
        go_on(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    /// Continues from the state saved in the thread.
    fn go_on(s) {
        if (*s.t).halted { return; }
        s.where_thread_stands().check()
    }
}

/// Raises `thread.exc` at the saved state; afterwards the thread stands at a handler, or is halted.
pub(super) fn raise_here(t: &mut Thread) {
    find(t, true);
}

/// Finds the handler of the exception; leaves the saved state there.
fn find(t: &mut Thread, add_first: bool) {
    let mut add = add_first;
    // allocation of tracebacks needs to know where the stack is free
    loop {
        let code = Code::of_pool(t.pool);
        t.top = t.top.max(t.fp.wrapping_add(code.registers() + 2));
        let index = code.index_of(t.pc);
        let e = t.exc;
        if add {
            // SAFETY: V10.
            let function = Function::of(unsafe { *t.fp.sub(5) });
            t.exc = Value::UNBOUND;
            traceback::add_for_code(t, e, function, code, index, Some(t.fp));
            t.exc = e;
        }
        add = true;
        if let Some(h) = code.handler(index) {
            // SAFETY: V11: the handler's register is one of the frame's.
            unsafe { *t.fp.add(h.reg as usize) = e };
            t.exc = Value::UNBOUND;
            // the instruction that raised counts
            move_to(t, code.entry().wrapping_add(h.target as usize));
            t.lim = t.lim.wrapping_sub(8);
            return;
        }
        if pop(t) {
            return;
        }
    }
}

fn move_to(t: &mut Thread, pc: *const Ins) {
    t.lim = t.lim.wrapping_add(pc as i64).wrapping_sub(t.pc as i64);
    t.pc = pc;
}

/// Leaves the frame by exception; true if native code is the caller.
fn pop(t: &mut Thread) -> bool {
    // SAFETY: V10: a frame's header.
    let (action, caller, return_pc, return_pool) = unsafe {
        let fp = t.fp;
        (
            (*fp.sub(4)).unwrap_int(),
            (*fp.sub(3)).bits() as *mut Value,
            (*fp.sub(2)).bits() as *const Ins,
            (*fp.sub(1)).bits() as *const u64,
        )
    };
    if action == ACTION_GENERATOR {
        let g = Generator::of(t.generator);
        super::generator::leave(t, g);
        g.set_state(DONE);
        stop_iteration_leaks(t, g);
    } else {
        t.depth -= 1;
    }
    let native = return_pc == HALT_PC.get();
    let at = if native { return_pc } else { return_pc.wrapping_sub(1) };
    move_to(t, at);
    t.fp = caller;
    t.pool = return_pool;
    if native {
        // `Halt` does not count, the instruction that raised does
        t.lim = t.lim.wrapping_sub(8);
        t.halted = true;
    }
    native
}

/// PEP 479: a StopIteration may not leave a generator, nor a StopAsyncIteration an async one.
fn stop_iteration_leaks(t: &mut Thread, g: Generator) {
    let e = t.exc;
    let stop = t.raised_is(&exc::StopIteration);
    let what = if g.is_coroutine() {
        "coroutine"
    } else if g.is_async_generator() {
        "async generator"
    } else {
        "generator"
    };
    let text = if stop {
        format!("{what} raised StopIteration")
    } else if g.is_async_generator() && t.raised_is(&exc::StopAsyncIteration) {
        format!("{what} raised StopAsyncIteration")
    } else {
        return;
    };
    t.exc = Value::UNBOUND;
    let _ = t.runtime_error(text);
    if let Some(x) = Exception::from(t.exc) {
        x.set_cause(t, e);
        x.set_context(t, e);
    }
}
