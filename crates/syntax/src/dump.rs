//! A tree as text, as `python3 -m ast` prints it.
//!
//! A node whose fields are all simple and at most three stands on one line. Output goes top down
//! over an explicit stack of what is still to be written, so that a deep tree needs no deep stack.

use std::fmt::Write;

use crate::ast::*;
use crate::number;
use crate::source::Source;
use crate::wtf8::Wtf8;

const INDENT: &str = "   ";

/// Prints a tree as `python3 -m ast` does; `attributes` adds the positions (`-a`).
pub fn dump(ast: &Ast, src: &Source, attributes: bool) -> String {
    let mut dumper = Dumper { ast, src, attributes, out: String::new(), todo: Vec::new() };
    dumper.todo.push(Task::Node(Node::Mod, 1));
    while let Some(task) = dumper.todo.pop() {
        match task {
            Task::Text(text) => dumper.out.push_str(text),
            Task::Line(level) => dumper.line(level),
            Task::Own(text) => dumper.out.push_str(&text),
            Task::Node(node, level) => dumper.node(node, level),
            Task::Value(value, level) => dumper.value(value, level),
        }
    }
    dumper.out
}

enum Task {
    Text(&'static str),
    Own(String),
    /// A line end and the indentation of a level.
    Line(usize),
    Node(Node, usize),
    Value(Value, usize),
}

#[derive(Clone, Copy)]
enum Node {
    Mod,
    Stmt(StmtId),
    Expr(ExprId),
    Pattern(PatternId),
    Arguments(ArgumentsId),
    Comprehension(Comprehension),
    Handler(ExceptHandler),
    Arg(Arg),
    Keyword(Keyword),
    Alias(Alias),
    WithItem(WithItem),
    MatchCase(MatchCase),
    TypeParam(TypeParam),
}

enum Value {
    Text(String),
    Node(Node),
    List(Vec<Value>),
}

/// The class of a node, its fields in order, and its span if it has one.
struct Described {
    class: &'static str,
    fields: Vec<(&'static str, Value)>,
    span: Option<Span>,
}

struct Dumper<'a> {
    ast: &'a Ast,
    src: &'a Source,
    attributes: bool,
    out: String,
    todo: Vec<Task>,
}

impl<'a> Dumper<'a> {
    fn line(&mut self, level: usize) {
        self.out.push('\n');
        for _ in 0..level {
            self.out.push_str(INDENT);
        }
    }

    fn value(&mut self, value: Value, level: usize) {
        match value {
            Value::Text(text) => self.out.push_str(&text),
            Value::Node(node) => self.node(node, level + 1),
            Value::List(items) => {
                self.out.push('[');
                self.todo.push(Task::Text("]"));
                for (i, item) in items.into_iter().enumerate().rev() {
                    self.todo.push(Task::Value(item, level + 1));
                    self.todo.push(Task::Line(level + 1));
                    if i > 0 {
                        self.todo.push(Task::Text(","));
                    }
                }
            }
        }
    }

    fn node(&mut self, node: Node, level: usize) {
        let Described { class, mut fields, span } = self.describe(node);
        if let (Some(span), true) = (span, self.attributes) {
            let (line, column) = self.src.position(span.start);
            let (end_line, end_column) = self.src.position(span.end);
            fields.push(("lineno", text(line)));
            fields.push(("col_offset", text(column)));
            fields.push(("end_lineno", text(end_line)));
            fields.push(("end_col_offset", text(end_column)));
        }
        let inline = fields.len() <= 3 && fields.iter().all(|(_, v)| self.simple(v));
        self.out.push_str(class);
        self.out.push('(');
        self.todo.push(Task::Text(")"));
        for (i, (name, value)) in fields.into_iter().enumerate().rev() {
            self.todo.push(Task::Value(value, level));
            self.todo.push(Task::Own(format!("{name}=")));
            match (inline, i) {
                (true, 0) => {}
                (true, _) => self.todo.push(Task::Text(", ")),
                (false, _) => {
                    self.todo.push(Task::Line(level));
                    if i > 0 {
                        self.todo.push(Task::Text(","));
                    }
                }
            }
        }
    }

