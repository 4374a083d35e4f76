//! The reader of the stored form (see `store`): heads and bodies of code objects on demand, without reading the rest.

use crate::code::{Code, CodeFlags, Const, Handler, PendingCall, PoolEntry, Span, Unit};
use crate::store::{HEAD, MAGIC, checksum, place, tag};
use crate::table::{Ins, fingerprint};

/// Why stored code cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corrupt {
    /// not stored code at all
    Magic,
    /// written for another instruction table
    Version,
    /// cut off or changed
    Damaged,
}

impl std::fmt::Display for Corrupt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Corrupt::Magic => "no stored code",
            Corrupt::Version => "stored code of another version",
            Corrupt::Damaged => "damaged stored code",
        })
    }
}

type Read<T> = Result<T, Corrupt>;

/// A unit in the stored form.
#[derive(Clone, Copy, Debug)]
pub struct Stored<'a> {
    bytes: &'a [u8],
}

/// What a function object needs of its code.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// numbers of texts
    pub name: usize,
    pub qualname: usize,
    pub first_line: u32,
    pub flags: CodeFlags,
    pub argcount: u32,
    pub posonly: u32,
    pub kwonly: u32,
    pub registers: u32,
    pub locals: usize,
    pub free: usize,
    positions: usize,
    body: usize,
}

/// The rest of a code object, and a reader that stands before its pool.
#[derive(Clone, Debug)]
pub struct Body<'a> {
    /// numbers of texts
    pub locals: Vec<usize>,
    pub free: Vec<usize>,
    pub free_base: u16,
    pub cells: Vec<u16>,
    /// number of a text
    pub doc: Option<usize>,
    pub handlers: Vec<Handler>,
    /// words of the pool
    pub entries: usize,
    rest: Cursor<'a>,
}

impl Body<'_> {
    /// The next word of the pool; called as often as there are some.
    #[inline]
    pub fn entry(&mut self) -> Read<Entry> {
        self.rest.entry(0)
    }
    /// The number of instructions, after the pool.
    pub fn words(&mut self) -> Read<usize> {
        self.rest.count()
    }
    /// The next instruction, after their number.
    #[inline]
    pub fn word(&mut self) -> Read<Ins> {
        self.rest.word()
    }
}

/// A word of a code's pool, as stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    This,
    Cache,
    /// number of a text
    Name(usize),
    None,
    Bool(bool),
    Ellipsis,
    Int(i64),
    Big(Box<[u8]>),
    Float(u64),
    Complex(u64, u64),
    /// number of a text
    Str(usize),
    Bytes(Box<[u8]>),
    Tuple(Vec<Entry>),
    FrozenSet(Vec<Entry>),
    /// number of a code
    Code(usize),
}

/// Levels of tuples in tuples.
const DEEPEST: usize = 3000;

impl<'a> Stored<'a> {
    /// Stored code that this program wrote itself: its contents are not checked here.
    pub fn open(bytes: &'a [u8]) -> Read<Stored<'a>> {
        let s = Stored { bytes };
        if bytes.len() < HEAD || s.u32(0)? != MAGIC {
            return Err(Corrupt::Magic);
        }
        if s.u32(4)? != fingerprint() {
            return Err(Corrupt::Version);
        }
        if s.u32(8)? as usize != bytes.len() || s.codes() == 0 {
            return Err(Corrupt::Damaged);
        }
        Ok(s)
    }
    /// Stored code from outside.
    pub fn open_checked(bytes: &'a [u8]) -> Read<Stored<'a>> {
        let s = Stored::open(bytes)?;
        if s.u32(12)? != checksum(&bytes[16..]) {
            return Err(Corrupt::Damaged);
        }
        Ok(s)
    }
    /// The bytes that `open` was given before.
    pub fn of_opened(bytes: &'a [u8]) -> Stored<'a> {
        Stored { bytes }
    }
    /// Length of the stored code that `bytes` begin with.
    pub fn length(bytes: &[u8]) -> Read<usize> {
        let s = Stored { bytes };
        if bytes.len() < HEAD || s.u32(0)? != MAGIC { Err(Corrupt::Magic) } else { Ok(s.u32(8)? as usize) }
    }
    fn u32(self, at: usize) -> Read<u32> {
        match self.bytes.get(at..at + 4) {
            Some(b) => Ok(u32::from_le_bytes([b[0], b[1], b[2], b[3]])),
            None => Err(Corrupt::Damaged),
        }
    }
    /// Number of texts.
    pub fn texts(self) -> usize {
        self.u32(16).unwrap_or(0) as usize
    }
    /// Number of code objects.
    pub fn codes(self) -> usize {
        self.u32(20).unwrap_or(0) as usize
    }
    fn cursor(self, at: usize) -> Cursor<'a> {
        Cursor { bytes: self.bytes, at }
    }

    /// A text, in WTF-8.
    pub fn text(self, n: usize) -> Read<&'a [u8]> {
        if n >= self.texts() {
            return Err(Corrupt::Damaged);
        }
        let mut c = self.cursor(self.u32(HEAD + 4 * n)? as usize);
        let len = c.number()?;
        c.take(len)
    }
    /// A text that is a name.
    pub fn name(self, n: usize) -> Read<&'a str> {
        std::str::from_utf8(self.text(n)?).map_err(|_| Corrupt::Damaged)
    }

