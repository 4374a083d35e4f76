//! The tree: CPython 3.14's `ast`, node for node and field for field, as an arena of indices.
//!
//! Every node lives in a vector of its kind inside [`Ast`] and is named by a `u32` id; lists are
//! [`Seq`]s into pools. Nothing is boxed, so dropping a chain of a million nodes is a few frees.
//! A child is always made before its parent: ids grow upwards from the leaves, and a pass over
//! `0..n` meets children first. Spans are byte offsets into [`Source::text`](crate::Source::text).
//! CPython's `type_comment` fields and `type_ignores` are always empty and have no field here.

use std::marker::PhantomData;
use std::num::NonZeroU32;

use crate::intern::{Blobs, Interner};
use crate::wtf8::Wtf8;

/// A range of byte offsets in the source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    /// From the start of `self` to the end of `last`.
    pub fn to(self, last: Span) -> Span {
        Span { start: self.start, end: last.end }
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU32);

        impl $name {
            pub(crate) fn new(index: usize) -> $name {
                let n = u32::try_from(index + 1).ok().and_then(NonZeroU32::new);
                $name(n.expect("a source of under 4 GB has fewer nodes than u32::MAX"))
            }

            /// The position of the node in the vector of its kind.
            pub fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.index())
            }
        }
    )*};
}

ids! {
    /// An expression.
    ExprId
    /// A statement.
    StmtId
    /// A pattern of a `case`.
    PatternId
    /// The parameters of a function or lambda.
    ArgumentsId
    /// An interned string: a name, or the value of a string constant. Equal strings have equal `Sym`s.
    Sym
    /// A byte string: the value of a bytes constant, or the magnitude of a big integer.
    Blob
}

/// A list of `T`, kept in the pool of its type; read it with [`Ast::seq`].
pub struct Seq<T> {
    start: u32,
    len: u32,
    _type: PhantomData<fn() -> T>,
}

impl<T> Seq<T> {
    pub const EMPTY: Seq<T> = Seq { start: 0, len: 0, _type: PhantomData };

    pub fn len(self) -> usize {
        self.len as usize
    }

    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}

impl<T> Clone for Seq<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Seq<T> {}
impl<T> Default for Seq<T> {
    fn default() -> Self {
        Seq::EMPTY
    }
}
impl<T> PartialEq for Seq<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.len) == (other.start, other.len)
    }
}
impl<T> std::fmt::Debug for Seq<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Seq({}..{})", self.start, self.start + self.len)
    }
}

/// The root of a tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mod {
    /// A file: `body`.
    Module { body: Seq<StmtId> },
    /// One entry at the prompt: `body`.
    Interactive { body: Seq<StmtId> },
    /// The argument of `eval`: `body`.
    Expression { body: ExprId },
    /// A signature type comment, `(argtypes) -> returns`.
    FunctionType { argtypes: Seq<ExprId>, returns: ExprId },
}

/// Whether a name, attribute, subscript, star, list or tuple is read, assigned or deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExprContext {
    Load,
    Store,
    Del,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoolOp {
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    Invert,
    Not,
    UAdd,
    USub,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CmpOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}

/// The value of a literal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Constant {
    None,
    True,
    False,
    Ellipsis,
    /// An integer that fits; literals are never negative.
    Int(i64),
    /// An integer past `i64::MAX`: its magnitude, little endian, no zero bytes at the end.
    BigInt(Blob),
    Float(f64),
    /// The imaginary part; the real part is 0.
    Complex(f64),
    /// May hold lone surrogates.
    Str(Sym),
    Bytes(Blob),
}

