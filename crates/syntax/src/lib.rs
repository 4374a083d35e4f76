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
mod number;
mod peg;
mod scratch;
mod source;
mod strings;
mod token;
mod wtf8;

#[rustfmt::skip]
#[expect(clippy::all, reason = "generated")]
mod grammar {
    lalrpop_util::lalrpop_mod!(generated, "/grammar.rs");
    pub(crate) use generated::*;
}

pub use ast::{Ast, Span, Warning, WarningCategory};
pub use dump::dump;
pub use error::{ErrorKind, SyntaxError};
pub use source::Source;

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
    let lexed = lexer::tokenize(src, mode, flags);
    if let Some(error) = lexed.error {
        return Err(*error);
    }
    let tokens = &lexed.tokens;
    let mut builder = Builder::new(src);
    let mut read = 0;
    let stream = tokens.iter().map(|t| {
        read += 1;
        (t.start, t.kind, t.end)
    });
    let mut at_end = false;
    let stream = stream.chain(std::iter::from_fn(|| {
        at_end = true;
        None
    }));
    let parsed = grammar::RootParser::new().parse(&mut builder, stream);
    match parsed {
        Ok(root) => {
            let mut ast = builder.ast;
            ast.root = root;
            ast.warnings.extend(lexed.warnings);
            ast.warnings.sort_by_key(|w| w.span.start);
            Ok(ast)
        }
        Err(error) => {
            let refused = match error {
                ParseError::User { error } => Some(error),
                _ => None,
            };
            let index = if at_end { tokens.len() } else { read - 1 };
            Err(explain::explain(src, tokens, explain::Stop { index, refused, open: lexed.open }))
        }
    }
}
