//! `_csv`: the reader's state machine and the writer's quoting.
//!
//! Reader: `[data, iterator, dialect]`; writer: `[data, write method, dialect]`; a dialect's numbers are Rust memory.

use crate::owned;
use parking_lot::Mutex;
use pyish_vm::import::ModuleRow;
use pyish_vm::names::Immortal;
use pyish_vm::object::bigint;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::{self, exc};
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, function, getter, method, static_method,
};
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

pub static MODULE: ModuleRow = ModuleRow { name: "_csv", doc: "CSV parsing and writing.", functions: &FUNCTIONS, init };
static FUNCTIONS: [Method; 7] = [
    function(
        "reader(iterable, dialect='excel', **fmtparams)",
        new_reader,
        "Return a reader object that will process lines from the given iterable.",
    ),
    function(
        "writer(fileobj, dialect='excel', **fmtparams)",
        new_writer,
        "Return a writer object that will write user data on the given file object.",
    ),
    function(
        "register_dialect(name, dialect='excel', **fmtparams)",
        register,
        "Create a mapping from a string name to a CSV dialect.",
    ),
    function("unregister_dialect(name)", unregister, "Delete the name/dialect mapping associated with a string name."),
    function("get_dialect(name)", |t, a| by_name(t, a[0]), "Return the dialect instance associated with name."),
    function(
        "list_dialects()",
        |t, _| {
            let d = Dict::of(DIALECTS.get());
            let mut v = Values::new(t)?;
            for (k, _) in d.iter() {
                v.push(t, k)?;
            }
            v.into_list(t)
        },
        "Return a list of all known dialect names.",
    ),
    function("field_size_limit(new_limit=None)", field_size_limit, "Sets an upper limit on parsed fields."),
];
static ERROR: Immortal = Immortal::unset();
static DIALECTS: Immortal = Immortal::unset();
static LIMIT: AtomicI64 = AtomicI64::new(131_072);

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let own = Dict::new(t)?;
    let module = t.intern("_csv")?;
    own.set_named(t, "__module__", module)?;
    let name = t.intern("Error")?;
    let bases = Tuple::make(t, &[exc::Exception.value()])?;
    let class = t.call(types::type_::TYPE.value(), &[name, bases, own.value()])?;
    ERROR.set(class);
    d.set_named(t, "Error", class)?;
    let dialects = Dict::new(t)?;
    DIALECTS.set(dialects.value());
    d.set_named(t, "_dialects", dialects.value())?;
    let dialect = types::ready(t, &DIALECT)?;
    d.set_named(t, "Dialect", dialect.value())?;
    let (r, w) = (types::ready(t, &READER)?, types::ready(t, &WRITER)?);
    d.set_named(t, "Reader", r.value())?;
    d.set_named(t, "Writer", w.value())?;
    for (name, n) in [
        ("QUOTE_MINIMAL", MINIMAL),
        ("QUOTE_ALL", ALL),
        ("QUOTE_NONNUMERIC", NON_NUMERIC),
        ("QUOTE_NONE", NONE),
        ("QUOTE_STRINGS", STRINGS),
        ("QUOTE_NOTNULL", NOT_NULL),
    ] {
        d.set_named(t, name, Value::int(n))?;
    }
    let version = t.str("1.0")?;
    d.set_named(t, "__version__", version)
}
#[cold]
fn error(t: &mut Thread, text: &str) -> Raised {
    let Ok(s) = t.str(text) else { return Raised };
    match t.call(ERROR.get(), &[s]) {
        Ok(e) => t.raise_value(e),
        Err(e) => e,
    }
}

const MINIMAL: i64 = 0;
const ALL: i64 = 1;
const NON_NUMERIC: i64 = 2;
const NONE: i64 = 3;
const STRINGS: i64 = 4;
const NOT_NULL: i64 = 5;

// ---- dialects

static DIALECT: TypeRow = TypeRow::new("Dialect", Kind::Native1)
    .module("_csv")
    .constructor(&DIALECT_NEW)
    .attributes(&DIALECT_ATTRIBUTES)
    .doc("CSV dialect");
