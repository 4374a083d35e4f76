//! Tuples: `[length, item...]`, never changed after they are published.

use super::kind::{Kind, head};
use super::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use pyish_heap::Obj;

/// A tuple (the plain value; an instance of a subclass holds one).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Tuple(pub Obj);

impl Tuple {
    /// The tuple `v` is known to be (a `Wrapped` instance of a subclass gives its plain value).
    #[inline(always)]
    pub fn of(v: Value) -> Tuple {
        let o = v.unwrap_obj();
        if o.kind() == Kind::Wrapped as u8 { Tuple(Value::from_bits(o.word(0)).unwrap_obj()) } else { Tuple(o) }
    }
    /// The tuple, if `v` is one or an instance of a subclass.
    #[inline(always)]
    pub fn from(v: Value) -> Option<Tuple> {
        let o = v.obj()?;
        if o.kind() == Kind::Tuple as u8 {
            return Some(Tuple(o));
        }
        if o.kind() == Kind::Wrapped as u8 {
            let inner = Value::from_bits(o.word(0)).obj()?;
            return (inner.kind() == Kind::Tuple as u8).then_some(Tuple(inner));
        }
        None
    }
    #[inline(always)]
    pub fn value(self) -> Value {
        Value::from_obj(self.0)
    }
    #[inline(always)]
    pub fn len(self) -> usize {
        Value::from_bits(self.0.word_relaxed(0)).unwrap_usize()
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    #[inline(always)]
    pub fn get(self, i: usize) -> Value {
        debug_assert!(i < self.len());
        Value::from_bits(self.0.word(1 + i))
    }
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Value> + ExactSizeIterator {
        (0..self.len()).map(move |i| self.get(i))
    }
    /// The items. The slice is valid while the tuple is reachable from this thread's stack.
    #[inline(always)]
    pub fn as_slice<'a>(self) -> &'a [Value] {
        // SAFETY: V3: a tuple does not change once it is published, and does not move.
        unsafe { std::slice::from_raw_parts(self.0.slots(1).cast::<Value>(), self.len()) }
    }
    pub fn contains_identical(self, v: Value) -> bool {
        self.iter().any(|x| x.is(v))
    }
    /// `n` items, the i-th made by `item`, which must not allocate or run Python.
    pub fn new_with(t: &mut Thread, n: usize, item: impl Fn(usize) -> Value) -> Result<Tuple, Raised> {
        if n == 0 {
            return Ok(Tuple::empty(t));
        }
        let o = t.alloc_fields(types::tuple::TYPE.head(), 1 + n)?;
        o.init(0, Value::index(n).bits());
        for i in 0..n {
            o.init(1 + i, item(i).bits());
        }
        Ok(Tuple(o))
    }
    pub fn new(t: &mut Thread, items: &[Value]) -> Result<Tuple, Raised> {
        Tuple::new_with(t, items.len(), |i| items[i])
    }
    pub fn make(t: &mut Thread, items: &[Value]) -> Ret {
        Ok(Tuple::new(t, items)?.value())
    }
    /// The one empty tuple.
    pub fn empty(t: &mut Thread) -> Tuple {
        Tuple(t.runtime().empty_tuple.get().unwrap_obj())
    }
    /// The empty tuple itself, made once at start-up.
    pub fn make_empty(t: &mut Thread, shape: u32) -> Ret {
        let o = t.alloc_fields(head(Kind::Tuple, shape), 1)?;
        o.init(0, Value::ZERO.bits());
        Ok(Value::from_obj(o))
    }
}
