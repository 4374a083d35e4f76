//! What a test file promises: the directives in its comments, parsed into a `Plan`.
//!
//! A directive is `#`, a space, a known word (`run`, `expect`, `expect 3.14`, `expect lines`, `expect like`, `expect unordered`,
//! `expect stderr`, `output`, `raises`, `only pyish`, `since`, `skip`), a colon and its text. The first one in a
//! line counts; an unknown `# expect ...:` is an error, so that a typing slip cannot switch a check off.

use crate::interpreter::Gil;
use std::time::Duration;

/// How one expected line of the standard output is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The whole line, trailing blanks aside.
    Exact,
    /// `...` stands for any run of characters.
    Like,
    /// One of a group of neighbouring expectations that may come in any order.
    Unordered,
}

/// One expected line and where it is written.
#[derive(Clone, Debug)]
pub struct Expected {
    pub line: usize,
    pub text: String,
    pub how: Match,
    /// What 3.14 says instead, where the oracle, 3.13, still says `text`.
    pub newer: Option<String>,
}

/// Everything a file says about its run.
#[derive(Debug)]
pub struct Plan {
    pub gil: Vec<Gil>,
    pub seeds: Vec<u64>,
    pub switches: Vec<u64>,
    pub timeout: Duration,
    pub args: Vec<String>,
    pub options: Vec<String>,
    pub env: Vec<(String, String)>,
    pub stdin: Option<String>,
    pub exit: i32,
    pub stress: Option<u64>,
    /// SIGINT is sent once the standard output contains this text.
    pub interrupt: Option<String>,
    pub any_stdout: bool,
    pub any_stderr: bool,
    pub stdout: Vec<Expected>,
    pub stderr: Vec<Expected>,
    /// The line whose exception ends the program, and the traceback's last line.
    pub raises: Option<Expected>,
    pub only_pyish: Option<String>,
    pub since: Option<String>,
    pub skip: Option<String>,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            gil: vec![Gil::On, Gil::Off],
            seeds: Vec::new(),
            switches: Vec::new(),
            timeout: Duration::from_secs(20),
            args: Vec::new(),
            options: Vec::new(),
            env: Vec::new(),
            stdin: None,
            exit: 0,
            stress: None,
            interrupt: None,
            any_stdout: false,
            any_stderr: false,
            stdout: Vec::new(),
            stderr: Vec::new(),
            raises: None,
            only_pyish: None,
            since: None,
            skip: None,
        }
    }
}

impl Plan {
    /// The plan for an interpreter of Python 3.14: the newer texts are the expected ones.
    pub fn for_3_14(mut self) -> Plan {
        for expected in &mut self.stdout {
            if let Some(newer) = expected.newer.take() {
                expected.text = newer;
            }
        }
        self
    }

    pub fn limits(&self) -> crate::process::Limits {
        crate::process::Limits { timeout: self.timeout, stdin: self.stdin.clone(), interrupt: self.interrupt.clone() }
    }
}

const WORDS: [&str; 12] = [
    "run",
    "expect",
    "expect 3.14",
    "expect lines",
    "expect like",
    "expect unordered",
    "expect stderr",
    "output",
    "raises",
    "only pyish",
    "since",
    "skip",
];

/// Parses a file's text; the error names the line.
pub fn parse(text: &str) -> Result<Plan, String> {
    let mut plan = Plan::default();
    let mut in_output = false;
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        if in_output {
            if let Some(rest) = line.strip_prefix('#') {
                plan.stdout.push(expected(number, rest.strip_prefix(' ').unwrap_or(rest), Match::Exact));
                continue;
            }
            in_output = false;
        }
        let Some((word, rest)) = directive(line).map_err(|e| format!("line {number}: {e}"))? else { continue };
        match word {
            "run" => run_options(&mut plan, rest).map_err(|e| format!("line {number}: {e}"))?,
            "expect" => plan.stdout.push(expected(number, rest, Match::Exact)),
            "expect lines" => plan.stdout.extend(rest.split(" | ").map(|part| expected(number, part, Match::Exact))),
            "expect 3.14" => {
                let last = plan.stdout.last_mut();
                let last =
                    last.ok_or_else(|| format!("line {number}: `expect 3.14` follows the `expect` it renews"))?;
                last.newer = Some(rest.trim_end().to_string());
            }
            "expect like" => plan.stdout.push(expected(number, rest, Match::Like)),
            "expect unordered" => {
                plan.stdout.extend(rest.split(" | ").map(|part| expected(number, part, Match::Unordered)))
            }
            "expect stderr" => plan.stderr.push(expected(number, rest, Match::Like)),
            "output" => {
                if !plan.stdout.is_empty() {
                    return Err(format!("line {number}: `output` stands alone: there is an `expect` before it"));
                }
                in_output = true;
            }
            "raises" => {
                if plan.raises.replace(expected(number, rest, Match::Like)).is_some() {
                    return Err(format!("line {number}: a program ends once: a second `raises`"));
                }
                plan.exit = 1;
            }
            "only pyish" => plan.only_pyish = Some(rest.to_string()),
            "since" => plan.since = Some(rest.to_string()),
            _ => plan.skip = Some(rest.to_string()),
        }
    }
    Ok(plan)
}

fn expected(line: usize, text: &str, how: Match) -> Expected {
    Expected { line, text: text.trim_end().to_string(), how, newer: None }
}

