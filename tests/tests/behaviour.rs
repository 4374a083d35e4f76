//! `cargo test -p pyish-tests`: every `.py` file is a test, once with the GIL on and once with it off.
//!
//! Options of ours, before the test runner sees the rest (`FILTER`, `--list`, `--ignored`, `--test-threads` ...):
//! `--oracle PYTHON` checks the expectations on CPython, `--pyish PATH` takes another binary, `--stress K` collects
//! at every K-th allocation in files that do not say themselves, `--patience N` makes every timeout N times as long,
//! `--gil on|off` keeps one mode. `--divergences` lists the files that CPython does otherwise, with their reasons, and
//! runs nothing.

use libtest_mimic::{Arguments, Failed, Trial};
use pyish_tests::expectations::{self, Plan};
use pyish_tests::interpreter::{Gil, Interpreter, Mode};
use pyish_tests::{find, run_file};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Default)]
struct Choice {
    oracle: Option<PathBuf>,
    pyish: Option<PathBuf>,
    stress: Option<u64>,
    gil: Option<Gil>,
    patience: Option<u32>,
}

fn main() -> ExitCode {
    if std::env::args().any(|word| word == "--divergences") {
        return divergences();
    }
    match list() {
        Ok((arguments, trials)) => libtest_mimic::run(&arguments, trials).exit_code(),
        Err(text) => {
            eprintln!("behaviour: {text}");
            ExitCode::from(2)
        }
    }
}

/// The marks `# only pyish: reason`, one a line.
fn divergences() -> ExitCode {
    let root = find::project_root();
    for file in find::test_files(&root).unwrap_or_default() {
        let text = std::fs::read_to_string(root.join(&file)).unwrap_or_default();
        if let Ok(Plan { only_pyish: Some(reason), .. }) = expectations::parse(&text) {
            println!("{file}: {reason}");
        }
    }
    ExitCode::SUCCESS
}

fn list() -> Result<(Arguments, Vec<Trial>), String> {
    let (choice, rest) = split_arguments(std::env::args().collect())?;
    let mut arguments = Arguments::from_iter(rest);
    arguments.test_threads.get_or_insert(2);
    let interpreter = Arc::new(match choice.oracle {
        Some(path) => Interpreter::oracle(path),
        None if arguments.list => Interpreter::oracle(PathBuf::new()),
        None => Interpreter::pyish(choice.pyish, choice.stress)?,
    });
    let root = find::project_root();
    let not_yet = if interpreter.oracle { Vec::new() } else { not_yet(&root) };
    let mut trials = Vec::new();
    for file in find::test_files(&root).map_err(|e| format!("the test files: {e}"))? {
        let text = std::fs::read_to_string(root.join(&file)).map_err(|e| format!("{file}: {e}"))?;
        let plan = expectations::parse(&text).map_err(|e| format!("{file}: {e}"))?;
        let mut plan = if interpreter.oracle { plan } else { plan.for_3_14() };
        plan.timeout *= choice.patience.unwrap_or(1);
        let modes: Vec<Mode> = match interpreter.oracle && !arguments.list {
            true => vec![Mode::Oracle],
            false => {
                plan.gil.iter().filter(|g| choice.gil.is_none_or(|only| only == **g)).map(|g| Mode::Pyish(*g)).collect()
            }
        };
        let plan = Arc::new(plan);
        for mode in modes {
            let trial = trial(&root, &file, &plan, &interpreter, mode);
            let listed = not_yet.iter().any(|name| *name == trial.name());
            let ignored = listed || trial.has_ignored_flag();
            trials.push(trial.with_ignored_flag(ignored));
        }
    }
    Ok((arguments, trials))
}

/// Names of tests that do not pass yet, one a line of `tests/not_yet.txt`: shown as ignored, run by `-- --ignored`.
fn not_yet(root: &std::path::Path) -> Vec<String> {
    let text = std::fs::read_to_string(root.join("tests/not_yet.txt")).unwrap_or_default();
    text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(str::to_string).collect()
}

fn trial(root: &std::path::Path, file: &str, plan: &Arc<Plan>, interpreter: &Arc<Interpreter>, mode: Mode) -> Trial {
    let unknown_to_oracle = mode == Mode::Oracle && (plan.only_pyish.is_some() || plan.since.is_some());
    let ignored = plan.skip.is_some() || unknown_to_oracle;
    let (root, file_name) = (root.to_path_buf(), file.to_string());
    let (plan, interpreter) = (Arc::clone(plan), Arc::clone(interpreter));
    let run = move || run_file(&root, &file_name, &plan, &interpreter, mode).map_err(Failed::from);
    Trial::test(format!("{file} {}", mode.name()), run).with_ignored_flag(ignored)
}

/// Takes our own options out of the command line.
fn split_arguments(all: Vec<String>) -> Result<(Choice, Vec<String>), String> {
    let mut choice = Choice::default();
    let mut rest = Vec::new();
    let mut words = all.into_iter();
    while let Some(word) = words.next() {
        if !["--oracle", "--pyish", "--stress", "--patience", "--gil"].contains(&word.as_str()) {
            rest.push(word);
            continue;
        }
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--oracle" => choice.oracle = Some(PathBuf::from(value)),
            "--pyish" => choice.pyish = Some(PathBuf::from(value)),
            "--stress" => choice.stress = Some(value.parse().map_err(|_| format!("--stress {value}: a number"))?),
            "--patience" => choice.patience = Some(value.parse().map_err(|_| format!("--patience {value}: a number"))?),
            _ => choice.gil = Some(if value == "off" { Gil::Off } else { Gil::On }),
        }
    }
    Ok((choice, rest))
}
