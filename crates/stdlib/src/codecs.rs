//! `_codecs`: the codecs in native code, one by one, and the registry.

use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::codecs::errors::Errors;
use pyish_vm::types::codecs::registry::{self, Way};
use pyish_vm::types::codecs::{Codec, Decoded, Order, charmap, escape, utf16, utf32};
use pyish_vm::types::{buffer, bytes, str};
use pyish_vm::{Args, Method, Ret, Thread, Value, function};
use std::borrow::Cow;

pub static MODULE: ModuleRow = ModuleRow { name: "_codecs", doc: "", functions: &FUNCTIONS, init: |_, _: Dict| Ok(()) };

static FUNCTIONS: [Method; 41] = [
    function("register(search_function, /)", register, "Register a codec search function."),
    function("unregister(search_function, /)", unregister, "Unregister a codec search function and clear the cache."),
    function("lookup(encoding, /)", lookup, "Looks up a codec tuple in the registry."),
    function("encode(obj, encoding='utf-8', errors='strict')", encode, "Encodes obj using the codec for encoding."),
    function("decode(obj, encoding='utf-8', errors='strict')", decode, "Decodes obj using the codec for encoding."),
    function("register_error(errors, handler, /)", register_error, "Register the error handler under the name."),
    function("_unregister_error(errors, /)", unregister_error, "Un-register the error handler of the name."),
    function("lookup_error(name, /)", lookup_error, "Return the error handler for the name."),
    function("utf_8_encode(str, errors=None, /)", |t, a| encode_with(t, a, Codec::Utf8), ""),
    function("utf_8_decode(data, errors=None, final=False, /)", |t, a| decode_with(t, a, Codec::Utf8), ""),
    function("utf_7_encode(str, errors=None, /)", |t, a| encode_with(t, a, Codec::Utf7), ""),
    function("utf_7_decode(data, errors=None, final=False, /)", |t, a| decode_with(t, a, Codec::Utf7), ""),
    function("ascii_encode(str, errors=None, /)", |t, a| encode_with(t, a, Codec::Ascii), ""),
    function("ascii_decode(data, errors=None, /)", |t, a| decode_with(t, a, Codec::Ascii), ""),
    function("latin_1_encode(str, errors=None, /)", |t, a| encode_with(t, a, Codec::Latin1), ""),
    function("latin_1_decode(data, errors=None, /)", |t, a| decode_with(t, a, Codec::Latin1), ""),
    function("utf_16_encode(str, errors=None, byteorder=0, /)", |t, a| encode_ordered(t, a, Codec::Utf16), ""),
    function(
        "utf_16_decode(data, errors=None, final=False, /)",
        |t, a| decode_with(t, a, Codec::Utf16(Order::Marked)),
        "",
    ),
    function("utf_16_le_encode(str, errors=None, /)", |t, a| encode_with(t, a, Codec::Utf16(Order::Little)), ""),
    function(
        "utf_16_le_decode(data, errors=None, final=False, /)",
        |t, a| decode_with(t, a, Codec::Utf16(Order::Little)),
        "",
    ),
    function("utf_16_be_encode(str, errors=None, /)", |t, a| encode_with(t, a, Codec::Utf16(Order::Big)), ""),
    function(
        "utf_16_be_decode(data, errors=None, final=False, /)",
        |t, a| decode_with(t, a, Codec::Utf16(Order::Big)),
        "",
    ),
    function("utf_16_ex_decode(data, errors=None, byteorder=0, final=False, /)", utf_16_ex_decode, ""),
    function("utf_32_encode(str, errors=None, byteorder=0, /)", |t, a| encode_ordered(t, a, Codec::Utf32), ""),
    function(
        "utf_32_decode(data, errors=None, final=False, /)",
        |t, a| decode_with(t, a, Codec::Utf32(Order::Marked)),
        "",
    ),
    function("utf_32_le_encode(str, errors=None, /)", |t, a| encode_with(t, a, Codec::Utf32(Order::Little)), ""),
    function(
        "utf_32_le_decode(data, errors=None, final=False, /)",
        |t, a| decode_with(t, a, Codec::Utf32(Order::Little)),
        "",
    ),
    function("utf_32_be_encode(str, errors=None, /)", |t, a| encode_with(t, a, Codec::Utf32(Order::Big)), ""),
    function(
        "utf_32_be_decode(data, errors=None, final=False, /)",
        |t, a| decode_with(t, a, Codec::Utf32(Order::Big)),
        "",
    ),
    function("utf_32_ex_decode(data, errors=None, byteorder=0, final=False, /)", utf_32_ex_decode, ""),
    function("unicode_escape_encode(str, errors=None, /)", |t, a| encode_with(t, a, Codec::UnicodeEscape), ""),
    function(
        "unicode_escape_decode(data, errors=None, final=True, /)",
        |t, a| decode_text(t, a, Codec::UnicodeEscape),
        "",
    ),
    function("raw_unicode_escape_encode(str, errors=None, /)", |t, a| encode_with(t, a, Codec::RawUnicodeEscape), ""),
    function(
        "raw_unicode_escape_decode(data, errors=None, final=True, /)",
        |t, a| decode_text(t, a, Codec::RawUnicodeEscape),
        "",
    ),
    function("escape_encode(data, errors=None, /)", escape_encode, ""),
    function("escape_decode(data, errors=None, /)", escape_decode, ""),
    function("readbuffer_encode(data, errors=None, /)", readbuffer_encode, ""),
    function("charmap_build(map, /)", charmap_build, ""),
    function("charmap_encode(str, errors=None, mapping=None, /)", charmap_encode, ""),
    function("charmap_decode(data, errors=None, mapping=None, /)", charmap_decode, ""),
    function(
        "_forget_codec(encoding, /)",
        |_, _| Ok(Value::NONE),
        "Purge the named codec from the codec lookup cache.",
    ),
];

