//! `_ast`: the classes of the syntax tree, made from the text of the grammar when the module is imported.
//!
//! `to_python` turns a parsed tree into instances of them, `from_python` turns instances into a tree; `compile` reaches
//! both through the hooks that `init` registers.

mod from_python;
mod grammar;
mod to_python;

use pyish_vm::builtins::compile::{TREE_HOOKS, TreeHooks};
use pyish_vm::import::ModuleRow;
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::kind::Kind;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::{Type, flag};
use pyish_vm::ops::arithmetic::BinaryOp;
use pyish_vm::types;
use pyish_vm::types::exc;
use pyish_vm::types::object::alloc_instance;
use pyish_vm::{Args, Method, Raised, Ret, Thread, TypeRow, Value, method};
use std::collections::HashMap;
use std::sync::OnceLock;

pub static MODULE: ModuleRow =
    ModuleRow { name: "_ast", doc: "The classes of the abstract syntax tree.", functions: &[], init };

/// `PyCF_*` and the flags `ast.parse` and `compile` know.
const FLAGS: [(&str, i64); 5] = [
    ("PyCF_ONLY_AST", 0x400),
    ("PyCF_TYPE_COMMENTS", 0x1000),
    ("PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000),
    ("PyCF_ALLOW_INCOMPLETE_INPUT", 0x4000),
    ("PyCF_OPTIMIZED_AST", 0x8400),
];
const POSITIONS: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

static AST: TypeRow =
    TypeRow::new("AST", Kind::Instance).module("ast").flags(flag::DICT | flag::WEAKREF).methods(&AST_METHODS);
static AST_METHODS: [Method; 4] = [
    method(
        "__init__(self, /, *args, **kwargs)",
        node_init,
        "Initialize self.  See help(type(self)) for accurate signature.",
    ),
    method("__reduce__(self, /)", node_reduce, "Helper for pickle."),
    method(
        "__replace__(self, /, **fields)",
        node_replace,
        "Return a copy of the AST node with new values for the specified fields.",
    ),
    method("__repr__(self, /)", node_repr, "Return repr(self)."),
];

/// What the module makes once: `(classes, names of their fields, instances without fields)`, tuples in the order
/// of the grammar.
static MADE: Immortal = Immortal::unset();

/// The place of a class in the grammar, if it has one of that name.
fn known(name: &str) -> Option<usize> {
    static INDEX: OnceLock<HashMap<&'static str, usize>> = OnceLock::new();
    let index = INDEX.get_or_init(|| grammar::nodes().iter().enumerate().map(|(i, n)| (n.name, i)).collect());
    index.get(name).copied()
}
fn index_of(name: &str) -> usize {
    known(name).expect("the grammar has every class that is asked for")
}
fn made(part: usize, index: usize) -> Value {
    Tuple::of(Tuple::of(MADE.get()).get(part)).get(index)
}
/// The one instance of a class without fields: an operator or a context.
fn singleton(name: &str) -> Value {
    made(2, index_of(name))
}
/// An instance with its fields set.
fn node(t: &mut Thread, name: &str, fields: &[Value]) -> Ret {
    let index = index_of(name);
    let v = alloc_instance(t, Type::of(made(0, index)))?;
    let names = Tuple::of(made(1, index));
    for (i, x) in fields.iter().enumerate() {
        t.set_own_attr(v.unwrap_obj(), names.get(i), *x)?;
    }
    Ok(v)
}

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    types::ready(t, &AST)?;
    if MADE.get().is_unbound() {
        make_classes(t)?;
        let _ = TREE_HOOKS.set(TreeHooks {
            to_python: to_python::to_python,
            from_python: from_python::from_python,
            is_tree: |t, v| t.is_instance_plain(v, AST.get()),
        });
    }
    d.set_named(t, "AST", AST.value())?;
    for (i, n) in grammar::nodes().iter().enumerate() {
        d.set_named(t, n.name, made(0, i))?;
    }
    for (name, n) in FLAGS {
        d.set_named(t, name, Value::int(n))?;
    }
    Ok(())
}