/// A statement; its span is [`Ast::span`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stmt {
    /// `def name[type_params](args) -> returns: body`, under `decorator_list`; the span starts at `def`.
    FunctionDef {
        name: Sym,
        args: ArgumentsId,
        body: Seq<StmtId>,
        decorator_list: Seq<ExprId>,
        returns: Option<ExprId>,
        type_params: Seq<TypeParam>,
    },
    /// `async def`, with the fields of `FunctionDef`; the span starts at `async`.
    AsyncFunctionDef {
        name: Sym,
        args: ArgumentsId,
        body: Seq<StmtId>,
        decorator_list: Seq<ExprId>,
        returns: Option<ExprId>,
        type_params: Seq<TypeParam>,
    },
    /// `class name[type_params](bases, keywords): body`, under `decorator_list`.
    ClassDef {
        name: Sym,
        bases: Seq<ExprId>,
        keywords: Seq<Keyword>,
        body: Seq<StmtId>,
        decorator_list: Seq<ExprId>,
        type_params: Seq<TypeParam>,
    },
    /// `return value`.
    Return {
        value: Option<ExprId>,
    },
    /// `del targets`.
    Delete {
        targets: Seq<ExprId>,
    },
    /// `targets[0] = targets[1] = value`.
    Assign {
        targets: Seq<ExprId>,
        value: ExprId,
    },
    /// `type name[type_params] = value`; `name` is a `Name`.
    TypeAlias {
        name: ExprId,
        type_params: Seq<TypeParam>,
        value: ExprId,
    },
    /// `target op= value`.
    AugAssign {
        target: ExprId,
        op: Operator,
        value: ExprId,
    },
    /// `target: annotation = value`; `simple` is true for a bare name without parentheses.
    AnnAssign {
        target: ExprId,
        annotation: ExprId,
        value: Option<ExprId>,
        simple: bool,
    },
    /// `for target in iter: body else: orelse`.
    For {
        target: ExprId,
        iter: ExprId,
        body: Seq<StmtId>,
        orelse: Seq<StmtId>,
    },
    /// `async for`, with the fields of `For`.
    AsyncFor {
        target: ExprId,
        iter: ExprId,
        body: Seq<StmtId>,
        orelse: Seq<StmtId>,
    },
    /// `while test: body else: orelse`.
    While {
        test: ExprId,
        body: Seq<StmtId>,
        orelse: Seq<StmtId>,
    },
    /// `if test: body else: orelse`; an `elif` is an `If` alone in `orelse`.
    If {
        test: ExprId,
        body: Seq<StmtId>,
        orelse: Seq<StmtId>,
    },
    /// `with items: body`.
    With {
        items: Seq<WithItem>,
        body: Seq<StmtId>,
    },
    /// `async with items: body`.
    AsyncWith {
        items: Seq<WithItem>,
        body: Seq<StmtId>,
    },
    /// `match subject: cases`.
    Match {
        subject: ExprId,
        cases: Seq<MatchCase>,
    },
    /// `raise exc from cause`.
    Raise {
        exc: Option<ExprId>,
        cause: Option<ExprId>,
    },
    /// `try: body`, its `except` handlers, `else: orelse`, `finally: finalbody`.
    Try {
        body: Seq<StmtId>,
        handlers: Seq<ExceptHandler>,
        orelse: Seq<StmtId>,
        finalbody: Seq<StmtId>,
    },
    /// `try` with `except*`, with the fields of `Try`.
    TryStar {
        body: Seq<StmtId>,
        handlers: Seq<ExceptHandler>,
        orelse: Seq<StmtId>,
        finalbody: Seq<StmtId>,
    },
    /// `assert test, msg`.
    Assert {
        test: ExprId,
        msg: Option<ExprId>,
    },
    /// `import names`.
    Import {
        names: Seq<Alias>,
    },
    /// `from ..module import names`; `level` counts the leading dots.
    ImportFrom {
        module: Option<Sym>,
        names: Seq<Alias>,
        level: u32,
    },
    /// `global names`.
    Global {
        names: Seq<Sym>,
    },
    /// `nonlocal names`.
    Nonlocal {
        names: Seq<Sym>,
    },
    /// An expression on its own.
    Expr {
        value: ExprId,
    },
    Pass,
    Break,
    Continue,
}

