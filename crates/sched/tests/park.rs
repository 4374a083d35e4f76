//! Waits: order, deadlines, interrupts, and the races between them.

mod attached;
use attached::{alone, attached, compute};
use pyish_sched::{
    Key, PollFd, Reason, Request, Requests, State, THRESHOLD, ThreadCore, Time, Woken, interrupt, park, request, safe,
    sleep, take_only, take_requests, unpark, wait_fds,
};
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering::*};
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn key(a: &AtomicU32) -> Key {
    Key { kind: 1, addr: a as *const _ as usize }
}

fn soon(ms: u64) -> Option<Time> {
    Some(Time::now().after(Duration::from_millis(ms)))
}

/// Waits, unattached, until `n` threads are in the queue of `k`.
fn until_parked(k: Key, n: usize) {
    let mut left = 0;
    while left != n {
        std::thread::yield_now();
        unpark(k, 0, 0, |l| left = l.0);
    }
}

fn first_come_first_served(gil_on: bool) {
    let _one = alone(gil_on);
    let word: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
    let order = Arc::new(Mutex::new(Vec::new()));
    let all: Vec<_> = (0..5)
        .map(|k| {
            let order = order.clone();
            let h = attached("waiter", move |t| {
                let w = park(t, key(word), Reason::Lock, None, true, || true, || ());
                order.lock().unwrap().push((k, w));
            });
            until_parked(key(word), k + 1);
            h
        })
        .collect();
    for k in 0..5 {
        assert_eq!(unpark(key(word), 1, k as u64 + 10, |l| assert_eq!(l.0, 4 - k)), 1);
        while order.lock().unwrap().len() <= k {
            std::thread::yield_now();
        }
    }
    all.into_iter().for_each(|h| h.join().unwrap());
    let expected: Vec<_> = (0..5).map(|k| (k, Woken::Unparked(k as u64 + 10))).collect();
    assert_eq!(*order.lock().unwrap(), expected);
}

#[test]
fn first_come_first_served_with_the_gil() {
    first_come_first_served(true);
}

#[test]
fn first_come_first_served_without_the_gil() {
    first_come_first_served(false);
}

#[test]
fn validate_and_before_sleep_run_where_they_should() {
    let _one = alone(true);
    let word: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
    attached("waiter", move |t| {
        let never = || panic!("not enqueued");
        assert_eq!(park(t, key(word), Reason::Lock, None, true, || false, never), Woken::Invalid);
        // Enqueued and unlocked by then, so it can be unparked from there.
        let w = park(
            t,
            key(word),
            Reason::Lock,
            None,
            true,
            || true,
            || {
                assert_eq!(unpark(key(word), 1, 3, |_| ()), 1);
            },
        );
        assert_eq!(w, Woken::Unparked(3));
    })
    .join()
    .unwrap();
}

#[test]
fn deadlines_pass() {
    let _one = alone(true);
    let word: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
    attached("waiter", move |t| {
        let t0 = Time::now().0;
        let w = park(t, key(word), Reason::Lock, soon(5), true, || true, || ());
        assert_eq!(w, Woken::TimedOut);
        assert_eq!(sleep(t, Time::now().after(Duration::from_millis(5)), true), Woken::TimedOut);
        assert_eq!(wait_fds(t, &mut [], soon(5)), Woken::TimedOut);
        assert!(Time::now().0 - t0 >= 15_000_000);
        assert_eq!(unpark(key(word), 1, 0, |_| ()), 0, "it left the queue");
    })
    .join()
    .unwrap();
}

/// Starts a thread that waits with `f`, and answers its result once it has been interrupted from outside.
fn interrupted(f: impl FnOnce(&ThreadCore) -> Woken + Send + 'static) -> Woken {
    let id = Arc::new(AtomicU64::new(0));
    let shared = id.clone();
    let h = attached("waiter", move |t| {
        shared.store(t.id.0, SeqCst);
        let w = f(t);
        assert!(t.interrupted());
        assert!(take_requests(t).has(Request::AsyncExc));
        w
    });
    while id.load(SeqCst) == 0 {
        std::thread::yield_now();
    }
    std::thread::sleep(Duration::from_millis(3));
    assert!(interrupt(pyish_sched::ThreadId(id.load(SeqCst)), Request::AsyncExc));
    h.join().unwrap()
}

#[test]
fn interrupts_end_every_wait() {
    let _one = alone(true);
    let word: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
    let far = || Time::now().after(Duration::from_secs(60));
    let w = interrupted(move |t| park(t, key(word), Reason::Lock, Some(far()), true, || true, || ()));
    assert_eq!(w, Woken::Interrupted);
    assert_eq!(interrupted(move |t| sleep(t, far(), true)), Woken::Interrupted);
    assert_eq!(interrupted(move |t| wait_fds(t, &mut [], Some(far()))), Woken::Interrupted);
    // A wait that is not interruptible goes on.
    assert_eq!(interrupted(move |t| sleep(t, Time::now().after(Duration::from_millis(20)), false)), Woken::TimedOut);
    // A deferred request ends the next wait at once.
    attached("deferred", move |t| {
        t.defer(pyish_sched::Requests(Request::Signal as u32));
        assert_eq!(sleep(t, far(), true), Woken::Interrupted);
        assert!(t.take_deferred().has(Request::Signal));
    })
    .join()
    .unwrap();
}

