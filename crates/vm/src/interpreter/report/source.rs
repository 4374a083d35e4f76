//! The source lines that tracebacks show: of files, of embedded modules, of texts given to the command.

use parking_lot::Mutex;
use pyish_syntax::Source;
use std::collections::HashMap;

/// Texts without a file (`-c`, the prompt), by the name that their code has.
static REMEMBERED: Mutex<Option<HashMap<String, String>>> = Mutex::new(None);

/// Keeps the text of code that came from no file, for its tracebacks.
pub fn remember(filename: &str, text: &str) {
    REMEMBERED.lock().get_or_insert_with(HashMap::new).insert(filename.to_string(), text.to_string());
}

/// The sources read for one report.
#[derive(Default)]
pub struct Sources {
    files: HashMap<String, Option<Source>>,
}

impl Sources {
    /// The text of a file, if it can be had.
    pub fn of_file(&mut self, filename: &str) -> Option<&Source> {
        self.files.entry(filename.to_string()).or_insert_with(|| read(filename)).as_ref()
    }
}

fn read(filename: &str) -> Option<Source> {
    if let Some(text) = REMEMBERED.lock().as_ref().and_then(|m| m.get(filename)) {
        return Some(Source::new(filename, text.as_str()));
    }
    if filename.starts_with(crate::import::EMBEDDED_PREFIX) {
        let bytes = crate::import::embedded_source(filename)?;
        return Source::decode(filename, &bytes).ok();
    }
    if filename.starts_with('<') && filename.ends_with('>') {
        return None;
    }
    let bytes = std::fs::read(filename).ok()?;
    Source::decode(filename, &bytes).ok()
}
