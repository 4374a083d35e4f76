//! Weak references, finalizable objects and the drop table, in the order in which an object dies.

mod support;

use pyish_heap::*;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use support::*;

const LEAF: u64 = 2;

const DEAD: u64 = 3;
const WEAK: u64 = 5;

#[inline(never)]
fn target(m: &mut Mutator, n: usize, finalizable: bool) -> Obj {
    let o = m.alloc_fields(FIELDS, 2).unwrap();
    o.init(0, int(n));
    if finalizable {
        o.set_flag(FINALIZE);
        finalize_register(o);
    }
    o
}

#[inline(never)]
fn weakref(m: &mut Mutator, target: Obj) -> Obj {
    let w = m.alloc_fields(WEAK, 2).unwrap();
    target.set_flag(WEAKREFED);
    w.init(0, target.addr() as u64);
    weak_register(w, 0, DEAD);
    w
}

/// Fills the words of `keep` with weak references to finalizable targets, those with an odd number also kept
/// alive by `strong`.
#[inline(never)]
fn build(m: &mut Mutator, keep: Obj, strong: Obj, which: std::ops::Range<usize>) {
    for i in which {
        let t = target(m, i, true);
        if i % 2 == 1 {
            strong.set(m, i, t.value());
        }
        let w = weakref(m, t);
        keep.set(m, i, w.value());
    }
}

static RELEASED: AtomicUsize = AtomicUsize::new(0);

#[inline(never)]
fn resources(m: &mut Mutator, n: usize) {
    for i in 0..n {
        let o = m.alloc_small_leaf::<1>(LEAF).unwrap();
        o.init(0, i as u64);
        drop_register(o, |o| {
            RELEASED.fetch_add(o.word(0) as usize, Relaxed);
        });
    }
}

#[test]
fn objects_die_in_order() {
    set_verify(true);
    attached(|m| {
        const N: usize = 100;
        let keep = m.alloc_fields(FIELDS, 2 * N).unwrap();
        let strong = m.alloc_fields(FIELDS, 2 * N).unwrap();
        for (full, first) in [(false, 0), (true, N)] {
            build(m, keep, strong, first..first + N);
            scrub();
            m.collect(full);
            let mut cleared = 0;
            while let Some(w) = take_dead_weak() {
                assert_eq!(w.word(0), DEAD);
                cleared += 1;
            }
            let mut last = None;
            let mut finalized = 0;
            while let Some(o) = take_finalizer() {
                let n = o.word(0) >> 2;
                assert_eq!(n % 2, 0, "a reachable object is finalized");
                assert!(last < Some(n), "creation order");
                last = Some(n);
                finalized += 1;
            }
            assert!(!finalizers_pending() && !weak_pending());
            // A stale word of a register may keep one.
            assert!((N / 2 - 2..=N / 2).contains(&cleared), "{cleared} weak references cleared");
            assert_eq!(cleared, finalized);
            for i in (1..first + N).step_by(2) {
                let w = as_obj(keep.word(i)).unwrap();
                assert_eq!(w.word(0) + 1, strong.word(i), "a live target's reference is cleared");
            }
        }
        // What has been finalized once is an ordinary object; at exit the rest comes in order.
        let mut rest = 0;
        while take_registered().is_some() {
            rest += 1;
        }
        assert!(rest >= N, "{rest} finalizable objects left");
        resources(m, N);
        scrub();
        m.collect(false);
        let sum: usize = (0..N).sum();
        let released = RELEASED.load(Relaxed);
        assert!(released <= sum && released >= sum - 2 * N, "{released} of {sum}");
        std::hint::black_box((keep, strong));
    });
}
