//! Functions written in Python, bound methods, cells.

use super::code::Code;
use super::kind::{Kind, head};
use super::tuple::Tuple;
use super::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use pyish_bytecode::CodeFlags;
use pyish_heap::Obj;

/// A function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Function(pub Obj);

/// Words of a function object; the interpreter reads some of them directly.
pub mod word {
    pub const CODE: usize = 0;
    pub const POOL: usize = 1;
    /// address of the first instruction, as an int
    pub const ENTRY: usize = 2;
    pub const GLOBALS: usize = 3;
    pub const BUILTINS: usize = 4;
    pub const CLOSURE: usize = 5;
    pub const DEFAULTS: usize = 6;
    pub const KWDEFAULTS: usize = 7;
    pub const NAME: usize = 8;
    pub const QUALNAME: usize = 9;
    pub const MODULE: usize = 10;
    pub const DOC: usize = 11;
    pub const ANNOTATIONS: usize = 12;
    pub const ANNOTATE: usize = 13;
    pub const TYPE_PARAMS: usize = 14;
    /// see `meta`
    pub const META: usize = 15;
}

/// The `META` of a function whose code has not been read: `POOL` and `ENTRY` are zero until its first call, which
/// looks at `META` first.
pub const UNREAD: i64 = -(1 << 60);

/// What a call needs, in one int: `argcount | named << 16`, negative if the parameters are more than positional ones
/// without defaults to fill in.
pub fn meta(code: Code) -> i64 {
    if !code.is_ready() {
        return UNREAD;
    }
    let f = code.flags();
    let packed = code.argcount() as i64 | (code.named() as i64) << 16;
    if f.has(CodeFlags::VARARGS) || f.has(CodeFlags::VARKEYWORDS) || code.kwonly() > 0 || code.argcount() > 0xFFFF {
        -packed - 1
    } else {
        packed
    }
}

impl Function {
    pub fn of(v: Value) -> Function {
        debug_assert!(v.unwrap_obj().kind() == Kind::Function as u8);
        Function(v.unwrap_obj())
    }
    #[inline(always)]
    pub fn from(v: Value) -> Option<Function> {
        v.obj().filter(|o| o.kind() == Kind::Function as u8).map(Function)
    }
    pub fn value(self) -> Value {
        Value::from_obj(self.0)
    }
    #[inline(always)]
    pub fn get(self, i: usize) -> Value {
        Value::from_bits(self.0.word(i))
    }
    pub fn set(self, t: &mut Thread, i: usize, v: Value) {
        self.0.set(&mut t.m, i, v.bits());
    }
    pub fn code(self) -> Code {
        Code::of(self.get(word::CODE))
    }
    /// Replaces the code (`f.__code__ = c`).
    pub fn set_code(self, t: &mut Thread, code: Code) {
        // calls that come meanwhile find the old code whole, or go the slow way and wait for nothing
        self.set(t, word::META, Value::int(UNREAD));
        self.set(t, word::CODE, code.value());
        if self.make_ready(t).is_err() {
            // its first call will try again
            t.exc = Value::UNBOUND;
        }
    }
    /// Reads the code of a function that is called for the first time.
    #[cold]
    #[inline(never)]
    pub fn make_ready(self, t: &mut Thread) -> Result<(), Raised> {
        let code = self.code().ready(t)?;
        self.set(t, word::POOL, Value::from_obj(code.pool()));
        self.set(t, word::ENTRY, Value::index(code.entry() as usize));
        self.set(t, word::META, Value::int(meta(code)));
        Ok(())
    }
    /// The docstring: the code's until another is set.
    pub fn doc(self, t: &mut Thread) -> Ret {
        match self.get(word::DOC) {
            Value::UNBOUND => {
                let doc = self.code().doc(t)?;
                self.set(t, word::DOC, doc);
                Ok(doc)
            }
            doc => Ok(doc),
        }
    }
    pub fn globals(self) -> super::dict::Dict {
        super::dict::Dict::of(self.get(word::GLOBALS))
    }
    pub fn new(t: &mut Thread, code: Code, globals: Value) -> Result<Function, Raised> {
        let o = t.alloc_fields(types::function::TYPE.head(), Kind::Function.words() + 1)?;
        let module = super::dict::Dict::of(globals).get_str(t.names().__name__).unwrap_or(Value::NONE);
        let builtins = types::function::builtins_of(t, globals);
        let f = Function(o);
        for i in 0..=Kind::Function.words() {
            o.init(i, Value::NONE.bits());
        }
        o.init(word::CODE, code.value().bits());
        let (pool, entry) = if code.is_ready() {
            (Value::from_obj(code.pool()), Value::index(code.entry() as usize))
        } else {
            (Value::ZERO, Value::ZERO)
        };
        o.init(word::POOL, pool.bits());
        o.init(word::ENTRY, entry.bits());
        o.init(word::META, Value::int(meta(code)).bits());
        o.init(word::GLOBALS, globals.bits());
        o.init(word::BUILTINS, builtins.bits());
        o.init(word::NAME, code.name().bits());
        o.init(word::QUALNAME, code.qualname().bits());
        o.init(word::MODULE, module.bits());
        o.init(word::DOC, Value::UNBOUND.bits());
        Ok(f)
    }
    /// Positional defaults, if any.
    pub fn defaults(self) -> Option<Tuple> {
        Tuple::from(self.get(word::DEFAULTS))
    }
}

/// A cell with a value (or unbound).
pub fn new_cell(t: &mut Thread, v: Value) -> Ret {
    let o = t.alloc_small::<1>(types::cell::TYPE.head())?;
    o.init(0, v.bits());
    Ok(Value::from_obj(o))
}

/// A bound method.
pub fn bind(t: &mut Thread, function: Value, receiver: Value) -> Ret {
    let class = match Thread::kind_of(function) {
        Kind::Native if types::native_function::SLOT_WRAPPER.is_exact(function) => {
            types::native_function::METHOD_WRAPPER.head()
        }
        Kind::Native => types::function::BUILTIN.head(),
        _ => types::function::METHOD.head(),
    };
    let o = t.alloc_small::<2>(head(Kind::BoundMethod, (class >> 32) as u32))?;
    o.init(0, function.bits());
    o.init(1, receiver.bits());
    Ok(Value::from_obj(o))
}
