//! Conversions and questions that every object answers: truth, length, hash, repr, str, index, format.

use crate::object::bigint;
use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::list::List;
use crate::object::set::Set;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::flag;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use crate::types::exc;

impl Thread {
    /// `bool(v)`.
    #[inline(always)]
    pub fn truth(&mut self, v: Value) -> Result<bool, Raised> {
        if v.is_bool() {
            return Ok(v.is(Value::TRUE));
        }
        self.truth_slow(v)
    }
    #[inline(never)]
    pub fn truth_slow(&mut self, v: Value) -> Result<bool, Raised> {
        if let Some(i) = v.as_int() {
            return Ok(i != 0);
        }
        if let Some(x) = v.inline_float() {
            return Ok(x != 0.0);
        }
        let Some(o) = v.obj() else {
            return Ok(!(v.is(Value::FALSE) || v.is_none()));
        };
        match Kind::of(o.kind()) {
            Kind::Str => return Ok(!Str(o).is_empty()),
            Kind::List if types::list::TYPE.is_exact(v) => return Ok(!List(o).is_empty()),
            Kind::Tuple => return Ok(!Tuple(o).is_empty()),
            Kind::Dict if types::dict::TYPE.is_exact(v) => return Ok(!Dict(o).is_empty()),
            Kind::Set if types::set::TYPE.is_exact(v) => return Ok(!Set(o).is_empty()),
            Kind::BigInt | Kind::Function | Kind::Module | Kind::BoundMethod => return Ok(true),
            _ => {}
        }
        let n = self.names();
        if let Some(r) = self.call_special(v, n.__bool__, &[])? {
            if r.is_bool() {
                return Ok(r.is(Value::TRUE));
            }
            let kind = self.type_name(r);
            return Err(self.type_error(format!("__bool__ should return bool, returned {kind}")));
        }
        if self.special(v, n.__len__).is_some() {
            return Ok(self.len(v)? != 0);
        }
        Ok(true)
    }

    /// `len(v)`.
    pub fn len(&mut self, v: Value) -> Result<usize, Raised> {
        match self.try_len(v)? {
            Some(n) => Ok(n),
            None => {
                let kind = self.type_name(v);
                Err(self.type_error(format!("object of type '{kind}' has no len()")))
            }
        }
    }
    /// `len(v)`, or `None` for an object without a length.
    pub fn try_len(&mut self, v: Value) -> Result<Option<usize>, Raised> {
        if let Some(o) = v.obj() {
            match Kind::of(o.kind()) {
                Kind::Str => return Ok(Some(Str(o).len())),
                Kind::List if types::list::TYPE.is_exact(v) => return Ok(Some(List(o).len())),
                Kind::Tuple => return Ok(Some(Tuple(o).len())),
                Kind::Dict if types::dict::TYPE.is_exact(v) => return Ok(Some(Dict(o).len())),
                Kind::Set if types::set::TYPE.is_exact(v) => return Ok(Some(Set(o).len())),
                _ => {}
            }
        }
        let name = self.names().__len__;
        let Some(r) = self.call_special(v, name, &[])? else { return Ok(None) };
        let n = self.index(r)?;
        match bigint::to_i64(n) {
            Some(i) if i >= 0 => Ok(Some(i as usize)),
            Some(_) => Err(self.value_error("__len__() should return >= 0")),
            None if bigint::is_negative(n.unwrap_obj()) => Err(self.value_error("__len__() should return >= 0")),
            None => Err(self.overflow_error("cannot fit 'int' into an index-sized integer")),
        }
    }

