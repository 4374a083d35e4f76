//! `Thread`: a Python thread's record, with the heap's and the scheduler's views of it at its start; raising; and
//! the small services that native code uses everywhere.

use crate::object::exception::Exception;
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::typeobject::{EPOCH, Type, TypeRow};
use crate::object::value::Value;
use crate::types::exc;
use pyish_bytecode::Ins;
use pyish_heap::{Mutator, NoMemory, Obj};
use std::sync::atomic::Ordering;

/// An exception is raised; it is in `thread.exc`.
#[derive(Debug)]
pub struct Raised;
pub type Ret = Result<Value, Raised>;

/// Handlers of the interpreter's forms; see `interpreter`.
pub type Handler = unsafe extern "C" fn(*mut Thread, *const Ins, *mut Value, *const u64, i64, *const Table);
#[repr(C)]
pub struct Table(pub [Handler; 256]);

/// Bytes of a thread's value stack (reserved; touched as used).
pub const STACK_BYTES: usize = 512 << 20;
/// Entries of the attribute lookup cache.
const LOOKUPS: usize = 2048;

#[derive(Clone, Copy)]
struct Lookup {
    class: u64,
    name: u64,
    epoch: u64,
    /// the class's dict and the entry of the attribute in its table, or 0 for absence
    dict: u64,
    entry: usize,
}

/// A frame that native code entered, and the frame that ran before. Addresses of the value stack and of code that
/// the frame below keeps alive.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub entered: usize,
    pub fp: usize,
    pub pc: usize,
    pub pool: usize,
}

/// A Python thread.
#[repr(C)]
pub struct Thread {
    pub m: Mutator,
    /// The frame that runs, saved before anything that may look at it.
    pub pc: *const Ins,
    pub fp: *mut Value,
    pub pool: *const u64,
    pub lim: i64,
    pub table: *const Table,
    /// The raised exception, while a `Raised` is on its way.
    pub exc: Value,
    /// The exception being handled by this thread's (or the running generator's) own code, or None.
    pub handled: Value,
    /// The running generator, or None.
    pub generator: Value,
    /// First free word of the value stack for native code.
    pub top: *mut Value,
    pub stack: *mut Value,
    pub stack_limit: *mut Value,
    /// Where the native frames of the innermost instruction begin: the stack pointer of the loop that drives the handlers.
    pub loop_sp: usize,
    /// Lowest native stack pointer allowed.
    pub native_limit: usize,
    pub depth: usize,
    pub recursion_limit: usize,
    /// the `threading.Thread` object, or unbound
    pub object: Value,
    /// the current `contextvars.Context`, or None
    pub context: Value,
    /// the running event loop of this thread, or None
    pub running_loop: Value,
    /// Objects under `repr` right now, and other per-thread traced state.
    pub repr_stack: Value,
    /// `sys.settrace`, `sys.setprofile`
    pub tracer: Value,
    pub profiler: Value,
    pub async_gen_hooks: [Value; 2],
    /// how many frames a new coroutine remembers as its origin
    pub origin_depth: usize,
    /// an exception that another thread wants raised here
    pub pending_exception: Value,
    /// the complemented address of an object that a name has just lost and whose death can be seen, or 0
    pub forgotten: usize,
    /// instructions left in the quantum, where they are counted one by one
    pub plain_left: i64,
    /// Whether nobody relies on the exact end of the quantum.
    pub rough_quantum: bool,
    /// set when the running frame has returned to native code, or an exception has left it
    pub halted: bool,
    /// whether the generator that native code resumed has returned (rather than yielded)
    pub returned: bool,
    /// where native code entered Python frames, for walking the stack past it
    pub(crate) entries: Vec<Entry>,
    pub spare: [Value; 6],
    lookups: Box<[Lookup; LOOKUPS]>,
}

