//! `S`, the state that handlers pass on in registers, and the ways a handler ends.

use super::unwind;
use crate::object::kind::Kind;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Table, Thread};
use pyish_bytecode::Ins;
use pyish_heap::Obj;
use std::sync::atomic::Ordering::Relaxed;

/// The machine's registers. Copied freely; a handler ends with `next`, `resume`, `throw` or a call of another
/// handler with it.
#[derive(Clone, Copy)]
pub(super) struct S {
    pub t: *mut Thread,
    pub pc: *const Ins,
    pub fp: *mut Value,
    pub pool: *const u64,
    pub lim: i64,
    pub table: *const Table,
}

/// Defines handlers: `fn name(s) { ... }`.
macro_rules! handlers {
    ($( $(#[$attr:meta])* fn $name:ident($s:ident) $body:block )*) => { $(
        $(#[$attr])*
        pub(super) unsafe extern "C" fn $name(
            t: *mut $crate::thread::Thread,
            pc: *const pyish_bytecode::Ins,
            fp: *mut $crate::object::value::Value,
            pool: *const u64,
            lim: i64,
            table: *const $crate::thread::Table,
        ) {
            let $s = $crate::interpreter::state::S { t, pc, fp, pool, lim, table };
            // SAFETY: V11: the state is that of a frame of `t` about to execute the word at `pc`.
            unsafe { $body }
        }
    )* };
}
pub(super) use handlers;

/// Reads the operation byte; by `asm` where a plain atomic load would cost an extra extension.
#[inline(always)]
unsafe fn operation(pc: *const Ins) -> usize {
    // SAFETY: V11.
    unsafe { (*pc).op as usize }
}

impl S {
    #[inline(always)]
    pub unsafe fn thread<'a>(self) -> &'a mut Thread {
        // SAFETY: V11.
        unsafe { &mut *self.t }
    }
    #[inline(always)]
    pub unsafe fn ins(self) -> Ins {
        // SAFETY: V11.
        unsafe { *self.pc }
    }
    #[inline(always)]
    pub unsafe fn a(self) -> usize {
        // SAFETY: V11.
        unsafe { (*self.pc).a as usize }
    }
    #[inline(always)]
    pub unsafe fn b(self) -> usize {
        // SAFETY: V11.
        unsafe { (*self.pc).b as usize }
    }
    #[inline(always)]
    pub unsafe fn c(self) -> usize {
        // SAFETY: V11.
        unsafe { (*self.pc).c as usize }
    }
    #[inline(always)]
    pub unsafe fn x(self) -> u8 {
        // SAFETY: V11.
        unsafe { (*self.pc).x }
    }
    /// A register.
    #[inline(always)]
    pub unsafe fn r(self, i: usize) -> Value {
        // SAFETY: V11: the compiler emits register numbers below the frame's size.
        unsafe { *self.fp.add(i) }
    }
    #[inline(always)]
    pub unsafe fn w(self, i: usize, v: Value) {
        // SAFETY: V11.
        unsafe { *self.fp.add(i) = v }
    }
    /// A word of the pool.
    #[inline(always)]
    pub unsafe fn k(self, i: usize) -> Value {
        // SAFETY: V11; cache words are atomics.
        Value::from_bits(unsafe {
            (*self.pool.cast::<std::sync::atomic::AtomicU64>().add(i)).load(std::sync::atomic::Ordering::Acquire)
        })
    }
    /// Stores into a cache word of the pool.
    pub unsafe fn set_k(self, i: usize, v: Value) {
        // SAFETY: V11: the pool object's word 0 is what `pool` points at.
        unsafe {
            let o = Obj::at(self.pool as usize - 8);
            o.set(&mut self.thread().m, i, v.bits());
        }
    }
    /// The function of the frame.
    #[inline(always)]
    pub unsafe fn function(self) -> Obj {
        // SAFETY: V11.
        unsafe { (*self.fp.sub(5)).unwrap_obj() }
    }

    // ---- endings

    /// On to the next word.
    #[inline(always)]
    pub unsafe fn next(self) {
        // SAFETY: V11.
        unsafe { self.at(self.pc.add(1)).dispatch() }
    }
    /// The state at another word, with no jump of the clock (for straight lines).
    #[inline(always)]
    pub fn at(mut self, pc: *const Ins) -> S {
        self.pc = pc;
        self
    }
    #[inline(always)]
    pub unsafe fn dispatch(self) {
        // SAFETY: V11: the table has an entry for every byte.
        unsafe {
            let handlers: *const crate::thread::Handler = (&raw const (*self.table).0).cast();
            let h = *handlers.add(operation(self.pc));
            h(self.t, self.pc, self.fp, self.pool, self.lim, self.table)
        }
    }
    /// On at this word; leaves the fast form if it is time.
    #[inline(always)]
    pub unsafe fn check(self) {
        // SAFETY: V11.
        unsafe {
            if self.lim.wrapping_sub(self.pc as i64) < (*self.t).m.core.threshold.load(Relaxed) {
                return leave(self.t, self.pc, self.fp, self.pool, self.lim, self.table);
            }
            self.dispatch()
        }
    }
    /// A jump by `d` words from the next word; checks if it goes backward.
    #[inline(always)]
    pub unsafe fn jump(mut self, d: i32) {
        // SAFETY: V11.
        unsafe {
            let bytes = d as i64 * 8;
            self.lim += bytes;
            self.pc = self.pc.add(1).byte_offset(bytes as isize);
            if d < 0 { self.check() } else { self.dispatch() }
        }
    }
    /// Saves the state, for anything that may look at the frame, allocate or run Python.
    #[inline(always)]
    pub unsafe fn save(self) {
        // SAFETY: V11.
        unsafe {
            (*self.t).pc = self.pc;
            (*self.t).fp = self.fp;
            (*self.t).pool = self.pool;
            (*self.t).lim = self.lim;
        }
    }
    /// The state after something that may have run Python: its fuel and form may have changed.
    #[inline(always)]
    pub unsafe fn reload(mut self) -> S {
        // SAFETY: V11.
        unsafe {
            self.lim = (*self.t).lim;
            self.table = (*self.t).table;
        }
        self
    }
    /// The state saved in the thread.
    #[inline(always)]
    pub unsafe fn where_thread_stands(self) -> S {
        // SAFETY: V11.
        unsafe {
            let t = &*self.t;
            S { t: self.t, pc: t.pc, fp: t.fp, pool: t.pool, lim: t.lim, table: t.table }
        }
    }
    /// On to the next word after a slow operation.
    #[inline(always)]
    pub unsafe fn resume(self) {
        // SAFETY: V11.
        unsafe {
            let s = self.reload();
            s.at(s.pc.add(1)).check()
        }
    }
    /// A jump after a slow operation.
    #[inline(always)]
    pub unsafe fn resume_jump(self, d: i32) {
        // SAFETY: V11.
        unsafe {
            let mut s = self.reload();
            let bytes = d as i64 * 8;
            s.lim += bytes;
            s.pc = s.pc.add(1).byte_offset(bytes as isize);
            s.check()
        }
    }
    /// An exception is raised at this word.
    #[inline(always)]
    pub unsafe fn throw(self) {
        // SAFETY: V11.
        unsafe {
            let s = self.reload();
            unwind::unwind(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
        }
    }
    /// Runs work that may allocate or run Python, in a native frame of its own. A handler ends with a jump to the next
    /// one, and leaves nothing on the native stack, only if no address of its own locals was given away before: so `f`
    /// captures nothing and reads what it needs through `S`.
    #[inline(always)]
    pub unsafe fn outlined<R, F: Fn(S, &mut Thread) -> R>(self, f: F) -> R {
        const { assert!(size_of::<F>() == 0, "the work of a handler captures nothing") }
        // SAFETY: V11.
        unsafe {
            self.prepare();
            work(self.t, self.pc, self.fp, self.pool, self.lim, self.table, f)
        }
    }
    /// Runs a slow operation whose result goes to `R[a]`.
    #[inline(always)]
    pub unsafe fn slow(self, f: impl Fn(S, &mut Thread) -> Ret) {
        // SAFETY: V11.
        unsafe {
            match self.outlined(f) {
                Ok(v) => {
                    self.w(self.a(), v);
                    self.resume()
                }
                Err(Raised) => self.throw(),
            }
        }
    }
    /// Runs a slow operation without a result.
    #[inline(always)]
    pub unsafe fn slow_do(self, f: impl Fn(S, &mut Thread) -> Result<(), Raised>) {
        // SAFETY: V11.
        unsafe {
            match self.outlined(f) {
                Ok(()) => self.resume(),
                Err(Raised) => self.throw(),
            }
        }
    }
    /// Saves the state and tells native code where the stack is free.
    #[inline(always)]
    pub unsafe fn prepare(self) {
        // SAFETY: V11: a frame's registers end `registers` words above fp.
        unsafe {
            self.save();
            let code = crate::object::code::Code::of_pool(self.pool);
            (*self.t).top = self.fp.add(code.registers() + 2);
        }
    }
}

/// Apart from its handler, with the state in registers.
#[inline(never)]
unsafe fn work<R, F: Fn(S, &mut Thread) -> R>(
    t: *mut Thread,
    pc: *const Ins,
    fp: *mut Value,
    pool: *const u64,
    lim: i64,
    table: *const Table,
    f: F,
) -> R {
    // SAFETY: V11.
    f(S { t, pc, fp, pool, lim, table }, unsafe { &mut *t })
}

/// Whether a value is a heap object of this kind.
#[inline(always)]
pub(super) fn is_kind(v: Value, kind: Kind) -> bool {
    v.obj().is_some_and(|o| o.kind() == kind as u8)
}

handlers! {
    /// Leaves the fast form; the word at pc is next.
    #[cold]
    fn leave(s) { s.save() }
    /// Every entry of the stepping table.
    fn step_out(s) { s.save() }
}
