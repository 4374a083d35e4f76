//! Handlers of moves, names, cells and attributes, with their caches.

use super::state::{S, handlers, is_kind};
use crate::native::How;
use crate::object::dict::{Dict, Table};
use crate::object::function::{new_cell, word};
use crate::object::kind::Kind;
use crate::object::list::Values;
use crate::object::shape::Shape;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{EPOCH, Type, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Thread};
use crate::types;
use crate::types::exc;
use crate::types::native_function::{GetSet, NativeFunction};
use pyish_heap::Obj;
use std::sync::atomic::Ordering::Acquire;

handlers! {
    fn nop(s) { s.next() }
    fn poll(s) { s.at(s.pc.add(1)).check() }
    fn move_(s) { s.w(s.a(), s.r(s.b())); s.next() }
    fn load_int(s) { s.w(s.a(), Value::int(s.ins().imm32() as i64)); s.next() }
    fn load_const(s) { s.w(s.a(), s.k(s.ins().pool32() as usize)); s.next() }
    fn check_bound(s) {
        if s.r(s.a()).is_bound() { return s.next(); }
        unbound_local(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[cold] #[inline(never)]
    fn unbound_local(s) {
        s.slow_do(|s, t| {
            let name = s.k(s.c());
            let n = t.string_of(name);
            Err(t.raise(&exc::UnboundLocalError, format!("cannot access local variable '{n}' where it is not associated with a value")))
        })
    }
    fn delete_local(s) {
        if s.r(s.a()).is_unbound() { return unbound_local(s.t, s.pc, s.fp, s.pool, s.lim, s.table); }
        let old = s.r(s.a());
        s.w(s.a(), Value::UNBOUND);
        forget(s, old)
    }
    fn clear(s) { let old = s.r(s.a()); s.w(s.a(), Value::UNBOUND); forget(s, old) }
    fn unbind(s) { s.w(s.a(), Value::UNBOUND); s.next() }
    fn store_none(s) { let old = s.r(s.a()); s.w(s.a(), Value::NONE); forget(s, old) }

    // ---- names
    fn load_global(s) {
        let globals = Obj::at(Value::from_bits(s.function().word(word::GLOBALS)).bits() as usize - 1);
        load_global_from(s, globals)
    }
    #[inline(never)]
    fn load_global_slow(s) {
        s.slow(|s, t| {
            let name = s.k(s.c());
            let f = s.function();
            let globals = Dict(Value::from_bits(f.word(word::GLOBALS)).unwrap_obj());
            global(t, s, f, globals, name)
        })
    }
    fn store_global(s) {
        let globals = Value::from_bits(s.function().word(word::GLOBALS)).unwrap_obj();
        if s.r(s.a()).is_none() { return store_none_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table); }
        store_global_in(s, globals)
    }
    #[inline(never)]
    fn store_global_slow(s) {
        s.slow_do(|s, t| {
            let globals = Dict(Value::from_bits(s.function().word(word::GLOBALS)).unwrap_obj());
            let (name, v) = (s.k(s.c()), s.r(s.a()));
            store_and_cache(t, s, globals, name, v)
        })
    }
    /// `name = None` of a global: the old value may die here.
    #[inline(never)]
    fn store_none_slow(s) {
        s.slow_do(|s, t| {
            let globals = Dict(Value::from_bits(s.function().word(word::GLOBALS)).unwrap_obj());
            let name = s.k(s.c());
            let old = globals.get_str(name).unwrap_or(Value::UNBOUND);
            globals.set(t, name, Value::NONE)?;
            forget_value(t, old)
        })
    }
    fn delete_global(s) {
        s.slow_do(|s, t| {
            let globals = Dict(Value::from_bits(s.function().word(word::GLOBALS)).unwrap_obj());
            match globals.remove(t, s.k(s.c()))? {
                Some(old) => forget_value(t, old),
                None => Err(name_error(t, s.k(s.c()))),
            }
        })
    }
    fn load_name(s) {
        let namespace = s.r(0);
        let globals = Value::from_bits(s.function().word(word::GLOBALS));
        if namespace.is(globals) && s.x() == 0 { return load_global_from(s, globals.unwrap_obj()); }
        load_name_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn load_name_slow(s) {
        s.slow(|s, t| {
            let name = s.k(s.c());
            let (namespace, cell) = (s.r(0), s.b());
            if let Some(v) = namespace_get(t, namespace, name)? { return Ok(v); }
            if s.x() == 1 { return load_cell_value(t, s.r(cell), name, true); }
            let f = s.function();
            let globals = Dict(Value::from_bits(f.word(word::GLOBALS)).unwrap_obj());
            global(t, s, f, globals, name)
        })
    }
    fn store_name(s) {
        let namespace = s.r(0);
        if namespace.is(Value::from_bits(s.function().word(word::GLOBALS))) {
            if s.r(s.a()).is_none() { return store_none_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table); }
            return store_global_in(s, namespace.unwrap_obj());
        }
        s.slow_do(|s, t| {
            let (namespace, name, v) = (s.r(0), s.k(s.c()), s.r(s.a()));
            match Dict::from(namespace).filter(|_| types::dict::TYPE.is_exact(namespace)) {
                Some(d) => d.set(t, name, v),
                None => t.set_item(namespace, name, v),
            }
        })
    }
    fn delete_name(s) {
        s.slow_do(|s, t| {
            let (namespace, name) = (s.r(0), s.k(s.c()));
            let old = match Dict::from(namespace).filter(|_| types::dict::TYPE.is_exact(namespace)) {
                Some(d) => d.remove(t, name)?,
                None => { let r = t.del_item(namespace, name); t.catch(r, &exc::KeyError)?.map(|()| Value::NONE) }
            };
            match old {
                Some(old) => forget_value(t, old),
                None => Err(name_error(t, name)),
            }
        })
    }

    // ---- cells
    fn load_cell(s) {
        let v = Value::from_bits(s.r(s.b()).unwrap_obj().word(0));
        if v.is_bound() { s.w(s.a(), v); return s.next(); }
        load_cell_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[cold] #[inline(never)]
    fn load_cell_slow(s) {
        s.slow(|s, t| {
            let (cell, name) = (s.r(s.b()), s.k(s.c()));
            load_cell_value(t, cell, name, s.x() == 1)
        })
    }
    fn store_cell(s) {
        s.r(s.a()).unwrap_obj().set(&mut s.thread().m, 0, s.r(s.b()).bits());
        s.next()
    }
    fn delete_cell(s) {
        let cell = s.r(s.a()).unwrap_obj();
        let old = Value::from_bits(cell.word(0));
        if old.is_unbound() {
            return s.slow(|s, t| load_cell_value(t, s.r(s.a()), s.k(s.c()), s.x() == 1));
        }
        cell.set_plain(0, Value::UNBOUND.bits());
        forget(s, old)
    }
    fn make_cell(s) {
        s.slow(|s, t| {
            let v = s.r(s.a());
            new_cell(t, v)
        })
    }
    fn copy_free(s) {
        let closure = Value::from_bits(s.function().word(word::CLOSURE)).unwrap_obj();
        for i in 0..s.b() { s.w(s.a() + i, Tuple(closure).get(i)); }
        s.next()
    }
    fn load_class_cell(s) {
        s.slow(|s, t| {
            let (namespace, cell, name) = (s.r(0), s.r(s.b()), s.k(s.c()));
            match namespace_get(t, namespace, name)? {
                Some(v) => Ok(v),
                None => load_cell_value(t, cell, name, true),
            }
        })
    }
    fn load_dict_or_global(s) {
        s.slow(|s, t| {
            let (namespace, name) = (s.r(s.b()), s.k(s.c()));
            if let Some(v) = namespace_get(t, namespace, name)? { return Ok(v); }
            let f = s.function();
            let globals = Dict(Value::from_bits(f.word(word::GLOBALS)).unwrap_obj());
            if let Some(v) = globals.get_str(name) { return Ok(v); }
            if let Some(v) = missing_global(t, globals, name)? { return Ok(v); }
            match Dict(Value::from_bits(f.word(word::BUILTINS)).unwrap_obj()).get_str(name) {
                Some(v) => Ok(v),
                None => {
                    // globals of a dict subclass may make up names
                    if !types::dict::TYPE.is_exact(globals.value())
                        && let Some(v) = namespace_get(t, globals.value(), name)?
                    {
                        return Ok(v);
                    }
                    Err(name_error(t, name))
                }
            }
        })
    }
    fn load_dict_or_cell(s) {
        s.slow(|s, t| {
            let (namespace, cell, name) = (s.r(s.a()), s.r(s.b()), s.k(s.c()));
            match namespace_get(t, namespace, name)? {
                Some(v) => Ok(v),
                None => load_cell_value(t, cell, name, true),
            }
        })
    }
    fn load_locals(s) { s.slow(|_, t| super::traceback::locals_of_running(t)) }

    // ---- attributes
    fn load_attr(s) {
        if let Some(o) = s.r(s.b()).obj() {
            let cache = s.k(s.c() + 1).bits();
            if o.shape() as u64 == cache >> 32 {
                let v = Value::from_bits(*((o.addr() + (cache as u32 as usize)) as *const u64));
                if v.is_bound() { s.w(s.a(), v); return s.next(); }
            }
        }
        load_attr_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn load_attr_slow(s) {
        let (v, name) = (s.r(s.b()), s.k(s.c()));
        if let Some(o) = v.obj() {
            // the second entry: the shape that the first one had before
            let cache = s.k(s.c() + 2).bits();
            if o.shape() as u64 == cache >> 32 && cache & 3 == 0 {
                let x = Value::from_bits(*((o.addr() + (cache as u32 as usize)) as *const u64));
                if x.is_bound() { s.w(s.a(), x); return s.next(); }
            }
        }
        if let Some(o) = v.obj() && o.kind() == Kind::Module as u8 {
            let table = Dict(Value::from_bits(o.word(0)).unwrap_obj()).table();
            if let Some(i) = s.k(s.c() + 2).as_int() {
                let i = i as usize;
                if i > 0 && i <= table.n() && table.key(i - 1).is(name) {
                    let x = table.value(i - 1);
                    if x.is_bound() { s.w(s.a(), x); return s.next(); }
                }
            }
        }
        s.slow(|s, t| {
            let (v, name) = (s.r(s.b()), s.k(s.c()));
            fill_attr_cache(t, s, v, name);
            t.get_attr(v, name)
        })
    }
    fn store_attr(s) {
        if let Some(o) = s.r(s.a()).obj() {
            let cache = s.k(s.c() + 1).bits();
            if o.shape() as u64 == cache >> 32 {
                let i = (cache as u32 as usize) / 8 - 1;
                o.set(&mut s.thread().m, i, s.r(s.b()).bits());
                return s.next();
            }
        }
        store_attr_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn store_attr_slow(s) {
        let (v, x) = (s.r(s.a()), s.r(s.b()));
        if let Some(o) = v.obj() {
            let cache = s.k(s.c() + 2);
            if let Some(m) = cache.obj() {
                if let Some(owned) = s.thread().m.own(o) && let Some((word, shape)) = transition(m, o) {
                    o.set(&mut s.thread().m, word, x.bits());
                    o.set_shape(shape);
                    drop(owned);
                    return s.next();
                }
            } else if o.shape() as u64 == cache.bits() >> 32 {
                o.set(&mut s.thread().m, (cache.bits() as u32 as usize) / 8 - 1, x.bits());
                return s.next();
            }
        }
        s.slow_do(|s, t| store_attr_of(t, s, s.r(s.a()), s.r(s.b())))
    }
    fn delete_attr(s) {
        s.slow_do(|s, t| {
            let (v, name) = (s.r(s.a()), s.k(s.c()));
            t.del_attr(v, name)
        })
    }
    fn load_method(s) {
        let v = s.r(s.b());
        if let Some(o) = v.obj() {
            let cache = s.k(s.c() + 2);
            if cache.is_obj() {
                let m = cache.unwrap_obj();
                if Value::from_bits(m.word_relaxed(0)).unwrap_int() as u32 == o.shape()
                    && Value::from_bits(m.word_relaxed(1)).unwrap_int() as u64 == EPOCH.load(Acquire)
                {
                    s.w(s.a(), Value::from_bits(m.word_relaxed(2)));
                    s.w(s.a() + 5, v);
                    return s.next();
                }
            }
        }
        load_method_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn load_method_slow(s) {
        let v = s.r(s.b());
        if let Some(o) = v.obj() {
            // the shapes seen here before the last one
            let now = EPOCH.load(Acquire);
            let mut cache = s.k(s.c() + 2);
            while cache.is_obj() {
                let m = cache.unwrap_obj();
                if Value::from_bits(m.word_relaxed(0)).unwrap_int() as u32 == o.shape()
                    && Value::from_bits(m.word_relaxed(1)).unwrap_int() as u64 == now
                {
                    s.w(s.a(), Value::from_bits(m.word_relaxed(2)));
                    s.w(s.a() + 5, v);
                    return s.next();
                }
                cache = Value::from_bits(m.word_relaxed(3));
            }
        }
        s.slow_do(|s, t| {
            let (f, receiver) = find_method(t, s, s.r(s.b()), s.k(s.c()))?;
            s.w(s.a(), f);
            s.w(s.a() + 5, receiver);
            Ok(())
        })
    }
    fn load_super(s) {
        s.slow_do(|s, t| {
            let (class, v, name) = (s.r(s.b()), s.r(s.b() + 1), s.k(s.c()));
            let (f, receiver) = types::super_::lookup(t, class, v, name, s.x() == 1)?;
            s.w(s.a(), f);
            if s.x() == 1 { s.w(s.a() + 5, receiver); }
            Ok(())
        })
    }
}

/// Whether somebody may notice the death of this value: it has a finalizer or a weak reference.
#[inline(always)]
fn death_is_seen(v: Value) -> bool {
    v.obj().is_some_and(|o| o.flags() & (pyish_heap::FINALIZE | pyish_heap::WEAKREFED) != 0)
}

/// After a name lost a value: if nothing else may hold it and its death can be seen, the collector is asked.
#[inline(always)]
unsafe fn forget(s: S, old: Value) {
    // SAFETY: V11.
    unsafe {
        if !death_is_seen(old) {
            return s.next();
        }
        s.prepare();
        match forget_value(s.thread(), old) {
            Ok(()) => s.resume(),
            Err(Raised) => s.throw(),
        }
    }
}
#[inline(never)]
fn forget_value(t: &mut Thread, old: Value) -> Result<(), Raised> {
    if death_is_seen(old) { types::weakref::forgotten(t, old.unwrap_obj()) } else { Ok(()) }
}

#[inline(always)]
unsafe fn load_global_from(s: S, globals: Obj) {
    // SAFETY: V11.
    unsafe {
        let table = Dict(globals).table();
        let cache = s.k(s.c() + 1);
        if let Some(i) = cache.as_int() {
            let i = i as usize;
            if i != 0 && i <= table.n() && table.key(i - 1).is(s.k(s.c())) {
                let v = table.value(i - 1);
                if v.is_bound() {
                    s.w(s.a(), v);
                    return s.next();
                }
            }
        } else {
            // [globals' table, its n, entry in builtins + 1]: the name was absent from the globals then
            let m = cache.unwrap_obj();
            if m.word_relaxed(0) == Value::from_obj(table.0).bits()
                && Value::from_bits(m.word_relaxed(1)).unwrap_usize() == table.n()
            {
                let builtins = Value::from_bits(s.function().word(word::BUILTINS)).unwrap_obj();
                let b = Dict(builtins).table();
                let i = Value::from_bits(m.word_relaxed(2)).unwrap_usize();
                if i <= b.n() && b.key(i - 1).is(s.k(s.c())) {
                    let v = b.value(i - 1);
                    if v.is_bound() {
                        s.w(s.a(), v);
                        return s.next();
                    }
                }
            }
        }
        load_global_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
}

/// Looks a global up past the cache, and fills the cache.
unsafe fn global(t: &mut Thread, s: S, f: Obj, globals: Dict, name: Value) -> Result<Value, Raised> {
    let hash = crate::object::dict::stored_hash(Str::of(name).hash());
    let table = globals.table();
    let n = table.n();
    if let Some(i) = table.find_str(name, hash) {
        let v = table.value(i);
        if v.is_bound() {
            // SAFETY: V11.
            unsafe {
                if table.key(i).is(name) {
                    s.set_k(s.c() + 1, Value::index(i + 1));
                }
            }
            return Ok(v);
        }
    }
    if let Some(v) = missing_global(t, globals, name)? {
        return Ok(v);
    }
    let Some(builtins) = Dict::from(Value::from_bits(f.word(word::BUILTINS))) else {
        return Err(name_error(t, name));
    };
    let b = builtins.table();
    match b.find_str(name, hash) {
        Some(i) if b.value(i).is_bound() => {
            if types::dict::TYPE.is_exact(globals.value()) && b.key(i).is(name) {
                let m = t.alloc_fields(crate::object::kind::head(Kind::MethodCache, 0), 4)?;
                m.init(0, Value::from_obj(table.0).bits());
                m.init(1, Value::index(n).bits());
                m.init(2, Value::index(i + 1).bits());
                // SAFETY: V11.
                unsafe { s.set_k(s.c() + 1, Value::from_obj(m)) };
            }
            Ok(b.value(i))
        }
        _ => Err(name_error(t, name)),
    }
}
/// Globals of a subclass of dict may know a name that they do not hold (`__missing__`), before the builtins are asked.
fn missing_global(t: &mut Thread, globals: Dict, name: Value) -> Result<Option<Value>, Raised> {
    match types::dict::TYPE.is_exact(globals.value()) {
        true => Ok(None),
        false => namespace_get(t, globals.value(), name),
    }
}

#[inline(always)]
unsafe fn store_global_in(s: S, globals: Obj) {
    // SAFETY: V11.
    unsafe {
        if pyish_heap::single() {
            let table = Dict(globals).table();
            if let Some(i) = s.k(s.c() + 1).as_int() {
                let i = i as usize;
                if i != 0 && i <= table.n() && table.key(i - 1).is(s.k(s.c())) {
                    table.0.set(&mut s.thread().m, Table::value_word(i - 1), s.r(s.a()).bits());
                    return s.next();
                }
            }
        }
        store_global_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
}
fn store_and_cache(t: &mut Thread, s: S, globals: Dict, name: Value, v: Value) -> Result<(), Raised> {
    globals.set(t, name, v)?;
    let table = globals.table();
    let hash = crate::object::dict::stored_hash(Str::of(name).hash());
    if let Some(i) = table.find_str(name, hash)
        && table.key(i).is(name)
    {
        // SAFETY: V11.
        unsafe { s.set_k(s.c() + 1, Value::index(i + 1)) };
    }
    Ok(())
}

#[cold]
fn name_error(t: &mut Thread, name: Value) -> Raised {
    let n = t.string_of(name);
    let raised = t.raise(&exc::NameError, format!("name '{n}' is not defined"));
    if let Some(e) = crate::object::exception::Exception::from(t.exc) {
        e.set_own(t, 0, name);
    }
    raised
}

/// A name in a namespace that may be any mapping.
fn namespace_get(t: &mut Thread, namespace: Value, name: Value) -> Result<Option<Value>, Raised> {
    if types::dict::TYPE.is_exact(namespace) {
        return Ok(Dict::of(namespace).get_str(name));
    }
    let r = t.get_item(namespace, name);
    t.catch(r, &exc::KeyError)
}

fn load_cell_value(t: &mut Thread, cell: Value, name: Value, free: bool) -> Result<Value, Raised> {
    let v = Value::from_bits(cell.unwrap_obj().word(0));
    if v.is_bound() {
        return Ok(v);
    }
    let n = t.string_of(name);
    Err(if free {
        t.raise(
            &exc::NameError,
            format!("cannot access free variable '{n}' where it is not associated with a value in enclosing scope"),
        )
    } else {
        t.raise(
            &exc::UnboundLocalError,
            format!("cannot access local variable '{n}' where it is not associated with a value"),
        )
    })
}

/// Lets the next read at this place find the slot at once.
fn fill_attr_cache(t: &mut Thread, s: S, v: Value, name: Value) {
    let Some(o) = v.obj() else { return };
    // SAFETY: V11.
    let c = unsafe { s.c() };
    if o.kind() == Kind::Module as u8 {
        let table = Dict(Value::from_bits(o.word(0)).unwrap_obj()).table();
        let hash = crate::object::dict::stored_hash(Str::of(name).hash());
        if let Some(i) = table.find_str(name, hash)
            && table.key(i).is(name)
        {
            // SAFETY: V11.
            unsafe { s.set_k(c + 2, Value::index(i + 1)) };
        }
        return;
    }
    if o.kind() == Kind::Type as u8 {
        return;
    }
    if let Some((shape, word)) = cacheable_word(t, o, name) {
        let entry = (shape.id() as u64) << 32 | ((word + 1) * 8) as u64;
        // SAFETY: V11.
        unsafe {
            s.set_k(c + 2, s.k(c + 1));
            s.set_k(c + 1, Value::from_bits(entry));
        }
    }
}

/// The word of `o` that holds the attribute for every object of its shape, and that shape.
fn cacheable_word(t: &mut Thread, o: Obj, name: Value) -> Option<(Shape, usize)> {
    let shape = Shape::of(o);
    let class = shape.class();
    if class.has(flag::GETATTRIBUTE) {
        return None;
    }
    match class.lookup(t, name) {
        Some(d) if Thread::kind_of(d) == Kind::GetSet => {
            let g = GetSet::of(d);
            return if class.is_subclass(g.owner()) { Some((shape, g.slot_word()?)) } else { None };
        }
        Some(d) if t.is_data_descriptor(d) => return None,
        _ => {}
    }
    if !class.has(flag::DICT) || shape.is_dict_mode() {
        return None;
    }
    let slot = shape.slot_of(t, name)?;
    // the object may have another shape by now; what is cached is true of this one
    (slot < shape.capacity()).then(|| (shape, shape.ext() + 1 + slot))
}

/// `v.name = x`, and the cache for next time.
fn store_attr_of(t: &mut Thread, s: S, v: Value, x: Value) -> Result<(), Raised> {
    // SAFETY: V11.
    let (name, cache) = unsafe { (s.k(s.c()), s.k(s.c() + 2)) };
    let Some(o) = v.obj() else { return t.set_attr(v, name, x) };
    if let Some(m) = cache.obj()
        && transition(m, o).is_some()
    {
        let _guard = t.m.lock(o);
        if let Some((word, shape)) = transition(m, o) {
            o.set(&mut t.m, word, x.bits());
            o.set_shape(shape);
            return Ok(());
        }
    }
    let (epoch, before) = (EPOCH.load(Acquire), Shape::of(o));
    t.set_attr(v, name, x)?;
    fill_store_cache(t, s, o, name, before, epoch)
}

/// What a store that adds an attribute does to an object of this shape: the word, and the shape that it has then. The cache
/// is `[shape, epoch, word, new shape]`.
#[inline(always)]
fn transition(m: Obj, o: Obj) -> Option<(usize, u32)> {
    let number = |i: usize| Value::from_bits(m.word_relaxed(i)).unwrap_int();
    (number(0) as u32 == o.shape() && number(1) as u64 == EPOCH.load(Acquire))
        .then(|| (number(2) as usize, number(3) as u32))
}

fn fill_store_cache(t: &mut Thread, s: S, o: Obj, name: Value, before: Shape, epoch: u64) -> Result<(), Raised> {
    let class = Shape::of(o).class();
    if class.has(flag::SETATTR) || o.kind() == Kind::Type as u8 || o.kind() == Kind::Module as u8 {
        return Ok(());
    }
    let Some((shape, word)) = cacheable_word(t, o, name) else { return Ok(()) };
    if shape != before && shape.parent() == Some(before) {
        let m = t.alloc_fields(crate::object::kind::head(Kind::MethodCache, 0), 4)?;
        for (i, n) in [before.id() as i64, epoch as i64, word as i64, shape.id() as i64].into_iter().enumerate() {
            m.init(i, Value::int(n).bits());
        }
        // SAFETY: V11.
        unsafe { s.set_k(s.c() + 2, Value::from_obj(m)) };
        return Ok(());
    }
    let entry = (shape.id() as u64) << 32 | ((word + 1) * 8) as u64;
    // SAFETY: V11.
    unsafe {
        let last = s.k(s.c() + 1);
        if last.bits() != entry {
            if !s.k(s.c() + 2).is_obj() {
                s.set_k(s.c() + 2, last);
            }
            s.set_k(s.c() + 1, Value::from_bits(entry));
        }
    }
    Ok(())
}

/// Shapes that one LoadMethod remembers.
const METHOD_CACHES: usize = 4;

/// Number of caches from this one on that hold at the current epoch; a void one ends the count at its most.
fn chain_length(mut cache: Value) -> usize {
    let now = EPOCH.load(Acquire);
    let mut n = 0;
    while let Some(m) = cache.obj() {
        if Value::from_bits(m.word_relaxed(1)).unwrap_int() as u64 != now {
            return METHOD_CACHES;
        }
        n += 1;
        cache = Value::from_bits(m.word_relaxed(3));
    }
    n
}

/// A method and its receiver (unbound if the attribute is no plain method), and the cache for next time.
fn find_method(t: &mut Thread, s: S, v: Value, name: Value) -> Result<(Value, Value), Raised> {
    // both are read before what is found: a class or an object that changes meanwhile voids the cache
    let epoch = EPOCH.load(Acquire);
    let shape = v.obj().map(Shape::of);
    let class = t.class_of(v);
    let plain = class.flags() & (flag::GETATTRIBUTE | flag::GETATTR) == 0 || class.flags() & flag::GETATTRIBUTE == 0;
    if plain
        && !is_kind(v, Kind::Type)
        && !is_kind(v, Kind::Module)
        && let Some(f) = class.lookup(t, name)
        && Thread::is_plain_method(f)
        && NativeFunction::from(f).is_none_or(|f| f.fits(class))
        && v.obj().is_none_or(|o| t.own_attr(o, class, name).is_none())
    {
        if let Some((o, shape)) = v.obj().zip(shape)
            && Shape::of(o) == shape
            && shape.class() == class
            && (!class.has(flag::DICT) || !shape.is_dict_mode())
        {
            let m = t.alloc_fields(crate::object::kind::head(Kind::MethodCache, 0), 4)?;
            m.init(0, Value::int(shape.id() as i64).bits());
            m.init(1, Value::int(epoch as i64).bits());
            m.init(2, f.bits());
            // SAFETY: V11.
            unsafe {
                let before = s.k(s.c() + 2);
                if chain_length(before) < METHOD_CACHES {
                    m.set(&mut t.m, 3, before.bits());
                }
                s.set_k(s.c() + 2, Value::from_obj(m));
            }
        }
        return Ok((f, v));
    }
    if let Some(c) = Type::from(v)
        && t.class_of(v) == types::type_::TYPE.get()
        && let Some(f) = c.lookup(t, name)
        && types::type_::TYPE.get().lookup(t, name).is_none()
    {
        // a class method of a class: the class is the receiver
        match Thread::kind_of(f) {
            Kind::Function => return Ok((f, Value::UNBOUND)),
            Kind::ClassMethod => {
                let inner = Value::from_bits(f.unwrap_obj().word(0));
                if Thread::kind_of(inner) == Kind::Function {
                    return Ok((inner, v));
                }
            }
            Kind::Native if NativeFunction::of(f).row().how == How::ClassMethod => return Ok((f, v)),
            _ => {}
        }
    }
    Ok((t.get_attr(v, name)?, Value::UNBOUND))
}

/// Names bound in a namespace, for `from module import *`.
pub(super) fn star_names(t: &mut Thread, module: Value) -> Result<Values, Raised> {
    let n = t.names();
    let mut vs = Values::new(t)?;
    if let Some(all) = t.find_attr(module, n.__all__)? {
        let names = t.collect(all)?;
        for i in 0..names.len() {
            let name = names.get(i);
            if Str::from(name).is_none() {
                let kind = t.type_name(name);
                let m = t.get_attr(module, n.__name__)?;
                let m = t.string_of(m);
                return Err(t.type_error(format!("Item in {m}.__all__ must be str, not {kind}")));
            }
            vs.push(t, name)?;
        }
        return Ok(vs);
    }
    let d = t.get_attr(module, n.__dict__)?;
    if let Some(d) = Dict::from(d) {
        for (k, _) in d.iter() {
            if Str::from(k).is_some_and(|s| s.is_empty() || s.chars().get(0) != '_' as u32) {
                vs.push(t, k)?;
            }
        }
    }
    Ok(vs)
}
