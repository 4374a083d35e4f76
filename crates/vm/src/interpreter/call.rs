//! Calls: binding arguments to parameters, frames on the value stack, calls from native code.
//!
//! A frame is `[function, action, caller's fp, return pc, return pool | registers...]`; `fp` points at the first
//! register. Calls made by native code put a result word, a header and the arguments at `thread.top`, and return to a
//! `Halt` instruction.

use super::{HALT_PC, run};
use crate::native::How;
use crate::object::dict::Dict;
use crate::object::function::{Function, word};
use crate::object::kind::Kind;
use crate::object::list::Values;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::typeobject::{Type, flag};
use crate::object::value::Value;
use crate::thread::{Entry, Raised, Ret, Thread};
use crate::types;
use crate::types::native_function::NativeFunction;
use pyish_bytecode::{CodeFlags, HEADER, Ins};

/// What happens with the value a frame returns, kept in the frame's action word.
pub const ACTION_VALUE: i64 = 0;
/// How many callables may stand for each other before one is a function.
const LONGEST_CHAIN: usize = 1000;
/// The frame is an `__init__`: it must return None, and the value is the instance below the header.
pub const ACTION_INIT: i64 = 1;
/// The frame is a resumed generator.
pub const ACTION_GENERATOR: i64 = 2;

/// How a prepared call goes on.
pub enum Prepared {
    Value(Value),
    /// Python code: the callee's frame is bound at `fp`; its header is not written yet except the function.
    Frame {
        function: Function,
        fp: *mut Value,
        action: i64,
    },
}

impl Thread {
    /// Prepares the call of the callable in `*base` with `n` arguments from `base + HEADER` on, the last ones named by
    /// `names`. Native callables run here.
    #[inline(never)]
    pub fn prepare_call(&mut self, base: *mut Value, mut n: usize, names: Option<Tuple>) -> Result<Prepared, Raised> {
        // SAFETY: V10: the base lies in the value stack, with room above for every shift and binding.
        unsafe {
            let mut base = base;
            // a chain of callables that stand for others may have no end, and methods bound to methods add arguments
            let mut links = 0;
            loop {
                let f = *base;
                let args = base.add(HEADER);
                links += 1;
                if links > LONGEST_CHAIN {
                    return Err(self.recursion_error(" while calling a Python object"));
                }
                match Thread::kind_of(f) {
                    Kind::Function => {
                        let function = Function(f.unwrap_obj());
                        self.bind_arguments(function, args, n, names)?;
                        return Ok(Prepared::Frame { function, fp: args, action: ACTION_VALUE });
                    }
                    Kind::Native => {
                        let v = self.call_native(NativeFunction(f.unwrap_obj()), args, n, names)?;
                        return Ok(Prepared::Value(v));
                    }
                    Kind::BoundMethod => {
                        let o = f.unwrap_obj();
                        std::ptr::copy(args, args.add(1), n);
                        *args = Value::from_bits(o.word(1));
                        *base = Value::from_bits(o.word(0));
                        n += 1;
                    }
                    Kind::Type => return self.prepare_construct(Type(f.unwrap_obj()), base, n, names),
                    Kind::StaticMethod => *base = Value::from_bits(f.unwrap_obj().word(0)),
                    _ => {
                        let name = self.names().__call__;
                        let class = self.class_of(f);
                        let Some(call) = class.lookup(self, name) else {
                            let kind = class.name_string();
                            return Err(self.type_error(format!("'{kind}' object is not callable")));
                        };
                        match Thread::kind_of(call) {
                            Kind::Function | Kind::Native => {
                                std::ptr::copy(args, args.add(1), n);
                                *args = f;
                                *base = call;
                                n += 1;
                            }
                            _ => {
                                self.enter_native("")?;
                                *base = self.descriptor_get(call, f, class)?;
                            }
                        }
                    }
                }
                let _ = &mut base;
            }
        }
    }

