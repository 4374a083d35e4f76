//! `Value`: one 64-bit word that holds any Python object.
//!
//! | low bits      | meaning                                                              |
//! |---------------|----------------------------------------------------------------------|
//! | `..00`        | int of 62 bits, `i << 2`                                             |
//! | `001`         | pointer to a heap object, plus 1 (folded into displacements)         |
//! | `011`         | a special: None, False, True, unbound, NotImplemented, Ellipsis      |
//! | `010 101 110` | float, `rotl(bits, 4) + 2`; 0.0 and magnitudes 2^-255 .. 2^257       |
//!
//! Ints past 62 bits and other floats are boxed. The rotation brings the top exponent bits down to where the tag
//! is: floats of ordinary size have 011, 100 there (and 000, 111 the tiny and huge ones, which are boxed); adding
//! 2 moves them to the three tags. Floats test as `0x64646464 >> (v & 31) & 1`, two ints as `(a | b) & 3 == 0`.
//! A word of zero is the int 0, so fresh memory is always valid.

use pyish_heap::Obj;
use std::marker::PhantomData;

/// Any Python object. `Copy`, kept alive by the collector from stacks, registers and traced objects; never put one
/// where the collector does not look (a `Vec`, a `Box`, a static).
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Value {
    bits: u64,
    not_send: PhantomData<*mut ()>,
}

const FLOAT_TAGS: u32 = 0x6464_6464;

impl Value {
    pub const NONE: Value = Value::special(0);
    pub const FALSE: Value = Value::special(1);
    pub const TRUE: Value = Value::special(2);
    /// no object: an unassigned variable, an argument not given, an empty slot
    pub const UNBOUND: Value = Value::special(3);
    pub const NOT_IMPLEMENTED: Value = Value::special(4);
    pub const ELLIPSIS: Value = Value::special(5);
    /// a deleted entry of a dict or set table
    pub const TOMBSTONE: Value = Value::special(6);
    pub const ZERO: Value = Value::from_bits(0);

    /// Smallest and largest int that needs no box.
    pub const MIN_INT: i64 = -(1 << 61);
    pub const MAX_INT: i64 = (1 << 61) - 1;

    #[inline(always)]
    const fn special(n: u64) -> Value {
        Value::from_bits(n << 3 | 3)
    }

    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Value {
        Value { bits, not_send: PhantomData }
    }

    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.bits
    }

    // ---- ints

    /// The int `i`, which must lie in `MIN_INT..=MAX_INT`.
    #[inline(always)]
    pub const fn int(i: i64) -> Value {
        debug_assert!(i >= Value::MIN_INT && i <= Value::MAX_INT);
        Value::from_bits((i << 2) as u64)
    }

    /// The int `i`, if it needs no box.
    #[inline(always)]
    pub const fn try_int(i: i64) -> Option<Value> {
        if i >= Value::MIN_INT && i <= Value::MAX_INT { Some(Value::from_bits((i << 2) as u64)) } else { None }
    }

    #[inline(always)]
    pub const fn index(i: usize) -> Value {
        Value::int(i as i64)
    }

    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.bits & 3 == 0
    }

    #[inline(always)]
    pub const fn both_int(a: Value, b: Value) -> bool {
        (a.bits | b.bits) & 3 == 0
    }

    /// The number of an inline int (not bool, not boxed).
    #[inline(always)]
    pub const fn as_int(self) -> Option<i64> {
        if self.is_int() { Some(self.bits as i64 >> 2) } else { None }
    }

    /// The number of a word known to be an inline int.
    #[inline(always)]
    pub const fn unwrap_int(self) -> i64 {
        debug_assert!(self.is_int());
        self.bits as i64 >> 2
    }

    #[inline(always)]
    pub const fn unwrap_usize(self) -> usize {
        self.unwrap_int() as usize
    }

    // ---- bools and other specials

    #[inline(always)]
    pub const fn bool(b: bool) -> Value {
        if b { Value::TRUE } else { Value::FALSE }
    }

    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.bits == Value::TRUE.bits || self.bits == Value::FALSE.bits
    }

    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.bits == Value::NONE.bits
    }

    #[inline(always)]
    pub const fn is_unbound(self) -> bool {
        self.bits == Value::UNBOUND.bits
    }

    #[inline(always)]
    pub const fn is_bound(self) -> bool {
        self.bits != Value::UNBOUND.bits
    }

    /// Identity, Python's `is`.
    #[inline(always)]
    pub const fn is(self, other: Value) -> bool {
        self.bits == other.bits
    }

    /// `default` if this is unbound.
    #[inline(always)]
    pub const fn or(self, default: Value) -> Value {
        if self.is_unbound() { default } else { self }
    }

    /// `None` (Rust's) if unbound or Python's None.
    #[inline(always)]
    pub const fn given(self) -> Option<Value> {
        if self.is_unbound() || self.is_none() { None } else { Some(self) }
    }

    // ---- floats

    /// The number of an inline float.
    #[inline(always)]
    pub const fn inline_float(self) -> Option<f64> {
        if self.is_inline_float() { Some(f64::from_bits(self.bits.wrapping_sub(2).rotate_right(4))) } else { None }
    }

    #[inline(always)]
    pub const fn is_inline_float(self) -> bool {
        (FLOAT_TAGS >> (self.bits as u32 & 31)) & 1 != 0
    }

    /// The float as an inline word, if it can be one.
    #[inline(always)]
    pub const fn try_float(x: f64) -> Option<Value> {
        let v = Value::from_bits(x.to_bits().rotate_left(4).wrapping_add(2));
        if v.is_inline_float() { Some(v) } else { None }
    }

    // ---- pointers

    #[inline(always)]
    pub fn from_obj(o: Obj) -> Value {
        Value::from_bits(o.addr() as u64 + 1)
    }

    #[inline(always)]
    pub const fn is_obj(self) -> bool {
        self.bits & 7 == 1
    }

    #[inline(always)]
    pub fn obj(self) -> Option<Obj> {
        if self.is_obj() { Some(Obj::at((self.bits - 1) as usize)) } else { None }
    }

    /// The object of a word known to be a pointer.
    #[inline(always)]
    pub fn unwrap_obj(self) -> Obj {
        debug_assert!(self.is_obj(), "not a pointer: {:#x}", self.bits);
        Obj::at((self.bits - 1) as usize)
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(i) = self.as_int() {
            write!(f, "int {i}")
        } else if let Some(x) = self.inline_float() {
            write!(f, "float {x:?}")
        } else if let Some(o) = self.obj() {
            write!(f, "object at {:#x}", o.addr())
        } else {
            let names = ["None", "False", "True", "unbound", "NotImplemented", "Ellipsis", "tombstone"];
            f.write_str(names.get((self.bits >> 3) as usize).unwrap_or(&"?"))
        }
    }
}
