//! The second pass over scopes: each name of each block becomes local, cell, free or global.
//!
//! Input: scopes with the flags `build` noted. Output: `Symbol::place`, and the passed-through free
//! variables. The recursion follows the nesting of blocks, which the first pass has bounded.

use std::collections::HashSet;

use pyish_syntax::Source;

use crate::Fallible;
use crate::names::{Name, Names};
use crate::symtable::{Comp, Kind, ScopeId, Symbol, SymbolTable, Where, flag};

type Set = HashSet<Name>;

pub(crate) struct Analyzer<'t, 'a> {
    pub table: &'t mut SymbolTable,
    pub names: &'t Names<'a>,
    pub src: &'a Source,
    /// `__class__`
    pub dunder_class: Name,
    /// `__classdict__`
    pub class_dict: Name,
    pub conditional: Name,
}

/// What an outer block hands to an inner one.
struct Outer {
    /// names bound in enclosing functions; `None` for the module
    bound: Option<Set>,
    global: Set,
    type_params: Set,
    class: Option<ScopeId>,
}

impl Analyzer<'_, '_> {
    pub fn run(&mut self) -> Fallible<()> {
        let outer = Outer { bound: None, global: Set::new(), type_params: Set::new(), class: None };
        self.block(ScopeId(0), outer).map(drop)
    }

    /// Resolves a block and its children; the answer is the names it needs from outside.
    fn block(&mut self, id: ScopeId, mut outer: Outer) -> Fallible<Set> {
        let is_class = self.table.get(id).kind == Kind::Class;
        let function_like = self.table.get(id).function_like();
        let mut bound = Set::new();
        let mut global = Set::new();
        if is_class {
            global.extend(&outer.global);
            bound.extend(outer.bound.iter().flatten());
        }
        let mut local = Set::new();
        let mut free = Set::new();
        for name in self.table.get(id).order.clone() {
            self.name(id, name, &mut outer, &mut local, &mut free)?;
        }
        if is_class {
            bound.extend([self.dunder_class, self.class_dict, self.conditional]);
        } else {
            if function_like {
                bound.extend(&local);
            }
            bound.extend(outer.bound.iter().flatten());
            global.extend(&outer.global);
        }

        let sees_class = self.table.get(id).sees_class;
        for child in self.table.get(id).children.clone() {
            let scope = self.table.get(child);
            let class = match (scope.sees_class, is_class) {
                (true, true) => Some(id),
                (true, false) => outer.class,
                (false, _) => None,
            };
            let inline = matches!(scope.kind, Kind::Comprehension(c) if c != Comp::Generator) && !sees_class;
            let inner = Outer {
                bound: Some(bound.clone()),
                global: global.clone(),
                type_params: outer.type_params.clone(),
                class,
            };
            let mut child_free = self.block(child, inner)?;
            if inline {
                self.inline(id, child, &mut child_free);
            }
            free.extend(child_free);
        }

        if function_like {
            for &name in &local {
                if free.remove(&name) {
                    self.set(id, name, Where::Cell);
                }
            }
        } else if is_class {
            let (dunder_class, class_dict) = (self.dunder_class, self.class_dict);
            let needs_class = free.remove(&dunder_class);
            let needs_dict = free.remove(&class_dict);
            free.remove(&self.conditional);
            let scope = self.table.get_mut(id);
            scope.needs_class |= needs_class;
            scope.needs_class_dict |= needs_dict;
        }
        self.pass_through(id, is_class, outer.bound.as_ref(), &free);
        Ok(free)
    }

    fn set(&mut self, id: ScopeId, name: Name, place: Where) {
        if let Some(symbol) = self.table.get_mut(id).symbols.get_mut(&name) {
            symbol.place = place;
        }
    }

    fn error<T>(&self, id: ScopeId, name: Name, message: String) -> Fallible<T> {
        Err(Box::new(self.src.syntax_error(message, self.table.get(id).directive(name))))
    }

