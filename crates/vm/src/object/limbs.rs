//! Arithmetic on magnitudes: slices of 64-bit limbs, least first, without leading zeros where they come in.
//!
//! What `bigint` does on the limbs of heap objects directly. Results go into memory of the caller's, which is as long as
//! the result can be; `trimmed` tells how much of it counts. Division by a limb multiplies by its reciprocal
//! (Moeller and Granlund 2011), division by more is Knuth's algorithm D, modular powers are Montgomery's.

use std::cmp::Ordering;

/// Number of limbs without the zeros at the top.
#[inline(always)]
pub fn trimmed(a: &[u64]) -> usize {
    let mut n = a.len();
    while n > 0 && a[n - 1] == 0 {
        n -= 1;
    }
    n
}

/// The order of two numbers without leading zeros.
#[inline]
pub fn compare(a: &[u64], b: &[u64]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

#[inline(always)]
fn add_carry(a: u64, b: u64, carry: &mut bool) -> u64 {
    let (s, c1) = a.overflowing_add(b);
    let (s, c2) = s.overflowing_add(*carry as u64);
    *carry = c1 | c2;
    s
}
#[inline(always)]
fn sub_borrow(a: u64, b: u64, borrow: &mut bool) -> u64 {
    let (d, c1) = a.overflowing_sub(b);
    let (d, c2) = d.overflowing_sub(*borrow as u64);
    *borrow = c1 | c2;
    d
}

/// `out = a + b`; `a` is not shorter, `out` one limb longer than it.
#[inline]
pub fn add(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (out, a_high) = (&mut out[..a.len() + 1], &a[b.len()..]);
    let mut carry = false;
    let fours = b.len() / 4 * 4;
    // four at a time, so that the carry stays in the processor's flag
    for ((o, x), y) in out.chunks_exact_mut(4).zip(a.chunks_exact(4)).zip(b.chunks_exact(4)) {
        o[0] = add_carry(x[0], y[0], &mut carry);
        o[1] = add_carry(x[1], y[1], &mut carry);
        o[2] = add_carry(x[2], y[2], &mut carry);
        o[3] = add_carry(x[3], y[3], &mut carry);
    }
    for i in fours..b.len() {
        out[i] = add_carry(a[i], b[i], &mut carry);
    }
    for (o, x) in out[b.len()..].iter_mut().zip(a_high) {
        *o = add_carry(*x, 0, &mut carry);
    }
    out[a.len()] = carry as u64;
}

/// `out = a - b`; `a` is not less, `out` as long as `a`.
#[inline]
pub fn sub(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (out, a_high) = (&mut out[..a.len()], &a[b.len()..]);
    let mut borrow = false;
    for i in 0..b.len() {
        out[i] = sub_borrow(a[i], b[i], &mut borrow);
    }
    for (o, x) in out[b.len()..].iter_mut().zip(a_high) {
        *o = sub_borrow(*x, 0, &mut borrow);
    }
}

/// `a -= b`; answers the borrow.
#[inline]
fn sub_assign(a: &mut [u64], b: &[u64]) -> bool {
    let mut borrow = false;
    for (x, y) in a.iter_mut().zip(b) {
        *x = sub_borrow(*x, *y, &mut borrow);
    }
    borrow
}

/// `out += a * b` for one limb `b`; answers the carry.
#[inline(always)]
fn add_product(out: &mut [u64], a: &[u64], b: u64) -> u64 {
    let mut carry = 0u64;
    for (o, x) in out.iter_mut().zip(a) {
        let p = *x as u128 * b as u128 + *o as u128 + carry as u128;
        *o = p as u64;
        carry = (p >> 64) as u64;
    }
    carry
}
/// `out -= a * b` for one limb `b`; answers the borrow.
#[inline(always)]
fn sub_product(out: &mut [u64], a: &[u64], b: u64) -> u64 {
    let mut borrow = 0u64;
    for (o, x) in out.iter_mut().zip(a) {
        let p = *x as u128 * b as u128 + borrow as u128;
        let (d, under) = o.overflowing_sub(p as u64);
        *o = d;
        borrow = (p >> 64) as u64 + under as u64;
    }
    borrow
}

/// `out = a * b`, limb by limb; `out` is as long as both together.
#[inline]
pub fn multiply(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (a, b) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let n = a.len();
    let mut carry = 0u64;
    let first = b[0];
    for (o, x) in out.iter_mut().zip(a) {
        let p = *x as u128 * first as u128 + carry as u128;
        *o = p as u64;
        carry = (p >> 64) as u64;
    }
    out[n] = carry;
    for (j, y) in b.iter().enumerate().skip(1) {
        out[n + j] = add_product(&mut out[j..j + n], a, *y);
    }
}

/// A limb to divide by, with its reciprocal.
#[derive(Clone, Copy)]
pub struct Divisor {
    /// shifted up so that its top bit is set
    d: u64,
    shift: u32,
    reciprocal: u64,
}

impl Divisor {
    #[inline]
    pub fn new(d: u64) -> Divisor {
        let shift = d.leading_zeros();
        let d = d << shift;
        let reciprocal = (((!d as u128) << 64 | u64::MAX as u128) / d as u128) as u64;
        Divisor { d, shift, reciprocal }
    }
    /// Quotient and remainder of `high * 2^64 + low`, `high` being below the (shifted) divisor.
    #[inline(always)]
    fn step(self, high: u64, low: u64) -> (u64, u64) {
        let q = self.reciprocal as u128 * high as u128 + ((high as u128) << 64 | low as u128);
        let mut quotient = ((q >> 64) as u64).wrapping_add(1);
        let mut rest = low.wrapping_sub(quotient.wrapping_mul(self.d));
        if rest > q as u64 {
            quotient = quotient.wrapping_sub(1);
            rest = rest.wrapping_add(self.d);
        }
        if rest >= self.d {
            quotient += 1;
            rest -= self.d;
        }
        (quotient, rest)
    }
    /// `a /= d`; answers the remainder.
    #[inline]
    pub fn divide_in_place(self, a: &mut [u64]) -> u64 {
        let s = self.shift;
        if s == 0 {
            let mut rest = 0;
            for x in a.iter_mut().rev() {
                (*x, rest) = self.step(rest, *x);
            }
            return rest;
        }
        let Some(top) = a.last() else { return 0 };
        let mut rest = top >> (64 - s);
        for i in (0..a.len()).rev() {
            let below = if i > 0 { a[i - 1] >> (64 - s) } else { 0 };
            (a[i], rest) = self.step(rest, a[i] << s | below);
        }
        rest >> s
    }
    /// `a % d`.
    #[inline]
    pub fn remainder(self, a: &[u64]) -> u64 {
        let s = self.shift;
        let Some(top) = a.last() else { return 0 };
        let mut rest = if s == 0 { 0 } else { top >> (64 - s) };
        for i in (0..a.len()).rev() {
            let below = if i > 0 && s > 0 { a[i - 1] >> (64 - s) } else { 0 };
            (_, rest) = self.step(rest, a[i] << s | below);
        }
        rest >> s
    }
}

/// `out = a << bits`; `out` has room for one limb more than the whole limbs and `a`.
#[inline]
pub fn shift_left(out: &mut [u64], a: &[u64], bits: u64) {
    let (whole, part) = ((bits / 64) as usize, (bits % 64) as u32);
    out[..whole].fill(0);
    let mut carry = 0;
    for (i, x) in a.iter().enumerate() {
        if part == 0 {
            out[whole + i] = *x;
        } else {
            out[whole + i] = x << part | carry;
            carry = x >> (64 - part);
        }
    }
    out[whole + a.len()] = carry;
}

/// `out = a >> bits`, rounded down; `out` is as long as `a` without the whole limbs. Answers whether a bit was lost.
#[inline]
pub fn shift_right(out: &mut [u64], a: &[u64], bits: u64) -> bool {
    let (whole, part) = ((bits / 64) as usize, (bits % 64) as u32);
    let lost = a[..whole].iter().any(|x| *x != 0) || part > 0 && a[whole] << (64 - part) != 0;
    let a = &a[whole..];
    for i in 0..a.len() {
        let above = if i + 1 < a.len() && part > 0 { a[i + 1] << (64 - part) } else { 0 };
        out[i] = a[i] >> part | above;
    }
    lost
}

/// Knuth's algorithm D: `a` (shifted up by `shift`, one limb longer than it was) becomes the remainder, `q` takes
/// the quotient; `b` has at least two limbs and its top bit set.
fn divide_normalized(q: &mut [u64], a: &mut [u64], b: &[u64]) {
    let n = b.len();
    let (top, second) = (b[n - 1], b[n - 2]);
    let divisor = Divisor::new(top);
    for j in (0..a.len() - n).rev() {
        let (high, next, third) = (a[j + n], a[j + n - 1], a[j + n - 2]);
        let (mut guess, mut rest, mut over) = if high >= top {
            // the quotient's limb would not fit: start at the greatest
            let (r, over) = next.overflowing_add(top);
            (u64::MAX, r, over)
        } else {
            let (g, r) = divisor.step(high, next);
            (g, r, false)
        };
        while !over && guess as u128 * second as u128 > ((rest as u128) << 64 | third as u128) {
            guess -= 1;
            (rest, over) = rest.overflowing_add(top);
        }
        let borrow = sub_product(&mut a[j..j + n], b, guess);
        let (d, under) = a[j + n].overflowing_sub(borrow);
        a[j + n] = d;
        if under {
            // one too many
            guess -= 1;
            let mut carry = false;
            for (x, y) in a[j..j + n].iter_mut().zip(b) {
                *x = add_carry(*x, *y, &mut carry);
            }
            a[j + n] = a[j + n].wrapping_add(carry as u64);
        }
        q[j] = guess;
    }
}

/// Quotient and remainder of magnitudes; `a` is not less than `b` and `b` has at least two limbs. `q` has
/// `a.len() - b.len() + 1` limbs, `r` `a.len() + 1`, the first `b.len()` of which are the remainder. `scratch` is as long as `b`.
pub fn divide(q: &mut [u64], r: &mut [u64], a: &[u64], b: &[u64], scratch: &mut [u64]) {
    let n = b.len();
    let shift = b[n - 1].leading_zeros();
    if shift == 0 {
        r[..a.len()].copy_from_slice(a);
        r[a.len()] = 0;
        divide_normalized(q, &mut r[..a.len() + 1], b);
        return;
    }
    let mut carry = 0;
    for (s, x) in scratch.iter_mut().zip(b) {
        *s = x << shift | carry;
        carry = x >> (64 - shift);
    }
    shift_left(r, a, shift as u64);
    divide_normalized(q, &mut r[..a.len() + 1], &scratch[..n]);
    for i in 0..n {
        let above = if i + 1 < n { r[i + 1] << (64 - shift) } else { 0 };
        r[i] = r[i] >> shift | above;
    }
}

/// The hash of a magnitude: modulo 2^61 - 1, where 2^64 is 8.
pub fn hash(a: &[u64]) -> i64 {
    const MODULUS: u64 = (1 << 61) - 1;
    let mut h = 0u64;
    for x in a.iter().rev() {
        let sum = ((h as u128) << 3) + *x as u128;
        let folded = (sum as u64 & MODULUS) + (sum >> 61) as u64;
        h = if folded >= MODULUS { folded - MODULUS } else { folded };
    }
    h as i64
}

/// Ten to the number of digits that fit a limb.
const TEN_19: u64 = 10_000_000_000_000_000_000;

/// Writes the decimal digits of `a`, which is used up and not zero, before the end of `out`; where they start.
pub fn to_decimal(a: &mut [u64], out: &mut [u8]) -> usize {
    let divisor = Divisor::new(TEN_19);
    let mut n = trimmed(a);
    let mut at = out.len();
    while n > 0 {
        let mut chunk = divisor.divide_in_place(&mut a[..n]);
        n = trimmed(&a[..n]);
        let digits = if n > 0 { 19 } else { 0 };
        let low = at - digits;
        while chunk > 0 || at > low {
            at -= 1;
            out[at] = b'0' + (chunk % 10) as u8;
            chunk /= 10;
        }
    }
    at
}

/// The number of decimal digits (bytes `0` to `9`) in `out`, long enough; how many limbs it has.
pub fn from_decimal(out: &mut [u64], digits: &[u8]) -> usize {
    let mut n = 0;
    let first = digits.len() % 19;
    let mut at = 0;
    while at < digits.len() {
        let end = if at == 0 && first > 0 { first } else { at + 19 };
        let chunk = digits[at..end].iter().fold(0u64, |v, d| v * 10 + (*d - b'0') as u64);
        let mut carry = chunk;
        for x in &mut out[..n] {
            let p = *x as u128 * TEN_19 as u128 + carry as u128;
            *x = p as u64;
            carry = (p >> 64) as u64;
        }
        if carry > 0 {
            out[n] = carry;
            n += 1;
        }
        at = end;
    }
    n
}

/// The longest modulus, in limbs, whose powers are made here.
pub const MAX_MODULUS: usize = 16;

/// Arithmetic modulo an odd number of at most `N` limbs in Montgomery's form.
struct Montgomery<const N: usize> {
    m: [u64; N],
    /// `-1 / m` modulo 2^64
    inverse: u64,
}

impl<const N: usize> Montgomery<N> {
    fn new(modulus: &[u64]) -> Montgomery<N> {
        let mut m = [0; N];
        m[..modulus.len()].copy_from_slice(modulus);
        // Newton's iteration doubles the bits that are right: 3, 6 ... 96
        let mut x = m[0].wrapping_mul(3) ^ 2;
        for _ in 0..5 {
            x = x.wrapping_mul(2u64.wrapping_sub(m[0].wrapping_mul(x)));
        }
        Montgomery { m, inverse: x.wrapping_neg() }
    }
    /// `a * b / 2^(64 N)` modulo `m`.
    #[inline(always)]
    fn multiply(&self, a: &[u64; N], b: &[u64; N]) -> [u64; N] {
        let mut t = [0u64; N];
        let mut high = 0u64;
        for x in a {
            let carry = add_product(&mut t, b, *x);
            let (top, over) = high.overflowing_add(carry);
            let q = t[0].wrapping_mul(self.inverse);
            let mut carry = (t[0] as u128 + q as u128 * self.m[0] as u128) >> 64;
            for i in 1..N {
                let p = t[i] as u128 + q as u128 * self.m[i] as u128 + carry;
                t[i - 1] = p as u64;
                carry = p >> 64;
            }
            let (last, again) = top.overflowing_add(carry as u64);
            t[N - 1] = last;
            high = over as u64 + again as u64;
        }
        if high != 0 || t.iter().rev().cmp(self.m.iter().rev()) != Ordering::Less {
            sub_assign(&mut t, &self.m);
        }
        t
    }
    /// `base ** exponent`; `base` is below `m`.
    fn power(&self, base: &[u64], exponent: &[u64]) -> [u64; MAX_MODULUS] {
        let m = &self.m[..trimmed(&self.m)];
        // 2^(64 N) and 2^(128 N) modulo m, by division
        let residue = |limbs: usize| {
            let mut a = [0u64; 2 * MAX_MODULUS + 1];
            a[limbs] = 1;
            let mut out = [0u64; MAX_MODULUS];
            remainder_into(&mut out, &a[..limbs + 1], m);
            let mut short = [0; N];
            short.copy_from_slice(&out[..N]);
            short
        };
        let one = residue(N);
        let mut b = [0u64; N];
        b[..base.len()].copy_from_slice(base);
        let b = self.multiply(&b, &residue(2 * N));
        let bits = exponent.len() * 64 - exponent.last().map_or(0, |x| x.leading_zeros() as usize);
        let bit = |i: usize| exponent[i / 64] >> (i % 64) & 1 == 1;
        let mut r = one;
        if bits < 40 {
            for i in (0..bits).rev() {
                r = self.multiply(&r, &r);
                if bit(i) {
                    r = self.multiply(&r, &b);
                }
            }
        } else {
            // powers 0 to 15 of the base, for four bits of the exponent at a time
            let mut table = [one; 16];
            for i in 1..16 {
                table[i] = self.multiply(&table[i - 1], &b);
            }
            for w in (0..bits.div_ceil(4)).rev() {
                for _ in 0..4 {
                    r = self.multiply(&r, &r);
                }
                let digit = (exponent[w / 16] >> (w % 16 * 4) & 15) as usize;
                if digit > 0 {
                    r = self.multiply(&r, &table[digit]);
                }
            }
        }
        let mut unit = [0u64; N];
        unit[0] = 1;
        let mut out = [0; MAX_MODULUS];
        out[..N].copy_from_slice(&self.multiply(&r, &unit));
        out
    }
}

/// `base ** exponent` modulo an odd `m` above 1 of at most `MAX_MODULUS` limbs; `base` is below `m`.
pub fn power_mod(base: &[u64], exponent: &[u64], m: &[u64]) -> [u64; MAX_MODULUS] {
    match m.len() {
        1 => Montgomery::<1>::new(m).power(base, exponent),
        2 => Montgomery::<2>::new(m).power(base, exponent),
        3..=4 => Montgomery::<4>::new(m).power(base, exponent),
        5..=8 => Montgomery::<8>::new(m).power(base, exponent),
        _ => Montgomery::<MAX_MODULUS>::new(m).power(base, exponent),
    }
}

/// `out = a % m` for a short `a` (at most `2 * MAX_MODULUS + 1` limbs) and `m`.
pub fn remainder_into(out: &mut [u64; MAX_MODULUS], a: &[u64], m: &[u64]) {
    let a = &a[..trimmed(a)];
    if compare(a, m) == Ordering::Less {
        out[..a.len()].copy_from_slice(a);
        return;
    }
    if let [d] = m {
        out[0] = Divisor::new(*d).remainder(a);
        return;
    }
    let mut q = [0u64; 2 * MAX_MODULUS + 2];
    let mut r = [0u64; 2 * MAX_MODULUS + 2];
    let mut scratch = [0u64; MAX_MODULUS];
    divide(&mut q, &mut r, a, m, &mut scratch);
    out[..m.len()].copy_from_slice(&r[..m.len()]);
}

/// The greatest common divisor, in `a`; how many limbs it has. Lehmer's algorithm: Euclid's steps on the leading bits
/// of both, then on the whole numbers at once. Both come without leading zeros.
pub fn gcd(a: &mut Vec<u64>, b: &mut Vec<u64>) {
    if compare(a, b) == Ordering::Less {
        std::mem::swap(a, b);
    }
    while b.len() > 1 {
        // the leading 62 bits of both
        let n = a.len();
        let zeros = a[n - 1].leading_zeros();
        let lead = |x: &[u64]| -> i64 {
            let at = |i: usize| x.get(i).copied().unwrap_or(0);
            let top = if zeros == 0 { at(n - 1) } else { at(n - 1) << zeros | at(n - 2) >> (64 - zeros) };
            (top >> 2) as i64
        };
        let (mut x, mut y) = (lead(a), lead(b));
        let (mut p, mut q, mut r, mut s) = (1i64, 0i64, 0i64, 1i64);
        // Collins' condition keeps the quotients those of the whole numbers
        while y + r != 0 && y + s != 0 {
            let k = (x + p) / (y + r);
            if k != (x + q) / (y + s) || k > 1 << 30 {
                break;
            }
            let (next_r, next_s) = (p - k * r, q - k * s);
            if next_r.abs() > 1 << 31 || next_s.abs() > 1 << 31 {
                break;
            }
            (p, r) = (r, next_r);
            (q, s) = (s, next_s);
            (x, y) = (y, x - k * y);
        }
        if q == 0 {
            // a whole step
            let mut quotient = vec![0; a.len() - b.len() + 1];
            let mut rest = vec![0; a.len() + 1];
            let mut scratch = vec![0; b.len()];
            divide(&mut quotient, &mut rest, a, b, &mut scratch);
            rest.truncate(b.len());
            rest.truncate(trimmed(&rest));
            *a = std::mem::replace(b, rest);
        } else {
            combine(a, b, (p, q), (r, s));
        }
    }
    if b.is_empty() {
        return;
    }
    let (mut x, mut y) = (b[0], Divisor::new(b[0]).remainder(a));
    while y != 0 {
        (x, y) = (y, x % y);
    }
    a.clear();
    a.push(x);
}

/// `(a, b) = (p a + q b, r a + s b)`, both of which are positive and no longer than `a`.
fn combine(a: &mut Vec<u64>, b: &mut Vec<u64>, (p, q): (i64, i64), (r, s): (i64, i64)) {
    let n = a.len();
    b.resize(n, 0);
    let (mut low, mut high) = (0i128, 0i128);
    for i in 0..n {
        let (x, y) = (a[i], b[i]);
        // below 2^31 times below 2^64, twice, and a carry: far below 2^127
        let one = x as i128 * p as i128 + y as i128 * q as i128 + low;
        let two = x as i128 * r as i128 + y as i128 * s as i128 + high;
        (a[i], b[i]) = (one as u64, two as u64);
        (low, high) = (one >> 64, two >> 64);
    }
    a.truncate(trimmed(a));
    b.truncate(trimmed(b));
    if compare(a, b) == Ordering::Less {
        std::mem::swap(a, b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;

    fn big(a: &[u64]) -> BigUint {
        a.iter().rev().fold(BigUint::ZERO, |n, d| (n << 64u32) + *d)
    }
    fn limbs(n: &BigUint) -> Vec<u64> {
        n.to_u64_digits()
    }
    /// Numbers of all lengths, many with limbs of zeros and ones.
    fn samples() -> Vec<Vec<u64>> {
        let mut x = 88_172_645_463_325_252u64;
        let mut random = || {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            x
        };
        let mut out = Vec::new();
        for n in 1..12 {
            for _ in 0..12 {
                let mut a: Vec<u64> = (0..n)
                    .map(|_| match random() % 4 {
                        0 => 0,
                        1 => u64::MAX,
                        2 => random() >> (random() % 64),
                        _ => random(),
                    })
                    .collect();
                a.truncate(trimmed(&a));
                if !a.is_empty() {
                    out.push(a);
                }
            }
        }
        out
    }

    #[test]
    fn all_operations_agree_with_num_bigint() {
        let all = samples();
        for a in &all {
            for b in &all {
                let (x, y) = (big(a), big(b));
                let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
                let mut sum = vec![0; long.len() + 1];
                add(&mut sum, long, short);
                assert_eq!(big(&sum), &x + &y);
                let mut product = vec![0; a.len() + b.len()];
                multiply(&mut product, a, b);
                assert_eq!(big(&product), &x * &y);
                assert_eq!(compare(a, b), x.cmp(&y));
                if compare(a, b) != Ordering::Less {
                    let mut difference = vec![0; a.len()];
                    sub(&mut difference, a, b);
                    assert_eq!(big(&difference), &x - &y);
                    if let [d] = b[..] {
                        let mut q = a.clone();
                        let r = Divisor::new(d).divide_in_place(&mut q);
                        assert_eq!((big(&q), BigUint::from(r)), (&x / &y, &x % &y));
                        assert_eq!(Divisor::new(d).remainder(a), r);
                    } else {
                        let (mut q, mut r) = (vec![0; a.len() - b.len() + 1], vec![0; a.len() + 1]);
                        divide(&mut q, &mut r, a, b, &mut vec![0; b.len()]);
                        assert_eq!((big(&q), big(&r[..b.len()])), (&x / &y, &x % &y), "{a:?} {b:?}");
                    }
                }
                let (mut g, mut h) = (a.clone(), b.clone());
                gcd(&mut g, &mut h);
                assert_eq!(big(&g), num_integer::Integer::gcd(&x, &y), "{a:?} {b:?}");
            }
        }
    }
    #[test]
    fn shifts_texts_and_hashes_agree() {
        for a in samples() {
            let x = big(&a);
            for bits in [0, 1, 13, 63, 64, 65, 128, 200] {
                let mut out = vec![0; a.len() + bits / 64 + 1];
                shift_left(&mut out, &a, bits as u64);
                assert_eq!(big(&out), &x << bits);
                if bits / 64 < a.len() {
                    let mut out = vec![0; a.len() - bits / 64];
                    let lost = shift_right(&mut out, &a, bits as u64);
                    assert_eq!(big(&out), &x >> bits);
                    assert_eq!(lost, (big(&out) << bits) != x);
                }
            }
            assert_eq!(BigUint::from(hash(&a) as u64), &x % ((1u64 << 61) - 1));
            let mut text = vec![0; a.len() * 20];
            let at = to_decimal(&mut a.clone(), &mut text);
            assert_eq!(std::str::from_utf8(&text[at..]).unwrap_or(""), x.to_string());
            let mut back = vec![0; a.len() + 1];
            let n = from_decimal(&mut back, &text[at..]);
            assert_eq!(back[..n], a);
        }
    }
    #[test]
    fn modular_powers_agree() {
        let all = samples();
        for (i, m) in all.iter().enumerate() {
            if m[0] & 1 == 0 || *m == [1] {
                continue;
            }
            let (base, exponent) = (&all[(i * 7 + 3) % all.len()], &all[(i * 11 + 5) % all.len()]);
            let base = limbs(&(big(base) % big(m)));
            let r = power_mod(&base, exponent, m);
            assert_eq!(big(&r[..m.len()]), big(&base).modpow(&big(exponent), &big(m)), "{base:?} {exponent:?} {m:?}");
        }
    }
}
