//! The characters of a str in the width it has, searching in them, and `StrBuilder`, which collects characters for
//! a new str.
//!
//! Searching compares raw bytes: a needle narrower than the haystack is widened first, a wider one cannot occur. A match
//! that does not start on a character is passed over.

use super::string::Str;
use crate::thread::{Raised, Ret, Thread};
use memchr::{memchr, memchr2, memmem, memrchr};
use std::borrow::Cow;

/// The characters of a str, in the width it has.
#[derive(Clone, Copy)]
pub enum Chars<'a> {
    /// U+0000 to U+00FF
    One(&'a [u8]),
    Two(&'a [u16]),
    Four(&'a [u32]),
}

impl<'a> Chars<'a> {
    #[inline(always)]
    pub fn len(self) -> usize {
        match self {
            Chars::One(s) => s.len(),
            Chars::Two(s) => s.len(),
            Chars::Four(s) => s.len(),
        }
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    #[inline(always)]
    pub fn get(self, i: usize) -> u32 {
        match self {
            Chars::One(s) => s[i] as u32,
            Chars::Two(s) => s[i] as u32,
            Chars::Four(s) => s[i],
        }
    }
    #[inline]
    pub fn slice(self, from: usize, to: usize) -> Chars<'a> {
        match self {
            Chars::One(s) => Chars::One(&s[from..to]),
            Chars::Two(s) => Chars::Two(&s[from..to]),
            Chars::Four(s) => Chars::Four(&s[from..to]),
        }
    }
    pub fn iter(self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + 'a {
        (0..self.len()).map(move |i| self.get(i))
    }
    /// An upper bound of the characters that is above 127 exactly if one of them is, and above 255, 65535 likewise.
    pub fn max(self) -> u32 {
        match self {
            Chars::One(s) if s.is_ascii() => 0,
            Chars::One(_) => 255,
            Chars::Two(s) => s.iter().copied().max().unwrap_or(0) as u32,
            Chars::Four(s) => s.iter().copied().max().unwrap_or(0),
        }
    }
    /// Logarithm of the bytes a character has.
    #[inline(always)]
    pub fn width_log(self) -> u8 {
        match self {
            Chars::One(_) => 0,
            Chars::Two(_) => 1,
            Chars::Four(_) => 2,
        }
    }
    /// The memory of the characters.
    #[inline(always)]
    pub fn raw(self) -> &'a [u8] {
        // SAFETY: V4: plain integers, seen as the bytes they lie in.
        unsafe {
            match self {
                Chars::One(s) => s,
                Chars::Two(s) => std::slice::from_raw_parts(s.as_ptr().cast(), s.len() * 2),
                Chars::Four(s) => std::slice::from_raw_parts(s.as_ptr().cast(), s.len() * 4),
            }
        }
    }
    /// Position of `needle` at or after `from`.
    pub fn find(self, needle: Chars<'_>, from: usize) -> Option<usize> {
        if from + needle.len() > self.len() {
            return None;
        }
        if let (Chars::One(h), Chars::One(p)) = (self, needle) {
            return match p {
                [] => Some(from),
                [b] => memchr(*b, &h[from..]).map(|i| i + from),
                _ => find_bytes(&h[from..], p).map(|i| i + from),
            };
        }
        Finder::new(self, needle)?.find(self, from)
    }
    /// Last position of `needle` in `from..to`.
    pub fn rfind(self, needle: Chars<'_>, from: usize, to: usize) -> Option<usize> {
        let n = needle.len();
        if from > to || n > to - from {
            return None;
        }
        if n == 0 {
            return Some(to);
        }
        if let (Chars::One(h), Chars::One([b])) = (self, needle) {
            return memrchr(*b, &h[from..to]).map(|i| i + from);
        }
        let needle = widened(self, needle)?;
        let (raw, log) = (self.raw(), self.width_log());
        let (low, mut high) = (from << log, to << log);
        let finder = memmem::FinderRev::new(&*needle);
        while let Some(i) = finder.rfind(&raw[low..high]) {
            let at = low + i;
            if at.is_multiple_of(1 << log) {
                return Some(at >> log);
            }
            high = at + needle.len() - 1;
        }
        None
    }
    /// Position of a character at or after `from`.
    pub fn position(self, c: u32, from: usize) -> Option<usize> {
        match self {
            Chars::One(s) if c < 256 => memchr(c as u8, &s[from..]).map(|i| i + from),
            _ => (from..self.len()).find(|&i| self.get(i) == c),
        }
    }
    pub fn same(self, other: Chars<'_>) -> bool {
        match (self, other) {
            (Chars::One(a), Chars::One(b)) => a.len() == b.len() && super::string::same_bytes(a, b),
            (Chars::Two(a), Chars::Two(b)) => a == b,
            (Chars::Four(a), Chars::Four(b)) => a == b,
            _ => self.len() == other.len() && self.iter().eq(other.iter()),
        }
    }
    pub fn starts_with(self, p: Chars<'_>) -> bool {
        self.len() >= p.len() && self.slice(0, p.len()).same(p)
    }
    pub fn ends_with(self, p: Chars<'_>) -> bool {
        self.len() >= p.len() && self.slice(self.len() - p.len(), self.len()).same(p)
    }
    pub fn order(self, other: Chars<'_>) -> std::cmp::Ordering {
        match (self, other) {
            (Chars::One(a), Chars::One(b)) => a.cmp(b),
            _ => self.iter().cmp(other.iter()),
        }
    }
    /// The characters as Rust text; surrogates become U+FFFD.
    pub fn to_text(self) -> String {
        match self {
            Chars::One(s) if s.is_ascii() => s.iter().map(|b| *b as char).collect(),
            _ => self.iter().map(|c| char::from_u32(c).unwrap_or('\u{FFFD}')).collect(),
        }
    }
}

/// The needle's memory in the width of the haystack; `None` if it cannot occur there.
fn widened<'a>(hay: Chars<'_>, needle: Chars<'a>) -> Option<Cow<'a, [u8]>> {
    match (hay, needle) {
        (Chars::One(_), Chars::One(_)) | (Chars::Two(_), Chars::Two(_)) | (Chars::Four(_), Chars::Four(_)) => {
            Some(Cow::Borrowed(needle.raw()))
        }
        (Chars::Two(_), Chars::One(p)) => Some(p.iter().flat_map(|b| (*b as u16).to_ne_bytes()).collect()),
        (Chars::Four(_), Chars::One(_) | Chars::Two(_)) => Some(needle.iter().flat_map(u32::to_ne_bytes).collect()),
        _ => None,
    }
}

/// Finds one needle again and again in strs of one width.
pub struct Finder<'n> {
    finder: memmem::Finder<'n>,
    width_log: u8,
}