#[test]
fn descriptors_become_ready() {
    let _one = alone(true);
    let mut ends = [0i32; 2];
    // SAFETY: the kernel writes two descriptors.
    assert_eq!(unsafe { libc::pipe(ends.as_mut_ptr()) }, 0);
    let [r, w] = ends;
    let h = attached("reader", move |t| {
        let mut fds = [PollFd { fd: r, events: libc::POLLIN, revents: 0 }];
        assert_eq!(wait_fds(t, &mut fds, soon(10_000)), Woken::Unparked(1));
        assert_eq!(fds[0].revents, libc::POLLIN);
    });
    std::thread::sleep(Duration::from_millis(2));
    // SAFETY: writes one byte of a literal.
    assert_eq!(unsafe { libc::write(w, b"x".as_ptr().cast(), 1) }, 1);
    h.join().unwrap();
}

/// A semaphore as its users build it: every permit given is taken, whatever races with deadlines and interrupts.
fn permits_are_not_lost(gil_on: bool) {
    let _one = alone(gil_on);
    let permits: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
    let taken = Arc::new(AtomicUsize::new(0));
    const N: usize = 3000;
    let take = |permits: &AtomicU32| permits.fetch_update(SeqCst, SeqCst, |p| p.checked_sub(1)).is_ok();
    let ids = Arc::new(Mutex::new(Vec::new()));
    let takers: Vec<_> = (0..4)
        .map(|k| {
            let (taken, ids) = (taken.clone(), ids.clone());
            attached("taker", move |t| {
                ids.lock().unwrap().push(t.id);
                while taken.load(SeqCst) < N {
                    if take(permits) {
                        taken.fetch_add(1, SeqCst);
                        continue;
                    }
                    let until = Some(Time(Time::now().0 + 20_000 * (k + 1)));
                    park(t, key(permits), Reason::Semaphore, until, true, || permits.load(SeqCst) == 0, || ());
                    compute(t, 20, |_| ());
                    take_requests(t);
                    t.take_deferred();
                    pyish_sched::safepoint(t);
                }
            })
        })
        .collect();
    let seen = ids.clone();
    let giver = attached("giver", move |t| {
        for i in 0..N {
            permits.fetch_add(1, SeqCst);
            unpark(key(permits), 1, 0, |_| ());
            compute(t, 30, |_| ());
            if i % 7 == 0 {
                let all = seen.lock().unwrap().clone();
                all.iter().for_each(|id| _ = interrupt(*id, Request::Signal));
            }
            if i % 50 == 0 {
                safe(t, Reason::Io, std::thread::yield_now);
            }
        }
    });
    giver.join().unwrap();
    takers.into_iter().for_each(|h| h.join().unwrap());
    assert_eq!((taken.load(SeqCst), permits.load(SeqCst)), (N, 0));
}

#[test]
fn permits_are_not_lost_with_the_gil() {
    permits_are_not_lost(true);
}

#[test]
fn permits_are_not_lost_without_the_gil() {
    permits_are_not_lost(false);
}

#[test]
fn a_parked_thread_is_seen_with_its_reason() {
    let _one = alone(true);
    let word: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
    let h = attached("waiter", move |t| park(t, key(word), Reason::Condition, None, true, || true, || ()));
    until_parked(key(word), 1);
    while !pyish_sched::threads().iter().any(|s| s.state == State::Safe && s.name == "waiter") {
        std::thread::yield_now();
    }
    let sight = pyish_sched::threads().pop().unwrap();
    assert_eq!((sight.reason, sight.key), (Reason::Condition, key(word)));
    unpark(key(word), 1, 5, |_| ());
    assert_eq!(h.join().unwrap(), Woken::Unparked(5));
}

#[test]
fn a_loop_takes_only_what_it_may_serve() {
    let _one = alone(true);
    attached("loop", |t| {
        take_requests(t);
        assert_eq!(t.threshold.load(SeqCst), THRESHOLD);
        request(t, Request::HandOver);
        request(t, Request::Signal);
        assert_eq!(take_only(t, Requests::IN_LOOPS), Requests(Request::Signal as u32));
        assert_eq!(t.threshold.load(SeqCst), i64::MAX, "a hand-over is still asked for");
        assert_eq!(take_requests(t), Requests(Request::HandOver as u32));
        assert_eq!(t.threshold.load(SeqCst), THRESHOLD);
    })
    .join()
    .unwrap();
}
