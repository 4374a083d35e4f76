//! The state of one code object while it is written: registers of its variables, open blocks,
//! comprehensions being inlined. And how a code object is begun and finished.

use std::collections::HashMap;

use pyish_bytecode::{Code, CodeFlags, Const, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::{ExprId, Seq, StmtId};

use crate::assembler::{Assembler, HandlerId, Label, NOWHERE, Reg};
use crate::names::Name;
use crate::symtable::{Kind, Scope, ScopeId, SymbolTable, Where, flag};
use crate::{Compiler, Fallible};

/// A statement that `break`, `continue` or `return` leaves on its way; `outer` is the handler around it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Block {
    Loop {
        next: Label,
        end: Label,
    },
    /// a body with `except` clauses
    Try {
        outer: Option<HandlerId>,
    },
    /// an `except` or exceptional `finally` body: the exception handled before it is in `saved`
    Handler {
        saved: Reg,
        outer: Option<HandlerId>,
    },
    /// `except E as name`
    HandlerName {
        name: Name,
        outer: Option<HandlerId>,
    },
    /// a body with a `finally`
    Finally {
        body: Seq<StmtId>,
        outer: Option<HandlerId>,
    },
    With {
        exit: Reg,
        is_async: bool,
        outer: Option<HandlerId>,
        span: Span,
    },
    /// the bodies of `except*`, which nothing may leave
    ExceptStar,
}

/// A comprehension whose code stands in this code object.
#[derive(Debug)]
pub(crate) struct Inlined {
    pub scope: ScopeId,
    pub regs: HashMap<Name, Reg>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Annotation {
    pub name: Name,
    pub value: ExprId,
    pub number: Option<i64>,
}

#[derive(Debug)]
pub(crate) struct Body {
    pub scope: ScopeId,
    pub asm: Assembler,
    pub qualname: String,
    pub name: String,
    /// registers of own variables
    pub regs: HashMap<Name, Reg>,
    /// registers of the free variables' cells
    pub free: HashMap<Name, Reg>,
    pub first_temp: Reg,
    pub blocks: Vec<Block>,
    pub inlined: Vec<Inlined>,
    /// attributes of `self` that methods set (`__static_attributes__`)
    pub static_attributes: Vec<Name>,
    pub first_param: Option<Name>,
    /// annotations of a module or class; with a number where it must be known that they ran
    pub annotations: Vec<Annotation>,
    /// the numbers by annotation
    pub numbers: HashMap<ExprId, i64>,
    pub code: Code,
    /// its place in the unit: after the code object around it
    pub number: u32,
}

impl Body {
    pub fn new(table: &SymbolTable, scope: ScopeId, qualname: &str) -> Body {
        let _ = table;
        Body {
            scope,
            asm: Assembler::default(),
            qualname: qualname.into(),
            name: qualname.into(),
            regs: HashMap::new(),
            free: HashMap::new(),
            first_temp: 1,
            blocks: Vec::new(),
            inlined: Vec::new(),
            static_attributes: Vec::new(),
            first_param: None,
            annotations: Vec::new(),
            numbers: HashMap::new(),
            code: Code::default(),
            number: 0,
        }
    }

    pub fn is_temp(&self, reg: Reg) -> bool {
        reg >= self.first_temp
    }
}

impl Compiler<'_> {
    pub(crate) fn emit(&mut self, op: Op, x: u8, a: u16, b: u16, c: u16, span: Span) {
        self.body.asm.emit(op, x, a, b, c, span);
    }

    pub(crate) fn temp(&mut self) -> Reg {
        self.body.asm.temp()
    }

    pub(crate) fn temps(&mut self, n: usize) -> Reg {
        self.body.asm.temps(n)
    }

    /// The mark that `release` goes back to.
    pub(crate) fn mark(&self) -> Reg {
        self.body.asm.top
    }

    pub(crate) fn release(&mut self, mark: Reg) {
        self.body.asm.top = mark;
    }

    pub(crate) fn label(&mut self) -> Label {
        self.body.asm.label()
    }

    pub(crate) fn bind(&mut self, label: Label) {
        self.body.asm.bind(label);
    }

