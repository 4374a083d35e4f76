//! The tree to bytecode.
//!
//! [`Ast`] -> scopes (`build`, `analyze`) and folded constants (`fold`) -> statements and expressions
//! write nodes into one [`Assembler`](assembler::Assembler) per code object -> words (`assembler`).
//! The instruction table of `pyish-bytecode` is the specification of what is emitted.
#![forbid(unsafe_code)]

mod analyze;
mod annotation;
mod assembler;
mod bound;
mod build;
mod calls;
mod class;
mod comprehension;
mod condition;
mod expr;
mod fold;
mod format;
mod function;
mod import;
mod literal;
mod name;
mod names;
mod pattern;
mod stmt;
mod symtable;
mod target;
mod try_with;
mod type_params;
mod unit;
mod warning;

pub use warning::warnings;

use pyish_bytecode::Unit;
use pyish_syntax::ast::{ExprId, Mod};
use pyish_syntax::{Ast, ErrorKind, Source, Span, SyntaxError};

use crate::assembler::NOWHERE;
use crate::fold::Folded;
use crate::import::Future;
use crate::names::{Name, Names};
use crate::symtable::{Key, SymbolTable};
use crate::unit::Body;

/// What `compile` may be told beyond the tree. The mode is the tree's root.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// 1 drops `assert` and makes `__debug__` false, 2 drops docstrings as well.
    pub optimize: u8,
    /// A module that uses `await` becomes a coroutine.
    pub top_level_await: bool,
    /// `from __future__ import annotations` is in force around the source.
    pub future_annotations: bool,
    /// Stands in code objects; the source's own name if there is none.
    pub filename: Option<String>,
}

/// Nesting that is walked by recursion; deeper trees are a RecursionError.
const MAX_DEPTH: u32 = 1_500;

type Fallible<T> = Result<T, Box<SyntaxError>>;

fn too_deep(src: &Source) -> Box<SyntaxError> {
    let message = "maximum recursion depth exceeded during compilation";
    let mut error = src.error(ErrorKind::RecursionError, message, Span::default());
    error.line = 0;
    error.text = None;
    Box::new(error)
}

/// Compiles a tree of `src`.
pub fn compile(ast: &Ast, src: &Source, options: Options) -> Result<Unit, SyntaxError> {
    Compiler::run(ast, src, options).map_err(|e| *e)
}

/// One compilation.
struct Compiler<'a> {
    ast: &'a Ast,
    src: &'a Source,
    options: Options,
    future: Future,
    names: Names<'a>,
    table: SymbolTable,
    folded: Folded<'a>,
    /// the code object being written, and those around it
    body: Body,
    outer: Vec<Body>,
    codes: Vec<pyish_bytecode::Code>,
    depth: u32,
    known: Known,
}

/// Names the compiler itself mentions.
struct Known {
    dunder_class: Name,
    class_dict: Name,
    super_name: Name,
    format: Name,
    type_params: Name,
    conditional: Name,
}

impl<'a> Compiler<'a> {
    fn run(ast: &'a Ast, src: &'a Source, options: Options) -> Fallible<Unit> {
        let future = Future::find(ast, src, options.future_annotations)?;
        let mut names = Names::new(ast);
        let table = build::build(ast, src, &mut names, &options, future.annotations)?;
        let known = Known {
            dunder_class: names.intern("__class__"),
            class_dict: names.intern("__classdict__"),
            super_name: names.intern("super"),
            format: names.intern(".format"),
            type_params: names.intern(".type_params"),
            conditional: names.intern("__conditional_annotations__"),
        };
        let top = table.find(Key::Module).unwrap_or(symtable::ScopeId(0));
        let mut compiler = Compiler {
            ast,
            src,
            folded: Folded::new(ast, options.optimize),
            body: Body::new(&table, top, "<module>"),
            options,
            future,
            names,
            table,
            outer: Vec::new(),
            codes: vec![Default::default()],
            depth: 0,
            known,
        };
        compiler.module()?;
        Ok(Unit { codes: compiler.codes })
    }

    fn module(&mut self) -> Fallible<()> {
        let mut doc = None;
        self.body.asm.top = 1;
        self.body.asm.reach(1);
        if self.table.get(self.body.scope).coroutine {
            self.emit(pyish_bytecode::Op::MakeGenerator, 0, 0, 0, 0, NOWHERE);
        }
        match self.ast.root() {
            Mod::Module { body } => {
                let stmts = self.ast.seq(body);
                self.module_annotations(stmts)?;
                let rest;
                (doc, rest) = self.docstring(stmts);
                if let Some(text) = &doc {
                    let span = self.ast.span(stmts[0]);
                    self.store_constant("__doc__", pyish_bytecode::Const::Str(text.clone()), span)?;
                }
                self.statements(rest)?;
                self.return_none(NOWHERE);
            }
            Mod::Interactive { body } => {
                let stmts = self.ast.seq(body);
                self.module_annotations(stmts)?;
                self.statements(stmts)?;
                self.return_none(NOWHERE);
            }
            Mod::Expression { body } => {
                let span = self.ast.span(body);
                let value = self.operand(body)?;
                self.emit(pyish_bytecode::Op::Return, 0, value, 0, 0, span);
            }
            Mod::FunctionType { .. } => {}
        }
        let code = self.finish(doc)?;
        self.codes[0] = code;
        Ok(())
    }

    fn error<T>(&self, message: impl Into<String>, span: Span) -> Fallible<T> {
        Err(Box::new(self.src.syntax_error(message, span)))
    }

    /// Counts the nesting of a recursive walk; undone by `leave`.
    fn enter(&mut self) -> Fallible<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(too_deep(self.src));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    fn span(&self, id: ExprId) -> Span {
        self.ast.span(id)
    }
}
