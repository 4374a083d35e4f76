//! Handlers of arithmetic, comparison and conditional jumps.

use super::state::{S, handlers};
use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::set::Set;
use crate::object::string::{Chars, Str};
use crate::object::value::Value;
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::CompareOp;
use crate::thread::{Raised, Ret, Thread};
use crate::types;

/// Both numbers, if both are inline floats.
#[inline(always)]
fn floats(x: Value, y: Value) -> Option<(f64, f64)> {
    if let (Some(p), Some(q)) = (x.inline_float(), y.inline_float()) { Some((p, q)) } else { None }
}
/// Both numbers, if one is an inline float and the other an int that is exactly one.
#[inline(always)]
fn mixed(x: Value, y: Value) -> Option<(f64, f64)> {
    let exact = |i: i64| i.unsigned_abs() <= 1 << 53;
    if let (Some(p), Some(i)) = (x.inline_float(), y.as_int()) {
        return if exact(i) { Some((p, i as f64)) } else { None };
    }
    if let (Some(i), Some(q)) = (x.as_int(), y.inline_float()) {
        return if exact(i) { Some((i as f64, q)) } else { None };
    }
    None
}
/// `x op y` of two strs.
#[inline(always)]
fn texts(op: CompareOp, x: Value, y: Value) -> Option<bool> {
    let (x, y) = (x.obj()?, y.obj()?);
    if x.kind() != Kind::Str as u8 || y.kind() != Kind::Str as u8 {
        return None;
    }
    Some(match op {
        CompareOp::Eq => Str(x).same_text(Str(y)),
        CompareOp::Ne => !Str(x).same_text(Str(y)),
        _ => op.holds(Str(x).chars().order(Str(y).chars())),
    })
}
/// `x / y` of ints that are exactly floats.
#[inline(always)]
fn true_div(x: i64, y: i64) -> Option<Value> {
    let exact = |i: i64| i.unsigned_abs() <= 1 << 53;
    if y != 0 && exact(x) && exact(y) { Value::try_float(x as f64 / y as f64) } else { None }
}

/// The slow form of a binary operator; x = 1: in place.
unsafe fn binary(s: S, t: &mut Thread, op: BinaryOp, y: Value) -> Ret {
    // SAFETY: V11.
    let (x, in_place) = unsafe { (s.r(s.b()), s.x() == 1) };
    if in_place { t.in_place(op, x, y) } else { t.binary(op, x, y) }
}

macro_rules! arithmetic {
    ($($name:ident $slow:ident $op:ident $int:expr, $float:expr;)*) => { handlers! { $(
        fn $name(s) {
            let (x, y) = (s.r(s.b()), s.r(s.c()));
            if Value::both_int(x, y) {
                let f: fn(i64, i64) -> Option<Value> = $int;
                if let Some(v) = f(x.unwrap_int(), y.unwrap_int()) {
                    s.w(s.a(), v);
                    return s.next();
                }
            } else if let Some((p, q)) = floats(x, y) {
                let f: fn(f64, f64) -> Option<f64> = $float;
                if let Some(v) = f(p, q).and_then(Value::try_float) {
                    s.w(s.a(), v);
                    return s.next();
                }
            }
            $slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
        }
        #[inline(never)]
        fn $slow(s) {
            if let Some((p, q)) = mixed(s.r(s.b()), s.r(s.c())) {
                let f: fn(f64, f64) -> Option<f64> = $float;
                if let Some(v) = f(p, q).and_then(Value::try_float) {
                    s.w(s.a(), v);
                    return s.next();
                }
            }
            s.slow(|s, t| binary(s, t, BinaryOp::$op, s.r(s.c())))
        }
    )* } };
}