    /// Runs a native function on a window of the value stack.
    #[inline(always)]
    pub fn call_native(&mut self, f: NativeFunction, window: *mut Value, n: usize, names: Option<Tuple>) -> Ret {
        let saved = self.top;
        // natives put what they push above the window and the slots that binding fills
        self.top = window.wrapping_add(n + NATIVE_ROOM);
        let r = f.invoke(self, window, n, names);
        self.top = saved;
        r
    }

    /// `class(...)`.
    unsafe fn prepare_construct(
        &mut self,
        class: Type,
        base: *mut Value,
        n: usize,
        names: Option<Tuple>,
    ) -> Result<Prepared, Raised> {
        // SAFETY: V10.
        unsafe {
            let args = base.add(HEADER);
            let meta = self.class_of(class.value());
            if meta != types::type_::TYPE.get() {
                // a metaclass may define __call__
                let name = self.names().__call__;
                if let Some(call) = meta.lookup(self, name)
                    && NativeFunction::from(call).is_none()
                {
                    std::ptr::copy(args, args.add(1), n);
                    *args = class.value();
                    *base = call;
                    if Thread::kind_of(call) != Kind::Function {
                        *base = self.descriptor_get(call, class.value(), meta)?;
                        std::ptr::copy(args.add(1), args, n);
                        return self.prepare_call(base, n, names);
                    }
                    return self.prepare_call(base, n + 1, names);
                }
            }
            self.prepare_instance(class, base, n, names)
        }
    }
    /// `class(...)` by `type.__call__`: `__new__`, then `__init__`.
    unsafe fn prepare_instance(
        &mut self,
        class: Type,
        base: *mut Value,
        n: usize,
        names: Option<Tuple>,
    ) -> Result<Prepared, Raised> {
        // SAFETY: V10.
        unsafe {
            let args = base.add(HEADER);
            if class == types::type_::TYPE.get() && n == 1 && names.is_none() {
                return Ok(Prepared::Value(self.class_of(*args).value()));
            }
            let (new, init) = class.constructors(self);
            let native_new = NativeFunction::from(new);
            let plain_new = native_new.is_some_and(|f| std::ptr::eq(f.row(), &types::object::NEW));
            let instance = if plain_new && (Function::from(init).is_some()) {
                types::object::new_instance(self, class)?
            } else if let Some(f) = native_new {
                // the class goes into the header's last word, right before the arguments
                let window = args.sub(1);
                let saved = self.top;
                let copy = args.add(n + NATIVE_ROOM);
                *copy = class.value();
                std::ptr::copy(args, copy.add(1), n);
                self.top = copy.add(n + 1 + NATIVE_ROOM);
                let _ = window;
                let r = f.invoke(self, copy, n + 1, names);
                self.top = saved;
                r?
            } else {
                self.call_window(new, class.value(), args, n, names)?
            };
            // __init__ runs only for instances of the class
            let own = self.class_of(instance);
            if own != class && !own.is_subclass(class) {
                return Ok(Prepared::Value(instance));
            }
            let init = if own == class { init } else { own.constructors(self).1 };
            if let Some(f) = NativeFunction::from(init) {
                let trivial = f.owner().is(types::object::TYPE.value());
                if trivial && (n == 0 || !plain_new) {
                    return Ok(Prepared::Value(instance));
                }
                self.call_window(init, instance, args, n, names)?;
                return Ok(Prepared::Value(instance));
            }
            if let Some(function) = Function::from(init) {
                // [instance][header][self, args...]
                std::ptr::copy(args, args.add(2), n);
                *base = instance;
                *base.add(1) = init;
                let fp = base.add(1 + HEADER);
                *fp = instance;
                self.bind_arguments(function, fp, n + 1, names)?;
                return Ok(Prepared::Frame { function, fp, action: ACTION_INIT });
            }
            let r = self.call_window(init, instance, args, n, names)?;
            self.check_init(r)?;
            Ok(Prepared::Value(instance))
        }
    }

