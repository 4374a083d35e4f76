//! String literals to values: prefixes, escapes, the joining of neighbours, f-strings, t-strings.

use crate::actions::{Action, Builder, Field, Part, Piece};
use crate::ast::*;
use crate::scratch::Mark;
use crate::wtf8::push_code_point;

/// A literal taken apart.
struct Literal {
    bytes: bool,
    raw: bool,
    u: bool,
    /// What stands between the quotes.
    body: Span,
}

impl<'s> Builder<'s> {
    pub fn piece_plain(&mut self, l: u32, r: u32) -> Piece {
        Piece::Plain(Span::new(l, r))
    }

    pub fn fstring_open(&mut self, l: u32, r: u32) -> Mark {
        let raw = self.src.slice(Span::new(l, r)).contains(['r', 'R']);
        self.raw.push(raw);
        self.parts.empty()
    }

    pub fn tstring_open(&mut self, l: u32, r: u32) -> Mark {
        self.fstring_open(l, r)
    }

    pub fn piece_f(&mut self, m: Mark) -> Piece {
        self.raw.pop();
        Piece::FString(m)
    }

    pub fn piece_t(&mut self, m: Mark) -> Piece {
        self.raw.pop();
        Piece::TString(m)
    }

    pub fn fstring_text(&mut self, l: u32, r: u32) -> Action<()> {
        let (span, start) = (Span::new(l, r), self.text.len());
        let raw = self.raw.last().copied().unwrap_or(false);
        let mut text = std::mem::take(&mut self.text);
        // A doubled brace ends its token and stands for one.
        let source = self.src.slice(span);
        let doubled = source.ends_with("{{") || source.ends_with("}}");
        let decoded = self.decode_text(Span::new(l, r - u32::from(doubled)), raw, &mut text, None);
        self.text = text;
        decoded?;
        if self.text.len() > start {
            self.parts.begin(Part::Text { span, start });
        }
        Ok(())
    }

    pub fn conversion(&mut self, l: u32, name: u32, r: u32) -> Action<(u32, u32)> {
        if name != l + 1 {
            return self.fail("f-string: conversion type must come right after the exclamation mark", Span::new(l, r));
        }
        match self.src.slice(Span::new(name, r)) {
            "s" => Ok((u32::from('s'), l)),
            "r" => Ok((u32::from('r'), l)),
            "a" => Ok((u32::from('a'), l)),
            other => {
                let message = format!("f-string: invalid conversion character '{other}': expected 's', 'r', or 'a'");
                self.fail(message, Span::new(name, r))
            }
        }
    }

    pub fn format_spec(&mut self, l: u32, m: Mark, r: u32) -> ExprId {
        let values = self.join_parts(m, &[]);
        self.expr(l, Expr::JoinedStr { values }, r)
    }

    /// A field is a `FormattedValue`; with `=`, its text stands before it.
    pub fn fstring_field(&mut self, f: Field) -> Action<()> {
        let mut conversion = f.conversion.map_or(-1, |(c, _)| c as i32);
        if f.equal.is_some() {
            let end = f.conversion.map(|(_, at)| at);
            let end = end.or(f.spec.map(|s| self.ast.span(s).start)).unwrap_or(f.close);
            let span = Span::new(f.start + 1, end);
            let start = self.text.len();
            self.push_without_comments(span);
            self.parts.begin(Part::Text { span, start });
            if conversion < 0 && f.spec.is_none() {
                conversion = 'r' as i32;
            }
        }
        let node = Expr::FormattedValue { value: f.value, conversion, format_spec: f.spec };
        let field = self.expr(f.start, node, f.end);
        self.parts.begin(Part::Field { id: field, value_end: f.value_end });
        Ok(())
    }

