//! `make_scanner`: JSON text to values.
//!
//! A scanner's words are its options, read once from the decoder it is made for. Keys are shared within a text: a small
//! table on the native stack remembers the last ones, which costs less than a dict and keeps nothing alive.

use super::{decode_error, scan_string, string_stop};
use pyish_vm::native::member;
use pyish_vm::object::chars::Chars;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::List;
use pyish_vm::object::string::{Str, hash_bytes};
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::iterators::{instance, word};
use pyish_vm::types::{self, int_text};
use pyish_vm::{Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, method, static_method};

pub static TYPE: TypeRow = TypeRow::new("Scanner", Kind::Native2)
    .module("_json")
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("JSON scanner object");
static NEW: Method = static_method("__new__(cls, context)", new, "Create and return a new object.");
static METHODS: [Method; 1] = [method("__call__(self, string, idx)", call, "Scan the value at an index.")];
static ATTRIBUTES: [Attribute; 6] = [
    member("strict", |_, v| Ok(word(v, STRICT)), "strict"),
    member("object_hook", |_, v| Ok(word(v, OBJECT_HOOK)), "object_hook"),
    member("object_pairs_hook", |_, v| Ok(word(v, PAIRS_HOOK)), "object_pairs_hook"),
    member("parse_float", |_, v| Ok(word(v, PARSE_FLOAT)), "parse_float"),
    member("parse_int", |_, v| Ok(word(v, PARSE_INT)), "parse_int"),
    member("parse_constant", |_, v| Ok(word(v, PARSE_CONSTANT)), "parse_constant"),
];

const STRICT: usize = 0;
const OBJECT_HOOK: usize = 1;
const PAIRS_HOOK: usize = 2;
const PARSE_FLOAT: usize = 3;
const PARSE_INT: usize = 4;
const PARSE_CONSTANT: usize = 5;

fn new(t: &mut Thread, a: Args) -> Ret {
    let strict = t.get_attr_named(a[1], "strict")?;
    let mut words = [Value::NONE; 6];
    words[STRICT] = Value::bool(t.truth(strict)?);
    for (i, name) in [
        (OBJECT_HOOK, "object_hook"),
        (PAIRS_HOOK, "object_pairs_hook"),
        (PARSE_FLOAT, "parse_float"),
        (PARSE_INT, "parse_int"),
        (PARSE_CONSTANT, "parse_constant"),
    ] {
        words[i] = t.get_attr_named(a[1], name)?;
    }
    instance(t, &TYPE, a[0], &words)
}

const REMEMBERED: usize = 64;

/// One scan of a text.
struct Scan<'a> {
    doc: Str,
    chars: Chars<'a>,
    at: usize,
    strict: bool,
    /// `None` where a hook is not given, or is the class itself
    object_hook: Option<Value>,
    pairs_hook: Option<Value>,
    parse_float: Option<Value>,
    parse_int: Option<Value>,
    parse_constant: Value,
    /// keys seen last, by a part of their hash
    keys: [Value; REMEMBERED],
    steps: u32,
}

fn call(t: &mut Thread, a: Args) -> Ret {
    let Some(doc) = Str::from(a[1]) else {
        let kind = t.type_name(a[1]);
        return Err(t.type_error(format!("first argument must be a string, not {kind}")));
    };
    let at = t.to_index(a[2])?;
    if at < 0 {
        return Err(t.value_error("idx cannot be negative"));
    }
    let unless = |v: Value, class: Value| v.given().filter(|v| !v.is(class));
    let mut scan = Scan {
        doc,
        chars: doc.chars(),
        at: at as usize,
        strict: word(a[0], STRICT).is(Value::TRUE),
        object_hook: word(a[0], OBJECT_HOOK).given(),
        pairs_hook: word(a[0], PAIRS_HOOK).given(),
        parse_float: unless(word(a[0], PARSE_FLOAT), types::float::TYPE.value()),
        parse_int: unless(word(a[0], PARSE_INT), types::int::TYPE.value()),
        parse_constant: word(a[0], PARSE_CONSTANT),
        keys: [Value::NONE; REMEMBERED],
        steps: 0,
    };
    let v = scan.value(t)?;
    let at = std::hint::black_box(&scan).at;
    Tuple::make(t, &[v, Value::index(at)])
}

