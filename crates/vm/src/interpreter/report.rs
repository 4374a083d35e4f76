//! Exceptions as text, as CPython 3.14 prints them: tracebacks with the source and carets, causes and contexts, groups,
//! notes, syntax errors, suggestions. `carets` draws the lines under the source.
//!
//! What is to be printed runs Python (`__str__`, `sys.stderr.write`), which may raise: that is never passed on.

mod carets;
mod source;

pub use source::remember as remember_source;

use crate::interpreter::suggest;
use crate::interpreter::traceback::word;
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::kind::Kind;
use crate::object::list::{List, Values};
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::Type;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;
use pyish_syntax::{ErrorKind, Source, SyntaxError};
use source::Sources;
use std::fmt::Write;

/// Repetitions of one line that are shown before they are folded.
const REPEATED: usize = 3;
/// Exceptions of a group, and levels of groups, that are shown.
const GROUP_WIDTH: usize = 15;
const GROUP_DEPTH: usize = 10;
/// Entries of one traceback that are looked at.
const MAX_ENTRIES: usize = 1 << 20;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

/// Prints an exception with its traceback on `sys.stderr`.
pub fn print_exception(t: &mut Thread, e: Value) {
    let text = format_exception(t, e);
    write_error(t, &text);
}

/// `Exception ignored in: <object>` and the traceback, by `sys.unraisablehook` if the program has set one. The exception is
/// the raised one, which is cleared.
pub fn print_unraisable(t: &mut Thread, message: &str, object: Value) {
    let e = t.take_exception();
    if e.is_unbound() {
        return;
    }
    let sys = t.runtime().sys.get();
    if sys.is_bound() {
        let r = call_unraisable_hook(t, sys, e, message, object);
        if let Ok(true) = r {
            return;
        }
        t.exc = Value::UNBOUND;
    }
    print_unraisable_plainly(t, e, message, object);
}
/// What `sys.__unraisablehook__` does.
pub fn print_unraisable_plainly(t: &mut Thread, e: Value, message: &str, object: Value) {
    let shown = match object.given() {
        Some(o) => match t.repr(o) {
            Ok(s) => plain(s),
            Err(Raised) => {
                t.exc = Value::UNBOUND;
                "<object repr() failed>".to_string()
            }
        },
        None => String::new(),
    };
    let mut text = String::new();
    if !message.is_empty() && !shown.is_empty() {
        let _ = writeln!(text, "{message}: {shown}");
    } else if !message.is_empty() {
        let _ = writeln!(text, "{message}:");
    } else if !shown.is_empty() {
        let _ = writeln!(text, "Exception ignored in: {shown}");
    }
    // as CPython: this exception alone, and no carets
    let saved = t.take_exception();
    let mut p = Printer { out: String::new(), depth: 0, need_close: false, plain: true, sources: Sources::default() };
    let tb = p.traceback(t, Exception::from(e).map_or(Value::NONE, Exception::traceback));
    if !tb.is_empty() {
        text += "Traceback (most recent call last):\n";
        text += &tb;
    }
    text += &p.final_lines(t, e);
    t.exc = saved;
    write_error(t, &text);
}
fn call_unraisable_hook(t: &mut Thread, sys: Value, e: Value, message: &str, object: Value) -> Result<bool, Raised> {
    let name = t.intern("unraisablehook")?;
    let Some(hook) = t.find_attr(sys, name)? else { return Ok(false) };
    if crate::types::native_function::NativeFunction::from(hook).is_some() {
        return Ok(false);
    }
    let module = crate::import::import_dotted(t, "types")?;
    let class = t.get_attr_named(module, "SimpleNamespace")?;
    let text = if message.is_empty() { Value::NONE } else { t.str(message)? };
    let kind = t.class_of(e).value();
    let tb = Exception::of(e).traceback();
    let args = t.call_keywords(
        class,
        &[],
        &[("exc_type", kind), ("exc_value", e), ("exc_traceback", tb), ("err_msg", text), ("object", object)],
    )?;
    t.call(hook, &[args])?;
    Ok(true)
}