    /// `__init__` must return None.
    pub fn check_init(&mut self, r: Value) -> Result<(), Raised> {
        if r.is_none() {
            return Ok(());
        }
        let kind = self.type_name(r);
        Err(self.type_error(format!("__init__() should return None, not '{kind}'")))
    }

    /// Calls `f(first, *window)` where the window's last values are named, from native code.
    unsafe fn call_window(
        &mut self,
        f: Value,
        first: Value,
        window: *const Value,
        n: usize,
        names: Option<Tuple>,
    ) -> Ret {
        let saved = self.top;
        // SAFETY: V10: above the window.
        unsafe {
            let base = self.top.max(window.cast_mut().add(n + 1)).add(1);
            *base = f;
            *base.add(HEADER) = first;
            std::ptr::copy(window, base.add(HEADER + 1), n);
            self.top = base.add(HEADER + 1 + n);
            let kind = Thread::kind_of(f);
            let r = if matches!(kind, Kind::Function | Kind::Native) {
                self.call_at(base, n + 1, names)
            } else {
                // bind it to the receiver (or, for `__new__`, take it as it is)
                let class = self.class_of(first);
                match self.descriptor_get(f, first, class) {
                    Ok(bound) if bound.is(f) || kind == Kind::StaticMethod => {
                        *base = bound;
                        self.call_at(base, n + 1, names)
                    }
                    Ok(bound) => {
                        *base = bound;
                        std::ptr::copy(window, base.add(HEADER), n);
                        self.call_at(base, n, names)
                    }
                    Err(e) => Err(e),
                }
            };
            self.top = saved;
            r
        }
    }

    // ---- calls from native code