static DIALECT_NEW: Method = static_method(
    "__new__(cls, dialect=None, delimiter=None, doublequote=None, escapechar=None, lineterminator=None, quotechar=None, quoting=None, skipinitialspace=None, strict=None)",
    dialect_new,
    "",
);
static DIALECT_ATTRIBUTES: [Attribute; 8] = [
    getter(
        "delimiter",
        |t, v| {
            let d = format_of(t, v)?;
            character(t, Some(d.delimiter))
        },
        "",
    ),
    getter(
        "quotechar",
        |t, v| {
            let d = format_of(t, v)?;
            character(t, d.quote)
        },
        "",
    ),
    getter(
        "escapechar",
        |t, v| {
            let d = format_of(t, v)?;
            character(t, d.escape)
        },
        "",
    ),
    getter(
        "lineterminator",
        |t, v| {
            let d = format_of(t, v)?;
            Ok(Str::from_chars(t, &d.end)?.value())
        },
        "",
    ),
    getter("doublequote", |t, v| Ok(Value::bool(format_of(t, v)?.double)), ""),
    getter("skipinitialspace", |t, v| Ok(Value::bool(format_of(t, v)?.skip_space)), ""),
    getter("strict", |t, v| Ok(Value::bool(format_of(t, v)?.strict)), ""),
    getter("quoting", |t, v| Ok(Value::int(format_of(t, v)?.quoting)), ""),
];

#[derive(Clone)]
struct Format {
    delimiter: u32,
    quote: Option<u32>,
    escape: Option<u32>,
    end: Vec<u32>,
    double: bool,
    skip_space: bool,
    strict: bool,
    quoting: i64,
}
fn character(t: &mut Thread, c: Option<u32>) -> Ret {
    match c {
        Some(c) => Str::from_char(t, c),
        None => Ok(Value::NONE),
    }
}
fn format_of(t: &mut Thread, v: Value) -> Result<Format, Raised> {
    Ok(owned::of::<Format>(t, v)?.clone())
}
const FIELDS: [&str; 8] =
    ["delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"];

