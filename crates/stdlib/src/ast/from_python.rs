//! Python objects as a tree that the compiler takes.
//!
//! The compiler reads positions as offsets in a source, so one is made: lines of spaces, all equally long. A first pass
//! learns how many and how long they must be, a second makes the tree. What the compiler takes for granted of a tree
//! (contexts, lengths that agree, bodies that are not empty) is checked here.

use pyish_syntax::ast::{
    Alias, Arg, Arguments, ArgumentsId, Ast, BoolOp, CmpOp, Comprehension, Constant, ExceptHandler, Expr, ExprContext,
    ExprId, Keyword, MatchCase, Mod, Operator, Pattern, PatternId, Seq, Stmt, StmtId, Sym, TypeParam, TypeParamKind,
    UnaryOp, WithItem,
};
use pyish_syntax::{Source, Span};
use pyish_vm::builtins::compile::Mode;
use pyish_vm::object::bigint;
use pyish_vm::object::list::List;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::Type;
use pyish_vm::types;
use pyish_vm::{Raised, Thread, Value};

/// The most characters that the made source has.
const MOST: usize = 1 << 26;

pub fn from_python(t: &mut Thread, tree: Value, mode: Mode, filename: &str) -> Result<(Ast, Source), Raised> {
    let mut first = Reader::new(1, 1);
    first.root(t, tree, mode)?;
    let lines = first.most_lines.clamp(1, MOST / 2);
    let width = (first.most_columns + 1).clamp(1, MOST / lines);
    let mut second = Reader::new(lines, width);
    second.root(t, tree, mode)?;
    let mut text = " ".repeat(width - 1);
    text.push('\n');
    Ok((second.ast, Source::new(filename, text.repeat(lines))))
}

type Made<T> = Result<T, Raised>;

struct Reader {
    ast: Ast,
    lines: usize,
    width: usize,
    most_lines: usize,
    most_columns: usize,
}

/// The name of the class of the grammar that a value is an instance of.
fn class_name(t: &mut Thread, v: Value) -> Option<String> {
    let mro = t.class_of(v).mro();
    mro.iter().find_map(|c| {
        let class = Type::from(c)?;
        let name = class.name_string();
        super::known(&name).filter(|i| super::made(0, *i).is(c)).map(|_| name)
    })
}

impl Reader {
    fn new(lines: usize, width: usize) -> Reader {
        Reader { ast: Ast::new(), lines, width, most_lines: 1, most_columns: 0 }
    }

    fn root(&mut self, t: &mut Thread, v: Value, mode: Mode) -> Made<()> {
        let (want, name) = match mode {
            Mode::Exec => ("Module", class_name(t, v)),
            Mode::Eval => ("Expression", class_name(t, v)),
            Mode::Single => ("Interactive", class_name(t, v)),
            Mode::FuncType => ("FunctionType", class_name(t, v)),
        };
        if name.as_deref() != Some(want) {
            let got = t.type_name(v);
            return Err(t.type_error(format!("expected {want} node, got {got}")));
        }
        let root = match mode {
            Mode::Exec => Mod::Module { body: self.stmts(t, v, want, "body")? },
            Mode::Eval => Mod::Expression { body: self.expr(t, v, want, "body")? },
            Mode::Single => Mod::Interactive { body: self.stmts(t, v, want, "body")? },
            Mode::FuncType => {
                let argtypes = self.exprs(t, v, want, "argtypes")?;
                Mod::FunctionType { argtypes, returns: self.expr(t, v, want, "returns")? }
            }
        };
        self.ast.set_root(root);
        Ok(())
    }

    // ---- fields

