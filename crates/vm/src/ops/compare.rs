//! Rich comparison: `<  <=  ==  !=  >  >=`.

use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::ops::arithmetic::is_plain_number;
use crate::thread::{Raised, Ret, Thread};
use crate::types;

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CompareOp {
    pub const fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }
    pub const fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            other => other,
        }
    }
    /// The answer for an ordering.
    pub const fn holds(self, o: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => o.is_lt(),
            CompareOp::Le => o.is_le(),
            CompareOp::Eq => o.is_eq(),
            CompareOp::Ne => o.is_ne(),
            CompareOp::Gt => o.is_gt(),
            CompareOp::Ge => o.is_ge(),
        }
    }
    /// The method's name.
    pub fn name(self, t: &Thread) -> Value {
        let n = t.names();
        [n.__lt__, n.__le__, n.__eq__, n.__ne__, n.__gt__, n.__ge__][self as usize]
    }
}

impl Thread {
    /// `a op b`, any result.
    pub fn compare(&mut self, op: CompareOp, a: Value, b: Value) -> Ret {
        if is_plain_number(a) && is_plain_number(b) {
            return Ok(Value::bool(types::number::compare(op, a, b)));
        }
        if let (Some(x), Some(y)) = (a.obj(), b.obj())
            && x.kind() == Kind::Str as u8
            && y.kind() == Kind::Str as u8
        {
            let (x, y) = (Str(x), Str(y));
            return Ok(Value::bool(match op {
                CompareOp::Eq => x.same_text(y),
                CompareOp::Ne => !x.same_text(y),
                _ => op.holds(x.chars().order(y.chars())),
            }));
        }
        if Thread::kind_of(a) == Kind::Tuple && Thread::kind_of(b) == Kind::Tuple {
            self.enter_native(" in comparison")?;
            return types::tuple::compare_tuples(self, op, Tuple::of(a), Tuple::of(b));
        }
        self.compare_by_methods(op, a, b)
    }

    fn compare_by_methods(&mut self, op: CompareOp, a: Value, b: Value) -> Ret {
        self.enter_native(" in comparison")?;
        let (ca, cb) = (self.class_of(a), self.class_of(b));
        let (name, swapped) = (op.name(self), op.swapped().name(self));
        let right_first = ca != cb && cb.is_subclass(ca) && cb.lookup(self, swapped).is_some();
        if right_first {
            let f = cb.lookup(self, swapped).expect("checked above");
            let v = self.call_bound(f, b, &[a])?;
            if !v.is(Value::NOT_IMPLEMENTED) {
                return Ok(v);
            }
        }
        if let Some(f) = ca.lookup(self, name) {
            let v = self.call_bound(f, a, &[b])?;
            if !v.is(Value::NOT_IMPLEMENTED) {
                return Ok(v);
            }
        }
        if !right_first && let Some(f) = cb.lookup(self, swapped) {
            let v = self.call_bound(f, b, &[a])?;
            if !v.is(Value::NOT_IMPLEMENTED) {
                return Ok(v);
            }
        }
        match op {
            CompareOp::Eq => Ok(Value::bool(a.is(b))),
            CompareOp::Ne => Ok(Value::bool(!a.is(b))),
            _ => {
                let (ta, tb, symbol) = (self.type_name(a), self.type_name(b), op.symbol());
                Err(self.type_error(format!("'{symbol}' not supported between instances of '{ta}' and '{tb}'")))
            }
        }
    }

    /// Whether `a op b` is true.
    pub fn compare_true(&mut self, op: CompareOp, a: Value, b: Value) -> Result<bool, Raised> {
        let v = self.compare(op, a, b)?;
        self.truth(v)
    }

    /// `a is b or a == b`, as containers compare.
    #[inline]
    pub fn equal(&mut self, a: Value, b: Value) -> Result<bool, Raised> {
        if a.is(b) {
            return Ok(true);
        }
        if Value::both_int(a, b) {
            return Ok(false);
        }
        self.compare_true(CompareOp::Eq, a, b)
    }

    /// `a < b`, as sorting asks.
    #[inline]
    pub fn less(&mut self, a: Value, b: Value) -> Result<bool, Raised> {
        if Value::both_int(a, b) {
            return Ok(a.unwrap_int() < b.unwrap_int());
        }
        self.compare_true(CompareOp::Lt, a, b)
    }
}
