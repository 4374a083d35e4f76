//! `type`: classes, their creation by class statements, their attributes.
//!
//! Creation follows CPython's `type.__new__`: the winning metaclass, the base whose layout instances have, `__slots__`, the C3
//! order, `__set_name__`, `__init_subclass__`.

use crate::native::{Args, Attribute, Method, attribute, class_method, getter, member, method, static_method};
use crate::object::dict::Dict;
use crate::object::kind::{Kind, head};
use crate::object::list::Values;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, TypeRow, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use crate::types::native_function::GetSet;
use crate::types::property;

pub static TYPE: TypeRow = TypeRow::new("type", Kind::Type)
    .flags(flag::METACLASS | flag::WEAKREF)
    .constructor(&NEW)
    .methods(&METHODS)
    .attributes(&ATTRIBUTES)
    .doc("type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type");

static NEW: Method = static_method("__new__(cls, *args, **kwargs)", type_new, "Create and return a new object.");

static METHODS: [Method; 15] = [
    method("__getattribute__(self, name, /)", types::object::get_attribute, "Return getattr(self, name)."),
    method("__setattr__(self, name, value, /)", types::object::set_attribute, "Implement setattr(self, name, value)."),
    method("__delattr__(self, name, /)", types::object::del_attribute, "Implement delattr(self, name)."),
    method("__sizeof__(self, /)", types::object::size_of, "Return memory consumption of the type object."),
    method("__call__(self, *args, **kwargs)", type_call, "Call self as a function."),
    method("__init__(self, *args, **kwargs)", type_init, "Initialize self."),
    method("__repr__(self, /)", type_repr, "Return repr(self)."),
    method("mro(self, /)", type_mro, "Return a type's method resolution order."),
    method("__subclasses__(self, /)", type_subclasses, "Return a list of immediate subclasses."),
    method("__instancecheck__(self, instance, /)", instance_check, "Check if an object is an instance."),
    method("__subclasscheck__(self, subclass, /)", subclass_check, "Check if a class is a subclass."),
    method("__dir__(self, /)", type_dir, "Specialized __dir__ implementation for types."),
    method("__or__(self, value, /)", type_or, "Return self|value."),
    method("__ror__(self, value, /)", type_ror, "Return value|self."),
    class_method("__prepare__(cls, *args, **kwargs)", type_prepare, "Create the namespace for the class statement."),
];

static ATTRIBUTES: [Attribute; 18] = [
    member("__basicsize__", |_, v| Ok(Value::index(16 + 8 * Type::of(v).words())), ""),
    member("__itemsize__", item_size, ""),
    member("__dictoffset__", |_, v| Ok(Value::int(if Type::of(v).has(flag::DICT) { -1 } else { 0 })), ""),
    member("__weakrefoffset__", |_, v| Ok(Value::int(if Type::of(v).has(flag::WEAKREF) { -1 } else { 0 })), ""),
    attribute("__name__", |_, v| Ok(Type::of(v).name()), set_name, ""),
    attribute("__qualname__", |_, v| Ok(Type::of(v).qualname()), set_qualname, ""),
    attribute("__module__", get_module, set_module, ""),
    attribute("__bases__", |_, v| Ok(Type::of(v).bases().value()), set_bases, ""),
    getter("__base__", |_, v| Ok(Type::of(v).base().map_or(Value::NONE, Type::value)), ""),
    getter("__mro__", |_, v| Ok(Type::of(v).mro().value()), ""),
    getter("__dict__", |t, v| types::dict::proxy(t, Type::of(v).dict().value()), ""),
    attribute("__doc__", get_doc, set_doc, ""),
    getter("__flags__", get_flags, ""),
    getter("__text_signature__", |_, _| Ok(Value::NONE), ""),
    attribute("__abstractmethods__", get_abstract, set_abstract, ""),
    attribute("__annotations__", types::function::class_annotations, types::function::set_class_annotations, ""),
    attribute("__annotate__", types::function::class_annotate, types::function::set_class_annotate, ""),
    attribute("__type_params__", get_type_params, set_type_params, ""),
];

// ---- creation

