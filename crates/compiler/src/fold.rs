//! Constant folding, as CPython does it: operators on constants, tuples of constants, subscripts of
//! constants, `__debug__`. One pass over the arena, children before parents; nothing recurses.
//!
//! An operation that raises, warns or makes something big is left to run time.

use pyish_bytecode::Const;
use pyish_syntax::Ast;
use pyish_syntax::ast::{Constant, Expr, ExprContext, ExprId, Operator, UnaryOp};

const MAX_INT_BITS: u32 = 128;
const MAX_ITEMS: usize = 256;
const MAX_STR: usize = 4096;

/// The values of expressions that are constant.
pub(crate) struct Folded<'a> {
    ast: &'a Ast,
    /// index into `values` plus one, by expression; 0 where there is none
    at: Vec<u32>,
    values: Vec<Const>,
}

impl<'a> Folded<'a> {
    pub fn new(ast: &'a Ast, optimize: u8) -> Folded<'a> {
        let mut folded = Folded { ast, at: vec![0; ast.expr_count()], values: Vec::new() };
        let debug = ast.find("__debug__");
        for id in ast.expr_ids() {
            let value = match *ast.expr(id) {
                Expr::Name { id, ctx: ExprContext::Load } if Some(id) == debug => Some(Const::Bool(optimize == 0)),
                Expr::UnaryOp { op, operand } => folded.value(operand).and_then(|v| unary(op, &v)),
                Expr::BinOp { left, op, right } => match (folded.value(left), folded.value(right)) {
                    (Some(a), Some(b)) => binary(&a, op, &b),
                    _ => None,
                },
                Expr::Tuple { elts, ctx: ExprContext::Load } => {
                    ast.seq(elts).iter().map(|&e| folded.value(e)).collect::<Option<Vec<_>>>().map(Const::Tuple)
                }
                Expr::Subscript { value, slice, ctx: ExprContext::Load } => {
                    match (folded.value(value), folded.value(slice)) {
                        (Some(v), Some(Const::Int(i))) => subscript(&v, i),
                        _ => None,
                    }
                }
                _ => None,
            };
            if let Some(value) = value {
                folded.values.push(value);
                folded.at[id.index()] = folded.values.len() as u32;
            }
        }
        folded
    }

    /// The value of a constant expression.
    pub fn value(&self, id: ExprId) -> Option<Const> {
        if let Expr::Constant { value, .. } = self.ast.expr(id) {
            return Some(literal(self.ast, *value));
        }
        self.shared(id).cloned()
    }

    fn shared(&self, id: ExprId) -> Option<&Const> {
        match self.at[id.index()] {
            0 => None,
            n => Some(&self.values[n as usize - 1]),
        }
    }

    pub fn is_constant(&self, id: ExprId) -> bool {
        matches!(self.ast.expr(id), Expr::Constant { .. }) || self.at[id.index()] != 0
    }

    /// The truth of a constant expression.
    pub fn truth(&self, id: ExprId) -> Option<bool> {
        if !self.is_constant(id) {
            return None;
        }
        self.value(id).map(|v| truth(&v))
    }

    /// The value if it is an int of 16 bits.
    pub fn small_int(&self, id: ExprId) -> Option<i16> {
        match self.ast.expr(id) {
            Expr::Constant { value: Constant::Int(i), .. } => i16::try_from(*i).ok(),
            Expr::Constant { .. } => None,
            _ => match self.shared(id) {
                Some(Const::Int(i)) => i16::try_from(*i).ok(),
                _ => None,
            },
        }
    }

    /// Whether the expression is the literal `None`.
    pub fn is_none(&self, id: ExprId) -> bool {
        matches!(self.ast.expr(id), Expr::Constant { value: Constant::None, .. })
    }
}

/// A literal as a constant of the pool.
pub(crate) fn literal(ast: &Ast, value: Constant) -> Const {
    match value {
        Constant::None => Const::None,
        Constant::True => Const::Bool(true),
        Constant::False => Const::Bool(false),
        Constant::Ellipsis => Const::Ellipsis,
        Constant::Int(i) => Const::Int(i),
        Constant::BigInt(blob) => {
            // A magnitude; two's complement wants a clear top bit.
            let mut bytes = ast.bytes(blob).to_vec();
            if bytes.last().is_some_and(|b| b & 0x80 != 0) {
                bytes.push(0);
            }
            Const::Big(bytes.into())
        }
        Constant::Float(f) => Const::Float(f.to_bits()),
        Constant::Complex(im) => Const::Complex(0.0f64.to_bits(), im.to_bits()),
        Constant::Str(s) => Const::Str(ast.str(s).as_bytes().into()),
        Constant::Bytes(b) => Const::Bytes(ast.bytes(b).into()),
    }
}

pub(crate) fn truth(value: &Const) -> bool {
    match value {
        Const::None => false,
        Const::Bool(b) => *b,
        Const::Int(i) => *i != 0,
        Const::Float(f) => f64::from_bits(*f) != 0.0,
        Const::Complex(re, im) => f64::from_bits(*re) != 0.0 || f64::from_bits(*im) != 0.0,
        Const::Str(s) | Const::Bytes(s) => !s.is_empty(),
        Const::Tuple(t) | Const::FrozenSet(t) => !t.is_empty(),
        Const::Big(_) | Const::Ellipsis | Const::Code(_) => true,
    }
}

fn int(value: i128) -> Const {
    match i64::try_from(value) {
        Ok(i) => Const::Int(i),
        Err(_) => {
            let mut bytes = value.to_le_bytes().to_vec();
            let sign = if value < 0 { 0xFF } else { 0 };
            while bytes.len() > 1 && bytes[bytes.len() - 1] == sign && (bytes[bytes.len() - 2] ^ sign) & 0x80 == 0 {
                bytes.pop();
            }
            Const::Big(bytes.into())
        }
    }
}

fn as_int(value: &Const) -> Option<i128> {
    match value {
        Const::Int(i) => Some(i128::from(*i)),
        Const::Bool(b) => Some(i128::from(*b)),
        Const::Big(bytes) if bytes.len() <= 16 => {
            let sign = if bytes.last()? & 0x80 != 0 { 0xFF } else { 0 };
            let mut all = [sign; 16];
            all[..bytes.len()].copy_from_slice(bytes);
            Some(i128::from_le_bytes(all))
        }
        _ => None,
    }
}

/// A float, or an int that is exactly one.
fn as_float(value: &Const) -> Option<f64> {
    match value {
        Const::Float(f) => Some(f64::from_bits(*f)),
        _ => as_int(value).filter(|i| i.unsigned_abs() <= 1 << 53).map(|i| i as f64),
    }
}

fn unary(op: UnaryOp, value: &Const) -> Option<Const> {
    Some(match (op, value) {
        (UnaryOp::Not, v) => Const::Bool(!truth(v)),
        (UnaryOp::USub, Const::Float(f)) => Const::Float((-f64::from_bits(*f)).to_bits()),
        (UnaryOp::USub, Const::Complex(re, im)) => {
            Const::Complex((-f64::from_bits(*re)).to_bits(), (-f64::from_bits(*im)).to_bits())
        }
        (UnaryOp::UAdd, Const::Float(_) | Const::Complex(..) | Const::Big(_)) => value.clone(),
        (UnaryOp::USub, v) => int(as_int(v)?.checked_neg()?),
        (UnaryOp::UAdd, v) => int(as_int(v)?),
        (UnaryOp::Invert, Const::Bool(_)) => return None,
        (UnaryOp::Invert, v) => int(!as_int(v)?),
    })
}

fn binary(a: &Const, op: Operator, b: &Const) -> Option<Const> {
    if let (Const::Bool(x), Const::Bool(y)) = (a, b) {
        match op {
            Operator::BitAnd => return Some(Const::Bool(x & y)),
            Operator::BitOr => return Some(Const::Bool(x | y)),
            Operator::BitXor => return Some(Const::Bool(x ^ y)),
            _ => {}
        }
    }
    match (a, b) {
        (Const::Str(x), Const::Str(y)) if op == Operator::Add => join(x, y).map(Const::Str),
        (Const::Bytes(x), Const::Bytes(y)) if op == Operator::Add => join(x, y).map(Const::Bytes),
        (Const::Tuple(x), Const::Tuple(y)) if op == Operator::Add && x.len() + y.len() <= MAX_ITEMS => {
            Some(Const::Tuple([&x[..], &y[..]].concat()))
        }
        (Const::Str(s), n) | (n, Const::Str(s)) if op == Operator::Mult => {
            repeat(s, n, MAX_STR).map(|s| Const::Str(s.into()))
        }
        (Const::Bytes(s), n) | (n, Const::Bytes(s)) if op == Operator::Mult => {
            repeat(s, n, MAX_STR).map(|s| Const::Bytes(s.into()))
        }
        (Const::Tuple(t), n) | (n, Const::Tuple(t)) if op == Operator::Mult => {
            repeat(t, n, MAX_ITEMS).map(Const::Tuple)
        }
        (Const::Complex(re, im), y) if matches!(op, Operator::Add | Operator::Sub) => {
            let (re, im) = (f64::from_bits(*re), f64::from_bits(*im));
            let (re, im) = match (y, op) {
                (Const::Complex(..), _) => return None,
                (y, Operator::Add) => (re + as_float(y)?, im),
                (y, _) => (re - as_float(y)?, im),
            };
            Some(Const::Complex(re.to_bits(), im.to_bits()))
        }
        (x, Const::Complex(re, im)) if matches!(op, Operator::Add | Operator::Sub) => {
            let (re, im) = (f64::from_bits(*re), f64::from_bits(*im));
            let (re, im) = if op == Operator::Add { (as_float(x)? + re, im) } else { (as_float(x)? - re, -im) };
            Some(Const::Complex(re.to_bits(), im.to_bits()))
        }
        (Const::Float(_), _) | (_, Const::Float(_)) => {
            float(as_float(a)?, op, as_float(b)?).map(|f| Const::Float(f.to_bits()))
        }
        _ => integer(as_int(a)?, op, as_int(b)?),
    }
}

fn join(x: &[u8], y: &[u8]) -> Option<Box<[u8]>> {
    (x.len() + y.len() <= MAX_STR).then(|| [x, y].concat().into())
}

fn repeat<T: Clone>(items: &[T], n: &Const, most: usize) -> Option<Vec<T>> {
    // Past an index's range it is an OverflowError at run time, negative or not.
    let n = i64::try_from(as_int(n)?).ok()?;
    let n = usize::try_from(n.max(0)).ok()?;
    (items.len().checked_mul(n)? <= most).then(|| items.iter().cloned().cycle().take(items.len() * n).collect())
}

fn bits(i: i128) -> u32 {
    128 - i.unsigned_abs().leading_zeros()
}

fn integer(a: i128, op: Operator, b: i128) -> Option<Const> {
    Some(match op {
        Operator::Add => int(a.checked_add(b)?),
        Operator::Sub => int(a.checked_sub(b)?),
        Operator::Mult => int(a.checked_mul(b)?),
        Operator::Div => {
            if b == 0 || bits(a) > 53 || bits(b) > 53 {
                return None;
            }
            Const::Float((a as f64 / b as f64).to_bits())
        }
        Operator::FloorDiv if b != 0 => int(a.checked_div_euclid(b)? - i128::from(b < 0 && a.rem_euclid(b) != 0)),
        Operator::Mod if b != 0 => {
            let rest = a.checked_rem(b)?;
            int(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest })
        }
        Operator::Pow if b >= 0 => {
            if u128::from(bits(a)).checked_mul(b.unsigned_abs())? > u128::from(MAX_INT_BITS) {
                return None;
            }
            int(a.checked_pow(u32::try_from(b).ok()?)?)
        }
        Operator::Pow if a != 0 => Const::Float(float(a as f64, Operator::Pow, b as f64)?.to_bits()),
        Operator::LShift if b >= 0 => {
            if i128::from(bits(a)) + b > i128::from(MAX_INT_BITS) - 1 {
                return None;
            }
            int(a << b)
        }
        Operator::RShift if b >= 0 => int(a >> b.min(127)),
        Operator::BitOr => int(a | b),
        Operator::BitXor => int(a ^ b),
        Operator::BitAnd => int(a & b),
        _ => return None,
    })
}