/// Writes text to `sys.stderr`, or to the descriptor 2 where there is none.
pub fn write_error(t: &mut Thread, text: &str) {
    let saved = t.take_exception();
    let sys = t.runtime().sys.get();
    let done = if sys.is_bound() { write_to_stderr(t, sys, text) } else { Ok(false) };
    t.exc = Value::UNBOUND;
    if !matches!(done, Ok(true)) {
        use std::io::Write;
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
    t.exc = saved;
}
fn write_to_stderr(t: &mut Thread, sys: Value, text: &str) -> Result<bool, Raised> {
    let n = t.names();
    let Some(file) = t.find_attr(sys, n.stderr)? else { return Ok(false) };
    if file.is_none() {
        return Ok(true);
    }
    let text = t.str(text)?;
    t.call_method(file, n.write, &[text])?;
    let flush = t.find_attr(file, n.flush)?;
    if let Some(f) = flush {
        t.call(f, &[])?;
    }
    Ok(true)
}

/// A str as a terminal gets it: lone surrogates as escapes.
fn plain(s: Str) -> String {
    if s.surrogate_at().is_none() {
        return s.to_string();
    }
    let mut out = String::new();
    for c in s.chars().iter() {
        match char::from_u32(c) {
            Some(c) => out.push(c),
            None => {
                let _ = write!(out, "\\u{c:04x}");
            }
        }
    }
    out
}
/// Gives up what was raised while something was put into words.
fn quiet<T>(t: &mut Thread, r: Result<T, Raised>) -> Option<T> {
    match r {
        Ok(v) => Some(v),
        Err(Raised) => {
            t.exc = Value::UNBOUND;
            None
        }
    }
}

/// The exceptions to be shown, and how they hang together. The objects are in `values`, the rest are their numbers.
struct Chain {
    values: Values,
    nodes: Vec<Node>,
}
#[derive(Default)]
struct Node {
    cause: Option<usize>,
    context: Option<usize>,
    /// the members, if it is a group
    members: Option<Vec<usize>>,
}

impl Chain {
    fn of(t: &mut Thread, e: Value) -> Result<Chain, Raised> {
        let mut chain = Chain { values: Values::new(t)?, nodes: Vec::new() };
        let mut seen = std::collections::HashSet::new();
        chain.add(t, e, &mut seen)?;
        let mut queue = vec![0];
        while let Some(i) = queue.pop() {
            let x = Exception::of(chain.values.get(i));
            let unseen = |v: Value, seen: &std::collections::HashSet<u64>| {
                Exception::from(v).is_some() && !seen.contains(&v.bits())
            };
            let cause = x.cause();
            if unseen(cause, &seen) {
                chain.nodes[i].cause = Some(chain.add(t, cause, &mut seen)?);
            }
            let context = x.context();
            if chain.nodes[i].cause.is_none() && !x.suppress() && unseen(context, &seen) {
                chain.nodes[i].context = Some(chain.add(t, context, &mut seen)?);
            }
            if let Some(members) = members(t, x) {
                let mut numbers = Vec::new();
                for m in members.iter() {
                    if Exception::from(m).is_some() {
                        numbers.push(chain.add(t, m, &mut seen)?);
                    }
                }
                chain.nodes[i].members = Some(numbers);
            }
            queue.extend(chain.nodes[i].cause);
            queue.extend(chain.nodes[i].context);
            queue.extend(chain.nodes[i].members.iter().flatten());
        }
        Ok(chain)
    }
    fn add(&mut self, t: &mut Thread, e: Value, seen: &mut std::collections::HashSet<u64>) -> Result<usize, Raised> {
        seen.insert(e.bits());
        self.values.push(t, e)?;
        self.nodes.push(Node::default());
        Ok(self.nodes.len() - 1)
    }
}
fn members(t: &Thread, x: Exception) -> Option<Tuple> {
    t.class_of(x.value()).is_subclass(exc::BaseExceptionGroup.get()).then(|| Tuple::from(x.own(1)))?
}

/// The whole text of an exception: traceback, chain, groups.
pub fn format_exception(t: &mut Thread, e: Value) -> String {
    let saved = t.take_exception();
    let made = Chain::of(t, e);
    let text = match quiet(t, made) {
        Some(chain) => {
            let mut p =
                Printer { out: String::new(), depth: 0, need_close: false, plain: false, sources: Sources::default() };
            p.exception(t, &chain, 0);
            p.out
        }
        None => format!("{}\n", t.type_name(e)),
    };
    t.exc = saved;
    text
}
/// The last lines: class, text, notes.
pub fn format_exception_only(t: &mut Thread, e: Value) -> String {
    let saved = t.take_exception();
    let mut p = Printer { out: String::new(), depth: 0, need_close: false, plain: false, sources: Sources::default() };
    let text = p.final_lines(t, e);
    t.exc = saved;
    text
}
/// The lines of a traceback, without its heading.
pub fn format_traceback(t: &mut Thread, tb: Value) -> String {
    let saved = t.take_exception();
    let mut p = Printer { out: String::new(), depth: 0, need_close: false, plain: false, sources: Sources::default() };
    let text = p.traceback(t, tb);
    t.exc = saved;
    text
}

/// A line of a source, for messages about it; none where there is no source or the line is empty.
pub fn source_line(filename: &str, line: i64) -> Option<String> {
    let mut sources = Sources::default();
    let source = sources.of_file(filename)?;
    let text = source.line(u32::try_from(line).ok()?).trim();
    (!text.is_empty()).then(|| text.to_string())
}

struct Printer {
    out: String,
    /// levels of groups around what is printed
    depth: usize,
    /// the line that closes a group is due
    need_close: bool,
    /// no carets
    plain: bool,
    sources: Sources,
}

impl Printer {
    /// Adds text, each line behind the margin of the groups around it.
    fn emit(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.out += text;
            return;
        }
        let indent = format!("{}{margin} ", "  ".repeat(self.depth));
        for line in text.split_inclusive('\n') {
            self.out += &indent;
            self.out += line;
        }
    }

    /// An exception with those that led to it before it.
    fn exception(&mut self, t: &mut Thread, chain: &Chain, first: usize) {
        let mut output = Vec::new();
        let mut at = Some(first);
        while let Some(i) = at {
            let node = &chain.nodes[i];
            let (message, next) = match (node.cause, node.context) {
                (Some(c), _) => (Some(CAUSE), Some(c)),
                (None, Some(c)) => (Some(CONTEXT), Some(c)),
                (None, None) => (None, None),
            };
            output.push((message, i));
            at = next;
        }
        for (message, i) in output.into_iter().rev() {
            if let Some(m) = message {
                self.emit(m, '|');
            }
            let e = chain.values.get(i);
            match &chain.nodes[i].members {
                None => {
                    let tb = self.traceback(t, Exception::of(e).traceback());
                    if !tb.is_empty() {
                        self.emit("Traceback (most recent call last):\n", '|');
                        self.emit(&tb, '|');
                    }
                    let text = self.final_lines(t, e);
                    self.emit(&text, '|');
                }
                Some(_) if self.depth > GROUP_DEPTH => {
                    self.emit(&format!("... (max_group_depth is {GROUP_DEPTH})\n"), '|');
                }
                Some(members) => self.group(t, chain, e, members),
            }
        }
    }

    fn group(&mut self, t: &mut Thread, chain: &Chain, e: Value, members: &[usize]) {
        let top = self.depth == 0;
        if top {
            self.depth = 1;
        }
        let tb = self.traceback(t, Exception::of(e).traceback());
        if !tb.is_empty() {
            self.emit("Exception Group Traceback (most recent call last):\n", if top { '+' } else { '|' });
            self.emit(&tb, '|');
        }
        let text = self.final_lines(t, e);
        self.emit(&text, '|');
        let n = members.len().min(GROUP_WIDTH + 1);
        self.need_close = false;
        for i in 0..n {
            let last = i == n - 1;
            if last {
                self.need_close = true;
            }
            let truncated = i >= GROUP_WIDTH;
            let title = if truncated { "...".to_string() } else { (i + 1).to_string() };
            let indent = "  ".repeat(self.depth);
            let _ = writeln!(
                self.out,
                "{indent}{}+---------------- {title} ----------------",
                if i == 0 { "+-" } else { "  " }
            );
            self.depth += 1;
            if truncated {
                let rest = members.len() - GROUP_WIDTH;
                let plural = if rest > 1 { "s" } else { "" };
                self.emit(&format!("and {rest} more exception{plural}\n"), '|');
            } else {
                self.exception(t, chain, members[i]);
            }
            if last && self.need_close {
                let _ = writeln!(self.out, "{}+------------------------------------", "  ".repeat(self.depth));
                self.need_close = false;
            }
            self.depth -= 1;
        }
        if top {
            self.depth = 0;
        }
    }

    // ---- tracebacks

    /// The entries of a traceback, repeated lines folded.
    fn traceback(&mut self, t: &mut Thread, tb: Value) -> String {
        let mut out = String::new();
        let limit = traceback_limit(t);
        let mut at = tb;
        if let Some(limit) = limit {
            let mut n = 0;
            let mut v = tb;
            while Thread::kind_of(v) == Kind::Traceback {
                n += 1;
                v = next(v);
            }
            for _ in limit..n {
                at = next(at);
            }
        }
        let (mut count, mut steps) = (0, 0);
        let mut last: Option<(u64, i64, u64)> = None;
        while Thread::kind_of(at) == Kind::Traceback && steps < MAX_ENTRIES {
            let code = Code::of(entry(at, word::CODE));
            let line = entry(at, word::LINE).unwrap_int();
            let key = (code.filename().bits(), line, code.name().bits());
            if last != Some(key) {
                fold(&mut out, count);
                last = Some(key);
                count = 0;
            }
            count += 1;
            if count <= REPEATED {
                let index = entry(at, word::LASTI).unwrap_usize();
                out += &self.frame(t, code, index, line);
            }
            at = next(at);
            steps += 1;
        }
        fold(&mut out, count);
        out
    }
    fn frame(&mut self, t: &mut Thread, code: Code, index: usize, line: i64) -> String {
        let file = t.string_of(code.filename());
        let name = t.string_of(code.name());
        let shown = if file.starts_with("<stdin-") && file.ends_with('>') { "<stdin>" } else { &file };
        let mut out = String::new();
        if line == 0 {
            let _ = writeln!(out, "  File \"{shown}\", line None, in {name}");
            return out;
        }
        let _ = writeln!(out, "  File \"{shown}\", line {line}, in {name}");
        let mut span = code.span(t, index);
        if span.line as i64 != line {
            // a traceback object made by hand
            (span.line, span.end_line) = (line as u32, line as u32);
            (span.col, span.end_col) = (u32::MAX, u32::MAX);
        }
        if self.plain {
            (span.col, span.end_col, span.end_line) = (u32::MAX, u32::MAX, span.line);
        }
        out += &carets::source_lines(self.sources.of_file(&file), span);
        out
    }

    // ---- the last lines

    /// `Class: text`, the notes; for a syntax error its place.
    fn final_lines(&mut self, t: &mut Thread, e: Value) -> String {
        let class = t.class_of(e);
        let name = class_name(t, class);
        let mut out = if class.is_subclass(exc::SyntaxError.get()) {
            self.syntax_error(t, e, &name)
        } else {
            let text = t.str_of(e);
            let mut text = match quiet(t, text) {
                Some(s) => plain(s),
                None => "<exception str() failed>".to_string(),
            };
            text += &suggestion(t, e, class);
            if text.is_empty() { format!("{name}\n") } else { format!("{name}: {text}\n") }
        };
        let notes = t.names().__notes__;
        let notes = t.find_attr(e, notes);
        match notes {
            Ok(Some(v)) if !v.is_none() => out += &notes_text(t, v),
            Ok(_) => {}
            Err(Raised) => {
                let error = t.take_exception();
                let shown = t.repr(error);
                let shown = quiet(t, shown).map_or_else(|| "<__notes__ repr() failed>".to_string(), plain);
                let _ = writeln!(out, "Ignored error getting __notes__: {shown}");
            }
        }
        out
    }

    fn syntax_error(&mut self, t: &mut Thread, e: Value, name: &str) -> String {
        let x = Exception::of(e);
        let mut out = String::new();
        let mut suffix = String::new();
        let file = x.own(1).given().and_then(Str::from).map(plain);
        let line = x.own(2).given();
        let typo = typo(e, file.as_deref());
        if let Some(l) = line {
            let l = t.str_text(l);
            let l = quiet(t, l).unwrap_or_default();
            let _ = writeln!(out, "  File \"{}\", line {l}", file.as_deref().unwrap_or("<string>"));
        } else if let Some(f) = &file {
            suffix = format!(" ({f})");
        }
        if let Some(text) = Str::from(x.own(4)) {
            let text: Vec<char> = plain(text).chars().collect();
            let same_line = x.own(5).is(x.own(2));
            match &typo {
                Some(found) => {
                    let (from, to) = (found.column as i64, found.end_column as i64);
                    carets::syntax_error(&mut out, &text, Some(from), true, Some(to));
                }
                None => carets::syntax_error(&mut out, &text, x.own(3).as_int(), same_line, x.own(6).as_int()),
            }
        }
        let message = x.own(0);
        let message = match message.given() {
            Some(m) => {
                let m = t.str_of(m);
                quiet(t, m).map(plain).unwrap_or_default()
            }
            None => String::new(),
        };
        let message = typo.map_or(message, |found| found.message);
        let message = if message.is_empty() { "<no detail available>" } else { &message };
        let _ = writeln!(out, "{name}: {message}{suffix}");
        out
    }
}

