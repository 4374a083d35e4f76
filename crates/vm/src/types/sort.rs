//! Sorting: a stable merge sort of a permutation (Tim Peters' timsort: natural runs, binary insertion, galloping).
//!
//! The keys stay where they are, in a private `Values`; what moves is a `Vec` of indices, so that no object is
//! held where the collector does not look while comparisons run Python. Keys that are all ints, all floats or all
//! strs, and tuples of such columns, are compared without the interpreter.

use crate::object::kind::Kind;
use crate::object::list::{List, Values, new_array};
use crate::object::string::{Chars, Str};
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Thread};
use std::cmp::Ordering;

/// `list.sort`.
pub fn sort_list(t: &mut Thread, l: List, key: Option<Value>, reverse: bool) -> Result<(), Raised> {
    if key.is_none() {
        // no Python runs for these: the list is changed in one step at the end
        for _ in 0..8 {
            let items = l.snapshot(t)?;
            if items.len() < 2 {
                return Ok(());
            }
            if is_sorted(&items) && !reverse {
                return Ok(());
            }
            let sorted = match sorted_ints(t, &items, reverse)? {
                Some(sorted) => sorted,
                None => {
                    let Some(order) = order_natively(&items, reverse) else { break };
                    permuted(t, &items, &order)?
                }
            };
            if l.replace_if_same(t, &items, sorted.into_array()) {
                return Ok(());
            }
        }
    }
    // the list is empty meanwhile, so that changes of it can be seen
    let placeholder = new_array(t, 0)?;
    let items = l.exchange(t, placeholder);
    let sorted = sorted_items(t, &items, key, reverse);
    let modified = l.array() != placeholder || !l.is_empty();
    match sorted {
        Ok(vs) => l.replace(t, vs.into_array()),
        Err(Raised) => {
            l.replace(t, items.into_array());
            return Err(Raised);
        }
    }
    if modified {
        return Err(t.value_error("list modified during sort"));
    }
    Ok(())
}

/// `sorted`: the items in order.
pub fn sorted_items(t: &mut Thread, items: &Values, key: Option<Value>, reverse: bool) -> Result<Values, Raised> {
    let keys = match key {
        None => None,
        Some(f) => {
            let mut keys = Values::with_capacity(t, items.len())?;
            for i in 0..items.len() {
                let k = t.call(f, &[items.get(i)])?;
                keys.push(t, k)?;
            }
            Some(keys)
        }
    };
    if keys.is_none()
        && let Some(sorted) = sorted_ints(t, items, reverse)?
    {
        return Ok(sorted);
    }
    let keys = keys.as_ref().unwrap_or(items);
    let order = match order_natively(keys, reverse) {
        Some(order) => order,
        None => order_by_comparison(t, keys, reverse)?,
    };
    permuted(t, items, &order)
}
/// Whether all items are small ints, in order.
fn is_sorted(items: &Values) -> bool {
    let items = items.as_slice();
    items.iter().all(|v| v.is_int()) && items.is_sorted_by_key(|v| v.bits() as i64)
}
/// Small ints in order: equal ones are the same, so any order of them is stable.
fn sorted_ints(t: &mut Thread, items: &Values, reverse: bool) -> Result<Option<Values>, Raised> {
    if !items.as_slice().iter().all(|v| v.is_int()) {
        return Ok(None);
    }
    let mut bits: Vec<i64> = items.as_slice().iter().map(|v| v.bits() as i64).collect();
    bits.sort_unstable();
    let n = bits.len();
    let at = |i: usize| Value::from_bits(bits[if reverse { n - 1 - i } else { i }] as u64);
    Values::from_fn(t, n, at).map(Some)
}
fn permuted(t: &mut Thread, items: &Values, order: &[u32]) -> Result<Values, Raised> {
    Values::from_fn(t, order.len(), |i| items.get(order[i] as usize))
}

/// What is known of keys that can be compared without the interpreter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// small ints
    Ints,
    /// inline floats, none of them NaN
    Floats,
    Strs,
}

fn class_of(v: Value) -> Option<Class> {
    if v.is_int() {
        return Some(Class::Ints);
    }
    if let Some(x) = v.inline_float() {
        return if x.is_nan() { None } else { Some(Class::Floats) };
    }
    if Thread::kind_of(v) == Kind::Str { Some(Class::Strs) } else { None }
}