    /// The text of a `=` field: as written, but for comments.
    fn push_without_comments(&mut self, span: Span) {
        let text = self.src.slice(span).as_bytes();
        let mut i = 0;
        let mut quote = None;
        while let Some(&byte) = text.get(i) {
            match (byte, quote) {
                (b'#', None) => {
                    i += memchr::memchr(b'\n', &text[i..]).unwrap_or(text.len() - i);
                    continue;
                }
                (b'\'' | b'"', None) => quote = Some(byte),
                (_, Some(q)) if q == byte => quote = None,
                _ => {}
            }
            self.text.push(byte);
            i += 1;
        }
    }

    /// The value of adjacent literals.
    pub fn strings(&mut self, l: u32, m: Mark, r: u32) -> Action<ExprId> {
        if let [Piece::Plain(span)] = *self.pieces.since(m) {
            self.pieces.drop(m);
            return self.one_string(span);
        }
        let pieces = self.pieces.since(m).to_vec();
        self.pieces.drop(m);
        let plain = |p: &Piece| matches!(p, Piece::Plain(_));
        if pieces.iter().all(plain) {
            return self.plain_strings(l, &pieces, r);
        }
        let template = pieces.iter().find_map(|p| if let Piece::TString(m) = p { Some(*m) } else { None });
        if let Some(mark) = template {
            if pieces.iter().any(|p| !matches!(p, Piece::TString(_))) {
                let message = "cannot mix t-string literals with string or bytes literals";
                return self.fail(message, Span::new(l, r));
            }
            for i in 0..self.parts.since(mark).len() {
                if let Part::Field { id, value_end } = self.parts.since(mark)[i] {
                    self.interpolate(id, value_end);
                }
            }
            let values = self.join_pieces(&pieces)?;
            return Ok(self.expr(l, Expr::TemplateStr { values }, r));
        }
        let values = self.join_pieces(&pieces)?;
        Ok(self.expr(l, Expr::JoinedStr { values }, r))
    }

    /// Turns a field made as one of an f-string into one of a t-string, which keeps its text.
    fn interpolate(&mut self, id: ExprId, value_end: u32) {
        if let Expr::FormattedValue { value, conversion, format_spec } = *self.ast.expr(id) {
            let start = self.text.len();
            self.push_without_comments(Span::new(self.ast.span(id).start + 1, value_end));
            let str = self.ast.names.intern_wtf8(&self.text[start..]);
            self.text.truncate(start);
            *self.ast.expr_mut(id) = Expr::Interpolation { value, str, conversion, format_spec };
        }
    }

    fn literal(&self, span: Span) -> Literal {
        let text = self.src.slice(span).as_bytes();
        let quote = text.iter().position(|b| matches!(b, b'\'' | b'"')).unwrap_or(0);
        let prefix = &text[..quote];
        let long = text.len() >= quote + 6 && text[quote..].starts_with(&[text[quote]; 3]);
        let width = if long { 3 } else { 1 };
        let has = |a: u8, b: u8| prefix.iter().any(|&p| p == a || p == b);
        Literal {
            bytes: has(b'b', b'B'),
            raw: has(b'r', b'R'),
            u: has(b'u', b'U') && prefix[0] == b'u',
            body: Span::new(span.start + quote as u32 + width, span.end - width),
        }
    }

    fn one_string(&mut self, span: Span) -> Action<ExprId> {
        let literal = self.literal(span);
        let text = self.src.slice(literal.body);
        let value = if literal.bytes {
            let mut bytes = Vec::new();
            self.decode_bytes(&literal, &mut bytes, span)?;
            Constant::Bytes(self.ast.blobs.add(&bytes))
        } else if literal.raw || !text.contains('\\') {
            Constant::Str(self.ast.names.intern(text))
        } else {
            let mut text = Vec::new();
            self.decode_text(literal.body, false, &mut text, Some(span))?;
            Constant::Str(self.ast.names.intern_wtf8(&text))
        };
        Ok(self.expr(span.start, Expr::Constant { value, u: literal.u }, span.end))
    }

