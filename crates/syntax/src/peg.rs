//! A parsing machine for `explain.peg`: the text is compiled once to instructions, as in
//! *A Parsing Machine for PEGs* (Medeiros, Ierusalimschy, 2008).
//!
//! The machine keeps its own stack of choices and calls, so that no source overflows the native
//! one, remembers what each rule made of each place, so that it never goes exponential, and
//! counts its steps. The first `Raise` whose row accepts ends the run.

use std::collections::HashMap;

use rapidhash::fast::RandomState;

use crate::token::{Tok, Token};

/// A range of tokens.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Range {
    pub from: u32,
    pub to: u32,
}

/// What matched the labels `a` and `b`.
pub(crate) type Labels = [Range; 2];

/// Where a row puts its error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Label(usize),
    Between(usize, usize),
    From(usize),
    EndOf(usize),
    Last,
    Next,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    Always,
    Store,
    For,
    Del,
    Comma,
    Legacy,
    Unpacks,
    Field,
    Tuple,
}

/// The end of a row: an error.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub indent: bool,
    pub place: Place,
    pub condition: Condition,
    pub message: &'static str,
}

#[derive(Clone, Copy, Debug)]
enum Op {
    Token(Tok),
    /// A name with this text.
    Word(&'static str),
    Name,
    Choice(usize),
    Commit(usize),
    PartialCommit(usize),
    BackCommit(usize),
    FailTwice,
    Fail,
    Call(usize),
    Return,
    LabelStart(usize),
    LabelEnd(usize),
    Cut,
    Force(Tok, &'static str),
    Raise(usize),
    End,
}

pub(crate) struct Grammar {
    ops: Vec<Op>,
    /// The address of each rule, and of its plain form.
    entries: Vec<usize>,
    rows: Vec<Row>,
    statement: usize,
    eval: usize,
    block: usize,
    /// The rules whose plain form shares what the machine remembers with the full one.
    shared: Vec<bool>,
}

/// CPython remembers these regardless of the `invalid_*` rules: what a `plain_` rule has seen is
/// not asked again, and so not explained.
const SHARED: &[&str] = &[
    "simple_stmt",
    "block",
    "star_expression",
    "expression",
    "disjunction",
    "conjunction",
    "inversion",
    "bitwise_or",
    "bitwise_xor",
    "bitwise_and",
    "shift_expr",
    "sum",
    "term",
    "factor",
    "await_primary",
    "primary",
    "strings",
    "arguments",
    "star_target",
    "target_with_star_atom",
    "t_primary",
    "del_target",
];

/// What ended a run.
pub(crate) enum Outcome {
    /// A row whose condition holds, what its labels matched, and the last token read and the next.
    Row(Row, Labels, usize, usize),
    /// A `&&'x'` that was not there.
    Forced(&'static str, usize),
    /// The tokens ended.
    End,
    Nothing,
}

// The grammar as read.
enum Peg {
    Op(Op),
    Ref(usize, bool),
    Seq(Vec<Peg>),
    Alt(Vec<Peg>),
    Optional(Box<Peg>),
    Star(Box<Peg>),
    Plus(Box<Peg>),
    Separated(Box<Peg>, Box<Peg>),
    And(Box<Peg>),
    Not(Box<Peg>),
    Label(usize, Box<Peg>),
}

struct Reader {
    rules: HashMap<&'static str, usize>,
    names: Vec<&'static str>,
    rows: Vec<Row>,
}

impl Grammar {
    pub fn read(text: &'static str) -> Grammar {
        let mut sources: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
        for line in text.lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line.starts_with(' ') {
                if let Some((_, body)) = sources.last_mut() {
                    body.push(line.trim());
                }
                continue;
            }
            match line.split_once(':') {
                Some((name, body)) => sources.push((name, vec![body.trim()])),
                None => sources.push((line, Vec::new())),
            }
        }
        let names: Vec<&'static str> = sources.iter().map(|(n, _)| *n).collect();
        let rules = names.iter().enumerate().map(|(i, n)| (*n, i)).collect();
        let mut reader = Reader { rules, names: names.clone(), rows: Vec::new() };
        let bodies: Vec<Peg> = sources.iter().map(|(_, lines)| reader.rule(lines)).collect();
        let mut grammar = Grammar {
            ops: vec![Op::End],
            entries: Vec::new(),
            rows: reader.rows,
            statement: reader.rules["statement"],
            eval: reader.rules["eval"],
            block: reader.rules["block"],
            shared: names.iter().map(|n| SHARED.contains(n)).collect(),
        };
        for plain in [false, true] {
            for (body, name) in bodies.iter().zip(&reader.names) {
                grammar.entries.push(grammar.ops.len());
                match plain && name.starts_with("invalid_") {
                    true => grammar.ops.push(Op::Fail),
                    false => grammar.emit(body, plain, bodies.len()),
                }
                grammar.ops.push(Op::Return);
            }
        }
        grammar
    }

    fn emit(&mut self, peg: &Peg, plain: bool, rules: usize) {
        match peg {
            Peg::Op(op) => self.ops.push(*op),
            Peg::Ref(rule, p) => self.ops.push(Op::Call(rule + if plain || *p { rules } else { 0 })),
            Peg::Seq(items) => items.iter().for_each(|i| self.emit(i, plain, rules)),
            Peg::Alt(items) => {
                let mut commits = Vec::new();
                for (i, item) in items.iter().enumerate() {
                    if i + 1 == items.len() {
                        self.emit(item, plain, rules);
                        break;
                    }
                    let choice = self.hole();
                    self.emit(item, plain, rules);
                    commits.push(self.hole());
                    self.ops[choice] = Op::Choice(self.ops.len());
                }
                for commit in commits {
                    self.ops[commit] = Op::Commit(self.ops.len());
                }
            }
            Peg::Optional(item) => {
                let choice = self.hole();
                self.emit(item, plain, rules);
                self.ops.push(Op::Commit(self.ops.len() + 1));
                self.ops[choice] = Op::Choice(self.ops.len());
            }
            Peg::Star(item) => {
                let choice = self.hole();
                self.emit(item, plain, rules);
                self.ops.push(Op::PartialCommit(choice + 1));
                self.ops[choice] = Op::Choice(self.ops.len());
            }
            Peg::Plus(item) => {
                self.emit(item, plain, rules);
                let choice = self.hole();
                self.emit(item, plain, rules);
                self.ops.push(Op::PartialCommit(choice + 1));
                self.ops[choice] = Op::Choice(self.ops.len());
            }
            Peg::Separated(separator, item) => {
                self.emit(item, plain, rules);
                let choice = self.hole();
                self.emit(separator, plain, rules);
                self.emit(item, plain, rules);
                self.ops.push(Op::PartialCommit(choice + 1));
                self.ops[choice] = Op::Choice(self.ops.len());
            }
            Peg::And(item) => {
                let choice = self.hole();
                self.emit(item, plain, rules);
                self.ops.push(Op::BackCommit(self.ops.len() + 2));
                self.ops[choice] = Op::Choice(self.ops.len());
                self.ops.push(Op::Fail);
            }
            Peg::Not(item) => {
                let choice = self.hole();
                self.emit(item, plain, rules);
                self.ops.push(Op::FailTwice);
                self.ops[choice] = Op::Choice(self.ops.len());
            }
            Peg::Label(slot, item) => {
                self.ops.push(Op::LabelStart(*slot));
                self.emit(item, plain, rules);
                self.ops.push(Op::LabelEnd(*slot));
            }
        }
    }

    fn hole(&mut self) -> usize {
        self.ops.push(Op::Fail);
        self.ops.len() - 1
    }
}

impl Reader {
    fn rule(&mut self, lines: &[&'static str]) -> Peg {
        let mut alternatives = Vec::new();
        for line in lines {
            let line = line.strip_prefix(": ").or(line.strip_prefix("/ ")).unwrap_or(line);
            let (pattern, row) = match line.split_once(" => ") {
                Some((pattern, row)) => (pattern, Some(row)),
                None => (line, None),
            };
            let mut rest = pattern;
            let mut peg = self.alternatives(&mut rest);
            assert!(rest.is_empty(), "a rule ends at {rest:?}");
            if let Some(row) = row {
                let row = self.row(row);
                self.rows.push(row);
                peg = Peg::Seq(vec![peg, Peg::Op(Op::Raise(self.rows.len() - 1))]);
            }
            alternatives.push(peg);
        }
        Peg::Alt(alternatives)
    }

    fn row(&self, text: &'static str) -> Row {
        let (head, message) = text.split_once(": ").unwrap_or((text, ""));
        let (head, condition) = head.split_once(" if ").unwrap_or((head, ""));
        let (indent, place) = match head.strip_prefix("indent ") {
            Some(place) => (true, place),
            None => (false, head),
        };
        let condition = match condition.split(' ').next().unwrap_or("") {
            "store" => Condition::Store,
            "for" => Condition::For,
            "del" => Condition::Del,
            "comma" => Condition::Comma,
            "legacy" => Condition::Legacy,
            "unpacks" => Condition::Unpacks,
            "field" => Condition::Field,
            "tuple" => Condition::Tuple,
            other => {
                assert!(other.is_empty(), "no condition {other:?}");
                Condition::Always
            }
        };
        let place = match place {
            "a" => Place::Label(0),
            "b" => Place::Label(1),
            "a..b" => Place::Between(0, 1),
            "a.." => Place::From(0),
            "a.end" => Place::EndOf(0),
            "last" => Place::Last,
            other => {
                assert_eq!(other, "next", "a place");
                Place::Next
            }
        };
        Row { indent, place, condition, message }
    }

    fn alternatives(&mut self, rest: &mut &'static str) -> Peg {
        let mut alternatives = Vec::new();
        loop {
            let mut items = Vec::new();
            loop {
                *rest = rest.trim_start();
                if rest.is_empty() || rest.starts_with(['/', ')']) {
                    break;
                }
                items.push(self.item(rest));
            }
            alternatives.push(Peg::Seq(items));
            match rest.strip_prefix('/') {
                Some(after) => *rest = after,
                None => break,
            }
        }
        Peg::Alt(alternatives)
    }

    fn item(&mut self, rest: &mut &'static str) -> Peg {
        if let Some(after) = rest.strip_prefix("&&") {
            *rest = after;
            let text = quoted(rest, '\'');
            return Peg::Op(Op::Force(token(text), text));
        }
        if let Some(after) = rest.strip_prefix('&') {
            *rest = after;
            return Peg::And(Box::new(self.item(rest)));
        }
        if let Some(after) = rest.strip_prefix('!') {
            *rest = after;
            return Peg::Not(Box::new(self.item(rest)));
        }
        if let Some(after) = rest.strip_prefix('~') {
            *rest = after;
            return Peg::Op(Op::Cut);
        }
        for (slot, label) in ["a=", "b="].into_iter().enumerate() {
            if let Some(after) = rest.strip_prefix(label) {
                *rest = after;
                return Peg::Label(slot, Box::new(self.item(rest)));
            }
        }
        let mut peg = self.primary(rest);
        if let Some(after) = rest.strip_prefix('.') {
            *rest = after;
            let item = self.primary(rest);
            *rest = rest.strip_prefix('+').unwrap_or(rest);
            peg = Peg::Separated(Box::new(peg), Box::new(item));
        }
        for (suffix, make) in [('?', Peg::Optional as fn(Box<Peg>) -> Peg), ('*', Peg::Star), ('+', Peg::Plus)] {
            if let Some(after) = rest.strip_prefix(suffix) {
                *rest = after;
                return make(Box::new(peg));
            }
        }
        peg
    }

    fn primary(&mut self, rest: &mut &'static str) -> Peg {
        match rest.as_bytes()[0] {
            b'\'' => Peg::Op(Op::Token(token(quoted(rest, '\'')))),
            b'"' => Peg::Op(Op::Word(quoted(rest, '"'))),
            b'(' => {
                *rest = &rest[1..];
                let peg = self.alternatives(rest);
                *rest = &rest[1..];
                peg
            }
            _ => {
                let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
                let (name, after) = rest.split_at(end);
                *rest = after;
                match name {
                    "NAME" => Peg::Op(Op::Name),
                    "NUMBER" => Peg::Op(Op::Token(Tok::Number)),
                    "STRING" => Peg::Op(Op::Token(Tok::String)),
                    "NEWLINE" => Peg::Op(Op::Token(Tok::Newline)),
                    "INDENT" => Peg::Op(Op::Token(Tok::Indent)),
                    "DEDENT" => Peg::Op(Op::Token(Tok::Dedent)),
                    "FSTRING_START" => Peg::Op(Op::Token(Tok::FStringStart)),
                    "TSTRING_START" => Peg::Op(Op::Token(Tok::TStringStart)),
                    "FSTRING_MIDDLE" => Peg::Op(Op::Token(Tok::FStringMiddle)),
                    "FSTRING_END" => Peg::Op(Op::Token(Tok::FStringEnd)),
                    _ => match (self.rules.get(name), name.strip_prefix("plain_")) {
                        (Some(&rule), _) => Peg::Ref(rule, false),
                        (None, Some(plain)) => Peg::Ref(self.rules[plain], true),
                        (None, None) => panic!("no rule {name:?}"),
                    },
                }
            }
        }
    }
}

fn quoted(rest: &mut &'static str, quote: char) -> &'static str {
    let inside = &rest[1..];
    let (text, after) = inside.split_once(quote).unwrap_or((inside, ""));
    *rest = after;
    text
}

fn token(text: &str) -> Tok {
    use logos::Logos;
    match Tok::lexer(text).next() {
        Some(Ok(kind)) => kind,
        _ => panic!("no token {text:?}"),
    }
}

/// What a rule made of a token: the end of its match, or no match.
type Memo = HashMap<(u32, u32), Option<u32>, RandomState>;

enum Entry {
    Choice { to: usize, pos: usize },
    Return { to: usize, rule: usize, pos: usize, labels: Labels },
}

/// How many steps a run may take for each token, and how deep it may go.
const STEPS_PER_TOKEN: usize = 5_000;
const MAX_DEPTH: usize = 500_000;

pub(crate) struct Machine<'a> {
    pub grammar: &'a Grammar,
    pub tokens: &'a [Token],
    pub text: &'a str,
    /// The tokens are to be one expression.
    pub eval: bool,
    /// One past the last token read.
    pub fill: usize,
}

impl Machine<'_> {
    /// Matches `statements`, or an `eval`, from a token on. `accept` judges the condition of a row.
    pub fn run(&mut self, start: usize, accept: &mut dyn FnMut(&Row, &Labels, usize) -> bool) -> Outcome {
        self.go(if self.eval { self.grammar.eval } else { 0 }, start, accept)
    }

    /// The same without the `invalid_*` rules, to see how far the tokens make sense.
    pub fn run_plain(&mut self, start: usize) -> Outcome {
        let rule = if self.eval { self.grammar.eval } else { 0 };
        self.go(rule + self.grammar.entries.len() / 2, start, &mut |_, _, _| false)
    }

    fn go(&mut self, rule: usize, start: usize, accept: &mut dyn FnMut(&Row, &Labels, usize) -> bool) -> Outcome {
        let rules = self.grammar.entries.len() / 2;
        let mut memo: Memo = Memo::default();
        let mut blocks: Memo = Memo::default();
        let mut stack = vec![Entry::Return { to: 0, rule: 0, pos: start, labels: Labels::default() }];
        let mut labels = Labels::default();
        let (mut ip, mut pos) = (self.grammar.entries[rule], start);
        let mut steps = STEPS_PER_TOKEN.saturating_mul(self.tokens.len() - start + 100);
        loop {
            steps -= 1;
            if steps == 0 || stack.len() > MAX_DEPTH {
                return Outcome::Nothing;
            }
            let mut failed = false;
            let mut next = ip + 1;
            match self.grammar.ops[ip] {
                Op::End => return Outcome::Nothing,
                op @ (Op::Token(_) | Op::Word(_) | Op::Name | Op::Force(..)) => {
                    let Some(token) = self.tokens.get(pos) else {
                        return Outcome::End;
                    };
                    self.fill = self.fill.max(pos + 1);
                    let matches = match op {
                        Op::Token(kind) => kind == token.kind || kind == Tok::Lpar && token.kind == Tok::WithLpar,
                        Op::Force(kind, text) => {
                            if kind != token.kind {
                                return Outcome::Forced(text, pos);
                            }
                            true
                        }
                        Op::Word(word) => is_name(token.kind) && self.token_text(*token) == word,
                        _ => is_name(token.kind),
                    };
                    match matches {
                        true => pos += 1,
                        false => failed = true,
                    }
                }
                Op::Choice(to) => stack.push(Entry::Choice { to, pos }),
                Op::Commit(to) => {
                    stack.pop();
                    next = to;
                }
                Op::PartialCommit(to) => {
                    if let Some(Entry::Choice { pos: at, .. }) = stack.last_mut() {
                        *at = pos;
                    }
                    next = to;
                }
                Op::BackCommit(to) => {
                    if let Some(Entry::Choice { pos: at, .. }) = stack.pop() {
                        pos = at;
                    }
                    next = to;
                }
                Op::FailTwice => {
                    stack.pop();
                    failed = true;
                }
                Op::Fail => failed = true,
                Op::Call(rule) => {
                    let key = (self.remembered_as(rule), pos as u32);
                    let known = if rule % rules == self.grammar.block { &blocks } else { &memo };
                    match known.get(&key) {
                        Some(Some(end)) => pos = *end as usize,
                        Some(None) => failed = true,
                        None => {
                            stack.push(Entry::Return { to: next, rule, pos, labels });
                            next = self.grammar.entries[rule];
                        }
                    }
                }
                Op::Return => {
                    let Some(Entry::Return { to, rule, pos: from, labels: outer }) = stack.pop() else {
                        return Outcome::Nothing;
                    };
                    labels = outer;
                    next = to;
                    let known = if rule % rules == self.grammar.block { &mut blocks } else { &mut memo };
                    known.insert((self.remembered_as(rule), from as u32), Some(pos as u32));
                    if rule % rules == self.grammar.statement {
                        memo.clear();
                    }
                }
                Op::LabelStart(slot) => labels[slot].from = pos as u32,
                Op::LabelEnd(slot) => labels[slot].to = pos as u32,
                Op::Cut => {
                    // The choices of this rule lead nowhere now.
                    for entry in stack.iter_mut().rev() {
                        match entry {
                            Entry::Choice { to, .. } => *to = 1,
                            Entry::Return { .. } => break,
                        }
                    }
                }
                Op::Raise(row) => {
                    let row = &self.grammar.rows[row];
                    if accept(row, &labels, pos) {
                        return Outcome::Row(*row, labels, self.fill - 1, pos);
                    }
                    failed = true;
                }
            }
            if !failed {
                ip = next;
                continue;
            }
            loop {
                match stack.pop() {
                    None => return Outcome::Nothing,
                    Some(Entry::Choice { to: 1, .. }) => {}
                    Some(Entry::Choice { to, pos: at }) => {
                        (ip, pos) = (to, at);
                        break;
                    }
                    Some(Entry::Return { rule, pos: from, labels: outer, .. }) => {
                        labels = outer;
                        let known = if rule % rules == self.grammar.block { &mut blocks } else { &mut memo };
                        known.insert((self.remembered_as(rule), from as u32), None);
                    }
                }
            }
        }
    }

    fn remembered_as(&self, rule: usize) -> u32 {
        let full = rule % self.grammar.shared.len();
        (if self.grammar.shared[full] { full } else { rule }) as u32
    }

    fn token_text(&self, token: Token) -> &str {
        &self.text[token.start as usize..token.end as usize]
    }
}

/// Whether a token may be a name: the soft keywords may.
pub(crate) fn is_name(kind: Tok) -> bool {
    matches!(kind, Tok::Name | Tok::Match | Tok::Case | Tok::Type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        let grammar = Grammar::read(include_str!("explain.peg"));
        assert!(grammar.rows.len() > 100, "{} rows", grammar.rows.len());
    }
}
