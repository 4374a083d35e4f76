//! `str.format`: the markup of replacement fields, numbering, lookups of attributes and items, nested specifications.
//!
//! `Markup` walks a format string; `string.Formatter` reaches it through the module `_string`.

use crate::native::Args;
use crate::object::chars::{Chars, StrBuilder};
use crate::object::dict::Dict;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;

pub fn dunder_format(t: &mut Thread, a: Args) -> Ret {
    let spec = super::str::argument(t, a[1], "__format__", "")?;
    if spec.is_empty() {
        return Ok(t.str_of(a[0])?.value());
    }
    super::format_spec::format_str(t, a[0], spec)
}
/// `s % args`.
pub fn percent(t: &mut Thread, s: Str, args: Value) -> Ret {
    super::percent::format_str(t, s, args)
}

// ---- the markup

/// One step through a format string: text, then perhaps a replacement field.
pub struct Piece<'a> {
    pub literal: Chars<'a>,
    pub field: Option<Field<'a>>,
}
/// `{name!conversion:spec}`.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    pub name: Chars<'a>,
    pub conversion: Option<u32>,
    pub spec: Chars<'a>,
    /// whether the specification has fields of its own
    pub nested: bool,
}

/// A format string and how far it is read.
pub struct Markup<'a> {
    text: Chars<'a>,
    at: usize,
}

const OPEN: u32 = '{' as u32;
const CLOSE: u32 = '}' as u32;

impl<'a> Markup<'a> {
    pub fn new(text: Chars<'a>) -> Markup<'a> {
        Markup { text, at: 0 }
    }
    fn take(&mut self) -> Option<u32> {
        let c = (self.at < self.text.len()).then(|| self.text.get(self.at))?;
        self.at += 1;
        Some(c)
    }
    /// The next piece; the text of a ValueError if the markup is wrong.
    pub fn step(&mut self) -> Result<Option<Piece<'a>>, &'static str> {
        let start = self.at;
        let n = self.text.len();
        if start == n {
            return Ok(None);
        }
        while self.at < n && !matches!(self.text.get(self.at), OPEN | CLOSE) {
            self.at += 1;
        }
        let Some(brace) = self.take() else {
            return Ok(Some(Piece { literal: self.text.slice(start, n), field: None }));
        };
        let doubled = self.at < n && self.text.get(self.at) == brace;
        if doubled {
            let literal = self.text.slice(start, self.at);
            self.at += 1;
            return Ok(Some(Piece { literal, field: None }));
        }
        if brace == CLOSE {
            return Err("Single '}' encountered in format string");
        }
        if self.at == n {
            return Err("Single '{' encountered in format string");
        }
        let literal = self.text.slice(start, self.at - 1);
        Ok(Some(Piece { literal, field: Some(self.field()?) }))
    }
    fn field(&mut self) -> Result<Field<'a>, &'static str> {
        let start = self.at;
        let end = loop {
            match self.take().and_then(char::from_u32) {
                Some('{') => return Err("unexpected '{' in field name"),
                Some('[') => {
                    while self.at < self.text.len() && self.text.get(self.at) != ']' as u32 {
                        self.at += 1;
                    }
                }
                Some(c @ ('}' | ':' | '!')) => break c,
                None if self.at == self.text.len() => return Err("expected '}' before end of string"),
                _ => {}
            }
        };
        let name = self.text.slice(start, self.at - 1);
        let empty = self.text.slice(self.at, self.at);
        let mut conversion = None;
        let mut end = end;
        if end == '!' {
            let Some(c) = self.take() else { return Err("end of string while looking for conversion specifier") };
            conversion = Some(c);
            match self.take().and_then(char::from_u32) {
                Some(c @ ('}' | ':')) => end = c,
                None => return Err("unmatched '{' in format spec"),
                Some(_) => return Err("expected ':' after conversion specifier"),
            }
        }
        if end == '}' {
            return Ok(Field { name, conversion, spec: empty, nested: false });
        }
        let from = self.at;
        let (mut depth, mut nested) = (1, false);
        while let Some(c) = self.take() {
            match c {
                OPEN => {
                    nested = true;
                    depth += 1;
                }
                CLOSE => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(Field { name, conversion, spec: self.text.slice(from, self.at - 1), nested });
                    }
                }
                _ => {}
            }
        }
        Err("unmatched '{' in format spec")
    }
}