/// `type(x)` and `type(name, bases, namespace, **kwargs)`.
fn type_new(t: &mut Thread, a: Args) -> Ret {
    let meta = Type::of(a[0]);
    let args = Tuple::of(a[1]);
    if meta == TYPE.get() && args.len() == 1 && a[2].is_unbound() {
        let c = t.class_of(args.get(0));
        return Ok(c.value());
    }
    if args.len() != 3 {
        return Err(t.type_error(if meta == TYPE.get() {
            "type() takes 1 or 3 arguments".to_string()
        } else {
            format!("type.__new__() takes exactly 3 arguments ({} given)", args.len())
        }));
    }
    let kind = |t: &Thread, v| t.type_name(v);
    if Str::from(args.get(0)).is_none() {
        let k = kind(t, args.get(0));
        return Err(t.type_error(format!("type.__new__() argument 1 must be str, not {k}")));
    }
    let Some(bases) = Tuple::from(args.get(1)) else {
        let k = kind(t, args.get(1));
        return Err(t.type_error(format!("type.__new__() argument 2 must be tuple, not {k}")));
    };
    let Some(namespace) = Dict::from(args.get(2)) else {
        let k = kind(t, args.get(2));
        return Err(t.type_error(format!("type.__new__() argument 3 must be dict, not {k}")));
    };
    let winner = winning_metaclass(t, meta, bases)?;
    if winner != meta {
        let n = t.names();
        let new = winner.lookup(t, n.__new__).expect("every class has __new__");
        if !types::native_function::NativeFunction::from(new).is_some_and(|f| std::ptr::eq(f.row(), &NEW)) {
            let mut call = Values::from_slice(t, &[winner.value()])?;
            for v in args.iter() {
                call.push(t, v)?;
            }
            return t.call_with_dict(new, call.as_slice(), a[2]);
        }
    }
    let name = t.intern_str(Str::of(args.get(0)))?;
    if Str::of(name).to_string().contains('\0') {
        return Err(t.value_error("type name must not contain null characters"));
    }
    build(t, winner, name, bases, namespace, a[2])
}

/// The most derived metaclass of `meta` and the bases' own.
pub fn winning_metaclass(t: &mut Thread, meta: Type, bases: Tuple) -> Result<Type, Raised> {
    let mut winner = meta;
    for b in bases.iter() {
        let m = t.class_of(b);
        if winner.is_subclass(m) {
            continue;
        }
        if m.is_subclass(winner) {
            winner = m;
            continue;
        }
        return Err(t.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses \
             of all its bases",
        ));
    }
    Ok(winner)
}

/// The base whose instances' layout the new class has.
fn best_base(t: &mut Thread, bases: Tuple) -> Result<Type, Raised> {
    let mut best: Option<Type> = None;
    for b in bases.iter() {
        let Some(base) = Type::from(b) else {
            return Err(t.type_error("bases must be types"));
        };
        if !base.has(flag::BASETYPE) {
            let name = base.name_string();
            return Err(t.type_error(format!("type '{name}' is not an acceptable base type")));
        }
        best = match best {
            None => Some(base),
            Some(w) if extends_layout(w, base) => Some(w),
            Some(w) if extends_layout(base, w) => Some(base),
            Some(_) => return Err(t.type_error("multiple bases have instance lay-out conflict")),
        };
    }
    Ok(best.unwrap_or(types::object::TYPE.get()))
}

/// Whether instances laid out as `a` says can be used where `b`'s layout is expected.
fn extends_layout(a: Type, b: Type) -> bool {
    let (solid_a, solid_b) = (solid(a), solid(b));
    solid_a == solid_b || solid_a.is_subclass(solid_b)
}

/// The class that gave instances their words: the last in the chain of bases that added any.
fn solid(mut c: Type) -> Type {
    while let Some(base) = c.base() {
        if base.kind() != c.kind() || base.words() != c.words() || (c.row().is_some() && base.kind() == Kind::Type) {
            return c;
        }
        // int and str, say, are laid out alike but do not mix
        if c.kind() == Kind::Wrapped && c.row().is_some() {
            return c;
        }
        c = base;
    }
    c
}

