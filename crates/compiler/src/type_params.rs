//! Type parameters (PEP 695, 696): the scope around a generic function, class or alias is a function
//! that is called at once; bounds, constraints and defaults are functions called on demand.

use pyish_bytecode::{Const, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::{Expr, ExprId, Seq, StmtId, Sym, TypeParam, TypeParamKind};

use crate::assembler::Reg;
use crate::function::{Function, Parts};
use crate::symtable::Key;
use crate::{Compiler, Fallible};

impl Compiler<'_> {
    pub(crate) fn generic_function(&mut self, f: Function, dest: Reg) -> Fallible<()> {
        let span = self.ast.span(f.id);
        let mark = self.mark();
        let parts = self.defaults(f.args, span)?;
        self.generic(f.id, f.name, f.type_params, dest, Some(parts), f.first, |c, params| {
            let mut inner = Parts { base: c.temps(4), bits: parts.bits };
            let result = c.temp();
            let mut argument = 0;
            for (bit, at) in [(Parts::DEFAULTS, 0), (Parts::KW_DEFAULTS, 1)] {
                if parts.bits & bit != 0 {
                    c.mov(inner.base + at, argument, span);
                    argument += 1;
                }
            }
            inner.bits &= Parts::DEFAULTS | Parts::KW_DEFAULTS;
            c.function(f, inner, result)?;
            c.emit(Op::SetFunctionTypeParams, 0, result, params, 0, span);
            Ok(result)
        })?;
        self.release(mark);
        Ok(())
    }

    /// Runs `inner` in the scope of type parameters, with the register of their tuple; what it
    /// answers with is returned into `R[dest]`.
    #[expect(clippy::too_many_arguments, reason = "the parts of a generic definition")]
    pub(crate) fn generic(
        &mut self,
        id: StmtId,
        owner: Sym,
        params: Seq<TypeParam>,
        dest: Reg,
        parts: Option<Parts>,
        first: Span,
        inner: impl FnOnce(&mut Self, Reg) -> Fallible<Reg>,
    ) -> Fallible<()> {
        let span = self.ast.span(id);
        let Some(scope) = self.table.find(Key::TypeParams(id)) else { return Ok(()) };
        let mut given = Vec::new();
        let mut names = Vec::new();
        if let Some(parts) = parts {
            for (bit, at, name) in [(Parts::DEFAULTS, 0, ".defaults"), (Parts::KW_DEFAULTS, 1, ".kwdefaults")] {
                if parts.bits & bit != 0 {
                    given.push(parts.base + at);
                    names.push(self.names.intern(name));
                }
            }
        }
        let name = format!("<generic parameters of {}>", self.ast.name(owner));
        self.begin(scope, &name, first, &names);
        self.body.code.argcount = names.len() as u32;
        let tuple = self.temp();
        self.type_params(params, tuple, span)?;
        if self.scope().place(self.known.type_params).is_some() {
            let name = self.known.type_params;
            self.store_name(name, tuple, span);
        }
        let result = inner(self, tuple)?;
        self.emit(Op::Return, 0, result, 0, 0, span);
        let code = self.end(None)?;

        let mark = self.mark();
        let base = self.call_base(dest);
        self.make_function(base, code, scope, None, span)?;
        for &reg in &given {
            let argument = self.temp();
            self.mov(argument, reg, span);
        }
        self.emit(Op::Call, 0, base, given.len() as u16, dest, span);
        self.release(mark);
        Ok(())
    }

    /// The tuple of type parameters in `R[tuple]`, each bound to its name.
    fn type_params(&mut self, params: Seq<TypeParam>, tuple: Reg, span: Span) -> Fallible<()> {
        let params = self.ast.seq(params);
        let mark = self.mark();
        let first = self.temps(params.len());
        for (i, param) in params.iter().enumerate() {
            let reg = first + i as Reg;
            let mark = self.mark();
            let block = self.temps(4);
            let text = self.ast.name(param.name).to_owned();
            self.load_str(block, &text, param.span);
            for at in 1..4 {
                self.load_const(block + at, Const::None, param.span);
            }
            if let Some(bound) = param.bound {
                let constraints = matches!(self.ast.expr(bound), Expr::Tuple { .. });
                let at = if constraints { 2 } else { 1 };
                self.lazy_value(bound, &text, block + at, param.span)?;
            }
            if let Some(default) = param.default {
                self.lazy_value(default, &text, block + 3, param.span)?;
            }
            let x = match param.kind {
                TypeParamKind::TypeVar => 0,
                TypeParamKind::ParamSpec => 1,
                TypeParamKind::TypeVarTuple => 2,
            };
            self.emit(Op::MakeTypeParam, x, reg, block, block + 1, param.span);
            let name = self.mangled(param.name);
            self.store_name(name, reg, param.span);
            self.release(mark);
        }
        self.emit(Op::BuildTuple, 0, tuple, first, params.len() as u16, span);
        self.release(mark);
        Ok(())
    }

    fn lazy_value(&mut self, value: ExprId, name: &str, dest: Reg, span: Span) -> Fallible<()> {
        let Some(scope) = self.table.find(Key::Param(value)) else { return Ok(()) };
        self.lazy(scope, name, true, span, dest, span, |c| c.return_value(value))
    }

    fn return_value(&mut self, value: ExprId) -> Fallible<()> {
        let span = self.span(value);
        let reg = match *self.ast.expr(value) {
            // `*Ts = *tuple[int, str]`
            Expr::Starred { value, .. } => {
                let t = self.temp();
                let inner = self.operand(value)?;
                self.emit(Op::UnpackSeq, 0, t, inner, 1, span);
                t
            }
            _ => self.operand(value)?,
        };
        self.emit(Op::Return, 0, reg, 0, 0, span);
        Ok(())
    }

    /// `type name[params] = value`.
    pub(crate) fn type_alias(
        &mut self,
        id: StmtId,
        target: ExprId,
        params: Seq<TypeParam>,
        value: ExprId,
    ) -> Fallible<()> {
        let Expr::Name { id: sym, .. } = *self.ast.expr(target) else { return Ok(()) };
        let span = self.ast.span(id);
        let mark = self.mark();
        let dest = self.temp();
        if params.is_empty() {
            self.make_alias(id, sym, None, value, dest, span)?;
        } else {
            self.generic(id, sym, params, dest, None, span, |c, params| {
                let result = c.temp();
                c.make_alias(id, sym, Some(params), value, result, span)?;
                Ok(result)
            })?;
        }
        self.assign(target, dest)?;
        self.release(mark);
        Ok(())
    }

    fn make_alias(
        &mut self,
        id: StmtId,
        sym: Sym,
        params: Option<Reg>,
        value: ExprId,
        dest: Reg,
        span: Span,
    ) -> Fallible<()> {
        let Some(scope) = self.table.find(Key::Body(id)) else { return Ok(()) };
        let name = self.ast.name(sym).to_owned();
        let mark = self.mark();
        let block = self.temps(3);
        self.load_str(block, &name, span);
        match params {
            Some(params) => self.mov(block + 1, params, span),
            None => self.load_const(block + 1, Const::None, span),
        }
        self.lazy(scope, &name, true, span, block + 2, span, |c| c.return_value(value))?;
        self.emit(Op::MakeTypeAlias, 0, dest, block, 0, span);
        self.release(mark);
        Ok(())
    }
}
