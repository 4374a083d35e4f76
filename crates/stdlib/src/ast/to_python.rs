//! A parsed tree as Python objects.
//!
//! Ids grow from the leaves up, so one pass each over the expressions, patterns and statements meets children first
//! and nothing recurses, however deep the source nests.

use super::{node, singleton};
use pyish_syntax::ast::{
    Alias, Arg, ArgumentsId, Ast, CmpOp, Comprehension, Constant, ExceptHandler, Expr, ExprContext, ExprId, Keyword,
    MatchCase, Mod, NodeId, Pattern, PatternId, Seq, Stmt, StmtId, Sym, TypeParam, TypeParamKind, WithItem,
};
use pyish_syntax::{Source, Span};
use pyish_vm::object::bigint;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::string::Str;
use pyish_vm::types;
use pyish_vm::{Ret, Thread, Value};

pub fn to_python(t: &mut Thread, ast: &Ast, src: &Source) -> Ret {
    let (exprs, patterns, stmts) = (Values::new(t)?, Values::new(t)?, Values::new(t)?);
    let mut c = Converter { ast, src, exprs, patterns, stmts };
    let mut n = 0u32;
    for id in ast.expr_ids() {
        let v = c.expr(t, id)?;
        c.exprs.push(t, v)?;
        n += 1;
        if n.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    for id in ast.pattern_ids() {
        let v = c.pattern(t, id)?;
        c.patterns.push(t, v)?;
    }
    for id in ast.stmt_ids() {
        let v = c.stmt(t, id)?;
        c.stmts.push(t, v)?;
        n += 1;
        if n.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    match ast.root() {
        Mod::Module { body } => {
            let body = c.body(t, body)?;
            let ignores = List::new(t, &[])?;
            node(t, "Module", &[body, ignores.value()])
        }
        Mod::Interactive { body } => {
            let body = c.body(t, body)?;
            node(t, "Interactive", &[body])
        }
        Mod::Expression { body } => node(t, "Expression", &[c.at(body)]),
        Mod::FunctionType { argtypes, returns } => {
            let argtypes = c.list(t, argtypes)?;
            node(t, "FunctionType", &[argtypes, c.at(returns)])
        }
    }
}

struct Converter<'a> {
    ast: &'a Ast,
    src: &'a Source,
    exprs: Values,
    patterns: Values,
    stmts: Values,
}

fn context(ctx: ExprContext) -> Value {
    singleton(match ctx {
        ExprContext::Load => "Load",
        ExprContext::Store => "Store",
        ExprContext::Del => "Del",
    })
}

impl Converter<'_> {
    fn at(&self, id: ExprId) -> Value {
        self.exprs.get(id.index())
    }
    fn maybe(&self, id: Option<ExprId>) -> Value {
        id.map_or(Value::NONE, |id| self.at(id))
    }
    fn name(&self, t: &mut Thread, sym: Sym) -> Ret {
        t.intern(self.ast.name(sym))
    }
    fn maybe_name(&self, t: &mut Thread, sym: Option<Sym>) -> Ret {
        match sym {
            Some(s) => self.name(t, s),
            None => Ok(Value::NONE),
        }
    }
    fn text(&self, t: &mut Thread, sym: Sym) -> Ret {
        Ok(Str::from_wtf8(t, self.ast.str(sym).as_bytes())?.value())
    }
    fn names(&self, t: &mut Thread, seq: Seq<Sym>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, t, s| c.name(t, *s))
    }
    fn list(&self, t: &mut Thread, seq: Seq<ExprId>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, _, id| Ok(c.at(*id)))
    }
    fn optional_list(&self, t: &mut Thread, seq: Seq<Option<ExprId>>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, _, id| Ok(c.maybe(*id)))
    }
    fn body(&self, t: &mut Thread, seq: Seq<StmtId>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, _, id| Ok(c.stmts.get(id.index())))
    }
    fn patterns(&self, t: &mut Thread, seq: Seq<PatternId>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, _, id| Ok(c.patterns.get(id.index())))
    }
    fn each<T>(&self, t: &mut Thread, items: &[T], make: impl Fn(&Self, &mut Thread, &T) -> Ret) -> Ret {
        let list = List::new(t, &[])?;
        for item in items {
            let v = make(self, t, item)?;
            list.push(t, v)?;
        }
        Ok(list.value())
    }
    fn constant(&self, t: &mut Thread, c: Constant) -> Ret {
        match c {
            Constant::None => Ok(Value::NONE),
            Constant::True => Ok(Value::TRUE),
            Constant::False => Ok(Value::FALSE),
            Constant::Ellipsis => Ok(Value::ELLIPSIS),
            Constant::Int(i) => t.int(i),
            Constant::BigInt(b) => {
                let n = num_bigint::BigInt::from_bytes_le(num_bigint::Sign::Plus, self.ast.bytes(b));
                bigint::from_big(t, &n)
            }
            Constant::Float(x) => t.float(x),
            Constant::Complex(im) => types::complex::new(t, 0.0, im),
            Constant::Str(s) => self.text(t, s),
            Constant::Bytes(b) => types::bytes::new(t, self.ast.bytes(b)),
        }
    }
    /// A node with the four positions.
    fn placed(&self, t: &mut Thread, name: &str, fields: &[Value], span: Span) -> Ret {
        let v = node(t, name, fields)?;
        let ((line, col), (end_line, end_col)) = (self.src.position(span.start), self.src.position(span.end));
        for (name, n) in super::POSITIONS.iter().zip([line, col, end_line, end_col]) {
            let name = t.intern(name)?;
            t.set_own_attr(v.unwrap_obj(), name, Value::int(n as i64))?;
        }
        Ok(v)
    }
    fn comprehensions(&self, t: &mut Thread, seq: Seq<Comprehension>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, t, x| {
            let ifs = c.list(t, x.ifs)?;
            node(t, "comprehension", &[c.at(x.target), c.at(x.iter), ifs, Value::int(i64::from(x.is_async))])
        })
    }
    fn keywords(&self, t: &mut Thread, seq: Seq<Keyword>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, t, k| {
            let arg = c.maybe_name(t, k.arg)?;
            c.placed(t, "keyword", &[arg, c.at(k.value)], k.span)
        })
    }
    fn arg(&self, t: &mut Thread, a: &Arg) -> Ret {
        let name = self.name(t, a.arg)?;
        self.placed(t, "arg", &[name, self.maybe(a.annotation), Value::NONE], a.span)
    }
    fn maybe_arg(&self, t: &mut Thread, a: Option<Arg>) -> Ret {
        match a {
            Some(a) => self.arg(t, &a),
            None => Ok(Value::NONE),
        }
    }
    fn args(&self, t: &mut Thread, seq: Seq<Arg>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, t, a| c.arg(t, a))
    }
    fn arguments(&self, t: &mut Thread, id: ArgumentsId) -> Ret {
        let a = *self.ast.arguments(id);
        let posonly = self.args(t, a.posonlyargs)?;
        let args = self.args(t, a.args)?;
        let vararg = self.maybe_arg(t, a.vararg)?;
        let kwonly = self.args(t, a.kwonlyargs)?;
        let kw_defaults = self.optional_list(t, a.kw_defaults)?;
        let kwarg = self.maybe_arg(t, a.kwarg)?;
        let defaults = self.list(t, a.defaults)?;
        node(t, "arguments", &[posonly, args, vararg, kwonly, kw_defaults, kwarg, defaults])
    }
    fn aliases(&self, t: &mut Thread, seq: Seq<Alias>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, t, a| {
            let (name, asname) = (c.name(t, a.name)?, c.maybe_name(t, a.asname)?);
            c.placed(t, "alias", &[name, asname], a.span)
        })
    }
    fn items(&self, t: &mut Thread, seq: Seq<WithItem>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, t, i| {
            node(t, "withitem", &[c.at(i.context_expr), c.maybe(i.optional_vars)])
        })
    }
    fn handlers(&self, t: &mut Thread, seq: Seq<ExceptHandler>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, t, h| {
            let (name, body) = (c.maybe_name(t, h.name)?, c.body(t, h.body)?);
            c.placed(t, "ExceptHandler", &[c.maybe(h.typ), name, body], h.span)
        })
    }
    fn cases(&self, t: &mut Thread, seq: Seq<MatchCase>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, t, m| {
            let body = c.body(t, m.body)?;
            node(t, "match_case", &[c.patterns.get(m.pattern.index()), c.maybe(m.guard), body])
        })
    }
    fn type_params(&self, t: &mut Thread, seq: Seq<TypeParam>) -> Ret {
        self.each(t, self.ast.seq(seq), |c, t, p| {
            let (name, default) = (c.name(t, p.name)?, c.maybe(p.default));
            match p.kind {
                TypeParamKind::TypeVar => c.placed(t, "TypeVar", &[name, c.maybe(p.bound), default], p.span),
                TypeParamKind::ParamSpec => c.placed(t, "ParamSpec", &[name, default], p.span),
                TypeParamKind::TypeVarTuple => c.placed(t, "TypeVarTuple", &[name, default], p.span),
            }
        })
    }

    fn expr(&self, t: &mut Thread, id: ExprId) -> Ret {
        let (name, fields): (&str, &[Value]) = match *self.ast.expr(id) {
            Expr::BoolOp { op, values } => ("BoolOp", &[singleton(&format!("{op:?}")), self.list(t, values)?]),
            Expr::NamedExpr { target, value } => ("NamedExpr", &[self.at(target), self.at(value)]),
            Expr::BinOp { left, op, right } => {
                ("BinOp", &[self.at(left), singleton(&format!("{op:?}")), self.at(right)])
            }
            Expr::UnaryOp { op, operand } => ("UnaryOp", &[singleton(&format!("{op:?}")), self.at(operand)]),
            Expr::Lambda { args, body } => ("Lambda", &[self.arguments(t, args)?, self.at(body)]),
            Expr::IfExp { test, body, orelse } => ("IfExp", &[self.at(test), self.at(body), self.at(orelse)]),
            Expr::Dict { keys, values } => {
                let keys = self.optional_list(t, keys)?;
                ("Dict", &[keys, self.list(t, values)?])
            }
            Expr::Set { elts } => ("Set", &[self.list(t, elts)?]),
            Expr::ListComp { elt, generators } => ("ListComp", &[self.at(elt), self.comprehensions(t, generators)?]),
            Expr::SetComp { elt, generators } => ("SetComp", &[self.at(elt), self.comprehensions(t, generators)?]),
            Expr::DictComp { key, value, generators } => {
                ("DictComp", &[self.at(key), self.at(value), self.comprehensions(t, generators)?])
            }
            Expr::GeneratorExp { elt, generators } => {
                ("GeneratorExp", &[self.at(elt), self.comprehensions(t, generators)?])
            }
            Expr::Await { value } => ("Await", &[self.at(value)]),
            Expr::Yield { value } => ("Yield", &[self.maybe(value)]),
            Expr::YieldFrom { value } => ("YieldFrom", &[self.at(value)]),
            Expr::Compare { left, ops, comparators } => {
                let ops = self.each(t, self.ast.seq(ops), |_, _, op: &CmpOp| Ok(singleton(&format!("{op:?}"))))?;
                ("Compare", &[self.at(left), ops, self.list(t, comparators)?])
            }
            Expr::Call { func, args, keywords } => {
                let args = self.list(t, args)?;
                ("Call", &[self.at(func), args, self.keywords(t, keywords)?])
            }
            Expr::FormattedValue { value, conversion, format_spec } => {
                ("FormattedValue", &[self.at(value), Value::int(conversion as i64), self.maybe(format_spec)])
            }
            Expr::Interpolation { value, str, conversion, format_spec } => (
                "Interpolation",
                &[self.at(value), self.text(t, str)?, Value::int(conversion as i64), self.maybe(format_spec)],
            ),
            Expr::JoinedStr { values } => ("JoinedStr", &[self.list(t, values)?]),
            Expr::TemplateStr { values } => ("TemplateStr", &[self.list(t, values)?]),
            Expr::Constant { value, u } => {
                let kind = if u { t.intern("u")? } else { Value::NONE };
                ("Constant", &[self.constant(t, value)?, kind])
            }
            Expr::Attribute { value, attr, ctx } => ("Attribute", &[self.at(value), self.name(t, attr)?, context(ctx)]),
            Expr::Subscript { value, slice, ctx } => ("Subscript", &[self.at(value), self.at(slice), context(ctx)]),
            Expr::Starred { value, ctx } => ("Starred", &[self.at(value), context(ctx)]),
            Expr::Name { id, ctx } => ("Name", &[self.name(t, id)?, context(ctx)]),
            Expr::List { elts, ctx } => ("List", &[self.list(t, elts)?, context(ctx)]),
            Expr::Tuple { elts, ctx } => ("Tuple", &[self.list(t, elts)?, context(ctx)]),
            Expr::Slice { lower, upper, step } => ("Slice", &[self.maybe(lower), self.maybe(upper), self.maybe(step)]),
        };
        self.placed(t, name, fields, self.ast.span(NodeId::Expr(id)))
    }

    fn pattern(&self, t: &mut Thread, id: PatternId) -> Ret {
        let (name, fields): (&str, &[Value]) = match *self.ast.pattern(id) {
            Pattern::MatchValue { value } => ("MatchValue", &[self.at(value)]),
            Pattern::MatchSingleton { value } => ("MatchSingleton", &[self.constant(t, value)?]),
            Pattern::MatchSequence { patterns } => ("MatchSequence", &[self.patterns(t, patterns)?]),
            Pattern::MatchMapping { keys, patterns, rest } => {
                let (keys, patterns) = (self.list(t, keys)?, self.patterns(t, patterns)?);
                ("MatchMapping", &[keys, patterns, self.maybe_name(t, rest)?])
            }
            Pattern::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                let (patterns, attrs) = (self.patterns(t, patterns)?, self.names(t, kwd_attrs)?);
                ("MatchClass", &[self.at(cls), patterns, attrs, self.patterns(t, kwd_patterns)?])
            }
            Pattern::MatchStar { name } => ("MatchStar", &[self.maybe_name(t, name)?]),
            Pattern::MatchAs { pattern, name } => {
                let pattern = pattern.map_or(Value::NONE, |p| self.patterns.get(p.index()));
                ("MatchAs", &[pattern, self.maybe_name(t, name)?])
            }
            Pattern::MatchOr { patterns } => ("MatchOr", &[self.patterns(t, patterns)?]),
        };
        self.placed(t, name, fields, self.ast.span(NodeId::Pattern(id)))
    }

    fn stmt(&self, t: &mut Thread, id: StmtId) -> Ret {
        let none = Value::NONE;
        let stmt = *self.ast.stmt(id);
        let (name, fields): (&str, &[Value]) = match stmt {
            Stmt::FunctionDef { name, args, body, decorator_list, returns, type_params }
            | Stmt::AsyncFunctionDef { name, args, body, decorator_list, returns, type_params } => {
                let which = match stmt {
                    Stmt::FunctionDef { .. } => "FunctionDef",
                    _ => "AsyncFunctionDef",
                };
                let (name, args, body) = (self.name(t, name)?, self.arguments(t, args)?, self.body(t, body)?);
                let (decorators, params) = (self.list(t, decorator_list)?, self.type_params(t, type_params)?);
                (which, &[name, args, body, decorators, self.maybe(returns), none, params])
            }
            Stmt::ClassDef { name, bases, keywords, body, decorator_list, type_params } => {
                let (name, bases, keywords) = (self.name(t, name)?, self.list(t, bases)?, self.keywords(t, keywords)?);
                let (body, decorators) = (self.body(t, body)?, self.list(t, decorator_list)?);
                ("ClassDef", &[name, bases, keywords, body, decorators, self.type_params(t, type_params)?])
            }
            Stmt::Return { value } => ("Return", &[self.maybe(value)]),
            Stmt::Delete { targets } => ("Delete", &[self.list(t, targets)?]),
            Stmt::Assign { targets, value } => ("Assign", &[self.list(t, targets)?, self.at(value), none]),
            Stmt::TypeAlias { name, type_params, value } => {
                ("TypeAlias", &[self.at(name), self.type_params(t, type_params)?, self.at(value)])
            }
            Stmt::AugAssign { target, op, value } => {
                ("AugAssign", &[self.at(target), singleton(&format!("{op:?}")), self.at(value)])
            }
            Stmt::AnnAssign { target, annotation, value, simple } => {
                ("AnnAssign", &[self.at(target), self.at(annotation), self.maybe(value), Value::int(i64::from(simple))])
            }
            Stmt::For { target, iter, body, orelse } | Stmt::AsyncFor { target, iter, body, orelse } => {
                let which = if matches!(stmt, Stmt::For { .. }) { "For" } else { "AsyncFor" };
                let (body, orelse) = (self.body(t, body)?, self.body(t, orelse)?);
                (which, &[self.at(target), self.at(iter), body, orelse, none])
            }
            Stmt::While { test, body, orelse } => {
                let body = self.body(t, body)?;
                ("While", &[self.at(test), body, self.body(t, orelse)?])
            }
            Stmt::If { test, body, orelse } => {
                let body = self.body(t, body)?;
                ("If", &[self.at(test), body, self.body(t, orelse)?])
            }
            Stmt::With { items, body } | Stmt::AsyncWith { items, body } => {
                let which = if matches!(stmt, Stmt::With { .. }) { "With" } else { "AsyncWith" };
                let items = self.items(t, items)?;
                (which, &[items, self.body(t, body)?, none])
            }
            Stmt::Match { subject, cases } => ("Match", &[self.at(subject), self.cases(t, cases)?]),
            Stmt::Raise { exc, cause } => ("Raise", &[self.maybe(exc), self.maybe(cause)]),
            Stmt::Try { body, handlers, orelse, finalbody } | Stmt::TryStar { body, handlers, orelse, finalbody } => {
                let which = if matches!(stmt, Stmt::Try { .. }) { "Try" } else { "TryStar" };
                let (body, handlers) = (self.body(t, body)?, self.handlers(t, handlers)?);
                let orelse = self.body(t, orelse)?;
                (which, &[body, handlers, orelse, self.body(t, finalbody)?])
            }
            Stmt::Assert { test, msg } => ("Assert", &[self.at(test), self.maybe(msg)]),
            Stmt::Import { names } => ("Import", &[self.aliases(t, names)?]),
            Stmt::ImportFrom { module, names, level } => {
                let (module, names) = (self.maybe_name(t, module)?, self.aliases(t, names)?);
                ("ImportFrom", &[module, names, Value::int(level as i64)])
            }
            Stmt::Global { names } => ("Global", &[self.names(t, names)?]),
            Stmt::Nonlocal { names } => ("Nonlocal", &[self.names(t, names)?]),
            Stmt::Expr { value } => ("Expr", &[self.at(value)]),
            Stmt::Pass => ("Pass", &[]),
            Stmt::Break => ("Break", &[]),
            Stmt::Continue => ("Continue", &[]),
        };
        self.placed(t, name, fields, self.ast.span(NodeId::Stmt(id)))
    }
}
