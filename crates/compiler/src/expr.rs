//! Expressions into registers.
//!
//! `expr_to` leaves a value in a register; `operand` answers with the register a value already has,
//! if it is a local that nothing later in the expression can rebind. A destination that is a named
//! local is written by the last instruction alone, so that a failure leaves the old value; what takes
//! several steps works in a temporary (`through`). Left-deep chains are loops.

use pyish_bytecode::{Const, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::{BoolOp, CmpOp, Expr, ExprContext, ExprId, Operator, Seq, UnaryOp};

use crate::assembler::Reg;
use crate::name::Place;
use crate::symtable::Comp;
use crate::{Compiler, Fallible};

impl Compiler<'_> {
    /// The register of a local that can be used where it is.
    pub(crate) fn in_place(&mut self, id: ExprId) -> Option<Reg> {
        let Expr::Name { id: sym, ctx: ExprContext::Load } = *self.ast.expr(id) else { return None };
        if self.folded.is_constant(id) {
            return None;
        }
        let name = self.mangled(sym);
        let Place::Local(reg) = self.place(name) else { return None };
        if self.scope().walrus.contains(&name) {
            return None;
        }
        let span = self.span(id);
        self.check_bound(reg, name, span);
        Some(reg)
    }

    /// Evaluates into some register: the local's own, or a new temporary.
    pub(crate) fn operand(&mut self, id: ExprId) -> Fallible<Reg> {
        let mut work = None;
        self.operand_in(id, &mut work)
    }

    /// Like `operand`, but a temporary is `work`, made when it is needed.
    pub(crate) fn operand_in(&mut self, id: ExprId, work: &mut Option<Reg>) -> Fallible<Reg> {
        if let Some(reg) = self.in_place(id) {
            return Ok(reg);
        }
        let reg = self.work(work);
        self.expr_to(id, reg)?;
        Ok(reg)
    }

    pub(crate) fn work(&mut self, work: &mut Option<Reg>) -> Reg {
        match *work {
            Some(reg) => reg,
            None => *work.insert(self.temp()),
        }
    }

    /// `dest` as a working register, if it is a temporary.
    pub(crate) fn as_work(&self, dest: Reg) -> Option<Reg> {
        self.body.is_temp(dest).then_some(dest)
    }

    /// Runs what writes its destination more than once, or early, on a temporary.
    pub(crate) fn through(
        &mut self,
        dest: Reg,
        span: Span,
        write: impl FnOnce(&mut Self, Reg) -> Fallible<()>,
    ) -> Fallible<()> {
        if self.body.is_temp(dest) {
            return write(self, dest);
        }
        let mark = self.mark();
        let t = self.temp();
        write(self, t)?;
        self.mov(dest, t, span);
        self.release(mark);
        Ok(())
    }

    /// Evaluates and forgets the value.
    pub(crate) fn effect(&mut self, id: ExprId) -> Fallible<()> {
        if self.folded.is_constant(id) {
            return Ok(());
        }
        let mark = self.mark();
        self.operand(id)?;
        self.release(mark);
        Ok(())
    }

    /// `R[dest] := e`.
    pub(crate) fn expr_to(&mut self, id: ExprId, dest: Reg) -> Fallible<()> {
        let span = self.span(id);
        if self.folded.is_constant(id) {
            if let Some(value) = self.folded.value(id) {
                self.load_const(dest, value, span);
            }
            return Ok(());
        }
        self.enter()?;
        match *self.ast.expr(id) {
            Expr::Name { id: sym, .. } => {
                let name = self.mangled(sym);
                self.load_name(dest, name, span);
            }
            Expr::BinOp { .. } => self.binary(id, dest)?,
            Expr::Attribute { .. } | Expr::Subscript { .. } | Expr::Call { .. } => self.postfix(id, dest)?,
            Expr::Compare { left, ops, comparators } => self.compare(left, ops, comparators, dest, span)?,
            Expr::BoolOp { op, values } => self.through(dest, span, |c, t| c.bool_op(op, values, t))?,
            Expr::UnaryOp { op, operand } => self.unary(op, operand, dest, span)?,
            Expr::IfExp { .. } => self.if_exp(id, dest)?,
            Expr::NamedExpr { target, value } => self.named(target, value, dest, span)?,
            Expr::Lambda { args, body } => self.lambda(id, args, body, dest)?,
            Expr::Dict { keys, values } => self.through(dest, span, |c, t| c.dict(keys, values, t, span))?,
            Expr::Set { elts } => self.set(elts, dest, span)?,
            Expr::List { elts, .. } => self.list(elts, dest, span)?,
            Expr::Tuple { elts, .. } => self.tuple(elts, dest, span)?,
            Expr::ListComp { elt, generators } => self.comprehension(id, Comp::List, elt, None, generators, dest)?,
            Expr::SetComp { elt, generators } => self.comprehension(id, Comp::Set, elt, None, generators, dest)?,
            Expr::DictComp { key, value, generators } => {
                self.comprehension(id, Comp::Dict, key, Some(value), generators, dest)?
            }
            Expr::GeneratorExp { elt, generators } => {
                self.comprehension(id, Comp::Generator, elt, None, generators, dest)?
            }
            Expr::Await { value } => {
                let mark = self.mark();
                let v = self.operand(value)?;
                self.through(dest, span, |c, t| {
                    c.await_value(v, 0, t, span);
                    Ok(())
                })?;
                self.release(mark);
            }
            Expr::Yield { value } => self.yield_value(value, dest, span)?,
            Expr::YieldFrom { value } => self.through(dest, span, |c, t| {
                let mark = c.mark();
                let v = c.operand(value)?;
                let iter = c.temp();
                c.emit(Op::GetYieldFrom, 0, iter, v, 0, span);
                c.load_const(t, Const::None, span);
                c.send_loop(iter, t, span);
                c.release(mark);
                Ok(())
            })?,
            Expr::JoinedStr { values } => self.joined(values, dest, span)?,
            Expr::FormattedValue { .. } => self.formatted(id, dest)?,
            Expr::TemplateStr { values } => self.template(values, dest, span)?,
            Expr::Interpolation { .. } => self.interpolation(id, dest)?,
            Expr::Slice { lower, upper, step } => self.slice(lower, upper, step, dest, span)?,
            Expr::Starred { .. } => return self.error("can't use starred expression here", span),
            Expr::Constant { .. } => {}
        }
        self.leave();
        Ok(())
    }

    fn binary(&mut self, id: ExprId, dest: Reg) -> Fallible<()> {
        let mut spine = Vec::new();
        let mut at = id;
        while let Expr::BinOp { left, op, right } = *self.ast.expr(at) {
            if self.folded.is_constant(at) {
                break;
            }
            spine.push((at, op, right));
            at = left;
        }
        let mark = self.mark();
        let mut work = self.as_work(dest);
        let mut left = self.operand_in(at, &mut work)?;
        while let Some((id, op, right)) = spine.pop() {
            let out = if spine.is_empty() { dest } else { self.work(&mut work) };
            self.binary_step(op, 0, out, left, right, self.span(id))?;
            left = out;
        }
        self.release(mark);
        Ok(())
    }

    /// `R[out] := R[left] op right`; `x` is 1 for the in-place form.
    pub(crate) fn binary_step(
        &mut self,
        op: Operator,
        x: u8,
        out: Reg,
        left: Reg,
        right: ExprId,
        span: Span,
    ) -> Fallible<()> {
        if let Some(imm) = self.folded.small_int(right)
            && let Some(op) = immediate(op, imm)
        {
            self.emit(op, x, out, left, imm as u16, span);
            return Ok(());
        }
        let mark = self.mark();
        let right = self.operand(right)?;
        self.emit(operator(op), x, out, left, right, span);
        self.release(mark);
        Ok(())
    }

    fn unary(&mut self, op: UnaryOp, operand: ExprId, dest: Reg, span: Span) -> Fallible<()> {
        if op == UnaryOp::Not
            && let Expr::Compare { left, ops, comparators } = *self.ast.expr(operand)
            && let [one] = *self.ast.seq(ops)
            && let Some(inverse) = inverse(one)
        {
            return self.compare_one(left, inverse, self.ast.seq(comparators)[0], dest, self.span(operand));
        }
        let mark = self.mark();
        let mut work = self.as_work(dest);
        let value = self.operand_in(operand, &mut work)?;
        let op = match op {
            UnaryOp::Invert => Op::Invert,
            UnaryOp::Not => Op::Not,
            UnaryOp::UAdd => Op::Pos,
            UnaryOp::USub => Op::Neg,
        };
        self.emit(op, 0, dest, value, 0, span);
        self.release(mark);
        Ok(())
    }

    fn compare(
        &mut self,
        left: ExprId,
        ops: Seq<CmpOp>,
        comparators: Seq<ExprId>,
        dest: Reg,
        span: Span,
    ) -> Fallible<()> {
        let (ops, comparators) = (self.ast.seq(ops), self.ast.seq(comparators));
        if let ([op], [right]) = (ops, comparators) {
            return self.compare_one(left, *op, *right, dest, span);
        }
        self.through(dest, span, |c, t| {
            let mark = c.mark();
            let end = c.label();
            let mut left = c.operand(left)?;
            for (i, (&op, &right)) in ops.iter().zip(comparators).enumerate() {
                // A middle operand is compared again: it stays what it is.
                let last = i + 1 == ops.len();
                let right = if last { c.comparator(op, right)? } else { c.operand(right)? };
                c.emit(comparison(op), 0, t, left, right, span);
                if !last {
                    c.body.asm.jump(Op::JumpFalse, t, 0, end, span);
                }
                left = right;
            }
            c.bind(end);
            c.release(mark);
            Ok(())
        })
    }

    fn compare_one(&mut self, left: ExprId, op: CmpOp, right: ExprId, dest: Reg, span: Span) -> Fallible<()> {
        let mark = self.mark();
        let mut work = self.as_work(dest);
        let left = self.operand_in(left, &mut work)?;
        let right = self.comparator(op, right)?;
        self.emit(comparison(op), 0, dest, left, right, span);
        self.release(mark);
        Ok(())
    }

    /// The right side of a comparison; `in` takes a constant list or set as a constant.
    pub(crate) fn comparator(&mut self, op: CmpOp, right: ExprId) -> Fallible<Reg> {
        if matches!(op, CmpOp::In | CmpOp::NotIn)
            && let Some(value) = self.constant_display(right)
        {
            let t = self.temp();
            let span = self.span(right);
            self.load_const(t, value, span);
            return Ok(t);
        }
        self.operand(right)
    }

    /// The value of `[1, 2]` or `{1, 2}` where only its elements matter.
    pub(crate) fn constant_display(&self, id: ExprId) -> Option<Const> {
        let (elts, set) = match *self.ast.expr(id) {
            Expr::List { elts, .. } => (elts, false),
            Expr::Set { elts } => (elts, true),
            _ => return None,
        };
        let values: Option<Vec<Const>> = self.ast.seq(elts).iter().map(|&e| self.folded.value(e)).collect();
        values.map(if set { Const::FrozenSet } else { Const::Tuple })
    }

    fn bool_op(&mut self, op: BoolOp, values: Seq<ExprId>, dest: Reg) -> Fallible<()> {
        let jump = if op == BoolOp::And { Op::JumpFalse } else { Op::JumpTrue };
        let end = self.label();
        let values = self.ast.seq(values);
        for (i, &value) in values.iter().enumerate() {
            self.expr_to(value, dest)?;
            if i + 1 < values.len() {
                let span = self.span(value);
                self.body.asm.jump(jump, dest, 0, end, span);
            }
        }
        self.bind(end);
        Ok(())
    }

    fn if_exp(&mut self, id: ExprId, dest: Reg) -> Fallible<()> {
        let end = self.label();
        let mut at = id;
        while let Expr::IfExp { test, body, orelse } = *self.ast.expr(at) {
            let span = self.span(at);
            let other = self.label();
            self.jump_if(test, false, other)?;
            self.expr_to(body, dest)?;
            self.jump(end, span);
            self.bind(other);
            at = orelse;
        }
        self.expr_to(at, dest)?;
        self.bind(end);
        Ok(())
    }

    fn named(&mut self, target: ExprId, value: ExprId, dest: Reg, span: Span) -> Fallible<()> {
        let reg = self.named_value(target, value, Some(dest))?;
        self.mov(dest, reg, span);
        Ok(())
    }

    /// `target := value`; the register that holds the value afterwards.
    pub(crate) fn named_value(&mut self, target: ExprId, value: ExprId, dest: Option<Reg>) -> Fallible<Reg> {
        let span = self.span(target);
        let Expr::Name { id: sym, .. } = *self.ast.expr(target) else {
            return self.error("cannot use assignment expressions with this target", span);
        };
        let name = self.mangled(sym);
        if let Place::Local(reg) = self.place(name) {
            self.expr_to(value, reg)?;
            return Ok(reg);
        }
        let mut work = dest.and_then(|d| self.as_work(d));
        let t = self.work(&mut work);
        self.expr_to(value, t)?;
        self.store_name(name, t, span);
        Ok(t)
    }

    fn yield_value(&mut self, value: Option<ExprId>, dest: Reg, span: Span) -> Fallible<()> {
        let mark = self.mark();
        let mut work = self.as_work(dest);
        let v = match value {
            Some(value) => self.operand_in(value, &mut work)?,
            None => {
                let t = self.work(&mut work);
                self.load_const(t, Const::None, span);
                t
            }
        };
        self.emit_yield(dest, v, span);
        self.release(mark);
        Ok(())
    }

    pub(crate) fn emit_yield(&mut self, dest: Reg, value: Reg, span: Span) {
        let x = if self.scope().coroutine { 2 } else { 0 };
        self.emit(Op::Yield, x, dest, value, 0, span);
    }

    /// Waits for `R[value]`; the result lands in `R[dest]`, a temporary.
    pub(crate) fn await_value(&mut self, value: Reg, x: u8, dest: Reg, span: Span) {
        let mark = self.mark();
        let iter = self.temp();
        self.emit(Op::GetAwaitable, x, iter, value, 0, span);
        self.load_const(dest, Const::None, span);
        self.send_loop(iter, dest, span);
        self.release(mark);
    }

    /// Drives `R[iter]` to its end, passing on what is sent; `R[sent]` is the result.
    pub(crate) fn send_loop(&mut self, iter: Reg, sent: Reg, span: Span) {
        let (again, end) = (self.label(), self.label());
        let alive = !self.body.asm.dead;
        self.body.asm.bind_back(again, alive);
        self.body.asm.jump(Op::Send, iter, sent, end, span);
        self.emit(Op::Yield, 1, sent, sent, iter, span);
        self.jump(again, span);
        self.bind(end);
    }

    pub(crate) fn slice(
        &mut self,
        lower: Option<ExprId>,
        upper: Option<ExprId>,
        step: Option<ExprId>,
        dest: Reg,
        span: Span,
    ) -> Fallible<()> {
        let mark = self.mark();
        let count = if step.is_some() { 3 } else { 2 };
        let first = self.temps(count);
        for (i, part) in [lower, upper, step].into_iter().take(count).enumerate() {
            let reg = first + i as Reg;
            match part {
                Some(e) => self.expr_to(e, reg)?,
                None => self.load_const(reg, Const::None, span),
            }
        }
        self.emit(Op::BuildSlice, 0, dest, first, count as u16, span);
        self.release(mark);
        Ok(())
    }
}