    /// The head of code object `n`.
    pub fn head(self, n: usize) -> Read<Head> {
        if n >= self.codes() {
            return Err(Corrupt::Damaged);
        }
        let mut c = self.cursor(self.u32(HEAD + 4 * (self.texts() + n))? as usize);
        Ok(Head {
            name: c.number()?,
            qualname: c.number()?,
            first_line: c.small()?,
            flags: CodeFlags(c.small()?),
            argcount: c.small()?,
            posonly: c.small()?,
            kwonly: c.small()?,
            registers: c.small()?,
            locals: c.count()?,
            free: c.count()?,
            positions: c.number()?,
            body: c.at,
        })
    }

    /// The body of a code object.
    pub fn body(self, head: &Head) -> Read<Body<'a>> {
        let mut c = self.cursor(head.body);
        let (locals, free, free_base) = (c.numbers(head.locals)?, c.numbers(head.free)?, c.short()?);
        let cells = c.count()?;
        let cells = (0..cells).map(|_| c.short()).collect::<Read<_>>()?;
        let doc = c.number()?.checked_sub(1);
        let n = c.count()?;
        let mut handlers = Vec::with_capacity(n);
        for _ in 0..n {
            let (start, end, target, reg) = (c.small()?, c.small()?, c.small()?, c.short()?);
            handlers.push(Handler { start, end, target, reg });
        }
        let entries = c.count()?;
        Ok(Body { locals, free, free_base, cells, doc, handlers, entries, rest: c })
    }
    /// The docstring's text, if there is one.
    pub fn doc(self, head: &Head) -> Read<Option<usize>> {
        let mut c = self.cursor(head.body);
        for _ in 0..head.locals + head.free + 1 {
            c.number()?;
        }
        for _ in 0..c.number()? {
            c.number()?;
        }
        Ok(c.number()?.checked_sub(1))
    }
    fn cold(self, head: &Head) -> Read<Cursor<'a>> {
        Ok(self.cursor((self.u32(24)? as usize).saturating_add(head.positions)))
    }
    /// The live heights of the `n` instructions of a code object.
    pub fn heights(self, head: &Head, n: usize) -> Read<Vec<u16>> {
        let mut all = Vec::with_capacity(n);
        self.cold(head)?.heights(n, |run, height| all.extend(std::iter::repeat_n(height, run)))?;
        Ok(all)
    }

    /// The calls among whose arguments are other calls, in a code object of `n` instructions.
    pub fn pending(self, head: &Head, n: usize) -> Read<Vec<PendingCall>> {
        let mut c = self.cold(head)?;
        c.heights(n, |_, _| ())?;
        c.pending()
    }
    /// The positions of the `n` instructions of a code object, one after the other.
    pub fn positions(self, head: &Head, n: usize, mut each: impl FnMut(Span)) -> Read<()> {
        let mut c = self.cold(head)?;
        c.heights(n, |_, _| ())?;
        c.pending()?;
        let mut last = Span::default();
        let mut line = 0_i64;
        for _ in 0..n {
            let kind = c.byte()?;
            match kind {
                place::SAME => {
                    each(last);
                    continue;
                }
                place::NONE => last = Span::default(),
                place::FULL => {
                    line = line.wrapping_add(c.signed()?);
                    let (col, end, end_col) = (c.small()?, line.wrapping_add(c.signed()?), c.small()?);
                    last = Span { line: line as u32, col, end_line: end as u32, end_col };
                }
                _ => {
                    line = line.wrapping_add((kind - place::BELOW) as i64);
                    let (col, width) = (c.small()?, c.small()?);
                    let end_col = col.wrapping_add(width);
                    last = Span { line: line as u32, col, end_line: line as u32, end_col };
                }
            }
            each(last);
        }
        Ok(())
    }

    /// Code object `n` and those that it names, as the compiler makes them.
    pub fn unit(self, n: usize, filename: &str) -> Read<Unit> {
        let mut unit = Unit::default();
        let mut wanted = vec![n];
        let mut next = 0;
        while next < wanted.len() {
            let code = self.read(wanted[next], filename, &mut wanted)?;
            unit.codes.push(code);
            next += 1;
        }
        Ok(unit)
    }
    fn read(self, n: usize, filename: &str, wanted: &mut Vec<usize>) -> Read<Code> {
        let head = self.head(n)?;
        let mut body = self.body(&head)?;
        let mut code = Code {
            name: self.name(head.name)?.into(),
            qualname: self.name(head.qualname)?.into(),
            filename: filename.into(),
            first_line: head.first_line,
            flags: head.flags,
            argcount: head.argcount,
            posonly: head.posonly,
            kwonly: head.kwonly,
            locals: body.locals.iter().map(|n| Ok(self.name(*n)?.into())).collect::<Read<_>>()?,
            cells: std::mem::take(&mut body.cells),
            free: body.free.iter().map(|n| Ok(self.name(*n)?.into())).collect::<Read<_>>()?,
            free_base: body.free_base,
            registers: head.registers,
            handlers: std::mem::take(&mut body.handlers),
            doc: body.doc.map(|n| self.text(n)).transpose()?.map(Into::into),
            ..Code::default()
        };
        for _ in 0..body.entries {
            code.pool.push(match body.entry()? {
                Entry::This => PoolEntry::This,
                Entry::Cache => PoolEntry::Cache,
                Entry::Name(n) => PoolEntry::Name(self.name(n)?.into()),
                e => PoolEntry::Const(self.constant(e, wanted)?),
            });
        }
        let words = body.words()?;
        for _ in 0..words {
            code.words.push(body.word()?);
        }
        code.heights = self.heights(&head, words)?;
        code.pending = self.pending(&head, words)?;
        self.positions(&head, words, |s| code.spans.push(s))?;
        Ok(code)
    }
    fn constant(self, e: Entry, wanted: &mut Vec<usize>) -> Read<Const> {
        Ok(match e {
            Entry::None => Const::None,
            Entry::Bool(b) => Const::Bool(b),
            Entry::Ellipsis => Const::Ellipsis,
            Entry::Int(i) => Const::Int(i),
            Entry::Big(b) => Const::Big(b),
            Entry::Float(f) => Const::Float(f),
            Entry::Complex(re, im) => Const::Complex(re, im),
            Entry::Str(n) => Const::Str(self.text(n)?.into()),
            Entry::Bytes(b) => Const::Bytes(b),
            Entry::Tuple(items) => Const::Tuple(self.constants(items, wanted)?),
            Entry::FrozenSet(items) => Const::FrozenSet(self.constants(items, wanted)?),
            Entry::Code(n) => {
                let at = wanted.iter().position(|w| *w == n).unwrap_or(wanted.len());
                if at == wanted.len() {
                    wanted.push(n);
                }
                Const::Code(at as u32)
            }
            Entry::This | Entry::Cache | Entry::Name(_) => return Err(Corrupt::Damaged),
        })
    }
    fn constants(self, items: Vec<Entry>, wanted: &mut Vec<usize>) -> Read<Vec<Const>> {
        items.into_iter().map(|e| self.constant(e, wanted)).collect()
    }
}