    fn name(&mut self, id: ScopeId, name: Name, outer: &mut Outer, local: &mut Set, free: &mut Set) -> Fallible<()> {
        let flags = self.table.get(id).flags(name);
        let text = self.names.text(name);
        let place = if flags & flag::GLOBAL != 0 {
            if flags & flag::NONLOCAL != 0 {
                return self.error(id, name, format!("name '{text}' is nonlocal and global"));
            }
            outer.global.insert(name);
            if let Some(bound) = &mut outer.bound {
                bound.remove(&name);
            }
            Where::GlobalExplicit
        } else if flags & flag::NONLOCAL != 0 {
            match &outer.bound {
                None => return self.error(id, name, "nonlocal declaration not allowed at module level".into()),
                Some(bound) if !bound.contains(&name) => {
                    return self.error(id, name, format!("no binding for nonlocal '{text}' found"));
                }
                Some(_) => {}
            }
            if outer.type_params.contains(&name) {
                return self.error(id, name, format!("nonlocal binding not allowed for type parameter '{text}'"));
            }
            free.insert(name);
            Where::Free
        } else if flags & flag::BOUND != 0 {
            local.insert(name);
            outer.global.remove(&name);
            if flags & flag::TYPE_PARAM != 0 {
                outer.type_params.insert(name);
            } else {
                outer.type_params.remove(&name);
            }
            Where::Local
        } else {
            self.outer_name(name, outer, free)
        };
        self.set(id, name, place);
        Ok(())
    }

    /// A name the block only uses.
    fn outer_name(&self, name: Name, outer: &Outer, free: &mut Set) -> Where {
        if let Some(class) = outer.class {
            let flags = self.table.get(class).flags(name);
            if flags & flag::GLOBAL != 0 {
                return Where::GlobalExplicit;
            }
            if flags & flag::BOUND != 0 && flags & flag::NONLOCAL == 0 {
                return Where::GlobalImplicit;
            }
        }
        if outer.bound.as_ref().is_some_and(|b| b.contains(&name)) {
            free.insert(name);
            return Where::Free;
        }
        Where::GlobalImplicit
    }

    /// A comprehension's free variables that the enclosing function binds need no cell for it alone.
    fn inline(&mut self, id: ScopeId, comp: ScopeId, comp_free: &mut Set) {
        self.table.get_mut(comp).inlined = true;
        let outer = self.table.get(id);
        let mut drop = Vec::new();
        for &name in &self.table.get(comp).order {
            match outer.symbols.get(&name) {
                None => {
                    let special = [self.dunder_class, self.class_dict, self.conditional].contains(&name);
                    if outer.kind == Kind::Class && special && self.table.get(comp).place(name) == Some(Where::Free) {
                        drop.push((name, true));
                    }
                }
                Some(symbol)
                    if symbol.flags & flag::BOUND != 0
                        && outer.kind != Kind::Class
                        && !self.free_in_child(comp, name) =>
                {
                    // What the comprehension itself binds was never in its free set.
                    drop.push((name, false));
                }
                Some(_) => {}
            }
        }
        for (name, global) in drop {
            comp_free.remove(&name);
            if global {
                self.set(comp, name, Where::GlobalImplicit);
            }
        }
    }

    fn free_in_child(&self, id: ScopeId, name: Name) -> bool {
        self.table.get(id).children.iter().any(|&child| {
            let scope = self.table.get(child);
            if scope.inlined { self.free_in_child(child, name) } else { scope.place(name) == Some(Where::Free) }
        })
    }

    /// Names that only inner blocks need become free here as well.
    fn pass_through(&mut self, id: ScopeId, is_class: bool, bound: Option<&Set>, free: &Set) {
        for &name in free {
            let scope = self.table.get_mut(id);
            let sees_class = scope.sees_class;
            if let Some(symbol) = scope.symbols.get_mut(&name) {
                // the class takes the name for its own, or a type parameter's scope looks it up there
                let seen = sees_class && symbol.place != Where::Free && bound.is_some_and(|b| b.contains(&name));
                if seen || is_class && symbol.flags & (flag::BOUND | flag::GLOBAL) != 0 {
                    symbol.flags |= flag::FREE_CLASS;
                }
            } else if bound.is_some_and(|b| b.contains(&name)) {
                scope.order.push(name);
                scope.symbols.insert(name, Symbol { flags: 0, place: Where::Free });
            }
        }
    }
}
