//! Source lines with carets under them.
//!
//! The rules are those of CPython's module `traceback`: of an expression over several lines the first, the last and the
//! lines around its operator or bracket are shown; a binary operation is marked `~~^~~`, a call or subscript `~~^^^`; there are
//! no carets where they would underline the whole of a line or of its call.

use crate::interpreter::wide::columns;
use pyish_bytecode::Span;
use pyish_syntax::ast::{Ast, Expr, ExprId, Mod, Stmt};
use pyish_syntax::{Flags, Mode, Source};
use std::collections::BTreeSet;

/// Where the operator or the brackets of a segment lie: lines and characters counted from 0, the end exclusive.
struct Anchors {
    left: (usize, usize),
    right: (usize, usize),
}

/// The lines of an instruction's source, indented by four, with carets where they tell something.
pub fn source_lines(source: Option<&Source>, span: Span) -> String {
    let Some(source) = source else { return String::new() };
    if span.line == 0 || span.line > source.line_count() {
        return String::new();
    }
    let last = span.end_line.max(span.line).min(source.line_count());
    let original: Vec<&str> = (span.line..=last).map(|n| source.line(n).trim_end()).collect();
    if original.iter().all(|l| l.is_empty()) {
        return String::new();
    }
    let lines = dedent(&original);
    if span.col == u32::MAX || lines[0].is_empty() {
        return format!("    {}\n", lines[0].iter().collect::<String>().trim());
    }
    let chars = |line: &str, byte: u32| {
        let byte = (byte as usize).min(line.len());
        String::from_utf8_lossy(&line.as_bytes()[..byte]).chars().count()
    };
    let n = lines.len();
    let dedented = original[0].chars().count() - lines[0].len();
    let start = chars(original[0], span.col).saturating_sub(dedented).min(lines[0].len());
    let end = chars(original[n - 1], span.end_col).saturating_sub(dedented).min(lines[n - 1].len());
    let anchors = find_anchors(&lines, start, end);
    let carets = show_carets(&lines, start, end, anchors.is_some());
    let mut shown = BTreeSet::from([0, n - 1]);
    if let Some(a) = &anchors {
        for line in [a.left.0, a.right.0] {
            shown.extend(line.saturating_sub(1)..=(line + 1).min(n - 1));
        }
    }
    let mut out: Vec<String> = Vec::new();
    let line_out = |i: usize, out: &mut Vec<String>| {
        out.push(lines[i].iter().collect());
        if carets {
            out.push(underline(&lines, i, start, end, anchors.as_ref()));
        }
    };
    let mut before: Option<usize> = None;
    for &i in &shown {
        if let Some(b) = before {
            match i - b {
                2 => line_out(i - 1, &mut out),
                d if d > 2 => out.push(format!("...<{} lines>...", d - 1)),
                _ => {}
            }
        }
        line_out(i, &mut out);
        before = Some(i);
    }
    let refs: Vec<&str> = out.iter().map(String::as_str).collect();
    dedent(&refs).into_iter().map(|l| format!("    {}\n", l.into_iter().collect::<String>())).collect()
}

/// Takes away the white space that all lines have in common.
fn dedent(lines: &[&str]) -> Vec<Vec<char>> {
    let blank = |c: char| c == ' ' || c == '\t';
    let mut margin: Option<&str> = None;
    for l in lines.iter().filter(|l| !l.trim().is_empty()) {
        let own = &l[..l.len() - l.trim_start_matches(blank).len()];
        margin = Some(match margin {
            None => own,
            Some(m) => {
                let common = m.bytes().zip(own.bytes()).take_while(|(a, b)| a == b).count();
                &m[..common]
            }
        });
    }
    let cut = margin.map_or(0, str::len);
    lines.iter().map(|l| if l.trim().is_empty() { Vec::new() } else { l[cut..].chars().collect() }).collect()
}

fn width(line: &[char], upto: usize) -> usize {
    line[..upto.min(line.len())].iter().map(|c| columns(*c)).sum()
}

fn underline(lines: &[Vec<char>], i: usize, start: usize, end: usize, anchors: Option<&Anchors>) -> String {
    let line = &lines[i];
    let last = lines.len() - 1;
    let spaces = line.iter().take_while(|c| c.is_whitespace()).count();
    let from = width(&lines[0], start);
    let to = if i == last { width(&lines[last], end) } else { width(line, line.len()) };
    // an anchor on the first line is counted from the start of the segment
    let place = |(l, col): (usize, usize)| (l, width(&lines[l], if l == 0 { col + start } else { col }));
    let between = anchors.map(|a| (place(a.left), place(a.right)));
    let mut out = String::new();
    for col in 0..to {
        out.push(if col < spaces || i == 0 && col < from {
            ' '
        } else {
            match between {
                Some((left, right)) if (i, col) >= left && (i, col) < right => '^',
                Some(_) => '~',
                None => '^',
            }
        });
    }
    out
}