impl std::ops::Deref for Thread {
    type Target = Mutator;
    fn deref(&self) -> &Mutator {
        &self.m
    }
}
impl std::ops::DerefMut for Thread {
    fn deref_mut(&mut self) -> &mut Mutator {
        &mut self.m
    }
}

impl From<NoMemory> for Raised {
    /// For code without a thread at hand; `Thread::memory_error` makes the exception.
    fn from(_: NoMemory) -> Raised {
        Raised
    }
}

impl Thread {
    /// A record that is not attached yet; `interpreter::start` attaches it.
    pub fn new(core: pyish_sched::ThreadCore, stack: *mut Value) -> Thread {
        let none = Value::NONE;
        Thread {
            m: Mutator::new(core),
            pc: std::ptr::null(),
            fp: stack,
            pool: std::ptr::null(),
            lim: 0,
            table: std::ptr::null(),
            exc: Value::UNBOUND,
            handled: none,
            generator: none,
            top: stack,
            stack,
            stack_limit: stack.wrapping_byte_add(STACK_BYTES - (1 << 20)),
            native_limit: 0,
            depth: 0,
            recursion_limit: 1000,
            object: Value::UNBOUND,
            context: none,
            running_loop: none,
            repr_stack: none,
            tracer: none,
            profiler: none,
            async_gen_hooks: [none; 2],
            origin_depth: 0,
            pending_exception: Value::UNBOUND,
            forgotten: 0,
            plain_left: 0,
            loop_sp: usize::MAX,
            rough_quantum: false,
            halted: false,
            returned: false,
            entries: Vec::new(),
            spare: [none; 6],
            lookups: Box::new([Lookup { class: 0, name: 0, epoch: 0, dict: 0, entry: 0 }; LOOKUPS]),
        }
    }

    // ---- allocation

    #[inline(always)]
    pub fn alloc_fields(&mut self, head: u64, words: usize) -> Result<Obj, Raised> {
        match self.m.alloc_fields(head, words) {
            Ok(o) => Ok(o),
            Err(NoMemory) => Err(self.memory_error()),
        }
    }
    #[inline(always)]
    pub fn alloc_leaf(&mut self, head: u64, bytes: usize) -> Result<Obj, Raised> {
        match self.m.alloc_leaf(head, bytes) {
            Ok(o) => Ok(o),
            Err(NoMemory) => Err(self.memory_error()),
        }
    }
    #[inline(always)]
    pub fn alloc_small<const WORDS: usize>(&mut self, head: u64) -> Result<Obj, Raised> {
        match self.m.alloc_small::<WORDS>(head) {
            Ok(o) => Ok(o),
            Err(NoMemory) => Err(self.memory_error()),
        }
    }
    /// An object of a native class with the words given.
    pub fn alloc_of(&mut self, class: &TypeRow, words: &[Value]) -> Ret {
        let o = self.alloc_fields(class.head(), words.len().max(class.words))?;
        for (i, w) in words.iter().enumerate() {
            o.init(i, w.bits());
        }
        Ok(Value::from_obj(o))
    }

    // ---- raising