/// The mistyped keyword that a general SyntaxError comes from.
fn typo(e: Value, file: Option<&str>) -> Option<SyntaxError> {
    let x = Exception::of(e);
    let metadata = Tuple::from(x.own(8)).filter(|m| m.len() == 3)?;
    let number = |i: usize| u32::try_from(x.own(i).as_int()?).ok();
    let error = SyntaxError {
        kind: ErrorKind::SyntaxError,
        message: plain(Str::from(x.own(0))?),
        filename: file.unwrap_or("").to_string(),
        line: number(2)?,
        column: number(3)?,
        end_line: number(5).unwrap_or(0),
        end_column: number(6).unwrap_or(0),
        text: Str::from(x.own(4)).map(plain),
    };
    let source = Source::new(error.filename.clone(), plain(Str::from(metadata.get(2))?));
    pyish_syntax::keyword_typo(&source, &error)
}

fn entry(tb: Value, i: usize) -> Value {
    Value::from_bits(tb.unwrap_obj().word(i))
}
fn next(tb: Value) -> Value {
    entry(tb, word::NEXT)
}
fn fold(out: &mut String, count: usize) {
    if count > REPEATED {
        let n = count - REPEATED;
        let plural = if n > 1 { "s" } else { "" };
        let _ = writeln!(out, "  [Previous line repeated {n} more time{plural}]");
    }
}
/// `sys.tracebacklimit`.
fn traceback_limit(t: &mut Thread) -> Option<usize> {
    let sys = t.runtime().sys.get();
    if !sys.is_bound() {
        return None;
    }
    let r = t.intern("tracebacklimit").and_then(|name| t.find_attr(sys, name));
    let limit = quiet(t, r).flatten()?.as_int()?;
    Some(limit.max(0) as usize)
}
/// `module.Class`; builtins and the main module's without the module.
fn class_name(t: &mut Thread, class: Type) -> String {
    let qualname = t.string_of(class.qualname());
    let module = t.names().__module__;
    let module = t.get_attr(class.value(), module);
    match quiet(t, module).and_then(Str::from).map(plain) {
        Some(m) if m == "builtins" || m == "__main__" => qualname,
        Some(m) => format!("{m}.{qualname}"),
        None => format!("<unknown>.{qualname}"),
    }
}
fn notes_text(t: &mut Thread, v: Value) -> String {
    let mut out = String::new();
    if List::from(v).is_some() || Tuple::from(v).is_some() {
        let items = t.collect(v);
        let Some(items) = quiet(t, items) else { return out };
        for i in 0..items.len() {
            let s = t.str_of(items.get(i));
            let s = quiet(t, s).map_or_else(|| "<note str() failed>".to_string(), plain);
            let _ = writeln!(out, "{s}");
        }
    } else {
        let s = t.repr(v);
        let s = quiet(t, s).map_or_else(|| "<__notes__ repr() failed>".to_string(), plain);
        let _ = writeln!(out, "{s}");
    }
    out
}

