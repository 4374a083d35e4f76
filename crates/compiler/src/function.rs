//! Functions and lambdas: decorators, defaults, closures, bodies.

use pyish_bytecode::{CodeFlags, Const, HEADER, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::{ArgumentsId, Constant, Expr, ExprId, Seq, Stmt, StmtId, Sym, TypeParam};

use crate::assembler::Reg;
use crate::name::Place;
use crate::names::Name;
use crate::symtable::{Key, ScopeId};
use crate::{Compiler, Fallible};

/// What `MakeFunction` finds in four registers from `base` on.
#[derive(Clone, Copy)]
pub(crate) struct Parts {
    pub base: Reg,
    pub bits: u8,
}

impl Parts {
    pub const DEFAULTS: u8 = 1;
    pub const KW_DEFAULTS: u8 = 2;
    pub const ANNOTATE: u8 = 4;
    pub const CLOSURE: u8 = 8;
}

/// The fields of a `def`.
#[derive(Clone, Copy)]
pub(crate) struct Function {
    pub id: StmtId,
    pub name: Sym,
    pub args: ArgumentsId,
    pub body: Seq<StmtId>,
    pub returns: Option<ExprId>,
    pub type_params: Seq<TypeParam>,
    /// what `co_firstlineno` is the line of
    pub first: Span,
}

impl Compiler<'_> {
    pub(crate) fn function_def(&mut self, f: Function, decorators: Seq<ExprId>) -> Fallible<()> {
        let span = self.ast.span(f.id);
        let mark = self.mark();
        let name = self.mangled(f.name);
        let slots = self.decorators(decorators)?;
        let dest = match self.place(name) {
            Place::Local(reg) if slots.is_empty() => reg,
            _ => self.temp(),
        };
        if f.type_params.is_empty() {
            let parts = self.defaults(f.args, span)?;
            self.function(f, parts, dest)?;
        } else {
            self.generic_function(f, dest)?;
        }
        let result = self.apply_decorators(decorators, &slots, dest);
        self.store_name(name, result, span);
        self.release(mark);
        Ok(())
    }

    /// Evaluates decorators into the bases of the calls that apply them; the next register after the
    /// last is the argument of the innermost.
    pub(crate) fn decorators(&mut self, decorators: Seq<ExprId>) -> Fallible<Vec<Reg>> {
        let mut slots = Vec::new();
        for &decorator in self.ast.seq(decorators) {
            let base = self.temps(1);
            self.expr_to(decorator, base)?;
            self.temps(HEADER - 1);
            self.body.asm.open_call(base);
            slots.push(base);
        }
        Ok(slots)
    }

    pub(crate) fn apply_decorators(&mut self, decorators: Seq<ExprId>, slots: &[Reg], value: Reg) -> Reg {
        let mut value = value;
        for (&base, &decorator) in slots.iter().zip(self.ast.seq(decorators)).rev() {
            let span = self.span(decorator);
            self.emit(Op::Call, 0, base, 1, base, span);
            value = base;
        }
        value
    }

    /// The function object in `R[dest]`; its defaults stand in `parts`.
    pub(crate) fn function(&mut self, f: Function, mut parts: Parts, dest: Reg) -> Fallible<()> {
        let span = self.ast.span(f.id);
        self.annotate_function(f, &mut parts)?;
        let Some(scope) = self.table.find(Key::Body(f.id)) else { return Ok(()) };
        let name = self.ast.name(f.name).to_owned();
        let parameters = self.parameter_names(f.args, self.table.get(scope).class);
        self.begin(scope, &name, f.first, &parameters);
        self.describe_parameters(f.args);
        let stmts = self.ast.seq(f.body);
        let (doc, rest) = self.docstring(stmts);
        self.statements(rest)?;
        let end = stmts.last().map_or(span, |&s| self.ast.span(s));
        self.return_none(end);
        let code = self.end(doc)?;
        self.make_function(dest, code, scope, Some(parts), span)
    }

    pub(crate) fn lambda(&mut self, id: ExprId, args: ArgumentsId, body: ExprId, dest: Reg) -> Fallible<()> {
        let span = self.span(id);
        let mark = self.mark();
        let parts = self.defaults(args, span)?;
        let Some(scope) = self.table.find(Key::Expr(id)) else { return Ok(()) };
        let parameters = self.parameter_names(args, self.table.get(scope).class);
        self.begin(scope, "<lambda>", span, &parameters);
        self.describe_parameters(args);
        let value = self.operand(body)?;
        let body_span = self.span(body);
        self.emit(Op::Return, 0, value, 0, 0, body_span);
        let code = self.end(None)?;
        self.make_function(dest, code, scope, Some(parts), span)?;
        self.release(mark);
        Ok(())
    }

    /// `R[dest] := function(code)`, closing over the cells its scope needs.
    pub(crate) fn make_function(
        &mut self,
        dest: Reg,
        code: u32,
        scope: ScopeId,
        parts: Option<Parts>,
        span: Span,
    ) -> Fallible<()> {
        let mark = self.mark();
        let free = self.free_names(scope);
        let mut parts = match parts {
            Some(parts) => parts,
            None if free.is_empty() => Parts { base: 0, bits: 0 },
            None => Parts { base: self.temps(4), bits: 0 },
        };
        if !free.is_empty() {
            let first = self.temps(free.len());
            for (i, &name) in free.iter().enumerate() {
                if let Some(cell) = self.cell_of(name) {
                    self.emit(Op::Move, 0, first + i as Reg, cell, 0, span);
                }
            }
            self.emit(Op::BuildTuple, 0, parts.base + 3, first, free.len() as u16, span);
            parts.bits |= Parts::CLOSURE;
        }
        let k = self.body.asm.code(code);
        self.emit(Op::MakeFunction, parts.bits, dest, parts.base, k, span);
        self.release(mark);
        Ok(())
    }

    /// Evaluates defaults into a block of four registers, which stay taken.
    pub(crate) fn defaults(&mut self, args: ArgumentsId, span: Span) -> Fallible<Parts> {
        let list = *self.ast.arguments(args);
        let base = self.temps(4);
        let mut bits = 0;
        if !list.defaults.is_empty() {
            self.tuple_of(list.defaults, base, span)?;
            bits |= Parts::DEFAULTS;
        }
        let named: Vec<(Sym, ExprId)> = self
            .ast
            .seq(list.kwonlyargs)
            .iter()
            .zip(self.ast.seq(list.kw_defaults))
            .filter_map(|(arg, default)| Some((arg.arg, (*default)?)))
            .collect();
        if !named.is_empty() {
            let mark = self.mark();
            self.emit(Op::BuildMap, 0, base + 1, mark, 0, span);
            for (arg, default) in named {
                let name = self.mangled(arg);
                let key = self.temp();
                let text = self.names.text(name).to_owned();
                self.load_str(key, &text, span);
                let value = self.operand(default)?;
                self.emit(Op::MapSet, 0, base + 1, key, value, span);
                self.release(mark);
            }
            bits |= Parts::KW_DEFAULTS;
        }
        Ok(Parts { base, bits })
    }

    /// A tuple of expressions, one constant if all are.
    pub(crate) fn tuple_of(&mut self, elts: Seq<ExprId>, dest: Reg, span: Span) -> Fallible<()> {
        let values: Option<Vec<Const>> = self.ast.seq(elts).iter().map(|&e| self.folded.value(e)).collect();
        match values {
            Some(values) => self.load_const(dest, Const::Tuple(values), span),
            None => self.tuple(elts, dest, span)?,
        }
        Ok(())
    }

    /// Parameters in the order of their registers.
    fn parameter_names(&mut self, args: ArgumentsId, class: Option<Name>) -> Vec<Name> {
        let list = *self.ast.arguments(args);
        let ast = self.ast;
        ast.seq(list.posonlyargs)
            .iter()
            .chain(ast.seq(list.args))
            .chain(ast.seq(list.kwonlyargs))
            .chain(&list.vararg)
            .chain(&list.kwarg)
            .map(|arg| {
                let name = self.names.of(arg.arg);
                self.names.mangle(class, name)
            })
            .collect()
    }

    fn describe_parameters(&mut self, args: ArgumentsId) {
        let list = *self.ast.arguments(args);
        let code = &mut self.body.code;
        code.posonly = list.posonlyargs.len() as u32;
        code.argcount = (list.posonlyargs.len() + list.args.len()) as u32;
        code.kwonly = list.kwonlyargs.len() as u32;
        if list.vararg.is_some() {
            code.flags.0 |= CodeFlags::VARARGS;
        }
        if list.kwarg.is_some() {
            code.flags.0 |= CodeFlags::VARKEYWORDS;
        }
        if code.argcount == 0 {
            self.body.first_param = None;
        }
    }

    /// The docstring of a body, its margin taken off, and the statements after it.
    pub(crate) fn docstring<'s>(&self, stmts: &'s [StmtId]) -> (Option<Box<[u8]>>, &'s [StmtId]) {
        if let Some((&first, rest)) = stmts.split_first()
            && let Stmt::Expr { value } = *self.ast.stmt(first)
            && let Expr::Constant { value: Constant::Str(text), .. } = *self.ast.expr(value)
        {
            if self.options.optimize >= 2 {
                return (None, rest);
            }
            return (Some(clean_doc(self.ast.str(text).as_bytes())), rest);
        }
        (None, stmts)
    }
}

/// Tabs to spaces, the common margin of all lines but the first off.
fn clean_doc(text: &[u8]) -> Box<[u8]> {
    let text = expand_tabs(text);
    let lines: Vec<&[u8]> = text.split(|&b| b == b'\n').collect();
    let indent = |line: &[u8]| line.iter().take_while(|&&b| b == b' ').count();
    let filled = lines[1..].iter().filter(|l| indent(l) < l.len());
    let margin = filled.map(|l| indent(l)).min().unwrap_or(0);
    let mut out: Vec<u8> = lines[0][indent(lines[0])..].to_vec();
    for line in &lines[1..] {
        out.push(b'\n');
        out.extend_from_slice(&line[margin.min(indent(line))..]);
    }
    out.into()
}

fn expand_tabs(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut column = 0;
    for &b in text {
        match b {
            b'\t' => {
                let width = 8 - column % 8;
                out.extend(std::iter::repeat_n(b' ', width));
                column += width;
            }
            b'\n' | b'\r' => {
                out.push(b);
                column = 0;
            }
            _ => {
                out.push(b);
                // Continuation bytes are no columns.
                column += usize::from(b & 0xC0 != 0x80);
            }
        }
    }
    out
}