    /// `f(*args)`.
    pub fn call(&mut self, f: Value, args: &[Value]) -> Ret {
        if let ([first, rest @ ..], Kind::Native) = (args, Thread::kind_of(f))
            && NativeFunction::of(f).row().how == How::Function
        {
            return self.call_native_method(NativeFunction::of(f), *first, rest);
        }
        self.call_named(f, args, None)
    }
    /// `f(*args)`, the last ones named by `names`.
    pub fn call_named(&mut self, f: Value, args: &[Value], names: Option<Tuple>) -> Ret {
        let saved = self.top;
        // SAFETY: V10.
        unsafe {
            let base = saved.add(1);
            if base.add(args.len() + 64) > self.stack_limit {
                return Err(self.recursion_error(""));
            }
            *base = f;
            std::ptr::copy_nonoverlapping(args.as_ptr(), base.add(HEADER), args.len());
            self.top = base.add(HEADER + args.len());
            let r = self.call_at(base, args.len(), names);
            self.top = saved;
            r
        }
    }
    /// `type.__call__(class, *args, **kwargs)`.
    pub fn construct(&mut self, class: Type, args: Tuple, kwargs: Value) -> Ret {
        let mut all = Values::with_capacity(self, args.len())?;
        for v in args.iter() {
            all.push(self, v)?;
        }
        let mut names = Values::new(self)?;
        if let Some(d) = kwargs.given().map(Dict::of) {
            for (k, v) in d.iter() {
                all.push(self, v)?;
                names.push(self, k)?;
            }
        }
        let names = if names.is_empty() { None } else { Some(Tuple::of(names.into_tuple(self)?)) };
        self.enter_native("")?;
        let (saved, n) = (self.top, all.len());
        // SAFETY: V10.
        unsafe {
            let base = saved.add(1);
            if base.add(n + 64) > self.stack_limit {
                return Err(self.recursion_error(""));
            }
            *base = class.value();
            std::ptr::copy_nonoverlapping(all.as_slice().as_ptr(), base.add(HEADER), n);
            self.top = base.add(HEADER + n);
            let prepared = self.prepare_instance(class, base, n, names);
            let r = self.finish_call(base, prepared);
            self.top = saved;
            r
        }
    }
    /// `f(first, *args)`.
    pub fn call_with_self(&mut self, f: Value, first: Value, args: &[Value]) -> Ret {
        let saved = self.top;
        // SAFETY: V10.
        unsafe {
            let base = saved.add(1);
            if base.add(args.len() + 64) > self.stack_limit {
                return Err(self.recursion_error(""));
            }
            *base = f;
            *base.add(HEADER) = first;
            std::ptr::copy_nonoverlapping(args.as_ptr(), base.add(HEADER + 1), args.len());
            self.top = base.add(HEADER + 1 + args.len());
            let r = self.call_at(base, args.len() + 1, None);
            self.top = saved;
            r
        }
    }
    /// `f(receiver, *args)` for a native method that fits the receiver.
    pub fn call_native_method(&mut self, f: NativeFunction, receiver: Value, args: &[Value]) -> Ret {
        self.enter_native("")?;
        let saved = self.top;
        // SAFETY: V10.
        unsafe {
            let base = saved.add(1);
            if base.add(args.len() + NATIVE_ROOM + 64) > self.stack_limit {
                return Err(self.recursion_error(""));
            }
            *base = receiver;
            for (i, v) in args.iter().enumerate() {
                *base.add(1 + i) = *v;
            }
            self.top = base.add(1 + args.len() + NATIVE_ROOM);
            let r = f.row().invoke(self, base, 1 + args.len(), None, f.owner());
            self.top = saved;
            match r {
                Ok(v) if v.is_unbound() => Err(self.stop_iteration(Value::NONE)),
                r => r,
            }
        }
    }
    /// `f(*args, **kwargs)`; kwargs is a dict or unbound.
    pub fn call_with_dict(&mut self, f: Value, args: &[Value], kwargs: Value) -> Ret {
        match kwargs.given().map(Dict::of) {
            Some(d) if !d.is_empty() => {
                let mut all = Values::from_slice(self, args)?;
                let mut names = Values::new(self)?;
                for (k, v) in d.iter() {
                    if Str::from(k).is_none() {
                        return Err(self.type_error("keywords must be strings"));
                    }
                    all.push(self, v)?;
                    names.push(self, k)?;
                }
                let names = Tuple::of(names.into_tuple(self)?);
                self.call_named(f, all.as_slice(), Some(names))
            }
            _ => self.call(f, args),
        }
    }
    /// `f(*args, **kwargs)`.
    pub fn call_with_tuple_and_dict(&mut self, f: Value, args: Tuple, kwargs: Value) -> Ret {
        let vs = {
            let mut vs = Values::with_capacity(self, args.len())?;
            for v in args.iter() {
                vs.push(self, v)?;
            }
            vs
        };
        self.call_with_dict(f, vs.as_slice(), kwargs)
    }
    /// Calls with keywords by Rust names.
    pub fn call_keywords(&mut self, f: Value, args: &[Value], keywords: &[(&str, Value)]) -> Ret {
        let d = Dict::new(self)?;
        for (k, v) in keywords {
            d.set_named(self, k, *v)?;
        }
        self.call_with_dict(f, args, d.value())
    }

    /// The call prepared at `base`, run to its end.
    pub(super) unsafe fn call_at(&mut self, base: *mut Value, n: usize, names: Option<Tuple>) -> Ret {
        self.enter_native("")?;
        // SAFETY: V10.
        unsafe {
            let prepared = self.prepare_call(base, n, names);
            self.finish_call(base, prepared)
        }
    }
    /// Runs what `prepare_call` left to run.
    unsafe fn finish_call(&mut self, base: *mut Value, prepared: Result<Prepared, Raised>) -> Ret {
        // SAFETY: V10.
        unsafe {
            match prepared? {
                Prepared::Value(v) => Ok(v),
                Prepared::Frame { function, fp, action } => {
                    let result = base.sub(1);
                    let v = self.run_frame(function, fp, result)?;
                    if action == ACTION_INIT {
                        self.check_init(v)?;
                        return Ok(*fp.sub(HEADER + 1));
                    }
                    Ok(v)
                }
            }
        }
    }

