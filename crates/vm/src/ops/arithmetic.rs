//! Binary and unary operators: exact builtin operands first, then `__op__`, `__rop__` and `__iop__` in Python's order.

use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::typeobject::{Type, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    DivMod,
}

impl BinaryOp {
    pub const fn symbol(self) -> &'static str {
        ["+", "-", "*", "/", "//", "%", "** or pow()", "@", "<<", ">>", "&", "|", "^", "divmod()"][self as usize]
    }
    /// `__op__`, `__rop__`, `__iop__`.
    fn names(self, t: &Thread) -> (Value, Value, Value) {
        let n = t.names();
        match self {
            BinaryOp::Add => (n.__add__, n.__radd__, n.__iadd__),
            BinaryOp::Sub => (n.__sub__, n.__rsub__, n.__isub__),
            BinaryOp::Mul => (n.__mul__, n.__rmul__, n.__imul__),
            BinaryOp::Div => (n.__truediv__, n.__rtruediv__, n.__itruediv__),
            BinaryOp::FloorDiv => (n.__floordiv__, n.__rfloordiv__, n.__ifloordiv__),
            BinaryOp::Mod => (n.__mod__, n.__rmod__, n.__imod__),
            BinaryOp::Pow => (n.__pow__, n.__rpow__, n.__ipow__),
            BinaryOp::MatMul => (n.__matmul__, n.__rmatmul__, n.__imatmul__),
            BinaryOp::LShift => (n.__lshift__, n.__rlshift__, n.__ilshift__),
            BinaryOp::RShift => (n.__rshift__, n.__rrshift__, n.__irshift__),
            BinaryOp::And => (n.__and__, n.__rand__, n.__iand__),
            BinaryOp::Or => (n.__or__, n.__ror__, n.__ior__),
            BinaryOp::Xor => (n.__xor__, n.__rxor__, n.__ixor__),
            BinaryOp::DivMod => (n.__divmod__, n.__rdivmod__, Value::UNBOUND),
        }
    }
}

/// Whether a method is a native one of sequences: a concatenation or repetition, not an operator of numbers.
fn is_of_sequence(f: Value) -> bool {
    types::native_function::NativeFunction::from(f).and_then(|f| Type::from(f.owner())).is_some_and(|c| {
        c.has(flag::SEQUENCE)
            || matches!(c.kind(), Kind::Str | Kind::Bytes | Kind::ByteArray | Kind::List | Kind::Tuple)
    })
}

/// Whether a value is an exact int, bool or float: what `types::number::binary` takes.
#[inline(always)]
pub fn is_plain_number(v: Value) -> bool {
    v.is_int()
        || v.is_inline_float()
        || v.is_bool()
        || v.obj().is_some_and(|o| o.kind() == Kind::BigInt as u8 || o.kind() == Kind::Float as u8)
}

impl Thread {
    /// `a op b`.
    pub fn binary(&mut self, op: BinaryOp, a: Value, b: Value) -> Ret {
        if is_plain_number(a) && is_plain_number(b) {
            if let Some(v) = types::number::binary(self, op, a, b)? {
                return Ok(v);
            }
        } else if op == BinaryOp::Add
            && let (Some(x), Some(y)) = (a.obj(), b.obj())
            && x.kind() == Kind::Str as u8
            && y.kind() == Kind::Str as u8
        {
            return Ok(Str(x).concat(self, Str(y))?.value());
        }
        match self.binary_by_methods(op, a, b)? {
            Some(v) => Ok(v),
            None => Err(self.operand_error(op, op.symbol(), a, b)),
        }
    }

    /// By the operands' methods; `None` if none of them takes it.
    pub fn binary_by_methods(&mut self, op: BinaryOp, a: Value, b: Value) -> Result<Option<Value>, Raised> {
        let (name, reflected, _) = op.names(self);
        let (ca, cb) = (self.class_of(a), self.class_of(b));
        let left = ca.lookup(self, name);
        let concatenates =
            matches!(op, BinaryOp::Add | BinaryOp::Mul) && !is_plain_number(b) && left.is_some_and(is_of_sequence);
        let right = if ca == cb { None } else { cb.lookup(self, reflected) };
        // a subclass's own reflected method goes first
        let right_first = match right {
            // the concatenation and repetition of sequences come after the numeric methods
            Some(r) if concatenates => !is_of_sequence(r),
            Some(r) if cb.is_subclass(ca) => ca.lookup(self, reflected).is_none_or(|l| !l.is(r)),
            _ => false,
        };
        if right_first {
            let f = right.expect("checked above");
            let v = self.call_bound(f, b, &[a])?;
            if !v.is(Value::NOT_IMPLEMENTED) {
                return Ok(Some(v));
            }
        }
        if let Some(f) = left {
            let v = self.call_bound(f, a, &[b])?;
            if !v.is(Value::NOT_IMPLEMENTED) {
                return Ok(Some(v));
            }
        }
        if let Some(f) = right
            && !right_first
        {
            let v = self.call_bound(f, b, &[a])?;
            if !v.is(Value::NOT_IMPLEMENTED) {
                return Ok(Some(v));
            }
        }
        Ok(None)
    }

