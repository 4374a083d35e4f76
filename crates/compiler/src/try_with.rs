//! `try`, `except`, `except*`, `finally` and `with`.
//!
//! A handler's exception and the one handled before it stand in two temporaries. Whatever leaves a
//! handler takes `handled` back: normally, by a jump (`unwind`), or by an exception, through a
//! cleanup that has the handler's own code under it. A `finally` body is written once for each way
//! out of the block.

use pyish_bytecode::Op;
use pyish_syntax::Span;
use pyish_syntax::ast::{ExceptHandler, Seq, StmtId, WithItem};

use crate::assembler::{HandlerId, Label, NOWHERE, Reg};
use crate::unit::Block;
use crate::{Compiler, Fallible};

/// An open handler: its exception, what was handled before, and the cleanup over its code.
struct Handling {
    exc: Reg,
    saved: Reg,
    cleanup: HandlerId,
    outer: Option<HandlerId>,
}

impl Compiler<'_> {
    pub(crate) fn try_stmt(
        &mut self,
        body: Seq<StmtId>,
        handlers: Seq<ExceptHandler>,
        orelse: Seq<StmtId>,
        finalbody: Seq<StmtId>,
        star: bool,
    ) -> Fallible<()> {
        if finalbody.is_empty() {
            return self.try_except(body, handlers, orelse, star);
        }
        let end = self.label();
        let outer = self.body.asm.handler;
        let mark = self.mark();
        let handler = self.body.asm.add_handler(mark);
        self.body.blocks.push(Block::Finally { body: finalbody, outer });
        self.body.asm.handler = Some(handler);
        if handlers.is_empty() {
            self.body(body)?;
            self.body(orelse)?;
        } else {
            self.try_except(body, handlers, orelse, star)?;
        }
        self.body.asm.handler = outer;
        self.body.blocks.pop();
        self.body(finalbody)?;
        self.jump(end, NOWHERE);

        let h = self.enter_handler(handler, outer, NOWHERE);
        self.body(finalbody)?;
        self.reraise(&h);
        self.leave_cleanup(&h);
        self.release(mark);
        self.bind(end);
        Ok(())
    }

    /// The start of a handler's code; what follows is under its cleanup.
    fn enter_handler(&mut self, handler: HandlerId, outer: Option<HandlerId>, span: Span) -> Handling {
        self.body.asm.bind_handler(handler);
        let exc = self.temp();
        let saved = self.temp();
        let cleanup = self.body.asm.add_handler(saved + 1);
        self.emit(Op::EnterHandler, 0, exc, saved, 0, span);
        self.body.asm.handler = Some(cleanup);
        self.body.blocks.push(Block::Handler { saved, outer });
        Handling { exc, saved, cleanup, outer }
    }

    /// The handler's own end by its exception.
    fn reraise(&mut self, h: &Handling) {
        self.body.asm.handler = h.outer;
        self.emit(Op::LeaveHandler, 0, h.saved, 0, 0, NOWHERE);
        self.emit(Op::Reraise, 0, h.exc, 0, 0, NOWHERE);
        self.body.asm.handler = Some(h.cleanup);
    }

    /// The cleanup: another exception left the handler's code.
    fn leave_cleanup(&mut self, h: &Handling) {
        self.body.blocks.pop();
        self.body.asm.handler = h.outer;
        self.body.asm.bind_handler(h.cleanup);
        let mark = self.mark();
        let exc = self.temp();
        self.emit(Op::LeaveHandler, 0, h.saved, 0, 0, NOWHERE);
        self.emit(Op::Reraise, 0, exc, 0, 0, NOWHERE);
        self.release(mark);
    }

    /// The normal end of a handler.
    fn leave_handler(&mut self, h: &Handling, end: Label) {
        self.body.asm.handler = h.outer;
        self.emit(Op::LeaveHandler, 0, h.saved, 0, 0, NOWHERE);
        self.jump(end, NOWHERE);
        self.body.asm.handler = Some(h.cleanup);
    }

    fn try_except(
        &mut self,
        body: Seq<StmtId>,
        handlers: Seq<ExceptHandler>,
        orelse: Seq<StmtId>,
        star: bool,
    ) -> Fallible<()> {
        let end = self.label();
        let outer = self.body.asm.handler;
        let mark = self.mark();
        let handler = self.body.asm.add_handler(mark);
        self.body.blocks.push(Block::Try { outer });
        self.body.asm.handler = Some(handler);
        self.body(body)?;
        self.body.asm.handler = outer;
        self.body.blocks.pop();
        self.body(orelse)?;
        self.jump(end, NOWHERE);

        let h = self.enter_handler(handler, outer, NOWHERE);
        let handlers = self.ast.seq(handlers);
        if star {
            self.star_clauses(&h, handlers, end)?;
        } else {
            self.clauses(&h, handlers, end)?;
        }
        self.leave_cleanup(&h);
        self.release(mark);
        self.bind(end);
        Ok(())
    }

    fn clauses(&mut self, h: &Handling, handlers: &[ExceptHandler], end: Label) -> Fallible<()> {
        for (i, clause) in handlers.iter().enumerate() {
            let next = self.label();
            let mark = self.mark();
            match clause.typ {
                Some(typ) => {
                    let span = clause.span;
                    let t = self.temp();
                    let typ = self.operand_in(typ, &mut Some(t))?;
                    self.emit(Op::MatchExc, 0, t, h.exc, typ, span);
                    self.body.asm.jump(Op::JumpFalse, t, 0, next, span);
                }
                None if i + 1 < handlers.len() => {
                    return self.error("default 'except:' must be last", clause.span);
                }
                None => {}
            }
            self.release(mark);
            self.clause_body(clause, h.exc)?;
            self.leave_handler(h, end);
            self.bind(next);
        }
        self.reraise(h);
        Ok(())
    }

    /// A clause's body; its name is bound to `R[exc]` meanwhile, and unbound on every way out.
    fn clause_body(&mut self, clause: &ExceptHandler, exc: Reg) -> Fallible<()> {
        let Some(sym) = clause.name else { return self.body(clause.body) };
        let name = self.mangled(sym);
        self.store_name(name, exc, clause.span);
        let outer = self.body.asm.handler;
        let mark = self.mark();
        let cleanup = self.body.asm.add_handler(mark);
        self.body.blocks.push(Block::HandlerName { name, outer });
        self.body.asm.handler = Some(cleanup);
        self.body(clause.body)?;
        self.body.asm.handler = outer;
        self.body.blocks.pop();
        self.clear_name(name, NOWHERE);
        let done = self.label();
        self.jump(done, NOWHERE);
        self.body.asm.bind_handler(cleanup);
        let exc = self.temp();
        self.clear_name(name, NOWHERE);
        self.emit(Op::Reraise, 0, exc, 0, 0, NOWHERE);
        self.release(mark);
        self.bind(done);
        Ok(())
    }

    /// `except*`: each clause takes its part of the group; what they raise, and the rest, is raised
    /// together at the end.
    fn star_clauses(&mut self, h: &Handling, handlers: &[ExceptHandler], end: Label) -> Fallible<()> {
        let mark = self.mark();
        let raised = self.temp();
        let part = self.temps(2);
        let rest = self.temp();
        self.emit(Op::BuildList, 0, raised, raised, 0, NOWHERE);
        self.emit(Op::Move, 0, rest, h.exc, 0, NOWHERE);
        self.body.blocks.push(Block::ExceptStar);
        for clause in handlers {
            let Some(typ) = clause.typ else { continue };
            let span = clause.span;
            let next = self.label();
            let inner = self.mark();
            let typ = self.operand(typ)?;
            self.emit(Op::MatchExcStar, 0, part, rest, typ, span);
            self.release(inner);
            self.emit(Op::Move, 0, rest, part + 1, 0, span);
            self.body.asm.jump(Op::JumpNone, part, 0, next, span);
            // While a clause runs, its part is what is handled.
            let saved = self.temp();
            let outer = self.body.asm.handler;
            let failed = self.body.asm.add_handler(self.mark());
            self.emit(Op::EnterHandler, 0, part, saved, 0, span);
            self.body.asm.handler = Some(failed);
            self.clause_body(clause, part)?;
            self.body.asm.handler = outer;
            self.emit(Op::LeaveHandler, 0, saved, 0, 0, NOWHERE);
            self.jump(next, NOWHERE);
            self.body.asm.bind_handler(failed);
            let exc = self.temp();
            self.emit(Op::LeaveHandler, 0, saved, 0, 0, NOWHERE);
            self.emit(Op::ListAppend, 0, raised, exc, 0, NOWHERE);
            self.release(inner);
            self.bind(next);
            if self.body.asm.dead {
                break;
            }
        }
        self.body.blocks.pop();
        let done = self.label();
        let append = self.label();
        self.body.asm.jump(Op::JumpNotNone, rest, 0, append, NOWHERE);
        let combined = self.label();
        self.jump(combined, NOWHERE);
        self.bind(append);
        self.emit(Op::ListAppend, 0, raised, rest, 0, NOWHERE);
        self.bind(combined);
        self.emit(Op::PrepReraiseStar, 0, part, h.exc, raised, NOWHERE);
        self.body.asm.jump(Op::JumpNone, part, 0, done, NOWHERE);
        self.body.asm.handler = h.outer;
        self.emit(Op::LeaveHandler, 0, h.saved, 0, 0, NOWHERE);
        self.emit(Op::Reraise, 0, part, 0, 0, NOWHERE);
        self.bind(done);
        self.leave_handler(h, end);
        self.release(mark);
        Ok(())
    }

    pub(crate) fn with_stmt(&mut self, items: &[WithItem], body: Seq<StmtId>, is_async: bool) -> Fallible<()> {
        let Some((item, rest)) = items.split_first() else { return self.body(body) };
        self.enter()?;
        let span = self.span(item.context_expr);
        let whole = self.mark();
        let manager = self.operand(item.context_expr)?;
        let exit = self.temps(2);
        let value = exit + 1;
        self.emit(if is_async { Op::WithEnterAsync } else { Op::WithEnter }, 0, exit, manager, 0, span);
        if is_async {
            let awaited = self.temp();
            self.await_value(value, 1, awaited, span);
            self.mov(value, awaited, span);
            self.release(awaited);
        }
        let end = self.label();
        let outer = self.body.asm.handler;
        // The value is dead once it is stored; the exception takes its register.
        let handler = self.body.asm.add_handler(value);
        self.body.blocks.push(Block::With { exit, is_async, outer, span });
        self.body.asm.handler = Some(handler);
        if let Some(target) = item.optional_vars {
            self.assign(target, value)?;
        }
        self.release(value);
        if rest.is_empty() {
            self.body(body)?;
        } else {
            self.with_stmt(rest, body, is_async)?;
        }
        self.body.blocks.pop();
        self.body.asm.handler = outer;
        let t = self.temp();
        self.emit(Op::WithExit, 0, t, exit, 0, span);
        if is_async {
            let result = self.temp();
            self.await_value(t, 2, result, span);
        }
        self.release(value);
        self.jump(end, NOWHERE);

        let h = self.enter_handler(handler, outer, span);
        let swallow = self.label();
        let t = self.temp();
        self.emit(Op::WithExcept, 0, t, exit, h.exc, span);
        if is_async {
            let result = self.temp();
            self.await_value(t, 2, result, span);
            self.mov(t, result, span);
        }
        self.body.asm.jump(Op::JumpTrue, t, 0, swallow, span);
        self.release(t);
        self.reraise(&h);
        self.bind(swallow);
        self.leave_handler(&h, end);
        self.leave_cleanup(&h);
        self.release(whole);
        self.bind(end);
        self.leave();
        Ok(())
    }
}
