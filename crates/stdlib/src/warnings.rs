//! `_warnings`: filters, registries, and printing, as the C half of CPython's `warnings`.
//!
//! While the Python half is not imported, warnings are matched by the default filters and printed here; once it is, its
//! `filters` and `_showwarnmsg` are asked.

use pyish_vm::import::{ModuleRow, import_dotted};
use pyish_vm::interpreter::report;
use pyish_vm::interpreter::traceback::walk;
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::exception::Exception;
use pyish_vm::object::list::{List, Values};
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::exc;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Type, TypeRow, Value, function};
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering::Relaxed;

pub static MODULE: ModuleRow = ModuleRow {
    name: "_warnings",
    doc: "_warnings provides basic warning filtering support.",
    functions: &FUNCTIONS,
    init,
};

static FUNCTIONS: [Method; 6] = [
    function(
        "warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())",
        warn,
        "Issue a warning, or maybe ignore it or raise an exception.",
    ),
    function(
        "warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)",
        warn_explicit,
        "Issue a warning, or maybe ignore it or raise an exception.",
    ),
    function("_filters_mutated_lock_held()", |_, _| mutated(), ""),
    function("_filters_mutated()", |_, _| mutated(), ""),
    function("_acquire_lock()", |_, _| Ok(Value::NONE), ""),
    function("_release_lock()", |_, _| Ok(Value::NONE), ""),
];

/// Counts changes of the filters: registries of another version are void.
static VERSION: AtomicI64 = AtomicI64::new(1);
static FILTERS: Immortal = Immortal::unset();
static ONCE: Immortal = Immortal::unset();
static CONTEXT_VAR: Immortal = Immortal::unset();

fn mutated() -> Ret {
    VERSION.fetch_add(1, Relaxed);
    Ok(Value::NONE)
}

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let main = t.intern("__main__")?;
    let rows: [(&str, &TypeRow, Value); 5] = [
        ("default", &exc::DeprecationWarning, main),
        ("ignore", &exc::DeprecationWarning, Value::NONE),
        ("ignore", &exc::PendingDeprecationWarning, Value::NONE),
        ("ignore", &exc::ImportWarning, Value::NONE),
        ("ignore", &exc::ResourceWarning, Value::NONE),
    ];
    let mut filters = Values::new(t)?;
    for (action, category, module) in rows {
        let action = t.intern(action)?;
        let row = Tuple::make(t, &[action, Value::NONE, category.value(), module, Value::ZERO])?;
        filters.push(t, row)?;
    }
    let filters = filters.into_list(t)?;
    FILTERS.set(filters);
    d.set_named(t, "filters", filters)?;
    let default = t.intern("default")?;
    d.set_named(t, "_defaultaction", default)?;
    let once = Dict::new(t)?;
    ONCE.set(once.value());
    d.set_named(t, "_onceregistry", once.value())?;
    let contextvars = import_dotted(t, "_contextvars")?;
    let class = t.get_attr_named(contextvars, "ContextVar")?;
    let name = t.str("warnings_context")?;
    let var = t.call(class, &[name])?;
    CONTEXT_VAR.set(var);
    d.set_named(t, "_warnings_context", var)
}

/// The Python half, if the program has imported it.
fn python_half(t: &mut Thread) -> Result<Option<Value>, Raised> {
    let modules = Dict::of(t.runtime().modules.get());
    Ok(modules.get_named(t, "warnings")?.filter(|m| !m.is_none()))
}
fn half_attribute(t: &mut Thread, name: &str) -> Result<Option<Value>, Raised> {
    match python_half(t)? {
        Some(m) => {
            let key = t.intern(name)?;
            t.find_attr(m, key)
        }
        None => Ok(None),
    }
}

/// The category meant by a message and a category argument.
fn category_of(t: &mut Thread, message: Value, category: Value) -> Ret {
    if Exception::from(message).is_some() && t.class_of(message).is_subclass(exc::Warning.get()) {
        return Ok(t.class_of(message).value());
    }
    match category.given() {
        None => Ok(exc::UserWarning.value()),
        Some(c) if Type::from(c).is_some_and(|c| c.is_subclass(exc::Warning.get())) => Ok(c),
        Some(c) => {
            let k = t.type_name(c);
            Err(t.type_error(format!("category must be a Warning subclass, not '{k}'")))
        }
    }
}

/// Where a warning is placed.
struct Place {
    globals: Option<Dict>,
    filename: Value,
    line: i64,
}