    /// `b.__rop__(a)` where it goes before the concatenation of the sequence `a`.
    fn reflected_first(&mut self, op: BinaryOp, a: Value, b: Value) -> Result<Option<Value>, Raised> {
        let (_, reflected, _) = op.names(self);
        match self.special(b, reflected) {
            Some(f) if !is_of_sequence(f) => {
                let v = self.call_bound(f, b, &[a])?;
                Ok(Some(v).filter(|v| !v.is(Value::NOT_IMPLEMENTED)))
            }
            _ => Ok(None),
        }
    }

    /// `a op= b`.
    pub fn in_place(&mut self, op: BinaryOp, a: Value, b: Value) -> Ret {
        if !(is_plain_number(a) || Thread::kind_of(a) == Kind::Str || Thread::kind_of(a) == Kind::Tuple) {
            let (_, _, name) = op.names(self);
            if let Some(f) = self.special(a, name) {
                if op == BinaryOp::Add
                    && is_of_sequence(f)
                    && let Some(v) = self.reflected_first(op, a, b)?
                {
                    return Ok(v);
                }
                let v = self.call_bound(f, a, &[b])?;
                if !v.is(Value::NOT_IMPLEMENTED) {
                    return Ok(v);
                }
            }
            return match self.binary_by_methods(op, a, b)? {
                Some(v) => Ok(v),
                None => {
                    let symbol = if op == BinaryOp::Pow { "**=".to_string() } else { format!("{}=", op.symbol()) };
                    Err(self.operand_error(op, &symbol, a, b))
                }
            };
        }
        if is_plain_number(a) && is_plain_number(b) {
            if let Some(v) = types::number::binary(self, op, a, b)? {
                return Ok(v);
            }
        } else if op == BinaryOp::Add && Thread::kind_of(a) == Kind::Str && Thread::kind_of(b) == Kind::Str {
            return self.binary(op, a, b);
        }
        match self.binary_by_methods(op, a, b)? {
            Some(v) => Ok(v),
            None => {
                let symbol = if op == BinaryOp::Pow { "**=".to_string() } else { format!("{}=", op.symbol()) };
                Err(self.operand_error(op, &symbol, a, b))
            }
        }
    }

    #[cold]
    fn operand_error(&mut self, op: BinaryOp, symbol: &str, a: Value, b: Value) -> Raised {
        let (ta, tb) = (self.type_name(a), self.type_name(b));
        if op == BinaryOp::Add {
            // the concatenations have texts of their own
            match Thread::kind_of(a) {
                Kind::Str => return self.type_error(format!("can only concatenate str (not \"{tb}\") to str")),
                Kind::List => return self.type_error(format!("can only concatenate list (not \"{tb}\") to list")),
                Kind::Tuple => return self.type_error(format!("can only concatenate tuple (not \"{tb}\") to tuple")),
                Kind::Bytes => return self.type_error(format!("can't concat {tb} to bytes")),
                Kind::ByteArray => return self.type_error(format!("can't concat {tb} to bytearray")),
                _ => {}
            }
        }
        if op == BinaryOp::Mul {
            let sequence = |k| matches!(k, Kind::Str | Kind::List | Kind::Tuple | Kind::Bytes | Kind::ByteArray);
            if sequence(Thread::kind_of(a)) {
                return self.type_error(format!("can't multiply sequence by non-int of type '{tb}'"));
            }
            if sequence(Thread::kind_of(b)) {
                return self.type_error(format!("can't multiply sequence by non-int of type '{ta}'"));
            }
        }
        self.type_error(format!("unsupported operand type(s) for {symbol}: '{ta}' and '{tb}'"))
    }

    /// `-v`, `+v`, `~v`.
    pub fn unary(&mut self, symbol: char, v: Value) -> Ret {
        if is_plain_number(v) {
            return types::number::unary(self, symbol, v);
        }
        let n = self.names();
        let name = match symbol {
            '-' => n.__neg__,
            '+' => n.__pos__,
            _ => n.__invert__,
        };
        match self.call_special(v, name, &[])? {
            Some(r) => Ok(r),
            None => {
                let kind = self.type_name(v);
                Err(self.type_error(format!("bad operand type for unary {symbol}: '{kind}'")))
            }
        }
    }
}