pub(crate) fn operator(op: Operator) -> Op {
    match op {
        Operator::Add => Op::Add,
        Operator::Sub => Op::Sub,
        Operator::Mult => Op::Mul,
        Operator::MatMult => Op::MatMul,
        Operator::Div => Op::Div,
        Operator::Mod => Op::Mod,
        Operator::Pow => Op::Pow,
        Operator::LShift => Op::LShift,
        Operator::RShift => Op::RShift,
        Operator::BitOr => Op::Or,
        Operator::BitXor => Op::Xor,
        Operator::BitAnd => Op::And,
        Operator::FloorDiv => Op::FloorDiv,
    }
}

/// The form of an operator with a small int on its right.
fn immediate(op: Operator, imm: i16) -> Option<Op> {
    match op {
        Operator::Add => Some(Op::AddI),
        Operator::Sub => Some(Op::SubI),
        Operator::Mult => Some(Op::MulI),
        Operator::FloorDiv if imm != 0 => Some(Op::FloorDivI),
        Operator::Mod if imm != 0 => Some(Op::ModI),
        Operator::BitAnd => Some(Op::AndI),
        Operator::LShift if (0..62).contains(&imm) => Some(Op::LShiftI),
        Operator::RShift if (0..62).contains(&imm) => Some(Op::RShiftI),
        _ => None,
    }
}

pub(crate) fn comparison(op: CmpOp) -> Op {
    match op {
        CmpOp::Eq => Op::Eq,
        CmpOp::NotEq => Op::Ne,
        CmpOp::Lt => Op::Lt,
        CmpOp::LtE => Op::Le,
        CmpOp::Gt => Op::Gt,
        CmpOp::GtE => Op::Ge,
        CmpOp::Is => Op::Is,
        CmpOp::IsNot => Op::IsNot,
        CmpOp::In => Op::In,
        CmpOp::NotIn => Op::NotIn,
    }
}

/// What `not` turns a comparison into, where that is exact.
fn inverse(op: CmpOp) -> Option<CmpOp> {
    match op {
        CmpOp::Is => Some(CmpOp::IsNot),
        CmpOp::IsNot => Some(CmpOp::Is),
        CmpOp::In => Some(CmpOp::NotIn),
        CmpOp::NotIn => Some(CmpOp::In),
        _ => None,
    }
}
