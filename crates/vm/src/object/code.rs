//! Code objects in the heap, and `load`, which makes them of a compiler's `Unit`.
//!
//! A code object has its facts as values, and four leaves: the instruction words (where pc points), their spans,
//! their live heights, the handler table. The pool is an object of its own; its word 0 is the code.

use super::kind::{Kind, head};
use super::string::Str;
use super::tuple::Tuple;
use super::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use pyish_bytecode::{Code as Source, CodeFlags, Const, Handler, Ins, PendingCall, PoolEntry, Span, Unit};
use pyish_heap::Obj;

/// A code object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code(pub Obj);

macro_rules! words {
    ($($name:ident $i:literal)*) => { $( const $name: usize = $i; )* };
}
words! {
    NAME 0 QUALNAME 1 FILENAME 2 FIRST_LINE 3 FLAGS 4 ARGCOUNT 5 POSONLY 6 KWONLY 7 REGISTERS 8 NAMED 9 LOCALS 10
    CELLS 11 FREE 12 FREE_BASE 13 POOL 14 ENTRY 15 WORDS 16 SPANS 17 HANDLERS 18 DOC 19 HEIGHTS 20 LENGTH 21
    HANDLER_COUNT 22 CONSTS 23 NAMES 24 PENDING 25 PENDING_COUNT 26
}

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
    fn word(self, i: usize) -> Value {
        Value::from_bits(self.0.word_relaxed(i))
    }
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
    pub fn argcount(self) -> usize {
        self.int(ARGCOUNT)
    }
    pub fn posonly(self) -> usize {
        self.int(POSONLY)
    }
    pub fn kwonly(self) -> usize {
        self.int(KWONLY)
    }
    pub fn registers(self) -> usize {
        self.int(REGISTERS)
    }
    /// Number of named registers (free variables' included; for module code the namespace's too).
    pub fn named(self) -> usize {
        self.int(NAMED)
    }
    /// Names of the named registers.
    pub fn locals(self) -> Tuple {
        Tuple::of(self.word(LOCALS))
    }
    pub fn cells(self) -> Tuple {
        Tuple::of(self.word(CELLS))
    }
    pub fn free(self) -> Tuple {
        Tuple::of(self.word(FREE))
    }
    pub fn free_base(self) -> usize {
        self.int(FREE_BASE)
    }
    pub fn doc(self) -> Value {
        self.word(DOC)
    }
    pub fn consts(self) -> Value {
        self.word(CONSTS)
    }
    pub fn names(self) -> Value {
        self.word(NAMES)
    }
    pub fn pool(self) -> Obj {
        self.word(POOL).unwrap_obj()
    }
    pub fn length(self) -> usize {
        self.int(LENGTH)
    }
    /// The first instruction.
    #[inline(always)]
    pub fn entry(self) -> *const Ins {
        self.int(ENTRY) as *const Ins
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
    /// Index of the instruction at `pc`.
    pub fn index_of(self, pc: *const Ins) -> usize {
        (pc as usize).wrapping_sub(self.entry() as usize) / 8
    }
    pub fn span(self, index: usize) -> Span {
        let spans = self.word(SPANS).unwrap_obj();
        debug_assert!(index < self.length());
        // SAFETY: V8: one span an instruction.
        unsafe { *spans.bytes().cast::<Span>().add(index.min(self.length() - 1)) }
    }
    pub fn height(self, index: usize) -> usize {
        let heights = self.word(HEIGHTS).unwrap_obj();
        // SAFETY: V8: one height an instruction.
        unsafe { *heights.bytes().cast::<u16>().add(index.min(self.length() - 1)) as usize }
    }
    pub fn instruction(self, index: usize) -> Ins {
        debug_assert!(index < self.length());
        // SAFETY: V8.
        unsafe { *self.entry().add(index) }
    }
    /// A copy with a pool of its own.
    pub fn copy(self, t: &mut Thread) -> Result<Code, Raised> {
        let old = self.pool();
        // all words of its cell but the header
        let n = pyish_heap::cell_bytes(old) / 8 - 1;
        let pool = t.alloc_fields(head(Kind::Pool, 0), n)?;
        pool.copy_words(&mut t.m, 0, old, 0, n);
        let o = t.alloc_fields(types::code::TYPE.head(), Kind::Code.words())?;
        o.copy_words(&mut t.m, 0, self.0, 0, Kind::Code.words());
        o.set(&mut t.m, POOL, Value::from_obj(pool).bits());
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
    pub fn has_handlers(self) -> bool {
        self.int(HANDLER_COUNT) > 0
    }
    /// The bases of calls that wait for their arguments while the instruction at `index` executes.
    pub fn pending_calls(self, index: usize) -> impl Iterator<Item = usize> {
        let p = self.word(PENDING).unwrap_obj().bytes().cast::<PendingCall>();
        // SAFETY: V8: the table's rows, in a leaf that lives as long as the code.
        let rows = unsafe { std::slice::from_raw_parts(p, self.int(PENDING_COUNT)) };
        rows.iter().filter(move |c| (c.start as usize..c.end as usize).contains(&index)).map(|c| c.base as usize)
    }
    /// The handler of an exception raised by the instruction at `index`.
    pub fn handler(self, index: usize) -> Option<Handler> {
        let p = self.word(HANDLERS).unwrap_obj().bytes().cast::<Handler>();
        // SAFETY: V8: the table's rows.
        let rows = unsafe { std::slice::from_raw_parts(p, self.int(HANDLER_COUNT)) };
        rows.iter().find(|h| (h.start as usize) <= index && index < h.end as usize).copied()
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

fn name_tuple(t: &mut Thread, names: &[Box<str>]) -> Result<Tuple, Raised> {
    let mut vs = super::list::Values::with_capacity(t, names.len())?;
    for n in names {
        let v = t.intern(n)?;
        vs.push(t, v)?;
    }
    Ok(Tuple::of(vs.into_tuple(t)?))
}

/// Makes the code objects of a unit; gives the outermost.
pub fn load(t: &mut Thread, unit: &Unit) -> Ret {
    let mut made = super::list::Values::with_capacity(t, unit.codes.len())?;
    for _ in &unit.codes {
        made.push(t, Value::NONE)?;
    }
    load_one(t, unit, 0, &mut made)
}

/// The code object number `n` of the unit, and those its constants name.
fn load_one(t: &mut Thread, unit: &Unit, n: usize, made: &mut super::list::Values) -> Ret {
    if !made.get(n).is_none() {
        return Ok(made.get(n));
    }
    let s: &Source = &unit.codes[n];
    let name = t.intern(&s.name)?;
    let qualname = t.intern(&s.qualname)?;
    let filename = t.intern(&s.filename)?;
    let locals = name_tuple(t, &s.locals)?;
    let free = name_tuple(t, &s.free)?;
    let cells = Tuple::new_with(t, s.cells.len(), |i| Value::int(s.cells[i] as i64))?;
    let words = leaf(t, &s.words)?;
    let spans = leaf(t, &s.spans)?;
    let heights = leaf(t, &s.heights)?;
    let handlers = leaf(t, &s.handlers)?;
    let pending = leaf(t, &s.pending)?;
    let doc = match &s.doc {
        Some(d) => Str::from_wtf8(t, d)?.value(),
        None => Value::NONE,
    };
    let pool = t.alloc_fields(head(Kind::Pool, 0), s.pool.len().max(1))?;
    let mut consts = super::list::Values::new(t)?;
    let mut names = super::list::Values::new(t)?;
    for (i, e) in s.pool.iter().enumerate() {
        let v = match e {
            PoolEntry::This | PoolEntry::Cache => Value::ZERO,
            PoolEntry::Name(n) => {
                let v = t.intern(n)?;
                names.push(t, v)?;
                v
            }
            PoolEntry::Const(c) => {
                let v = constant(t, unit, c, made)?;
                consts.push(t, v)?;
                v
            }
        };
        pool.set(&mut t.m, i, v.bits());
    }
    let consts = consts.into_tuple(t)?;
    let names = names.into_tuple(t)?;
    let o = t.alloc_fields(types::code::TYPE.head(), Kind::Code.words())?;
    let named = s.locals.len() + if s.flags.has(CodeFlags::OPTIMIZED) { 0 } else { 1 };
    let int = |n: usize| Value::index(n);
    let parts = [
        (NAME, name),
        (QUALNAME, qualname),
        (FILENAME, filename),
        (FIRST_LINE, int(s.first_line as usize)),
        (FLAGS, int(s.flags.0 as usize)),
        (ARGCOUNT, int(s.argcount as usize)),
        (POSONLY, int(s.posonly as usize)),
        (KWONLY, int(s.kwonly as usize)),
        (REGISTERS, int(s.registers as usize)),
        (NAMED, int(named)),
        (LOCALS, locals.value()),
        (CELLS, cells.value()),
        (FREE, free.value()),
        (FREE_BASE, int(s.free_base as usize)),
        (POOL, Value::from_obj(pool)),
        (ENTRY, int(words.bytes() as usize)),
        (WORDS, Value::from_obj(words)),
        (SPANS, Value::from_obj(spans)),
        (HANDLERS, Value::from_obj(handlers)),
        (DOC, doc),
        (HEIGHTS, Value::from_obj(heights)),
        (LENGTH, int(s.words.len())),
        (HANDLER_COUNT, int(s.handlers.len())),
        (CONSTS, consts),
        (NAMES, names),
        (PENDING, Value::from_obj(pending)),
        (PENDING_COUNT, int(s.pending.len())),
    ];
    for (i, v) in parts {
        o.init(i, v.bits());
    }
    pool.set(&mut t.m, 0, Value::from_obj(o).bits());
    made.set(t, n, Value::from_obj(o));
    Ok(Value::from_obj(o))
}

fn constant(t: &mut Thread, unit: &Unit, c: &Const, made: &mut super::list::Values) -> Ret {
    Ok(match c {
        Const::None => Value::NONE,
        Const::Bool(b) => Value::bool(*b),
        Const::Ellipsis => Value::ELLIPSIS,
        Const::Int(i) => t.int(*i)?,
        Const::Big(b) => {
            let n = num_bigint::BigInt::from_signed_bytes_le(b);
            t.big(&n)?
        }
        Const::Float(f) => t.float(f64::from_bits(*f))?,
        Const::Complex(re, im) => types::complex::new(t, f64::from_bits(*re), f64::from_bits(*im))?,
        Const::Str(s) => {
            let v = Str::from_wtf8(t, s)?;
            // as CPython: constants that look like names are interned
            let like_name = s.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
            if like_name { t.intern_str(v)? } else { v.value() }
        }
        Const::Bytes(b) => types::bytes::new(t, b)?,
        Const::Tuple(items) | Const::FrozenSet(items) => {
            let mut vs = super::list::Values::with_capacity(t, items.len())?;
            for i in items {
                let v = constant(t, unit, i, made)?;
                vs.push(t, v)?;
            }
            if matches!(c, Const::Tuple(_)) {
                vs.into_tuple(t)?
            } else {
                let s = super::set::Set::new(t, types::set::FROZEN.head())?;
                for i in 0..vs.len() {
                    s.add(t, vs.get(i))?;
                }
                s.value()
            }
        }
        Const::Code(n) => load_one(t, unit, *n as usize, made)?,
    })
}
