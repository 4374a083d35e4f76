//! The gamma function and its logarithm, by the Lanczos approximation with g = 6.02468004077673 and 13
//! terms (J. L. Spouge's and G. Pugh's analyses; the coefficients are those of `lanczos13m53`), which is good to a
//! few units in the last place; whole arguments up to 23 are exact.

use super::{c, domain_error, range_error};
use pyish_vm::{Args, Ret, Thread};
use std::f64::consts::PI;

const G: f64 = 6.02468004077673;
const G_MINUS_HALF: f64 = 5.52468004077673;
const LOG_PI: f64 = 1.144_729_885_849_400_2;

const NUMERATOR: [f64; 13] = [
    23531376880.41076,
    42919803642.6491,
    35711959237.35567,
    17921034426.03721,
    6039542586.352028,
    1439720407.3117216,
    248874557.86205417,
    31426415.585400194,
    2876370.6289353725,
    186056.26539522348,
    8071.672002365816,
    210.82427775157936,
    2.5066282746310002,
];
/// The coefficients of x (x + 1) ... (x + 11).
const DENOMINATOR: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];

/// The rational sum at `x` > 0; from 5 on in powers of 1/x, so that nothing overflows.
fn lanczos_sum(x: f64) -> f64 {
    let (mut n, mut d) = (0.0, 0.0);
    if x < 5.0 {
        for i in (0..13).rev() {
            n = n * x + NUMERATOR[i];
            d = d * x + DENOMINATOR[i];
        }
    } else {
        for i in 0..13 {
            n = n / x + NUMERATOR[i];
            d = d / x + DENOMINATOR[i];
        }
    }
    n / d
}

/// `sin(pi x)`, exact at multiples of a half.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let r = match (2.0 * y).round() as i32 {
        0 => c::sin(PI * y),
        1 => c::cos(PI * (y - 0.5)),
        // -sin(pi (y - 1)) would give -0.0 at y = 1
        2 => c::sin(PI * (1.0 - y)),
        3 => -c::cos(PI * (y - 1.5)),
        _ => c::sin(PI * (y - 2.0)),
    };
    r * 1f64.copysign(x)
}

pub fn gamma(t: &mut Thread, a: Args) -> Ret {
    let x = t.to_f64(a[0])?;
    if x.is_nan() || x == f64::INFINITY {
        return t.float(x);
    }
    let whole = x == x.floor();
    if x == f64::NEG_INFINITY || x <= 0.0 && whole {
        return Err(domain_error(t));
    }
    if whole && x <= 23.0 {
        return t.float((1..x as u64).fold(1.0, |p, i| p * i as f64));
    }
    let size = x.abs();
    let r = if size < 1e-20 {
        1.0 / x
    } else if size > 200.0 {
        if x < 0.0 { 0.0 / sin_pi(x) } else { f64::INFINITY }
    } else {
        let y = size + G_MINUS_HALF;
        // what the sum above lost to rounding, as a relative error of the power
        let lost = if size > G_MINUS_HALF { (y - size) - G_MINUS_HALF } else { (y - G_MINUS_HALF) - size };
        let z = lost * G / y;
        let mut r = if x < 0.0 {
            let r = -PI / sin_pi(size) / size * c::exp(y) / lanczos_sum(size);
            r - z * r
        } else {
            let r = lanczos_sum(size) / c::exp(y);
            r + z * r
        };
        // the power in two halves where it would overflow on its own
        let (power, times) = if size < 140.0 { (y.powf(size - 0.5), 1) } else { (y.powf(size / 2.0 - 0.25), 2) };
        for _ in 0..times {
            if x < 0.0 {
                r /= power;
            } else {
                r *= power;
            }
        }
        r
    };
    if r.is_infinite() {
        return Err(range_error(t));
    }
    t.float(r)
}

pub fn lgamma(t: &mut Thread, a: Args) -> Ret {
    let x = t.to_f64(a[0])?;
    if !x.is_finite() {
        return t.float(x.abs());
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(domain_error(t)) } else { t.float(0.0) };
    }
    let size = x.abs();
    if size < 1e-20 {
        return t.float(-c::log(size));
    }
    let mut r = c::log(lanczos_sum(size)) - G;
    r += (size - 0.5) * (c::log(size + G - 0.5) - 1.0);
    if x < 0.0 {
        r = LOG_PI - c::log(sin_pi(size).abs()) - c::log(size) - r;
    }
    if r.is_infinite() {
        return Err(range_error(t));
    }
    t.float(r)
}
