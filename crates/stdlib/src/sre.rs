//! `_sre`: the regular expression engine behind `re`, whose compiler is Python. `drive` runs a crate's engine over
//! our strings; `pattern`, `matching` hold the classes.
//!
//! Pattern: `[code, pattern, groupindex, indexgroup]`; the code is Rust memory.

mod drive;
mod matching;
mod pattern;

use crate::os_error::c_int;
use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::{List, Values};
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function, types};
use rustpython_sre_engine::string::{lower_ascii, lower_unicode, upper_unicode};

pub static MODULE: ModuleRow = ModuleRow { name: "_sre", doc: "", functions: &FUNCTIONS, init };

static FUNCTIONS: [Method; 8] = [
    function("compile(pattern, flags, code, groups, groupindex, indexgroup)", pattern::compile, ""),
    function("getcodesize()", |_, _| Ok(Value::index(rustpython_sre_engine::CODESIZE)), ""),
    function(
        "ascii_iscased(character, /)",
        |t, a| {
            let c = c_int(t, a[0])? as u32;
            Ok(Value::bool(c < 128 && (c as u8).is_ascii_alphabetic()))
        },
        "",
    ),
    function(
        "ascii_tolower(character, /)",
        |t, a| {
            let c = c_int(t, a[0])? as u32;
            Ok(Value::int(i64::from(lower_ascii(c))))
        },
        "",
    ),
    function(
        "unicode_iscased(character, /)",
        |t, a| {
            let c = c_int(t, a[0])? as u32;
            Ok(Value::bool(c != lower_unicode(c) || c != upper_unicode(c)))
        },
        "",
    ),
    function(
        "unicode_tolower(character, /)",
        |t, a| {
            let c = c_int(t, a[0])? as u32;
            Ok(Value::int(i64::from(lower_unicode(c))))
        },
        "",
    ),
    function("getlower(character, flags, /)", get_lower, ""),
    function("template(pattern, template, /)", template, ""),
];

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for row in [&pattern::TYPE, &matching::TYPE, &matching::SCANNER, &matching::ITERATOR, &TEMPLATE] {
        types::ready(t, row)?;
    }
    for (name, n) in [
        ("MAGIC", rustpython_sre_engine::SRE_MAGIC),
        ("CODESIZE", rustpython_sre_engine::CODESIZE),
        ("MAXREPEAT", rustpython_sre_engine::MAXREPEAT),
        ("MAXGROUPS", rustpython_sre_engine::MAXGROUPS),
    ] {
        d.set_named(t, name, Value::index(n))?;
    }
    Ok(())
}
fn get_lower(t: &mut Thread, a: Args) -> Ret {
    let (c, flags) = (c_int(t, a[0])? as u32, c_int(t, a[1])?);
    Ok(Value::int(i64::from(if flags & 32 != 0 { lower_unicode(c) } else { lower_ascii(c) })))
}

/// A parsed replacement: `[items]`, a tuple of literals and group numbers in turn, beginning and ending with a literal.
pub static TEMPLATE: pyish_vm::TypeRow =
    pyish_vm::TypeRow::new("SRE_Template", pyish_vm::Kind::Native1).module("_sre").is_final();

fn template(t: &mut Thread, a: Args) -> Ret {
    let Some(list) = List::from(a[1]).filter(|l| l.len() % 2 == 1) else {
        return Err(t.type_error("invalid template"));
    };
    let mut items = Values::new(t)?;
    for v in list.iter() {
        items.push(t, v)?;
    }
    let items = items.into_tuple(t)?;
    t.alloc_of(&TEMPLATE, &[items, Value::NONE, Value::NONE, Value::NONE])
}
