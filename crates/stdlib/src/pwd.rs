//! `pwd`: the user database.

use pyish_vm::import::ModuleRow;
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::Type;
use pyish_vm::types::{exc, spec};
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow = ModuleRow {
    name: "pwd",
    doc: "This module provides access to the Unix password database.",
    functions: &FUNCTIONS,
    init,
};
static FUNCTIONS: [Method; 3] = [
    function("getpwuid(uid, /)", by_uid, "Return the password database entry for the given numeric user ID."),
    function("getpwnam(name, /)", by_name, "Return the password database entry for the given user name."),
    function("getpwall()", all, "Return a list of all available password database entries, in arbitrary order."),
];
static CLASS: Immortal = Immortal::unset();

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let fields = ["pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"];
    let class = spec::struct_class(t, "pwd", "struct_passwd", &fields)?;
    CLASS.set(class.value());
    d.set_named(t, "struct_passwd", class.value())
}
/// The lines of a database of `fields` fields.
pub fn lines(path: &str, fields: usize) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let split = text.lines().map(|l| l.split(':').map(str::to_string).collect::<Vec<_>>());
    split.filter(|l| l.len() == fields).collect()
}
fn entries() -> Vec<Vec<String>> {
    lines("/etc/passwd", 7)
}
fn entry(t: &mut Thread, e: &[String]) -> Ret {
    let mut v = [Value::NONE; 7];
    for (i, v) in v.iter_mut().enumerate() {
        *v = if i == 2 || i == 3 { t.int(e[i].parse().unwrap_or(-1))? } else { t.str(&e[i])? };
    }
    let plain = Tuple::make(t, &v)?;
    spec::struct_value(t, Type::of(CLASS.get()), plain, 7)
}
fn by_uid(t: &mut Thread, a: Args) -> Ret {
    let uid = t.to_i64(a[0])?;
    match entries().iter().find(|e| e[2].parse() == Ok(uid)) {
        Some(e) => entry(t, e),
        None => Err(t.raise(&exc::KeyError, format!("getpwuid(): uid not found: {uid}"))),
    }
}
fn by_name(t: &mut Thread, a: Args) -> Ret {
    let name = t.expect_str(a[0], "getpwnam() argument")?.to_string();
    match entries().iter().find(|e| e[0] == name) {
        Some(e) => entry(t, e),
        None => Err(t.raise(&exc::KeyError, format!("getpwnam(): name not found: '{name}'"))),
    }
}
fn all(t: &mut Thread, _: Args) -> Ret {
    let mut list = Values::new(t)?;
    for e in entries() {
        let v = entry(t, &e)?;
        list.push(t, v)?;
    }
    list.into_list(t)
}
