//! Code objects in the heap, read from the stored form as far as somebody needs them.
//!
//! A code object is a head: what a function object is made of, and where the rest is stored. `ready` reads the body, when
//! the code first runs or is looked into: names, constants, the pool (whose word 0 is the code), the instruction words
//! (where pc points) and the handler table. Live heights, positions and the docstring stay in the stored form until they
//! are asked for.

use super::kind::{Kind, head};
use super::list::Values;
use super::string::Str;
use super::tuple::Tuple;
use super::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use pyish_bytecode::{CodeFlags, Corrupt, Entry, Handler, Head, Ins, PendingCall, Span, Stored, Unit, store};
use pyish_heap::Obj;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::{Acquire, Release};

/// A code object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code(pub Obj);

macro_rules! words {
    ($($name:ident $i:literal)*) => { $( pub const $name: usize = $i; )* };
}
words! {
    UNIT 0 NAME 1 QUALNAME 2 FILENAME 3 FIRST_LINE 4 FLAGS 5 COUNTS 6 SIZES 7 NUMBER 8 BODY 9
}
/// Words of a body. The last three are ZERO until they are asked for.
mod body {
    words! {
        LOCALS 0 CELLS 1 FREE 2 FREE_BASE 3 POOL 4 ENTRY 5 WORDS 6 LENGTH 7 HANDLERS 8 HANDLER_COUNT 9 DOC 10 SPANS 11
        HEIGHTS 12
    }
}
/// Words of a unit: the leaf that holds the stored form (ZERO if the program itself does), its address and length, and a
/// leaf of the texts that have been interned: for each the granule of its str, or 0.
mod unit {
    words! { LEAF 0 ADDRESS 1 LENGTH 2 NAMES 3 }
}
/// Bits of a number in `COUNTS`, and in `SIZES`.
const COUNT: usize = 16;
const SIZE: usize = 20;
/// Objects lie at multiples of this.
const GRANULE: usize = 16;

impl Code {
    pub fn of(v: Value) -> Code {
        debug_assert!(v.unwrap_obj().kind() == Kind::Code as u8);
        Code(v.unwrap_obj())
    }
    pub fn from(v: Value) -> Option<Code> {
        v.obj().filter(|o| o.kind() == Kind::Code as u8).map(Code)
    }
    /// The code whose pool starts at `pool`.
    #[inline(always)]
    pub fn of_pool(pool: *const u64) -> Code {
        // SAFETY: V8: a frame's pool pointer leads to a pool's word 0, the code.
        Code::of(Value::from_bits(unsafe { *pool }))
    }
    pub fn value(self) -> Value {
        Value::from_obj(self.0)
    }
    #[inline(always)]
    fn word(self, i: usize) -> Value {
        Value::from_bits(self.0.word_relaxed(i))
    }
    #[inline(always)]
    fn int(self, i: usize) -> usize {
        self.word(i).unwrap_usize()
    }
    pub fn name(self) -> Value {
        self.word(NAME)
    }
    pub fn qualname(self) -> Value {
        self.word(QUALNAME)
    }
    pub fn filename(self) -> Value {
        self.word(FILENAME)
    }
    pub fn first_line(self) -> usize {
        self.int(FIRST_LINE)
    }
    pub fn flags(self) -> CodeFlags {
        CodeFlags(self.int(FLAGS) as u32)
    }
    fn count(self, i: usize) -> usize {
        self.int(COUNTS) >> (i * COUNT) & ((1 << COUNT) - 1)
    }
    pub fn argcount(self) -> usize {
        self.count(0)
    }
    pub fn posonly(self) -> usize {
        self.count(1)
    }
    pub fn kwonly(self) -> usize {
        self.count(2)
    }
    #[inline(always)]
    fn size(self, i: usize) -> usize {
        self.int(SIZES) >> (i * SIZE) & ((1 << SIZE) - 1)
    }
    #[inline(always)]
    pub fn registers(self) -> usize {
        self.size(0)
    }
    /// Number of named registers (free variables' included; for module code the namespace's too).
    #[inline(always)]
    pub fn named(self) -> usize {
        self.size(1)
    }
    /// Number of free variables: the length of the closure.
    pub fn free_count(self) -> usize {
        self.size(2)
    }
    /// Whether `R[0]` is a namespace (module, class and exec code).
    pub fn has_namespace(self) -> bool {
        !self.flags().has(CodeFlags::OPTIMIZED)
    }
    /// Number of parameters' registers, `*args` and `**kwargs` included.
    pub fn parameters(self) -> usize {
        let f = self.flags();
        self.argcount() + self.kwonly() + f.has(CodeFlags::VARARGS) as usize + f.has(CodeFlags::VARKEYWORDS) as usize
    }