fn dialect_new(t: &mut Thread, a: Args) -> Ret {
    let mut given = [Value::UNBOUND; 8];
    given.copy_from_slice(&a.as_slice()[2..10]);
    let plain = given.iter().all(|g| g.is_unbound());
    let mut base = a[1].or(Value::NONE);
    if Str::from(base).is_some() {
        base = by_name(t, base)?;
    }
    if plain && base.is_obj() && t.class_of(base) == DIALECT.get() && Type::of(a[0]) == DIALECT.get() {
        return Ok(base);
    }
    for (i, g) in given.iter_mut().enumerate() {
        if g.is_unbound() && !base.is_none() {
            let name = t.intern(FIELDS[i])?;
            if let Some(v) = t.find_attr(base, name)? {
                *g = v;
            }
        }
    }
    let format = make_format(t, &given)?;
    let v = types::object::alloc_instance(t, Type::of(a[0]))?;
    owned::install(v, format);
    Ok(v)
}
/// A parameter that is one character, or None where that is allowed.
fn one_char(t: &mut Thread, v: Value, name: &str, default: Option<u32>) -> Result<Option<u32>, Raised> {
    if v.is_unbound() {
        return Ok(default);
    }
    if v.is_none() && name != "delimiter" {
        return Ok(None);
    }
    let or_none = if name == "delimiter" { "" } else { " or None" };
    let Some(s) = Str::from(v) else {
        let kind = t.type_name(v);
        return Err(t.type_error(format!("\"{name}\" must be a unicode character{or_none}, not {kind}")));
    };
    if s.len() != 1 {
        let n = s.len();
        return Err(
            t.type_error(format!("\"{name}\" must be a unicode character{or_none}, not a string of length {n}"))
        );
    }
    let c = s.chars().get(0);
    if c == 10 || c == 13 || (c == 32 && name != "delimiter") {
        return Err(t.value_error(format!("bad {name} value")));
    }
    Ok(Some(c))
}
fn make_format(t: &mut Thread, g: &[Value; 8]) -> Result<Format, Raised> {
    let flag = |t: &mut Thread, v: Value, default: bool| if v.is_unbound() { Ok(default) } else { t.truth(v) };
    let delimiter = one_char(t, g[0], "delimiter", Some(44))?.unwrap_or(44);
    let double = flag(t, g[1], true)?;
    let escape = one_char(t, g[2], "escapechar", None)?;
    let end = match g[3] {
        v if v.is_unbound() => vec![13, 10],
        v => match Str::from(v) {
            Some(s) => s.chars().iter().collect(),
            None => {
                let kind = t.type_name(v);
                return Err(t.type_error(format!("\"lineterminator\" must be a string, not {kind}")));
            }
        },
    };
    let quote = one_char(t, g[4], "quotechar", Some(34))?;
    let mut quoting = match g[5] {
        v if v.is_unbound() => MINIMAL,
        v if v.is_int() => v.unwrap_int(),
        v => match bigint::to_i64(v) {
            Some(n) => n,
            None => return Err(t.type_error("\"quoting\" must be an integer")),
        },
    };
    if g[4].is_bound() && g[4].is_none() && g[5].is_unbound() {
        quoting = NONE;
    }
    if !(MINIMAL..=NOT_NULL).contains(&quoting) {
        return Err(t.type_error("bad \"quoting\" value"));
    }
    let skip_space = flag(t, g[6], false)?;
    let strict = flag(t, g[7], false)?;
    if quoting != NONE && quote.is_none() {
        return Err(t.type_error("quotechar must be set if quoting enabled"));
    }
    for (c, name) in [(quote, "quotechar"), (escape, "escapechar")] {
        if c == Some(delimiter) {
            return Err(t.value_error(format!("bad delimiter or {name} value")));
        }
    }
    if quote.is_some() && quote == escape {
        return Err(t.value_error("bad escapechar or quotechar value"));
    }
    Ok(Format { delimiter, quote, escape, end, double, skip_space, strict, quoting })
}
fn by_name(t: &mut Thread, name: Value) -> Ret {
    match Dict::of(DIALECTS.get()).get(t, name)? {
        Some(d) => Ok(d),
        None => Err(error(t, "unknown dialect")),
    }
}
/// The dialect of a call's `dialect` argument and keywords.
fn dialect_of(t: &mut Thread, v: Value, keywords: Value) -> Ret {
    let base = if v.is_unbound() { t.str("excel")? } else { v };
    // without csv.py nobody has registered "excel": it is the default
    let base = match Str::from(base) {
        Some(s) if s.eq_text("excel") && Dict::of(DIALECTS.get()).get(t, base)?.is_none() => Value::NONE,
        _ => base,
    };
    t.call_with_dict(DIALECT.value(), &[base], keywords)
}
fn register(t: &mut Thread, a: Args) -> Ret {
    if Str::from(a[0]).is_none() {
        return Err(t.type_error("dialect name must be a string"));
    }
    let d = if a[1].is_unbound() {
        t.call_with_dict(DIALECT.value(), &[], a[2])?
    } else {
        t.call_with_dict(DIALECT.value(), &[a[1]], a[2])?
    };
    Dict::of(DIALECTS.get()).set(t, a[0], d)?;
    Ok(Value::NONE)
}
fn unregister(t: &mut Thread, a: Args) -> Ret {
    match Dict::of(DIALECTS.get()).remove(t, a[0])? {
        Some(_) => Ok(Value::NONE),
        None => Err(error(t, "unknown dialect")),
    }
}
fn field_size_limit(t: &mut Thread, a: Args) -> Ret {
    let old = LIMIT.load(Relaxed);
    if let Some(v) = a[0].given() {
        if !bigint::is_int(v) {
            return Err(t.type_error("limit must be an integer"));
        }
        let n = t.to_i64(v)?;
        LIMIT.store(n, Relaxed);
    }
    t.int(old)
}

// ---- the reader

const SOURCE: usize = 1;
const OWN_DIALECT: usize = 2;
static READER: TypeRow = TypeRow::new("reader", Kind::Native1)
    .module("_csv")
    .is_final()
    .methods(&READER_METHODS)
    .attributes(&READER_ATTRIBUTES);
