//! `print` and `input`, and the buffer before file descriptor 1 that `print` uses while `sys.stdout` is not set.
//!
//! What one `print` writes goes out in one piece: lines of several threads do not mix.

use crate::native::Args;
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;
use parking_lot::Mutex;
use std::io::{IsTerminal, Write};
use std::sync::Once;

/// Bytes after which the buffer is written out.
const FULL: usize = 8192;

static BUFFER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

extern "C" fn flush_at_exit() {
    // a thread that is being torn down may hold the lock: what it holds is lost then
    if let Some(mut b) = BUFFER.try_lock() {
        let bytes = std::mem::take(&mut *b);
        let _ = std::io::stdout().write_all(&bytes).and_then(|()| std::io::stdout().flush());
    }
}

/// Writes out what `write_stdout` buffered.
pub fn flush_stdout() {
    let bytes = std::mem::take(&mut *BUFFER.lock());
    if !bytes.is_empty() {
        let mut out = std::io::stdout();
        let _ = out.write_all(&bytes).and_then(|()| out.flush());
    }
}
/// Writes to file descriptor 1, through the buffer.
pub fn write_stdout(bytes: &[u8]) {
    static AT_EXIT: Once = Once::new();
    AT_EXIT.call_once(|| {
        // SAFETY: the function neither unwinds nor uses anything that ends before the process.
        unsafe { libc::atexit(flush_at_exit) };
    });
    let full = {
        let mut b = BUFFER.lock();
        b.extend_from_slice(bytes);
        b.len() >= FULL || std::io::stdout().is_terminal() && bytes.contains(&b'\n')
    };
    if full {
        flush_stdout();
    }
}

/// A stream of `sys`, if it is set: `Some(None)` where it is Python's None.
fn stream(t: &mut Thread, name: Value) -> Result<Option<Value>, Raised> {
    let sys = t.runtime().sys.get();
    if sys.is_unbound() { Ok(None) } else { t.find_attr(sys, name) }
}
fn separator(t: &mut Thread, v: Value, what: &str, default: &'static str) -> Ret {
    match v.given() {
        None => t.str(default),
        Some(v) if Str::from(v).is_some() => Ok(v),
        Some(v) => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("{what} must be None or a string, not {kind}")))
        }
    }
}

pub fn print(t: &mut Thread, a: Args) -> Ret {
    let (args, file) = (Tuple::of(a[0]), a[3].given());
    let sep = separator(t, a[1], "sep", " ")?;
    let end = separator(t, a[2], "end", "\n")?;
    let flush = if a[4].is_unbound() { false } else { t.truth(a[4])? };
    let file = match file {
        Some(f) => Some(f),
        None => {
            let name = t.names().stdout;
            match stream(t, name)? {
                Some(f) if f.is_none() => return Ok(Value::NONE),
                found => found,
            }
        }
    };
    let Some(file) = file else {
        let mut out = Vec::new();
        for (i, v) in args.iter().enumerate() {
            if i > 0 {
                push_text(&mut out, Str::of(sep));
            }
            let s = t.str_of(v)?;
            push_text(&mut out, s);
        }
        push_text(&mut out, Str::of(end));
        write_stdout(&out);
        if flush {
            flush_stdout();
        }
        return Ok(Value::NONE);
    };
    let name = t.names().write;
    let write = t.get_attr(file, name)?;
    if Thread::kind_of(write) == Kind::BoundMethod
        && Thread::kind_of(Value::from_bits(write.unwrap_obj().word(0))) == Kind::Native
    {
        let text = joined(t, args, Str::of(sep), Str::of(end))?;
        t.call(write, &[text])?;
    } else {
        for (i, v) in args.iter().enumerate() {
            if i > 0 {
                t.call(write, &[sep])?;
            }
            let s = t.str_of(v)?.value();
            t.call(write, &[s])?;
        }
        t.call(write, &[end])?;
    }
    if flush {
        let name = t.names().flush;
        t.call_method(file, name, &[])?;
    }
    Ok(Value::NONE)
}
fn push_text(out: &mut Vec<u8>, s: Str) {
    match s.as_ascii() {
        Some(text) => out.extend_from_slice(text.as_bytes()),
        None => out.extend_from_slice(&s.wtf8()),
    }
}
/// The whole text of one `print`.
fn joined(t: &mut Thread, args: Tuple, sep: Str, end: Str) -> Ret {
    if args.len() == 1
        && let Some(s) = Str::from(args.get(0))
    {
        return Ok(s.concat(t, end)?.value());
    }
    let mut out = Vec::new();
    for (i, v) in args.iter().enumerate() {
        if i > 0 {
            push_text(&mut out, sep);
        }
        let s = t.str_of(v)?;
        push_text(&mut out, s);
    }
    push_text(&mut out, end);
    if out.is_ascii() { Ok(Str::from_ascii(t, &out)?.value()) } else { Ok(Str::from_wtf8(t, &out)?.value()) }
}

pub fn input(t: &mut Thread, a: Args) -> Ret {
    let n = t.names();
    let (stdin, stdout) = (stream(t, n.stdin)?, stream(t, n.stdout)?);
    for (v, name) in [(stdin, "stdin"), (stdout, "stdout")] {
        if v.is_some_and(Value::is_none) {
            return Err(t.runtime_error(format!("input(): lost sys.{name}")));
        }
    }
    if a[0].is_bound() {
        let prompt = t.str_of(a[0])?;
        match stdout {
            Some(f) => {
                t.call_method(f, n.write, &[prompt.value()])?;
            }
            None => write_stdout(&prompt.wtf8()),
        }
    }
    match stdout {
        Some(f) => {
            t.call_method(f, n.flush, &[])?;
        }
        None => flush_stdout(),
    }
    let line = match stdin {
        Some(f) => {
            let line = t.call_method(f, n.readline, &[])?;
            match Str::from(line) {
                Some(s) => s,
                None => {
                    return Err(t.type_error("object.readline() returned non-string"));
                }
            }
        }
        None => {
            let line = pyish_sched::safe(&t.m.core, pyish_sched::Reason::Io, || {
                let mut line = String::new();
                std::io::stdin().read_line(&mut line).map(|_| line)
            });
            match line {
                Ok(line) => Str::new(t, &line)?,
                Err(e) => return Err(t.raise(&exc::OSError, e.to_string())),
            }
        }
    };
    let len = line.len();
    if len == 0 {
        return Err(t.raise(&exc::EOFError, "EOF when reading a line"));
    }
    let newline = line.chars().get(len - 1) == '\n' as u32;
    Ok(line.slice(t, 0, if newline { len - 1 } else { len })?.value())
}
