//! Exception objects: `[args, traceback, context, cause, suppress context, own x 9]`, then attributes.
//!
//! The own words hold what some classes add (`StopIteration.value`, `OSError.errno` ...): `types::exc` says which.

use super::kind::Kind;
use super::tuple::Tuple;
use super::typeobject::{Type, flag};
use super::value::Value;
use crate::thread::{Raised, Thread};
use pyish_heap::Obj;

/// An exception object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Exception(pub Obj);

const ARGS: usize = 0;
const TRACEBACK: usize = 1;
const CONTEXT: usize = 2;
const CAUSE: usize = 3;
const SUPPRESS: usize = 4;
/// First of the words that belong to the class.
pub const OWN: usize = 5;

impl Exception {
    pub fn of(v: Value) -> Exception {
        debug_assert!(v.unwrap_obj().kind() == Kind::Exception as u8);
        Exception(v.unwrap_obj())
    }
    pub fn from(v: Value) -> Option<Exception> {
        v.obj().filter(|o| o.kind() == Kind::Exception as u8).map(Exception)
    }
    pub fn value(self) -> Value {
        Value::from_obj(self.0)
    }
    fn word(self, i: usize) -> Value {
        Value::from_bits(self.0.word(i))
    }
    fn set(self, t: &mut Thread, i: usize, v: Value) {
        self.0.set(&mut t.m, i, v.bits());
    }
    pub fn args(self) -> Tuple {
        Tuple::of(self.word(ARGS))
    }
    pub fn set_args(self, t: &mut Thread, v: Tuple) {
        self.set(t, ARGS, v.value());
    }
    pub fn traceback(self) -> Value {
        self.word(TRACEBACK)
    }
    pub fn set_traceback(self, t: &mut Thread, v: Value) {
        self.set(t, TRACEBACK, v);
    }
    pub fn context(self) -> Value {
        self.word(CONTEXT)
    }
    pub fn set_context(self, t: &mut Thread, v: Value) {
        self.set(t, CONTEXT, v);
    }
    pub fn cause(self) -> Value {
        self.word(CAUSE)
    }
    /// Sets the cause, which suppresses the context.
    pub fn set_cause(self, t: &mut Thread, v: Value) {
        self.set(t, CAUSE, v);
        self.set_suppress(true);
    }
    pub fn suppress(self) -> bool {
        self.word(SUPPRESS).is(Value::TRUE)
    }
    pub fn set_suppress(self, on: bool) {
        self.0.set_plain(SUPPRESS, Value::bool(on).bits());
    }
    /// The i-th word of the class's own.
    pub fn own(self, i: usize) -> Value {
        self.word(OWN + i)
    }
    pub fn set_own(self, t: &mut Thread, i: usize, v: Value) {
        self.set(t, OWN + i, v);
    }

    /// Sets the context, cutting the chain where it would come back to this exception.
    pub fn set_context_avoiding_cycles(self, t: &mut Thread, context: Value) {
        let mut at = context;
        let mut steps = 0;
        while let Some(e) = Exception::from(at) {
            let next = e.context();
            if next.is(self.value()) {
                e.set_context(t, Value::NONE);
                break;
            }
            at = next;
            steps += 1;
            if steps > 100_000 {
                break;
            }
        }
        self.set(t, CONTEXT, context);
    }

    /// A bare instance of an exception class: no args, everything None.
    pub fn alloc(t: &mut Thread, class: Type) -> Result<Exception, Raised> {
        debug_assert!(class.has(flag::EXCEPTION));
        let root = class.root();
        let words = root.ext() + 1 + root.capacity();
        let o = t.alloc_fields(class.head(), words)?;
        for i in 0..=root.ext() {
            o.init(i, Value::NONE.bits());
        }
        for i in root.ext() + 1..words {
            o.init(i, Value::UNBOUND.bits());
        }
        o.init(SUPPRESS, Value::FALSE.bits());
        o.init(ARGS, Tuple::empty(t).value().bits());
        Ok(Exception(o))
    }
    /// `class(*args)` for a class whose constructor is native: no Python runs.
    pub fn new(t: &mut Thread, class: Type, args: &[Value]) -> Result<Exception, Raised> {
        let args = Tuple::new(t, args)?;
        let e = Exception::alloc(t, class)?;
        e.set_args(t, args);
        crate::types::exc::fill_own(t, e, args)?;
        Ok(e)
    }
}
