//! The patterns of `case`.

use super::{Action, Builder};
use crate::ast::*;
use crate::scratch::Mark;

impl Builder<'_> {
    pub fn pattern(&mut self, l: u32, node: Pattern, r: u32) -> PatternId {
        self.ast.add_pattern(node, Span::new(l, r))
    }

    pub fn sequence_pattern(&mut self, l: u32, m: Mark, r: u32) -> PatternId {
        let patterns = self.patterns.finish(m, &mut self.ast);
        self.pattern(l, Pattern::MatchSequence { patterns }, r)
    }

    /// One pattern without a comma, which cannot be a star.
    pub fn open_pattern(&mut self, l: u32, m: Mark, r: u32) -> Action<PatternId> {
        if let [single] = *self.patterns.since(m) {
            self.patterns.drop(m);
            if let Pattern::MatchStar { .. } = self.ast.pattern(single) {
                return self.fail("invalid syntax", Span::new(r, r));
            }
            return Ok(single);
        }
        Ok(self.sequence_pattern(l, m, r))
    }

    /// `(p)` is `p`; a star needs a comma.
    pub fn group_pattern(&mut self, l: u32, m: Mark, r: u32) -> Action<PatternId> {
        if let [single] = *self.patterns.since(m) {
            if let Pattern::MatchStar { .. } = self.ast.pattern(single) {
                return self.fail("invalid syntax", Span::new(r - 1, r));
            }
            self.patterns.drop(m);
            return Ok(single);
        }
        Ok(self.sequence_pattern(l, m, r))
    }

    fn wildcard_is_none(&self, name: Sym) -> Option<Sym> {
        (self.ast.name(name) != "_").then_some(name)
    }

    pub fn star_pattern(&mut self, l: u32, name: Sym, r: u32) -> PatternId {
        let name = self.wildcard_is_none(name);
        self.pattern(l, Pattern::MatchStar { name }, r)
    }

    pub fn capture(&mut self, l: u32, name: Sym, r: u32) -> PatternId {
        let name = self.wildcard_is_none(name);
        self.pattern(l, Pattern::MatchAs { pattern: None, name }, r)
    }

    pub fn as_pattern(&mut self, l: u32, p: PatternId, name: Sym, r: u32) -> Action<PatternId> {
        match self.wildcard_is_none(name) {
            None => self.fail("cannot use '_' as a target", Span::new(r - 1, r)),
            name => Ok(self.pattern(l, Pattern::MatchAs { pattern: Some(p), name }, r)),
        }
    }

    pub fn or_pattern(&mut self, l: u32, m: Mark, r: u32) -> PatternId {
        let patterns = self.patterns.finish(m, &mut self.ast);
        self.pattern(l, Pattern::MatchOr { patterns }, r)
    }

    pub fn complex(&mut self, l: u32, left: ExprId, op: Operator, right: ExprId, r: u32) -> Action<ExprId> {
        let imaginary = |e: ExprId| matches!(self.ast.expr(e), Expr::Constant { value: Constant::Complex(_), .. });
        let real = match self.ast.expr(left) {
            Expr::UnaryOp { operand, .. } => *operand,
            _ => left,
        };
        if imaginary(real) {
            return self.fail("real number required in complex literal", self.ast.span(left));
        }
        if !imaginary(right) {
            return self.fail("imaginary number required in complex literal", self.ast.span(right));
        }
        Ok(self.bin_op(l, left, op, right, r))
    }

    pub fn mapping_rest(&mut self, l: u32, r: u32) -> Action<Sym> {
        let name = self.name(l, r);
        match self.wildcard_is_none(name) {
            None => self.fail("invalid syntax", Span::new(l, r)),
            Some(name) => Ok(name),
        }
    }

    pub fn mapping_pattern(&mut self, l: u32, m: Mark, rest: Option<Sym>, r: u32) -> PatternId {
        let (keys, patterns): (Vec<_>, Vec<_>) = self.mapping_items.since(m).iter().copied().unzip();
        self.mapping_items.drop(m);
        let (keys, patterns) = (self.ast.add_seq(&keys), self.ast.add_seq(&patterns));
        self.pattern(l, Pattern::MatchMapping { keys, patterns, rest }, r)
    }

    pub fn class_pattern(&mut self, l: u32, cls: ExprId, m: Mark, r: u32) -> Action<PatternId> {
        let items = self.class_items.since(m).to_vec();
        self.class_items.drop(m);
        let (mut patterns, mut names, mut named) = (Vec::new(), Vec::new(), Vec::new());
        for (name, pattern) in items {
            match name {
                Some(name) => {
                    names.push(name);
                    named.push(pattern);
                }
                None if names.is_empty() => patterns.push(pattern),
                None => {
                    let span = self.ast.span(pattern);
                    return self.fail("positional patterns follow keyword patterns", span);
                }
            }
        }
        let patterns = self.ast.add_seq(&patterns);
        let (kwd_attrs, kwd_patterns) = (self.ast.add_seq(&names), self.ast.add_seq(&named));
        Ok(self.pattern(l, Pattern::MatchClass { cls, patterns, kwd_attrs, kwd_patterns }, r))
    }
}
