//! The encodings of text streams: three in native code, the others by the incremental classes of `codecs`.

use pyish_vm::import::import_dotted;
use pyish_vm::object::string::{Chars, Str, push_wtf8};
use pyish_vm::{Raised, Ret, Thread, Value, types};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Codec {
    #[default]
    Utf8,
    Ascii,
    Latin1,
    /// by the stream's Python decoder and encoder
    Other,
}

impl Codec {
    pub fn of(encoding: &str) -> Codec {
        let plain: String =
            encoding.chars().map(|c| if c == '-' || c == ' ' { '_' } else { c.to_ascii_lowercase() }).collect();
        match plain.as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "cp65001" => Codec::Utf8,
            "ascii" | "us_ascii" | "646" => Codec::Ascii,
            "latin_1" | "latin1" | "iso_8859_1" | "iso8859_1" | "8859" | "cp819" | "l1" | "iso8859" | "latin" => {
                Codec::Latin1
            }
            _ => Codec::Other,
        }
    }

    /// Appends the bytes of `s`, if they need no error handler.
    pub fn encode_simply(self, s: Str, out: &mut Vec<u8>) -> bool {
        if let Some(a) = s.as_ascii() {
            out.extend_from_slice(a.as_bytes());
            return true;
        }
        let chars = s.chars();
        match (self, chars) {
            (Codec::Utf8, _) => {
                if s.surrogate_at().is_some() {
                    return false;
                }
                chars.iter().for_each(|c| push_wtf8(out, c));
                true
            }
            (Codec::Latin1, Chars::One(b)) => {
                out.extend_from_slice(b);
                true
            }
            _ => false,
        }
    }

    /// How many bytes at the end begin a character that is not whole.
    fn incomplete(self, data: &[u8]) -> usize {
        if self != Codec::Utf8 {
            return 0;
        }
        for back in 1..=data.len().min(3) {
            let b = data[data.len() - back];
            if b & 0xC0 == 0x80 {
                continue;
            }
            let need = match b {
                0xC2..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xF4 => 4,
                _ => 1,
            };
            // the second byte may already rule the sequence out
            let second_fits = back < 2
                || match (b, data[data.len() - back + 1]) {
                    (0xE0, s) => s >= 0xA0,
                    (0xED, s) => s < 0xA0,
                    (0xF0, s) => s >= 0x90,
                    (0xF4, s) => s < 0x90,
                    _ => true,
                };
            return if need > back && second_fits { back } else { 0 };
        }
        0
    }

    /// Decodes `data`; what is left for the next chunk comes back as a number of bytes at the end.
    pub fn decode(
        self,
        t: &mut Thread,
        data: &[u8],
        last: bool,
        encoding: Value,
        errors: Value,
    ) -> Result<(Str, usize), Raised> {
        if data.is_ascii() {
            return Ok((Str::from_ascii(t, data)?, 0));
        }
        if self == Codec::Latin1 {
            let s = Str::from_iter(t, data.len(), 0xFF, data.iter().map(|b| u32::from(*b)))?;
            return Ok((s, 0));
        }
        let left = if last { 0 } else { self.incomplete(data) };
        let whole = &data[..data.len() - left];
        if self == Codec::Utf8
            && let Ok(text) = std::str::from_utf8(whole)
        {
            return Ok((Str::new(t, text)?, left));
        }
        let b = types::bytes::new(t, whole)?;
        let r = t.call_method_named(b, "decode", &[encoding, errors])?;
        Ok((Str::of(r), left))
    }
}

/// `codecs.lookup(encoding)`, checked to be a text encoding.
pub fn lookup(t: &mut Thread, encoding: Value) -> Ret {
    let codecs = import_dotted(t, "codecs")?;
    let info = t.call_method_named(codecs, "lookup", &[encoding])?;
    let name = t.intern("_is_text_encoding")?;
    if let Some(is_text) = t.find_attr(info, name)?
        && !t.truth(is_text)?
    {
        let shown = t.str_text(encoding)?;
        return Err(t.raise(
            &types::exc::LookupError,
            format!("'{shown}' is not a text encoding; use codecs.open() to handle arbitrary codecs"),
        ));
    }
    Ok(info)
}
/// A new incremental decoder or encoder.
pub fn incremental(t: &mut Thread, encoding: Value, errors: Value, which: &str) -> Ret {
    let info = lookup(t, encoding)?;
    let class = t.get_attr_named(info, which)?;
    if class.is_none() {
        let shown = t.str_text(encoding)?;
        return Err(t.raise(&types::exc::LookupError, format!("no incremental codec for '{shown}'")));
    }
    t.call(class, &[errors])
}
