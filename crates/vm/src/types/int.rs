//! `int`: its class. The arithmetic is in `number`, the texts in `int_text` and `format_spec`.

use super::{bytearray, bytes, float, format_spec, int_text, number};
use crate::native::{Args, Attribute, Method, class_method, getter, method, static_method};
use crate::object::bigint;
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow};
use crate::object::value::Value;
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Pow, Signed, Zero};

pub static TYPE: TypeRow = TypeRow::new("int", Kind::BigInt)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("int([x]) -> integer\nint(x, base=10) -> integer\n\nConverts a number or a text to an integer; of a number the fraction is cut off.\nA text is read in the base given, 10 by default; base 0 goes by the prefix.");

static NEW: Method = static_method("__new__(cls, x=0, /, base=10)", int_new, "Create and return a new object.");

/// The plain int of a receiver.
#[inline(always)]
fn receiver(v: Value) -> Value {
    bigint::plain_int(v).unwrap_or(Value::ZERO)
}

/// `self op other`, NotImplemented if `other` is no int.
#[inline(always)]
fn operator(t: &mut Thread, op: BinaryOp, a: Value, b: Value) -> Ret {
    let (Some(a), Some(b)) = (bigint::plain_int(a), bigint::plain_int(b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    Ok(number::int_binary(t, op, a, b)?.unwrap_or(Value::NOT_IMPLEMENTED))
}
fn comparison(op: CompareOp, a: Args) -> Ret {
    match bigint::plain_int(a[1]) {
        Some(b) => Ok(Value::bool(op.holds(number::order_ints(receiver(a[0]), b)))),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

static METHODS: [Method; 56] = [
    method("__add__(self, value, /)", |t, a| operator(t, BinaryOp::Add, a[0], a[1]), "Return self+value."),
    method("__radd__(self, value, /)", |t, a| operator(t, BinaryOp::Add, a[1], a[0]), "Return value+self."),
    method("__sub__(self, value, /)", |t, a| operator(t, BinaryOp::Sub, a[0], a[1]), "Return self-value."),
    method("__rsub__(self, value, /)", |t, a| operator(t, BinaryOp::Sub, a[1], a[0]), "Return value-self."),
    method("__mul__(self, value, /)", |t, a| operator(t, BinaryOp::Mul, a[0], a[1]), "Return self*value."),
    method("__rmul__(self, value, /)", |t, a| operator(t, BinaryOp::Mul, a[1], a[0]), "Return value*self."),
    method("__mod__(self, value, /)", |t, a| operator(t, BinaryOp::Mod, a[0], a[1]), "Return self%value."),
    method("__rmod__(self, value, /)", |t, a| operator(t, BinaryOp::Mod, a[1], a[0]), "Return value%self."),
    method(
        "__divmod__(self, value, /)",
        |t, a| operator(t, BinaryOp::DivMod, a[0], a[1]),
        "Return divmod(self, value).",
    ),
    method(
        "__rdivmod__(self, value, /)",
        |t, a| operator(t, BinaryOp::DivMod, a[1], a[0]),
        "Return divmod(value, self).",
    ),
    method("__truediv__(self, value, /)", |t, a| operator(t, BinaryOp::Div, a[0], a[1]), "Return self/value."),
    method("__rtruediv__(self, value, /)", |t, a| operator(t, BinaryOp::Div, a[1], a[0]), "Return value/self."),
    method("__floordiv__(self, value, /)", |t, a| operator(t, BinaryOp::FloorDiv, a[0], a[1]), "Return self//value."),
    method("__rfloordiv__(self, value, /)", |t, a| operator(t, BinaryOp::FloorDiv, a[1], a[0]), "Return value//self."),
    method("__lshift__(self, value, /)", |t, a| operator(t, BinaryOp::LShift, a[0], a[1]), "Return self<<value."),
    method("__rlshift__(self, value, /)", |t, a| operator(t, BinaryOp::LShift, a[1], a[0]), "Return value<<self."),
    method("__rshift__(self, value, /)", |t, a| operator(t, BinaryOp::RShift, a[0], a[1]), "Return self>>value."),
    method("__rrshift__(self, value, /)", |t, a| operator(t, BinaryOp::RShift, a[1], a[0]), "Return value>>self."),
    method("__and__(self, value, /)", |t, a| operator(t, BinaryOp::And, a[0], a[1]), "Return self&value."),
    method("__rand__(self, value, /)", |t, a| operator(t, BinaryOp::And, a[1], a[0]), "Return value&self."),
    method("__or__(self, value, /)", |t, a| operator(t, BinaryOp::Or, a[0], a[1]), "Return self|value."),
    method("__ror__(self, value, /)", |t, a| operator(t, BinaryOp::Or, a[1], a[0]), "Return value|self."),
    method("__xor__(self, value, /)", |t, a| operator(t, BinaryOp::Xor, a[0], a[1]), "Return self^value."),
    method("__rxor__(self, value, /)", |t, a| operator(t, BinaryOp::Xor, a[1], a[0]), "Return value^self."),
    method("__pow__(self, value, mod=None, /)", |t, a| pow(t, a[0], a[1], a[2]), "Return pow(self, value, mod)."),
    method("__rpow__(self, value, mod=None, /)", |t, a| pow(t, a[1], a[0], a[2]), "Return pow(value, self, mod)."),
    method("__lt__(self, value, /)", |_, a| comparison(CompareOp::Lt, a), "Return self<value."),
    method("__le__(self, value, /)", |_, a| comparison(CompareOp::Le, a), "Return self<=value."),
    method("__eq__(self, value, /)", |_, a| comparison(CompareOp::Eq, a), "Return self==value."),
    method("__ne__(self, value, /)", |_, a| comparison(CompareOp::Ne, a), "Return self!=value."),
    method("__gt__(self, value, /)", |_, a| comparison(CompareOp::Gt, a), "Return self>value."),
    method("__ge__(self, value, /)", |_, a| comparison(CompareOp::Ge, a), "Return self>=value."),
    method("__hash__(self, /)", |t, a| int_hash(t, a[0]), "Return hash(self)."),
    method("__neg__(self, /)", |t, a| number::unary(t, '-', receiver(a[0])), "-self"),
    method("__pos__(self, /)", |_, a| Ok(receiver(a[0])), "+self"),
    method("__invert__(self, /)", |t, a| number::unary(t, '~', receiver(a[0])), "~self"),
    method("__abs__(self, /)", |t, a| abs(t, receiver(a[0])), "abs(self)"),
    method("__bool__(self, /)", |_, a| Ok(Value::bool(!receiver(a[0]).is(Value::ZERO))), "True if self else False"),
    method("__int__(self, /)", |_, a| Ok(receiver(a[0])), "int(self)"),
    method(
        "__index__(self, /)",
        |_, a| Ok(receiver(a[0])),
        "Return self converted to an integer, if self is suitable for use as an index into a list.",
    ),
    method("__trunc__(self, /)", |_, a| Ok(receiver(a[0])), "Truncating an Integral returns itself."),
    method("__floor__(self, /)", |_, a| Ok(receiver(a[0])), "Flooring an Integral returns itself."),
    method("__ceil__(self, /)", |_, a| Ok(receiver(a[0])), "Ceiling of an Integral returns itself."),
    method(
        "__float__(self, /)",
        |t, a| {
            let x = number::as_float(t, receiver(a[0]))?;
            t.float(x)
        },
        "float(self)",
    ),
    method(
        "__round__(self, ndigits=None, /)",
        int_round,
        "Rounding an Integral returns itself.\n\nRounding with an ndigits argument also returns an integer.",
    ),
    method("__repr__(self, /)", |t, a| Ok(int_text::to_str(t, receiver(a[0]))?.value()), "Return repr(self)."),
    method(
        "__format__(self, format_spec, /)",
        format_spec::int_format,
        "Convert to a string according to format_spec.",
    ),
    method("__getnewargs__(self, /)", |t, a| Tuple::make(t, &[receiver(a[0])]), ""),
    method("__sizeof__(self, /)", size_of, "Returns size in memory, in bytes."),
    method("conjugate(self, /)", |_, a| Ok(receiver(a[0])), "Returns self, the complex conjugate of any int."),
    method("bit_length(self, /)", bit_length, "Number of bits necessary to represent self in binary."),
    method(
        "bit_count(self, /)",
        bit_count,
        "Number of ones in the binary representation of the absolute value of self.",
    ),
    method(
        "as_integer_ratio(self, /)",
        |t, a| Tuple::make(t, &[receiver(a[0]), Value::int(1)]),
        "Return a pair of integers, whose ratio is equal to the original int.",
    ),
    method(
        "is_integer(self, /)",
        |_, _| Ok(Value::TRUE),
        "Returns True. Exists for duck type compatibility with float.is_integer.",
    ),
    method(
        "to_bytes(self, /, length=1, byteorder='big', *, signed=False)",
        to_bytes,
        "Return an array of bytes representing an integer.",
    ),
    class_method(
        "from_bytes(cls, /, bytes, byteorder='big', *, signed=False)",
        from_bytes,
        "Return the integer represented by the given array of bytes.",
    ),
];

static ATTRIBUTES: [Attribute; 4] = [
    getter("real", |_, v| Ok(receiver(v)), "the real part of a complex number"),
    getter("imag", |_, _| Ok(Value::ZERO), "the imaginary part of a complex number"),
    getter("numerator", |_, v| Ok(receiver(v)), "the numerator of a rational number in lowest terms"),
    getter("denominator", |_, _| Ok(Value::int(1)), "the denominator of a rational number in lowest terms"),
];

/// The class argument of a `__new__`, checked to be the class of `row` or a subclass of it.
pub fn check_class(t: &mut Thread, cls: Value, row: &'static TypeRow) -> Result<Type, Raised> {
    let own = row.name;
    let Some(class) = Type::from(cls) else {
        let kind = t.type_name(cls);
        return Err(t.type_error(format!("{own}.__new__(X): X is not a type object ({kind})")));
    };
    if class == row.get() || class.is_subclass(row.get()) && !class.is_subclass(super::bool::TYPE.get()) {
        return Ok(class);
    }
    let name = class.name_string();
    Err(t.type_error(if class.is_subclass(row.get()) {
        format!("{own}.__new__({name}) is not safe, use bool.__new__()")
    } else {
        format!("{own}.__new__({name}): {name} is not a subtype of {own}")
    }))
}
/// A plain value as an instance of `class`.
pub fn instance(t: &mut Thread, class: Type, row: &'static TypeRow, plain: Value) -> Ret {
    if class == row.get() { Ok(plain) } else { types::object::wrap(t, class, plain) }
}

fn int_new(t: &mut Thread, a: Args) -> Ret {
    let class = check_class(t, a[0], &TYPE)?;
    let (x, base) = (a[1], a[2]);
    let plain = if base.is_unbound() {
        if x.is_unbound() { Value::ZERO } else { from_value(t, x)? }
    } else if x.is_unbound() {
        return Err(t.type_error("int() missing string argument"));
    } else {
        let base = t.index(base)?;
        let Some(base) = base.as_int().filter(|b| *b == 0 || (2..=36).contains(b)) else {
            return Err(t.value_error("int() base must be >= 2 and <= 36, or 0"));
        };
        match from_text(t, x, base as u32)? {
            Some(v) => v,
            None => return Err(t.type_error("int() can't convert non-string with explicit base")),
        }
    };
    instance(t, class, &TYPE, plain)
}

/// The int that a str, bytes or bytearray spells.
fn from_text(t: &mut Thread, x: Value, base: u32) -> Result<Option<Value>, Raised> {
    if let Some(s) = Str::from(x) {
        return int_text::parse_str(t, s, base, x).map(Some);
    }
    if let Some(b) = bytes::data(x) {
        return int_text::parse_bytes(t, b, base, x).map(Some);
    }
    match byte_array(t, x) {
        Some(b) => int_text::parse_bytes(t, &b, base, x).map(Some),
        None => Ok(None),
    }
}
/// A copy of the bytes of a bytearray.
pub fn byte_array(t: &mut Thread, x: Value) -> Option<Vec<u8>> {
    (Thread::kind_of(x) == Kind::ByteArray).then(|| bytearray::copy(t, x))
}

/// `int(x)`.
pub fn from_value(t: &mut Thread, x: Value) -> Ret {
    if x.is_int() {
        return Ok(x);
    }
    if let Some(f) = float::exact(x) {
        return number::float_to_int(t, f);
    }
    if x.is_bool() || Thread::kind_of(x) == Kind::BigInt {
        return Ok(receiver(x));
    }
    let n = t.names();
    if let Some(v) = t.call_special(x, n.__int__, &[])? {
        return match bigint::plain_int(v) {
            Some(i) => Ok(i),
            None => {
                let kind = t.type_name(v);
                Err(t.type_error(format!("__int__ returned non-int (type {kind})")))
            }
        };
    }
    if let Some(v) = t.try_index(x)? {
        return Ok(v);
    }
    if let Some(v) = t.call_special(x, n.__trunc__, &[])? {
        if let Some(i) = t.try_index(v)? {
            return Ok(i);
        }
        let kind = t.type_name(v);
        return Err(t.type_error(format!("__trunc__ returned non-Integral (type {kind})")));
    }
    match from_text(t, x, 10)? {
        Some(v) => Ok(v),
        None => {
            let kind = t.type_name(x);
            Err(t.type_error(format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{kind}'"
            )))
        }
    }
}

fn pow(t: &mut Thread, base: Value, exponent: Value, modulus: Value) -> Ret {
    let (Some(b), Some(e)) = (bigint::plain_int(base), bigint::plain_int(exponent)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match modulus.given() {
        None => operator(t, BinaryOp::Pow, b, e),
        Some(m) => match bigint::plain_int(m) {
            Some(m) => number::power_mod(t, b, e, m),
            None => Ok(Value::NOT_IMPLEMENTED),
        },
    }
}

fn int_hash(t: &mut Thread, v: Value) -> Ret {
    let v = receiver(v);
    match v.as_int() {
        Some(i) => t.int(number::hash_i64(i)),
        None => t.int(number::hash_boxed(v.unwrap_obj())),
    }
}

/// `abs` of a plain int.
fn abs(t: &mut Thread, v: Value) -> Ret {
    match v.as_int() {
        Some(i) => t.int(i.abs()),
        None if bigint::is_negative(v.unwrap_obj()) => number::unary(t, '-', v),
        None => Ok(v),
    }
}

/// Rounds to a multiple of a power of ten, half to even.
fn int_round(t: &mut Thread, a: Args) -> Ret {
    let v = receiver(a[0]);
    let Some(digits) = a[1].given() else { return Ok(v) };
    let digits = t.index(digits)?;
    let n = match bigint::to_i64(digits) {
        Some(n) if n >= 0 => return Ok(v),
        None if !bigint::is_negative(digits.unwrap_obj()) => return Ok(v),
        Some(n) => n.unsigned_abs(),
        None => return Ok(Value::ZERO),
    };
    let x = bigint::to_big(v).unwrap_or_default();
    if n as f64 > x.bits() as f64 * 0.302 + 2.0 {
        return Ok(Value::ZERO);
    }
    let unit: BigInt = Pow::pow(BigInt::from(10), n);
    let (q, r) = x.div_mod_floor(&unit);
    let up = match (r * 2i32).cmp(&unit) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => q.is_odd(),
        std::cmp::Ordering::Less => false,
    };
    t.big(&((q + up as i32) * unit))
}

fn size_of(t: &mut Thread, a: Args) -> Ret {
    // as CPython counts: 24 bytes and 4 for every 30 bits
    let v = receiver(a[0]);
    let bits = match v.as_int() {
        Some(i) => 64 - i.unsigned_abs().leading_zeros() as u64,
        None => bigint::bits(v.unwrap_obj()),
    };
    t.int(24 + 4 * bits.div_ceil(30).max(1) as i64)
}

fn bit_length(t: &mut Thread, a: Args) -> Ret {
    let v = receiver(a[0]);
    match v.as_int() {
        Some(i) => Ok(Value::int(64 - i.unsigned_abs().leading_zeros() as i64)),
        None => t.int(bigint::bits(v.unwrap_obj()) as i64),
    }
}
fn bit_count(t: &mut Thread, a: Args) -> Ret {
    let v = receiver(a[0]);
    match v.as_int() {
        Some(i) => Ok(Value::int(i.unsigned_abs().count_ones() as i64)),
        None => t.int(bigint::digits(v.unwrap_obj()).1.iter().map(|d| d.count_ones() as i64).sum()),
    }
}

/// Whether a byte order argument says little.
fn is_little(t: &mut Thread, v: Value) -> Result<bool, Raised> {
    let Some(v) = v.given() else { return Ok(false) };
    match Str::from(v) {
        Some(s) if s.eq_text("little") => Ok(true),
        Some(s) if s.eq_text("big") => Ok(false),
        Some(_) => Err(t.value_error("byteorder must be either 'little' or 'big'")),
        None => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("argument 'byteorder' must be str, not {kind}")))
        }
    }
}

