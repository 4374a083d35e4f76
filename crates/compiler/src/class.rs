//! Class statements: the body's code, and the call of `__build_class__`.

use pyish_bytecode::{Const, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::{Expr, ExprId, Keyword, Seq, Stmt, StmtId, Sym};

use crate::assembler::{NOWHERE, Reg};
use crate::calls::Given;
use crate::symtable::{Key, Kind, Where};
use crate::{Compiler, Fallible};

impl Compiler<'_> {
    pub(crate) fn class_def(&mut self, id: StmtId) -> Fallible<()> {
        let Stmt::ClassDef { name: sym, bases, keywords, body, decorator_list, type_params } = *self.ast.stmt(id)
        else {
            return Ok(());
        };
        let span = self.ast.span(id);
        let first = self.ast.seq(decorator_list).first().map_or(span, |&d| self.span(d));
        let mark = self.mark();
        let slots = self.decorators(decorator_list)?;
        let dest = self.temp();
        if type_params.is_empty() {
            self.build_class(id, sym, bases, keywords, body, None, dest, first)?;
        } else {
            self.generic(id, sym, type_params, dest, None, first, |c, params| {
                let t = c.temps(2);
                c.emit(Op::SubscriptGeneric, 0, t, params, 0, span);
                c.build_class(id, sym, bases, keywords, body, Some(t), t + 1, first)?;
                Ok(t + 1)
            })?;
        }
        let result = self.apply_decorators(decorator_list, &slots, dest);
        let name = self.mangled(sym);
        self.store_name(name, result, span);
        self.release(mark);
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a class definition")]
    fn build_class(
        &mut self,
        id: StmtId,
        sym: Sym,
        bases: Seq<ExprId>,
        keywords: Seq<Keyword>,
        body: Seq<StmtId>,
        generic_base: Option<Reg>,
        dest: Reg,
        first: Span,
    ) -> Fallible<()> {
        let span = self.ast.span(id);
        let Some(scope) = self.table.find(Key::Body(id)) else { return Ok(()) };
        let name = self.ast.name(sym).to_owned();
        self.begin(scope, &name, first, &[]);
        self.class_body(body, span)?;
        let code = self.end(None)?;
        let base = self.call_base(dest);
        self.emit(Op::LoadBuildClass, 0, base, 0, 0, span);
        let given = self.temps(2);
        self.make_function(given, code, scope, None, span)?;
        self.load_str(given + 1, &name, span);
        self.arguments(base, dest, Given { first: 2, last: generic_base }, bases, keywords, span)?;
        self.release_call(dest, base);
        Ok(())
    }

    fn class_body(&mut self, body: Seq<StmtId>, span: Span) -> Fallible<()> {
        let scope = self.scope();
        let (needs_class, needs_dict, conditional) =
            (scope.needs_class, scope.needs_class_dict, scope.needs_conditional);
        let generic = scope.place(self.known.type_params) == Some(Where::Free);
        let first_line = self.body.code.first_line;
        let mark = self.mark();
        let t = self.temp();
        let dunder_name = self.names.intern("__name__");
        let k = self.shared_name(dunder_name, 1);
        self.emit(Op::LoadName, 0, t, 0, k, span);
        let module = self.names.intern("__module__");
        self.store_namespace(module, t, span);
        let qualname = Const::Str(self.body.qualname.as_bytes().into());
        self.store_constant("__qualname__", qualname, span)?;
        self.store_constant("__firstlineno__", Const::Int(i64::from(first_line)), span)?;
        if generic {
            let params = self.known.type_params;
            self.load_name(t, params, span);
            let name = self.names.intern("__type_params__");
            self.store_namespace(name, t, span);
        }
        if needs_dict {
            let cell = self.body.regs[&self.known.class_dict];
            self.emit(Op::StoreCell, 0, cell, 0, 0, span);
        }
        if conditional {
            let cell = self.body.regs[&self.known.conditional];
            self.emit(Op::BuildSet, 0, t, t, 0, span);
            self.emit(Op::StoreCell, 0, cell, t, 0, span);
        }
        self.release(mark);
        let stmts = self.ast.seq(body);
        self.collect_annotations(stmts, Kind::Class)?;
        let (doc, rest) = self.docstring(stmts);
        if let Some(doc) = doc {
            let span = self.ast.span(stmts[0]);
            self.store_constant("__doc__", Const::Str(doc), span)?;
        }
        self.statements(rest)?;
        self.define_annotate("__annotate_func__", span)?;
        let attributes = std::mem::take(&mut self.body.static_attributes);
        let attributes = attributes.iter().map(|&n| Const::Str(self.names.text(n).as_bytes().into())).collect();
        self.store_constant("__static_attributes__", Const::Tuple(attributes), NOWHERE)?;
        if needs_class {
            let cell = self.body.regs[&self.known.dunder_class];
            let t = self.temp();
            self.emit(Op::Move, 0, t, cell, 0, NOWHERE);
            let name = self.names.intern("__classcell__");
            self.store_namespace(name, t, NOWHERE);
            self.emit(Op::Return, 0, t, 0, 0, NOWHERE);
            self.release(mark);
        } else {
            self.return_none(NOWHERE);
        }
        Ok(())
    }

    /// `self.attr = ...` in a method: the class lists the attribute.
    pub(crate) fn note_static_attribute(&mut self, object: ExprId, attr: Sym) {
        let Expr::Name { id, .. } = *self.ast.expr(object) else { return };
        if self.ast.name(id) != "self" {
            return;
        }
        let name = self.mangled(attr);
        let around = self.outer.iter_mut().rev();
        let class = around.into_iter().find(|b| self.table.get(b.scope).kind == Kind::Class);
        if let Some(class) = class
            && !class.static_attributes.contains(&name)
        {
            class.static_attributes.push(name);
        }
    }
}
