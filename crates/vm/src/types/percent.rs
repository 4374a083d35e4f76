//! `%` formatting of str and bytes: one reader of `%[(key)][flags][width][.precision][hlL]type` for both, which differ
//! in what `%s`, `%c` and keys mean. The output grows as WTF-8 (str) or as the bytes themselves.

use super::format_quick;
use super::format_spec::{self, MAX_WIDTH};
use super::{bytes, float_text, number, str as str_};
use crate::object::bigint;
use crate::object::kind::Kind;
use crate::object::string::{Chars, Str, push_wtf8};
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;

/// `format % args` for a str.
pub fn format_str(t: &mut Thread, format: Str, args: Value) -> Ret {
    let plain = args.is_int() || Tuple::from(args).is_some() || Str::from(args).is_some();
    let mapping = !plain && has_items(t, args);
    let mut p = Percent::new(format.chars(), false, args, mapping);
    p.run(t)?;
    let out = p.out;
    std::hint::black_box(format);
    if p.ascii { Ok(Str::from_ascii(t, &out)?.value()) } else { Ok(Str::from_wtf8(t, &out)?.value()) }
}

/// `format % args` for bytes; `format` stays unchanged and reachable meanwhile.
pub fn format_bytes(t: &mut Thread, format: &[u8], args: Value) -> Result<Vec<u8>, Raised> {
    let text = Str::from(args).is_some() || bytes::data(args).is_some() || Thread::kind_of(args) == Kind::ByteArray;
    let mapping = Tuple::from(args).is_none() && !text && has_items(t, args);
    let mut p = Percent::new(Chars::One(format), true, args, mapping);
    p.run(t)?;
    Ok(p.out)
}

/// Whether `args` answers `args[key]`.
fn has_items(t: &mut Thread, args: Value) -> bool {
    let name = t.names().__getitem__;
    t.special(args, name).is_some()
}

struct Percent<'a> {
    format: Chars<'a>,
    /// the next character to read
    at: usize,
    of_bytes: bool,
    /// the tuple of arguments, or the only one
    args: Value,
    tuple: bool,
    next: usize,
    /// `args` as a mapping
    mapping: Option<Value>,
    out: Vec<u8>,
    /// whether the output of a str is ASCII so far
    ascii: bool,
    /// whether the format of a str is ASCII
    plain: bool,
}

/// One conversion.
struct Item {
    left: bool,
    plus: bool,
    space: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    code: u32,
    /// where the type character stands
    index: usize,
}