/// An expression; its span is [`Ast::span`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expr {
    /// `values[0] op values[1] op ...`, two or more.
    BoolOp { op: BoolOp, values: Seq<ExprId> },
    /// `(target := value)`; `target` is a `Name`.
    NamedExpr { target: ExprId, value: ExprId },
    /// `left op right`.
    BinOp { left: ExprId, op: Operator, right: ExprId },
    /// `op operand`.
    UnaryOp { op: UnaryOp, operand: ExprId },
    /// `lambda args: body`.
    Lambda { args: ArgumentsId, body: ExprId },
    /// `body if test else orelse`.
    IfExp { test: ExprId, body: ExprId, orelse: ExprId },
    /// `{keys[0]: values[0]}`; a key of `None` is `**values[i]`.
    Dict { keys: Seq<Option<ExprId>>, values: Seq<ExprId> },
    /// `{elts}`, never empty.
    Set { elts: Seq<ExprId> },
    /// `[elt for ...]`.
    ListComp { elt: ExprId, generators: Seq<Comprehension> },
    /// `{elt for ...}`.
    SetComp { elt: ExprId, generators: Seq<Comprehension> },
    /// `{key: value for ...}`.
    DictComp { key: ExprId, value: ExprId, generators: Seq<Comprehension> },
    /// `(elt for ...)`.
    GeneratorExp { elt: ExprId, generators: Seq<Comprehension> },
    /// `await value`.
    Await { value: ExprId },
    /// `yield value`.
    Yield { value: Option<ExprId> },
    /// `yield from value`.
    YieldFrom { value: ExprId },
    /// `left ops[0] comparators[0] ops[1] comparators[1] ...`.
    Compare { left: ExprId, ops: Seq<CmpOp>, comparators: Seq<ExprId> },
    /// `func(args, keywords)`; `*x` is a `Starred` in `args`, `**x` a `Keyword` without a name.
    Call { func: ExprId, args: Seq<ExprId>, keywords: Seq<Keyword> },
    /// `{value!conversion:format_spec}` of an f-string; `conversion` is -1 or the code of `s`, `r`, `a`;
    /// `format_spec` is a `JoinedStr`.
    FormattedValue { value: ExprId, conversion: i32, format_spec: Option<ExprId> },
    /// The same of a t-string; `str` is the text of the expression, blanks before it included.
    Interpolation { value: ExprId, str: Sym, conversion: i32, format_spec: Option<ExprId> },
    /// An f-string: `Constant` strings and `FormattedValue`s.
    JoinedStr { values: Seq<ExprId> },
    /// A t-string: `Constant` strings and `Interpolation`s.
    TemplateStr { values: Seq<ExprId> },
    /// A literal; `u` is true for `u'...'` (CPython's `kind`).
    Constant { value: Constant, u: bool },
    /// `value.attr`.
    Attribute { value: ExprId, attr: Sym, ctx: ExprContext },
    /// `value[slice]`; several slices are a `Tuple`.
    Subscript { value: ExprId, slice: ExprId, ctx: ExprContext },
    /// `*value`.
    Starred { value: ExprId, ctx: ExprContext },
    /// `id`.
    Name { id: Sym, ctx: ExprContext },
    /// `[elts]`.
    List { elts: Seq<ExprId>, ctx: ExprContext },
    /// `(elts)`.
    Tuple { elts: Seq<ExprId>, ctx: ExprContext },
    /// `lower:upper:step`, only as the `slice` of a `Subscript` or an element of its `Tuple`.
    Slice { lower: Option<ExprId>, upper: Option<ExprId>, step: Option<ExprId> },
}

/// A pattern; its span is [`Ast::span`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pattern {
    /// A number, string or dotted name, compared with `==`.
    MatchValue { value: ExprId },
    /// `None`, `True` or `False`, compared with `is`.
    MatchSingleton { value: Constant },
    /// `[patterns]`.
    MatchSequence { patterns: Seq<PatternId> },
    /// `{keys[0]: patterns[0], **rest}`.
    MatchMapping { keys: Seq<ExprId>, patterns: Seq<PatternId>, rest: Option<Sym> },
    /// `cls(patterns, kwd_attrs[0]=kwd_patterns[0])`.
    MatchClass { cls: ExprId, patterns: Seq<PatternId>, kwd_attrs: Seq<Sym>, kwd_patterns: Seq<PatternId> },
    /// `*name`; `None` is `*_`.
    MatchStar { name: Option<Sym> },
    /// `pattern as name`; a capture has no pattern, `_` has neither.
    MatchAs { pattern: Option<PatternId>, name: Option<Sym> },
    /// `patterns[0] | patterns[1]`.
    MatchOr { patterns: Seq<PatternId> },
}

/// `for target in iter if ifs[0] if ifs[1]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comprehension {
    pub target: ExprId,
    pub iter: ExprId,
    pub ifs: Seq<ExprId>,
    pub is_async: bool,
}

/// `except type as name: body`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExceptHandler {
    pub typ: Option<ExprId>,
    pub name: Option<Sym>,
    pub body: Seq<StmtId>,
    pub span: Span,
}

/// `posonlyargs, /, args, *vararg, kwonlyargs, **kwarg`. `defaults` belong to the last of
/// `posonlyargs + args`; `kw_defaults` are as many as `kwonlyargs`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Arguments {
    pub posonlyargs: Seq<Arg>,
    pub args: Seq<Arg>,
    pub vararg: Option<Arg>,
    pub kwonlyargs: Seq<Arg>,
    pub kw_defaults: Seq<Option<ExprId>>,
    pub kwarg: Option<Arg>,
    pub defaults: Seq<ExprId>,
}

/// A parameter, `arg: annotation`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arg {
    pub arg: Sym,
    pub annotation: Option<ExprId>,
    pub span: Span,
}

