//! Classes: `Type`, a view of a class object, and `TypeRow`, the row from which a native class is made.
//!
//! A class has a name, bases, a method resolution order, a dict of attributes, the layout of its instances
//! (kind, number of base words, whether attributes follow) and the root shape of its instances. `EPOCH` counts
//! changes of classes that inline caches must notice.

use super::dict::Dict;
use super::kind::{Kind, head};
use super::shape::Shape;
use super::string::Str;
use super::tuple::Tuple;
use super::value::Value;
use crate::interpreter::generator::Resumed;
use crate::native::{Attribute, Method, Native};
use crate::thread::{Raised, Thread};
use pyish_heap::Obj;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// A class object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Type(pub Obj);

/// Counts the class changes that invalidate what attribute caches hold.
pub static EPOCH: AtomicU64 = AtomicU64::new(1);

const NAME: usize = 0;
const QUALNAME: usize = 1;
const BASES: usize = 2;
const MRO: usize = 3;
const DICT: usize = 4;
const ROOT: usize = 5;
const KIND: usize = 6;
const WORDS: usize = 7;
const FLAGS: usize = 8;
const BASE: usize = 9;
const SUBCLASSES: usize = 10;
const LEARNED: usize = 11;
const NEW: usize = 12;
const INIT: usize = 13;
const RESOLVED_AT: usize = 14;
const ROW: usize = 15;
const PLAIN_INIT: usize = 16;
/// Words of a class object.
pub const TYPE_WORDS: usize = 24;

/// Flags of a class.
pub mod flag {
    /// made by a class statement or `type()`
    pub const HEAP: u32 = 1;
    /// may be subclassed
    pub const BASETYPE: u32 = 2;
    /// instances have a `__dict__`
    pub const DICT: u32 = 4;
    /// instances can be weakly referenced
    pub const WEAKREF: u32 = 8;
    /// has abstract methods: no instances
    pub const ABSTRACT: u32 = 16;
    /// instances have `__del__`
    pub const FINALIZER: u32 = 32;
    /// overrides `__getattribute__`
    pub const GETATTRIBUTE: u32 = 64;
    /// has `__getattr__`
    pub const GETATTR: u32 = 128;
    /// overrides `__setattr__` or `__delattr__`
    pub const SETATTR: u32 = 256;
    /// matched by sequence patterns
    pub const SEQUENCE: u32 = 512;
    /// matched by mapping patterns
    pub const MAPPING: u32 = 1024;
    /// a subclass of BaseException
    pub const EXCEPTION: u32 = 2048;
    /// a subclass of type
    pub const METACLASS: u32 = 4096;
    /// no `__new__` of its own can be called from Python
    pub const NO_NEW: u32 = 8192;
    /// instances begin with a bytearray's words and count the memoryviews of their memory
    pub const EXPORTS: u32 = 1 << 14;
    /// its native `__del__` concerns only instances that native code enters into the collector's table
    pub const WATCHED_LATER: u32 = 1 << 15;
}

