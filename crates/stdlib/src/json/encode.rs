//! `make_encoder`: values to JSON text, in one str.

use super::push_quoted;
use pyish_vm::native::member;
use pyish_vm::object::bigint;
use pyish_vm::object::chars::StrBuilder;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::iterators::{instance, word};
use pyish_vm::types::native_function::NativeFunction;
use pyish_vm::types::{self, exc, float, float_text, int_text};
use pyish_vm::{Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, method, static_method};
use std::collections::HashSet;

pub static TYPE: TypeRow = TypeRow::new("Encoder", Kind::Native3)
    .module("_json")
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)");
static NEW: Method = static_method(
    "__new__(cls, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    new,
    "Create and return a new object.",
);
static METHODS: [Method; 1] =
    [method("__call__(self, obj, _current_indent_level)", call, "The JSON text of an object, in a tuple.")];
static ATTRIBUTES: [Attribute; 8] = [
    member("markers", |_, v| Ok(word(v, MARKERS)), "markers"),
    member("default", |_, v| Ok(word(v, DEFAULT)), "default"),
    member("encoder", |_, v| Ok(word(v, ENCODER)), "encoder"),
    member("indent", |_, v| Ok(word(v, INDENT)), "indent"),
    member("key_separator", |_, v| Ok(word(v, KEY_SEPARATOR)), "key_separator"),
    member("item_separator", |_, v| Ok(word(v, ITEM_SEPARATOR)), "item_separator"),
    member("sort_keys", |_, v| Ok(word(v, SORT_KEYS)), "sort_keys"),
    member("skipkeys", |_, v| Ok(word(v, SKIP_KEYS)), "skipkeys"),
];

const MARKERS: usize = 0;
const DEFAULT: usize = 1;
const ENCODER: usize = 2;
const INDENT: usize = 3;
const KEY_SEPARATOR: usize = 4;
const ITEM_SEPARATOR: usize = 5;
const SORT_KEYS: usize = 6;
const SKIP_KEYS: usize = 7;
const ALLOW_NAN: usize = 8;

fn new(t: &mut Thread, a: Args) -> Ret {
    let markers = a[1];
    if !markers.is_none() && Dict::from(markers).is_none() {
        let kind = t.type_name(markers);
        return Err(t.type_error(format!("make_encoder() argument 1 must be dict or None, not {kind}")));
    }
    for (i, name) in [(5, "key_separator"), (6, "item_separator")] {
        if Str::from(a[i]).is_none() {
            let kind = t.type_name(a[i]);
            let _ = name;
            return Err(t.type_error(format!("make_encoder() argument {i} must be str, not {kind}")));
        }
    }
    if !a[4].is_none() && Str::from(a[4]).is_none() {
        let kind = t.type_name(a[4]);
        return Err(t.type_error(format!("make_encoder() argument 4 must be str or None, not {kind}")));
    }
    let mut words = [Value::NONE; 9];
    words[..6].copy_from_slice(&[markers, a[2], a[3], a[4], a[5], a[6]]);
    for (i, word) in words.iter_mut().enumerate().skip(SORT_KEYS) {
        *word = Value::bool(t.truth(a[i + 1])?);
    }
    instance(t, &TYPE, a[0], &words)
}

/// How strings are written.
#[derive(Clone, Copy)]
enum Quoting {
    Ascii,
    Plain,
    By(Value),
}

/// One run of an encoder.
struct Encode {
    out: StrBuilder,
    quoting: Quoting,
    default: Value,
    indent: Option<Str>,
    key_separator: Str,
    item_separator: Str,
    sort: bool,
    skip: bool,
    allow_nan: bool,
    /// addresses of the containers that are open, if circles are looked for
    open: Option<HashSet<u64>>,
    level: usize,
    steps: u32,
}

