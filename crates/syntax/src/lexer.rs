//! Source text to tokens: logos, and over it a layer for what no regular expression sees:
//! indentation, brackets, the nesting of f-strings, and which soft keywords are keywords.
//!
//! The whole source is read before the parse begins. An error here wins over any the parser
//! would find, as in CPython, which reads on to the end before it reports a parser's error.

use logos::{Lexer as Logos, Logos as _};

use crate::ast::{Span, Warning, WarningCategory};
use crate::error::{ErrorKind, SyntaxError};
use crate::number;
use crate::source::Source;
use crate::token::{Tok, Token};
use crate::{Flags, Mode};

/// How deep brackets and f-strings may nest, and blocks.
const MAX_BRACKETS: usize = 200;
const MAX_FSTRINGS: usize = 149;
const MAX_FIELDS: usize = 3;
const MAX_INDENTS: usize = 100;
const TAB: u32 = 8;

/// What the lexer found.
pub(crate) struct Tokens {
    pub tokens: Vec<Token>,
    pub warnings: Vec<Warning>,
    /// The first bad token; reading stopped there.
    pub error: Option<Box<SyntaxError>>,
    /// The error, or the open bracket, gives way to what the parser says before it: bad
    /// indentation, a stray backslash, or anything inside an f-string.
    pub gives_way: bool,
    /// The error is that the source ends: in a long string, or behind a backslash.
    pub unfinished: bool,
    /// A bracket that the end of the source found open: the tokens end inside it.
    pub open: Option<Token>,
}

struct Indent {
    column: u32,
    /// The column with a tab counted as one: the two orders must agree.
    alt_column: u32,
    /// The block of a `match`, in which `case` begins each statement.
    of_match: bool,
}

/// An f-string or t-string whose end is still to come.
struct FString {
    start: u32,
    quote: u8,
    triple: bool,
    raw: bool,
    letter: char,
    /// How many brackets were open around it.
    brackets: usize,
    /// How many of its replacement fields, one in the other's format spec, are open.
    fields: Vec<Field>,
}

struct Field {
    in_spec: bool,
}

impl FString {
    /// How many brackets are open in its innermost field, outside of any in the expression.
    fn depth(&self) -> usize {
        self.brackets + self.fields.len()
    }
}

struct Bracket {
    token: Token,
    index: usize,
}

pub(crate) struct Lexer<'s> {
    src: &'s Source,
    text: &'s str,
    logos: Logos<'s, Tok>,
    tokens: Vec<Token>,
    warnings: Vec<Warning>,
    brackets: Vec<Bracket>,
    indents: Vec<Indent>,
    fstrings: Vec<FString>,
    /// The index of the first token of the logical line.
    line_first: usize,
    /// The last logical line was the head of a `match`.
    after_match: bool,
    /// The opener of the `)` just read, if `with` stands before it.
    with_paren: Option<usize>,
    flags: Flags,
    /// In `exec` mode a missing line end at the end of the source is supplied.
    exec: bool,
    gives_way: bool,
    unfinished: bool,
}

type Lexed<T> = Result<T, Box<SyntaxError>>;

pub(crate) fn tokenize(src: &Source, mode: Mode, flags: Flags) -> Tokens {
    let text = src.text();
    let mut lexer = Lexer {
        src,
        text,
        logos: Tok::lexer(text),
        tokens: Vec::with_capacity(text.len() / 4 + 4),
        warnings: Vec::new(),
        brackets: Vec::new(),
        indents: vec![Indent { column: 0, alt_column: 0, of_match: false }],
        fstrings: Vec::new(),
        line_first: 1,
        after_match: false,
        with_paren: None,
        flags,
        exec: mode == Mode::Exec,
        gives_way: false,
        unfinished: false,
    };
    let start = match mode {
        Mode::Exec => Tok::StartExec,
        Mode::Eval => Tok::StartEval,
        Mode::Single => Tok::StartSingle,
        Mode::FuncType => Tok::StartFuncType,
    };
    lexer.push(start, 0, 0);
    let error = lexer.run().err();
    let gives_way = lexer.gives_way || error.as_deref().is_some_and(|e: &SyntaxError| e.kind != ErrorKind::SyntaxError);
    let gives_way = gives_way || error.is_none() || !lexer.fstrings.is_empty();
    let open = lexer.brackets.last().filter(|_| error.is_none()).map(|b| b.token);
    Tokens { tokens: lexer.tokens, warnings: lexer.warnings, error, gives_way, unfinished: lexer.unfinished, open }
}