/// `arg=value` of a call or class; without `arg` it is `**value`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Keyword {
    pub arg: Option<Sym>,
    pub value: ExprId,
    pub span: Span,
}

/// `name as asname` of an import; `name` may be dotted, or `*`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alias {
    pub name: Sym,
    pub asname: Option<Sym>,
    pub span: Span,
}

/// `context_expr as optional_vars`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WithItem {
    pub context_expr: ExprId,
    pub optional_vars: Option<ExprId>,
}

/// `case pattern if guard: body`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MatchCase {
    pub pattern: PatternId,
    pub guard: Option<ExprId>,
    pub body: Seq<StmtId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeParamKind {
    /// `T: bound = default`.
    TypeVar,
    /// `**P = default`.
    ParamSpec,
    /// `*Ts = default`.
    TypeVarTuple,
}

/// A type parameter; only a `TypeVar` has a `bound`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypeParam {
    pub kind: TypeParamKind,
    pub name: Sym,
    pub bound: Option<ExprId>,
    pub default: Option<ExprId>,
    pub span: Span,
}

/// What [`Ast::span`] takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeId {
    Expr(ExprId),
    Stmt(StmtId),
    Pattern(PatternId),
}

impl From<ExprId> for NodeId {
    fn from(id: ExprId) -> NodeId {
        NodeId::Expr(id)
    }
}
impl From<StmtId> for NodeId {
    fn from(id: StmtId) -> NodeId {
        NodeId::Stmt(id)
    }
}
impl From<PatternId> for NodeId {
    fn from(id: PatternId) -> NodeId {
        NodeId::Pattern(id)
    }
}

/// A tree and everything it names.
#[derive(Debug)]
pub struct Ast {
    pub(crate) root: Mod,
    exprs: Vec<Expr>,
    expr_spans: Vec<Span>,
    stmts: Vec<Stmt>,
    stmt_spans: Vec<Span>,
    patterns: Vec<Pattern>,
    pattern_spans: Vec<Span>,
    arguments: Vec<Arguments>,
    pools: Pools,
    pub(crate) names: Interner,
    pub(crate) blobs: Blobs,
    pub(crate) warnings: Vec<Warning>,
}

/// A warning raised while reading, for a node or a piece of a string literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub category: WarningCategory,
    pub message: String,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarningCategory {
    SyntaxWarning,
    DeprecationWarning,
}

macro_rules! pools {
    ($($field:ident: $type:ty,)*) => {
        #[derive(Debug, Default)]
        struct Pools {
            $($field: Vec<$type>,)*
        }

        mod listed {
            pub trait Sealed {}
        }

        /// A type that [`Seq`] lists.
        #[expect(private_interfaces, reason = "sealed: only `Ast` calls these")]
        pub trait Listed: listed::Sealed + Sized + Copy {
            #[doc(hidden)]
            fn pool(pools: &Pools) -> &Vec<Self>;
            #[doc(hidden)]
            fn pool_mut(pools: &mut Pools) -> &mut Vec<Self>;
        }

        $(
            impl listed::Sealed for $type {}
            #[expect(private_interfaces, reason = "sealed: only `Ast` calls these")]
            impl Listed for $type {
                fn pool(pools: &Pools) -> &Vec<Self> {
                    &pools.$field
                }
                fn pool_mut(pools: &mut Pools) -> &mut Vec<Self> {
                    &mut pools.$field
                }
            }
        )*
    };
}

pools! {
    exprs: ExprId,
    optional_exprs: Option<ExprId>,
    stmts: StmtId,
    patterns: PatternId,
    syms: Sym,
    cmp_ops: CmpOp,
    comprehensions: Comprehension,
    handlers: ExceptHandler,
    args: Arg,
    keywords: Keyword,
    aliases: Alias,
    with_items: WithItem,
    match_cases: MatchCase,
    type_params: TypeParam,
}

impl Default for Ast {
    fn default() -> Ast {
        Ast::new()
    }
}

impl Ast {
    pub fn new() -> Ast {
        Ast {
            root: Mod::Module { body: Seq::EMPTY },
            exprs: Vec::new(),
            expr_spans: Vec::new(),
            stmts: Vec::new(),
            stmt_spans: Vec::new(),
            patterns: Vec::new(),
            pattern_spans: Vec::new(),
            arguments: Vec::new(),
            pools: Pools::default(),
            names: Interner::default(),
            blobs: Blobs::default(),
            warnings: Vec::new(),
        }
    }

    /// Interns a string, which may be WTF-8.
    pub fn add_str(&mut self, bytes: &[u8]) -> Sym {
        self.names.intern_wtf8(bytes)
    }