impl Type {
    /// The class object `v` is known to be.
    pub fn of(v: Value) -> Type {
        debug_assert!(v.unwrap_obj().kind() == Kind::Type as u8);
        Type(v.unwrap_obj())
    }
    pub fn from(v: Value) -> Option<Type> {
        v.obj().filter(|o| o.kind() == Kind::Type as u8).map(Type)
    }
    #[inline(always)]
    pub fn value(self) -> Value {
        Value::from_obj(self.0)
    }
    #[inline(always)]
    fn word(self, i: usize) -> Value {
        Value::from_bits(self.0.word(i))
    }
    pub fn name(self) -> Value {
        self.word(NAME)
    }
    pub fn set_name(self, t: &mut Thread, v: Value) {
        self.0.set(&mut t.m, NAME, v.bits());
    }
    pub fn qualname(self) -> Value {
        self.word(QUALNAME)
    }
    pub fn set_qualname(self, t: &mut Thread, v: Value) {
        self.0.set(&mut t.m, QUALNAME, v.bits());
    }
    pub fn name_string(self) -> String {
        Str::of(self.name()).to_string()
    }
    pub fn bases(self) -> Tuple {
        Tuple::of(self.word(BASES))
    }
    pub fn set_bases(self, t: &mut Thread, bases: Tuple) {
        self.0.set(&mut t.m, BASES, bases.value().bits());
    }
    pub fn mro(self) -> Tuple {
        Tuple::of(self.word(MRO))
    }
    pub fn set_mro(self, t: &mut Thread, mro: Tuple) {
        self.0.set(&mut t.m, MRO, mro.value().bits());
    }
    pub fn dict(self) -> Dict {
        Dict::of(self.word(DICT))
    }
    pub fn base(self) -> Option<Type> {
        Type::from(self.word(BASE))
    }
    pub fn set_base(self, t: &mut Thread, base: Type) {
        self.0.set(&mut t.m, BASE, base.value().bits());
    }
    /// A dict whose keys are the direct subclasses, or None.
    pub fn subclasses(self) -> Value {
        self.word(SUBCLASSES)
    }
    pub fn set_subclasses(self, t: &mut Thread, v: Value) {
        self.0.set(&mut t.m, SUBCLASSES, v.bits());
    }
    /// Layout of instances.
    pub fn kind(self) -> Kind {
        Kind::of(self.word(KIND).unwrap_int() as u8)
    }
    /// Words of an instance before `ext`.
    pub fn words(self) -> usize {
        self.word(WORDS).unwrap_usize()
    }
    pub fn flags(self) -> u32 {
        self.word(FLAGS).unwrap_int() as u32
    }
    pub fn has(self, bit: u32) -> bool {
        self.flags() & bit != 0
    }
    pub fn set_flags(self, flags: u32) {
        self.0.set_plain(FLAGS, Value::int(flags as i64).bits());
    }
    pub fn add_flag(self, bit: u32) {
        self.set_flags(self.flags() | bit);
    }
    /// The native row this class was made from.
    pub fn row(self) -> Option<&'static TypeRow> {
        let p = self.word(ROW).unwrap_int();
        // SAFETY: V2: the word holds 0 or the address of a static row.
        if p == 0 { None } else { Some(unsafe { &*(p as usize as *const TypeRow) }) }
    }

    /// The shape of a new instance.
    #[inline(always)]
    pub fn root(self) -> Shape {
        Shape(self.word(ROOT).unwrap_obj())
    }

    /// Header word of a new instance.
    #[inline(always)]
    pub fn head(self) -> u64 {
        head(self.kind(), self.root().id())
    }

    /// Remembers that instances reach `n` slots: the root for later instances gets room for them.
    pub fn learn(self, t: &mut Thread, shape: Shape, n: usize) -> Result<(), Raised> {
        let known = self.word(LEARNED).unwrap_usize();
        if n > known && n > shape.capacity() && n <= 30 {
            let capacity = if self.words() & 1 == 0 { (n + 2) | 1 } else { (n + 3) & !1 };
            self.0.set_plain(LEARNED, Value::index(capacity).bits());
            let root = Shape::new_root(t, self.0, self.words(), capacity)?;
            self.0.set(&mut t.m, ROOT, Value::from_obj(root.0).bits());
        }
        Ok(())
    }

    /// Whether `self` is `other` or derives from it (by the method resolution order, no hooks).
    #[inline(always)]
    pub fn is_subclass(self, other: Type) -> bool {
        self == other || self.mro().contains_identical(other.value())
    }

    /// The attribute `name` (interned) of the class or its bases, unbound.
    pub fn lookup(self, t: &mut Thread, name: Value) -> Option<Value> {
        t.lookup_cached(self, name)
    }

    /// As `lookup`, past the cache.
    pub fn lookup_uncached(self, name: Value) -> Option<Value> {
        let mro = self.mro();
        (0..mro.len()).find_map(|i| Type::of(mro.get(i)).dict().get_str(name))
    }

    /// The class of the method resolution order that defines `name`.
    pub fn defining_class(self, name: Value) -> Option<Type> {
        let mro = self.mro();
        (0..mro.len()).map(|i| Type::of(mro.get(i))).find(|c| c.dict().get_str(name).is_some())
    }

    /// `__new__` and `__init__` as found at the current epoch.
    pub fn constructors(self, t: &mut Thread) -> (Value, Value) {
        let now = EPOCH.load(Ordering::Acquire) as i64;
        if self.word(RESOLVED_AT).unwrap_int() != now {
            let n = t.names();
            let new = self.lookup(t, n.__new__).unwrap_or(Value::NONE);
            let init = self.lookup(t, n.__init__).unwrap_or(Value::NONE);
            self.0.set(&mut t.m, NEW, new.bits());
            self.0.set(&mut t.m, INIT, init.bits());
            let plain = crate::types::native_function::NativeFunction::from(new)
                .is_some_and(|f| std::ptr::eq(f.row(), &crate::types::object::NEW))
                && self.kind() == Kind::Instance
                && self.words() == 0
                && self.has(flag::DICT)
                && self.flags() & (flag::ABSTRACT | flag::FINALIZER) == 0
                && Thread::kind_of(init) == Kind::Function;
            self.0.set(&mut t.m, PLAIN_INIT, if plain { init.bits() } else { Value::NONE.bits() });
            self.0.set_plain(RESOLVED_AT, Value::int(now).bits());
        }
        (self.word(NEW), self.word(INIT))
    }

    /// The `__init__` of a class whose instances are plain objects made by `object.__new__`, as found at the current
    /// epoch.
    #[inline(always)]
    pub fn plain_init(self) -> Option<Obj> {
        let now = EPOCH.load(Ordering::Acquire) as i64;
        if self.word(RESOLVED_AT).is(Value::int(now)) { self.word(PLAIN_INIT).obj() } else { None }
    }

    /// A class object without name, bases and dict; `extra` words follow for attributes of a metaclass's own.
    pub fn alloc_bare(
        t: &mut Thread,
        head: u64,
        kind: Kind,
        words: usize,
        flags: u32,
        extra: usize,
    ) -> Result<Type, Raised> {
        let o = t.alloc_fields(head, TYPE_WORDS + 1 + extra)?;
        for i in [NAME, QUALNAME, BASES, MRO, DICT, BASE, SUBCLASSES, NEW, INIT, PLAIN_INIT, TYPE_WORDS] {
            o.init(i, Value::NONE.bits());
        }
        o.init(KIND, Value::int(kind as i64).bits());
        o.init(WORDS, Value::index(words).bits());
        o.init(FLAGS, Value::int(flags as i64).bits());
        // header, words, ext, slots and the cell's spare word together fill granules of two words
        let capacity = if flags & flag::DICT == 0 || flags & flag::HEAP == 0 { 0 } else { 5 - (words & 1) };
        o.init(LEARNED, Value::index(capacity).bits());
        let root = Shape::new_root(t, o, words, capacity)?;
        o.set(&mut t.m, ROOT, Value::from_obj(root.0).bits());
        Ok(Type(o))
    }

    /// Gives a bare class its dict.
    pub fn init_dict(self, t: &mut Thread, attributes: usize) -> Result<(), Raised> {
        let d = Dict::with_capacity(t, attributes.max(4))?;
        self.0.set(&mut t.m, DICT, d.value().bits());
        Ok(())
    }

    /// Notes that a class changed in a way that caches must notice.
    pub fn changed() {
        EPOCH.fetch_add(1, Ordering::AcqRel);
    }
}