    /// Raises `class(text)`.
    #[cold]
    pub fn raise(&mut self, class: &TypeRow, text: impl AsRef<str>) -> Raised {
        let made = Str::make(self, text.as_ref()).and_then(|s| Exception::new(self, class.get(), &[s]));
        if let Ok(e) = made {
            self.raise_value(e.value());
        }
        Raised
    }
    /// Raises an exception object, its `__context__` set to the one being handled.
    #[cold]
    pub fn raise_value(&mut self, e: Value) -> Raised {
        if let Some(x) = Exception::from(e) {
            let context = self.handled_exception();
            if !context.is_none() && !context.is(e) {
                x.set_context_avoiding_cycles(self, context);
            }
        }
        self.exc = e;
        Raised
    }
    /// Raises `class(*args)` for a native exception class.
    #[cold]
    pub fn raise_args(&mut self, class: &TypeRow, args: &[Value]) -> Raised {
        if let Ok(e) = Exception::new(self, class.get(), args) {
            self.raise_value(e.value());
        }
        Raised
    }
    #[cold]
    pub fn type_error(&mut self, text: impl AsRef<str>) -> Raised {
        self.raise(&exc::TypeError, text)
    }
    #[cold]
    pub fn value_error(&mut self, text: impl AsRef<str>) -> Raised {
        self.raise(&exc::ValueError, text)
    }
    #[cold]
    pub fn overflow_error(&mut self, text: impl AsRef<str>) -> Raised {
        self.raise(&exc::OverflowError, text)
    }
    #[cold]
    pub fn runtime_error(&mut self, text: impl AsRef<str>) -> Raised {
        self.raise(&exc::RuntimeError, text)
    }
    #[cold]
    pub fn index_error(&mut self, text: impl AsRef<str>) -> Raised {
        self.raise(&exc::IndexError, text)
    }
    #[cold]
    pub fn key_error(&mut self, key: Value) -> Raised {
        self.raise_args(&exc::KeyError, &[key])
    }
    #[cold]
    pub fn memory_error(&mut self) -> Raised {
        let ready = self.runtime().memory_error.get();
        self.exc = ready;
        if let Ok(e) = Exception::new(self, exc::MemoryError.get(), &[]) {
            self.raise_value(e.value());
        }
        Raised
    }
    #[cold]
    pub fn stop_iteration(&mut self, value: Value) -> Raised {
        let args = [value];
        self.raise_args(&exc::StopIteration, if value.is_none() { &[] } else { &args })
    }
    #[cold]
    pub fn recursion_error(&mut self, during: &str) -> Raised {
        self.raise(&exc::RecursionError, format!("maximum recursion depth exceeded{during}"))
    }
    /// Takes the raised exception.
    pub fn take_exception(&mut self) -> Value {
        std::mem::replace(&mut self.exc, Value::UNBOUND)
    }
    /// Whether the raised exception is an instance of `class`.
    pub fn raised_is(&self, class: &TypeRow) -> bool {
        self.exc.is_bound() && self.class_of(self.exc).is_subclass(class.get())
    }
    /// If `r` raised an instance of `class`: clears it and gives `None`.
    pub fn catch<T>(&mut self, r: Result<T, Raised>, class: &TypeRow) -> Result<Option<T>, Raised> {
        match r {
            Ok(v) => Ok(Some(v)),
            Err(Raised) if self.raised_is(class) => {
                self.exc = Value::UNBOUND;
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }
    /// The innermost exception being handled (`sys.exception()`), or None.
    pub fn handled_exception(&self) -> Value {
        let mut v = self.handled;
        let mut g = self.generator;
        while v.is_none() {
            let Some(o) = g.obj() else { break };
            let gen_ = crate::object::generator::Generator(o);
            v = gen_.saved_handled();
            g = gen_.previous();
        }
        v
    }

    // ---- native recursion

    /// Guards native recursion: RecursionError when the native stack is nearly used up.
    #[inline(always)]
    pub fn enter_native(&mut self, during: &str) -> Result<(), Raised> {
        let here = 0u8;
        if (&raw const here as usize) < self.native_limit {
            return Err(self.recursion_error(during));
        }
        Ok(())
    }

    // ---- classes

    /// The class of any value.
    #[inline(always)]
    pub fn class_of(&self, v: Value) -> Type {
        match v.obj() {
            Some(o) => crate::object::shape::Shape::of(o).class(),
            None => self.class_of_word(v),
        }
    }
    fn class_of_word(&self, v: Value) -> Type {
        use crate::types;
        if v.is_int() {
            types::int::TYPE.get()
        } else if v.is_inline_float() {
            types::float::TYPE.get()
        } else if v.is_bool() {
            types::bool::TYPE.get()
        } else if v.is_none() {
            types::none::TYPE.get()
        } else if v.is(Value::NOT_IMPLEMENTED) {
            types::none::NOT_IMPLEMENTED.get()
        } else if v.is(Value::ELLIPSIS) {
            types::none::ELLIPSIS.get()
        } else {
            debug_assert!(false, "no object: {v:?}");
            types::none::TYPE.get()
        }
    }
    /// The name of the class of `v`, for messages: a native class of a module is named with it, an exception is not.
    pub fn type_name(&self, v: Value) -> String {
        let class = self.class_of(v);
        match class.row() {
            Some(row) if row.module != "builtins" && !class.has(crate::object::typeobject::flag::EXCEPTION) => {
                format!("{}.{}", row.module, class.name_string())
            }
            _ => class.name_string(),
        }
    }
    /// `type(v).__name__`.
    pub fn class_name(&self, v: Value) -> String {
        self.class_of(v).name_string()
    }
    /// The name of the class `owner`, if it is one.
    pub fn class_name_of(&self, owner: Value) -> Option<String> {
        if owner.is_obj() { Type::from(owner).map(Type::name_string) } else { None }
    }
    /// The kind of a heap object; `Kind::Free` for other values.
    #[inline(always)]
    pub fn kind_of(v: Value) -> Kind {
        v.obj().map_or(Kind::Free, |o| Kind::of(o.kind()))
    }

    /// The attribute of a class by method resolution order, through this thread's cache.
    #[inline]
    pub fn lookup_cached(&mut self, class: Type, name: Value) -> Option<Value> {
        use crate::object::dict::Dict;
        let epoch = EPOCH.load(Ordering::Acquire) + crate::interpreter::start::collections();
        let slot = ((class.value().bits() >> 4) ^ (name.bits() >> 3)) as usize % LOOKUPS;
        let l = self.lookups[slot];
        // complemented words: the record does not keep objects alive, and does not look as if it did
        if l.class == !class.value().bits() && l.name == !name.bits() && l.epoch == epoch {
            if l.dict == 0 {
                return None;
            }
            let table = Dict::of(Value::from_bits(!l.dict)).table();
            if l.entry < table.n() && table.key(l.entry).is(name) {
                let v = table.value(l.entry);
                if v.is_bound() {
                    return Some(v);
                }
            }
        }
        self.lookup_fill(class, name, slot, epoch)
    }
    #[inline(never)]
    fn lookup_fill(&mut self, class: Type, name: Value, slot: usize, epoch: u64) -> Option<Value> {
        use crate::object::dict::stored_hash;
        let mro = class.mro();
        let mut found = None;
        let (mut dict, mut entry) = (0, 0);
        for c in mro.iter() {
            let d = Type::of(c).dict();
            let table = d.table();
            if let Some(i) = table.find_str(name, stored_hash(Str::of(name).hash())) {
                let v = table.value(i);
                if v.is_bound() {
                    (dict, entry, found) = (!d.value().bits(), i, Some(v));
                    break;
                }
            }
        }
        self.lookups[slot] = Lookup { class: !class.value().bits(), name: !name.bits(), epoch, dict, entry };
        found
    }

    // ---- strings

    /// The text of a str object (for messages and native decisions).
    pub fn string_of(&self, v: Value) -> String {
        Str::from(v).map_or_else(String::new, |s| s.to_string())
    }
    /// A str.
    pub fn str(&mut self, text: &str) -> Ret {
        Str::make(self, text)
    }
    /// A float.
    #[inline(always)]
    pub fn float(&mut self, x: f64) -> Ret {
        match Value::try_float(x) {
            Some(v) => Ok(v),
            None => crate::types::float::boxed(self, x),
        }
    }
    /// An int of any i64.
    #[inline(always)]
    pub fn int(&mut self, i: i64) -> Ret {
        match Value::try_int(i) {
            Some(v) => Ok(v),
            None => crate::object::bigint::from_i128(self, i as i128),
        }
    }
    pub fn usize(&mut self, i: usize) -> Ret {
        crate::object::bigint::from_i128(self, i as i128)
    }
}