    pub(crate) fn jump(&mut self, to: Label, span: Span) {
        self.body.asm.jump(Op::Jump, 0, 0, to, span);
    }

    pub(crate) fn load_const(&mut self, a: Reg, value: Const, span: Span) {
        match value {
            Const::Int(i) if i32::try_from(i).is_ok() => self.body.asm.emit_wide(Op::LoadInt, a, i as i32, span),
            value => self.body.asm.load_const(a, value, span),
        }
    }

    pub(crate) fn load_str(&mut self, a: Reg, text: &str, span: Span) {
        self.body.asm.load_const(a, Const::Str(text.as_bytes().into()), span);
    }

    pub(crate) fn mov(&mut self, a: Reg, b: Reg, span: Span) {
        if a != b {
            self.emit(Op::Move, 0, a, b, 0, span);
        }
    }

    pub(crate) fn return_none(&mut self, span: Span) {
        if self.body.asm.dead {
            return;
        }
        let mark = self.mark();
        let t = self.temp();
        self.load_const(t, Const::None, span);
        self.emit(Op::Return, 0, t, 0, 0, span);
        self.release(mark);
    }

    pub(crate) fn scope(&self) -> &Scope {
        self.table.get(self.body.scope)
    }

    pub(crate) fn is_function(&self) -> bool {
        self.scope().function_like()
    }

    /// Begins the code object of a scope. `parameters` are its first registers.
    pub(crate) fn begin(&mut self, scope: ScopeId, name: &str, first: Span, parameters: &[Name]) {
        let qualname = self.qualname(scope, name);
        let mut body = Body::new(&self.table, scope, &qualname);
        body.name = name.into();
        body.number = self.codes.len() as u32;
        self.codes.push(Code::default());
        let info = self.table.get(scope);
        let mut locals: Vec<Name> = parameters.to_vec();
        let own = |n: &Name| matches!(info.place(*n), Some(Where::Local | Where::Cell));
        if info.function_like() {
            let seen: std::collections::HashSet<Name> = parameters.iter().copied().collect();
            locals.extend(info.order.iter().copied().filter(|n| own(n) && !seen.contains(n)));
        } else {
            if info.needs_class {
                locals.push(self.known.dunder_class);
            }
            if info.needs_class_dict {
                locals.push(self.known.class_dict);
            }
            if info.needs_conditional {
                locals.push(self.known.conditional);
            }
        }
        let base = if info.function_like() { 0 } else { 1 };
        for (i, &name) in locals.iter().enumerate() {
            let reg = (base + i) as Reg;
            body.regs.insert(name, reg);
            if !info.function_like() || info.place(name) == Some(Where::Cell) {
                body.code.cells.push(reg);
            }
        }
        let free = self.free_names(scope);
        let free_base = (base + locals.len()) as Reg;
        for (i, &name) in free.iter().enumerate() {
            body.free.insert(name, free_base + i as Reg);
        }
        let end = base + locals.len() + free.len();
        if end > 60_000 {
            body.asm.overflow = Some("too many local variables in one code object");
        }
        body.first_temp = end as Reg;
        body.asm.top = end as Reg;
        body.asm.reach(end);
        body.first_param = parameters.first().copied();
        body.code.first_line = self.src.line_of(first.start);
        body.code.free_base = free_base;
        body.code.free = free.iter().map(|&n| self.names.text(n).into()).collect();
        body.code.locals = locals.iter().chain(&free).map(|&n| self.local_text(n).into()).collect();
        let info = self.table.get(scope);
        let mut flags = 0;
        if info.function_like() {
            flags |= CodeFlags::OPTIMIZED | CodeFlags::NEWLOCALS;
            flags |= match (info.generator, info.coroutine) {
                (true, true) => CodeFlags::ASYNC_GENERATOR,
                (true, false) => CodeFlags::GENERATOR,
                (false, true) => CodeFlags::COROUTINE,
                (false, false) => 0,
            };
        }
        if info.nested {
            flags |= CodeFlags::NESTED;
        }
        if info.method {
            flags |= CodeFlags::METHOD;
        }
        body.code.flags = CodeFlags(flags);
        self.outer.push(std::mem::replace(&mut self.body, body));

        // Entry: cells, the closure, and the generator object once both stand.
        for i in 0..self.body.code.cells.len() {
            let cell = self.body.code.cells[i];
            if !self.is_function() {
                self.emit(Op::Unbind, 0, cell, 0, 0, NOWHERE);
            }
            self.emit(Op::MakeCell, 0, cell, 0, 0, NOWHERE);
        }
        if !free.is_empty() {
            self.emit(Op::CopyFree, 0, free_base, free.len() as u16, 0, NOWHERE);
        }
        let suspends = CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR;
        if flags & suspends != 0 {
            self.emit(Op::MakeGenerator, 0, 0, 0, 0, NOWHERE);
        }
    }

