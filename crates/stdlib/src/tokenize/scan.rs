//! Text to the tokens of `tokenize`: comments and line ends included, f-strings in pieces.
//!
//! Positions are rows from 1 and columns in characters. What is wrong ends the list of tokens; the error comes after
//! those before it.

/// The numbers of the `token` module.
pub mod kind {
    pub const ENDMARKER: u8 = 0;
    pub const NAME: u8 = 1;
    pub const NUMBER: u8 = 2;
    pub const STRING: u8 = 3;
    pub const NEWLINE: u8 = 4;
    pub const INDENT: u8 = 5;
    pub const DEDENT: u8 = 6;
    pub const OP: u8 = 55;
    pub const FSTRING_START: u8 = 59;
    pub const FSTRING_MIDDLE: u8 = 60;
    pub const FSTRING_END: u8 = 61;
    pub const COMMENT: u8 = 65;
    pub const NL: u8 = 66;
}

/// A token: its text is `start..end` of the characters, or what `text` says.
pub struct Token {
    pub kind: u8,
    pub start: usize,
    pub end: usize,
    pub from: (usize, usize),
    pub to: (usize, usize),
    pub text: Option<&'static str>,
    /// the characters of the lines that the token stands on
    pub lines: (usize, usize),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    Syntax,
    Indentation,
    Tab,
}

pub struct Error {
    pub kind: ErrorKind,
    pub message: String,
    pub row: usize,
    pub column: usize,
}

const OPERATORS3: [&str; 5] = ["**=", "//=", ">>=", "<<=", "..."];
const OPERATORS2: [&str; 20] = [
    "!=", "%=", "&=", "**", "*=", "+=", "-=", "->", "//", "/=", "<<", "<=", "<>", "==", ">=", ">>", "@=", "^=", "|=",
    ":=",
];
/// Of strings, in lower case.
const PREFIXES: [&str; 11] = ["r", "u", "b", "br", "rb", "f", "fr", "rf", "t", "tr", "rt"];

struct FString {
    quote: char,
    triple: bool,
    raw: bool,
    /// added to the kinds of an f-string: 3 for a t-string
    offset: u8,
    start: (usize, usize),
    /// brackets open around it
    depth: usize,
    /// for each open replacement field: the brackets open outside it, and whether its format spec is being read
    fields: Vec<(usize, bool)>,
}

pub struct Scanner {
    chars: Vec<char>,
    /// where each line begins
    line_starts: Vec<usize>,
    at: usize,
    tokens: Vec<Token>,
    indents: Vec<(usize, usize)>,
    brackets: Vec<(char, (usize, usize))>,
    fstrings: Vec<FString>,
}

type Scanned = Result<(), Error>;

fn begins_name(c: char) -> bool {
    c == '_' || c.is_alphabetic() || c as u32 >= 0x80
}
fn in_name(c: char) -> bool {
    begins_name(c) || c.is_ascii_digit()
}

/// All tokens of a text, and what ended them if that is an error.
pub fn scan(text: &str) -> (Vec<char>, Vec<Token>, Option<Error>) {
    let chars: Vec<char> = text.chars().collect();
    let mut line_starts = vec![0];
    line_starts.extend(chars.iter().enumerate().filter(|(_, c)| **c == '\n').map(|(i, _)| i + 1));
    let mut s = Scanner {
        chars,
        line_starts,
        at: 0,
        tokens: Vec::new(),
        indents: vec![(0, 0)],
        brackets: Vec::new(),
        fstrings: Vec::new(),
    };
    let error = s.run().err();
    (s.chars, s.tokens, error)
}

