//! What a hand-over of the GIL costs: `cargo run --release -p pyish-sched --example handoff`, or with a number of
//! threads, only that many computing ones.

use pyish_sched::gil::{self, Switch, SwitchRule};
use pyish_sched::{
    Key, Reason, Request, ThreadCore, Time, attach, detach, events, park, safe, safepoint, take_requests, unpark,
};
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::*};
use std::thread::JoinHandle;

fn thread<R: Send + 'static>(f: impl FnOnce(&ThreadCore) -> R + Send + 'static) -> JoinHandle<R> {
    std::thread::spawn(move || {
        let t = Box::new(ThreadCore::new("bench"));
        // SAFETY: the box stays where it is until after detach.
        unsafe { attach(&*t) };
        let r = f(&t);
        detach(&t);
        r
    })
}

/// `n` instructions of one or two nanoseconds, then a check.
fn instructions(t: &ThreadCore, n: i64) {
    let mut x = 1u64;
    for i in 0..n as u64 * 2 {
        x = black_box(x.wrapping_mul(3) + i);
    }
    if t.threshold.load(Relaxed) == i64::MAX {
        let r = take_requests(t);
        if r.has(Request::Stop) {
            safepoint(t);
        }
        if r.has(Request::HandOver) {
            gil::hand_over(t);
        }
    }
}

/// One quantum of `n` instructions, with a check at least every 500.
fn quantum(t: &ThreadCore, n: i64) {
    (0..n / 500).for_each(|_| instructions(t, 500));
    gil::yield_now(t, SwitchRule::Quantum);
}

fn cpu_ns() -> u64 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes `t`.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut t) };
    t.tv_sec as u64 * 1_000_000_000 + t.tv_nsec as u64
}

/// Runs `threads` computing threads for `rounds` quanta each; answers wall nanoseconds per quantum and CPU per cent.
fn computing(threads: u64, rounds: u64, n: i64) -> (f64, f64) {
    let (t0, c0) = (Time::now().0, cpu_ns());
    let all: Vec<_> = (0..threads).map(|_| thread(move |t| (0..rounds).for_each(|_| quantum(t, n)))).collect();
    all.into_iter().for_each(|h| h.join().unwrap());
    let (wall, cpu) = (Time::now().0 - t0, cpu_ns() - c0);
    (wall as f64 / (threads * rounds) as f64, cpu as f64 / wall as f64 * 100.0)
}

/// Two threads that unpark each other.
fn ping_pong(rounds: u32) -> f64 {
    let turn: &'static AtomicU32 = Box::leak(Box::new(AtomicU32::new(0)));
    let key = |k| Key { kind: k, addr: turn as *const _ as usize };
    let t0 = Time::now().0;
    let all: Vec<_> = (0..2u8)
        .map(|me| {
            thread(move |t| {
                for _ in 0..rounds {
                    while turn.load(SeqCst) != me as u32 {
                        park(t, key(me), Reason::Queue, None, true, || turn.load(SeqCst) != me as u32, || ());
                    }
                    turn.store(1 - me as u32, SeqCst);
                    unpark(key(1 - me), 1, 0, |_| ());
                }
            })
        })
        .collect();
    all.into_iter().for_each(|h| h.join().unwrap());
    (Time::now().0 - t0) as f64 / (2 * rounds) as f64
}

