//! What the grammar's productions do: they make nodes, and refuse what the grammar admits but
//! Python does not (targets, the order of parameters and arguments).
//!
//! A message given here is the plain one; [`explain`](crate::explain) may know a better.

use lalrpop_util::ParseError;

use crate::ast::*;
use crate::number;
use crate::scratch::{Mark, Scratch};
use crate::source::Source;
use crate::token::Tok;

/// Why an action refused; without a span, the place is the token that was to be read next.
#[derive(Debug)]
pub(crate) struct Failure {
    pub message: String,
    pub span: Option<Span>,
    /// No row of the explanation knows better: a string does not decode.
    pub certain: bool,
}

pub(crate) type Action<T> = Result<T, ParseError<u32, Tok, Failure>>;

/// A tree under construction.
pub(crate) struct Builder<'s> {
    pub ast: Ast,
    pub src: &'s Source,
    pub exprs: Scratch<ExprId>,
    pub optional_exprs: Scratch<Option<ExprId>>,
    pub stmts: Scratch<StmtId>,
    pub patterns: Scratch<PatternId>,
    pub syms: Scratch<Sym>,
    pub ops: Scratch<CmpOp>,
    pub comprehensions: Scratch<Comprehension>,
    pub handlers: Scratch<ExceptHandler>,
    pub params: Scratch<Param>,
    pub args: Scratch<CallArg>,
    pub aliases: Scratch<Alias>,
    pub with_items: Scratch<WithItem>,
    pub inside_items: Scratch<Inside>,
    pub cases: Scratch<MatchCase>,
    pub type_params: Scratch<TypeParam>,
    pub mapping_items: Scratch<(ExprId, PatternId)>,
    pub class_items: Scratch<(Option<Sym>, PatternId)>,
    pub pieces: Scratch<Piece>,
    pub parts: Scratch<Part>,
    /// The decoded text of `parts`.
    pub text: Vec<u8>,
    /// Whether each open f-string is raw.
    pub raw: Vec<bool>,
    /// The last statement with a `;` behind it, which a compound statement's end takes in.
    semicolon: Option<(StmtId, u32)>,
}

/// A parameter as written, or one of the marks `/` and `*`.
#[derive(Clone, Copy)]
pub(crate) struct Param {
    kind: ParamKind,
    at: u32,
    arg: Option<Arg>,
    default: Option<ExprId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ParamKind {
    Plain,
    Slash,
    Star,
    VarArg,
    KwArg,
}

/// An argument of a call as written.
#[derive(Clone, Copy)]
pub(crate) enum CallArg {
    Positional(ExprId),
    Starred(ExprId),
    Generator(ExprId),
    Keyword(Keyword),
}

/// What stands inside the parentheses of `with (...):`, and whether that can only be a tuple.
#[derive(Clone, Copy)]
pub(crate) struct Inside {
    item: WithItem,
    element: bool,
}

/// One of adjacent string literals; the contents of an f-string are `parts` from a mark on.
#[derive(Clone, Copy)]
pub(crate) enum Piece {
    Plain(Span),
    FString(Mark),
    TString(Mark),
}

/// A part of an f-string: a range of the builder's `text`, or a field.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Text {
        span: Span,
        start: usize,
    },
    /// The node, and the end of its expression as written.
    Field {
        id: ExprId,
        value_end: u32,
    },
}

/// A replacement field as written.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub start: u32,
    pub value: ExprId,
    pub value_end: u32,
    /// The end of the `=`.
    pub equal: Option<u32>,
    /// The character and the offset of its `!`.
    pub conversion: Option<(u32, u32)>,
    pub spec: Option<ExprId>,
    /// The offset of the `}`.
    pub close: u32,
    pub end: u32,
}

fn default<T: Default>() -> T {
    T::default()
}

