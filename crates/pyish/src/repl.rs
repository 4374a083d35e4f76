//! A plain prompt: reads entries, runs them, prints what they give.

use crate::options::Options;
use pyish_sched::{Reason, safe};
use pyish_vm::builtins::compile::{How, Mode, compile_source};
use pyish_vm::interpreter::{report, start};
use pyish_vm::object::code::Code;
use pyish_vm::object::dict::Dict;
use pyish_vm::types::exc;
use pyish_vm::{Raised, Ret, Thread, Value};
use std::io::{BufRead, IsTerminal, Write};

/// Runs the prompt until the input ends.
pub fn run(t: &mut Thread, options: &Options) -> Ret {
    let terminal = std::io::stdin().is_terminal();
    let modules = Dict::of(t.runtime().modules.get());
    let d = match modules.get_named(t, "__main__")? {
        Some(m) => pyish_vm::types::module::dict_of(m),
        None => start::new_main(t)?,
    };
    if terminal && !options.quiet {
        println!("pyish {} (Python 3.14)", env!("CARGO_PKG_VERSION"));
        println!("Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.");
    }
    let mut entry = String::new();
    loop {
        if terminal {
            print!("{}", if entry.is_empty() { ">>> " } else { "... " });
            let _ = std::io::stdout().flush();
        }
        let read = safe(&t.m.core, Reason::Io, || {
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line).map(|n| (n, line))
        });
        let line = match read {
            Ok((0, _)) => {
                if !entry.trim().is_empty() {
                    one(t, d, &entry, true)?;
                }
                if terminal {
                    println!();
                }
                return Ok(Value::NONE);
            }
            Ok((_, line)) => line,
            Err(_) => {
                if t.interrupted_wait().is_err() {
                    t.exc = Value::UNBOUND;
                    println!("\nKeyboardInterrupt");
                    entry.clear();
                }
                continue;
            }
        };
        let blank = line.trim().is_empty();
        if entry.is_empty() && blank {
            continue;
        }
        entry.push_str(&line);
        // a compound statement ends with an empty line
        let compound = entry.trim_end().ends_with(':') || entry.contains("\n ") || entry.contains("\n\t");
        if compound && !blank {
            continue;
        }
        if one(t, d, &entry, blank)? {
            entry.clear();
        }
    }
}

/// Runs one entry; false if it needs more lines. SystemExit goes on.
fn one(t: &mut Thread, d: Dict, entry: &str, complete: bool) -> Result<bool, Raised> {
    let src = pyish_syntax::Source::new("<stdin>", entry);
    let how = How { incomplete_input: !complete, ..How::default() };
    let r = compile_source(t, &src, Mode::Single, how)
        .and_then(|code| t.run_code(Code::of(code), d.value(), d.value(), None));
    if r.is_err() {
        if !complete && t.raised_is(&exc::SyntaxError) {
            let e = pyish_vm::object::exception::Exception::of(t.exc);
            let text = t.string_of(e.own(0));
            if text.contains("incomplete input")
                || text.contains("was never closed")
                || text.contains("unterminated triple")
            {
                t.exc = Value::UNBOUND;
                return Ok(false);
            }
        }
        if t.raised_is(&exc::SystemExit) {
            return Err(Raised);
        }
        let e = t.take_exception();
        report::print_exception(t, e);
    }
    pyish_stdlib::flush(t);
    Ok(true)
}