impl<'s> Lexer<'s> {
    fn run(&mut self) -> Lexed<()> {
        if let Some(nul) = memchr::memchr(0, self.text.as_bytes()) {
            let line = self.src.line_of(nul as u32);
            let start = self.src.line_start(line) as usize;
            let mut error =
                self.src.syntax_error("source code cannot contain null bytes", Span::new(start as u32, start as u32));
            error.line = line;
            return Err(Box::new(error));
        }
        while self.indentation()? {
            self.logical_line()?;
        }
        match self.brackets.is_empty() {
            true => self.finish(),
            false => Ok(()),
        }
    }

    /// Reads the start of a logical line, passing over blank ones; false at the end.
    fn indentation(&mut self) -> Lexed<bool> {
        let bytes = self.text.as_bytes();
        let mut i = self.pos();
        let (mut column, mut alt_column) = (0, 0);
        // After a backslash the indentation is that of the line it ended.
        let mut continued = None;
        loop {
            match bytes.get(i) {
                Some(b' ') => (column, alt_column) = (column + 1, alt_column + 1),
                Some(b'\t') => (column, alt_column) = ((column / TAB + 1) * TAB, alt_column + 1),
                Some(b'\x0C') => (column, alt_column) = (0, 0),
                Some(b'\\') if bytes.get(i + 1) == Some(&b'\n') => {
                    continued.get_or_insert((column, alt_column));
                    i += 1;
                }
                Some(b'\\') if i + 1 < bytes.len() => return Err(self.stray_backslash(i)),
                Some(b'#') => {
                    i = memchr::memchr(b'\n', &bytes[i..]).map_or(bytes.len(), |n| i + n);
                    continue;
                }
                Some(b'\n') => {
                    if continued.is_none() {
                        (column, alt_column) = (0, 0);
                        i += 1;
                        continue;
                    }
                    // An empty line after a backslash ends the (empty) logical line.
                    continued = None;
                    (column, alt_column) = (0, 0);
                }
                None if continued.is_some() => return Err(self.unexpected_end(i - 2)),
                None => {
                    self.seek(i);
                    return Ok(false);
                }
                Some(_) => break,
            }
            i += 1;
        }
        if let Some(columns) = continued {
            (column, alt_column) = columns;
        }
        self.seek(i);
        self.indent_to(column, alt_column, i)?;
        Ok(true)
    }

    fn indent_to(&mut self, column: u32, alt_column: u32, at: usize) -> Lexed<()> {
        let top = &self.indents[self.indents.len() - 1];
        if column == top.column {
            if alt_column != top.alt_column {
                return self.tab_error(at);
            }
        } else if column > top.column {
            if self.indents.len() >= MAX_INDENTS {
                let mut error = self.told_by_parser("too many levels of indentation", at);
                (error.kind, error.column, error.end_column) = (ErrorKind::IndentationError, 1, 0);
                return Err(error);
            }
            if alt_column <= top.alt_column {
                return self.tab_error(at);
            }
            self.indents.push(Indent { column, alt_column, of_match: self.after_match });
            self.push(Tok::Indent, at, at);
        } else {
            let before = self.tokens.len();
            while self.indents.len() > 1 && column < self.indents[self.indents.len() - 1].column {
                self.indents.pop();
                self.push(Tok::Dedent, at, at);
            }
            let top = &self.indents[self.indents.len() - 1];
            if column != top.column {
                self.tokens.truncate(before);
                return Err(self.unindent_error(at));
            }
            if alt_column != top.alt_column {
                return self.tab_error(at);
            }
        }
        self.after_match = false;
        self.line_first = self.tokens.len();
        Ok(())
    }

    fn tab_error(&self, at: usize) -> Lexed<()> {
        let mut error = self.told_by_parser("inconsistent use of tabs and spaces in indentation", at);
        (error.kind, error.column, error.end_column) = (ErrorKind::TabError, 1, 0);
        Err(error)
    }

    /// CPython has read the whole line.
    fn unindent_error(&self, at: usize) -> Box<SyntaxError> {
        let message = "unindent does not match any outer indentation level";
        let mut error = self.told_by_parser(message, at);
        error.kind = ErrorKind::IndentationError;
        error.column = self.src.line(error.line).chars().count() as u32 + 1;
        error.end_column = 0;
        error
    }

