//! Runs a program: a script, `-c`, `-m`, standard input; and ends the process as CPython does.

use crate::options::{Options, Program};
use pyish_bytecode::CodeFlags;
use pyish_sched::gil;
use pyish_stdlib::Settings;
use pyish_vm::builtins::compile::{How, compile_bytes};
use pyish_vm::interpreter::{report, start};
use pyish_vm::object::code::Code;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::exception::Exception;
use pyish_vm::types::exc;
use pyish_vm::{Raised, Ret, Thread, Value};
use std::io::Read;
use std::path::Path;

/// Runs the program and ends the process.
pub fn run(options: Options, program: Program, argv: Vec<String>) -> ! {
    let on = options.gil_on().unwrap_or_else(|e| {
        eprintln!("Fatal Python error: {e}");
        std::process::exit(1);
    });
    if let Some(n) = options.switch {
        gil::set_switch(None, gil::Switch::Exact(n as _));
    }
    gil::set_enabled(None, on);
    pyish_vm::builtins::compile::set_optimize_level(options.optimize.min(2));
    let source = read_source(&program);
    let t = start::start();
    let _ = pyish_sched::signals::install(libc::SIGINT);
    let _ = pyish_sched::signals::ignore(libc::SIGPIPE);
    let script_dir = match &program {
        Program::Script(f) => Path::new(f).parent().map_or(String::new(), |p| {
            let p = if p.as_os_str().is_empty() { Path::new(".") } else { p };
            std::fs::canonicalize(p).unwrap_or_else(|_| p.to_path_buf()).to_string_lossy().into_owned()
        }),
        Program::Module(_) => std::env::current_dir().map_or(String::new(), |p| p.to_string_lossy().into_owned()),
        _ => String::new(),
    };
    let executable = std::env::current_exe().map_or(String::new(), |p| p.to_string_lossy().into_owned());
    let settings = Settings {
        argv,
        script_dir,
        executable,
        optimize: options.optimize,
        warn_options: options.warn_options(),
        interactive: options.interactive,
        unbuffered: options.unbuffered,
        no_site: options.no_site,
        isolated: options.isolated,
        dont_write_bytecode: options.dont_write_bytecode || options.variable("PYTHONDONTWRITEBYTECODE").is_some(),
        pycache_prefix: options.pycache_prefix(),
        ignore_environment: options.ignore_environment || options.isolated,
        quiet: options.quiet,
        x_options: options.x.clone(),
    };
    pyish_stdlib::init(t, settings);
    if options.import_time() {
        pyish_vm::import::time::show();
    }
    let r = match (&program, source) {
        (Program::Repl, _) => crate::repl::run(t, &options),
        (Program::Module(m), _) => run_module(t, m),
        (_, Some((name, bytes))) => run_source(t, &name, &bytes),
        (_, None) => Ok(Value::NONE),
    };
    let code = if options.interactive && !matches!(program, Program::Repl) {
        if r.is_err() {
            let e = t.take_exception();
            report::print_exception(t, e);
        }
        let r = crate::repl::run(t, &options);
        exit_code(t, r)
    } else {
        exit_code(t, r)
    };
    finish(t, code)
}

/// The program's name and text; a missing file ends the process with CPython's words.
fn read_source(program: &Program) -> Option<(String, Vec<u8>)> {
    match program {
        Program::Script(file) => {
            let path = Path::new(file);
            let path = if path.is_dir() { path.join("__main__.py") } else { path.to_path_buf() };
            match std::fs::read(&path) {
                Ok(bytes) => {
                    let full = std::path::absolute(&path).unwrap_or(path);
                    Some((full.to_string_lossy().into_owned(), bytes))
                }
                Err(e) => {
                    let full = std::path::absolute(&path).unwrap_or(path.clone());
                    let number = e.raw_os_error().unwrap_or(0);
                    let text = e.to_string();
                    let text = text.split(" (os error").next().unwrap_or(&text);
                    if Path::new(file).is_dir() {
                        eprintln!(
                            "pyish: can't find '__main__' module in '{}'",
                            full.parent().unwrap_or(&full).display()
                        );
                        std::process::exit(1);
                    }
                    eprintln!("pyish: can't open file '{}': [Errno {number}] {text}", full.display());
                    std::process::exit(2);
                }
            }
        }
        Program::Command(c) => Some(("<string>".to_string(), format!("{c}\n").into_bytes())),
        Program::StandardInput => {
            let mut bytes = Vec::new();
            let _ = std::io::stdin().read_to_end(&mut bytes);
            Some(("<stdin>".to_string(), bytes))
        }
        Program::Module(_) | Program::Repl => None,
    }
}

