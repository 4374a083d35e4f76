//! Targets: what assignments, `for`, `with` and `del` store into or delete.

use pyish_bytecode::Op;
use pyish_syntax::Span;
use pyish_syntax::ast::{Expr, ExprId, Operator};

use crate::assembler::Reg;
use crate::expr::operator;
use crate::name::Place;
use crate::{Compiler, Fallible};

impl Compiler<'_> {
    /// The register of a target that is a plain local.
    pub(crate) fn local_target(&mut self, target: ExprId) -> Option<Reg> {
        let Expr::Name { id: sym, .. } = *self.ast.expr(target) else { return None };
        let name = self.mangled(sym);
        match self.place(name) {
            Place::Local(reg) => Some(reg),
            _ => None,
        }
    }

    /// `target = R[value]`.
    pub(crate) fn assign(&mut self, target: ExprId, value: Reg) -> Fallible<()> {
        let span = self.span(target);
        let mark = self.mark();
        match *self.ast.expr(target) {
            Expr::Name { id: sym, .. } => {
                let name = self.mangled(sym);
                self.store_name(name, value, span);
            }
            Expr::Attribute { value: object, attr, .. } => {
                self.note_static_attribute(object, attr);
                let object = self.operand(object)?;
                let name = self.mangled(attr);
                let k = self.site_name(name, 2);
                self.emit(Op::StoreAttr, 0, object, value, k, self.attr_span(span, target, attr));
            }
            Expr::Subscript { value: object, slice, .. } => {
                let object = self.operand(object)?;
                let index = self.operand(slice)?;
                self.emit(Op::SetItem, 0, object, index, value, span);
            }
            Expr::List { elts, .. } | Expr::Tuple { elts, .. } => {
                self.enter()?;
                self.unpack(self.ast.seq(elts), value, span)?;
                self.leave();
            }
            Expr::Starred { .. } => {
                return self.error("starred assignment target must be in a list or tuple", span);
            }
            _ => return self.error("cannot assign to expression", span),
        }
        self.release(mark);
        Ok(())
    }

    fn unpack(&mut self, elts: &[ExprId], value: Reg, span: Span) -> Fallible<()> {
        let first = self.unpack_values(elts, value, span)?;
        for (i, &target) in elts.iter().enumerate() {
            let reg = first + i as Reg;
            match *self.ast.expr(target) {
                Expr::Starred { value: target, .. } => self.assign(target, reg)?,
                _ => self.assign(target, reg)?,
            }
        }
        Ok(())
    }

    /// The items of `R[value]` in temporaries, one for each target.
    fn unpack_values(&mut self, elts: &[ExprId], value: Reg, span: Span) -> Fallible<Reg> {
        let starred = |c: &Self, e: ExprId| matches!(c.ast.expr(e), Expr::Starred { .. });
        let star = elts.iter().position(|&e| starred(self, e));
        let first = self.temps(elts.len().max(1));
        match star {
            None => self.emit(Op::UnpackSeq, 0, first, value, elts.len() as u16, span),
            Some(star) => {
                let after = elts.len() - star - 1;
                if elts[star + 1..].iter().any(|&e| starred(self, e)) {
                    return self.error("multiple starred expressions in assignment", span);
                }
                if star > 255 {
                    return self.error("too many expressions in star-unpacking assignment", span);
                }
                self.emit(Op::UnpackEx, star as u8, first, value, after as u16, span);
            }
        }
        Ok(first)
    }

    /// `targets = elts` without a tuple between them, where nobody can tell; `a, b = b, a`.
    pub(crate) fn assign_displays(&mut self, target: ExprId, value: ExprId) -> Fallible<bool> {
        let elements = |c: &Self, id: ExprId| match *c.ast.expr(id) {
            Expr::Tuple { elts, .. } | Expr::List { elts, .. } => Some(c.ast.seq(elts).to_vec()),
            _ => None,
        };
        let (Some(targets), Some(values)) = (elements(self, target), elements(self, value)) else { return Ok(false) };
        let starred = |c: &Self, e: &ExprId| matches!(c.ast.expr(*e), Expr::Starred { .. });
        if targets.len() != values.len()
            || targets.len() > 16
            || targets.iter().chain(&values).any(|e| starred(self, e))
        {
            return Ok(false);
        }
        let mark = self.mark();
        let stored: Vec<Option<Reg>> = targets.iter().map(|&t| self.local_target(t)).collect();
        let mut regs = Vec::new();
        for (i, &v) in values.iter().enumerate() {
            // A local stays where it is unless a target before its own takes its register.
            let own = match *self.ast.expr(v) {
                Expr::Name { .. } => self.local_target(v),
                _ => None,
            };
            let kept = own.is_some()
                && (0..i).all(|j| match self.ast.expr(targets[j]) {
                    Expr::Name { .. } => stored[j] != own,
                    Expr::Attribute { .. } | Expr::Subscript { .. } => true,
                    _ => false,
                });
            if kept && let Some(reg) = self.in_place(v) {
                regs.push(reg);
                continue;
            }
            let t = self.temp();
            self.expr_to(v, t)?;
            regs.push(t);
        }
        for (&t, reg) in targets.iter().zip(regs) {
            self.assign(t, reg)?;
        }
        self.release(mark);
        Ok(true)
    }

    /// `target op= value`.
    pub(crate) fn aug_assign(&mut self, target: ExprId, op: Operator, value: ExprId, span: Span) -> Fallible<()> {
        let mark = self.mark();
        let target_span = self.span(target);
        match *self.ast.expr(target) {
            Expr::Name { id: sym, .. } => {
                let name = self.mangled(sym);
                if let Place::Local(reg) = self.place(name)
                    && !self.scope().walrus.contains(&name)
                {
                    self.check_bound(reg, name, target_span);
                    self.binary_step(op, 1, reg, reg, value, span)?;
                } else {
                    let t = self.temp();
                    self.load_name(t, name, target_span);
                    self.binary_step(op, 1, t, t, value, span)?;
                    self.store_name(name, t, target_span);
                }
            }
            Expr::Attribute { value: object, attr, .. } => {
                self.note_static_attribute(object, attr);
                let target_span = self.attr_span(target_span, target, attr);
                let object = self.operand(object)?;
                let name = self.mangled(attr);
                let t = self.temp();
                let k = self.site_name(name, 2);
                self.emit(Op::LoadAttr, 0, t, object, k, target_span);
                self.binary_step(op, 1, t, t, value, span)?;
                let k = self.site_name(name, 2);
                self.emit(Op::StoreAttr, 0, object, t, k, target_span);
            }
            Expr::Subscript { value: object, slice, .. } => {
                let object = self.operand(object)?;
                let index = self.operand(slice)?;
                let t = self.temp();
                self.emit(Op::GetItem, 0, t, object, index, target_span);
                let right = self.operand(value)?;
                self.emit(operator(op), 1, t, t, right, span);
                self.emit(Op::SetItem, 0, object, index, t, target_span);
            }
            _ => return self.error("illegal expression for augmented assignment", target_span),
        }
        self.release(mark);
        Ok(())
    }

    pub(crate) fn delete(&mut self, target: ExprId) -> Fallible<()> {
        let span = self.span(target);
        let mark = self.mark();
        match *self.ast.expr(target) {
            Expr::Name { id: sym, .. } => {
                let name = self.mangled(sym);
                self.delete_name(name, span);
            }
            Expr::Attribute { value: object, attr, .. } => {
                let object = self.operand(object)?;
                let name = self.mangled(attr);
                let k = self.plain_name(name);
                self.emit(Op::DeleteAttr, 0, object, 0, k, span);
            }
            Expr::Subscript { value: object, slice, .. } => {
                let object = self.operand(object)?;
                let index = self.operand(slice)?;
                self.emit(Op::DelItem, 0, object, index, 0, span);
            }
            Expr::List { elts, .. } | Expr::Tuple { elts, .. } => {
                self.enter()?;
                self.ast.seq(elts).iter().try_for_each(|&e| self.delete(e))?;
                self.leave();
            }
            _ => return self.error("cannot delete expression", span),
        }
        self.release(mark);
        Ok(())
    }
}
