//! `binascii`: hexadecimal, Base64, uuencode, quoted-printable, checksums.

use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::string::Str;
use pyish_vm::object::typeobject::{TypeRow, flag};
use pyish_vm::types::{self, buffer, bytes, exc};
use pyish_vm::{Args, Kind, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow =
    ModuleRow { name: "binascii", doc: "Conversion between binary data and ASCII", functions: &FUNCTIONS, init };
static ERROR: TypeRow = TypeRow::new("Error", Kind::Exception)
    .module("binascii")
    .base(&exc::ValueError)
    .flags(flag::DICT | flag::WEAKREF | flag::EXCEPTION);
static INCOMPLETE: TypeRow = TypeRow::new("Incomplete", Kind::Exception)
    .module("binascii")
    .base(&exc::Exception)
    .flags(flag::DICT | flag::WEAKREF | flag::EXCEPTION);

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for (name, row) in [("Error", &ERROR), ("Incomplete", &INCOMPLETE)] {
        let class = types::ready(t, row)?;
        d.set_named(t, name, class.value())?;
    }
    Ok(())
}

static FUNCTIONS: [Method; 12] = [
    function("a2b_hex(hexstr, /)", a2b_hex, "Binary data of hexadecimal representation."),
    function("unhexlify(hexstr, /)", a2b_hex, "Binary data of hexadecimal representation."),
    function(
        "b2a_hex(data, sep=<unrepresentable>, bytes_per_sep=1)",
        b2a_hex,
        "Hexadecimal representation of binary data.",
    ),
    function(
        "hexlify(data, sep=<unrepresentable>, bytes_per_sep=1)",
        b2a_hex,
        "Hexadecimal representation of binary data.",
    ),
    function("a2b_base64(data, /, *, strict_mode=False)", a2b_base64, "Decode a line of base64 data."),
    function("b2a_base64(data, /, *, newline=True)", b2a_base64, "Base64-code line of data."),
    function("a2b_uu(data, /)", a2b_uu, "Decode a line of uuencoded data."),
    function("b2a_uu(data, /, *, backtick=False)", b2a_uu, "Uuencode line of data."),
    function("a2b_qp(data, header=False)", a2b_qp, "Decode a string of qp-encoded data."),
    function(
        "b2a_qp(data, quotetabs=False, istext=True, header=False)",
        b2a_qp,
        "Encode a string using quoted-printable encoding.",
    ),
    function("crc32(data, crc=0, /)", crc32, "Compute CRC-32 incrementally."),
    function("crc_hqx(data, crc, /)", crc_hqx, "Compute CRC-CCITT incrementally."),
];

/// The bytes of an ASCII str or a bytes-like object.
fn ascii(t: &mut Thread, v: Value) -> Result<Vec<u8>, Raised> {
    if let Some(s) = Str::from(v) {
        return match s.as_ascii() {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None if s.is_empty() => Ok(Vec::new()),
            None => Err(t.value_error("string argument should contain only ASCII characters")),
        };
    }
    match buffer::view(t, v)? {
        Some(data) => Ok(data.into_owned()),
        None => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("argument should be bytes, buffer or ASCII string, not '{kind}'")))
        }
    }
}
fn option(t: &mut Thread, v: Value, default: bool) -> Result<bool, Raised> {
    if v.is_bound() { t.truth(v) } else { Ok(default) }
}
fn error(t: &mut Thread, text: impl AsRef<str>) -> Raised {
    t.raise(&ERROR, text)
}

fn a2b_hex(t: &mut Thread, a: Args) -> Ret {
    let data = ascii(t, a[0])?;
    if !data.len().is_multiple_of(2) {
        return Err(error(t, "Odd-length string"));
    }
    let digit = |b: u8| (b as char).to_digit(16);
    let out: Option<Vec<u8>> = data.chunks_exact(2).map(|p| Some((digit(p[0])? << 4 | digit(p[1])?) as u8)).collect();
    match out {
        Some(out) => bytes::new(t, &out),
        None => Err(error(t, "Non-hexadecimal digit found")),
    }
}
fn b2a_hex(t: &mut Thread, a: Args) -> Ret {
    let data = buffer::require(t, a[0])?;
    let text = bytes::hex(t, &data, a[1], a[2])?;
    bytes::new(t, Str::of(text).raw())
}

// ---- Base64

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const fn values() -> [u8; 256] {
    let mut table = [255; 256];
    let mut i = 0;
    while i < 64 {
        table[ALPHABET[i] as usize] = i as u8;
        i += 1;
    }
    table
}
static VALUES: [u8; 256] = values();