fn run_source(t: &mut Thread, name: &str, bytes: &[u8]) -> Ret {
    let d = start::new_main(t)?;
    if name != "<string>" && name != "<stdin>" {
        let file = std::path::absolute(name).map_or(name.to_string(), |p| p.to_string_lossy().into_owned());
        let file = t.str(&file)?;
        d.set_named(t, "__file__", file)?;
        d.set_named(t, "__cached__", Value::NONE)?;
    }
    let how = How { top_level_await: true, ..How::default() };
    if name == "<string>" || name == "<stdin>" {
        report::remember_source(name, &String::from_utf8_lossy(bytes));
    }
    let code = Code::of(compile_bytes(t, bytes, name, how)?);
    run_main(t, code, d)
}

/// Runs `__main__`'s code; as a coroutine on a loop of its own if it awaits at top level.
pub fn run_main(t: &mut Thread, code: Code, d: Dict) -> Ret {
    let r = t.run_code(code, d.value(), d.value(), None)?;
    if !code.flags().has(CodeFlags::COROUTINE) {
        return Ok(r);
    }
    let driver = pyish_vm::import::import_dotted(t, "_pyish_main")?;
    t.call_method_named(driver, "run", &[r])
}

/// `-m`: `runpy` does it.
fn run_module(t: &mut Thread, name: &str) -> Ret {
    start::new_main(t)?;
    let runpy = pyish_vm::import::import_dotted(t, "runpy")?;
    let name = t.str(name)?;
    t.call_method_named(runpy, "_run_module_as_main", &[name])
}

/// Reports an exception that ended the program; the exit code.
pub fn exit_code(t: &mut Thread, r: Result<Value, Raised>) -> Exit {
    if r.is_ok() {
        return Exit::Code(0);
    }
    let e = t.take_exception();
    if t.class_of(e).is_subclass(exc::SystemExit.get()) {
        return Exit::Code(system_exit(t, e));
    }
    let interrupted = t.class_of(e).is_subclass(exc::KeyboardInterrupt.get());
    uncaught(t, e);
    if interrupted { Exit::Interrupted } else { Exit::Code(1) }
}

/// Hands an exception to `sys.excepthook`, or prints it.
fn uncaught(t: &mut Thread, e: Value) {
    let sys = t.runtime().sys.get();
    let hook = t.names().excepthook;
    let found = t.find_attr(sys, hook);
    if let Ok(Some(f)) = found
        && pyish_vm::types::native_function::NativeFunction::from(f).is_none()
    {
        let class = t.class_of(e).value();
        let tb = Exception::of(e).traceback();
        if t.call(f, &[class, e, tb]).is_err() {
            let second = t.take_exception();
            report::write_error(t, "Error in sys.excepthook:\n");
            report::print_exception(t, second);
            report::write_error(t, "\nOriginal exception was:\n");
            report::print_exception(t, e);
        }
        return;
    }
    t.exc = Value::UNBOUND;
    report::print_exception(t, e);
}

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Code(i32),
    /// by SIGINT, as a program that Ctrl-C ended
    Interrupted,
}

fn system_exit(t: &mut Thread, e: Value) -> i32 {
    let code = Exception::of(e).own(0);
    if code.is_none() {
        return 0;
    }
    if let Some(i) = pyish_vm::object::bigint::to_i64(code) {
        return (i & 0xFF) as i32;
    }
    if let Ok(text) = t.str_text(code) {
        report::write_error(t, &format!("{text}\n"));
    }
    t.exc = Value::UNBOUND;
    1
}

/// Joins threads, runs `atexit`, finalizers, flushes, and leaves.
pub fn finish(t: &mut Thread, exit: Exit) -> ! {
    let mut exit = exit;
    let modules = Dict::of(t.runtime().modules.get());
    if let Ok(Some(threading)) = modules.get_named(t, "threading") {
        let r = t.call_method_named(threading, "_shutdown", &[]);
        if r.is_err() {
            report::print_unraisable(t, "Exception ignored on threading shutdown", threading);
        }
    } else if let Ok(Some(thread)) = modules.get_named(t, "_thread") {
        let r = t.call_method_named(thread, "_shutdown", &[]);
        if r.is_err() {
            t.exc = Value::UNBOUND;
        }
    }
    pyish_stdlib::at_exit(t);
    // what daemon threads still hold is not dead, and is left as it is
    if pyish_stdlib::running_threads() == 0 {
        pyish_vm::types::weakref::finalize_all(t);
    }
    if !pyish_stdlib::flush(t) && exit == Exit::Code(0) {
        exit = Exit::Code(120);
    }
    pyish_sched::stop_world_for_good(&t.m.core);
    match exit {
        // SAFETY: ends the process without running destructors.
        Exit::Code(n) => unsafe { libc::_exit(n) },
        Exit::Interrupted => {
            let _ = pyish_sched::signals::default(libc::SIGINT);
            // SAFETY: sends a signal to this process, and ends it if that does not.
            unsafe {
                libc::kill(libc::getpid(), libc::SIGINT);
                libc::_exit(130)
            }
        }
    }
}