static READER_METHODS: [Method; 2] = [
    method("__iter__(self, /)", |_, a| Ok(a[0]), "Implement iter(self)."),
    method("__next__(self, /)", read_row, "Implement next(self)."),
];
static READER_ATTRIBUTES: [Attribute; 2] = [
    getter("dialect", |_, v| Ok(Value::from_bits(v.unwrap_obj().word(OWN_DIALECT))), ""),
    getter(
        "line_num",
        |t, v| {
            let n = owned::of::<Lines>(t, v)?.lines.lock();
            Ok(Value::int(*n))
        },
        "",
    ),
];
struct Lines {
    lines: Mutex<i64>,
    format: Format,
}

fn new_reader(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[0])?;
    let dialect = dialect_of(t, a[1], a[2])?;
    let format = format_of(t, dialect)?;
    let v = types::object::alloc_instance(t, READER.get())?;
    owned::install(v, Lines { lines: Mutex::new(0), format });
    v.unwrap_obj().set(&mut t.m, SOURCE, it.bits());
    v.unwrap_obj().set(&mut t.m, OWN_DIALECT, dialect.bits());
    Ok(v)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    RecordStart,
    FieldStart,
    Escaped,
    Field,
    Quoted,
    EscapeInQuoted,
    QuoteInQuoted,
    LineEnd,
    AfterEscapedEnd,
}