/// The first directive of a line: its word and its text (one blank after the colon is not part of it).
fn directive(line: &str) -> Result<Option<(&'static str, &str)>, String> {
    let mut from = 0;
    while let Some(at) = line[from..].find("# ") {
        let start = from + at + 2;
        let rest = &line[start..];
        let (head, text) = rest.split_once(':').unwrap_or((rest, ""));
        if let Some(word) = WORDS.iter().find(|w| **w == head) {
            // Prose may say "since:" or "run:" after code; only a comment line may set these.
            let beside_code = !line[..start - 2].trim().is_empty();
            if !beside_code || word.starts_with("expect") || *word == "raises" {
                return Ok(Some((word, text.strip_prefix(' ').unwrap_or(text))));
            }
        } else if head.starts_with("expect ") && rest.contains(':') && head.split(' ').count() == 2 {
            return Err(format!("unknown directive `# {head}:`"));
        }
        from = start;
    }
    Ok(None)
}

fn run_options(plan: &mut Plan, text: &str) -> Result<(), String> {
    for (key, value) in assignments(text)? {
        match key.as_str() {
            "gil" => {
                plan.gil = value
                    .split(',')
                    .map(|mode| match mode {
                        "on" => Ok(Gil::On),
                        "off" => Ok(Gil::Off),
                        other => Err(format!("gil={other}: `on` or `off`")),
                    })
                    .collect::<Result<_, _>>()?;
            }
            "seeds" => plan.seeds = numbers(&value)?,
            "switch" => plan.switches = numbers(&value)?,
            "timeout" => {
                let seconds =
                    value.trim_end_matches('s').parse().map_err(|_| format!("timeout={value}: seconds, like 5s"))?;
                plan.timeout = Duration::from_secs_f64(seconds);
            }
            "args" => plan.args = value.split_whitespace().map(str::to_string).collect(),
            "options" => plan.options = value.split_whitespace().map(str::to_string).collect(),
            "env" => {
                let (name, value) = value.split_once('=').ok_or_else(|| format!("env={value}: env=NAME=VALUE"))?;
                plan.env.push((name.to_string(), value.to_string()));
            }
            "stdin" => plan.stdin = Some(value.replace("\\n", "\n")),
            "exit" => plan.exit = value.parse().map_err(|_| format!("exit={value}: a number"))?,
            "stress" => plan.stress = Some(value.parse().map_err(|_| format!("stress={value}: a number"))?),
            "interrupt" => plan.interrupt = Some(value),
            "stdout" if value == "any" => plan.any_stdout = true,
            "stderr" if value == "any" => plan.any_stderr = true,
            _ => return Err(format!("unknown option `{key}={value}`")),
        }
    }
    Ok(())
}

/// `a=1 b="two words"` as pairs.
fn assignments(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut pairs = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (key, after) = rest.split_once('=').ok_or_else(|| format!("`{rest}` is no key=value"))?;
        let (value, tail) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or_else(|| format!("`{after}`: no closing quote"))?,
            None => after.split_once(' ').unwrap_or((after, "")),
        };
        pairs.push((key.to_string(), value.to_string()));
        rest = tail.trim_start();
    }
    Ok(pairs)
}

/// `1,2,7` or `1..50` (both ends included).
fn numbers(text: &str) -> Result<Vec<u64>, String> {
    let number = |part: &str| part.parse::<u64>().map_err(|_| format!("`{part}` is no number"));
    match text.split_once("..") {
        Some((first, last)) => Ok((number(first)?..=number(last)?).collect()),
        None => text.split(',').map(number).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_found_beside_code_and_on_lines_of_their_own() {
        let plan = parse("# run: gil=off seeds=1..3 timeout=5s\nprint(1)  # expect: 1\n# expect lines: a | b\n[].pop()  # raises: IndexError: x\n").unwrap();
        assert_eq!(plan.gil, [Gil::Off]);
        assert_eq!(plan.seeds, [1, 2, 3]);
        assert_eq!(
            plan.stdout.iter().map(|e| (e.line, e.text.as_str())).collect::<Vec<_>>(),
            [(2, "1"), (3, "a"), (3, "b")]
        );
        assert_eq!(plan.raises.unwrap().line, 4);
        assert_eq!(plan.exit, 1);
    }

    #[test]
    fn an_output_block_lists_the_whole_output() {
        let plan = parse("print('a\\n\\n b')\n# output:\n# a\n#\n#  b\n").unwrap();
        assert_eq!(plan.stdout.iter().map(|e| e.text.as_str()).collect::<Vec<_>>(), ["a", "", " b"]);
    }

    #[test]
    fn a_newer_text_replaces_the_one_before_it() {
        let source = "print(1)  # expect: old\n# expect 3.14: new\n";
        assert_eq!(parse(source).unwrap().stdout[0].text, "old");
        assert_eq!(parse(source).unwrap().for_3_14().stdout[0].text, "new");
    }

    #[test]
    fn a_slip_in_a_directive_is_an_error() {
        assert!(parse("print(1)  # expect unorderd: 1\n").is_err());
        assert!(parse("# run: gill=on\n").is_err());
    }

    #[test]
    fn prose_is_no_directive() {
        let plan = parse("x = 1  # since: prose\n# what we expect here is nothing\n").unwrap();
        assert!(plan.since.is_none() && plan.stdout.is_empty());
    }
}
