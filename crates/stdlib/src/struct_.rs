//! `_struct`: packing values into bytes by a format.
//!
//! A format is parsed into `Field`s at each use: parsing costs less than looking a compiled one up.

use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::{Type, TypeRow, flag};
use pyish_vm::types::buffer_item::{Item, half_to_f64, pack as pack_item, size as native_size};
use pyish_vm::types::{self, buffer, bytes, exc, object};
use pyish_vm::{Args, Attribute, Kind, Method, Raised, Ret, Thread, Value, function, getter, method, static_method};

pub static MODULE: ModuleRow = ModuleRow {
    name: "_struct",
    doc: "Functions to convert between Python values and C structs represented as Python bytes objects.",
    functions: &FUNCTIONS,
    init,
};

static ERROR: TypeRow = TypeRow::new("error", Kind::Exception)
    .module("struct")
    .base(&exc::Exception)
    .flags(flag::DICT | flag::WEAKREF | flag::EXCEPTION);
static STRUCT: TypeRow = TypeRow::new("Struct", Kind::Native1)
    .module("_struct")
    .constructor(&STRUCT_NEW)
    .methods(&STRUCT_METHODS)
    .attributes(&STRUCT_ATTRIBUTES)
    .doc("Struct(fmt) --> compiled struct object");
static ITERATOR: TypeRow =
    TypeRow::new("unpack_iterator", Kind::Native1).module("_struct").is_final().methods(&ITERATOR_METHODS);

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    for (name, row) in [("error", &ERROR), ("Struct", &STRUCT)] {
        let class = types::ready(t, row)?;
        d.set_named(t, name, class.value())?;
    }
    types::ready(t, &ITERATOR)?;
    Ok(())
}

static FUNCTIONS: [Method; 7] = [
    function(
        "pack(format, /, *values)",
        |t, a| pack(t, a[0], Tuple::of(a[1])),
        "Return a bytes object containing the values packed by the format.",
    ),
    function(
        "pack_into(*args)",
        pack_into,
        "Pack the values by the format and write them into the buffer from the offset on.",
    ),
    function(
        "unpack(format, buffer, /)",
        |t, a| unpack(t, a[0], a[1]),
        "Return a tuple of the values unpacked by the format.",
    ),
    function(
        "unpack_from(format, /, buffer, offset=0)",
        |t, a| unpack_from(t, a[0], a[1], a[2]),
        "Return a tuple of the values unpacked by the format, from the offset on.",
    ),
    function(
        "iter_unpack(format, buffer, /)",
        |t, a| iter_unpack(t, a[0], a[1]),
        "Return an iterator of tuples unpacked by the format.",
    ),
    function("calcsize(format, /)", calcsize, "Return the size in bytes of the struct that the format describes."),
    function("_clearcache()", |_, _| Ok(Value::NONE), "Clear the internal cache."),
];

// ---- formats

#[derive(Clone, Copy)]
struct Field {
    letter: char,
    /// size of one item
    size: usize,
    count: usize,
    /// zero bytes before it
    padding: usize,
}
struct Layout {
    fields: Vec<Field>,
    size: usize,
    /// values that packing takes
    values: usize,
    big: bool,
}

fn error(t: &mut Thread, text: impl AsRef<str>) -> Raised {
    t.raise(&ERROR, text)
}
fn format_text(t: &mut Thread, v: Value) -> Result<String, Raised> {
    if let Some(s) = Str::from(v) {
        let data = types::codecs::encode(t, s, "ascii", "strict")?;
        return Ok(String::from_utf8_lossy(bytes::data(data).unwrap_or_default()).into_owned());
    }
    match bytes::data(v) {
        Some(data) => Ok(data.iter().map(|b| *b as char).collect()),
        None => {
            let kind = t.type_name(v);
            Err(t.type_error(format!("Struct() argument 1 must be a str or bytes object, not {kind}")))
        }
    }
}
fn layout(t: &mut Thread, format: Value) -> Result<Layout, Raised> {
    let text = match Str::from(format).and_then(Str::as_ascii) {
        Some(s) => std::borrow::Cow::Borrowed(s),
        None => std::borrow::Cow::Owned(format_text(t, format)?),
    };
    let mut chars = text.chars().peekable();
    let (mut native, mut big) = (true, cfg!(target_endian = "big"));
    if let Some(c) = chars.next_if(|c| matches!(c, '@' | '=' | '<' | '>' | '!')) {
        native = c == '@';
        big = match c {
            '<' => false,
            '>' | '!' => true,
            _ => big,
        };
    }
    let mut l = Layout { fields: Vec::new(), size: 0, values: 0, big };
    while let Some(c) = chars.next() {
        if c.is_ascii_whitespace() || c == '\x0b' {
            continue;
        }
        let mut letter = c;
        let mut count = 1usize;
        if let Some(first) = c.to_digit(10) {
            count = first as usize;
            while let Some(d) = chars.next_if(char::is_ascii_digit) {
                let more = count.checked_mul(10).and_then(|n| n.checked_add(d as usize - '0' as usize));
                let Some(n) = more.filter(|n| *n <= isize::MAX as usize) else {
                    return Err(error(t, "total struct size too long"));
                };
                count = n;
            }
            letter = match chars.next() {
                Some(c) => c,
                None => return Err(error(t, "repeat count given without format specifier")),
            };
        }
        let size = match letter {
            's' | 'p' | 'x' => 1,
            'n' | 'N' | 'P' if !native => return Err(error(t, "bad char in struct format")),
            'l' | 'L' if !native => 4,
            _ => match native_size(letter) {
                Some(n) => n,
                None => return Err(error(t, "bad char in struct format")),
            },
        };
        let padding = if native { l.size.next_multiple_of(size) - l.size } else { 0 };
        let total = size.checked_mul(count).and_then(|n| n.checked_add(l.size + padding));
        let Some(total) = total.filter(|n| *n <= isize::MAX as usize) else {
            return Err(error(t, "total struct size too long"));
        };
        l.size = total;
        l.values += match letter {
            'x' => 0,
            's' | 'p' => 1,
            _ => count,
        };
        l.fields.push(Field { letter, size, count, padding });
    }
    Ok(l)
}

