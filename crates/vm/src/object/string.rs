//! Strings: 1, 2 or 4 bytes a character, whichever is the least that holds all; surrogates allowed.
//!
//! Two layouts, told apart by the header's aux byte. *Inline*, a leaf: `[hash, length, data...]`. *Built*, made by `+`: the
//! object is `[hash, length, buffer]` with the data in a leaf buffer `[used, capacity, data...]`; the str
//! that ends at the buffer's used length is extended in place by the next `+`, so that `s += c` in a loop is linear.
//! Bytes are written after the used length was claimed by compare-and-swap and before the new str is published.
//! A hash of 0 means not computed yet.

pub use super::chars::Chars;
use super::kind::Kind;
use super::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use pyish_heap::Obj;
use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

/// A str (the plain value; an instance of a subclass holds one).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Str(pub Obj);

const WIDTH: u8 = 3;
const ASCII: u8 = 4;
const BUILT: u8 = 8;
const INTERNED: u8 = 16;

/// Hash of a str's data, equal for equal strings because the width is always the least.
pub fn hash_bytes(data: &[u8]) -> i64 {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut h = (data.len() as u64).wrapping_mul(K) ^ 0x517C_C1B7_2722_0A95;
    let mut chunks = data.chunks_exact(8);
    for c in &mut chunks {
        let w = u64::from_le_bytes(c.try_into().expect("eight bytes"));
        h = (h ^ w).wrapping_mul(K);
        h ^= h >> 29;
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut w = [0u8; 8];
        w[..rest.len()].copy_from_slice(rest);
        h = (h ^ u64::from_le_bytes(w)).wrapping_mul(K);
        h ^= h >> 29;
    }
    h = h.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    h ^= h >> 32;
    match (h as i64) >> 3 {
        0 => 1,
        -1 => -2,
        h => h,
    }
}

impl Str {
    /// The str `v` is known to be.
    #[inline(always)]
    pub fn of(v: Value) -> Str {
        let o = v.unwrap_obj();
        if o.kind() == Kind::Wrapped as u8 { Str(Value::from_bits(o.word(0)).unwrap_obj()) } else { Str(o) }
    }
    /// The str, if `v` is one or an instance of a subclass.
    #[inline(always)]
    pub fn from(v: Value) -> Option<Str> {
        let o = v.obj()?;
        if o.kind() == Kind::Str as u8 {
            return Some(Str(o));
        }
        if o.kind() == Kind::Wrapped as u8 {
            let inner = Value::from_bits(o.word(0)).obj()?;
            return (inner.kind() == Kind::Str as u8).then_some(Str(inner));
        }
        None
    }
    #[inline(always)]
    pub fn value(self) -> Value {
        Value::from_obj(self.0)
    }
    #[inline(always)]
    fn is_built(self) -> bool {
        self.0.aux() & BUILT != 0
    }
    #[inline(always)]
    pub fn is_ascii(self) -> bool {
        self.0.aux() & ASCII != 0
    }
    pub fn is_interned(self) -> bool {
        self.0.aux() & INTERNED != 0
    }
    pub fn mark_interned(self) {
        self.0.set_aux(self.0.aux() | INTERNED);
    }
    /// Number of characters.
    #[inline(always)]
    pub fn len(self) -> usize {
        let n = self.0.word_relaxed(1) as usize;
        if self.is_built() { n >> 2 } else { n }
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    #[inline(always)]
    fn width(self) -> usize {
        1 << (self.0.aux() & WIDTH)
    }
    #[inline(always)]
    fn data(self) -> *const u8 {
        if self.is_built() {
            let buffer = Value::from_bits(self.0.word(2)).unwrap_obj();
            // SAFETY: V4: a buffer has two words before its data.
            unsafe { buffer.bytes().add(16) }
        } else {
            // SAFETY: V4: an inline str has two words before its data.
            unsafe { self.0.bytes().add(16) }
        }
    }
    /// The characters. The slice is valid while the str is reachable from this thread's stack.
    #[inline(always)]
    pub fn chars<'a>(self) -> Chars<'a> {
        let (p, n) = (self.data(), self.len());
        // SAFETY: V4: `n` characters of the width in the header lie at `p`, aligned to 8, never changed.
        unsafe {
            match self.0.aux() & WIDTH {
                0 => Chars::One(std::slice::from_raw_parts(p, n)),
                1 => Chars::Two(std::slice::from_raw_parts(p.cast(), n)),
                _ => Chars::Four(std::slice::from_raw_parts(p.cast(), n)),
            }
        }
    }
    /// The data bytes in the str's width.
    #[inline(always)]
    pub fn raw<'a>(self) -> &'a [u8] {
        // SAFETY: V4.
        unsafe { std::slice::from_raw_parts(self.data(), self.len() * self.width()) }
    }
    /// The text of an ASCII str.
    #[inline(always)]
    pub fn as_ascii<'a>(self) -> Option<&'a str> {
        // SAFETY: V4: the flag says that all bytes are ASCII.
        if self.is_ascii() { Some(unsafe { std::str::from_utf8_unchecked(self.raw()) }) } else { None }
    }
    /// The text; lone surrogates become U+FFFD.
    pub fn text<'a>(self) -> Cow<'a, str> {
        match self.as_ascii() {
            Some(s) => Cow::Borrowed(s),
            None => Cow::Owned(self.chars().to_text()),
        }
    }
    /// UTF-8, with surrogates as three bytes each (WTF-8).
    pub fn wtf8(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.len());
        for c in self.chars().iter() {
            push_wtf8(&mut out, c);
        }
        out
    }
    /// The first surrogate's position.
    pub fn surrogate_at(self) -> Option<usize> {
        match self.chars() {
            Chars::One(_) => None,
            c => c.iter().position(|c| (0xD800..0xE000).contains(&c)),
        }
    }

