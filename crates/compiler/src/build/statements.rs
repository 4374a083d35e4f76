//! Statements of the first pass: definitions, declarations, imports, patterns, type parameters.

use pyish_syntax::Span;
use pyish_syntax::ast::{
    ArgumentsId, Expr, ExprId, Pattern, PatternId, Seq, Stmt, StmtId, Sym, TypeParam, TypeParamKind,
};

use super::Builder;
use crate::Fallible;
use crate::symtable::{Key, Kind, ScopeId, flag};

impl Builder<'_, '_> {
    pub(super) fn stmts(&mut self, body: Seq<StmtId>) -> Fallible<()> {
        self.enter()?;
        self.ast.seq(body).iter().try_for_each(|&s| self.stmt(s))?;
        self.leave();
        Ok(())
    }

    fn stmt(&mut self, id: StmtId) -> Fallible<()> {
        let conditional = matches!(
            self.ast.stmt(id),
            Stmt::If { .. }
                | Stmt::For { .. }
                | Stmt::AsyncFor { .. }
                | Stmt::While { .. }
                | Stmt::Try { .. }
                | Stmt::TryStar { .. }
                | Stmt::With { .. }
                | Stmt::AsyncWith { .. }
                | Stmt::Match { .. }
        );
        if conditional {
            self.scope().conditional += 1;
            self.one(id)?;
            self.scope().conditional -= 1;
            return Ok(());
        }
        self.one(id)
    }