fn is_internal(file: &str) -> bool {
    file.contains("importlib") && file.contains("_bootstrap")
}
/// The frame `level` levels out, frames of the import machinery and of the prefixes left out.
fn place(t: &mut Thread, level: i64, skipped: &[String]) -> Result<Place, Raised> {
    let mut left = level.max(1);
    let mut found = None;
    let mut first = true;
    let mut plain = true;
    walk(t, |a| {
        let file = Str::of(a.code.filename()).to_string();
        if first {
            first = false;
            plain = level <= 1 || is_internal(&file);
            left -= 1;
        } else if plain || !is_internal(&file) && !skipped.iter().any(|p| file.starts_with(p.as_str())) {
            left -= 1;
        }
        if left <= 0 {
            found = Some((a.function.globals(), a.code, a.index));
        }
        found.is_none()
    });
    match found {
        Some((globals, code, index)) => {
            let line = code.span(t, index).line as i64;
            Ok(Place { globals: Some(globals), filename: code.filename(), line })
        }
        None => Ok(Place { globals: None, filename: t.str("<sys>")?, line: 0 }),
    }
}

fn warn(t: &mut Thread, a: Args) -> Ret {
    let category = category_of(t, a[0], a[1])?;
    let mut level = if a[2].is_unbound() { 1 } else { t.to_i64(a[2])? };
    let mut skipped = Vec::new();
    if let Some(prefixes) = a[4].given() {
        let Some(p) = Tuple::from(prefixes) else {
            let k = t.type_name(prefixes);
            return Err(t.type_error(format!("warn() argument 'skip_file_prefixes' must be tuple, not {k}")));
        };
        for s in p.iter() {
            let Some(s) = Str::from(s) else {
                let k = t.type_name(s);
                return Err(t.type_error(format!("Found non-str '{k}' in skip_file_prefixes.")));
            };
            skipped.push(s.to_string());
        }
        if !skipped.is_empty() {
            level = level.max(2);
        }
    }
    let place = place(t, level, &skipped)?;
    let (module, registry) = match place.globals {
        Some(g) => {
            let key = t.names().__name__;
            let module = match g.get_str(key) {
                Some(m) => m,
                None => t.str("<string>")?,
            };
            let key = t.intern("__warningregistry__")?;
            let registry = match g.get_str(key).filter(|r| !r.is_none()) {
                Some(r) => r,
                None => {
                    let d = Dict::new(t)?;
                    g.set(t, key, d.value())?;
                    d.value()
                }
            };
            (module, registry)
        }
        None => (t.str("sys")?, Value::NONE),
    };
    issue(t, a[0], category, place.filename, place.line, module, registry, a[3].or(Value::NONE))?;
    Ok(Value::NONE)
}

fn warn_explicit(t: &mut Thread, a: Args) -> Ret {
    let category = category_of(t, a[0], a[1])?;
    if Str::from(a[2]).is_none() {
        let k = t.type_name(a[2]);
        return Err(t.type_error(format!("warn_explicit() argument 'filename' must be str, not {k}")));
    }
    let line = t.to_i64(a[3])?;
    let module = match a[4].given() {
        Some(m) => m,
        None => {
            let file = t.string_of(a[2]);
            let name = file.strip_suffix(".py").unwrap_or(&file);
            t.str(if name.is_empty() { "<unknown>" } else { name })?
        }
    };
    issue(t, a[0], category, a[2], line, module, a[5].or(Value::NONE), a[7].or(Value::NONE))?;
    Ok(Value::NONE)
}

/// Whether a filter's pattern (None, a str, or something with `match`) accepts a text.
fn accepts(t: &mut Thread, pattern: Value, text: Value) -> Result<bool, Raised> {
    if pattern.is_none() {
        return Ok(true);
    }
    if Str::from(pattern).is_some() {
        return t.equal(pattern, text);
    }
    let r = t.call_method_named(pattern, "match", &[text])?;
    t.truth(r)
}

/// The filters in force: a context's, the Python half's, or the ones of this module.
fn filters(t: &mut Thread) -> Result<Values, Raised> {
    let get = t.intern("get")?;
    let context = t.call_method(CONTEXT_VAR.get(), get, &[Value::NONE])?;
    if !context.is_none() {
        let list = t.get_attr_named(context, "_filters")?;
        return t.collect(list);
    }
    match half_attribute(t, "filters")? {
        Some(list) if List::from(list).is_some() => t.collect(list),
        Some(_) => Err(t.value_error("_warnings.filters must be a list")),
        None => t.collect(FILTERS.get()),
    }
}
fn action(t: &mut Thread, text: Value, category: Value, module: Value, line: i64) -> Result<(String, Value), Raised> {
    let list = filters(t)?;
    for i in 0..list.len() {
        let Some(f) = Tuple::from(list.get(i)).filter(|f| f.len() == 5) else {
            return Err(t.value_error(format!("_warnings.filters item {i} isn't a 5-tuple")));
        };
        let wanted_line = t.to_i64(f.get(4))?;
        if (wanted_line == 0 || wanted_line == line)
            && t.is_subclass(category, f.get(2))?
            && accepts(t, f.get(1), text)?
            && accepts(t, f.get(3), module)?
        {
            return Ok((t.string_of(f.get(0)), list.get(i)));
        }
    }
    let default = half_attribute(t, "defaultaction")?;
    let default = default.map_or_else(|| "default".to_string(), |d| t.string_of(d));
    Ok((default, Value::NONE))
}