// ---- packing

fn pack(t: &mut Thread, format: Value, values: Tuple) -> Ret {
    let l = layout(t, format)?;
    let out = packed(t, &l, values, "pack")?;
    bytes::new(t, &out)
}
fn packed(t: &mut Thread, l: &Layout, values: Tuple, name: &str) -> Result<Vec<u8>, Raised> {
    if values.len() != l.values {
        return Err(error(t, format!("{name} expected {} items for packing (got {})", l.values, values.len())));
    }
    let mut out = Vec::new();
    if out.try_reserve_exact(l.size).is_err() {
        return Err(t.memory_error());
    }
    let mut next = 0;
    for f in &l.fields {
        out.resize(out.len() + f.padding, 0);
        match f.letter {
            'x' => out.resize(out.len() + f.count, 0),
            's' | 'p' => {
                let data = match bytes::data(values.get(next)) {
                    Some(d) => d.to_vec(),
                    None if Thread::kind_of(values.get(next)) == Kind::ByteArray => bytes::buffer(t, values.get(next))?,
                    None => return Err(error(t, format!("argument for '{}' must be a bytes object", f.letter))),
                };
                next += 1;
                let end = out.len() + f.count;
                let room = if f.letter == 'p' && f.count > 0 {
                    let n = data.len().min(f.count - 1);
                    out.push(n.min(255) as u8);
                    n
                } else {
                    data.len().min(f.count)
                };
                out.extend_from_slice(&data[..room]);
                out.resize(end, 0);
            }
            _ => {
                for _ in 0..f.count {
                    pack_one(t, f, values.get(next), l.big, &mut out)?;
                    next += 1;
                }
            }
        }
    }
    Ok(out)
}
fn pack_one(t: &mut Thread, f: &Field, v: Value, big: bool, out: &mut Vec<u8>) -> Result<(), Raised> {
    let mut item = [0u8; 16];
    // the standard `l` is the native `i`
    let letter = match (f.letter, f.size) {
        ('l', 4) => 'i',
        ('L', 4) => 'I',
        ('P', _) => 'Q',
        (c, _) => c,
    };
    if f.letter == 'P'
        && let Some(i) = v.as_int()
        && i < 0
    {
        item[..8].copy_from_slice(&i.to_ne_bytes());
    } else {
        match pack_item(t, letter, v, &mut item)? {
            Item::Packed(_) => {}
            Item::WrongType => {
                return Err(error(
                    t,
                    match f.letter {
                        'c' => "char format requires a bytes object of length 1",
                        'f' | 'd' | 'e' => "required argument is not a float",
                        _ => "required argument is not an integer",
                    },
                ));
            }
            Item::OutOfRange => {
                return Err(match f.letter {
                    'c' => error(t, "char format requires a bytes object of length 1"),
                    'f' | 'e' => t.overflow_error(format!("float too large to pack with {} format", f.letter)),
                    'P' => error(t, "int too large to convert"),
                    c => {
                        let bits = f.size as u32 * 8;
                        let (low, high) = if c.is_ascii_lowercase() {
                            (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1)
                        } else {
                            (0, (1i128 << bits) - 1)
                        };
                        error(t, format!("'{c}' format requires {low} <= number <= {high}"))
                    }
                });
            }
        }
    }
    let item = &mut item[..f.size];
    if big != cfg!(target_endian = "big") {
        item.reverse();
    }
    out.extend_from_slice(item);
    Ok(())
}
fn pack_into(t: &mut Thread, a: Args) -> Ret {
    let args = Tuple::of(a[0]);
    if args.is_empty() {
        return Err(t.type_error("pack_into() missing required argument 'format' (pos 1)"));
    }
    let rest = Tuple::new_with(t, args.len() - 1, |i| args.get(i + 1))?;
    pack_into_with(t, args.get(0), rest)
}
fn pack_into_with(t: &mut Thread, format: Value, args: Tuple) -> Ret {
    let l = layout(t, format)?;
    if args.len() < 2 {
        let what = if args.is_empty() { "buffer" } else { "offset" };
        return Err(error(t, format!("pack_into expected {what} argument")));
    }
    let values = Tuple::new_with(t, args.len() - 2, |i| args.get(i + 2))?;
    if values.len() != l.values {
        let text = format!("pack_into expected {} items for packing (got {})", l.values, values.len());
        return Err(error(t, text));
    }
    let offset = t.to_i64(args.get(1))?;
    let data = packed(t, &l, values, "pack_into")?;
    let Some((memory, view)) = buffer::writable(t, args.get(0))? else {
        let kind = t.type_name(args.get(0));
        return Err(t.type_error(format!("argument must be read-write bytes-like object, not {kind}")));
    };
    let (n, size) = (memory.len as i64, l.size as i64);
    let at = if offset < 0 { offset + n } else { offset };
    let text = if offset < 0 && offset + size > 0 {
        Some(format!("no space to pack {size} bytes at offset {offset}"))
    } else if at < 0 {
        Some(format!("offset {offset} out of range for {n}-byte buffer"))
    } else if n - at < size {
        Some(format!(
            "pack_into requires a buffer of at least {} bytes for packing {size} bytes at offset {at} (actual buffer size is {n})",
            size + at
        ))
    } else {
        memory.write(at as usize, &data);
        None
    };
    types::memoryview::release(t, view);
    match text {
        Some(text) => Err(error(t, text)),
        None => Ok(Value::NONE),
    }
}
fn calcsize(t: &mut Thread, a: Args) -> Ret {
    let l = layout(t, a[0])?;
    t.usize(l.size)
}

