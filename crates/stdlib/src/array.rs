//! `array`: sequences of machine numbers. The words of an array begin as a bytearray's, `[buffer, start, length, exports]` in
//! bytes, and the type code follows: whatever `bytearray` does with memory and its exports holds here too.

mod item;
mod methods;

use item::ItemType;
use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::List;
use pyish_vm::object::string::Str;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::object::typeobject::{Type, flag};
use pyish_vm::types::buffer::Span;
use pyish_vm::types::bytearray::Edit;
use pyish_vm::types::iterators::{put, word};
use pyish_vm::types::{self, buffer, bytearray, exc};
use pyish_vm::{Args, Kind, Method, Raised, Ret, Thread, TypeRow, Value, function, static_method};

pub static MODULE: ModuleRow = ModuleRow {
    name: "array",
    doc: "Sequences of machine values: numbers and characters of one type, stored compactly.",
    functions: &FUNCTIONS,
    init,
};
static FUNCTIONS: [Method; 1] = [function(
    "_array_reconstructor(arraytype, typecode, mformat_code, items, /)",
    reconstruct,
    "Internal. Used for pickling support.",
)];
static TYPE: TypeRow = TypeRow::new("array", Kind::Native2)
    .module("array")
    .flags(flag::WEAKREF | flag::SEQUENCE | flag::EXPORTS)
    .constructor(&NEW)
    .methods(&methods::METHODS)
    .attributes(&methods::ATTRIBUTES)
    .doc("array(typecode [, initializer]) -> array\n\nA sequence of machine values of one type.");
static NEW: Method = static_method("__new__(cls, *args, **kwargs)", array_new, "Create and return a new object.");

/// The word of the type code, a number: its letter.
const CODE: usize = 4;

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let class = types::ready(t, &TYPE)?.value();
    types::ready(t, &methods::ITERATOR)?;
    d.set_named(t, "array", class)?;
    d.set_named(t, "ArrayType", class)?;
    let codes: String = item::ALL.iter().map(|i| i.code).collect();
    let codes = t.str(&codes)?;
    d.set_named(t, "typecodes", codes)?;
    let abc = pyish_vm::import::import_dotted(t, "_collections_abc")?;
    let sequence = t.get_attr_named(abc, "MutableSequence")?;
    t.call_method_named(sequence, "register", &[class])?;
    Ok(())
}

/// An array object.
#[derive(Clone, Copy)]
struct Array(Value);

impl Array {
    fn from(t: &Thread, v: Value) -> Option<Array> {
        let native = Thread::kind_of(v) == Kind::Native2;
        (native && t.class_of(v).is_subclass(TYPE.get())).then_some(Array(v))
    }
    fn item(self) -> &'static ItemType {
        let code = word(self.0, CODE).as_int().unwrap_or(0);
        item::ALL.iter().find(|i| i.code as i64 == code).unwrap_or(&item::ALL[0])
    }
    /// Number of items.
    fn len(self) -> usize {
        bytearray::len(self.0) / self.item().size
    }
    fn bytes(self, t: &mut Thread) -> Vec<u8> {
        bytearray::copy(t, self.0)
    }
    /// The bytes of the i-th item, counted from the end if negative.
    fn raw(self, t: &mut Thread, i: i64) -> Option<([u8; 8], usize)> {
        let size = self.item().size;
        let mut out = [0; 8];
        let o = self.0.unwrap_obj();
        let _guard = t.m.lock(o);
        let s = bytearray::span(o);
        let at = bytearray::place(i, s.len / size)? * size;
        s.read(at, &mut out[..size]);
        Some((out, size))
    }
    fn get(self, t: &mut Thread, i: i64) -> Result<Option<Value>, Raised> {
        match self.raw(t, i) {
            Some((raw, size)) => self.item().unpack(t, &raw[..size]).map(Some),
            None => Ok(None),
        }
    }
    /// Replaces items in one step for other threads: see `bytearray::edit`.
    fn edit<'a>(self, t: &mut Thread, plan: impl FnMut(Span) -> Option<Edit<'a>>) -> Result<bool, Raised> {
        bytearray::edit(t, self.0, plan)
    }
    fn append(self, t: &mut Thread, data: &[u8]) -> Result<(), Raised> {
        bytearray::splice(t, self.0, usize::MAX, usize::MAX, data)
    }
}

/// A new exact array around a copy of `data`.
fn make(t: &mut Thread, class: Type, item: &ItemType, data: &[u8]) -> Ret {
    let leaf = bytearray::new_leaf(t, data.len())?;
    Span { leaf, offset: bytearray::DATA, len: data.len() }.write(0, data);
    let v = types::object::alloc_instance(t, class)?;
    put(t, v, 0, Value::from_obj(leaf));
    let words = [Value::ZERO, Value::index(data.len()), Value::ZERO, Value::int(item.code as i64)];
    for (i, w) in words.into_iter().enumerate() {
        put(t, v, 1 + i, w);
    }
    Ok(v)
}