/// Round trips a second of a thread that echoes bytes, beside `busy` computing threads, and the busy threads' share.
fn echo(busy: u64) -> (f64, f64) {
    let mut fds = [0i32; 2];
    // SAFETY: the kernel writes two descriptors.
    unsafe { libc::socketpair(libc::AF_UNIX, libc::SOCK_STREAM, 0, fds.as_mut_ptr()) };
    let [a, b] = fds;
    let (end, quanta) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let all: Vec<_> = (0..busy)
        .map(|_| {
            let (end, quanta) = (end.clone(), quanta.clone());
            thread(move |t| {
                while !end.load(Relaxed) {
                    quantum(t, 10_000);
                    quanta.fetch_add(1, Relaxed);
                }
            })
        })
        .collect();
    let server = thread(move |t| {
        let mut n = 0u64;
        loop {
            let mut c = 0u8;
            // SAFETY: one byte in, one byte out.
            let r = safe(t, Reason::Io, || unsafe { libc::read(b, (&raw mut c as usize) as *mut _, 1) });
            if r <= 0 || c == b'q' {
                return n;
            }
            // SAFETY: as above; a socket's buffer takes one byte without waiting.
            unsafe { libc::write(b, (&raw const c).cast(), 1) };
            n += 1;
        }
    });
    // The client is another process's stand-in: not attached.
    events::record_switches(true);
    let (t0, mut c) = (Time::now().0, b'x');
    while Time::now().0 - t0 < 1_000_000_000 {
        // SAFETY: one byte out, one byte in.
        unsafe {
            libc::write(a, (&raw const c).cast(), 1);
            libc::read(a, (&raw mut c).cast(), 1);
        }
    }
    let (n, wall) = (quanta.load(Relaxed), Time::now().0 - t0);
    // SAFETY: one byte out.
    unsafe { libc::write(a, b"q".as_ptr().cast(), 1) };
    events::record_switches(false);
    let switches = events::take_switches();
    let by = |rule| switches.iter().filter(|s| s.rule == rule).count();
    use SwitchRule::{Quantum, Wait, Wake};
    println!("    switches: {} at a wait, {} at a wake, {} at a quantum's end", by(Wait), by(Wake), by(Quantum));
    end.store(true, Relaxed);
    let trips = server.join().unwrap();
    all.into_iter().for_each(|h| h.join().unwrap());
    (trips as f64 * 1e9 / wall as f64, n as f64 * 10_000.0 / (wall as f64 / 1e9))
}

fn main() {
    if let Some(n) = std::env::args().nth(1) {
        let threads = n.parse().expect("a number of computing threads");
        let (q, cpu) = computing(threads, 20_000 / threads, 10_000);
        return println!("{threads} computing: {:.1} us per quantum, cpu {cpu:.0}%", q / 1000.0);
    }
    let (base, _) = computing(1, 20_000, 10_000);
    let (short, _) = computing(1, 200_000, 500);
    println!("one thread                 quantum {:6.1} us", base / 1000.0);
    for threads in [2, 4, 10] {
        let (q, cpu) = computing(threads, 40_000 / threads, 10_000);
        println!(
            "{threads:2} computing, quantum       hand-over {:6.0} ns  overhead {:5.1}%  cpu {cpu:4.0}%",
            q - base,
            (q / base - 1.0) * 100.0
        );
    }
    let (q, cpu) = computing(2, 100_000, 500);
    println!(
        " 2 computing, {:4.1} us       hand-over {:6.0} ns  overhead {:5.1}%  cpu {cpu:4.0}%",
        short / 1000.0,
        q - short,
        (q / short - 1.0) * 100.0
    );
    gil::set_switch(None, Switch::Exact(10_000));
    let (q, cpu) = computing(2, 20_000, 10_000);
    println!(
        " 2 computing, exact         hand-over {:6.0} ns  overhead {:5.1}%  cpu {cpu:4.0}%",
        q - base,
        (q / base - 1.0) * 100.0
    );
    gil::set_switch(None, Switch::Auto);
    println!("ping-pong, gil on          {:6.0} ns", ping_pong(50_000));
    for busy in [0, 1, 3] {
        let (trips, rate) = echo(busy);
        println!("echo beside {busy} busy         {trips:6.0} round trips/s, busy {:.1} M instructions/s", rate / 1e6);
    }
    let n = 2_000_000u64;
    let (on, off) = (
        thread(move |t| {
            let t0 = Time::now().0;
            (0..n).for_each(|i| _ = safe(t, Reason::Io, || black_box(i)));
            (Time::now().0 - t0) as f64 / n as f64
        })
        .join()
        .unwrap(),
        {
            gil::set_enabled(None, false);
            thread(move |t| {
                let t0 = Time::now().0;
                (0..n).for_each(|i| _ = safe(t, Reason::Io, || black_box(i)));
                (Time::now().0 - t0) as f64 / n as f64
            })
            .join()
            .unwrap()
        },
    );
    println!("safe(), nobody waits       {on:6.1} ns with the gil, {off:.1} without");
    println!("ping-pong, gil off         {:6.0} ns", ping_pong(50_000));
}