/// Whether carets say more than the line itself.
fn show_carets(lines: &[Vec<char>], start: usize, end: usize, anchored: bool) -> bool {
    let text: String = lines.iter().map(|l| l.iter().collect::<String>()).collect::<Vec<_>>().join("\n");
    let source = Source::new("", text);
    if let Ok(ast) = pyish_syntax::parse(&source, Mode::Exec, Flags::default())
        && let Mod::Module { body } = ast.root()
    {
        let Some(first) = ast.seq(body).first() else { return false };
        let call = match ast.stmt(*first) {
            Stmt::Return { value: Some(v) } => {
                matches!(ast.expr(*v), Expr::Call { func, .. } if matches!(ast.expr(*func), Expr::Name { .. }))
                    .then_some(*v)
            }
            Stmt::Assign { targets, value } => match ast.seq(*targets) {
                [one] if matches!(ast.expr(*one), Expr::Name { .. }) => {
                    matches!(ast.expr(*value), Expr::Call { .. }).then_some(*value)
                }
                _ => None,
            },
            _ => None,
        };
        if let Some(v) = call {
            let span = ast.span(v);
            let (a, b) = (source.position(span.start), source.position(span.end));
            if a == (1, start as u32) && b == (lines.len() as u32, end as u32) {
                return false;
            }
        }
    }
    let blank = |part: &[char]| part.iter().all(|c| c.is_whitespace());
    anchored || !blank(&lines[0][..start]) || !blank(&lines[lines.len() - 1][end..])
}

/// Parses the segment as an expression and finds its operator or brackets.
fn find_anchors(lines: &[Vec<char>], start: usize, end: usize) -> Option<Anchors> {
    let n = lines.len();
    let mut segment: Vec<Vec<char>> = lines.to_vec();
    segment[n - 1].truncate(end);
    let cut = start.min(segment[0].len());
    segment[0].drain(..cut);
    let text: String = segment.iter().map(|l| l.iter().collect::<String>()).collect::<Vec<_>>().join("\n");
    let source = Source::new("", format!("(\n{text}\n)"));
    let ast = pyish_syntax::parse(&source, Mode::Exec, Flags::default()).ok()?;
    let Mod::Module { body } = ast.root() else { return None };
    let [statement] = ast.seq(body) else { return None };
    let Stmt::Expr { value } = *ast.stmt(*statement) else { return None };
    let finder = Finder { ast: &ast, source: &source, lines: &segment };
    match *ast.expr(value) {
        Expr::BinOp { left, right, .. } => {
            let (line, col) = finder.skip(finder.valid(finder.end_of(left))?, |c| !c.is_whitespace() && c != ')')?;
            let (right_line, right_col) = finder.start_of(right);
            let mut to = col + 1;
            // an operator has one or two characters, all before the right operand
            if let Some(&c) = segment[line].get(to)
                && (right_line > line || to < right_col)
                && !c.is_whitespace()
                && c != '\\'
                && c != '#'
            {
                to += 1;
            }
            Some(Anchors { left: (line, col), right: (line, to) })
        }
        Expr::Subscript { value: inner, .. } => finder.brackets(value, inner, '['),
        Expr::Call { func, .. } => finder.brackets(value, func, '('),
        _ => None,
    }
}

struct Finder<'a> {
    ast: &'a Ast,
    source: &'a Source,
    lines: &'a [Vec<char>],
}

impl Finder<'_> {
    /// A position of the parenthesized text as one of the segment.
    fn place(&self, offset: u32) -> (usize, usize) {
        let (line, col) = self.source.char_position(offset);
        (line as usize - 2, col as usize)
    }
    fn start_of(&self, e: ExprId) -> (usize, usize) {
        self.place(self.ast.span(e).start)
    }
    fn end_of(&self, e: ExprId) -> (usize, usize) {
        self.place(self.ast.span(e).end)
    }
    /// The next position at which there is a character.
    fn valid(&self, (mut line, mut col): (usize, usize)) -> Option<(usize, usize)> {
        while col >= self.lines.get(line)?.len() {
            (line, col) = (line + 1, 0);
        }
        Some((line, col))
    }
    /// The next position, past comments and joined lines, whose character is wanted.
    fn skip(&self, at: (usize, usize), wanted: impl Fn(char) -> bool) -> Option<(usize, usize)> {
        let mut at = at;
        loop {
            let c = self.lines[at.0][at.1];
            at = if c == '\\' || c == '#' {
                self.valid((at.0 + 1, 0))?
            } else if wanted(c) {
                return Some(at);
            } else {
                self.valid((at.0, at.1 + 1))?
            };
        }
    }
    fn brackets(&self, whole: ExprId, inner: ExprId, open: char) -> Option<Anchors> {
        let left = self.skip(self.valid(self.end_of(inner))?, |c| c == open)?;
        Some(Anchors { left, right: self.end_of(whole) })
    }
}

/// The line of a syntax error with its carets; offsets count from 1.
pub fn syntax_error(out: &mut String, text: &[char], offset: Option<i64>, same_line: bool, end_offset: Option<i64>) {
    let trimmed = text.iter().rposition(|c| *c != '\n').map_or(0, |i| i + 1);
    let right = &text[..trimmed];
    let spaces = right.iter().take_while(|c| matches!(c, ' ' | '\n' | '\u{c}')).count();
    let left = &right[spaces..];
    let line: String = left.iter().collect();
    out.push_str(&format!("    {line}\n"));
    let Some(mut offset) = offset else { return };
    let beyond = right.len() as i64 + 1;
    let mut end = if same_line { end_offset.filter(|e| *e != 0).unwrap_or(offset) } else { beyond };
    if !text.is_empty() && offset > text.len() as i64 {
        offset = beyond;
    }
    if !text.is_empty() && end > text.len() as i64 {
        end = beyond;
    }
    if offset >= end || end < 0 {
        end = offset + 1;
    }
    let from = offset - 1 - spaces as i64;
    let to = end - 1 - spaces as i64;
    if from < 0 {
        return;
    }
    // white space other than blanks is kept, so that the carets stand where they belong
    let pad: String = left.iter().take(from as usize).map(|c| if c.is_whitespace() { *c } else { ' ' }).collect();
    out.push_str(&format!("    {pad}{}\n", "^".repeat((to - from) as usize)));
}
