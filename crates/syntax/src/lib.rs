//! Source text to tokens to AST.
//!
//! [`Source`] -> lexer (logos, with a layer for indentation, f-strings and soft keywords) ->
//! grammar (LALRPOP) -> [`Ast`], the tree of CPython 3.14's `ast` in an index arena. When the
//! parse fails, a second pass over the tokens finds the message CPython would give.
#![forbid(unsafe_code)]

mod actions;
pub mod ast;
mod dump;
mod encoding;
mod error;
mod explain;
mod intern;
mod lexer;
mod lookalike;
mod number;
mod peg;
mod scratch;
mod source;
mod strings;
mod token;
mod typo;
mod wtf8;

#[rustfmt::skip]
mod grammar {
    lalrpop_util::lalrpop_mod!(generated, "/grammar.rs");
    pub(crate) use generated::*;
}

pub use ast::{Ast, Span, Warning, WarningCategory};
pub use dump::dump;
pub use error::{ErrorKind, SyntaxError};
pub use lookalike::lookalike;
pub use source::Source;

pub use typo::{keyword_typo, may_be_typo};
pub use wtf8::{Wtf8, push_code_point};

use actions::Builder;
use lalrpop_util::ParseError;

/// What a source is to be: the `mode` of `compile`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A file: [`ast::Mod::Module`].
    Exec,
    /// One expression: [`ast::Mod::Expression`].
    Eval,
    /// One entry at the prompt: [`ast::Mod::Interactive`].
    Single,
    /// A signature type comment: [`ast::Mod::FunctionType`].
    FuncType,
}

/// The flags of `compile` that matter before or right after parsing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `PyCF_ALLOW_TOP_LEVEL_AWAIT`; the parser accepts `await` everywhere, the compiler asks.
    pub top_level_await: bool,
    /// `PyCF_ALLOW_INCOMPLETE_INPUT`: an end of input that more lines could mend is
    /// [`ErrorKind::IncompleteInput`].
    pub incomplete_input: bool,
    /// `PyCF_DONT_IMPLY_DEDENT`: in `Single`, a block is closed only by an empty line.
    pub dont_imply_dedent: bool,
    /// `from __future__ import annotations` is in force.
    pub annotations: bool,
    /// `from __future__ import barry_as_FLUFL` is in force: `<>` for `!=`.
    pub barry_as_flufl: bool,
}

/// Reads a source; never recurses on it and never panics.
pub fn parse(src: &Source, mode: Mode, flags: Flags) -> Result<Ast, SyntaxError> {
    if src.text().len() >= MAX_SOURCE {
        return Err(src.error(ErrorKind::MemoryError, "source too large", Span::default()));
    }
    let lexed = lexer::tokenize(src, mode, flags);
    let end = lexed.error.or(lexed.open.map(|open| lexer::never_closed(src, open)));
    let tokens = &lexed.tokens;
    let mut builder = Builder::new(src);
    let (mut read, mut at_end) = (0, false);
    let grammatical = tokens.iter().filter(|t| t.kind != token::Tok::EndMarker);
    let stream = grammatical.map(|t| {
        read += 1;
        (t.start, t.kind, t.end)
    });
    let stream = stream.chain(std::iter::from_fn(|| {
        at_end = true;
        None
    }));
    let refused = match (grammar::RootParser::new().parse(&mut builder, stream), &end) {
        (Ok(_), None) if flags.dont_imply_dedent && mode == Mode::Single && open_block(src, tokens) => None,
        (Ok(root), None) => {
            let mut ast = builder.ast;
            ast.root = root;
            if mode == Mode::Single {
                single_statement(&ast, src)?;
            }
            ast.warnings.extend(lexed.warnings);
            ast.warnings.sort_by_key(|w| w.span.start);
            return Ok(ast);
        }
        // What was read is whole, but there is more, which is no token.
        (Ok(_), Some(error)) => return Err((**error).clone()),
        (Err(ParseError::User { error }), _) => Some(error),
        (Err(_), _) => None,
    };
    let index = if at_end { read } else { read - 1 };
    let at_end = tokens
        .get(index)
        .is_none_or(|t| t.kind != token::Tok::Newline && t.start as usize >= src.text().trim_end().len());
    if flags.incomplete_input && (lexed.unfinished || at_end && refused.is_none()) {
        let end = src.text().len() as u32;
        return Err(src.error(ErrorKind::IncompleteInput, "incomplete input", Span::new(end, end)));
    }
    let stop = explain::Stop { index, refused, open: lexed.open, end, end_gives_way: lexed.gives_way };
    Err(explain::explain(src, tokens, stop))
}

/// Whether the text ends inside of a block, with no line end after it.
fn open_block(src: &Source, tokens: &[token::Token]) -> bool {
    let last = tokens.iter().rev().find(|t| t.kind != token::Tok::EndMarker);
    !src.text().ends_with('\n') && last.is_some_and(|t| t.kind == token::Tok::Dedent)
}

/// Offsets are `u32`, and every list of nodes is shorter than the text.
const MAX_SOURCE: usize = u32::MAX as usize / 2;

/// One entry at the prompt is one compound statement or one line.
fn single_statement(ast: &Ast, src: &Source) -> Result<(), SyntaxError> {
    let ast::Mod::Interactive { body } = ast.root() else { return Ok(()) };
    let ends = |s: ast::StmtId| ast.span(s).end as usize;
    for pair in ast.seq(body).windows(2) {
        let (end, start) = (ends(pair[0]), ast.span(pair[1]).start);
        let Some(line_end) = memchr::memchr(b'\n', &src.text().as_bytes()[end..start as usize]) else {
            continue;
        };
        let compound = is_compound(ast.stmt(pair[0]));
        if compound {
            return Err(src.syntax_error("invalid syntax", Span::new(start, start + 1)));
        }
        let at = (end + line_end) as u32;
        let message = "multiple statements found while compiling a single statement";
        return Err(src.syntax_error(message, Span::new(at, at + 1)));
    }
    // A block on the line of its head is whole only when a line end says so.
    let last = ast.seq(body).last().filter(|s| is_compound(ast.stmt(**s)));
    let indented = |s: ast::StmtId| src.line(src.line_of(ast.span(s).end)).starts_with([' ', '\t']);
    match last {
        Some(&last) if !src.text().ends_with('\n') && !indented(last) => {
            let end = ast.span(last).end;
            let mut error = src.syntax_error("invalid syntax", Span::new(end, end));
            (error.column, error.end_column) = (0, 0);
            Err(error)
        }
        _ => Ok(()),
    }
}

fn is_compound(stmt: &ast::Stmt) -> bool {
    matches!(
        stmt,
        ast::Stmt::FunctionDef { .. }
            | ast::Stmt::AsyncFunctionDef { .. }
            | ast::Stmt::ClassDef { .. }
            | ast::Stmt::For { .. }
            | ast::Stmt::AsyncFor { .. }
            | ast::Stmt::While { .. }
            | ast::Stmt::If { .. }
            | ast::Stmt::With { .. }
            | ast::Stmt::AsyncWith { .. }
            | ast::Stmt::Match { .. }
            | ast::Stmt::Try { .. }
            | ast::Stmt::TryStar { .. }
    )
}