/// Layout of instances of a subclass of `base`.
fn instance_kind(base: Type) -> (Kind, usize) {
    match base.kind() {
        Kind::Float | Kind::BigInt | Kind::Complex | Kind::Str | Kind::Bytes | Kind::Tuple => (Kind::Wrapped, 1),
        k => (k, base.words()),
    }
}

fn build(t: &mut Thread, meta: Type, name: Value, bases: Tuple, namespace: Dict, kwargs: Value) -> Ret {
    let bases = if bases.is_empty() { Tuple::new(t, &[types::object::TYPE.value()])? } else { bases };
    let base = best_base(t, bases)?;
    let n = t.names();
    let (kind, mut words) = instance_kind(base);
    let mut flags = flag::HEAP | flag::BASETYPE;
    for b in bases.iter() {
        flags |= types::inherited(Type::of(b));
    }
    // __slots__
    let slots = namespace.get_str(n.__slots__);
    let mut members = Values::new(t)?;
    let mut wants_dict = slots.is_none();
    let mut wants_weakref = slots.is_none();
    if let Some(slots) = slots {
        let names = if Str::from(slots).is_some() { Tuple::new(t, &[slots])? } else { t.collect_tuple(slots)? };
        for s in names.iter() {
            let Some(text) = Str::from(s) else {
                let k = t.type_name(s);
                return Err(t.type_error(format!("__slots__ items must be strings, not '{k}'")));
            };
            match &*text.to_string() {
                twice @ "__dict__" if wants_dict || base.has(flag::DICT) => {
                    return Err(t.type_error(format!("{twice} slot disallowed: we already got one")));
                }
                twice @ "__weakref__" if wants_weakref || base.has(flag::HEAP) && base.has(flag::WEAKREF) => {
                    return Err(t.type_error(format!("{twice} slot disallowed: we already got one")));
                }
                "__dict__" => wants_dict = true,
                "__weakref__" => wants_weakref = true,
                other => {
                    if !other
                        .chars()
                        .enumerate()
                        .all(|(i, c)| c == '_' || c.is_alphabetic() || i > 0 && c.is_alphanumeric())
                    {
                        return Err(t.type_error("__slots__ must be identifiers"));
                    }
                    let mangled = mangle(t, name, text)?;
                    if namespace.get_str(mangled).is_some() && !mangled.is(n.__qualname__) {
                        return Err(t.value_error(format!("'{other}' in __slots__ conflicts with class variable")));
                    }
                    members.push(t, mangled)?;
                }
            }
        }
        if base.kind() != Kind::Instance && !members.is_empty() && kind == Kind::Wrapped {
            let b = base.name_string();
            if matches!(base.kind(), Kind::BigInt | Kind::Bytes | Kind::Tuple) {
                return Err(t.type_error(format!("nonempty __slots__ not supported for subtype of '{b}'")));
            }
        }
    }
    let first_member = words;
    let had_ext = base.has(flag::DICT);
    if had_ext && !members.is_empty() {
        // the base's instances end with ext and slots: further members lie in attribute slots instead
        wants_dict = true;
    } else {
        words += members.len();
    }
    if wants_dict || had_ext {
        flags |= flag::DICT;
    }
    if wants_weakref {
        flags |= flag::WEAKREF;
    }
    if bases.iter().any(|b| Type::of(b).has(flag::DICT)) {
        flags |= flag::DICT;
    }
    let meta_head = head(Kind::Type, meta.root().id());
    let extra = meta.root().capacity();
    let class = Type::alloc_bare(t, meta_head, kind, words, flags, extra)?;
    // room for what is added below: its docstring, `__dict__`, `__weakref__`, `__hash__`
    class.init_dict(t, namespace.len() + 4)?;
    class.set_name(t, name);
    class.set_base(t, base);
    class.set_bases(t, bases);
    let d = class.dict();
    d.update_from(t, namespace)?;
    let qualname = match d.remove(t, n.__qualname__)? {
        Some(q) if Str::from(q).is_some() => q,
        Some(q) => {
            let k = t.type_name(q);
            return Err(t.type_error(format!("type __qualname__ must be a str, not {k}")));
        }
        None => name,
    };
    class.set_qualname(t, qualname);
    if d.get_str(n.__module__).is_none()
        && let Some(globals) = t.current_globals()
        && let Some(m) = globals.get_str(n.__name__)
    {
        d.set(t, n.__module__, m)?;
    }
    if d.get_str(n.__doc__).is_none() {
        d.set(t, n.__doc__, Value::NONE)?;
    }
    // functions that are static or class methods without saying so
    for (name, wrap) in [
        (n.__new__, &property::STATICMETHOD),
        (n.__init_subclass__, &property::CLASSMETHOD),
        (n.__class_getitem__, &property::CLASSMETHOD),
    ] {
        if let Some(f) = d.get_str(name).filter(|f| Thread::kind_of(*f) == Kind::Function) {
            let w = t.alloc_of(wrap, &[f, Value::NONE, Value::NONE])?;
            d.set(t, name, w)?;
        }
    }
    if !had_ext || members.is_empty() {
        for i in 0..members.len() {
            let m = GetSet::member(t, class, members.get(i), first_member + i)?;
            d.set(t, members.get(i), m)?;
        }
    }
    if !class.has(flag::METACLASS) {
        let above = bases.iter().fold(0, |all, b| all | Type::of(b).flags());
        types::object::add_instance_attributes(t, class, above)?;
    }
    // while a metaclass's `mro()` looks at the class, it has no order yet
    let none = Tuple::empty(t);
    class.set_mro(t, none);
    let mro = mro_of(t, class)?;
    class.set_mro(t, mro);
    if d.get_str(n.__eq__).is_some() && d.get_str(n.__hash__).is_none() {
        d.set(t, n.__hash__, Value::NONE)?;
    }
    update_flags(t, class);
    expect_attributes(t, class)?;
    // `__classcell__` gets the class
    if let Some(cell) = d.remove(t, n.__classcell__)?
        && let Some(o) = cell.obj()
        && o.kind() == Kind::Cell as u8
    {
        o.set(&mut t.m, 0, class.value().bits());
    }
    for b in bases.iter() {
        add_subclass(t, Type::of(b), class)?;
    }
    Type::changed();
    // __set_name__, on a copy of the names: hooks may add to the class
    let items = d.copy(t)?;
    for (key, v) in items.iter() {
        if matches!(Thread::kind_of(v), Kind::Function | Kind::Free | Kind::Str | Kind::Native) {
            continue;
        }
        if let Some(f) = t.special(v, n.__set_name__) {
            let r = t.call_bound(f, v, &[class.value(), key]);
            if r.is_err() {
                let (kind, attr) = (t.type_name(v), t.string_of(key));
                let note = format!("Error calling __set_name__ on '{kind}' instance '{attr}' in '{}'", Str::of(name));
                types::exc::add_note(t, &note)?;
                return Err(Raised);
            }
        }
    }
    // super(class, class).__init_subclass__(**kwargs)
    let above = class.mro();
    let hook = (1..above.len()).find_map(|i| Type::of(above.get(i)).dict().get_str(n.__init_subclass__));
    if let Some(hook) = hook {
        let native_default = types::native_function::NativeFunction::from(hook)
            .is_some_and(|f| f.owner().is(types::object::TYPE.value()));
        let keywords = kwargs.given().and_then(Dict::from).is_some_and(|d| !d.is_empty());
        if native_default && keywords {
            let name = t.string_of(class.qualname());
            return Err(t.type_error(format!("{name}.__init_subclass__() takes no keyword arguments")));
        }
        if !native_default {
            let f = t.descriptor_get_on_class(hook, class)?;
            t.call_with_dict(f, &[], kwargs)?;
        }
    }
    Ok(class.value())
}