/// A number that is less for the lesser of two values of one class. Two strs may have the same without being equal.
#[inline(always)]
fn rank(v: Value, class: Class) -> i64 {
    match class {
        Class::Ints => v.unwrap_int(),
        Class::Floats => {
            // both zeros are one; the bits of the others are in order but for the sign
            let bits = (v.inline_float().unwrap_or(0.0) + 0.0).to_bits() as i64;
            if bits < 0 { i64::MIN - bits } else { bits }
        }
        Class::Strs => match Str::of(v).chars() {
            Chars::One(b) => {
                let mut first = [0u8; 8];
                let n = b.len().min(8);
                first[..n].copy_from_slice(&b[..n]);
                if let Some(i) = first.iter().position(|b| *b == 255) {
                    first[i + 1..].fill(0);
                }
                (u64::from_be_bytes(first) ^ 1 << 63) as i64
            }
            // as if it began with the greatest character of one byte
            Chars::Two(c) => wide_rank(c.iter().map(|c| *c as u32)),
            Chars::Four(c) => wide_rank(c.iter().copied()),
        },
    }
}
/// The rank of a str with wide characters: the first character past 254 counts as 255, and what follows it as
/// nothing, also in strs of one byte a character.
fn wide_rank(chars: impl Iterator<Item = u32>) -> i64 {
    let mut first = [0u8; 8];
    for (to, c) in first.iter_mut().zip(chars) {
        *to = c.min(255) as u8;
        if c > 254 {
            break;
        }
    }
    (u64::from_be_bytes(first) ^ 1 << 63) as i64
}
/// The order of two values of one class.
#[inline(always)]
fn order_in_class(a: Value, b: Value, class: Class) -> Ordering {
    match class {
        Class::Strs => Str::of(a).chars().order(Str::of(b).chars()),
        _ => rank(a, class).cmp(&rank(b, class)),
    }
}

/// The order of keys that are all small ints, all inline floats but NaN, all strs, or all tuples of such columns.
fn order_natively(keys: &Values, reverse: bool) -> Option<Vec<u32>> {
    let keys = keys.as_slice();
    let first = *keys.first()?;
    if Thread::kind_of(first) == Kind::Tuple {
        return order_tuples(keys, reverse);
    }
    let class = class_of(first)?;
    if !keys.iter().all(|k| class_of(*k) == Some(class)) {
        return None;
    }
    let ranked = keys.iter().enumerate().map(|(i, k)| (rank(*k, class), i as u32)).collect();
    Some(order_ranked(ranked, reverse, |a, b| match class {
        Class::Strs => order_in_class(keys[a as usize], keys[b as usize], class),
        _ => Ordering::Equal,
    }))
}
/// The stable order by rank, then by `rest`.
fn order_ranked(mut ranked: Vec<(i64, u32)>, reverse: bool, rest: impl Fn(u32, u32) -> Ordering) -> Vec<u32> {
    if reverse {
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| rest(b.1, a.1)));
    } else {
        ranked.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| rest(a.1, b.1)));
    }
    ranked.into_iter().map(|x| x.1).collect()
}

/// Most columns of tuples that are looked at.
const COLUMNS: usize = 8;

/// The order of tuples whose columns are of one class each.
fn order_tuples(keys: &[Value], reverse: bool) -> Option<Vec<u32>> {
    let mut columns: [Option<Class>; COLUMNS] = [None; COLUMNS];
    for k in keys {
        if Thread::kind_of(*k) != Kind::Tuple {
            return None;
        }
        let tuple = Tuple::of(*k);
        if tuple.is_empty() || tuple.len() > COLUMNS {
            return None;
        }
        for (v, column) in tuple.iter().zip(&mut columns) {
            let class = class_of(v)?;
            if *column.get_or_insert(class) != class {
                return None;
            }
        }
    }
    let first = columns[0]?;
    let skip = if first == Class::Strs { 0 } else { 1 };
    let ranked = keys.iter().enumerate().map(|(i, k)| (rank(Tuple::of(*k).get(0), first), i as u32)).collect();
    Some(order_ranked(ranked, reverse, |a, b| {
        let (a, b) = (Tuple::of(keys[a as usize]), Tuple::of(keys[b as usize]));
        for (i, class) in columns.iter().enumerate().take(a.len().min(b.len())).skip(skip) {
            let o = order_in_class(a.get(i), b.get(i), class.unwrap_or(Class::Ints));
            if o.is_ne() {
                return o;
            }
        }
        a.len().cmp(&b.len())
    }))
}

/// The order of any keys, by `<`.
fn order_by_comparison(t: &mut Thread, keys: &Values, reverse: bool) -> Result<Vec<u32>, Raised> {
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    if reverse {
        order.reverse();
    }
    Timsort { t, keys, order: &mut order, runs: Vec::new(), gallop: MIN_GALLOP, compared: 0 }.sort()?;
    if reverse {
        order.reverse();
    }
    Ok(order)
}

const MIN_GALLOP: usize = 7;

struct Timsort<'a> {
    t: &'a mut Thread,
    keys: &'a Values,
    order: &'a mut Vec<u32>,
    /// start and length of the runs not merged yet
    runs: Vec<(usize, usize)>,
    gallop: usize,
    compared: u32,
}

