//! The abstract grammar as text: a sum or product per unindented line, its constructors below it.
//!
//! `name(attributes)` opens a sum; an indented row is a constructor with fields `name:type`, where `*` marks a list
//! and `?` an optional value. A row that starts with `=` is a product: a class of its own, directly below `AST`.

pub const GRAMMAR: &str = "\
mod
 Module body:stmt* type_ignores:type_ignore*
 Interactive body:stmt*
 Expression body:expr
 FunctionType argtypes:expr* returns:expr
stmt @
 FunctionDef name:identifier args:arguments body:stmt* decorator_list:expr* returns:expr? type_comment:string? type_params:type_param*
 AsyncFunctionDef name:identifier args:arguments body:stmt* decorator_list:expr* returns:expr? type_comment:string? type_params:type_param*
 ClassDef name:identifier bases:expr* keywords:keyword* body:stmt* decorator_list:expr* type_params:type_param*
 Return value:expr?
 Delete targets:expr*
 Assign targets:expr* value:expr type_comment:string?
 TypeAlias name:expr type_params:type_param* value:expr
 AugAssign target:expr op:operator value:expr
 AnnAssign target:expr annotation:expr value:expr? simple:int
 For target:expr iter:expr body:stmt* orelse:stmt* type_comment:string?
 AsyncFor target:expr iter:expr body:stmt* orelse:stmt* type_comment:string?
 While test:expr body:stmt* orelse:stmt*
 If test:expr body:stmt* orelse:stmt*
 With items:withitem* body:stmt* type_comment:string?
 AsyncWith items:withitem* body:stmt* type_comment:string?
 Match subject:expr cases:match_case*
 Raise exc:expr? cause:expr?
 Try body:stmt* handlers:excepthandler* orelse:stmt* finalbody:stmt*
 TryStar body:stmt* handlers:excepthandler* orelse:stmt* finalbody:stmt*
 Assert test:expr msg:expr?
 Import names:alias*
 ImportFrom module:identifier? names:alias* level:int?
 Global names:identifier*
 Nonlocal names:identifier*
 Expr value:expr
 Pass
 Break
 Continue
expr @
 BoolOp op:boolop values:expr*
 NamedExpr target:expr value:expr
 BinOp left:expr op:operator right:expr
 UnaryOp op:unaryop operand:expr
 Lambda args:arguments body:expr
 IfExp test:expr body:expr orelse:expr
 Dict keys:expr* values:expr*
 Set elts:expr*
 ListComp elt:expr generators:comprehension*
 SetComp elt:expr generators:comprehension*
 DictComp key:expr value:expr generators:comprehension*
 GeneratorExp elt:expr generators:comprehension*
 Await value:expr
 Yield value:expr?
 YieldFrom value:expr
 Compare left:expr ops:cmpop* comparators:expr*
 Call func:expr args:expr* keywords:keyword*
 FormattedValue value:expr conversion:int format_spec:expr?
 Interpolation value:expr str:constant conversion:int format_spec:expr?
 JoinedStr values:expr*
 TemplateStr values:expr*
 Constant value:constant kind:string?
 Attribute value:expr attr:identifier ctx:expr_context
 Subscript value:expr slice:expr ctx:expr_context
 Starred value:expr ctx:expr_context
 Name id:identifier ctx:expr_context
 List elts:expr* ctx:expr_context
 Tuple elts:expr* ctx:expr_context
 Slice lower:expr? upper:expr? step:expr?
expr_context
 Load
 Store
 Del
boolop
 And
 Or
operator
 Add
 Sub
 Mult
 MatMult
 Div
 Mod
 Pow
 LShift
 RShift
 BitOr
 BitXor
 BitAnd
 FloorDiv
unaryop
 Invert
 Not
 UAdd
 USub
cmpop
 Eq
 NotEq
 Lt
 LtE
 Gt
 GtE
 Is
 IsNot
 In
 NotIn
=comprehension target:expr iter:expr ifs:expr* is_async:int
excepthandler @
 ExceptHandler type:expr? name:identifier? body:stmt*
=arguments posonlyargs:arg* args:arg* vararg:arg? kwonlyargs:arg* kw_defaults:expr* kwarg:arg? defaults:expr*
=@arg arg:identifier annotation:expr? type_comment:string?
=@keyword arg:identifier? value:expr
=@alias name:identifier asname:identifier?
=withitem context_expr:expr optional_vars:expr?
=match_case pattern:pattern guard:expr? body:stmt*
pattern !
 MatchValue value:expr
 MatchSingleton value:constant
 MatchSequence patterns:pattern*
 MatchMapping keys:expr* patterns:pattern* rest:identifier?
 MatchClass cls:expr patterns:pattern* kwd_attrs:identifier* kwd_patterns:pattern*
 MatchStar name:identifier?
 MatchAs pattern:pattern? name:identifier?
 MatchOr patterns:pattern*
type_ignore
 TypeIgnore lineno:int tag:string
type_param !
 TypeVar name:identifier bound:expr? default_value:expr?
 ParamSpec name:identifier default_value:expr?
 TypeVarTuple name:identifier default_value:expr?
";

/// A field of a class.
pub struct Field {
    pub name: &'static str,
    pub of: &'static str,
    /// `b'*'`, `b'?'` or 0
    pub mark: u8,
}

/// A class of the tree.
pub struct Node {
    pub name: &'static str,
    pub base: &'static str,
    pub fields: Vec<Field>,
    /// 0: none; `@`: positions, the end optional; `!`: positions, the end required
    pub attributes: u8,
    pub is_sum: bool,
}

/// The classes in the order of the text: each base before what derives from it.
pub fn nodes() -> Vec<Node> {
    let mut out = Vec::new();
    let (mut base, mut sum_attributes) = ("", 0);
    for line in GRAMMAR.lines() {
        let mut words = line.split_ascii_whitespace();
        let Some(first) = words.next() else { continue };
        if line.starts_with(' ') {
            out.push(Node { name: first, base, fields: fields(words), attributes: sum_attributes, is_sum: false });
        } else if let Some(product) = first.strip_prefix('=') {
            let (name, attributes) = product.strip_prefix('@').map_or((product, 0), |n| (n, b'@'));
            out.push(Node { name, base: "AST", fields: fields(words), attributes, is_sum: false });
        } else {
            base = first;
            sum_attributes = words.next().map_or(0, |w| w.as_bytes()[0]);
            out.push(Node { name: base, base: "AST", fields: Vec::new(), attributes: sum_attributes, is_sum: true });
        }
    }
    out
}

fn fields(words: std::str::SplitAsciiWhitespace<'static>) -> Vec<Field> {
    words
        .filter_map(|w| w.split_once(':'))
        .map(|(name, of)| {
            let plain = of.trim_end_matches(['*', '?']);
            Field { name, of: plain, mark: of.as_bytes().get(plain.len()).copied().unwrap_or(0) }
        })
        .collect()
}