#[derive(Clone, Debug)]
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    #[inline]
    fn byte(&mut self) -> Read<u8> {
        let b = *self.bytes.get(self.at).ok_or(Corrupt::Damaged)?;
        self.at += 1;
        Ok(b)
    }
    fn take(&mut self, n: usize) -> Read<&'a [u8]> {
        let end = self.at.checked_add(n).ok_or(Corrupt::Damaged)?;
        let part = self.bytes.get(self.at..end).ok_or(Corrupt::Damaged)?;
        self.at = end;
        Ok(part)
    }
    #[inline]
    fn wide(&mut self) -> Read<u64> {
        let b = self.byte()?;
        if b < 0x80 {
            return Ok(b as u64);
        }
        let (mut n, mut shift) = ((b & 0x7F) as u64, 7);
        loop {
            let b = self.byte()?;
            n |= ((b & 0x7F) as u64) << shift;
            if b < 0x80 {
                return Ok(n);
            }
            shift += 7;
            if shift > 63 {
                return Err(Corrupt::Damaged);
            }
        }
    }
    #[inline]
    fn number(&mut self) -> Read<usize> {
        self.wide().map(|n| n as usize)
    }
    /// A number of things that follow, each at least a byte.
    fn count(&mut self) -> Read<usize> {
        let n = self.number()?;
        if n > self.bytes.len() { Err(Corrupt::Damaged) } else { Ok(n) }
    }
    fn numbers(&mut self, n: usize) -> Read<Vec<usize>> {
        if n > self.bytes.len() {
            return Err(Corrupt::Damaged);
        }
        (0..n).map(|_| self.number()).collect()
    }
    #[inline]
    fn small(&mut self) -> Read<u32> {
        u32::try_from(self.wide()?).map_err(|_| Corrupt::Damaged)
    }
    #[inline]
    fn short(&mut self) -> Read<u16> {
        u16::try_from(self.wide()?).map_err(|_| Corrupt::Damaged)
    }
    fn signed(&mut self) -> Read<i64> {
        let n = self.wide()?;
        Ok((n >> 1) as i64 ^ -((n & 1) as i64))
    }
    fn u64(&mut self) -> Read<u64> {
        let b = self.take(8)?;
        Ok(u64::from_le_bytes([b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]]))
    }
    /// Calls `each` with (run, height) until the runs cover the words.
    fn heights(&mut self, words: usize, mut each: impl FnMut(usize, u16)) -> Read<()> {
        let mut covered = 0;
        while covered < words {
            let (run, height) = (self.number()?, self.short()?);
            if run == 0 || run > words - covered {
                return Err(Corrupt::Damaged);
            }
            covered += run;
            each(run, height);
        }
        Ok(())
    }
    fn pending(&mut self) -> Read<Vec<PendingCall>> {
        let n = self.count()?;
        let mut all = Vec::with_capacity(n);
        for _ in 0..n {
            let (start, end, base) = (self.small()?, self.small()?, self.short()?);
            all.push(PendingCall { start, end, base });
        }
        Ok(all)
    }
    fn entry(&mut self, depth: usize) -> Read<Entry> {
        Ok(match self.byte()? {
            tag::THIS => Entry::This,
            tag::CACHE => Entry::Cache,
            tag::NAME => Entry::Name(self.number()?),
            tag::NONE => Entry::None,
            tag::TRUE => Entry::Bool(true),
            tag::FALSE => Entry::Bool(false),
            tag::ELLIPSIS => Entry::Ellipsis,
            tag::INT => Entry::Int(self.signed()?),
            tag::BIG => Entry::Big(self.bytes()?),
            tag::FLOAT => Entry::Float(self.u64()?),
            tag::COMPLEX => Entry::Complex(self.u64()?, self.u64()?),
            tag::STR => Entry::Str(self.number()?),
            tag::BYTES => Entry::Bytes(self.bytes()?),
            tag::TUPLE => Entry::Tuple(self.entries(depth)?),
            tag::FROZEN_SET => Entry::FrozenSet(self.entries(depth)?),
            tag::CODE => Entry::Code(self.number()?),
            _ => return Err(Corrupt::Damaged),
        })
    }
    fn entries(&mut self, depth: usize) -> Read<Vec<Entry>> {
        if depth > DEEPEST {
            return Err(Corrupt::Damaged);
        }
        let n = self.count()?;
        (0..n).map(|_| self.entry(depth + 1)).collect()
    }
    fn bytes(&mut self) -> Read<Box<[u8]>> {
        let n = self.number()?;
        Ok(self.take(n)?.into())
    }
    /// Up to eight bytes, the rest zero; `at` stays.
    #[inline]
    fn ahead(&self) -> u64 {
        match self.bytes.get(self.at..self.at + 8) {
            Some(b) => u64::from_le_bytes([b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]]),
            None => {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                rest.iter().rev().fold(0, |n, b| n << 8 | *b as u64)
            }
        }
    }
    #[inline]
    fn word(&mut self) -> Read<Ins> {
        let (op, sizes) = (self.byte()?, self.byte()?);
        let mut rest = self.ahead();
        let mut used = 0;
        let mut take = |bits: u32| {
            let n = rest & ((1 << bits) - 1);
            rest >>= bits;
            used += bits as usize / 8;
            n as u16
        };
        let x = take((sizes as u32 & 1) * 8) as u8;
        let mut field = |size: u8| match size & 3 {
            0 => 0,
            1 => take(8),
            2 => take(16),
            _ => 0xFF00 | take(8),
        };
        let (a, b, c) = (field(sizes >> 1), field(sizes >> 3), field(sizes >> 5));
        self.at += used;
        if self.at > self.bytes.len() { Err(Corrupt::Damaged) } else { Ok(Ins { op, x, a, b, c }) }
    }
}