/// A step of a field name: `.attribute` or `[key]`.
pub enum Step<'a> {
    Attribute(Chars<'a>),
    Item(Key<'a>),
}
/// The first part of a field name, or what stands in brackets: a number if all characters are digits.
#[derive(Clone, Copy)]
pub enum Key<'a> {
    Index(i64),
    Name(Chars<'a>),
}

pub const TOO_MANY_DIGITS: &str = "Too many decimal digits in format string";

fn key(text: Chars<'_>) -> Result<Key<'_>, &'static str> {
    if text.is_empty() {
        return Ok(Key::Name(text));
    }
    let mut n = 0i64;
    for c in text.iter() {
        let Some(d) = super::unicode::decimal(c) else { return Ok(Key::Name(text)) };
        n = n.checked_mul(10).and_then(|n| n.checked_add(d as i64)).ok_or(TOO_MANY_DIGITS)?;
    }
    Ok(Key::Index(n))
}
/// A field name's first part and the rest, which `next_step` walks.
pub fn split_name(name: Chars<'_>) -> Result<(Key<'_>, Chars<'_>), &'static str> {
    let end = name.iter().position(|c| c == '.' as u32 || c == '[' as u32).unwrap_or(name.len());
    Ok((key(name.slice(0, end))?, name.slice(end, name.len())))
}
/// Takes the first step off the rest of a field name.
pub fn next_step<'a>(rest: &mut Chars<'a>) -> Result<Option<Step<'a>>, &'static str> {
    if rest.is_empty() {
        return Ok(None);
    }
    let n = rest.len();
    match char::from_u32(rest.get(0)) {
        Some('.') => {
            let end = (1..n).find(|&i| matches!(char::from_u32(rest.get(i)), Some('.' | '['))).unwrap_or(n);
            let name = rest.slice(1, end);
            *rest = rest.slice(end, n);
            if name.is_empty() { Err("Empty attribute in format string") } else { Ok(Some(Step::Attribute(name))) }
        }
        Some('[') => {
            let Some(end) = rest.position(']' as u32, 1) else { return Err("Missing ']' in format string") };
            let inner = rest.slice(1, end);
            *rest = rest.slice(end + 1, n);
            if inner.is_empty() { Err("Empty attribute in format string") } else { Ok(Some(Step::Item(key(inner)?))) }
        }
        _ => Err("Only '.' or '[' may follow ']' in format field specifier"),
    }
}

// ---- formatting

/// How the fields of one call are numbered.
#[derive(PartialEq)]
enum Numbering {
    Open,
    Automatic(i64),
    Manual,
}

struct Formatting {
    /// positional arguments; unbound for `format_map`
    args: Option<Tuple>,
    /// a dict or mapping, or unbound
    mapping: Value,
    numbering: Numbering,
}

pub fn format(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    let mut f = Formatting { args: Some(Tuple::of(a[1])), mapping: a[2], numbering: Numbering::Open };
    let mut out = StrBuilder::with_capacity(s.len());
    f.fill(t, s.chars(), &mut out, 2)?;
    out.finish(t)
}
pub fn format_map(t: &mut Thread, a: Args) -> Ret {
    let s = Str::of(a[0]);
    let mut f = Formatting { args: None, mapping: a[1], numbering: Numbering::Open };
    let mut out = StrBuilder::with_capacity(s.len());
    f.fill(t, s.chars(), &mut out, 2)?;
    out.finish(t)
}

impl Formatting {
    fn fill(&mut self, t: &mut Thread, text: Chars<'_>, out: &mut StrBuilder, depth: u32) -> Result<(), Raised> {
        if depth == 0 {
            return Err(t.value_error("Max string recursion exceeded"));
        }
        let mut markup = Markup::new(text);
        loop {
            let piece = match markup.step() {
                Ok(None) => return Ok(()),
                Ok(Some(p)) => p,
                Err(text) => return Err(t.value_error(text)),
            };
            out.push_chars(piece.literal);
            let Some(field) = piece.field else { continue };
            let v = self.value(t, field.name)?;
            let v = match field.conversion.map(|c| (c, char::from_u32(c))) {
                None => v,
                Some((_, Some('r'))) => t.repr(v)?.value(),
                Some((_, Some('s'))) => t.str_of(v)?.value(),
                Some((_, Some('a'))) => super::str::ascii(t, v)?,
                Some((_, Some(c @ '!'..='~'))) => {
                    return Err(t.value_error(format!("Unknown conversion specifier {c}")));
                }
                Some((c, _)) => return Err(t.value_error(format!("Unknown conversion specifier \\x{c:x}"))),
            };
            let spec = if field.nested {
                let mut inner = StrBuilder::new();
                self.fill(t, field.spec, &mut inner, depth - 1)?;
                inner.finish(t)?
            } else if field.spec.is_empty() {
                Value::UNBOUND
            } else {
                Str::from_slice(t, field.spec)?.value()
            };
            let shown = t.format(v, spec)?;
            out.push_str(Str::of(shown));
        }
    }

    fn value(&mut self, t: &mut Thread, name: Chars<'_>) -> Ret {
        let (first, mut rest) = match split_name(name) {
            Ok(parts) => parts,
            Err(text) => return Err(t.value_error(text)),
        };
        let index = match first {
            Key::Index(i) => Some(self.number(t, Some(i))?),
            Key::Name(n) if n.is_empty() => Some(self.number(t, None)?),
            Key::Name(_) => None,
        };
        let mut v = match (index, first) {
            (Some(i), _) => {
                let Some(args) = self.args else {
                    return Err(t.value_error("Format string contains positional fields"));
                };
                if i as usize >= args.len() {
                    return Err(t.raise(
                        &exc::IndexError,
                        format!("Replacement index {i} out of range for positional args tuple"),
                    ));
                }
                args.get(i as usize)
            }
            (None, Key::Name(n)) => {
                let key = Str::from_slice(t, n)?.value();
                match Dict::from(self.mapping) {
                    _ if self.mapping.is_unbound() => return Err(t.key_error(key)),
                    Some(d) if self.args.is_some() => match d.get(t, key)? {
                        Some(v) => v,
                        None => return Err(t.key_error(key)),
                    },
                    _ => t.get_item(self.mapping, key)?,
                }
            }
            (None, Key::Index(_)) => unreachable!("an index has a number"),
        };
        loop {
            v = match next_step(&mut rest) {
                Ok(None) => return Ok(v),
                Err(text) => return Err(t.value_error(text)),
                Ok(Some(Step::Attribute(n))) => {
                    let n = Str::from_slice(t, n)?;
                    let n = t.intern_str(n)?;
                    t.get_attr(v, n)?
                }
                Ok(Some(Step::Item(Key::Index(i)))) => {
                    let i = t.int(i)?;
                    t.get_item(v, i)?
                }
                Ok(Some(Step::Item(Key::Name(n)))) => {
                    let key = Str::from_slice(t, n)?.value();
                    t.get_item(v, key)?
                }
            };
        }
    }

    /// The index of a field: the one given, or the next.
    fn number(&mut self, t: &mut Thread, given: Option<i64>) -> Result<i64, Raised> {
        match (&mut self.numbering, given) {
            (n @ Numbering::Open, Some(i)) => {
                *n = Numbering::Manual;
                Ok(i)
            }
            (n @ Numbering::Open, None) => {
                *n = Numbering::Automatic(1);
                Ok(0)
            }
            (Numbering::Manual, Some(i)) => Ok(i),
            (Numbering::Automatic(next), None) => {
                *next += 1;
                Ok(*next - 1)
            }
            (Numbering::Manual, None) => {
                Err(t.value_error("cannot switch from manual field specification to automatic field numbering"))
            }
            (Numbering::Automatic(_), Some(_)) => {
                Err(t.value_error("cannot switch from automatic field numbering to manual field specification"))
            }
        }
    }
}