/// `__name` inside class `_Class` means `_Class__name`.
fn mangle(t: &mut Thread, class: Value, name: Str) -> Ret {
    let text = name.to_string();
    if text.starts_with("__") && !text.ends_with("__") {
        let class = t.string_of(class);
        let class = class.trim_start_matches('_');
        if !class.is_empty() {
            return t.intern(&format!("_{class}{text}"));
        }
    }
    t.intern_str(name)
}

/// Gives instances, from the first one on, room for the attributes that the methods of the class and its bases set.
fn expect_attributes(t: &mut Thread, class: Type) -> Result<(), Raised> {
    const MOST: usize = 20;
    if !class.has(flag::DICT) {
        return Ok(());
    }
    let name = t.names().__static_attributes__;
    let mut n = 0;
    for c in class.mro().iter() {
        n += Type::of(c).dict().get_str(name).and_then(Tuple::from).map_or(0, Tuple::len);
    }
    class.learn(t, class.root(), n.min(MOST))
}

/// Sets the flags that attributes of the class and its bases decide.
pub fn update_flags(t: &mut Thread, class: Type) {
    let n = t.names();
    let mut flags = class.flags() & !(flag::GETATTRIBUTE | flag::GETATTR | flag::SETATTR | flag::FINALIZER);
    let python = |t: &mut Thread, name| {
        class.lookup_uncached(name).is_some_and(|f| {
            let _ = &t;
            types::native_function::NativeFunction::from(f)
                .is_none_or(|f| !f.owner().is(types::object::TYPE.value()) && !f.owner().is(TYPE.value()))
        })
    };
    if python(t, n.__getattribute__) {
        flags |= flag::GETATTRIBUTE;
    }
    if class.lookup_uncached(n.__getattr__).is_some() {
        flags |= flag::GETATTR;
    }
    if python(t, n.__setattr__) || python(t, n.__delattr__) {
        flags |= flag::SETATTR;
    }
    let later = |f: Value| {
        types::native_function::NativeFunction::from(f)
            .is_some_and(|f| Type::from(f.owner()).is_some_and(|c| c.has(flag::WATCHED_LATER)))
    };
    if class.lookup_uncached(n.__del__).is_some_and(|f| !later(f)) {
        flags |= flag::FINALIZER;
    }
    class.set_flags(flags);
}

