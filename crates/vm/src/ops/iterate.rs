//! Iteration: `iter`, `next`, and loops over any iterable from native code.

use crate::native::Args;
use crate::object::dict::Dict;
use crate::object::kind::{Kind, head};
use crate::object::list::{List, Values};
use crate::object::set::Set;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::TypeRow;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use crate::types::exc;
use crate::types::native_function::NativeFunction;

/// A walk over an iterable in native code: exact lists and tuples by index, everything else by its iterator.
pub struct Walk {
    list: Option<List>,
    tuple: Option<Tuple>,
    at: usize,
    it: Value,
    /// steps since the last check
    steps: u32,
}

impl Walk {
    pub fn new(t: &mut Thread, v: Value) -> Result<Walk, Raised> {
        let list = List::from(v).filter(|_| types::list::TYPE.is_exact(v));
        let tuple = if types::tuple::TYPE.is_exact(v) { Some(Tuple::of(v)) } else { None };
        let it = if list.is_some() || tuple.is_some() { Value::NONE } else { t.iter(v)? };
        Ok(Walk { list, tuple, at: 0, it, steps: 0 })
    }
    /// The next item; checks for signals and stops now and then.
    #[inline(always)]
    pub fn next(&mut self, t: &mut Thread) -> Result<Option<Value>, Raised> {
        self.steps += 1;
        if self.steps == 10_000 {
            self.steps = 0;
            t.check()?;
        }
        let i = self.at;
        if let Some(l) = self.list {
            self.at = i + 1;
            return Ok(l.get(i));
        }
        if let Some(tuple) = self.tuple {
            self.at = i + 1;
            return Ok(if i < tuple.len() { Some(tuple.get(i)) } else { None });
        }
        t.next(self.it)
    }
}

impl Thread {
    /// `iter(v)`.
    pub fn iter(&mut self, v: Value) -> Ret {
        match self.try_iter(v)? {
            Some(it) => Ok(it),
            None => {
                let kind = self.type_name(v);
                Err(self.type_error(format!("'{kind}' object is not iterable")))
            }
        }
    }
    /// `iter(v)`, or `None` for an object that is not iterable.
    pub fn try_iter(&mut self, v: Value) -> Result<Option<Value>, Raised> {
        if let Some(o) = v.obj() {
            let k = Kind::of(o.kind());
            let exact = types::list::TYPE.is_exact(v) || types::tuple::TYPE.is_exact(v);
            if exact {
                return self.list_iter(v).map(Some);
            }
            match k {
                Kind::Dict if types::dict::TYPE.is_exact(v) => {
                    return types::dict_views::iterator(self, v, types::dict_views::KEYS).map(Some);
                }
                Kind::Str => return types::iterators::str_iter(self, Str(o)).map(Some),
                Kind::ListIter | Kind::RangeIter | Kind::StrIter | Kind::DictIter | Kind::SetIter => {
                    return Ok(Some(v));
                }
                Kind::Native1 if types::iterators::is_plain(v) => return Ok(Some(v)),
                _ => {}
            }
            if k == Kind::Generator && !crate::object::generator::Generator(o).is_coroutine() {
                if !crate::object::generator::Generator(o).is_async_generator() {
                    return Ok(Some(v));
                }
                return Ok(None);
            }
        }
        let n = self.names();
        match self.special(v, n.__iter__) {
            Some(f) if !f.is_none() => {
                let it = self.call_bound(f, v, &[])?;
                if self.special(it, n.__next__).is_none() {
                    let kind = self.type_name(it);
                    return Err(self.type_error(format!("iter() returned non-iterator of type '{kind}'")));
                }
                Ok(Some(it))
            }
            Some(_) => Ok(None),
            None if self.special(v, n.__getitem__).is_some() && Thread::kind_of(v) != Kind::Type => {
                let o = self.alloc_fields(types::iterators::SEQUENCE.head(), 2)?;
                o.init(0, v.bits());
                o.init(1, Value::ZERO.bits());
                Ok(Some(Value::from_obj(o)))
            }
            None => Ok(None),
        }
    }
    /// An iterator over an exact list or tuple.
    #[inline]
    pub fn list_iter(&mut self, v: Value) -> Ret {
        let class = if Thread::kind_of(v) == Kind::List { &types::iterators::LIST } else { &types::iterators::TUPLE };
        let o = self.alloc_small::<3>(head(Kind::ListIter, (class.head() >> 32) as u32))?;
        o.init(0, v.bits());
        o.init(1, Value::ZERO.bits());
        Ok(Value::from_obj(o))
    }

