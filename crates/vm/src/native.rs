//! Native functions: one row each, keyed by its Python signature text.
//!
//! ```ignore
//! static METHODS: [Method; 1] = [method("sort(self, /, *, key=None, reverse=False)", list_sort, "Sorts in place.")];
//! fn list_sort(t: &mut Thread, a: Args) -> Ret { let (list, key, reverse) = (a[0], a[1], a[2]); ... }
//! ```
//! The function finds its arguments bound in the order of the signature; one not given is `Value::UNBOUND`; `*args` is
//! a tuple, `**kwargs` a dict (or unbound when empty). Arity errors, `help()` and `__text_signature__` come from
//! the text. The text is parsed at the first call.

use crate::object::dict::Dict;
use crate::object::kind::Kind;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::object::value::Value;
use crate::thread::{Raised, Ret, Thread};
use std::sync::OnceLock;

/// A native function: bound arguments in, a value or a raised exception out.
pub type Native = fn(&mut Thread, Args) -> Ret;

/// The short form of a native function, tried first with the arguments as they lie: for the common case that needs neither
/// memory nor Python and raises nothing. It answers unbound if this is not that case, having done nothing.
pub type Leaf = fn(&mut Thread, &[Value]) -> Value;

/// Bound arguments: a window of the thread's value stack, valid until the function returns.
#[derive(Clone, Copy)]
pub struct Args {
    base: *const Value,
    n: usize,
}

impl Args {
    /// # Safety
    /// `base..base+n` lies in the current thread's value stack and stays untouched while the `Args` lives.
    #[inline(always)]
    pub unsafe fn new(base: *const Value, n: usize) -> Args {
        Args { base, n }
    }
    /// The i-th argument; unbound past the end.
    #[inline(always)]
    pub fn get(self, i: usize) -> Value {
        if i < self.n {
            // SAFETY: V1: the window outlives the native call.
            unsafe { *self.base.add(i) }
        } else {
            Value::UNBOUND
        }
    }
    #[inline(always)]
    pub fn len(self) -> usize {
        self.n
    }
    pub fn is_empty(self) -> bool {
        self.n == 0
    }
    /// The arguments as a slice of the value stack.
    #[inline(always)]
    pub fn as_slice<'a>(self) -> &'a [Value] {
        // SAFETY: V1.
        unsafe { std::slice::from_raw_parts(self.base, self.n) }
    }
}

impl std::ops::Index<usize> for Args {
    type Output = Value;
    #[inline(always)]
    fn index(&self, i: usize) -> &Value {
        assert!(i < self.n, "argument {i} of {}", self.n);
        // SAFETY: V1, and the bound checked above.
        unsafe { &*self.base.add(i) }
    }
}

/// What a row becomes in its class's or module's dict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// a method of instances; `self` is the first argument
    Method,
    /// the first argument is the class
    ClassMethod,
    StaticMethod,
    /// a module's function: no self
    Function,
}

/// One row: signature text, function, docstring.
pub struct Method {
    pub signature: &'static str,
    pub function: Native,
    pub doc: &'static str,
    pub how: How,
    pub leaf: Option<Leaf>,
    parsed: OnceLock<Signature>,
}

pub const fn method(signature: &'static str, function: Native, doc: &'static str) -> Method {
    Method { signature, function, doc, how: How::Method, leaf: None, parsed: OnceLock::new() }
}
pub const fn class_method(signature: &'static str, function: Native, doc: &'static str) -> Method {
    Method { signature, function, doc, how: How::ClassMethod, leaf: None, parsed: OnceLock::new() }
}
pub const fn static_method(signature: &'static str, function: Native, doc: &'static str) -> Method {
    Method { signature, function, doc, how: How::StaticMethod, leaf: None, parsed: OnceLock::new() }
}
pub const fn function(signature: &'static str, function: Native, doc: &'static str) -> Method {
    Method { signature, function, doc, how: How::Function, leaf: None, parsed: OnceLock::new() }
}

