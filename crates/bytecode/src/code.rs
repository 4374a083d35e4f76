//! Code objects as the compiler makes them: plain Rust, flat, no heap. The vm turns a `Unit` into traced objects.

use crate::table::Ins;

/// All code objects of one compilation; `codes[0]` is the module (or the expression), and each comes before
/// those that its constants name.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    pub codes: Vec<Code>,
}

/// A constant. Strings are WTF-8 (lone surrogates allowed), big ints little-endian two's complement bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Const {
    None,
    Bool(bool),
    Ellipsis,
    Int(i64),
    Big(Box<[u8]>),
    /// bits of an `f64`
    Float(u64),
    /// bits of the real and the imaginary part
    Complex(u64, u64),
    Str(Box<[u8]>),
    Bytes(Box<[u8]>),
    Tuple(Vec<Const>),
    FrozenSet(Vec<Const>),
    /// index into `Unit::codes`
    Code(u32),
}

/// One word of a code's pool. Word 0 is always the code object itself (`PoolEntry::This`).
#[derive(Clone, Debug, PartialEq)]
pub enum PoolEntry {
    This,
    Const(Const),
    /// an interned name (identifiers; WTF-8 never has surrogates here)
    Name(Box<str>),
    /// a cache word, 0 at first
    Cache,
}

/// Source range of an instruction: 1-based lines, 0-based columns in UTF-8 bytes. Line 0: no position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub line: u32,
    pub col: u32,
    pub end_line: u32,
    pub end_col: u32,
}

/// While a word of `start..end` executes, an exception goes to `R[reg]` and control to `target`.
/// Of several that cover a word the first in the table is meant (inner before outer).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    pub reg: u16,
}

/// While a word of `start..end` executes, a call at `R[base]` waits for its arguments: the words of its frame header,
/// `R[base+1 .. base+5]`, hold nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingCall {
    pub start: u32,
    pub end: u32,
    pub base: u16,
}

/// `co_flags`, with CPython's values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeFlags(pub u32);

impl CodeFlags {
    /// a function's code: named locals in registers (a module or class body has its namespace in `R[0]`)
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    pub const FUTURE_ANNOTATIONS: u32 = 0x0100_0000;
    pub const HAS_DOCSTRING: u32 = 0x0400_0000;
    pub const METHOD: u32 = 0x0800_0000;

    pub const fn has(self, bit: u32) -> bool {
        self.0 & bit != 0
    }
}

/// A code object.
///
/// Registers: for a function `R[0..]` are the parameters in CPython's order (positional, keyword-only, `*args`,
/// `**kwargs`), then the other locals, then free variables (their cells); `locals` names them all in that order,
/// with `cells` marking own variables kept in a cell (made by `MakeCell` at entry). For a module or a class body
/// `R[0]` is the namespace and has no name.
#[derive(Clone, Debug, Default)]
pub struct Code {
    pub name: Box<str>,
    pub qualname: Box<str>,
    pub filename: Box<str>,
    pub first_line: u32,
    pub flags: CodeFlags,
    /// positional parameters, positional-only ones included
    pub argcount: u32,
    pub posonly: u32,
    pub kwonly: u32,
    /// names of the named registers from `R[0]` (functions) or `R[1]` (modules, classes) on
    pub locals: Vec<Box<str>>,
    /// registers (absolute) whose variable is an own cell
    pub cells: Vec<u16>,
    /// names of free variables, in the order of the closure tuple
    pub free: Vec<Box<str>>,
    /// first register of the free variables' cells
    pub free_base: u16,
    /// all registers, temporaries and outgoing frame headers and arguments included
    pub registers: u32,
    pub words: Vec<Ins>,
    pub pool: Vec<PoolEntry>,
    /// one per word
    pub spans: Vec<Span>,
    /// one per word: registers from here up are dead while the instruction runs (for a call: its base)
    pub heights: Vec<u16>,
    pub handlers: Vec<Handler>,
    /// calls among whose arguments are other calls
    pub pending: Vec<PendingCall>,
    /// the first constant if it is the docstring
    pub doc: Option<Box<[u8]>>,
}
