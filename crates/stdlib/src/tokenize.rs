//! `_tokenize`: the iterator that the `tokenize` module drives.
//!
//! The first step reads all lines and scans them; the tokens before an error come out before it is raised.

mod scan;

use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::kind::Kind;
use pyish_vm::object::list::List;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types;
use pyish_vm::types::exc;
use pyish_vm::types::iterators::{instance, itself, put, word};
use pyish_vm::{Args, Method, Raised, Ret, Thread, TypeRow, Value, method, static_method};
use scan::{ErrorKind, kind};

pub static MODULE: ModuleRow = ModuleRow { name: "_tokenize", doc: "", functions: &[], init };

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    types::ready(t, &ITERATOR)?;
    d.set_named(t, "TokenizerIter", ITERATOR.value())
}

// [readline, encoding or unbound, with comments and line ends, tokens once read, next index, error: tuple or unbound]
const READLINE: usize = 0;
const ENCODING: usize = 1;
const EXTRA: usize = 2;
const TOKENS: usize = 3;
const NEXT: usize = 4;
const ERROR: usize = 5;

static ITERATOR: TypeRow =
    TypeRow::new("TokenizerIter", Kind::Native2).module("_tokenize").constructor(&NEW).methods(&METHODS);
static NEW: Method = static_method(
    "__new__(cls, readline, /, *, encoding=None, extra_tokens=False)",
    new,
    "Create and return a new object.  See help(type) for accurate signature.",
);
static METHODS: [Method; 2] = [
    method("__iter__(self, /)", itself, "Implement iter(self)."),
    method("__next__(self, /)", next, "Implement next(self)."),
];

fn new(t: &mut Thread, a: Args) -> Ret {
    let extra = match a[3].given() {
        Some(v) => t.truth(v)?,
        None => false,
    };
    let unbound = Value::UNBOUND;
    let words = [a[1], a[2].or(Value::NONE), Value::bool(extra), unbound, Value::ZERO, unbound];
    instance(t, &ITERATOR, a[0], &words)
}

/// The whole text that `readline` gives.
fn read_all(t: &mut Thread, this: Value) -> Result<String, Raised> {
    let mut text = String::new();
    loop {
        let line = t.call(word(this, READLINE), &[]);
        let Some(line) = t.catch(line, &exc::StopIteration)? else { break };
        let line = match types::bytes::data(line) {
            None => line,
            Some(b) => {
                let b = b.to_vec();
                let encoding = word(this, ENCODING);
                if encoding.is_none() {
                    return Err(t.type_error("readline() returned a non-string object"));
                }
                let bytes = types::bytes::new(t, &b)?;
                t.call_method_named(bytes, "decode", &[encoding])?
            }
        };
        let Some(line) = Str::from(line) else {
            return Err(t.type_error("readline() returned a non-string object"));
        };
        if line.is_empty() {
            break;
        }
        text.push_str(&line.to_string());
        t.check()?;
    }
    Ok(text)
}

fn fill(t: &mut Thread, this: Value) -> Result<(), Raised> {
    let text = read_all(t, this)?;
    let extra = word(this, EXTRA).is(Value::TRUE);
    let (chars, tokens, error) = scan::scan(&text);
    let all = List::with_capacity(t, tokens.len())?;
    let string = |t: &mut Thread, from: usize, to: usize| {
        let s: String = chars[from..to.min(chars.len())].iter().collect();
        t.str(&s)
    };
    // the tokens of a line share its text
    let mut line = ((usize::MAX, usize::MAX), Value::NONE);
    let mut count = 0u32;
    for token in &tokens {
        if !extra && matches!(token.kind, kind::COMMENT | kind::NL) {
            continue;
        }
        if line.0 != token.lines {
            line = (token.lines, string(t, token.lines.0, token.lines.1)?);
        }
        let text = match token.text {
            Some(s) => t.str(s)?,
            None => string(t, token.start, token.end)?,
        };
        let place = |(row, column): (usize, usize)| [Value::int(row as i64), Value::int(column as i64)];
        let (from, to) = (Tuple::new(t, &place(token.from))?, Tuple::new(t, &place(token.to))?);
        let kind = Value::int(token.kind as i64);
        let made = Tuple::new(t, &[kind, text, from.value(), to.value(), line.1])?;
        all.push(t, made.value())?;
        count += 1;
        if count.is_multiple_of(10_000) {
            t.check()?;
        }
    }
    if let Some(e) = error {
        let shown = text.split_inclusive('\n').nth(e.row.saturating_sub(1)).unwrap_or("");
        let (message, filename, shown) = (t.str(&e.message)?, t.str("<string>")?, t.str(shown)?);
        let (row, column) = (Value::int(e.row as i64), Value::int(e.column as i64));
        let detail = Tuple::new(t, &[filename, row, column, shown, row, column])?;
        let class = match e.kind {
            ErrorKind::Syntax => &exc::SyntaxError,
            ErrorKind::Indentation => &exc::IndentationError,
            ErrorKind::Tab => &exc::TabError,
        };
        let error = t.call(class.value(), &[message, detail.value()])?;
        put(t, this, ERROR, error);
    }
    put(t, this, TOKENS, all.value());
    Ok(())
}

fn next(t: &mut Thread, a: Args) -> Ret {
    let this = a[0];
    if word(this, TOKENS).is_unbound() {
        fill(t, this)?;
    }
    let i = word(this, NEXT).as_int().unwrap_or(0);
    match List::of(word(this, TOKENS)).get(i as usize) {
        Some(token) => {
            put(t, this, NEXT, Value::int(i + 1));
            Ok(token)
        }
        None => {
            let error = word(this, ERROR);
            if error.is_bound() {
                put(t, this, ERROR, Value::UNBOUND);
                return Err(t.raise_value(error));
            }
            Ok(Value::UNBOUND)
        }
    }
}
