//! `v[key]`, `v[key] = x`, `del v[key]`, `x in v`.

use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::list::List;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::Type;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;

impl Thread {
    /// `v[key]`.
    pub fn get_item(&mut self, v: Value, key: Value) -> Ret {
        if types::list::TYPE.is_exact(v) {
            if let Some(i) = key.as_int() {
                let l = List::of(v);
                let at = if i < 0 { i + l.len() as i64 } else { i };
                if at >= 0
                    && let Some(x) = l.get(at as usize)
                {
                    return Ok(x);
                }
                return Err(self.index_error("list index out of range"));
            }
        } else if types::dict::TYPE.is_exact(v) {
            return match Dict::of(v).get(self, key)? {
                Some(x) => Ok(x),
                None => Err(self.key_error(key)),
            };
        } else if types::tuple::TYPE.is_exact(v)
            && let Some(i) = key.as_int()
        {
            let l = Tuple::of(v);
            let at = if i < 0 { i + l.len() as i64 } else { i };
            if at >= 0 && (at as usize) < l.len() {
                return Ok(l.get(at as usize));
            }
            return Err(self.index_error("tuple index out of range"));
        }
        if Thread::kind_of(v) == Kind::Str {
            return types::str::get_item(self, Str(v.unwrap_obj()), key);
        }
        let n = self.names();
        if let Some(r) = self.call_special(v, n.__getitem__, &[key])? {
            return Ok(r);
        }
        if let Some(class) = Type::from(v) {
            if class == types::type_::TYPE.get() {
                return types::generic_alias::new(self, v, key);
            }
            if let Some(f) = self.find_attr(v, n.__class_getitem__)? {
                return self.call(f, &[key]);
            }
            let name = class.name_string();
            return Err(self.type_error(format!("type '{name}' is not subscriptable")));
        }
        let kind = self.type_name(v);
        Err(self.type_error(format!("'{kind}' object is not subscriptable")))
    }

    /// `v[key] = x`.
    pub fn set_item(&mut self, v: Value, key: Value, x: Value) -> Result<(), Raised> {
        if types::list::TYPE.is_exact(v) {
            if let Some(i) = key.as_int() {
                let l = List::of(v);
                let at = if i < 0 { i + l.len() as i64 } else { i };
                if at >= 0 && l.set(self, at as usize, x) {
                    return Ok(());
                }
                return Err(self.index_error("list assignment index out of range"));
            }
        } else if types::dict::TYPE.is_exact(v) {
            return Dict::of(v).set(self, key, x);
        }
        let name = self.names().__setitem__;
        match self.call_special(v, name, &[key, x])? {
            Some(_) => Ok(()),
            None => {
                let kind = self.type_name(v);
                Err(self.type_error(format!("'{kind}' object does not support item assignment")))
            }
        }
    }

    /// `del v[key]`.
    pub fn del_item(&mut self, v: Value, key: Value) -> Result<(), Raised> {
        if types::dict::TYPE.is_exact(v) {
            return match Dict::of(v).remove(self, key)? {
                Some(_) => Ok(()),
                None => Err(self.key_error(key)),
            };
        }
        let name = self.names().__delitem__;
        match self.call_special(v, name, &[key])? {
            Some(_) => Ok(()),
            None => {
                let kind = self.type_name(v);
                let text = if matches!(Thread::kind_of(v), Kind::Tuple | Kind::Str | Kind::Bytes | Kind::Range) {
                    "doesn't support item deletion"
                } else {
                    "does not support item deletion"
                };
                Err(self.type_error(format!("'{kind}' object {text}")))
            }
        }
    }

    /// `item in v`.
    pub fn contains(&mut self, v: Value, item: Value) -> Result<bool, Raised> {
        if types::dict::TYPE.is_exact(v) {
            return Dict::of(v).contains(self, item);
        }
        if types::list::TYPE.is_exact(v) {
            let l = List::of(v);
            let mut i = 0;
            while let Some(x) = l.get(i) {
                if self.equal(x, item)? {
                    return Ok(true);
                }
                i += 1;
                if i % 10_000 == 0 {
                    self.check()?;
                }
            }
            return Ok(false);
        }
        if types::tuple::TYPE.is_exact(v) {
            for x in Tuple::of(v).iter() {
                if self.equal(x, item)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let (Some(o), Some(p)) = (v.obj(), Str::from(item))
            && o.kind() == Kind::Str as u8
        {
            return Ok(Str(o).chars().find(p.chars(), 0).is_some());
        }
        let n = self.names();
        match self.special(v, n.__contains__) {
            Some(f) if !f.is_none() => {
                let r = self.call_bound(f, v, &[item])?;
                return self.truth(r);
            }
            Some(_) => {
                let kind = self.type_name(v);
                return Err(self.type_error(format!("'{kind}' object is not a container")));
            }
            None => {}
        }
        let Some(it) = self.try_iter(v)? else {
            let kind = self.type_name(v);
            return Err(self.type_error(format!("argument of type '{kind}' is not a container or iterable")));
        };
        while let Some(x) = self.next(it)? {
            if self.equal(x, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
