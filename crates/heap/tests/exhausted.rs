//! A heap that is used up: MemoryError, and life after it. The child runs with little address space.

mod support;

use pyish_heap::{Mutator, NoMemory, Obj};
use std::process::Command;
use support::*;

#[inline(never)]
fn fill(m: &mut Mutator, words: usize) -> usize {
    let mut n = 0;
    let mut last: Option<Obj> = None;
    loop {
        match m.alloc_fields(FIELDS, words) {
            Ok(o) => {
                o.init(0, last.map_or(0, Obj::value));
                o.init(1, int(n));
                last = Some(o);
                n += 1;
            }
            Err(NoMemory) => {
                std::hint::black_box(last);
                return n;
            }
        }
    }
}

/// What the child process does; in the parent it does nothing.
#[test]
fn victim() {
    if std::env::var("PYISH_EXHAUST").is_err() {
        return;
    }
    attached(|m| {
        for words in [3, 20_000, 1000] {
            let first = fill(m, words);
            scrub();
            let second = fill(m, words);
            assert!(first * words * 8 > 20 << 20, "{first} objects of {words} words");
            assert!(second * 10 >= first * 9, "{first} objects of {words} words, then {second}");
            scrub();
        }
    });
}

#[test]
fn memory_comes_back_after_it_ran_out() {
    let output = Command::new("sh")
        .args(["-c", "ulimit -v 260000; exec \"$0\" victim --exact --nocapture --test-threads=1"])
        .arg(std::env::current_exe().unwrap())
        .env("PYISH_EXHAUST", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
