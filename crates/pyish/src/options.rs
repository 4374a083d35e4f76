//! The command line: what stands before the program is pyish's, what follows it is the program's.

use clap::Parser;
use std::ffi::OsString;
use std::io::IsTerminal;

/// A Python interpreter in which concurrency can be seen, tested and measured.
#[derive(Parser, Debug, Default, Clone)]
#[command(
    name = "pyish",
    disable_version_flag = true,
    override_usage = "pyish [options] [-c cmd | -m mod | file | -] [arg] ...\n       pyish dis FILE...\n       pyish ast [-a] FILE...\n       pyish check FILE..."
)]
pub struct Options {
    /// program passed in as string (terminates option list)
    #[arg(short = 'c', value_name = "CMD", allow_hyphen_values = true)]
    pub command: Option<String>,
    /// run library module as a script (terminates option list)
    #[arg(short = 'm', value_name = "MOD")]
    pub module: Option<String>,
    /// inspect interactively after running the program
    #[arg(short = 'i')]
    pub interactive: bool,
    /// force the stdout and stderr streams to be unbuffered
    #[arg(short = 'u')]
    pub unbuffered: bool,
    /// don't print version and copyright messages on interactive startup
    #[arg(short = 'q')]
    pub quiet: bool,
    /// ignore PYTHON* environment variables
    #[arg(short = 'E')]
    pub ignore_environment: bool,
    /// isolate from the user's environment (implies -E and -s)
    #[arg(short = 'I')]
    pub isolated: bool,
    /// don't add the user's site directory to sys.path
    #[arg(short = 's')]
    pub no_user_site: bool,
    /// don't imply 'import site' on initialization
    #[arg(short = 'S')]
    pub no_site: bool,
    /// don't write bytecode caches
    #[arg(short = 'B')]
    pub dont_write_bytecode: bool,
    /// remove assert statements; -OO: also docstrings
    #[arg(short = 'O', action = clap::ArgAction::Count)]
    pub optimize: u8,
    /// warning control
    #[arg(short = 'W', value_name = "ARG")]
    pub warn: Vec<String>,
    /// implementation-specific option: gil=0 or gil=1
    #[arg(short = 'X', value_name = "OPT")]
    pub x: Vec<String>,
    /// print the version and exit
    #[arg(short = 'V', long = "version")]
    pub version: bool,
    /// with the global interpreter lock or without
    #[arg(long, value_name = "on|off", value_parser = ["on", "off"])]
    pub gil: Option<String>,
    /// offer the GIL after exactly N instructions
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub switch: Option<u64>,
}

/// What is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Program {
    Script(String),
    Command(String),
    Module(String),
    StandardInput,
    Repl,
}

/// Options that take a value in the next word.
const WITH_VALUE: &[&str] = &["-c", "-m", "-W", "-X", "--gil", "--switch"];

/// Splits the command line where the program begins, and reads the options before it. Ends the process on a bad
/// option, as clap does, with exit code 2.
pub fn read(args: Vec<OsString>) -> (Options, Program, Vec<String>) {
    let words: Vec<String> = args.iter().map(|a| a.to_string_lossy().into_owned()).collect();
    let mut cut = 1;
    while cut < words.len() {
        let w = &words[cut];
        if w == "-" || !w.starts_with('-') {
            break;
        }
        let short_with_value = !w.starts_with("--")
            && w.len() > 2
            && w.ends_with(['c', 'm'])
            && !w.starts_with("-X")
            && !w.starts_with("-W");
        if WITH_VALUE.contains(&w.as_str()) || short_with_value {
            cut += 2;
            if w.ends_with('c') || w.ends_with('m') && !w.starts_with("--") {
                break;
            }
        } else {
            cut += 1;
        }
    }
    if cut > words.len() {
        eprintln!("Argument expected for the {} option", words[words.len() - 1]);
        std::process::exit(2);
    }
    // what most programs are started with needs no parser: its code would be a good part of what a start touches
    let options = match &words[1..cut.max(1)] {
        [] => Options::default(),
        [c, text] if c == "-c" => Options { command: Some(text.clone()), ..Options::default() },
        [m, name] if m == "-m" => Options { module: Some(name.clone()), ..Options::default() },
        _ => Options::parse_from(&words[..cut]),
    };
    let rest = words[cut..].to_vec();
    if let Some(c) = &options.command {
        let argv = [vec!["-c".to_string()], rest].concat();
        return (options.clone(), Program::Command(c.clone()), argv);
    }
    if let Some(m) = &options.module {
        let argv = [vec!["-m".to_string()], rest].concat();
        return (options.clone(), Program::Module(m.clone()), argv);
    }
    match rest.first().map(String::as_str) {
        // a pipe is a program, as with `-`
        None if !options.interactive && !std::io::stdin().is_terminal() => {
            (options, Program::StandardInput, vec![String::new()])
        }
        None => (options, Program::Repl, vec![String::new()]),
        Some("-") => (options, Program::StandardInput, rest),
        Some(file) => {
            let file = file.to_string();
            (options, Program::Script(file), rest)
        }
    }
}

impl Options {
    /// `-X importtime`, `PYTHONPROFILEIMPORTTIME`.
    pub fn import_time(&self) -> bool {
        self.x.iter().any(|x| matches!(x.as_str(), "importtime" | "importtime=1" | "importtime=2"))
            || self.variable("PYTHONPROFILEIMPORTTIME").is_some()
    }
    /// `-X pycache_prefix=PATH`, `PYTHONPYCACHEPREFIX`.
    pub fn pycache_prefix(&self) -> Option<String> {
        let given = self.x.iter().rev().find_map(|x| x.strip_prefix("pycache_prefix"));
        match given {
            Some(path) => path.strip_prefix('=').filter(|p| !p.is_empty()).map(str::to_string),
            None => self.variable("PYTHONPYCACHEPREFIX"),
        }
    }
    /// What `sys.warnoptions` holds: `PYTHONWARNINGS`, then `-W`.
    pub fn warn_options(&self) -> Vec<String> {
        let given = self.variable("PYTHONWARNINGS").unwrap_or_default();
        given.split(',').filter(|w| !w.is_empty()).map(str::to_string).chain(self.warn.iter().cloned()).collect()
    }
    /// A variable of the environment, unless they are to be ignored or it is empty.
    pub fn variable(&self, name: &str) -> Option<String> {
        if self.ignore_environment || self.isolated {
            return None;
        }
        std::env::var(name).ok().filter(|v| !v.is_empty())
    }
    /// Whether the GIL is on: `--gil`, `-X gil=`, `PYTHON_GIL`, in this order.
    pub fn gil_on(&self) -> Result<bool, String> {
        if let Some(g) = &self.gil {
            return Ok(g == "on");
        }
        for x in self.x.iter().rev() {
            if let Some(v) = x.strip_prefix("gil=") {
                return match v {
                    "0" => Ok(false),
                    "1" => Ok(true),
                    _ => Err("config_read_gil: -X gil must be \"0\" or \"1\"".to_string()),
                };
            }
        }
        if self.ignore_environment || self.isolated {
            return Ok(true);
        }
        match std::env::var("PYTHON_GIL").as_deref() {
            Ok("0") => Ok(false),
            Ok("1") | Ok("") | Err(_) => Ok(true),
            Ok(_) => Err("config_read_gil: PYTHON_GIL must be \"0\" or \"1\"".to_string()),
        }
    }
}
