//! One thread at a time, exact quanta, first come first served, on and off while threads run.

mod attached;
use attached::{alone, attached, compute};
use pyish_sched::gil::{self, Switch, SwitchRule};
use pyish_sched::{Reason, ThreadCore, Time, events, safe, sleep};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::*};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[test]
fn only_one_thread_computes() {
    let _one = alone(true);
    gil::set_switch(None, Switch::Exact(50));
    let inside = Arc::new(AtomicU32::new(0));
    let all: Vec<_> = (0..6)
        .map(|k| {
            let inside = inside.clone();
            attached("worker", move |t| {
                for _ in 0..20 {
                    compute(t, 300, |_| {
                        assert_eq!(inside.fetch_add(1, SeqCst), 0);
                        inside.fetch_sub(1, SeqCst);
                    });
                    if k % 2 == 0 {
                        safe(t, Reason::Native, std::thread::yield_now);
                    }
                }
            })
        })
        .collect();
    all.into_iter().for_each(|h| h.join().unwrap());
}

/// Runs `f` on `n` threads; the first to come holds the GIL until all others wait for it.
fn together<R: Send + 'static>(n: usize, f: impl Fn(usize, &ThreadCore) -> R + Send + Sync + 'static) -> Vec<R> {
    let (f, there) = (Arc::new(f), Arc::new(AtomicBool::new(false)));
    let all: Vec<_> = (0..n)
        .map(|k| {
            let (f, there) = (f.clone(), there.clone());
            attached("worker", move |t| {
                while !there.load(Relaxed) {
                    there.store(gil::waiting() == n - 1, Relaxed);
                }
                f(k, t)
            })
        })
        .collect();
    all.into_iter().map(|h| h.join().unwrap()).collect()
}

#[test]
fn a_quantum_is_exact_and_turns_go_round() {
    let _one = alone(true);
    gil::set_switch(None, Switch::Exact(7));
    let trace = Arc::new(Mutex::new(Vec::new()));
    let seen = trace.clone();
    together(3, move |k, t| compute(t, 70, |_| seen.lock().unwrap().push(k)));
    let trace = trace.lock().unwrap();
    let runs: Vec<_> = trace.chunks(7).collect();
    assert_eq!(runs.len(), 30);
    for (i, run) in runs.iter().enumerate() {
        assert!(run.iter().all(|k| *k == run[0]), "{trace:?}");
        assert!(i < 3 || run[0] == runs[i - 3][0], "{trace:?}");
    }
}

#[test]
fn switches_are_recorded_with_their_rule() {
    let _one = alone(true);
    gil::set_switch(None, Switch::Exact(10));
    events::record_switches(true);
    together(2, |k, t| {
        t.pc_tag.store(k as u64 + 100, Relaxed);
        compute(t, 1000, |_| ());
    });
    events::record_switches(false);
    let s = events::take_switches();
    let quanta: Vec<_> = s.iter().filter(|s| s.rule == SwitchRule::Quantum).collect();
    assert!(quanta.len() > 50, "{}", quanta.len());
    assert!(quanta.iter().all(|s| s.from != s.to && (s.pc == 100 || s.pc == 101)));
}

#[test]
fn who_comes_back_from_a_wait_preempts_a_computing_thread() {
    let _one = alone(true);
    let done = Arc::new(AtomicBool::new(false));
    let end = done.clone();
    let busy = attached("busy", move |t| {
        while !end.load(Relaxed) {
            // Instructions of 1 us, so that a full quantum takes 10 ms.
            compute(t, 1000, |_| {
                let until = Time::now().0 + 1000;
                while Time::now().0 < until {}
            });
        }
    });
    let echo = attached("echo", move |t| {
        let mut late = Vec::new();
        for _ in 0..30 {
            let until = Time::now().after(Duration::from_millis(1));
            sleep(t, until, true);
            late.push(Time::now().0 - until.0);
        }
        late.sort_unstable();
        late[15]
    });
    let median = echo.join().unwrap();
    done.store(true, Relaxed);
    busy.join().unwrap();
    assert!(median < 3_000_000, "woke {median} ns late");
}

#[test]
fn computing_threads_keep_half_of_the_time() {
    let _one = alone(true);
    let done = Arc::new(AtomicBool::new(false));
    let end = done.clone();
    let busy = attached("busy", move |t| {
        let mut n = 0u64;
        while !end.load(Relaxed) {
            compute(t, 1000, |_| n += 1);
        }
        n
    });
    // Four threads that come back from waits all the time and compute 100 us each time.
    let waits: Vec<_> = (0..4)
        .map(|_| {
            attached("waits", |t| {
                for _ in 0..200 {
                    safe(t, Reason::Io, std::thread::yield_now);
                    let until = Time::now().0 + 100_000;
                    compute(t, 1_000, |_| while Time::now().0 < until {});
                }
            })
        })
        .collect();
    let t0 = Time::now().0;
    waits.into_iter().for_each(|h| h.join().unwrap());
    let ns = Time::now().0 - t0;
    done.store(true, Relaxed);
    let n = busy.join().unwrap();
    // 80 ms of others' work; at half of the time that takes 160 ms.
    assert!(n > 100_000, "the busy thread ran {n} instructions in {ns} ns");
}

#[test]
fn switching_it_on_and_off_while_threads_run_loses_nobody() {
    let _one = alone(true);
    let inside = Arc::new(AtomicU32::new(0));
    let total = Arc::new(AtomicU64::new(0));
    let stop = Arc::new(AtomicBool::new(false));
    let all: Vec<_> = (0..5)
        .map(|k| {
            let (inside, total, stop) = (inside.clone(), total.clone(), stop.clone());
            attached("worker", move |t| {
                while !stop.load(Relaxed) {
                    compute(t, 1000, |_| {
                        // Nobody switches it within an instruction.
                        let on = gil::enabled();
                        let n = inside.fetch_add(1, SeqCst);
                        assert!(n == 0 || !on || !gil::enabled(), "{n} others inside");
                        inside.fetch_sub(1, SeqCst);
                        total.fetch_add(1, Relaxed);
                    });
                    if k % 2 == 0 {
                        safe(t, Reason::Native, std::thread::yield_now);
                    }
                }
            })
        })
        .collect();
    let flag = stop.clone();
    attached("switcher", move |t| {
        for i in 0..60 {
            gil::set_enabled(Some(t), i % 2 == 0);
            assert_eq!(t.has_gil(), i % 2 == 0);
            compute(t, 2000, |_| ());
            sleep(t, Time::now().after(Duration::from_micros(200)), true);
        }
        flag.store(true, Relaxed);
    })
    .join()
    .unwrap();
    all.into_iter().for_each(|h| h.join().unwrap());
    assert!(total.load(Relaxed) > 0);
}

#[test]
fn an_interval_takes_it_from_a_thread_with_a_long_quantum() {
    let _one = alone(true);
    gil::set_switch(None, Switch::Exact(u64::MAX));
    gil::set_switch_interval(0.002);
    let order = Arc::new(Mutex::new(Vec::new()));
    let seen = order.clone();
    together(2, move |k, t| {
        compute(t, 20_000, |i| {
            let until = Time::now().0 + 1000;
            while Time::now().0 < until {}
            if i % 100 == 0 {
                seen.lock().unwrap().push(k);
            }
        })
    });
    gil::unset_switch_interval();
    let order = order.lock().unwrap();
    let switches = order.windows(2).filter(|w| w[0] != w[1]).count();
    assert!((4..60).contains(&switches), "{switches} switches in 40 ms");
}