    // ---- the body: whoever runs has one, all others call `ready` first

    /// Whether the body has been read.
    #[inline(always)]
    pub fn is_ready(self) -> bool {
        self.0.word(BODY) != Value::ZERO.bits()
    }
    #[inline(always)]
    fn body(self) -> Obj {
        debug_assert!(self.is_ready());
        Value::from_bits(self.0.word(BODY)).unwrap_obj()
    }
    fn part(self, i: usize) -> Value {
        Value::from_bits(self.body().word(i))
    }
    fn part_int(self, i: usize) -> usize {
        Value::from_bits(self.body().word_relaxed(i)).unwrap_usize()
    }
    /// Names of the named registers.
    pub fn locals(self) -> Tuple {
        Tuple::of(self.part(body::LOCALS))
    }
    pub fn cells(self) -> Tuple {
        Tuple::of(self.part(body::CELLS))
    }
    pub fn free(self) -> Tuple {
        Tuple::of(self.part(body::FREE))
    }
    pub fn free_base(self) -> usize {
        self.part_int(body::FREE_BASE)
    }
    pub fn pool(self) -> Obj {
        self.part(body::POOL).unwrap_obj()
    }
    pub fn length(self) -> usize {
        self.part_int(body::LENGTH)
    }
    /// The first instruction.
    #[inline(always)]
    pub fn entry(self) -> *const Ins {
        self.part_int(body::ENTRY) as *const Ins
    }
    /// Index of the instruction at `pc`.
    pub fn index_of(self, pc: *const Ins) -> usize {
        (pc as usize).wrapping_sub(self.entry() as usize) / 8
    }
    pub fn instruction(self, index: usize) -> Ins {
        debug_assert!(index < self.length());
        // SAFETY: V8.
        unsafe { *self.entry().add(index) }
    }
    pub fn has_handlers(self) -> bool {
        self.part_int(body::HANDLER_COUNT) > 0
    }
    /// The handler of an exception raised by the instruction at `index`.
    pub fn handler(self, index: usize) -> Option<Handler> {
        let p = self.part(body::HANDLERS).obj()?.bytes().cast::<Handler>();
        // SAFETY: V8: the table's rows.
        let rows = unsafe { std::slice::from_raw_parts(p, self.part_int(body::HANDLER_COUNT)) };
        rows.iter().find(|h| (h.start as usize) <= index && index < h.end as usize).copied()
    }
    /// The bases of calls that wait for their arguments while the instruction at `index` executes.
    pub fn pending_calls(self, index: usize) -> Vec<usize> {
        let stored = self.stored();
        let all = stored.head(self.int(NUMBER)).and_then(|h| stored.pending(&h, self.length())).unwrap_or_default();
        let here = |c: &&PendingCall| (c.start as usize..c.end as usize).contains(&index);
        all.iter().filter(here).map(|c| c.base as usize).collect()
    }
    /// The position of an instruction in the source.
    pub fn span(self, t: &mut Thread, index: usize) -> Span {
        self.spans(t, |all| all[index.min(all.len() - 1)])
    }
    fn spans<T>(self, t: &mut Thread, f: impl FnOnce(&[Span]) -> T) -> T {
        let n = self.length();
        if let Some(o) = self.part(body::SPANS).obj() {
            // SAFETY: V8: one span an instruction.
            return f(unsafe { std::slice::from_raw_parts(o.bytes().cast::<Span>(), n) });
        }
        let mut all = Vec::with_capacity(n);
        let (stored, number) = (self.stored(), self.int(NUMBER));
        if let Ok(h) = stored.head(number) {
            let _ = stored.positions(&h, n, |s| all.push(s));
        }
        all.resize(n, Span::default());
        self.keep(t, body::SPANS, &all);
        f(&all)
    }
    /// Registers from here up are dead while the instruction runs.
    #[inline]
    pub fn height(self, t: &mut Thread, index: usize) -> usize {
        match self.part(body::HEIGHTS).obj() {
            // SAFETY: V8: one height an instruction.
            Some(o) => unsafe { *o.bytes().cast::<u16>().add(index.min(self.length() - 1)) as usize },
            None => self.read_height(t, index),
        }
    }
    #[cold]
    fn read_height(self, t: &mut Thread, index: usize) -> usize {
        let stored = self.stored();
        let n = self.length();
        let mut all = stored.head(self.int(NUMBER)).and_then(|h| stored.heights(&h, n)).unwrap_or_default();
        all.resize(n, 0);
        self.keep(t, body::HEIGHTS, &all);
        all[index.min(all.len() - 1)] as usize
    }
    /// Keeps in the body what was read from the stored form, if there is room.
    fn keep<T: Copy>(self, t: &mut Thread, part: usize, data: &[T]) {
        let bytes = std::mem::size_of_val(data);
        if let Ok(o) = t.m.alloc_leaf(head(Kind::Buffer, 0), bytes.max(8)) {
            // SAFETY: V8: a fresh leaf of that many bytes; `T` is plain data.
            unsafe { std::ptr::copy_nonoverlapping(data.as_ptr().cast::<u8>(), o.bytes(), bytes) };
            self.body().set(&mut t.m, part, Value::from_obj(o).bits());
        }
    }
    /// The docstring, or None.
    pub fn doc(self, t: &mut Thread) -> Ret {
        if self.is_ready() && self.part(body::DOC) != Value::ZERO {
            return Ok(self.part(body::DOC));
        }
        let (stored, number) = (self.stored(), self.int(NUMBER));
        let text = match stored
            .head(number)
            .and_then(|h| stored.doc(&h))
            .and_then(|d| d.map(|n| stored.text(n)).transpose())
        {
            Ok(text) => text,
            Err(e) => return Err(damaged(t, e)),
        };
        let doc = match text {
            Some(d) => Str::from_wtf8(t, d)?.value(),
            None => Value::NONE,
        };
        if self.is_ready() {
            self.body().set(&mut t.m, body::DOC, doc.bits());
        }
        Ok(doc)
    }
    /// Constants and names, in the order of the pool.
    pub fn consts_and_names(self, t: &mut Thread) -> Result<(Tuple, Tuple), Raised> {
        self.ready(t)?;
        let (stored, number) = (self.stored(), self.int(NUMBER));
        let mut read = match stored.head(number).and_then(|h| stored.body(&h)) {
            Ok(b) => b,
            Err(e) => return Err(damaged(t, e)),
        };
        let (mut consts, mut names) = (Values::new(t)?, Values::new(t)?);
        for i in 0..read.entries {
            let v = Value::from_bits(self.pool().word(i));
            match read.entry() {
                Ok(Entry::This | Entry::Cache) => (),
                Ok(Entry::Name(_)) => names.push(t, v)?,
                Ok(_) => consts.push(t, v)?,
                Err(e) => return Err(damaged(t, e)),
            }
        }
        Ok((Tuple::of(consts.into_tuple(t)?), Tuple::of(names.into_tuple(t)?)))
    }