    fn logical_line(&mut self) -> Lexed<()> {
        loop {
            let Some(result) = self.logos.next() else {
                if !self.brackets.is_empty() {
                    return Ok(());
                }
                if !self.tokens.is_empty() && self.tokens.len() > self.line_first {
                    let end = self.text.len();
                    self.end_line(end, end);
                }
                return Ok(());
            };
            let span = self.logos.span();
            let Ok(kind) = result else {
                return Err(self.bad_character(span.start));
            };
            let in_fstring = self.fstrings.last().is_some_and(|f| f.depth() == self.brackets.len());
            match kind {
                Tok::Newline => {
                    if !self.brackets.is_empty() {
                        continue;
                    }
                    self.end_line(span.start, span.end);
                    return Ok(());
                }
                Tok::Name => self.name(span.start, span.end)?,
                Tok::Number => self.number(span.start)?,
                Tok::String => self.string(span.start, span.end)?,
                Tok::FStringStart | Tok::TStringStart => self.fstring_start(kind, span.start, span.end)?,
                Tok::Lpar | Tok::Lsqb | Tok::Lbrace => self.open(kind, span.start)?,
                Tok::Rpar | Tok::Rsqb | Tok::Rbrace => self.close(kind, span.start)?,
                Tok::Colon | Tok::ColonEqual if in_fstring => {
                    self.push(Tok::Colon, span.start, span.start + 1);
                    self.seek(span.start + 1);
                    if let Some(field) = self.fstrings.last_mut().and_then(|f| f.fields.last_mut()) {
                        field.in_spec = true;
                    }
                    self.fstring_middle()?;
                }
                Tok::Colon => {
                    if let Some(open) = self.with_paren.take() {
                        self.tokens[open].kind = Tok::WithLpar;
                    }
                    self.push(kind, span.start, span.end);
                    continue;
                }
                Tok::Continuation | Tok::Backslash
                    if span.end == self.text.len() && (kind == Tok::Continuation || self.exec) =>
                {
                    match self.brackets.is_empty() {
                        true => return Err(self.unexpected_end(span.start)),
                        false => return Ok(()),
                    }
                }
                Tok::Continuation => continue,
                Tok::Backslash => return Err(self.stray_backslash(span.start)),
                Tok::LessGreater if self.flags.barry_as_flufl => self.push(Tok::NotEqual, span.start, span.end),
                Tok::NotEqual if self.flags.barry_as_flufl => {
                    let message = "with Barry as BDFL, use '<>' instead of '!='";
                    let span = Span::new(span.start as u32, span.end as u32);
                    return Err(Box::new(self.src.syntax_error(message, span)));
                }
                _ => self.push(kind, span.start, span.end),
            }
            if kind != Tok::Rpar {
                self.with_paren = None;
            }
        }
    }

    fn end_line(&mut self, start: usize, end: usize) {
        let last = self.tokens[self.tokens.len() - 1];
        let first = self.tokens[self.line_first];
        if last.kind == Tok::Colon && first.kind == Tok::Name && self.token_text(first) == "match" {
            self.tokens[self.line_first].kind = Tok::Match;
            self.after_match = true;
        }
        self.push(Tok::Newline, start, end);
    }

    fn finish(&mut self) -> Lexed<()> {
        let end = self.text.len();
        for _ in 1..self.indents.len() {
            self.push(Tok::Dedent, end, end);
        }
        self.push(Tok::EndMarker, end, end);
        Ok(())
    }

    /// The error of a backslash with something behind it.
    fn stray_backslash(&mut self, backslash: usize) -> Box<SyntaxError> {
        self.gives_way = true;
        let next = self.text[backslash + 1..].chars().next().map_or(0, char::len_utf8);
        let message = "unexpected character after line continuation character";
        let mut error = self.told_by_parser(message, backslash + 1 + next);
        error.end_column = 0;
        error
    }

    /// The error of a backslash with nothing behind it.
    fn unexpected_end(&mut self, backslash: usize) -> Box<SyntaxError> {
        self.unfinished = true;
        self.gives_way = true;
        let mut error = self.told_by_parser("unexpected EOF while parsing", backslash + 1);
        error.column += 1;
        error.end_column = 0;
        error
    }