    fn simple(&self, value: &Value) -> bool {
        match value {
            Value::Text(_) => true,
            Value::List(items) => items.is_empty(),
            Value::Node(node) => {
                let d = self.describe(*node);
                d.fields.is_empty() && (d.span.is_none() || !self.attributes)
            }
        }
    }

    fn describe(&self, node: Node) -> Described {
        let mut f = Fields { ast: self.ast, list: Vec::new() };
        let (class, span) = match node {
            Node::Mod => (f.module(self.ast.root()), None),
            Node::Stmt(id) => (f.stmt(*self.ast.stmt(id)), Some(self.ast.span(id))),
            Node::Expr(id) => (f.expr(*self.ast.expr(id)), Some(self.ast.span(id))),
            Node::Pattern(id) => (f.pattern(*self.ast.pattern(id)), Some(self.ast.span(id))),
            Node::Arguments(id) => {
                let a = *self.ast.arguments(id);
                f.nodes("posonlyargs", a.posonlyargs, Node::Arg);
                f.nodes("args", a.args, Node::Arg);
                f.node("vararg", a.vararg.map(Node::Arg));
                f.nodes("kwonlyargs", a.kwonlyargs, Node::Arg);
                f.optional_exprs("kw_defaults", a.kw_defaults);
                f.node("kwarg", a.kwarg.map(Node::Arg));
                f.exprs("defaults", a.defaults);
                ("arguments", None)
            }
            Node::Comprehension(c) => {
                f.expr_field("target", c.target);
                f.expr_field("iter", c.iter);
                f.exprs("ifs", c.ifs);
                f.text("is_async", u8::from(c.is_async));
                ("comprehension", None)
            }
            Node::Handler(h) => {
                f.node("type", h.typ.map(Node::Expr));
                f.sym("name", h.name);
                f.stmts("body", h.body);
                ("ExceptHandler", Some(h.span))
            }
            Node::Arg(a) => {
                f.sym("arg", Some(a.arg));
                f.node("annotation", a.annotation.map(Node::Expr));
                ("arg", Some(a.span))
            }
            Node::Keyword(k) => {
                f.sym("arg", k.arg);
                f.expr_field("value", k.value);
                ("keyword", Some(k.span))
            }
            Node::Alias(a) => {
                f.sym("name", Some(a.name));
                f.sym("asname", a.asname);
                ("alias", Some(a.span))
            }
            Node::WithItem(w) => {
                f.expr_field("context_expr", w.context_expr);
                f.node("optional_vars", w.optional_vars.map(Node::Expr));
                ("withitem", None)
            }
            Node::MatchCase(c) => {
                f.node("pattern", Some(Node::Pattern(c.pattern)));
                f.node("guard", c.guard.map(Node::Expr));
                f.stmts("body", c.body);
                ("match_case", None)
            }
            Node::TypeParam(t) => {
                f.sym("name", Some(t.name));
                f.node("bound", t.bound.map(Node::Expr));
                f.node("default_value", t.default.map(Node::Expr));
                let class = match t.kind {
                    TypeParamKind::TypeVar => "TypeVar",
                    TypeParamKind::ParamSpec => "ParamSpec",
                    TypeParamKind::TypeVarTuple => "TypeVarTuple",
                };
                (class, Some(t.span))
            }
        };
        Described { class, fields: f.list, span }
    }
}

fn text(value: impl ToString) -> Value {
    Value::Text(value.to_string())
}

/// The fields of a node under construction; absent and empty ones are left out.
struct Fields<'a> {
    ast: &'a Ast,
    list: Vec<(&'static str, Value)>,
}

impl Fields<'_> {
    fn text(&mut self, name: &'static str, value: impl ToString) {
        self.list.push((name, text(value)));
    }

    /// An operator or context: `Load()`.
    fn name_of(&mut self, name: &'static str, value: impl std::fmt::Debug) {
        self.list.push((name, Value::Text(format!("{value:?}()"))));
    }