    // ---- the stored form

    fn stored(self) -> Stored<'static> {
        let unit = self.word(UNIT).unwrap_obj();
        let part = |i| Value::from_bits(unit.word_relaxed(i)).unwrap_usize();
        // SAFETY: V8: the bytes lie in the program or in a leaf that the unit keeps; who asks has the code in hand.
        Stored::of_opened(unsafe { std::slice::from_raw_parts(part(unit::ADDRESS) as *const u8, part(unit::LENGTH)) })
    }
    /// This code and those inside it in the stored form, as a unit of their own.
    pub fn store(self, t: &mut Thread) -> Result<Vec<u8>, Raised> {
        let filename = t.string_of(self.filename());
        let mut unit = match self.stored().unit(self.int(NUMBER), &filename) {
            Ok(u) => u,
            Err(e) => return Err(damaged(t, e)),
        };
        // what `replace` may have changed
        let top = &mut unit.codes[0];
        top.name = t.string_of(self.name()).into();
        top.qualname = t.string_of(self.qualname()).into();
        top.first_line = self.first_line() as u32;
        top.flags = self.flags();
        Ok(store(&unit))
    }

    /// Reads the body, if nobody has.
    pub fn ready(self, t: &mut Thread) -> Result<Code, Raised> {
        if !self.is_ready() {
            self.read(t)?;
        }
        Ok(self)
    }
    #[cold]
    #[inline(never)]
    fn read(self, t: &mut Thread) -> Result<(), Raised> {
        let stored = self.stored();
        let mut read = match stored.head(self.int(NUMBER)).and_then(|h| stored.body(&h)) {
            Ok(b) => b,
            Err(e) => return Err(damaged(t, e)),
        };
        let context = Context { stored, unit: self.word(UNIT), filename: self.filename() };
        let locals = context.names(t, &read.locals)?;
        let free = context.names(t, &read.free)?;
        let cells = Tuple::new_with(t, read.cells.len(), |i| Value::int(read.cells[i] as i64))?;
        let pool = t.alloc_fields(head(Kind::Pool, 0), read.entries.max(1))?;
        for i in 0..read.entries {
            let v = match read.entry() {
                Ok(e) => context.entry(t, &e)?,
                Err(e) => return Err(damaged(t, e)),
            };
            pool.set(&mut t.m, i, v.bits());
        }
        pool.set(&mut t.m, 0, self.value().bits());
        let n = match read.words() {
            Ok(n) if n > 0 => n,
            _ => return Err(damaged(t, Corrupt::Damaged)),
        };
        let words = t.alloc_leaf(head(Kind::Buffer, 0), n * size_of::<Ins>())?;
        for i in 0..n {
            match read.word() {
                // SAFETY: V8: a fresh leaf of that many words.
                Ok(w) => unsafe { words.bytes().cast::<Ins>().add(i).write(w) },
                Err(e) => return Err(damaged(t, e)),
            }
        }
        let handlers = if read.handlers.is_empty() { Value::ZERO } else { Value::from_obj(leaf(t, &read.handlers)?) };
        let o = t.alloc_fields(head(Kind::CodeBody, 0), Kind::CodeBody.words())?;
        let parts = [
            (body::LOCALS, locals.value()),
            (body::CELLS, cells.value()),
            (body::FREE, free.value()),
            (body::FREE_BASE, Value::index(read.free_base as usize)),
            (body::POOL, Value::from_obj(pool)),
            (body::ENTRY, Value::index(words.bytes() as usize)),
            (body::WORDS, Value::from_obj(words)),
            (body::LENGTH, Value::index(n)),
            (body::HANDLERS, handlers),
            (body::HANDLER_COUNT, Value::index(read.handlers.len())),
            (body::DOC, Value::ZERO),
            (body::SPANS, Value::ZERO),
            (body::HEIGHTS, Value::ZERO),
        ];
        for (i, v) in parts {
            o.init(i, v.bits());
        }
        // another thread may have been faster
        self.0.cas(&mut t.m, BODY, Value::ZERO.bits(), Value::from_obj(o).bits());
        Ok(())
    }

    /// A copy with a pool of its own.
    pub fn copy(self, t: &mut Thread) -> Result<Code, Raised> {
        self.ready(t)?;
        let old = self.pool();
        // all words of its cell but the header
        let n = pyish_heap::cell_bytes(old) / 8 - 1;
        let pool = t.alloc_fields(head(Kind::Pool, 0), n)?;
        pool.copy_words(&mut t.m, 0, old, 0, n);
        let new_body = t.alloc_fields(head(Kind::CodeBody, 0), Kind::CodeBody.words())?;
        new_body.copy_words(&mut t.m, 0, self.body(), 0, Kind::CodeBody.words());
        new_body.set(&mut t.m, body::POOL, Value::from_obj(pool).bits());
        let o = t.alloc_fields(types::code::TYPE.head(), Kind::Code.words())?;
        o.copy_words(&mut t.m, 0, self.0, 0, Kind::Code.words());
        o.set(&mut t.m, BODY, Value::from_obj(new_body).bits());
        pool.set(&mut t.m, 0, Value::from_obj(o).bits());
        Ok(Code(o))
    }
    /// Replaces a name of a fresh copy.
    pub fn set_text(self, t: &mut Thread, field: &str, v: Value) {
        let i = match field {
            "co_name" => NAME,
            "co_qualname" => QUALNAME,
            _ => FILENAME,
        };
        self.0.set(&mut t.m, i, v.bits());
    }
    /// Replaces the first line or the flags of a fresh copy.
    pub fn set_number(self, field: &str, n: i64) {
        let i = if field == "co_flags" { FLAGS } else { FIRST_LINE };
        self.0.set_plain(i, Value::int(n).bits());
    }
}