fn errors(t: &mut Thread, v: Value) -> Result<Errors, pyish_vm::Raised> {
    match v.given() {
        None => Ok(Errors::by_name("strict")),
        Some(v) => Ok(Errors::by_name(&t.expect_str(v, "errors")?.to_string())),
    }
}
fn text(t: &mut Thread, v: Value, name: &str) -> Result<String, pyish_vm::Raised> {
    Ok(str::argument(t, v, name, "")?.to_string())
}
fn register(t: &mut Thread, a: Args) -> Ret {
    registry::register(t, a[0])?;
    Ok(Value::NONE)
}
fn unregister(t: &mut Thread, a: Args) -> Ret {
    registry::unregister(t, a[0])?;
    Ok(Value::NONE)
}
fn lookup(t: &mut Thread, a: Args) -> Ret {
    let name = text(t, a[0], "lookup")?;
    registry::lookup(t, &name)
}
fn encode(t: &mut Thread, a: Args) -> Ret {
    run(t, a, Way::Encode)
}
fn decode(t: &mut Thread, a: Args) -> Ret {
    run(t, a, Way::Decode)
}
fn run(t: &mut Thread, a: Args, way: Way) -> Ret {
    let name = if way == Way::Encode { "encode" } else { "decode" };
    let encoding = if a[1].is_bound() { text(t, a[1], name)? } else { "utf-8".to_string() };
    let errors = if a[2].is_bound() { Some(text(t, a[2], name)?) } else { None };
    registry::run_codec(t, &encoding, errors.as_deref(), a[0], way)
}
fn register_error(t: &mut Thread, a: Args) -> Ret {
    str::argument(t, a[0], "register_error", "1")?;
    registry::register_error(t, a[0], a[1])?;
    Ok(Value::NONE)
}
fn unregister_error(t: &mut Thread, a: Args) -> Ret {
    str::argument(t, a[0], "_unregister_error", "1")?;
    Ok(Value::bool(registry::unregister_error(t, a[0])?))
}
fn lookup_error(t: &mut Thread, a: Args) -> Ret {
    let name = text(t, a[0], "lookup_error")?;
    registry::handler(t, &name)
}