    #[inline(always)]
    pub fn hash(self) -> i64 {
        let h = self.0.word_relaxed(0);
        if h != 0 {
            return if self.is_built() { h as i64 >> 2 } else { h as i64 };
        }
        self.compute_hash()
    }
    #[inline(never)]
    fn compute_hash(self) -> i64 {
        let h = hash_bytes(self.raw());
        if self.is_built() {
            self.0.set_plain(0, (h << 2) as u64);
        } else {
            // SAFETY: V4: word 0 of a leaf str is its hash; every thread stores the same number.
            unsafe { (*self.0.slots(0)).store(h as u64, Ordering::Relaxed) };
        }
        h
    }
    #[inline(always)]
    pub fn same_text(self, other: Str) -> bool {
        self.0 == other.0
            || (self.len() == other.len()
                && (self.0.aux() ^ other.0.aux()) & WIDTH == 0
                && same_bytes(self.raw(), other.raw()))
    }
    pub fn eq_text(self, text: &str) -> bool {
        match self.as_ascii() {
            Some(s) => s == text,
            None => self.chars().iter().eq(text.chars().map(u32::from)),
        }
    }

    // ---- making

    #[inline]
    fn alloc(t: &mut Thread, n: usize, width_log: u8, ascii: bool) -> Result<(Str, *mut u8), Raised> {
        let bytes = n.checked_mul(1 << width_log).and_then(|b| b.checked_add(16));
        let Some(bytes) = bytes else { return Err(t.memory_error()) };
        let o = t.alloc_leaf(types::str::TYPE.head(), bytes)?;
        o.set_aux(width_log | if ascii { ASCII } else { 0 });
        // SAFETY: V4: a fresh leaf of 16 + n * width bytes.
        unsafe {
            *o.bytes().cast::<u64>() = 0;
            *o.bytes().cast::<u64>().add(1) = n as u64;
            Ok((Str(o), o.bytes().add(16)))
        }
    }
    /// A str of `n` one-byte characters, filled by `fill`.
    pub fn new_one(t: &mut Thread, n: usize, ascii: bool, fill: impl FnOnce(&mut [u8])) -> Result<Str, Raised> {
        let (s, p) = Str::alloc(t, n, 0, ascii)?;
        // SAFETY: V4: unpublished.
        fill(unsafe { std::slice::from_raw_parts_mut(p, n) });
        Ok(s)
    }
    #[inline]
    pub fn from_ascii(t: &mut Thread, text: &[u8]) -> Result<Str, Raised> {
        debug_assert!(text.is_ascii());
        let (s, p) = Str::alloc(t, text.len(), 0, true)?;
        // SAFETY: V4: unpublished, as long as the text.
        unsafe { copy_bytes(p, text) };
        Ok(s)
    }
    pub fn new(t: &mut Thread, text: &str) -> Result<Str, Raised> {
        if text.is_ascii() {
            return Str::from_ascii(t, text.as_bytes());
        }
        let max = text.chars().map(u32::from).max().unwrap_or(0);
        let n = text.chars().count();
        Str::from_iter(t, n, max, text.chars().map(u32::from))
    }
    pub fn make(t: &mut Thread, text: &str) -> Ret {
        Ok(Str::new(t, text)?.value())
    }
    /// From WTF-8 bytes (constants, file names).
    pub fn from_wtf8(t: &mut Thread, bytes: &[u8]) -> Result<Str, Raised> {
        match std::str::from_utf8(bytes) {
            Ok(s) => Str::new(t, s),
            Err(_) => {
                let chars = decode_wtf8(bytes);
                Str::from_chars(t, &chars)
            }
        }
    }
    pub fn from_chars(t: &mut Thread, chars: &[u32]) -> Result<Str, Raised> {
        let max = chars.iter().copied().max().unwrap_or(0);
        Str::from_iter(t, chars.len(), max, chars.iter().copied())
    }
    pub fn from_char(t: &mut Thread, c: u32) -> Ret {
        if c < 256 {
            return Ok(t.runtime().latin1[c as usize].get());
        }
        Ok(Str::from_iter(t, 1, c, std::iter::once(c))?.value())
    }
    /// `n` characters, none above `max`, the greatest of them.
    pub fn from_iter(t: &mut Thread, n: usize, max: u32, chars: impl Iterator<Item = u32>) -> Result<Str, Raised> {
        if n == 0 {
            return Ok(Str(t.runtime().empty_str.get().unwrap_obj()));
        }
        let width_log = width_log(max);
        let (s, p) = Str::alloc(t, n, width_log, max < 128)?;
        // SAFETY: V4: unpublished, `n` characters of the width.
        unsafe {
            match width_log {
                0 => chars.take(n).enumerate().for_each(|(i, c)| *p.add(i) = c as u8),
                1 => chars.take(n).enumerate().for_each(|(i, c)| *p.cast::<u16>().add(i) = c as u16),
                _ => chars.take(n).enumerate().for_each(|(i, c)| *p.cast::<u32>().add(i) = c),
            }
        }
        Ok(s)
    }
    pub fn from_slice(t: &mut Thread, chars: Chars<'_>) -> Result<Str, Raised> {
        match chars {
            _ if chars.len() == 1 => Ok(Str::of(Str::from_char(t, chars.get(0))?)),
            Chars::One(b) if !b.is_empty() => {
                let (s, p) = Str::alloc(t, b.len(), 0, b.is_ascii())?;
                // SAFETY: V4: unpublished, as long as `b`.
                unsafe { copy_bytes(p, b) };
                Ok(s)
            }
            _ => {
                let max = chars.max();
                if !chars.is_empty() && width_log(max) == chars.width_log() {
                    let (s, p) = Str::alloc(t, chars.len(), chars.width_log(), false)?;
                    copy_widened(p, chars.width_log(), chars);
                    return Ok(s);
                }
                Str::from_iter(t, chars.len(), max, chars.iter())
            }
        }
    }
    /// The strs one after the other, in one allocation.
    pub fn concat_all(t: &mut Thread, parts: &[Value]) -> Ret {
        Str::join_with(t, None, parts.len(), |i| Str::of(parts[i]))
    }
    /// The `n` strs that `part` gives, with a separator between them, in one allocation. `part` must give the same strs
    /// each time it is asked.
    pub fn join_with(t: &mut Thread, separator: Option<Str>, n: usize, part: impl Fn(usize) -> Str) -> Ret {
        let separator = separator.filter(|s| !s.is_empty());
        let (mut total, mut bits, mut ascii, mut filled, mut only) = (0usize, 0u8, ASCII, 0, None);
        for i in 0..n {
            let s = part(i);
            let k = s.len();
            if k > 0 {
                let Some(sum) = total.checked_add(k) else { return Err(t.memory_error()) };
                total = sum;
                bits = bits.max(s.0.aux() & WIDTH);
                ascii &= s.0.aux();
                filled += 1;
                only = Some(s);
            }
        }
        if let Some(s) = separator
            && n > 1
        {
            let Some(sum) = s.len().checked_mul(n - 1).and_then(|k| total.checked_add(k)) else {
                return Err(t.memory_error());
            };
            total = sum;
            bits = bits.max(s.0.aux() & WIDTH);
            ascii &= s.0.aux();
        } else if let Some(s) = only
            && filled == 1
        {
            return Ok(s.value());
        }
        if total == 0 {
            return Ok(t.runtime().empty_str.get());
        }
        let (s, mut p) = Str::alloc(t, total, bits, ascii != 0)?;
        // SAFETY: V4: unpublished; the parts have `total` characters together, none wider than `bits`.
        unsafe {
            for i in 0..n {
                if i > 0
                    && let Some(s) = separator
                {
                    copy_widened(p, bits, s.chars());
                    p = p.add(s.len() << bits);
                }
                let s = part(i);
                copy_widened(p, bits, s.chars());
                p = p.add(s.len() << bits);
            }
        }
        Ok(s.value())
    }
    /// `self * n`.
    pub fn repeat(self, t: &mut Thread, n: usize) -> Result<Str, Raised> {
        let k = self.len();
        if n == 1 || k == 0 {
            return Ok(self);
        }
        if n == 0 {
            return Ok(Str(t.runtime().empty_str.get().unwrap_obj()));
        }
        let log = self.0.aux() & WIDTH;
        let Some(total) = k.checked_mul(n).filter(|n| *n <= isize::MAX as usize) else {
            return Err(t.overflow_error("repeated string is too long"));
        };
        let (s, p) = Str::alloc(t, total, log, self.is_ascii())?;
        let raw = self.raw();
        // SAFETY: V4: unpublished, `total` characters; what is filled doubles until all is.
        unsafe {
            if raw.len() == 1 {
                std::ptr::write_bytes(p, raw[0], total);
            } else {
                std::ptr::copy_nonoverlapping(raw.as_ptr(), p, raw.len());
                let (mut done, all) = (raw.len(), total << log);
                while done < all {
                    let more = done.min(all - done);
                    std::ptr::copy_nonoverlapping(p, p.add(done), more);
                    done += more;
                }
            }
        }
        Ok(s)
    }
    /// `self` between runs of one fill character.
    pub fn padded(self, t: &mut Thread, left: usize, right: usize, fill: u32) -> Result<Str, Raised> {
        if left == 0 && right == 0 {
            return Ok(self);
        }
        let n = self.len();
        let Some(total) = left.checked_add(right).and_then(|k| k.checked_add(n)) else {
            return Err(t.memory_error());
        };
        let chars = self.chars();
        let log = chars.width_log().max(width_log(fill));
        let (s, p) = Str::alloc(t, total, log, self.is_ascii() && fill < 128)?;
        // SAFETY: V4: unpublished, `total` characters of the greater of the two widths.
        unsafe {
            let run = |from: usize, k: usize| match log {
                0 => std::ptr::write_bytes(p.add(from), fill as u8, k),
                1 => (from..from + k).for_each(|i| *p.cast::<u16>().add(i) = fill as u16),
                _ => (from..from + k).for_each(|i| *p.cast::<u32>().add(i) = fill),
            };
            run(0, left);
            copy_widened(p.add(left << log), log, chars);
            run(left + n, right);
        }
        Ok(s)
    }
    pub fn slice(self, t: &mut Thread, from: usize, to: usize) -> Result<Str, Raised> {
        if from == 0 && to == self.len() {
            return Ok(self);
        }
        if from >= to {
            return Ok(Str(t.runtime().empty_str.get().unwrap_obj()));
        }
        if let Some(text) = self.as_ascii() {
            let part = &text.as_bytes()[from..to];
            return match part {
                [c] => Ok(Str::of(t.runtime().latin1[*c as usize].get())),
                _ => Str::from_ascii(t, part),
            };
        }
        Str::from_slice(t, self.chars().slice(from, to))
    }

