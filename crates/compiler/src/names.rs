//! Names as the compiler uses them: the tree's symbols, plus those the tree does not mention
//! (`__class__`, `.0`, mangled private names). A `Name` is an index; equal texts have equal names.

use std::collections::HashMap;

use pyish_syntax::Ast;
use pyish_syntax::ast::Sym;

/// An identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name(u32);

pub(crate) struct Names<'a> {
    ast: &'a Ast,
    symbols: Vec<Option<Sym>>,
    extra: Vec<Box<str>>,
    by_text: HashMap<Box<str>, Name>,
    mangled: HashMap<(Name, Name), Name>,
}

impl<'a> Names<'a> {
    pub fn new(ast: &'a Ast) -> Names<'a> {
        Names {
            ast,
            symbols: vec![None; ast.sym_count()],
            extra: Vec::new(),
            by_text: HashMap::new(),
            mangled: HashMap::new(),
        }
    }

    pub fn of(&mut self, sym: Sym) -> Name {
        self.symbols[sym.index()] = Some(sym);
        Name(sym.index() as u32)
    }

    pub fn intern(&mut self, text: &str) -> Name {
        if let Some(sym) = self.ast.find(text) {
            return self.of(sym);
        }
        if let Some(&name) = self.by_text.get(text) {
            return name;
        }
        let name = Name((self.symbols.len() + self.extra.len()) as u32);
        self.extra.push(text.into());
        self.by_text.insert(text.into(), name);
        name
    }

    pub fn text(&self, name: Name) -> &str {
        let at = name.0 as usize;
        match self.symbols.get(at) {
            Some(Some(sym)) => self.ast.name(*sym),
            Some(None) => "",
            None => &self.extra[at - self.symbols.len()],
        }
    }

    /// A name inside `class`: `__x` becomes `_Class__x`, unless it ends in `__` or holds a dot.
    pub fn mangle(&mut self, class: Option<Name>, name: Name) -> Name {
        let Some(class) = class else { return name };
        let text = self.text(name);
        if !text.starts_with("__") || text.ends_with("__") || text.contains('.') {
            return name;
        }
        if let Some(&done) = self.mangled.get(&(class, name)) {
            return done;
        }
        let stem = self.text(class).trim_start_matches('_');
        let done = if stem.is_empty() {
            name
        } else {
            let whole = format!("_{stem}{}", self.text(name));
            self.intern(&whole)
        };
        self.mangled.insert((class, name), done);
        done
    }
}
