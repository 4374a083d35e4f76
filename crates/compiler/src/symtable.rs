//! Scopes: which names each block of code binds, and where every other name it mentions is found.
//!
//! Two passes, as CPython makes them: `build` walks the tree and notes what happens to each name in
//! each block; `analyze` then decides local, cell, free or global from the outside in. List, set and
//! dict comprehensions keep a scope of their own although their code runs in the enclosing function.

use std::collections::{HashMap, HashSet};

use pyish_syntax::Span;
use pyish_syntax::ast::{ExprId, StmtId};

use crate::names::Name;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ScopeId(pub u32);

/// What in the tree a scope belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Module,
    /// a function's or class's body, or the value of a type alias
    Body(StmtId),
    /// a lambda or comprehension
    Expr(ExprId),
    /// the type parameters of a function, class or alias
    TypeParams(StmtId),
    /// the bound or default of a type parameter
    Param(ExprId),
    /// the annotations of a function
    Annotations(StmtId),
    /// the annotations of the block with this scope
    BlockAnnotations(ScopeId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comp {
    List,
    Set,
    Dict,
    Generator,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Module,
    Class,
    Function,
    Lambda,
    Comprehension(Comp),
    Annotation,
    TypeParams,
    TypeAlias,
    /// a bound, constraint or default; the text names it in errors
    TypeParam(&'static str),
}

/// Where a name is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    Local,
    /// a local that inner functions use
    Cell,
    /// a cell of an enclosing function
    Free,
    GlobalExplicit,
    GlobalImplicit,
}

/// What a block does to a name.
pub(crate) mod flag {
    pub const GLOBAL: u32 = 1;
    pub const LOCAL: u32 = 2;
    pub const PARAM: u32 = 4;
    pub const NONLOCAL: u32 = 8;
    pub const USE: u32 = 16;
    pub const IMPORT: u32 = 32;
    pub const ANNOT: u32 = 64;
    pub const COMP_ITER: u32 = 128;
    pub const TYPE_PARAM: u32 = 256;
    /// free in a child of a class that also binds it
    pub const FREE_CLASS: u32 = 512;
    pub const BOUND: u32 = LOCAL | PARAM | IMPORT | TYPE_PARAM;
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Symbol {
    pub flags: u32,
    pub place: Where,
}

#[derive(Debug)]
pub(crate) struct Scope {
    pub kind: Kind,
    pub name: Name,
    pub span: Span,
    pub parent: Option<ScopeId>,
    pub children: Vec<ScopeId>,
    /// names in the order of their first mention
    pub order: Vec<Name>,
    pub symbols: HashMap<Name, Symbol>,
    /// inside a function, at any distance
    pub nested: bool,
    pub generator: bool,
    pub coroutine: bool,
    pub is_async: bool,
    /// the class whose private names are mangled here
    pub class: Option<Name>,
    /// an annotation or type parameter scope directly in a class: its names are looked up there first
    pub sees_class: bool,
    /// a class some method of which uses `__class__`
    pub needs_class: bool,
    /// a class some annotation scope of which looks names up
    pub needs_class_dict: bool,
    /// a class with annotations under `if`, `for` and their like
    pub needs_conditional: bool,
    /// how many such statements the walk is inside of
    pub conditional: u32,
    /// a comprehension that runs in the enclosing function's frame
    pub inlined: bool,
    /// a function directly in a class
    pub method: bool,
    /// targets of `:=` that land here
    pub walrus: HashSet<Name>,
    pub directives: Vec<(Name, Span)>,
    pub annotations: Option<ScopeId>,
    pub comp_iter_target: bool,
    pub comp_iter_expr: u32,
}

impl Scope {
    pub fn function_like(&self) -> bool {
        !matches!(self.kind, Kind::Module | Kind::Class)
    }

    pub fn place(&self, name: Name) -> Option<Where> {
        self.symbols.get(&name).map(|s| s.place)
    }

    pub fn flags(&self, name: Name) -> u32 {
        self.symbols.get(&name).map_or(0, |s| s.flags)
    }

    pub fn directive(&self, name: Name) -> Span {
        self.directives.iter().find(|d| d.0 == name).map_or(self.span, |d| d.1)
    }
}

#[derive(Debug, Default)]
pub(crate) struct SymbolTable {
    pub scopes: Vec<Scope>,
    pub by_key: HashMap<Key, ScopeId>,
}

impl SymbolTable {
    pub fn get(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    pub fn get_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0 as usize]
    }

    pub fn find(&self, key: Key) -> Option<ScopeId> {
        self.by_key.get(&key).copied()
    }
}
