//! Encoding and decoding text: `str.encode`, `bytes.decode` and the module `_codecs` stand on this.
//!
//! Codecs in native code are found by name alone; every other goes through the registry (`registry`), whose first
//! use imports the package `encodings`. A decoder answers the characters and how many bytes it has read: unless the
//! input is final, an incomplete sequence at its end is left for the next call.

pub mod charmap;
pub mod errors;
pub mod escape;
pub mod registry;
pub mod single;
pub mod utf16;
pub mod utf32;
pub mod utf7;
pub mod utf8;

use self::errors::Errors;
use crate::object::chars::StrBuilder;
use crate::object::string::Str;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};

/// What a decoder answers: the characters, and the number of bytes read.
pub type Decoded = Result<(StrBuilder, usize), Raised>;

/// Order of the bytes of a UTF-16 or UTF-32 unit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// by a byte order mark, else the machine's
    Marked,
    Little,
    Big,
}

impl Order {
    /// The order without a mark.
    pub fn known(self) -> Order {
        match self {
            Order::Marked if cfg!(target_endian = "big") => Order::Big,
            Order::Marked => Order::Little,
            order => order,
        }
    }
}

/// A codec in native code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    Utf8,
    Ascii,
    Latin1,
    Utf16(Order),
    Utf32(Order),
    UnicodeEscape,
    RawUnicodeEscape,
    Utf7,
}

impl Codec {
    /// By any spelling of the name.
    pub fn by_name(name: &str) -> Option<Codec> {
        if name.len() > 24 {
            return None;
        }
        let name = normalized(name);
        Some(match name.as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "cp65001" => Codec::Utf8,
            "ascii" | "us_ascii" | "646" => Codec::Ascii,
            "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "iso8859" | "8859" | "cp819" => {
                Codec::Latin1
            }
            "utf_16" | "utf16" | "u16" => Codec::Utf16(Order::Marked),
            "utf_16_le" | "utf_16le" | "utf16le" | "unicodelittleunmarked" => Codec::Utf16(Order::Little),
            "utf_16_be" | "utf_16be" | "utf16be" | "unicodebigunmarked" => Codec::Utf16(Order::Big),
            "utf_32" | "utf32" | "u32" => Codec::Utf32(Order::Marked),
            "utf_32_le" | "utf_32le" | "utf32le" => Codec::Utf32(Order::Little),
            "utf_32_be" | "utf_32be" | "utf32be" => Codec::Utf32(Order::Big),
            "unicode_escape" | "unicodeescape" => Codec::UnicodeEscape,
            "raw_unicode_escape" | "rawunicodeescape" => Codec::RawUnicodeEscape,
            "utf_7" | "utf7" | "u7" => Codec::Utf7,
            _ => return None,
        })
    }
    pub fn encode(self, t: &mut Thread, s: Str, errors: &Errors) -> Result<Vec<u8>, Raised> {
        match self {
            Codec::Utf8 => utf8::encode(t, s, errors),
            Codec::Ascii => single::encode(t, s, errors, 128),
            Codec::Latin1 => single::encode(t, s, errors, 256),
            Codec::Utf16(order) => utf16::encode(t, s, errors, order),
            Codec::Utf32(order) => utf32::encode(t, s, errors, order),
            Codec::UnicodeEscape => Ok(escape::encode(s)),
            Codec::RawUnicodeEscape => Ok(escape::encode_raw(s)),
            Codec::Utf7 => Ok(utf7::encode(s)),
        }
    }
    pub fn decode(self, t: &mut Thread, data: &[u8], errors: &Errors, last: bool) -> Decoded {
        match self {
            Codec::Utf8 => utf8::decode(t, data, errors, last),
            Codec::Ascii => single::decode_ascii(t, data, errors),
            Codec::Latin1 => Ok((single::decode_latin1(data), data.len())),
            Codec::Utf16(order) => utf16::decode(t, data, errors, order, last).map(|(b, n, _)| (b, n)),
            Codec::Utf32(order) => utf32::decode(t, data, errors, order, last).map(|(b, n, _)| (b, n)),
            Codec::UnicodeEscape => escape::decode(t, data, errors, last),
            Codec::RawUnicodeEscape => escape::decode_raw(t, data, errors, last),
            Codec::Utf7 => utf7::decode(t, data, errors, last),
        }
    }
}

/// The name in lower case, with one `_` for each run of characters other than letters, digits and dots.
pub fn normalized(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else {
            gap = true;
        }
    }
    out
}

/// `str.encode`.
pub fn encode(t: &mut Thread, s: Str, encoding: &str, errors: &str) -> Ret {
    if let Some(codec) = Codec::by_name(encoding) {
        if codec == Codec::Utf8
            && let Some(text) = s.as_ascii()
        {
            return super::bytes::new(t, text.as_bytes());
        }
        let data = codec.encode(t, s, &Errors::by_name(errors))?;
        return super::bytes::new(t, &data);
    }
    let v = registry::run_text_codec(t, encoding, errors, s.value(), registry::Way::Encode)?;
    if super::bytes::data(v).is_some() {
        return Ok(v);
    }
    if Thread::kind_of(v) == crate::object::kind::Kind::ByteArray {
        let data = super::bytearray::copy(t, v);
        return super::bytes::new(t, &data);
    }
    let kind = t.type_name(v);
    Err(t.type_error(format!(
        "'{encoding}' encoder returned '{kind}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
    )))
}
/// `bytes.decode`, of any bytes-like object.
pub fn decode(t: &mut Thread, v: Value, encoding: &str, errors: &str) -> Ret {
    if let Some(codec) = Codec::by_name(encoding) {
        let data = super::buffer::require(t, v)?;
        return decode_with(t, codec, &data, errors);
    }
    let r = registry::run_text_codec(t, encoding, errors, v, registry::Way::Decode)?;
    if Str::from(r).is_some() {
        return Ok(r);
    }
    let kind = t.type_name(r);
    Err(t.type_error(format!(
        "'{encoding}' decoder returned '{kind}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
    )))
}
fn decode_with(t: &mut Thread, codec: Codec, data: &[u8], errors: &str) -> Ret {
    match codec {
        Codec::Utf8 => {
            if let Ok(text) = std::str::from_utf8(data) {
                return match text.len() {
                    1 => Str::from_char(t, data[0] as u32),
                    _ => t.str(text),
                };
            }
        }
        Codec::Latin1 => return Ok(Str::from_slice(t, crate::object::chars::Chars::One(data))?.value()),
        _ => {}
    }
    let (out, _) = codec.decode(t, data, &Errors::by_name(errors), true)?;
    out.finish(t)
}
