//! The command line itself: options, exit codes, texts for bad input, pipes that close. What one file cannot say.
//!
//! `PYISH_ORACLE=python3.13 cargo test -p pyish-tests --test command` runs what CPython has too on CPython.

use pyish_tests::find::project_root;
use pyish_tests::interpreter::Interpreter;
use pyish_tests::process::{self, End, Limits, Outcome};
use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

fn interpreter() -> &'static Interpreter {
    static CHOSEN: OnceLock<Interpreter> = OnceLock::new();
    CHOSEN.get_or_init(|| match std::env::var_os("PYISH_ORACLE") {
        Some(path) => Interpreter::oracle(PathBuf::from(path)),
        None => Interpreter::pyish(None, None).expect("pyish can be built"),
    })
}

fn command(args: &[&str]) -> Command {
    let mut command = interpreter().bare_command();
    command.current_dir(project_root()).args(args);
    command
}

fn run_with(command: Command, stdin: &str) -> Outcome {
    let limits = Limits { timeout: Duration::from_secs(20), stdin: Some(stdin.to_string()), interrupt: None };
    process::run(command, &limits).expect("the interpreter starts")
}

fn run(args: &[&str]) -> Outcome {
    run_with(command(args), "")
}

#[track_caller]
fn check(outcome: &Outcome, code: i32, stdout: &str, stderr: &str) {
    assert_eq!(outcome.end, End::Exit(code), "{outcome:?}");
    assert_eq!(outcome.stdout, stdout, "{outcome:?}");
    match stderr {
        "" => assert_eq!(outcome.stderr, "", "{outcome:?}"),
        text => assert!(outcome.stderr.contains(text), "no `{text}` in {outcome:?}"),
    }
}

/// A file in a folder of its own.
fn script(text: &[u8]) -> (process::Scratch, String) {
    let scratch = process::Scratch::new().expect("a folder");
    let path = scratch.path().join("script.py");
    fs::write(&path, text).expect("a file");
    let path = path.to_string_lossy().into_owned();
    (scratch, path)
}

#[test]
fn a_missing_file_is_told_with_exit_2() {
    check(&run(&["no/such/file.py"]), 2, "", "can't open file '");
    check(&run(&["no/such/file.py"]), 2, "", "no/such/file.py': [Errno 2] No such file or directory");
}

#[test]
fn c_runs_its_argument() {
    check(&run(&["-c", "print(6 * 7)"]), 0, "42\n", "");
    check(&run(&["-c", "import sys; print(sys.argv, __name__)", "a", "-b"]), 0, "['-c', 'a', '-b'] __main__\n", "");
    check(&run(&["-c", "1/0"]), 1, "", "  File \"<string>\", line 1, in <module>");
    check(&run(&["-c", "import sys; sys.exit(9)"]), 9, "", "");
    check(&run(&["-c"]), 2, "", "Argument expected for the -c option");
}

#[test]
fn a_program_comes_from_standard_input() {
    check(
        &run_with(command(&["-"]), "print('from stdin')\nimport sys\nprint(sys.argv)\n"),
        0,
        "from stdin\n['-']\n",
        "",
    );
    check(&run_with(command(&[]), "x = 5\nprint(x)\n"), 0, "5\n", "");
    check(&run_with(command(&[]), "print(1)\n1/0\n"), 1, "1\n", "File \"<stdin>\", line 2, in <module>");
}

#[test]
fn m_runs_a_module() {
    let (folder, _) = script(b"");
    fs::write(folder.path().join("mod.py"), "import sys\nprint(__name__, sys.argv[1:])\n").unwrap();
    let mut c = command(&["-m", "mod", "x"]);
    c.current_dir(folder.path());
    check(&run_with(c, ""), 0, "__main__ ['x']\n", "");
    check(&run(&["-m", "no_such_module"]), 1, "", "No module named no_such_module");
}

#[test]
fn the_version_is_told() {
    let outcome = run(&["-V"]);
    assert_eq!(outcome.end, End::Exit(0), "{outcome:?}");
    let name = if interpreter().oracle { "Python 3.13" } else { "Python 3.14" };
    assert!(outcome.stdout.starts_with(name), "{outcome:?}");
}