fn b2a_base64(t: &mut Thread, a: Args) -> Ret {
    let newline = option(t, a[1], true)?;
    let data = buffer::require(t, a[0])?;
    let mut out = Vec::with_capacity(data.len().div_ceil(3) * 4 + 1);
    for group in data.chunks(3) {
        let word = (group[0] as u32) << 16
            | (group.get(1).copied().unwrap_or(0) as u32) << 8
            | group.get(2).copied().unwrap_or(0) as u32;
        for i in 0..4 {
            out.push(if i > group.len() { b'=' } else { ALPHABET[(word >> (18 - 6 * i) & 63) as usize] });
        }
    }
    if newline {
        out.push(b'\n');
    }
    bytes::new(t, &out)
}
fn a2b_base64(t: &mut Thread, a: Args) -> Ret {
    let strict = option(t, a[1], false)?;
    let data = ascii(t, a[0])?;
    let mut out = Vec::with_capacity(data.len() / 4 * 3);
    if strict && data.first() == Some(&b'=') {
        return Err(error(t, "Leading padding not allowed"));
    }
    // quad: place in the group of four; pads: padding seen in it
    let (mut quad, mut left, mut pads, mut padding_began) = (0, 0u32, 0, false);
    for (i, &b) in data.iter().enumerate() {
        if b == b'=' {
            padding_began = true;
            if strict && quad == 0 {
                return Err(error(t, "Excess padding not allowed"));
            }
            pads += 1;
            if quad >= 2 && quad + pads >= 4 {
                if strict && i + 1 < data.len() {
                    return Err(error(t, "Excess data after padding"));
                }
                return bytes::new(t, &out);
            }
            continue;
        }
        let v = VALUES[b as usize];
        if v == 255 {
            if strict {
                return Err(error(t, "Only base64 data is allowed"));
            }
            continue;
        }
        if strict && padding_began {
            return Err(error(t, "Discontinuous padding not allowed"));
        }
        pads = 0;
        left = left << 6 | v as u32;
        quad += 1;
        if quad > 1 {
            let bits = (4 - quad) * 2;
            out.push((left >> bits) as u8);
            left &= (1 << bits) - 1;
        }
        quad %= 4;
    }
    match quad {
        0 => bytes::new(t, &out),
        1 => {
            let n = out.len() / 3 * 4 + 1;
            Err(error(
                t,
                format!(
                    "Invalid base64-encoded string: number of data characters ({n}) cannot be 1 more than a multiple of 4"
                ),
            ))
        }
        _ => Err(error(t, "Incorrect padding")),
    }
}

// ---- uuencode

fn a2b_uu(t: &mut Thread, a: Args) -> Ret {
    let data = ascii(t, a[0])?;
    let Some(first) = data.first() else { return bytes::new(t, &[0; 32]) };
    let n = (first.wrapping_sub(b' ') & 63) as usize;
    let mut out = Vec::with_capacity(n);
    let mut rest = data[1..].iter().copied();
    let (mut left, mut bits) = (0u32, 0);
    while out.len() < n {
        let v = match rest.next() {
            // a line cut short ends in spaces
            None | Some(b'\n' | b'\r') => {
                rest = [].iter().copied();
                0
            }
            Some(b @ b' '..=b'`') => (b - b' ') as u32 & 63,
            Some(_) => return Err(error(t, "Illegal char")),
        };
        left = left << 6 | v;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((left >> bits) as u8);
            left &= (1 << bits) - 1;
        }
    }
    if rest.any(|b| !matches!(b, b' ' | b'`' | b'\n' | b'\r')) {
        return Err(error(t, "Trailing garbage"));
    }
    bytes::new(t, &out)
}
fn b2a_uu(t: &mut Thread, a: Args) -> Ret {
    let backtick = option(t, a[1], false)?;
    let data = buffer::require(t, a[0])?;
    if data.len() > 45 {
        return Err(error(t, "At most 45 bytes at once"));
    }
    let shown = |v: u32| if v == 0 && backtick { b'`' } else { v as u8 + b' ' };
    let mut out = vec![shown(data.len() as u32)];
    for group in data.chunks(3) {
        let word = (group[0] as u32) << 16
            | (group.get(1).copied().unwrap_or(0) as u32) << 8
            | group.get(2).copied().unwrap_or(0) as u32;
        out.extend((0..4).map(|i| shown(word >> (18 - 6 * i) & 63)));
    }
    out.push(b'\n');
    bytes::new(t, &out)
}

// ---- quoted-printable

