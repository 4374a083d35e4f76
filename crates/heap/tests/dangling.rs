//! A word that is a pointer to no object ends a checked run with the object that holds it.

mod support;

use std::process::Command;
use support::*;

/// What the child process does; in the parent it does nothing.
#[test]
fn victim() {
    if std::env::var("PYISH_DANGLING").is_err() {
        return;
    }
    attached(|m| {
        let o = m.alloc_fields(FIELDS, 5).unwrap();
        o.init(0, int(7));
        o.init(3, pyish_heap::BASE as u64 + (1 << 30) + 1);
        scrub();
        m.collect(false);
        std::hint::black_box(o);
    });
}

#[test]
fn a_pointer_to_no_object_is_reported_with_its_holder() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["victim", "--exact", "--nocapture", "--test-threads=1"])
        .env("PYISH_GC_VERIFY", "1")
        .env("PYISH_DANGLING", "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(text.contains("a pointer to no object"), "{text}");
    assert!(text.contains("in word 3 of 0x100000000000: kind 1"), "{text}");
}
