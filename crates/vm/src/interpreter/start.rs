//! Starting: the first thread and its runtime, further threads, code run as a module.

use crate::native::Args;
use crate::object::code::{Code, load};
use crate::object::dict::Dict;
use crate::object::function::Function;
use crate::object::generator::{self, Generator};
use crate::object::kind::Kind;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, STACK_BYTES, Thread};
use pyish_heap::{Hooks, Mutator, Obj};
use pyish_sched::{Request, ThreadCore};
use std::sync::atomic::{AtomicU64, Ordering};

/// Addresses that a thread's native stack keeps free for error paths.
const NATIVE_MARGIN: usize = 256 << 10;

/// The collector's view of the vm.
struct Roots;

impl Hooks for Roots {
    unsafe fn frames(&self, core: &ThreadCore, visit: &mut dyn FnMut(*const u64, usize)) {
        // SAFETY: the core is the start of a Thread record, and its thread is stopped.
        let t = unsafe { &*(core as *const ThreadCore).cast::<Thread>() };
        if t.stack.is_null() {
            return;
        }
        let end = t.top.wrapping_add(64).max(t.fp.wrapping_add(64)).min(t.stack_limit.wrapping_add(1024));
        let words = (end as usize - t.stack as usize) / 8;
        visit(t.stack.cast(), words);
        for v in t.roots() {
            visit((v as *const Value).cast(), 1);
        }
        let code = [t.pc as u64, t.pool as u64];
        visit(code.as_ptr(), 2);
    }
    fn is_finalizable(&self, object: Obj) -> bool {
        // what has run to its end has nothing to clean up
        object.kind() != Kind::Generator as u8 || Generator(object).state() != generator::DONE
    }
    fn is_counted(&self, object: Obj) -> bool {
        use Kind::*;
        matches!(
            Kind::of(object.kind()),
            Instance
                | Wrapped
                | List
                | Dict
                | Set
                | Tuple
                | Cell
                | Function
                | BoundMethod
                | Property
                | ClassMethod
                | StaticMethod
                | Type
                | Module
                | Exception
                | Traceback
                | Frame
                | Generator
                | AsyncGenStep
                | ListIter
                | DictIter
                | SetIter
                | SeqIter
                | CallIter
                | DictView
                | Super
                | Native1
                | Native2
                | Native3
                | Native4
        )
    }
    fn queued(&self, core: &ThreadCore) {
        pyish_sched::request(core, Request::Finalize);
    }
    fn before_mark(&self) {
        COLLECTIONS.fetch_add(1, Ordering::AcqRel);
    }
}

/// Counts collections: lookup caches are keyed by address, and what they know is void when addresses may be used again.
static COLLECTIONS: AtomicU64 = AtomicU64::new(0);
static ROOTS: Roots = Roots;

/// How many collections have begun.
#[inline(always)]
pub(crate) fn collections() -> u64 {
    COLLECTIONS.load(Ordering::Acquire)
}

/// A thread's value stack: reserved address space, touched as used.
fn new_stack() -> *mut Value {
    // SAFETY: maps fresh memory.
    let p = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            STACK_BYTES,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        )
    };
    assert!(p != libc::MAP_FAILED, "no address space for a value stack");
    p.cast()
}

/// Makes and attaches the record of the calling OS thread; it stays until the process ends or goes to `end`.
pub fn attach(name: &str) -> &'static mut Thread {
    attach_after(name, |_| ())
}
/// As `attach`; `made` gets the record's address before the thread waits for the GIL.
pub fn attach_after(name: &str, made: impl FnOnce(usize)) -> &'static mut Thread {
    let t = Box::leak(Box::new(Thread::new(ThreadCore::new(name), new_stack())));
    made(&raw const *t as usize);
    // SAFETY: H8: the record is leaked, and used on this thread alone.
    unsafe { Mutator::attach((&raw mut *t).cast()) };
    let bounds = t.m.core.stack_bounds();
    t.native_limit = bounds.start + NATIVE_MARGIN;
    // a first word below everything, so that no frame starts at the stack's very beginning
    t.top = t.stack.wrapping_add(8);
    t.fp = t.top;
    super::requests::requantum(t);
    // no instruction stands at pc yet
    t.lim = t.lim.wrapping_add(8);
    t
}