    /// `self + other`.
    pub fn concat(self, t: &mut Thread, other: Str) -> Result<Str, Raised> {
        let (n, k) = (self.len(), other.len());
        if k == 0 {
            return Ok(self);
        }
        if n == 0 {
            return Ok(other);
        }
        let width_log = (self.0.aux() & WIDTH).max(other.0.aux() & WIDTH);
        let ascii = self.0.aux() & other.0.aux() & ASCII;
        if (n + k) << width_log < 64 {
            let (s, p) = Str::alloc(t, n + k, width_log, ascii != 0)?;
            copy_widened(p, width_log, self.chars());
            // SAFETY: V4.
            copy_widened(unsafe { p.add(n << width_log) }, width_log, other.chars());
            return Ok(s);
        }
        let (used, total) = (n << width_log, (n + k) << width_log);
        if self.is_built() && self.0.aux() & WIDTH == width_log {
            let buffer = Value::from_bits(self.0.word(2)).unwrap_obj();
            let p = buffer.bytes();
            // SAFETY: V4: `[used, capacity, data...]`; the claim makes the bytes past `used` this thread's.
            unsafe {
                let claim = &*p.cast::<AtomicU64>();
                let capacity = *p.cast::<u64>().add(1) as usize;
                if total <= capacity
                    && claim.compare_exchange(used as u64, total as u64, Ordering::AcqRel, Ordering::Relaxed).is_ok()
                {
                    copy_widened(p.add(16 + used), width_log, other.chars());
                    return Str::built(t, n + k, width_log, ascii, buffer);
                }
            }
        }
        let capacity = total + total / 2;
        let buffer = t.alloc_leaf(super::kind::head(Kind::Buffer, 0), 16 + capacity)?;
        let p = buffer.bytes();
        // SAFETY: V4: unpublished.
        unsafe {
            *p.cast::<u64>() = total as u64;
            *p.cast::<u64>().add(1) = capacity as u64;
            copy_widened(p.add(16), width_log, self.chars());
            copy_widened(p.add(16 + used), width_log, other.chars());
        }
        Str::built(t, n + k, width_log, ascii, buffer)
    }
    fn built(t: &mut Thread, n: usize, width_log: u8, ascii: u8, buffer: Obj) -> Result<Str, Raised> {
        let o = t.alloc_small::<3>(types::str::TYPE.head())?;
        o.set_aux(width_log | ascii | BUILT);
        o.init(0, 0);
        o.init(1, Value::index(n).bits());
        o.init(2, Value::from_obj(buffer).bits());
        Ok(Str(o))
    }
    /// An inline str with this text: itself, or a copy of a built one.
    pub fn inline(self, t: &mut Thread) -> Result<Str, Raised> {
        if self.is_built() { Str::from_slice(t, self.chars()) } else { Ok(self) }
    }
}

