//! Parameters and arguments: flat lists as written, put in order here or refused.

use super::{Action, Builder, CallArg, Param, ParamKind};
use crate::ast::*;
use crate::scratch::Mark;

const BARE_GENERATOR: &str = "Generator expression must be parenthesized";

impl Builder<'_> {
    pub fn no_params(&mut self) -> ArgumentsId {
        self.ast.add_arguments(Arguments::default())
    }

    pub fn param(&mut self, l: u32, arg: Sym, annotation: Option<ExprId>, r: u32, default: Option<ExprId>) -> Param {
        let arg = Arg { arg, annotation, span: Span::new(l, r) };
        Param { kind: ParamKind::Plain, at: l, arg: Some(arg), default }
    }

    pub fn param_slash(&mut self, at: u32) -> Param {
        Param { kind: ParamKind::Slash, at, arg: None, default: None }
    }

    pub fn param_star(&mut self, at: u32) -> Param {
        Param { kind: ParamKind::Star, at, arg: None, default: None }
    }

    pub fn param_vararg(&mut self, l: u32, arg: Sym, annotation: Option<ExprId>, r: u32) -> Param {
        let arg = Arg { arg, annotation, span: Span::new(l, r) };
        Param { kind: ParamKind::VarArg, at: l, arg: Some(arg), default: None }
    }

    pub fn param_kwarg(&mut self, l: u32, arg: Sym, annotation: Option<ExprId>, r: u32) -> Param {
        let arg = Arg { arg, annotation, span: Span::new(l, r) };
        Param { kind: ParamKind::KwArg, at: l, arg: Some(arg), default: None }
    }

    pub fn params(&mut self, m: Mark) -> Action<ArgumentsId> {
        let list = self.params.since(m).to_vec();
        self.params.drop(m);
        let mut posonly: Vec<Arg> = Vec::new();
        let mut args: Vec<Arg> = Vec::new();
        let mut kwonly: Vec<Arg> = Vec::new();
        let mut defaults: Vec<ExprId> = Vec::new();
        let mut kw_defaults: Vec<Option<ExprId>> = Vec::new();
        let (mut vararg, mut kwarg) = (None, None);
        // The offset of a `*` that has named parameters, or none yet, behind it.
        let (mut slash, mut star, mut bare) = (false, false, None);
        for p in &list {
            let at = Span::new(p.at, p.at + 1);
            if kwarg.is_some() {
                let span = p.arg.map_or(at, |a| a.span);
                return self.fail("arguments cannot follow var-keyword argument", span);
            }
            match (p.kind, p.arg) {
                (ParamKind::Slash, _) if slash => return self.fail("/ may appear only once", at),
                (ParamKind::Slash, _) if star => return self.fail("/ must be ahead of *", at),
                (ParamKind::Slash, _) if args.is_empty() => {
                    return self.fail("invalid syntax", at);
                }
                (ParamKind::Slash, _) => {
                    slash = true;
                    posonly = std::mem::take(&mut args);
                }
                (ParamKind::Star | ParamKind::VarArg, _) if star => {
                    return self.fail("* argument may appear only once", at);
                }
                (ParamKind::Star, _) => (star, bare) = (true, Some(p.at)),
                (ParamKind::VarArg, arg) => (star, vararg) = (true, arg),
                (ParamKind::KwArg, arg) => {
                    if bare.is_some() {
                        break;
                    }
                    kwarg = arg;
                }
                (ParamKind::Plain, Some(arg)) if star => {
                    bare = None;
                    kwonly.push(arg);
                    kw_defaults.push(p.default);
                }
                (ParamKind::Plain, Some(arg)) => {
                    args.push(arg);
                    match p.default {
                        Some(d) => defaults.push(d),
                        None if defaults.is_empty() => {}
                        None => {
                            let name = arg.span;
                            return self.fail("parameter without a default follows parameter with a default", name);
                        }
                    }
                }
                (ParamKind::Plain, None) => {}
            }
        }
        if let Some(at) = bare {
            return self.fail("named arguments must follow bare *", Span::new(at, at + 1));
        }
        let node = Arguments {
            posonlyargs: self.ast.add_seq(&posonly),
            args: self.ast.add_seq(&args),
            vararg,
            kwonlyargs: self.ast.add_seq(&kwonly),
            kw_defaults: self.ast.add_seq(&kw_defaults),
            kwarg,
            defaults: self.ast.add_seq(&defaults),
        };
        Ok(self.ast.add_arguments(node))
    }

    pub fn arg(&mut self, e: ExprId) -> CallArg {
        CallArg::Positional(e)
    }

    pub fn arg_generator(&mut self, l: u32, elt: ExprId, generators: Seq<Comprehension>, r: u32) -> CallArg {
        CallArg::Generator(self.expr(l, Expr::GeneratorExp { elt, generators }, r))
    }

    pub fn arg_keyword(&mut self, l: u32, name: Sym, value: ExprId, r: u32) -> CallArg {
        CallArg::Keyword(Keyword { arg: Some(name), value, span: Span::new(l, r) })
    }

    pub fn arg_star(&mut self, l: u32, value: ExprId, r: u32) -> CallArg {
        CallArg::Starred(self.starred(l, value, r))
    }

    pub fn arg_double_star(&mut self, l: u32, value: ExprId, r: u32) -> CallArg {
        CallArg::Keyword(Keyword { arg: None, value, span: Span::new(l, r) })
    }

    /// A bare generator takes no comma behind it.
    pub fn args_comma(&mut self, m: Mark) -> Action<Mark> {
        match self.args.last() {
            Some(CallArg::Generator(g)) => self.fail(BARE_GENERATOR, self.ast.span(g)),
            _ => Ok(m),
        }
    }

    pub fn call(&mut self, l: u32, func: ExprId, paren: u32, m: Mark, r: u32) -> Action<ExprId> {
        let (args, keywords) = self.split_args(m, Some(Span::new(paren, r)))?;
        Ok(self.expr(l, Expr::Call { func, args, keywords }, r))
    }

    /// Arguments into positional and keyword ones. A generator that is the only argument of a
    /// call takes the parentheses of the call for its own.
    pub(super) fn split_args(&mut self, m: Mark, parens: Option<Span>) -> Action<(Seq<ExprId>, Seq<Keyword>)> {
        let list = self.args.since(m);
        if list.is_empty() {
            return Ok((Seq::EMPTY, Seq::EMPTY));
        }
        if let ([CallArg::Generator(g)], Some(parens)) = (list, parens) {
            let g = *g;
            self.args.drop(m);
            self.ast.set_span(g, parens);
            return Ok((self.ast.add_seq(&[g]), Seq::EMPTY));
        }
        let mark = self.exprs.empty();
        let mut keywords: Vec<Keyword> = Vec::new();
        let mut unpacked = false;
        for arg in list {
            match *arg {
                CallArg::Keyword(k) => {
                    unpacked |= k.arg.is_none();
                    keywords.push(k);
                }
                CallArg::Generator(g) => {
                    let message = if parens.is_some() { BARE_GENERATOR } else { "invalid syntax" };
                    return self.fail(message, self.ast.span(g));
                }
                CallArg::Positional(e) if unpacked => {
                    let message = "positional argument follows keyword argument unpacking";
                    return self.fail(message, self.ast.span(e));
                }
                CallArg::Positional(e) if !keywords.is_empty() => {
                    return self.fail("positional argument follows keyword argument", self.ast.span(e));
                }
                CallArg::Starred(e) if unpacked => {
                    let message = "iterable argument unpacking follows keyword argument unpacking";
                    return self.fail(message, self.ast.span(e));
                }
                CallArg::Positional(e) | CallArg::Starred(e) => {
                    self.exprs.push(mark, e);
                }
            }
        }
        self.args.drop(m);
        Ok((self.exprs.finish(mark, &mut self.ast), self.ast.add_seq(&keywords)))
    }
}
