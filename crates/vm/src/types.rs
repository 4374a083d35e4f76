//! The builtin types: a file each, its rows in it; and `init`, which makes the class objects at start-up.
//!
//! A class is made in two steps, so that strings, tuples and dicts exist before the first name is interned: `bare`
//! gives it its root shape, `fill` its name, bases and attributes.

pub mod async_generator;
pub mod bool;
pub mod buffer;
pub mod buffer_item;
pub mod bytearray;
pub mod bytes;
pub mod bytes_methods;
pub mod cell;
pub mod code;
pub mod codecs;
pub mod complex;
pub mod dict;
pub mod dict_views;
pub mod exc;
pub mod exc_group;
pub mod exc_unicode;
pub mod exc_values;
pub mod float;
pub mod float_text;
pub mod format_quick;
pub mod format_spec;
pub mod frame;
pub mod function;
pub mod generator;
pub mod generic_alias;
pub mod int;
pub mod int_text;
pub mod iterators;
pub mod list;
pub mod loader;
pub mod memoryview;
pub mod module;
pub mod native_function;
pub mod none;
pub mod number;
pub mod object;
pub mod percent;
pub mod property;
pub mod range;
pub mod reduce;
pub mod set;
pub mod slice;
pub mod sort;
pub mod spec;
pub mod str;
pub mod str_case;
pub mod str_format;
pub mod str_layout;
pub mod str_search;
pub mod str_split;
pub mod super_;
pub mod template;
pub mod tuple;
pub mod type_;
pub mod type_params;
pub mod unicode;
mod unicode_numeric;
pub mod union_type;
pub mod weakproxy;
pub mod weakref;

use crate::object::dict::Dict;
use crate::object::kind::head;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Thread};

/// The builtin classes, bases before what derives from them (exceptions: `exc::ROWS`).
static ROWS: &[&TypeRow] = &[
    &object::TYPE,
    &type_::TYPE,
    &str::TYPE,
    &tuple::TYPE,
    &dict::TYPE,
    &list::TYPE,
    &native_function::GETSET,
    &native_function::MEMBER,
    &native_function::METHOD_DESCRIPTOR,
    &native_function::SLOT_WRAPPER,
    &native_function::CLASS_METHOD_DESCRIPTOR,
    &native_function::METHOD_WRAPPER,
    &function::TYPE,
    &function::BUILTIN,
    &function::BUILTIN_FUNCTION,
    &function::METHOD,
    &property::STATICMETHOD,
    &property::CLASSMETHOD,
    &property::TYPE,
    &cell::TYPE,
    &code::TYPE,
    &module::TYPE,
    &int::TYPE,
    &bool::TYPE,
    &float::TYPE,
    &complex::TYPE,
    &none::TYPE,
    &none::NOT_IMPLEMENTED,
    &none::ELLIPSIS,
    &bytes::TYPE,
    &bytearray::TYPE,
    &memoryview::TYPE,
    &set::TYPE,
    &set::FROZEN,
    &range::TYPE,
    &slice::TYPE,
    &super_::TYPE,
    &generator::TYPE,
    &generator::COROUTINE,
    &generator::ASYNC_GENERATOR,
    &frame::TYPE,
    &frame::TRACEBACK,
    &generic_alias::TYPE,
];

/// Further rows of the files of types: views, iterators and the like.
static MORE: &[&[&TypeRow]] = &[
    iterators::ROWS,
    dict::ROWS,
    set::ROWS,
    str::ROWS,
    bytes::ROWS,
    bytearray::ROWS,
    memoryview::ROWS,
    range::ROWS,
    generator::ROWS,
    weakref::ROWS,
    generic_alias::ROWS,
    exc::ROWS,
];

/// Makes all builtin classes; run once, by the first thread.
pub fn init(t: &mut Thread) -> Result<(), Raised> {
    // `type` first: its root shape is every class's shape
    bare(t, &object::TYPE)?;
    bare(t, &type_::TYPE)?;
    let type_shape = type_::TYPE.get().root().id();
    object::TYPE.get().0.set_shape(type_shape);
    type_::TYPE.get().0.set_shape(type_shape);
    let all = || ROWS[2..].iter().chain(MORE.iter().copied().flatten());
    for row in all() {
        bare(t, row)?;
    }
    t.init_names()?;
    t.init_tuple((tuple::TYPE.head() >> 32) as u32)?;
    let empty = bytes::new_inline(t, b"")?;
    t.runtime().empty_bytes.set(empty);
    for row in ROWS[..2].iter().chain(all()) {
        fill(t, row)?;
    }
    exc_group::complete(t)?;
    template::finish(t)
}

/// Makes the class of a row, unless it is there: for the types of modules.
pub fn ready(t: &mut Thread, row: &'static TypeRow) -> Result<Type, Raised> {
    if !row.is_ready() {
        if let Some(base) = row.base {
            ready(t, base)?;
        }
        bare(t, row)?;
        fill(t, row)?;
    }
    Ok(row.get())
}

/// Flags that a class has from its base.
const INHERITED: u32 = flag::DICT
    | flag::WEAKREF
    | flag::SEQUENCE
    | flag::MAPPING
    | flag::EXCEPTION
    | flag::METACLASS
    | flag::FINALIZER
    | flag::GETATTRIBUTE
    | flag::GETATTR
    | flag::SETATTR;

