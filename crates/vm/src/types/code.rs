//! Code objects as Python sees them.

use super::frame::UNIT;
use crate::native::{Args, Attribute, Method, getter, method};
use crate::object::code::Code;
use crate::object::kind::Kind;
use crate::object::list::Values;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};

pub static TYPE: TypeRow =
    TypeRow::new("code", Kind::Code).is_final().flags(flag::WEAKREF).methods(&METHODS).attributes(&ATTRIBUTES);

static METHODS: [Method; 9] = [
    method("__repr__(self, /)", code_repr, "Return repr(self)."),
    method("__eq__(self, value, /)", code_eq, "Return self==value."),
    method("__hash__(self, /)", code_hash, "Return hash(self)."),
    method("co_positions(self, /)", positions, "The source positions of the instructions."),
    method("co_lines(self, /)", lines, "The ranges of instructions with their lines."),
    method("co_branches(self, /)", branches, "The branches of the code."),
    method("_varname_from_oparg(self, oparg, /)", name_of_register, ""),
    method(
        "replace(self, /, **changes)",
        replace,
        "Return a copy of the code object with new values for the given fields.",
    ),
    method("__replace__(self, /, **changes)", replace, "The same as replace()."),
];
static ATTRIBUTES: [Attribute; 20] = [
    getter("co_name", |_, v| Ok(Code::of(v).name()), ""),
    getter("co_qualname", |_, v| Ok(Code::of(v).qualname()), ""),
    getter("co_filename", |_, v| Ok(Code::of(v).filename()), ""),
    getter("co_firstlineno", |_, v| Ok(Value::index(Code::of(v).first_line())), ""),
    getter("co_flags", |_, v| Ok(Value::int(Code::of(v).flags().0 as i64)), ""),
    getter("co_argcount", |_, v| Ok(Value::index(Code::of(v).argcount())), ""),
    getter("co_posonlyargcount", |_, v| Ok(Value::index(Code::of(v).posonly())), ""),
    getter("co_kwonlyargcount", |_, v| Ok(Value::index(Code::of(v).kwonly())), ""),
    getter("co_nlocals", |t, v| Ok(Value::index(Tuple::of(variables(t, v)?).len())), ""),
    getter("co_stacksize", |_, v| Ok(Value::index(Code::of(v).registers())), ""),
    getter("co_varnames", variables, ""),
    getter("co_cellvars", cell_variables, ""),
    getter("co_freevars", |t, v| Ok(Code::of(v).ready(t)?.free().value()), ""),
    getter("co_consts", constants, ""),
    getter("co_names", |t, v| Ok(Code::of(v).consts_and_names(t)?.1.value()), ""),
    getter("co_code", bytecode, ""),
    getter("_co_code_adaptive", bytecode, ""),
    getter("co_linetable", |t, _| crate::types::bytes::new(t, b""), ""),
    getter("co_exceptiontable", |t, _| crate::types::bytes::new(t, b""), ""),
    getter("co_lnotab", |t, _| crate::types::bytes::new(t, b""), ""),
];

