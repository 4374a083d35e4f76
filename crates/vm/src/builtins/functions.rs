//! The builtin functions.

use crate::native::{Args, Method, function};
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Ret, Thread};

pub static FUNCTIONS: &[Method] = &ROWS;
static ROWS: [Method; 3] = [
    function("print(*args, sep=' ', end='\\n', file=None, flush=False)", print, "Prints the values to a stream."),
    function("len(obj, /)", |t, a| Ok(Value::index(t.len(a[0])?)), "Return the number of items in a container."),
    function(
        "repr(obj, /)",
        |t, a| Ok(t.repr(a[0])?.value()),
        "Return the canonical string representation of the object.",
    ),
];

fn print(t: &mut Thread, a: Args) -> Ret {
    let mut out = String::new();
    for (i, v) in Tuple::of(a[0]).iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out += &t.str_text(v)?;
    }
    out.push('\n');
    use std::io::Write;
    let _ = std::io::stdout().write_all(out.as_bytes());
    Ok(Value::NONE)
}
