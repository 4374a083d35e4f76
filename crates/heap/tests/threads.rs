//! Several threads without the GIL: allocation, collections, object locks.

mod support;

use pyish_heap::*;
use pyish_sched as sched;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use support::*;

const THREADS: usize = 4;

#[inline(never)]
fn tree(m: &mut Mutator, depth: usize) -> Obj {
    if depth == 0 {
        return m.alloc_fields(FIELDS, 3).unwrap();
    }
    let left = tree(m, depth - 1);
    let right = tree(m, depth - 1);
    let o = m.alloc_fields(FIELDS, 3).unwrap();
    o.init(0, left.value());
    o.init(1, right.value());
    o.init(2, int(depth));
    o
}

fn count(o: Obj) -> usize {
    1 + [0, 1].into_iter().filter_map(|i| as_obj(o.word(i))).map(count).sum::<usize>()
}

/// Starts threads that are attached, waits for them SAFE.
fn together(m: &mut Mutator, work: impl Fn(&mut Mutator, usize) + Send + Sync + 'static) {
    let work = Arc::new(work);
    let threads: Vec<_> = (0..THREADS)
        .map(|i| {
            let work = work.clone();
            std::thread::spawn(move || attached(|m| work(m, i)))
        })
        .collect();
    sched::safe(&m.core, sched::Reason::Join, || threads.into_iter().for_each(|t| t.join().unwrap()));
}

#[test]
fn threads_allocate_and_collect_side_by_side() {
    sched::gil::set_enabled(None, false);
    attached(|m| {
        set_single(false);
        set_verify(true);
        together(m, |m, i| {
            let kept = tree(m, 10);
            for round in 0..30 {
                assert_eq!(count(tree(m, 9)), 1023);
                if (round + i) % 10 == 0 {
                    m.collect(round % 4 == 0);
                }
                sched::safepoint(&m.core);
            }
            assert_eq!(count(kept), 2047);
            std::hint::black_box(kept);
            scrub();
        });
        // One object that all threads write, under its lock.
        let shared = m.alloc_fields(FIELDS, 4).unwrap();
        shared.init(0, int(0));
        let address = shared.addr();
        let sum = Arc::new(AtomicUsize::new(0));
        let total = sum.clone();
        together(m, move |m, _| {
            let shared = Obj::at(address);
            for k in 0..20_000 {
                let fresh = m.alloc_fields(FIELDS, 1).unwrap();
                fresh.init(0, int(k));
                let guard = m.lock(shared);
                let n = shared.word(0);
                shared.set(m, 1, fresh.value());
                shared.set_plain(0, n + int(1));
                drop(guard);
                total.fetch_add(1, SeqCst);
            }
        });
        assert_eq!(shared.word(0), int(sum.load(SeqCst)));
        assert_eq!(sum.load(SeqCst), THREADS * 20_000);
        std::hint::black_box(shared);
    });
    assert!(stats().minors > 0);
}
