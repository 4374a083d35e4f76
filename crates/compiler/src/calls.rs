//! Attributes, subscripts and calls: one loop over the chain `a.b[c](d).e`.
//!
//! A callable is evaluated into the base of its frame, its arguments into the registers five above.
//! When the result goes to the topmost temporary, that register is the base itself, so that the
//! frames of nested calls lie close together.

use pyish_bytecode::{Const, HEADER, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::{Expr, ExprContext, ExprId, Keyword, Seq, Sym};

use crate::assembler::Reg;
use crate::name::Place;
use crate::symtable::{Kind, Where};
use crate::{Compiler, Fallible};

/// More arguments than this are collected in a list and a dict.
const MOST_ARGUMENTS: usize = 200;

/// The part of a chain done so far.
#[derive(Clone, Copy)]
enum Done {
    /// the root, not evaluated yet
    Root(ExprId),
    Value(Reg),
}

/// Arguments beside those in the source: a class's function and name, its generic base.
#[derive(Clone, Copy, Default)]
pub(crate) struct Given {
    /// how many stand at `R[base + 5..]` already
    pub first: u16,
    /// one that follows the others
    pub last: Option<Reg>,
}

impl Given {
    fn count(self) -> u16 {
        self.first + u16::from(self.last.is_some())
    }
}

impl Compiler<'_> {
    pub(crate) fn postfix(&mut self, id: ExprId, dest: Reg) -> Fallible<()> {
        let mut spine = Vec::new();
        let mut at = id;
        while !self.folded.is_constant(at) {
            let next = match *self.ast.expr(at) {
                Expr::Attribute { value, .. } | Expr::Subscript { value, .. } => value,
                Expr::Call { func, .. } => func,
                _ => break,
            };
            spine.push(at);
            at = next;
        }
        let mark = self.mark();
        let mut work = self.as_work(dest);
        let mut done = Done::Root(at);
        if let Some(reg) = self.super_call(at, &mut spine, dest, &mut work)? {
            done = Done::Value(reg);
        }
        while let Some(id) = spine.pop() {
            let span = self.span(id);
            match *self.ast.expr(id) {
                Expr::Attribute { attr, .. } => {
                    if let Some((call, args, keywords)) = self.method_call(spine.last().copied()) {
                        spine.pop();
                        let out = self.step_out(&spine, dest, &mut work);
                        let base = self.call_base(out);
                        let object = self.value(done, base)?;
                        let name = self.mangled(attr);
                        let k = self.site_name(name, 2);
                        self.emit(Op::LoadMethod, 0, base, object, k, self.attr_span(span, id, attr));
                        let call_span = self.attr_span(self.span(call), id, attr);
                        self.method_arguments(call_span, base, out, args, keywords)?;
                        self.release_call(out, base);
                        done = Done::Value(out);
                        continue;
                    }
                    let out = self.step_out(&spine, dest, &mut work);
                    let object = self.value_in(done, &mut work)?;
                    let name = self.mangled(attr);
                    let k = self.site_name(name, 2);
                    self.emit(Op::LoadAttr, 0, out, object, k, self.attr_span(span, id, attr));
                    done = Done::Value(out);
                }
                Expr::Subscript { slice, .. } => {
                    let out = self.step_out(&spine, dest, &mut work);
                    let object = self.value_in(done, &mut work)?;
                    self.get_item(out, object, slice, span)?;
                    done = Done::Value(out);
                }
                Expr::Call { args, keywords, .. } => {
                    let out = self.step_out(&spine, dest, &mut work);
                    let base = self.call_base(out);
                    match done {
                        Done::Root(root) => self.expr_to(root, base)?,
                        Done::Value(reg) => self.mov(base, reg, span),
                    }
                    self.arguments(base, out, Given::default(), args, keywords, span)?;
                    self.release_call(out, base);
                    done = Done::Value(out);
                }
                _ => {}
            }
        }
        self.release(mark);
        Ok(())
    }

    /// Where a step's result goes: the destination for the last, a temporary for the others.
    fn step_out(&mut self, rest: &[ExprId], dest: Reg, work: &mut Option<Reg>) -> Reg {
        if rest.is_empty() { dest } else { self.work(work) }
    }

    /// The value so far in some register; `at` is where the root goes if it needs one.
    fn value(&mut self, done: Done, at: Reg) -> Fallible<Reg> {
        self.value_in(done, &mut Some(at))
    }

    fn value_in(&mut self, done: Done, work: &mut Option<Reg>) -> Fallible<Reg> {
        match done {
            Done::Root(root) => self.operand_in(root, work),
            Done::Value(reg) => Ok(reg),
        }
    }

    /// Registers for a callable and the frame header above it.
    pub(crate) fn call_base(&mut self, out: Reg) -> Reg {
        let base = if self.body.is_temp(out) && out + 1 == self.mark() {
            self.temps(HEADER - 1);
            out
        } else {
            self.temps(HEADER)
        };
        self.body.asm.open_call(base);
        base
    }

    pub(crate) fn release_call(&mut self, out: Reg, base: Reg) {
        self.release(if base == out { out + 1 } else { base });
    }

    /// The next link of the chain, if it is a call whose arguments have no stars.
    fn method_call(&self, next: Option<ExprId>) -> Option<(ExprId, Seq<ExprId>, Seq<Keyword>)> {
        let id = next?;
        let Expr::Call { args, keywords, .. } = *self.ast.expr(id) else { return None };
        (!self.is_dynamic(args, keywords)).then_some((id, args, keywords))
    }

    /// Whether the number of arguments shows at run time only, or is big.
    fn is_dynamic(&self, args: Seq<ExprId>, keywords: Seq<Keyword>) -> bool {
        args.len() + keywords.len() > MOST_ARGUMENTS
            || self.ast.seq(args).iter().any(|&a| matches!(self.ast.expr(a), Expr::Starred { .. }))
            || self.ast.seq(keywords).iter().any(|k| k.arg.is_none())
    }

    fn method_arguments(
        &mut self,
        span: Span,
        base: Reg,
        out: Reg,
        args: Seq<ExprId>,
        keywords: Seq<Keyword>,
    ) -> Fallible<()> {
        self.check_keywords(keywords)?;
        self.temp();
        for &arg in self.ast.seq(args) {
            let reg = self.temp();
            self.expr_to(arg, reg)?;
        }
        let count = (args.len() + keywords.len()) as u16;
        if keywords.is_empty() {
            self.emit(Op::CallMethod, 0, base, count, out, span);
        } else {
            self.keyword_values(keywords, span)?;
            self.emit(Op::CallMethodKw, 0, base, count, out, span);
        }
        Ok(())
    }

    /// The values of keywords and the tuple of their names, in the next registers.
    fn keyword_values(&mut self, keywords: Seq<Keyword>, span: Span) -> Fallible<()> {
        let mut names = Vec::new();
        for keyword in self.ast.seq(keywords) {
            let reg = self.temp();
            self.expr_to(keyword.value, reg)?;
            if let Some(arg) = keyword.arg {
                names.push(self.keyword_name(arg));
            }
        }
        let reg = self.temp();
        self.load_const(reg, Const::Tuple(names), span);
        Ok(())
    }

    fn keyword_name(&mut self, arg: Sym) -> Const {
        let name = self.mangled(arg);
        Const::Str(self.names.text(name).as_bytes().into())
    }

    pub(crate) fn check_keywords(&self, keywords: Seq<Keyword>) -> Fallible<()> {
        let mut seen = std::collections::HashSet::new();
        for keyword in self.ast.seq(keywords) {
            if let Some(arg) = keyword.arg
                && !seen.insert(arg)
            {
                let text = self.ast.name(arg);
                return self.error(format!("keyword argument repeated: {text}"), keyword.span);
            }
        }
        Ok(())
    }

    /// The arguments and the call of `R[base]`.
    pub(crate) fn arguments(
        &mut self,
        base: Reg,
        out: Reg,
        given: Given,
        args: Seq<ExprId>,
        keywords: Seq<Keyword>,
        span: Span,
    ) -> Fallible<()> {
        self.check_keywords(keywords)?;
        if self.is_dynamic(args, keywords) {
            return self.dynamic_arguments(base, out, given, args, keywords, span);
        }
        for &arg in self.ast.seq(args) {
            let reg = self.temp();
            self.expr_to(arg, reg)?;
        }
        if let Some(last) = given.last {
            let reg = self.temp();
            self.mov(reg, last, span);
        }
        let count = given.count() + (args.len() + keywords.len()) as u16;
        if keywords.is_empty() {
            self.emit(Op::Call, 0, base, count, out, span);
        } else {
            self.keyword_values(keywords, span)?;
            self.emit(Op::CallKw, 0, base, count, out, span);
        }
        Ok(())
    }

    /// `f(*args, **kwargs)`: a tuple and a dict are built first.
    fn dynamic_arguments(
        &mut self,
        base: Reg,
        out: Reg,
        given: Given,
        args: Seq<ExprId>,
        keywords: Seq<Keyword>,
        span: Span,
    ) -> Fallible<()> {
        let positional = base + HEADER as Reg;
        if given.first > 0 {
            self.emit(Op::BuildList, 0, positional, positional, given.first, span);
            self.release(positional + 1);
        } else {
            self.temp();
        }
        let args = self.ast.seq(args);
        if given.count() == 0
            && let Some(all) = args.iter().map(|&a| self.folded.value(a)).collect::<Option<Vec<_>>>()
        {
            self.load_const(positional, Const::Tuple(all), span);
        } else {
            // an error about a lone `*args` names the callable
            let lone = args.len() == 1 && given.count() == 0;
            self.list_items(args, positional, given.first == 0, u8::from(lone), span)?;
            if let Some(last) = given.last {
                self.emit(Op::ListAppend, 0, positional, last, 0, span);
            }
            self.emit(Op::ListToTuple, 0, positional, positional, 0, span);
        }
        if keywords.is_empty() {
            self.emit(Op::CallEx, 0, base, 0, out, span);
            return Ok(());
        }
        let named = self.temp();
        let mut built = false;
        let keywords = self.ast.seq(keywords);
        let mut at = 0;
        while at < keywords.len() {
            let mark = self.mark();
            if keywords[at].arg.is_none() {
                if !built {
                    self.emit(Op::BuildMap, 0, named, named, 0, span);
                    built = true;
                }
                let value = self.operand(keywords[at].value)?;
                self.emit(Op::MapMerge, 0, named, value, base, span);
                at += 1;
            } else {
                let run = keywords[at..].iter().take(16).take_while(|k| k.arg.is_some()).count();
                let first = self.mark();
                for keyword in &keywords[at..at + run] {
                    let key = self.temp();
                    if let Some(arg) = keyword.arg {
                        let text = self.keyword_name(arg);
                        self.load_const(key, text, span);
                    }
                    let value = self.temp();
                    self.expr_to(keyword.value, value)?;
                }
                if built {
                    let t = self.temp();
                    self.emit(Op::BuildMap, 0, t, first, run as u16, span);
                    self.emit(Op::MapMerge, 0, named, t, base, span);
                } else {
                    self.emit(Op::BuildMap, 0, named, first, run as u16, span);
                    built = true;
                }
                at += run;
            }
            self.release(mark);
        }
        self.emit(Op::CallEx, 0, base, 1, out, span);
        Ok(())
    }

    /// A span that ends in or after `x.attr`: it starts at `attr` if that stands on a later line.
    pub(crate) fn attr_span(&self, span: Span, attribute: ExprId, attr: Sym) -> Span {
        let end = self.span(attribute).end;
        if self.src.line_of(span.start) == self.src.line_of(end) {
            return span;
        }
        Span::new(end - self.ast.name(attr).len() as u32, span.end)
    }

    /// `R[out] := R[object][slice]`.
    fn get_item(&mut self, out: Reg, object: Reg, slice: ExprId, span: Span) -> Fallible<()> {
        if let Some(imm) = self.folded.small_int(slice) {
            self.emit(Op::GetItemI, 0, out, object, imm as u16, span);
            return Ok(());
        }
        let mark = self.mark();
        let index = self.operand(slice)?;
        self.emit(Op::GetItem, 0, out, object, index, span);
        self.release(mark);
        Ok(())
    }

    /// `super().name` and `super().name(...)` in a method need no `super` object. Takes the links it
    /// has done off the chain.
    fn super_call(
        &mut self,
        root: ExprId,
        spine: &mut Vec<ExprId>,
        dest: Reg,
        work: &mut Option<Reg>,
    ) -> Fallible<Option<Reg>> {
        let [.., attribute, call] = spine[..] else { return Ok(None) };
        let Expr::Call { args, keywords, .. } = *self.ast.expr(call) else { return Ok(None) };
        let Expr::Attribute { attr, ctx: ExprContext::Load, .. } = *self.ast.expr(attribute) else { return Ok(None) };
        if !args.is_empty() || !keywords.is_empty() {
            return Ok(None);
        }
        let Expr::Name { id: sym, .. } = *self.ast.expr(root) else { return Ok(None) };
        if self.names.of(sym) != self.known.super_name || self.ast.name(attr) == "__class__" {
            return Ok(None);
        }
        if !self.super_is_builtin() {
            return Ok(None);
        }
        let (Some(first), Some(&cell)) = (self.body.first_param, self.body.free.get(&self.known.dunder_class)) else {
            return Ok(None);
        };
        let span = self.attr_span(self.span(attribute), attribute, attr);
        let name = self.mangled(attr);
        spine.truncate(spine.len() - 2);
        let method = self.method_call(spine.last().copied());
        if method.is_some() {
            spine.pop();
        }
        let out = self.step_out(spine, dest, work);
        let base = self.call_base(out);
        let pair = self.mark();
        self.temps(2);
        let class = self.known.dunder_class;
        let k = self.plain_name(class);
        self.emit(Op::LoadCell, 1, pair, cell, k, span);
        self.load_own_name(pair + 1, first, span);
        match method {
            Some((call, args, keywords)) => {
                let k = self.site_name(name, 2);
                self.emit(Op::LoadSuper, 1, base, pair, k, span);
                self.release(pair);
                let call_span = self.attr_span(self.span(call), attribute, attr);
                self.method_arguments(call_span, base, out, args, keywords)?;
            }
            None => {
                let k = self.site_name(name, 2);
                self.emit(Op::LoadSuper, 0, out, pair, k, span);
            }
        }
        self.release_call(out, base);
        Ok(Some(out))
    }

    fn super_is_builtin(&self) -> bool {
        let function = matches!(self.scope().kind, Kind::Function | Kind::Lambda);
        let module = &self.table.scopes[0];
        function
            && self.place(self.known.super_name) == Place::Global
            && !matches!(module.place(self.known.super_name), Some(Where::Local | Where::Cell))
    }

    /// A variable of the function itself, past any comprehension's of the same name.
    fn load_own_name(&mut self, a: Reg, name: crate::names::Name, span: Span) {
        let inlined = std::mem::take(&mut self.body.inlined);
        self.load_name(a, name, span);
        self.body.inlined = inlined;
    }
}
