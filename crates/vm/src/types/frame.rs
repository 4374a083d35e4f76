//! Frame objects and tracebacks.
//!
//! A frame object is made when somebody asks for it. While its activation lives on this thread's stack, it shows that one's
//! line and variables; afterwards those that were captured when it was made, or when an exception left the frame.

use crate::interpreter::traceback::{Activation, capture, locals_from, locals_of, walk, word};
use crate::native::{Args, Attribute, Method, attribute, getter, method, static_method};
use crate::object::code::Code;
use crate::object::function::Function;
use crate::object::generator::{CREATED, Generator, RUNNING, SUSPENDED, word as generator_word};
use crate::object::kind::Kind;
use crate::object::typeobject::TypeRow;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};

pub static TYPE: TypeRow =
    TypeRow::new("frame", Kind::Frame).is_final().methods(&FRAME_METHODS).attributes(&FRAME_ATTRIBUTES);
pub static TRACEBACK: TypeRow = TypeRow::new("traceback", Kind::Traceback)
    .is_final()
    .constructor(&NEW)
    .methods(&TRACEBACK_METHODS)
    .attributes(&TRACEBACK_ATTRIBUTES)
    .doc("Create a new traceback object.");

/// Words of a frame object.
const CODE: usize = 0;
const FUNCTION: usize = 1;
const LASTI: usize = 2;
const TRACE: usize = 3;
/// what `capture` kept, or None
const CAPTURE: usize = 4;
/// the generator it belongs to, or None
const GENERATOR: usize = 5;
const TRACE_LINES: usize = 6;
const TRACE_OPCODES: usize = 7;

/// Offsets in bytes that Python code sees of an instruction's index, as CPython's instructions have two bytes.
pub const UNIT: usize = 2;

static FRAME_METHODS: [Method; 2] = [
    method("clear(self, /)", frame_clear, "Clear all references held by the frame."),
    method("__repr__(self, /)", frame_repr, "Return repr(self)."),
];
static FRAME_ATTRIBUTES: [Attribute; 11] = [
    getter("f_back", back, ""),
    getter("f_code", |_, v| Ok(get(v, CODE)), ""),
    getter("f_globals", |_, v| Ok(Function::of(get(v, FUNCTION)).globals().value()), ""),
    getter("f_builtins", |_, v| Ok(Function::of(get(v, FUNCTION)).get(crate::object::function::word::BUILTINS)), ""),
    getter("f_locals", locals, ""),
    attribute("f_lineno", |t, v| Ok(line(t, v)), set_line, ""),
    getter("f_lasti", |t, v| Ok(Value::index(index(t, v) * UNIT)), ""),
    attribute("f_trace", |_, v| Ok(get(v, TRACE)), |t, v, x| put_any(t, v, TRACE, x), ""),
    attribute("f_trace_lines", |_, v| Ok(get(v, TRACE_LINES)), |t, v, x| put_any(t, v, TRACE_LINES, x), ""),
    attribute("f_trace_opcodes", |_, v| Ok(get(v, TRACE_OPCODES)), |t, v, x| put_any(t, v, TRACE_OPCODES, x), ""),
    getter("f_generator", |_, v| Ok(get(v, GENERATOR)), ""),
];

static NEW: Method = static_method(
    "__new__(cls, tb_next, tb_frame, tb_lasti, tb_lineno)",
    traceback_new,
    "Create and return a new object.",
);
static TRACEBACK_METHODS: [Method; 1] = [method("__dir__(self, /)", traceback_dir, "Default dir() implementation.")];
static TRACEBACK_ATTRIBUTES: [Attribute; 4] = [
    attribute("tb_next", |_, v| Ok(get(v, word::NEXT)), set_next, ""),
    getter("tb_frame", frame_of_traceback, ""),
    getter("tb_lasti", |_, v| Ok(Value::index(get(v, word::LASTI).unwrap_usize() * UNIT)), ""),
    getter("tb_lineno", |_, v| Ok(get(v, word::LINE)), ""),
];

