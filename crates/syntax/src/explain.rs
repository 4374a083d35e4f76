//! Why a source was refused, in CPython's words: runs only after the parse has failed.
//!
//! The rows of `explain.peg` say what people write by mistake; this file finds the statement to
//! ask about, answers the rows' conditions, and places and words the error.

use std::sync::OnceLock;

use lalrpop_util::ParseError;
use logos::Logos;

use crate::actions::{Builder, Failure, expr_name};
use crate::ast::{Ast, Constant, Expr, ExprId, Mod, Span, Stmt};
use crate::error::{ErrorKind, SyntaxError};
use crate::grammar::RootParser;
use crate::lexer::never_closed;
use crate::lookalike::lookalike;
use crate::peg::{Condition, Grammar, Labels, Machine, Outcome, Place, Range, Row, is_name};
use crate::source::Source;
use crate::token::{Tok, Token};

const ROWS: &str = include_str!("explain.peg");

/// Where the parse stopped.
pub(crate) struct Stop {
    /// The index of the token; that of none at the end of the source.
    pub index: usize,
    /// What an action said against what it had read.
    pub refused: Option<Failure>,
    /// A bracket open at the end of the source.
    pub open: Option<Token>,
    /// The error of reading past the last token.
    pub end: Option<Box<SyntaxError>>,
    /// `end` matters only to who reads so far; else it wins over errors before it, for CPython
    /// reads on to the end before it reports.
    pub end_gives_way: bool,
}

pub(crate) fn explain(src: &Source, tokens: &[Token], stop: Stop) -> SyntaxError {
    let mut explainer = Explainer { src, tokens, stop };
    let (mut error, last, kind) = explainer.error();
    let mut read = explainer.last_line(last);
    match (kind, &explainer.stop) {
        (Found::Indentation | Found::Certain, _) => {}
        (Found::End, _) => read = explainer.last_line(tokens.len()),
        (_, Stop { end: Some(end), end_gives_way: false, .. }) => error = (**end).clone(),
        // So does an open bracket above what was read.
        (_, Stop { open: Some(open), .. }) if src.line_of(explainer.span(last).start) > src.line_of(open.start) => {
            error = *never_closed(src, *open);
            read = explainer.last_line(tokens.len());
        }
        _ => {}
    }
    explainer.show_line(&mut error, read);
    error
}

/// How an error was found.
enum Found {
    Told,
    Indentation,
    Certain,
    End,
}

struct Explainer<'a> {
    src: &'a Source,
    tokens: &'a [Token],
    stop: Stop,
}