    fn sym(&mut self, name: &'static str, sym: Option<Sym>) {
        if let Some(sym) = sym {
            self.list.push((name, Value::Text(repr_str(self.ast.str(sym)))));
        }
    }

    fn node(&mut self, name: &'static str, node: Option<Node>) {
        if let Some(node) = node {
            self.list.push((name, Value::Node(node)));
        }
    }

    fn expr_field(&mut self, name: &'static str, id: ExprId) {
        self.node(name, Some(Node::Expr(id)));
    }

    fn optional(&mut self, name: &'static str, id: Option<ExprId>) {
        self.node(name, id.map(Node::Expr));
    }

    fn nodes<T: Listed>(&mut self, name: &'static str, seq: Seq<T>, node: fn(T) -> Node) {
        if !seq.is_empty() {
            let items = self.ast.seq(seq).iter().map(|&t| Value::Node(node(t))).collect();
            self.list.push((name, Value::List(items)));
        }
    }

    fn exprs(&mut self, name: &'static str, seq: Seq<ExprId>) {
        self.nodes(name, seq, Node::Expr);
    }

    fn stmts(&mut self, name: &'static str, seq: Seq<StmtId>) {
        self.nodes(name, seq, Node::Stmt);
    }

    fn optional_exprs(&mut self, name: &'static str, seq: Seq<Option<ExprId>>) {
        if !seq.is_empty() {
            let item = |e: &Option<ExprId>| e.map_or(text("None"), |e| Value::Node(Node::Expr(e)));
            self.list.push((name, Value::List(self.ast.seq(seq).iter().map(item).collect())));
        }
    }

    fn syms(&mut self, name: &'static str, seq: Seq<Sym>) {
        if !seq.is_empty() {
            let item = |s: &Sym| Value::Text(repr_str(self.ast.str(*s)));
            self.list.push((name, Value::List(self.ast.seq(seq).iter().map(item).collect())));
        }
    }