impl<'a> Percent<'a> {
    fn new(format: Chars<'a>, of_bytes: bool, args: Value, mapping: bool) -> Percent<'a> {
        Percent {
            format,
            at: 0,
            of_bytes,
            args,
            tuple: Tuple::from(args).is_some(),
            next: 0,
            mapping: mapping.then_some(args),
            out: Vec::with_capacity(format.len() + 32),
            ascii: true,
            plain: matches!(format, Chars::One(b) if b.is_ascii()),
        }
    }

    fn peek(&self) -> Option<u32> {
        if self.at < self.format.len() { Some(self.format.get(self.at)) } else { None }
    }

    fn push(&mut self, c: u32) {
        if self.of_bytes {
            self.out.push(c as u8);
        } else {
            self.ascii &= c < 128;
            push_wtf8(&mut self.out, c);
        }
    }
    /// ASCII text.
    fn push_text(&mut self, text: &str) {
        self.out.extend(text.as_bytes());
    }
    fn pad(&mut self, fill: u8, n: usize) {
        self.out.resize(self.out.len() + n, fill);
    }

    fn run(&mut self, t: &mut Thread) -> Result<(), Raised> {
        while self.at < self.format.len() {
            match self.copy_literal() {
                Some(()) => {}
                None => break,
            }
            self.item(t)?;
        }
        let count = if self.tuple { Tuple::of(self.args).len() } else { 1 };
        if self.next < count && self.mapping.is_none() {
            let what = if self.of_bytes { "bytes" } else { "string" };
            return Err(t.type_error(format!("not all arguments converted during {what} formatting")));
        }
        Ok(())
    }

    /// Copies up to the next conversion, past its `%`.
    fn copy_literal(&mut self) -> Option<()> {
        if let Chars::One(text) = self.format
            && (self.of_bytes || self.plain)
        {
            let rest = &text[self.at..];
            let n = memchr::memchr(b'%', rest).unwrap_or(rest.len());
            self.out.extend(&rest[..n]);
            self.at += n;
        }
        while let Some(c) = self.peek() {
            self.at += 1;
            if c != '%' as u32 {
                self.push(c);
            } else if self.peek() == Some('%' as u32) {
                self.at += 1;
                self.push(c);
            } else {
                return Some(());
            }
        }
        None
    }

    fn argument(&mut self, t: &mut Thread) -> Ret {
        let i = self.next;
        self.next += 1;
        if self.tuple {
            let tuple = Tuple::of(self.args);
            if i < tuple.len() {
                return Ok(tuple.get(i));
            }
        } else if i == 0 {
            return Ok(self.args);
        }
        Err(t.type_error("not enough arguments for format string"))
    }

    /// `(key)`: looks it up; its value is the argument.
    fn key(&mut self, t: &mut Thread) -> Result<(), Raised> {
        let Some(mapping) = self.mapping else { return Err(t.type_error("format requires a mapping")) };
        let start = self.at + 1;
        let mut depth = 1;
        loop {
            self.at += 1;
            match self.peek().and_then(char::from_u32) {
                Some('(') => depth += 1,
                Some(')') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if self.at >= self.format.len() {
                return Err(t.value_error("incomplete format key"));
            }
        }
        let name = self.format.slice(start, self.at);
        self.at += 1;
        let key = match name {
            Chars::One(b) if self.of_bytes => bytes::new(t, b)?,
            _ => {
                let chars: Vec<u32> = name.iter().collect();
                Str::from_chars(t, &chars)?.value()
            }
        };
        self.args = t.get_item(mapping, key)?;
        self.tuple = false;
        self.next = 0;
        Ok(())
    }

    /// A width or precision: digits, or `*`.
    fn amount(&mut self, t: &mut Thread, what: &str) -> Result<i64, Raised> {
        if self.peek() == Some('*' as u32) {
            self.at += 1;
            let v = self.argument(t)?;
            if !bigint::is_int(v) {
                return Err(t.type_error("* wants int"));
            }
            return format_spec::width_argument(t, v);
        }
        let mut n = 0i64;
        while let Some(d) = self.peek().and_then(|c| if c < 128 { (c as u8 as char).to_digit(10) } else { None }) {
            self.at += 1;
            n = match n.checked_mul(10).and_then(|n| n.checked_add(d as i64)) {
                Some(n) => n,
                None => return Err(t.value_error(format!("{what} too big"))),
            };
        }
        Ok(n)
    }

    /// `%d` and `%s` of small ints, `%s` of strs, `%.2f` of floats; false if the item is none of these.
    fn quick_item(&mut self) -> bool {
        let Chars::One(text) = self.format else { return false };
        let rest = &text[self.at..];
        let (code, precision, n) = match rest {
            [b'.', p @ b'0'..=b'9', b'f', ..] => (b'f', (p - b'0') as usize, 3),
            [code @ (b'd' | b's'), ..] => (*code, 0, 1),
            [b'f', ..] => (b'f', 6, 1),
            _ => return false,
        };
        if self.of_bytes && code == b's' {
            return false;
        }
        let v = if self.tuple {
            let tuple = Tuple::of(self.args);
            if self.next >= tuple.len() {
                return false;
            }
            tuple.get(self.next)
        } else if self.next == 0 {
            self.args
        } else {
            return false;
        };
        if code == b'f' {
            let mut buffer = [0; 64];
            let Some(x) = v.inline_float() else { return false };
            let Some((digits, _)) = format_quick::fixed(x, precision, &mut buffer) else { return false };
            if x.is_sign_negative() {
                self.out.push(b'-');
            }
            self.out.extend(digits);
        } else if let Some(i) = v.as_int() {
            self.out.extend(super::int_text::decimal(i, &mut [0; 20]));
        } else {
            let Some(text) = v.obj().filter(|o| code == b's' && o.kind() == Kind::Str as u8).map(Str) else {
                return false;
            };
            let Some(text) = text.as_ascii() else { return false };
            self.out.extend(text.as_bytes());
        }
        self.at += n;
        self.next += 1;
        true
    }

    fn item(&mut self, t: &mut Thread) -> Result<(), Raised> {
        if self.quick_item() {
            return Ok(());
        }
        let mut f = Item {
            left: false,
            plus: false,
            space: false,
            alternate: false,
            zero: false,
            width: 0,
            precision: None,
            code: 0,
            index: 0,
        };
        if self.peek() == Some('(' as u32) {
            self.key(t)?;
        }
        while let Some(c) = self.peek().and_then(char::from_u32) {
            match c {
                '-' => f.left = true,
                '+' => f.plus = true,
                ' ' => f.space = true,
                '#' => f.alternate = true,
                '0' => f.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        let width = self.amount(t, "width")?;
        f.left |= width < 0;
        f.width = width.unsigned_abs() as usize;
        if f.width > MAX_WIDTH {
            return Err(t.memory_error());
        }
        if self.peek() == Some('.' as u32) {
            self.at += 1;
            let precision = self.amount(t, "precision")?.max(0);
            if precision > i32::MAX as i64 {
                return Err(t.value_error("precision too big"));
            }
            f.precision = Some(precision as usize);
        }
        if let Some('h' | 'l' | 'L') = self.peek().and_then(char::from_u32) {
            self.at += 1;
        }
        let Some(code) = self.peek() else { return Err(t.value_error("incomplete format")) };
        (f.code, f.index) = (code, self.at);
        self.at += 1;
        let v = self.argument(t)?;
        match char::from_u32(code).unwrap_or('\0') {
            's' if !self.of_bytes => {
                let s = t.str_of(v)?;
                self.text(&f, s);
            }
            'r' if !self.of_bytes => {
                let s = t.repr(v)?;
                self.text(&f, s);
            }
            'a' | 'r' => {
                let s = Str::of(str_::ascii(t, v)?);
                self.text(&f, s);
            }
            's' | 'b' if self.of_bytes => self.bytes(t, &f, v)?,
            'c' => self.char(t, &f, v)?,
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => self.int(t, &f, v)?,
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => self.float(t, &f, v)?,
            _ => return Err(self.unsupported(t, &f)),
        }
        Ok(())
    }
    #[cold]
    fn unsupported(&self, t: &mut Thread, f: &Item) -> Raised {
        let shown = if (32..127).contains(&f.code) { f.code as u8 as char } else { '?' };
        t.value_error(format!("unsupported format character '{shown}' (0x{:x}) at index {}", f.code, f.index))
    }

    /// Text cut to the precision and padded to the width.
    fn text(&mut self, f: &Item, s: Str) {
        let chars = s.chars();
        let n = f.precision.map_or(chars.len(), |p| p.min(chars.len()));
        let pad = f.width.saturating_sub(n);
        if !f.left {
            self.pad(b' ', pad);
        }
        match (s.as_ascii(), self.of_bytes) {
            (Some(text), _) => self.push_text(&text[..n]),
            (None, _) => chars.slice(0, n).iter().for_each(|c| self.push(c)),
        }
        if f.left {
            self.pad(b' ', pad);
        }
        std::hint::black_box(s);
    }

    /// `%s` and `%b` of bytes: an object with the buffer protocol or `__bytes__`.
    fn bytes(&mut self, t: &mut Thread, f: &Item, v: Value) -> Result<(), Raised> {
        let object = match Thread::kind_of(v) {
            Kind::Bytes => v,
            kind => {
                let name = t.names().__bytes__;
                let convertible = matches!(kind, Kind::ByteArray | Kind::MemoryView) || t.special(v, name).is_some();
                if bytes::data(v).is_some() && !convertible {
                    v
                } else if convertible {
                    let class = bytes::TYPE.value();
                    t.call(class, &[v])?
                } else {
                    let kind = t.type_name(v);
                    return Err(t.type_error(format!(
                        "%b requires a bytes-like object, or an object that implements __bytes__, not '{kind}'"
                    )));
                }
            }
        };
        let data = bytes::data(object).unwrap_or_default();
        let n = f.precision.map_or(data.len(), |p| p.min(data.len()));
        let pad = f.width.saturating_sub(n);
        if !f.left {
            self.pad(b' ', pad);
        }
        self.out.extend(&data[..n]);
        if f.left {
            self.pad(b' ', pad);
        }
        std::hint::black_box(object);
        Ok(())
    }

    fn char(&mut self, t: &mut Thread, f: &Item, v: Value) -> Result<(), Raised> {
        let c = if self.of_bytes { byte_of(t, v)? } else { char_of(t, v)? };
        let pad = f.width.saturating_sub(1);
        if !f.left {
            self.pad(b' ', pad);
        }
        self.push(c);
        if f.left {
            self.pad(b' ', pad);
        }
        Ok(())
    }

    fn int(&mut self, t: &mut Thread, f: &Item, v: Value) -> Result<(), Raised> {
        let code = char::from_u32(f.code).unwrap_or('d');
        let plain = integer(t, v, code)?;
        let (negative, mut digits) =
            format_spec::magnitude(t, plain, if code == 'i' || code == 'u' { 'd' } else { code })?;
        if let Some(p) = f.precision
            && digits.len() < p
        {
            digits = "0".repeat(p - digits.len()) + &digits;
        }
        let prefix = match code {
            'x' if f.alternate => "0x",
            'X' if f.alternate => "0X",
            'o' if f.alternate => "0o",
            _ => "",
        };
        self.number(f, negative, prefix, &digits);
        Ok(())
    }

    fn float(&mut self, t: &mut Thread, f: &Item, v: Value) -> Result<(), Raised> {
        let x = t.to_f64(v)?;
        let code = char::from_u32(f.code).unwrap_or('f');
        let text = float_text::format_magnitude(x, code, f.precision.unwrap_or(6), f.alternate);
        self.number(f, x.is_sign_negative() && !x.is_nan(), "", &text);
        Ok(())
    }

    /// A number padded to the width, with spaces before the sign or zeros after it.
    fn number(&mut self, f: &Item, negative: bool, prefix: &str, digits: &str) {
        let sign = match (negative, f.plus, f.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        };
        let pad = f.width.saturating_sub(sign.len() + prefix.len() + digits.len());
        let zeros = f.zero && !f.left;
        if !f.left && !zeros {
            self.pad(b' ', pad);
        }
        self.push_text(sign);
        self.push_text(prefix);
        if zeros {
            self.pad(b'0', pad);
        }
        self.push_text(digits);
        if f.left {
            self.pad(b' ', pad);
        }
    }
}

/// The int of an argument of `%d` (any real number) or `%x` and `%o` (ints only).
fn integer(t: &mut Thread, v: Value, code: char) -> Ret {
    if let Some(i) = bigint::plain_int(v) {
        return Ok(i);
    }
    let n = t.names();
    let wanted = if matches!(code, 'o' | 'x' | 'X') { "an integer" } else { "a real number" };
    let r = if wanted == "an integer" {
        t.try_index(v)
    } else if let Some(x) = super::float::exact(v) {
        return number::float_to_int(t, x);
    } else if t.special(v, n.__int__).is_some() || t.special(v, n.__index__).is_some() {
        super::int::from_value(t, v).map(Some)
    } else {
        Ok(None)
    };
    if let Some(Some(i)) = t.catch(r, &exc::TypeError)? {
        return Ok(i);
    }
    let kind = t.type_name(v);
    Err(t.type_error(format!("%{code} format: {wanted} is required, not {kind}")))
}

fn char_of(t: &mut Thread, v: Value) -> Result<u32, Raised> {
    if let Some(s) = Str::from(v) {
        if s.len() == 1 {
            return Ok(s.chars().get(0));
        }
        return Err(t.type_error("%c requires int or char"));
    }
    let i = t.try_index(v);
    let Some(Some(i)) = t.catch(i, &exc::TypeError)? else { return Err(t.type_error("%c requires int or char")) };
    match bigint::to_i64(i) {
        Some(c) if (0..0x11_0000).contains(&c) => Ok(c as u32),
        _ => Err(t.overflow_error("%c arg not in range(0x110000)")),
    }
}
fn byte_of(t: &mut Thread, v: Value) -> Result<u32, Raised> {
    let one = match Thread::kind_of(v) {
        Kind::ByteArray => {
            let class = bytes::TYPE.value();
            t.call(class, &[v])?
        }
        _ => v,
    };
    if let Some([b]) = bytes::data(one) {
        return Ok(*b as u32);
    }
    let i = t.try_index(v);
    match t.catch(i, &exc::TypeError)?.flatten() {
        Some(i) => match bigint::to_i64(i) {
            Some(c) if (0..256).contains(&c) => Ok(c as u32),
            _ => Err(t.overflow_error("%c arg not in range(256)")),
        },
        None => Err(t.type_error("%c requires an integer in range(256) or a single byte")),
    }
}