impl<'n> Finder<'n> {
    /// `None` if `needle` cannot occur in `hay`.
    pub fn new(hay: Chars<'_>, needle: Chars<'n>) -> Option<Finder<'n>> {
        let finder = match widened(hay, needle)? {
            Cow::Borrowed(p) => memmem::Finder::new(p),
            Cow::Owned(p) => memmem::Finder::new(&p).into_owned(),
        };
        Some(Finder { finder, width_log: hay.width_log() })
    }
    /// The first position at or after `from` of a haystack of the same width.
    #[inline]
    pub fn find(&self, hay: Chars<'_>, from: usize) -> Option<usize> {
        let raw = hay.raw();
        let log = self.width_log;
        let mut low = from << log;
        if low > raw.len() {
            return None;
        }
        loop {
            let at = low + self.finder.find(&raw[low..])?;
            if at.is_multiple_of(1 << log) {
                return Some(at >> log);
            }
            low = at + 1;
        }
    }
}

/// Position of `p` in `h`.
pub fn find_bytes(h: &[u8], p: &[u8]) -> Option<usize> {
    match p {
        [] => Some(0),
        [b] => memchr(*b, h),
        // preparing the general searcher costs more than a short search
        [a, ..] if h.len() <= 256 => {
            let last = h.len().checked_sub(p.len())?;
            let mut from = 0;
            while from <= last {
                let at = from + memchr(*a, &h[from..=last])?;
                if &h[at..at + p.len()] == p {
                    return Some(at);
                }
                from = at + 1;
            }
            None
        }
        _ => memmem::find(h, p),
    }
}
/// Last position of `p` in `h`.
pub fn rfind_bytes(h: &[u8], p: &[u8]) -> Option<usize> {
    match p {
        [] => Some(h.len()),
        [b] => memrchr(*b, h),
        _ => memmem::rfind(h, p),
    }
}
/// The end of the line that holds `from` (before the line break) and the start of the next, for ASCII breaks alone.
pub fn line_end(h: &[u8], from: usize) -> Option<(usize, usize)> {
    let at = from + memchr2(b'\n', b'\r', &h[from..])?;
    let crlf = h[at] == b'\r' && h.get(at + 1) == Some(&b'\n');
    Some((at, at + 1 + crlf as usize))
}