#[inline(always)]
fn floor_div(x: i64, y: i64) -> Option<Value> {
    if y == 0 {
        return None;
    }
    let q = x.wrapping_div(y);
    Value::try_int(if (x % y != 0) && ((x < 0) != (y < 0)) { q - 1 } else { q })
}
#[inline(always)]
fn modulo(x: i64, y: i64) -> Option<Value> {
    if y == 0 {
        return None;
    }
    let m = x.wrapping_rem(y);
    Some(Value::int(if m != 0 && (m < 0) != (y < 0) { m + y } else { m }))
}

arithmetic! {
    add add_slow Add |x, y| Value::try_int(x + y), |p, q| Some(p + q);
    sub sub_slow Sub |x, y| Value::try_int(x - y), |p, q| Some(p - q);
    mul mul_slow Mul |x, y| x.checked_mul(y).and_then(Value::try_int), |p, q| Some(p * q);
    div div_slow Div true_div, |p, q| if q != 0.0 { Some(p / q) } else { None };
    floor_div_ floor_div_slow FloorDiv floor_div, |_, _| None;
    mod_ mod_slow Mod modulo, |_, _| None;
    and and_slow And |x, y| Some(Value::int(x & y)), |_, _| None;
    or or_slow Or |x, y| Some(Value::int(x | y)), |_, _| None;
    xor xor_slow Xor |x, y| Some(Value::int(x ^ y)), |_, _| None;
    lshift lshift_slow LShift |x, y| if (0..62).contains(&y) { let r = x << y; if r >> y == x { Value::try_int(r) } else { None } } else { None }, |_, _| None;
    rshift rshift_slow RShift |x, y| if y >= 0 { Some(Value::int(x >> y.min(63))) } else { None }, |_, _| None;
}

macro_rules! immediate {
    ($($name:ident $slow:ident $op:ident $int:expr, $float:expr;)*) => { handlers! { $(
        fn $name(s) {
            let x = s.r(s.b());
            let y = s.c() as i16 as i64;
            if x.is_int() {
                let f: fn(i64, i64) -> Option<Value> = $int;
                if let Some(v) = f(x.unwrap_int(), y) {
                    s.w(s.a(), v);
                    return s.next();
                }
            } else if let Some(p) = x.inline_float() {
                let f: fn(f64, f64) -> Option<f64> = $float;
                if let Some(v) = f(p, y as f64).and_then(Value::try_float) {
                    s.w(s.a(), v);
                    return s.next();
                }
            }
            $slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
        }
        #[cold] #[inline(never)]
        fn $slow(s) { s.slow(|s, t| binary(s, t, BinaryOp::$op, Value::int(s.c() as i16 as i64))) }
    )* } };
}
immediate! {
    add_i add_i_slow Add |x, y| Value::try_int(x + y), |p, q| Some(p + q);
    sub_i sub_i_slow Sub |x, y| Value::try_int(x - y), |p, q| Some(p - q);
    mul_i mul_i_slow Mul |x, y| x.checked_mul(y).and_then(Value::try_int), |p, q| Some(p * q);
    floor_div_i floor_div_i_slow FloorDiv floor_div, |_, _| None;
    mod_i mod_i_slow Mod modulo, |_, _| None;
    and_i and_i_slow And |x, y| Some(Value::int(x & y)), |_, _| None;
    lshift_i lshift_i_slow LShift |x, y| { let r = x << (y & 63); if r >> (y & 63) == x { Value::try_int(r) } else { None } }, |_, _| None;
    rshift_i rshift_i_slow RShift |x, y| Some(Value::int(x >> (y & 63))), |_, _| None;
}

