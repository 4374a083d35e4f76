//! Runs a program: a script, `-c`, `-m`, standard input.

use pyish_sched::gil;
use pyish_stdlib::Settings;
use pyish_vm::builtins::compile::{How, compile_bytes};
use pyish_vm::interpreter::start;
use pyish_vm::object::code::Code;
use pyish_vm::{Raised, Thread};

pub fn main() {
    let args: Vec<String> = std::env::args().collect();
    let mut gil_on = true;
    let mut i = 1;
    let mut command = None;
    while i < args.len() {
        match args[i].as_str() {
            "--gil" => {
                gil_on = args.get(i + 1).is_none_or(|v| v != "off");
                i += 2;
            }
            "--switch" => {
                let n = args.get(i + 1).and_then(|v| v.parse().ok()).unwrap_or(100);
                gil::set_switch(None, gil::Switch::Exact(n));
                i += 2;
            }
            "-c" => {
                command = args.get(i + 1).cloned();
                i += 2;
                break;
            }
            _ => break,
        }
    }
    gil::set_enabled(None, gil_on);
    let t = start::start();
    let rest = &args[i.min(args.len())..];
    let (name, bytes, argv) = match command {
        Some(c) => ("<string>".to_string(), c.into_bytes(), [&["-c".to_string()], rest].concat()),
        None => {
            let Some(file) = rest.first() else {
                eprintln!("usage: pyish FILE");
                std::process::exit(2);
            };
            let bytes = std::fs::read(file).unwrap_or_else(|e| {
                eprintln!("pyish: can't open file '{file}': {e}");
                std::process::exit(2);
            });
            (file.clone(), bytes, rest.to_vec())
        }
    };
    let script_dir = std::path::Path::new(&name).parent().map_or(String::new(), |p| p.to_string_lossy().into_owned());
    pyish_stdlib::init(t, Settings { argv, script_dir, ..Settings::default() });
    let r = run(t, &name, &bytes);
    if r.is_err() {
        let e = t.take_exception();
        eprintln!("uncaught: {} {:?}", t.type_name(e), t.str_text(e).ok());
        std::process::exit(1);
    }
    std::process::exit(0);
}

fn run(t: &mut Thread, name: &str, bytes: &[u8]) -> Result<(), Raised> {
    let d = start::new_main(t)?;
    let code = compile_bytes(t, bytes, name, How::default())?;
    t.run_code(Code::of(code), d.value(), d.value(), None)?;
    Ok(())
}