/// Enters `class` into the subclasses of `base`.
pub fn add_subclass(t: &mut Thread, base: Type, class: Type) -> Result<(), Raised> {
    let known = match Dict::from(base.subclasses()) {
        Some(d) => d,
        None => {
            let d = Dict::new(t)?;
            base.set_subclasses(t, d.value());
            d
        }
    };
    let key = t.usize(class.0.addr())?;
    known.set(t, key, class.value())
}

/// The method resolution order: the metaclass's `mro()`, or C3.
fn mro_of(t: &mut Thread, class: Type) -> Result<Tuple, Raised> {
    let meta = t.class_of(class.value());
    if meta != TYPE.get() {
        let name = t.intern("mro")?;
        let f = meta.lookup(t, name);
        if let Some(f) = f.filter(|f| types::native_function::NativeFunction::from(*f).is_none()) {
            let r = t.call_bound(f, class.value(), &[])?;
            let order = t.collect_tuple(r)?;
            return check_mro(t, class, order);
        }
    }
    c3(t, class, class.bases())
}

/// What a metaclass's `mro()` gave must be classes whose methods can work on the instances.
fn check_mro(t: &mut Thread, class: Type, order: Tuple) -> Result<Tuple, Raised> {
    let own = class.base().map(solid);
    for c in order.iter() {
        let Some(c) = Type::from(c) else {
            let k = t.type_name(c);
            return Err(t.type_error(format!("mro() returned a non-class ('{k}')")));
        };
        if c != class && !own.is_some_and(|own| own.is_subclass(solid(c))) {
            let name = c.name_string();
            return Err(t.type_error(format!("mro() returned base with unsuitable layout ('{name}')")));
        }
    }
    Ok(order)
}