/// An attribute computed by native code.
pub struct Attribute {
    pub name: &'static str,
    pub get: fn(&mut Thread, Value) -> Ret,
    pub set: Option<fn(&mut Thread, Value, Value) -> Result<(), Raised>>,
    pub doc: &'static str,
}

/// A read-only attribute.
pub const fn getter(name: &'static str, get: fn(&mut Thread, Value) -> Ret, doc: &'static str) -> Attribute {
    Attribute { name, get, set: None, doc }
}
/// A word of the object that cannot be assigned.
pub const fn member(name: &'static str, get: fn(&mut Thread, Value) -> Ret, doc: &'static str) -> Attribute {
    Attribute { name, get, set: Some(set_readonly), doc }
}
fn set_readonly(t: &mut Thread, _: Value, _: Value) -> Result<(), Raised> {
    Err(t.raise(&crate::types::exc::AttributeError, "readonly attribute"))
}
/// An attribute that can be assigned; the setter gets `Value::UNBOUND` for `del`.
pub const fn attribute(
    name: &'static str,
    get: fn(&mut Thread, Value) -> Ret,
    set: fn(&mut Thread, Value, Value) -> Result<(), Raised>,
    doc: &'static str,
) -> Attribute {
    Attribute { name, get, set: Some(set), doc }
}

/// How a parameter may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    PositionalOnly,
    Either,
    KeywordOnly,
}

#[derive(Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub passing: Passing,
    pub default: Option<&'static str>,
}

/// A parsed signature text. Slots of the bound window: all parameters in order, with `*args` and `**kwargs` at
/// their places in the text.
#[derive(Debug)]
pub struct Signature {
    pub name: &'static str,
    pub parameters: Vec<Parameter>,
    /// number of parameters that may be given by position
    pub positional: usize,
    /// of those, how many must be given
    pub required: usize,
    /// slot of `*args`
    pub star: Option<usize>,
    /// slot of `**kwargs`
    pub star_star: Option<usize>,
    /// slots of the bound window
    pub slots: usize,
    /// Whether arguments by position alone bind by leaving the rest unbound: no `*args`, no `**kwargs`, no keyword
    /// that must be given.
    plain: bool,
    keyword_required: bool,
    any_keyword: bool,
}

impl Signature {
    fn parse(text: &'static str) -> Signature {
        let open = text.find('(').expect("a signature has parentheses");
        let mut s = Signature {
            name: &text[..open],
            parameters: Vec::new(),
            positional: 0,
            required: 0,
            star: None,
            star_star: None,
            slots: 0,
            plain: false,
            keyword_required: false,
            any_keyword: false,
        };
        let inner = &text[open + 1..text.rfind(')').expect("a signature has parentheses")];
        let mut keyword_only = false;
        for part in split_parameters(inner) {
            match part {
                "" => {}
                "/" => s.parameters.iter_mut().for_each(|p| p.passing = Passing::PositionalOnly),
                "*" => keyword_only = true,
                _ if part.starts_with("**") => {
                    s.star_star = Some(s.slots);
                    s.slots += 1;
                }
                _ if part.starts_with('*') => {
                    s.star = Some(s.slots);
                    s.slots += 1;
                    keyword_only = true;
                }
                _ => {
                    let (name, default) = match part.split_once('=') {
                        Some((n, d)) => (n.trim(), Some(d.trim())),
                        None => (part, None),
                    };
                    if keyword_only {
                        s.keyword_required |= default.is_none();
                    } else {
                        s.positional += 1;
                        if default.is_none() {
                            s.required += 1;
                        }
                    }
                    let passing = if keyword_only { Passing::KeywordOnly } else { Passing::Either };
                    s.parameters.push(Parameter { name, passing, default });
                    s.slots += 1;
                }
            }
        }
        let named = |p: &Parameter| p.passing != Passing::PositionalOnly && !matches!(p.name, "self" | "cls");
        s.any_keyword = s.parameters.iter().any(named) || s.star_star.is_some();
        s.plain = s.star.is_none() && s.star_star.is_none() && !s.keyword_required;
        s
    }