/// Resumes a native iterator: what `send(value)` does, or `__next__` for None, with no exception made for its end.
pub type Send = fn(&mut Thread, Value, Value) -> Result<Resumed, Raised>;

/// The row of a native class; see `native` for the rows of its methods. Built by a chain of `const fn`s.
pub struct TypeRow {
    pub name: &'static str,
    pub module: &'static str,
    pub base: Option<&'static TypeRow>,
    pub kind: Kind,
    pub words: usize,
    pub flags: u32,
    pub doc: &'static str,
    pub new: Option<&'static Method>,
    pub methods: &'static [Method],
    pub attributes: &'static [Attribute],
    /// How `await` resumes an instance of the kind `NativeAwait`.
    pub send: Option<Send>,
    value: AtomicU64,
    head: AtomicU64,
    next: OnceLock<Option<Native>>,
}

impl TypeRow {
    pub const fn new(name: &'static str, kind: Kind) -> TypeRow {
        TypeRow {
            name,
            module: "builtins",
            base: None,
            kind,
            words: kind.words(),
            flags: flag::BASETYPE,
            doc: "",
            new: None,
            methods: &[],
            attributes: &[],
            send: None,
            value: AtomicU64::new(0),
            head: AtomicU64::new(0),
            next: OnceLock::new(),
        }
    }
    pub const fn module(mut self, module: &'static str) -> TypeRow {
        self.module = module;
        self
    }
    pub const fn base(mut self, base: &'static TypeRow) -> TypeRow {
        self.base = Some(base);
        self
    }
    pub const fn doc(mut self, doc: &'static str) -> TypeRow {
        self.doc = doc;
        self
    }
    /// Adds flags.
    pub const fn flags(mut self, flags: u32) -> TypeRow {
        self.flags |= flags;
        self
    }
    /// Words of an instance, where a class has more than its kind: those of its own follow the base's.
    pub const fn words(mut self, n: usize) -> TypeRow {
        self.words = n;
        self
    }
    /// Cannot be subclassed.
    pub const fn is_final(mut self) -> TypeRow {
        self.flags &= !flag::BASETYPE;
        self
    }
    /// Row of `__new__`: a static method whose first argument is the class.
    pub const fn constructor(mut self, new: &'static Method) -> TypeRow {
        self.new = Some(new);
        self
    }
    pub const fn methods(mut self, methods: &'static [Method]) -> TypeRow {
        self.methods = methods;
        self
    }
    pub const fn attributes(mut self, attributes: &'static [Attribute]) -> TypeRow {
        self.attributes = attributes;
        self
    }