    fn name(&mut self, start: usize, end: usize) -> Lexed<()> {
        let text = &self.text[start..end];
        if !text.is_ascii() {
            self.check_identifier(text, start)?;
        }
        if matches!(self.text.as_bytes().get(end), Some(b'\'' | b'"')) {
            self.check_prefix(text, start, end)?;
        }
        let mut kind = Tok::Name;
        let index = self.tokens.len();
        if text == "case" && index == self.line_first && self.indents[self.indents.len() - 1].of_match {
            kind = Tok::Case;
        }
        if text == "barry_as_FLUFL" && self.in_future_import() {
            self.flags.barry_as_flufl = true;
        }
        if self.brackets.is_empty() && self.begins_alias() {
            self.tokens[index - 1].kind = Tok::Type;
        }
        self.push(kind, start, end);
        Ok(())
    }

    /// A word before a quote may be two string prefixes that do not go together.
    fn check_prefix(&self, word: &str, start: usize, quote: usize) -> Lexed<()> {
        const INCOMPATIBLE: [(char, char); 7] =
            [('u', 'b'), ('u', 'r'), ('u', 'f'), ('u', 't'), ('b', 'f'), ('b', 't'), ('f', 't')];
        let word = word.to_ascii_lowercase();
        let once = |c: char| word.matches(c).count() == 1;
        if !word.chars().all(|c| "burft".contains(c) && once(c)) {
            return Ok(());
        }
        match INCOMPATIBLE.iter().find(|(a, b)| word.contains(*a) && word.contains(*b)) {
            None => Ok(()),
            Some((a, b)) => {
                let message = format!("'{a}' and '{b}' prefixes are incompatible");
                let mut error = self.error_at(&message, quote + 1);
                error.column -= (quote - start) as u32;
                Err(error)
            }
        }
    }

    /// Whether the statement so far is `from __future__ import ...`.
    fn in_future_import(&self) -> bool {
        let import = self.tokens.iter().rposition(|t| t.kind == Tok::Import).unwrap_or(0);
        import >= self.line_first + 2
            && self.tokens[import - 2].kind == Tok::From
            && self.token_text(self.tokens[import - 1]) == "__future__"
    }

    /// Whether the last token is the word `type` at the start of a statement: with a name behind
    /// it, it can only be a keyword.
    fn begins_alias(&self) -> bool {
        let [.., before, last] = &*self.tokens else { return false };
        last.kind == Tok::Name
            && self.token_text(*last) == "type"
            && (self.line_first == self.tokens.len() - 1 || matches!(before.kind, Tok::Semi | Tok::Colon))
    }

    fn check_identifier(&self, text: &str, start: usize) -> Lexed<()> {
        let mut chars = text.char_indices();
        let bad = chars.find(|&(i, c)| match i {
            0 => !(c == '_' || is_identifier(c, unicode_ident::is_xid_start)),
            _ => !is_identifier(c, unicode_ident::is_xid_continue),
        });
        match bad {
            None => Ok(()),
            Some((i, _)) => Err(self.bad_character(start + i)),
        }
    }

    fn bad_character(&self, at: usize) -> Box<SyntaxError> {
        let c = self.text[at..].chars().next().unwrap_or('\0');
        let printable = !c.is_control()
            && !matches!(c, '\u{a0}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{feff}' | '\u{ad}' | '\u{1680}' | '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}' | '\u{e0000}'..='\u{10ffff}');
        let message = match printable {
            true => format!("invalid character '{c}' (U+{:04X})", u32::from(c)),
            false => format!("invalid non-printable character U+{:04X}", u32::from(c)),
        };
        self.error_at(&message, at + c.len_utf8())
    }

    fn number(&mut self, start: usize) -> Lexed<()> {
        match number::scan(self.text.as_bytes(), start) {
            Ok((end, warning)) => {
                if let Some(message) = warning {
                    self.warn(message, start, end);
                }
                self.logos.bump(end - self.pos());
                self.push(Tok::Number, start, end);
                Ok(())
            }
            Err((message, from, to)) => {
                let mut error = self.error_at(&message, to.min(self.text.len()));
                error.column -= (to - from) as u32;
                Err(error)
            }
        }
    }

