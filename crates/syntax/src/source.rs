//! A source text with its name and line table.
//!
//! The text has `\n` line ends only and no byte order mark: [`Source::new`] and
//! [`Source::decode`] see to that. Lines are counted from 1; columns are in bytes or characters
//! as each method says.

use crate::ast::Span;
use crate::error::{ErrorKind, SyntaxError};

/// A program's text.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    /// The offset at which each line begins.
    lines: Vec<u32>,
    /// The text is a file's: an error shows the line as the file has it.
    file: bool,
}

impl Source {
    /// Takes text as `compile` takes a `str`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        let mut text: String = text.into();
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        let mut lines = vec![0];
        lines.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|i| i as u32 + 1));
        Source { name: name.into(), text, lines, file: false }
    }

    /// Takes the bytes of a file: honours the byte order mark and the coding line.
    pub fn decode(name: impl Into<String>, bytes: &[u8]) -> Result<Source, SyntaxError> {
        crate::encoding::decode(name.into(), bytes).map(|source| Source { file: true, ..source })
    }

    /// The same text, that no file holds.
    pub fn of_no_file(self) -> Source {
        Source { file: false, ..self }
    }

    pub(crate) fn is_file(&self) -> bool {
        self.file
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// The line, from 1, that holds a byte offset.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.lines.partition_point(|&start| start <= offset) as u32
    }

    /// The line from 1 and the column in UTF-8 bytes from 0: CPython's `lineno`, `col_offset`.
    pub fn position(&self, offset: u32) -> (u32, u32) {
        let line = self.line_of(offset);
        (line, offset - self.lines[line as usize - 1])
    }

    /// The line from 1 and the column in characters from 0.
    pub fn char_position(&self, offset: u32) -> (u32, u32) {
        let (line, column) = self.position(offset);
        let start = (offset - column) as usize;
        let chars = self.text.as_bytes()[start..offset as usize].iter().filter(|&&b| b & 0xC0 != 0x80);
        (line, chars.count() as u32)
    }

    /// The text of a line counted from 1, without its `\n`; empty past the end.
    pub fn line(&self, line: u32) -> &str {
        let Some(&start) = (line as usize).checked_sub(1).and_then(|i| self.lines.get(i)) else {
            return "";
        };
        let end = self.lines.get(line as usize).map_or(self.text.len(), |&next| next as usize - 1);
        &self.text[start as usize..end]
    }

    /// The offset at which a line counted from 1 begins; the end of the text past the last.
    pub fn line_start(&self, line: u32) -> u32 {
        let start = self.lines.get((line as usize).saturating_sub(1));
        start.map_or(self.text.len() as u32, |&s| s)
    }

    pub fn line_count(&self) -> u32 {
        self.lines.len() as u32
    }

    /// An error that covers `span`.
    pub fn error(&self, kind: ErrorKind, message: impl Into<String>, span: Span) -> SyntaxError {
        let (line, column) = self.char_position(span.start);
        let (mut end_line, mut end_column) = self.char_position(span.end);
        if end_column == 0 && span.end > span.start {
            // A line end is one more character of its line.
            (end_line, end_column) = self.char_position(span.end - 1);
            end_column += 1;
        }
        let mut text = self.line(line).to_owned();
        if end_line > line {
            // CPython counts the end's characters on the first line.
            let bytes = (span.end - self.line_start(end_line)) as usize + 1;
            let counted = String::from_utf8_lossy(&text.as_bytes()[..bytes.min(text.len())]).chars().count();
            end_column = counted as u32 - u32::from(bytes <= text.len());
        }
        text.push('\n');
        SyntaxError {
            kind,
            message: message.into(),
            filename: self.name.clone(),
            line,
            column: column + 1,
            end_line,
            end_column: end_column + 1,
            text: Some(text),
        }
    }

    /// A `SyntaxError` that covers `span`.
    pub fn syntax_error(&self, message: impl Into<String>, span: Span) -> SyntaxError {
        self.error(ErrorKind::SyntaxError, message, span)
    }
}