    fn module(&mut self, root: Mod) -> &'static str {
        match root {
            Mod::Module { body } => {
                self.stmts("body", body);
                "Module"
            }
            Mod::Interactive { body } => {
                self.stmts("body", body);
                "Interactive"
            }
            Mod::Expression { body } => {
                self.expr_field("body", body);
                "Expression"
            }
            Mod::FunctionType { argtypes, returns } => {
                self.exprs("argtypes", argtypes);
                self.expr_field("returns", returns);
                "FunctionType"
            }
        }
    }

    fn stmt(&mut self, stmt: Stmt) -> &'static str {
        match stmt {
            Stmt::FunctionDef { name, args, body, decorator_list, returns, type_params }
            | Stmt::AsyncFunctionDef { name, args, body, decorator_list, returns, type_params } => {
                self.sym("name", Some(name));
                self.node("args", Some(Node::Arguments(args)));
                self.stmts("body", body);
                self.exprs("decorator_list", decorator_list);
                self.optional("returns", returns);
                self.nodes("type_params", type_params, Node::TypeParam);
                match stmt {
                    Stmt::FunctionDef { .. } => "FunctionDef",
                    _ => "AsyncFunctionDef",
                }
            }
            Stmt::ClassDef { name, bases, keywords, body, decorator_list, type_params } => {
                self.sym("name", Some(name));
                self.exprs("bases", bases);
                self.nodes("keywords", keywords, Node::Keyword);
                self.stmts("body", body);
                self.exprs("decorator_list", decorator_list);
                self.nodes("type_params", type_params, Node::TypeParam);
                "ClassDef"
            }
            Stmt::Return { value } => {
                self.optional("value", value);
                "Return"
            }
            Stmt::Delete { targets } => {
                self.exprs("targets", targets);
                "Delete"
            }
            Stmt::Assign { targets, value } => {
                self.exprs("targets", targets);
                self.expr_field("value", value);
                "Assign"
            }
            Stmt::TypeAlias { name, type_params, value } => {
                self.expr_field("name", name);
                self.nodes("type_params", type_params, Node::TypeParam);
                self.expr_field("value", value);
                "TypeAlias"
            }
            Stmt::AugAssign { target, op, value } => {
                self.expr_field("target", target);
                self.name_of("op", op);
                self.expr_field("value", value);
                "AugAssign"
            }
            Stmt::AnnAssign { target, annotation, value, simple } => {
                self.expr_field("target", target);
                self.expr_field("annotation", annotation);
                self.optional("value", value);
                self.text("simple", u8::from(simple));
                "AnnAssign"
            }
            Stmt::For { target, iter, body, orelse } | Stmt::AsyncFor { target, iter, body, orelse } => {
                self.expr_field("target", target);
                self.expr_field("iter", iter);
                self.stmts("body", body);
                self.stmts("orelse", orelse);
                match stmt {
                    Stmt::For { .. } => "For",
                    _ => "AsyncFor",
                }
            }
            Stmt::While { test, body, orelse } | Stmt::If { test, body, orelse } => {
                self.expr_field("test", test);
                self.stmts("body", body);
                self.stmts("orelse", orelse);
                match stmt {
                    Stmt::While { .. } => "While",
                    _ => "If",
                }
            }
            Stmt::With { items, body } | Stmt::AsyncWith { items, body } => {
                self.nodes("items", items, Node::WithItem);
                self.stmts("body", body);
                match stmt {
                    Stmt::With { .. } => "With",
                    _ => "AsyncWith",
                }
            }
            Stmt::Match { subject, cases } => {
                self.expr_field("subject", subject);
                self.nodes("cases", cases, Node::MatchCase);
                "Match"
            }
            Stmt::Raise { exc, cause } => {
                self.optional("exc", exc);
                self.optional("cause", cause);
                "Raise"
            }
            Stmt::Try { body, handlers, orelse, finalbody } | Stmt::TryStar { body, handlers, orelse, finalbody } => {
                self.stmts("body", body);
                self.nodes("handlers", handlers, Node::Handler);
                self.stmts("orelse", orelse);
                self.stmts("finalbody", finalbody);
                match stmt {
                    Stmt::Try { .. } => "Try",
                    _ => "TryStar",
                }
            }
            Stmt::Assert { test, msg } => {
                self.expr_field("test", test);
                self.optional("msg", msg);
                "Assert"
            }
            Stmt::Import { names } => {
                self.nodes("names", names, Node::Alias);
                "Import"
            }
            Stmt::ImportFrom { module, names, level } => {
                self.sym("module", module);
                self.nodes("names", names, Node::Alias);
                self.text("level", level);
                "ImportFrom"
            }
            Stmt::Global { names } => {
                self.syms("names", names);
                "Global"
            }
            Stmt::Nonlocal { names } => {
                self.syms("names", names);
                "Nonlocal"
            }
            Stmt::Expr { value } => {
                self.expr_field("value", value);
                "Expr"
            }
            Stmt::Pass => "Pass",
            Stmt::Break => "Break",
            Stmt::Continue => "Continue",
        }
    }

    fn expr(&mut self, expr: Expr) -> &'static str {
        match expr {
            Expr::BoolOp { op, values } => {
                self.name_of("op", op);
                self.exprs("values", values);
                "BoolOp"
            }
            Expr::NamedExpr { target, value } => {
                self.expr_field("target", target);
                self.expr_field("value", value);
                "NamedExpr"
            }
            Expr::BinOp { left, op, right } => {
                self.expr_field("left", left);
                self.name_of("op", op);
                self.expr_field("right", right);
                "BinOp"
            }
            Expr::UnaryOp { op, operand } => {
                self.name_of("op", op);
                self.expr_field("operand", operand);
                "UnaryOp"
            }
            Expr::Lambda { args, body } => {
                self.node("args", Some(Node::Arguments(args)));
                self.expr_field("body", body);
                "Lambda"
            }
            Expr::IfExp { test, body, orelse } => {
                self.expr_field("test", test);
                self.expr_field("body", body);
                self.expr_field("orelse", orelse);
                "IfExp"
            }
            Expr::Dict { keys, values } => {
                self.optional_exprs("keys", keys);
                self.exprs("values", values);
                "Dict"
            }
            Expr::Set { elts } => {
                self.exprs("elts", elts);
                "Set"
            }
            Expr::ListComp { elt, generators } => {
                self.comprehension(elt, generators);
                "ListComp"
            }
            Expr::SetComp { elt, generators } => {
                self.comprehension(elt, generators);
                "SetComp"
            }
            Expr::GeneratorExp { elt, generators } => {
                self.comprehension(elt, generators);
                "GeneratorExp"
            }
            Expr::DictComp { key, value, generators } => {
                self.expr_field("key", key);
                self.expr_field("value", value);
                self.nodes("generators", generators, Node::Comprehension);
                "DictComp"
            }
            Expr::Await { value } => {
                self.expr_field("value", value);
                "Await"
            }
            Expr::Yield { value } => {
                self.optional("value", value);
                "Yield"
            }
            Expr::YieldFrom { value } => {
                self.expr_field("value", value);
                "YieldFrom"
            }
            Expr::Compare { left, ops, comparators } => {
                self.expr_field("left", left);
                let ops = self.ast.seq(ops).iter().map(|op| Value::Text(format!("{op:?}()"))).collect();
                self.list.push(("ops", Value::List(ops)));
                self.exprs("comparators", comparators);
                "Compare"
            }
            Expr::Call { func, args, keywords } => {
                self.expr_field("func", func);
                self.exprs("args", args);
                self.nodes("keywords", keywords, Node::Keyword);
                "Call"
            }
            Expr::FormattedValue { value, conversion, format_spec } => {
                self.expr_field("value", value);
                self.text("conversion", conversion);
                self.optional("format_spec", format_spec);
                "FormattedValue"
            }
            Expr::Interpolation { value, str, conversion, format_spec } => {
                self.expr_field("value", value);
                self.sym("str", Some(str));
                self.text("conversion", conversion);
                self.optional("format_spec", format_spec);
                "Interpolation"
            }
            Expr::JoinedStr { values } => {
                self.exprs("values", values);
                "JoinedStr"
            }
            Expr::TemplateStr { values } => {
                self.exprs("values", values);
                "TemplateStr"
            }
            Expr::Constant { value, u } => {
                self.text("value", self.constant(value));
                if u {
                    self.text("kind", "'u'");
                }
                "Constant"
            }
            Expr::Attribute { value, attr, ctx } => {
                self.expr_field("value", value);
                self.sym("attr", Some(attr));
                self.name_of("ctx", ctx);
                "Attribute"
            }
            Expr::Subscript { value, slice, ctx } => {
                self.expr_field("value", value);
                self.expr_field("slice", slice);
                self.name_of("ctx", ctx);
                "Subscript"
            }
            Expr::Starred { value, ctx } => {
                self.expr_field("value", value);
                self.name_of("ctx", ctx);
                "Starred"
            }
            Expr::Name { id, ctx } => {
                self.sym("id", Some(id));
                self.name_of("ctx", ctx);
                "Name"
            }
            Expr::List { elts, ctx } => {
                self.exprs("elts", elts);
                self.name_of("ctx", ctx);
                "List"
            }
            Expr::Tuple { elts, ctx } => {
                self.exprs("elts", elts);
                self.name_of("ctx", ctx);
                "Tuple"
            }
            Expr::Slice { lower, upper, step } => {
                self.optional("lower", lower);
                self.optional("upper", upper);
                self.optional("step", step);
                "Slice"
            }
        }
    }

    fn comprehension(&mut self, elt: ExprId, generators: Seq<Comprehension>) {
        self.expr_field("elt", elt);
        self.nodes("generators", generators, Node::Comprehension);
    }

    fn pattern(&mut self, pattern: Pattern) -> &'static str {
        match pattern {
            Pattern::MatchValue { value } => {
                self.expr_field("value", value);
                "MatchValue"
            }
            Pattern::MatchSingleton { value } => {
                self.text("value", self.constant(value));
                "MatchSingleton"
            }
            Pattern::MatchSequence { patterns } => {
                self.nodes("patterns", patterns, Node::Pattern);
                "MatchSequence"
            }
            Pattern::MatchMapping { keys, patterns, rest } => {
                self.exprs("keys", keys);
                self.nodes("patterns", patterns, Node::Pattern);
                self.sym("rest", rest);
                "MatchMapping"
            }
            Pattern::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.expr_field("cls", cls);
                self.nodes("patterns", patterns, Node::Pattern);
                self.syms("kwd_attrs", kwd_attrs);
                self.nodes("kwd_patterns", kwd_patterns, Node::Pattern);
                "MatchClass"
            }
            Pattern::MatchStar { name } => {
                self.sym("name", name);
                "MatchStar"
            }
            Pattern::MatchAs { pattern, name } => {
                self.node("pattern", pattern.map(Node::Pattern));
                self.sym("name", name);
                "MatchAs"
            }
            Pattern::MatchOr { patterns } => {
                self.nodes("patterns", patterns, Node::Pattern);
                "MatchOr"
            }
        }
    }

    fn constant(&self, value: Constant) -> String {
        match value {
            Constant::None => "None".to_owned(),
            Constant::True => "True".to_owned(),
            Constant::False => "False".to_owned(),
            Constant::Ellipsis => "Ellipsis".to_owned(),
            Constant::Int(n) => n.to_string(),
            Constant::BigInt(blob) => number::to_decimal(self.ast.bytes(blob)),
            Constant::Float(x) => repr_float(x),
            Constant::Complex(x) => {
                let imaginary = repr_float(x);
                format!("{}j", imaginary.strip_suffix(".0").unwrap_or(&imaginary))
            }
            Constant::Str(sym) => repr_str(self.ast.str(sym)),
            Constant::Bytes(blob) => repr_bytes(self.ast.bytes(blob)),
        }
    }
}

