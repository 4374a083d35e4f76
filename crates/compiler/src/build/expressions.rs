//! Expressions of the first pass: names, `:=`, lambdas, comprehensions, `yield` and `await`.

use pyish_syntax::Span;
use pyish_syntax::ast::{ArgumentsId, Comprehension, Expr, ExprContext, ExprId, Seq, Sym};

use super::Builder;
use crate::Fallible;
use crate::symtable::{Comp, Key, Kind, flag};

impl Builder<'_, '_> {
    pub(super) fn expr(&mut self, id: ExprId) -> Fallible<()> {
        self.enter()?;
        self.walk(id)?;
        self.leave();
        Ok(())
    }

    /// Walks down the left edge by a loop, so that `a + b + c ...` and `a.b.c ...` nest once.
    fn walk(&mut self, id: ExprId) -> Fallible<()> {
        let mut spine = vec![id];
        let mut at = id;
        loop {
            at = match *self.ast.expr(at) {
                Expr::BinOp { left, .. } => left,
                Expr::Attribute { value, .. } | Expr::Subscript { value, .. } => value,
                Expr::Call { func, .. } => func,
                Expr::UnaryOp { operand, .. } => operand,
                _ => break,
            };
            spine.push(at);
        }
        while let Some(id) = spine.pop() {
            match *self.ast.expr(id) {
                Expr::BinOp { right, .. } => self.expr(right)?,
                Expr::Attribute { attr, ctx, .. } => {
                    if ctx == ExprContext::Store {
                        self.check_debug(attr, self.ast.span(id))?;
                    } else if ctx == ExprContext::Del {
                        self.check_del_debug(attr, self.ast.span(id))?;
                    }
                }
                Expr::Subscript { slice, .. } => self.expr(slice)?,
                Expr::Call { args, keywords, .. } => {
                    self.exprs(self.ast.seq(args))?;
                    for keyword in self.ast.seq(keywords) {
                        if let Some(arg) = keyword.arg {
                            self.check_debug(arg, keyword.span)?;
                        }
                        self.expr(keyword.value)?;
                    }
                }
                Expr::UnaryOp { .. } => {}
                _ => self.leaf(id)?,
            }
        }
        Ok(())
    }

    fn check_del_debug(&mut self, sym: Sym, span: Span) -> Fallible<()> {
        if self.names.of(sym) == self.debug {
            return self.error("cannot delete __debug__", span);
        }
        Ok(())
    }

