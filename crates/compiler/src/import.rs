//! Imports, and what `from __future__` asks for.

use pyish_bytecode::{Const, Op};
use pyish_syntax::ast::{Alias, Constant, Expr, Mod, Seq, Stmt, StmtId, Sym};
use pyish_syntax::{Ast, Source, Span};

use crate::assembler::Reg;
use crate::{Compiler, Fallible};

/// Future features in force.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Future {
    pub annotations: bool,
    /// where the last of the leading `from __future__` statements ends
    last: u32,
}

const FEATURES: [&str; 10] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

impl Future {
    pub fn find(ast: &Ast, src: &Source, annotations: bool) -> Fallible<Future> {
        let mut future = Future { annotations, last: 0 };
        let (Mod::Module { body } | Mod::Interactive { body }) = ast.root() else { return Ok(future) };
        for (i, &id) in ast.seq(body).iter().enumerate() {
            match *ast.stmt(id) {
                Stmt::ImportFrom { module: Some(module), names, level: 0 } if ast.name(module) == "__future__" => {
                    future.last = ast.span(id).end;
                    for alias in ast.seq(names) {
                        let name = ast.name(alias.name);
                        if name == "annotations" {
                            future.annotations = true;
                        }
                        if !FEATURES.contains(&name) {
                            let message = match name {
                                "braces" => "not a chance".to_owned(),
                                _ => format!("future feature {name} is not defined"),
                            };
                            return Err(Box::new(src.syntax_error(message, alias.span)));
                        }
                    }
                }
                Stmt::Expr { value } if i == 0 => {
                    if !matches!(ast.expr(value), Expr::Constant { value: Constant::Str(_), .. }) {
                        break;
                    }
                }
                _ => break,
            }
        }
        Ok(future)
    }
}

impl Compiler<'_> {
    fn import_name(&mut self, dest: Reg, name: &str, level: u32, from: Const, span: Span) {
        let mark = self.mark();
        let block = self.temps(2);
        self.load_const(block, Const::Int(i64::from(level)), span);
        self.load_const(block + 1, from, span);
        let name = self.names.intern(name);
        let k = self.plain_name(name);
        self.emit(Op::ImportName, 0, dest, block, k, span);
        self.release(mark);
    }

    pub(crate) fn import(&mut self, names: Seq<Alias>, span: Span) -> Fallible<()> {
        for alias in self.ast.seq(names) {
            let mark = self.mark();
            let t = self.temp();
            let text = self.ast.name(alias.name).to_owned();
            self.import_name(t, &text, 0, Const::None, span);
            let mut parts = text.split('.');
            let first = parts.next().unwrap_or_default();
            match alias.asname {
                Some(asname) => {
                    // `import a.b.c as d` binds the innermost module.
                    for part in parts {
                        let name = self.names.intern(part);
                        let k = self.plain_name(name);
                        let next = self.temp();
                        self.emit(Op::ImportFrom, 0, next, t, k, span);
                        self.mov(t, next, span);
                        self.release(next);
                    }
                    let name = self.mangled(asname);
                    self.store_name(name, t, span);
                }
                None => {
                    let name = self.names.intern(first);
                    let class = self.scope_class();
                    let name = self.names.mangle(class, name);
                    self.store_name(name, t, span);
                }
            }
            self.release(mark);
        }
        Ok(())
    }

    pub(crate) fn import_from(
        &mut self,
        id: StmtId,
        module: Option<Sym>,
        names: Seq<Alias>,
        level: u32,
    ) -> Fallible<()> {
        let span = self.ast.span(id);
        let text = module.map_or(String::new(), |m| self.ast.name(m).to_owned());
        if text == "__future__" && level == 0 && span.start >= self.future.last {
            return self.error("from __future__ imports must occur at the beginning of the file", span);
        }
        let mark = self.mark();
        let t = self.temp();
        let names = self.ast.seq(names);
        let from = names.iter().map(|a| Const::Str(self.ast.str(a.name).as_bytes().into())).collect();
        self.import_name(t, &text, level, Const::Tuple(from), span);
        for alias in names {
            if self.ast.name(alias.name) == "*" {
                self.emit(Op::ImportStar, 0, t, 0, 0, span);
                continue;
            }
            let inner = self.mark();
            let value = self.temp();
            let name = self.names.of(alias.name);
            let k = self.plain_name(name);
            self.emit(Op::ImportFrom, 0, value, t, k, span);
            let name = self.mangled(alias.asname.unwrap_or(alias.name));
            self.store_name(name, value, span);
            self.release(inner);
        }
        self.release(mark);
        Ok(())
    }
}