    /// The name of a register; an annotate function's parameter is `format`.
    fn local_text(&self, name: Name) -> &str {
        if name == self.known.format { "format" } else { self.names.text(name) }
    }

    /// Free variables of a scope in the order of its closure.
    pub(crate) fn free_names(&self, scope: ScopeId) -> Vec<Name> {
        let info = self.table.get(scope);
        let mut free: Vec<Name> = info
            .order
            .iter()
            .copied()
            .filter(|n| info.symbols.get(n).is_some_and(|s| s.place == Where::Free || s.flags & flag::FREE_CLASS != 0))
            .collect();
        free.sort_by(|a, b| self.names.text(*a).cmp(self.names.text(*b)));
        free
    }

    /// `outer.<locals>.name`, or `Class.name`, or `name` for what a `global` statement names.
    fn qualname(&self, scope: ScopeId, name: &str) -> String {
        let info = self.table.get(scope);
        let around = self.scope();
        if matches!(around.kind, Kind::Module) {
            return name.into();
        }
        let definition = matches!(info.kind, Kind::Function | Kind::Class);
        if definition && around.place(info.name) == Some(Where::GlobalExplicit) {
            return name.into();
        }
        match around.kind {
            // The scope of type parameters does not show.
            Kind::TypeParams => match self.outer.last() {
                Some(outer) => {
                    let kind = self.table.get(outer.scope).kind;
                    match kind {
                        Kind::Module => name.into(),
                        Kind::Class => format!("{}.{name}", outer.qualname),
                        _ => format!("{}.<locals>.{name}", outer.qualname),
                    }
                }
                None => name.into(),
            },
            Kind::Class => format!("{}.{name}", self.body.qualname),
            _ => format!("{}.<locals>.{name}", self.body.qualname),
        }
    }

    /// Finishes the code object being written; the one around it goes on.
    pub(crate) fn end(&mut self, doc: Option<Box<[u8]>>) -> Fallible<u32> {
        let code = self.finish(doc)?;
        let number = self.body.number;
        if let Some(outer) = self.outer.pop() {
            self.body = outer;
        }
        self.codes[number as usize] = code;
        Ok(number)
    }

    pub(crate) fn finish(&mut self, doc: Option<Box<[u8]>>) -> Fallible<Code> {
        let mut code = std::mem::take(&mut self.body.code);
        code.name = self.body.name.as_str().into();
        code.qualname = self.body.qualname.as_str().into();
        code.filename = self.options.filename.as_deref().unwrap_or(self.src.name()).into();
        code.first_line = code.first_line.max(1);
        if self.outer.is_empty() && self.scope().coroutine {
            code.flags.0 |= CodeFlags::COROUTINE;
        }
        if self.future.annotations {
            code.flags.0 |= CodeFlags::FUTURE_ANNOTATIONS;
        }
        if doc.is_some() {
            code.flags.0 |= CodeFlags::HAS_DOCSTRING;
        }
        code.doc = doc;
        let parameters = if self.is_function() {
            (code.argcount + code.kwonly) as usize
                + usize::from(code.flags.has(CodeFlags::VARARGS))
                + usize::from(code.flags.has(CodeFlags::VARKEYWORDS))
        } else {
            0
        };
        let asm = std::mem::take(&mut self.body.asm);
        match asm.finish(&mut code, parameters, self.body.first_temp, self.src) {
            Ok(()) => Ok(code),
            Err(text) => self.error(text, Span::default()),
        }
    }
}
