//! The types an array's items can have, and the machine formats in which pickles carry them.

use num_traits::ToPrimitive;
use pyish_vm::object::bigint;
use pyish_vm::object::string::Str;
use pyish_vm::types::buffer_item;
use pyish_vm::types::codecs;
use pyish_vm::{Raised, Ret, Thread, Value};

/// One type code.
pub struct ItemType {
    pub code: char,
    /// bytes of an item
    pub size: usize,
    /// what range errors call it
    name: &'static str,
}

const fn row(code: char, size: usize, name: &'static str) -> ItemType {
    ItemType { code, size, name }
}
pub static ALL: [ItemType; 14] = [
    row('b', 1, "signed char"),
    row('B', 1, "unsigned byte integer"),
    row('u', 4, ""),
    row('w', 4, ""),
    row('h', 2, "signed short integer"),
    row('H', 2, "unsigned short"),
    row('i', 4, "signed integer"),
    row('I', 4, "unsigned int"),
    row('l', 8, ""),
    row('L', 8, ""),
    row('q', 8, ""),
    row('Q', 8, ""),
    row('f', 4, ""),
    row('d', 8, ""),
];

impl ItemType {
    pub fn is_text(&self) -> bool {
        matches!(self.code, 'u' | 'w')
    }
    /// The value of an item's bytes.
    #[inline]
    pub fn unpack(&self, t: &mut Thread, raw: &[u8]) -> Ret {
        match (self.code, raw) {
            ('b', [b]) => Ok(Value::int(*b as i8 as i64)),
            ('B', [b]) => Ok(Value::int(*b as i64)),
            ('i', &[a, b, c, d]) => Ok(Value::int(i32::from_ne_bytes([a, b, c, d]) as i64)),
            ('u' | 'w', &[a, b, c, d]) => match u32::from_ne_bytes([a, b, c, d]) {
                c if c <= 0x10FFFF => Str::from_char(t, c),
                c => {
                    let (shown, width) = (c, 8);
                    Err(t.value_error(format!("character U+{shown:0width$x} is not in range [U+0000; U+10ffff]")))
                }
            },
            (code, _) => buffer_item::unpack(t, code, raw),
        }
    }
    /// The bytes of an item; OverflowError and TypeError in the words of the C type.
    pub fn pack(&self, t: &mut Thread, v: Value) -> Result<[u8; 8], Raised> {
        let mut out = [0; 8];
        match self.code {
            'f' => {
                let x = t.to_f64(v)? as f32;
                out[..4].copy_from_slice(&x.to_ne_bytes());
            }
            'd' => out = t.to_f64(v)?.to_ne_bytes(),
            'u' | 'w' => match Str::from(v).filter(|s| s.len() == 1) {
                Some(s) => out[..4].copy_from_slice(&s.chars().get(0).to_ne_bytes()),
                None => return Err(t.type_error("array item must be unicode character")),
            },
            'q' | 'Q' => {
                let i = t.index(v)?;
                let n = bigint::to_big(i).and_then(|n| n.to_i128());
                out = match (self.code, n) {
                    ('Q', Some(n)) if n < 0 => return Err(t.overflow_error("can't convert negative int to unsigned")),
                    ('Q', Some(n)) if n <= u64::MAX as i128 => (n as u64).to_ne_bytes(),
                    ('q', Some(n)) if i64::try_from(n).is_ok() => (n as i64).to_ne_bytes(),
                    ('Q', None) if is_negative(i) => {
                        return Err(t.overflow_error("can't convert negative int to unsigned"));
                    }
                    _ => return Err(t.overflow_error("int too big to convert")),
                };
            }
            'I' | 'L' => {
                let i = t.index(v)?;
                if is_negative(i) {
                    return Err(t.overflow_error("can't convert negative value to unsigned int"));
                }
                let Some(n) = bigint::to_big(i).and_then(|n| n.to_u64()) else {
                    return Err(t.overflow_error("Python int too large to convert to C unsigned long"));
                };
                if self.size == 4 && n > u32::MAX as u64 {
                    return Err(t.overflow_error("unsigned int is greater than maximum"));
                }
                out[..self.size].copy_from_slice(&n.to_le_bytes()[..self.size]);
                self.to_machine_order(&mut out);
            }
            _ => {
                let i = t.index(v)?;
                let Some(n) = bigint::to_i64(i) else {
                    return Err(t.overflow_error("Python int too large to convert to C long"));
                };
                let bits = self.size as u32 * 8;
                let signed = self.code.is_ascii_lowercase();
                let (low, high) = match (signed, bits) {
                    (_, 64) => (i64::MIN, i64::MAX),
                    (true, _) => (-1 << (bits - 1), (1 << (bits - 1)) - 1),
                    (false, _) => (0, (1 << bits) - 1),
                };
                // a byte is read as a short first
                let name = match self.code {
                    'b' if i16::try_from(n).is_err() => "signed short integer",
                    _ => self.name,
                };
                if n < low {
                    return Err(t.overflow_error(format!("{name} is less than minimum")));
                }
                if n > high {
                    return Err(t.overflow_error(format!("{name} is greater than maximum")));
                }
                out[..self.size].copy_from_slice(&n.to_le_bytes()[..self.size]);
                self.to_machine_order(&mut out);
            }
        }
        Ok(out)
    }
    fn to_machine_order(&self, out: &mut [u8; 8]) {
        if cfg!(target_endian = "big") {
            out[..self.size].reverse();
        }
    }
    /// The machine format of this type here.
    pub fn machine(&self) -> Format {
        let big = cfg!(target_endian = "big");
        match self.code {
            'u' | 'w' => Format { size: 4, kind: Number::Text, big },
            'f' | 'd' => Format { size: self.size, kind: Number::Float, big },
            c if c.is_ascii_lowercase() => Format { size: self.size, kind: Number::Signed, big },
            _ => Format { size: self.size, kind: Number::Unsigned, big },
        }
    }
    /// The number of the machine format of this type here.
    pub fn machine_code(&self) -> usize {
        MACHINE.iter().position(|m| m.same_as(&self.machine())).unwrap_or(0)
    }
}