impl Scan<'_> {
    /// The character at the current place; 0 past the end, which no JSON text has where this is asked.
    #[inline(always)]
    fn peek(&self) -> u32 {
        if self.at < self.chars.len() { self.chars.get(self.at) } else { 0 }
    }
    #[inline(always)]
    fn is(&self, c: char) -> bool {
        self.peek() == c as u32 && self.at < self.chars.len()
    }
    #[inline(always)]
    fn skip_space(&mut self) {
        while self.at < self.chars.len() && matches!(self.chars.get(self.at), 0x20 | 9 | 10 | 13) {
            self.at += 1;
        }
    }
    #[cold]
    fn error(&self, t: &mut Thread, text: &str, at: usize) -> Raised {
        decode_error(t, text, self.doc, at)
    }
    /// StopIteration with the place where no value begins.
    #[cold]
    fn nothing(&self, t: &mut Thread, at: usize) -> Raised {
        t.stop_iteration(Value::index(at))
    }
    fn literal(&mut self, text: &str) -> bool {
        let end = self.at + text.len();
        let found =
            end <= self.chars.len() && text.bytes().enumerate().all(|(i, b)| self.chars.get(self.at + i) == b as u32);
        if found {
            self.at = end;
        }
        found
    }

    fn value(&mut self, t: &mut Thread) -> Ret {
        self.steps += 1;
        if self.steps.is_multiple_of(10_000) {
            t.check()?;
        }
        if self.at >= self.chars.len() {
            return Err(self.nothing(t, self.at));
        }
        match char::from_u32(self.peek()).unwrap_or('\0') {
            '"' => {
                let (s, next) = scan_string(t, self.doc, self.at + 1, self.strict)?;
                self.at = next;
                Ok(s)
            }
            '{' => {
                t.enter_native(" while decoding a JSON object from a unicode string")?;
                self.object(t)
            }
            '[' => {
                t.enter_native(" while decoding a JSON array from a unicode string")?;
                self.array(t)
            }
            'n' if self.literal("null") => Ok(Value::NONE),
            't' if self.literal("true") => Ok(Value::TRUE),
            'f' if self.literal("false") => Ok(Value::FALSE),
            'N' if self.literal("NaN") => self.constant(t, "NaN"),
            'I' if self.literal("Infinity") => self.constant(t, "Infinity"),
            '-' if self.literal("-Infinity") => self.constant(t, "-Infinity"),
            _ => self.number(t),
        }
    }
    fn constant(&mut self, t: &mut Thread, text: &str) -> Ret {
        let text = t.intern(text)?;
        t.call(self.parse_constant, &[text])
    }
    fn digits(&self, mut at: usize) -> usize {
        while at < self.chars.len() && (0x30..0x3A).contains(&self.chars.get(at)) {
            at += 1;
        }
        at
    }
    fn number(&mut self, t: &mut Thread) -> Ret {
        let start = self.at;
        let n = self.chars.len();
        let at = |i: usize| if i < n { self.chars.get(i) } else { 0 };
        let first = start + (at(start) == '-' as u32) as usize;
        let mut end = match at(first) {
            0x30 => first + 1,
            0x31..0x3A => self.digits(first),
            _ => return Err(self.nothing(t, start)),
        };
        let mut is_float = false;
        if at(end) == '.' as u32 && self.digits(end + 1) > end + 1 {
            is_float = true;
            end = self.digits(end + 1);
        }
        if matches!(at(end), 0x65 | 0x45) {
            let digits = end + 1 + matches!(at(end + 1), 0x2B | 0x2D) as usize;
            let after = self.digits(digits);
            if after > digits {
                is_float = true;
                end = after;
            }
        }
        self.at = end;
        let hook = if is_float { self.parse_float } else { self.parse_int };
        if let Some(f) = hook {
            let text = self.doc.slice(t, start, end)?.value();
            return t.call(f, &[text]);
        }
        if !is_float && end - first <= 18 {
            let magnitude = (first..end).fold(0i64, |n, i| n * 10 + (self.chars.get(i) as i64 - 0x30));
            return t.int(if first > start { -magnitude } else { magnitude });
        }
        let text: String = (start..end).filter_map(|i| char::from_u32(self.chars.get(i))).collect();
        if is_float {
            return t.float(text.parse().unwrap_or(f64::NAN));
        }
        let shown = self.doc.slice(t, start, end)?.value();
        int_text::parse_value(t, Some(text), 10, shown)
    }

    /// A key: one of those seen last, if it is the same.
    fn key(&mut self, t: &mut Thread) -> Ret {
        let from = self.at + 1;
        if let Chars::One(text) = self.chars {
            let end = string_stop(self.chars, from);
            if text.get(end) == Some(&b'"') {
                let raw = &text[from..end];
                let slot = hash_bytes(raw) as usize % REMEMBERED;
                self.at = end + 1;
                if let Some(known) = Str::from(self.keys[slot])
                    && matches!(known.chars(), Chars::One(b) if b == raw)
                {
                    return Ok(known.value());
                }
                let made = self.doc.slice(t, from, end)?.value();
                self.keys[slot] = made;
                return Ok(made);
            }
        }
        let (s, next) = scan_string(t, self.doc, from, self.strict)?;
        self.at = next;
        Ok(s)
    }
    fn object(&mut self, t: &mut Thread) -> Ret {
        self.at += 1;
        let dict = if self.pairs_hook.is_none() { Some(Dict::new(t)?) } else { None };
        let pairs = if self.pairs_hook.is_some() { Some(List::new(t, &[])?) } else { None };
        self.skip_space();
        if self.is('}') {
            self.at += 1;
        } else {
            loop {
                if !self.is('"') {
                    return Err(self.error(t, "Expecting property name enclosed in double quotes", self.at));
                }
                let key = self.key(t)?;
                self.skip_space();
                if !self.is(':') {
                    return Err(self.error(t, "Expecting ':' delimiter", self.at));
                }
                self.at += 1;
                self.skip_space();
                let v = self.value(t)?;
                if let Some(d) = dict {
                    d.set(t, key, v)?;
                } else if let Some(p) = pairs {
                    let pair = Tuple::make(t, &[key, v])?;
                    p.push(t, pair)?;
                }
                if self.after_item(t, '}', "Illegal trailing comma before end of object")? {
                    break;
                }
            }
        }
        match (dict, pairs, self.object_hook, self.pairs_hook) {
            (_, Some(p), _, Some(f)) => t.call(f, &[p.value()]),
            (Some(d), _, Some(f), _) => t.call(f, &[d.value()]),
            (Some(d), ..) => Ok(d.value()),
            _ => Ok(Value::NONE),
        }
    }
    fn array(&mut self, t: &mut Thread) -> Ret {
        self.at += 1;
        let list = List::new(t, &[])?;
        self.skip_space();
        if self.is(']') {
            self.at += 1;
            return Ok(list.value());
        }
        loop {
            let v = self.value(t)?;
            list.push(t, v)?;
            if self.after_item(t, ']', "Illegal trailing comma before end of array")? {
                return Ok(list.value());
            }
        }
    }
    /// The comma or the end after an item: whether it is the end.
    #[inline(always)]
    fn after_item(&mut self, t: &mut Thread, close: char, trailing: &str) -> Result<bool, Raised> {
        self.skip_space();
        if self.is(close) {
            self.at += 1;
            return Ok(true);
        }
        if !self.is(',') {
            return Err(self.error(t, "Expecting ',' delimiter", self.at));
        }
        let comma = self.at;
        self.at += 1;
        self.skip_space();
        if self.is(close) {
            return Err(self.error(t, trailing, comma));
        }
        Ok(false)
    }
}