fn read_row(t: &mut Thread, a: Args) -> Ret {
    let own = owned::of::<Lines>(t, a[0])?;
    let f = &own.format;
    let source = Value::from_bits(a[0].unwrap_obj().word(SOURCE));
    let mut fields = Values::new(t)?;
    let mut field: Vec<u32> = Vec::new();
    let (mut at, mut unquoted) = (At::RecordStart, true);
    loop {
        let Some(line) = t.next(source)? else {
            if !field.is_empty() || at == At::Quoted {
                if f.strict {
                    return Err(error(t, "unexpected end of data"));
                }
                save(t, f, &mut fields, &mut field, unquoted)?;
                break;
            }
            return Ok(Value::UNBOUND);
        };
        let Some(s) = Str::from(line) else {
            let kind = t.type_name(line);
            let text = format!("iterator should return strings, not {kind} (the file should be opened in text mode)");
            return Err(error(t, &text));
        };
        *own.lines.lock() += 1;
        let n = s.len();
        // the end of the line acts as one more character, `None`
        for i in 0..=n {
            let c = if i < n { Some(s.chars().get(i)) } else { None };
            let is_end = matches!(c, None | Some(10) | Some(13));
            loop {
                match at {
                    At::RecordStart if c.is_none() => {}
                    At::RecordStart if is_end => at = At::LineEnd,
                    At::RecordStart => {
                        at = At::FieldStart;
                        continue;
                    }
                    At::FieldStart => {
                        unquoted = true;
                        match c {
                            _ if is_end => {
                                save(t, f, &mut fields, &mut field, unquoted)?;
                                at = if c.is_none() { At::RecordStart } else { At::LineEnd };
                            }
                            Some(c) if Some(c) == f.quote && f.quoting != NONE => {
                                unquoted = false;
                                at = At::Quoted;
                            }
                            Some(c) if Some(c) == f.escape => at = At::Escaped,
                            Some(32) if f.skip_space => {}
                            Some(c) if c == f.delimiter => save(t, f, &mut fields, &mut field, unquoted)?,
                            Some(c) => {
                                push(t, &mut field, c)?;
                                at = At::Field;
                            }
                            None => {}
                        }
                    }
                    At::Escaped => match c {
                        Some(c) if is_end => {
                            push(t, &mut field, c)?;
                            at = At::AfterEscapedEnd;
                        }
                        c => {
                            push(t, &mut field, c.unwrap_or(10))?;
                            at = At::Field;
                        }
                    },
                    At::AfterEscapedEnd if c.is_none() => {}
                    At::AfterEscapedEnd | At::Field => match c {
                        _ if is_end => {
                            save(t, f, &mut fields, &mut field, unquoted)?;
                            at = if c.is_none() { At::RecordStart } else { At::LineEnd };
                        }
                        Some(c) if Some(c) == f.escape => at = At::Escaped,
                        Some(c) if c == f.delimiter => {
                            save(t, f, &mut fields, &mut field, unquoted)?;
                            at = At::FieldStart;
                        }
                        Some(c) => {
                            push(t, &mut field, c)?;
                            at = At::Field;
                        }
                        None => {}
                    },
                    At::Quoted => match c {
                        None => {}
                        Some(c) if Some(c) == f.escape => at = At::EscapeInQuoted,
                        Some(c) if Some(c) == f.quote && f.quoting != NONE => {
                            at = if f.double { At::QuoteInQuoted } else { At::Field };
                        }
                        Some(c) => push(t, &mut field, c)?,
                    },
                    At::EscapeInQuoted => {
                        push(t, &mut field, c.unwrap_or(10))?;
                        at = At::Quoted;
                    }
                    At::QuoteInQuoted => match c {
                        Some(c) if f.quoting != NONE && Some(c) == f.quote => {
                            push(t, &mut field, c)?;
                            at = At::Quoted;
                        }
                        Some(c) if c == f.delimiter => {
                            save(t, f, &mut fields, &mut field, unquoted)?;
                            at = At::FieldStart;
                        }
                        _ if is_end => {
                            save(t, f, &mut fields, &mut field, unquoted)?;
                            at = if c.is_none() { At::RecordStart } else { At::LineEnd };
                        }
                        Some(c) if !f.strict => {
                            push(t, &mut field, c)?;
                            at = At::Field;
                        }
                        _ => {
                            let shown = |c: Option<u32>| c.and_then(char::from_u32).unwrap_or('\u{FFFD}');
                            let text = format!("'{}' expected after '{}'", shown(Some(f.delimiter)), shown(f.quote));
                            return Err(error(t, &text));
                        }
                    },
                    At::LineEnd => match c {
                        Some(10 | 13) => {}
                        None => at = At::RecordStart,
                        Some(_) => {
                            return Err(error(
                                t,
                                "new-line character seen in unquoted field - do you need to open the file with newline=''?",
                            ));
                        }
                    },
                }
                break;
            }
        }
        if at == At::RecordStart {
            break;
        }
    }
    fields.into_list(t)
}
fn push(t: &mut Thread, field: &mut Vec<u32>, c: u32) -> Result<(), Raised> {
    let limit = LIMIT.load(Relaxed);
    if field.len() as i64 >= limit {
        return Err(error(t, &format!("field larger than field limit ({limit})")));
    }
    field.push(c);
    Ok(())
}
fn save(t: &mut Thread, f: &Format, fields: &mut Values, field: &mut Vec<u32>, unquoted: bool) -> Result<(), Raised> {
    let s = Str::from_chars(t, field)?.value();
    let empty = field.is_empty();
    field.clear();
    let v = if unquoted && empty && matches!(f.quoting, NOT_NULL | STRINGS) {
        Value::NONE
    } else if unquoted && (f.quoting == NON_NUMERIC || (f.quoting == STRINGS && !empty)) {
        if empty && f.quoting == NON_NUMERIC { s } else { t.call(types::float::TYPE.value(), &[s])? }
    } else {
        s
    };
    fields.push(t, v)
}

// ---- the writer

static WRITER: TypeRow = TypeRow::new("writer", Kind::Native1)
    .module("_csv")
    .is_final()
    .methods(&WRITER_METHODS)
    .attributes(&WRITER_ATTRIBUTES);
static WRITER_METHODS: [Method; 2] = [
    method(
        "writerow(self, row, /)",
        |t, a| write_row(t, a[0], a[1]),
        "Construct and write a CSV record from an iterable of fields.",
    ),
    method("writerows(self, rows, /)", write_rows, "Construct and write a series of iterables to a csv file."),
];
static WRITER_ATTRIBUTES: [Attribute; 1] =
    [getter("dialect", |_, v| Ok(Value::from_bits(v.unwrap_obj().word(OWN_DIALECT))), "")];

