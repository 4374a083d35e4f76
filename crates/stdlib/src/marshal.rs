//! `marshal`: plain values as bytes, in CPython's format; code objects in our own stored form.

use num_bigint::{BigInt, Sign};
use pyish_vm::import::ModuleRow;
use pyish_vm::object::bigint;
use pyish_vm::object::code::{self, Code, load_copy};
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::set::Set;
use pyish_vm::object::string::Str;
use pyish_vm::types::{self, exc};
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow = ModuleRow {
    name: "marshal",
    doc: "This module contains functions that can read and write Python values in a binary format.",
    functions: &FUNCTIONS,
    init: |t, d| d.set_named(t, "version", Value::int(5)),
};

static FUNCTIONS: [Method; 4] = [
    function(
        "dumps(value, version=5, /, *, allow_code=True)",
        dumps,
        "Return the bytes object that would be written to a file by dump(value, file).",
    ),
    function("loads(bytes, /, *, allow_code=True)", loads, "Convert the bytes-like object to a value."),
    function("dump(value, file, version=5, /, *, allow_code=True)", dump, "Write the value on the open file."),
    function("load(file, /, *, allow_code=True)", load, "Read one value from the open file and return it."),
];

/// Levels of containers in containers.
const DEEPEST: usize = 2000;
/// Bits of one digit of a long int.
const DIGIT: usize = 15;

// ---- writing

fn dumps(t: &mut Thread, a: Args) -> Ret {
    let out = written(t, a[0], a[2])?;
    types::bytes::new(t, &out)
}
fn written(t: &mut Thread, v: Value, allow_code: Value) -> Result<Vec<u8>, Raised> {
    let code = allowed(t, allow_code)?;
    let mut out = Vec::new();
    write(t, v, &mut out, code, 0)?;
    Ok(out)
}
/// Whether code objects may be among the values.
fn allowed(t: &mut Thread, v: Value) -> Result<bool, Raised> {
    match v.given() {
        Some(v) => t.truth(v),
        None => Ok(true),
    }
}
fn dump(t: &mut Thread, a: Args) -> Ret {
    let out = written(t, a[0], a[3])?;
    let bytes = types::bytes::new(t, &out)?;
    let name = t.names().write;
    t.call_method(a[1], name, &[bytes])
}
fn size(out: &mut Vec<u8>, n: usize) {
    out.extend((n as u32).to_le_bytes());
}
fn write(t: &mut Thread, v: Value, out: &mut Vec<u8>, code: bool, depth: usize) -> Result<(), Raised> {
    if depth > DEEPEST {
        return Err(t.value_error("object too deeply nested to marshal"));
    }
    if v.is_none() {
        out.push(b'N');
    } else if v.is_bool() {
        out.push(if v.is(Value::TRUE) { b'T' } else { b'F' });
    } else if v.is(Value::ELLIPSIS) {
        out.push(b'.');
    } else if let Some(i) = v.as_int().and_then(|i| i32::try_from(i).ok()) {
        out.push(b'i');
        out.extend(i.to_le_bytes());
    } else if types::int::TYPE.is_exact(v) || v.is_int() {
        write_long(v, out);
    } else if v.is_inline_float() || types::float::TYPE.is_exact(v) {
        out.push(b'g');
        out.extend(t.to_f64(v)?.to_le_bytes());
    } else if types::str::TYPE.is_exact(v) {
        let bytes = Str::of(v).wtf8();
        out.push(b'u');
        size(out, bytes.len());
        out.extend(bytes);
    } else if types::bytes::TYPE.is_exact(v) {
        let bytes = types::bytes::data(v).map(<[u8]>::to_vec).unwrap_or_default();
        out.push(b's');
        size(out, bytes.len());
        out.extend(bytes);
    } else if let Some(d) = Dict::from(v).filter(|_| types::dict::TYPE.is_exact(v)) {
        out.push(b'{');
        for (k, x) in d.copy(t)?.iter() {
            write(t, k, out, code, depth + 1)?;
            write(t, x, out, code, depth + 1)?;
        }
        out.push(b'0');
    } else if let Some(c) = Code::from(v) {
        if !code {
            return Err(t.value_error("marshalling code objects is disallowed"));
        }
        out.extend(code::marshal(t, c)?);
    } else {
        let kind = if types::tuple::TYPE.is_exact(v) {
            b'('
        } else if types::list::TYPE.is_exact(v) {
            b'['
        } else if types::set::TYPE.is_exact(v) {
            b'<'
        } else if types::set::FROZEN.is_exact(v) {
            b'>'
        } else {
            return Err(t.value_error("unmarshallable object"));
        };
        let items = t.collect(v)?;
        out.push(kind);
        size(out, items.len());
        for i in 0..items.len() {
            write(t, items.get(i), out, code, depth + 1)?;
        }
    }
    Ok(())
}
/// Sign and number of digits, then digits of 15 bits.
fn write_long(v: Value, out: &mut Vec<u8>) {
    let n = bigint::to_big(v).unwrap_or_default();
    let (sign, bits) = n.to_bytes_le();
    let mut digits: Vec<u16> = Vec::new();
    let (mut acc, mut have) = (0u32, 0);
    for b in bits {
        acc |= (b as u32) << have;
        have += 8;
        if have >= DIGIT {
            digits.push((acc & 0x7FFF) as u16);
            acc >>= DIGIT;
            have -= DIGIT;
        }
    }
    if acc != 0 {
        digits.push(acc as u16);
    }
    out.push(b'l');
    let count = digits.len() as i32;
    out.extend((if sign == Sign::Minus { -count } else { count }).to_le_bytes());
    for d in digits {
        out.extend(d.to_le_bytes());
    }
}