fn a2b_qp(t: &mut Thread, a: Args) -> Ret {
    let header = option(t, a[1], false)?;
    let data = ascii(t, a[0])?;
    let digit = |i: usize| data.get(i).and_then(|b| (*b as char).to_digit(16));
    let mut out = Vec::with_capacity(data.len());
    let mut i = 0;
    while i < data.len() {
        match data[i] {
            b'=' => {
                i += 1;
                match data.get(i) {
                    None => break,
                    // a soft line break
                    Some(b'\n' | b'\r') => {
                        while i < data.len() && data[i] != b'\n' {
                            i += 1;
                        }
                        i += 1;
                    }
                    Some(b'=') => {
                        out.push(b'=');
                        i += 1;
                    }
                    Some(_) => match (digit(i), digit(i + 1)) {
                        (Some(h), Some(l)) => {
                            out.push((h << 4 | l) as u8);
                            i += 2;
                        }
                        _ => out.push(b'='),
                    },
                }
            }
            b'_' if header => {
                out.push(b' ');
                i += 1;
            }
            b => {
                out.push(b);
                i += 1;
            }
        }
    }
    bytes::new(t, &out)
}
fn b2a_qp(t: &mut Thread, a: Args) -> Ret {
    const LINE: usize = 76;
    let quote_tabs = option(t, a[1], false)?;
    let is_text = option(t, a[2], true)?;
    let header = option(t, a[3], false)?;
    let data = buffer::require(t, a[0])?;
    // the text's own kind of line end is kept for soft breaks
    let crlf = data.iter().position(|b| *b == b'\n').is_some_and(|i| i > 0 && data[i - 1] == b'\r');
    let line_end: &[u8] = if crlf { b"\r\n" } else { b"\n" };
    let hex = |b: u8| format!("={b:02X}").into_bytes();
    let mut out = Vec::with_capacity(data.len() * 2);
    let (mut i, mut column) = (0, 0);
    while i < data.len() {
        let b = data[i];
        let next = data.get(i + 1).copied();
        let ends_line = |i: usize| {
            is_text && (data.get(i) == Some(&b'\n') || data.get(i) == Some(&b'\r') && data.get(i + 1) == Some(&b'\n'))
        };
        let quoted = b > 126
            || b == b'='
            || header && b == b'_'
            || b == b'.' && column == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0))
            || !is_text && matches!(b, b'\r' | b'\n')
            || matches!(b, b'\t' | b' ') && next.is_none()
            || b < 33 && !matches!(b, b'\r' | b'\n' | b'\t' | b' ')
            || b < 33 && !matches!(b, b'\r' | b'\n') && (quote_tabs || !matches!(b, b'\t' | b' '));
        if quoted {
            if column + 3 >= LINE {
                out.push(b'=');
                out.extend_from_slice(line_end);
                column = 0;
            }
            out.extend(hex(b));
            column += 3;
            i += 1;
        } else if ends_line(i) {
            // white space before a line end is quoted
            if let Some(last @ (b' ' | b'\t')) = out.last().copied() {
                out.pop();
                out.extend(hex(last));
            }
            out.extend_from_slice(line_end);
            i += if b == b'\r' { 2 } else { 1 };
            column = 0;
        } else {
            if next.is_some() && !ends_line(i + 1) && column + 1 >= LINE {
                out.push(b'=');
                out.extend_from_slice(line_end);
                column = 0;
            }
            column += 1;
            out.push(if header && b == b' ' { b'_' } else { b });
            i += 1;
        }
    }
    bytes::new(t, &out)
}

// ---- checksums

const fn crc_table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let mut c = i as u32;
        let mut k = 0;
        while k < 8 {
            c = if c & 1 == 1 { c >> 1 ^ 0xEDB8_8320 } else { c >> 1 };
            k += 1;
        }
        table[i] = c;
        i += 1;
    }
    table
}
static CRC: [u32; 256] = crc_table();

/// CRC-32 of more data after data whose CRC is `crc`.
pub fn crc32_of(data: &[u8], crc: u32) -> u32 {
    !data.iter().fold(!crc, |c, b| CRC[((c ^ *b as u32) & 255) as usize] ^ c >> 8)
}
fn crc32(t: &mut Thread, a: Args) -> Ret {
    let data = buffer::require(t, a[0])?;
    let before = if a[1].is_bound() { t.to_i64(a[1])? as u32 } else { 0 };
    Ok(Value::int(crc32_of(&data, before) as i64))
}
fn crc_hqx(t: &mut Thread, a: Args) -> Ret {
    let data = buffer::require(t, a[0])?;
    let mut crc = t.to_i64(a[1])? as u32 & 0xFFFF;
    for &b in data.iter() {
        crc ^= (b as u32) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 != 0 { crc << 1 ^ 0x1021 } else { crc << 1 };
        }
        crc &= 0xFFFF;
    }
    Ok(Value::int(crc as i64))
}