    fn find(&self, t: &mut Thread, v: Value, field: &str) -> Made<Option<Value>> {
        let name = t.intern(field)?;
        Ok(t.find_attr(v, name)?.filter(|x| !x.is_none()))
    }
    fn need(&self, t: &mut Thread, v: Value, class: &str, field: &str) -> Made<Value> {
        let name = t.intern(field)?;
        match t.find_attr(v, name)? {
            Some(x) if x.is_none() => Err(t.value_error(format!("field '{field}' is required for {class}"))),
            Some(x) => Ok(x),
            None => Err(t.type_error(format!("required field \"{field}\" missing from {class}"))),
        }
    }
    fn number(&self, t: &mut Thread, v: Value) -> Made<i64> {
        match bigint::to_i64(v) {
            Some(n) => Ok(n),
            None => {
                let shown = t.repr_text(v)?;
                Err(t.value_error(format!("invalid integer value: {shown}")))
            }
        }
    }
    fn int(&self, t: &mut Thread, v: Value, class: &str, field: &str) -> Made<i64> {
        let x = self.need(t, v, class, field)?;
        self.number(t, x)
    }
    fn identifier(&mut self, t: &mut Thread, v: Value) -> Made<Sym> {
        let Some(s) = Str::from(v) else { return Err(t.type_error("AST identifier must be of type str")) };
        let text = s.to_string();
        if matches!(&*text, "None" | "True" | "False") {
            return Err(t.value_error(format!("identifier field can't represent '{text}' constant")));
        }
        Ok(self.ast.add_str(text.as_bytes()))
    }
    fn name(&mut self, t: &mut Thread, v: Value, class: &str, field: &str) -> Made<Sym> {
        let x = self.need(t, v, class, field)?;
        self.identifier(t, x)
    }
    fn maybe_name(&mut self, t: &mut Thread, v: Value, field: &str) -> Made<Option<Sym>> {
        match self.find(t, v, field)? {
            Some(x) => Ok(Some(self.identifier(t, x)?)),
            None => Ok(None),
        }
    }
    /// Reads a list field; a missing one is empty.
    fn each<T: pyish_syntax::ast::Listed>(
        &mut self,
        t: &mut Thread,
        v: Value,
        class: &str,
        field: &str,
        read: &dyn Fn(&mut Self, &mut Thread, Value) -> Made<T>,
    ) -> Made<Seq<T>> {
        let Some(x) = self.find(t, v, field)? else { return Ok(Seq::EMPTY) };
        let Some(list) = List::from(x) else {
            let kind = t.type_name(x);
            return Err(t.type_error(format!("{class} field \"{field}\" must be a list, not a {kind}")));
        };
        let mut out = Vec::new();
        let mut i = 0;
        while let Some(item) = list.get(i) {
            out.push(read(self, t, item)?);
            i += 1;
            if i % 10_000 == 0 {
                t.check()?;
            }
        }
        Ok(self.ast.add_seq(&out))
    }
    fn names(&mut self, t: &mut Thread, v: Value, class: &str, field: &str) -> Made<Seq<Sym>> {
        self.each(t, v, class, field, &|r, t, x| r.identifier(t, x))
    }
    fn span(&mut self, t: &mut Thread, v: Value, class: &str) -> Made<Span> {
        let line = self.int(t, v, class, "lineno")?;
        let column = self.int(t, v, class, "col_offset")?;
        let end_line = match self.find(t, v, "end_lineno")? {
            Some(x) => self.number(t, x)?,
            None => line,
        };
        let end_column = match self.find(t, v, "end_col_offset")? {
            Some(x) => self.number(t, x)?,
            None => column,
        };
        if line > end_line {
            let text = format!("AST node line range ({line}, {end_line}) is not valid");
            return Err(t.value_error(text));
        }
        if line == end_line && column > end_column {
            let text = format!("line {line}, column {column}-{end_column} is not a valid range");
            return Err(t.value_error(text));
        }
        let positive = |n: i64| usize::try_from(n).unwrap_or(0).min(MOST);
        self.most_lines = self.most_lines.max(positive(end_line));
        self.most_columns = self.most_columns.max(positive(column)).max(positive(end_column));
        let place = |line: i64, column: i64| {
            let line = positive(line).clamp(1, self.lines) - 1;
            (line * self.width + positive(column).min(self.width - 1)) as u32
        };
        let start = place(line, column);
        Ok(Span::new(start, place(end_line, end_column).max(start)))
    }
    fn wrong<T>(&self, t: &mut Thread, v: Value, sum: &str) -> Made<T> {
        let shown = t.repr_text(v)?;
        Err(t.type_error(format!("expected some sort of {sum}, but got {shown}")))
    }

    // ---- expressions

