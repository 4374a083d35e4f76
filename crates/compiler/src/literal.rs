//! Displays: tuples, lists, sets, dicts.
//!
//! Long ones are built step by step, so that they do not take a register for each element; constant
//! ones come from one constant.

use pyish_bytecode::{Const, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::{Expr, ExprId, Seq};

use crate::assembler::Reg;
use crate::{Compiler, Fallible};

/// Elements that stand in registers at once.
const MOST_AT_ONCE: usize = 32;

impl Compiler<'_> {
    fn is_starred(&self, id: ExprId) -> bool {
        matches!(self.ast.expr(id), Expr::Starred { .. })
    }

    /// Elements that need no step-by-step building.
    fn is_short(&self, elts: &[ExprId]) -> bool {
        elts.len() <= MOST_AT_ONCE && !elts.iter().any(|&e| self.is_starred(e))
    }

    /// Elements in consecutive registers; the first of them.
    fn consecutive(&mut self, elts: &[ExprId]) -> Fallible<Reg> {
        let first = self.mark();
        for &e in elts {
            let reg = self.temp();
            self.expr_to(e, reg)?;
        }
        Ok(first)
    }

    pub(crate) fn tuple(&mut self, elts: Seq<ExprId>, dest: Reg, span: Span) -> Fallible<()> {
        let elts = self.ast.seq(elts);
        if self.is_short(elts) {
            return self.build(Op::BuildTuple, elts, dest, span);
        }
        let mark = self.mark();
        let list = self.temp();
        self.list_items(elts, list, true, 0, span)?;
        self.emit(Op::ListToTuple, 0, dest, list, 0, span);
        self.release(mark);
        Ok(())
    }

    fn build(&mut self, op: Op, elts: &[ExprId], dest: Reg, span: Span) -> Fallible<()> {
        let mark = self.mark();
        let first = self.consecutive(elts)?;
        self.emit(op, 0, dest, first, elts.len() as u16, span);
        self.release(mark);
        Ok(())
    }

    pub(crate) fn list(&mut self, elts: Seq<ExprId>, dest: Reg, span: Span) -> Fallible<()> {
        let elts = self.ast.seq(elts);
        let constant = elts.len() > 2 && elts.iter().all(|&e| self.folded.is_constant(e));
        if !constant && self.is_short(elts) {
            return self.build(Op::BuildList, elts, dest, span);
        }
        self.through(dest, span, |c, t| c.list_items(elts, t, true, 0, span))
    }

    /// Puts elements into the list `R[list]`, made here if `new`; `x` goes to `ListExtend`.
    pub(crate) fn list_items(&mut self, elts: &[ExprId], list: Reg, new: bool, x: u8, span: Span) -> Fallible<()> {
        let mut rest = elts;
        if new {
            let plain = elts.iter().take(MOST_AT_ONCE).take_while(|&&e| !self.is_starred(e)).count();
            let constant = elts.len() > 2 && elts.iter().all(|&e| self.folded.is_constant(e));
            let head = if constant { 0 } else { plain };
            self.build(Op::BuildList, &elts[..head], list, span)?;
            rest = &elts[head..];
        }
        while let Some(&first) = rest.first() {
            let mark = self.mark();
            let run = rest.iter().take_while(|&&e| self.folded.is_constant(e)).count();
            if run > 2 {
                let values = rest[..run].iter().filter_map(|&e| self.folded.value(e)).collect();
                let t = self.temp();
                self.load_const(t, Const::Tuple(values), span);
                self.emit(Op::ListExtend, 0, list, t, 0, span);
                rest = &rest[run..];
            } else if let Expr::Starred { value, .. } = *self.ast.expr(first) {
                let t = self.operand(value)?;
                self.emit(Op::ListExtend, x, list, t, 0, span);
                rest = &rest[1..];
            } else {
                let t = self.operand(first)?;
                self.emit(Op::ListAppend, 0, list, t, 0, span);
                rest = &rest[1..];
            }
            self.release(mark);
        }
        Ok(())
    }

    pub(crate) fn set(&mut self, elts: Seq<ExprId>, dest: Reg, span: Span) -> Fallible<()> {
        let elts = self.ast.seq(elts);
        let constant = elts.len() > 2 && elts.iter().all(|&e| self.folded.is_constant(e));
        if !constant && self.is_short(elts) {
            return self.build(Op::BuildSet, elts, dest, span);
        }
        self.through(dest, span, |c, t| {
            c.emit(Op::BuildSet, 0, t, t, 0, span);
            let mark = c.mark();
            if constant {
                let values = elts.iter().filter_map(|&e| c.folded.value(e)).collect();
                let all = c.temp();
                c.load_const(all, Const::FrozenSet(values), span);
                c.emit(Op::SetUpdate, 0, t, all, 0, span);
                c.release(mark);
                return Ok(());
            }
            for &e in elts {
                if let Expr::Starred { value, .. } = *c.ast.expr(e) {
                    let v = c.operand(value)?;
                    c.emit(Op::SetUpdate, 0, t, v, 0, span);
                } else {
                    let v = c.operand(e)?;
                    c.emit(Op::SetAdd, 0, t, v, 0, span);
                }
                c.release(mark);
            }
            Ok(())
        })
    }

    /// `R[t]` is a temporary.
    pub(crate) fn dict(&mut self, keys: Seq<Option<ExprId>>, values: Seq<ExprId>, t: Reg, span: Span) -> Fallible<()> {
        let pairs: Vec<(Option<ExprId>, ExprId)> =
            self.ast.seq(keys).iter().copied().zip(self.ast.seq(values).iter().copied()).collect();
        let head = pairs.iter().take(MOST_AT_ONCE / 2).take_while(|p| p.0.is_some()).count();
        let mark = self.mark();
        let first = self.mark();
        for &(key, value) in &pairs[..head] {
            for e in key.into_iter().chain([value]) {
                let reg = self.temp();
                self.expr_to(e, reg)?;
            }
        }
        self.emit(Op::BuildMap, 0, t, first, head as u16, span);
        self.release(mark);
        for &(key, value) in &pairs[head..] {
            match key {
                Some(key) => {
                    let k = self.operand(key)?;
                    let v = self.operand(value)?;
                    self.emit(Op::MapSet, 0, t, k, v, span);
                }
                None => {
                    let v = self.operand(value)?;
                    self.emit(Op::MapUpdate, 0, t, v, 0, span);
                }
            }
            self.release(mark);
        }
        Ok(())
    }
}