fn to_bytes(t: &mut Thread, a: Args) -> Ret {
    let v = receiver(a[0]);
    let length = if a[1].is_bound() { t.to_i64(a[1])? } else { 1 };
    let little = is_little(t, a[2])?;
    let signed = a[3].is_bound() && t.truth(a[3])?;
    if length < 0 {
        return Err(t.value_error("length argument must be non-negative"));
    }
    let length = length as usize;
    let n = bigint::to_big(v).unwrap_or_default();
    if n.is_negative() && !signed {
        return Err(t.overflow_error("can't convert negative int to unsigned"));
    }
    let mut data = if signed { n.to_signed_bytes_le() } else { n.magnitude().to_bytes_le() };
    if n.is_zero() {
        data.clear();
    }
    if data.len() > length {
        return Err(t.overflow_error("int too big to convert"));
    }
    if length > isize::MAX as usize / 2 || data.try_reserve(length).is_err() {
        return Err(t.memory_error());
    }
    data.resize(length, if n.is_negative() { 0xFF } else { 0 });
    if !little {
        data.reverse();
    }
    bytes::new(t, &data)
}

fn from_bytes(t: &mut Thread, a: Args) -> Ret {
    let little = is_little(t, a[2])?;
    let signed = a[3].is_bound() && t.truth(a[3])?;
    let object = match bytes::data(a[1]) {
        Some(_) => a[1],
        None => {
            if Str::from(a[1]).is_some() || bigint::is_int(a[1]) {
                let kind = t.type_name(a[1]);
                return Err(t.type_error(format!("cannot convert '{kind}' object to bytes")));
            }
            let class = bytes::TYPE.value();
            t.call(class, &[a[1]])?
        }
    };
    let mut data = bytes::data(object).unwrap_or_default().to_vec();
    if !little {
        data.reverse();
    }
    let n =
        if signed { BigInt::from_signed_bytes_le(&data) } else { BigInt::from_bytes_le(num_bigint::Sign::Plus, &data) };
    let v = t.big(&n)?;
    let class = a[0];
    if class.is(TYPE.value()) { Ok(v) } else { t.call(class, &[v]) }
}
