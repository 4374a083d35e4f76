//! `grp`: the group database.

use pyish_vm::import::ModuleRow;
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::Type;
use pyish_vm::types::{exc, spec};
use pyish_vm::{Args, Method, Raised, Ret, Thread, function};

pub static MODULE: ModuleRow = ModuleRow {
    name: "grp",
    doc: "This module provides access to the Unix group database.",
    functions: &FUNCTIONS,
    init,
};
static FUNCTIONS: [Method; 3] = [
    function("getgrgid(id)", by_gid, "Return the group database entry for the given numeric group ID."),
    function("getgrnam(name)", by_name, "Return the group database entry for the given group name."),
    function("getgrall()", all, "Return a list of all available group database entries, in arbitrary order."),
];
static CLASS: Immortal = Immortal::unset();

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let fields = ["gr_name", "gr_passwd", "gr_gid", "gr_mem"];
    let class = spec::struct_class(t, "grp", "struct_group", &fields)?;
    CLASS.set(class.value());
    d.set_named(t, "struct_group", class.value())
}
fn entries() -> Vec<Vec<String>> {
    crate::pwd::lines("/etc/group", 4)
}
fn entry(t: &mut Thread, e: &[String]) -> Ret {
    let mut members = Values::new(t)?;
    for name in e[3].split(',').filter(|n| !n.is_empty()) {
        let name = t.str(name)?;
        members.push(t, name)?;
    }
    let v = [t.str(&e[0])?, t.str(&e[1])?, t.int(e[2].parse().unwrap_or(-1))?, members.into_list(t)?];
    let plain = Tuple::make(t, &v)?;
    spec::struct_value(t, Type::of(CLASS.get()), plain, 4)
}
fn by_gid(t: &mut Thread, a: Args) -> Ret {
    let gid = t.to_i64(a[0])?;
    match entries().iter().find(|e| e[2].parse() == Ok(gid)) {
        Some(e) => entry(t, e),
        None => Err(t.raise(&exc::KeyError, format!("getgrgid(): gid not found: {gid}"))),
    }
}
fn by_name(t: &mut Thread, a: Args) -> Ret {
    let name = t.expect_str(a[0], "getgrnam() argument")?.to_string();
    match entries().iter().find(|e| e[0] == name) {
        Some(e) => entry(t, e),
        None => Err(t.raise(&exc::KeyError, format!("getgrnam(): name not found: '{name}'"))),
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