handlers! {
    fn pow(s) { s.slow(|s, t| binary(s, t, BinaryOp::Pow, s.r(s.c()))) }
    fn mat_mul(s) { s.slow(|s, t| binary(s, t, BinaryOp::MatMul, s.r(s.c()))) }
    fn neg(s) {
        let x = s.r(s.b());
        if x.is_int() && let Some(v) = Value::try_int(-x.unwrap_int()) {
            s.w(s.a(), v);
            return s.next();
        }
        if let Some(v) = x.inline_float().and_then(|p| Value::try_float(-p)) {
            s.w(s.a(), v);
            return s.next();
        }
        neg_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[cold] #[inline(never)]
    fn neg_slow(s) {
        s.slow(|s, t| {
            let x = s.r(s.b());
            t.unary('-', x)
        })
    }
    fn pos(s) {
        s.slow(|s, t| {
            let x = s.r(s.b());
            t.unary('+', x)
        })
    }
    fn invert(s) {
        s.slow(|s, t| {
            let x = s.r(s.b());
            t.unary('~', x)
        })
    }
    fn not(s) {
        let x = s.r(s.b());
        if x.is_bool() {
            s.w(s.a(), Value::bool(x.is(Value::FALSE)));
            return s.next();
        }
        not_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[cold] #[inline(never)]
    fn not_slow(s) {
        s.slow(|s, t| {
            let x = s.r(s.b());
            Ok(Value::bool(!t.truth(x)?))
        })
    }
    fn is(s) { s.w(s.a(), Value::bool(same(s.r(s.b()), s.r(s.c())))); s.next() }
    fn is_not(s) { s.w(s.a(), Value::bool(!same(s.r(s.b()), s.r(s.c())))); s.next() }
    fn in_(s) {
        if let Some(found) = contains_quickly(s.r(s.c()), s.r(s.b())) {
            s.w(s.a(), Value::bool(found));
            return s.next();
        }
        in_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn in_slow(s) { s.slow(|s, t| Ok(Value::bool(t.contains(s.r(s.c()), s.r(s.b()))?))) }
    fn not_in(s) {
        if let Some(found) = contains_quickly(s.r(s.c()), s.r(s.b())) {
            s.w(s.a(), Value::bool(!found));
            return s.next();
        }
        not_in_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn not_in_slow(s) { s.slow(|s, t| Ok(Value::bool(!t.contains(s.r(s.c()), s.r(s.b()))?))) }
}

/// Whether a dict holds a key or a str a character, where neither Python nor memory is needed to tell.
#[inline(always)]
fn contains_quickly(v: Value, item: Value) -> Option<bool> {
    let o = v.obj()?;
    if types::dict::TYPE.is_exact(v) {
        return Dict(o).find_quickly(item).map(|found| found.is_some());
    }
    if types::set::TYPE.is_exact(v) || types::set::FROZEN.is_exact(v) {
        return Set(o).holds_quickly(item);
    }
    if o.kind() == Kind::Str as u8
        && let (Chars::One(text), Some(Chars::One([c]))) = (Str(o).chars(), plain_chars(item))
        && text.len() <= 32
    {
        return Some(text.contains(c));
    }
    None
}
#[inline(always)]
fn plain_chars<'a>(v: Value) -> Option<Chars<'a>> {
    v.obj().filter(|o| o.kind() == Kind::Str as u8).map(|o| Str(o).chars())
}

/// Identity.
#[inline(always)]
fn same(x: Value, y: Value) -> bool {
    x.is(y)
}

macro_rules! comparisons {
    ($($op:ident $value:ident $value_slow:ident $jump:ident $jump_slow:ident $jump_not:ident $jump_not_slow:ident
       $imm:ident $imm_slow:ident $imm_not:ident $imm_not_slow:ident $test:expr, $ftest:expr;)*) => { handlers! { $(
        fn $value(s) {
            let (x, y) = (s.r(s.b()), s.r(s.c()));
            if Value::both_int(x, y) {
                let f: fn(i64, i64) -> bool = $test;
                s.w(s.a(), Value::bool(f(x.bits() as i64, y.bits() as i64)));
                return s.next();
            }
            if let Some((p, q)) = floats(x, y) {
                let f: fn(f64, f64) -> bool = $ftest;
                s.w(s.a(), Value::bool(f(p, q)));
                return s.next();
            }
            $value_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
        }
        #[inline(never)]
        fn $value_slow(s) {
            let (x, y) = (s.r(s.b()), s.r(s.c()));
            if let Some((p, q)) = mixed(x, y) {
                let f: fn(f64, f64) -> bool = $ftest;
                s.w(s.a(), Value::bool(f(p, q)));
                return s.next();
            }
            if let Some(holds) = texts(CompareOp::$op, x, y) {
                s.w(s.a(), Value::bool(holds));
                return s.next();
            }
            s.slow(|s, t| t.compare(CompareOp::$op, s.r(s.b()), s.r(s.c())))
        }

        fn $jump(s) {
            let (x, y) = (s.r(s.a()), s.r(s.b()));
            let holds = if Value::both_int(x, y) {
                let f: fn(i64, i64) -> bool = $test;
                f(x.bits() as i64, y.bits() as i64)
            } else if let Some((p, q)) = floats(x, y) {
                let f: fn(f64, f64) -> bool = $ftest;
                f(p, q)
            } else {
                return $jump_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
            };
            if holds { s.jump(s.c() as i16 as i32) } else { s.next() }
        }
        #[inline(never)]
        fn $jump_slow(s) {
            if let Some((p, q)) = mixed(s.r(s.a()), s.r(s.b())) {
                let f: fn(f64, f64) -> bool = $ftest;
                return if f(p, q) { s.jump(s.c() as i16 as i32) } else { s.next() };
            }
            if let Some(holds) = texts(CompareOp::$op, s.r(s.a()), s.r(s.b())) {
                return if holds { s.jump(s.c() as i16 as i32) } else { s.next() };
            }
            compare_jump(s, |s, t| t.compare_true(CompareOp::$op, s.r(s.a()), s.r(s.b())), true)
        }

        fn $jump_not(s) {
            let (x, y) = (s.r(s.a()), s.r(s.b()));
            let holds = if Value::both_int(x, y) {
                let f: fn(i64, i64) -> bool = $test;
                f(x.bits() as i64, y.bits() as i64)
            } else if let Some((p, q)) = floats(x, y) {
                let f: fn(f64, f64) -> bool = $ftest;
                f(p, q)
            } else {
                return $jump_not_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
            };
            if holds { s.next() } else { s.jump(s.c() as i16 as i32) }
        }
        #[inline(never)]
        fn $jump_not_slow(s) {
            if let Some((p, q)) = mixed(s.r(s.a()), s.r(s.b())) {
                let f: fn(f64, f64) -> bool = $ftest;
                return if f(p, q) { s.next() } else { s.jump(s.c() as i16 as i32) };
            }
            if let Some(holds) = texts(CompareOp::$op, s.r(s.a()), s.r(s.b())) {
                return if holds { s.next() } else { s.jump(s.c() as i16 as i32) };
            }
            compare_jump(s, |s, t| t.compare_true(CompareOp::$op, s.r(s.a()), s.r(s.b())), false)
        }

        fn $imm(s) {
            let (x, y) = (s.r(s.a()), Value::int(s.b() as i16 as i64));
            if x.is_int() {
                let f: fn(i64, i64) -> bool = $test;
                return if f(x.bits() as i64, y.bits() as i64) { s.jump(s.c() as i16 as i32) } else { s.next() };
            }
            $imm_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
        }
        #[inline(never)]
        fn $imm_slow(s) {
            if let Some(p) = s.r(s.a()).inline_float() {
                let f: fn(f64, f64) -> bool = $ftest;
                return if f(p, s.b() as i16 as f64) { s.jump(s.c() as i16 as i32) } else { s.next() };
            }
            compare_jump(s, |s, t| t.compare_true(CompareOp::$op, s.r(s.a()), Value::int(s.b() as i16 as i64)), true)
        }

        fn $imm_not(s) {
            let (x, y) = (s.r(s.a()), Value::int(s.b() as i16 as i64));
            if x.is_int() {
                let f: fn(i64, i64) -> bool = $test;
                return if f(x.bits() as i64, y.bits() as i64) { s.next() } else { s.jump(s.c() as i16 as i32) };
            }
            $imm_not_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
        }
        #[inline(never)]
        fn $imm_not_slow(s) {
            if let Some(p) = s.r(s.a()).inline_float() {
                let f: fn(f64, f64) -> bool = $ftest;
                return if f(p, s.b() as i16 as f64) { s.next() } else { s.jump(s.c() as i16 as i32) };
            }
            compare_jump(s, |s, t| t.compare_true(CompareOp::$op, s.r(s.a()), Value::int(s.b() as i16 as i64)), false)
        }
    )* } };
}

/// The slow form of a compare-and-jump: jumps if `holds` answers `when`.
#[inline(always)]
unsafe fn compare_jump(s: S, holds: impl Fn(S, &mut Thread) -> Result<bool, Raised>, when: bool) {
    // SAFETY: V11.
    unsafe {
        match s.outlined(holds) {
            Ok(holds) if holds == when => s.resume_jump(s.c() as i16 as i32),
            Ok(_) => s.resume(),
            Err(Raised) => s.throw(),
        }
    }
}

comparisons! {
    Lt lt lt_slow jump_lt jump_lt_slow jump_not_lt jump_not_lt_slow jump_lt_i jump_lt_i_slow jump_not_lt_i jump_not_lt_i_slow |x, y| x < y, |p, q| p < q;
    Le le le_slow jump_le jump_le_slow jump_not_le jump_not_le_slow jump_le_i jump_le_i_slow jump_not_le_i jump_not_le_i_slow |x, y| x <= y, |p, q| p <= q;
    Gt gt gt_slow jump_gt jump_gt_slow jump_not_gt jump_not_gt_slow jump_gt_i jump_gt_i_slow jump_not_gt_i jump_not_gt_i_slow |x, y| x > y, |p, q| p > q;
    Ge ge ge_slow jump_ge jump_ge_slow jump_not_ge jump_not_ge_slow jump_ge_i jump_ge_i_slow jump_not_ge_i jump_not_ge_i_slow |x, y| x >= y, |p, q| p >= q;
    Eq eq eq_slow jump_eq jump_eq_slow jump_not_eq jump_not_eq_slow jump_eq_i jump_eq_i_slow jump_not_eq_i jump_not_eq_i_slow |x, y| x == y, |p, q| p == q;
    Ne ne ne_slow jump_ne jump_ne_slow jump_not_ne jump_not_ne_slow jump_ne_i jump_ne_i_slow jump_not_ne_i jump_not_ne_i_slow |x, y| x != y, |p, q| p != q;
}

macro_rules! truth_jumps {
    ($($name:ident $slow:ident $fast:expr, $other:expr, $when:literal;)*) => { handlers! { $(
        fn $name(s) {
            let x = s.r(s.a());
            if x.is($fast) { return s.jump(s.ins().imm32()); }
            if x.is($other) { return s.next(); }
            $slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
        }
        #[inline(never)]
        fn $slow(s) {
            match s.outlined(|s, t| t.truth_slow(s.r(s.a()))) {
                Ok(b) if b == $when => s.resume_jump(s.ins().imm32()),
                Ok(_) => s.resume(),
                Err(Raised) => s.throw(),
            }
        }
    )* } };
}
truth_jumps! {
    jump_true jump_true_slow Value::TRUE, Value::FALSE, true;
    jump_false jump_false_slow Value::FALSE, Value::TRUE, false;
}

handlers! {
    fn jump(s) { s.jump(s.ins().imm32()) }
    fn jump_none(s) { if s.r(s.a()).is_none() { s.jump(s.ins().imm32()) } else { s.next() } }
    fn jump_not_none(s) { if s.r(s.a()).is_none() { s.next() } else { s.jump(s.ins().imm32()) } }
}