fn is_negative(v: Value) -> bool {
    bigint::to_big(v).is_some_and(|n| n.sign() == num_bigint::Sign::Minus)
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Number {
    Unsigned,
    Signed,
    Float,
    Text,
}

/// A format in which some machine keeps numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Format {
    pub size: usize,
    kind: Number,
    big: bool,
}

const fn format(size: usize, kind: Number, big: bool) -> Format {
    Format { size, kind, big }
}
/// The formats by the numbers that pickles use.
pub static MACHINE: [Format; 22] = [
    format(1, Number::Unsigned, false),
    format(1, Number::Signed, false),
    format(2, Number::Unsigned, false),
    format(2, Number::Unsigned, true),
    format(2, Number::Signed, false),
    format(2, Number::Signed, true),
    format(4, Number::Unsigned, false),
    format(4, Number::Unsigned, true),
    format(4, Number::Signed, false),
    format(4, Number::Signed, true),
    format(8, Number::Unsigned, false),
    format(8, Number::Unsigned, true),
    format(8, Number::Signed, false),
    format(8, Number::Signed, true),
    format(4, Number::Float, false),
    format(4, Number::Float, true),
    format(8, Number::Float, false),
    format(8, Number::Float, true),
    format(2, Number::Text, false),
    format(2, Number::Text, true),
    format(4, Number::Text, false),
    format(4, Number::Text, true),
];

impl Format {
    /// One byte has no order.
    pub fn same_as(&self, other: &Format) -> bool {
        self.size == other.size && self.kind == other.kind && (self.size == 1 || self.big == other.big)
    }
    pub fn is_text(&self) -> bool {
        self.kind == Number::Text
    }
    /// The type code whose items are integers of this size and sign.
    pub fn integer(&self) -> Option<&'static ItemType> {
        let whole = matches!(self.kind, Number::Signed | Number::Unsigned);
        ALL.iter().find(|i| whole && i.size == self.size && i.machine().kind == self.kind)
    }
    pub fn unpack(&self, t: &mut Thread, raw: &[u8]) -> Ret {
        let mut raw = raw.to_vec();
        if self.big != cfg!(target_endian = "big") {
            raw.reverse();
        }
        let letter = match (self.kind, self.size) {
            (Number::Float, 4) => 'f',
            (Number::Float, _) => 'd',
            (Number::Signed, _) => return bigint::from_i128(t, buffer_item::from_bytes(&raw, true)),
            _ => return bigint::from_i128(t, buffer_item::from_bytes(&raw, false)),
        };
        buffer_item::unpack(t, letter, &raw)
    }
    /// The bytes of the characters that these bytes encode.
    pub fn text(&self, t: &mut Thread, data: &[u8]) -> Result<Vec<u8>, Raised> {
        let name = match (self.size, self.big) {
            (2, false) => "utf-16-le",
            (2, true) => "utf-16-be",
            (_, false) => "utf-32-le",
            (_, true) => "utf-32-be",
        };
        let raw = pyish_vm::types::bytes::new(t, data)?;
        let text = codecs::decode(t, raw, name, "strict")?;
        Ok(Str::from(text).map_or_else(Vec::new, text_bytes))
    }
}

/// Characters as items.
pub fn text_bytes(s: Str) -> Vec<u8> {
    s.chars().iter().flat_map(u32::to_ne_bytes).collect()
}