fn tuple_of(t: &mut Thread, items: impl Iterator<Item = Value>) -> Ret {
    let mut vs = Values::new(t)?;
    for v in items {
        vs.push(t, v)?;
    }
    vs.into_tuple(t)
}
/// Parameters and other locals, without the free variables.
fn variables(t: &mut Thread, v: Value) -> Ret {
    let c = Code::of(v);
    if c.has_namespace() {
        return Ok(Tuple::empty(t).value());
    }
    let c = c.ready(t)?;
    let n = c.locals().len() - c.free().len();
    let parameters = c.parameters();
    let cells = c.cells();
    // a local that is only a cell is no variable of the frame, unless it is a parameter
    tuple_of(
        t,
        c.locals()
            .iter()
            .take(n)
            .enumerate()
            .filter(|(i, _)| *i < parameters || !cells.contains_identical(Value::index(*i)))
            .map(|x| x.1),
    )
}
fn cell_variables(t: &mut Thread, v: Value) -> Ret {
    let c = Code::of(v).ready(t)?;
    let first = if c.has_namespace() { 1 } else { 0 };
    let names = c.locals();
    tuple_of(
        t,
        c.cells()
            .iter()
            .filter_map(|i| i.unwrap_usize().checked_sub(first))
            .filter(|i| *i < names.len())
            .map(|i| names.get(i)),
    )
}
fn constants(t: &mut Thread, v: Value) -> Ret {
    let c = Code::of(v);
    let consts = c.consts_and_names(t)?.0;
    // a docstring comes first
    let doc = c.doc(t)?;
    if doc.is_none() || !consts.is_empty() && consts.get(0).is(doc) {
        return Ok(consts.value());
    }
    tuple_of(t, std::iter::once(doc).chain(consts.iter()))
}
fn bytecode(t: &mut Thread, v: Value) -> Ret {
    let c = Code::of(v).ready(t)?;
    let mut out = Vec::with_capacity(c.length() * UNIT);
    for i in 0..c.length() {
        let ins = c.instruction(i);
        out.extend([ins.op, ins.x]);
    }
    crate::types::bytes::new(t, &out)
}
fn code_repr(t: &mut Thread, a: Args) -> Ret {
    let c = Code::of(a[0]);
    let (name, file, line) = (t.string_of(c.name()), t.string_of(c.filename()), c.first_line());
    let at = crate::ops::protocol::address(a[0]);
    t.str(&format!("<code object {name} at {at:#x}, file \"{file}\", line {line}>"))
}
/// Equal code: the same names, constants, instructions and place.
fn code_eq(t: &mut Thread, a: Args) -> Ret {
    let (Some(x), Some(y)) = (Code::from(a[0]), Code::from(a[1])) else { return Ok(Value::NOT_IMPLEMENTED) };
    if x == y {
        return Ok(Value::TRUE);
    }
    let (x, y) = (x.ready(t)?, y.ready(t)?);
    let same = |p: Value, q: Value| crate::object::string::Str::of(p).same_text(crate::object::string::Str::of(q));
    let plain = same(x.name(), y.name())
        && same(x.filename(), y.filename())
        && x.first_line() == y.first_line()
        && x.flags() == y.flags()
        && x.argcount() == y.argcount()
        && x.posonly() == y.posonly()
        && x.kwonly() == y.kwonly()
        && x.length() == y.length()
        && (0..x.length()).all(|i| x.instruction(i) == y.instruction(i) && x.span(t, i) == y.span(t, i));
    if !plain {
        return Ok(Value::FALSE);
    }
    let (of_x, of_y) = (x.consts_and_names(t)?, y.consts_and_names(t)?);
    for (p, q) in [(x.locals(), y.locals()), (of_x.1, of_y.1), (of_x.0, of_y.0)] {
        if !t.equal(p.value(), q.value())? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}
fn code_hash(t: &mut Thread, a: Args) -> Ret {
    let c = Code::of(a[0]).ready(t)?;
    let h = t.hash(c.name())? ^ (c.first_line() as i64) << 8 ^ c.length() as i64;
    t.int(h & (i64::MAX >> 3))
}
fn positions(t: &mut Thread, a: Args) -> Ret {
    let c = Code::of(a[0]).ready(t)?;
    let mut vs = Values::with_capacity(t, c.length())?;
    for i in 0..c.length() {
        let s = c.span(t, i);
        let number = |n: u32| if s.line == 0 { Value::NONE } else { Value::int(n as i64) };
        let row = Tuple::make(t, &[number(s.line), number(s.end_line), number(s.col), number(s.end_col)])?;
        vs.push(t, row)?;
    }
    let l = vs.into_list(t)?;
    t.iter(l)
}
fn lines(t: &mut Thread, a: Args) -> Ret {
    let c = Code::of(a[0]).ready(t)?;
    let mut vs = Values::new(t)?;
    let mut start = 0;
    for i in 0..c.length() {
        let line = c.span(t, i).line;
        if i + 1 == c.length() || c.span(t, i + 1).line != line {
            let line = if line == 0 { Value::NONE } else { Value::int(line as i64) };
            let row = Tuple::make(t, &[Value::index(start * UNIT), Value::index((i + 1) * UNIT), line])?;
            vs.push(t, row)?;
            start = i + 1;
        }
    }
    let l = vs.into_list(t)?;
    t.iter(l)
}
fn branches(t: &mut Thread, _: Args) -> Ret {
    let empty = Tuple::empty(t).value();
    t.iter(empty)
}
fn name_of_register(t: &mut Thread, a: Args) -> Ret {
    let i = t.to_i64(a[1])?;
    let names = Code::of(a[0]).ready(t)?.locals();
    if i < 0 || i as usize >= names.len() {
        return Err(t.index_error("tuple index out of range"));
    }
    Ok(names.get(i as usize))
}
fn replace(t: &mut Thread, a: Args) -> Ret {
    let c = Code::of(a[0]).copy(t)?;
    let Some(changes) = crate::object::dict::Dict::from(a[1].or(Value::NONE)) else { return Ok(c.value()) };
    for (k, v) in changes.iter() {
        let name = t.string_of(k);
        match name.as_str() {
            "co_name" | "co_qualname" | "co_filename" => {
                let Some(s) = crate::object::string::Str::from(v) else {
                    let k = t.type_name(v);
                    return Err(t.type_error(format!("replace() argument '{name}' must be str, not {k}")));
                };
                let s = t.intern_str(s)?;
                c.set_text(t, &name, s);
            }
            "co_firstlineno" | "co_flags" => {
                let n = t.to_i64(v)?;
                if n < 0 {
                    return Err(t.value_error(format!("{name} must not be negative")));
                }
                c.set_number(&name, n);
            }
            "co_consts" | "co_code" | "co_names" | "co_varnames" | "co_freevars" | "co_cellvars" | "co_argcount"
            | "co_posonlyargcount" | "co_kwonlyargcount" | "co_nlocals" | "co_stacksize" | "co_linetable"
            | "co_exceptiontable" => check_unchanged(t, a[0], &name, k, v)?,
            _ => return Err(t.type_error(format!("replace() got an unexpected keyword argument '{name}'"))),
        }
    }
    Ok(c.value())
}
/// The fields that the instructions depend on can only be replaced by what they are.
fn check_unchanged(t: &mut Thread, code: Value, name: &str, key: Value, v: Value) -> Result<(), Raised> {
    let own = t.get_attr(code, key)?;
    if t.equal(own, v)? {
        return Ok(());
    }
    Err(t.value_error(format!("code: {name} cannot be replaced")))
}
