//! Bytes of a file to text: byte order mark, coding line (PEP 263), decoding.
//!
//! `encoding_rs` knows the encodings of the web by their labels; what Python calls otherwise, and
//! latin-1 and ASCII, which the web takes for cp1252, are settled here.

use encoding_rs::Encoding;

use crate::ast::Span;
use crate::error::SyntaxError;
use crate::source::Source;

pub(crate) fn decode(name: String, bytes: &[u8]) -> Result<Source, SyntaxError> {
    let (bytes, marked) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let coding = coding_line(bytes);
    let label = coding.as_deref().map(normalize);
    let utf8 = matches!(label.as_deref(), None | Some("utf-8" | "utf8" | "utf-8-sig" | "u8"));
    // Behind a mark, CPython takes no other name for it.
    if marked && !matches!(label.as_deref(), None | Some("utf-8")) {
        let label = coding.unwrap_or_default();
        return Err(unplaced(name, format!("encoding problem: {label} with BOM")));
    }
    if utf8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Source::new(name, text)),
            Err(e) => Err(not_utf8(name, bytes, e.valid_up_to(), coding.is_some())),
        };
    }
    let label = label.unwrap_or_default();
    let text = match &*label {
        "latin-1" | "iso-8859-1" | "iso8859-1" | "latin1" | "l1" | "8859" | "cp819" => {
            Some(bytes.iter().map(|&b| char::from(b)).collect())
        }
        "ascii" | "us-ascii" | "646" => std::str::from_utf8(bytes).ok().filter(|t| t.is_ascii()).map(str::to_owned),
        label => python_encoding(label)
            .and_then(|e| e.decode_without_bom_handling_and_without_replacement(bytes))
            .map(|text| text.into_owned()),
    };
    match text {
        Some(text) => Ok(Source::new(name, text)),
        None => Err(unplaced(name, format!("encoding problem: {}", coding.unwrap_or_default()))),
    }
}

/// The encoding named by a comment on the first line, or on the second if the first is blank.
fn coding_line(bytes: &[u8]) -> Option<String> {
    let lines = bytes.split(|&b| b == b'\n').map(|l| l.strip_suffix(b"\r").unwrap_or(l));
    for line in lines.take(2) {
        let start = line.iter().position(|b| !matches!(b, b' ' | b'\t' | b'\x0C'));
        let Some(start) = start else { continue };
        if line[start] != b'#' {
            return None;
        }
        let mut rest = &line[start..];
        while let Some(at) = rest.windows(6).position(|w| w == b"coding") {
            rest = &rest[at + 6..];
            if let [b':' | b'=', after @ ..] = rest {
                let blanks = after.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
                let label = after[blanks..]
                    .iter()
                    .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
                    .map(|&b| char::from(b))
                    .collect::<String>();
                if !label.is_empty() {
                    return Some(label);
                }
            }
        }
    }
    None
}

fn normalize(label: &str) -> String {
    let label = label.to_ascii_lowercase().replace('_', "-");
    match &*label {
        l if l == "utf-8" || l.starts_with("utf-8-") && l != "utf-8-sig" => "utf-8".to_owned(),
        l if ["latin-1-", "iso-8859-1-", "iso-latin-1-"].iter().any(|p| l.starts_with(p)) => "latin-1".to_owned(),
        "iso-latin-1" => "latin-1".to_owned(),
        _ => label,
    }
}

fn python_encoding(label: &str) -> Option<&'static Encoding> {
    let web = match label {
        "cp932" | "ms932" | "mskanji" | "sjis" | "shiftjis" => "shift_jis",
        "cp936" | "ms936" => "gbk",
        "cp949" | "ms949" | "uhc" | "euckr" => "euc-kr",
        "cp950" | "ms950" => "big5",
        "cp866" => "ibm866",
        "cp1250" | "cp1251" | "cp1252" | "cp1253" | "cp1254" | "cp1255" | "cp1256" | "cp1257" | "cp1258" => {
            return Encoding::for_label(format!("windows-{}", &label[2..]).as_bytes());
        }
        "cp874" => "windows-874",
        "eucjp" | "ujis" => "euc-jp",
        "iso2022-jp" => "iso-2022-jp",
        "mac-cyrillic" | "maccyrillic" => "x-mac-cyrillic",
        "mac-roman" | "macroman" => "macintosh",
        _ if label.starts_with("iso8859-") => {
            return Encoding::for_label(format!("iso-{}", &label[3..]).as_bytes());
        }
        _ => label,
    };
    let encoding = Encoding::for_label(web.as_bytes())?;
    // The web's names for what is no encoding of sources.
    let refused = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE, encoding_rs::REPLACEMENT];
    (!refused.contains(&encoding)).then_some(encoding)
}

fn unplaced(name: String, message: String) -> SyntaxError {
    let mut error = Source::new(name, "").syntax_error(message, Span::default());
    (error.line, error.column, error.end_line, error.end_column, error.text) = (0, 0, 0, 0, None);
    error
}

fn not_utf8(name: String, bytes: &[u8], at: usize, declared: bool) -> SyntaxError {
    let source = Source::new(name, String::from_utf8_lossy(bytes));
    let line = 1 + bytes[..at].iter().filter(|&&b| b == b'\n').count() as u32;
    let byte = bytes[at];
    let message = if declared {
        let why = match byte {
            0xC2..=0xF4 if bytes.len() == at + 1 => "unexpected end of data",
            0xC2..=0xF4 => "invalid continuation byte",
            _ => "invalid start byte",
        };
        format!("(unicode error) 'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: {why}")
    } else {
        format!(
            "Non-UTF-8 code starting with '\\x{byte:02x}' in file {} on line {line}, but no encoding declared; \
             see https://peps.python.org/pep-0263/ for details",
            source.name()
        )
    };
    let start = source.line_start(line);
    let mut error = source.syntax_error(message, Span::new(start, start));
    (error.column, error.end_column) = (0, 0);
    error
}