    fn expr(&mut self, t: &mut Thread, v: Value, class: &str, field: &str) -> Made<ExprId> {
        let x = self.need(t, v, class, field)?;
        self.read(t, x, ExprContext::Load)
    }
    fn target(&mut self, t: &mut Thread, v: Value, class: &str, field: &str) -> Made<ExprId> {
        let x = self.need(t, v, class, field)?;
        self.read(t, x, ExprContext::Store)
    }
    fn maybe(&mut self, t: &mut Thread, v: Value, field: &str) -> Made<Option<ExprId>> {
        match self.find(t, v, field)? {
            Some(x) => Ok(Some(self.read(t, x, ExprContext::Load)?)),
            None => Ok(None),
        }
    }
    fn exprs(&mut self, t: &mut Thread, v: Value, class: &str, field: &str) -> Made<Seq<ExprId>> {
        self.exprs_in(t, v, class, field, ExprContext::Load)
    }
    fn exprs_in(&mut self, t: &mut Thread, v: Value, class: &str, field: &str, ctx: ExprContext) -> Made<Seq<ExprId>> {
        self.each(t, v, class, field, &|r, t, x| {
            if x.is_none() {
                return Err(t.value_error("None disallowed in expression list"));
            }
            r.read(t, x, ctx)
        })
    }
    fn optional_exprs(&mut self, t: &mut Thread, v: Value, class: &str, field: &str) -> Made<Seq<Option<ExprId>>> {
        self.each(t, v, class, field, &|r, t, x| {
            if x.is_none() { Ok(None) } else { Ok(Some(r.read(t, x, ExprContext::Load)?)) }
        })
    }
    fn context(&self, t: &mut Thread, v: Value, want: ExprContext) -> Made<ExprContext> {
        let x = match self.find(t, v, "ctx")? {
            Some(x) => class_name(t, x),
            None => Some("Load".into()),
        };
        let got = match x.as_deref() {
            Some("Load") => ExprContext::Load,
            Some("Store") => ExprContext::Store,
            Some("Del") => ExprContext::Del,
            _ => return self.wrong(t, v, "expr_context"),
        };
        if got != want {
            return Err(t.value_error(format!("expression must have {want:?} context but has {got:?} instead")));
        }
        Ok(got)
    }
    fn read(&mut self, t: &mut Thread, v: Value, ctx: ExprContext) -> Made<ExprId> {
        t.enter_native(" during ast construction")?;
        self.read_here(t, v, ctx)
    }
    fn read_here(&mut self, t: &mut Thread, v: Value, want: ExprContext) -> Made<ExprId> {
        let Some(class) = class_name(t, v) else { return self.wrong(t, v, "expr") };
        let k = class.as_str();
        let span = self.span(t, v, "expr")?;
        let assignable = matches!(k, "Attribute" | "Subscript" | "Starred" | "Name" | "List" | "Tuple");
        if want != ExprContext::Load && !assignable {
            return Err(t.value_error(format!("expression which can't be assigned to in {want:?} context")));
        }
        let e = match k {
            "BoolOp" => {
                let op = match self.operator(t, v, k, "op")?.as_str() {
                    "And" => BoolOp::And,
                    "Or" => BoolOp::Or,
                    _ => return self.wrong(t, v, "boolop"),
                };
                let values = self.exprs(t, v, k, "values")?;
                if values.len() < 2 {
                    return Err(t.value_error("BoolOp with less than 2 values"));
                }
                Expr::BoolOp { op, values }
            }
            "NamedExpr" => {
                let value = self.expr(t, v, k, "value")?;
                let target = self.target(t, v, k, "target")?;
                if !matches!(self.ast.expr(target), Expr::Name { .. }) {
                    return Err(t.type_error("NamedExpr target must be a Name"));
                }
                Expr::NamedExpr { target, value }
            }
            "BinOp" => {
                let (left, op) = (self.expr(t, v, k, "left")?, self.binary_operator(t, v, k)?);
                Expr::BinOp { left, op, right: self.expr(t, v, k, "right")? }
            }
            "UnaryOp" => {
                let op = match self.operator(t, v, k, "op")?.as_str() {
                    "Invert" => UnaryOp::Invert,
                    "Not" => UnaryOp::Not,
                    "UAdd" => UnaryOp::UAdd,
                    "USub" => UnaryOp::USub,
                    _ => return self.wrong(t, v, "unaryop"),
                };
                Expr::UnaryOp { op, operand: self.expr(t, v, k, "operand")? }
            }
            "Lambda" => Expr::Lambda { args: self.arguments(t, v, k)?, body: self.expr(t, v, k, "body")? },
            "IfExp" => {
                let test = self.expr(t, v, k, "test")?;
                let body = self.expr(t, v, k, "body")?;
                Expr::IfExp { test, body, orelse: self.expr(t, v, k, "orelse")? }
            }
            "Dict" => {
                let keys = self.optional_exprs(t, v, k, "keys")?;
                let values = self.exprs(t, v, k, "values")?;
                if keys.len() != values.len() {
                    return Err(t.value_error("Dict doesn't have the same number of keys as values"));
                }
                Expr::Dict { keys, values }
            }
            "Set" => {
                let elts = self.exprs(t, v, k, "elts")?;
                if elts.is_empty() {
                    return Err(t.value_error("empty elts on Set"));
                }
                Expr::Set { elts }
            }
            "ListComp" => {
                let generators = self.generators(t, v, k)?;
                Expr::ListComp { elt: self.expr(t, v, k, "elt")?, generators }
            }
            "SetComp" => {
                let generators = self.generators(t, v, k)?;
                Expr::SetComp { elt: self.expr(t, v, k, "elt")?, generators }
            }
            "GeneratorExp" => {
                let generators = self.generators(t, v, k)?;
                Expr::GeneratorExp { elt: self.expr(t, v, k, "elt")?, generators }
            }
            "DictComp" => {
                let generators = self.generators(t, v, k)?;
                let key = self.expr(t, v, k, "key")?;
                Expr::DictComp { key, value: self.expr(t, v, k, "value")?, generators }
            }
            "Await" => Expr::Await { value: self.expr(t, v, k, "value")? },
            "Yield" => Expr::Yield { value: self.maybe(t, v, "value")? },
            "YieldFrom" => Expr::YieldFrom { value: self.expr(t, v, k, "value")? },
            "Compare" => {
                let left = self.expr(t, v, k, "left")?;
                let ops = self.each(t, v, k, "ops", &|r, t, x| r.comparison(t, x))?;
                let comparators = self.exprs(t, v, k, "comparators")?;
                if comparators.is_empty() {
                    return Err(t.value_error("Compare with no comparators"));
                }
                if ops.len() != comparators.len() {
                    return Err(t.value_error("Compare has a different number of comparators and operands"));
                }
                Expr::Compare { left, ops, comparators }
            }
            "Call" => {
                let func = self.expr(t, v, k, "func")?;
                let args = self.exprs(t, v, k, "args")?;
                Expr::Call { func, args, keywords: self.keywords(t, v, k)? }
            }
            "FormattedValue" => {
                let value = self.expr(t, v, k, "value")?;
                let conversion = self.conversion(t, v, k)?;
                Expr::FormattedValue { value, conversion, format_spec: self.maybe(t, v, "format_spec")? }
            }
            "Interpolation" => {
                let value = self.expr(t, v, k, "value")?;
                let conversion = self.conversion(t, v, k)?;
                let text = self.need(t, v, k, "str")?;
                let str = match Str::from(text) {
                    Some(s) => self.ast.add_str(&s.wtf8()),
                    None => return Err(t.type_error("AST string must be of type str")),
                };
                Expr::Interpolation { value, str, conversion, format_spec: self.maybe(t, v, "format_spec")? }
            }
            "JoinedStr" => Expr::JoinedStr { values: self.exprs(t, v, k, "values")? },
            "TemplateStr" => Expr::TemplateStr { values: self.exprs(t, v, k, "values")? },
            "Constant" => {
                let name = t.intern("value")?;
                let Some(value) = t.find_attr(v, name)? else {
                    return Err(t.type_error("required field \"value\" missing from Constant"));
                };
                let u = self.find(t, v, "kind")?.is_some();
                return self.constant(t, value, u, span);
            }
            "Attribute" => {
                let value = self.expr(t, v, k, "value")?;
                let attr = self.name(t, v, k, "attr")?;
                Expr::Attribute { value, attr, ctx: self.context(t, v, want)? }
            }
            "Subscript" => {
                let value = self.expr(t, v, k, "value")?;
                let slice = self.expr(t, v, k, "slice")?;
                Expr::Subscript { value, slice, ctx: self.context(t, v, want)? }
            }
            "Starred" => {
                let x = self.need(t, v, k, "value")?;
                Expr::Starred { value: self.read(t, x, want)?, ctx: self.context(t, v, want)? }
            }
            "Name" => Expr::Name { id: self.name(t, v, k, "id")?, ctx: self.context(t, v, want)? },
            "List" => Expr::List { elts: self.exprs_in(t, v, k, "elts", want)?, ctx: self.context(t, v, want)? },
            "Tuple" => Expr::Tuple { elts: self.exprs_in(t, v, k, "elts", want)?, ctx: self.context(t, v, want)? },
            "Slice" => {
                let (lower, upper) = (self.maybe(t, v, "lower")?, self.maybe(t, v, "upper")?);
                Expr::Slice { lower, upper, step: self.maybe(t, v, "step")? }
            }
            _ => return self.wrong(t, v, "expr"),
        };
        Ok(self.ast.add_expr(e, span))
    }
    fn conversion(&mut self, t: &mut Thread, v: Value, class: &str) -> Made<i32> {
        match self.int(t, v, class, "conversion")? {
            n @ (-1 | 97 | 114 | 115) => Ok(n as i32),
            n => {
                let text = format!("Unrecognized conversion character {n}");
                Err(t.raise(&types::exc::SystemError, text))
            }
        }
    }
    fn operator(&self, t: &mut Thread, v: Value, class: &str, field: &str) -> Made<String> {
        let x = self.need(t, v, class, field)?;
        match class_name(t, x) {
            Some(name) => Ok(name),
            None => self.wrong(t, x, "operator"),
        }
    }
    fn binary_operator(&self, t: &mut Thread, v: Value, class: &str) -> Made<Operator> {
        let all = [
            Operator::Add,
            Operator::Sub,
            Operator::Mult,
            Operator::MatMult,
            Operator::Div,
            Operator::Mod,
            Operator::Pow,
            Operator::LShift,
            Operator::RShift,
            Operator::BitOr,
            Operator::BitXor,
            Operator::BitAnd,
            Operator::FloorDiv,
        ];
        let name = self.operator(t, v, class, "op")?;
        match all.into_iter().find(|op| format!("{op:?}") == name) {
            Some(op) => Ok(op),
            None => self.wrong(t, v, "operator"),
        }
    }
    fn comparison(&self, t: &mut Thread, v: Value) -> Made<CmpOp> {
        Ok(match class_name(t, v).as_deref() {
            Some("Eq") => CmpOp::Eq,
            Some("NotEq") => CmpOp::NotEq,
            Some("Lt") => CmpOp::Lt,
            Some("LtE") => CmpOp::LtE,
            Some("Gt") => CmpOp::Gt,
            Some("GtE") => CmpOp::GtE,
            Some("Is") => CmpOp::Is,
            Some("IsNot") => CmpOp::IsNot,
            Some("In") => CmpOp::In,
            Some("NotIn") => CmpOp::NotIn,
            _ => return self.wrong(t, v, "cmpop"),
        })
    }
    /// A constant, or the expression that makes it where no literal does.
    fn constant(&mut self, t: &mut Thread, v: Value, u: bool, span: Span) -> Made<ExprId> {
        if let Some(items) = Tuple::from(v) {
            t.enter_native(" during ast construction")?;
            let made = items.iter().map(|x| self.constant(t, x, false, span)).collect::<Made<Vec<_>>>();
            let elts = self.ast.add_seq(&made?);
            return Ok(self.ast.add_expr(Expr::Tuple { elts, ctx: ExprContext::Load }, span));
        }
        let plain = |value| Expr::Constant { value, u };
        let e = if let Some(c) = self.singleton(v) {
            plain(c)
        } else if let Some(s) = Str::from(v) {
            plain(Constant::Str(self.ast.add_str(&s.wtf8())))
        } else if let Some(b) = types::bytes::data(v) {
            plain(Constant::Bytes(self.ast.add_bytes(b)))
        } else if let Some(n) = bigint::to_big(v) {
            let (sign, magnitude) = n.to_bytes_le();
            let c = match i64::try_from(n.magnitude()) {
                Ok(n) => Constant::Int(n),
                Err(_) => Constant::BigInt(self.ast.add_bytes(&magnitude)),
            };
            if sign == num_bigint::Sign::Minus {
                let operand = self.ast.add_expr(plain(c), span);
                Expr::UnaryOp { op: UnaryOp::USub, operand }
            } else {
                plain(c)
            }
        } else if let Some(x) = types::float::value(v) {
            plain(Constant::Float(x))
        } else if let Some((re, im)) = types::complex::value(v) {
            let imaginary = plain(Constant::Complex(im));
            if re == 0.0 && re.is_sign_positive() {
                imaginary
            } else {
                let left = self.ast.add_expr(plain(Constant::Float(re)), span);
                let right = self.ast.add_expr(imaginary, span);
                Expr::BinOp { left, op: Operator::Add, right }
            }
        } else {
            let kind = t.type_name(v);
            return Err(t.type_error(format!("got an invalid type in Constant: {kind}")));
        };
        Ok(self.ast.add_expr(e, span))
    }
    fn singleton(&self, v: Value) -> Option<Constant> {
        Some(match v {
            _ if v.is_none() => Constant::None,
            _ if v.is(Value::TRUE) => Constant::True,
            _ if v.is(Value::FALSE) => Constant::False,
            _ if v.is(Value::ELLIPSIS) => Constant::Ellipsis,
            _ => return None,
        })
    }
    fn generators(&mut self, t: &mut Thread, v: Value, class: &str) -> Made<Seq<Comprehension>> {
        let seq = self.each(t, v, class, "generators", &|r, t, x| {
            let k = "comprehension";
            let iter = r.expr(t, x, k, "iter")?;
            let target = r.target(t, x, k, "target")?;
            let ifs = r.exprs(t, x, k, "ifs")?;
            Ok(Comprehension { target, iter, ifs, is_async: r.int(t, x, k, "is_async")? != 0 })
        })?;
        if seq.is_empty() {
            return Err(t.value_error("comprehension with no generators"));
        }
        Ok(seq)
    }
    fn keywords(&mut self, t: &mut Thread, v: Value, class: &str) -> Made<Seq<Keyword>> {
        self.each(t, v, class, "keywords", &|r, t, x| {
            let value = r.expr(t, x, "keyword", "value")?;
            Ok(Keyword { arg: r.maybe_name(t, x, "arg")?, value, span: r.span(t, x, "keyword")? })
        })
    }
    fn arg(&mut self, t: &mut Thread, v: Value) -> Made<Arg> {
        let annotation = self.maybe(t, v, "annotation")?;
        Ok(Arg { arg: self.name(t, v, "arg", "arg")?, annotation, span: self.span(t, v, "arg")? })
    }
    fn maybe_arg(&mut self, t: &mut Thread, v: Value, field: &str) -> Made<Option<Arg>> {
        match self.find(t, v, field)? {
            Some(x) => Ok(Some(self.arg(t, x)?)),
            None => Ok(None),
        }
    }
    fn arguments(&mut self, t: &mut Thread, v: Value, class: &str) -> Made<ArgumentsId> {
        let v = self.need(t, v, class, "args")?;
        let k = "arguments";
        let args = |r: &mut Self, t: &mut Thread, field: &str| r.each(t, v, k, field, &|r, t, x| r.arg(t, x));
        let made = Arguments {
            posonlyargs: args(self, t, "posonlyargs")?,
            args: args(self, t, "args")?,
            vararg: self.maybe_arg(t, v, "vararg")?,
            kwonlyargs: args(self, t, "kwonlyargs")?,
            kw_defaults: self.optional_exprs(t, v, k, "kw_defaults")?,
            kwarg: self.maybe_arg(t, v, "kwarg")?,
            defaults: self.exprs(t, v, k, "defaults")?,
        };
        if made.defaults.len() > made.posonlyargs.len() + made.args.len() {
            return Err(t.value_error("more positional defaults than args on arguments"));
        }
        if made.kw_defaults.len() != made.kwonlyargs.len() {
            return Err(t.value_error("length of kwonlyargs is not the same as kw_defaults on arguments"));
        }
        Ok(self.ast.add_arguments(made))
    }

