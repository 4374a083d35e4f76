//! Tracebacks and frame objects: made when an exception passes a frame, or when Python code asks.

use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::function::Function;
use crate::object::kind::{Kind, head};
use crate::object::list::Values;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use pyish_heap::Obj;

/// Words of a traceback object.
pub mod word {
    pub const NEXT: usize = 0;
    /// the frame object, or what a `capture` kept of the frame, or None
    pub const FRAME: usize = 1;
    /// index of the instruction
    pub const LASTI: usize = 2;
    pub const LINE: usize = 3;
    pub const CODE: usize = 4;
    pub const FUNCTION: usize = 5;
}
/// Words of a captured activation: where it lay, where its caller's frame lies, then its named registers.
pub mod capture {
    pub const FP: usize = 0;
    pub const CALLER: usize = 1;
    pub const REGISTERS: usize = 2;
}

/// A copy of the named registers of the frame at `fp`.
pub fn capture(t: &mut Thread, code: Code, fp: *const Value) -> Result<Obj, Raised> {
    let n = code.named();
    let o = t.alloc_fields(head(Kind::Array, 0), capture::REGISTERS + n)?;
    // SAFETY: V10: a frame's header and registers.
    unsafe {
        o.init(capture::FP, Value::index(fp as usize).bits());
        o.init(capture::CALLER, Value::index((*fp.sub(3)).bits() as usize).bits());
        for i in 0..n {
            o.init(capture::REGISTERS + i, (*fp.add(i)).bits());
        }
    }
    Ok(o)
}

/// `cr_origin` of a coroutine that the innermost frame's call makes: file, line and function of the frames outward from its
/// caller.
pub fn origin(t: &mut Thread) -> Ret {
    let depth = t.origin_depth;
    let mut entries = Values::new(t)?;
    // another walk for each entry: while one is under way nothing may be allocated
    for i in 1..=depth {
        let mut left = i;
        let mut found = None;
        walk(t, |a| {
            if left == 0 {
                found = Some((a.code, a.index));
                return false;
            }
            left -= 1;
            true
        });
        let Some((code, index)) = found else { break };
        let line = Value::int(code.span(t, index).line as i64);
        let entry = Tuple::make(t, &[code.filename(), line, code.name()])?;
        entries.push(t, entry)?;
    }
    entries.into_tuple(t)
}

/// Adds an entry for the instruction `index` of `code` to the exception's traceback; `fp` is the frame, unless it has not
/// started. The frame's variables are copied: it may be gone when somebody asks.
pub fn add_for_code(t: &mut Thread, e: Value, function: Function, code: Code, index: usize, fp: Option<*const Value>) {
    let Some(x) = Exception::from(e) else { return };
    let line = code.span(t, index).line as i64;
    let captured = match fp {
        Some(fp) => match capture(t, code, fp) {
            Ok(o) => Value::from_obj(o),
            Err(Raised) => {
                t.exc = Value::UNBOUND;
                Value::NONE
            }
        },
        None => Value::NONE,
    };
    let parts = [x.traceback(), captured, Value::index(index), Value::int(line), code.value(), function.value()];
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
    frame_at(t, 0)
}

/// A frame object of the frame `depth` below the innermost, or None.
pub fn frame_at(t: &mut Thread, depth: usize) -> Ret {
    let mut left = depth;
    let mut found = None;
    walk(t, |a| {
        if left == 0 {
            found = Some(a);
            return false;
        }
        left -= 1;
        true
    });
    match found {
        Some(a) => types::frame::of_activation(t, &a),
        None => Ok(Value::NONE),
    }
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
    locals_from(t, a.code, |i| unsafe { *a.fp.add(i) })
}

/// The same, of registers wherever they lie.
pub fn locals_from(t: &mut Thread, code: Code, register: impl Fn(usize) -> Value) -> Ret {
    if code.has_namespace() {
        return Ok(register(0));
    }
    let d = Dict::new(t)?;
    let names = code.locals();
    let cells = code.cells();
    let free = code.free_base();
    for (i, name) in names.iter().enumerate() {
        let mut v = register(i);
        let celled = cells.contains_identical(Value::index(i)) || i >= free && code.free().len() > i - free;
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
