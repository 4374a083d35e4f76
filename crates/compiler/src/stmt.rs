//! Statements: dispatch, assignments, loops, jumps out of them, assertions.

use pyish_bytecode::Op;
use pyish_syntax::Span;
use pyish_syntax::ast::{ExprId, Mod, Seq, Stmt, StmtId};

use crate::assembler::{Label, NOWHERE};
use crate::function::Function;
use crate::unit::Block;
use crate::{Compiler, Fallible};

impl Compiler<'_> {
    pub(crate) fn body(&mut self, body: Seq<StmtId>) -> Fallible<()> {
        self.statements(self.ast.seq(body))
    }

    pub(crate) fn statements(&mut self, stmts: &[StmtId]) -> Fallible<()> {
        self.enter()?;
        for &id in stmts {
            let mark = self.mark();
            self.statement(id)?;
            self.release(mark);
        }
        self.leave();
        Ok(())
    }

    fn statement(&mut self, id: StmtId) -> Fallible<()> {
        let span = self.ast.span(id);
        match *self.ast.stmt(id) {
            Stmt::Expr { value } => self.expression_statement(value, span)?,
            Stmt::Assign { targets, value } => match *self.ast.seq(targets) {
                [target] => self.assign_one(target, value)?,
                ref targets => {
                    let t = self.temp();
                    self.expr_to(value, t)?;
                    targets.iter().try_for_each(|&target| self.assign(target, t))?;
                }
            },
            Stmt::AugAssign { target, op, value } => self.aug_assign(target, op, value, span)?,
            Stmt::AnnAssign { target, annotation, value, simple } => {
                self.ann_assign(target, annotation, value, simple)?
            }
            Stmt::Return { value } => self.return_stmt(value, span)?,
            Stmt::If { .. } => self.if_stmt(id)?,
            Stmt::For { target, iter, body, orelse } => self.for_stmt(target, iter, body, orelse, false)?,
            Stmt::AsyncFor { target, iter, body, orelse } => self.for_stmt(target, iter, body, orelse, true)?,
            Stmt::While { test, body, orelse } => self.while_stmt(test, body, orelse, span)?,
            Stmt::Break => {
                let Some((depth, _, end)) = self.innermost_loop(span)? else {
                    return self.error("'break' outside loop", span);
                };
                self.unwind(depth, span)?;
                self.jump(end, span);
            }
            Stmt::Continue => {
                let Some((depth, next, _)) = self.innermost_loop(span)? else {
                    return self.error("'continue' not properly in loop", span);
                };
                self.unwind(depth, span)?;
                self.jump(next, span);
            }
            Stmt::FunctionDef { name, args, body, decorator_list, returns, type_params }
            | Stmt::AsyncFunctionDef { name, args, body, decorator_list, returns, type_params } => {
                let first = self.ast.seq(decorator_list).first().map_or(span, |&d| self.span(d));
                let f = Function { id, name, args, body, returns, type_params, first };
                self.function_def(f, decorator_list)?;
            }
            Stmt::ClassDef { .. } => self.class_def(id)?,
            Stmt::TypeAlias { name, type_params, value } => self.type_alias(id, name, type_params, value)?,
            Stmt::Delete { targets } => self.ast.seq(targets).iter().try_for_each(|&t| self.delete(t))?,
            Stmt::With { items, body } => self.with_stmt(self.ast.seq(items), body, false)?,
            Stmt::AsyncWith { items, body } => self.with_stmt(self.ast.seq(items), body, true)?,
            Stmt::Try { body, handlers, orelse, finalbody } => {
                self.try_stmt(body, handlers, orelse, finalbody, false)?
            }
            Stmt::TryStar { body, handlers, orelse, finalbody } => {
                self.try_stmt(body, handlers, orelse, finalbody, true)?
            }
            Stmt::Match { subject, cases } => self.match_stmt(subject, cases)?,
            Stmt::Raise { exc, cause } => self.raise(exc, cause, span)?,
            Stmt::Assert { test, msg } => self.assert(test, msg, span)?,
            Stmt::Import { names } => self.import(names, span)?,
            Stmt::ImportFrom { module, names, level } => self.import_from(id, module, names, level)?,
            Stmt::Pass => self.emit(Op::Nop, 0, 0, 0, 0, span),
            Stmt::Global { .. } | Stmt::Nonlocal { .. } => {}
        }
        Ok(())
    }

    fn expression_statement(&mut self, value: ExprId, span: Span) -> Fallible<()> {
        if self.outer.is_empty() && matches!(self.ast.root(), Mod::Interactive { .. }) {
            let reg = self.operand(value)?;
            self.emit(Op::PrintExpr, 0, reg, 0, 0, span);
            return Ok(());
        }
        self.effect(value)
    }

    /// `target = value`, straight into a local's register where that is right.
    pub(crate) fn assign_one(&mut self, target: ExprId, value: ExprId) -> Fallible<()> {
        if self.assign_displays(target, value)? {
            return Ok(());
        }
        if let Some(reg) = self.local_target(target) {
            if self.folded.is_none(value) {
                let span = self.span(target);
                self.emit(Op::StoreNone, 0, reg, 0, 0, span);
                return Ok(());
            }
            return self.expr_to(value, reg);
        }
        let mark = self.mark();
        let reg = self.operand(value)?;
        self.assign(target, reg)?;
        self.release(mark);
        Ok(())
    }

    fn if_stmt(&mut self, id: StmtId) -> Fallible<()> {
        let end = self.label();
        let mut at = id;
        while let Stmt::If { test, body, orelse } = *self.ast.stmt(at) {
            if orelse.is_empty()
                && let Some(to) = self.plain_jump(body)
            {
                self.jump_if(test, true, to)?;
                break;
            }
            let other = self.label();
            self.jump_if(test, false, other)?;
            self.body(body)?;
            if !orelse.is_empty() {
                self.jump(end, NOWHERE);
            }
            self.bind(other);
            match *self.ast.seq(orelse) {
                [next] if matches!(self.ast.stmt(next), Stmt::If { .. }) => at = next,
                _ => {
                    self.body(orelse)?;
                    break;
                }
            }
        }
        self.bind(end);
        Ok(())
    }

    /// Where a body that is only `break` or `continue` goes, if nothing has to be left on the way.
    fn plain_jump(&self, body: Seq<StmtId>) -> Option<Label> {
        let [one] = *self.ast.seq(body) else { return None };
        let Some(Block::Loop { next, end }) = self.body.blocks.last() else { return None };
        match self.ast.stmt(one) {
            Stmt::Break => Some(*end),
            Stmt::Continue => Some(*next),
            _ => None,
        }
    }

    fn while_stmt(&mut self, test: ExprId, body: Seq<StmtId>, orelse: Seq<StmtId>, span: Span) -> Fallible<()> {
        let (again, next, end) = (self.label(), self.label(), self.label());
        let always = self.folded.truth(test);
        let alive = !self.body.asm.dead && always != Some(false);
        if always == Some(true) {
            self.body.asm.bind_back(next, alive);
        } else {
            self.jump(next, span);
            self.body.asm.bind_back(again, alive);
        }
        self.body.blocks.push(Block::Loop { next, end });
        self.body(body)?;
        self.body.blocks.pop();
        if always == Some(true) {
            self.jump(next, NOWHERE);
        } else {
            self.bind(next);
            self.jump_if(test, true, again)?;
        }
        self.body(orelse)?;
        self.bind(end);
        Ok(())
    }

    fn for_stmt(
        &mut self,
        target: ExprId,
        iter: ExprId,
        body: Seq<StmtId>,
        orelse: Seq<StmtId>,
        is_async: bool,
    ) -> Fallible<()> {
        let span = self.span(iter);
        let (next, end) = (self.label(), self.label());
        let reg = self.temp();
        let mark = self.mark();
        let value = self.iterable(iter)?;
        self.emit(if is_async { Op::GetAIter } else { Op::GetIter }, 0, reg, value, 0, span);
        self.release(mark);
        self.body.blocks.push(Block::Loop { next, end });
        if is_async {
            self.async_loop(target, reg, next, span, |c| c.body(body))?;
        } else {
            self.for_loop(target, reg, next, span, |c| c.body(body))?;
        }
        self.body.blocks.pop();
        self.body(orelse)?;
        self.bind(end);
        Ok(())
    }

    fn return_stmt(&mut self, value: Option<ExprId>, span: Span) -> Fallible<()> {
        let value = value.filter(|&v| !self.folded.is_none(v));
        let leaves = self.body.blocks.iter().any(|b| !matches!(b, Block::Loop { .. } | Block::Try { .. }));
        let constant = value.is_none_or(|v| self.folded.is_constant(v));
        if !leaves || constant {
            // What runs on the way out is on the value's line.
            self.unwind(0, value.map_or(span, |v| self.span(v)))?;
            let Some(value) = value else {
                self.return_none(span);
                return Ok(());
            };
            let reg = self.operand(value)?;
            self.emit(Op::Return, 0, reg, 0, 0, span);
            return Ok(());
        }
        // What runs on the way out may rebind a local.
        let t = self.temp();
        if let Some(value) = value {
            self.expr_to(value, t)?;
        }
        self.unwind(0, span)?;
        self.emit(Op::Return, 0, t, 0, 0, span);
        Ok(())
    }

    fn raise(&mut self, exc: Option<ExprId>, cause: Option<ExprId>, span: Span) -> Fallible<()> {
        let Some(exc) = exc else {
            self.emit(Op::RaiseBare, 0, 0, 0, 0, span);
            return Ok(());
        };
        let exc = self.operand(exc)?;
        match cause {
            Some(cause) => {
                let cause = self.operand(cause)?;
                self.emit(Op::RaiseFrom, 0, exc, cause, 0, span);
            }
            None => self.emit(Op::Raise, 0, exc, 0, 0, span),
        }
        Ok(())
    }

    fn assert(&mut self, test: ExprId, msg: Option<ExprId>, span: Span) -> Fallible<()> {
        if self.options.optimize > 0 {
            return Ok(());
        }
        let end = self.label();
        self.jump_if(test, true, end)?;
        let t = self.temp();
        let test_span = self.span(test);
        self.emit(Op::LoadAssertionError, 0, t, 0, 0, span);
        if let Some(msg) = msg {
            let base = self.call_base(t);
            let argument = self.temp();
            self.expr_to(msg, argument)?;
            self.emit(Op::Call, 0, base, 1, t, span);
        }
        self.emit(Op::Raise, 0, t, 0, 0, test_span);
        self.bind(end);
        Ok(())
    }

    /// The depth of the innermost loop's inside, and where `continue` and `break` go.
    fn innermost_loop(&self, span: Span) -> Fallible<Option<(usize, Label, Label)>> {
        for (i, block) in self.body.blocks.iter().enumerate().rev() {
            match *block {
                Block::Loop { next, end } => return Ok(Some((i + 1, next, end))),
                Block::ExceptStar => return self.leaves_except_star(span),
                _ => {}
            }
        }
        Ok(None)
    }

    fn leaves_except_star<T>(&self, span: Span) -> Fallible<T> {
        self.error("'break', 'continue' and 'return' cannot appear in an except* block", span)
    }

    /// Leaves all blocks above `depth` on the way to a jump or return.
    pub(crate) fn unwind(&mut self, depth: usize, span: Span) -> Fallible<()> {
        let blocks = self.body.blocks.clone();
        let handler = self.body.asm.handler;
        while self.body.blocks.len() > depth {
            match self.body.blocks.pop() {
                Some(Block::Try { outer }) => self.body.asm.handler = outer,
                Some(Block::Handler { saved, outer }) => {
                    self.body.asm.handler = outer;
                    self.emit(Op::LeaveHandler, 0, saved, 0, 0, span);
                }
                Some(Block::HandlerName { name, outer }) => {
                    self.body.asm.handler = outer;
                    self.clear_name(name, span);
                }
                Some(Block::Finally { body, outer }) => {
                    self.body.asm.handler = outer;
                    self.body(body)?;
                }
                Some(Block::With { exit, is_async, outer, span }) => {
                    self.body.asm.handler = outer;
                    let mark = self.mark();
                    let t = self.temp();
                    self.emit(Op::WithExit, 0, t, exit, 0, span);
                    if is_async {
                        let result = self.temp();
                        self.await_value(t, 2, result, span);
                    }
                    self.release(mark);
                }
                Some(Block::ExceptStar) => return self.leaves_except_star(span),
                Some(Block::Loop { .. }) | None => {}
            }
        }
        self.body.blocks = blocks;
        self.body.asm.handler = handler;
        Ok(())
    }
}