    // ---- patterns

    fn pattern(&mut self, t: &mut Thread, v: Value) -> Made<PatternId> {
        t.enter_native(" during ast construction")?;
        self.pattern_here(t, v)
    }
    fn patterns(&mut self, t: &mut Thread, v: Value, class: &str, field: &str) -> Made<Seq<PatternId>> {
        self.each(t, v, class, field, &|r, t, x| r.pattern(t, x))
    }
    fn pattern_here(&mut self, t: &mut Thread, v: Value) -> Made<PatternId> {
        let Some(class) = class_name(t, v) else { return self.wrong(t, v, "pattern") };
        let k = class.as_str();
        let span = self.span(t, v, "pattern")?;
        let p = match k {
            "MatchValue" => Pattern::MatchValue { value: self.expr(t, v, k, "value")? },
            "MatchSingleton" => {
                let name = t.intern("value")?;
                let value = t.get_attr(v, name)?;
                match self.singleton(value) {
                    Some(value) if !matches!(value, Constant::Ellipsis) => Pattern::MatchSingleton { value },
                    _ => return Err(t.value_error("MatchSingleton can only contain True, False and None")),
                }
            }
            "MatchSequence" => Pattern::MatchSequence { patterns: self.patterns(t, v, k, "patterns")? },
            "MatchMapping" => {
                let (keys, patterns) = (self.exprs(t, v, k, "keys")?, self.patterns(t, v, k, "patterns")?);
                if keys.len() != patterns.len() {
                    return Err(t.value_error("MatchMapping doesn't have the same number of keys as patterns"));
                }
                Pattern::MatchMapping { keys, patterns, rest: self.maybe_name(t, v, "rest")? }
            }
            "MatchClass" => {
                let cls = self.expr(t, v, k, "cls")?;
                let patterns = self.patterns(t, v, k, "patterns")?;
                let kwd_attrs = self.names(t, v, k, "kwd_attrs")?;
                let kwd_patterns = self.patterns(t, v, k, "kwd_patterns")?;
                if kwd_attrs.len() != kwd_patterns.len() {
                    let text = "MatchClass doesn't have the same number of keyword attributes as patterns";
                    return Err(t.value_error(text));
                }
                Pattern::MatchClass { cls, patterns, kwd_attrs, kwd_patterns }
            }
            "MatchStar" => Pattern::MatchStar { name: self.maybe_name(t, v, "name")? },
            "MatchAs" => {
                let pattern = match self.find(t, v, "pattern")? {
                    Some(x) => Some(self.pattern(t, x)?),
                    None => None,
                };
                let name = self.maybe_name(t, v, "name")?;
                if pattern.is_some() && name.is_none() {
                    return Err(t.value_error("MatchAs must specify a target name if a pattern is given"));
                }
                Pattern::MatchAs { pattern, name }
            }
            "MatchOr" => {
                let patterns = self.patterns(t, v, k, "patterns")?;
                if patterns.len() < 2 {
                    return Err(t.value_error("MatchOr requires at least 2 patterns"));
                }
                Pattern::MatchOr { patterns }
            }
            _ => return self.wrong(t, v, "pattern"),
        };
        Ok(self.ast.add_pattern(p, span))
    }