/// Copies plain data into a leaf.
fn leaf<T: Copy>(t: &mut Thread, data: &[T]) -> Result<Obj, Raised> {
    let bytes = std::mem::size_of_val(data);
    let o = t.alloc_leaf(head(Kind::Buffer, 0), bytes.max(8))?;
    // SAFETY: V8: a fresh leaf of that many bytes; `T` is plain data.
    unsafe { std::ptr::copy_nonoverlapping(data.as_ptr().cast::<u8>(), o.bytes(), bytes) };
    Ok(o)
}

#[cold]
fn damaged(t: &mut Thread, e: Corrupt) -> Raised {
    t.value_error(format!("bad code: {e}"))
}

/// Makes the code objects of a unit; gives the outermost.
pub fn load(t: &mut Thread, unit: &Unit) -> Ret {
    let filename = &unit.codes[0].filename;
    let filename = t.intern(filename)?;
    load_copy(t, &store(unit), filename)
}
/// The outermost code object of a unit in the stored form, which is copied; `open_checked` has accepted it.
pub fn load_copy(t: &mut Thread, bytes: &[u8], filename: Value) -> Ret {
    let data = leaf(t, bytes)?;
    load_at(t, Value::from_obj(data), data.bytes() as usize, bytes.len(), filename)
}
/// The first byte of a code object in what `marshal` writes.
pub const MARSHAL_CODE: u8 = b'c';
/// A code object as `marshal` writes it: its file's name, length first, and the stored form.
pub fn marshal(t: &mut Thread, code: Code) -> Result<Vec<u8>, Raised> {
    let filename = Str::of(code.filename()).wtf8();
    let mut out = vec![MARSHAL_CODE];
    out.extend((filename.len() as u32).to_le_bytes());
    out.extend(filename);
    out.extend(code.store(t)?);
    Ok(out)
}
/// What `marshal` wrote, taken apart: the file's name, the stored form, and the length of both with what is around them.
pub fn unmarshal(bytes: &[u8]) -> Result<(&[u8], &[u8], usize), Corrupt> {
    let part = |from: usize, n: usize| bytes.get(from..from.saturating_add(n)).ok_or(Corrupt::Damaged);
    let n = part(1, 4)?;
    let n = u32::from_le_bytes([n[0], n[1], n[2], n[3]]) as usize;
    let filename = part(5, n)?;
    let length = Stored::length(part(5 + n, bytes.len().saturating_sub(5 + n))?)?;
    let stored = part(5 + n, length)?;
    Stored::open_checked(stored)?;
    Ok((filename, stored, 5 + n + length))
}
/// The same for a unit that the program holds.
pub fn load_static(t: &mut Thread, bytes: &'static [u8], filename: Value) -> Ret {
    if let Err(e) = Stored::open(bytes) {
        return Err(damaged(t, e));
    }
    load_at(t, Value::ZERO, bytes.as_ptr() as usize, bytes.len(), filename)
}
fn load_at(t: &mut Thread, data: Value, address: usize, length: usize, filename: Value) -> Ret {
    // SAFETY: V8: as in `Code::stored`.
    let stored = Stored::of_opened(unsafe { std::slice::from_raw_parts(address as *const u8, length) });
    let bytes = stored.texts() * size_of::<u32>();
    let names = t.alloc_leaf(head(Kind::Buffer, 0), bytes.max(8))?;
    // SAFETY: V8: a fresh leaf of that many bytes.
    unsafe { std::ptr::write_bytes(names.bytes(), 0, bytes) };
    let o = t.alloc_fields(head(Kind::CodeUnit, 0), Kind::CodeUnit.words())?;
    o.init(unit::NAMES, Value::from_obj(names).bits());
    o.init(unit::LEAF, data.bits());
    o.init(unit::ADDRESS, Value::index(address).bits());
    o.init(unit::LENGTH, Value::index(length).bits());
    Context { stored, unit: Value::from_obj(o), filename }.code(t, 0)
}