    /// Runs the bound frame at `fp` to its end; `result` is a free word below its header.
    unsafe fn run_frame(&mut self, function: Function, fp: *mut Value, result: *mut Value) -> Ret {
        // SAFETY: V10.
        unsafe { self.push_frame(function, fp, ACTION_VALUE, result, HALT_PC.get(), std::ptr::null())? };
        let pool = function.get(word::POOL).unwrap_obj();
        let entry = function.get(word::ENTRY).unwrap_usize() as *const Ins;
        self.enter_frame(fp, pool.slots(0).cast(), entry, result)
    }

    /// Runs from `entry` in the frame at `fp` until it returns to `Halt`.
    pub(super) fn enter_frame(
        &mut self,
        fp: *mut Value,
        pool: *const u64,
        entry: *const Ins,
        result: *mut Value,
    ) -> Ret {
        let (pc0, fp0, pool0) = (self.pc, self.fp, self.pool);
        self.entries.push(Entry { entered: fp as usize, fp: fp0 as usize, pc: pc0 as usize, pool: pool0 as usize });
        // the instruction that led here counts before what it runs
        let left = self.lim.wrapping_sub(pc0 as i64 + 8);
        self.pc = entry;
        self.fp = fp;
        self.pool = pool;
        self.lim = (entry as i64).wrapping_add(left);
        let r = run(self);
        let left = self.lim.wrapping_sub(self.pc as i64);
        self.entries.pop();
        self.pc = pc0;
        self.fp = fp0;
        self.pool = pool0;
        self.lim = (pc0 as i64 + 8).wrapping_add(left);
        r?;
        // SAFETY: V10: `Return` stored the value there.
        Ok(unsafe { *result })
    }

    /// Writes a frame's header and clears its locals past the parameters.
    #[inline(always)]
    pub(super) unsafe fn push_frame(
        &mut self,
        function: Function,
        fp: *mut Value,
        action: i64,
        caller: *mut Value,
        return_pc: *const Ins,
        return_pool: *const u64,
    ) -> Result<(), Raised> {
        if fp >= self.stack_limit || self.depth >= self.recursion_limit {
            return Err(self.recursion_error(""));
        }
        self.depth += 1;
        // SAFETY: V10.
        unsafe {
            *fp.sub(5) = function.value();
            *fp.sub(4) = Value::int(action);
            *fp.sub(3) = Value::from_bits(caller as u64);
            *fp.sub(2) = Value::from_bits(return_pc as u64);
            *fp.sub(1) = Value::from_bits(return_pool as u64);
        }
        Ok(())
    }

    // ---- binding

    /// Binds `n` arguments at `fp` to the function's parameters, in place; locals past them become unbound.
    pub fn bind_arguments(
        &mut self,
        f: Function,
        fp: *mut Value,
        n: usize,
        names: Option<Tuple>,
    ) -> Result<(), Raised> {
        let meta = f.get(word::META).unwrap_int();
        if meta >= 0 && names.is_none() {
            let (argcount, named) = ((meta & 0xFFFF) as usize, (meta >> 16) as usize);
            if n < argcount
                && let Some(d) = f.defaults()
                && n + d.len() >= argcount
            {
                let missing = argcount - n;
                for i in 0..missing {
                    // SAFETY: V10.
                    unsafe { *fp.add(n + i) = d.get(d.len() - missing + i) };
                }
            } else if n != argcount {
                return self.bind_general(f, fp, n, names);
            }
            for i in argcount..named {
                // SAFETY: V10.
                unsafe { *fp.add(i) = Value::UNBOUND };
            }
            return Ok(());
        }
        self.bind_general(f, fp, n, names)
    }

