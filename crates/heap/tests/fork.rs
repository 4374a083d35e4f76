//! `fork` beside threads that allocate: the child's heap is whole.

mod support;

use pyish_heap::{Mutator, Obj, as_obj, forget_other_mutators, set_single};
use pyish_sched as sched;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use support::*;

#[inline(never)]
fn chain(m: &mut Mutator, n: usize) -> Obj {
    let mut head = m.alloc_fields(FIELDS, 2).unwrap();
    for i in 1..n {
        let next = m.alloc_fields(FIELDS, 2).unwrap();
        next.init(0, int(i));
        next.init(1, head.value());
        head = next;
    }
    head
}

fn length(o: Obj) -> usize {
    1 + std::iter::successors(as_obj(o.word(1)), |o| as_obj(o.word(1))).count()
}

/// Forks with the world stopped; answers 0 in the child.
fn fork(m: &mut Mutator) -> i32 {
    // SAFETY: every other thread is held, and the heap's locks are held across the call.
    let pid = sched::stop_world(&m.core, |_| unsafe { libc::fork() });
    if pid == 0 {
        forget_other_mutators(m);
    }
    pid
}

fn child(m: &mut Mutator, kept: Obj) -> ! {
    for i in 0..20 {
        chain(m, 10_000);
        m.collect(i % 5 == 0);
    }
    let fine = length(kept) == 5_000 && length(chain(m, 1_000)) == 1_000;
    // SAFETY: ends the child at once.
    unsafe { libc::_exit(!fine as i32) }
}

#[test]
fn a_child_of_many_threads_has_a_whole_heap() {
    sched::gil::set_enabled(None, false);
    attached(|m| {
        set_single(false);
        let quit = Arc::new(AtomicBool::new(false));
        let threads: Vec<_> = (0..3)
            .map(|_| {
                let quit = quit.clone();
                std::thread::spawn(move || {
                    attached(|m| {
                        while !quit.load(Relaxed) {
                            assert_eq!(length(chain(m, 1_000)), 1_000);
                            sched::safepoint(&m.core);
                        }
                    })
                })
            })
            .collect();
        let kept = chain(m, 5_000);
        for _ in 0..10 {
            assert_eq!(length(chain(m, 20_000)), 20_000);
            let pid = fork(m);
            if pid == 0 {
                child(m, kept);
            }
            let status = sched::safe(&m.core, sched::Reason::Process, || {
                let mut status = -1;
                // SAFETY: waits for the child.
                unsafe { libc::waitpid(pid, &mut status, 0) };
                status
            });
            assert_eq!(status, 0);
        }
        quit.store(true, Relaxed);
        sched::safe(&m.core, sched::Reason::Join, || threads.into_iter().for_each(|t| t.join().unwrap()));
        assert_eq!(length(kept), 5_000);
        scrub();
    });
}
