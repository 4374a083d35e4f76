//! Comprehensions. List, set and dict comprehensions run in the frame of the function around them,
//! their variables in registers of their own (PEP 709); generator expressions are functions whose one
//! parameter `.0` is the first iterator.

use std::collections::HashMap;

use pyish_bytecode::{Const, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::{Comprehension, ExprId, Seq};

use crate::assembler::{Label, NOWHERE, Reg};
use crate::symtable::{Comp, Key, ScopeId, Where, flag};
use crate::unit::Inlined;
use crate::{Compiler, Fallible};

/// What a comprehension does with each element.
#[derive(Clone, Copy)]
struct Element {
    comp: Comp,
    elt: ExprId,
    value: Option<ExprId>,
    into: Reg,
    span: Span,
}

impl Compiler<'_> {
    pub(crate) fn comprehension(
        &mut self,
        id: ExprId,
        comp: Comp,
        elt: ExprId,
        value: Option<ExprId>,
        generators: Seq<Comprehension>,
        dest: Reg,
    ) -> Fallible<()> {
        let span = self.span(id);
        let Some(scope) = self.table.find(Key::Expr(id)) else { return Ok(()) };
        let generators = self.ast.seq(generators);
        if !self.table.get(scope).inlined {
            return self.comprehension_function(scope, comp, elt, value, generators, dest, span);
        }
        self.through(dest, span, |c, t| {
            let mark = c.mark();
            let iter = c.temp();
            c.first_iterator(iter, &generators[0])?;
            let element = Element { comp, elt, value, into: t, span };
            c.enter_inlined(scope, span);
            c.new_container(element);
            c.generators(generators, Some(iter), element)?;
            c.body.inlined.pop();
            c.release(mark);
            Ok(())
        })
    }

    fn first_iterator(&mut self, iter: Reg, generator: &Comprehension) -> Fallible<()> {
        let mark = self.mark();
        let span = self.span(generator.iter);
        let value = self.iterable(generator.iter)?;
        let op = if generator.is_async { Op::GetAIter } else { Op::GetIter };
        self.emit(op, 0, iter, value, 0, span);
        self.release(mark);
        Ok(())
    }

    /// The operand of a `for`: a constant list or set as a constant.
    pub(crate) fn iterable(&mut self, id: ExprId) -> Fallible<Reg> {
        if let Some(value @ Const::Tuple(_)) = self.constant_display(id) {
            let t = self.temp();
            let span = self.span(id);
            self.load_const(t, value, span);
            return Ok(t);
        }
        self.operand(id)
    }

    /// Gives the variables of an inlined comprehension their registers.
    fn enter_inlined(&mut self, scope: ScopeId, span: Span) {
        let info = self.table.get(scope);
        let own: Vec<_> = info
            .order
            .iter()
            .copied()
            .filter(|n| info.flags(*n) & flag::PARAM == 0)
            .filter_map(|n| match info.place(n) {
                Some(Where::Local) => Some((n, false)),
                Some(Where::Cell) => Some((n, true)),
                _ => None,
            })
            .collect();
        let mut regs = HashMap::new();
        for (name, cell) in own {
            let reg = self.temp();
            regs.insert(name, reg);
            self.emit(Op::Unbind, 0, reg, 0, 0, span);
            if cell {
                self.emit(Op::MakeCell, 0, reg, 0, 0, span);
            }
        }
        self.body.inlined.push(Inlined { scope, regs });
    }

    fn new_container(&mut self, e: Element) {
        let op = match e.comp {
            Comp::List => Op::BuildList,
            Comp::Set => Op::BuildSet,
            Comp::Dict => Op::BuildMap,
            Comp::Generator => return,
        };
        self.emit(op, 0, e.into, e.into, 0, e.span);
    }

    /// The loops, and the element innermost.
    fn generators(&mut self, generators: &[Comprehension], first: Option<Reg>, element: Element) -> Fallible<()> {
        let Some((generator, rest)) = generators.split_first() else { return self.element(element) };
        self.enter()?;
        let mark = self.mark();
        let iter = match first {
            Some(iter) => iter,
            None => {
                let iter = self.temp();
                self.first_iterator(iter, generator)?;
                iter
            }
        };
        let next = self.label();
        let span = self.span(generator.iter);
        let conditions = |c: &mut Self| -> Fallible<()> {
            for &test in c.ast.seq(generator.ifs) {
                c.jump_if(test, false, next)?;
            }
            c.generators(rest, None, element)
        };
        if generator.is_async {
            self.async_loop(generator.target, iter, next, span, |c| {
                conditions(c)?;
                Ok(())
            })?;
        } else {
            self.for_loop(generator.target, iter, next, span, |c| {
                conditions(c)?;
                Ok(())
            })?;
        }
        self.release(mark);
        self.leave();
        Ok(())
    }

    /// `for target in R[iter]`: the test at the bottom, so that a round is one jump.
    pub(crate) fn for_loop(
        &mut self,
        target: ExprId,
        iter: Reg,
        next: Label,
        span: Span,
        body: impl FnOnce(&mut Self) -> Fallible<()>,
    ) -> Fallible<()> {
        let again = self.label();
        let local = self.local_target(target);
        let dest = match local {
            Some(reg) => reg,
            None => self.temp(),
        };
        let alive = !self.body.asm.dead;
        self.jump(next, span);
        self.body.asm.bind_back(again, alive);
        if local.is_none() {
            self.assign(target, dest)?;
        }
        body(self)?;
        self.bind(next);
        self.body.asm.jump(Op::ForIter, iter, dest, again, span);
        Ok(())
    }

    /// `async for target in R[iter]`.
    pub(crate) fn async_loop(
        &mut self,
        target: ExprId,
        iter: Reg,
        next: Label,
        span: Span,
        body: impl FnOnce(&mut Self) -> Fallible<()>,
    ) -> Fallible<()> {
        let end = self.label();
        let mark = self.mark();
        let outer = self.body.asm.handler;
        let exhausted = self.body.asm.add_handler(mark);
        let alive = !self.body.asm.dead;
        self.body.asm.bind_back(next, alive);
        let value = self.temp();
        let awaitable = self.temp();
        self.body.asm.handler = Some(exhausted);
        self.emit(Op::GetANext, 0, awaitable, iter, 0, span);
        self.load_const(value, Const::None, span);
        self.send_loop(awaitable, value, span);
        self.body.asm.handler = outer;
        self.release(value + 1);
        self.assign(target, value)?;
        self.release(mark);
        body(self)?;
        self.jump(next, NOWHERE);
        self.body.asm.bind_handler(exhausted);
        let exception = self.temp();
        self.body.asm.jump(Op::EndAsyncFor, exception, 0, end, span);
        self.bind(end);
        self.release(mark);
        Ok(())
    }

    fn element(&mut self, e: Element) -> Fallible<()> {
        let mark = self.mark();
        let elt = self.operand(e.elt)?;
        match (e.comp, e.value) {
            (Comp::List, _) => self.emit(Op::ListAppend, 0, e.into, elt, 0, self.span(e.elt)),
            (Comp::Set, _) => self.emit(Op::SetAdd, 0, e.into, elt, 0, self.span(e.elt)),
            (Comp::Dict, Some(value)) => {
                let value_reg = self.operand(value)?;
                let span = self.span(e.elt).to(self.span(value));
                self.emit(Op::MapSet, 0, e.into, elt, value_reg, span);
            }
            (Comp::Dict, None) => {}
            (Comp::Generator, _) => {
                let sent = self.temp();
                self.emit_yield(sent, elt, self.span(e.elt));
            }
        }
        self.release(mark);
        Ok(())
    }

    /// A generator expression, or a comprehension where it cannot be inlined: a function, called
    /// with the first iterator.
    #[expect(clippy::too_many_arguments, reason = "the parts of a comprehension")]
    fn comprehension_function(
        &mut self,
        scope: ScopeId,
        comp: Comp,
        elt: ExprId,
        value: Option<ExprId>,
        generators: &[Comprehension],
        dest: Reg,
        span: Span,
    ) -> Fallible<()> {
        let dot_zero = self.names.intern(".0");
        let name = self.names.text(self.table.get(scope).name).to_owned();
        let is_async = self.table.get(scope).coroutine && comp != Comp::Generator;
        self.begin(scope, &name, span, &[dot_zero]);
        self.body.code.argcount = 1;
        self.body.code.posonly = 1;
        // a generator expression collects nothing
        let into = if comp == Comp::Generator { 0 } else { self.temp() };
        let element = Element { comp, elt, value, into, span };
        self.new_container(element);
        self.generators(generators, Some(0), element)?;
        if comp == Comp::Generator {
            self.return_none(span);
        } else {
            self.emit(Op::Return, 0, into, 0, 0, span);
        }
        let code = self.end(None)?;

        let mark = self.mark();
        let base = self.call_base(dest);
        self.make_function(base, code, scope, None, span)?;
        let iter = self.temp();
        self.first_iterator(iter, &generators[0])?;
        if is_async {
            let result = base;
            self.emit(Op::Call, 0, base, 1, result, span);
            self.release(base + 1);
            self.through(dest, span, |c, t| {
                let mark = c.mark();
                let value = c.temp();
                c.mov(value, result, span);
                c.await_value(value, 0, t, span);
                c.release(mark);
                Ok(())
            })?;
        } else {
            self.emit(Op::Call, 0, base, 1, dest, span);
        }
        self.release(mark);
        Ok(())
    }
}