#[test]
fn an_unknown_option_is_refused() {
    let outcome = run(&["--no-such-option"]);
    assert_eq!(outcome.end, End::Exit(2), "{outcome:?}");
    assert!(outcome.stdout.is_empty() && !outcome.stderr.is_empty(), "{outcome:?}");
}

#[test]
fn a_syntax_error_shows_its_place() {
    let (_folder, path) = script(b"x = 1\nprint((x)\ny = 2\n");
    check(&run(&[&path]), 1, "", "line 2");
    check(&run(&[&path]), 1, "", "SyntaxError: '(' was never closed");
}

#[test]
fn a_file_that_is_not_utf8_is_refused() {
    let (_folder, path) = script(b"print('\xff\xfe')\n");
    check(&run(&[&path]), 1, "", "SyntaxError: Non-UTF-8 code starting with '\\xff'");
    let (_folder, path) = script(b"x = 1\0\n");
    check(&run(&[&path]), 1, "", "SyntaxError: source code cannot contain null bytes");
    let (_folder, path) = script(b"\xef\xbb\xbfprint('with a BOM')\n");
    check(&run(&[&path]), 0, "with a BOM\n", "");
    let (_folder, path) = script("# -*- coding: latin-1 -*-\nprint('é' == '\\xc3\\xa9')\n".as_bytes());
    check(&run(&[&path]), 0, "True\n", "");
}

#[test]
fn odd_files_are_read() {
    let (_folder, path) = script(b"");
    check(&run(&[&path]), 0, "", "");
    let (_folder, path) = script(b"print(1)\r\nif True:\r\n    print(2)\r\n# no newline at the end");
    check(&run(&[&path]), 0, "1\n2\n", "");
    let (_folder, path) = script(b"#!/usr/bin/env pyish\n\x0cprint('form feed')\n");
    check(&run(&[&path]), 0, "form feed\n", "");
    check(&run(&["/"]), 1, "", "can't find '__main__' module in '/'");
}

#[test]
fn files_beside_the_script_are_imported() {
    let (folder, path) = script(b"import beside, pack.sub\nfrom pack import value\nprint(beside.x, pack.sub.y, value, beside.__name__, beside.__file__ is not None)\n");
    fs::write(folder.path().join("beside.py"), "x = 'beside'\n").unwrap();
    fs::create_dir(folder.path().join("pack")).unwrap();
    fs::write(folder.path().join("pack/__init__.py"), "value = 'package'\n").unwrap();
    fs::write(folder.path().join("pack/sub.py"), "from . import value\ny = value + '.sub'\n").unwrap();
    check(&run(&[&path]), 0, "beside package.sub package beside True\n", "");
}

#[test]
fn errors_in_imported_files_name_them() {
    let (folder, path) = script(b"import broken\n");
    fs::write(folder.path().join("broken.py"), "def f(:\n").unwrap();
    check(&run(&[&path]), 1, "", "broken.py\", line 1");
    fs::write(folder.path().join("broken.py"), "import script_that_is_missing\n").unwrap();
    check(&run(&[&path]), 1, "", "ModuleNotFoundError: No module named 'script_that_is_missing'");
    fs::write(folder.path().join("broken.py"), "from broken import x\n").unwrap();
    check(&run(&[&path]), 1, "", "partially initialized module 'broken'");
}

#[test]
fn a_closed_standard_output_ends_quietly_enough() {
    let mut c = command(&["-c", "for i in range(1000000): print(i)"]);
    let mut child = c.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut some = [0; 10];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut some).expect("a few lines");
    drop(out);
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    let status = child.wait().unwrap();
    assert!(errors.contains("BrokenPipeError: [Errno 32] Broken pipe"), "{errors}");
    assert_eq!(status.code(), Some(1), "{errors}");
}

#[test]
fn a_full_standard_output_is_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let status =
        command(&["-c", "print('x')"]).stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(status.status.code(), Some(120), "{status:?}");
}

#[test]
fn main_ends_while_threads_run() {
    let text = "import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.05), print('thread'))).start()\nprint('main')\n1/0\n";
    let outcome = run(&["-c", text]);
    check(&outcome, 1, "main\nthread\n", "ZeroDivisionError");
}

