//! Conditions become jumps: `and`, `or`, `not` and comparisons leave no value behind.

use pyish_bytecode::{Const, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::{BoolOp, CmpOp, Constant, Expr, ExprId, UnaryOp};

use crate::assembler::{Label, Reg};
use crate::expr::comparison;
use crate::{Compiler, Fallible};

impl Compiler<'_> {
    /// Goes to `to` if the truth of the expression is `when`; falls through otherwise.
    pub(crate) fn jump_if(&mut self, id: ExprId, when: bool, to: Label) -> Fallible<()> {
        self.enter()?;
        let span = self.span(id);
        if let Some(truth) = self.folded.truth(id) {
            if truth == when {
                self.jump(to, span);
            }
            self.leave();
            return Ok(());
        }
        match *self.ast.expr(id) {
            Expr::UnaryOp { op: UnaryOp::Not, operand } => self.jump_if(operand, !when, to)?,
            Expr::BoolOp { op, values } => {
                let values = self.ast.seq(values);
                // `and` is decided by the first false value, `or` by the first true one.
                let decides = op == BoolOp::Or;
                if decides == when {
                    values.iter().try_for_each(|&v| self.jump_if(v, when, to))?;
                } else if let Some((&last, others)) = values.split_last() {
                    let skip = self.label();
                    others.iter().try_for_each(|&v| self.jump_if(v, decides, skip))?;
                    self.jump_if(last, when, to)?;
                    self.bind(skip);
                }
            }
            Expr::IfExp { test, body, orelse } => {
                let (other, end) = (self.label(), self.label());
                self.jump_if(test, false, other)?;
                self.jump_if(body, when, to)?;
                self.jump(end, span);
                self.bind(other);
                self.jump_if(orelse, when, to)?;
                self.bind(end);
            }
            Expr::Compare { left, ops, comparators } => {
                let mark = self.mark();
                let (ops, comparators) = (self.ast.seq(ops), self.ast.seq(comparators));
                if let ([op], [right]) = (ops, comparators) {
                    self.jump_compare_one(left, *op, *right, when, to, span)?;
                } else {
                    let end = self.label();
                    let mut left = self.operand(left)?;
                    for (i, (&op, &right)) in ops.iter().zip(comparators).enumerate() {
                        let last = i + 1 == ops.len();
                        let right = if last { self.comparator(op, right)? } else { self.operand(right)? };
                        if !last {
                            let out = if when { end } else { to };
                            self.jump_compare(op, left, right, false, out, span);
                        } else {
                            self.jump_compare(op, left, right, when, to, span);
                        }
                        left = right;
                    }
                    self.bind(end);
                }
                self.release(mark);
            }
            Expr::NamedExpr { target, value } => {
                let mark = self.mark();
                let reg = self.named_value(target, value, None)?;
                self.jump_truth(reg, when, to, span);
                self.release(mark);
            }
            _ => {
                let mark = self.mark();
                let reg = self.operand(id)?;
                self.jump_truth(reg, when, to, span);
                self.release(mark);
            }
        }
        self.leave();
        Ok(())
    }

    pub(crate) fn jump_truth(&mut self, reg: Reg, when: bool, to: Label, span: Span) {
        let op = if when { Op::JumpTrue } else { Op::JumpFalse };
        self.body.asm.jump(op, reg, 0, to, span);
    }

    fn jump_compare_one(
        &mut self,
        left: ExprId,
        op: CmpOp,
        right: ExprId,
        when: bool,
        to: Label,
        span: Span,
    ) -> Fallible<()> {
        if matches!(op, CmpOp::Is | CmpOp::IsNot) {
            let value = if self.folded.is_none(right) {
                Some(left)
            } else if self.folded.is_none(left) {
                Some(right)
            } else {
                None
            };
            if let Some(value) = value {
                let reg = self.operand(value)?;
                let op = if (op == CmpOp::Is) == when { Op::JumpNone } else { Op::JumpNotNone };
                self.body.asm.jump(op, reg, 0, to, span);
                return Ok(());
            }
        }
        let left = self.operand(left)?;
        if let Some(imm) = self.folded.small_int(right)
            && let Some(op) = jump_immediate(op, when)
        {
            self.body.asm.jump(op, left, imm as u16, to, span);
            return Ok(());
        }
        let right = self.comparator(op, right)?;
        self.jump_compare(op, left, right, when, to, span);
        Ok(())
    }

    fn jump_compare(&mut self, op: CmpOp, left: Reg, right: Reg, when: bool, to: Label, span: Span) {
        if let Some(jump) = jump_registers(op, when) {
            self.body.asm.jump(jump, left, right, to, span);
            return;
        }
        let mark = self.mark();
        let t = self.temp();
        self.emit(comparison(op), 0, t, left, right, span);
        self.jump_truth(t, when, to, span);
        self.release(mark);
    }

    /// Goes to `to` unless `R[reg] is value`, for patterns.
    pub(crate) fn jump_unless_is(&mut self, reg: Reg, value: Constant, to: Label, span: Span) {
        if value == Constant::None {
            self.body.asm.jump(Op::JumpNotNone, reg, 0, to, span);
            return;
        }
        let mark = self.mark();
        let t = self.temp();
        self.load_const(t, Const::Bool(value == Constant::True), span);
        self.emit(Op::Is, 0, t, reg, t, span);
        self.jump_truth(t, false, to, span);
        self.release(mark);
    }
}

fn jump_registers(op: CmpOp, when: bool) -> Option<Op> {
    Some(match (op, when) {
        (CmpOp::Lt, true) => Op::JumpLt,
        (CmpOp::Lt, false) => Op::JumpNotLt,
        (CmpOp::LtE, true) => Op::JumpLe,
        (CmpOp::LtE, false) => Op::JumpNotLe,
        (CmpOp::Gt, true) => Op::JumpGt,
        (CmpOp::Gt, false) => Op::JumpNotGt,
        (CmpOp::GtE, true) => Op::JumpGe,
        (CmpOp::GtE, false) => Op::JumpNotGe,
        (CmpOp::Eq, true) => Op::JumpEq,
        (CmpOp::Eq, false) => Op::JumpNotEq,
        (CmpOp::NotEq, true) => Op::JumpNe,
        (CmpOp::NotEq, false) => Op::JumpNotNe,
        _ => return None,
    })
}

fn jump_immediate(op: CmpOp, when: bool) -> Option<Op> {
    Some(match (op, when) {
        (CmpOp::Lt, true) => Op::JumpLtI,
        (CmpOp::Lt, false) => Op::JumpNotLtI,
        (CmpOp::LtE, true) => Op::JumpLeI,
        (CmpOp::LtE, false) => Op::JumpNotLeI,
        (CmpOp::Gt, true) => Op::JumpGtI,
        (CmpOp::Gt, false) => Op::JumpNotGtI,
        (CmpOp::GtE, true) => Op::JumpGeI,
        (CmpOp::GtE, false) => Op::JumpNotGeI,
        (CmpOp::Eq, true) => Op::JumpEqI,
        (CmpOp::Eq, false) => Op::JumpNotEqI,
        (CmpOp::NotEq, true) => Op::JumpNeI,
        (CmpOp::NotEq, false) => Op::JumpNotNeI,
        _ => return None,
    })
}
