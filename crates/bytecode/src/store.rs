//! The stored form of a unit: what the embedded library, `__pycache__` and `marshal` hold. Written here, read by
//! `stored`.
//!
//! Numbers are little-endian; `v` is a varint of seven bits a byte, `z` one of a zigzag number; a text is a number in
//! the unit's table.
//! ```text
//! magic, table's fingerprint, length, checksum, texts, codes, start of the cold part      u32 each
//! offset of each text, offset of each code's record                                       u32 each
//! records; texts; then, seldom asked for: docstrings of functions, positions of instructions
//! ```
//! A record is a head, which is enough to make a function, and a body, which is read when it is first called:
//! ```text
//! head  name qualname first_line flags argcount posonly kwonly registers locals free offset-of-positions   v each
//! body  locals and free: text v each; free_base v; cells: count v, register v each; docstring: text + 1 or 0
//!       handlers: count v, 4 v each; pool: count v, entries; words: count v, {op, sizes, x a b c as the sizes say}
//! ```
//! In the cold part each code has its live heights, (run, height) v until they cover the words, its pending calls (count
//! v, 3 v each), then a position a word.

use crate::code::{Code, CodeFlags, Const, PoolEntry, Span, Unit};
use crate::table::{Ins, fingerprint};
use std::collections::HashMap;

pub(crate) const MAGIC: u32 = u32::from_le_bytes(*b"pyi1");
/// Bytes of the numbers at the start.
pub(crate) const HEAD: usize = 28;

/// Tags of pool entries.
pub(crate) mod tag {
    pub const THIS: u8 = 0;
    pub const CACHE: u8 = 1;
    pub const NAME: u8 = 2;
    pub const NONE: u8 = 3;
    pub const TRUE: u8 = 4;
    pub const FALSE: u8 = 5;
    pub const ELLIPSIS: u8 = 6;
    pub const INT: u8 = 7;
    pub const BIG: u8 = 8;
    pub const FLOAT: u8 = 9;
    pub const COMPLEX: u8 = 10;
    pub const STR: u8 = 11;
    pub const BYTES: u8 = 12;
    pub const TUPLE: u8 = 13;
    pub const FROZEN_SET: u8 = 14;
    pub const CODE: u8 = 15;
}

/// First bytes of a position.
pub(crate) mod place {
    pub const SAME: u8 = 0;
    pub const NONE: u8 = 1;
    /// line, column, end line, end column, the lines against the last position's line
    pub const FULL: u8 = 2;
    /// one line, so many below the last position's; column and width follow
    pub const BELOW: u8 = 3;
}

/// A checksum of the bytes.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut h = FACTOR ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for c in &mut chunks {
        let w = u64::from_le_bytes([c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]]);
        h = (h ^ w).wrapping_mul(FACTOR).rotate_left(29);
    }
    for b in chunks.remainder() {
        h = (h ^ *b as u64).wrapping_mul(FACTOR).rotate_left(29);
    }
    (h ^ h >> 32) as u32
}

/// A unit in the stored form.
pub fn store(unit: &Unit) -> Vec<u8> {
    let mut texts = Texts::default();
    // texts that only a function's docstring uses lie in the cold part
    let mut records = Vec::new();
    let mut positions = Vec::new();
    let mut starts = Vec::new();
    for code in &unit.codes {
        starts.push(records.len());
        let at = positions.len();
        for run in code.heights.chunk_by(|a, b| a == b) {
            number(&mut positions, run.len() as u64);
            number(&mut positions, run[0] as u64);
        }
        number(&mut positions, code.pending.len() as u64);
        for c in &code.pending {
            for n in [c.start, c.end, c.base as u32] {
                number(&mut positions, n as u64);
            }
        }
        write_positions(&code.spans, &mut positions);
        write_record(code, at, &mut texts, &mut records);
    }
    let tables = HEAD + 4 * (texts.all.len() + unit.codes.len());
    let mut out = vec![0; tables];
    for (i, start) in starts.iter().enumerate() {
        put(&mut out, HEAD + 4 * (texts.all.len() + i), tables + start);
    }
    out.extend(records);
    for cold in [false, true] {
        for (i, text) in texts.all.iter().enumerate().filter(|(i, _)| texts.used[*i] != cold) {
            let at = out.len();
            put(&mut out, HEAD + 4 * i, at);
            number(&mut out, text.len() as u64);
            out.extend(*text);
        }
    }
    let cold = out.len();
    out.extend(positions);
    put(&mut out, 0, MAGIC as usize);
    put(&mut out, 4, fingerprint() as usize);
    let length = out.len();
    put(&mut out, 8, length);
    put(&mut out, 16, texts.all.len());
    put(&mut out, 20, unit.codes.len());
    put(&mut out, 24, cold);
    let sum = checksum(&out[16..]);
    put(&mut out, 12, sum as usize);
    out
}

fn put(out: &mut [u8], at: usize, n: usize) {
    out[at..at + 4].copy_from_slice(&(n as u32).to_le_bytes());
}
fn number(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}
fn signed(out: &mut Vec<u8>, n: i64) {
    number(out, (n << 1 ^ n >> 63) as u64);
}

#[derive(Default)]
struct Texts<'a> {
    all: Vec<&'a [u8]>,
    /// whether something else than a function's docstring uses it
    used: Vec<bool>,
    numbers: HashMap<&'a [u8], u64>,
}

