//! Which interpreter runs a test, and with which options: pyish in a mode, or CPython as the oracle.
//!
//! pyish is `--pyish PATH`, else `$PYISH_BIN`, else the binary of this build, which cargo is asked to bring up to
//! date (cargo names binaries to a package's own tests only).

use crate::expectations::Plan;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gil {
    On,
    Off,
}

/// What one test of the list runs: a file on pyish with the GIL on or off, or on the oracle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Pyish(Gil),
    Oracle,
}

impl Mode {
    pub fn name(self) -> &'static str {
        match self {
            Mode::Pyish(Gil::On) => "gil=on",
            Mode::Pyish(Gil::Off) => "gil=off",
            Mode::Oracle => "oracle",
        }
    }
}

/// One command line's options: what stands before the file.
pub type Options = Vec<String>;

pub struct Interpreter {
    pub path: PathBuf,
    pub oracle: bool,
    /// `PYISH_GC_STRESS` for files that do not set it.
    pub stress: Option<u64>,
}

impl Interpreter {
    pub fn oracle(path: PathBuf) -> Interpreter {
        Interpreter { path, oracle: true, stress: None }
    }

    /// The binary of this build, or the given one.
    pub fn pyish(given: Option<PathBuf>, stress: Option<u64>) -> Result<Interpreter, String> {
        let path = match given.or_else(|| std::env::var_os("PYISH_BIN").map(PathBuf::from)) {
            Some(path) => path,
            None => built()?,
        };
        if !path.exists() {
            return Err(format!("{}: no such interpreter", path.display()));
        }
        Ok(Interpreter { path, oracle: false, stress })
    }

    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// A command for tests that need more than a file: no arguments yet, the environment clean.
    pub fn bare_command(&self) -> Command {
        let mut command = Command::new(&self.path);
        for (name, _) in std::env::vars_os() {
            if is_python_variable(&name) {
                command.env_remove(&name);
            }
        }
        command.env("NO_COLOR", "1").env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }

    /// Every set of options a plan asks for in this mode: seeds and switch intervals one by one.
    pub fn option_sets(&self, plan: &Plan, mode: Mode) -> Vec<Options> {
        let Mode::Pyish(gil) = mode else { return vec![Options::new()] };
        let mut base = vec!["--gil".to_string(), if gil == Gil::On { "on" } else { "off" }.to_string()];
        base.extend(plan.options.iter().cloned());
        let mut sets = vec![base];
        for (option, values) in [("--switch", &plan.switches), ("--seed", &plan.seeds)] {
            if !values.is_empty() {
                sets = sets
                    .iter()
                    .flat_map(|set| {
                        values.iter().map(|value| {
                            let mut longer = set.clone();
                            longer.extend([option.to_string(), value.to_string()]);
                            longer
                        })
                    })
                    .collect();
            }
        }
        sets
    }

    pub fn command(&self, root: &Path, file: &str, plan: &Plan, options: &Options, scratch: &Path) -> Command {
        let mut command = self.bare_command();
        command.current_dir(root).args(options).arg(file).args(&plan.args).env("TMPDIR", scratch);
        command.envs(plan.env.iter().map(|(name, value)| (name, value)));
        if let Some(k) = plan.stress.or(self.stress).filter(|_| !self.oracle) {
            command.env("PYISH_GC_STRESS", k.to_string());
        }
        command
    }

    /// A run's options as a failure's first line shows them: `gil=on seed=17`.
    pub fn describe(&self, options: &Options) -> String {
        if self.oracle {
            return "oracle".to_string();
        }
        options.chunks(2).map(|pair| pair.join("=").trim_start_matches('-').to_string()).collect::<Vec<_>>().join(" ")
    }

    /// The command that shows the failure again.
    pub fn replay(&self, file: &str, plan: &Plan, options: &Options) -> String {
        let mut words: Vec<String> = plan.env.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if let Some(k) = plan.stress.or(self.stress).filter(|_| !self.oracle) {
            words.push(format!("PYISH_GC_STRESS={k}"));
        }
        words.push(if self.oracle { self.name() } else { "cargo run --release --".to_string() });
        words.extend(options.iter().cloned());
        words.push(file.to_string());
        words.extend(plan.args.iter().cloned());
        words.join(" ")
    }
}

fn is_python_variable(name: &OsString) -> bool {
    name.to_str().is_some_and(|n| n.starts_with("PYTHON") || n.starts_with("PYISH_GC"))
}

/// `target/<profile>/pyish` beside this test's binary, brought up to date by cargo.
fn built() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|e| format!("this test's own path: {e}"))?;
    let profile = own.parent().and_then(Path::parent).ok_or("this test lies outside a target folder")?;
    let target = profile.parent().ok_or("this test lies outside a target folder")?;
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--package", "pyish", "--target-dir"]).arg(target);
    if profile.file_name().is_some_and(|name| name == "release") {
        cargo.arg("--release");
    }
    let status = cargo.current_dir(crate::find::project_root()).status().map_err(|e| format!("cargo: {e}"))?;
    if !status.success() {
        return Err("cargo could not build pyish".to_string());
    }
    Ok(profile.join("pyish"))
}