    /// `hash(v)`.
    #[inline]
    pub fn hash(&mut self, v: Value) -> Result<i64, Raised> {
        if let Some(i) = v.as_int() {
            return Ok(types::number::hash_i64(i));
        }
        if let Some(o) = v.obj()
            && o.kind() == Kind::Str as u8
        {
            return Ok(Str(o).hash());
        }
        self.hash_slow(v)
    }
    fn hash_slow(&mut self, v: Value) -> Result<i64, Raised> {
        if Thread::kind_of(v) == Kind::Tuple {
            return types::tuple::hash(self, Tuple::of(v));
        }
        if let Some(x) = v.inline_float() {
            return Ok(types::number::hash_float(x));
        }
        if Thread::kind_of(v) == Kind::BigInt {
            return Ok(types::number::hash_boxed(v.unwrap_obj()));
        }
        let name = self.names().__hash__;
        match self.special(v, name) {
            Some(f) if !f.is_none() => {
                let h = self.call_bound(f, v, &[])?;
                match bigint::plain_int(h) {
                    Some(h) => Ok(match h.as_int() {
                        Some(-1) => -2,
                        Some(i) => i,
                        None => bigint::to_i64(h).unwrap_or_else(|| types::number::hash_boxed(h.unwrap_obj())),
                    }),
                    None => Err(self.type_error("__hash__ method should return an integer")),
                }
            }
            _ => {
                let kind = self.type_name(v);
                Err(self.type_error(format!("unhashable type: '{kind}'")))
            }
        }
    }
    /// The hash of a dict's key.
    #[inline]
    pub fn key_hash(&mut self, key: Value) -> Result<i64, Raised> {
        self.hash(key).map_err(|r| self.unusable(key, "a dict key", r))
    }
    /// The hash of a set's element.
    #[inline]
    pub fn element_hash(&mut self, key: Value) -> Result<i64, Raised> {
        self.hash(key).map_err(|r| self.unusable(key, "a set element", r))
    }
    /// Tells for what an unhashable object was wanted.
    #[cold]
    fn unusable(&mut self, key: Value, what: &str, raised: Raised) -> Raised {
        if self.class_of(self.exc) != exc::TypeError.get() {
            return raised;
        }
        let e = self.take_exception();
        let kind = self.type_name(key);
        match self.str_text(e) {
            Ok(text) => self.type_error(format!("cannot use '{kind}' as {what} ({text})")),
            Err(r) => r,
        }
    }
    /// The hash by identity.
    pub fn identity_hash(v: Value) -> i64 {
        (v.bits() >> 4) as i64
    }

    /// `repr(v)`.
    pub fn repr(&mut self, v: Value) -> Result<Str, Raised> {
        if v.is_int() {
            return types::int_text::to_str(self, v);
        }
        if let Some(x) = v.inline_float() {
            return types::float::to_str(self, x);
        }
        self.enter_native(" while getting the repr of an object")?;
        let name = self.names().__repr__;
        match self.call_special(v, name, &[])? {
            Some(r) => match Str::from(r) {
                Some(s) => Ok(s),
                None => {
                    let kind = self.type_name(r);
                    Err(self.type_error(format!("__repr__ returned non-string (type {kind})")))
                }
            },
            None => self.default_repr(v),
        }
    }
    /// `<module.Class object at 0x...>`.
    pub fn default_repr(&mut self, v: Value) -> Result<Str, Raised> {
        let class = self.class_of(v);
        let name = types::type_::full_name(self, class);
        Str::new(self, &format!("<{name} object at {:#x}>", address(v)))
    }
    /// `str(v)`.
    pub fn str_of(&mut self, v: Value) -> Result<Str, Raised> {
        if let Some(o) = v.obj()
            && o.kind() == Kind::Str as u8
        {
            return Ok(Str(o));
        }
        if v.is_int() || v.is_inline_float() {
            return self.repr(v);
        }
        self.enter_native(" while getting the str of an object")?;
        let name = self.names().__str__;
        match self.call_special(v, name, &[])? {
            Some(r) => match Str::from(r) {
                Some(s) => Ok(s),
                None => {
                    let kind = self.type_name(r);
                    Err(self.type_error(format!("__str__ returned non-string (type {kind})")))
                }
            },
            None => self.repr(v),
        }
    }
    /// `repr(v)` as Rust text.
    pub fn repr_text(&mut self, v: Value) -> Result<String, Raised> {
        Ok(self.repr(v)?.to_string())
    }
    pub fn str_text(&mut self, v: Value) -> Result<String, Raised> {
        Ok(self.str_of(v)?.to_string())
    }
    /// `format(v, spec)`.
    pub fn format(&mut self, v: Value, spec: Value) -> Ret {
        if spec.is_unbound() || Str::from(spec).is_some_and(Str::is_empty) {
            let exact_str = Thread::kind_of(v) == Kind::Str;
            if exact_str {
                return Ok(v);
            }
            if v.is_int() {
                return Ok(self.str_of(v)?.value());
            }
        }
        let spec = if spec.is_unbound() { self.runtime().empty_str.get() } else { spec };
        if let Some(text) = Str::from(spec) {
            let kind = Thread::kind_of(v);
            if (v.is_int() || v.is_inline_float() || kind == Kind::Str)
                && !text.is_empty()
                && let Some(made) = types::format_quick::format(self, v, text)
            {
                return made;
            }
            if v.is_int() {
                return types::format_spec::format_int(self, v, text);
            }
            if v.is_inline_float() {
                return types::format_spec::format_float(self, v, text);
            }
            if Thread::kind_of(v) == Kind::Str {
                return types::format_spec::format_str(self, v, text);
            }
        }
        let name = self.names().__format__;
        match self.call_special(v, name, &[spec])? {
            Some(r) if Str::from(r).is_some() => Ok(r),
            Some(r) => {
                let kind = self.type_name(r);
                Err(self.type_error(format!("__format__ must return a str, not {kind}")))
            }
            None => {
                let kind = self.type_name(v);
                Err(self.type_error(format!("Type {kind} doesn't define __format__")))
            }
        }
    }

