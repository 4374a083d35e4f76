//! Warnings about code that is legal and almost certainly meant otherwise, with CPython's texts:
//! `x is 5`, `assert (x, "text")`, calls and subscripts of literals that a forgotten comma makes.

use pyish_syntax::ast::{CmpOp, Constant, Expr, ExprContext, ExprId, Stmt};
use pyish_syntax::{Ast, Span, Warning, WarningCategory};

/// All warnings of a tree: the parser's, then the compiler's in source order.
pub fn warnings(ast: &Ast) -> Vec<Warning> {
    let mut found = Vec::new();
    for id in ast.expr_ids() {
        expression(ast, id, &mut found);
    }
    for id in ast.stmt_ids() {
        if let Stmt::Assert { test, .. } = *ast.stmt(id)
            && let Expr::Tuple { elts, .. } = *ast.expr(test)
            && !elts.is_empty()
        {
            let message = "assertion is always true, perhaps remove parentheses?".to_owned();
            found.push((ast.span(id), message));
        }
    }
    found.sort_by_key(|(span, _)| span.start);
    let own =
        found.into_iter().map(|(span, message)| Warning { category: WarningCategory::SyntaxWarning, message, span });
    ast.warnings().iter().cloned().chain(own).collect()
}

fn expression(ast: &Ast, id: ExprId, found: &mut Vec<(Span, String)>) {
    match *ast.expr(id) {
        Expr::Compare { left, ops, comparators } => {
            let mut left = left;
            for (&op, &right) in ast.seq(ops).iter().zip(ast.seq(comparators)) {
                let (word, instead) = match op {
                    CmpOp::Is => ("is", "=="),
                    CmpOp::IsNot => ("is not", "!="),
                    _ => {
                        left = right;
                        continue;
                    }
                };
                if let Some(kind) = identity_literal(ast, left).or_else(|| identity_literal(ast, right)) {
                    let message = format!("\"{word}\" with '{kind}' literal. Did you mean \"{instead}\"?");
                    found.push((ast.span(id), message));
                    // One warning a comparison is enough.
                    return;
                }
                left = right;
            }
        }
        Expr::Call { func, .. } => {
            if let Some(kind) = uncallable(ast, func) {
                let message = format!("'{kind}' object is not callable; perhaps you missed a comma?");
                found.push((ast.span(func), message));
            }
        }
        Expr::Subscript { value, slice, ctx: ExprContext::Load } => {
            if let Some(kind) = no_container(ast, value) {
                let message = format!("'{kind}' object is not subscriptable; perhaps you missed a comma?");
                found.push((ast.span(value), message));
            } else if let (Some(kind), Some(index)) = (sequence(ast, value), type_of(ast, slice))
                && !matches!(index, "int" | "bool")
            {
                let message =
                    format!("{kind} indices must be integers or slices, not {index}; perhaps you missed a comma?");
                found.push((ast.span(value), message));
            }
        }
        _ => {}
    }
}

/// The type of a literal whose identity nobody promises.
fn identity_literal(ast: &Ast, id: ExprId) -> Option<&'static str> {
    match ast.expr(id) {
        Expr::Constant { value: Constant::None | Constant::True | Constant::False | Constant::Ellipsis, .. } => None,
        Expr::Constant { .. } => type_of(ast, id),
        _ => None,
    }
}

fn uncallable(ast: &Ast, id: ExprId) -> Option<&'static str> {
    match ast.expr(id) {
        Expr::Lambda { .. } => None,
        _ => type_of(ast, id),
    }
}

fn no_container(ast: &Ast, id: ExprId) -> Option<&'static str> {
    let none = match ast.expr(id) {
        Expr::Constant { value, .. } => {
            !matches!(value, Constant::Str(_) | Constant::Bytes(_) | Constant::True | Constant::False)
        }
        Expr::Set { .. } | Expr::SetComp { .. } | Expr::GeneratorExp { .. } | Expr::Lambda { .. } => true,
        _ => false,
    };
    if none { type_of(ast, id) } else { None }
}

fn sequence(ast: &Ast, id: ExprId) -> Option<&'static str> {
    match ast.expr(id) {
        Expr::Constant { value: Constant::Str(_) | Constant::Bytes(_), .. }
        | Expr::Tuple { .. }
        | Expr::List { .. }
        | Expr::ListComp { .. }
        | Expr::JoinedStr { .. } => type_of(ast, id),
        _ => None,
    }
}

/// The type of what a display or literal makes.
fn type_of(ast: &Ast, id: ExprId) -> Option<&'static str> {
    Some(match ast.expr(id) {
        Expr::Tuple { .. } => "tuple",
        Expr::List { .. } | Expr::ListComp { .. } => "list",
        Expr::Dict { .. } | Expr::DictComp { .. } => "dict",
        Expr::Set { .. } | Expr::SetComp { .. } => "set",
        Expr::GeneratorExp { .. } => "generator",
        Expr::Lambda { .. } => "function",
        Expr::JoinedStr { .. } => "str",
        Expr::TemplateStr { .. } => "string.templatelib.Template",
        Expr::Constant { value, .. } => match value {
            Constant::None => "NoneType",
            Constant::True | Constant::False => "bool",
            Constant::Ellipsis => "ellipsis",
            Constant::Int(_) | Constant::BigInt(_) => "int",
            Constant::Float(_) => "float",
            Constant::Complex(_) => "complex",
            Constant::Str(_) => "str",
            Constant::Bytes(_) => "bytes",
        },
        _ => return None,
    })
}