fn make_classes(t: &mut Thread) -> Result<(), Raised> {
    let nodes = grammar::nodes();
    let empty = Tuple::empty(t);
    let module = t.str("ast")?;
    let object = types::object::TYPE.value();
    for name in ["_fields", "_attributes", "__match_args__"] {
        set_class(t, AST.value(), name, empty.value())?;
    }
    let none = Dict::new(t)?;
    set_class(t, AST.value(), "_field_types", none.value())?;
    let mut classes = Values::new(t)?;
    let mut field_names = Values::new(t)?;
    let place = |name: &str| nodes.iter().position(|n| n.name == name);
    for n in &nodes {
        let base = place(n.base).map_or(AST.value(), |i| classes.get(i));
        let d = Dict::new(t)?;
        d.set_named(t, "__module__", module)?;
        let doc = describe(&nodes, n);
        let doc = t.str(&doc)?;
        d.set_named(t, "__doc__", doc)?;
        let mut names = Values::new(t)?;
        for f in &n.fields {
            let name = t.intern(f.name)?;
            names.push(t, name)?;
            if f.mark == b'?' {
                d.set(t, name, Value::NONE)?;
            }
        }
        let names = names.into_tuple(t)?;
        d.set_named(t, "_fields", names)?;
        d.set_named(t, "__match_args__", names)?;
        field_names.push(t, names)?;
        if n.is_sum || n.base == "AST" {
            let mut positions = Values::new(t)?;
            for name in POSITIONS.iter().filter(|_| n.attributes != 0) {
                let v = t.intern(name)?;
                positions.push(t, v)?;
                if n.attributes == b'@' && name.starts_with("end") {
                    d.set(t, v, Value::NONE)?;
                }
            }
            let positions = positions.into_tuple(t)?;
            d.set_named(t, "_attributes", positions)?;
        }
        let name = t.intern(n.name)?;
        let bases = Tuple::new(t, &[base])?;
        let class = t.call(types::type_::TYPE.value(), &[name, bases.value(), d.value()])?;
        classes.push(t, class)?;
    }
    // what each field holds: known when all classes are there
    let mut singletons = Values::new(t)?;
    for (i, n) in nodes.iter().enumerate() {
        let kinds = Dict::new(t)?;
        for f in &n.fields {
            let plain = match f.of {
                "identifier" | "string" => types::str::TYPE.value(),
                "int" => types::int::TYPE.value(),
                "constant" => object,
                of => place(of).map_or(object, |i| classes.get(i)),
            };
            let kind = match f.mark {
                b'*' => t.get_item(types::list::TYPE.value(), plain)?,
                b'?' => t.binary(BinaryOp::Or, plain, Value::NONE)?,
                _ => plain,
            };
            kinds.set_named(t, f.name, kind)?;
        }
        set_class(t, classes.get(i), "_field_types", kinds.value())?;
        let single = match n.fields.is_empty() && !n.is_sum && n.attributes == 0 {
            true => alloc_instance(t, Type::of(classes.get(i)))?,
            false => Value::NONE,
        };
        singletons.push(t, single)?;
    }
    let (classes, names, singles) = (classes.into_tuple(t)?, field_names.into_tuple(t)?, singletons.into_tuple(t)?);
    let all = Tuple::new(t, &[classes, names, singles])?;
    MADE.set(all.value());
    Ok(())
}
fn set_class(t: &mut Thread, class: Value, name: &str, v: Value) -> Result<(), Raised> {
    // in the dict itself: `AST` is native, its attributes cannot be assigned
    let name = t.intern(name)?;
    Type::of(class).dict().set(t, name, v)?;
    Type::changed();
    Ok(())
}
/// The docstring: `Name(type field, ...)`, and for a sum all that it can be.
fn describe(nodes: &[grammar::Node], n: &grammar::Node) -> String {
    if n.is_sum {
        let all = nodes.iter().filter(|m| m.base == n.name).map(|m| describe(nodes, m)).collect::<Vec<_>>();
        let indent = " ".repeat(n.name.len() + 1);
        return format!("{} = {}", n.name, all.join(&format!("\n{indent}| ")));
    }
    if n.fields.is_empty() {
        return n.name.to_string();
    }
    let mark = |m: u8| if m == 0 { String::new() } else { (m as char).to_string() };
    let fields = n.fields.iter().map(|f| format!("{}{} {}", f.of, mark(f.mark), f.name)).collect::<Vec<_>>();
    format!("{}({})", n.name, fields.join(", "))
}

