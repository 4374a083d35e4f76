//! The first pass over scopes: walks the tree, opens a scope for each block and notes what happens
//! to each name in it. Raises the errors that need no knowledge of enclosing blocks.
//!
//! Long chains (`a + b + ...`, `x.y.z`, `elif`) are walked by loops; all other nesting counts depth.

mod expressions;
mod statements;

use std::collections::{HashMap, HashSet};

use pyish_syntax::ast::{ExprId, Mod, Sym};
use pyish_syntax::{Ast, Source, Span};

use crate::analyze::Analyzer;
use crate::names::{Name, Names};
use crate::symtable::{Comp, Key, Kind, Scope, ScopeId, Symbol, SymbolTable, Where, flag};
use crate::{Fallible, MAX_DEPTH, too_deep};

/// Makes the symbol table of a tree.
pub(crate) fn build<'a>(
    ast: &'a Ast,
    src: &'a Source,
    names: &mut Names<'a>,
    options: &crate::Options,
    future_annotations: bool,
) -> Fallible<SymbolTable> {
    let (dunder_class, class_dict) = (names.intern("__class__"), names.intern("__classdict__"));
    let conditional = names.intern("__conditional_annotations__");
    let mut builder = Builder {
        ast,
        src,
        table: SymbolTable::default(),
        current: ScopeId(0),
        class: None,
        depth: 0,
        top_level_await: options.top_level_await,
        future_annotations,
        dunder_class,
        class_dict,
        super_name: names.intern("super"),
        dot_zero: names.intern(".0"),
        debug: names.intern("__debug__"),
        conditional,
        names,
    };
    let top = builder.names.intern("<module>");
    builder.open(Key::Module, Kind::Module, top, Span::default());
    match ast.root() {
        Mod::Module { body } | Mod::Interactive { body } => builder.stmts(body)?,
        Mod::Expression { body } => builder.expr(body)?,
        Mod::FunctionType { .. } => {
            let message = "this compiler does not handle FunctionTypes";
            return Err(Box::new(src.syntax_error(message, Span::default())));
        }
    }
    let mut table = builder.table;
    Analyzer { table: &mut table, names, src, dunder_class, class_dict, conditional }.run()?;
    Ok(table)
}

struct Builder<'n, 'a> {
    ast: &'a Ast,
    src: &'a Source,
    names: &'n mut Names<'a>,
    table: SymbolTable,
    current: ScopeId,
    /// the class whose private names are mangled
    class: Option<Name>,
    depth: u32,
    top_level_await: bool,
    future_annotations: bool,
    dunder_class: Name,
    class_dict: Name,
    super_name: Name,
    dot_zero: Name,
    debug: Name,
    conditional: Name,
}

impl Builder<'_, '_> {
    fn error<T>(&self, message: impl Into<String>, span: Span) -> Fallible<T> {
        Err(Box::new(self.src.syntax_error(message, span)))
    }

    fn scope(&mut self) -> &mut Scope {
        self.table.get_mut(self.current)
    }

    /// Opens a scope; the answer is the one to come back to.
    fn open(&mut self, key: Key, kind: Kind, name: Name, span: Span) -> ScopeId {
        let id = ScopeId(self.table.scopes.len() as u32);
        let parent = (id.0 != 0).then_some(self.current);
        let (nested, in_class, comp_iter_expr) = match parent.map(|p| self.table.get(p)) {
            Some(p) => (p.nested || p.function_like(), p.kind == Kind::Class, p.comp_iter_expr),
            None => (false, false, 0),
        };
        self.table.scopes.push(Scope {
            kind,
            name,
            span,
            parent,
            children: Vec::new(),
            order: Vec::new(),
            symbols: HashMap::new(),
            nested,
            generator: false,
            coroutine: false,
            is_async: false,
            class: self.class,
            sees_class: false,
            needs_class: false,
            needs_class_dict: false,
            needs_conditional: false,
            conditional: 0,
            inlined: false,
            method: in_class && kind == Kind::Function,
            walrus: HashSet::new(),
            directives: Vec::new(),
            annotations: None,
            comp_iter_target: false,
            comp_iter_expr,
        });
        if let Some(p) = parent {
            self.table.get_mut(p).children.push(id);
        }
        self.table.by_key.insert(key, id);
        std::mem::replace(&mut self.current, id)
    }