    #[inline(never)]
    fn bind_general(&mut self, f: Function, fp: *mut Value, n: usize, names: Option<Tuple>) -> Result<(), Raised> {
        if f.get(word::META).unwrap_int() == crate::object::function::UNREAD {
            let saved = self.top;
            self.top = self.top.max(fp.wrapping_add(n + 1));
            let r = f.make_ready(self);
            self.top = saved;
            r?;
            return self.bind_arguments(f, fp, n, names);
        }
        let code = f.code();
        let flags = code.flags();
        let (argcount, kwonly, posonly) = (code.argcount(), code.kwonly(), code.posonly());
        let parameters = code.parameters();
        let named = code.named().max(parameters);
        let locals = code.locals();
        let k = names.map_or(0, Tuple::len);
        let given = n - k;
        // SAFETY: V10: the arguments are copied above everything that binding fills.
        let copy = unsafe { fp.add(named.max(n) + 1) };
        // SAFETY: V10.
        unsafe { std::ptr::copy(fp, copy, n) };
        let saved = self.top;
        self.top = self.top.max(copy.wrapping_add(n));
        // SAFETY: V10.
        let old = |i: usize| unsafe { *copy.add(i) };
        // SAFETY: V10.
        let put = |i: usize, v: Value| unsafe { *fp.add(i) = v };
        // SAFETY: V10.
        let slot = |i: usize| unsafe { *fp.add(i) };
        for i in 0..named {
            put(i, Value::UNBOUND);
        }
        for i in 0..given.min(argcount) {
            put(i, old(i));
        }
        let mut at = argcount + kwonly;
        let result = (|| {
            if flags.has(CodeFlags::VARARGS) {
                let extra = given.saturating_sub(argcount);
                let star = Tuple::new_with(self, extra, |i| old(argcount + i))?;
                put(at, star.value());
                at += 1;
            }
            let mut star_star = None;
            if flags.has(CodeFlags::VARKEYWORDS) {
                let d = Dict::new(self)?;
                put(at, d.value());
                star_star = Some(d);
            }
            for i in 0..k {
                let name = names.expect("k counts them").get(i);
                let v = old(given + i);
                let found = (posonly..argcount + kwonly).find(|&p| locals.get(p).is(name)).or_else(|| {
                    let text = Str::of(name);
                    (posonly..argcount + kwonly).find(|&p| Str::of(locals.get(p)).same_text(text))
                });
                match (found, star_star) {
                    (Some(p), _) => {
                        if slot(p).is_bound() {
                            let (q, a) = (self.function_name(f), self.string_of(name));
                            return Err(self.type_error(format!("{q}() got multiple values for argument '{a}'")));
                        }
                        put(p, v);
                    }
                    (None, Some(d)) => d.set(self, name, v)?,
                    (None, None) => return Err(self.unexpected_keyword(f, names.expect("k counts them"), name)),
                }
            }
            if given > argcount && !flags.has(CodeFlags::VARARGS) {
                return Err(self.too_many(f, given, fp));
            }
            let defaults = f.defaults();
            let count = defaults.map_or(0, Tuple::len);
            let mut missing = Vec::new();
            for i in given.min(argcount)..argcount {
                if slot(i).is_unbound() {
                    if i + count >= argcount {
                        put(i, defaults.expect("count says so").get(i + count - argcount));
                    } else {
                        missing.push(i);
                    }
                }
            }
            if !missing.is_empty() {
                return Err(self.missing(f, "positional", &missing));
            }
            if kwonly > 0 {
                let defaults = Dict::from(f.get(word::KWDEFAULTS));
                for i in argcount..argcount + kwonly {
                    if slot(i).is_unbound() {
                        match defaults.and_then(|d| d.get_str(locals.get(i))) {
                            Some(v) => put(i, v),
                            None => missing.push(i),
                        }
                    }
                }
                if !missing.is_empty() {
                    return Err(self.missing(f, "keyword-only", &missing));
                }
            }
            Ok(())
        })();
        self.top = saved;
        result
    }