    pub fn add_bytes(&mut self, bytes: &[u8]) -> Blob {
        self.blobs.add(bytes)
    }

    /// Makes `root` the root of the tree.
    pub fn set_root(&mut self, root: Mod) {
        self.root = root;
    }

    pub fn root(&self) -> Mod {
        self.root
    }

    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.index()]
    }

    pub fn stmt(&self, id: StmtId) -> &Stmt {
        &self.stmts[id.index()]
    }

    pub fn pattern(&self, id: PatternId) -> &Pattern {
        &self.patterns[id.index()]
    }

    pub fn arguments(&self, id: ArgumentsId) -> &Arguments {
        &self.arguments[id.index()]
    }

    pub fn seq<T: Listed>(&self, s: Seq<T>) -> &[T] {
        &T::pool(&self.pools)[s.start as usize..][..s.len as usize]
    }

    pub fn span(&self, node: impl Into<NodeId>) -> Span {
        match node.into() {
            NodeId::Expr(id) => self.expr_spans[id.index()],
            NodeId::Stmt(id) => self.stmt_spans[id.index()],
            NodeId::Pattern(id) => self.pattern_spans[id.index()],
        }
    }

    /// The string of a `Sym`; string constants may hold lone surrogates.
    pub fn str(&self, sym: Sym) -> Wtf8<'_> {
        self.names.get(sym)
    }

    /// The text of an identifier, already in NFKC.
    pub fn name(&self, sym: Sym) -> &str {
        self.names.get(sym).as_str().expect("an identifier holds no surrogate")
    }

    /// The `Sym` of `text`, if the tree mentions it.
    pub fn find(&self, text: &str) -> Option<Sym> {
        self.names.find(text)
    }

    pub fn bytes(&self, blob: Blob) -> &[u8] {
        self.blobs.get(blob)
    }

    /// Warnings in source order: invalid escapes, `1if x`, `return` in `finally`.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// How many expressions there are; their ids are `0..n`, children before parents.
    pub fn expr_count(&self) -> usize {
        self.exprs.len()
    }

    /// The ids of all expressions, children before parents.
    pub fn expr_ids(&self) -> impl Iterator<Item = ExprId> + use<> {
        (0..self.exprs.len()).map(ExprId::new)
    }

    /// The ids of all statements, those inside others first.
    pub fn stmt_ids(&self) -> impl Iterator<Item = StmtId> + use<> {
        (0..self.stmts.len()).map(StmtId::new)
    }

    /// The ids of all patterns, children before parents.
    pub fn pattern_ids(&self) -> impl Iterator<Item = PatternId> + use<> {
        (0..self.patterns.len()).map(PatternId::new)
    }

    /// How many distinct strings there are; `Sym::index` is below this.
    pub fn sym_count(&self) -> usize {
        self.names.len()
    }

    pub fn add_expr(&mut self, node: Expr, span: Span) -> ExprId {
        self.exprs.push(node);
        self.expr_spans.push(span);
        ExprId::new(self.exprs.len() - 1)
    }

    pub fn add_stmt(&mut self, node: Stmt, span: Span) -> StmtId {
        self.stmts.push(node);
        self.stmt_spans.push(span);
        StmtId::new(self.stmts.len() - 1)
    }

    pub fn add_pattern(&mut self, node: Pattern, span: Span) -> PatternId {
        self.patterns.push(node);
        self.pattern_spans.push(span);
        PatternId::new(self.patterns.len() - 1)
    }

    pub fn add_arguments(&mut self, node: Arguments) -> ArgumentsId {
        self.arguments.push(node);
        ArgumentsId::new(self.arguments.len() - 1)
    }

    pub fn add_seq<T: Listed>(&mut self, items: &[T]) -> Seq<T> {
        if items.is_empty() {
            return Seq::EMPTY;
        }
        let pool = T::pool_mut(&mut self.pools);
        let start = u32::try_from(pool.len()).expect("a source of under 4 GB has fewer nodes than u32::MAX");
        pool.extend_from_slice(items);
        Seq { start, len: items.len() as u32, _type: PhantomData }
    }

    pub(crate) fn expr_mut(&mut self, id: ExprId) -> &mut Expr {
        &mut self.exprs[id.index()]
    }

    pub(crate) fn stmt_mut(&mut self, id: StmtId) -> &mut Stmt {
        &mut self.stmts[id.index()]
    }

    pub(crate) fn set_span(&mut self, id: ExprId, span: Span) {
        self.expr_spans[id.index()] = span;
    }
}
