//! One thread, one object after another: what is reachable stays, what is not goes.

use pyish_heap::{Mutator, Obj, as_obj, resolve, stats};

mod support;
use support::*;

const LEAF: u64 = 2;

#[inline(never)]
fn chain(m: &mut Mutator, n: usize) -> Obj {
    let mut head = m.alloc_fields(FIELDS, 2).unwrap();
    head.init(0, int(0));
    for i in 1..n {
        let next = m.alloc_fields(FIELDS, 2).unwrap();
        next.init(0, int(i));
        next.init(1, head.value());
        head = next;
    }
    head
}

fn length(mut o: Obj, n: usize) -> usize {
    let mut k = 1;
    assert_eq!(o.word(0), int(n - 1));
    while let Some(next) = as_obj(o.word(1)) {
        k += 1;
        assert_eq!(next.word(0), int(n - k));
        o = next;
    }
    k
}

#[test]
fn reachable_objects_survive_and_others_are_freed() {
    attached(|m| {
        let kept = chain(m, 10_000);
        for _ in 0..3 {
            m.collect(false);
            chain(m, 10_000);
            assert_eq!(length(kept, 10_000), 10_000);
        }
        m.collect(true);
        assert_eq!(length(kept, 10_000), 10_000);
        let with = stats().live_bytes;
        std::hint::black_box(kept);
        scrub();
        let _ = chain(m, 3);
        scrub();
        m.collect(true);
        assert!(with >= 10_000 * 32);
    });
}

#[test]
fn every_interior_address_of_a_cell_names_it() {
    attached(|m| {
        for words in [1, 2, 3, 4, 7, 8, 30, 63, 84, 85, 170, 500, 1000, 2046, 2047, 5000, 100_000] {
            for leaf in [false, true] {
                let o = match leaf {
                    false => m.alloc_fields(FIELDS, words).unwrap(),
                    true => m.alloc_leaf(LEAF, words * 8).unwrap(),
                };
                if !leaf {
                    (0..words).for_each(|i| assert_eq!(o.word(i), 0));
                }
                let bytes = pyish_heap::cell_bytes(o);
                assert!(bytes >= 8 + words * 8);
                for i in (0..bytes).step_by(if bytes > 4096 { 1021 } else { 3 }) {
                    assert_eq!(resolve((o.addr() + i) as u64), Some(o));
                }
                assert_eq!(resolve((o.addr() + bytes - 1) as u64), Some(o));
            }
        }
        assert_eq!(resolve(0), None);
        assert_eq!(resolve(!0), None);
        assert_eq!(resolve(pyish_heap::BASE as u64 + (1 << 36)), None);
    });
}

#[test]
fn absurd_requests_are_refused() {
    attached(|m| {
        assert!(m.alloc_fields(FIELDS, usize::MAX).is_err());
        assert!(m.alloc_fields(FIELDS, usize::MAX / 8).is_err());
        assert!(m.alloc_fields(FIELDS, 1 << 40).is_err());
        assert!(m.alloc_leaf(LEAF, usize::MAX).is_err());
        assert!(m.alloc_leaf(LEAF, 1 << 45).is_err());
        assert!(m.alloc_leaf(LEAF, 1 << 20).is_ok());
    });
}