fn call(t: &mut Thread, a: Args) -> Ret {
    let encoder = word(a[0], ENCODER);
    let row = NativeFunction::from(encoder).map(|f| f.row().function as usize);
    let quoting = match super::FUNCTIONS.iter().position(|f| Some(f.function as usize) == row) {
        Some(0) => Quoting::Plain,
        Some(1) => Quoting::Ascii,
        _ => Quoting::By(encoder),
    };
    let level = t.to_index(a[2])?;
    let mut e = Encode {
        out: StrBuilder::with_capacity(64),
        quoting,
        default: word(a[0], DEFAULT),
        indent: Str::from(word(a[0], INDENT)),
        key_separator: Str::of(word(a[0], KEY_SEPARATOR)),
        item_separator: Str::of(word(a[0], ITEM_SEPARATOR)),
        sort: word(a[0], SORT_KEYS).is(Value::TRUE),
        skip: word(a[0], SKIP_KEYS).is(Value::TRUE),
        allow_nan: word(a[0], ALLOW_NAN).is(Value::TRUE),
        open: (!word(a[0], MARKERS).is_none()).then(HashSet::new),
        level: level.max(0) as usize,
        steps: 0,
    };
    e.value(t, a[1])?;
    let text = e.out.finish(t)?;
    Tuple::make(t, &[text])
}

impl Encode {
    fn text(&mut self, text: &str) {
        self.out.push_text(text);
    }
    fn string(&mut self, t: &mut Thread, s: Value) -> Result<(), Raised> {
        match self.quoting {
            Quoting::Ascii => push_quoted(&mut self.out, Str::of(s), true),
            Quoting::Plain => push_quoted(&mut self.out, Str::of(s), false),
            Quoting::By(f) => {
                let made = t.call(f, &[s])?;
                let Some(text) = Str::from(made) else {
                    let kind = t.type_name(made);
                    return Err(t.type_error(format!("encoder() must return a string, not {kind}")));
                };
                self.out.push_str(text);
            }
        }
        Ok(())
    }
    fn float_text(&mut self, t: &mut Thread, v: Value, x: f64) -> Result<String, Raised> {
        if x.is_finite() {
            return Ok(float_text::repr(x));
        }
        if !self.allow_nan {
            let shown = t.repr_text(v)?;
            return Err(t.value_error(format!("Out of range float values are not JSON compliant: {shown}")));
        }
        let text = match x {
            _ if x.is_nan() => "NaN",
            _ if x > 0.0 => "Infinity",
            _ => "-Infinity",
        };
        Ok(text.to_string())
    }
    fn int_text(t: &mut Thread, v: Value) -> Result<String, Raised> {
        let plain = bigint::plain_int(v).unwrap_or(v);
        int_text::to_text(t, plain)
    }

    fn value(&mut self, t: &mut Thread, v: Value) -> Result<(), Raised> {
        self.steps += 1;
        if self.steps.is_multiple_of(10_000) {
            t.check()?;
        }
        if v.is_none() {
            self.text("null");
        } else if v.is_bool() {
            self.text(if v.is(Value::TRUE) { "true" } else { "false" });
        } else if Str::from(v).is_some() {
            self.string(t, v)?;
        } else if let Some(i) = v.as_int() {
            let mut buffer = [0; 20];
            for b in int_text::decimal(i, &mut buffer) {
                self.out.push(*b as u32);
            }
        } else if bigint::is_int(v) {
            let text = Encode::int_text(t, v)?;
            self.text(&text);
        } else if let Some(x) = float::value(v) {
            let text = self.float_text(t, v, x)?;
            self.text(&text);
        } else {
            t.enter_native(" while encoding a JSON object")?;
            if List::from(v).is_some() || Tuple::from(v).is_some() {
                self.enter(t, v)?;
                self.list(t, v)?;
                self.leave(v);
            } else if Dict::from(v).is_some() {
                self.enter(t, v)?;
                self.dict(t, v)?;
                self.leave(v);
            } else {
                self.enter(t, v)?;
                let made = t.call(self.default, &[v])?;
                let r = self.value(t, made);
                if r.is_err() {
                    let kind = t.type_name(v);
                    exc::add_note(t, &format!("when serializing {kind} object"))?;
                }
                r?;
                self.leave(v);
            }
        }
        Ok(())
    }
    fn enter(&mut self, t: &mut Thread, v: Value) -> Result<(), Raised> {
        if let Some(open) = &mut self.open
            && !open.insert(v.bits())
        {
            return Err(t.value_error("Circular reference detected"));
        }
        Ok(())
    }
    fn leave(&mut self, v: Value) {
        if let Some(open) = &mut self.open {
            open.remove(&v.bits());
        }
    }
    /// A new line at the current depth.
    fn line(&mut self) {
        if let Some(indent) = self.indent {
            self.out.push('\n' as u32);
            for _ in 0..self.level {
                self.out.push_str(indent);
            }
        }
    }
    /// What stands before the i-th item.
    fn separate(&mut self, i: usize) {
        if i > 0 {
            self.out.push_str(self.item_separator);
        }
        self.line();
    }