    fn string(&mut self, start: usize, after_quote: usize) -> Lexed<()> {
        let bytes = self.text.as_bytes();
        let quote = bytes[after_quote - 1];
        let triple = bytes[after_quote..].starts_with(&[quote, quote]);
        let mut i = after_quote;
        if triple {
            i += 2;
            loop {
                match memchr::memchr2(quote, b'\\', &bytes[i..]) {
                    None => return Err(self.unterminated_string(start, quote, true)),
                    Some(n) if bytes[i + n] == b'\\' => i += (n + 2).min(bytes.len() - i),
                    Some(n) if bytes[i + n..].starts_with(&[quote; 3]) => {
                        i += n + 3;
                        break;
                    }
                    Some(n) => i += n + 1,
                }
            }
        } else {
            loop {
                match memchr::memchr3(quote, b'\\', b'\n', &bytes[i..]) {
                    None => return Err(self.unterminated_string(start, quote, false)),
                    Some(n) if bytes[i + n] == quote => {
                        i += n + 1;
                        break;
                    }
                    Some(n) if bytes[i + n] == b'\\' => i += (n + 2).min(bytes.len() - i),
                    Some(_) => return Err(self.unterminated_string(start, quote, false)),
                }
            }
        }
        self.seek(i);
        self.push(Tok::String, start, i);
        Ok(())
    }

    /// In a field, the quote that began it may have been meant to end the f-string.
    fn unterminated_string(&mut self, start: usize, quote: u8, triple: bool) -> Box<SyntaxError> {
        match self.fstrings.last() {
            Some(f) if f.quote == quote && f.triple == triple => {
                self.gives_way = true;
                self.error_at(&format!("{}-string: expecting '}}'", f.letter), start + 1)
            }
            _ => self.unterminated(start, triple, "string literal"),
        }
    }

    fn unterminated(&mut self, start: usize, triple: bool, what: &str) -> Box<SyntaxError> {
        let bytes = self.text.as_bytes();
        self.unfinished |= triple;
        let mut escaped = false;
        let quote = bytes[start..].iter().position(|b| matches!(b, b'\'' | b'"')).unwrap_or(0);
        let end = if triple {
            bytes.len() as u32
        } else {
            let mut i = start + quote + 1;
            loop {
                match memchr::memchr2(b'\\', b'\n', &bytes[i.min(bytes.len())..]) {
                    Some(n) if bytes[i + n] == b'\\' => {
                        escaped |= bytes.get(i + n + 1) == Some(&bytes[start + quote]);
                        i += n + 2;
                    }
                    Some(n) => break (i + n) as u32,
                    None => break bytes.len() as u32,
                }
            }
        };
        let last = self.src.line_of(end);
        // The last line of a source that ends in a newline is empty and not counted.
        let last = match end as usize == bytes.len() && self.text.ends_with('\n') {
            true => last - 1,
            false => last,
        };
        let triple = if triple { "triple-quoted " } else { "" };
        let hint = if escaped { "; perhaps you escaped the end quote?" } else { "" };
        let message = format!("unterminated {triple}{what} (detected at line {last}){hint}");
        let mut error = self.src.syntax_error(message, Span::new(start as u32, start as u32));
        error.end_line = error.line;
        error.end_column = error.column;
        error.text = error.text.map(|t| t.trim_end_matches('\n').to_owned());
        Box::new(error)
    }

    fn fstring_start(&mut self, kind: Tok, start: usize, after_quote: usize) -> Lexed<()> {
        if self.fstrings.len() >= MAX_FSTRINGS {
            return Err(self.error_at("too many nested f-strings", after_quote));
        }
        let bytes = self.text.as_bytes();
        let quote = bytes[after_quote - 1];
        let triple = bytes[after_quote..].starts_with(&[quote, quote]);
        let end = after_quote + if triple { 2 } else { 0 };
        let prefix = &bytes[start..after_quote - 1];
        self.fstrings.push(FString {
            start: start as u32,
            quote,
            triple,
            raw: prefix.iter().any(|b| matches!(b, b'r' | b'R')),
            letter: if kind == Tok::FStringStart { 'f' } else { 't' },
            brackets: self.brackets.len(),
            fields: Vec::new(),
        });
        self.seek(end);
        self.push(kind, start, end);
        self.fstring_middle()
    }