fn pair(t: &mut Thread, v: Value, n: usize) -> Ret {
    Tuple::make(t, &[v, Value::index(n)])
}
fn encode_with(t: &mut Thread, a: Args, codec: Codec) -> Ret {
    let s = str::argument(t, a[0], "encode", "1")?;
    let e = errors(t, a[1])?;
    let data = codec.encode(t, s, &e)?;
    let v = bytes::new(t, &data)?;
    pair(t, v, s.len())
}
fn encode_ordered(t: &mut Thread, a: Args, codec: fn(Order) -> Codec) -> Ret {
    let order = order(t, a[2])?;
    encode_with(t, a, codec(order))
}
fn order(t: &mut Thread, v: Value) -> Result<Order, pyish_vm::Raised> {
    let n = if v.is_bound() { t.to_i64(v)? } else { 0 };
    Ok(match n {
        0 => Order::Marked,
        ..0 => Order::Little,
        _ => Order::Big,
    })
}
fn decoded(t: &mut Thread, r: Decoded) -> Ret {
    let (out, n) = r?;
    let v = out.finish(t)?;
    pair(t, v, n)
}
fn decode_with(t: &mut Thread, a: Args, codec: Codec) -> Ret {
    let data = buffer::require(t, a[0])?;
    let e = errors(t, a[1])?;
    let last = if a.len() > 2 && a[2].is_bound() { t.truth(a[2])? } else { false };
    let r = codec.decode(t, &data, &e, last);
    decoded(t, r)
}
/// Of a str or bytes; final unless said otherwise.
fn decode_text(t: &mut Thread, a: Args, codec: Codec) -> Ret {
    let data = match Str::from(a[0]) {
        Some(s) => Cow::Owned(s.wtf8()),
        None => buffer::require(t, a[0])?,
    };
    let e = errors(t, a[1])?;
    let last = if a[2].is_bound() { t.truth(a[2])? } else { true };
    let r = codec.decode(t, &data, &e, last);
    decoded(t, r)
}
fn utf_16_ex_decode(t: &mut Thread, a: Args) -> Ret {
    let data = buffer::require(t, a[0])?;
    let (e, order) = (errors(t, a[1])?, order(t, a[2])?);
    let last = if a[3].is_bound() { t.truth(a[3])? } else { false };
    let (out, n, found) = utf16::decode(t, &data, &e, order, last)?;
    let v = out.finish(t)?;
    triple(t, v, n, found)
}
fn utf_32_ex_decode(t: &mut Thread, a: Args) -> Ret {
    let data = buffer::require(t, a[0])?;
    let (e, order) = (errors(t, a[1])?, order(t, a[2])?);
    let last = if a[3].is_bound() { t.truth(a[3])? } else { false };
    let (out, n, found) = utf32::decode(t, &data, &e, order, last)?;
    let v = out.finish(t)?;
    triple(t, v, n, found)
}
fn triple(t: &mut Thread, v: Value, n: usize, order: Order) -> Ret {
    let order = match order {
        Order::Marked => 0,
        Order::Little => -1,
        Order::Big => 1,
    };
    Tuple::make(t, &[v, Value::index(n), Value::int(order)])
}
fn escape_encode(t: &mut Thread, a: Args) -> Ret {
    let Some(data) = bytes::data(a[0]) else {
        let kind = t.type_name(a[0]);
        return Err(t.type_error(format!("escape_encode() argument 1 must be bytes, not {kind}")));
    };
    let v = bytes::new(t, &escape::encode_bytes(data))?;
    pair(t, v, data.len())
}
fn escape_decode(t: &mut Thread, a: Args) -> Ret {
    let data = match Str::from(a[0]) {
        Some(s) => Cow::Owned(s.wtf8()),
        None => buffer::require(t, a[0])?,
    };
    let errors = match a[1].given() {
        Some(v) => text(t, v, "escape_decode")?,
        None => "strict".to_string(),
    };
    let out = escape::decode_bytes(t, &data, &errors)?;
    let v = bytes::new(t, &out)?;
    pair(t, v, data.len())
}
fn readbuffer_encode(t: &mut Thread, a: Args) -> Ret {
    let data = match Str::from(a[0]) {
        Some(s) => Cow::Owned(s.wtf8()),
        None => buffer::require(t, a[0])?,
    };
    let v = bytes::new(t, &data)?;
    pair(t, v, data.len())
}
fn charmap_build(t: &mut Thread, a: Args) -> Ret {
    let table = str::argument(t, a[0], "charmap_build", "")?;
    charmap::build(t, table)
}
fn charmap_encode(t: &mut Thread, a: Args) -> Ret {
    if a[2].given().is_none() {
        return encode_with(t, a, Codec::Latin1);
    }
    let s = str::argument(t, a[0], "charmap_encode", "1")?;
    let e = errors(t, a[1])?;
    let data = charmap::encode(t, s, &e, a[2])?;
    let v = bytes::new(t, &data)?;
    pair(t, v, s.len())
}
fn charmap_decode(t: &mut Thread, a: Args) -> Ret {
    if a[2].given().is_none() {
        return decode_with(t, a, Codec::Latin1);
    }
    let data = buffer::require(t, a[0])?;
    let e = errors(t, a[1])?;
    let out = charmap::decode(t, &data, &e, a[2])?;
    let v = out.finish(t)?;
    pair(t, v, data.len())
}