    // ---- statements

    fn stmts(&mut self, t: &mut Thread, v: Value, class: &str, field: &str) -> Made<Seq<StmtId>> {
        self.each(t, v, class, field, &|r, t, x| {
            t.enter_native(" during ast construction")?;
            r.stmt(t, x)
        })
    }
    fn body(&mut self, t: &mut Thread, v: Value, class: &str) -> Made<Seq<StmtId>> {
        let body = self.stmts(t, v, class, "body")?;
        self.not_empty(t, body, class, "body")
    }
    fn not_empty<T>(&self, t: &mut Thread, seq: Seq<T>, class: &str, field: &str) -> Made<Seq<T>> {
        if seq.is_empty() {
            return Err(t.value_error(format!("empty {field} on {class}")));
        }
        Ok(seq)
    }
    fn type_params(&mut self, t: &mut Thread, v: Value, class: &str) -> Made<Seq<TypeParam>> {
        self.each(t, v, class, "type_params", &|r, t, x| {
            let kind = match class_name(t, x).as_deref() {
                Some("TypeVar") => TypeParamKind::TypeVar,
                Some("ParamSpec") => TypeParamKind::ParamSpec,
                Some("TypeVarTuple") => TypeParamKind::TypeVarTuple,
                _ => return r.wrong(t, x, "type_param"),
            };
            let bound = match kind {
                TypeParamKind::TypeVar => r.maybe(t, x, "bound")?,
                _ => None,
            };
            let default = r.maybe(t, x, "default_value")?;
            Ok(TypeParam {
                kind,
                name: r.name(t, x, "type_param", "name")?,
                bound,
                default,
                span: r.span(t, x, "type_param")?,
            })
        })
    }
    fn aliases(&mut self, t: &mut Thread, v: Value, class: &str) -> Made<Seq<Alias>> {
        let seq = self.each(t, v, class, "names", &|r, t, x| {
            let (name, asname) = (r.name(t, x, "alias", "name")?, r.maybe_name(t, x, "asname")?);
            Ok(Alias { name, asname, span: r.span(t, x, "alias")? })
        })?;
        self.not_empty(t, seq, class, "names")
    }
    fn items(&mut self, t: &mut Thread, v: Value, class: &str) -> Made<Seq<WithItem>> {
        let seq = self.each(t, v, class, "items", &|r, t, x| {
            let context_expr = r.expr(t, x, "withitem", "context_expr")?;
            let optional_vars = match r.find(t, x, "optional_vars")? {
                Some(target) => Some(r.read(t, target, ExprContext::Store)?),
                None => None,
            };
            Ok(WithItem { context_expr, optional_vars })
        })?;
        self.not_empty(t, seq, class, "items")
    }
    fn handlers(&mut self, t: &mut Thread, v: Value, class: &str) -> Made<Seq<ExceptHandler>> {
        self.each(t, v, class, "handlers", &|r, t, x| {
            let k = "ExceptHandler";
            let typ = r.maybe(t, x, "type")?;
            let name = r.maybe_name(t, x, "name")?;
            Ok(ExceptHandler { typ, name, body: r.body(t, x, k)?, span: r.span(t, x, "excepthandler")? })
        })
    }

