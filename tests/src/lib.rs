//! The behaviour tests: Python programs that carry their expectations beside the line.
//!
//! A file goes from `find` (which files are tests) through `expectations` (what its comments promise) to
//! `process` (one run of an interpreter, limited in time and memory), and `compare` says where the two differ.
//! `interpreter` knows which binary runs: pyish, or CPython as the oracle that keeps the expectations honest.
//! The rules for writers of tests stand in `tests/README.md`.

pub mod compare;
pub mod expectations;
pub mod find;
pub mod interpreter;
pub mod process;

use expectations::Plan;
use interpreter::{Interpreter, Mode};
use std::path::Path;

/// Runs one file in one mode, with every seed and switch interval it asks for. The error is the text to print.
pub fn run_file(root: &Path, file: &str, plan: &Plan, interpreter: &Interpreter, mode: Mode) -> Result<(), String> {
    for options in interpreter.option_sets(plan, mode) {
        let scratch = process::Scratch::new().map_err(|e| format!("no scratch folder: {e}"))?;
        let command = interpreter.command(root, file, plan, &options, scratch.path());
        let outcome =
            process::run(command, &plan.limits()).map_err(|e| format!("cannot start {}: {e}", interpreter.name()))?;
        let differences = compare::differences(plan, &outcome);
        if !differences.is_empty() {
            let mut report = format!("FAIL {file}   {}\n", interpreter.describe(&options));
            for difference in differences {
                report.push_str(&difference.to_string());
            }
            report.push_str(&compare::tail("stderr", &outcome.stderr));
            report.push_str(&format!("  replay   {}\n", interpreter.replay(file, plan, &options)));
            return Err(report);
        }
    }
    Ok(())
}
