//! Tracebacks and frame objects: made when an exception passes a frame, or when Python code asks.

use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::function::Function;
use crate::object::kind::Kind;
use crate::object::value::Value;
use crate::thread::{Ret, Thread};
use crate::types;

/// Words of a traceback object.
pub mod word {
    pub const NEXT: usize = 0;
    pub const FRAME: usize = 1;
    /// index of the instruction
    pub const LASTI: usize = 2;
    pub const LINE: usize = 3;
    pub const CODE: usize = 4;
    pub const FUNCTION: usize = 5;
}
/// Words of a frame object.
pub mod frame {
    pub const CODE: usize = 0;
    pub const FUNCTION: usize = 1;
    pub const BACK: usize = 2;
    pub const LASTI: usize = 3;
    pub const LOCALS: usize = 4;
    pub const LINE: usize = 5;
    pub const TRACE: usize = 6;
}

/// Adds an entry for the instruction `index` of `code` to the exception's traceback.
pub fn add_for_code(t: &mut Thread, e: Value, function: Function, code: Code, index: usize) {
    let Some(x) = Exception::from(e) else { return };
    let line = code.span(index).line as i64;
    let parts = [x.traceback(), Value::NONE, Value::index(index), Value::int(line), code.value(), function.value()];
    if let Ok(tb) = t.alloc_of(&types::frame::TRACEBACK, &parts) {
        x.set_traceback(t, tb);
    } else {
        t.exc = Value::UNBOUND;
    }
}

/// One Python frame of a thread, from the innermost outward.
#[derive(Clone, Copy)]
pub struct Activation {
    pub function: Function,
    pub code: Code,
    pub index: usize,
    pub fp: *mut Value,
}

/// The frames of the calling thread, innermost first. Native calls between them are skipped.
pub fn activations(t: &Thread) -> Vec<Activation> {
    let mut out = Vec::new();
    walk(t, |a| {
        out.push(a);
        true
    });
    out
}

/// Walks the frames until `f` answers false.
pub fn walk(t: &Thread, mut f: impl FnMut(Activation) -> bool) {
    let (mut fp, mut pc, mut pool) = (t.fp, t.pc, t.pool);
    loop {
        if pool.is_null() || fp <= t.stack.wrapping_add(8) {
            return;
        }
        let code = Code::of_pool(pool);
        // SAFETY: V10: a frame's header.
        unsafe {
            let Some(function) = Function::from(*fp.sub(5)) else { return };
            if !f(Activation { function, code, index: code.index_of(pc), fp }) {
                return;
            }
            let return_pc = (*fp.sub(2)).bits() as *const pyish_bytecode::Ins;
            if return_pc == super::HALT_PC.get() {
                // the native code that called it was called from the frame noted below the header
                let Some(outer) = t.outer_frame(fp) else { return };
                (fp, pc, pool) = outer;
                continue;
            }
            pc = return_pc.sub(1);
            pool = (*fp.sub(1)).bits() as *const u64;
            fp = (*fp.sub(3)).bits() as *mut Value;
        }
    }
}

impl Thread {
    /// The frame that was running when native code entered the one at `fp`.
    fn outer_frame(&self, fp: *mut Value) -> Option<(*mut Value, *const pyish_bytecode::Ins, *const u64)> {
        self.entries
            .iter()
            .rev()
            .find(|e| e.entered == fp as usize)
            .map(|e| (e.fp as *mut Value, e.pc as *const pyish_bytecode::Ins, e.pool as *const u64))
    }
}

/// A frame object of the innermost Python frame.
pub fn current_frame(t: &mut Thread) -> Ret {
    let all = activations(t);
    frame_chain(t, &all)
}

/// A frame object of the frame `depth` below the innermost, or None.
pub fn frame_at(t: &mut Thread, depth: usize) -> Ret {
    let all = activations(t);
    match all.get(depth..) {
        Some(rest) if !rest.is_empty() => frame_chain(t, rest),
        _ => Ok(Value::NONE),
    }
}

fn frame_chain(t: &mut Thread, all: &[Activation]) -> Ret {
    let mut back = Value::NONE;
    for a in all.iter().rev() {
        let locals = locals_of(t, a)?;
        let line = a.code.span(a.index).line as i64;
        back = t.alloc_of(
            &types::frame::TYPE,
            &[a.code.value(), a.function.value(), back, Value::index(a.index), locals, Value::int(line), Value::NONE],
        )?;
    }
    Ok(back)
}

/// `locals()` in the innermost frame.
pub fn locals_of_running(t: &mut Thread) -> Ret {
    let mut first = None;
    walk(t, |a| {
        first = Some(a);
        false
    });
    match first {
        Some(a) => locals_of(t, &a),
        None => Ok(Dict::new(t)?.value()),
    }
}

/// The namespace of a frame, or a dict of its named locals.
pub fn locals_of(t: &mut Thread, a: &Activation) -> Ret {
    // SAFETY: V10: a live frame's registers.
    let register = |i: usize| unsafe { *a.fp.add(i) };
    if a.code.has_namespace() {
        return Ok(register(0));
    }
    let d = Dict::new(t)?;
    let names = a.code.locals();
    let cells = a.code.cells();
    let free = a.code.free_base();
    for (i, name) in names.iter().enumerate() {
        let mut v = register(i);
        let celled = cells.contains_identical(Value::index(i)) || i >= free && a.code.free().len() > i - free;
        if celled
            && let Some(o) = v.obj()
            && o.kind() == Kind::Cell as u8
        {
            v = Value::from_bits(o.word(0));
        }
        let hidden = crate::object::string::Str::of(name).to_string().starts_with('.');
        if v.is_bound() && !hidden {
            d.set(t, name, v)?;
        }
    }
    Ok(d.value())
}