pub(crate) fn inherited(base: Type) -> u32 {
    base.flags() & INHERITED
}

fn bare(t: &mut Thread, row: &'static TypeRow) -> Result<(), Raised> {
    let meta = if type_::TYPE.is_ready() { type_::TYPE.get().root().id() } else { 0 };
    let class = Type::alloc_bare(t, head(crate::object::kind::Kind::Type, meta), row.kind, row.words, row.flags, 0)?;
    row.set(t, class);
    Ok(())
}

fn fill(t: &mut Thread, row: &'static TypeRow) -> Result<(), Raised> {
    let class = row.get();
    class.init_dict(t, row.methods.len() + row.attributes.len() + 6)?;
    let name = t.intern(row.name)?;
    class.set_name(t, name);
    class.set_qualname(t, name);
    let is_object = std::ptr::eq(row, &object::TYPE);
    let base = row.base.unwrap_or(&object::TYPE).get();
    let (bases, mro) = if is_object {
        (Tuple::empty(t), Tuple::new(t, &[class.value()])?)
    } else {
        class.set_base(t, base);
        class.add_flag(inherited(base));
        let base_mro = base.mro();
        let mro = Tuple::new_with(t, base_mro.len() + 1, |i| if i == 0 { class.value() } else { base_mro.get(i - 1) })?;
        (Tuple::new(t, &[base.value()])?, mro)
    };
    class.set_bases(t, bases);
    class.set_mro(t, mro);
    if !is_object {
        type_::add_subclass(t, base, class)?;
    }
    let d = class.dict();
    if let Some(new) = row.new {
        let f = native_function::NativeFunction::new(t, new, class.value(), Value::NONE)?;
        d.set_named(t, "__new__", f)?;
    }
    for m in row.methods {
        let f = native_function::NativeFunction::new(t, m, class.value(), Value::NONE)?;
        d.set_named(t, m.name(), f)?;
    }
    for a in row.attributes {
        let g = native_function::GetSet::new(t, a, class)?;
        d.set_named(t, a.name, g)?;
    }
    if !is_object && !class.has(flag::METACLASS) {
        object::add_instance_attributes(t, class, base.flags())?;
    }
    let n = t.names();
    if d.get_str(n.__eq__).is_some() && d.get_str(n.__hash__).is_none() {
        d.set(t, n.__hash__, Value::NONE)?;
    }
    // instances whose docstring is their own read it through the row; `type.__doc__` finds the class's
    if d.get_str(n.__doc__).is_none() {
        let doc = if row.doc.is_empty() { Value::NONE } else { t.str(row.doc)? };
        d.set(t, n.__doc__, doc)?;
    }
    if row.module != "builtins" {
        let module = t.intern(row.module)?;
        d.set(t, n.__module__, module)?;
    }
    Type::changed();
    Ok(())
}

/// Whether a class is one of the mutable containers that `make_container` makes.
#[inline(always)]
pub fn is_plain_container(class: crate::object::typeobject::Type) -> bool {
    class == list::TYPE.get() || class == dict::TYPE.get() || class == set::TYPE.get()
}
/// `list(source)`, `dict(source)`, `set(source)`: what `__new__` and `__init__` do one after the other.
pub fn make_container(t: &mut Thread, class: crate::object::typeobject::Type, source: Value) -> crate::thread::Ret {
    use crate::object::list::List;
    use crate::object::set::Set;
    if class == list::TYPE.get() {
        if source.is_unbound() {
            return Ok(List::new(t, &[])?.value());
        }
        return t.collect(source)?.into_list(t);
    }
    if class == dict::TYPE.get() {
        if dict::TYPE.is_exact(source) {
            return Ok(Dict::of(source).copy(t)?.value());
        }
        let d = Dict::new(t)?;
        if source.is_bound() {
            dict::update(t, d, source)?;
        }
        return Ok(d.value());
    }
    let s = Set::new(t, class.head())?;
    if source.is_bound() {
        set::update(t, s, source)?;
    }
    Ok(s.value())
}

/// The builtin classes that `builtins` names.
pub fn export(t: &mut Thread, builtins: Dict) -> Result<(), Raised> {
    let named: &[&TypeRow] = &[
        &object::TYPE,
        &type_::TYPE,
        &str::TYPE,
        &tuple::TYPE,
        &dict::TYPE,
        &list::TYPE,
        &property::STATICMETHOD,
        &property::CLASSMETHOD,
        &property::TYPE,
        &int::TYPE,
        &bool::TYPE,
        &float::TYPE,
        &complex::TYPE,
        &bytes::TYPE,
        &bytearray::TYPE,
        &memoryview::TYPE,
        &set::TYPE,
        &set::FROZEN,
        &range::TYPE,
        &slice::TYPE,
        &super_::TYPE,
    ];
    for row in named.iter().chain(exc::ROWS) {
        builtins.set_named(t, row.name, row.value())?;
    }
    for row in iterators::BUILTINS {
        builtins.set_named(t, row.name, row.value())?;
    }
    for (name, row) in [("EnvironmentError", &exc::OSError), ("IOError", &exc::OSError)] {
        builtins.set_named(t, name, row.value())?;
    }
    Ok(())
}