// ---- reading

struct Reader<'a> {
    data: &'a [u8],
    at: usize,
    /// what later parts may refer back to
    refs: Values,
    /// whether code objects may be among the values
    code: bool,
}

fn loads(t: &mut Thread, a: Args) -> Ret {
    let Some(data) = types::bytes::data(a[0]).map(<[u8]>::to_vec) else {
        let k = t.type_name(a[0]);
        return Err(t.type_error(format!("a bytes-like object is required, not '{k}'")));
    };
    let code = allowed(t, a[1])?;
    read_all(t, &data, code).map(|r| r.0)
}
fn load(t: &mut Thread, a: Args) -> Ret {
    let name = t.names().read;
    let bytes = t.call_method(a[0], name, &[])?;
    let data = types::bytes::data(bytes).map(<[u8]>::to_vec).unwrap_or_default();
    let code = allowed(t, a[1])?;
    let (v, used) = read_all(t, &data, code)?;
    if used < data.len() {
        let back = Value::int(used as i64 - data.len() as i64);
        t.call_method_named(a[0], "seek", &[back, Value::int(1)])?;
    }
    Ok(v)
}
fn read_all(t: &mut Thread, data: &[u8], code: bool) -> Result<(Value, usize), Raised> {
    let mut r = Reader { data, at: 0, refs: Values::new(t)?, code };
    let v = r.value(t, 0)?;
    if v.is_unbound() {
        return Err(t.type_error("NULL object in marshal data for object"));
    }
    Ok((v, r.at))
}