fn float(a: f64, op: Operator, b: f64) -> Option<f64> {
    Some(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        Operator::Mod if b != 0.0 => floor_mod(a, b),
        Operator::FloorDiv if b != 0.0 => {
            let quotient = (a - floor_mod(a, b)) / b;
            let floor = quotient.floor();
            let floor = if quotient - floor > 0.5 { floor + 1.0 } else { floor };
            if quotient == 0.0 { 0.0f64.copysign(a / b) } else { floor }
        }
        Operator::Pow => {
            if a == 0.0 && b < 0.0 || a < 0.0 && b.fract() != 0.0 {
                return None;
            }
            let power = a.powf(b);
            if power.is_infinite() && a.is_finite() && b.is_finite() {
                return None;
            }
            power
        }
        _ => return None,
    })
}

fn floor_mod(a: f64, b: f64) -> f64 {
    let rest = a % b;
    if rest == 0.0 {
        0.0f64.copysign(b)
    } else if (b < 0.0) != (rest < 0.0) {
        rest + b
    } else {
        rest
    }
}

fn subscript(value: &Const, index: i64) -> Option<Const> {
    let at = |len: usize| {
        let i = if index < 0 { index + i64::try_from(len).ok()? } else { index };
        usize::try_from(i).ok().filter(|&i| i < len)
    };
    match value {
        Const::Tuple(t) => Some(t[at(t.len())?].clone()),
        Const::Bytes(b) => Some(Const::Int(i64::from(b[at(b.len())?]))),
        Const::Str(s) => {
            let s = std::str::from_utf8(s).ok()?;
            let c = s.chars().nth(at(s.chars().count())?)?;
            Some(Const::Str(c.to_string().into_bytes().into()))
        }
        _ => None,
    }
}

/// A constant as Python's `repr` shows it, for messages.
pub(crate) fn repr(value: &Const) -> String {
    let quoted = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).replace('\\', "\\\\").replace('\n', "\\n");
        if text.contains('\'') && !text.contains('"') {
            format!("\"{text}\"")
        } else {
            format!("'{}'", text.replace('\'', "\\'"))
        }
    };
    match value {
        Const::None => "None".into(),
        Const::Bool(true) => "True".into(),
        Const::Bool(false) => "False".into(),
        Const::Int(i) => i.to_string(),
        Const::Float(f) => format!("{:?}", f64::from_bits(*f)),
        Const::Str(s) => quoted(s),
        Const::Bytes(b) => format!("b{}", quoted(b)),
        _ => "...".into(),
    }
}
