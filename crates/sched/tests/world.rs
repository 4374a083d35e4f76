//! Stops of the world: everybody stands still, SAFE threads included, and concurrent stops take turns.

mod attached;
use attached::{alone, attached, compute};
use pyish_sched::{Reason, State, Time, safe, safe_keep, sleep, stop_world};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::*};
use std::time::Duration;

fn nothing_moves_while_the_world_is_stopped(gil_on: bool) {
    let _one = alone(gil_on);
    let counters: Arc<Vec<AtomicU64>> = Arc::new((0..16).map(|_| AtomicU64::new(0)).collect());
    let end = Arc::new(AtomicBool::new(false));
    let all: Vec<_> = (0..16)
        .map(|k| {
            let (counters, end) = (counters.clone(), end.clone());
            attached("worker", move |t| {
                while !end.load(Relaxed) {
                    compute(t, 200, |_| _ = counters[k].fetch_add(1, SeqCst));
                    match k % 4 {
                        0 => _ = sleep(t, Time::now().after(Duration::from_millis(3)), true),
                        1 => safe(t, Reason::Native, std::thread::yield_now),
                        2 => safe_keep(t, || ()),
                        _ => (),
                    }
                }
            })
        })
        .collect();
    let stops = Arc::new(AtomicU64::new(0));
    let inside = Arc::new(AtomicBool::new(false));
    let stoppers: Vec<_> = (0..3)
        .map(|_| {
            let (counters, stops, inside) = (counters.clone(), stops.clone(), inside.clone());
            attached("stopper", move |t| {
                for _ in 0..25 {
                    stop_world(t, |s| {
                        assert!(!inside.swap(true, SeqCst), "two stops at once");
                        let read = || counters.iter().map(|c| c.load(SeqCst)).collect::<Vec<_>>();
                        let before = read();
                        for p in s.threads() {
                            // SAFETY: nobody detaches during a stop.
                            let o = unsafe { &*p };
                            let me = std::ptr::eq(p, t);
                            assert_eq!(o.state(), if me { State::Running } else { State::Held });
                            let (used, whole) = (o.stack(), o.stack_bounds());
                            assert!(whole.contains(&used.start) && used.end == whole.end && !used.is_empty());
                        }
                        (0..2000).for_each(|_| std::hint::spin_loop());
                        assert_eq!(before, read());
                        stops.fetch_add(1, SeqCst);
                        inside.store(false, SeqCst);
                    });
                    compute(t, 100, |_| ());
                }
            })
        })
        .collect();
    stoppers.into_iter().for_each(|h| h.join().unwrap());
    end.store(true, Relaxed);
    all.into_iter().for_each(|h| h.join().unwrap());
    assert_eq!(stops.load(SeqCst), 75);
}

#[test]
fn nothing_moves_with_the_gil() {
    nothing_moves_while_the_world_is_stopped(true);
}

#[test]
fn nothing_moves_without_the_gil() {
    nothing_moves_while_the_world_is_stopped(false);
}

#[test]
fn threads_come_and_go_between_stops() {
    let _one = alone(false);
    let end = Arc::new(AtomicBool::new(false));
    let flag = end.clone();
    let stopper = attached("stopper", move |t| {
        while !flag.load(Relaxed) {
            stop_world(t, |s| assert!(s.threads().count() >= 1));
            safe(t, Reason::Native, std::thread::yield_now);
        }
    });
    for _ in 0..60 {
        let some: Vec<_> = (0..4).map(|_| attached("brief", |t| compute(t, 50, |_| ()))).collect();
        some.into_iter().for_each(|h| h.join().unwrap());
    }
    end.store(true, Relaxed);
    stopper.join().unwrap();
}

#[test]
fn a_word_held_only_in_a_register_is_found() {
    let _one = alone(false);
    let mark = 0x5eed_0000_1234_0000usize + std::process::id() as usize;
    let ready = Arc::new(AtomicBool::new(false));
    let (end, seen) = (Arc::new(AtomicBool::new(false)), ready.clone());
    let flag = end.clone();
    let holder = attached("holder", move |t| {
        let secret = std::hint::black_box(mark);
        let back = safe(t, Reason::Native, || {
            seen.store(true, SeqCst);
            while !flag.load(SeqCst) {
                std::thread::yield_now();
            }
            7usize
        });
        std::hint::black_box(secret) + back
    });
    while !ready.load(SeqCst) {
        std::thread::yield_now();
    }
    let found = attached("scanner", move |t| {
        stop_world(t, |s| {
            s.threads().filter(|p| !std::ptr::eq(*p, t)).any(|p| {
                // SAFETY: nobody detaches during a stop, and the stack of a HELD thread is readable.
                unsafe {
                    let o = &*p;
                    let words = o.stack().step_by(8).map(|a| std::ptr::read_volatile(a as *const usize));
                    o.registers().contains(&mark) || words.into_iter().any(|w| w == mark)
                }
            })
        })
    })
    .join()
    .unwrap();
    end.store(true, SeqCst);
    assert_eq!(holder.join().unwrap(), mark + 7);
    assert!(found);
}
