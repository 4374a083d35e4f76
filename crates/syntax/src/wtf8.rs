//! Text that may hold lone surrogates, as Python strings may: a borrowed view in WTF-8.

use std::fmt;

/// A string; almost always plain UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wtf8<'a> {
    Str(&'a str),
    /// UTF-8 in which surrogates U+D800..U+DFFF stand as their three-byte form.
    Surrogates(&'a [u8]),
}

impl<'a> Wtf8<'a> {
    pub fn as_bytes(self) -> &'a [u8] {
        match self {
            Wtf8::Str(s) => s.as_bytes(),
            Wtf8::Surrogates(b) => b,
        }
    }

    /// The text, unless it holds a surrogate.
    pub fn as_str(self) -> Option<&'a str> {
        match self {
            Wtf8::Str(s) => Some(s),
            Wtf8::Surrogates(_) => None,
        }
    }

    pub fn is_empty(self) -> bool {
        self.as_bytes().is_empty()
    }

    /// The code points, surrogates included.
    pub fn code_points(self) -> impl Iterator<Item = u32> + 'a {
        let bytes = self.as_bytes();
        let mut at = 0;
        std::iter::from_fn(move || {
            let first = u32::from(*bytes.get(at)?);
            let (len, mut point) = match first {
                ..0x80 => (1, first),
                0x80..0xE0 => (2, first & 0x1F),
                0xE0..0xF0 => (3, first & 0x0F),
                _ => (4, first & 0x07),
            };
            for byte in bytes.get(at + 1..at + len).unwrap_or(&[]) {
                point = point << 6 | u32::from(byte & 0x3F);
            }
            at += len;
            Some(point)
        })
    }
}

/// Appends a code point, surrogates included.
pub fn push_code_point(to: &mut Vec<u8>, point: u32) {
    match char::from_u32(point) {
        Some(c) => to.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => to.extend_from_slice(&[
            0xE0 | (point >> 12) as u8 & 0x0F,
            0x80 | (point >> 6) as u8 & 0x3F,
            0x80 | point as u8 & 0x3F,
        ]),
    }
}

/// Surrogates are written as `\udXXX`.
impl fmt::Display for Wtf8<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wtf8::Str(s) => f.write_str(s),
            Wtf8::Surrogates(_) => self.code_points().try_for_each(|p| match char::from_u32(p) {
                Some(c) => write!(f, "{c}"),
                None => write!(f, "\\u{p:04x}"),
            }),
        }
    }
}
