//! `match`: patterns test and take apart; what they capture is stored once the whole pattern has
//! matched. All failures of a pattern go to one label.

use pyish_bytecode::{Const, Op};
use pyish_syntax::Span;
use pyish_syntax::ast::{Expr, ExprId, MatchCase, Pattern, PatternId, Seq, Sym};

use crate::assembler::{Label, NOWHERE, Reg};
use crate::names::Name;
use crate::{Compiler, Fallible};

/// Names a pattern binds, and where their values are meanwhile.
type Captures = Vec<(Name, Reg)>;

impl Compiler<'_> {
    pub(crate) fn match_stmt(&mut self, subject: ExprId, cases: Seq<MatchCase>) -> Fallible<()> {
        let end = self.label();
        let value = self.temp();
        self.expr_to(subject, value)?;
        let cases = self.ast.seq(cases);
        for (i, case) in cases.iter().enumerate() {
            let last = i + 1 == cases.len();
            if !last && case.guard.is_none() {
                self.check_reachable(case.pattern)?;
            }
            let fail = self.label();
            let mark = self.mark();
            let span = self.ast.span(case.pattern);
            let mut captures = Captures::new();
            self.pattern(case.pattern, value, fail, &mut captures)?;
            for (name, reg) in captures {
                self.store_name(name, reg, span);
            }
            if let Some(guard) = case.guard {
                self.jump_if(guard, false, fail)?;
            }
            self.release(mark);
            self.body(case.body)?;
            self.jump(end, NOWHERE);
            self.bind(fail);
        }
        self.bind(end);
        Ok(())
    }

    /// A pattern that always matches makes the cases after it unreachable.
    fn check_reachable(&self, id: PatternId) -> Fallible<()> {
        if let Some((name, at)) = self.irrefutable(id) {
            let span = self.ast.span(at);
            return match name {
                Some(name) => {
                    let text = self.ast.name(name);
                    self.error(format!("name capture '{text}' makes remaining patterns unreachable"), span)
                }
                None => self.error("wildcard makes remaining patterns unreachable", span),
            };
        }
        Ok(())
    }

    /// The capture or wildcard by which a pattern always matches.
    fn irrefutable(&self, id: PatternId) -> Option<(Option<Sym>, PatternId)> {
        match *self.ast.pattern(id) {
            Pattern::MatchAs { pattern: None, name } => Some((name, id)),
            Pattern::MatchAs { pattern: Some(inner), .. } => self.irrefutable(inner),
            Pattern::MatchOr { patterns } => self.ast.seq(patterns).last().and_then(|&p| self.irrefutable(p)),
            _ => None,
        }
    }

    fn is_wildcard(&self, id: PatternId) -> bool {
        matches!(self.ast.pattern(id), Pattern::MatchAs { pattern: None, name: None })
    }

    fn capture(&mut self, name: Sym, reg: Reg, captures: &mut Captures, span: Span) -> Fallible<()> {
        let name = self.mangled(name);
        if captures.iter().any(|c| c.0 == name) {
            let text = self.names.text(name);
            return self.error(format!("multiple assignments to name '{text}' in pattern"), span);
        }
        captures.push((name, reg));
        Ok(())
    }

    /// Tests `R[subject]`; registers of captures stay taken.
    fn pattern(&mut self, id: PatternId, subject: Reg, fail: Label, captures: &mut Captures) -> Fallible<()> {
        self.enter()?;
        let span = self.ast.span(id);
        match *self.ast.pattern(id) {
            Pattern::MatchValue { value } => {
                let mark = self.mark();
                if let Some(imm) = self.folded.small_int(value) {
                    self.body.asm.jump(Op::JumpNotEqI, subject, imm as u16, fail, span);
                } else {
                    self.check_value(value)?;
                    let value = self.operand(value)?;
                    self.body.asm.jump(Op::JumpNotEq, subject, value, fail, span);
                }
                self.release(mark);
            }
            Pattern::MatchSingleton { value } => self.jump_unless_is(subject, value, fail, span),
            Pattern::MatchSequence { patterns } => self.sequence(patterns, subject, fail, captures, span)?,
            Pattern::MatchMapping { keys, patterns, rest } => {
                self.mapping(keys, patterns, rest, subject, fail, captures, span)?
            }
            Pattern::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                let all = [self.ast.seq(patterns), self.ast.seq(kwd_patterns)].concat();
                self.class_pattern(cls, &all, patterns.len(), kwd_attrs, subject, fail, captures, span)?
            }
            Pattern::MatchAs { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern, subject, fail, captures)?;
                }
                if let Some(name) = name {
                    self.capture(name, subject, captures, span)?;
                }
            }
            Pattern::MatchOr { patterns } => self.alternatives(patterns, subject, fail, captures, span)?,
            Pattern::MatchStar { name } => {
                if let Some(name) = name {
                    self.capture(name, subject, captures, span)?;
                }
            }
        }
        self.leave();
        Ok(())
    }

    fn check_value(&self, value: ExprId) -> Fallible<()> {
        let fine = self.folded.is_constant(value)
            || matches!(self.ast.expr(value), Expr::Attribute { .. } | Expr::JoinedStr { .. });
        if fine {
            return Ok(());
        }
        self.error("patterns may only match literals and attribute lookups", self.span(value))
    }

    /// `a | b`: every alternative binds the same names, to the registers of the first.
    fn alternatives(
        &mut self,
        patterns: Seq<PatternId>,
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
        span: Span,
    ) -> Fallible<()> {
        let patterns = self.ast.seq(patterns);
        let matched = self.label();
        // Registers for the captures, as many as the first alternative has names.
        let mut common: Option<Captures> = None;
        let names = self.bound_names(patterns[0]);
        let first = self.temps(names);
        for (i, &pattern) in patterns.iter().enumerate() {
            let last = i + 1 == patterns.len();
            if !last {
                self.check_reachable(pattern)?;
            }
            let next = if last { fail } else { self.label() };
            let mark = self.mark();
            let mut own = Captures::new();
            self.pattern(pattern, subject, next, &mut own)?;
            match &common {
                None => {
                    let mut all = Captures::new();
                    for (n, &(name, reg)) in own.iter().enumerate() {
                        let to = first + n as Reg;
                        self.mov(to, reg, span);
                        all.push((name, to));
                    }
                    common = Some(all);
                }
                Some(all) => {
                    let all = all.clone();
                    if all.len() != own.len() {
                        return self.error("alternative patterns bind different names", span);
                    }
                    for &(name, to) in &all {
                        let Some(&(_, reg)) = own.iter().find(|c| c.0 == name) else {
                            return self.error("alternative patterns bind different names", span);
                        };
                        self.mov(to, reg, span);
                    }
                }
            }
            self.release(mark);
            if !last {
                self.jump(matched, span);
                self.bind(next);
            }
        }
        self.bind(matched);
        for (name, reg) in common.unwrap_or_default() {
            if captures.iter().any(|c| c.0 == name) {
                let text = self.names.text(name);
                return self.error(format!("multiple assignments to name '{text}' in pattern"), span);
            }
            captures.push((name, reg));
        }
        Ok(())
    }

    /// How many names a pattern binds, at most.
    fn bound_names(&self, id: PatternId) -> usize {
        let mut count = 0;
        let mut work = vec![id];
        while let Some(id) = work.pop() {
            match *self.ast.pattern(id) {
                Pattern::MatchAs { pattern, name } => {
                    count += usize::from(name.is_some());
                    work.extend(pattern);
                }
                Pattern::MatchStar { name } => count += usize::from(name.is_some()),
                Pattern::MatchSequence { patterns } => work.extend(self.ast.seq(patterns)),
                Pattern::MatchMapping { patterns, rest, .. } => {
                    count += usize::from(rest.is_some());
                    work.extend(self.ast.seq(patterns));
                }
                Pattern::MatchClass { patterns, kwd_patterns, .. } => {
                    work.extend(self.ast.seq(patterns));
                    work.extend(self.ast.seq(kwd_patterns));
                }
                Pattern::MatchOr { patterns } => work.extend(self.ast.seq(patterns).first()),
                Pattern::MatchValue { .. } | Pattern::MatchSingleton { .. } => {}
            }
        }
        count
    }

    fn test(&mut self, op: Op, subject: Reg, fail: Label, span: Span) {
        let mark = self.mark();
        let t = self.temp();
        self.emit(op, 0, t, subject, 0, span);
        self.body.asm.jump(Op::JumpFalse, t, 0, fail, span);
        self.release(mark);
    }

    fn sequence(
        &mut self,
        patterns: Seq<PatternId>,
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
        span: Span,
    ) -> Fallible<()> {
        let patterns = self.ast.seq(patterns);
        let star_of = |c: &Self, p: PatternId| match *c.ast.pattern(p) {
            Pattern::MatchStar { name } => Some(name.is_some()),
            _ => None,
        };
        let mut star = None;
        for (i, &p) in patterns.iter().enumerate() {
            if let Some(named) = star_of(self, p) {
                if star.is_some() {
                    return self.error("multiple starred names in sequence pattern", span);
                }
                star = Some((i, named));
            }
        }
        let size = patterns.len();
        if size > 30_000 {
            return self.error("too many expressions in star-unpacking sequence pattern", span);
        }
        self.test(Op::MatchSequence, subject, fail, span);
        let length = self.temp();
        match star {
            None => {
                self.emit(Op::GetLen, 0, length, subject, 0, span);
                self.body.asm.jump(Op::JumpNotEqI, length, size as u16, fail, span);
            }
            Some(_) if size > 1 => {
                self.emit(Op::GetLen, 0, length, subject, 0, span);
                self.body.asm.jump(Op::JumpLtI, length, (size - 1) as u16, fail, span);
            }
            Some(_) => {}
        }
        if patterns.iter().all(|&p| self.is_wildcard(p) || star_of(self, p) == Some(false)) {
            return Ok(());
        }
        match star {
            // Only the ends are looked at.
            Some((at, false)) => {
                for (i, &p) in patterns.iter().enumerate() {
                    if i == at || self.is_wildcard(p) {
                        continue;
                    }
                    let item = self.temp();
                    if i < at {
                        self.emit(Op::GetItemI, 0, item, subject, i as u16, span);
                    } else {
                        self.emit(Op::SubI, 0, item, length, (size - i) as u16, span);
                        self.emit(Op::GetItem, 0, item, subject, item, span);
                    }
                    self.pattern(p, item, fail, captures)?;
                }
            }
            _ => {
                let first = self.temps(size);
                match star {
                    Some((at, _)) => {
                        if at > 255 {
                            return self.error("too many expressions in star-unpacking sequence pattern", span);
                        }
                        self.emit(Op::UnpackEx, at as u8, first, subject, (size - at - 1) as u16, span);
                    }
                    None => self.emit(Op::UnpackSeq, 0, first, subject, size as u16, span),
                }
                for (i, &p) in patterns.iter().enumerate() {
                    self.pattern(p, first + i as Reg, fail, captures)?;
                }
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a mapping pattern")]
    fn mapping(
        &mut self,
        keys: Seq<ExprId>,
        patterns: Seq<PatternId>,
        rest: Option<Sym>,
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
        span: Span,
    ) -> Fallible<()> {
        self.test(Op::MatchMapping, subject, fail, span);
        let keys = self.ast.seq(keys);
        if keys.is_empty() && rest.is_none() {
            return Ok(());
        }
        let block = self.temps(2);
        if !keys.is_empty() {
            self.emit(Op::GetLen, 0, block, subject, 0, span);
            let count = i16::try_from(keys.len()).unwrap_or(i16::MAX);
            self.body.asm.jump(Op::JumpLtI, block, count as u16, fail, span);
        }
        let mut seen: Vec<Const> = Vec::new();
        for &key in keys {
            match self.folded.value(key) {
                Some(value) => {
                    if seen.contains(&value) {
                        let text = crate::fold::repr(&value);
                        let message = format!("mapping pattern checks duplicate key ({text})");
                        return self.error(message, span);
                    }
                    seen.push(value);
                }
                None if !matches!(self.ast.expr(key), Expr::Attribute { .. }) => {
                    let message = "mapping pattern keys may only match literals and attribute lookups";
                    return self.error(message, span);
                }
                None => {}
            }
        }
        let mark = self.mark();
        for &key in keys {
            let reg = self.temp();
            self.expr_to(key, reg)?;
        }
        self.emit(Op::BuildTuple, 0, block, mark, keys.len() as u16, span);
        self.release(mark);
        self.emit(Op::MatchKeys, 0, block + 1, subject, block, span);
        self.body.asm.jump(Op::JumpNone, block + 1, 0, fail, span);
        let values = self.temps(keys.len());
        if !keys.is_empty() {
            self.emit(Op::UnpackSeq, 0, values, block + 1, keys.len() as u16, span);
        }
        if let Some(rest) = rest {
            let others = self.temp();
            self.emit(Op::BuildMap, 0, others, others, 0, span);
            self.emit(Op::MapUpdate, 0, others, subject, 0, span);
            let mark = self.mark();
            let unpacked = self.temps(keys.len());
            if !keys.is_empty() {
                self.emit(Op::UnpackSeq, 0, unpacked, block, keys.len() as u16, span);
            }
            for i in 0..keys.len() {
                self.emit(Op::DelItem, 0, others, unpacked + i as Reg, 0, span);
            }
            self.release(mark);
            self.capture(rest, others, captures, span)?;
        }
        for (i, &p) in self.ast.seq(patterns).iter().enumerate() {
            self.pattern(p, values + i as Reg, fail, captures)?;
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a class pattern")]
    fn class_pattern(
        &mut self,
        cls: ExprId,
        patterns: &[PatternId],
        positional: usize,
        kwd_attrs: Seq<Sym>,
        subject: Reg,
        fail: Label,
        captures: &mut Captures,
        span: Span,
    ) -> Fallible<()> {
        let attrs = self.ast.seq(kwd_attrs);
        for (i, attr) in attrs.iter().enumerate() {
            if attrs[..i].contains(attr) {
                let text = self.ast.name(*attr);
                let at = patterns.get(positional + i).map_or(span, |&p| self.ast.span(p));
                return self.error(format!("attribute name repeated in class pattern: {text}"), at);
            }
        }
        if positional > 255 {
            let text = self.src.slice(self.span(cls));
            return self.error(format!("too many sub-patterns in class pattern '{text}'"), span);
        }
        let block = self.temps(2);
        self.expr_to(cls, block)?;
        // These are not mangled.
        let names = attrs.iter().map(|&attr| Const::Str(self.ast.str(attr).as_bytes().into())).collect();
        self.load_const(block + 1, Const::Tuple(names), span);
        self.emit(Op::MatchClass, positional as u8, block, subject, block, span);
        self.body.asm.jump(Op::JumpNone, block, 0, fail, span);
        if patterns.is_empty() {
            return Ok(());
        }
        let values = self.temps(patterns.len());
        self.emit(Op::UnpackSeq, 0, values, block, patterns.len() as u16, span);
        for (i, &p) in patterns.iter().enumerate() {
            self.pattern(p, values + i as Reg, fail, captures)?;
        }
        Ok(())
    }
}