    fn function_name(&self, f: Function) -> String {
        self.string_of(f.get(word::QUALNAME))
    }
    #[cold]
    fn unexpected_keyword(&mut self, f: Function, names: Tuple, name: Value) -> Raised {
        let q = self.function_name(f);
        let code = f.code();
        let positional: Vec<String> = (0..code.posonly())
            .map(|i| code.locals().get(i))
            .filter(|p| names.iter().any(|n| Str::of(n).same_text(Str::of(*p))))
            .map(|p| self.string_of(p))
            .collect();
        if !positional.is_empty() {
            let list = positional.join(", ");
            return self
                .type_error(format!("{q}() got some positional-only arguments passed as keyword arguments: '{list}'"));
        }
        let a = self.string_of(name);
        let known: Vec<String> =
            (code.posonly()..code.argcount() + code.kwonly()).map(|i| self.string_of(code.locals().get(i))).collect();
        match crate::interpreter::suggest::nearest(&a, &known) {
            Some(near) => {
                self.type_error(format!("{q}() got an unexpected keyword argument '{a}'. Did you mean '{near}'?"))
            }
            None => self.type_error(format!("{q}() got an unexpected keyword argument '{a}'")),
        }
    }
    #[cold]
    fn missing(&mut self, f: Function, what: &str, missing: &[usize]) -> Raised {
        let q = self.function_name(f);
        let locals = f.code().locals();
        let names: Vec<String> = missing.iter().map(|&i| format!("'{}'", Str::of(locals.get(i)))).collect();
        let list = match names.as_slice() {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [init @ .., last] => format!("{}, and {last}", init.join(", ")),
            [] => String::new(),
        };
        let (n, plural) = (names.len(), if names.len() == 1 { "" } else { "s" });
        self.type_error(format!("{q}() missing {n} required {what} argument{plural}: {list}"))
    }
    #[cold]
    fn too_many(&mut self, f: Function, given: usize, fp: *mut Value) -> Raised {
        let q = self.function_name(f);
        let code = f.code();
        let (argcount, kwonly) = (code.argcount(), code.kwonly());
        let defaults = f.defaults().map_or(0, Tuple::len);
        // SAFETY: V10.
        let keyword_given = (argcount..argcount + kwonly).filter(|&i| unsafe { (*fp.add(i)).is_bound() }).count();
        let (takes, plural) = if defaults > 0 {
            (format!("from {} to {argcount}", argcount - defaults), true)
        } else {
            (argcount.to_string(), argcount != 1)
        };
        let s = if plural { "s" } else { "" };
        let extra = if keyword_given > 0 {
            let ks = if keyword_given == 1 { "" } else { "s" };
            let gs = if given == 1 { "" } else { "s" };
            format!(" positional argument{gs} (and {keyword_given} keyword-only argument{ks})")
        } else {
            String::new()
        };
        let were = if given == 1 && keyword_given == 0 { "was" } else { "were" };
        self.type_error(format!("{q}() takes {takes} positional argument{s} but {given}{extra} {were} given"))
    }

    /// Whether `f` is a plain method: called with its receiver as the first argument.
    #[inline(always)]
    pub fn is_plain_method(f: Value) -> bool {
        match Thread::kind_of(f) {
            Kind::Function => true,
            Kind::Native => NativeFunction::of(f).row().how == How::Method,
            _ => false,
        }
    }
    /// The globals of the innermost Python frame.
    pub fn current_globals(&self) -> Option<Dict> {
        if self.fp <= self.stack {
            return None;
        }
        // SAFETY: V10: a frame runs; its function lies in its header.
        let f = unsafe { *self.fp.sub(5) };
        Function::from(f).map(Function::globals)
    }
    /// Whether instances of the class have finalizers.
    pub fn has_finalizer(class: Type) -> bool {
        class.has(flag::FINALIZER)
    }
}

/// Words that a native call's window has above its arguments for binding.
pub const NATIVE_ROOM: usize = 40;