impl Timsort<'_> {
    #[inline(always)]
    fn less(&mut self, a: u32, b: u32) -> Result<bool, Raised> {
        self.compared += 1;
        if self.compared == 10_000 {
            self.compared = 0;
            self.t.check()?;
        }
        self.t.less(self.keys.get(a as usize), self.keys.get(b as usize))
    }

    fn sort(mut self) -> Result<(), Raised> {
        let n = self.order.len();
        let min_run = {
            let (mut m, mut odd) = (n, 0);
            while m >= 64 {
                odd |= m & 1;
                m >>= 1;
            }
            m + odd
        };
        let mut lo = 0;
        while lo < n {
            let mut len = self.count_run(lo, n)?;
            if len < min_run {
                let force = min_run.min(n - lo);
                self.binary_insertion(lo, lo + force, lo + len)?;
                len = force;
            }
            self.runs.push((lo, len));
            self.collapse()?;
            lo += len;
        }
        while self.runs.len() > 1 {
            let i = self.runs.len() - 2;
            let i = if i > 0 && self.runs[i - 1].1 < self.runs[i + 1].1 { i - 1 } else { i };
            self.merge_at(i)?;
        }
        Ok(())
    }

    /// Length of the run at `lo`; a strictly descending one is reversed.
    fn count_run(&mut self, lo: usize, hi: usize) -> Result<usize, Raised> {
        if lo + 1 == hi {
            return Ok(1);
        }
        let mut end = lo + 2;
        if self.less(self.order[lo + 1], self.order[lo])? {
            while end < hi && self.less(self.order[end], self.order[end - 1])? {
                end += 1;
            }
            self.order[lo..end].reverse();
        } else {
            while end < hi && !self.less(self.order[end], self.order[end - 1])? {
                end += 1;
            }
        }
        Ok(end - lo)
    }

    fn binary_insertion(&mut self, lo: usize, hi: usize, start: usize) -> Result<(), Raised> {
        for at in start..hi {
            let pivot = self.order[at];
            let (mut l, mut r) = (lo, at);
            while l < r {
                let mid = l + (r - l) / 2;
                if self.less(pivot, self.order[mid])? {
                    r = mid;
                } else {
                    l = mid + 1;
                }
            }
            self.order[l..=at].rotate_right(1);
        }
        Ok(())
    }

    /// Merges until the runs' lengths fall fast enough.
    fn collapse(&mut self) -> Result<(), Raised> {
        while self.runs.len() > 1 {
            let r = &self.runs;
            let i = r.len() - 2;
            if (i > 0 && r[i - 1].1 <= r[i].1 + r[i + 1].1) || (i > 1 && r[i - 2].1 <= r[i - 1].1 + r[i].1) {
                let i = if r[i - 1].1 < r[i + 1].1 { i - 1 } else { i };
                self.merge_at(i)?;
            } else if r[i].1 <= r[i + 1].1 {
                self.merge_at(i)?;
            } else {
                break;
            }
        }
        Ok(())
    }

    fn merge_at(&mut self, i: usize) -> Result<(), Raised> {
        let (a, na) = self.runs[i];
        let (b, nb) = self.runs[i + 1];
        self.runs[i] = (a, na + nb);
        self.runs.remove(i + 1);
        // what is in place already stays
        let skip = self.gallop_right(self.order[b], a, na, 0)?;
        let (a, na) = (a + skip, na - skip);
        if na == 0 {
            return Ok(());
        }
        let nb = self.gallop_left(self.order[a + na - 1], b, nb, nb - 1)?;
        if nb == 0 {
            return Ok(());
        }
        if na <= nb { self.merge_low(a, na, b, nb) } else { self.merge_high(a, na, b, nb) }
    }

    /// Where `key` goes in `base..base+n`, before what equals it, searching outward from `hint`.
    fn gallop_left(&mut self, key: u32, base: usize, n: usize, hint: usize) -> Result<usize, Raised> {
        let (mut last, mut ofs) = (0usize, 1usize);
        let (mut lo, mut hi);
        if self.less(self.order[base + hint], key)? {
            let max = n - hint;
            while ofs < max && self.less(self.order[base + hint + ofs], key)? {
                last = ofs;
                ofs = (ofs << 1) + 1;
            }
            (lo, hi) = (hint + last + 1, hint + ofs.min(max));
        } else {
            let max = hint + 1;
            while ofs < max && !self.less(self.order[base + hint - ofs], key)? {
                last = ofs;
                ofs = (ofs << 1) + 1;
            }
            (lo, hi) = (hint + 1 - ofs.min(max), hint - last);
        }
        while lo < hi {
            let mid = lo + (hi - lo) / 2;
            if self.less(self.order[base + mid], key)? {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        Ok(hi)
    }

    /// Where `key` goes in `base..base+n`, after what equals it.
    fn gallop_right(&mut self, key: u32, base: usize, n: usize, hint: usize) -> Result<usize, Raised> {
        let (mut last, mut ofs) = (0usize, 1usize);
        let (mut lo, mut hi);
        if self.less(key, self.order[base + hint])? {
            let max = hint + 1;
            while ofs < max && self.less(key, self.order[base + hint - ofs])? {
                last = ofs;
                ofs = (ofs << 1) + 1;
            }
            (lo, hi) = (hint + 1 - ofs.min(max), hint - last);
        } else {
            let max = n - hint;
            while ofs < max && !self.less(key, self.order[base + hint + ofs])? {
                last = ofs;
                ofs = (ofs << 1) + 1;
            }
            (lo, hi) = (hint + last + 1, hint + ofs.min(max));
        }
        while lo < hi {
            let mid = lo + (hi - lo) / 2;
            if self.less(key, self.order[base + mid])? {
                hi = mid;
            } else {
                lo = mid + 1;
            }
        }
        Ok(hi)
    }

    /// Merges two neighbouring runs, the left one (the shorter) copied aside.
    fn merge_low(&mut self, a: usize, na: usize, b: usize, nb: usize) -> Result<(), Raised> {
        let left = self.order[a..a + na].to_vec();
        let (mut i, mut j, mut to) = (0, b, a);
        let end = b + nb;
        'outer: while i < na && j < end {
            let (mut won_left, mut won_right) = (0, 0);
            while i < na && j < end {
                if self.less(self.order[j], left[i])? {
                    self.order[to] = self.order[j];
                    j += 1;
                    (won_right, won_left) = (won_right + 1, 0);
                } else {
                    self.order[to] = left[i];
                    i += 1;
                    (won_left, won_right) = (won_left + 1, 0);
                }
                to += 1;
                if won_left.max(won_right) >= self.gallop {
                    break;
                }
            }
            // one run wins again and again: look how far it goes
            self.gallop += 1;
            while i < na && j < end {
                self.gallop = (self.gallop - 1).max(1);
                let k = self.gallop_right_in(self.order[j], &left[i..])?;
                self.order[to..to + k].copy_from_slice(&left[i..i + k]);
                (to, i) = (to + k, i + k);
                if i == na {
                    break 'outer;
                }
                self.order[to] = self.order[j];
                (to, j) = (to + 1, j + 1);
                if j == end {
                    break 'outer;
                }
                let m = self.gallop_left(left[i], j, end - j, 0)?;
                self.order.copy_within(j..j + m, to);
                (to, j) = (to + m, j + m);
                if j == end {
                    break 'outer;
                }
                self.order[to] = left[i];
                (to, i) = (to + 1, i + 1);
                if k < MIN_GALLOP && m < MIN_GALLOP {
                    break;
                }
            }
            self.gallop += 1;
        }
        self.order[to..to + na - i].copy_from_slice(&left[i..]);
        Ok(())
    }
    /// `gallop_right` in a run copied aside, from its start.
    fn gallop_right_in(&mut self, key: u32, run: &[u32]) -> Result<usize, Raised> {
        let (mut last, mut ofs) = (0usize, 1usize);
        if self.less(key, run[0])? {
            return Ok(0);
        }
        while ofs < run.len() && !self.less(key, run[ofs])? {
            last = ofs;
            ofs = (ofs << 1) + 1;
        }
        let (mut lo, mut hi) = (last + 1, ofs.min(run.len()));
        while lo < hi {
            let mid = lo + (hi - lo) / 2;
            if self.less(key, run[mid])? {
                hi = mid;
            } else {
                lo = mid + 1;
            }
        }
        Ok(hi)
    }

    /// Merges two neighbouring runs from the end, the right one (the shorter) copied aside.
    fn merge_high(&mut self, a: usize, na: usize, b: usize, nb: usize) -> Result<(), Raised> {
        let right = self.order[b..b + nb].to_vec();
        let (mut i, mut j, mut to) = (na, nb, b + nb);
        while i > 0 && j > 0 {
            if self.less(right[j - 1], self.order[a + i - 1])? {
                // a whole stretch of the left run may follow
                let k = self.gallop_right(right[j - 1], a, i, i - 1)?;
                let moved = i - k;
                self.order.copy_within(a + k..a + i, to - moved);
                (to, i) = (to - moved, k);
            } else {
                self.order[to - 1] = right[j - 1];
                (to, j) = (to - 1, j - 1);
            }
        }
        self.order[to - j..to].copy_from_slice(&right[..j]);
        Ok(())
    }
}
