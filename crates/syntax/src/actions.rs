//! What the grammar's productions do: they make nodes, and refuse what the grammar admits but
//! Python does not (targets, the order of parameters and arguments).
//!
//! A message given here is the plain one; [`explain`](crate::explain) may know a better.

mod params;
mod patterns;

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
