//! Annotations (PEP 649): a function that makes the dict when somebody asks for it. Under
//! `from __future__ import annotations` the values are the annotations' texts.
//!
//! An annotation of a module, or under an `if` of a class, counts only once control has passed it;
//! such annotations are numbered, and `__conditional_annotations__` holds the numbers that were met.

use pyish_bytecode::{Const, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::{Expr, ExprId, Seq, Stmt, StmtId};

use crate::assembler::Reg;
use crate::function::{Function, Parts};
use crate::name::Place;
use crate::names::Name;
use crate::symtable::{Key, Kind, ScopeId};
use crate::unit::Annotation;
use crate::{Compiler, Fallible};

/// `annotationlib.Format.VALUE_WITH_FAKE_GLOBALS`, the last format a compiled function knows.
const LAST_FORMAT: u16 = 2;

impl Compiler<'_> {
    /// A function of one parameter, `format`, whose body is compiled in `scope`.
    #[expect(clippy::too_many_arguments, reason = "what a function is made of")]
    pub(crate) fn lazy(
        &mut self,
        scope: ScopeId,
        name: &str,
        has_default: bool,
        first: Span,
        dest: Reg,
        span: Span,
        body: impl FnOnce(&mut Self) -> Fallible<()>,
    ) -> Fallible<()> {
        let format = self.known.format;
        self.begin(scope, name, first, &[format]);
        self.body.code.argcount = 1;
        self.body.code.posonly = 1;
        let known = self.label();
        let mark = self.mark();
        let t = self.temp();
        self.load_name(t, format, span);
        self.body.asm.jump(Op::JumpNotGtI, t, LAST_FORMAT, known, span);
        self.emit(Op::LoadAssertionError, 1, t, 0, 0, span);
        self.emit(Op::Raise, 0, t, 0, 0, span);
        self.bind(known);
        self.release(mark);
        body(self)?;
        let code = self.end(None)?;
        let mark = self.mark();
        let mut parts = Parts { base: self.temps(4), bits: 0 };
        if has_default {
            self.load_const(parts.base, Const::Tuple(vec![Const::Int(1)]), span);
            parts.bits |= Parts::DEFAULTS;
        }
        self.make_function(dest, code, scope, Some(parts), span)?;
        self.release(mark);
        Ok(())
    }

    /// The annotate function of a function, into its part.
    pub(crate) fn annotate_function(&mut self, f: Function, parts: &mut Parts) -> Fallible<()> {
        let Some(scope) = self.table.find(Key::Annotations(f.id)) else { return Ok(()) };
        let span = self.ast.span(f.id);
        let ast = self.ast;
        let list = *ast.arguments(f.args);
        let plain = ast.seq(list.posonlyargs).iter().chain(ast.seq(list.args)).chain(&list.vararg);
        let mut entries = Vec::new();
        for arg in plain.chain(ast.seq(list.kwonlyargs)).chain(&list.kwarg) {
            if let Some(value) = arg.annotation {
                entries.push(Annotation { name: self.mangled(arg.arg), value, number: None });
            }
        }
        if let Some(value) = f.returns {
            entries.push(Annotation { name: self.names.intern("return"), value, number: None });
        }
        let dest = parts.base + 2;
        self.lazy(scope, "__annotate__", false, f.first, dest, span, |c| c.annotation_dict(&entries, span))?;
        parts.bits |= Parts::ANNOTATE;
        Ok(())
    }

    fn annotation_dict(&mut self, entries: &[Annotation], span: Span) -> Fallible<()> {
        let dict = self.temp();
        self.emit(Op::BuildMap, 0, dict, dict, 0, span);
        for entry in entries {
            let mark = self.mark();
            let skip = self.label();
            if let Some(number) = entry.number {
                let t = self.temps(2);
                let conditional = self.known.conditional;
                self.load_name(t, conditional, span);
                self.load_const(t + 1, Const::Int(number), span);
                self.emit(Op::In, 0, t, t + 1, t, span);
                self.body.asm.jump(Op::JumpFalse, t, 0, skip, span);
                self.release(mark);
            }
            let key = self.temp();
            let text = self.names.text(entry.name).to_owned();
            self.load_str(key, &text, span);
            let value = self.annotation_value(entry.value)?;
            let value_span = self.span(entry.value);
            self.emit(Op::MapSet, 0, dict, key, value, value_span);
            self.release(mark);
            self.bind(skip);
        }
        self.emit(Op::Return, 0, dict, 0, 0, span);
        Ok(())
    }

    fn annotation_value(&mut self, value: ExprId) -> Fallible<Reg> {
        let span = self.span(value);
        if self.future.annotations {
            let t = self.temp();
            let text = self.annotation_text(value);
            self.load_str(t, &text, span);
            return Ok(t);
        }
        if let Expr::Starred { value, .. } = *self.ast.expr(value) {
            let t = self.temp();
            let inner = self.operand(value)?;
            self.emit(Op::UnpackSeq, 0, t, inner, 1, span);
            return Ok(t);
        }
        self.operand(value)
    }

    /// The text of an annotation as its source has it, on one line.
    fn annotation_text(&self, value: ExprId) -> String {
        if let Some(value @ Const::Str(_)) = self.folded.value(value) {
            return crate::fold::repr(&value);
        }
        let text = self.src.slice(self.span(value));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// At the start of a module: its annotate function, and the set of annotations met.
    pub(crate) fn module_annotations(&mut self, stmts: &[StmtId]) -> Fallible<()> {
        self.collect_annotations(stmts, Kind::Module)?;
        let Some(&first) = stmts.first() else { return Ok(()) };
        let span = self.ast.span(first);
        if self.future.annotations {
            if self.table.get(self.body.scope).annotations.is_some() {
                self.emit(Op::SetupAnnotations, 0, 0, 0, 0, span);
            }
            return Ok(());
        }
        if self.body.annotations.is_empty() {
            return Ok(());
        }
        let mark = self.mark();
        let t = self.temp();
        self.emit(Op::BuildSet, 0, t, t, 0, span);
        let name = self.known.conditional;
        self.store_name(name, t, span);
        self.release(mark);
        self.define_annotate("__annotate__", span)
    }

    /// Stores the annotate function of the block under `name`.
    pub(crate) fn define_annotate(&mut self, name: &str, span: Span) -> Fallible<()> {
        let entries = std::mem::take(&mut self.body.annotations);
        let Some(scope) = self.table.find(Key::BlockAnnotations(self.body.scope)) else { return Ok(()) };
        if entries.is_empty() || self.future.annotations {
            return Ok(());
        }
        let mark = self.mark();
        let t = self.temp();
        self.lazy(scope, "__annotate__", false, span, t, span, |c| c.annotation_dict(&entries, span))?;
        let name = self.names.intern(name);
        self.store_namespace(name, t, span);
        self.release(mark);
        Ok(())
    }

    pub(crate) fn collect_annotations(&mut self, stmts: &[StmtId], kind: Kind) -> Fallible<()> {
        self.collect(stmts, kind == Kind::Module);
        if kind == Kind::Class && self.future.annotations && self.table.get(self.body.scope).annotations.is_some() {
            let span = stmts.first().map_or(Span::default(), |&s| self.ast.span(s));
            self.emit(Op::SetupAnnotations, 0, 0, 0, 0, span);
        }
        Ok(())
    }

    fn collect(&mut self, stmts: &[StmtId], numbered: bool) {
        let ast = self.ast;
        let seq = |s: Seq<StmtId>| ast.seq(s);
        for &id in stmts {
            match *ast.stmt(id) {
                Stmt::AnnAssign { target, annotation, simple: true, .. } => {
                    let Expr::Name { id: sym, .. } = *ast.expr(target) else { continue };
                    let name = self.mangled(sym);
                    let number = numbered.then_some(self.body.annotations.len() as i64);
                    if let Some(number) = number {
                        self.body.numbers.insert(annotation, number);
                    }
                    self.body.annotations.push(Annotation { name, value: annotation, number });
                }
                Stmt::If { .. } => {
                    let mut at = id;
                    while let Stmt::If { body, orelse, .. } = *ast.stmt(at) {
                        self.collect(seq(body), true);
                        match *seq(orelse) {
                            [next] if matches!(ast.stmt(next), Stmt::If { .. }) => at = next,
                            _ => {
                                self.collect(seq(orelse), true);
                                break;
                            }
                        }
                    }
                }
                Stmt::For { body, orelse, .. }
                | Stmt::AsyncFor { body, orelse, .. }
                | Stmt::While { body, orelse, .. } => {
                    self.collect(seq(body), true);
                    self.collect(seq(orelse), true);
                }
                Stmt::With { body, .. } | Stmt::AsyncWith { body, .. } => self.collect(seq(body), true),
                Stmt::Match { cases, .. } => {
                    for case in ast.seq(cases) {
                        self.collect(seq(case.body), true);
                    }
                }
                Stmt::Try { body, handlers, orelse, finalbody }
                | Stmt::TryStar { body, handlers, orelse, finalbody } => {
                    self.collect(seq(body), true);
                    for handler in ast.seq(handlers) {
                        self.collect(seq(handler.body), true);
                    }
                    self.collect(seq(orelse), true);
                    self.collect(seq(finalbody), true);
                }
                _ => {}
            }
        }
    }

    /// `target: annotation = value`.
    pub(crate) fn ann_assign(
        &mut self,
        target: ExprId,
        annotation: ExprId,
        value: Option<ExprId>,
        simple: bool,
    ) -> Fallible<()> {
        if let Some(value) = value {
            self.assign_one(target, value)?;
        }
        let span = self.span(annotation);
        let mark = self.mark();
        match *self.ast.expr(target) {
            Expr::Name { id: sym, .. } if simple && !self.is_function() => {
                let name = self.mangled(sym);
                self.met_annotation(name, annotation, span)?;
            }
            Expr::Attribute { value: object, .. } if value.is_none() => self.effect(object)?,
            Expr::Subscript { value: object, slice, .. } if value.is_none() => {
                self.effect(object)?;
                self.effect(slice)?;
            }
            _ => {}
        }
        self.release(mark);
        Ok(())
    }

    fn met_annotation(&mut self, name: Name, annotation: ExprId, span: Span) -> Fallible<()> {
        if self.future.annotations {
            let t = self.temps(3);
            let annotations = self.names.intern("__annotations__");
            self.load_name(t, annotations, span);
            let text = self.names.text(name).to_owned();
            self.load_str(t + 1, &text, span);
            let text = self.annotation_text(annotation);
            self.load_str(t + 2, &text, span);
            self.emit(Op::SetItem, 0, t, t + 1, t + 2, span);
            return Ok(());
        }
        let Some(&number) = self.body.numbers.get(&annotation) else { return Ok(()) };
        let t = self.temps(2);
        let conditional = self.known.conditional;
        match self.body.regs.get(&conditional) {
            Some(&cell) => {
                let k = self.plain_name(conditional);
                self.emit(Op::LoadCell, 0, t, cell, k, span);
            }
            None => {
                debug_assert!(matches!(self.place(conditional), Place::Namespace));
                self.load_name(t, conditional, span);
            }
        }
        self.load_const(t + 1, Const::Int(number), span);
        self.emit(Op::SetAdd, 0, t, t + 1, 0, span);
        Ok(())
    }
}
