//! Generators, coroutines and async generators: a suspended activation's registers in a heap object.
//!
//! `[function, state, pc, pool, handled, previous, name, qualname, origin, hooks, frame, saved, registers...]`. Resuming copies
//! the saved registers to the thread's value stack; suspending copies the named locals and the temporaries that are
//! live at the yield back. `state` changes from suspended to running by compare-and-swap, so that two threads cannot run
//! one generator. While it runs, `handled` and `previous` keep what the resumer had in `thread.handled` and
//! `thread.generator`.

use super::code::Code;
use super::function::Function;
use super::kind::Kind;
use super::value::Value;
use crate::thread::{Raised, Thread};
use crate::types;
use pyish_bytecode::{CodeFlags, Ins};
use pyish_heap::Obj;

/// A generator, coroutine or async generator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Generator(pub Obj);

/// Words before the registers.
pub mod word {
    pub const FUNCTION: usize = 0;
    pub const STATE: usize = 1;
    pub const PC: usize = 2;
    pub const POOL: usize = 3;
    pub const HANDLED: usize = 4;
    pub const PREVIOUS: usize = 5;
    pub const NAME: usize = 6;
    pub const QUALNAME: usize = 7;
    /// coroutines: the instruction that made it, or `cr_origin`; async generators: bits of their state
    pub const ORIGIN: usize = 8;
    /// coroutines: the code of that instruction; async generators: the finalizer
    pub const HOOKS: usize = 9;
    pub const FRAME: usize = 10;
    /// number of registers saved
    pub const SAVED: usize = 11;
    pub const REGISTERS: usize = 12;
}

pub const CREATED: i64 = 0;
pub const SUSPENDED: i64 = 1;
pub const RUNNING: i64 = 2;
pub const DONE: i64 = 3;

impl Generator {
    pub fn of(v: Value) -> Generator {
        debug_assert!(v.unwrap_obj().kind() == Kind::Generator as u8);
        Generator(v.unwrap_obj())
    }
    #[inline(always)]
    pub fn from(v: Value) -> Option<Generator> {
        v.obj().filter(|o| o.kind() == Kind::Generator as u8).map(Generator)
    }
    pub fn value(self) -> Value {
        Value::from_obj(self.0)
    }
    #[inline(always)]
    pub fn get(self, i: usize) -> Value {
        Value::from_bits(self.0.word(i))
    }
    pub fn set(self, t: &mut Thread, i: usize, v: Value) {
        self.0.set(&mut t.m, i, v.bits());
    }
    #[inline(always)]
    pub fn state(self) -> i64 {
        self.get(word::STATE).unwrap_int()
    }
    pub fn set_state(self, state: i64) {
        self.0.set_plain(word::STATE, Value::int(state).bits());
    }
    /// Takes a created or suspended generator into the running state.
    #[inline(always)]
    pub fn claim(self, t: &mut Thread, from: i64) -> bool {
        if pyish_heap::single() {
            let free = self.state() == from;
            if free {
                self.set_state(RUNNING);
            }
            return free;
        }
        self.0.cas(&mut t.m, word::STATE, Value::int(from).bits(), Value::int(RUNNING).bits())
    }
    pub fn function(self) -> Function {
        Function::of(self.get(word::FUNCTION))
    }
    pub fn code(self) -> Code {
        Code::of(Value::from_bits(self.get(word::POOL).unwrap_obj().word_relaxed(0)))
    }
    pub fn pc(self) -> *const Ins {
        self.get(word::PC).unwrap_usize() as *const Ins
    }
    pub fn set_pc(self, pc: *const Ins) {
        self.0.set_plain(word::PC, Value::index(pc as usize).bits());
    }
    pub fn saved_handled(self) -> Value {
        self.get(word::HANDLED)
    }
    pub fn previous(self) -> Value {
        self.get(word::PREVIOUS)
    }
    pub fn is_coroutine(self) -> bool {
        self.code().flags().has(CodeFlags::COROUTINE)
    }
    pub fn is_async_generator(self) -> bool {
        self.code().flags().has(CodeFlags::ASYNC_GENERATOR)
    }
    /// A generator of the frame at `fp`, created: its registers are copied.
    ///
    /// # Safety
    /// `fp` is the frame of a call of `function` whose code is that of `pool`; `pc` is where it goes on.
    pub unsafe fn new(
        t: &mut Thread,
        function: Function,
        pool: *const u64,
        pc: *const Ins,
        fp: *const Value,
    ) -> Result<Generator, Raised> {
        let code = Code::of_pool(pool);
        let flags = code.flags();
        let coroutine = flags.has(CodeFlags::COROUTINE);
        let head = if coroutine {
            types::generator::COROUTINE.head()
        } else if flags.has(CodeFlags::ASYNC_GENERATOR) {
            types::generator::ASYNC_GENERATOR.head()
        } else {
            types::generator::TYPE.head()
        };
        let named = code.named();
        let o = t.alloc_fields(head, word::REGISTERS + code.registers())?;
        let none = Value::NONE.bits();
        for i in [word::HANDLED, word::PREVIOUS, word::ORIGIN, word::HOOKS, word::FRAME] {
            o.init(i, none);
        }
        o.init(word::FUNCTION, function.value().bits());
        o.init(word::STATE, Value::int(CREATED).bits());
        o.init(word::PC, Value::index(pc as usize).bits());
        o.init(word::POOL, Value::from_obj(code.pool()).bits());
        o.init(word::NAME, function.get(super::function::word::NAME).bits());
        o.init(word::QUALNAME, function.get(super::function::word::QUALNAME).bits());
        o.init(word::SAVED, Value::index(named).bits());
        for i in 0..named {
            // SAFETY: the caller's frame.
            o.init(word::REGISTERS + i, unsafe { (*fp.add(i)).bits() });
        }
        if coroutine {
            // SAFETY: the caller's frame: the words before its registers are its header.
            let (return_pc, pool) = unsafe { ((*fp.sub(2)).bits() as *const Ins, (*fp.sub(1)).bits() as *const u64) };
            if !pool.is_null() {
                let caller = Code::of_pool(pool);
                o.init(word::HOOKS, caller.value().bits());
                o.init(word::ORIGIN, Value::index(caller.index_of(return_pc.wrapping_sub(1))).bits());
            }
        }
        if coroutine && t.origin_depth > 0 {
            let origin = crate::interpreter::traceback::origin(t)?;
            o.set(&mut t.m, word::ORIGIN, origin.bits());
        }
        // a coroutine that is never awaited is reported, and what a suspended generator has still to clean up is
        if coroutine || code.has_handlers() {
            types::weakref::register_finalizer(t, o);
        }
        Ok(Generator(o))
    }
    /// Where a coroutine was made: the code that called its function, and the instruction.
    pub fn creation(self) -> Option<(Code, usize)> {
        let code = Code::from(self.get(word::HOOKS))?;
        Some((code, self.get(word::ORIGIN).as_int()? as usize))
    }
}