    /// Opens a scope whose names are looked up in the class around it first, if there is one.
    fn open_lazy(&mut self, key: Key, kind: Kind, name: Name, span: Span) -> ScopeId {
        let in_class = {
            let around = self.table.get(self.current);
            around.kind == Kind::Class || around.sees_class
        };
        let back = self.open(key, kind, name, span);
        if in_class {
            self.scope().sees_class = true;
            self.mention(self.class_dict, flag::USE);
        }
        back
    }

    fn close(&mut self, back: ScopeId) {
        self.current = back;
    }

    /// Notes `flags` for a name already mangled, in the current scope.
    fn mention(&mut self, name: Name, flags: u32) {
        self.mention_in(self.current, name, flags);
    }

    fn mention_in(&mut self, id: ScopeId, name: Name, flags: u32) {
        let scope = self.table.get_mut(id);
        match scope.symbols.get_mut(&name) {
            Some(symbol) => symbol.flags |= flags,
            None => {
                scope.order.push(name);
                scope.symbols.insert(name, Symbol { flags, place: Where::GlobalImplicit });
            }
        }
    }

    fn mangled(&mut self, sym: Sym) -> Name {
        let name = self.names.of(sym);
        self.names.mangle(self.class, name)
    }

    fn use_name(&mut self, sym: Sym) {
        let name = self.mangled(sym);
        self.mention(name, flag::USE);
    }

    /// A definition of a name: `flags` are of `flag::BOUND`, perhaps with `ANNOT`.
    fn define(&mut self, sym: Sym, flags: u32, span: Span) -> Fallible<()> {
        self.check_debug(sym, span)?;
        let name = self.mangled(sym);
        self.define_mangled(name, flags, span)
    }

    fn check_debug(&mut self, sym: Sym, span: Span) -> Fallible<()> {
        if self.names.of(sym) == self.debug {
            return self.error("cannot assign to __debug__", span);
        }
        Ok(())
    }

    fn define_mangled(&mut self, name: Name, mut flags: u32, span: Span) -> Fallible<()> {
        let old = self.scope().flags(name);
        let text = self.names.text(name);
        if flags & flag::PARAM != 0 && old & flag::PARAM != 0 {
            return self.error(format!("duplicate argument '{text}' in function definition"), span);
        }
        if flags & flag::TYPE_PARAM != 0 && old & flag::TYPE_PARAM != 0 {
            return self.error(format!("duplicate type parameter '{text}'"), span);
        }
        if self.scope().comp_iter_target {
            if old & (flag::GLOBAL | flag::NONLOCAL) != 0 {
                let text = self.names.text(name);
                let message = format!("comprehension inner loop cannot rebind assignment expression target '{text}'");
                return self.error(message, span);
            }
            flags |= flag::COMP_ITER;
        }
        self.mention(name, flags);
        Ok(())
    }

    /// Counts the nesting of the walk; undone by `leave`.
    fn enter(&mut self) -> Fallible<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(too_deep(self.src));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Raises if the current scope is one where `what` has no meaning.
    fn refuse_lazy(&self, what: &str, span: Span) -> Fallible<()> {
        let place = match self.table.get(self.current).kind {
            Kind::Annotation => "an annotation",
            Kind::TypeParam(text) => text,
            Kind::TypeAlias => "a type alias",
            Kind::TypeParams => "the definition of a generic",
            _ => return Ok(()),
        };
        self.error(format!("{what} cannot be used within {place}"), span)
    }

    fn refuse_comprehension(&self, span: Span) -> Fallible<()> {
        let Kind::Comprehension(comp) = self.table.get(self.current).kind else { return Ok(()) };
        let text = match comp {
            Comp::List => "'yield' inside list comprehension",
            Comp::Set => "'yield' inside set comprehension",
            Comp::Dict => "'yield' inside dict comprehension",
            Comp::Generator => "'yield' inside generator expression",
        };
        self.error(text, span)
    }

    fn exprs(&mut self, ids: &[ExprId]) -> Fallible<()> {
        ids.iter().try_for_each(|&e| self.expr(e))
    }

    fn optional(&mut self, id: Option<ExprId>) -> Fallible<()> {
        id.map_or(Ok(()), |e| self.expr(e))
    }
}
