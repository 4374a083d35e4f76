//! Handlers of containers, subscripts, iteration, formatting and patterns.

use super::generator::Resumed;
use super::state::{S, handlers};
use crate::object::dict::Dict;
use crate::object::generator::{CREATED, DONE, Generator, SUSPENDED};
use crate::object::kind::Kind;
use crate::object::list::{List, Values};
use crate::object::set::Set;
use crate::object::string::{Chars, Str};
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use crate::types;
use crate::types::exc;
use pyish_bytecode::{HEADER, Op};
use std::sync::atomic::Ordering::Relaxed;

handlers! {
    // ---- iteration
    fn get_iter(s) {
        let v = s.r(s.b());
        if types::range::TYPE.is_exact(v) {
            let o = v.unwrap_obj();
            let (start, stop, step) = (Value::from_bits(o.word(0)), Value::from_bits(o.word(1)), Value::from_bits(o.word(2)));
            if Value::both_int(start, stop) && step.is_int() {
                return s.slow(|s, t| {
                    let o = s.r(s.b()).unwrap_obj();
                    let (start, stop, step) = (Value::from_bits(o.word(0)), Value::from_bits(o.word(1)), Value::from_bits(o.word(2)));
                    let it = t.alloc_small::<3>(types::iterators::RANGE.head())?;
                    it.init(0, start.bits());
                    it.init(1, stop.bits());
                    it.init(2, step.bits());
                    Ok(Value::from_obj(it))
                });
            }
        }
        s.slow(|s, t| t.iter(s.r(s.b())))
    }
    fn for_iter(s) {
        if let Some(o) = s.r(s.a()).obj() {
            // a handler for each kind: none of them needs more than the registers that are free in any case
            match Kind::of(o.kind()) {
                Kind::ListIter => return for_iter_list(s.t, s.pc, s.fp, s.pool, s.lim, s.table),
                Kind::RangeIter => return for_iter_range(s.t, s.pc, s.fp, s.pool, s.lim, s.table),
                Kind::Generator => return resume_in_place(s.t, s.pc, s.fp, s.pool, s.lim, s.table),
                Kind::StrIter => return for_iter_str(s.t, s.pc, s.fp, s.pool, s.lim, s.table),
                Kind::DictIter => return for_iter_dict(s.t, s.pc, s.fp, s.pool, s.lim, s.table),
                Kind::Native1 => return for_iter_native(s.t, s.pc, s.fp, s.pool, s.lim, s.table),
                _ => {}
            }
        }
        for_iter_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn for_iter_range(s) {
        let o = s.r(s.a()).unwrap_obj();
        let n = o.word_relaxed(0) as i64;
        let (stop, step) = (o.word_relaxed(1) as i64, o.word_relaxed(2) as i64);
        if if step > 0 { n < stop } else { n > stop } {
            if let Some(after) = n.checked_add(step) {
                o.set_plain(0, after as u64);
                s.w(s.b(), Value::from_bits(n as u64));
                return s.jump(s.c() as i16 as i32);
            }
            return for_iter_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
        }
        s.next()
    }
    #[inline(never)]
    fn for_iter_list(s) {
        match types::iterators::list_next(s.r(s.a()).unwrap_obj()) {
            Some(v) => { s.w(s.b(), v); s.jump(s.c() as i16 as i32) }
            None => s.next(),
        }
    }
    #[inline(never)]
    fn for_iter_str(s) {
        match types::iterators::latin1_next(s.thread(), s.r(s.a()).unwrap_obj()) {
            Some(v) => { s.w(s.b(), v); s.jump(s.c() as i16 as i32) }
            None => for_iter_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table),
        }
    }
    #[inline(never)]
    fn for_iter_dict(s) {
        match types::dict_views::plain_next(s.r(s.a()).unwrap_obj()) {
            Some(v) => { s.w(s.b(), v); s.jump(s.c() as i16 as i32) }
            None => for_iter_native(s.t, s.pc, s.fp, s.pool, s.lim, s.table),
        }
    }
    #[inline(never)]
    fn for_iter_native(s) {
        let n = parts_wanted(s);
        if n != 0 && types::iterators::gives_parts(s.r(s.a()), n) {
            return for_iter_parts(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
        }
        for_iter_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    /// An iterator of tuples in a loop that starts by unpacking them: the parts go where the unpacking would put them,
    /// and no tuple is made. Both instructions are passed and so counted.
    #[inline(never)]
    fn for_iter_parts(s) {
        match s.outlined(|s, t| types::iterators::next_parts(t, s.r(s.a()))) {
            Ok(true) => {
                let s = s.reload();
                let d = s.c() as i16 as i64 * 8;
                let n = parts_wanted(s);
                let from = (*s.t).top;
                if n == 0 {
                    // somebody asked for control meanwhile: the loop goes on one by one
                    return for_iter_whole(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
                }
                let unpack = s.pc.add(1).byte_offset(d as isize);
                let to = s.fp.add((*unpack).a as usize);
                let mut i = 0;
                while i < n {
                    *to.add(i) = *from.add(i);
                    i += 1;
                }
                let mut s = s;
                s.lim += d;
                s.pc = unpack.add(1);
                s.dispatch()
            }
            Ok(false) => s.resume(),
            Err(Raised) => s.throw(),
        }
    }
    /// The parts that `next_parts` has stored, as the tuple that the iterator stands for.
    #[cold] #[inline(never)]
    fn for_iter_whole(s) {
        let made = s.outlined(|s, t| {
            let unpack = s.pc.add(1).byte_offset(s.c() as i16 as isize * 8);
            let (from, n) = (t.top, (*unpack).c as usize);
            t.top = from.add(n);
            Tuple::new_with(t, n, |i| *from.add(i))
        });
        match made {
            Ok(v) => { s.w(s.b(), v.value()); s.resume_jump(s.c() as i16 as i32) }
            Err(Raised) => s.throw(),
        }
    }
    #[inline(never)]
    fn for_iter_slow(s) {
        match s.outlined(|s, t| t.next(s.r(s.a()))) {
            Ok(Some(v)) => { s.w(s.b(), v); s.resume_jump(s.c() as i16 as i32) }
            Ok(None) => s.resume(),
            Err(Raised) => s.throw(),
        }
    }
    /// `for` over a generator: its frame goes on top of this one, no native recursion.
    #[inline(never)]
    fn resume_in_place(s) {
        let g = Generator(s.r(s.a()).unwrap_obj());
        let state = g.state();
        if state == DONE { return s.next(); }
        if g.is_coroutine() || g.is_async_generator() || (state != CREATED && state != SUSPENDED) {
            return for_iter_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
        }
        s.prepare();
        let fp = (*s.t).top.add(HEADER);
        match super::generator::enter(s.thread(), g, state, fp, s.fp, s.pc.add(1), s.pool, Value::NONE) {
            Ok((pc, pool)) => {
                let mut s2 = s;
                s2.lim += pc as i64 - s.pc as i64 - 8;
                s2.pc = pc; s2.fp = fp; s2.pool = pool;
                s2.check()
            }
            Err(Raised) => s.throw(),
        }
    }
    fn send(s) {
        let it = s.r(s.a());
        if let Some(o) = it.obj() && o.kind() == Kind::Generator as u8 && !Generator(o).is_async_generator() {
            let g = Generator(o);
            let state = g.state();
            if state == CREATED || state == SUSPENDED {
                let sent = s.r(s.b());
                if state == SUSPENDED || sent.is_none() {
                    s.prepare();
                    let fp = (*s.t).top.add(HEADER);
                    return match super::generator::enter(s.thread(), g, state, fp, s.fp, s.pc.add(1), s.pool, sent) {
                        Ok((pc, pool)) => {
                            let mut s2 = s;
                            s2.lim += pc as i64 - s.pc as i64 - 8;
                            s2.pc = pc; s2.fp = fp; s2.pool = pool;
                            s2.check()
                        }
                        Err(Raised) => s.throw(),
                    };
                }
            }
        }
        send_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn send_slow(s) {
        let sent = s.outlined(|s, t| {
            let (x, returned) = match super::generator::send_to(t, s.r(s.a()), s.r(s.b()))? {
                Resumed::Yielded(x) => (x, false),
                Resumed::Returned(x) => (x, true),
            };
            s.w(s.b(), x);
            Ok(returned)
        });
        match sent {
            Ok(false) => s.resume(),
            Ok(true) => s.resume_jump(s.c() as i16 as i32),
            Err(Raised) => s.throw(),
        }
    }
    fn unpack_seq(s) {
        let (v, n) = (s.r(s.b()), s.c());
        if types::tuple::TYPE.is_exact(v) && Tuple::of(v).len() == n {
            let items = Tuple::of(v);
            for i in 0..n { s.w(s.a() + i, items.get(i)); }
            return s.next();
        }
        unpack_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn unpack_slow(s) {
        if types::list::TYPE.is_exact(s.r(s.b())) && pyish_heap::single() && List(s.r(s.b()).unwrap_obj()).len() == s.c() {
            // nobody changes it between two items
            let items = List(s.r(s.b()).unwrap_obj());
            let mut i = 0;
            while i < s.c() {
                s.w(s.a() + i, items.get(i).unwrap_or(Value::NONE));
                i += 1;
            }
            return s.next();
        }
        s.slow_do(|s, t| {
            let (v, n) = (s.r(s.b()), s.c());
            let items = unpack(t, v, n)?;
            for i in 0..n { s.w(s.a() + i, items.get(i)); }
            Ok(())
        })
    }
    fn unpack_ex(s) {
        s.slow_do(|s, t| {
            let (v, before, after) = (s.r(s.b()), s.x() as usize, s.c());
            let Some(_) = t.try_iter(v)? else {
                let kind = t.type_name(v);
                return Err(t.type_error(format!("cannot unpack non-iterable {kind} object")));
            };
            let items = t.collect(v)?;
            let n = items.len();
            if n < before + after {
                let least = before + after;
                return Err(t.value_error(format!("not enough values to unpack (expected at least {least}, got {n})")));
            }
            for i in 0..before { s.w(s.a() + i, items.get(i)); }
            let middle = List::new(t, &items.as_slice()[before..n - after])?;
            s.w(s.a() + before, middle.value());
            for i in 0..after { s.w(s.a() + before + 1 + i, items.get(n - after + i)); }
            Ok(())
        })
    }

    // ---- containers
    fn build_tuple(s) { s.slow(|s, t| Tuple::make(t, registers(s))) }
    fn build_list(s) { s.slow(|s, t| Ok(List::new(t, registers(s))?.value())) }
    fn build_set(s) {
        s.slow(|s, t| {
            let set = Set::new(t, types::set::TYPE.head())?;
            for i in 0..s.c() { set.add(t, s.r(s.b() + i))?; }
            Ok(set.value())
        })
    }
    fn build_map(s) {
        s.slow(|s, t| {
            let d = Dict::with_capacity(t, s.c().max(4))?;
            for i in 0..s.c() { d.set(t, s.r(s.b() + 2 * i), s.r(s.b() + 2 * i + 1))?; }
            Ok(d.value())
        })
    }
    fn build_string(s) { s.slow(|s, t| types::str::concat_all(t, registers(s))) }
    fn build_slice(s) {
        s.slow(|s, t| {
            let step = if s.c() == 3 { s.r(s.b() + 2) } else { Value::NONE };
            let (start, stop) = (s.r(s.b()), s.r(s.b() + 1));
            t.alloc_of(&types::slice::TYPE, &[start, stop, step])
        })
    }
    fn list_append(s) {
        if List(s.r(s.a()).unwrap_obj()).try_push(s.thread(), s.r(s.b())) {
            return s.next();
        }
        list_append_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn list_append_slow(s) {
        s.slow_do(|s, t| {
            let (l, v) = (List(s.r(s.a()).unwrap_obj()), s.r(s.b()));
            l.push(t, v)
        })
    }
    fn list_extend(s) {
        s.slow_do(|s, t| {
            let (l, v) = (List(s.r(s.a()).unwrap_obj()), s.r(s.b()));
            if types::tuple::TYPE.is_exact(v) { return l.extend_from_tuple(t, Tuple::of(v)); }
            let callable = if s.x() == 1 { Some(s.r(s.a() - HEADER)) } else { None };
            if t.try_iter(v)?.is_none() {
                let kind = t.type_name(v);
                if let Some(f) = callable {
                    let name = callable_name(t, f)?;
                    return Err(t.type_error(format!("{name} argument after * must be an iterable, not {kind}")));
                }
                return Err(t.type_error(format!("Value after * must be an iterable, not {kind}")));
            }
            types::list::extend(t, l, v)
        })
    }
    fn list_to_tuple(s) {
        s.slow(|s, t| {
            let l = List(s.r(s.b()).unwrap_obj());
            let vs = l.snapshot(t)?; vs.into_tuple(t)
        })
    }
    fn set_add(s) {
        s.slow_do(|s, t| {
            let (set, v) = (Set(s.r(s.a()).unwrap_obj()), s.r(s.b()));
            set.add(t, v).map(|_| ())
        })
    }
    fn set_update(s) {
        s.slow_do(|s, t| {
            let (set, v) = (Set(s.r(s.a()).unwrap_obj()), s.r(s.b()));
            t.for_each(v, |t, x| set.add(t, x).map(|_| ()))
        })
    }
    fn map_set(s) {
        s.slow_do(|s, t| {
            let (d, k, v) = (Dict(s.r(s.a()).unwrap_obj()), s.r(s.b()), s.r(s.c()));
            d.set(t, k, v)
        })
    }
    fn map_update(s) {
        s.slow_do(|s, t| {
            let (d, m) = (Dict(s.r(s.a()).unwrap_obj()), s.r(s.b()));
            merge(t, m, |t, k, v| d.set(t, k, v))?.map_or_else(
                    || { let kind = t.type_name(m); Err(t.type_error(format!("'{kind}' object is not a mapping"))) },
                Ok,
            )
        })
    }
    fn map_merge(s) {
        s.slow_do(|s, t| {
            let (d, m, f) = (Dict(s.r(s.a()).unwrap_obj()), s.r(s.b()), s.r(s.c()));
            let done = merge(t, m, |t, k, v| {
                    if Str::from(k).is_none() { return Err(t.type_error("keywords must be strings")); }
                    if d.get(t, k)?.is_some() {
                        let (name, key) = (callable_name(t, f)?, t.string_of(k));
                        return Err(t.type_error(format!("{name} got multiple values for keyword argument '{key}'")));
                    }
                    d.set(t, k, v)
            })?;
            match done {
                Some(()) => Ok(()),
                None => {
                    let (name, kind) = (callable_name(t, f)?, t.type_name(m));
                    Err(t.type_error(format!("{name} argument after ** must be a mapping, not {kind}")))
                }
            }
        })
    }

    // ---- subscripts
    fn get_item(s) {
        let (v, k) = (s.r(s.b()), s.r(s.c()));
        if let Some(i) = k.as_int()
            && types::list::TYPE.is_exact(v)
            && let Some(x) = List(v.unwrap_obj()).get(i as usize)
        {
            s.w(s.a(), x);
            return s.next();
        }
        get_item_other(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn get_item_other(s) {
        let (v, k) = (s.r(s.b()), s.r(s.c()));
        if types::dict::TYPE.is_exact(v) {
            if let Some(Some((table, i))) = Dict(v.unwrap_obj()).find_quickly(k) {
                let x = table.value(i);
                if x.is_bound() {
                    s.w(s.a(), x);
                    return s.next();
                }
            }
        } else if let Some(i) = k.as_int() && let Some(x) = item_at(v, i, s.thread()) {
            s.w(s.a(), x);
            return s.next();
        }
        get_item_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn get_item_slow(s) {
        s.slow(|s, t| {
            let (v, k) = (s.r(s.b()), s.r(s.c()));
            t.get_item(v, k)
        })
    }
    fn get_item_i(s) {
        let v = s.r(s.b());
        let i = s.c() as i16;
        if i >= 0 {
            if types::list::TYPE.is_exact(v) {
                if let Some(x) = List(v.unwrap_obj()).get(i as usize) { s.w(s.a(), x); return s.next(); }
            } else if types::tuple::TYPE.is_exact(v) && (i as usize) < Tuple(v.unwrap_obj()).len() {
                s.w(s.a(), Tuple(v.unwrap_obj()).get(i as usize));
                return s.next();
            }
        }
        get_item_i_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn get_item_i_slow(s) {
        let (v, i) = (s.r(s.b()), s.c() as i16 as i64);
        if let Some(x) = item_at(v, i, s.thread()) {
            s.w(s.a(), x);
            return s.next();
        }
        get_item_i_slower(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn get_item_i_slower(s) {
        s.slow(|s, t| {
            let (v, k) = (s.r(s.b()), Value::int(s.c() as i16 as i64));
            t.get_item(v, k)
        })
    }

    fn set_item(s) {
        let (v, k, x) = (s.r(s.a()), s.r(s.b()), s.r(s.c()));
        if let Some(i) = k.as_int() && types::list::TYPE.is_exact(v)
            && List(v.unwrap_obj()).try_set(s.thread(), i as usize, x)
        {
            return s.next();
        }
        set_item_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn set_item_slow(s) {
        let (v, k, x) = (s.r(s.a()), s.r(s.b()), s.r(s.c()));
        if types::dict::TYPE.is_exact(v)
            && let Some(owned) = s.thread().m.own(v.unwrap_obj())
            && let Some(Some((table, i))) = Dict(v.unwrap_obj()).find_quickly(k)
        {
            table.0.set(&mut s.thread().m, crate::object::dict::Table::value_word(i), x.bits());
            drop(owned);
            return s.next();
        }
        set_item_slower(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn set_item_slower(s) {
        s.slow_do(|s, t| {
            let (v, k, x) = (s.r(s.a()), s.r(s.b()), s.r(s.c()));
            t.set_item(v, k, x)
        })
    }
    fn del_item(s) {
        s.slow_do(|s, t| {
            let (v, k) = (s.r(s.a()), s.r(s.b()));
            t.del_item(v, k)
        })
    }

    // ---- formatting
    fn format_value(s) {
        s.slow(|s, t| {
            let (v, x) = (s.r(s.b()), s.x());
            let spec = if x & 4 != 0 { s.r(s.c()) } else { Value::UNBOUND };
            let v = match x & 3 {
                1 => t.str_of(v)?.value(),
                2 => t.repr(v)?.value(),
                3 => types::str::ascii(t, v)?,
                _ => v,
            };
            t.format(v, spec)
        })
    }
    fn build_interpolation(s) {
        s.slow(|s, t| {
            let args = [s.r(s.b()), s.r(s.b() + 1), s.r(s.b() + 2), s.r(s.b() + 3)];
            types::str::interpolation(t, args)
        })
    }
    fn build_template(s) {
        s.slow(|s, t| {
            let (strings, parts) = (s.r(s.b()), s.r(s.c()));
            types::str::template(t, strings, parts)
        })
    }

    // ---- patterns
    fn match_mapping(s) {
        let v = s.r(s.b());
        let is = s.thread().class_of(v).has(crate::object::typeobject::flag::MAPPING);
        s.w(s.a(), Value::bool(is));
        s.next()
    }
    fn match_sequence(s) {
        let v = s.r(s.b());
        let is = s.thread().is_pattern_sequence(v);
        s.w(s.a(), Value::bool(is));
        s.next()
    }
    fn match_keys(s) {
        s.slow(|s, t| {
            let (v, keys) = (s.r(s.b()), Tuple::of(s.r(s.c())));
            match_keys_of(t, v, keys)
        })
    }
    fn match_class(s) {
        s.slow(|s, t| {
            let (v, class, names, n) = (s.r(s.b()), s.r(s.c()), s.r(s.c() + 1), s.x() as usize);
            match_class_of(t, v, class, Tuple::of(names), n)
        })
    }
    fn get_len(s) {
        s.slow(|s, t| {
            let v = s.r(s.b());
            Ok(Value::index(t.len(v)?))
        })
    }
}

/// The item at an index, from the end if negative, of an exact list, a tuple, a str of one-byte characters or bytes;
/// `None` if it is none of these or has none there.
#[inline(always)]
fn item_at(v: Value, i: i64, t: &Thread) -> Option<Value> {
    let o = v.obj()?;
    let place = |n: usize| {
        let at = if i < 0 { i + n as i64 } else { i };
        if at >= 0 && (at as usize) < n { Some(at as usize) } else { None }
    };
    match Kind::of(o.kind()) {
        Kind::List if types::list::TYPE.is_exact(v) => List(o).get(place(List(o).len())?),
        Kind::Tuple => place(Tuple(o).len()).map(|i| Tuple(o).get(i)),
        Kind::Str => match Str(o).chars() {
            Chars::One(b) => place(b.len()).map(|i| t.runtime().latin1[b[i] as usize].get()),
            _ => None,
        },
        Kind::Bytes => {
            let b = types::bytes::data(v)?;
            place(b.len()).map(|i| Value::index(b[i] as usize))
        }
        _ => None,
    }
}

/// The number of parts into which the loop of this `ForIter` unpacks each item at once, if the next two instructions
/// may be done in one: in the fast form, with enough of the quantum left and nobody asking. 0 if not.
#[inline(always)]
unsafe fn parts_wanted(s: S) -> usize {
    // SAFETY: V11: the jump leads to an instruction of the same code.
    unsafe {
        let unpack = *s.pc.add(1).byte_offset(s.c() as i16 as isize * 8);
        let fits = unpack.op == Op::UnpackSeq as u8 && unpack.b as usize == s.b();
        // what is left at the unpacking: the jump moves pc and lim alike
        let left = s.lim.wrapping_sub(s.pc as i64) - 8;
        let free = left >= (*s.t).m.core.threshold.load(Relaxed) && std::ptr::eq(s.table, &raw const super::FAST);
        if fits && free { unpack.c as usize } else { 0 }
    }
}

/// The registers `R[b .. b+c]` as a slice of the value stack.
unsafe fn registers<'a>(s: S) -> &'a [Value] {
    // SAFETY: V11: they stay in place while the handler runs.
    unsafe { std::slice::from_raw_parts(s.fp.add(s.b()), s.c()) }
}

/// Exactly `n` items of an iterable.
fn unpack(t: &mut Thread, v: Value, n: usize) -> Result<Values, Raised> {
    if let Some(l) = List::from(v).filter(|_| types::list::TYPE.is_exact(v))
        && l.len() == n
    {
        return l.snapshot(t);
    }
    let Some(it) = t.try_iter(v)? else {
        let kind = t.type_name(v);
        return Err(t.type_error(format!("cannot unpack non-iterable {kind} object")));
    };
    let mut items = Values::with_capacity(t, n)?;
    for _ in 0..n {
        match t.next(it)? {
            Some(x) => items.push(t, x)?,
            None => {
                let got = items.len();
                return Err(t.value_error(format!("not enough values to unpack (expected {n}, got {got})")));
            }
        }
    }
    if t.next(it)?.is_some() {
        // the length is told where it is known
        let known = matches!(Thread::kind_of(v), Kind::List | Kind::Tuple | Kind::Dict);
        let got = if known { format!(", got {}", t.len(v)?) } else { String::new() };
        return Err(t.value_error(format!("too many values to unpack (expected {n}{got})")));
    }
    Ok(items)
}

/// A dict, or an instance of a subclass that does not iterate in its own way.
fn plain_entries(t: &mut Thread, m: Value) -> Option<Dict> {
    let d = Dict::from(m)?;
    if types::dict::TYPE.is_exact(m) {
        return Some(d);
    }
    let iter = t.names().__iter__;
    let theirs = types::dict::TYPE.get().lookup(t, iter)?;
    t.special(m, iter).filter(|f| f.is(theirs)).map(|_| d)
}

/// Feeds the entries of a mapping to `f`; `None` if `m` is no mapping.
fn merge(
    t: &mut Thread,
    m: Value,
    mut f: impl FnMut(&mut Thread, Value, Value) -> Result<(), Raised>,
) -> Result<Option<()>, Raised> {
    if let Some(d) = plain_entries(t, m) {
        for (k, v) in d.iter() {
            f(t, k, v)?;
        }
        return Ok(Some(()));
    }
    let keys = t.names().keys;
    let Some(method) = t.find_attr(m, keys)? else { return Ok(None) };
    let names = t.call(method, &[])?;
    let names = t.collect(names)?;
    for i in 0..names.len() {
        let v = t.get_item(m, names.get(i))?;
        f(t, names.get(i), v)?;
    }
    Ok(Some(()))
}

/// `module.function()` for the errors of calls.
pub(super) fn callable_name(t: &mut Thread, f: Value) -> Result<String, Raised> {
    let n = t.names();
    let Some(name) = t.find_attr(f, n.__qualname__)?.filter(|q| Str::from(*q).is_some()) else {
        return t.str_text(f);
    };
    let name = t.string_of(name);
    Ok(match t.find_attr(f, n.__module__)?.filter(|m| Str::from(*m).is_some()) {
        Some(m) if !matches!(&*t.string_of(m), "builtins") => format!("{}.{name}()", t.string_of(m)),
        _ => format!("{name}()"),
    })
}

fn match_keys_of(t: &mut Thread, v: Value, keys: Tuple) -> Ret {
    let seen = Set::new(t, types::set::TYPE.head())?;
    let mut out = Values::with_capacity(t, keys.len())?;
    for k in keys.iter() {
        if !seen.add(t, k)? {
            let key = t.repr_text(k)?;
            return Err(t.value_error(format!("mapping pattern checks duplicate key ({key})")));
        }
        let found = if types::dict::TYPE.is_exact(v) {
            Dict::of(v).get(t, k)?
        } else {
            // get() with a default of our own: `__missing__` is not asked
            let name = t.names().get;
            let sentinel = t.alloc_of(&types::object::TYPE, &[])?;
            let r = t.call_method(v, name, &[k, sentinel])?;
            if r.is(sentinel) { None } else { Some(r) }
        };
        match found {
            Some(x) => out.push(t, x)?,
            None => return Ok(Value::NONE),
        }
    }
    out.into_tuple(t)
}

fn match_class_of(t: &mut Thread, v: Value, class: Value, names: Tuple, n: usize) -> Ret {
    use crate::object::typeobject::Type;
    let Some(c) = Type::from(class) else {
        let kind = t.type_name(class);
        return Err(t.type_error(format!("called match pattern must be a class (got {kind})")));
    };
    if !t.is_instance(v, class)? {
        return Ok(Value::NONE);
    }
    let mut out = Values::with_capacity(t, n + names.len())?;
    let mut used: Vec<String> = Vec::new();
    if n > 0 {
        let key = t.names().__match_args__;
        let args = t.find_attr(class, key)?;
        let by_itself = args.is_none() && matches_itself(c);
        let args = match args {
            Some(a) => match Tuple::from(a) {
                Some(a) => a,
                None => {
                    let (name, kind) = (c.name_string(), t.type_name(a));
                    return Err(t.type_error(format!("{name}.__match_args__ must be a tuple (got {kind})")));
                }
            },
            None => Tuple::empty(t),
        };
        let allowed = if by_itself { 1 } else { args.len() };
        if n > allowed {
            let (name, s) = (c.name_string(), if allowed == 1 { "" } else { "s" });
            return Err(t.type_error(format!("{name}() accepts {allowed} positional sub-pattern{s} ({n} given)")));
        }
        for i in 0..n {
            if by_itself {
                out.push(t, v)?;
                continue;
            }
            let Some(name) = Str::from(args.get(i)) else {
                let kind = t.type_name(args.get(i));
                return Err(t.type_error(format!("__match_args__ elements must be strings (got {kind})")));
            };
            let text = name.to_string();
            if used.contains(&text) {
                let c = c.name_string();
                return Err(t.type_error(format!("{c}() got multiple sub-patterns for attribute '{text}'")));
            }
            used.push(text);
            let key = t.intern_str(name)?;
            let r = t.find_attr(v, key);
            match t.catch(r, &exc::AttributeError)?.flatten() {
                Some(x) => out.push(t, x)?,
                None => return Ok(Value::NONE),
            }
        }
    }
    for name in names.iter() {
        let text = t.string_of(name);
        if used.contains(&text) {
            let c = c.name_string();
            return Err(t.type_error(format!("{c}() got multiple sub-patterns for attribute '{text}'")));
        }
        used.push(text);
        let r = t.find_attr(v, name);
        match t.catch(r, &exc::AttributeError)?.flatten() {
            Some(x) => out.push(t, x)?,
            None => return Ok(Value::NONE),
        }
    }
    out.into_tuple(t)
}

/// Classes whose one positional sub-pattern is the subject itself.
fn matches_itself(c: crate::object::typeobject::Type) -> bool {
    [
        &types::bool::TYPE,
        &types::bytearray::TYPE,
        &types::bytes::TYPE,
        &types::dict::TYPE,
        &types::float::TYPE,
        &types::set::FROZEN,
        &types::int::TYPE,
        &types::list::TYPE,
        &types::set::TYPE,
        &types::str::TYPE,
        &types::tuple::TYPE,
    ]
    .iter()
    .any(|row| c.is_subclass(row.get()))
}