// ---- unpacking

fn unpack(t: &mut Thread, format: Value, v: Value) -> Ret {
    let l = layout(t, format)?;
    let data = buffer::require(t, v)?;
    if data.len() != l.size {
        return Err(error(t, format!("unpack requires a buffer of {} bytes", l.size)));
    }
    unpacked(t, &l, &data)
}
fn unpack_from(t: &mut Thread, format: Value, v: Value, offset: Value) -> Ret {
    let l = layout(t, format)?;
    let data = buffer::require(t, v)?;
    let offset = if offset.is_bound() { t.to_i64(offset)? } else { 0 };
    let (n, size) = (data.len() as i64, l.size as i64);
    if offset < 0 && offset + size > 0 {
        return Err(error(t, format!("not enough data to unpack {size} bytes at offset {offset}")));
    }
    let at = if offset < 0 { offset + n } else { offset };
    if at < 0 {
        return Err(error(t, format!("offset {offset} out of range for {n}-byte buffer")));
    }
    if n - at < size {
        return Err(error(
            t,
            format!(
                "unpack_from requires a buffer of at least {} bytes for unpacking {size} bytes at offset {at} (actual buffer size is {n})",
                size + at
            ),
        ));
    }
    unpacked(t, &l, &data[at as usize..(at + size) as usize])
}
fn unpacked(t: &mut Thread, l: &Layout, data: &[u8]) -> Ret {
    let mut out = Values::with_capacity(t, l.values.min(1 << 16))?;
    let mut at = 0;
    for f in &l.fields {
        at += f.padding;
        match f.letter {
            'x' => at += f.count,
            's' => {
                let v = bytes::new(t, &data[at..at + f.count])?;
                out.push(t, v)?;
                at += f.count;
            }
            'p' => {
                let n = if f.count == 0 { 0 } else { (data[at] as usize).min(f.count - 1) };
                let v = if n == 0 { bytes::new(t, &[])? } else { bytes::new(t, &data[at + 1..at + 1 + n])? };
                out.push(t, v)?;
                at += f.count;
            }
            _ => {
                for _ in 0..f.count {
                    let v = unpack_one(t, f, &data[at..at + f.size], l.big)?;
                    out.push(t, v)?;
                    at += f.size;
                }
            }
        }
    }
    out.into_tuple(t)
}
fn unpack_one(t: &mut Thread, f: &Field, item: &[u8], big: bool) -> Ret {
    let mut bytes8 = [0u8; 8];
    let n = f.size;
    if big {
        item.iter().rev().zip(&mut bytes8).for_each(|(b, p)| *p = *b);
    } else {
        bytes8[..n].copy_from_slice(item);
    }
    let raw = u64::from_le_bytes(bytes8);
    match f.letter {
        'c' => bytes::new(t, item),
        '?' => Ok(Value::bool(raw != 0)),
        'd' => t.float(f64::from_bits(raw)),
        'f' => t.float(f32::from_bits(raw as u32) as f64),
        'e' => t.float(half_to_f64(raw as u16)),
        c if c.is_ascii_lowercase() => t.int((raw << (64 - 8 * n)) as i64 >> (64 - 8 * n)),
        _ => t.usize(raw as usize),
    }
}
fn iter_unpack(t: &mut Thread, format: Value, v: Value) -> Ret {
    let l = layout(t, format)?;
    if l.size == 0 {
        return Err(error(t, "cannot iteratively unpack with a struct of length 0"));
    }
    let data = buffer::require(t, v)?;
    if !data.len().is_multiple_of(l.size) {
        return Err(error(t, format!("iterative unpacking requires a buffer of a multiple of {} bytes", l.size)));
    }
    let data = bytes::new(t, &data)?;
    t.alloc_of(&ITERATOR, &[format, data, Value::ZERO, Value::NONE])
}
static ITERATOR_METHODS: [Method; 3] = [
    method("__iter__(self, /)", |_, a| Ok(a[0]), "Implement iter(self)."),
    method("__next__(self, /)", iterator_next, "Implement next(self)."),
    method("__length_hint__(self, /)", iterator_length, "How many items are left."),
];
fn word(v: Value, i: usize) -> Value {
    Value::from_bits(v.unwrap_obj().word(i))
}
fn iterator_next(t: &mut Thread, a: Args) -> Ret {
    let l = layout(t, word(a[0], 0))?;
    let data = bytes::data(word(a[0], 1)).unwrap_or_default();
    let at = word(a[0], 2).unwrap_usize();
    if at + l.size > data.len() {
        return Ok(Value::UNBOUND);
    }
    a[0].unwrap_obj().set_plain(2, Value::index(at + l.size).bits());
    unpacked(t, &l, &data[at..at + l.size])
}
fn iterator_length(t: &mut Thread, a: Args) -> Ret {
    let l = layout(t, word(a[0], 0))?;
    let n = bytes::data(word(a[0], 1)).map_or(0, <[u8]>::len);
    Ok(Value::index(n.saturating_sub(word(a[0], 2).unwrap_usize()) / l.size.max(1)))
}