/// What the code objects of a unit have in common.
struct Context {
    stored: Stored<'static>,
    unit: Value,
    filename: Value,
}

impl Context {
    /// A new code object with the head number `n`.
    fn code(&self, t: &mut Thread, n: usize) -> Ret {
        let h: Head = match self.stored.head(n) {
            Ok(h) => h,
            Err(e) => return Err(damaged(t, e)),
        };
        let own = self.name(t, h.name)?;
        let qualname = self.name(t, h.qualname)?;
        let named = h.locals + if h.flags.has(CodeFlags::OPTIMIZED) { 0 } else { 1 };
        let counts = h.argcount as usize | (h.posonly as usize) << COUNT | (h.kwonly as usize) << (2 * COUNT);
        let sizes = h.registers as usize | named << SIZE | h.free << (2 * SIZE);
        let o = t.alloc_fields(types::code::TYPE.head(), Kind::Code.words())?;
        let parts = [
            (UNIT, self.unit),
            (NAME, own),
            (QUALNAME, qualname),
            (FILENAME, self.filename),
            (FIRST_LINE, Value::index(h.first_line as usize)),
            (FLAGS, Value::index(h.flags.0 as usize)),
            (COUNTS, Value::index(counts)),
            (SIZES, Value::index(sizes)),
            (NUMBER, Value::index(n)),
            (BODY, Value::ZERO),
        ];
        for (i, v) in parts {
            o.init(i, v.bits());
        }
        Ok(Value::from_obj(o))
    }
    /// The interned str of a text, if it was asked for before. An interned str lives for ever.
    #[inline]
    fn known(&self, n: usize) -> Option<Value> {
        match self.place(n)?.load(Acquire) {
            0 => None,
            granule => Some(Value::from_obj(Obj::at(pyish_heap::BASE + granule as usize * GRANULE))),
        }
    }
    fn place(&self, n: usize) -> Option<&AtomicU32> {
        let leaf = Value::from_bits(self.unit.unwrap_obj().word_relaxed(unit::NAMES)).unwrap_obj();
        // SAFETY: V8: the leaf has a number for each text, and the unit keeps it.
        (n < self.stored.texts()).then(|| unsafe { &*leaf.bytes().cast::<AtomicU32>().add(n) })
    }
    /// A text as an interned str.
    fn name(&self, t: &mut Thread, n: usize) -> Ret {
        if let Some(known) = self.known(n) {
            return Ok(known);
        }
        let v = match self.stored.name(n) {
            Ok(s) => t.intern(s)?,
            Err(e) => return Err(damaged(t, e)),
        };
        if let (Some(place), Some(o)) = (self.place(n), v.obj()) {
            place.store(((o.addr() - pyish_heap::BASE) / GRANULE) as u32, Release);
        }
        Ok(v)
    }
    fn names(&self, t: &mut Thread, names: &[usize]) -> Result<Tuple, Raised> {
        if names.is_empty() {
            return Ok(Tuple::empty(t));
        }
        // interned strs are roots
        let names: Vec<Value> = names.iter().map(|n| self.name(t, *n)).collect::<Result<_, _>>()?;
        Tuple::new(t, &names)
    }
    /// A word of the pool.
    fn entry(&self, t: &mut Thread, e: &Entry) -> Ret {
        Ok(match e {
            Entry::This | Entry::Cache => Value::ZERO,
            Entry::Name(n) => self.name(t, *n)?,
            Entry::None => Value::NONE,
            Entry::Bool(b) => Value::bool(*b),
            Entry::Ellipsis => Value::ELLIPSIS,
            Entry::Int(i) => t.int(*i)?,
            Entry::Big(b) => {
                let n = num_bigint::BigInt::from_signed_bytes_le(b);
                t.big(&n)?
            }
            Entry::Float(f) => t.float(f64::from_bits(*f))?,
            Entry::Complex(re, im) => types::complex::new(t, f64::from_bits(*re), f64::from_bits(*im))?,
            Entry::Str(n) => {
                if let Some(known) = self.known(*n) {
                    return Ok(known);
                }
                let s = match self.stored.text(*n) {
                    Ok(s) => s,
                    Err(e) => return Err(damaged(t, e)),
                };
                // as CPython: constants that look like names are interned
                if s.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_') {
                    return self.name(t, *n);
                }
                Str::from_wtf8(t, s)?.value()
            }
            Entry::Bytes(b) => types::bytes::new(t, b)?,
            Entry::Tuple(items) => self.entries(t, items)?.into_tuple(t)?,
            Entry::FrozenSet(items) => {
                let items = self.entries(t, items)?;
                let s = super::set::Set::new(t, types::set::FROZEN.head())?;
                for i in 0..items.len() {
                    s.add(t, items.get(i))?;
                }
                s.value()
            }
            Entry::Code(n) => self.code(t, *n)?,
        })
    }
    fn entries(&self, t: &mut Thread, items: &[Entry]) -> Result<Values, Raised> {
        let mut vs = Values::with_capacity(t, items.len())?;
        for e in items {
            let v = self.entry(t, e)?;
            vs.push(t, v)?;
        }
        Ok(vs)
    }
}
