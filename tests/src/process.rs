//! One run of an interpreter: its output, how it ended, and its limits (time, resident memory, output).
//!
//! The child leads a process group of its own, and the whole group is killed at its end or at a limit: a test that
//! leaves a child behind disturbs nobody.

use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Resident memory at which a run is ended, in bytes.
const MEMORY: u64 = 3 << 30;
/// Output kept of each stream, in bytes; what comes after is dropped.
const OUTPUT: usize = 8 << 20;

pub struct Limits {
    pub timeout: Duration,
    pub stdin: Option<String>,
    pub interrupt: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The exit code; minus the signal's number for a death by signal.
    Exit(i32),
    TimedOut,
    TooMuchMemory,
}

#[derive(Debug)]
pub struct Outcome {
    pub stdout: String,
    pub stderr: String,
    pub end: End,
}

/// A folder of a run's own, removed with it.
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new() -> io::Result<Scratch> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("pyish-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path)?;
        Ok(Scratch(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs a command to its end or its limit.
pub fn run(mut command: Command, limits: &Limits) -> io::Result<Outcome> {
    command.stdin(if limits.stdin.is_some() { Stdio::piped() } else { Stdio::null() });
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let mut child = command.spawn()?;
    let group = child.id() as i32;
    if let (Some(text), Some(mut pipe)) = (limits.stdin.clone(), child.stdin.take()) {
        thread::spawn(move || {
            let _ = pipe.write_all(text.as_bytes());
        });
    }
    let (stdout, out_reader) = collect(child.stdout.take().expect("stdout is piped"));
    let (stderr, err_reader) = collect(child.stderr.take().expect("stderr is piped"));
    let start = Instant::now();
    let mut interrupt = limits.interrupt.as_deref();
    let mut pause = Duration::from_micros(500);
    let end = loop {
        if let Some(status) = child.try_wait()? {
            break End::Exit(status.code().unwrap_or_else(|| -status.signal().unwrap_or(0)));
        }
        if let Some(text) = interrupt
            && String::from_utf8_lossy(&stdout.lock().expect("no reader panics")).contains(text)
        {
            interrupt = None;
            // The program says that it is about to wait; this lets it begin to.
            thread::sleep(Duration::from_millis(60));
            signal(group, libc::SIGINT);
        }
        if start.elapsed() > limits.timeout {
            break End::TimedOut;
        }
        if resident(group) > MEMORY {
            break End::TooMuchMemory;
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(10));
    };
    signal(-group, libc::SIGKILL);
    let _ = child.wait();
    let _ = (out_reader.join(), err_reader.join());
    Ok(Outcome { stdout: text(&stdout), stderr: text(&stderr), end })
}

type Collected = Arc<Mutex<Vec<u8>>>;

/// Reads a stream to its end on a thread of its own.
fn collect(mut stream: impl Read + Send + 'static) -> (Collected, thread::JoinHandle<()>) {
    let collected = Collected::default();
    let into = Arc::clone(&collected);
    let reader = thread::spawn(move || {
        let mut piece = [0; 1 << 14];
        while let Ok(n @ 1..) = stream.read(&mut piece) {
            let mut kept = into.lock().expect("nobody panics with it");
            let room = OUTPUT.saturating_sub(kept.len());
            kept.extend_from_slice(&piece[..n.min(room)]);
        }
    });
    (collected, reader)
}

fn text(collected: &Collected) -> String {
    String::from_utf8_lossy(&collected.lock().expect("no reader panics")).into_owned()
}

/// Sends a signal to a process, or to a group if the id is negative.
pub fn signal(id: i32, number: i32) {
    // SAFETY: kill takes two integers and touches no memory of ours.
    unsafe { libc::kill(id, number) };
}

/// Resident bytes of a process; 0 if it is gone.
fn resident(id: i32) -> u64 {
    let statm = fs::read_to_string(format!("/proc/{id}/statm")).unwrap_or_default();
    statm.split_whitespace().nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096
}