/// The C3 linearization (Barrett et al., OOPSLA 1996) as Python 2.3 adopted it.
fn c3(t: &mut Thread, class: Type, bases: Tuple) -> Result<Tuple, Raised> {
    if bases.len() == 1 {
        let up = Type::of(bases.get(0)).mro();
        return Tuple::new_with(t, up.len() + 1, |i| if i == 0 { class.value() } else { up.get(i - 1) });
    }
    // the lists to merge and how far each is used up
    for (i, b) in bases.iter().enumerate() {
        if (0..i).any(|k| bases.get(k).is(b)) {
            let name = Type::of(b).name_string();
            return Err(t.type_error(format!("duplicate base class {name}")));
        }
    }
    let lists: Vec<Tuple> = bases.iter().map(|b| Type::of(b).mro()).chain([bases]).collect();
    let mut at = vec![0; lists.len()];
    let mut out = Values::from_slice(t, &[class.value()])?;
    loop {
        let mut done = true;
        let mut next = None;
        for (l, &i) in lists.iter().zip(&at) {
            if i == l.len() {
                continue;
            }
            done = false;
            let candidate = l.get(i);
            let in_tail = lists.iter().zip(&at).any(|(l, &i)| (i + 1..l.len()).any(|k| l.get(k).is(candidate)));
            if !in_tail {
                next = Some(candidate);
                break;
            }
        }
        if done {
            break;
        }
        let Some(c) = next else {
            let mut names: Vec<String> = Vec::new();
            for (l, &i) in lists.iter().zip(&at) {
                if i < l.len() {
                    let name = Type::of(l.get(i)).name_string();
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
            return Err(t.type_error(format!(
                "Cannot create a consistent method resolution order (MRO) for bases {}",
                names.join(", ")
            )));
        };
        out.push(t, c)?;
        for (l, i) in lists.iter().zip(at.iter_mut()) {
            if *i < l.len() && l.get(*i).is(c) {
                *i += 1;
            }
        }
    }
    Ok(Tuple::of(out.into_tuple(t)?))
}

/// `type.__call__`: makes an instance, past the `__call__` of a metaclass.
fn type_call(t: &mut Thread, a: Args) -> Ret {
    t.construct(Type::of(a[0]), Tuple::of(a[1]), a[2])
}
fn type_init(t: &mut Thread, a: Args) -> Ret {
    let n = Tuple::of(a[1]).len();
    if n != 1 && n != 3 {
        return Err(t.type_error("type.__init__() takes 1 or 3 arguments"));
    }
    Ok(Value::NONE)
}
fn type_prepare(t: &mut Thread, _: Args) -> Ret {
    Ok(Dict::new(t)?.value())
}

// ---- attributes

/// Stores or deletes an attribute of a class and tells the caches.
pub fn set_class_attr(t: &mut Thread, class: Type, name: Value, value: Value) -> Result<(), Raised> {
    if !class.has(flag::HEAP) {
        let (c, text) = (class.name_string(), t.string_of(name));
        return Err(t.type_error(format!("cannot set '{text}' attribute of immutable type '{c}'")));
    }
    let d = class.dict();
    let old = d.get_str(name);
    if value.is_bound() {
        d.set(t, name, value)?;
    } else if d.remove(t, name)?.is_none() {
        let text = format!("type object '{}' has no attribute '{}'", class.name_string(), t.string_of(name));
        return Err(t.attribute_error(text, class.value(), name));
    }
    // replacing one plain datum by another changes nothing that a cache keeps
    let plain = |v: Value| matches!(Thread::kind_of(v), Kind::Free | Kind::Str | Kind::List | Kind::Dict | Kind::Tuple);
    if !(old.is_some_and(plain) && value.is_bound() && plain(value)) {
        Type::changed();
        refresh(t, class);
    }
    Ok(())
}
fn refresh(t: &mut Thread, class: Type) {
    update_flags(t, class);
    if let Some(subs) = Dict::from(class.subclasses()) {
        for (_, c) in subs.iter() {
            refresh(t, Type::of(c));
        }
    }
}

/// `module.Qual.Name`; builtins without the module.
pub fn full_name(t: &mut Thread, class: Type) -> String {
    let qualname = t.string_of(class.qualname());
    match get_module(t, class.value()) {
        Ok(m) => match Str::from(m).map(|m| m.to_string()) {
            Some(m) if m != "builtins" => format!("{m}.{qualname}"),
            _ => qualname,
        },
        Err(Raised) => {
            t.exc = Value::UNBOUND;
            qualname
        }
    }
}
fn get_module(t: &mut Thread, v: Value) -> Ret {
    let c = Type::of(v);
    let name = t.names().__module__;
    match c.dict().get_str(name) {
        Some(m) if c.has(flag::HEAP) || Str::from(m).is_some() => Ok(m),
        _ => Ok(t.names().builtins),
    }
}
fn set_module(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    let name = t.names().__module__;
    set_class_attr(t, Type::of(v), name, x)
}
fn check_mutable(t: &mut Thread, v: Value, what: &str, x: Value) -> Result<(), Raised> {
    let c = Type::of(v);
    if !c.has(flag::HEAP) {
        let name = c.name_string();
        return Err(t.type_error(format!("cannot set '{what}' attribute of immutable type '{name}'")));
    }
    if x.is_unbound() {
        let name = c.name_string();
        return Err(t.type_error(format!("cannot delete '{what}' attribute of immutable type '{name}'")));
    }
    Ok(())
}
fn set_name(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    check_mutable(t, v, "__name__", x)?;
    let Some(s) = Str::from(x) else {
        let (c, k) = (Type::of(v).name_string(), t.type_name(x));
        return Err(t.type_error(format!("can only assign string to {c}.__name__, not '{k}'")));
    };
    Type::of(v).set_name(t, s.value());
    Ok(())
}
fn set_qualname(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    check_mutable(t, v, "__qualname__", x)?;
    if Str::from(x).is_none() {
        let (c, k) = (Type::of(v).name_string(), t.type_name(x));
        return Err(t.type_error(format!("can only assign string to {c}.__qualname__, not '{k}'")));
    }
    Type::of(v).set_qualname(t, x);
    Ok(())
}
fn set_bases(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    check_mutable(t, v, "__bases__", x)?;
    let c = Type::of(v);
    let Some(bases) = Tuple::from(x).filter(|b| !b.is_empty()) else {
        let (name, k) = (c.name_string(), t.type_name(x));
        if Tuple::from(x).is_some() {
            return Err(t.type_error(format!("can only assign non-empty tuple to {name}.__bases__, not ()")));
        }
        return Err(t.type_error(format!("can only assign tuple to {name}.__bases__, not {k}")));
    };
    let base = best_base(t, bases)?;
    if bases.iter().any(|b| Type::of(b).is_subclass(c)) {
        return Err(t.type_error("a __bases__ item causes an inheritance cycle"));
    }
    if instance_kind(base) != instance_kind(c.base().unwrap_or(base)) {
        let (name, old) = (base.name_string(), c.base().unwrap_or(base).name_string());
        return Err(t.type_error(format!("__bases__ assignment: '{name}' object layout differs from '{old}'")));
    }
    let mro = c3(t, c, bases)?;
    c.set_base(t, base);
    c.set_bases(t, bases);
    c.set_mro(t, mro);
    for b in bases.iter() {
        add_subclass(t, Type::of(b), c)?;
    }
    rebuild_mro_below(t, c)?;
    Type::changed();
    refresh(t, c);
    Ok(())
}
fn rebuild_mro_below(t: &mut Thread, c: Type) -> Result<(), Raised> {
    if let Some(subs) = Dict::from(c.subclasses()) {
        for (_, s) in subs.iter() {
            let s = Type::of(s);
            let mro = c3(t, s, s.bases())?;
            s.set_mro(t, mro);
            rebuild_mro_below(t, s)?;
        }
    }
    Ok(())
}
fn get_doc(t: &mut Thread, v: Value) -> Ret {
    let (c, name) = (Type::of(v), t.names().__doc__);
    if let Some(row) = c.row() {
        return if row.doc.is_empty() { Ok(Value::NONE) } else { t.str(row.doc) };
    }
    match c.dict().get_str(name) {
        Some(d) => t.descriptor_get_on_class(d, c),
        None => Ok(Value::NONE),
    }
}
fn set_doc(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    check_mutable(t, v, "__doc__", x)?;
    let name = t.names().__doc__;
    set_class_attr(t, Type::of(v), name, x)
}
/// What one more item adds to an instance of a type of any length.
fn item_size(_: &mut Thread, v: Value) -> Ret {
    Ok(Value::int(match Type::of(v).row().map(|r| r.kind) {
        Some(Kind::Tuple) => 8,
        Some(Kind::BigInt) => 4,
        Some(Kind::Bytes) => 1,
        _ => 0,
    }))
}
fn get_flags(_: &mut Thread, v: Value) -> Ret {
    let c = Type::of(v);
    let mut bits = 0;
    for (own, theirs) in [(flag::HEAP, 1 << 9), (flag::BASETYPE, 1 << 10), (flag::ABSTRACT, 1 << 20)] {
        if c.has(own) {
            bits |= theirs;
        }
    }
    Ok(Value::int(bits))
}
fn get_abstract(t: &mut Thread, v: Value) -> Ret {
    let (c, name) = (Type::of(v), t.names().__abstractmethods__);
    match c.dict().get_str(name) {
        Some(x) if c != TYPE.get() => Ok(x),
        _ => Err(t.attribute_error("__abstractmethods__".to_string(), v, name)),
    }
}
fn set_abstract(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    let (c, name) = (Type::of(v), t.names().__abstractmethods__);
    if x.is_unbound() {
        c.dict().remove(t, name)?;
        c.set_flags(c.flags() & !flag::ABSTRACT);
        return Ok(());
    }
    c.dict().set(t, name, x)?;
    let any = t.truth(x)?;
    c.set_flags(if any { c.flags() | flag::ABSTRACT } else { c.flags() & !flag::ABSTRACT });
    Type::changed();
    Ok(())
}
fn get_type_params(t: &mut Thread, v: Value) -> Ret {
    let name = t.names().__type_params__;
    match Type::of(v).dict().get_str(name) {
        Some(x) if Type::of(v).has(flag::HEAP) => Ok(x),
        _ => Ok(Tuple::empty(t).value()),
    }
}
fn set_type_params(t: &mut Thread, v: Value, x: Value) -> Result<(), Raised> {
    check_mutable(t, v, "__type_params__", x)?;
    let name = t.names().__type_params__;
    set_class_attr(t, Type::of(v), name, x)
}

// ---- methods

fn type_repr(t: &mut Thread, a: Args) -> Ret {
    let name = full_name(t, Type::of(a[0]));
    t.str(&format!("<class '{name}'>"))
}
fn type_mro(t: &mut Thread, a: Args) -> Ret {
    let c = Type::of(a[0]);
    let mro = c3(t, c, c.bases())?;
    Values::from_slice(t, &[])?;
    let mut vs = Values::new(t)?;
    for v in mro.iter() {
        vs.push(t, v)?;
    }
    vs.into_list(t)
}
fn type_subclasses(t: &mut Thread, a: Args) -> Ret {
    let mut vs = Values::new(t)?;
    if let Some(d) = Dict::from(Type::of(a[0]).subclasses()) {
        for (_, c) in d.iter() {
            if Type::of(c).bases().contains_identical(a[0]) {
                vs.push(t, c)?;
            }
        }
    }
    vs.into_list(t)
}
fn instance_check(t: &mut Thread, a: Args) -> Ret {
    Ok(Value::bool(t.is_instance_plain(a[1], Type::of(a[0]))?))
}
fn subclass_check(t: &mut Thread, a: Args) -> Ret {
    Ok(Value::bool(t.derives_from(a[1], a[0])?))
}
fn type_dir(t: &mut Thread, a: Args) -> Ret {
    let all = Dict::new(t)?;
    for c in Type::of(a[0]).mro().iter() {
        for (k, _) in Type::of(c).dict().iter() {
            all.set(t, k, Value::NONE)?;
        }
    }
    let mut vs = Values::new(t)?;
    for (k, _) in all.iter() {
        vs.push(t, k)?;
    }
    vs.into_list(t)
}
fn type_or(t: &mut Thread, a: Args) -> Ret {
    types::generic_alias::union(t, a[0], a[1])
}
fn type_ror(t: &mut Thread, a: Args) -> Ret {
    types::generic_alias::union(t, a[1], a[0])
}