fn get(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
fn put(t: &mut Thread, v: Value, i: usize, x: Value) {
    v.unwrap_obj().set(&mut t.m, i, x.bits());
}
fn put_any(t: &mut Thread, v: Value, i: usize, x: Value) -> Result<(), Raised> {
    put(t, v, i, x.or(Value::NONE));
    Ok(())
}

// ---- making

fn new(t: &mut Thread, code: Code, function: Value, index: usize, captured: Value, generator: Value) -> Ret {
    let none = Value::NONE;
    let words = [code.value(), function, Value::index(index), none, captured, generator, Value::TRUE, Value::FALSE];
    t.alloc_of(&TYPE, &words)
}
/// A frame object of a running activation.
pub fn of_activation(t: &mut Thread, a: &Activation) -> Ret {
    let captured = crate::interpreter::traceback::capture(t, a.code, a.fp)?;
    // SAFETY: V10: a live frame's header: a generator's frame is told by its action.
    let generator = if unsafe { (*a.fp.sub(4)).unwrap_int() } == crate::interpreter::call::ACTION_GENERATOR {
        running_generator(t, a.function, a.code)
    } else {
        Value::NONE
    };
    new(t, a.code, a.function.value(), a.index, Value::from_obj(captured), generator)
}
fn running_generator(t: &Thread, function: Function, code: Code) -> Value {
    let mut g = t.generator;
    while let Some(x) = Generator::from(g) {
        if x.function() == function && x.code() == code {
            return g;
        }
        g = x.previous();
    }
    Value::NONE
}
/// `gi_frame`: None once the generator has finished.
pub fn of_generator(t: &mut Thread, g: Generator) -> Ret {
    match g.state() {
        CREATED | SUSPENDED => {
            let known = g.get(generator_word::FRAME);
            let index = g.code().index_of(g.pc()).saturating_sub(1);
            if !known.is_none() {
                known.unwrap_obj().set_plain(LASTI, Value::index(index).bits());
                return Ok(known);
            }
            let f = new(t, g.code(), g.function().value(), index, Value::NONE, g.value())?;
            g.set(t, generator_word::FRAME, f);
            Ok(f)
        }
        RUNNING => {
            let mut found = None;
            walk(t, |a| {
                if a.function == g.function() && a.code == g.code() {
                    found = Some(a);
                }
                found.is_none()
            });
            match found {
                Some(a) => of_activation(t, &a),
                None => Ok(Value::NONE),
            }
        }
        _ => Ok(Value::NONE),
    }
}
/// `tb_frame`, made from what was captured when the exception passed.
pub fn frame_of_traceback(t: &mut Thread, v: Value) -> Ret {
    let known = get(v, word::FRAME);
    if Thread::kind_of(known) == Kind::Frame {
        return Ok(known);
    }
    let index = get(v, word::LASTI).unwrap_usize();
    let f = new(t, Code::of(get(v, word::CODE)), get(v, word::FUNCTION), index, known, Value::NONE)?;
    put(t, v, word::FRAME, f);
    Ok(f)
}

// ---- what a frame shows

/// The activation that a frame object stands for, while it runs on this thread.
fn live(t: &Thread, v: Value) -> Option<Activation> {
    let fp = get(v, CAPTURE).obj()?.word(capture::FP);
    let fp = Value::from_bits(fp).unwrap_usize();
    let (code, function) = (get(v, CODE), get(v, FUNCTION));
    let mut found = None;
    walk(t, |a| {
        if a.fp as usize == fp {
            if a.code.value().is(code) && a.function.value().is(function) {
                found = Some(a);
            }
            return false;
        }
        true
    });
    found
}
fn suspended(v: Value) -> Option<Generator> {
    Generator::from(get(v, GENERATOR)).filter(|g| matches!(g.state(), CREATED | SUSPENDED))
}
fn index(t: &Thread, v: Value) -> usize {
    if let Some(g) = suspended(v) {
        return g.code().index_of(g.pc()).saturating_sub(1);
    }
    live(t, v).map_or_else(|| get(v, LASTI).unwrap_usize(), |a| a.index)
}
fn line(t: &mut Thread, v: Value) -> Value {
    let (at, code) = (index(t, v), Code::of(get(v, CODE)));
    // what comes before the first statement belongs to the line of the definition
    let line = match code.span(t, at).line {
        0 => code.first_line() as i64,
        line => line as i64,
    };
    if line == 0 { Value::NONE } else { Value::int(line) }
}
fn set_line(t: &mut Thread, _: Value, x: Value) -> Result<(), Raised> {
    Err(if x.is_unbound() {
        t.raise(&crate::types::exc::AttributeError, "cannot delete attribute")
    } else {
        t.value_error("f_lineno can only be set in a trace function")
    })
}
fn back(t: &mut Thread, v: Value) -> Ret {
    if suspended(v).is_some() {
        return Ok(Value::NONE);
    }
    let Some(o) = get(v, CAPTURE).obj() else { return Ok(Value::NONE) };
    let fp = Value::from_bits(o.word(capture::FP)).unwrap_usize();
    let caller = Value::from_bits(o.word(capture::CALLER)).unwrap_usize();
    let is_live = live(t, v).is_some();
    let (mut found, mut next) = (None, false);
    walk(t, |a| {
        // while the frame runs, the next one outward is meant; later its caller, if that still runs
        let here = if is_live { next } else { a.fp as usize == caller };
        if here {
            found = Some(a);
            return false;
        }
        next = a.fp as usize == fp;
        true
    });
    match found {
        Some(a) => of_activation(t, &a),
        None => Ok(Value::NONE),
    }
}
/// `f_locals`: the namespace of module and class code, else a dict of the variables.
pub fn locals(t: &mut Thread, v: Value) -> Ret {
    let code = Code::of(get(v, CODE));
    if let Some(g) = suspended(v) {
        return locals_from(t, code, |i| g.get(generator_word::REGISTERS + i));
    }
    if let Some(a) = live(t, v) {
        return locals_of(t, &a);
    }
    match get(v, CAPTURE).obj() {
        Some(o) => locals_from(t, code, |i| Value::from_bits(o.word(capture::REGISTERS + i))),
        None => Ok(crate::object::dict::Dict::new(t)?.value()),
    }
}
fn frame_clear(t: &mut Thread, a: Args) -> Ret {
    if live(t, a[0]).is_some() {
        return Err(t.runtime_error("cannot clear an executing frame"));
    }
    match Generator::from(get(a[0], GENERATOR)) {
        Some(g) if g.state() == SUSPENDED => return Err(t.runtime_error("cannot clear a suspended frame")),
        Some(g) => {
            crate::types::generator::close(t, g)?;
        }
        None => {}
    }
    put(t, a[0], CAPTURE, Value::NONE);
    Ok(Value::NONE)
}
fn frame_repr(t: &mut Thread, a: Args) -> Ret {
    let code = Code::of(get(a[0], CODE));
    let (file, name) = (t.repr_text(code.filename())?, t.string_of(code.name()));
    let line = line(t, a[0]).as_int().map_or_else(|| "None".to_string(), |n| n.to_string());
    let at = crate::ops::protocol::address(a[0]);
    t.str(&format!("<frame at {at:#x}, file {file}, line {line}, code {name}>"))
}

// ---- tracebacks

fn check_traceback(t: &mut Thread, v: Value, what: &str) -> Result<(), Raised> {
    if v.is_none() || Thread::kind_of(v) == Kind::Traceback {
        return Ok(());
    }
    let k = t.type_name(v);
    Err(t.type_error(format!("expected traceback object or None, got '{k}'{what}")))
}
fn traceback_new(t: &mut Thread, a: Args) -> Ret {
    check_traceback(t, a[1], "")?;
    if Thread::kind_of(a[2]) != Kind::Frame {
        let k = t.type_name(a[2]);
        return Err(t.type_error(format!("TracebackType() argument 'tb_frame' must be frame, not {k}")));
    }
    let (lasti, line) = (t.to_i64(a[3])?, t.to_i64(a[4])?);
    let code = Code::of(get(a[2], CODE));
    let index = (lasti.max(0) as usize / UNIT).min(code.length().saturating_sub(1));
    t.alloc_of(&TRACEBACK, &[a[1], a[2], Value::index(index), Value::int(line), code.value(), get(a[2], FUNCTION)])
}
fn set_next(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    if x.is_unbound() {
        return Err(t.type_error("can't delete tb_next attribute"));
    }
    check_traceback(t, x, "")?;
    let mut at = x;
    while at.is_obj() {
        if at.is(v) {
            return Err(t.value_error("traceback loop detected"));
        }
        at = get(at, word::NEXT);
    }
    put(t, v, word::NEXT, x);
    Ok(())
}
fn traceback_dir(t: &mut Thread, _: Args) -> Ret {
    let mut vs = crate::object::list::Values::new(t)?;
    for name in ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"] {
        let v = t.intern(name)?;
        vs.push(t, v)?;
    }
    vs.into_list(t)
}
