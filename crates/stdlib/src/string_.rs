//! `_string`: what `string.Formatter` needs of the markup of `str.format`.

use pyish_vm::import::ModuleRow;
use pyish_vm::object::chars::Chars;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::str_format::{Key, Markup, Step, next_step, split_name};
use pyish_vm::{Args, Method, Ret, Thread, Value, function};

pub static MODULE: ModuleRow =
    ModuleRow { name: "_string", doc: "string helper module", functions: &FUNCTIONS, init: |_, _: Dict| Ok(()) };

static FUNCTIONS: [Method; 2] = [
    function("formatter_parser(string, /)", formatter_parser, "parse the argument as a format string"),
    function("formatter_field_name_split(name, /)", formatter_field_name_split, "split the argument as a field name"),
];

fn text(t: &mut Thread, chars: Chars<'_>) -> Ret {
    Ok(Str::from_slice(t, chars)?.value())
}
fn expect(t: &mut Thread, v: Value) -> Result<Str, pyish_vm::Raised> {
    match Str::from(v) {
        Some(s) => Ok(s),
        None => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("expected str, got {kind}")))
        }
    }
}
/// An iterator of `(literal, field name, format spec, conversion)`.
fn formatter_parser(t: &mut Thread, a: Args) -> Ret {
    let s = expect(t, a[0])?;
    let mut markup = Markup::new(s.chars());
    let mut out = Values::new(t)?;
    loop {
        let piece = match markup.step() {
            Ok(None) => break,
            Ok(Some(p)) => p,
            Err(e) => return Err(t.value_error(e)),
        };
        let literal = text(t, piece.literal)?;
        let parts = match piece.field {
            None => [literal, Value::NONE, Value::NONE, Value::NONE],
            Some(f) => {
                let (name, spec) = (text(t, f.name)?, text(t, f.spec)?);
                let conversion = match f.conversion {
                    Some(c) => Str::from_char(t, c)?,
                    None => Value::NONE,
                };
                [literal, name, spec, conversion]
            }
        };
        let row = Tuple::make(t, &parts)?;
        out.push(t, row)?;
    }
    let rows = out.into_list(t)?;
    t.iter(rows)
}
/// The first part, and an iterator of `(is attribute, name)`.
fn formatter_field_name_split(t: &mut Thread, a: Args) -> Ret {
    let s = expect(t, a[0])?;
    let (first, mut rest) = match split_name(s.chars()) {
        Ok(parts) => parts,
        Err(e) => return Err(t.value_error(e)),
    };
    let key = |t: &mut Thread, k: Key<'_>| match k {
        Key::Index(i) => t.int(i),
        Key::Name(n) => text(t, n),
    };
    let first = key(t, first)?;
    let mut out = Values::new(t)?;
    loop {
        let row = match next_step(&mut rest) {
            Ok(None) => break,
            Ok(Some(Step::Attribute(n))) => [Value::TRUE, text(t, n)?],
            Ok(Some(Step::Item(k))) => [Value::FALSE, key(t, k)?],
            Err(e) => return Err(t.value_error(e)),
        };
        let row = Tuple::make(t, &row)?;
        out.push(t, row)?;
    }
    let rows = out.into_list(t)?;
    let rows = t.iter(rows)?;
    Tuple::make(t, &[first, rows])
}