impl Reader<'_> {
    fn take(&mut self, t: &mut Thread, n: usize) -> Result<&[u8], Raised> {
        match self.data.get(self.at..self.at.saturating_add(n)) {
            Some(part) => {
                self.at += n;
                Ok(part)
            }
            None => Err(t.raise(&exc::EOFError, "marshal data too short")),
        }
    }
    fn number(&mut self, t: &mut Thread) -> Result<i32, Raised> {
        let b = self.take(t, 4)?;
        Ok(i32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }
    fn count(&mut self, t: &mut Thread) -> Result<usize, Raised> {
        let n = self.number(t)?;
        usize::try_from(n).map_err(|_| t.value_error("bad marshal data (size out of range)"))
    }
    /// The next value; unbound for the end of a dict.
    fn value(&mut self, t: &mut Thread, depth: usize) -> Ret {
        if depth > DEEPEST {
            return Err(t.value_error("recursion limit exceeded"));
        }
        let byte = self.take(t, 1)?[0];
        let (code, keep) = (byte & 0x7F, byte & 0x80 != 0);
        // a container is entered into the references before its items
        let place = self.refs.len();
        if keep {
            self.refs.push(t, Value::NONE)?;
        }
        let v = self.plain(t, code, depth)?;
        if keep {
            self.refs.set(t, place, v);
        }
        Ok(v)
    }
    fn plain(&mut self, t: &mut Thread, code: u8, depth: usize) -> Ret {
        match code {
            b'0' => Ok(Value::UNBOUND),
            b'N' => Ok(Value::NONE),
            b'T' => Ok(Value::TRUE),
            b'F' => Ok(Value::FALSE),
            b'.' => Ok(Value::ELLIPSIS),
            b'i' => Ok(Value::int(self.number(t)? as i64)),
            b'l' => self.long(t),
            b'g' => {
                let b = self.take(t, 8)?;
                let x = f64::from_le_bytes([b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]]);
                t.float(x)
            }
            b's' => {
                let n = self.count(t)?;
                let b = self.take(t, n)?.to_vec();
                types::bytes::new(t, &b)
            }
            b'u' | b't' | b'a' | b'A' => {
                let n = self.count(t)?;
                let b = self.take(t, n)?.to_vec();
                Ok(Str::from_wtf8(t, &b)?.value())
            }
            b'z' | b'Z' => {
                let n = self.take(t, 1)?[0] as usize;
                let b = self.take(t, n)?.to_vec();
                Ok(Str::from_wtf8(t, &b)?.value())
            }
            b'r' => {
                let i = self.count(t)?;
                if i < self.refs.len() {
                    Ok(self.refs.get(i))
                } else {
                    Err(t.value_error("bad marshal data (invalid reference)"))
                }
            }
            b'{' => {
                let d = Dict::new(t)?;
                loop {
                    let k = self.value(t, depth + 1)?;
                    if k.is_unbound() {
                        return Ok(d.value());
                    }
                    let x = self.value(t, depth + 1)?;
                    d.set(t, k, x)?;
                }
            }
            b'(' | b')' | b'[' | b'<' | b'>' => self.items(t, code, depth),
            code::MARSHAL_CODE => self.code(t),
            _ => Err(t.value_error("bad marshal data (unknown type code)")),
        }
    }
    fn items(&mut self, t: &mut Thread, code: u8, depth: usize) -> Ret {
        let n = if code == b')' { self.take(t, 1)?[0] as usize } else { self.count(t)? };
        let mut vs = Values::new(t)?;
        for _ in 0..n {
            let v = self.value(t, depth + 1)?;
            if v.is_unbound() {
                return Err(t.type_error("NULL object in marshal data for object"));
            }
            vs.push(t, v)?;
        }
        match code {
            b'[' => vs.into_list(t),
            b'(' | b')' => vs.into_tuple(t),
            _ => {
                let row = if code == b'<' { &types::set::TYPE } else { &types::set::FROZEN };
                let s = Set::new(t, row.head())?;
                for v in vs.iter() {
                    s.add(t, v)?;
                }
                Ok(s.value())
            }
        }
    }
    fn code(&mut self, t: &mut Thread) -> Ret {
        if !self.code {
            return Err(t.value_error("unmarshalling code objects is disallowed"));
        }
        let data = self.data;
        match code::unmarshal(&data[self.at - 1..]) {
            Ok((filename, stored, length)) => {
                self.at += length - 1;
                let filename = Str::from_wtf8(t, filename)?.value();
                load_copy(t, stored, filename)
            }
            Err(e) => Err(t.value_error(format!("bad marshal data ({e})"))),
        }
    }
    fn long(&mut self, t: &mut Thread) -> Ret {
        let n = self.number(t)?;
        let mut big = BigInt::default();
        let count = n.unsigned_abs() as usize;
        let bytes = self.take(t, count.saturating_mul(2))?.to_vec();
        for d in bytes.chunks(2).rev() {
            big = (big << DIGIT) + u16::from_le_bytes([d[0], d[1]]);
        }
        t.big(&if n < 0 { -big } else { big })
    }
}