// ---- Struct: [format, size]

static STRUCT_NEW: Method = static_method("__new__(cls, format)", struct_new, "Create and return a new object.");
static STRUCT_METHODS: [Method; 6] = [
    method(
        "pack(self, /, *values)",
        |t, a| pack(t, word(a[0], 0), Tuple::of(a[1])),
        "Return a bytes object containing the values packed.",
    ),
    method(
        "pack_into(self, /, *args)",
        |t, a| pack_into_with(t, word(a[0], 0), Tuple::of(a[1])),
        "Pack the values into a buffer.",
    ),
    method("unpack(self, buffer, /)", |t, a| unpack(t, word(a[0], 0), a[1]), "Return a tuple of unpacked values."),
    method(
        "unpack_from(self, /, buffer, offset=0)",
        |t, a| unpack_from(t, word(a[0], 0), a[1], a[2]),
        "Return a tuple of values unpacked from the offset on.",
    ),
    method(
        "iter_unpack(self, buffer, /)",
        |t, a| iter_unpack(t, word(a[0], 0), a[1]),
        "Return an iterator of tuples of unpacked values.",
    ),
    method("__repr__(self, /)", struct_repr, "Return repr(self)."),
];
static STRUCT_ATTRIBUTES: [Attribute; 2] = [
    getter("format", |_, v| Ok(word(v, 0)), "struct format string"),
    getter("size", |_, v| Ok(word(v, 1)), "struct size in bytes"),
];
fn struct_new(t: &mut Thread, a: Args) -> Ret {
    let text = format_text(t, a[1])?;
    let format = t.str(&text)?;
    let l = layout(t, format)?;
    let size = t.usize(l.size)?;
    let v = object::alloc_instance(t, Type::of(a[0]))?;
    let o = v.unwrap_obj();
    o.set(&mut t.m, 0, format.bits());
    o.set(&mut t.m, 1, size.bits());
    Ok(v)
}
fn struct_repr(t: &mut Thread, a: Args) -> Ret {
    let format = t.repr_text(word(a[0], 0))?;
    let name = t.class_name(a[0]);
    t.str(&format!("{name}({format})"))
}