    /// Reads literal text of the innermost f-string, in its body or a format spec, up to and
    /// with the `{` of a field or the end of the string; or up to the `}` that ends a spec.
    fn fstring_middle(&mut self) -> Lexed<()> {
        let read = self.fstring_middle_or_error();
        self.gives_way |= read.is_err();
        read
    }

    fn fstring_middle_or_error(&mut self) -> Lexed<()> {
        let bytes = self.text.as_bytes();
        let Some(f) = self.fstrings.last() else { return Ok(()) };
        let (quote, triple, raw, letter, start) = (f.quote, f.triple, f.raw, f.letter, f.start as usize);
        let in_spec = f.fields.last().is_some_and(|f| f.in_spec);
        let closing = |i: usize| match triple {
            true => bytes[i..].starts_with(&[quote; 3]),
            false => bytes[i] == quote,
        };
        let mut from = self.pos();
        let mut i = from;
        loop {
            let Some(&byte) = bytes.get(i) else {
                let what = format!("{letter}-string literal");
                return Err(self.unterminated(start, triple, &what));
            };
            match byte {
                b'{' if !in_spec && bytes.get(i + 1) == Some(&b'{') => {
                    i += 2;
                    self.push(Tok::FStringMiddle, from, i);
                    from = i;
                }
                b'{' => {
                    self.middle(from, i);
                    self.seek(i + 1);
                    if self.fstrings.last().is_some_and(|f| f.fields.len() >= MAX_FIELDS) {
                        let message = format!("{letter}-string: expressions nested too deeply");
                        return Err(self.error_at(&message, i));
                    }
                    if let Some(f) = self.fstrings.last_mut() {
                        f.fields.push(Field { in_spec: false });
                    }
                    self.open_field(i)?;
                    return Ok(());
                }
                b'}' if in_spec => {
                    self.middle(from, i);
                    self.seek(i);
                    return Ok(());
                }
                b'}' if bytes.get(i + 1) == Some(&b'}') => {
                    i += 2;
                    self.push(Tok::FStringMiddle, from, i);
                    from = i;
                }
                b'}' => {
                    let message = format!("{letter}-string: single '}}' is not allowed");
                    return Err(self.error_at(&message, i + 1));
                }
                _ if closing(i) => {
                    // In a format spec too: the parser misses the `}`.
                    if let Some(f) = self.fstrings.last() {
                        self.brackets.truncate(f.brackets);
                    }
                    self.middle(from, i);
                    let end = i + if triple { 3 } else { 1 };
                    self.seek(end);
                    self.push(Tok::FStringEnd, i, end);
                    self.fstrings.pop();
                    return Ok(());
                }
                b'\n' if !triple => {
                    if in_spec {
                        return Err(self.error_at(
                            &format!(
                                "{letter}-string: newlines are not allowed in format specifiers for single quoted {letter}-strings"
                            ),
                            i + 1,
                        ));
                    }
                    let what = format!("{letter}-string literal");
                    return Err(self.unterminated(start, false, &what));
                }
                b'\\' => match bytes.get(i + 1) {
                    // The backslash stands for itself, the brace for a field.
                    Some(b'{' | b'}') => {
                        i += 1;
                        if bytes[i] == b'}' && !in_spec && bytes.get(i + 1) != Some(&b'}') {
                            continue;
                        }
                    }
                    Some(b'N') if !raw && bytes.get(i + 2) == Some(&b'{') => {
                        let name = memchr::memchr3(b'}', b'\n', quote, &bytes[i + 3..]);
                        i = match name {
                            Some(n) if bytes[i + 3 + n] == b'}' => i + 3 + n + 1,
                            _ => i + 2,
                        };
                    }
                    Some(_) => i += 2,
                    None => i += 1,
                },
                _ => i += 1,
            }
        }
    }

    fn middle(&mut self, from: usize, to: usize) {
        if from < to {
            self.push(Tok::FStringMiddle, from, to);
        }
    }

    fn open_field(&mut self, at: usize) -> Lexed<()> {
        self.bracket(at)?;
        self.push(Tok::Lbrace, at, at + 1);
        let bracket = Bracket { token: self.tokens[self.tokens.len() - 1], index: self.tokens.len() - 1 };
        self.brackets.push(bracket);
        Ok(())
    }

    fn open(&mut self, kind: Tok, at: usize) -> Lexed<()> {
        self.bracket(at)?;
        self.push(kind, at, at + 1);
        let index = self.tokens.len() - 1;
        self.brackets.push(Bracket { token: self.tokens[index], index });
        Ok(())
    }