    fn plain_strings(&mut self, l: u32, pieces: &[Piece], r: u32) -> Action<ExprId> {
        let mut out = Vec::new();
        let (mut bytes, mut u) = (false, false);
        for (i, piece) in pieces.iter().enumerate() {
            let Piece::Plain(span) = *piece else { continue };
            let literal = self.literal(span);
            if i == 0 {
                (bytes, u) = (literal.bytes, literal.u);
            } else if bytes != literal.bytes {
                return self.fail_at("cannot mix bytes and nonbytes literals", None);
            }
            match bytes {
                true => self.decode_bytes(&literal, &mut out, span)?,
                false => self.decode_text(literal.body, literal.raw, &mut out, Some(span))?,
            }
        }
        let value = match bytes {
            true => Constant::Bytes(self.ast.blobs.add(&out)),
            false => Constant::Str(self.ast.names.intern_wtf8(&out)),
        };
        Ok(self.expr(l, Expr::Constant { value, u }, r))
    }

    fn join_pieces(&mut self, pieces: &[Piece]) -> Action<Seq<ExprId>> {
        let mut plains = Vec::new();
        let mut first = None;
        for piece in pieces {
            match *piece {
                Piece::Plain(span) => {
                    let literal = self.literal(span);
                    if literal.bytes {
                        return self.fail_at("cannot mix bytes and nonbytes literals", None);
                    }
                    let mut text = Vec::new();
                    self.decode_text(literal.body, literal.raw, &mut text, Some(span))?;
                    plains.push(Plain { span, text, u: literal.u });
                }
                Piece::FString(mark) | Piece::TString(mark) => {
                    first.get_or_insert(mark);
                }
            }
        }
        let mark = first.unwrap_or(self.parts.empty());
        Ok(self.join_parts(mark, &plains))
    }

    /// Makes the parts above a mark, with the plain literals between them, a list of nodes in
    /// which neighbouring texts are one constant and empty ones are left out.
    fn join_parts(&mut self, mark: Mark, plains: &[Plain]) -> Seq<ExprId> {
        let parts = self.parts.since(mark).to_vec();
        self.parts.drop(mark);
        let starts: Vec<usize> =
            parts.iter().filter_map(|p| if let Part::Text { start, .. } = p { Some(*start) } else { None }).collect();
        let bottom = starts.first().copied().unwrap_or(self.text.len());
        let nodes = self.exprs.empty();
        let mut joined = Joined { span: None, text: Vec::new(), u: false };
        let mut plains = plains.iter().peekable();
        let mut next_text = 0;
        for part in &parts {
            let at = match *part {
                Part::Text { span, .. } => span.start,
                Part::Field { id, .. } => self.ast.span(id).start,
            };
            while let Some(plain) = plains.next_if(|p| p.span.start < at) {
                joined.add(plain.span, &plain.text, plain.u);
            }
            match *part {
                Part::Text { span, start } => {
                    next_text += 1;
                    let end = starts.get(next_text).copied().unwrap_or(self.text.len());
                    joined.add(span, &self.text[start..end], false);
                }
                Part::Field { id, .. } => {
                    self.flush(nodes, &mut joined);
                    self.exprs.push(nodes, id);
                }
            }
        }
        for plain in plains {
            joined.add(plain.span, &plain.text, plain.u);
        }
        self.flush(nodes, &mut joined);
        self.text.truncate(bottom);
        self.exprs.finish(nodes, &mut self.ast)
    }

    fn flush(&mut self, nodes: Mark, joined: &mut Joined) {
        if let Some(span) = joined.span.take()
            && !joined.text.is_empty()
        {
            let value = Constant::Str(self.ast.names.intern_wtf8(&joined.text));
            let id = self.expr(span.start, Expr::Constant { value, u: joined.u }, span.end);
            self.exprs.push(nodes, id);
            joined.text.clear();
        }
    }