    /// `next(it)`; `None` at the end. StopIteration's value is dropped.
    #[inline]
    pub fn next(&mut self, it: Value) -> Result<Option<Value>, Raised> {
        if let Some(o) = it.obj() {
            match Kind::of(o.kind()) {
                Kind::ListIter => return Ok(types::iterators::list_next(o)),
                Kind::RangeIter => return types::iterators::range_next(self, o),
                Kind::DictIter => return types::dict_views::dict_next(self, o),
                Kind::SetIter => return types::set::set_next(self, o),
                Kind::StrIter => return types::iterators::str_next(self, o),
                Kind::Generator => return crate::interpreter::generator::next(self, it),
                _ => {}
            }
        }
        self.next_slow(it)
    }
    fn next_slow(&mut self, it: Value) -> Result<Option<Value>, Raised> {
        let name = self.names().__next__;
        let class = self.class_of(it);
        if let Some(f) = class.row().and_then(TypeRow::next) {
            // SAFETY: V1: one value on this native frame, for the length of the call.
            return match f(self, unsafe { Args::new(&raw const it, 1) }) {
                Ok(v) if v.is_unbound() => Ok(None),
                Ok(v) => Ok(Some(v)),
                Err(e) => self.end_of_iteration(e),
            };
        }
        let Some(f) = class.lookup(self, name) else {
            let kind = self.type_name(it);
            return Err(self.type_error(format!("'{kind}' object is not an iterator")));
        };
        // native iterators answer unbound at their end, without making a StopIteration
        if Thread::kind_of(f) == Kind::Native && NativeFunction::of(f).fits(class) {
            let row = NativeFunction::of(f).row();
            // SAFETY: V1: one value on this native frame, for the length of the call.
            let r = (row.function)(self, unsafe { Args::new(&raw const it, 1) });
            return match r {
                Ok(v) if v.is_unbound() => Ok(None),
                Ok(v) => Ok(Some(v)),
                Err(e) => self.end_of_iteration(e),
            };
        }
        let r = self.call_bound(f, it, &[]);
        match r {
            Ok(v) => Ok(Some(v)),
            Err(e) => self.end_of_iteration(e),
        }
    }
    fn end_of_iteration(&mut self, e: Raised) -> Result<Option<Value>, Raised> {
        if self.raised_is(&exc::StopIteration) {
            self.exc = Value::UNBOUND;
            return Ok(None);
        }
        Err(e)
    }

    /// Runs `f` for each item of an iterable; lists and tuples are walked by index.
    pub fn for_each(
        &mut self,
        v: Value,
        mut f: impl FnMut(&mut Thread, Value) -> Result<(), Raised>,
    ) -> Result<(), Raised> {
        let mut n = 0u32;
        if types::list::TYPE.is_exact(v) {
            let l = List::of(v);
            let mut i = 0;
            while let Some(x) = l.get(i) {
                f(self, x)?;
                i += 1;
            }
            return Ok(());
        }
        if types::tuple::TYPE.is_exact(v) {
            for x in Tuple::of(v).iter() {
                f(self, x)?;
            }
            return Ok(());
        }
        let it = self.iter(v)?;
        while let Some(x) = self.next(it)? {
            f(self, x)?;
            n += 1;
            if n == 10_000 {
                n = 0;
                self.check()?;
            }
        }
        Ok(())
    }
    /// All items of an iterable.
    pub fn collect(&mut self, v: Value) -> Result<Values, Raised> {
        if types::list::TYPE.is_exact(v) {
            return List::of(v).snapshot(self);
        }
        if types::tuple::TYPE.is_exact(v) {
            return Values::from_tuple(self, Tuple::of(v));
        }
        if types::range::TYPE.is_exact(v)
            && let Some(vs) = types::range::small_items(self, v)?
        {
            return Ok(vs);
        }
        let mut vs = Values::new(self)?;
        // what threads change at once is copied in one go, as CPython does under its locks
        if let Some(d) = Dict::from(v).filter(|_| types::dict::TYPE.is_exact(v)) {
            vs = Values::with_capacity(self, d.len())?;
            for (k, _) in d.iter() {
                vs.push(self, k)?;
            }
            return Ok(vs);
        }
        if let Some(s) = Set::from(v).filter(|_| types::set::TYPE.is_exact(v) || types::set::FROZEN.is_exact(v)) {
            for (k, _) in s.iter() {
                vs.push(self, k)?;
            }
            return Ok(vs);
        }
        if let Some((d, what)) = types::dict_views::plain(v) {
            for (k, x) in d.iter() {
                let item = match what {
                    0 => k,
                    1 => x,
                    _ => Tuple::make(self, &[k, x])?,
                };
                vs.push(self, item)?;
            }
            return Ok(vs);
        }
        let it = self.iter(v)?;
        if Thread::kind_of(v) == Kind::Instance {
            self.check_length_hint(v)?;
        }
        self.for_each(it, |t, x| vs.push(t, x))?;
        Ok(vs)
    }
    /// CPython asks for the length before it collects the items, and says what is wrong with the answer.
    fn check_length_hint(&mut self, v: Value) -> Result<(), Raised> {
        let n = self.names();
        let (len, hint) = (n.__len__, n.__length_hint__);
        if self.special(v, len).is_some() {
            let r = self.len(v);
            self.catch(r, &exc::TypeError)?;
            return Ok(());
        }
        let r = self.call_special(v, hint, &[]);
        match self.catch(r, &exc::TypeError)?.flatten() {
            Some(h) if h.is(Value::NOT_IMPLEMENTED) => Ok(()),
            Some(h) if !crate::object::bigint::is_int(h) => {
                let kind = self.type_name(h);
                Err(self.type_error(format!("__length_hint__ must be an integer, not {kind}")))
            }
            Some(h) if self.to_i64(h)? < 0 => Err(self.value_error("__length_hint__() should return >= 0")),
            _ => Ok(()),
        }
    }
    /// All items, as a tuple: the object itself if it is one.
    pub fn collect_tuple(&mut self, v: Value) -> Result<Tuple, Raised> {
        if types::tuple::TYPE.is_exact(v) {
            return Ok(Tuple::of(v));
        }
        let vs = self.collect(v)?;
        Ok(Tuple::of(vs.into_tuple(self)?))
    }
    /// All items of an iterable of strs, as Rust text.
    pub fn collect_strings(&mut self, v: Value) -> Result<Vec<String>, Raised> {
        let mut out = Vec::new();
        self.for_each(v, |t, x| {
            let s = t.expect_str(x, "item")?;
            out.push(Str::to_string(&s));
            Ok(())
        })?;
        Ok(out)
    }
}