    pub const fn send(mut self, send: Send) -> TypeRow {
        self.send = Some(send);
        self
    }

    /// The class object; the row must have been `ready`.
    #[inline(always)]
    pub fn get(&self) -> Type {
        let bits = self.value.load(Ordering::Acquire);
        debug_assert!(bits != 0, "class {} is not made yet", self.name);
        Type(Value::from_bits(bits).unwrap_obj())
    }
    #[inline(always)]
    pub fn value(&self) -> Value {
        self.get().value()
    }
    /// Header word of an exact instance.
    #[inline(always)]
    pub fn head(&self) -> u64 {
        self.head.load(Ordering::Acquire)
    }
    /// Whether the class object exists.
    pub fn is_ready(&self) -> bool {
        self.value.load(Ordering::Acquire) != 0
    }
    /// Records the class object made from this row.
    pub fn set(&'static self, t: &mut Thread, class: Type) {
        class.0.set_plain(ROW, Value::int(self as *const TypeRow as usize as i64).bits());
        pyish_heap::add_root(class.value().bits());
        self.head.store(class.head(), Ordering::Release);
        self.value.store(class.value().bits(), Ordering::Release);
        let _ = t;
    }
    /// The function of the row's `__next__`.
    #[inline(always)]
    pub fn next(&self) -> Option<Native> {
        *self.next.get_or_init(|| self.methods.iter().find(|m| m.name() == "__next__").map(|m| m.function))
    }
    /// Whether `v` is an instance of exactly this class.
    #[inline(always)]
    pub fn is_exact(&self, v: Value) -> bool {
        v.obj().is_some_and(|o| o.shape() == (self.head() >> 32) as u32)
    }
}