    fn one(&mut self, id: StmtId) -> Fallible<()> {
        let ast = self.ast;
        let span = ast.span(id);
        match *ast.stmt(id) {
            Stmt::FunctionDef { name, args, body, decorator_list, returns, type_params } => {
                self.function(id, name, args, body, decorator_list, returns, type_params, false)?
            }
            Stmt::AsyncFunctionDef { name, args, body, decorator_list, returns, type_params } => {
                self.function(id, name, args, body, decorator_list, returns, type_params, true)?
            }
            Stmt::ClassDef { .. } => self.class(id)?,
            Stmt::Return { value } => {
                if !matches!(self.scope().kind, Kind::Function | Kind::Lambda) {
                    return self.error("'return' outside function", span);
                }
                self.optional(value)?;
            }
            Stmt::Delete { targets } => self.exprs(ast.seq(targets))?,
            Stmt::Assign { targets, value } => {
                self.exprs(ast.seq(targets))?;
                self.expr(value)?;
            }
            Stmt::TypeAlias { name, type_params, value } => self.type_alias(id, name, type_params, value)?,
            Stmt::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)?;
            }
            Stmt::AnnAssign { target, annotation, value, simple } => {
                self.annotated(target, simple, value.is_some(), span)?;
                self.block_annotation(annotation, simple && matches!(ast.expr(target), Expr::Name { .. }))?;
                self.optional(value)?;
            }
            Stmt::For { target, iter, body, orelse } | Stmt::AsyncFor { target, iter, body, orelse } => {
                if matches!(ast.stmt(id), Stmt::AsyncFor { .. }) {
                    self.check_async("'async for' outside async function", span)?;
                }
                self.expr(target)?;
                self.expr(iter)?;
                self.stmts(body)?;
                self.stmts(orelse)?;
            }
            Stmt::While { test, body, orelse } => {
                self.expr(test)?;
                self.stmts(body)?;
                self.stmts(orelse)?;
            }
            Stmt::If { .. } => self.if_chain(id)?,
            Stmt::With { items, body } | Stmt::AsyncWith { items, body } => {
                if matches!(ast.stmt(id), Stmt::AsyncWith { .. }) {
                    self.check_async("'async with' outside async function", span)?;
                }
                for item in ast.seq(items) {
                    self.expr(item.context_expr)?;
                    self.optional(item.optional_vars)?;
                }
                self.stmts(body)?;
            }
            Stmt::Match { subject, cases } => {
                self.expr(subject)?;
                for case in ast.seq(cases) {
                    self.pattern(case.pattern)?;
                    self.optional(case.guard)?;
                    self.stmts(case.body)?;
                }
            }
            Stmt::Raise { exc, cause } => {
                self.optional(exc)?;
                self.optional(cause)?;
            }
            Stmt::Try { body, handlers, orelse, finalbody } | Stmt::TryStar { body, handlers, orelse, finalbody } => {
                self.stmts(body)?;
                for handler in ast.seq(handlers) {
                    self.optional(handler.typ)?;
                    if let Some(name) = handler.name {
                        self.define(name, flag::LOCAL, handler.span)?;
                    }
                    self.stmts(handler.body)?;
                }
                self.stmts(orelse)?;
                self.stmts(finalbody)?;
            }
            Stmt::Assert { test, msg } => {
                self.expr(test)?;
                self.optional(msg)?;
            }
            Stmt::Import { names } => {
                for alias in ast.seq(names) {
                    self.alias(alias.asname.unwrap_or(alias.name), alias.span)?;
                }
            }
            Stmt::ImportFrom { names, .. } => {
                for alias in ast.seq(names) {
                    self.alias(alias.asname.unwrap_or(alias.name), alias.span)?;
                }
            }
            Stmt::Global { names } => self.declare(names, true, span)?,
            Stmt::Nonlocal { names } => self.declare(names, false, span)?,
            Stmt::Expr { value } => self.expr(value)?,
            Stmt::Pass | Stmt::Break | Stmt::Continue => {}
        }
        Ok(())
    }

    /// An `elif` chain is a loop, however long.
    fn if_chain(&mut self, id: StmtId) -> Fallible<()> {
        let mut at = id;
        while let Stmt::If { test, body, orelse } = *self.ast.stmt(at) {
            self.expr(test)?;
            self.stmts(body)?;
            match *self.ast.seq(orelse) {
                [next] if matches!(self.ast.stmt(next), Stmt::If { .. }) => at = next,
                _ => return self.stmts(orelse),
            }
        }
        Ok(())
    }

    fn check_async(&mut self, message: &str, span: Span) -> Fallible<()> {
        let scope = self.scope();
        if scope.is_async {
            return Ok(());
        }
        if scope.kind == Kind::Module && self.top_level_await {
            self.scope().coroutine = true;
            return Ok(());
        }
        self.error(message, span)
    }

    fn alias(&mut self, name: Sym, span: Span) -> Fallible<()> {
        let text = self.ast.name(name);
        if text == "*" {
            if self.scope().kind != Kind::Module {
                return self.error("import * only allowed at module level", span);
            }
            return Ok(());
        }
        if let Some((first, _)) = text.split_once('.') {
            let first = self.names.intern(first);
            let first = self.names.mangle(self.class, first);
            return self.define_mangled(first, flag::IMPORT, span);
        }
        self.define(name, flag::IMPORT, span)
    }

    fn declare(&mut self, names: Seq<Sym>, global: bool, span: Span) -> Fallible<()> {
        let word = if global { "global" } else { "nonlocal" };
        for &sym in self.ast.seq(names) {
            let name = self.mangled(sym);
            let flags = self.scope().flags(name);
            let text = self.names.text(name);
            if flags & (flag::PARAM | flag::LOCAL | flag::USE | flag::ANNOT) != 0 {
                let message = if flags & flag::PARAM != 0 {
                    format!("name '{text}' is parameter and {word}")
                } else if flags & flag::USE != 0 {
                    format!("name '{text}' is used prior to {word} declaration")
                } else if flags & flag::ANNOT != 0 {
                    format!("annotated name '{text}' can't be {word}")
                } else {
                    format!("name '{text}' is assigned to before {word} declaration")
                };
                return self.error(message, span);
            }
            self.mention(name, if global { flag::GLOBAL } else { flag::NONLOCAL });
            self.scope().directives.push((name, span));
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a function definition")]
    fn function(
        &mut self,
        id: StmtId,
        name: Sym,
        args: ArgumentsId,
        body: Seq<StmtId>,
        decorators: Seq<ExprId>,
        returns: Option<ExprId>,
        type_params: Seq<TypeParam>,
        is_async: bool,
    ) -> Fallible<()> {
        let ast = self.ast;
        let span = ast.span(id);
        self.define(name, flag::LOCAL, span)?;
        self.defaults(args)?;
        self.exprs(ast.seq(decorators))?;
        let in_class = self.scope().kind == Kind::Class;
        let generic = self.type_params(id, name, type_params, span)?;
        if generic.is_some() {
            let list = ast.arguments(args);
            if !list.defaults.is_empty() {
                let defaults = self.names.intern(".defaults");
                self.mention(defaults, flag::PARAM);
            }
            if ast.seq(list.kw_defaults).iter().any(Option::is_some) {
                let defaults = self.names.intern(".kwdefaults");
                self.mention(defaults, flag::PARAM);
            }
        }
        self.signature(id, args, returns)?;
        let name = self.names.of(name);
        let back = self.open(Key::Body(id), Kind::Function, name, span);
        self.scope().is_async = is_async;
        self.scope().coroutine = is_async;
        self.scope().method = in_class;
        self.parameters(args)?;
        self.stmts(body)?;
        let scope = self.scope();
        let async_generator = scope.is_async && scope.generator;
        self.close(back);
        if let Some(back) = generic {
            self.close(back);
        }
        if async_generator { self.check_returns(body) } else { Ok(()) }
    }

    /// `return value` in an async generator.
    fn check_returns(&mut self, body: Seq<StmtId>) -> Fallible<()> {
        let mut work: Vec<Seq<StmtId>> = vec![body];
        while let Some(body) = work.pop() {
            for &id in self.ast.seq(body) {
                match *self.ast.stmt(id) {
                    Stmt::Return { value: Some(_) } => {
                        return self.error("'return' with value in async generator", self.ast.span(id));
                    }
                    Stmt::For { body, orelse, .. }
                    | Stmt::AsyncFor { body, orelse, .. }
                    | Stmt::While { body, orelse, .. }
                    | Stmt::If { body, orelse, .. } => work.extend([orelse, body]),
                    Stmt::With { body, .. } | Stmt::AsyncWith { body, .. } => work.push(body),
                    Stmt::Match { cases, .. } => work.extend(self.ast.seq(cases).iter().map(|c| c.body)),
                    Stmt::Try { body, handlers, orelse, finalbody }
                    | Stmt::TryStar { body, handlers, orelse, finalbody } => {
                        work.extend([finalbody, orelse]);
                        work.extend(self.ast.seq(handlers).iter().map(|h| h.body));
                        work.push(body);
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// The annotations of a function, evaluated by a function of their own.
    fn signature(&mut self, id: StmtId, args: ArgumentsId, returns: Option<ExprId>) -> Fallible<()> {
        let ast = self.ast;
        let list = *ast.arguments(args);
        let all = ast.seq(list.posonlyargs).iter().chain(ast.seq(list.args)).chain(&list.vararg);
        let annotations: Vec<ExprId> = all
            .chain(ast.seq(list.kwonlyargs))
            .chain(&list.kwarg)
            .filter_map(|arg| arg.annotation)
            .chain(returns)
            .collect();
        if annotations.is_empty() {
            return Ok(());
        }
        let name = self.names.intern("__annotate__");
        let back = self.open_lazy(Key::Annotations(id), Kind::Annotation, name, ast.span(id));
        self.annotation_format();
        self.exprs(&annotations)?;
        self.close(back);
        Ok(())
    }

    fn annotation_format(&mut self) {
        let format = self.names.intern(".format");
        self.mention(format, flag::PARAM | flag::USE);
    }

    /// The annotation of a variable; those of a module or class share one scope.
    fn block_annotation(&mut self, annotation: ExprId, simple: bool) -> Fallible<()> {
        let block = self.current;
        let around = self.table.get(block);
        let conditional = simple && !self.future_annotations && around.kind == Kind::Class && around.conditional > 0;
        if conditional {
            self.scope().needs_conditional = true;
        }
        let name = self.names.intern("__annotate__");
        let span = self.ast.span(annotation);
        let back = match self.table.get(block).annotations {
            Some(scope) => std::mem::replace(&mut self.current, scope),
            None => {
                let back = self.open_lazy(Key::BlockAnnotations(block), Kind::Annotation, name, span);
                self.annotation_format();
                let own: ScopeId = self.current;
                self.table.get_mut(block).annotations = Some(own);
                back
            }
        };
        if conditional {
            self.mention(self.conditional, flag::USE);
        }
        self.expr(annotation)?;
        self.close(back);
        Ok(())
    }

    fn annotated(&mut self, target: ExprId, simple: bool, has_value: bool, span: Span) -> Fallible<()> {
        let Expr::Name { id: sym, .. } = *self.ast.expr(target) else { return self.expr(target) };
        let name = self.mangled(sym);
        let flags = self.scope().flags(name);
        if simple && flags & (flag::GLOBAL | flag::NONLOCAL) != 0 && self.scope().kind != Kind::Module {
            let word = if flags & flag::GLOBAL != 0 { "global" } else { "nonlocal" };
            let text = self.names.text(name);
            return self.error(format!("annotated name '{text}' can't be {word}"), span);
        }
        if simple {
            self.define(sym, flag::ANNOT | flag::LOCAL, self.ast.span(target))
        } else if has_value {
            self.define(sym, flag::LOCAL, self.ast.span(target))
        } else {
            Ok(())
        }
    }

    fn class(&mut self, id: StmtId) -> Fallible<()> {
        let ast = self.ast;
        let span = ast.span(id);
        let Stmt::ClassDef { name: sym, bases, keywords, body, decorator_list, type_params } = *ast.stmt(id) else {
            return Ok(());
        };
        self.define(sym, flag::LOCAL, span)?;
        self.exprs(ast.seq(decorator_list))?;
        let name = self.names.of(sym);
        let outer_class = self.class;
        let generic = self.type_params(id, sym, type_params, span)?;
        if generic.is_some() {
            // What the class's own private names are, its type parameters' are too.
            self.class = Some(name);
            self.table.get_mut(self.current).class = Some(name);
            let params = self.names.intern(".type_params");
            self.mention(params, flag::LOCAL | flag::USE);
        }
        self.exprs(ast.seq(bases))?;
        for keyword in ast.seq(keywords) {
            if let Some(arg) = keyword.arg {
                self.check_debug(arg, keyword.span)?;
            }
            self.expr(keyword.value)?;
        }
        self.class = Some(name);
        let back = self.open(Key::Body(id), Kind::Class, name, span);
        if generic.is_some() {
            let type_params = self.names.intern("__type_params__");
            self.mention(type_params, flag::LOCAL);
            let params = self.names.intern(".type_params");
            self.mention(params, flag::USE);
        }
        self.stmts(body)?;
        self.close(back);
        if let Some(back) = generic {
            self.close(back);
        }
        self.class = outer_class;
        Ok(())
    }

    fn type_alias(&mut self, id: StmtId, name: ExprId, params: Seq<TypeParam>, value: ExprId) -> Fallible<()> {
        let span = self.ast.span(id);
        self.expr(name)?;
        let Expr::Name { id: sym, .. } = *self.ast.expr(name) else { return Ok(()) };
        let generic = self.type_params(id, sym, params, span)?;
        let name = self.names.of(sym);
        let back = self.open_lazy(Key::Body(id), Kind::TypeAlias, name, span);
        self.annotation_format();
        self.expr(value)?;
        self.close(back);
        if let Some(back) = generic {
            self.close(back);
        }
        Ok(())
    }

    /// Opens the scope of type parameters, if there are any.
    fn type_params(&mut self, id: StmtId, owner: Sym, params: Seq<TypeParam>, span: Span) -> Fallible<Option<ScopeId>> {
        if params.is_empty() {
            return Ok(None);
        }
        let text = format!("<generic parameters of {}>", self.ast.name(owner));
        let name = self.names.intern(&text);
        let back = self.open_lazy(Key::TypeParams(id), Kind::TypeParams, name, span);
        let mut default_seen = false;
        for param in self.ast.seq(params) {
            self.define(param.name, flag::TYPE_PARAM | flag::LOCAL, param.span)?;
            if let Some(bound) = param.bound {
                let constraints = matches!(self.ast.expr(bound), Expr::Tuple { .. });
                let text = if constraints { "a TypeVar constraint" } else { "a TypeVar bound" };
                self.type_param_value(param.name, bound, text)?;
            }
            match param.default {
                Some(default) => {
                    default_seen = true;
                    let text = match param.kind {
                        TypeParamKind::TypeVar => "a TypeVar default",
                        TypeParamKind::ParamSpec => "a ParamSpec default",
                        TypeParamKind::TypeVarTuple => "a TypeVarTuple default",
                    };
                    self.type_param_value(param.name, default, text)?;
                }
                None if default_seen => {
                    let name = self.ast.name(param.name);
                    let message = format!("non-default type parameter '{name}' follows default type parameter");
                    return self.error(message, param.span);
                }
                None => {}
            }
        }
        Ok(Some(back))
    }

    fn type_param_value(&mut self, name: Sym, value: ExprId, text: &'static str) -> Fallible<()> {
        let name = self.names.of(name);
        let span = self.ast.span(value);
        let back = self.open_lazy(Key::Param(value), Kind::TypeParam(text), name, span);
        self.annotation_format();
        self.expr(value)?;
        self.close(back);
        Ok(())
    }

    fn pattern(&mut self, id: PatternId) -> Fallible<()> {
        self.enter()?;
        let ast = self.ast;
        let span = ast.span(id);
        match *ast.pattern(id) {
            Pattern::MatchValue { value } => self.expr(value)?,
            Pattern::MatchSingleton { .. } => {}
            Pattern::MatchSequence { patterns } | Pattern::MatchOr { patterns } => {
                ast.seq(patterns).iter().try_for_each(|&p| self.pattern(p))?
            }
            Pattern::MatchMapping { keys, patterns, rest } => {
                self.exprs(ast.seq(keys))?;
                ast.seq(patterns).iter().try_for_each(|&p| self.pattern(p))?;
                if let Some(rest) = rest {
                    self.define(rest, flag::LOCAL, span)?;
                }
            }
            Pattern::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.expr(cls)?;
                ast.seq(patterns).iter().try_for_each(|&p| self.pattern(p))?;
                for &attr in ast.seq(kwd_attrs) {
                    self.check_debug(attr, span)?;
                }
                ast.seq(kwd_patterns).iter().try_for_each(|&p| self.pattern(p))?;
            }
            Pattern::MatchStar { name } => {
                if let Some(name) = name {
                    self.define(name, flag::LOCAL, span)?;
                }
            }
            Pattern::MatchAs { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern)?;
                }
                if let Some(name) = name {
                    self.define(name, flag::LOCAL, span)?;
                }
            }
        }
        self.leave();
        Ok(())
    }
}