fn new_writer(t: &mut Thread, a: Args) -> Ret {
    let name = t.intern("write")?;
    let write = match t.find_attr(a[0], name)? {
        Some(w) if t.is_callable(w) => w,
        _ => return Err(t.type_error("argument 1 must have a \"write\" method")),
    };
    let dialect = dialect_of(t, a[1], a[2])?;
    let format = format_of(t, dialect)?;
    let v = types::object::alloc_instance(t, WRITER.get())?;
    owned::install(v, format);
    v.unwrap_obj().set(&mut t.m, SOURCE, write.bits());
    v.unwrap_obj().set(&mut t.m, OWN_DIALECT, dialect.bits());
    Ok(v)
}
fn write_rows(t: &mut Thread, a: Args) -> Ret {
    let it = t.iter(a[1])?;
    while let Some(row) = t.next(it)? {
        write_row(t, a[0], row)?;
    }
    Ok(Value::NONE)
}
fn write_row(t: &mut Thread, v: Value, row: Value) -> Ret {
    let f = owned::of::<Format>(t, v)?;
    let Some(it) = t.try_iter(row)? else {
        let kind = t.type_name(row);
        return Err(error(t, &format!("iterable expected, not {kind}")));
    };
    let mut out: Vec<u32> = Vec::new();
    let (mut n, mut only_empty) = (0, false);
    while let Some(x) = t.next(it)? {
        let number = bigint::is_int(x) || types::float::value(x).is_some();
        let must = match f.quoting {
            ALL => true,
            NON_NUMERIC => !number,
            STRINGS => Str::from(x).is_some(),
            NOT_NULL => !x.is_none(),
            _ => false,
        };
        let text = if x.is_none() { Str::of(t.runtime().empty_str.get()) } else { t.str_of(x)? };
        if n > 0 {
            out.push(f.delimiter);
        }
        only_empty = n == 0 && text.is_empty();
        append(t, f, &mut out, text, must, x.is_none())?;
        n += 1;
    }
    if n == 1 && only_empty && out.is_empty() {
        if f.quoting == NONE || matches!(f.quoting, STRINGS | NOT_NULL) {
            return Err(error(t, "single empty field record must be quoted"));
        }
        out.extend(f.quote.into_iter().chain(f.quote));
    }
    out.extend(&f.end);
    let line = Str::from_chars(t, &out)?;
    let write = Value::from_bits(v.unwrap_obj().word(SOURCE));
    t.call(write, &[line.value()])
}
fn append(t: &mut Thread, f: &Format, out: &mut Vec<u32>, text: Str, must: bool, is_none: bool) -> Result<(), Raised> {
    let mut quoted = must;
    let mut body: Vec<u32> = Vec::with_capacity(text.len());
    for c in text.chars().iter() {
        let special =
            c == f.delimiter || Some(c) == f.escape || Some(c) == f.quote || c == 10 || c == 13 || f.end.contains(&c);
        if special {
            let mut escape = f.quoting == NONE;
            if !escape {
                if Some(c) == f.quote {
                    if f.double {
                        body.push(c);
                    } else {
                        escape = true;
                    }
                } else if Some(c) == f.escape {
                    escape = true;
                }
                if !escape {
                    quoted = true;
                }
            }
            if escape {
                match f.escape {
                    Some(e) => body.push(e),
                    None => return Err(error(t, "need to escape, but no escapechar set")),
                }
            }
        }
        body.push(c);
    }
    // a leading space would be skipped by a reader that skips them
    if text.is_empty() && f.delimiter == 32 && f.skip_space {
        if f.quoting == NONE || (is_none && matches!(f.quoting, STRINGS | NOT_NULL)) {
            return Err(error(t, "empty field must be quoted if delimiter is a space and skipinitialspace is true"));
        }
        quoted = true;
    }
    if quoted {
        out.extend(f.quote);
    }
    out.extend(body);
    if quoted {
        out.extend(f.quote);
    }
    Ok(())
}