impl<'a> Texts<'a> {
    fn of(&mut self, text: &'a [u8], used: bool) -> u64 {
        let n = *self.numbers.entry(text).or_insert_with(|| {
            self.all.push(text);
            self.used.push(false);
            self.all.len() as u64 - 1
        });
        self.used[n as usize] |= used;
        n
    }
}

fn write_record<'a>(code: &'a Code, positions: usize, texts: &mut Texts<'a>, out: &mut Vec<u8>) {
    let text = |texts: &mut Texts<'a>, out: &mut Vec<u8>, s: &'a str| number(out, texts.of(s.as_bytes(), true));
    text(texts, out, &code.name);
    text(texts, out, &code.qualname);
    let optimized = code.flags.has(CodeFlags::OPTIMIZED);
    for n in [code.first_line, code.flags.0, code.argcount, code.posonly, code.kwonly, code.registers] {
        number(out, n as u64);
    }
    number(out, code.locals.len() as u64);
    number(out, code.free.len() as u64);
    number(out, positions as u64);
    for name in code.locals.iter().chain(&code.free) {
        text(texts, out, name);
    }
    number(out, code.free_base as u64);
    number(out, code.cells.len() as u64);
    for c in &code.cells {
        number(out, *c as u64);
    }
    match &code.doc {
        Some(d) => {
            let n = texts.of(d, !optimized);
            number(out, n + 1);
        }
        None => number(out, 0),
    }
    number(out, code.handlers.len() as u64);
    for h in &code.handlers {
        for n in [h.start, h.end, h.target, h.reg as u32] {
            number(out, n as u64);
        }
    }
    number(out, code.pool.len() as u64);
    for e in &code.pool {
        match e {
            PoolEntry::This => out.push(tag::THIS),
            PoolEntry::Cache => out.push(tag::CACHE),
            PoolEntry::Name(n) => {
                out.push(tag::NAME);
                text(texts, out, n);
            }
            PoolEntry::Const(c) => write_const(c, texts, out),
        }
    }
    number(out, code.words.len() as u64);
    for w in &code.words {
        write_word(*w, out);
    }
}

fn write_const<'a>(c: &'a Const, texts: &mut Texts<'a>, out: &mut Vec<u8>) {
    match c {
        Const::None => out.push(tag::NONE),
        Const::Bool(true) => out.push(tag::TRUE),
        Const::Bool(false) => out.push(tag::FALSE),
        Const::Ellipsis => out.push(tag::ELLIPSIS),
        Const::Int(i) => {
            out.push(tag::INT);
            signed(out, *i);
        }
        Const::Big(b) => {
            out.push(tag::BIG);
            number(out, b.len() as u64);
            out.extend(&**b);
        }
        Const::Float(f) => {
            out.push(tag::FLOAT);
            out.extend(f.to_le_bytes());
        }
        Const::Complex(re, im) => {
            out.push(tag::COMPLEX);
            out.extend(re.to_le_bytes());
            out.extend(im.to_le_bytes());
        }
        Const::Str(s) => {
            out.push(tag::STR);
            number(out, texts.of(s, true));
        }
        Const::Bytes(b) => {
            out.push(tag::BYTES);
            number(out, b.len() as u64);
            out.extend(&**b);
        }
        Const::Tuple(items) | Const::FrozenSet(items) => {
            out.push(if matches!(c, Const::Tuple(_)) { tag::TUPLE } else { tag::FROZEN_SET });
            number(out, items.len() as u64);
            for i in items {
                write_const(i, texts, out);
            }
        }
        Const::Code(n) => {
            out.push(tag::CODE);
            number(out, *n as u64);
        }
    }
}

/// The operation, then a byte of sizes: bit 0 says that `x` follows, and two bits each for `a`, `b` and `c` how: it is 0,
/// a byte, two bytes, a negative byte.
fn write_word(w: Ins, out: &mut Vec<u8>) {
    out.push(w.op);
    let at = out.len();
    out.push(0);
    let mut sizes = 0;
    if w.x != 0 {
        sizes |= 1;
        out.push(w.x);
    }
    for (i, field) in [w.a, w.b, w.c].into_iter().enumerate() {
        let size = match field {
            0 => 0,
            1..=0xFF => 1,
            0xFF00.. => 3,
            _ => 2,
        };
        match size {
            0 => (),
            2 => out.extend(field.to_le_bytes()),
            _ => out.push(field as u8),
        }
        sizes |= size << (1 + 2 * i);
    }
    out[at] = sizes;
}

fn write_positions(spans: &[Span], out: &mut Vec<u8>) {
    let mut last = Span::default();
    let mut line = 0;
    for s in spans {
        let below = s.line as i64 - line;
        if *s == last {
            out.push(place::SAME);
        } else if s.line == 0 {
            out.push(place::NONE);
        } else if s.line == s.end_line && (0..32).contains(&below) && s.end_col >= s.col {
            out.push(place::BELOW + below as u8);
            number(out, s.col as u64);
            number(out, (s.end_col - s.col) as u64);
        } else {
            out.push(place::FULL);
            signed(out, below);
            number(out, s.col as u64);
            signed(out, s.end_line as i64 - s.line as i64);
            number(out, s.end_col as u64);
        }
        if s.line != 0 {
            line = s.line as i64;
        }
        last = *s;
    }
}