    fn list(&mut self, t: &mut Thread, v: Value) -> Result<(), Raised> {
        // a list is read as it is by then: what is called for an item may change it
        let (list, tuple) = (List::from(v), Tuple::from(v));
        let item = |i: usize| match (list, tuple) {
            (Some(l), _) => l.get(i),
            (_, Some(x)) => (i < x.len()).then(|| x.get(i)),
            _ => None,
        };
        if item(0).is_none() {
            self.text("[]");
            return Ok(());
        }
        self.text("[");
        self.level += 1;
        let mut i = 0;
        while let Some(x) = item(i) {
            self.separate(i);
            let r = self.value(t, x);
            if r.is_err() {
                let kind = full_name(t, v);
                exc::add_note(t, &format!("when serializing {kind} item {i}"))?;
            }
            r?;
            i += 1;
        }
        self.level -= 1;
        self.line();
        self.text("]");
        Ok(())
    }
    /// Keys and values in turn.
    fn entries(&mut self, t: &mut Thread, v: Value) -> Result<Values, Raised> {
        let dict = Dict::of(v);
        let mut out = Values::with_capacity(t, dict.len() * 2)?;
        if types::dict::TYPE.is_exact(v) && !self.sort {
            for (k, x) in dict.iter() {
                out.push(t, k)?;
                out.push(t, x)?;
            }
            return Ok(out);
        }
        let items = t.call_method_named(v, "items", &[])?;
        let items = t.collect(items)?.into_list(t)?;
        if self.sort {
            t.call_method_named(items, "sort", &[])?;
        }
        for pair in List::of(items).iter() {
            let Some(p) = Tuple::from(pair).filter(|p| p.len() == 2) else {
                return Err(t.value_error("items must return 2-tuples"));
            };
            out.push(t, p.get(0))?;
            out.push(t, p.get(1))?;
        }
        Ok(out)
    }
    fn dict(&mut self, t: &mut Thread, v: Value) -> Result<(), Raised> {
        let entries = self.entries(t, v)?;
        if entries.is_empty() {
            self.text("{}");
            return Ok(());
        }
        self.text("{");
        self.level += 1;
        let mut written = 0;
        for i in 0..entries.len() / 2 {
            let (key, x) = (entries.get(2 * i), entries.get(2 * i + 1));
            let name = if Str::from(key).is_some() {
                key
            } else if let Some(f) = float::value(key) {
                let text = self.float_text(t, key, f)?;
                t.str(&text)?
            } else if key.is_none() {
                t.intern("null")?
            } else if key.is_bool() {
                t.intern(if key.is(Value::TRUE) { "true" } else { "false" })?
            } else if bigint::is_int(key) {
                let text = Encode::int_text(t, key)?;
                t.str(&text)?
            } else if self.skip {
                continue;
            } else {
                let kind = t.type_name(key);
                return Err(t.type_error(format!("keys must be str, int, float, bool or None, not {kind}")));
            };
            self.separate(written);
            written += 1;
            self.string(t, name)?;
            self.out.push_str(self.key_separator);
            let r = self.value(t, x);
            if r.is_err() {
                let exception = t.take_exception();
                let shown = t.repr_text(key);
                t.exc = exception;
                let (kind, shown) = (full_name(t, v), shown.unwrap_or_default());
                exc::add_note(t, &format!("when serializing {kind} item {shown}"))?;
            }
            r?;
        }
        self.level -= 1;
        if written > 0 {
            self.line();
        }
        self.text("}");
        Ok(())
    }
}

/// The class's name with its module, unless that is `builtins`.
fn full_name(t: &mut Thread, v: Value) -> String {
    let class = t.class_of(v);
    let name = t.string_of(class.qualname());
    let key = t.names().__module__;
    match class.lookup(t, key).and_then(Str::from).map(|m| m.to_string()) {
        Some(m) if m != "builtins" && m != "__main__" => format!("{m}.{name}"),
        _ => name,
    }
}
