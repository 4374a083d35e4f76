//! `isinstance` and `issubclass`.

use crate::object::kind::Kind;
use crate::object::tuple::Tuple;
use crate::object::typeobject::Type;
use crate::object::value::Value;
use crate::thread::{Raised, Thread};
use crate::types;

impl Thread {
    /// `isinstance(v, class)`.
    pub fn is_instance(&mut self, v: Value, class: Value) -> Result<bool, Raised> {
        if let Some(c) = Type::from(class) {
            if self.class_of(v) == c {
                return Ok(true);
            }
            if self.class_of(class) == types::type_::TYPE.get() {
                return self.is_instance_plain(v, c);
            }
        }
        if let Some(classes) = Tuple::from(class) {
            self.enter_native(" in __instancecheck__")?;
            for c in classes.iter() {
                if self.is_instance(v, c)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        let name = self.names().__instancecheck__;
        if let Some(r) = self.call_special(class, name, &[v])? {
            return self.truth(r);
        }
        self.is_instance_of_object(v, class)
    }
    /// By method resolution order, and by `__class__` where that says something else.
    pub fn is_instance_plain(&mut self, v: Value, c: Type) -> Result<bool, Raised> {
        let own = self.class_of(v);
        if own.is_subclass(c) {
            return Ok(true);
        }
        if Thread::kind_of(v) != Kind::Instance && Thread::kind_of(v) != Kind::Native1 {
            return Ok(false);
        }
        let name = self.names().__class__;
        match self.find_attr(v, name)? {
            Some(k) if !k.is(own.value()) => Ok(Type::from(k).is_some_and(|k| k.is_subclass(c))),
            _ => Ok(false),
        }
    }
    fn is_instance_of_object(&mut self, v: Value, class: Value) -> Result<bool, Raised> {
        let n = self.names();
        if self.find_attr(class, n.__bases__)?.and_then(Tuple::from).is_none() {
            return Err(self.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"));
        }
        match self.find_attr(v, n.__class__)? {
            Some(own) => self.derives_from(own, class),
            None => Ok(false),
        }
    }

    /// `issubclass(class, of)`.
    pub fn is_subclass(&mut self, class: Value, of: Value) -> Result<bool, Raised> {
        if let (Some(a), Some(b)) = (Type::from(class), Type::from(of))
            && self.class_of(of) == types::type_::TYPE.get()
        {
            return Ok(a.is_subclass(b));
        }
        if let Some(classes) = Tuple::from(of) {
            self.enter_native(" in __subclasscheck__")?;
            for c in classes.iter() {
                if self.is_subclass(class, c)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        let name = self.names().__subclasscheck__;
        if let Some(r) = self.call_special(of, name, &[class])? {
            return self.truth(r);
        }
        self.derives_from(class, of)
    }
    /// By `__bases__`, for objects that act as classes.
    pub fn derives_from(&mut self, class: Value, of: Value) -> Result<bool, Raised> {
        if let (Some(a), Some(b)) = (Type::from(class), Type::from(of)) {
            return Ok(a.is_subclass(b));
        }
        if class.is(of) {
            return Ok(true);
        }
        self.enter_native(" in __subclasscheck__")?;
        let n = self.names();
        if self.find_attr(of, n.__bases__)?.and_then(Tuple::from).is_none() && Type::from(of).is_none() {
            return Err(self.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union"));
        }
        let Some(bases) = self.find_attr(class, n.__bases__)?.and_then(Tuple::from) else {
            return Err(self.type_error("issubclass() arg 1 must be a class"));
        };
        for b in bases.iter() {
            if self.derives_from(b, of)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
