//! f-strings and t-strings.

use pyish_bytecode::{Const, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::{Constant, Expr, ExprId, Seq};

use crate::assembler::Reg;
use crate::{Compiler, Fallible};

impl Compiler<'_> {
    pub(crate) fn joined(&mut self, values: Seq<ExprId>, dest: Reg, span: Span) -> Fallible<()> {
        let values = self.ast.seq(values);
        match values {
            [] => self.load_str(dest, "", span),
            [one] => self.expr_to(*one, dest)?,
            _ => {
                let mark = self.mark();
                let first = mark;
                for &value in values {
                    let reg = self.temp();
                    self.expr_to(value, reg)?;
                }
                self.emit(Op::BuildString, 0, dest, first, values.len() as u16, span);
                self.release(mark);
            }
        }
        Ok(())
    }

    /// `FormatValue` of one replacement field.
    pub(crate) fn formatted(&mut self, id: ExprId, dest: Reg) -> Fallible<()> {
        let Expr::FormattedValue { value, conversion, format_spec } = *self.ast.expr(id) else { return Ok(()) };
        let span = self.span(id);
        let mark = self.mark();
        let mut work = self.as_work(dest);
        let v = self.operand_in(value, &mut work)?;
        let mut x = conversion_bits(conversion);
        let mut spec = 0;
        if let Some(format_spec) = format_spec {
            x |= 4;
            spec = self.operand(format_spec)?;
        }
        self.emit(Op::FormatValue, x, dest, v, spec, span);
        self.release(mark);
        Ok(())
    }

    pub(crate) fn interpolation(&mut self, id: ExprId, dest: Reg) -> Fallible<()> {
        let Expr::Interpolation { value, str, conversion, format_spec } = *self.ast.expr(id) else { return Ok(()) };
        let span = self.span(id);
        let mark = self.mark();
        let first = self.temps(4);
        self.expr_to(value, first)?;
        let text = Const::Str(self.ast.str(str).as_bytes().into());
        self.load_const(first + 1, text, span);
        let conversion = match u8::try_from(conversion) {
            Ok(c) => Const::Str([c].into()),
            Err(_) => Const::None,
        };
        self.load_const(first + 2, conversion, span);
        match format_spec {
            Some(spec) => self.expr_to(spec, first + 3)?,
            None => self.load_str(first + 3, "", span),
        }
        self.emit(Op::BuildInterpolation, 0, dest, first, 0, span);
        self.release(mark);
        Ok(())
    }

    /// A template has one more string than interpolations; empty ones stand between neighbours.
    pub(crate) fn template(&mut self, values: Seq<ExprId>, dest: Reg, span: Span) -> Fallible<()> {
        let mut strings: Vec<Vec<u8>> = vec![Vec::new()];
        let mut interpolations = Vec::new();
        for &value in self.ast.seq(values) {
            match *self.ast.expr(value) {
                Expr::Constant { value: Constant::Str(s), .. } => {
                    if let Some(last) = strings.last_mut() {
                        last.extend_from_slice(self.ast.str(s).as_bytes());
                    }
                }
                _ => {
                    interpolations.push(value);
                    strings.push(Vec::new());
                }
            }
        }
        let mark = self.mark();
        let both = self.temps(2);
        let first = self.mark();
        for &value in &interpolations {
            let reg = self.temp();
            self.expr_to(value, reg)?;
        }
        self.emit(Op::BuildTuple, 0, both + 1, first, interpolations.len() as u16, span);
        let strings = strings.into_iter().map(|s| Const::Str(s.into())).collect();
        self.load_const(both, Const::Tuple(strings), span);
        self.emit(Op::BuildTemplate, 0, dest, both, both + 1, span);
        self.release(mark);
        Ok(())
    }
}

fn conversion_bits(conversion: i32) -> u8 {
    match u8::try_from(conversion) {
        Ok(b's') => 1,
        Ok(b'r') => 2,
        Ok(b'a') => 3,
        _ => 0,
    }
}