impl std::fmt::Display for Str {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

fn width_log(max: u32) -> u8 {
    match max {
        0..=0xFF => 0,
        0x100..=0xFFFF => 1,
        _ => 2,
    }
}

/// Whether bytes of one length are the same; few ones are compared without a call.
#[inline(always)]
pub(super) fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    let n = a.len();
    let (p, q) = (a.as_ptr(), b.as_ptr());
    debug_assert!(n == b.len());
    // SAFETY: each piece lies in the `n` bytes of both.
    unsafe {
        match n {
            0 => true,
            1..=3 => *p == *q && *p.add(n / 2) == *q.add(n / 2) && *p.add(n - 1) == *q.add(n - 1),
            4..=7 => {
                p.cast::<u32>().read_unaligned() == q.cast::<u32>().read_unaligned()
                    && p.add(n - 4).cast::<u32>().read_unaligned() == q.add(n - 4).cast::<u32>().read_unaligned()
            }
            8..=16 => {
                p.cast::<u64>().read_unaligned() == q.cast::<u64>().read_unaligned()
                    && p.add(n - 8).cast::<u64>().read_unaligned() == q.add(n - 8).cast::<u64>().read_unaligned()
            }
            _ => a == b,
        }
    }
}
/// Copies bytes, few ones without a call.
#[inline(always)]
unsafe fn copy_bytes(p: *mut u8, from: &[u8]) {
    let (q, n) = (from.as_ptr(), from.len());
    // SAFETY: the caller's memory has room for `n` bytes; each piece lies in the first `n` of both.
    unsafe {
        match n {
            0 => {}
            1..=3 => {
                *p = *q;
                *p.add(n / 2) = *q.add(n / 2);
                *p.add(n - 1) = *q.add(n - 1);
            }
            4..=7 => {
                let (a, b) = (q.cast::<u32>().read_unaligned(), q.add(n - 4).cast::<u32>().read_unaligned());
                p.cast::<u32>().write_unaligned(a);
                p.add(n - 4).cast::<u32>().write_unaligned(b);
            }
            8..=16 => {
                let (a, b) = (q.cast::<u64>().read_unaligned(), q.add(n - 8).cast::<u64>().read_unaligned());
                p.cast::<u64>().write_unaligned(a);
                p.add(n - 8).cast::<u64>().write_unaligned(b);
            }
            _ => std::ptr::copy_nonoverlapping(q, p, n),
        }
    }
}
/// Writes characters to `p` in a width of at least their own.
#[inline(always)]
fn copy_widened(p: *mut u8, width_log: u8, chars: Chars<'_>) {
    // SAFETY: V4: the caller's memory has room for them.
    unsafe {
        match (width_log, chars) {
            (0, Chars::One(s)) => copy_bytes(p, s),
            (1, Chars::Two(s)) => std::ptr::copy_nonoverlapping(s.as_ptr(), p.cast(), s.len()),
            (2, Chars::Four(s)) => std::ptr::copy_nonoverlapping(s.as_ptr(), p.cast(), s.len()),
            (1, _) => chars.iter().enumerate().for_each(|(i, c)| *p.cast::<u16>().add(i) = c as u16),
            _ => chars.iter().enumerate().for_each(|(i, c)| *p.cast::<u32>().add(i) = c),
        }
    }
}

