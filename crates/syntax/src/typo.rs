//! `retrun x`: a keyword misspelt, found by trying the keywords it is like.
//!
//! CPython looks for it when it prints an uncaught `SyntaxError`; so the exception keeps its
//! message, and who prints it asks here.

use crate::error::{ErrorKind, SyntaxError};
use crate::lexer;
use crate::source::Source;
use crate::token::Tok;
use crate::{Flags, Mode, parse};

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];
const MAX_NAMES: usize = 10;
const MAX_CODE: usize = 1024;

/// Whether the error is so general that a mistyped keyword may be its cause.
pub fn may_be_typo(error: &SyntaxError) -> bool {
    let general = error.message == "invalid syntax" || error.message.contains("Perhaps you forgot a comma");
    general && error.line > 0
}

/// The error with "Did you mean 'return'?" under the word, if a keyword in its place makes the
/// statement good.
pub fn keyword_typo(src: &Source, error: &SyntaxError) -> Option<SyntaxError> {
    if !may_be_typo(error) {
        return None;
    }
    let indent = |line: u32| src.line(line).len() - src.line(line).trim_start().len();
    let wanted = indent(error.line);
    // The line alone, or with what it may belong to: an `else` wants its `if`.
    let before = (1..error.line).rev().find(|&l| !src.line(l).trim().is_empty() && indent(l) <= wanted);
    let starts = [Some(error.line), before.filter(|&l| indent(l) == wanted)];
    starts.into_iter().flatten().find_map(|start| in_lines(src, error, start, wanted))
}

fn in_lines(src: &Source, error: &SyntaxError, start: u32, indent: usize) -> Option<SyntaxError> {
    let lines: Vec<&str> = (start..=error.line).map(|l| src.line(l)).map(|l| l.get(indent..).unwrap_or("")).collect();
    let code = lines.join("\n");
    if code.len() > MAX_CODE {
        return None;
    }
    let last_line = code.len() - lines.last()?.len();
    let code = Source::new(src.name(), code);
    let lexed = lexer::tokenize(&code, Mode::Exec, Flags::default());
    let names = lexed.tokens.iter().filter(|t| t.kind == Tok::Name && t.start as usize >= last_line);
    for token in names.take(MAX_NAMES) {
        let (from, to) = (token.start as usize, token.end as usize);
        for keyword in suggestions(&code.text()[from..to]) {
            let mut tried = code.text().to_owned();
            tried.replace_range(from..to, keyword);
            let flags = Flags { incomplete_input: true, ..Flags::default() };
            let good = match parse(&Source::new("", tried + "\n"), Mode::Exec, flags) {
                Ok(_) => true,
                Err(e) => e.kind == ErrorKind::IncompleteInput,
            };
            if good {
                let (_, column) = code.char_position(token.start);
                let (_, end) = code.char_position(token.end);
                let mut found = error.clone();
                found.message = format!("invalid syntax. Did you mean '{keyword}'?");
                (found.column, found.end_line) = (column + indent as u32 + 1, found.line);
                found.end_column = end + indent as u32 + 1;
                return Some(found);
            }
        }
    }
    None
}

/// Up to three keywords a word is like, the likest first.
fn suggestions(word: &str) -> Vec<&'static str> {
    let word: Vec<char> = word.chars().collect();
    let mut rated: Vec<(f64, &'static str)> = KEYWORDS
        .iter()
        .map(|k| (likeness(&word, &k.chars().collect::<Vec<_>>()), *k))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .collect();
    rated.sort_by(|a, b| b.0.total_cmp(&a.0));
    rated.into_iter().take(3).map(|(_, k)| k).collect()
}

/// Ratcliff and Obershelp's measure, that of `difflib`: the share of letters in common runs.
fn likeness(a: &[char], b: &[char]) -> f64 {
    2.0 * common(a, b) as f64 / (a.len() + b.len()).max(1) as f64
}

/// The letters of the longest common run, and of the runs left and right of it.
fn common(a: &[char], b: &[char]) -> usize {
    let run = |i: usize, j: usize| a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y).count();
    let starts = (0..a.len()).flat_map(|i| (0..b.len()).map(move |j| (i, j)));
    let Some((i, j)) = starts.rev().max_by_key(|&(i, j)| run(i, j)) else { return 0 };
    match run(i, j) {
        0 => 0,
        n => n + common(&a[..i], &b[..j]) + common(&a[i + n..], &b[j + n..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typo(text: &str) -> Option<String> {
        let src = Source::new("<test>", text);
        let error = parse(&src, Mode::Exec, Flags::default()).err()?;
        keyword_typo(&src, &error).map(|e| format!("{}:{}-{} {}", e.line, e.column, e.end_column, e.message))
    }

    #[test]
    fn misspelt_keywords() {
        let found = |text: &str, place: &str, keyword: &str| {
            let want = format!("{place} invalid syntax. Did you mean '{keyword}'?");
            assert_eq!(typo(text).as_deref(), Some(&*want), "{text}");
        };
        found("fro x in y:\n  pass\n", "1:1-4", "for");
        found("def f():\n  retrun x\n", "2:3-9", "return");
        found("whille True:\n  pass\n", "1:1-7", "while");
        found("if x:\n  a\nesle:\n  b\n", "3:1-5", "else");
        found("x = [a fo b in c]\n", "1:8-10", "for");
        found("clas A:\n  pass\n", "1:1-5", "class");
        found("improt os\n", "1:1-7", "import");
        assert_eq!(typo("a b\n"), None);
        assert_eq!(typo("x = (1 2)\n"), None);
    }
}