/// Ends a thread's record, which nobody uses from now on.
pub fn end(t: &'static mut Thread) {
    t.m.detach();
    // SAFETY: the stack was mapped and the record made by `attach`; the collector no longer sees the thread, and who
    // asks something of it finds it through the list of attached threads.
    unsafe {
        libc::munmap(t.stack.cast(), STACK_BYTES);
        drop(Box::from_raw(t));
    }
}

/// Starts the runtime on the calling thread: classes, names, builtins.
pub fn start() -> &'static mut Thread {
    pyish_heap::install(&ROOTS);
    super::requests::PLAIN_COUNT.store(std::env::var_os("PYISH_PLAIN_COUNT").is_some(), Ordering::Relaxed);
    let t = attach("MainThread");
    let made = crate::types::init(t).and_then(|()| crate::builtins::init(t));
    assert!(made.is_ok(), "start-up raised {:?}", t.exc);
    t
}

impl Thread {
    /// The record's own values.
    pub(crate) fn roots(&self) -> impl Iterator<Item = &Value> {
        [&self.exc, &self.handled, &self.generator, &self.object, &self.context, &self.running_loop]
            .into_iter()
            .chain([&self.repr_stack, &self.tracer, &self.profiler, &self.pending_exception])
            .chain(&self.async_gen_hooks)
            .chain(&self.spare)
    }

    /// Runs a code object as a module, class or `exec` body in a namespace.
    pub fn run_code(&mut self, code: Code, globals: Value, namespace: Value, closure: Option<Value>) -> Ret {
        let f = Function::new(self, code, globals)?;
        if let Some(c) = closure {
            f.set(self, crate::object::function::word::CLOSURE, c);
        }
        self.call_body(f, namespace)
    }
    /// Calls a function made of module or class code: `R[0]` is the namespace.
    pub fn call_body(&mut self, f: Function, namespace: Value) -> Ret {
        // such code has no parameters: the namespace goes where the first one would
        f.code().ready(self)?;
        let saved = self.top;
        self.enter_native("")?;
        // SAFETY: V10.
        unsafe {
            let result = saved;
            let fp = saved.add(1 + pyish_bytecode::HEADER);
            *fp = namespace;
            for i in 1..f.code().named() {
                *fp.add(i) = Value::UNBOUND;
            }
            self.push_frame(f, fp, super::call::ACTION_VALUE, result, super::HALT_PC.get(), std::ptr::null())?;
            self.top = fp.add(1);
            let code = f.code();
            let r = self.enter_frame(fp, code.pool().slots(0).cast(), code.entry(), result);
            self.top = saved;
            r
        }
    }

    /// Compiles source text; SyntaxError on failure.
    pub fn compile(&mut self, text: &str, filename: &str, mode: crate::builtins::compile::Mode) -> Ret {
        crate::builtins::compile::compile(self, text, filename, mode)
    }

    /// Loads compiled code into the heap.
    pub fn load_unit(&mut self, unit: &pyish_bytecode::Unit) -> Ret {
        load(self, unit)
    }
}

/// Arguments as native functions get them, from a slice that outlives the call.
pub fn args_of(values: &[Value]) -> Args {
    // SAFETY: V1: the slice outlives the native call it is made for.
    unsafe { Args::new(values.as_ptr(), values.len()) }
}

/// The dict of a new module `__main__`.
pub fn new_main(t: &mut Thread) -> Result<Dict, Raised> {
    let m = crate::types::module::new(t, "__main__", "")?;
    let d = crate::types::module::dict_of(m);
    let builtins = Dict::of(t.runtime().modules.get()).get_named(t, "builtins")?.unwrap_or(Value::NONE);
    d.set_named(t, "__builtins__", builtins)?;
    Dict::of(t.runtime().modules.get()).set_named(t, "__main__", m)?;
    Ok(d)
}