/// The names in `_fields` or `_attributes` of an instance's class.
fn listed(t: &mut Thread, v: Value, which: &str) -> Result<Values, Raised> {
    let class = t.class_of(v).value();
    let name = t.intern(which)?;
    match t.find_attr(class, name)? {
        Some(names) => t.collect(names),
        None => Values::new(t),
    }
}
fn contains(t: &mut Thread, names: &Values, name: Value) -> Result<bool, Raised> {
    for i in 0..names.len() {
        if t.equal(names.get(i), name)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn node_init(t: &mut Thread, a: Args) -> Ret {
    let this = a[0];
    let given = Tuple::of(a[1]);
    let fields = listed(t, this, "_fields")?;
    let class = t.type_name(this);
    if given.len() > fields.len() {
        let plural = if fields.len() == 1 { "" } else { "s" };
        let n = fields.len();
        return Err(t.type_error(format!("{class} constructor takes at most {n} positional argument{plural}")));
    }
    for i in 0..given.len() {
        t.set_attr(this, fields.get(i), given.get(i))?;
    }
    let mut named = 0;
    if let Some(keywords) = a[2].given() {
        let attributes = listed(t, this, "_attributes")?;
        let (d, mut at) = (Dict::of(keywords), 0);
        while let Some((name, value)) = d.next_entry(&mut at) {
            let text = t.string_of(name);
            match (0..fields.len()).find(|i| fields.get(*i).is(name) || t.string_of(fields.get(*i)) == text) {
                Some(i) if i < given.len() => {
                    return Err(t.type_error(format!("{class} got multiple values for argument '{text}'")));
                }
                Some(_) => named += 1,
                None if contains(t, &attributes, name)? => {}
                None => {
                    let text = format!(
                        "{class}.__init__ got an unexpected keyword argument '{text}'. Support for arbitrary keyword \
                         arguments is deprecated and will be removed in Python 3.15."
                    );
                    exc::warn(t, &exc::DeprecationWarning, &text)?;
                }
            }
            t.set_attr(this, name, value)?;
        }
    }
    if given.len() + named < fields.len() {
        fill_missing(t, this, &fields, given.len(), a[2])?;
    }
    Ok(Value::NONE)
}
/// Gives the fields that the call left out their defaults: an empty list, `Load()`, or the class's own `None`.
fn fill_missing(t: &mut Thread, this: Value, fields: &Values, from: usize, keywords: Value) -> Result<(), Raised> {
    let class = t.class_of(this).value();
    let name = t.intern("_field_types")?;
    let Some(kinds) = t.find_attr(class, name)? else { return Ok(()) };
    let Some(kinds) = Dict::from(kinds) else { return Ok(()) };
    for i in from..fields.len() {
        let name = fields.get(i);
        if let Some(k) = keywords.given()
            && Dict::of(k).contains(t, name)?
        {
            continue;
        }
        let shown = t.type_name(this);
        let text = t.str_text(name)?;
        let Some(kind) = kinds.get(t, name)? else {
            let text = format!(
                "Field '{text}' is missing from {shown}._field_types. This will become an error in Python 3.15."
            );
            exc::warn(t, &exc::DeprecationWarning, &text)?;
            continue;
        };
        let kind_name = t.type_name(kind);
        if kind_name == "GenericAlias" {
            let list = List::new(t, &[])?;
            t.set_attr(this, name, list.value())?;
        } else if kind_name == "Union" {
            // the class holds None
        } else if kind.is(made(0, index_of("expr_context"))) {
            t.set_attr(this, name, singleton("Load"))?;
        } else {
            let text = format!(
                "{shown}.__init__ missing 1 required positional argument: '{text}'. This will become an error in \
                 Python 3.15."
            );
            exc::warn(t, &exc::DeprecationWarning, &text)?;
        }
    }
    Ok(())
}

fn node_reduce(t: &mut Thread, a: Args) -> Ret {
    let own = t.instance_dict(a[0].unwrap_obj())?;
    let own = own.copy(t)?;
    let fields = listed(t, a[0], "_fields")?;
    let mut n = 0;
    while n < fields.len() && own.contains(t, fields.get(n))? {
        n += 1;
    }
    let args = Tuple::new_with(t, n, |_| Value::NONE)?;
    let class = t.class_of(a[0]).value();
    Tuple::make(t, &[class, args.value(), own.value()])
}
fn node_replace(t: &mut Thread, a: Args) -> Ret {
    let own = t.instance_dict(a[0].unwrap_obj())?;
    let all = own.copy(t)?;
    if let Some(k) = a[1].given() {
        let (fields, attributes) = (listed(t, a[0], "_fields")?, listed(t, a[0], "_attributes")?);
        let (d, mut at) = (Dict::of(k), 0);
        while let Some((name, value)) = d.next_entry(&mut at) {
            if !contains(t, &fields, name)? && !contains(t, &attributes, name)? {
                let (class, name) = (t.type_name(a[0]), t.string_of(name));
                let text = format!("{class}.__replace__ got an unexpected keyword argument '{name}'.");
                return Err(t.type_error(text));
            }
            all.set(t, name, value)?;
        }
    }
    let class = t.class_of(a[0]).value();
    t.call_with_dict(class, &[], all.value())
}

fn node_repr(t: &mut Thread, a: Args) -> Ret {
    let text = show(t, a[0], 3)?;
    t.str(&text)
}
/// `Name(field=value, ...)`, three levels deep; of a long list the first and the last.
fn show(t: &mut Thread, v: Value, depth: usize) -> Result<String, Raised> {
    let class = t.type_name(v);
    if depth == 0 {
        return Ok(format!("{class}(...)"));
    }
    let fields = listed(t, v, "_fields")?;
    let mut parts = Vec::new();
    for i in 0..fields.len() {
        let Some(x) = t.find_attr(v, fields.get(i))? else { continue };
        let items = match (List::from(x), Tuple::from(x)) {
            (Some(l), _) => Some((l.snapshot(t)?, '[', ']')),
            (None, Some(_)) => Some((t.collect(x)?, '(', ')')),
            _ => None,
        };
        let shown = match items {
            None => show_value(t, x, depth)?,
            Some((items, open, close)) => {
                let n = items.len();
                let mut texts = Vec::new();
                for i in 0..n {
                    if n > 2 && i != 0 && i != n - 1 {
                        if i == 1 {
                            texts.push("...".to_string());
                        }
                        continue;
                    }
                    let text = show_value(t, items.get(i), depth)?;
                    texts.push(text);
                }
                let comma = if open == '(' && n == 1 { "," } else { "" };
                format!("{open}{}{comma}{close}", texts.join(", "))
            }
        };
        let name = t.str_text(fields.get(i))?;
        parts.push(format!("{name}={shown}"));
    }
    Ok(format!("{class}({})", parts.join(", ")))
}
fn show_value(t: &mut Thread, v: Value, depth: usize) -> Result<String, Raised> {
    match t.is_instance_plain(v, AST.get())? {
        true => show(t, v, depth - 1),
        false => t.repr_text(v),
    }
}