    fn leaf(&mut self, id: ExprId) -> Fallible<()> {
        let ast = self.ast;
        let span = ast.span(id);
        match *ast.expr(id) {
            Expr::BoolOp { values, .. } => self.exprs(ast.seq(values))?,
            Expr::NamedExpr { target, value } => {
                self.refuse_lazy("named expression", span)?;
                if self.scope().comp_iter_expr > 0 {
                    let message = "assignment expression cannot be used in a comprehension iterable expression";
                    return self.error(message, span);
                }
                self.named_expr(target)?;
                self.expr(value)?;
                self.expr(target)?;
            }
            Expr::Lambda { args, body } => self.lambda(id, args, body)?,
            Expr::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)?;
            }
            Expr::Dict { keys, values } => {
                for (&key, &value) in ast.seq(keys).iter().zip(ast.seq(values)) {
                    self.optional(key)?;
                    self.expr(value)?;
                }
            }
            Expr::Set { elts } | Expr::List { elts, .. } | Expr::Tuple { elts, .. } => self.exprs(ast.seq(elts))?,
            Expr::ListComp { elt, generators } => self.comprehension(id, Comp::List, elt, None, generators)?,
            Expr::SetComp { elt, generators } => self.comprehension(id, Comp::Set, elt, None, generators)?,
            Expr::DictComp { key, value, generators } => {
                self.comprehension(id, Comp::Dict, key, Some(value), generators)?
            }
            Expr::GeneratorExp { elt, generators } => self.comprehension(id, Comp::Generator, elt, None, generators)?,
            Expr::Await { value } => {
                self.refuse_lazy("await expression", span)?;
                self.check_await(span)?;
                self.expr(value)?;
                self.scope().coroutine = true;
            }
            Expr::Yield { value } => {
                self.refuse_lazy("yield expression", span)?;
                self.optional(value)?;
                self.refuse_comprehension(span)?;
                self.check_yield("'yield' outside function", span)?;
                self.scope().generator = true;
            }
            Expr::YieldFrom { value } => {
                self.refuse_lazy("yield expression", span)?;
                self.expr(value)?;
                self.refuse_comprehension(span)?;
                self.check_yield("'yield from' outside function", span)?;
                if self.scope().is_async {
                    return self.error("'yield from' inside async function", span);
                }
                self.scope().generator = true;
            }
            Expr::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(ast.seq(comparators))?;
            }
            Expr::FormattedValue { value, format_spec, .. } | Expr::Interpolation { value, format_spec, .. } => {
                self.expr(value)?;
                self.optional(format_spec)?;
            }
            Expr::JoinedStr { values } | Expr::TemplateStr { values } => self.exprs(ast.seq(values))?,
            Expr::Starred { value, .. } => self.expr(value)?,
            Expr::Name { id: sym, ctx } => self.name_expr(sym, ctx, span)?,
            Expr::Slice { lower, upper, step } => {
                self.optional(lower)?;
                self.optional(upper)?;
                self.optional(step)?;
            }
            // The left edge is walked by `walk`.
            Expr::BinOp { .. }
            | Expr::UnaryOp { .. }
            | Expr::Call { .. }
            | Expr::Attribute { .. }
            | Expr::Subscript { .. }
            | Expr::Constant { .. } => {}
        }
        Ok(())
    }

    fn name_expr(&mut self, sym: Sym, ctx: ExprContext, span: Span) -> Fallible<()> {
        match ctx {
            ExprContext::Load => {
                self.use_name(sym);
                if self.names.of(sym) == self.super_name && self.scope().function_like() {
                    self.mention(self.dunder_class, flag::USE);
                }
                Ok(())
            }
            ExprContext::Store => self.define(sym, flag::LOCAL, span),
            ExprContext::Del => {
                self.check_del_debug(sym, span)?;
                self.define(sym, flag::LOCAL, span)
            }
        }
    }

    fn check_yield(&mut self, message: &str, span: Span) -> Fallible<()> {
        match self.scope().kind {
            Kind::Function | Kind::Lambda => Ok(()),
            _ => self.error(message, span),
        }
    }

    /// `await` belongs into an `async def`, or a comprehension in one, or the module if it may.
    fn check_await(&mut self, span: Span) -> Fallible<()> {
        let scope = self.table.get(self.current);
        match scope.kind {
            Kind::Module if self.top_level_await => Ok(()),
            Kind::Module | Kind::Class => self.error("'await' outside function", span),
            Kind::Comprehension(_) => Ok(()),
            _ if scope.is_async => Ok(()),
            _ => self.error("'await' outside async function", span),
        }
    }

    /// `:=` in a comprehension binds in the function around it.
    fn named_expr(&mut self, target: ExprId) -> Fallible<()> {
        let Expr::Name { id: sym, .. } = *self.ast.expr(target) else { return Ok(()) };
        self.check_debug(sym, self.ast.span(target))?;
        let name = self.mangled(sym);
        if !matches!(self.scope().kind, Kind::Comprehension(_)) {
            self.scope().walrus.insert(name);
            return Ok(());
        }
        let span_target = self.ast.span(target);
        let mut at = self.current;
        loop {
            let scope = self.table.get(at);
            match scope.kind {
                Kind::Comprehension(_) => {
                    let flags = scope.flags(name);
                    if flags & flag::COMP_ITER != 0 && flags & (flag::LOCAL | flag::GLOBAL) != 0 {
                        let text = self.names.text(name);
                        let message =
                            format!("assignment expression cannot rebind comprehension iteration variable '{text}'");
                        return self.error(message, span_target);
                    }
                }
                Kind::Function | Kind::Lambda => {
                    if scope.flags(name) & flag::GLOBAL != 0 {
                        self.mention(name, flag::GLOBAL);
                    } else {
                        self.mention(name, flag::NONLOCAL);
                    }
                    self.scope().directives.push((name, span_target));
                    self.mention_in(at, name, flag::LOCAL);
                    self.table.get_mut(at).walrus.insert(name);
                    return Ok(());
                }
                Kind::Module => {
                    self.mention(name, flag::GLOBAL);
                    self.scope().directives.push((name, span_target));
                    self.mention_in(at, name, flag::GLOBAL);
                    return Ok(());
                }
                Kind::Class => {
                    let message = "assignment expression within a comprehension cannot be used in a class body";
                    return self.error(message, span_target);
                }
                Kind::TypeParams => {
                    let message = "assignment expression within a comprehension cannot be used within the definition of a generic";
                    return self.error(message, span_target);
                }
                Kind::TypeAlias => {
                    let message = "assignment expression within a comprehension cannot be used in a type alias";
                    return self.error(message, span_target);
                }
                Kind::TypeParam(_) => {
                    let message = "assignment expression within a comprehension cannot be used in a TypeVar bound";
                    return self.error(message, span_target);
                }
                Kind::Annotation => {
                    return self.error("named expression cannot be used within an annotation", span_target);
                }
            }
            match self.table.get(at).parent {
                Some(parent) => at = parent,
                None => return Ok(()),
            }
        }
    }

    fn lambda(&mut self, id: ExprId, args: ArgumentsId, body: ExprId) -> Fallible<()> {
        self.defaults(args)?;
        let name = self.names.intern("<lambda>");
        let back = self.open(Key::Expr(id), Kind::Lambda, name, self.ast.span(id));
        self.parameters(args)?;
        self.expr(body)?;
        self.close(back);
        Ok(())
    }

    pub(super) fn defaults(&mut self, args: ArgumentsId) -> Fallible<()> {
        let args = *self.ast.arguments(args);
        self.exprs(self.ast.seq(args.defaults))?;
        self.ast.seq(args.kw_defaults).iter().try_for_each(|&e| self.optional(e))
    }

    pub(super) fn parameters(&mut self, args: ArgumentsId) -> Fallible<()> {
        let ast = self.ast;
        let args = *ast.arguments(args);
        let plain = ast.seq(args.posonlyargs).iter().chain(ast.seq(args.args)).chain(ast.seq(args.kwonlyargs));
        for arg in plain.chain(&args.vararg).chain(&args.kwarg) {
            self.define(arg.arg, flag::PARAM, arg.span)?;
        }
        Ok(())
    }

    fn comprehension(
        &mut self,
        id: ExprId,
        comp: Comp,
        elt: ExprId,
        value: Option<ExprId>,
        generators: Seq<Comprehension>,
    ) -> Fallible<()> {
        let ast = self.ast;
        let span = ast.span(id);
        let Some((first, rest)) = ast.seq(generators).split_first() else { return Ok(()) };
        // The first iterable belongs to the scope around the comprehension.
        self.scope().comp_iter_expr += 1;
        self.expr(first.iter)?;
        self.scope().comp_iter_expr -= 1;
        let name = self.names.intern(match comp {
            Comp::List => "<listcomp>",
            Comp::Set => "<setcomp>",
            Comp::Dict => "<dictcomp>",
            Comp::Generator => "<genexpr>",
        });
        let around = self.current;
        let back = self.open(Key::Expr(id), Kind::Comprehension(comp), name, span);
        self.scope().coroutine = first.is_async;
        self.mention(self.dot_zero, flag::PARAM);
        if self.table.get(around).sees_class {
            self.scope().sees_class = true;
            self.mention(self.class_dict, flag::USE);
        }
        self.comp_target(first.target)?;
        self.exprs(ast.seq(first.ifs))?;
        for generator in rest {
            self.comp_target(generator.target)?;
            self.scope().comp_iter_expr += 1;
            self.expr(generator.iter)?;
            self.scope().comp_iter_expr -= 1;
            self.exprs(ast.seq(generator.ifs))?;
            self.scope().coroutine |= generator.is_async;
        }
        self.optional(value)?;
        self.expr(elt)?;
        let scope = self.scope();
        scope.generator = comp == Comp::Generator;
        let is_async = scope.coroutine && comp != Comp::Generator;
        self.close(back);
        if is_async {
            let outer = self.table.get(around);
            let allowed = match outer.kind {
                Kind::Module => self.top_level_await,
                Kind::Comprehension(_) => true,
                _ => outer.is_async,
            };
            if !allowed {
                self.refuse_lazy("asynchronous comprehension", span)?;
                return self.error("asynchronous comprehension outside of an asynchronous function", span);
            }
            self.scope().coroutine = true;
        }
        Ok(())
    }

    fn comp_target(&mut self, target: ExprId) -> Fallible<()> {
        self.scope().comp_iter_target = true;
        self.expr(target)?;
        self.scope().comp_iter_target = false;
        Ok(())
    }
}