#[test]
fn the_gil_is_switched_in_three_ways() {
    if interpreter().oracle {
        return;
    }
    let ask = ["-c", "import sys; print(sys._is_gil_enabled())"];
    let with = |options: &[&'static str]| run(&[options, &ask[..]].concat());
    check(&with(&[]), 0, "True\n", "");
    check(&with(&["--gil", "off"]), 0, "False\n", "");
    check(&with(&["--gil", "on"]), 0, "True\n", "");
    check(&with(&["-X", "gil=0"]), 0, "False\n", "");
    check(&with(&["-X", "gil=1"]), 0, "True\n", "");
    let mut c = command(&ask);
    c.env("PYTHON_GIL", "0");
    check(&run_with(c, ""), 0, "False\n", "");
    assert_eq!(with(&["--gil", "maybe"]).end, End::Exit(2));
    assert_eq!(with(&["--switch", "0"]).end, End::Exit(2));
    check(&with(&["--switch", "3"]), 0, "True\n", "");
}

#[test]
fn options_after_the_file_are_the_programs() {
    let (_folder, path) = script(b"import sys\nprint(sys.argv[1:])\n");
    check(&run(&[&path, "--gil", "-V", "-c", "x"]), 0, "['--gil', '-V', '-c', 'x']\n", "");
}

#[test]
fn usual_options_have_their_meaning() {
    check(&run(&["-u", "-c", "print(1)"]), 0, "1\n", "");
    check(&run(&["-q", "-B", "-E", "-s", "-c", "import sys; print(sys.dont_write_bytecode)"]), 0, "True\n", "");
    check(&run(&["-W", "error", "-c", "import warnings; warnings.warn('w')"]), 1, "", "UserWarning: w");
    check(&run(&["-W", "ignore", "-c", "import warnings; warnings.warn('w')"]), 0, "", "");
}

#[test]
fn dis_shows_the_read_and_the_write_of_a_variable() {
    if interpreter().oracle {
        return;
    }
    let (_folder, path) = script(b"counter = 0\ndef add():\n    global counter\n    counter += 1\n");
    let outcome = run(&["dis", &path]);
    assert_eq!(outcome.end, End::Exit(0), "{outcome:?}");
    let in_add: String = outcome.stdout.split("add").skip(1).collect();
    assert!(in_add.lines().filter(|line| line.contains("counter")).count() >= 2, "{}", outcome.stdout);
}

/// The lecture notes' examples, where they lie beside the project (see their own README for what each does).
#[test]
fn the_notes_examples_run_unchanged() {
    let notes = project_root().join("../shared/notes");
    if !notes.is_dir() {
        return;
    }
    let file = |name: &str| notes.join(name).to_string_lossy().into_owned();
    check(&run(&[&file("01.py")]), 0, "", "");
    check(&run(&[&file("05.py")]), 0, "Hello, World!\n", "");
    check(&run(&[&file("03.py")]), 1, "", "SyntaxError: unterminated f-string literal (detected at line 20)");
    if !interpreter().oracle {
        check(&run(&[&file("04.py")]), 0, "Hello world\n", "");
        let lines: String = (1..=3).map(|n| format!("Hello world from coroutine {n}\n")).collect();
        check(&run(&[&file("06.py")]), 0, &lines, "");
    }
    let outcome = run(&[&file("02.py")]);
    assert_eq!(outcome.end, End::Exit(0), "{outcome:?}");
    let (mut inside, mut most) = (0, 0);
    for line in outcome.stdout.lines() {
        if line.contains("стартовала") {
            inside += 1;
        } else if line.ends_with("завершена.") {
            inside -= 1;
        }
        most = most.max(inside);
    }
    assert_eq!((most, outcome.stdout.lines().count()), (2, 11), "{outcome:?}");
    let outcome = run(&[&file("07.py")]);
    assert_eq!(outcome.end, End::Exit(0), "{outcome:?}");
    assert!(outcome.stdout.contains("selector: <selectors.SelectSelector object at 0x"), "{outcome:?}");
    assert!(outcome.stdout.trim_end().ends_with("Завершение основного потока."), "{outcome:?}");
    if !interpreter().oracle {
        assert_eq!(outcome.stderr.matches("DeprecationWarning").count(), 2, "{outcome:?}");
    }
}
