//! Reading, storing and deleting names: registers, cells, globals and namespaces.

use pyish_bytecode::{Const, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::Sym;

use crate::assembler::Reg;
use crate::names::Name;
use crate::symtable::{Kind, Where};
use crate::{Compiler, Fallible};

/// Where a name lives, seen from the code being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Local(Reg),
    /// an own cell, or a free variable's
    Cell(Reg, bool),
    Global,
    /// the namespace in `R[0]`, then globals and builtins
    Namespace,
    /// a class body reading an enclosing function's variable
    ClassCell(Reg),
    /// inside a class's annotation scope: the class's namespace (in this cell) first, then globals
    DictGlobal(Reg),
    /// the same, then a cell
    DictCell(Reg, Reg),
}

impl Compiler<'_> {
    /// A name of the tree as this code knows it: private names of a class are mangled.
    pub(crate) fn mangled(&mut self, sym: Sym) -> Name {
        let name = self.names.of(sym);
        let class = self.scope_class();
        self.names.mangle(class, name)
    }

    pub(crate) fn scope_class(&self) -> Option<Name> {
        let scope = self.scope();
        match scope.kind {
            Kind::Class => Some(scope.name),
            _ => scope.class,
        }
    }

    pub(crate) fn place(&self, name: Name) -> Place {
        let scope = self.scope();
        for inlined in self.body.inlined.iter().rev() {
            match self.table.get(inlined.scope).place(name) {
                Some(Where::Local) => return Place::Local(inlined.regs[&name]),
                Some(Where::Cell) => return Place::Cell(inlined.regs[&name], false),
                Some(Where::Free) => {}
                Some(Where::GlobalImplicit) if scope.kind == Kind::Module => return Place::Namespace,
                Some(Where::GlobalExplicit | Where::GlobalImplicit) => return Place::Global,
                // A name the compiler itself asks for.
                None => {}
            }
        }
        let in_comprehension = !self.body.inlined.is_empty();
        if scope.kind == Kind::Class {
            if (in_comprehension || scope.place(name) == Some(Where::Free))
                && let Some(&reg) = self.body.free.get(&name)
            {
                return if in_comprehension { Place::Cell(reg, true) } else { Place::ClassCell(reg) };
            }
            // The cells of `__class__` and `__classdict__` are read by inner functions only.
        } else if scope.kind != Kind::Module {
            let class_dict = || self.body.free.get(&self.known.class_dict).copied().filter(|_| scope.sees_class);
            match scope.place(name) {
                Some(Where::Local) => {
                    if let Some(&reg) = self.body.regs.get(&name) {
                        return Place::Local(reg);
                    }
                }
                Some(Where::Cell) => {
                    if let Some(&reg) = self.body.regs.get(&name) {
                        return Place::Cell(reg, false);
                    }
                }
                Some(Where::Free) => {
                    if let Some(&reg) = self.body.free.get(&name) {
                        return match class_dict() {
                            Some(dict) if name != self.known.class_dict => Place::DictCell(dict, reg),
                            _ => Place::Cell(reg, true),
                        };
                    }
                }
                Some(Where::GlobalImplicit) => {
                    if let Some(dict) = class_dict() {
                        return Place::DictGlobal(dict);
                    }
                }
                Some(Where::GlobalExplicit) | None => {}
            }
            return Place::Global;
        }
        match scope.place(name) {
            Some(Where::GlobalExplicit) => Place::Global,
            _ => Place::Namespace,
        }
    }

    pub(crate) fn plain_name(&mut self, name: Name) -> u16 {
        self.body.asm.name(name, self.names.text(name))
    }

    /// A name with caches shared by all its sites.
    pub(crate) fn shared_name(&mut self, name: Name, caches: u8) -> u16 {
        self.body.asm.cached_name(name, self.names.text(name), caches, false)
    }

    /// A name with caches of this site.
    pub(crate) fn site_name(&mut self, name: Name, caches: u8) -> u16 {
        self.body.asm.cached_name(name, self.names.text(name), caches, true)
    }

    /// `R[a] := name`.
    pub(crate) fn load_name(&mut self, a: Reg, name: Name, span: Span) {
        match self.place(name) {
            Place::Local(reg) => {
                self.check_bound(reg, name, span);
                self.mov(a, reg, span);
            }
            Place::Cell(reg, free) => {
                let k = self.plain_name(name);
                self.emit(Op::LoadCell, u8::from(free), a, reg, k, span);
            }
            Place::Global => {
                let k = self.shared_name(name, 1);
                self.emit(Op::LoadGlobal, 0, a, 0, k, span);
            }
            Place::Namespace => {
                let k = self.shared_name(name, 1);
                self.emit(Op::LoadName, 0, a, 0, k, span);
            }
            Place::ClassCell(reg) => {
                let k = self.plain_name(name);
                self.emit(Op::LoadClassCell, 0, a, reg, k, span);
            }
            Place::DictGlobal(dict) => {
                let mark = self.mark();
                let t = self.temp();
                self.load_cell(t, dict, self.known.class_dict, span);
                let k = self.plain_name(name);
                self.emit(Op::LoadDictOrGlobal, 0, a, t, k, span);
                self.release(mark);
            }
            Place::DictCell(dict, cell) => {
                let mark = self.mark();
                let t = self.temp();
                self.load_cell(t, dict, self.known.class_dict, span);
                let k = self.plain_name(name);
                self.emit(Op::LoadDictOrCell, 0, t, cell, k, span);
                self.mov(a, t, span);
                self.release(mark);
            }
        }
    }

    fn load_cell(&mut self, a: Reg, cell: Reg, name: Name, span: Span) {
        let k = self.plain_name(name);
        self.emit(Op::LoadCell, 1, a, cell, k, span);
    }

    /// Where `reg` may be unbound; the assembler drops what it can prove.
    pub(crate) fn check_bound(&mut self, reg: Reg, name: Name, span: Span) {
        let k = self.plain_name(name);
        self.emit(Op::CheckBound, 0, reg, 0, k, span);
    }

    /// `name := R[b]`.
    pub(crate) fn store_name(&mut self, name: Name, b: Reg, span: Span) {
        match self.place(name) {
            Place::Local(reg) => self.mov(reg, b, span),
            Place::Cell(reg, _) | Place::DictCell(_, reg) => self.emit(Op::StoreCell, 0, reg, b, 0, span),
            Place::Global | Place::DictGlobal(_) => {
                let k = self.shared_name(name, 1);
                self.emit(Op::StoreGlobal, 0, b, 0, k, span);
            }
            Place::Namespace => self.store_namespace(name, b, span),
            Place::ClassCell(reg) => self.emit(Op::StoreCell, 0, reg, b, 0, span),
        }
    }

    /// `R[0][name] := R[b]`.
    pub(crate) fn store_namespace(&mut self, name: Name, b: Reg, span: Span) {
        let k = self.shared_name(name, 1);
        self.emit(Op::StoreName, 0, b, 0, k, span);
    }

    /// `R[0][name] := constant` in a module or class body.
    pub(crate) fn store_constant(&mut self, name: &str, value: Const, span: Span) -> Fallible<()> {
        let mark = self.mark();
        let t = self.temp();
        self.load_const(t, value, span);
        let name = self.names.intern(name);
        self.store_namespace(name, t, span);
        self.release(mark);
        Ok(())
    }

    pub(crate) fn delete_name(&mut self, name: Name, span: Span) {
        let place = self.place(name);
        let k = self.plain_name(name);
        match place {
            Place::Local(reg) => self.emit(Op::DeleteLocal, 0, reg, 0, k, span),
            Place::Cell(reg, free) => self.emit(Op::DeleteCell, u8::from(free), reg, 0, k, span),
            Place::ClassCell(reg) | Place::DictCell(_, reg) => self.emit(Op::DeleteCell, 1, reg, 0, k, span),
            Place::Global | Place::DictGlobal(_) => self.emit(Op::DeleteGlobal, 0, 0, 0, k, span),
            Place::Namespace => self.emit(Op::DeleteName, 0, 0, 0, k, span),
        }
    }

    /// The end of `except E as name`: unbound whether it was deleted before or not.
    pub(crate) fn clear_name(&mut self, name: Name, span: Span) {
        if let Place::Local(reg) = self.place(name) {
            self.emit(Op::Clear, 0, reg, 0, 0, span);
            return;
        }
        let mark = self.mark();
        let t = self.temp();
        self.load_const(t, Const::None, span);
        self.store_name(name, t, span);
        self.delete_name(name, span);
        self.release(mark);
    }

    /// The cell of a variable that a function made here closes over.
    pub(crate) fn cell_of(&self, name: Name) -> Option<Reg> {
        for inlined in self.body.inlined.iter().rev() {
            if self.table.get(inlined.scope).place(name) == Some(Where::Cell) {
                return inlined.regs.get(&name).copied();
            }
        }
        if (self.scope().place(name) == Some(Where::Cell) || !self.is_function())
            && let Some(&reg) = self.body.regs.get(&name)
        {
            return Some(reg);
        }
        self.body.free.get(&name).copied()
    }
}