/// The shortest digits that read back the same, with an exponent below 1e-4 and from 1e16.
fn repr_float(x: f64) -> String {
    if x.is_infinite() {
        return "inf".to_owned();
    }
    let mut scientific = format!("{x:e}");
    // Of two shortest forms equally near, Python takes the even one.
    let digits = scientific.bytes().take_while(|&b| b != b'e').filter(u8::is_ascii_digit).count();
    let even = format!("{x:.*e}", digits - 1);
    if even != scientific && even.parse() == Ok(x) {
        scientific = even;
    }
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    let power: i32 = exponent.parse().unwrap_or(0);
    match power {
        -4..16 => {
            let (digits, point) = (digits.replace('.', ""), (power + 1).max(0) as usize);
            let zeros = "0".repeat((-power).max(0) as usize);
            let mut all = zeros + &digits;
            while all.len() < point.max(1) + 1 {
                all.push('0');
            }
            all.insert(point.max(1), '.');
            all
        }
        _ => format!("{digits}e{}{:02}", if power < 0 { '-' } else { '+' }, power.abs()),
    }
}

fn repr_str(value: Wtf8<'_>) -> String {
    let bytes = value.as_bytes();
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push(quote);
    for point in value.code_points() {
        match char::from_u32(point) {
            Some(c) if c == quote || c == '\\' => out.extend(['\\', c]),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(c) if is_printable(c) => out.push(c),
            _ => {
                let _ = match point {
                    ..0x100 => write!(out, "\\x{point:02x}"),
                    0x100..0x10000 => write!(out, "\\u{point:04x}"),
                    _ => write!(out, "\\U{point:08x}"),
                };
            }
        }
    }
    out.push(quote);
    out
}

/// `str.isprintable` of one character. `escape_debug` goes by the same categories; behind a letter
/// it escapes for no other reason.
pub(crate) fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    let mut pair = String::from("a");
    pair.push(c);
    pair.escape_debug().count() == 2
}

fn repr_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut out = format!("b{quote}");
    for &b in bytes {
        let c = char::from(b);
        match b {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ if c == quote => out.extend(['\\', c]),
            b' '..=b'~' => out.push(c),
            _ => {
                let _ = write!(out, "\\x{b:02x}");
            }
        }
    }
    out.push(quote);
    out
}
