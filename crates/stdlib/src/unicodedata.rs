//! `unicodedata`: properties, names and normal forms of characters.

use icu_properties::props::{
    BidiClass, BidiMirrored, EastAsianWidth, EnumeratedProperty, GeneralCategory, NamedEnumeratedProperty,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use pyish_vm::import::ModuleRow;
use pyish_vm::object::chars::StrBuilder;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::string::Str;
use pyish_vm::object::typeobject::TypeRow;
use pyish_vm::types::{self, exc, str, unicode};
use pyish_vm::{Attribute, Kind, Method, Raised, Ret, Thread, Value, function, getter, method};
use unicode_normalization::UnicodeNormalization;

pub static MODULE: ModuleRow = ModuleRow {
    name: "unicodedata",
    doc: "This module provides access to the Unicode Character Database.",
    functions: &FUNCTIONS,
    init,
};
static UCD: TypeRow = TypeRow::new("UCD", Kind::Native1)
    .module("unicodedata")
    .is_final()
    .methods(&UCD_METHODS)
    .attributes(&UCD_ATTRIBUTES);

const VERSION: &str = "16.0.0";

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let class = types::ready(t, &UCD)?;
    d.set_named(t, "UCD", class.value())?;
    let old = t.alloc_of(&UCD, &[Value::NONE; 4])?;
    d.set_named(t, "ucd_3_2_0", old)?;
    let version = t.str(VERSION)?;
    d.set_named(t, "unidata_version", version)
}

static FUNCTIONS: [Method; 13] = [
    function("category(chr, /)", |t, a| category(t, a[0]), "The general category assigned to the character."),
    function(
        "bidirectional(chr, /)",
        |t, a| bidirectional(t, a[0]),
        "The bidirectional class assigned to the character.",
    ),
    function(
        "combining(chr, /)",
        |t, a| combining(t, a[0]),
        "The canonical combining class assigned to the character.",
    ),
    function("mirrored(chr, /)", |t, a| mirrored(t, a[0]), "Whether the character is mirrored in bidirectional text."),
    function(
        "east_asian_width(chr, /)",
        |t, a| east_asian_width(t, a[0]),
        "The east asian width assigned to the character.",
    ),
    function("decomposition(chr, /)", |t, a| decomposition(t, a[0]), "The character decomposition mapping."),
    function(
        "decimal(chr, default=<unrepresentable>, /)",
        |t, a| decimal(t, a[0], a[1]),
        "The decimal value of the character.",
    ),
    function(
        "digit(chr, default=<unrepresentable>, /)",
        |t, a| digit(t, a[0], a[1]),
        "The digit value of the character.",
    ),
    function(
        "numeric(chr, default=<unrepresentable>, /)",
        |t, a| numeric(t, a[0], a[1]),
        "The numeric value of the character.",
    ),
    function(
        "name(chr, default=<unrepresentable>, /)",
        |t, a| name(t, a[0], a[1]),
        "The name assigned to the character.",
    ),
    function("lookup(name, /)", |t, a| lookup(t, a[0]), "Look up a character by name."),
    function("normalize(form, unistr, /)", |t, a| normalize(t, a[0], a[1]), "The normal form of the string."),
    function(
        "is_normalized(form, unistr, /)",
        |t, a| is_normalized(t, a[0], a[1]),
        "Whether the string is in the normal form.",
    ),
];
static UCD_METHODS: [Method; 13] = [
    method("category(self, chr, /)", |t, a| category(t, a[1]), ""),
    method("bidirectional(self, chr, /)", |t, a| bidirectional(t, a[1]), ""),
    method("combining(self, chr, /)", |t, a| combining(t, a[1]), ""),
    method("mirrored(self, chr, /)", |t, a| mirrored(t, a[1]), ""),
    method("east_asian_width(self, chr, /)", |t, a| east_asian_width(t, a[1]), ""),
    method("decomposition(self, chr, /)", |t, a| decomposition(t, a[1]), ""),
    method("decimal(self, chr, default=<unrepresentable>, /)", |t, a| decimal(t, a[1], a[2]), ""),
    method("digit(self, chr, default=<unrepresentable>, /)", |t, a| digit(t, a[1], a[2]), ""),
    method("numeric(self, chr, default=<unrepresentable>, /)", |t, a| numeric(t, a[1], a[2]), ""),
    method("name(self, chr, default=<unrepresentable>, /)", |t, a| name(t, a[1], a[2]), ""),
    method("lookup(self, name, /)", |t, a| lookup(t, a[1]), ""),
    method("normalize(self, form, unistr, /)", |t, a| normalize(t, a[1], a[2]), ""),
    method("is_normalized(self, form, unistr, /)", |t, a| is_normalized(t, a[1], a[2]), ""),
];
static UCD_ATTRIBUTES: [Attribute; 1] = [getter("unidata_version", |t, _| t.str("3.2.0"), "")];

