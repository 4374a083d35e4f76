//! Attribute access: CPython's lookup order over classes, descriptors, slots and dicts.

use crate::native::How;
use crate::object::dict::Dict;
use crate::object::exception::Exception;
use crate::object::function::bind;
use crate::object::kind::Kind;
use crate::object::shape::{Shape, slot_place, slot_place_or_new};
use crate::object::string::Str;
use crate::object::typeobject::{Type, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types::exc;
use crate::types::native_function::{GetSet, NativeFunction};
use pyish_heap::Obj;

impl Thread {
    // ---- reading

    /// `getattr(v, name)`; `name` is an interned str.
    pub fn get_attr(&mut self, v: Value, name: Value) -> Ret {
        match self.attr_or_absent(v, name)? {
            Some(found) => Ok(found),
            None => Err(self.no_attribute(v, name)),
        }
    }
    /// `getattr` by Rust text.
    pub fn get_attr_named(&mut self, v: Value, name: &str) -> Ret {
        let name = self.intern(name)?;
        self.get_attr(v, name)
    }
    /// `getattr`, with absence (also an AttributeError raised by Python code) as `None`.
    pub fn find_attr(&mut self, v: Value, name: Value) -> Result<Option<Value>, Raised> {
        let r = self.attr_or_absent(v, name);
        Ok(self.catch(r, &exc::AttributeError)?.flatten())
    }
    /// `getattr`, with absence as `None`, unless Python code raised an AttributeError of its own.
    fn attr_or_absent(&mut self, v: Value, name: Value) -> Result<Option<Value>, Raised> {
        let class = self.class_of(v);
        if class.flags() & (flag::GETATTRIBUTE | flag::GETATTR) != 0 {
            return self.find_attr_hooked(v, class, name);
        }
        self.find_attr_plain(v, class, name)
    }
    fn find_attr_hooked(&mut self, v: Value, class: Type, name: Value) -> Result<Option<Value>, Raised> {
        self.enter_native("")?;
        let n = self.names();
        let found = if class.has(flag::GETATTRIBUTE) {
            let f = class.lookup(self, n.__getattribute__).expect("the flag says so");
            let r = self.call_bound(f, v, &[name]);
            match r {
                Err(Raised) if self.raised_is(&exc::AttributeError) => {
                    if !class.has(flag::GETATTR) {
                        return Err(Raised);
                    }
                    self.exc = Value::UNBOUND;
                    None
                }
                r => Some(r?),
            }
        } else {
            let r = self.find_attr_plain(v, class, name);
            self.catch(r, &exc::AttributeError)?.flatten()
        };
        if found.is_some() || !class.has(flag::GETATTR) {
            return Ok(found);
        }
        let f = class.lookup(self, n.__getattr__).expect("the flag says so");
        self.call_bound(f, v, &[name]).map(Some)
    }
    /// `object.__getattribute__` and `type.__getattribute__`: no hooks.
    pub fn find_attr_plain(&mut self, v: Value, class: Type, name: Value) -> Result<Option<Value>, Raised> {
        let on_class = class.lookup(self, name);
        if let Some(d) = on_class
            && self.is_data_descriptor(d)
            && self.can_be_read(d)
        {
            return self.descriptor_get(d, v, class).map(Some);
        }
        if let Some(o) = v.obj() {
            if o.kind() == Kind::Type as u8 {
                let t = Type(o);
                if let Some(a) = t.lookup(self, name) {
                    return self.descriptor_get_on_class(a, t).map(Some);
                }
            } else if let Some(found) = self.own_attr(o, class, name) {
                return Ok(Some(found));
            }
        }
        match on_class {
            Some(d) => self.descriptor_get(d, v, class).map(Some),
            None if self.is_module(v) => self.module_getattr(v, name),
            None => Ok(None),
        }
    }
    fn is_module(&self, v: Value) -> bool {
        Thread::kind_of(v) == Kind::Module
    }
    /// A module's own `__getattr__` function.
    fn module_getattr(&mut self, v: Value, name: Value) -> Result<Option<Value>, Raised> {
        let hook = self.names().__getattr__;
        match crate::types::module::dict_of(v).get_str(hook) {
            Some(f) => self.call(f, &[name]).map(Some),
            None => Ok(None),
        }
    }
    /// The instance's own attribute: a slot, or an entry of its dict.
    #[inline]
    pub fn own_attr(&mut self, o: Obj, class: Type, name: Value) -> Option<Value> {
        if !class.has(flag::DICT) {
            return None;
        }
        if o.kind() == Kind::Module as u8 {
            return Dict::of(Value::from_bits(o.word(0))).get_str(name);
        }
        loop {
            let shape = Shape::of(o);
            if shape.is_dict_mode() {
                return Dict::of(Value::from_bits(o.word(shape.ext()))).get_str(name);
            }
            let slot = shape.slot_of(self, name)?;
            // the search may have let others run, who put the attributes into a dict
            if !Shape::of(o).is_dict_mode() {
                let (place, word) = slot_place(o, shape, slot)?;
                return Some(Value::from_bits(place.word(word))).filter(|v| v.is_bound());
            }
        }
    }
    /// Raises the AttributeError of a missing attribute.
    #[cold]
    pub fn no_attribute(&mut self, v: Value, name: Value) -> Raised {
        let text = if let Some(t) = Type::from(v) {
            format!("type object '{}' has no attribute '{}'", t.name_string(), Str::of(name))
        } else if self.is_module(v) {
            let module = crate::types::module::name_of(self, v);
            let module = self.string_of(module);
            format!("module '{module}' has no attribute '{}'", Str::of(name))
        } else {
            format!("'{}' object has no attribute '{}'", self.type_name(v), Str::of(name))
        };
        self.attribute_error(text, v, name)
    }
    /// Raises AttributeError with its `obj` and `name`.
    #[cold]
    pub fn attribute_error(&mut self, text: String, v: Value, name: Value) -> Raised {
        let raised = self.raise(&exc::AttributeError, text);
        if let Some(e) = Exception::from(self.exc) {
            e.set_own(self, 0, name);
            e.set_own(self, 1, v);
        }
        raised
    }

    // ---- descriptors

    /// Whether an attribute of a class takes precedence over the instance's own.
    #[inline]
    pub fn is_data_descriptor(&mut self, d: Value) -> bool {
        match Thread::kind_of(d) {
            Kind::Property | Kind::GetSet => true,
            Kind::Function
            | Kind::Native
            | Kind::ClassMethod
            | Kind::StaticMethod
            | Kind::Free
            | Kind::Str
            | Kind::Tuple
            | Kind::List
            | Kind::Dict
            | Kind::Type => false,
            _ => {
                let c = self.class_of(d);
                let n = self.names();
                c.lookup(self, n.__set__).is_some() || c.lookup(self, n.__delete__).is_some()
            }
        }
    }
    /// Whether a data descriptor has `__get__`; one that has not leaves reading to the instance's dict.
    #[inline]
    fn can_be_read(&mut self, d: Value) -> bool {
        let n = self.names();
        matches!(Thread::kind_of(d), Kind::Property | Kind::GetSet)
            || self.class_of(d).lookup(self, n.__get__).is_some()
    }
    /// What reading the attribute `d` of `class` through the instance `v` gives.
    pub fn descriptor_get(&mut self, d: Value, v: Value, class: Type) -> Ret {
        match Thread::kind_of(d) {
            Kind::Free | Kind::Str | Kind::Tuple | Kind::List | Kind::Dict => Ok(d),
            Kind::Function => bind(self, d, v),
            Kind::Native => match NativeFunction::of(d).row().how {
                How::Method => bind(self, d, v),
                How::ClassMethod => bind(self, d, class.value()),
                How::StaticMethod | How::Function => Ok(d),
            },
            Kind::Property => crate::types::property::get(self, d, v),
            Kind::GetSet => GetSet::of(d).get(self, v),
            Kind::ClassMethod => {
                let f = Value::from_bits(d.unwrap_obj().word(0));
                self.bind_to_class(f, class)
            }
            Kind::StaticMethod => Ok(Value::from_bits(d.unwrap_obj().word(0))),
            _ => {
                let get = self.names().__get__;
                match self.class_of(d).lookup(self, get) {
                    Some(f) => self.call_bound(f, d, &[v, class.value()]),
                    None => Ok(d),
                }
            }
        }
    }
    fn bind_to_class(&mut self, f: Value, class: Type) -> Ret {
        match Thread::kind_of(f) {
            Kind::Function | Kind::Native | Kind::BoundMethod => bind(self, f, class.value()),
            _ => {
                let get = self.names().__get__;
                match self.class_of(f).lookup(self, get) {
                    Some(g) => self.call_bound(g, f, &[class.value(), class.value()]),
                    None => bind(self, f, class.value()),
                }
            }
        }
    }
    /// What reading the attribute `d` on the class itself gives.
    pub fn descriptor_get_on_class(&mut self, d: Value, class: Type) -> Ret {
        match Thread::kind_of(d) {
            Kind::Free
            | Kind::Str
            | Kind::Tuple
            | Kind::List
            | Kind::Dict
            | Kind::Function
            | Kind::Property
            | Kind::GetSet => Ok(d),
            Kind::Native => match NativeFunction::of(d).row().how {
                How::ClassMethod => bind(self, d, class.value()),
                _ => Ok(d),
            },
            Kind::ClassMethod => {
                let f = Value::from_bits(d.unwrap_obj().word(0));
                self.bind_to_class(f, class)
            }
            Kind::StaticMethod => Ok(Value::from_bits(d.unwrap_obj().word(0))),
            _ => {
                let get = self.names().__get__;
                match self.class_of(d).lookup(self, get) {
                    Some(f) => self.call_bound(f, d, &[Value::NONE, class.value()]),
                    None => Ok(d),
                }
            }
        }
    }

    // ---- writing

    /// `setattr(v, name, value)`; `del` if the value is unbound.
    pub fn set_attr(&mut self, v: Value, name: Value, value: Value) -> Result<(), Raised> {
        let class = self.class_of(v);
        if class.has(flag::SETATTR) {
            self.enter_native("")?;
            let n = self.names();
            let hook = if value.is_bound() { n.__setattr__ } else { n.__delattr__ };
            let f = class.lookup(self, hook).expect("object has both");
            let r =
                if value.is_bound() { self.call_bound(f, v, &[name, value]) } else { self.call_bound(f, v, &[name]) };
            return r.map(|_| ());
        }
        self.set_attr_plain(v, class, name, value)
    }
    pub fn set_attr_named(&mut self, v: Value, name: &str, value: Value) -> Result<(), Raised> {
        let name = self.intern(name)?;
        self.set_attr(v, name, value)
    }
    pub fn del_attr(&mut self, v: Value, name: Value) -> Result<(), Raised> {
        self.set_attr(v, name, Value::UNBOUND)
    }

    /// `object.__setattr__`, `object.__delattr__` and the same of `type`.
    pub fn set_attr_plain(&mut self, v: Value, class: Type, name: Value, value: Value) -> Result<(), Raised> {
        if let Some(d) = class.lookup(self, name) {
            match Thread::kind_of(d) {
                Kind::Property => return crate::types::property::set(self, d, v, value),
                Kind::GetSet => return GetSet::of(d).set(self, v, value),
                Kind::Function | Kind::Free | Kind::Native => {}
                _ => {
                    let n = self.names();
                    let hook = if value.is_bound() { n.__set__ } else { n.__delete__ };
                    if let Some(f) = self.class_of(d).lookup(self, hook) {
                        let r = if value.is_bound() {
                            self.call_bound(f, d, &[v, value])
                        } else {
                            self.call_bound(f, d, &[v])
                        };
                        return r.map(|_| ());
                    }
                    if self.is_data_descriptor(d) {
                        let what = if value.is_bound() { "__set__" } else { "__delete__" };
                        return Err(self.attribute_error(what.to_string(), v, name));
                    }
                }
            }
        }
        if let Some(o) = v.obj() {
            if o.kind() == Kind::Type as u8 {
                return crate::types::type_::set_class_attr(self, Type(o), name, value);
            }
            if class.has(flag::DICT) {
                if value.is_bound() {
                    return self.set_own_attr(o, name, value);
                }
                if self.del_own_attr(o, name)? {
                    return Ok(());
                }
                let text = format!("'{}' object has no attribute '{}'", self.type_name(v), Str::of(name));
                return Err(self.attribute_error(text, v, name));
            }
        }
        let on_class = class.lookup(self, name).is_some();
        let (kind, name_text) = (self.type_name(v), self.string_of(name));
        let text = if on_class {
            format!("'{kind}' object attribute '{name_text}' is read-only")
        } else if value.is_bound() {
            format!("'{kind}' object has no attribute '{name_text}' and no __dict__ for setting new attributes")
        } else {
            format!("'{kind}' object has no attribute '{name_text}'")
        };
        Err(self.attribute_error(text, v, name))
    }

    /// Stores an instance's own attribute, growing its shape.
    pub fn set_own_attr(&mut self, o: Obj, name: Value, value: Value) -> Result<(), Raised> {
        if o.kind() == Kind::Module as u8 {
            return Dict::of(Value::from_bits(o.word(0))).set(self, name, value);
        }
        loop {
            let shape = Shape::of(o);
            if shape.is_dict_mode() {
                return Dict::of(Value::from_bits(o.word(shape.ext()))).set(self, name, value);
            }
            if let Some(slot) = shape.slot_of(self, name) {
                let Some((place, word)) = slot_place_or_new(self, o, shape, slot)? else { continue };
                let _guard = self.m.lock(o);
                if Shape::of(o) == shape {
                    place.set(&mut self.m, word, value.bits());
                    return Ok(());
                }
                continue;
            }
            let new = shape.with(self, name)?;
            let Some((place, word)) = slot_place_or_new(self, o, new, new.count() - 1)? else { continue };
            let _guard = self.m.lock(o);
            if Shape::of(o) == shape {
                place.set(&mut self.m, word, value.bits());
                o.set_shape(new.id());
                return Ok(());
            }
        }
    }

    /// Takes out an instance's own attribute; false if there is none.
    pub fn del_own_attr(&mut self, o: Obj, name: Value) -> Result<bool, Raised> {
        if o.kind() == Kind::Module as u8 {
            return Ok(Dict::of(Value::from_bits(o.word(0))).remove(self, name)?.is_some());
        }
        let shape = Shape::of(o);
        if !shape.is_dict_mode() && shape.slot_of(self, name).is_none() {
            return Ok(false);
        }
        let d = self.instance_dict(o)?;
        Ok(d.remove(self, name)?.is_some())
    }

    /// The `__dict__` of an instance: from now on its attributes lie there.
    pub fn instance_dict(&mut self, o: Obj) -> Result<Dict, Raised> {
        if o.kind() == Kind::Module as u8 {
            return Ok(Dict::of(Value::from_bits(o.word(0))));
        }
        loop {
            let shape = Shape::of(o);
            if shape.is_dict_mode() {
                return Ok(Dict::of(Value::from_bits(o.word(shape.ext()))));
            }
            let twin = shape.root(self).dict_twin(self)?;
            let d = Dict::with_capacity(self, shape.count().max(4))?;
            for (i, name) in shape.names(self).into_iter().enumerate() {
                if let Some((place, word)) = slot_place(o, shape, i) {
                    let v = Value::from_bits(place.word(word));
                    if v.is_bound() {
                        d.set(self, Value::from_bits(name), v)?;
                    }
                }
            }
            // Others may be storing into the slots: the switch happens while nobody else runs.
            let done = self.alone(|t| {
                if Shape::of(o) != shape {
                    return false;
                }
                for (i, name) in shape.names(t).into_iter().enumerate() {
                    if let Some((place, word)) = slot_place(o, shape, i) {
                        let table = d.table();
                        let hash = crate::object::dict::stored_hash(Str::of(Value::from_bits(name)).hash());
                        if let Some(e) = table.find_str(Value::from_bits(name), hash) {
                            table.0.set(&mut t.m, crate::object::dict::Table::value_word(e), place.word(word));
                        }
                    }
                }
                o.set(&mut t.m, shape.ext(), d.value().bits());
                o.set_shape(twin.id());
                true
            });
            if done {
                return Ok(d);
            }
        }
    }

    /// Replaces the `__dict__` of an instance.
    pub fn set_instance_dict(&mut self, o: Obj, d: Dict) -> Result<(), Raised> {
        self.instance_dict(o)?;
        let shape = Shape::of(o);
        o.set(&mut self.m, shape.ext(), d.value().bits());
        Ok(())
    }

    /// Runs `f`, which does not allocate in the traced heap, while no other thread runs.
    pub fn alone<R>(&mut self, f: impl FnOnce(&mut Thread) -> R) -> R {
        if pyish_heap::single() {
            return f(self);
        }
        let me: *mut Thread = self;
        // SAFETY: V9: the closure runs on this thread, which does not touch `self` otherwise meanwhile.
        pyish_sched::stop_world(unsafe { &(*me).m.core }, |_| f(unsafe { &mut *me }))
    }

    // ---- special methods

    /// The special method `name` of `v`'s class, unbound.
    #[inline]
    pub fn special(&mut self, v: Value, name: Value) -> Option<Value> {
        self.class_of(v).lookup(self, name)
    }
    /// Calls `type(v).name(v, *args)` if there is such a method.
    pub fn call_special(&mut self, v: Value, name: Value, args: &[Value]) -> Result<Option<Value>, Raised> {
        match self.special(v, name) {
            Some(f) => self.call_bound(f, v, args).map(Some),
            None => Ok(None),
        }
    }
    /// Calls the class attribute `f` as a method of `v`.
    pub fn call_bound(&mut self, f: Value, v: Value, args: &[Value]) -> Ret {
        match Thread::kind_of(f) {
            Kind::Function => self.call_with_self(f, v, args),
            Kind::Native if NativeFunction::of(f).row().how == How::Method => {
                let class = self.class_of(v);
                if NativeFunction::of(f).fits(class) {
                    return self.call_native_method(NativeFunction::of(f), v, args);
                }
                self.call_with_self(f, v, args)
            }
            _ => {
                let class = self.class_of(v);
                let bound = self.descriptor_get(f, v, class)?;
                self.call(bound, args)
            }
        }
    }
    /// `v.name(*args)`.
    pub fn call_method(&mut self, v: Value, name: Value, args: &[Value]) -> Ret {
        let class = self.class_of(v);
        if class.flags() & (flag::GETATTRIBUTE | flag::GETATTR) == 0
            && let Some(f) = class.lookup(self, name)
            && Thread::kind_of(f) == Kind::Function
            && v.obj().is_none_or(|o| self.own_attr(o, class, name).is_none() && o.kind() != Kind::Type as u8)
        {
            return self.call_with_self(f, v, args);
        }
        let f = self.get_attr(v, name)?;
        self.call(f, args)
    }
    pub fn call_method_named(&mut self, v: Value, name: &str, args: &[Value]) -> Ret {
        let name = self.intern(name)?;
        self.call_method(v, name, args)
    }
}