    /// `operator.index(v)`: a plain int.
    pub fn index(&mut self, v: Value) -> Ret {
        match self.try_index(v)? {
            Some(i) => Ok(i),
            None => {
                let kind = self.type_name(v);
                Err(self.type_error(format!("'{kind}' object cannot be interpreted as an integer")))
            }
        }
    }
    /// `operator.index(v)`, or `None` for an object without `__index__`.
    pub fn try_index(&mut self, v: Value) -> Result<Option<Value>, Raised> {
        if let Some(i) = bigint::plain_int(v) {
            return Ok(Some(i));
        }
        let name = self.names().__index__;
        match self.call_special(v, name, &[])? {
            Some(r) => match bigint::plain_int(r) {
                Some(i) => Ok(Some(i)),
                None => {
                    let kind = self.type_name(r);
                    Err(self.type_error(format!("__index__ returned non-int (type {kind})")))
                }
            },
            None => Ok(None),
        }
    }
    /// An index as `i64`; IndexError if it does not fit.
    pub fn to_index(&mut self, v: Value) -> Result<i64, Raised> {
        let i = self.index(v)?;
        match i.as_int() {
            Some(i) => Ok(i),
            None => match bigint::to_i64(i) {
                Some(i) => Ok(i),
                None => {
                    let kind = self.type_name(v);
                    Err(self.raise(&exc::IndexError, format!("cannot fit '{kind}' into an index-sized integer")))
                }
            },
        }
    }
    /// An int argument as `i64`; OverflowError if it does not fit.
    pub fn to_i64(&mut self, v: Value) -> Result<i64, Raised> {
        let i = self.index(v)?;
        match bigint::to_i64(i) {
            Some(i) => Ok(i),
            None => Err(self.overflow_error("Python int too large to convert to C ssize_t")),
        }
    }
    /// A count or size argument: clamped to the range of `i64`.
    pub fn to_i64_clamped(&mut self, v: Value) -> Result<i64, Raised> {
        let i = self.index(v)?;
        Ok(bigint::to_i64(i).unwrap_or_else(|| if bigint::is_negative(i.unwrap_obj()) { i64::MIN } else { i64::MAX }))
    }
    /// `float(v)` for a real number argument.
    pub fn to_f64(&mut self, v: Value) -> Result<f64, Raised> {
        types::float::from_number(self, v)
    }
    /// Whether `v` may be called.
    pub fn is_callable(&mut self, v: Value) -> bool {
        match Thread::kind_of(v) {
            Kind::Function | Kind::Native | Kind::BoundMethod | Kind::Type => true,
            _ => {
                let name = self.names().__call__;
                self.special(v, name).is_some()
            }
        }
    }
    /// A str argument, by text; TypeError naming `what` otherwise.
    pub fn expect_str(&mut self, v: Value, what: &str) -> Result<Str, Raised> {
        match Str::from(v) {
            Some(s) => Ok(s),
            None => {
                let kind = self.type_name(v);
                Err(self.type_error(format!("{what} must be str, not {kind}")))
            }
        }
    }
    /// Whether instances of the class of `v` count as sequences in patterns.
    pub fn is_pattern_sequence(&mut self, v: Value) -> bool {
        self.class_of(v).has(flag::SEQUENCE)
    }
}

/// What `id()` answers for an object and reprs show.
pub fn address(v: Value) -> u64 {
    match v.obj() {
        Some(o) => o.addr() as u64,
        None => v.bits() | 1 << 47,
    }
}