fn character(t: &mut Thread, v: Value, method: &str, position: &str) -> Result<u32, Raised> {
    match Str::from(v) {
        Some(s) if s.len() == 1 => Ok(s.chars().get(0)),
        _ => {
            let kind = str::type_or_none(t, v);
            Err(t.type_error(format!("{method}() argument{position} must be a unicode character, not {kind}")))
        }
    }
}
fn short<P: EnumeratedProperty + NamedEnumeratedProperty>(c: u32) -> &'static str {
    icu_properties::PropertyNamesShort::<P>::new().get(CodePointMapData::<P>::new().get32(c)).unwrap_or("")
}
fn category(t: &mut Thread, v: Value) -> Ret {
    let c = character(t, v, "category", "")?;
    t.intern(short::<GeneralCategory>(c))
}
fn is_assigned(c: u32) -> bool {
    unicode::category(c) != GeneralCategory::Unassigned
}
fn bidirectional(t: &mut Thread, v: Value) -> Ret {
    let c = character(t, v, "bidirectional", "")?;
    t.intern(if is_assigned(c) { short::<BidiClass>(c) } else { "" })
}
fn combining(t: &mut Thread, v: Value) -> Ret {
    let c = character(t, v, "combining", "")?;
    let class = char::from_u32(c).map_or(0, unicode_normalization::char::canonical_combining_class);
    Ok(Value::int(class as i64))
}
fn mirrored(t: &mut Thread, v: Value) -> Ret {
    let c = character(t, v, "mirrored", "")?;
    Ok(Value::int(CodePointSetData::new::<BidiMirrored>().contains32(c) as i64))
}
fn east_asian_width(t: &mut Thread, v: Value) -> Ret {
    let c = character(t, v, "east_asian_width", "")?;
    t.intern(short::<EastAsianWidth>(c))
}
/// The canonical decomposition as hexadecimal numbers. Compatibility mappings have `<compat>` before them: the tables
/// at hand do not tell the finer kinds.
fn decomposition(t: &mut Thread, v: Value) -> Ret {
    let c = character(t, v, "decomposition", "")?;
    let Some(c) = char::from_u32(c) else { return Ok(t.runtime().empty_str.get()) };
    if ('\u{AC00}'..='\u{D7A3}').contains(&c) {
        return Ok(t.runtime().empty_str.get());
    }
    let hex = |chars: &[char]| chars.iter().map(|c| format!("{:04X}", *c as u32)).collect::<Vec<_>>().join(" ");
    let full: Vec<char> = std::iter::once(c).nfd().collect();
    // a singleton is another name of one character
    let composed: Vec<char> = full.iter().copied().nfc().collect();
    if composed.len() == 1 && composed != [c] {
        return t.str(&hex(&composed));
    }
    let text = if full != [c] {
        match full.split_last() {
            // one step: the composed beginning and the last mark, if that composes to the character again
            Some((last, start)) if start.len() > 1 => {
                let first: Vec<char> = start.iter().copied().nfc().collect();
                let again: Vec<char> = first.iter().copied().chain([*last]).nfc().collect();
                if first.len() == 1 && again == [c] { hex(&[first[0], *last]) } else { hex(&full) }
            }
            _ => hex(&full),
        }
    } else {
        let compat: Vec<char> = std::iter::once(c).nfkd().collect();
        if compat == [c] { String::new() } else { format!("<compat> {}", hex(&compat)) }
    };
    t.str(&text)
}
fn or_default(t: &mut Thread, found: Option<Value>, default: Value, text: &str) -> Ret {
    match found {
        Some(v) => Ok(v),
        None if default.is_bound() => Ok(default),
        None => Err(t.value_error(text)),
    }
}
fn decimal(t: &mut Thread, v: Value, default: Value) -> Ret {
    let c = character(t, v, "decimal", " 1")?;
    or_default(t, unicode::decimal(c).map(|d| Value::int(d as i64)), default, "not a decimal")
}
fn digit(t: &mut Thread, v: Value, default: Value) -> Ret {
    let c = character(t, v, "digit", " 1")?;
    or_default(t, unicode::digit(c).map(|d| Value::int(d as i64)), default, "not a digit")
}
fn numeric(t: &mut Thread, v: Value, default: Value) -> Ret {
    let c = character(t, v, "numeric", " 1")?;
    let found = match unicode::numeric(c) {
        Some((n, d)) => Some(t.float(n as f64 / d as f64)?),
        None => None,
    };
    or_default(t, found, default, "not a numeric character")
}
fn name(t: &mut Thread, v: Value, default: Value) -> Ret {
    let c = character(t, v, "name", " 1")?;
    let found = match char::from_u32(c).and_then(unicode::name) {
        Some(n) => Some(t.str(&n)?),
        None => None,
    };
    or_default(t, found, default, "no such name")
}
fn lookup(t: &mut Thread, v: Value) -> Ret {
    let text = str::argument(t, v, "lookup", "")?.to_string();
    match unicode::by_name(&text) {
        Some(c) => Str::from_char(t, c as u32),
        None => Err(t.raise(&exc::KeyError, format!("undefined character name '{text}'"))),
    }
}
/// A normal form; surrogates stay where they are, and what is around them is normalized by itself.
fn normalized(t: &mut Thread, form: Value, s: Str, method: &str) -> Ret {
    let form = str::argument(t, form, method, "1")?.to_string();
    let map: fn(&[char]) -> Vec<char> = match form.as_str() {
        "NFC" => |c| c.iter().copied().nfc().collect(),
        "NFD" => |c| c.iter().copied().nfd().collect(),
        "NFKC" => |c| c.iter().copied().nfkc().collect(),
        "NFKD" => |c| c.iter().copied().nfkd().collect(),
        _ => return Err(t.value_error("invalid normalization form")),
    };
    if s.is_ascii() {
        return Ok(s.value());
    }
    let mut out = StrBuilder::with_capacity(s.len());
    let mut run = Vec::new();
    for c in s.chars().iter() {
        match char::from_u32(c) {
            Some(c) => run.push(c),
            None => {
                map(&run).into_iter().for_each(|c| out.push_char(c));
                run.clear();
                out.push(c);
            }
        }
    }
    map(&run).into_iter().for_each(|c| out.push_char(c));
    out.finish(t)
}
fn normalize(t: &mut Thread, form: Value, v: Value) -> Ret {
    let s = str::argument(t, v, "normalize", "2")?;
    normalized(t, form, s, "normalize")
}
fn is_normalized(t: &mut Thread, form: Value, v: Value) -> Ret {
    let s = str::argument(t, v, "is_normalized", "2")?;
    let n = normalized(t, form, s, "is_normalized")?;
    Ok(Value::bool(Str::of(n).same_text(s)))
}