// ---- "Did you mean"

/// What CPython adds to the text of a NameError, AttributeError or ImportError.
fn suggestion(t: &mut Thread, e: Value, class: Type) -> String {
    let import = class.is_subclass(exc::ImportError.get());
    let attribute = class.is_subclass(exc::AttributeError.get());
    let name_error = class.is_subclass(exc::NameError.get());
    if !import && !attribute && !name_error {
        return String::new();
    }
    let x = Exception::of(e);
    let Some(wrong) = Str::from(x.own(if import { 3 } else { 0 })) else { return String::new() };
    let wrong = wrong.to_string();
    let found = if import {
        of_module(t, x, &wrong)
    } else if attribute {
        of_attributes(t, x, &wrong)
    } else {
        of_names(t, x, &wrong)
    };
    let found = quiet(t, found).flatten();
    let mut out = found.as_ref().map_or_else(String::new, |s| format!(". Did you mean: '{s}'?"));
    if name_error && is_library_module(t, &wrong) {
        out += &match found {
            Some(_) => format!(" Or did you forget to import '{wrong}'?"),
            None => format!(". Did you forget to import '{wrong}'?"),
        };
    }
    out
}
fn is_library_module(t: &mut Thread, name: &str) -> bool {
    let sys = t.runtime().sys.get();
    if !sys.is_bound() {
        return false;
    }
    let r = (|| {
        let attr = t.intern("stdlib_module_names")?;
        let key = t.str(name)?;
        match t.find_attr(sys, attr)? {
            Some(names) => t.contains(names, key),
            None => Ok(false),
        }
    })();
    quiet(t, r).unwrap_or(false)
}
fn dir_of(t: &mut Thread, v: Value, hide: bool) -> Result<Vec<String>, Raised> {
    let name = t.names().__dir__;
    let list = match t.call_special(v, name, &[])? {
        Some(l) => l,
        None => return Ok(Vec::new()),
    };
    let items = t.collect(list)?;
    let mut out: Vec<String> =
        items.iter().filter_map(Str::from).map(|s| s.to_string()).filter(|s| !hide || !s.starts_with('_')).collect();
    out.sort();
    Ok(out)
}
fn of_module(t: &mut Thread, x: Exception, wrong: &str) -> Result<Option<String>, Raised> {
    let Some(module) = Str::from(x.own(1)).map(|s| s.to_string()) else { return Ok(None) };
    let m = crate::import::import_dotted(t, &module)?;
    let known = dir_of(t, m, !wrong.starts_with('_'))?;
    Ok(suggest::nearest(wrong, &known))
}
fn last_frame_locals(t: &mut Thread, x: Exception) -> Result<Option<(Value, Value)>, Raised> {
    let mut tb = x.traceback();
    if Thread::kind_of(tb) != Kind::Traceback {
        return Ok(None);
    }
    while Thread::kind_of(next(tb)) == Kind::Traceback {
        tb = next(tb);
    }
    let frame = crate::types::frame::frame_of_traceback(t, tb)?;
    let locals = crate::types::frame::locals(t, frame)?;
    Ok(Some((locals, entry(tb, word::FUNCTION))))
}
fn of_attributes(t: &mut Thread, x: Exception, wrong: &str) -> Result<Option<String>, Raised> {
    let object = x.own(1);
    let mut hide = !wrong.starts_with('_');
    if hide && let Some((locals, _)) = last_frame_locals(t, x)? {
        let own = Dict::from(locals).map(|d| d.get_named(t, "self")).transpose()?.flatten();
        hide = !own.is_some_and(|s| s.is(object));
    }
    let known = dir_of(t, object, hide)?;
    Ok(suggest::nearest(wrong, &known))
}
fn of_names(t: &mut Thread, x: Exception, wrong: &str) -> Result<Option<String>, Raised> {
    let Some((locals, function)) = last_frame_locals(t, x)? else { return Ok(None) };
    let f = crate::object::function::Function::of(function);
    let builtins = f.get(crate::object::function::word::BUILTINS);
    let mut known = Vec::new();
    for d in [locals, f.globals().value(), builtins] {
        if let Some(d) = Dict::from(d) {
            known.extend(d.iter().filter_map(|(k, _)| Str::from(k)).map(|s| s.to_string()));
        }
    }
    let own = Dict::from(locals).map(|d| d.get_named(t, "self")).transpose()?.flatten();
    if let Some(own) = own {
        let name = t.intern(wrong)?;
        let r = t.find_attr(own, name);
        if quiet(t, r).flatten().is_some() {
            return Ok(Some(format!("self.{wrong}")));
        }
    }
    Ok(suggest::nearest(wrong, &known))
}

/// `traceback.format_exc()` as a str.
pub fn format_to_str(t: &mut Thread, e: Value) -> Ret {
    let text = format_exception(t, e);
    t.str(&text)
}