/// Appends one character as UTF-8; surrogates as three bytes.
pub fn push_wtf8(out: &mut Vec<u8>, c: u32) {
    match c {
        0..=0x7F => out.push(c as u8),
        0x80..=0x7FF => out.extend([0xC0 | (c >> 6) as u8, 0x80 | (c & 63) as u8]),
        0x800..=0xFFFF => {
            out.extend([0xE0 | (c >> 12) as u8, 0x80 | (c >> 6 & 63) as u8, 0x80 | (c & 63) as u8]);
        }
        _ => out.extend([
            0xF0 | (c >> 18) as u8,
            0x80 | (c >> 12 & 63) as u8,
            0x80 | (c >> 6 & 63) as u8,
            0x80 | (c & 63) as u8,
        ]),
    }
}

/// Characters of WTF-8 bytes; a byte that fits no sequence becomes its surrogate escape U+DC80 + byte.
pub fn decode_wtf8(bytes: &[u8]) -> Vec<u32> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let b = bytes[i] as u32;
        let n = match b {
            0..=0x7F => 1,
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => 0,
        };
        let tail = bytes.get(i + 1..i + n.max(1)).filter(|t| t.iter().all(|b| b & 0xC0 == 0x80));
        match (n, tail) {
            (0, _) | (_, None) => {
                out.push(0xDC00 + b);
                i += 1;
            }
            (1, _) => {
                out.push(b);
                i += 1;
            }
            (n, Some(tail)) => {
                let first = b & (0xFF >> (n + 1));
                out.push(tail.iter().fold(first, |c, b| c << 6 | (*b as u32 & 63)));
                i += n;
            }
        }
    }
    out
}