impl Scanner {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }
    fn ended(&self) -> bool {
        self.at >= self.chars.len()
    }
    fn position(&self, at: usize) -> (usize, usize) {
        let row = self.line_starts.partition_point(|&s| s <= at);
        (row, at - self.line_starts[row - 1])
    }
    fn line_end(&self, row: usize) -> usize {
        self.line_starts.get(row).copied().unwrap_or(self.chars.len())
    }
    fn error(&self, at: (usize, usize), message: impl Into<String>) -> Error {
        Error { kind: ErrorKind::Syntax, message: message.into(), row: at.0, column: at.1 }
    }
    fn push(&mut self, kind: u8, start: usize, end: usize) {
        let (from, to) = (self.position(start), self.position(end));
        let spans = matches!(kind, kind::STRING | kind::FSTRING_START..=64);
        let last = if spans { to.0 } else { from.0 };
        let lines = (self.line_starts[from.0 - 1], self.line_end(last));
        self.tokens.push(Token { kind, start, end, from, to, text: None, lines });
    }
    /// A token that is nowhere in the text.
    fn push_made(&mut self, kind: u8, text: &'static str, from: (usize, usize), to: (usize, usize)) {
        let lines = match kind {
            kind::ENDMARKER | kind::DEDENT => (0, 0),
            _ => (self.line_starts[from.0 - 1], self.line_end(from.0)),
        };
        self.tokens.push(Token { kind, start: 0, end: 0, from, to, text: Some(text), lines });
    }

    fn run(&mut self) -> Scanned {
        let mut line_start = true;
        let mut content = false;
        loop {
            if let Some(f) = self.fstrings.last()
                && self.in_literal(f)
            {
                self.literal()?;
                continue;
            }
            if line_start && self.brackets.is_empty() && self.fstrings.is_empty() {
                line_start = false;
                content = false;
                self.indentation()?;
            }
            while matches!(self.peek(0), ' ' | '\t' | '\x0c') && !self.ended() {
                self.at += 1;
            }
            if self.ended() {
                return self.finish(content);
            }
            let (start, c) = (self.at, self.peek(0));
            match c {
                '#' => {
                    while !self.ended() && !matches!(self.peek(0), '\n' | '\r') {
                        self.at += 1;
                    }
                    self.push(kind::COMMENT, start, self.at);
                    if self.ended() && !content {
                        let at = self.position(self.at);
                        self.push_made(kind::NL, "", at, (at.0, at.1 + 1));
                    }
                }
                '\n' | '\r' => {
                    self.at += if c == '\r' && self.peek(1) == '\n' { 2 } else { 1 };
                    let open = !self.brackets.is_empty() || !self.fstrings.is_empty();
                    let kind = if open || !content { kind::NL } else { kind::NEWLINE };
                    self.push(kind, start, self.at);
                    let token = self.tokens.last_mut().expect("a token was pushed");
                    token.to = (token.from.0, token.from.1 + (self.at - start));
                    line_start = !open;
                }
                '\\' if matches!(self.peek(1), '\n' | '\r') => {
                    self.at += if self.peek(1) == '\r' && self.peek(2) == '\n' { 3 } else { 2 };
                    if self.ended() {
                        let at = self.position(self.at);
                        return Err(self.error((at.0 - 1, 1), "unexpected EOF while parsing"));
                    }
                }
                '\\' => {
                    let at = self.position(start + 1);
                    return Err(self.error(at, "unexpected character after line continuation character"));
                }
                _ => {
                    content = true;
                    self.token(c)?;
                }
            }
        }
    }

    /// The indentation of a line; blank lines and comments have none.
    fn indentation(&mut self) -> Scanned {
        let start = self.at;
        let (mut column, mut alt) = (0, 0);
        loop {
            match self.peek(0) {
                _ if self.ended() => return Ok(()),
                ' ' => (column, alt) = (column + 1, alt + 1),
                '\t' => (column, alt) = ((column / 8 + 1) * 8, alt + 1),
                '\x0c' => (column, alt) = (0, 0),
                '\\' if matches!(self.peek(1), '\n') => self.at += 1,
                _ => break,
            }
            self.at += 1;
        }
        if matches!(self.peek(0), '#' | '\n' | '\r') {
            return Ok(());
        }
        let at = self.position(self.at);
        let (top, top_alt) = *self.indents.last().expect("the outermost stays");
        let tab_error = |row| Error {
            kind: ErrorKind::Tab,
            message: "inconsistent use of tabs and spaces in indentation".into(),
            row,
            column: 1,
        };
        if column > top {
            if alt <= top_alt {
                return Err(tab_error(at.0));
            }
            self.indents.push((column, alt));
            self.push(kind::INDENT, start, self.at);
        } else {
            if self.indents.iter().all(|i| i.0 != column) {
                let message = "unindent does not match any outer indentation level".into();
                let end = self.line_end(at.0) - self.line_starts[at.0 - 1];
                return Err(Error { kind: ErrorKind::Indentation, message, row: at.0, column: end });
            }
            while self.indents.last().is_some_and(|i| i.0 > column) {
                self.indents.pop();
                self.push_made(kind::DEDENT, "", at, at);
                let lines = (self.line_starts[at.0 - 1], self.line_end(at.0));
                self.tokens.last_mut().expect("a token was pushed").lines = lines;
            }
            let top_alt = self.indents.last().expect("the outermost stays").1;
            if top_alt != alt {
                return Err(tab_error(at.0));
            }
        }
        Ok(())
    }

    fn finish(&mut self, content: bool) -> Scanned {
        let end = self.position(self.chars.len());
        if let Some(f) = self.fstrings.last() {
            let (letter, triple) =
                (if f.offset == 0 { 'f' } else { 't' }, if f.triple { "triple-quoted " } else { "" });
            let message = format!("unterminated {triple}{letter}-string literal (detected at line {})", end.0);
            return Err(self.error(f.start, message));
        }
        if !self.brackets.is_empty() {
            let row = if end.1 == 0 { end.0 - 1 } else { end.0 };
            return Err(self.error((row, 0), "unexpected EOF in multi-line statement"));
        }
        let missing = end.1 > 0 && content && self.tokens.last().is_some_and(|t| t.kind != kind::NEWLINE);
        if missing {
            self.push_made(kind::NEWLINE, "", end, (end.0, end.1 + 1));
        }
        let at = (if end.1 == 0 { end.0 } else { end.0 + 1 }, 0);
        for _ in 1..self.indents.len() {
            self.push_made(kind::DEDENT, "", at, at);
        }
        self.push_made(kind::ENDMARKER, "", at, at);
        Ok(())
    }

    fn token(&mut self, c: char) -> Scanned {
        let start = self.at;
        if begins_name(c) {
            while in_name(self.peek(0)) && !self.ended() {
                self.at += 1;
            }
            let word: String = self.chars[start..self.at].iter().collect();
            if matches!(self.peek(0), '"' | '\'') && self.is_prefix(&word) {
                return self.string(start, &word.to_ascii_lowercase());
            }
            self.push(kind::NAME, start, self.at);
            return Ok(());
        }
        match c {
            '0'..='9' => return self.number(),
            '.' if self.peek(1).is_ascii_digit() => return self.number(),
            '"' | '\'' => return self.string(start, ""),
            '(' | '[' | '{' => {
                let at = self.position(start);
                if self.brackets.len() >= 200 {
                    return Err(self.error(at, "too many nested parentheses"));
                }
                self.brackets.push((c, at));
            }
            ')' | ']' | '}' => self.close(c),
            ':' | '!' if self.field_at_its_own_level() && (c == ':' || self.peek(1) != '=') => {
                self.at += 1;
                self.push(kind::OP, start, self.at);
                if c == ':' {
                    self.innermost_field().expect("in a field").1 = true;
                }
                return Ok(());
            }
            _ => {}
        }
        let begins = |s: &Scanner, op: &str| op.chars().enumerate().all(|(i, x)| s.peek(i) == x);
        let n = match () {
            () if OPERATORS3.iter().any(|op| begins(self, op)) => 3,
            () if OPERATORS2.iter().any(|op| begins(self, op)) => 2,
            () => 1,
        };
        self.at += n;
        self.push(kind::OP, start, self.at);
        Ok(())
    }
    fn is_prefix(&self, word: &str) -> bool {
        PREFIXES.iter().any(|p| p.eq_ignore_ascii_case(word))
    }
    fn close(&mut self, c: char) {
        let base = self.fstrings.last().map_or(0, |f| f.fields.last().map_or(f.depth, |x| x.0));
        if c == '}' && self.fstrings.last().is_some_and(|f| !f.fields.is_empty()) && self.brackets.len() == base {
            self.fstrings.last_mut().expect("checked").fields.pop();
            return;
        }
        // that brackets match is the parser's concern
        self.brackets.pop();
    }

    fn digits(&mut self, is: impl Fn(char) -> bool) -> Scanned {
        loop {
            while is(self.peek(0)) {
                self.at += 1;
            }
            if self.peek(0) != '_' {
                return Ok(());
            }
            self.at += 1;
            if !is(self.peek(0)) {
                let at = self.position(self.at);
                return Err(self.error(at, "invalid decimal literal"));
            }
        }
    }
    fn number(&mut self) -> Scanned {
        let start = self.at;
        let radix = match (self.peek(0), self.peek(1)) {
            ('0', 'x' | 'X') => 16,
            ('0', 'o' | 'O') => 8,
            ('0', 'b' | 'B') => 2,
            _ => 10,
        };
        if radix != 10 {
            self.at += 2;
            if self.peek(0) == '_' {
                self.at += 1;
            }
            self.digits(|c| c.is_digit(radix))?;
        } else {
            self.digits(|c| c.is_ascii_digit())?;
            if self.peek(0) == '.' {
                self.at += 1;
                if self.peek(0).is_ascii_digit() {
                    self.digits(|c| c.is_ascii_digit())?;
                }
            }
            let signed = usize::from(matches!(self.peek(1), '+' | '-'));
            if matches!(self.peek(0), 'e' | 'E') && self.peek(1 + signed).is_ascii_digit() {
                self.at += 1 + signed;
                self.digits(|c| c.is_ascii_digit())?;
            }
            if matches!(self.peek(0), 'j' | 'J') {
                self.at += 1;
            }
        }
        self.push(kind::NUMBER, start, self.at);
        Ok(())
    }

    fn string(&mut self, start: usize, prefix: &str) -> Scanned {
        let quote = self.peek(0);
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        self.at += if triple { 3 } else { 1 };
        if prefix.contains(['f', 't']) {
            let offset = if prefix.contains('t') { 3 } else { 0 };
            if self.fstrings.len() >= 149 {
                let at = self.position(start);
                return Err(self.error(at, "too many nested f-strings"));
            }
            self.push(kind::FSTRING_START + offset, start, self.at);
            let (start, depth) = (self.position(start), self.brackets.len());
            let raw = prefix.contains('r');
            self.fstrings.push(FString { quote, triple, raw, offset, start, depth, fields: Vec::new() });
            return Ok(());
        }
        let from = self.position(start);
        loop {
            if self.ended() || (!triple && self.peek(0) == '\n') {
                let row = self.position(self.at.min(self.chars.len())).0;
                let row = if self.ended() && self.at > 0 && self.chars[self.at - 1] == '\n' { row - 1 } else { row };
                let what = if triple { "triple-quoted string" } else { "string" };
                let message = format!("unterminated {what} literal (detected at line {row})");
                return Err(self.error((from.0, from.1 + 1), message));
            }
            match self.peek(0) {
                '\\' => self.at += 2,
                c if c == quote && (!triple || (self.peek(1) == quote && self.peek(2) == quote)) => {
                    self.at += if triple { 3 } else { 1 };
                    break;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.chars.len());
        self.push(kind::STRING, start, self.at);
        Ok(())
    }

    fn in_literal(&self, f: &FString) -> bool {
        f.fields.last().is_none_or(|x| x.1)
    }
    fn innermost_field(&mut self) -> Option<&mut (usize, bool)> {
        self.fstrings.last_mut().and_then(|f| f.fields.last_mut())
    }
    /// Whether no bracket is open inside the innermost replacement field.
    fn field_at_its_own_level(&self) -> bool {
        let field = self.fstrings.last().and_then(|f| f.fields.last());
        field.is_some_and(|x| x.0 == self.brackets.len())
    }

    /// The literal part of an f-string up to its next field or its end.
    fn literal(&mut self) -> Scanned {
        let f = self.fstrings.last().expect("in an f-string");
        let (quote, triple, raw, offset, from) = (f.quote, f.triple, f.raw, f.offset, f.start);
        let in_spec = !f.fields.is_empty();
        let start = self.at;
        loop {
            let c = self.peek(0);
            if self.ended() || (!triple && c == '\n') {
                if in_spec && !self.ended() {
                    break;
                }
                let row = self.position(self.at).0;
                let row = if self.at > 0 && self.chars[self.at - 1] == '\n' { row - 1 } else { row };
                let letter = if offset == 0 { 'f' } else { 't' };
                let what = if triple { "triple-quoted " } else { "" };
                let message = format!("unterminated {what}{letter}-string literal (detected at line {row})");
                return Err(self.error((from.0, from.1 + 1), message));
            }
            if c == quote && (!triple || (self.peek(1) == quote && self.peek(2) == quote)) {
                if self.at > start {
                    self.push(kind::FSTRING_MIDDLE + offset, start, self.at);
                }
                let end = self.at;
                self.at += if triple { 3 } else { 1 };
                self.push(kind::FSTRING_END + offset, end, self.at);
                self.fstrings.pop();
                return Ok(());
            }
            match c {
                '\\' if !raw && self.peek(1) == 'N' && self.peek(2) == '{' => {
                    while !self.ended() && !matches!(self.peek(0), '}' | '\n') && self.peek(0) != quote {
                        self.at += 1;
                    }
                    self.at += usize::from(self.peek(0) == '}');
                }
                '\\' if matches!(self.peek(1), '{' | '}') => self.at += 1,
                '\\' => self.at = (self.at + 2).min(self.chars.len()),
                '{' if self.peek(1) == '{' && !in_spec => {
                    self.push(kind::FSTRING_MIDDLE + offset, start, self.at + 1);
                    self.at += 2;
                    return Ok(());
                }
                '}' if self.peek(1) == '}' && !in_spec => {
                    self.push(kind::FSTRING_MIDDLE + offset, start, self.at + 1);
                    self.at += 2;
                    return Ok(());
                }
                '{' | '}' => break,
                _ => self.at += 1,
            }
        }
        if self.at > start || in_spec && self.peek(0) == '}' {
            self.push(kind::FSTRING_MIDDLE + offset, start, self.at);
        }
        let brace = self.at;
        match self.peek(0) {
            '{' => {
                let depth = self.brackets.len();
                self.fstrings.last_mut().expect("in an f-string").fields.push((depth, false));
            }
            '}' if in_spec => {
                self.fstrings.last_mut().expect("in an f-string").fields.pop();
            }
            '}' => {
                let at = self.position(brace);
                return Err(self.error((at.0, at.1 + 1), "f-string: single '}' is not allowed"));
            }
            _ => {
                // a line end closes the format spec's text, not the field
                self.innermost_field().expect("in a format spec").1 = false;
                return Ok(());
            }
        }
        self.at += 1;
        self.push(kind::OP, brace, self.at);
        Ok(())
    }
}
