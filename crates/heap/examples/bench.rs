//! What the heap costs: `cargo run --release -p pyish-heap --example bench [leaf|short|dynamic|trees|threads|append|big|empty] [n]`.

use pyish_heap::{Mutator, Obj, as_obj, stats};
use pyish_sched::{self as sched, ThreadCore};
use std::hint::black_box;
use std::time::Instant;

const FIELDS: u64 = 1;
const LEAF: u64 = 2;

fn main() {
    let mut args = std::env::args().skip(1);
    let which = args.next().unwrap_or_else(|| "all".into());
    let n: usize = args.next().and_then(|text| text.parse().ok()).unwrap_or(0);
    let m = Box::leak(Box::new(Mutator::new(ThreadCore::new("bench"))));
    let started = Instant::now();
    // SAFETY: the context is leaked and used on this thread alone (H8).
    unsafe { Mutator::attach(m) };
    let empty = started.elapsed();
    println!("empty    attached in {:.3} ms", empty.as_secs_f64() * 1e3);
    let all = which == "all";
    let or = |default: usize| if n == 0 { default } else { n };
    if all || which == "leaf" {
        timed("leaf", or(100_000_000), |n| short_leaves(m, n));
    }
    if all || which == "short" {
        timed("short", or(100_000_000), |n| short_fields(m, n));
    }
    if all || which == "dynamic" {
        timed("dynamic", or(50_000_000), |n| dynamic_fields(m, n));
    }
    if all || which == "trees" {
        for depth in [16, 18] {
            let rounds = or(20);
            let started = Instant::now();
            (0..rounds).for_each(|_| assert_eq!(count(tree(m, depth)), (2 << depth) - 1));
            let ms = started.elapsed().as_secs_f64() * 1e3 / rounds as f64;
            println!("trees    depth {depth}: {ms:.2} ms");
        }
    }
    if all || which == "threads" {
        sched::gil::set_enabled(Some(&m.core), false);
        for threads in [1, 2, 4] {
            timed(&format!("threads {threads}"), or(50_000_000), |n| together(m, threads, n));
        }
    }
    if all || which == "append" {
        timed("append", or(5_000_000), |n| append(m, n));
    }
    if all || which == "big" || which == "mutate" {
        let top = build(m, 5_000_000);
        timed("big", or(50_000_000), |n| short_leaves(m, n));
        timed("mutate", or(10_000_000), |n| mutate(m, top, 5_000_000, n));
        black_box(top);
    }
}

fn timed(name: &str, n: usize, work: impl FnOnce(usize)) {
    let before = stats();
    let started = Instant::now();
    work(n);
    let ns = started.elapsed().as_nanos() as f64;
    let after = stats();
    println!(
        "{name:8} {:.2} ns each, {:.0} ms; {} minor, {} full, {:.1} ms in collections; longest minor {:.2} ms, any {:.2} ms; {} MiB live",
        ns / n as f64,
        ns / 1e6,
        after.minors - before.minors,
        after.fulls - before.fulls,
        (after.total_ns - before.total_ns) as f64 / 1e6,
        after.longest_minor_ns as f64 / 1e6,
        after.longest_ns as f64 / 1e6,
        after.live_bytes >> 20,
    );
}

/// `threads` threads allocate `n` leaves each.
fn together(m: &mut Mutator, threads: usize, n: usize) {
    let threads: Vec<_> = (0..threads)
        .map(|_| {
            std::thread::spawn(move || {
                let m = Box::leak(Box::new(Mutator::new(ThreadCore::new("bench"))));
                // SAFETY: the context is leaked and used on this thread alone (H8).
                unsafe { Mutator::attach(m) };
                for _ in 0..n / 1000 {
                    short_leaves(m, 1000);
                    sched::safepoint(&m.core);
                }
                m.detach();
            })
        })
        .collect();
    sched::safe(&m.core, sched::Reason::Join, || threads.into_iter().for_each(|t| t.join().unwrap()));
}

#[inline(never)]
fn short_leaves(m: &mut Mutator, n: usize) {
    for i in 0..n {
        let o = m.alloc_small_leaf::<3>(LEAF).unwrap();
        o.init(0, i as u64);
        black_box(o);
    }
}

#[inline(never)]
fn short_fields(m: &mut Mutator, n: usize) {
    for i in 0..n {
        let o = m.alloc_small::<3>(FIELDS).unwrap();
        o.init(0, (i as u64) << 2);
        black_box(o);
    }
}

#[inline(never)]
fn dynamic_fields(m: &mut Mutator, n: usize) {
    for i in 0..n {
        let o = m.alloc_fields(FIELDS, black_box(3 + (i & 3))).unwrap();
        o.init(0, (i as u64) << 2);
        black_box(o);
    }
}

#[inline(never)]
fn tree(m: &mut Mutator, depth: usize) -> Obj {
    if depth == 0 {
        return m.alloc_small::<2>(FIELDS).unwrap();
    }
    sched::safepoint(&m.core);
    let left = tree(m, depth - 1);
    let right = tree(m, depth - 1);
    let o = m.alloc_small::<2>(FIELDS).unwrap();
    o.init(0, left.value());
    o.init(1, right.value());
    o
}

fn count(o: Obj) -> usize {
    match (as_obj(o.word(0)), as_obj(o.word(1))) {
        (Some(left), Some(right)) => 1 + count(left) + count(right),
        _ => 1,
    }
}

/// A list that grows by one new object at a time, its buffer doubling.
#[inline(never)]
fn append(m: &mut Mutator, n: usize) {
    let mut room = 8;
    let mut buffer = m.alloc_fields(FIELDS, room).unwrap();
    for i in 0..n {
        if i == room {
            let grown = m.alloc_fields(FIELDS, room * 2).unwrap();
            grown.copy_words(m, 0, buffer, 0, room);
            room *= 2;
            buffer = grown;
        }
        let o = m.alloc_small::<3>(FIELDS).unwrap();
        o.init(0, (i as u64) << 2);
        buffer.set(m, i, o.value());
    }
    for i in (0..n).step_by(997) {
        assert_eq!(as_obj(buffer.word(i)).unwrap().word(0), (i as u64) << 2);
    }
}

/// `live` objects of 32 bytes in arrays of 1,000, each with a pointer to an earlier one.
#[inline(never)]
fn build(m: &mut Mutator, live: usize) -> Obj {
    let top = m.alloc_fields(FIELDS, live / 1000).unwrap();
    for a in 0..live / 1000 {
        let array = m.alloc_fields(FIELDS, 1000).unwrap();
        top.set(m, a, array.value());
        for i in 0..1000 {
            let o = m.alloc_small::<3>(FIELDS).unwrap();
            o.init(0, (i as u64) << 2);
            o.init(1, if i > 0 { array.word((i * 7) % i) } else { 0 });
            array.set(m, i, o.value());
        }
    }
    top
}

/// Replaces, again and again, a word of a random old object by a new object.
#[inline(never)]
fn mutate(m: &mut Mutator, top: Obj, live: usize, n: usize) {
    let mut x = 12345usize;
    for i in 0..n {
        x = x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let array = as_obj(top.word((x >> 33) % (live / 1000))).unwrap();
        let o = as_obj(array.word((x >> 20) % 1000)).unwrap();
        let fresh = m.alloc_small::<3>(FIELDS).unwrap();
        fresh.init(0, (i as u64) << 2);
        o.set(m, 2, fresh.value());
    }
}