/// Whether a registry has the key already; enters it otherwise.
fn already(t: &mut Thread, registry: Dict, key: Value) -> Result<bool, Raised> {
    let known = match registry.get(t, key)? {
        Some(v) => t.truth(v)?,
        None => false,
    };
    if !known {
        registry.set(t, key, Value::TRUE)?;
    }
    Ok(known)
}
fn check_version(t: &mut Thread, registry: Dict) -> Result<(), Raised> {
    let version = VERSION.load(Relaxed);
    if registry.get_named(t, "version")?.and_then(Value::as_int) != Some(version) {
        registry.clear(t)?;
        registry.set_named(t, "version", Value::int(version))?;
    }
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "the parts of one warning, used here only")]
fn issue(
    t: &mut Thread,
    message: Value,
    category: Value,
    filename: Value,
    line: i64,
    module: Value,
    registry: Value,
    source: Value,
) -> Result<(), Raised> {
    let given = Exception::from(message).is_some() && t.class_of(message).is_subclass(exc::Warning.get());
    let (text, message) = if given {
        (t.str_of(message)?.value(), message)
    } else {
        let made = t.call(category, &[message])?;
        (message, made)
    };
    let key = Tuple::make(t, &[text, category, Value::int(line)])?;
    let registry = Dict::from(registry);
    if let Some(r) = registry {
        check_version(t, r)?;
        if let Some(v) = r.get(t, key)?
            && t.truth(v)?
        {
            return Ok(());
        }
    }
    let (action, filter) = action(t, text, category, module, line)?;
    match action.as_str() {
        "error" => return Err(t.raise_value(message)),
        "ignore" => return Ok(()),
        "always" | "all" => {}
        "once" => {
            if let Some(r) = registry {
                r.set(t, key, Value::TRUE)?;
            }
            let once = half_attribute(t, "onceregistry")?.and_then(Dict::from).unwrap_or(Dict::of(ONCE.get()));
            check_version(t, once)?;
            let key = Tuple::make(t, &[text, category])?;
            if already(t, once, key)? {
                return Ok(());
            }
        }
        "module" => {
            if let Some(r) = registry {
                r.set(t, key, Value::TRUE)?;
                let key = Tuple::make(t, &[text, category, Value::ZERO])?;
                if already(t, r, key)? {
                    return Ok(());
                }
            }
        }
        "default" => {
            if let Some(r) = registry
                && already(t, r, key)?
            {
                return Ok(());
            }
        }
        other => {
            let (other, shown) = (other.to_string(), t.str_text(filter)?);
            return Err(t.runtime_error(format!("Unrecognized action ('{other}') in warnings.filters:\n {shown}")));
        }
    }
    show(t, message, category, filename, line, text, source)
}

fn show(
    t: &mut Thread,
    message: Value,
    category: Value,
    filename: Value,
    line: i64,
    text: Value,
    source: Value,
) -> Result<(), Raised> {
    if let Some(f) = half_attribute(t, "_showwarnmsg")? {
        if !t.is_callable(f) {
            return Err(t.type_error("warnings._showwarnmsg() must be set to a callable"));
        }
        if let Some(class) = half_attribute(t, "WarningMessage")? {
            let none = Value::NONE;
            let m = t.call(class, &[message, category, filename, Value::int(line), none, none, source])?;
            return t.call(f, &[m]).map(|_| ());
        }
    }
    let name = Type::from(category).map_or_else(String::new, Type::name_string);
    let (file, text) = (t.str_text(filename)?, t.str_text(text)?);
    let mut out = format!("{file}:{line}: {name}: {text}\n");
    if let Some(source_line) = report::source_line(&file, line) {
        out += &format!("  {source_line}\n");
    }
    if !source.is_none() {
        out += &format!("{name}: Enable tracemalloc to get the object allocation traceback\n");
    }
    report::write_error(t, &out);
    Ok(())
}