    /// The slot of the i-th parameter in the bound window.
    fn slot(&self, i: usize) -> usize {
        let mut slot = i;
        if self.star.is_some_and(|s| s <= slot) {
            slot += 1;
        }
        if self.star_star.is_some_and(|s| s <= slot) {
            slot += 1;
        }
        slot
    }
}

fn split_parameters(inner: &'static str) -> impl Iterator<Item = &'static str> {
    let (mut depth, mut quote) = (0i32, None);
    inner
        .split(move |c: char| {
            match (quote, c) {
                (Some(q), _) if c == q => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(c),
                (None, '(' | '[' | '{') => depth += 1,
                (None, ')' | ']' | '}') => depth -= 1,
                (None, ',') => return depth == 0,
                _ => {}
            }
            false
        })
        .map(str::trim)
}

impl Method {
    /// Gives the row its short form.
    pub const fn leaf(mut self, leaf: Leaf) -> Method {
        self.leaf = Some(leaf);
        self
    }
    #[inline(always)]
    pub fn parsed(&'static self) -> &'static Signature {
        self.parsed.get_or_init(|| Signature::parse(self.signature))
    }

    pub fn name(&self) -> &'static str {
        let open = self.signature.find('(').unwrap_or(self.signature.len());
        &self.signature[..open]
    }

    /// Binds `n` values at `window` (the last `names.len()` of them named) and calls the function. The window has room
    /// for `Signature::slots` values more. `owner` is the class named in messages, if any.
    #[inline(always)]
    pub fn invoke(
        &'static self,
        t: &mut Thread,
        window: *mut Value,
        n: usize,
        names: Option<Tuple>,
        owner: Value,
    ) -> Ret {
        let s = self.parsed();
        if names.is_none() && s.plain && n >= s.required && n <= s.positional {
            for i in n..s.slots {
                // SAFETY: V1: the window has room for the slots.
                unsafe { *window.add(i) = Value::UNBOUND };
            }
            // SAFETY: V1: the caller's window.
            return (self.function)(t, unsafe { Args::new(window, s.slots) });
        }
        let n = self.bind(t, s, window, n, names, owner)?;
        // SAFETY: V1: `bind` filled exactly `n` slots of the window.
        (self.function)(t, unsafe { Args::new(window, n) })
    }

    #[inline(never)]
    fn bind(
        &'static self,
        t: &mut Thread,
        s: &'static Signature,
        window: *mut Value,
        n: usize,
        names: Option<Tuple>,
        owner: Value,
    ) -> Result<usize, Raised> {
        let named = names.map_or(0, |k| k.len());
        let given = n - named;
        // SAFETY: V1: the window has `n + slots` values of room.
        let at = |i: usize| unsafe { window.add(i) };
        if given > s.positional && s.star.is_none() {
            return Err(self.arity_error(t, s, given, owner));
        }
        if names.is_none() && s.plain {
            // too few: what is enough binds in `invoke`
            return Err(self.arity_error(t, s, given, owner));
        }
        if names.is_none() && s.star == Some(s.positional) && given >= s.required && !s.keyword_required {
            // positional parameters, then `*args`: what is given lies where it belongs
            let extra: usize = given.saturating_sub(s.positional);
            // SAFETY: V1.
            let tuple = Tuple::new_with(t, extra, |i| unsafe { *at(s.positional + i) })?;
            for i in given.min(s.positional)..s.slots {
                // SAFETY: V1.
                unsafe { *at(i) = Value::UNBOUND };
            }
            // SAFETY: V1.
            unsafe { *at(s.positional) = tuple.value() };
            return Ok(s.slots);
        }
        // The general case: copy what is given above the window, then fill the slots.
        let copy = n.max(s.slots);
        for i in 0..n {
            // SAFETY: V1; the caller leaves `2 * (n + slots)` values of room.
            unsafe { *at(copy + i) = *at(i) };
        }
        // SAFETY: V1.
        let old = |i: usize| unsafe { *window.add(copy + i) };
        for i in 0..s.slots {
            // SAFETY: V1.
            unsafe { *at(i) = Value::UNBOUND };
        }
        let saved_top = t.top;
        // SAFETY: V1.
        t.top = unsafe { window.add(copy + n) };
        let result = self.fill(t, s, window, given, named, names, owner, &old);
        t.top = saved_top;
        result.map(|()| s.slots)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one binding, used here only")]
    fn fill(
        &'static self,
        t: &mut Thread,
        s: &'static Signature,
        window: *mut Value,
        given: usize,
        named: usize,
        names: Option<Tuple>,
        owner: Value,
        old: &dyn Fn(usize) -> Value,
    ) -> Result<(), Raised> {
        // SAFETY: V1.
        let put = |i: usize, v: Value| unsafe { *window.add(i) = v };
        // SAFETY: V1.
        let slot_value = |i: usize| unsafe { *window.add(i) };
        for i in 0..given.min(s.positional) {
            put(s.slot(i), old(i));
        }
        if let Some(star) = s.star {
            let extra: usize = given.saturating_sub(s.positional);
            let tuple = Tuple::new_with(t, extra, |i| old(s.positional + i))?;
            put(star, tuple.value());
        }
        for k in 0..named {
            let name = names.expect("named arguments have names").get(k);
            let value = old(given + k);
            let text = t.string_of(name);
            // the receiver is never given by name
            let hidden = self.hidden(s);
            let named =
                |(i, p): (usize, &Parameter)| i >= hidden && p.passing != Passing::PositionalOnly && p.name == text;
            let found = s.parameters.iter().enumerate().position(named);
            match found {
                Some(i) => {
                    let slot = s.slot(i);
                    if slot_value(slot).is_bound() {
                        let at = i + 1;
                        let shown = self.parser_name(t, owner);
                        return Err(t.type_error(format!(
                            "argument for {shown}() given by name ('{text}') and position ({at})"
                        )));
                    }
                    put(slot, value);
                }
                None => {
                    let Some(all) = s.star_star else {
                        let shown = self.shown(t, owner);
                        return Err(if !s.any_keyword {
                            t.type_error(format!("{shown}() takes no keyword arguments"))
                        } else {
                            let shown = self.parser_name(t, owner);
                            t.type_error(format!("{shown}() got an unexpected keyword argument '{text}'"))
                        });
                    };
                    if slot_value(all).is_unbound() {
                        let d = Dict::new(t)?;
                        put(all, d.value());
                    }
                    Dict::of(slot_value(all)).set(t, name, value)?;
                }
            }
        }
        for (i, p) in s.parameters.iter().enumerate() {
            if p.default.is_none() && slot_value(s.slot(i)).is_unbound() {
                if p.passing == Passing::PositionalOnly || i < self.hidden(s) {
                    return Err(self.arity_error(t, s, given, owner));
                }
                let shown = self.parser_name(t, owner);
                return Err(if p.passing == Passing::KeywordOnly {
                    t.type_error(format!("{shown}() missing required keyword-only argument: '{}'", p.name))
                } else {
                    let at = i + 1 - self.hidden(s);
                    t.type_error(format!("{shown}() missing required argument '{}' (pos {at})", p.name))
                });
            }
        }
        Ok(())
    }

    /// Parameters (self, cls) that messages do not count.
    fn hidden(&self, s: &Signature) -> usize {
        match self.how {
            How::Method | How::ClassMethod => 1.min(s.positional),
            How::StaticMethod if s.name == "__new__" => 1.min(s.positional),
            _ => 0,
        }
    }

    /// `list.append`, or `print`.
    fn shown(&self, t: &mut Thread, owner: Value) -> String {
        let name = self.name();
        match t.class_name_of(owner) {
            Some(class) if name == "__new__" || name == "__init__" => class,
            Some(class) if self.how != How::Function => format!("{class}.{name}"),
            _ => match module_name(t, owner) {
                Some(module) => format!("{module}.{name}"),
                None => name.to_string(),
            },
        }
    }

    /// The name in messages about keywords: `sort`, or the class for a constructor.
    fn parser_name(&self, t: &mut Thread, owner: Value) -> String {
        match self.name() {
            "__new__" | "__init__" => self.shown(t, owner),
            name => name.to_string(),
        }
    }

    #[cold]
    fn arity_error(&'static self, t: &mut Thread, s: &'static Signature, given: usize, owner: Value) -> Raised {
        let hidden = self.hidden(s);
        let shown = self.shown(t, owner);
        let (least, most) = (s.required.saturating_sub(hidden), s.positional - hidden);
        let got = given.saturating_sub(hidden);
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let by_position = s.parameters.iter().all(|p| p.passing == Passing::PositionalOnly);
        let constructor = matches!(self.name(), "__new__" | "__init__");
        let keyword_only = s.parameters.iter().any(|p| p.passing == Passing::KeywordOnly);
        let text = if given < hidden && constructor {
            format!("{shown}.__new__(): not enough arguments")
        } else if given < hidden {
            format!("unbound method {shown}() needs an argument")
        } else if most == 0 && keyword_only {
            format!("{}() takes no positional arguments", self.name())
        } else if constructor && matches!(&*shown, "int" | "str") && got > most {
            format!("{shown} expected at most {most} arguments, got {got}")
        } else if least == most && most == 0 {
            format!("{shown}() takes no arguments ({got} given)")
        } else if least == most && most == 1 && by_position && !constructor {
            format!("{shown}() takes exactly one argument ({got} given)")
        } else if by_position {
            let plain = if constructor { shown } else { self.name().to_string() };
            let how = if least == most {
                ""
            } else if got < least {
                "at least "
            } else {
                "at most "
            };
            let want = if got < least { least } else { most };
            format!("{plain} expected {how}{want} argument{}, got {got}", plural(want))
        } else {
            let name = self.parser_name(t, owner);
            let required = |p: &&Parameter| p.passing == Passing::PositionalOnly && p.default.is_none();
            let by_position = s.parameters.iter().filter(required).count().saturating_sub(hidden);
            let all = s.parameters.len() - hidden;
            if got < by_position {
                let how = if by_position < most { "at least" } else { "exactly" };
                format!("{name}() takes {how} {by_position} positional argument{} ({got} given)", plural(by_position))
            } else if got < least {
                let missing = s.parameters.iter().skip(hidden + got).find(|p| p.default.is_none());
                match missing {
                    Some(p) => format!("{name}() missing required argument '{}' (pos {})", p.name, got + 1),
                    None => format!("{name}() takes at least {least} arguments ({got} given)"),
                }
            } else if got <= all {
                let how = if least == most { "exactly" } else { "at most" };
                format!("{name}() takes {how} {most} positional argument{} ({got} given)", plural(most))
            } else {
                let how = if least == all { "exactly" } else { "at most" };
                format!("{name}() takes {how} {all} argument{} ({got} given)", plural(all))
            }
        };
        t.type_error(text)
    }
}

/// The name of the module whose function it is, unless it is a builtin's.
fn module_name(t: &mut Thread, owner: Value) -> Option<String> {
    if Thread::kind_of(owner) != Kind::Module {
        return None;
    }
    let name = t.names().__name__;
    let name = t.find_attr(owner, name).ok().flatten().and_then(Str::from)?.to_string();
    (name != "builtins").then_some(name)
}
