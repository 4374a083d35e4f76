//! What belongs to the process: signals, forks, affinity, and its end. One test, for they share it all.

mod attached;
use attached::{alone, attached, compute};
use pyish_sched::gil::{self, Switch};
use pyish_sched::{
    Key, Reason, Request, ThreadCore, Time, Woken, affinity, fork, park, safe, signals, sleep, spawn, stop_world,
    stop_world_for_good, take_requests,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::*};
use std::time::Duration;

fn far() -> Time {
    Time::now().after(Duration::from_secs(30))
}

/// Waits for the child, whose status says what it found.
fn child_status(pid: i32) -> i32 {
    let mut status = 0;
    // SAFETY: writes the status of our own child.
    assert_eq!(unsafe { libc::waitpid(pid, &mut status, 0) }, pid);
    assert!(libc::WIFEXITED(status), "status {status:#x}");
    libc::WEXITSTATUS(status)
}

fn end_child(code: i32) -> ! {
    // SAFETY: ends this process.
    unsafe { libc::_exit(code) }
}

fn a_signal_ends_the_main_threads_sleep(t: &ThreadCore) {
    assert!(signals::is_main(t));
    signals::install(libc::SIGUSR1).unwrap();
    assert_eq!(signals::disposition(libc::SIGUSR1).unwrap(), signals::Disposition::Installed);
    let sender = std::thread::spawn(|| {
        std::thread::sleep(Duration::from_millis(5));
        // SAFETY: sends this process a signal it handles.
        unsafe { libc::kill(libc::getpid(), libc::SIGUSR1) };
    });
    assert_eq!(sleep(t, far(), true), Woken::Interrupted);
    assert!(take_requests(t).has(Request::Signal));
    assert_eq!(signals::take_pending(), Some(libc::SIGUSR1));
    assert_eq!(signals::take_pending(), None);
    sender.join().unwrap();
    signals::default(libc::SIGUSR1).unwrap();
}

/// Forks beside threads that compute, wait for the GIL, park and sleep.
fn a_forked_child_is_alone_and_whole(t: &ThreadCore) {
    let end = Arc::new(AtomicBool::new(false));
    let word: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
    let key = Key { kind: 1, addr: word as *const _ as usize };
    let others: Vec<_> = (0..6)
        .map(|k| {
            let end = end.clone();
            attached("other", move |t| {
                while !end.load(Relaxed) {
                    let soon = Time::now().after(Duration::from_micros(100));
                    match k % 3 {
                        0 => compute(t, 500, |_| ()),
                        1 => _ = park(t, key, Reason::Lock, Some(soon), true, || true, || ()),
                        _ => _ = sleep(t, soon, true),
                    }
                    compute(t, 10, |_| ());
                }
            })
        })
        .collect();
    for _ in 0..20 {
        compute(t, 3000, |_| ());
        let pid = fork(t, &mut ()).unwrap();
        if pid == 0 {
            let threads = stop_world(t, |s| s.threads().count());
            let (done, seen) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
            let (d, s) = (done.clone(), seen.clone());
            spawn("new", 256 << 10, move || {
                let core = Box::new(ThreadCore::new("new"));
                // SAFETY: the box stays where it is until after detach.
                unsafe { pyish_sched::attach(&*core) };
                s.store(true, SeqCst);
                compute(&core, 1000, |_| ());
                pyish_sched::detach(&core);
                d.store(true, SeqCst);
            })
            .unwrap();
            let limit = far();
            while !done.load(SeqCst) && Time::now() < limit {
                compute(t, 100, |_| ());
                safe(t, Reason::Native, std::thread::yield_now);
            }
            end_child(if threads == 1 && done.load(SeqCst) && signals::is_main(t) && gil::waiting() == 0 {
                7
            } else {
                1
            });
        }
        assert_eq!(safe(t, Reason::Process, move || child_status(pid)), 7);
    }
    end.store(true, Relaxed);
    safe(t, Reason::Join, move || others.into_iter().for_each(|h| h.join().unwrap()));
}

fn the_users_mask_is_always_the_answer(t: &ThreadCore) {
    let mask = affinity::user_mask(0).unwrap();
    let end = Arc::new(AtomicBool::new(false));
    let others: Vec<_> = (0..2)
        .map(|_| {
            let end = end.clone();
            attached("busy", move |t| {
                while !end.load(Relaxed) {
                    compute(t, 1000, |_| ());
                }
            })
        })
        .collect();
    for _ in 0..200 {
        compute(t, 1000, |_| ());
        let now = affinity::user_mask(0).unwrap();
        // SAFETY: compares two sets on this stack.
        assert!(unsafe { libc::CPU_EQUAL(&mask, &now) });
    }
    end.store(true, Relaxed);
    safe(t, Reason::Native, move || others.into_iter().for_each(|h| h.join().unwrap()));
}

/// In a child: the others stay where they are, and the last thread goes on with everything.
fn the_end_stops_the_others(t: &ThreadCore) {
    let pid = fork(t, &mut ()).unwrap();
    if pid == 0 {
        let word = Arc::new(AtomicU32::new(0));
        for _ in 0..3 {
            let word = word.clone();
            drop(attached("other", move |t| compute(t, u64::MAX, |_| _ = word.fetch_add(1, SeqCst))));
        }
        while word.load(SeqCst) < 10_000 {
            compute(t, 100, |_| ());
            safe(t, Reason::Native, std::thread::yield_now);
        }
        stop_world_for_good(t);
        let before = word.load(SeqCst);
        safe(t, Reason::Io, || std::thread::sleep(Duration::from_millis(5)));
        let threads = stop_world(t, |s| s.threads().count());
        end_child(if threads > 1 && before == word.load(SeqCst) { 7 } else { 1 });
    }
    assert_eq!(safe(t, Reason::Process, move || child_status(pid)), 7);
}

#[test]
fn signals_forks_affinity_and_the_end() {
    for on in [true, false] {
        let _one = alone(on);
        attached("main", |t| {
            a_signal_ends_the_main_threads_sleep(t);
            a_forked_child_is_alone_and_whole(t);
            the_users_mask_is_always_the_answer(t);
            the_end_stops_the_others(t);
        })
        .join()
        .unwrap();
    }
    gil::set_switch(None, Switch::Auto);
}