    fn bracket(&self, at: usize) -> Lexed<()> {
        match self.brackets.len() >= MAX_BRACKETS {
            true => Err(self.error_at("too many nested parentheses", at + 1)),
            false => Ok(()),
        }
    }

    fn close(&mut self, kind: Tok, at: usize) -> Lexed<()> {
        let closer = char::from(self.text.as_bytes()[at]);
        // The depth at which a `}` ends the field of an f-string.
        let fstring = self.fstrings.last().map(|f| (f.letter, f.depth().saturating_sub(1)));
        let Some(open) = self.brackets.pop() else {
            return Err(self.error_at(&format!("unmatched '{closer}'"), at + 1));
        };
        let pair = match open.token.kind {
            Tok::Lpar => Tok::Rpar,
            Tok::Lsqb => Tok::Rsqb,
            _ => Tok::Rbrace,
        };
        if pair != kind {
            let opener = &self.text[open.token.start as usize..open.token.end as usize];
            let message = match fstring {
                Some((letter, brackets)) if brackets == self.brackets.len() => {
                    format!("{letter}-string: unmatched '{closer}'")
                }
                _ => {
                    let (line, here) = (self.src.line_of(open.token.start), self.src.line_of(at as u32));
                    let on_line = if line == here { String::new() } else { format!(" on line {line}") };
                    format!("closing parenthesis '{closer}' does not match opening parenthesis '{opener}'{on_line}")
                }
            };
            return Err(self.error_at(&message, at + 1));
        }
        self.push(kind, at, at + 1);
        if fstring.is_some_and(|(_, brackets)| brackets == self.brackets.len()) {
            if let Some(f) = self.fstrings.last_mut() {
                f.fields.pop();
            }
            return self.fstring_middle();
        }
        let before = open.index.checked_sub(1).map(|i| self.tokens[i].kind);
        if kind == Tok::Rpar && before == Some(Tok::With) {
            self.with_paren = Some(open.index);
        } else {
            self.with_paren = None;
        }
        Ok(())
    }

    fn pos(&self) -> usize {
        self.logos.span().end
    }

    /// Goes on from `to`, which may lie before what logos has read.
    fn seek(&mut self, to: usize) {
        let at = self.pos();
        if to >= at {
            self.logos.bump(to - at);
        } else {
            self.logos = Tok::lexer(self.text);
            self.logos.bump(to);
        }
    }

    fn push(&mut self, kind: Tok, start: usize, end: usize) {
        self.tokens.push(Token { kind, start: start as u32, end: end as u32 });
    }

    fn token_text(&self, token: Token) -> &'s str {
        &self.text[token.start as usize..token.end as usize]
    }

    fn warn(&mut self, message: &str, start: usize, end: usize) {
        self.warnings.push(Warning {
            category: WarningCategory::SyntaxWarning,
            message: message.to_owned(),
            span: Span::new(start as u32, end as u32),
        });
    }

    /// An error of the tokenizer: its column is that of the last character read, and it has no end.
    fn error_at(&self, message: &str, cursor: usize) -> Box<SyntaxError> {
        let mut error = self.told_by_parser(message, cursor);
        error.text = error.text.map(|t| t.trim_end_matches('\n').to_owned());
        error
    }

    /// One whose text is the parser's to choose.
    fn told_by_parser(&self, message: &str, cursor: usize) -> Box<SyntaxError> {
        let at = cursor as u32;
        let mut error = self.src.syntax_error(message, Span::new(at, at));
        error.column -= 1;
        error.end_column = error.column;
        Box::new(error)
    }
}

pub(crate) fn never_closed(src: &Source, open: Token) -> Box<SyntaxError> {
    let bracket = src.slice(Span::new(open.start, open.end));
    let mut error = src.syntax_error(format!("'{bracket}' was never closed"), Span::new(open.start, open.start));
    error.end_column = 0;
    Box::new(error)
}

/// Whether the NFKC form of a character may stand in an identifier.
fn is_identifier(c: char, test: fn(char) -> bool) -> bool {
    use unicode_normalization::UnicodeNormalization;
    c.is_ascii() && (c == '_' || test(c))
        || test(c) && std::iter::once(c).nfkc().all(|n| n == '_' || unicode_ident::is_xid_continue(n))
}