    fn stmt(&mut self, t: &mut Thread, v: Value) -> Made<StmtId> {
        let Some(class) = class_name(t, v) else { return self.wrong(t, v, "stmt") };
        let k = class.as_str();
        let span = self.span(t, v, "stmt")?;
        let s = match k {
            "FunctionDef" | "AsyncFunctionDef" => {
                let name = self.name(t, v, k, "name")?;
                let type_params = self.type_params(t, v, k)?;
                let args = self.arguments(t, v, k)?;
                let decorator_list = self.exprs(t, v, k, "decorator_list")?;
                let returns = self.maybe(t, v, "returns")?;
                let body = self.body(t, v, k)?;
                match k {
                    "FunctionDef" => Stmt::FunctionDef { name, args, body, decorator_list, returns, type_params },
                    _ => Stmt::AsyncFunctionDef { name, args, body, decorator_list, returns, type_params },
                }
            }
            "ClassDef" => {
                let name = self.name(t, v, k, "name")?;
                let type_params = self.type_params(t, v, k)?;
                let bases = self.exprs(t, v, k, "bases")?;
                let keywords = self.keywords(t, v, k)?;
                let decorator_list = self.exprs(t, v, k, "decorator_list")?;
                Stmt::ClassDef { name, bases, keywords, body: self.body(t, v, k)?, decorator_list, type_params }
            }
            "Return" => Stmt::Return { value: self.maybe(t, v, "value")? },
            "Delete" => {
                let targets = self.exprs_in(t, v, k, "targets", ExprContext::Del)?;
                Stmt::Delete { targets: self.not_empty(t, targets, k, "targets")? }
            }
            "Assign" => {
                let value = self.expr(t, v, k, "value")?;
                let targets = self.exprs_in(t, v, k, "targets", ExprContext::Store)?;
                Stmt::Assign { targets: self.not_empty(t, targets, k, "targets")?, value }
            }
            "TypeAlias" => {
                let name = self.target(t, v, k, "name")?;
                if !matches!(self.ast.expr(name), Expr::Name { .. }) {
                    return Err(t.type_error("TypeAlias with non-Name name"));
                }
                let type_params = self.type_params(t, v, k)?;
                Stmt::TypeAlias { name, type_params, value: self.expr(t, v, k, "value")? }
            }
            "AugAssign" => {
                let (target, op) = (self.target(t, v, k, "target")?, self.binary_operator(t, v, k)?);
                if matches!(self.ast.expr(target), Expr::Tuple { .. } | Expr::List { .. } | Expr::Starred { .. }) {
                    return Err(t.value_error("invalid expression (0) for augmented assignment"));
                }
                Stmt::AugAssign { target, op, value: self.expr(t, v, k, "value")? }
            }
            "AnnAssign" => {
                let target = self.target(t, v, k, "target")?;
                if matches!(self.ast.expr(target), Expr::Tuple { .. } | Expr::List { .. } | Expr::Starred { .. }) {
                    return Err(t.type_error("AnnAssign with invalid target"));
                }
                let simple = self.int(t, v, k, "simple")? != 0;
                if simple && !matches!(self.ast.expr(target), Expr::Name { .. }) {
                    return Err(t.type_error("AnnAssign with simple non-Name target"));
                }
                let annotation = self.expr(t, v, k, "annotation")?;
                Stmt::AnnAssign { target, annotation, value: self.maybe(t, v, "value")?, simple }
            }
            "For" | "AsyncFor" => {
                let iter = self.expr(t, v, k, "iter")?;
                let target = self.target(t, v, k, "target")?;
                let (body, orelse) = (self.body(t, v, k)?, self.stmts(t, v, k, "orelse")?);
                match k {
                    "For" => Stmt::For { target, iter, body, orelse },
                    _ => Stmt::AsyncFor { target, iter, body, orelse },
                }
            }
            "While" => {
                let (test, body) = (self.expr(t, v, k, "test")?, self.body(t, v, k)?);
                Stmt::While { test, body, orelse: self.stmts(t, v, k, "orelse")? }
            }
            "If" => {
                let (test, body) = (self.expr(t, v, k, "test")?, self.body(t, v, k)?);
                Stmt::If { test, body, orelse: self.stmts(t, v, k, "orelse")? }
            }
            "With" => Stmt::With { items: self.items(t, v, k)?, body: self.body(t, v, k)? },
            "AsyncWith" => Stmt::AsyncWith { items: self.items(t, v, k)?, body: self.body(t, v, k)? },
            "Match" => {
                let subject = self.expr(t, v, k, "subject")?;
                let cases = self.each(t, v, k, "cases", &|r, t, x| {
                    let p = r.need(t, x, "match_case", "pattern")?;
                    let pattern = r.pattern(t, p)?;
                    let guard = r.maybe(t, x, "guard")?;
                    Ok(MatchCase { pattern, guard, body: r.body(t, x, "match_case")? })
                })?;
                Stmt::Match { subject, cases: self.not_empty(t, cases, k, "cases")? }
            }
            "Raise" => {
                let (exc, cause) = (self.maybe(t, v, "exc")?, self.maybe(t, v, "cause")?);
                if exc.is_none() && cause.is_some() {
                    return Err(t.value_error("Raise with cause but no exception"));
                }
                Stmt::Raise { exc, cause }
            }
            "Try" | "TryStar" => {
                let (body, handlers) = (self.body(t, v, k)?, self.handlers(t, v, k)?);
                let (orelse, finalbody) = (self.stmts(t, v, k, "orelse")?, self.stmts(t, v, k, "finalbody")?);
                if handlers.is_empty() && finalbody.is_empty() {
                    return Err(t.value_error(format!("{k} has neither handlers nor finalbody")));
                }
                if handlers.is_empty() && !orelse.is_empty() {
                    return Err(t.value_error(format!("{k} has orelse but no except handlers")));
                }
                match k {
                    "Try" => Stmt::Try { body, handlers, orelse, finalbody },
                    _ => Stmt::TryStar { body, handlers, orelse, finalbody },
                }
            }
            "Assert" => Stmt::Assert { test: self.expr(t, v, k, "test")?, msg: self.maybe(t, v, "msg")? },
            "Import" => Stmt::Import { names: self.aliases(t, v, k)? },
            "ImportFrom" => {
                let level = match self.find(t, v, "level")? {
                    Some(x) => self.number(t, x)?,
                    None => 0,
                };
                let Ok(level) = u32::try_from(level) else {
                    return Err(t.value_error("Negative ImportFrom level"));
                };
                let module = self.maybe_name(t, v, "module")?;
                Stmt::ImportFrom { module, names: self.aliases(t, v, k)?, level }
            }
            "Global" => {
                let names = self.names(t, v, k, "names")?;
                Stmt::Global { names: self.not_empty(t, names, k, "names")? }
            }
            "Nonlocal" => {
                let names = self.names(t, v, k, "names")?;
                Stmt::Nonlocal { names: self.not_empty(t, names, k, "names")? }
            }
            "Expr" => Stmt::Expr { value: self.expr(t, v, k, "value")? },
            "Pass" => Stmt::Pass,
            "Break" => Stmt::Break,
            "Continue" => Stmt::Continue,
            _ => return self.wrong(t, v, "stmt"),
        };
        Ok(self.ast.add_stmt(s, span))
    }
}