/// Collects characters; widens as they ask for it.
pub enum StrBuilder {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

impl Default for StrBuilder {
    fn default() -> StrBuilder {
        StrBuilder::new()
    }
}

impl StrBuilder {
    pub fn new() -> StrBuilder {
        StrBuilder::One(Vec::new())
    }
    pub fn with_capacity(n: usize) -> StrBuilder {
        StrBuilder::One(Vec::with_capacity(n))
    }
    pub fn len(&self) -> usize {
        self.chars().len()
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// What is collected so far.
    pub fn chars(&self) -> Chars<'_> {
        match self {
            StrBuilder::One(v) => Chars::One(v),
            StrBuilder::Two(v) => Chars::Two(v),
            StrBuilder::Four(v) => Chars::Four(v),
        }
    }
    #[inline]
    pub fn push(&mut self, c: u32) {
        match self {
            StrBuilder::One(v) if c < 0x100 => v.push(c as u8),
            StrBuilder::Two(v) if c < 0x1_0000 => v.push(c as u16),
            StrBuilder::Four(v) => v.push(c),
            _ => {
                self.widen(c);
                self.push(c);
            }
        }
    }
    pub fn push_char(&mut self, c: char) {
        self.push(c as u32);
    }
    #[cold]
    fn widen(&mut self, c: u32) {
        let chars = self.chars();
        *self = if c < 0x1_0000 {
            StrBuilder::Two(chars.iter().map(|c| c as u16).collect())
        } else {
            StrBuilder::Four(chars.iter().collect())
        };
    }
    pub fn push_text(&mut self, text: &str) {
        match self {
            StrBuilder::One(v) if text.is_ascii() => v.extend_from_slice(text.as_bytes()),
            _ => text.chars().for_each(|c| self.push(c as u32)),
        }
    }
    pub fn push_chars(&mut self, chars: Chars<'_>) {
        match (&mut *self, chars) {
            (StrBuilder::One(v), Chars::One(s)) => v.extend_from_slice(s),
            (StrBuilder::Two(v), Chars::Two(s)) => v.extend_from_slice(s),
            (StrBuilder::Two(v), Chars::One(s)) => v.extend(s.iter().map(|b| *b as u16)),
            (StrBuilder::Four(v), _) => v.extend(chars.iter()),
            _ => chars.iter().for_each(|c| self.push(c)),
        }
    }
    pub fn push_str(&mut self, s: Str) {
        self.push_chars(s.chars());
    }
    /// The last character goes.
    pub fn pop(&mut self) -> Option<u32> {
        match self {
            StrBuilder::One(v) => v.pop().map(u32::from),
            StrBuilder::Two(v) => v.pop().map(u32::from),
            StrBuilder::Four(v) => v.pop(),
        }
    }
    pub fn finish(self, t: &mut Thread) -> Ret {
        Ok(self.finish_str(t)?.value())
    }
    pub fn finish_str(self, t: &mut Thread) -> Result<Str, Raised> {
        Str::from_slice(t, self.chars())
    }
}

impl std::fmt::Write for StrBuilder {
    fn write_str(&mut self, s: &str) -> std::fmt::Result {
        self.push_text(s);
        Ok(())
    }
}