impl Explainer<'_> {
    /// The error, and the last token read for it.
    fn error(&mut self) -> (SyntaxError, usize, Found) {
        static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
        let eval = match self.tokens.first().map(|t| t.kind) {
            Some(Tok::StartEval) => true,
            Some(Tok::StartFuncType) => return self.generic(),
            _ => false,
        };
        if let Some(failure) = self.stop.refused.as_ref().filter(|f| f.certain) {
            return (self.refusal(failure), self.stop.index, Found::Certain);
        }
        let grammar = GRAMMAR.get_or_init(|| Grammar::read(ROWS));
        let mut machine = Machine { grammar, tokens: self.tokens, text: self.src.text(), eval, fill: 0 };
        let start = if eval { 1 } else { self.statement_start() };
        // A target is read as an expression first: the parser may have gone further than sense.
        machine.run_plain(start);
        if self.stop.refused.is_none() {
            self.stop.index = self.stop.index.min(machine.fill.max(start + 1) - 1);
            machine.fill = self.stop.index + 1;
        }
        machine.fill = machine.fill.min(self.tokens.len());
        let mut found = None;
        let outcome = machine.run(start, &mut |row, labels, pos| match self.judge(row, labels, pos) {
            Some(answer) => {
                found = Some(answer);
                true
            }
            None => false,
        });
        let last = machine.fill.max(1) - 1;
        let error = match outcome {
            Outcome::Row(row, labels, last, next) => self.row_error(&row, &labels, last, next, found.flatten()),
            Outcome::Forced(text, at) => self.at_token(ErrorKind::SyntaxError, format!("expected '{text}'"), at),
            Outcome::End if self.stop.end.is_some() => return (self.end_error(), last, Found::End),
            Outcome::End | Outcome::Nothing => match &self.stop.refused {
                Some(failure) => self.refusal(failure),
                None => {
                    let (error, _, found) = self.generic();
                    return (error, last, found);
                }
            },
        };
        (error, last, Found::Told)
    }

    /// The last line that a reader of the token has read.
    fn last_line(&self, index: usize) -> u32 {
        let text = self.src.text().trim_end_matches('\n');
        let span = self.span(index);
        let end = if span.end > span.start { span.end - 1 } else { span.start };
        self.src.line_of(end.min(text.len() as u32))
    }

    /// What CPython shows of a string is what its tokenizer holds: the line it has read last, with its line end and
    /// what a token that began on a line before has in front of it; of a line further up, the bare line.
    fn show_line(&self, error: &mut SyntaxError, read: u32) {
        let Some(text) = error.text.as_mut().filter(|t| t.ends_with('\n') && !self.src.is_file()) else { return };
        if error.line < read {
            text.truncate(text.trim_end_matches('\n').len());
            return;
        }
        let mut first = error.line;
        // Lines that begin inside of a token are read on behind those before.
        for token in self.tokens.iter().rev().filter(|t| t.kind != Tok::Newline) {
            let begins = self.src.line_start(first);
            if token.start < begins && begins < token.end {
                first = self.src.line_of(token.start);
            }
        }
        if first < error.line {
            let end = self.src.line_start(error.line) as usize + self.src.line(error.line).len();
            *text = format!("{}\n", &self.src.text()[self.src.line_start(first) as usize..end]);
        }
        if !self.exec() && error.line == self.src.line_count() {
            text.pop();
        }
    }

    fn refusal(&self, failure: &Failure) -> SyntaxError {
        match failure.span {
            Some(span) => self.src.syntax_error(failure.message.clone(), span),
            None => self.at_token(ErrorKind::SyntaxError, failure.message.clone(), self.stop.index),
        }
    }

    fn end_error(&self) -> SyntaxError {
        match &self.stop.end {
            Some(error) => (**error).clone(),
            None => self.src.syntax_error("invalid syntax", self.span(self.tokens.len())),
        }
    }

    /// The error when no row knows better.
    fn generic(&self) -> (SyntaxError, usize, Found) {
        let index = self.stop.index;
        let Some(token) = self.tokens.get(index) else {
            return (self.end_error(), index, Found::End);
        };
        let (kind, message, found) = match token.kind {
            Tok::Indent => (ErrorKind::IndentationError, "unexpected indent", Found::Indentation),
            Tok::Dedent => (ErrorKind::IndentationError, "unexpected unindent", Found::Indentation),
            _ => (ErrorKind::SyntaxError, "invalid syntax", Found::Told),
        };
        let message = match self.lookalike_keyword(index) {
            Some(hint) if matches!(found, Found::Told) => format!("{message}. {hint}"),
            _ => message.to_owned(),
        };
        let mut error = self.at_token(kind, message, index);
        if token.kind == Tok::EndMarker || self.is_missing_newline(index) {
            error.column = 0;
        }
        (error, index, found)
    }

    /// A word at the error or before it that looks like a keyword and is none.
    fn lookalike_keyword(&self, index: usize) -> Option<String> {
        let words = [index.saturating_sub(1), index].map(|i| self.src.slice(self.span(i)));
        words.into_iter().find_map(|word| {
            let (keyword, letter) = lookalike(word)?;
            let kind = Tok::lexer(&keyword).next()?.ok()?;
            let code = u32::from(letter);
            (!is_name(kind) && keyword.is_ascii()).then(|| {
                format!("'{word}' is not the keyword '{keyword}': it is written with '{letter}' (U+{code:04X})")
            })
        })
    }

    /// An error at a token. Those of indentation and of the end have no width, and their column
    /// is how much of the line was read.
    fn at_token(&self, kind: ErrorKind, message: String, index: usize) -> SyntaxError {
        let span = self.span(index);
        let mut error = self.src.error(kind, message, span);
        match self.tokens.get(index).map(|t| t.kind) {
            Some(kind) if kind != Tok::Newline && span.start == span.end || self.is_missing_newline(index) => {
                error.column -= 1;
                if span.start as usize == self.src.text().len() {
                    let end = Span::new(span.start.max(1) - 1, span.start.max(1) - 1);
                    error = self.src.error(error.kind, error.message, end);
                    let supplied = self.exec() || self.src.text().ends_with('\n');
                    error.column = self.src.line(error.line).chars().count() as u32 + u32::from(supplied);
                }
                error.end_line = error.line;
                error.end_column = 0;
            }
            Some(Tok::Newline) if span.start == span.end => error.end_column += 1,
            _ => {}
        }
        error
    }

    fn exec(&self) -> bool {
        self.tokens.first().is_some_and(|t| t.kind == Tok::StartExec)
    }

    /// A line end that the source lacks is supplied in `exec` mode only.
    fn is_missing_newline(&self, index: usize) -> bool {
        let missing = |t: &Token| t.kind == Tok::Newline && t.start == t.end;
        !self.exec() && self.tokens.get(index).is_some_and(missing)
    }

    /// The statement at the top level that holds the stop, or the one before if the stop is the
    /// first token of a line: then it may have wanted more.
    fn statement_start(&self) -> usize {
        let (mut depth, mut fresh) = (0, true);
        let mut start = 1;
        let mut decorated = false;
        for (i, token) in self.tokens.iter().enumerate().skip(1) {
            if i >= self.stop.index {
                break;
            }
            match token.kind {
                Tok::Indent => depth += 1,
                Tok::Dedent => depth -= 1,
                Tok::Newline => {
                    fresh = true;
                    continue;
                }
                _ if depth == 0 && fresh => {
                    let continues = matches!(token.kind, Tok::Elif | Tok::Else | Tok::Except | Tok::Finally);
                    if !continues && !decorated {
                        start = i;
                    }
                    decorated = token.kind == Tok::At;
                }
                _ => {}
            }
            if !matches!(token.kind, Tok::Indent | Tok::Dedent) {
                fresh = false;
            }
        }
        start
    }

    /// Whether a row applies; some rows find the place themselves.
    fn judge(&self, row: &Row, labels: &Labels, pos: usize) -> Option<Option<(String, Span)>> {
        match row.condition {
            Condition::Always => Some(None),
            Condition::Legacy => self.is_legacy(labels[0]).then_some(None),
            Condition::Comma => {
                let inside = self.level(pos - 1) > 0;
                (inside && !self.is_legacy(labels[0])).then_some(None)
            }
            Condition::Field => self.fstring_letter(pos).is_some().then_some(None),
            Condition::Tuple => {
                let (tree, e) = self.parse(labels[1])?;
                matches!(tree.expr(e), Expr::Tuple { .. }).then_some(None)
            }
            Condition::Unpacks => self.unpacks(labels[0]).then_some(None),
            Condition::Store | Condition::For | Condition::Del => {
                let (tree, e) = self.parse(labels[0])?;
                let bad = invalid_target(&tree, e, row.condition)?;
                let message = row.message.replace("{a}", expr_name(tree.expr(bad)));
                Some(Some((message, tree.span(bad))))
            }
        }
    }

    fn row_error(
        &self,
        row: &Row,
        labels: &Labels,
        last: usize,
        next: usize,
        found: Option<(String, Span)>,
    ) -> SyntaxError {
        if let Some((message, span)) = found {
            return self.src.syntax_error(message, span);
        }
        let message = self.word(row.message, labels, next);
        let kind = if row.indent { ErrorKind::IndentationError } else { ErrorKind::SyntaxError };
        let span = match row.place {
            Place::Last => return self.at_token(kind, message, last),
            Place::Next => return self.at_token(kind, message, next),
            Place::Label(a) => self.label_span(labels[a]),
            Place::Between(a, b) => self.label_span(labels[a]).to(self.label_span(labels[b])),
            Place::From(a) => self.label_span(labels[a]).to(self.span(last)),
            Place::EndOf(a) => {
                let end = self.label_span(labels[a]).end;
                Span::new(end - 1, end)
            }
        };
        let mut error = self.src.error(kind, message, span);
        match row.place {
            Place::EndOf(_) => error.end_column = 0,
            // CPython has read this far, and counts from 0.
            Place::From(_) if self.tokens[last].kind == Tok::Newline && self.span(last).start == span.end => {}
            Place::From(_) => error.end_column -= 1,
            _ => {}
        }
        error
    }

    fn word(&self, message: &str, labels: &Labels, next: usize) -> String {
        let mut message = message.to_owned();
        if message.contains("{a}") {
            let name = match self.parse(labels[0]) {
                Some((tree, e)) => expr_name(tree.expr(e)),
                None => "expression",
            };
            message = message.replace("{a}", name);
        }
        if message.contains("{a.text}") {
            message = message.replace("{a.text}", self.src.slice(self.label_span(labels[0])));
        }
        if message.contains("{a.line}") {
            let line = self.src.line_of(self.label_span(labels[0]).start);
            message = message.replace("{a.line}", &line.to_string());
        }
        if message.contains("{f}") {
            message = message.replace("{f}", self.fstring_letter(next).unwrap_or("f"));
        }
        message
    }

    /// The bytes of a token; those of the end of the source past the last.
    fn span(&self, index: usize) -> Span {
        match self.tokens.get(index) {
            // A line end takes in the comment before it.
            Some(t) if t.kind == Tok::Newline && index > 0 => {
                let before = self.tokens[index - 1].end;
                let comment = self.src.slice(Span::new(before, t.start)).find('#');
                Span::new(comment.map_or(t.start, |c| before + c as u32), t.end)
            }
            Some(t) => Span::new(t.start, t.end),
            None => {
                let end = self.src.text().len() as u32;
                Span::new(end, end)
            }
        }
    }

    /// An expression in parentheses is what stands in them.
    fn label_span(&self, range: Range) -> Span {
        let (from, to) = (range.from as usize, range.to as usize);
        if to <= from {
            return self.span(from);
        }
        if matches!(self.tokens[from].kind, Tok::Lpar | Tok::WithLpar)
            && to > from + 1
            && let Some((tree, e)) = self.parse(range)
        {
            return tree.span(e);
        }
        self.span(from).to(self.span(to - 1))
    }

    /// The tokens of a range as an expression.
    fn parse(&self, range: Range) -> Option<(Ast, ExprId)> {
        let tokens = &self.tokens[range.from as usize..range.to as usize];
        let mut builder = Builder::new(self.src);
        let end = tokens.last()?.end;
        let first = (0, Tok::StartSingle, 0);
        let middle = tokens.iter().map(|t| match t.kind {
            Tok::WithLpar => (t.start, Tok::Lpar, t.end),
            kind if is_name(kind) => (t.start, Tok::Name, t.end),
            kind => (t.start, kind, t.end),
        });
        let stream = std::iter::once(first).chain(middle).chain(std::iter::once((end, Tok::Newline, end)));
        let parsed: Result<Mod, ParseError<u32, Tok, Failure>> = RootParser::new().parse(&mut builder, stream);
        let Ok(Mod::Interactive { body }) = parsed else { return None };
        match builder.ast.seq(body) {
            [only] => match *builder.ast.stmt(*only) {
                Stmt::Expr { value } => Some((builder.ast, value)),
                _ => None,
            },
            _ => None,
        }
    }

    fn is_legacy(&self, range: Range) -> bool {
        range.to == range.from + 1 && matches!(self.src.slice(self.span(range.from as usize)), "print" | "exec")
    }

    /// How many brackets are open behind a token.
    fn level(&self, index: usize) -> i32 {
        let mut level = 0;
        for token in self.tokens[..=index.min(self.tokens.len() - 1)].iter().rev() {
            match token.kind {
                Tok::Lpar | Tok::WithLpar | Tok::Lsqb | Tok::Lbrace => level += 1,
                Tok::Rpar | Tok::Rsqb | Tok::Rbrace => level -= 1,
                // Line ends exist only outside of brackets.
                Tok::Newline => break,
                _ => {}
            }
        }
        level
    }

    /// Whether arguments hold a `**x`.
    fn unpacks(&self, range: Range) -> bool {
        let mut level = 0;
        let tokens = &self.tokens[range.from as usize..range.to as usize];
        tokens.iter().enumerate().any(|(i, token)| {
            match token.kind {
                Tok::Lpar | Tok::Lsqb | Tok::Lbrace => level += 1,
                Tok::Rpar | Tok::Rsqb | Tok::Rbrace => level -= 1,
                Tok::DoubleStar if level == 0 => return i == 0 || tokens[i - 1].kind == Tok::Comma,
                _ => {}
            }
            false
        })
    }

    /// The letter of the f-string or t-string around a token.
    fn fstring_letter(&self, index: usize) -> Option<&'static str> {
        let mut closed = 0;
        for token in self.tokens[..index.min(self.tokens.len())].iter().rev() {
            match token.kind {
                Tok::FStringEnd => closed += 1,
                Tok::FStringStart | Tok::TStringStart if closed > 0 => closed -= 1,
                Tok::FStringStart => return Some("f"),
                Tok::TStringStart => return Some("t"),
                _ => {}
            }
        }
        None
    }
}

/// The part of an expression that cannot be assigned, iterated into or deleted.
fn invalid_target(tree: &Ast, e: ExprId, kind: Condition) -> Option<ExprId> {
    let mut todo = vec![e];
    while let Some(id) = todo.pop() {
        match *tree.expr(id) {
            Expr::List { elts, .. } | Expr::Tuple { elts, .. } => {
                todo.extend(tree.seq(elts).iter().rev());
            }
            Expr::Starred { .. } if kind == Condition::Del => return Some(id),
            Expr::Starred { value, .. } => todo.push(value),
            Expr::Compare { left, ops, .. } if kind == Condition::For => {
                // Only the left side of an `in` is a target; nothing after it is.
                match tree.seq(ops).first() {
                    Some(crate::ast::CmpOp::In) => todo.push(left),
                    _ => continue,
                }
            }
            Expr::Name { .. } | Expr::Subscript { .. } | Expr::Attribute { .. } => {}
            Expr::Constant { value: Constant::None, .. } => return Some(id),
            _ => return Some(id),
        }
    }
    None
}