    fn decode_bytes(&mut self, literal: &Literal, out: &mut Vec<u8>, span: Span) -> Action<()> {
        let text = self.src.slice(literal.body);
        if !text.is_ascii() {
            return self.fail("bytes can only contain ASCII literal characters", span);
        }
        if literal.raw {
            out.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        let start = literal.body.start;
        let bytes = text.as_bytes();
        let mut i = 0;
        while let Some(n) = memchr::memchr(b'\\', &bytes[i..]) {
            out.extend_from_slice(&bytes[i..i + n]);
            i += n;
            let escape = bytes.get(i + 1).copied().unwrap_or(b'\\');
            i += match escape {
                b'x' => match hex(&bytes[i + 2..], 2) {
                    Some(value) => {
                        out.push(value as u8);
                        4
                    }
                    None => {
                        let message = format!("(value error) invalid \\x escape at position {i}");
                        return self.fail_for_certain(message, Some(span));
                    }
                },
                b'0'..=b'7' => {
                    let (value, len) = octal(&bytes[i + 1..]);
                    if value > 0o377 {
                        self.warn_octal(start + i as u32, len);
                    }
                    out.push(value as u8);
                    1 + len
                }
                _ => {
                    match simple_escape(escape) {
                        Some(Some(b)) => out.push(b),
                        Some(None) => {}
                        None => {
                            self.warn_escape(start + i as u32, char::from(escape));
                            out.extend_from_slice(&[b'\\', escape]);
                        }
                    }
                    2
                }
            };
        }
        out.extend_from_slice(&bytes[i..]);
        Ok(())
    }

    /// Appends the text of `span` to `out`, escapes replaced unless `raw`; an error is put at `place`.
    fn decode_text(&mut self, span: Span, raw: bool, out: &mut Vec<u8>, place: Option<Span>) -> Action<()> {
        let text = self.src.slice(span);
        let bytes = text.as_bytes();
        if raw {
            out.extend_from_slice(bytes);
            return Ok(());
        }
        let mut i = 0;
        while let Some(n) = memchr::memchr(b'\\', &bytes[i..]) {
            out.extend_from_slice(&bytes[i..i + n]);
            i += n;
            let Some(escape) = text[i + 1..].chars().next() else {
                out.push(b'\\');
                return Ok(());
            };
            i += match escape {
                'x' => 2 + self.hex_escape(text, i, 2, "truncated \\xXX escape", place, out)?,
                'u' => 2 + self.hex_escape(text, i, 4, "truncated \\uXXXX escape", place, out)?,
                'U' => 2 + self.hex_escape(text, i, 8, "truncated \\UXXXXXXXX escape", place, out)?,
                'N' => 2 + self.named_escape(text, i, place, out)?,
                '0'..='7' => {
                    let (value, len) = octal(&bytes[i + 1..]);
                    if value > 0o377 {
                        self.warn_octal(span.start + i as u32, len);
                    }
                    push_code_point(out, value);
                    1 + len
                }
                _ => {
                    match u8::try_from(escape).ok().and_then(simple_escape) {
                        Some(Some(b)) => out.push(b),
                        Some(None) => {}
                        None => {
                            self.warn_escape(span.start + i as u32, escape);
                            out.push(b'\\');
                            push_code_point(out, u32::from(escape));
                        }
                    }
                    1 + escape.len_utf8()
                }
            };
        }
        out.extend_from_slice(&bytes[i..]);
        Ok(())
    }

    fn hex_escape(
        &self,
        text: &str,
        at: usize,
        width: usize,
        truncated: &str,
        place: Option<Span>,
        out: &mut Vec<u8>,
    ) -> Action<usize> {
        let digits = &text.as_bytes()[at + 2..];
        match hex(digits, width) {
            Some(value) if value <= 0x10FFFF => {
                push_code_point(out, value);
                Ok(width)
            }
            Some(_) => self.unicode_error(text, at, at + 2 + width, "illegal Unicode character", place),
            None => {
                let n = digits.iter().take(width).take_while(|d| d.is_ascii_hexdigit()).count();
                self.unicode_error(text, at, at + 2 + n, truncated, place)
            }
        }
    }

    fn named_escape(&self, text: &str, at: usize, place: Option<Span>, out: &mut Vec<u8>) -> Action<usize> {
        let malformed = "malformed \\N character escape";
        let rest = &text[at + 2..];
        let Some(name) = rest.strip_prefix('{') else {
            return self.unicode_error(text, at, at + 2, malformed, place);
        };
        let Some(len) = name.find('}').filter(|&n| n > 0) else {
            let end = name.find('}').unwrap_or(name.len());
            return self.unicode_error(text, at, at + 3 + end, malformed, place);
        };
        match unicode_names2::character(&name[..len]) {
            Some(c) => {
                push_code_point(out, u32::from(c));
                Ok(len + 2)
            }
            None => self.unicode_error(text, at, at + 4 + len, "unknown Unicode character name", place),
        }
    }

    /// Positions count as in CPython's decoder, which sees each wide character as `\UXXXXXXXX`.
    fn unicode_error<T>(&self, text: &str, start: usize, end: usize, why: &str, place: Option<Span>) -> Action<T> {
        let width = |to: usize| -> usize { text[..to].chars().map(|c| if c.is_ascii() { 1 } else { 10 }).sum() };
        let (from, to) = (width(start), width(end) - 1);
        let what = match from == to {
            true => format!("byte 0x5c in position {from}"),
            false => format!("bytes in position {from}-{to}"),
        };
        self.fail_for_certain(format!("(unicode error) 'unicodeescape' codec can't decode {what}: {why}"), place)
    }

    fn warn_escape(&mut self, at: u32, escape: char) {
        self.warn(
            at,
            1 + escape.len_utf8() as u32,
            format!(
                "\"\\{escape}\" is an invalid escape sequence. Such sequences will not work in the future. \
             Did you mean \"\\\\{escape}\"? A raw string is also an option."
            ),
        );
    }

    fn warn_octal(&mut self, at: u32, len: usize) {
        let digits = self.src.slice(Span::new(at + 1, at + 1 + len as u32));
        let message = format!(
            "\"\\{digits}\" is an invalid octal escape sequence. Such sequences will not work in the future. \
             Did you mean \"\\\\{digits}\"? A raw string is also an option."
        );
        self.warn(at, 1 + len as u32, message);
    }

    fn warn(&mut self, at: u32, len: u32, message: String) {
        let span = Span::new(at, at + len);
        self.ast.warnings.push(Warning { category: WarningCategory::SyntaxWarning, message, span });
    }
}

/// A plain literal among f-strings.
struct Plain {
    span: Span,
    text: Vec<u8>,
    u: bool,
}

/// Neighbouring texts on their way to one constant.
struct Joined {
    span: Option<Span>,
    text: Vec<u8>,
    u: bool,
}

impl Joined {
    fn add(&mut self, span: Span, text: &[u8], u: bool) {
        match &mut self.span {
            None => {
                self.span = Some(span);
                self.text.clear();
                self.u = u;
            }
            Some(joined) => joined.end = span.end,
        }
        self.text.extend_from_slice(text);
    }
}

fn hex(digits: &[u8], width: usize) -> Option<u32> {
    let digits = digits.get(..width)?;
    digits.iter().try_fold(0, |n, &d| Some(n << 4 | char::from(d).to_digit(16)?))
}

/// The value of up to three octal digits, and how many there were.
fn octal(digits: &[u8]) -> (u32, usize) {
    let digits = digits.iter().take(3).take_while(|d| matches!(d, b'0'..=b'7'));
    digits.fold((0, 0), |(n, len), d| (n << 3 | u32::from(d - b'0'), len + 1))
}

/// The byte of a one-letter escape; a line end stands for nothing.
fn simple_escape(escape: u8) -> Option<Option<u8>> {
    Some(Some(match escape {
        b'\n' => return Some(None),
        b'\\' | b'\'' | b'"' => escape,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => 10,
        b'r' => 13,
        b't' => 9,
        b'v' => 11,
        _ => return None,
    }))
}