impl<'s> Builder<'s> {
    pub fn new(src: &'s Source) -> Builder<'s> {
        Builder {
            ast: Ast::new(),
            src,
            exprs: default(),
            optional_exprs: default(),
            stmts: default(),
            patterns: default(),
            syms: default(),
            ops: default(),
            comprehensions: default(),
            handlers: default(),
            params: default(),
            args: default(),
            aliases: default(),
            with_items: default(),
            inside_items: default(),
            cases: default(),
            type_params: default(),
            mapping_items: default(),
            class_items: default(),
            pieces: default(),
            parts: default(),
            text: default(),
            raw: default(),
            semicolon: None,
        }
    }

    pub fn fail<T>(&self, message: impl Into<String>, span: Span) -> Action<T> {
        self.fail_at(message, Some(span))
    }

    pub fn fail_at<T>(&self, message: impl Into<String>, span: Option<Span>) -> Action<T> {
        Err(ParseError::User { error: Failure { message: message.into(), span, certain: false } })
    }

    pub fn fail_for_certain<T>(&self, message: impl Into<String>, span: Option<Span>) -> Action<T> {
        Err(ParseError::User { error: Failure { message: message.into(), span, certain: true } })
    }

    // Names

    pub fn name(&mut self, l: u32, r: u32) -> Sym {
        let text = self.src.slice(Span::new(l, r));
        if text.is_ascii() {
            return self.ast.names.intern(text);
        }
        use unicode_normalization::UnicodeNormalization;
        let normal: String = text.nfkc().collect();
        self.ast.names.intern(&normal)
    }

    pub fn dotted(&mut self, head: Sym, l: u32, r: u32) -> Sym {
        let tail = self.name(l, r);
        let dotted = format!("{}.{}", self.ast.name(head), self.ast.name(tail));
        self.ast.names.intern(&dotted)
    }

    // Statements

    pub fn stmt(&mut self, l: u32, node: Stmt, r: u32) -> StmtId {
        self.ast.add_stmt(node, Span::new(l, r))
    }

    pub fn func_type(&mut self, m: Mark, returns: ExprId) -> Mod {
        Mod::FunctionType { argtypes: self.exprs.finish(m, &mut self.ast), returns }
    }

    pub fn assign(&mut self, l: u32, m: Mark, value: ExprId, r: u32) -> Action<StmtId> {
        let targets = self.exprs.finish(m, &mut self.ast);
        for i in 0..targets.len() {
            let target = self.ast.seq(targets)[i];
            self.bind(target, ExprContext::Store)?;
        }
        Ok(self.stmt(l, Stmt::Assign { targets, value }, r))
    }

    pub fn aug_assign(&mut self, l: u32, t: ExprId, op: Operator, v: ExprId, r: u32) -> Action<StmtId> {
        match self.ast.expr(t) {
            Expr::Name { .. } | Expr::Attribute { .. } | Expr::Subscript { .. } => {}
            other => {
                let message = format!("'{}' is an illegal expression for augmented assignment", expr_name(other));
                return self.fail(message, self.ast.span(t));
            }
        }
        self.bind(t, ExprContext::Store)?;
        Ok(self.stmt(l, Stmt::AugAssign { target: t, op, value: v }, r))
    }

    pub fn ann_assign(
        &mut self,
        l: u32,
        target: ExprId,
        annotation: ExprId,
        value: Option<ExprId>,
        r: u32,
    ) -> Action<StmtId> {
        let span = self.ast.span(target);
        let simple = match self.ast.expr(target) {
            Expr::Name { .. } => span.start == l,
            Expr::Attribute { .. } | Expr::Subscript { .. } => false,
            Expr::List { .. } => {
                return self.fail("only single target (not list) can be annotated", span);
            }
            Expr::Tuple { .. } => {
                return self.fail("only single target (not tuple) can be annotated", span);
            }
            _ => return self.fail("illegal target for annotation", span),
        };
        self.bind(target, ExprContext::Store)?;
        Ok(self.stmt(l, Stmt::AnnAssign { target, annotation, value, simple }, r))
    }

    pub fn delete(&mut self, l: u32, m: Mark, r: u32) -> Action<StmtId> {
        let targets = self.exprs.finish(m, &mut self.ast);
        for i in 0..targets.len() {
            let target = self.ast.seq(targets)[i];
            self.bind(target, ExprContext::Del)?;
        }
        Ok(self.stmt(l, Stmt::Delete { targets }, r))
    }

    pub fn global(&mut self, l: u32, m: Mark, r: u32) -> StmtId {
        let names = self.syms.finish(m, &mut self.ast);
        self.stmt(l, Stmt::Global { names }, r)
    }

    pub fn nonlocal(&mut self, l: u32, m: Mark, r: u32) -> StmtId {
        let names = self.syms.finish(m, &mut self.ast);
        self.stmt(l, Stmt::Nonlocal { names }, r)
    }

    pub fn import(&mut self, l: u32, m: Mark, r: u32) -> StmtId {
        let names = self.aliases.finish(m, &mut self.ast);
        self.stmt(l, Stmt::Import { names }, r)
    }

    pub fn import_from(&mut self, l: u32, (level, module): (u32, Option<Sym>), names: Seq<Alias>, r: u32) -> StmtId {
        self.stmt(l, Stmt::ImportFrom { module, names, level }, r)
    }

    pub fn import_star(&mut self, l: u32, r: u32) -> Seq<Alias> {
        let name = self.ast.names.intern("*");
        self.ast.add_seq(&[Alias { name, asname: None, span: Span::new(l, r) }])
    }

    pub fn type_alias(&mut self, l: u32, name: ExprId, t: Option<Seq<TypeParam>>, value: ExprId, r: u32) -> StmtId {
        self.set_context(name, ExprContext::Store);
        let type_params = t.unwrap_or_default();
        self.stmt(l, Stmt::TypeAlias { name, type_params, value }, r)
    }

    pub fn semicolon(&mut self, m: Mark, r: u32) -> Mark {
        self.semicolon = self.stmts.last().map(|s| (s, r));
        m
    }

    pub fn block_with_semicolon(&mut self, m: Mark, r: u32) -> Seq<StmtId> {
        self.semicolon(m, r);
        self.stmts.finish(m, &mut self.ast)
    }

    /// The end of the last statement of the last block that has one.
    fn blocks_end(&self, blocks: &[Seq<StmtId>]) -> u32 {
        let last = blocks.iter().rev().find_map(|b| self.ast.seq(*b).last());
        match (last, self.semicolon) {
            (Some(&s), Some((with, end))) if s == with => end,
            (Some(&s), _) => self.ast.span(s).end,
            (None, _) => 0,
        }
    }

    pub fn if_stmt(&mut self, l: u32, test: ExprId, body: Seq<StmtId>, orelse: Seq<StmtId>) -> StmtId {
        let r = self.blocks_end(&[body, orelse]);
        self.stmt(l, Stmt::If { test, body, orelse }, r)
    }

    pub fn elif(&mut self, l: u32, test: ExprId, body: Seq<StmtId>, orelse: Seq<StmtId>) -> Seq<StmtId> {
        let s = self.if_stmt(l, test, body, orelse);
        self.ast.add_seq(&[s])
    }

    pub fn while_stmt(&mut self, l: u32, test: ExprId, body: Seq<StmtId>, orelse: Seq<StmtId>) -> StmtId {
        let r = self.blocks_end(&[body, orelse]);
        self.stmt(l, Stmt::While { test, body, orelse }, r)
    }

    pub fn for_stmt(
        &mut self,
        l: u32,
        target: ExprId,
        iter: ExprId,
        body: Seq<StmtId>,
        orelse: Seq<StmtId>,
    ) -> Action<StmtId> {
        self.bind(target, ExprContext::Store)?;
        let r = self.blocks_end(&[body, orelse]);
        Ok(self.stmt(l, Stmt::For { target, iter, body, orelse }, r))
    }

    pub fn async_for(
        &mut self,
        l: u32,
        target: ExprId,
        iter: ExprId,
        body: Seq<StmtId>,
        orelse: Seq<StmtId>,
    ) -> Action<StmtId> {
        self.bind(target, ExprContext::Store)?;
        let r = self.blocks_end(&[body, orelse]);
        Ok(self.stmt(l, Stmt::AsyncFor { target, iter, body, orelse }, r))
    }

    pub fn with(&mut self, l: u32, items: Seq<WithItem>, body: Seq<StmtId>) -> StmtId {
        let r = self.blocks_end(&[body]);
        self.stmt(l, Stmt::With { items, body }, r)
    }

    pub fn async_with(&mut self, l: u32, items: Seq<WithItem>, body: Seq<StmtId>) -> StmtId {
        let r = self.blocks_end(&[body]);
        self.stmt(l, Stmt::AsyncWith { items, body }, r)
    }

    pub fn with_target(&mut self, context_expr: ExprId, target: ExprId) -> Action<WithItem> {
        self.bind(target, ExprContext::Store)?;
        Ok(WithItem { context_expr, optional_vars: Some(target) })
    }

    pub fn with_one(&mut self, context_expr: ExprId) -> Seq<WithItem> {
        self.ast.add_seq(&[WithItem { context_expr, optional_vars: None }])
    }

    pub fn with_empty_tuple(&mut self, l: u32, r: u32) -> Seq<WithItem> {
        let tuple = self.tuple(l, self.exprs.empty(), r);
        self.with_one(tuple)
    }

    pub fn with_generator(&mut self, l: u32, elt: ExprId, generators: Seq<Comprehension>, r: u32) -> Seq<WithItem> {
        let generator = self.expr(l, Expr::GeneratorExp { elt, generators }, r);
        self.with_one(generator)
    }

    pub fn inside_expr(&mut self, context_expr: ExprId) -> Inside {
        Inside { item: WithItem { context_expr, optional_vars: None }, element: false }
    }

    pub fn inside_element(&mut self, context_expr: ExprId) -> Inside {
        Inside { item: WithItem { context_expr, optional_vars: None }, element: true }
    }

    pub fn inside_named(&mut self, l: u32, target: ExprId, value: ExprId, r: u32) -> Inside {
        let named = self.named(l, target, value, r);
        self.inside_element(named)
    }

    pub fn inside_target(&mut self, context_expr: ExprId, target: ExprId) -> Action<Inside> {
        Ok(Inside { item: self.with_target(context_expr, target)?, element: false })
    }

    /// `with (a, b):` has two items; `with (a, *b):` and `with (a, b := c):` have one, a tuple.
    pub fn with_parenthesised(&mut self, l: u32, m: Mark, comma: bool, r: u32) -> Action<Seq<WithItem>> {
        let inside = self.inside_items.since(m);
        let first = inside[0].item.context_expr;
        if !inside.iter().any(|i| i.element) {
            let items: Vec<WithItem> = inside.iter().map(|i| i.item).collect();
            self.inside_items.drop(m);
            return Ok(self.ast.add_seq(&items));
        }
        if inside.iter().any(|i| i.item.optional_vars.is_some()) {
            return self.fail("invalid syntax", self.ast.span(first));
        }
        let elements: Vec<ExprId> = inside.iter().map(|i| i.item.context_expr).collect();
        self.inside_items.drop(m);
        if let ([single], false) = (&*elements, comma) {
            self.no_star(*single)?;
            return Ok(self.with_one(*single));
        }
        let elts = self.ast.add_seq(&elements);
        let tuple = self.expr(l, Expr::Tuple { elts, ctx: ExprContext::Load }, r);
        Ok(self.with_one(tuple))
    }

    pub fn try_finally(&mut self, l: u32, body: Seq<StmtId>, finalbody: Seq<StmtId>) -> StmtId {
        let r = self.blocks_end(&[finalbody]);
        self.stmt(l, Stmt::Try { body, handlers: Seq::EMPTY, orelse: Seq::EMPTY, finalbody }, r)
    }

    pub fn try_except(
        &mut self,
        l: u32,
        body: Seq<StmtId>,
        m: Mark,
        orelse: Seq<StmtId>,
        finalbody: Option<Seq<StmtId>>,
    ) -> StmtId {
        let (handlers, finalbody, r) = self.try_tail(m, orelse, finalbody);
        self.stmt(l, Stmt::Try { body, handlers, orelse, finalbody }, r)
    }

    pub fn try_star(
        &mut self,
        l: u32,
        body: Seq<StmtId>,
        m: Mark,
        orelse: Seq<StmtId>,
        finalbody: Option<Seq<StmtId>>,
    ) -> StmtId {
        let (handlers, finalbody, r) = self.try_tail(m, orelse, finalbody);
        self.stmt(l, Stmt::TryStar { body, handlers, orelse, finalbody }, r)
    }

    fn try_tail(
        &mut self,
        m: Mark,
        orelse: Seq<StmtId>,
        finalbody: Option<Seq<StmtId>>,
    ) -> (Seq<ExceptHandler>, Seq<StmtId>, u32) {
        let handlers = self.handlers.finish(m, &mut self.ast);
        let finalbody = finalbody.unwrap_or_default();
        let last = self.ast.seq(handlers).last().map_or(Seq::EMPTY, |h| h.body);
        (handlers, finalbody, self.blocks_end(&[last, orelse, finalbody]))
    }

    pub fn handler(&mut self, l: u32, typ: Option<ExprId>, name: Option<Sym>, body: Seq<StmtId>) -> ExceptHandler {
        ExceptHandler { typ, name, body, span: Span::new(l, self.blocks_end(&[body])) }
    }

    pub fn match_stmt(&mut self, l: u32, subject: ExprId, m: Mark) -> StmtId {
        let cases = self.cases.finish(m, &mut self.ast);
        let last = self.ast.seq(cases).last().map_or(Seq::EMPTY, |c| c.body);
        let r = self.blocks_end(&[last]);
        self.stmt(l, Stmt::Match { subject, cases }, r)
    }

    pub fn function(
        &mut self,
        l: u32,
        name: Sym,
        type_params: Option<Seq<TypeParam>>,
        args: ArgumentsId,
        returns: Option<ExprId>,
        body: Seq<StmtId>,
    ) -> StmtId {
        let (decorator_list, type_params) = (Seq::EMPTY, type_params.unwrap_or_default());
        let r = self.blocks_end(&[body]);
        self.stmt(l, Stmt::FunctionDef { name, args, body, decorator_list, returns, type_params }, r)
    }

    pub fn async_function(
        &mut self,
        l: u32,
        name: Sym,
        type_params: Option<Seq<TypeParam>>,
        args: ArgumentsId,
        returns: Option<ExprId>,
        body: Seq<StmtId>,
    ) -> StmtId {
        let (decorator_list, type_params) = (Seq::EMPTY, type_params.unwrap_or_default());
        let r = self.blocks_end(&[body]);
        self.stmt(l, Stmt::AsyncFunctionDef { name, args, body, decorator_list, returns, type_params }, r)
    }

    pub fn class(
        &mut self,
        l: u32,
        name: Sym,
        type_params: Option<Seq<TypeParam>>,
        m: Option<Mark>,
        body: Seq<StmtId>,
    ) -> Action<StmtId> {
        let (bases, keywords) = match m {
            None => (Seq::EMPTY, Seq::EMPTY),
            Some(m) => self.split_args(m, None)?,
        };
        let (decorator_list, type_params) = (Seq::EMPTY, type_params.unwrap_or_default());
        let r = self.blocks_end(&[body]);
        Ok(self.stmt(l, Stmt::ClassDef { name, bases, keywords, body, decorator_list, type_params }, r))
    }

    pub fn decorate(&mut self, m: Mark, s: StmtId) -> StmtId {
        let decorators = self.exprs.finish(m, &mut self.ast);
        match self.ast.stmt_mut(s) {
            Stmt::FunctionDef { decorator_list, .. }
            | Stmt::AsyncFunctionDef { decorator_list, .. }
            | Stmt::ClassDef { decorator_list, .. } => *decorator_list = decorators,
            _ => {}
        }
        s
    }

    // Parameters

    pub fn no_params(&mut self) -> ArgumentsId {
        self.ast.add_arguments(Arguments::default())
    }

    pub fn param(&mut self, l: u32, arg: Sym, annotation: Option<ExprId>, r: u32, default: Option<ExprId>) -> Param {
        let arg = Arg { arg, annotation, span: Span::new(l, r) };
        Param { kind: ParamKind::Plain, at: l, arg: Some(arg), default }
    }

    pub fn param_slash(&mut self, at: u32) -> Param {
        Param { kind: ParamKind::Slash, at, arg: None, default: None }
    }

    pub fn param_star(&mut self, at: u32) -> Param {
        Param { kind: ParamKind::Star, at, arg: None, default: None }
    }

    pub fn param_vararg(&mut self, l: u32, arg: Sym, annotation: Option<ExprId>, r: u32) -> Param {
        let arg = Arg { arg, annotation, span: Span::new(l, r) };
        Param { kind: ParamKind::VarArg, at: l, arg: Some(arg), default: None }
    }

    pub fn param_kwarg(&mut self, l: u32, arg: Sym, annotation: Option<ExprId>, r: u32) -> Param {
        let arg = Arg { arg, annotation, span: Span::new(l, r) };
        Param { kind: ParamKind::KwArg, at: l, arg: Some(arg), default: None }
    }

    pub fn params(&mut self, m: Mark) -> Action<ArgumentsId> {
        let list = self.params.since(m).to_vec();
        self.params.drop(m);
        let mut posonly: Vec<Arg> = Vec::new();
        let mut args: Vec<Arg> = Vec::new();
        let mut kwonly: Vec<Arg> = Vec::new();
        let mut defaults: Vec<ExprId> = Vec::new();
        let mut kw_defaults: Vec<Option<ExprId>> = Vec::new();
        let (mut vararg, mut kwarg) = (None, None);
        // The offset of a `*` that has named parameters, or none yet, behind it.
        let (mut slash, mut star, mut bare) = (false, false, None);
        for p in &list {
            let at = Span::new(p.at, p.at + 1);
            if kwarg.is_some() {
                let span = p.arg.map_or(at, |a| a.span);
                return self.fail("arguments cannot follow var-keyword argument", span);
            }
            match (p.kind, p.arg) {
                (ParamKind::Slash, _) if slash => return self.fail("/ may appear only once", at),
                (ParamKind::Slash, _) if star => return self.fail("/ must be ahead of *", at),
                (ParamKind::Slash, _) if args.is_empty() => {
                    return self.fail("invalid syntax", at);
                }
                (ParamKind::Slash, _) => {
                    slash = true;
                    posonly = std::mem::take(&mut args);
                }
                (ParamKind::Star | ParamKind::VarArg, _) if star => {
                    return self.fail("* argument may appear only once", at);
                }
                (ParamKind::Star, _) => (star, bare) = (true, Some(p.at)),
                (ParamKind::VarArg, arg) => (star, vararg) = (true, arg),
                (ParamKind::KwArg, arg) => {
                    if bare.is_some() {
                        break;
                    }
                    kwarg = arg;
                }
                (ParamKind::Plain, Some(arg)) if star => {
                    bare = None;
                    kwonly.push(arg);
                    kw_defaults.push(p.default);
                }
                (ParamKind::Plain, Some(arg)) => {
                    args.push(arg);
                    match p.default {
                        Some(d) => defaults.push(d),
                        None if defaults.is_empty() => {}
                        None => {
                            let name = arg.span;
                            return self.fail("parameter without a default follows parameter with a default", name);
                        }
                    }
                }
                (ParamKind::Plain, None) => {}
            }
        }
        if let Some(at) = bare {
            return self.fail("named arguments must follow bare *", Span::new(at, at + 1));
        }
        let node = Arguments {
            posonlyargs: self.ast.add_seq(&posonly),
            args: self.ast.add_seq(&args),
            vararg,
            kwonlyargs: self.ast.add_seq(&kwonly),
            kw_defaults: self.ast.add_seq(&kw_defaults),
            kwarg,
            defaults: self.ast.add_seq(&defaults),
        };
        Ok(self.ast.add_arguments(node))
    }

    // Patterns

    pub fn pattern(&mut self, l: u32, node: Pattern, r: u32) -> PatternId {
        self.ast.add_pattern(node, Span::new(l, r))
    }

    pub fn sequence_pattern(&mut self, l: u32, m: Mark, r: u32) -> PatternId {
        let patterns = self.patterns.finish(m, &mut self.ast);
        self.pattern(l, Pattern::MatchSequence { patterns }, r)
    }

    /// One pattern without a comma, which cannot be a star.
    pub fn open_pattern(&mut self, l: u32, m: Mark, r: u32) -> Action<PatternId> {
        if let [single] = *self.patterns.since(m) {
            self.patterns.drop(m);
            if let Pattern::MatchStar { .. } = self.ast.pattern(single) {
                return self.fail("invalid syntax", Span::new(r, r));
            }
            return Ok(single);
        }
        Ok(self.sequence_pattern(l, m, r))
    }

    /// `(p)` is `p`; a star needs a comma.
    pub fn group_pattern(&mut self, l: u32, m: Mark, r: u32) -> Action<PatternId> {
        if let [single] = *self.patterns.since(m) {
            if let Pattern::MatchStar { .. } = self.ast.pattern(single) {
                return self.fail("invalid syntax", Span::new(r - 1, r));
            }
            self.patterns.drop(m);
            return Ok(single);
        }
        Ok(self.sequence_pattern(l, m, r))
    }

    fn wildcard_is_none(&self, name: Sym) -> Option<Sym> {
        (self.ast.name(name) != "_").then_some(name)
    }

    pub fn star_pattern(&mut self, l: u32, name: Sym, r: u32) -> PatternId {
        let name = self.wildcard_is_none(name);
        self.pattern(l, Pattern::MatchStar { name }, r)
    }

    pub fn capture(&mut self, l: u32, name: Sym, r: u32) -> PatternId {
        let name = self.wildcard_is_none(name);
        self.pattern(l, Pattern::MatchAs { pattern: None, name }, r)
    }

    pub fn as_pattern(&mut self, l: u32, p: PatternId, name: Sym, r: u32) -> Action<PatternId> {
        match self.wildcard_is_none(name) {
            None => self.fail("cannot use '_' as a target", Span::new(r - 1, r)),
            name => Ok(self.pattern(l, Pattern::MatchAs { pattern: Some(p), name }, r)),
        }
    }

    pub fn or_pattern(&mut self, l: u32, m: Mark, r: u32) -> PatternId {
        let patterns = self.patterns.finish(m, &mut self.ast);
        self.pattern(l, Pattern::MatchOr { patterns }, r)
    }

    pub fn complex(&mut self, l: u32, left: ExprId, op: Operator, right: ExprId, r: u32) -> Action<ExprId> {
        let imaginary = |e: ExprId| matches!(self.ast.expr(e), Expr::Constant { value: Constant::Complex(_), .. });
        let real = match self.ast.expr(left) {
            Expr::UnaryOp { operand, .. } => *operand,
            _ => left,
        };
        if imaginary(real) {
            return self.fail("real number required in complex literal", self.ast.span(left));
        }
        if !imaginary(right) {
            return self.fail("imaginary number required in complex literal", self.ast.span(right));
        }
        Ok(self.bin_op(l, left, op, right, r))
    }

    pub fn mapping_rest(&mut self, l: u32, r: u32) -> Action<Sym> {
        let name = self.name(l, r);
        match self.wildcard_is_none(name) {
            None => self.fail("invalid syntax", Span::new(l, r)),
            Some(name) => Ok(name),
        }
    }

    pub fn mapping_pattern(&mut self, l: u32, m: Mark, rest: Option<Sym>, r: u32) -> PatternId {
        let (keys, patterns): (Vec<_>, Vec<_>) = self.mapping_items.since(m).iter().copied().unzip();
        self.mapping_items.drop(m);
        let (keys, patterns) = (self.ast.add_seq(&keys), self.ast.add_seq(&patterns));
        self.pattern(l, Pattern::MatchMapping { keys, patterns, rest }, r)
    }

    pub fn class_pattern(&mut self, l: u32, cls: ExprId, m: Mark, r: u32) -> Action<PatternId> {
        let items = self.class_items.since(m).to_vec();
        self.class_items.drop(m);
        let (mut patterns, mut names, mut named) = (Vec::new(), Vec::new(), Vec::new());
        for (name, pattern) in items {
            match name {
                Some(name) => {
                    names.push(name);
                    named.push(pattern);
                }
                None if names.is_empty() => patterns.push(pattern),
                None => {
                    let span = self.ast.span(pattern);
                    return self.fail("positional patterns follow keyword patterns", span);
                }
            }
        }
        let patterns = self.ast.add_seq(&patterns);
        let (kwd_attrs, kwd_patterns) = (self.ast.add_seq(&names), self.ast.add_seq(&named));
        Ok(self.pattern(l, Pattern::MatchClass { cls, patterns, kwd_attrs, kwd_patterns }, r))
    }

    // Expressions

    pub fn expr(&mut self, l: u32, node: Expr, r: u32) -> ExprId {
        self.ast.add_expr(node, Span::new(l, r))
    }

    pub fn constant(&mut self, l: u32, value: Constant, r: u32) -> ExprId {
        self.expr(l, Expr::Constant { value, u: false }, r)
    }

    pub fn number(&mut self, l: u32, r: u32) -> Action<ExprId> {
        let span = Span::new(l, r);
        match number::value(&mut self.ast, self.src.slice(span)) {
            Ok(value) => Ok(self.constant(l, value, r)),
            Err(message) => self.fail(message, span),
        }
    }

    pub fn name_expr(&mut self, l: u32, r: u32) -> ExprId {
        let id = self.name(l, r);
        self.expr(l, Expr::Name { id, ctx: ExprContext::Load }, r)
    }

    pub fn tuple(&mut self, l: u32, m: Mark, r: u32) -> ExprId {
        let elts = self.exprs.finish(m, &mut self.ast);
        self.expr(l, Expr::Tuple { elts, ctx: ExprContext::Load }, r)
    }

    pub fn tuple_of_one(&mut self, l: u32, e: ExprId, r: u32) -> ExprId {
        let elts = self.ast.add_seq(&[e]);
        self.expr(l, Expr::Tuple { elts, ctx: ExprContext::Load }, r)
    }

    pub fn one_or_tuple(&mut self, l: u32, m: Mark, r: u32) -> ExprId {
        if let [single] = *self.exprs.since(m) {
            self.exprs.drop(m);
            return single;
        }
        self.tuple(l, m, r)
    }

    /// One expression without a comma, which cannot be starred, or a tuple.
    pub fn single(&mut self, l: u32, m: Mark, r: u32) -> Action<ExprId> {
        let e = self.one_or_tuple(l, m, r);
        self.no_star(e)?;
        Ok(e)
    }

    fn no_star(&self, e: ExprId) -> Action<()> {
        match self.ast.expr(e) {
            Expr::Starred { .. } => self.fail("cannot use starred expression here", self.ast.span(e)),
            _ => Ok(()),
        }
    }

    pub fn group(&mut self, l: u32, m: Mark, r: u32) -> Action<ExprId> {
        self.single(l, m, r)
    }

    pub fn list(&mut self, l: u32, m: Mark, r: u32) -> ExprId {
        let elts = self.exprs.finish(m, &mut self.ast);
        self.expr(l, Expr::List { elts, ctx: ExprContext::Load }, r)
    }

    pub fn set(&mut self, l: u32, m: Mark, r: u32) -> ExprId {
        let elts = self.exprs.finish(m, &mut self.ast);
        self.expr(l, Expr::Set { elts }, r)
    }

    pub fn first_item(&mut self, key: Option<ExprId>, value: ExprId) -> Mark {
        self.exprs.begin(value);
        self.optional_exprs.begin(key)
    }

    pub fn next_item(&mut self, m: Mark, key: Option<ExprId>, value: ExprId) -> Mark {
        self.exprs.begin(value);
        self.optional_exprs.push(m, key)
    }

    pub fn dict(&mut self, l: u32, m: Mark, r: u32) -> ExprId {
        let keys = self.optional_exprs.finish(m, &mut self.ast);
        let values = self.exprs.last_n(keys.len());
        let values = self.exprs.finish(values, &mut self.ast);
        self.expr(l, Expr::Dict { keys, values }, r)
    }

    pub fn starred(&mut self, l: u32, value: ExprId, r: u32) -> ExprId {
        self.expr(l, Expr::Starred { value, ctx: ExprContext::Load }, r)
    }

    pub fn named(&mut self, l: u32, target: ExprId, value: ExprId, r: u32) -> ExprId {
        self.set_context(target, ExprContext::Store);
        self.expr(l, Expr::NamedExpr { target, value }, r)
    }

    pub fn bool_op(&mut self, l: u32, op: BoolOp, m: Mark, r: u32) -> ExprId {
        let values = self.exprs.finish(m, &mut self.ast);
        self.expr(l, Expr::BoolOp { op, values }, r)
    }

    pub fn bin_op(&mut self, l: u32, left: ExprId, op: Operator, right: ExprId, r: u32) -> ExprId {
        self.expr(l, Expr::BinOp { left, op, right }, r)
    }

    pub fn first_comparison(&mut self, left: ExprId, op: CmpOp, right: ExprId) -> Mark {
        self.ops.begin(op);
        self.exprs.begin_two(left, right)
    }

    pub fn next_comparison(&mut self, m: Mark, op: CmpOp, right: ExprId) -> Mark {
        self.ops.begin(op);
        self.exprs.push(m, right)
    }

    pub fn compare(&mut self, l: u32, m: Mark, r: u32) -> ExprId {
        let operands = self.exprs.since(m);
        let left = operands[0];
        let comparators = self.ast.add_seq(&operands[1..]);
        self.exprs.drop(m);
        let ops = self.ops.last_n(comparators.len());
        let ops = self.ops.finish(ops, &mut self.ast);
        self.expr(l, Expr::Compare { left, ops, comparators }, r)
    }

    pub fn attribute(&mut self, l: u32, value: ExprId, attr: Sym, r: u32) -> ExprId {
        self.expr(l, Expr::Attribute { value, attr, ctx: ExprContext::Load }, r)
    }

    pub fn subscript(&mut self, l: u32, value: ExprId, slice: ExprId, r: u32) -> ExprId {
        self.expr(l, Expr::Subscript { value, slice, ctx: ExprContext::Load }, r)
    }

    /// `a[b]` has `b`, but `a[*b]` a tuple.
    pub fn slices(&mut self, l: u32, m: Mark, r: u32) -> ExprId {
        if let [single] = *self.exprs.since(m)
            && !matches!(self.ast.expr(single), Expr::Starred { .. })
        {
            self.exprs.drop(m);
            return single;
        }
        self.tuple(l, m, r)
    }

    pub fn comp_for(&mut self, target: ExprId, iter: ExprId, ifs: Seq<ExprId>) -> Action<Comprehension> {
        self.bind(target, ExprContext::Store)?;
        Ok(Comprehension { target, iter, ifs, is_async: false })
    }

    pub fn async_comp_for(&mut self, target: ExprId, iter: ExprId, ifs: Seq<ExprId>) -> Action<Comprehension> {
        self.bind(target, ExprContext::Store)?;
        Ok(Comprehension { target, iter, ifs, is_async: true })
    }

    // Arguments

    pub fn arg(&mut self, e: ExprId) -> CallArg {
        CallArg::Positional(e)
    }

    pub fn arg_generator(&mut self, l: u32, elt: ExprId, generators: Seq<Comprehension>, r: u32) -> CallArg {
        CallArg::Generator(self.expr(l, Expr::GeneratorExp { elt, generators }, r))
    }

    pub fn arg_keyword(&mut self, l: u32, name: Sym, value: ExprId, r: u32) -> CallArg {
        CallArg::Keyword(Keyword { arg: Some(name), value, span: Span::new(l, r) })
    }

    pub fn arg_star(&mut self, l: u32, value: ExprId, r: u32) -> CallArg {
        CallArg::Starred(self.starred(l, value, r))
    }

    pub fn arg_double_star(&mut self, l: u32, value: ExprId, r: u32) -> CallArg {
        CallArg::Keyword(Keyword { arg: None, value, span: Span::new(l, r) })
    }

    /// A bare generator takes no comma behind it.
    pub fn args_comma(&mut self, m: Mark) -> Action<Mark> {
        match self.args.last() {
            Some(CallArg::Generator(g)) => self.fail(BARE_GENERATOR, self.ast.span(g)),
            _ => Ok(m),
        }
    }

    pub fn call(&mut self, l: u32, func: ExprId, paren: u32, m: Mark, r: u32) -> Action<ExprId> {
        let (args, keywords) = self.split_args(m, Some(Span::new(paren, r)))?;
        Ok(self.expr(l, Expr::Call { func, args, keywords }, r))
    }

    /// Arguments into positional and keyword ones. A generator that is the only argument of a
    /// call takes the parentheses of the call for its own.
    fn split_args(&mut self, m: Mark, parens: Option<Span>) -> Action<(Seq<ExprId>, Seq<Keyword>)> {
        let list = self.args.since(m);
        if list.is_empty() {
            return Ok((Seq::EMPTY, Seq::EMPTY));
        }
        if let ([CallArg::Generator(g)], Some(parens)) = (list, parens) {
            let g = *g;
            self.args.drop(m);
            self.ast.set_span(g, parens);
            return Ok((self.ast.add_seq(&[g]), Seq::EMPTY));
        }
        let mark = self.exprs.empty();
        let mut keywords: Vec<Keyword> = Vec::new();
        let mut unpacked = false;
        for arg in list {
            match *arg {
                CallArg::Keyword(k) => {
                    unpacked |= k.arg.is_none();
                    keywords.push(k);
                }
                CallArg::Generator(g) => {
                    let message = if parens.is_some() { BARE_GENERATOR } else { "invalid syntax" };
                    return self.fail(message, self.ast.span(g));
                }
                CallArg::Positional(e) if unpacked => {
                    let message = "positional argument follows keyword argument unpacking";
                    return self.fail(message, self.ast.span(e));
                }
                CallArg::Positional(e) if !keywords.is_empty() => {
                    return self.fail("positional argument follows keyword argument", self.ast.span(e));
                }
                CallArg::Starred(e) if unpacked => {
                    let message = "iterable argument unpacking follows keyword argument unpacking";
                    return self.fail(message, self.ast.span(e));
                }
                CallArg::Positional(e) | CallArg::Starred(e) => {
                    self.exprs.push(mark, e);
                }
            }
        }
        self.args.drop(m);
        Ok((self.exprs.finish(mark, &mut self.ast), self.ast.add_seq(&keywords)))
    }

    // Targets

    /// Turns an expression into a target, or says that it is none.
    fn bind(&mut self, target: ExprId, ctx: ExprContext) -> Action<()> {
        match self.bind_all(target, ctx) {
            Ok(()) => Ok(()),
            Err(bad) => {
                let verb = if ctx == ExprContext::Del { "delete" } else { "assign to" };
                let message = match self.ast.expr(bad) {
                    Expr::Yield { .. } | Expr::YieldFrom { .. } if ctx == ExprContext::Store => {
                        "assignment to yield expression not possible".to_owned()
                    }
                    other => format!("cannot {verb} {}", expr_name(other)),
                };
                self.fail(message, self.ast.span(bad))
            }
        }
    }

    fn bind_all(&mut self, target: ExprId, ctx: ExprContext) -> Result<(), ExprId> {
        if let Expr::Name { .. } = self.ast.expr(target) {
            self.set_context(target, ctx);
            return Ok(());
        }
        let mut todo = vec![target];
        while let Some(id) = todo.pop() {
            match *self.ast.expr(id) {
                Expr::Name { .. } | Expr::Attribute { .. } | Expr::Subscript { .. } => {}
                Expr::Tuple { elts, .. } | Expr::List { elts, .. } => {
                    todo.extend(self.ast.seq(elts).iter().rev());
                }
                Expr::Starred { value, .. } if ctx == ExprContext::Store => {
                    if let Expr::Starred { .. } = self.ast.expr(value) {
                        return Err(value);
                    }
                    todo.push(value);
                }
                _ => return Err(id),
            }
            self.set_context(id, ctx);
        }
        Ok(())
    }

    fn set_context(&mut self, id: ExprId, context: ExprContext) {
        match self.ast.expr_mut(id) {
            Expr::Name { ctx, .. }
            | Expr::Attribute { ctx, .. }
            | Expr::Subscript { ctx, .. }
            | Expr::Tuple { ctx, .. }
            | Expr::List { ctx, .. }
            | Expr::Starred { ctx, .. } => *ctx = context,
            _ => {}
        }
    }
}

const BARE_GENERATOR: &str = "Generator expression must be parenthesized";

/// What CPython calls an expression in messages.
pub(crate) fn expr_name(e: &Expr) -> &'static str {
    match e {
        Expr::Attribute { .. } => "attribute",
        Expr::Subscript { .. } => "subscript",
        Expr::Starred { .. } => "starred",
        Expr::Name { .. } => "name",
        Expr::List { .. } => "list",
        Expr::Tuple { .. } => "tuple",
        Expr::Lambda { .. } => "lambda",
        Expr::Call { .. } => "function call",
        Expr::BoolOp { .. } | Expr::BinOp { .. } | Expr::UnaryOp { .. } => "expression",
        Expr::GeneratorExp { .. } => "generator expression",
        Expr::Yield { .. } | Expr::YieldFrom { .. } => "yield expression",
        Expr::Await { .. } => "await expression",
        Expr::ListComp { .. } => "list comprehension",
        Expr::SetComp { .. } => "set comprehension",
        Expr::DictComp { .. } => "dict comprehension",
        Expr::Dict { .. } => "dict literal",
        Expr::Set { .. } => "set display",
        Expr::JoinedStr { .. } | Expr::FormattedValue { .. } => "f-string expression",
        Expr::TemplateStr { .. } | Expr::Interpolation { .. } => "t-string expression",
        Expr::Constant { value, .. } => match value {
            Constant::None => "None",
            Constant::True => "True",
            Constant::False => "False",
            Constant::Ellipsis => "ellipsis",
            _ => "literal",
        },
        Expr::Compare { .. } => "comparison",
        Expr::IfExp { .. } => "conditional expression",
        Expr::NamedExpr { .. } => "named expression",
        Expr::Slice { .. } => "slice",
    }
}
