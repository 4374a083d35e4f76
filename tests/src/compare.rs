//! Where a run differs from its file's expectations.
//!
//! The expected lines, read from the top of the file to its end, are the standard output, line by line. A group of
//! neighbouring `unordered` expectations takes as many output lines, in any order. The standard error must contain
//! each `expect stderr`, in order, and be empty where nothing is said about it.

use crate::expectations::{Expected, Match, Plan};
use crate::process::{End, Outcome};
use std::fmt;

/// One difference: the file's line, if one is to blame, and both sides.
#[derive(Debug)]
pub struct Difference {
    line: Option<usize>,
    expected: String,
    got: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.line.map_or("whole run".to_string(), |n| format!("line {n}"));
        writeln!(f, "  {place}  expected {}", self.expected)?;
        writeln!(f, "  {:width$}  got      {}", "", self.got, width = place.len())
    }
}

fn difference(line: Option<usize>, expected: impl Into<String>, got: impl Into<String>) -> Difference {
    Difference { line, expected: expected.into(), got: got.into() }
}

const NOTHING: &str = "(nothing more)";

/// All differences worth showing: the first in the output, then exit code, then standard error.
pub fn differences(plan: &Plan, outcome: &Outcome) -> Vec<Difference> {
    let mut found = Vec::new();
    if !plan.any_stdout {
        found.extend(stdout_difference(plan, &outcome.stdout));
    }
    match outcome.end {
        End::Exit(code) if code == plan.exit => {}
        End::Exit(code) => {
            found.push(difference(None, format!("exit code {}", plan.exit), format!("exit code {code}")))
        }
        End::TimedOut => found.push(difference(None, "an end", format!("none within {:?}", plan.timeout))),
        End::TooMuchMemory => found.push(difference(None, "less memory", "more than the limit of a test")),
    }
    found.extend(stderr_difference(plan, &outcome.stderr));
    found
}

fn stdout_difference(plan: &Plan, stdout: &str) -> Option<Difference> {
    let mut lines = stdout.lines().map(str::trim_end);
    let mut index = 0;
    while index < plan.stdout.len() {
        let expected = &plan.stdout[index];
        if expected.how == Match::Unordered {
            let group = plan.stdout[index..].iter().take_while(|e| e.how == Match::Unordered).count();
            let mut open: Vec<&Expected> = plan.stdout[index..index + group].iter().collect();
            for _ in 0..group {
                let Some(line) = lines.next() else {
                    return Some(difference(Some(open[0].line), &*open[0].text, NOTHING));
                };
                let Some(place) = open.iter().position(|e| e.text == line) else {
                    let texts: Vec<&str> = open.iter().map(|e| e.text.as_str()).collect();
                    return Some(difference(Some(open[0].line), format!("one of {texts:?}"), line));
                };
                open.remove(place);
            }
            index += group;
            continue;
        }
        let Some(line) = lines.next() else { return Some(difference(Some(expected.line), &*expected.text, NOTHING)) };
        let same = match expected.how {
            Match::Like => like(&expected.text, line),
            _ => expected.text == line,
        };
        if !same {
            return Some(difference(Some(expected.line), &*expected.text, line));
        }
        index += 1;
    }
    lines.next().map(|line| difference(plan.stdout.last().map(|e| e.line), NOTHING, line))
}

fn stderr_difference(plan: &Plan, stderr: &str) -> Option<Difference> {
    let mut lines = stderr.lines();
    for expected in &plan.stderr {
        let pattern = format!("...{}...", expected.text);
        if !lines.any(|line| like(&pattern, line)) {
            return Some(difference(
                Some(expected.line),
                format!("on stderr: {}", expected.text),
                "no such line there (or not in this order)",
            ));
        }
    }
    if let Some(raises) = &plan.raises {
        let last = stderr.lines().rfind(|l| !l.trim().is_empty()).unwrap_or(NOTHING);
        if !like(&raises.text, last) {
            return Some(difference(Some(raises.line), &*raises.text, last));
        }
        let place = format!(", line {}", raises.line);
        let named = stderr
            .lines()
            .filter(|l| l.trim_start().starts_with("File \""))
            .any(|l| l.split_once(&place).is_some_and(|(_, rest)| !rest.starts_with(|c: char| c.is_ascii_digit())));
        if !named {
            return Some(difference(Some(raises.line), "a traceback that names this line", "none"));
        }
    } else if plan.stderr.is_empty() && !plan.any_stderr && !stderr.is_empty() {
        return Some(difference(None, "nothing on stderr", stderr.lines().next().unwrap_or("")));
    }
    None
}

/// Whether `text` has the pattern's pieces in order, `...` standing for anything.
pub fn like(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split("...");
    let first = pieces.next().unwrap_or("");
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, middle)) = pieces.split_last() else { return rest.is_empty() };
    for piece in middle {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

/// The last lines of a stream, for a failure's report.
pub fn tail(name: &str, text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].iter().map(|line| format!("  {name}   {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectations::parse;

    fn check(source: &str, stdout: &str, stderr: &str, code: i32) -> Vec<Difference> {
        let outcome = Outcome { stdout: stdout.into(), stderr: stderr.into(), end: End::Exit(code) };
        differences(&parse(source).unwrap(), &outcome)
    }

    #[test]
    fn three_dots_stand_for_anything() {
        assert!(like("a...c", "abc") && like("...", "") && like("x...", "xyz") && like("same", "same"));
        assert!(!like("a...c", "ab") && !like("same", "same!") && !like("a...b...b", "ab"));
    }

    #[test]
    fn the_output_is_the_expectations_from_top_to_bottom() {
        assert!(check("#\nf()  # expect: 1\n# expect lines: 2 | 3\n", "1\n2\n3\n", "", 0).is_empty());
        assert_eq!(check("f()  # expect: 1\n", "1\n2\n", "", 0).len(), 1);
        assert_eq!(check("f()  # expect: 1\n", "", "", 0).len(), 1);
        assert_eq!(check("f()\n", "said something\n", "", 0).len(), 1);
    }

    #[test]
    fn unordered_neighbours_are_a_group() {
        let source = "# expect: first\n# expect unordered: a\n# expect unordered: b | c\n# expect: last\n";
        assert!(check(source, "first\nc\na\nb\nlast\n", "", 0).is_empty());
        assert_eq!(check(source, "c\nfirst\na\nb\nlast\n", "", 0).len(), 1);
        assert_eq!(check(source, "first\na\na\nb\nlast\n", "", 0).len(), 1);
    }

    #[test]
    fn raises_wants_the_line_the_text_and_exit_1() {
        let source = "x = 1\n[].pop()  # raises: IndexError: pop from empty list\n";
        let text = "Traceback (most recent call last):\n  File \"a.py\", line 2, in <module>\nIndexError: pop from empty list\n";
        assert!(check(source, "", text, 1).is_empty());
        assert_eq!(check(source, "", &text.replace("line 2", "line 21"), 1).len(), 1);
        assert_eq!(check(source, "", text, 0).len(), 1);
    }

    #[test]
    fn stderr_is_empty_unless_said_otherwise() {
        assert_eq!(check("f()\n", "", "warning\n", 0).len(), 1);
        assert!(check("f()  # expect stderr: warn...g\n", "", "a warning here\n", 0).is_empty());
    }
}
