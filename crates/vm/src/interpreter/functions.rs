//! Handlers of calls, returns, function and generator making.

use super::call::{ACTION_GENERATOR, ACTION_INIT, ACTION_VALUE, NATIVE_ROOM, Prepared};
use super::state::{S, handlers, is_kind};
use crate::native::How;
use crate::object::code::Code;
use crate::object::dict::Dict;
use crate::object::function::{Function, word};
use crate::object::generator::{self, Generator};
use crate::object::kind::{Kind, head};
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, flag};
use crate::object::value::Value;
use crate::thread::{Raised, Thread};
use crate::types;
use crate::types::native_function::NativeFunction;
use pyish_bytecode::{HEADER, Ins, Op};
use pyish_heap::Obj;

/// Enters a function whose parameters are plain positional ones, `n` of them given at `fp`.
/// The caller has checked the kind and the count.
#[inline(always)]
unsafe fn enter_simple(s: S, function: Obj, fp: *mut Value, n: usize, named: usize, action: i64) {
    // SAFETY: V10, V11.
    unsafe {
        let t = s.t;
        if fp >= (*t).stack_limit || (*t).depth >= (*t).recursion_limit {
            return too_deep(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
        }
        (*t).depth += 1;
        *fp.sub(5) = Value::from_obj(function);
        *fp.sub(4) = Value::int(action);
        *fp.sub(3) = Value::from_bits(s.fp as u64);
        *fp.sub(2) = Value::from_bits(s.pc as u64 + 8);
        *fp.sub(1) = Value::from_bits(s.pool as u64);
        let mut i = n;
        while i < named {
            *fp.add(i) = Value::UNBOUND;
            i += 1;
        }
        let entry = Value::from_bits(function.word_relaxed(word::ENTRY)).unwrap_usize() as *const Ins;
        let mut s2 = s;
        s2.lim += entry as i64 - s.pc as i64 - 8;
        s2.pc = entry;
        s2.pool = (Value::from_bits(function.word_relaxed(word::POOL)).bits() - 1 + 8) as *const u64;
        s2.fp = fp;
        s2.check()
    }
}

handlers! {
    #[cold] #[inline(never)]
    fn too_deep(s) { s.slow_do(|_, t| Err(t.recursion_error(""))) }

    fn call(s) {
        let base = s.fp.add(s.a());
        let n = s.b();
        if let Some(o) = (*base).obj() {
            if o.kind() == Kind::Function as u8 {
                let meta = Value::from_bits(o.word(word::META)).unwrap_int();
                if meta & 0xFFFF == n as i64 && meta >= 0 {
                    return enter_simple(s, o, base.add(HEADER), n, (meta >> 16) as usize, ACTION_VALUE);
                }
            } else if o.kind() == Kind::Native as u8 {
                return call_native(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
            } else if o.kind() == Kind::Type as u8 {
                return call_class(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
            }
        }
        call_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    /// A native function without receiver.
    #[inline(never)]
    fn call_native(s) {
        let base = s.fp.add(s.a());
        let f = NativeFunction((*base).unwrap_obj());
        if !matches!(f.row().how, How::Function | How::StaticMethod) {
            return call_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
        }
        if let Some(leaf) = f.row().leaf {
            let v = leaf(s.thread(), std::slice::from_raw_parts(base.add(HEADER), s.b()));
            if v.is_bound() {
                s.w(s.c(), v);
                return s.at(s.pc.add(1)).check();
            }
        }
        call_native_function(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn call_native_function(s) {
        let base = s.fp.add(s.a());
        invoke(s, NativeFunction((*base).unwrap_obj()), base.add(HEADER), s.b())
    }
    /// An instance of a class of plain objects with an `__init__` of positional parameters; other classes the slow way.
    #[inline(never)]
    fn call_class(s) {
        let base = s.fp.add(s.a());
        let n = s.b();
        let class = Type((*base).unwrap_obj());
        if types::type_::TYPE.is_exact(*base) && let Some(init) = class.plain_init() {
            let meta = Value::from_bits(init.word(word::META)).unwrap_int();
            if meta & 0xFFFF == n as i64 + 1 && meta >= 0 {
                s.prepare();
                let root = class.root();
                let Ok(o) = s.thread().alloc_fields(head(Kind::Instance, root.id()), 1 + root.capacity()) else {
                    return s.throw();
                };
                o.init(0, Value::NONE.bits());
                // [instance][header][self, args...]
                let args = base.add(HEADER);
                let mut i = n;
                while i > 0 {
                    i -= 1;
                    *args.add(i + 2) = *args.add(i);
                }
                *base = Value::from_obj(o);
                *args.add(1) = Value::from_obj(o);
                let s = s.reload();
                return enter_simple(s, init, args.add(1), n + 1, (meta >> 16) as usize, ACTION_INIT);
            }
        }
        if !class.has(flag::HEAP) {
            return call_builtin_class(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
        }
        call_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    /// A builtin class whose `__new__` does everything: the class goes before the arguments, where the header of a
    /// frame would end.
    #[inline(never)]
    fn call_builtin_class(s) {
        let base = s.fp.add(s.a());
        let n = s.b();
        let class = Type((*base).unwrap_obj());
        let args = base.add(HEADER);
        s.prepare();
        let t = s.thread();
        if n <= 1 && types::is_plain_container(class) {
            t.top = t.top.max(args.add(n + NATIVE_ROOM));
            return match types::make_container(t, class, if n == 1 { *args } else { Value::UNBOUND }) {
                Ok(v) => { s.w(s.c(), v); s.resume() }
                Err(Raised) => s.throw(),
            };
        }
        let (new, init) = class.constructors(t);
        if let (Some(new), Some(init)) = (NativeFunction::from(new), NativeFunction::from(init))
            && init.owner().is(types::object::TYPE.value())
            && !std::ptr::eq(new.row(), &types::object::NEW)
            && class != types::type_::TYPE.get()
        {
            *args.sub(1) = class.value();
            return invoke(s, new, args.sub(1), n + 1);
        }
        call_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn call_slow(s) { called(s, s.outlined(|s, t| begin_call(s, t, s.fp.add(s.a()), s.b(), None))) }
    fn call_kw(s) {
        let entered = s.outlined(|s, t| {
            let names = Tuple(s.r(s.a() + HEADER + s.b()).unwrap_obj());
            begin_call(s, t, s.fp.add(s.a()), s.b(), Some(names))
        });
        called(s, entered)
    }
    fn call_ex(s) { called(s, s.outlined(|s, t| spread_call(s, t))) }
    fn call_method(s) {
        let base = s.fp.add(s.a());
        let receiver = *base.add(HEADER);
        let f = *base;
        if receiver.is_bound() {
            let n = s.b() + 1;
            let o = f.unwrap_obj();
            if o.kind() == Kind::Function as u8 {
                let meta = Value::from_bits(o.word(word::META)).unwrap_int();
                if meta & 0xFFFF == n as i64 && meta >= 0 {
                    return enter_simple(s, o, base.add(HEADER), n, (meta >> 16) as usize, ACTION_VALUE);
                }
            } else if o.kind() == Kind::Native as u8 {
                return call_native_method(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
            }
        }
        call_method_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    /// A native method that LoadMethod found in the receiver's class: the receiver needs no check.
    #[inline(never)]
    fn call_native_method(s) {
        let base = s.fp.add(s.a());
        if let Some(leaf) = NativeFunction((*base).unwrap_obj()).row().leaf {
            let v = leaf(s.thread(), std::slice::from_raw_parts(base.add(HEADER), s.b() + 1));
            if v.is_bound() {
                s.w(s.c(), v);
                return s.at(s.pc.add(1)).check();
            }
        }
        call_native_method_whole(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
    }
    #[inline(never)]
    fn call_native_method_whole(s) {
        let base = s.fp.add(s.a());
        invoke(s, NativeFunction((*base).unwrap_obj()), base.add(HEADER), s.b() + 1)
    }
    #[inline(never)]
    fn call_method_slow(s) {
        let base = s.fp.add(s.a());
        if (*base.add(HEADER)).is_unbound() && is_kind(*base, Kind::Native) {
            // a module's function
            let f = NativeFunction((*base).unwrap_obj());
            if matches!(f.row().how, How::Function | How::StaticMethod) {
                return invoke(s, f, base.add(HEADER + 1), s.b());
            }
        }
        let entered = s.outlined(|s, t| {
            let (base, n) = method_base(s, s.b());
            begin_call(s, t, base, n, None)
        });
        called(s, entered)
    }
    fn call_method_kw(s) {
        let entered = s.outlined(|s, t| {
            let names = Tuple(s.r(s.a() + HEADER + 1 + s.b()).unwrap_obj());
            let (base, n) = method_base(s, s.b());
            begin_call(s, t, base, n, Some(names))
        });
        called(s, entered)
    }

    fn return_(s) {
        let v = s.r(s.a());
        if !(*s.fp.sub(4)).is(Value::int(ACTION_VALUE)) {
            return return_slow(s.t, s.pc, s.fp, s.pool, s.lim, s.table);
        }
        (*s.t).depth -= 1;
        let pc = (*s.fp.sub(2)).bits() as *const Ins;
        let caller = (*s.fp.sub(3)).bits() as *mut Value;
        let pool = (*s.fp.sub(1)).bits() as *const u64;
        *caller.add((*pc.sub(1)).c as usize) = v;
        let mut s2 = s;
        s2.lim += pc as i64 - s.pc as i64 - 8;
        s2.pc = pc;
        s2.fp = caller;
        s2.pool = pool;
        s2.check()
    }
    #[inline(never)]
    fn return_slow(s) {
        let v = s.r(s.a());
        let action = (*s.fp.sub(4)).unwrap_int();
        let pc = (*s.fp.sub(2)).bits() as *const Ins;
        let caller = (*s.fp.sub(3)).bits() as *mut Value;
        let pool = (*s.fp.sub(1)).bits() as *const u64;
        let mut to = s;
        to.lim += pc as i64 - s.pc as i64 - 8;
        to.pc = pc;
        to.fp = caller;
        to.pool = pool;
        if action == ACTION_INIT {
            (*s.t).depth -= 1;
            let instance = *s.fp.sub(HEADER + 1);
            if !v.is_none() {
                // raised in the caller, at its call
                *caller.add((*pc.sub(1)).a as usize) = v;
                return to.at(pc.sub(1)).slow_do(|s, t| t.check_init(s.r(s.a())));
            }
            *caller.add((*pc.sub(1)).c as usize) = instance;
            return to.check();
        }
        debug_assert!(action == ACTION_GENERATOR);
        let t = s.thread();
        let g = Generator(t.generator.unwrap_obj());
        super::generator::leave(t, g);
        g.set_state(generator::DONE);
        g.set(t, generator::word::FRAME, Value::NONE);
        let resumer = *pc.sub(1);
        if resumer.op == Op::ForIter as u8 {
            return to.check();
        }
        if resumer.op == Op::Send as u8 {
            *caller.add(resumer.b as usize) = v;
            let d = resumer.c as i16 as i64 * 8;
            to.lim += d;
            to.pc = to.pc.byte_offset(d as isize);
            return to.check();
        }
        *caller = v;
        t.returned = true;
        to.check()
    }

    fn make_function(s) {
        s.slow(|s, t| {
            let (x, b) = (s.x(), s.b());
            let code = Code::of(s.k(s.c()));
            let parts = [s.r(b), s.r(b + 1), s.r(b + 2), s.r(b + 3)];
            let globals = Value::from_bits(s.function().word(word::GLOBALS));
            let f = Function::new(t, code, globals)?;
            for (bit, i, w) in [(1, 0, word::DEFAULTS), (2, 1, word::KWDEFAULTS), (4, 2, word::ANNOTATE), (8, 3, word::CLOSURE)] {
                if x & bit != 0 { f.set(t, w, parts[i]); }
            }
            Ok(f.value())
        })
    }
    fn load_build_class(s) {
        s.slow(|s, t| {
            let builtins = Dict(Value::from_bits(s.function().word(word::BUILTINS)).unwrap_obj());
            let name = t.names().__build_class__;
            match builtins.get_str(name) {
                Some(f) => Ok(f),
                None => Err(t.raise(&crate::types::exc::NameError, "__build_class__ not found")),
            }
        })
    }
    fn make_generator(s) {
        s.prepare();
        let t = s.thread();
        let function = Function(s.function());
        match Generator::new(t, function, s.pool, s.pc.add(1), s.fp) {
            Ok(g) => {
                // as Return does, with the generator as the value
                *s.fp = g.value();
                return_first(s.t, s.pc, s.fp, s.pool, s.lim, s.table)
            }
            Err(Raised) => s.throw(),
        }
    }
    /// `return R[0]`, for MakeGenerator.
    fn return_first(s) {
        (*s.t).depth -= 1;
        let pc = (*s.fp.sub(2)).bits() as *const Ins;
        let caller = (*s.fp.sub(3)).bits() as *mut Value;
        let pool = (*s.fp.sub(1)).bits() as *const u64;
        let instance = (*s.fp.sub(4)).is(Value::int(ACTION_INIT));
        let v = *s.fp;
        let mut to = s;
        to.lim += pc as i64 - s.pc as i64 - 8;
        to.pc = pc;
        to.fp = caller;
        to.pool = pool;
        if instance {
            *caller.add((*pc.sub(1)).a as usize) = v;
            return to.at(pc.sub(1)).slow_do(|s, t| t.check_init(s.r(s.a())));
        }
        *caller.add((*pc.sub(1)).c as usize) = v;
        to.check()
    }
    fn yield_(s) {
        let v = s.r(s.b());
        let t = s.thread();
        s.save();
        if s.x() & 3 == 2 {
            s.prepare();
            match crate::types::generator::wrap_yielded(s.thread(), v) {
                Ok(w) => *s.fp.add(s.b()) = w,
                Err(Raised) => return s.throw(),
            }
        }
        let v = s.r(s.b());
        let g = Generator(t.generator.unwrap_obj());
        super::generator::suspend(t, g, s.fp, s.pc, s.pool);
        let pc = (*s.fp.sub(2)).bits() as *const Ins;
        let caller = (*s.fp.sub(3)).bits() as *mut Value;
        let pool = (*s.fp.sub(1)).bits() as *const u64;
        let mut to = s;
        to.lim += pc as i64 - s.pc as i64 - 8;
        to.pc = pc;
        to.fp = caller;
        to.pool = pool;
        let resumer = *pc.sub(1);
        if resumer.op == Op::ForIter as u8 {
            *caller.add(resumer.b as usize) = v;
            let d = resumer.c as i16 as i64 * 8;
            to.lim += d;
            to.pc = to.pc.byte_offset(d as isize);
            return to.check();
        }
        if resumer.op == Op::Send as u8 {
            *caller.add(resumer.b as usize) = v;
            return to.check();
        }
        *caller = v;
        t.returned = false;
        to.check()
    }
    fn get_yield_from(s) {
        let v = s.r(s.b());
        if is_kind(v, Kind::Generator) && !Generator(v.unwrap_obj()).is_async_generator() {
            let g = Generator(v.unwrap_obj());
            if !g.is_coroutine() || Code::of_pool(s.pool).flags().has(pyish_bytecode::CodeFlags::COROUTINE | pyish_bytecode::CodeFlags::ITERABLE_COROUTINE) {
                s.w(s.a(), v);
                return s.next();
            }
            return s.slow(|_, t| Err(t.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator")));
        }
        s.slow(|s, t| t.iter(s.r(s.b())))
    }
    fn get_awaitable(s) {
        let v = s.r(s.b());
        if is_kind(v, Kind::Generator) && Generator(v.unwrap_obj()).is_coroutine()
            && Generator(v.unwrap_obj()).state() == generator::CREATED
        {
            s.w(s.a(), v);
            return s.next();
        }
        s.slow(|s, t| super::generator::awaitable(t, s.r(s.b()), s.x()))
    }
    fn get_a_iter(s) {
        s.slow(|s, t| {
            let v = s.r(s.b());
            super::generator::async_iter(t, v)
        })
    }
    fn get_a_next(s) {
        s.slow(|s, t| {
            let v = s.r(s.b());
            super::generator::async_next(t, v)
        })
    }
}

/// Where a call after LoadMethod really starts, without or with the receiver.
unsafe fn method_base(s: S, given: usize) -> (*mut Value, usize) {
    // SAFETY: V11.
    unsafe {
        let base = s.fp.add(s.a());
        if (*base.add(HEADER)).is_bound() {
            return (base, given + 1);
        }
        // no receiver: the callable moves up by one, next to the arguments' header
        *base.add(1) = *base;
        (base.add(1), given)
    }
}

/// Runs a native function on `n` arguments of the frame; what lies above them is free.
#[inline(always)]
unsafe fn invoke(s: S, f: NativeFunction, window: *mut Value, n: usize) {
    // SAFETY: V11.
    unsafe {
        s.prepare();
        let t = s.thread();
        t.top = t.top.max(window.add(n + NATIVE_ROOM));
        match f.row().invoke(t, window, n, None, f.owner()) {
            Ok(v) if v.is_bound() => {
                s.w(s.c(), v);
                s.resume()
            }
            Ok(_) => end_of_native_iterator(s.t, s.pc, s.fp, s.pool, s.lim, s.table),
            Err(Raised) => s.throw(),
        }
    }
}

handlers! {
    /// A native `__next__` was called by its name and is at its end.
    #[cold] #[inline(never)]
    fn end_of_native_iterator(s) { s.slow_do(|_, t| Err(t.stop_iteration(Value::NONE))) }
}

/// `f(*args, **kwargs)`: spreads both above the callable, then calls.
unsafe fn spread_call(s: S, t: &mut Thread) -> Result<bool, Raised> {
    // SAFETY: V10, V11.
    unsafe {
        let base = s.fp.add(s.a());
        let args = Tuple::of(*base.add(HEADER));
        let kwargs = if s.b() == 1 { *base.add(HEADER + 1) } else { Value::UNBOUND };
        let n = args.len();
        let named = match Dict::from(kwargs.or(Value::NONE)).filter(|d| !d.is_empty()) {
            Some(d) => {
                let names = Tuple::new_with(t, d.len(), |i| d.iter().nth(i).map_or(Value::NONE, |e| e.0))?;
                Some((names, d))
            }
            None => None,
        };
        let total = n + named.map_or(0, |x| x.0.len());
        if base.add(total + 64) >= t.stack_limit {
            return Err(t.recursion_error(""));
        }
        for i in 0..n {
            *base.add(HEADER + i) = args.get(i);
        }
        if let Some((_, d)) = named {
            for (i, (_, v)) in d.iter().enumerate().take(total - n) {
                *base.add(HEADER + n + i) = v;
            }
        }
        t.top = t.top.max(base.add(HEADER + total + 2));
        begin_call(s, t, base, total, named.map(|x| x.0))
    }
}

/// A call of anything, from an instruction: either its value is in `R[c]` now, or the thread stands in the callee's
/// frame (true).
unsafe fn begin_call(s: S, t: &mut Thread, base: *mut Value, n: usize, names: Option<Tuple>) -> Result<bool, Raised> {
    // SAFETY: V10, V11.
    unsafe {
        t.top = t.top.max(base.add(HEADER + n + 3));
        match t.prepare_call(base, n, names)? {
            Prepared::Value(v) => {
                s.w(s.c(), v);
                Ok(false)
            }
            Prepared::Frame { function, fp, action } => {
                t.push_frame(function, fp, action, s.fp, s.pc.add(1), s.pool)?;
                let entry = function.get(word::ENTRY).unwrap_usize() as *const Ins;
                t.lim += entry as i64 - s.pc as i64 - 8;
                t.pc = entry;
                t.pool = function.get(word::POOL).unwrap_obj().slots(0).cast();
                t.fp = fp;
                Ok(true)
            }
        }
    }
}

/// Goes on after `begin_call`.
#[inline(always)]
unsafe fn called(s: S, entered: Result<bool, Raised>) {
    // SAFETY: V11.
    unsafe {
        match entered {
            Ok(false) => s.resume(),
            Ok(true) => s.where_thread_stands().check(),
            Err(Raised) => s.throw(),
        }
    }
}