fn array_new(t: &mut Thread, a: Args) -> Ret {
    let class = Type::of(a[0]);
    let args = Tuple::of(a[1]);
    if class == TYPE.get() && a[2].is_bound() {
        return Err(t.type_error("array.array() takes no keyword arguments"));
    }
    if args.is_empty() || args.len() > 2 {
        let (which, bound) = if args.is_empty() { ("at least", 1) } else { ("at most", 2) };
        let (n, s) = (args.len(), if bound == 1 { "" } else { "s" });
        return Err(t.type_error(format!("array() takes {which} {bound} argument{s} ({n} given)")));
    }
    let item = type_code(t, args.get(0), "array() argument 1")?;
    let given = if args.len() == 2 { args.get(1) } else { Value::UNBOUND };
    let data = match given {
        Value::UNBOUND => Vec::new(),
        v => initial(t, item, v)?,
    };
    make(t, class, item, &data)
}
/// The type that a type code names.
fn type_code(t: &mut Thread, v: Value, subject: &str) -> Result<&'static ItemType, Raised> {
    let Some(s) = Str::from(v) else {
        let kind = t.type_name(v);
        return Err(t.type_error(format!("{subject} must be a unicode character, not {kind}")));
    };
    if s.len() != 1 {
        return Err(t.type_error(format!("{subject} must be a unicode character, not str")));
    }
    let c = s.chars().get(0);
    let Some(item) = item::ALL.iter().find(|i| i.code as u32 == c) else {
        return Err(t.value_error("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)"));
    };
    if item.code == 'u' {
        let text = "The 'u' type code is deprecated and will be removed in Python 3.16";
        exc::warn(t, &exc::DeprecationWarning, text)?;
    }
    Ok(item)
}
/// The bytes of the items that an initializer gives.
fn initial(t: &mut Thread, item: &'static ItemType, v: Value) -> Result<Vec<u8>, Raised> {
    let code = item.code;
    if let Some(s) = Str::from(v) {
        if !item.is_text() {
            return Err(t.type_error(format!("cannot use a str to initialize an array with typecode '{code}'")));
        }
        return Ok(item::text_bytes(s));
    }
    if let Some(other) = Array::from(t, v) {
        let from = other.item();
        if from.is_text() && !item.is_text() {
            let text = format!("cannot use a unicode array to initialize an array with typecode '{code}'");
            return Err(t.type_error(text));
        }
        if from.code == code {
            return Ok(other.bytes(t));
        }
    } else if matches!(Thread::kind_of(v), Kind::Bytes | Kind::ByteArray) || pyish_vm::types::bytes::data(v).is_some() {
        let data = buffer::require(t, v)?.into_owned();
        if data.len() % item.size != 0 {
            return Err(t.value_error("bytes length not a multiple of item size"));
        }
        return Ok(data);
    }
    items(t, item, v)
}
/// The bytes of the items of an iterable.
fn items(t: &mut Thread, item: &'static ItemType, v: Value) -> Result<Vec<u8>, Raised> {
    let mut out = Vec::new();
    t.for_each(v, |t, x| {
        let raw = item.pack(t, x)?;
        out.extend_from_slice(&raw[..item.size]);
        Ok(())
    })?;
    Ok(out)
}

/// Unpickles: items in the machine format of the code, which another machine may have written.
fn reconstruct(t: &mut Thread, a: Args) -> Ret {
    let mut item = type_code(t, a[1], "_array_reconstructor() argument 2")?;
    let code = t.to_i64(a[2])?;
    let Some(class) = Type::from(a[0]) else {
        let kind = t.type_name(a[0]);
        return Err(t.type_error(format!("first argument must be a type object, not {kind}")));
    };
    if !class.is_subclass(TYPE.get()) {
        let name = class.name_string();
        return Err(t.type_error(format!("{name} is not a subtype of array.array")));
    }
    let Some(format) = usize::try_from(code).ok().and_then(|i| item::MACHINE.get(i)) else {
        return Err(t.value_error("third argument must be a valid machine format code."));
    };
    let Some(data) = pyish_vm::types::bytes::data(a[3]) else {
        let kind = t.type_name(a[3]);
        return Err(t.type_error(format!("fourth argument should be bytes, not {kind}")));
    };
    let own = format.same_as(&item.machine());
    if data.len() % format.size != 0 {
        let what = if own { "bytes" } else { "string" };
        return Err(t.value_error(format!("{what} length not a multiple of item size")));
    }
    if own {
        return make(t, class, item, data);
    }
    if format.is_text() {
        let data = format.text(t, data)?;
        return make(t, class, item, &data);
    }
    // the type code of this machine whose items have the size and sign of the pickled ones
    if let Some(same) = format.integer() {
        item = same;
    }
    let list = List::new(t, &[])?;
    for raw in data.chunks_exact(format.size) {
        let v = format.unpack(t, raw)?;
        list.push(t, v)?;
    }
    let data = items(t, item, list.value())?;
    make(t, class, item, &data)
}
