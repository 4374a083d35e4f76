//! Trees of small sources, as `python3 -m ast` prints them, squeezed to one line.

use pyish_syntax::{Flags, Mode, Source, dump, parse};

fn tree(text: &str) -> String {
    let src = Source::new("<test>", text);
    let tree = parse(&src, Mode::Exec, Flags::default()).unwrap_or_else(|e| panic!("{text:?}: {e}"));
    let lines = dump(&tree, &src, false);
    let joined = lines.lines().map(str::trim_start).collect::<Vec<_>>().join(" ");
    joined.replace("( ", "(").replace("[ ", "[").replace(", ctx=Load()", "").replace("Constant(value=", "(")
}

/// The body of the one statement of a source.
fn stmt(text: &str) -> String {
    let tree = tree(text);
    tree.strip_prefix("Module(body=[").and_then(|t| t.strip_suffix("])")).map(str::to_owned).unwrap_or(tree)
}

fn expr(text: &str) -> String {
    let stmt = stmt(text);
    stmt.strip_prefix("Expr(value=").and_then(|t| t.strip_suffix(")")).map(str::to_owned).unwrap_or(stmt)
}

fn refused(text: &str) -> bool {
    parse(&Source::new("<test>", text), Mode::Exec, Flags::default()).is_err()
}

#[test]
fn operators_bind_as_in_the_language() {
    assert_eq!(
        expr("-a ** -b"),
        "UnaryOp(op=USub(), operand=BinOp(left=Name(id='a'), op=Pow(), right=UnaryOp(op=USub(), operand=Name(id='b'))))"
    );
    assert_eq!(
        expr("a < b == c"),
        "Compare(left=Name(id='a'), ops=[Lt(), Eq()], comparators=[Name(id='b'), Name(id='c')])"
    );
    assert_eq!(
        expr("(a < b) == c"),
        "Compare(left=Compare(left=Name(id='a'), ops=[Lt()], comparators=[Name(id='b')]), ops=[Eq()], comparators=[Name(id='c')])"
    );
}

#[test]
fn soft_keywords_are_names_elsewhere() {
    for text in [
        "match = 1",
        "match(x)",
        "match[x]",
        "match.x",
        "print(match, case, type, _)",
        "type = type",
        "case: int = 3",
        "match, case = x",
        "type(x)",
        "match * a",
        "lambda type: type",
    ] {
        assert!(!refused(text), "{text}");
    }
    assert!(stmt("match x:\n  case 1: pass").starts_with("Match("));
    assert!(stmt("match (x):\n  case _: pass").starts_with("Match("));
    assert!(stmt("match -x, *y:\n  case _: pass").starts_with("Match("));
    assert!(stmt("type X = int").starts_with("TypeAlias("));
    assert!(stmt("if x: type X = int").contains("TypeAlias("));
    assert!(stmt("match case:\n  case match: case = match").contains("Assign("));
}

#[test]
fn parenthesised_with_is_items_or_a_tuple() {
    let items = |text: &str| stmt(&format!("with {text}: pass")).matches("withitem(").count();
    assert_eq!(items("(a, b)"), 2);
    assert_eq!(items("(a, b) as c"), 1);
    assert_eq!(items("(a as b, c as d,)"), 2);
    assert_eq!(items("(a, *b)"), 1);
    assert_eq!(items("(a := b)"), 1);
    assert_eq!(items("(yield)"), 1);
    assert_eq!(items("(x for x in y)"), 1);
    assert_eq!(items("()"), 1);
    assert_eq!(items("(a), (b)"), 2);
    assert_eq!(items("(a)(b) as c, d"), 2);
    assert!(refused("with (a as b, *c): pass"));
}

#[test]
fn fstrings_nest() {
    assert_eq!(
        expr("f'a{b!r:>{w}}c' 'd'"),
        "JoinedStr(values=[('a'), FormattedValue(value=Name(id='b'), conversion=114, format_spec=JoinedStr(values=[('>'), FormattedValue(value=Name(id='w'), conversion=-1)])), ('cd')])"
    );
    assert_eq!(expr("f'{x = }'"), "JoinedStr(values=[('x = '), FormattedValue(value=Name(id='x'), conversion=114)])");
    assert_eq!(expr("f'{{}}'"), "JoinedStr(values=[('{}')])");
    for text in [
        "f'{f'{f'{1}'}'}'",
        "f'{a['b']}'",
        "f'{x:=5}'",
        "f'{(x:=5)}'",
        "f'{a!=b}'",
        "f'''{\na # c\n}'''",
        "f'{a:\\N{DIGIT ONE}}'",
        "rf'\\{a}'",
        "f'{lambda_}'",
        "f'{*a, b}'",
    ] {
        assert!(!refused(text), "{text}");
    }
}

#[test]
fn template_strings_keep_the_text() {
    assert_eq!(
        expr("t'a{ b + 1 !s:x}'"),
        "TemplateStr(values=[('a'), Interpolation(value=BinOp(left=Name(id='b'), op=Add(), right=(1)), str=' b + 1', conversion=115, format_spec=JoinedStr(values=[('x')]))])"
    );
    assert!(refused("t'a' 'b'"));
    assert!(!refused("rt'a' t'b'"));
}

#[test]
fn strings_decode() {
    assert_eq!(
        expr(
            r"'\x41\u0416\U0001F600\101\N{BULLET}\
z'"
        ),
        "('AЖ😀A•z')"
    );
    assert_eq!(expr(r"'\ud800'"), r"('\ud800')");
    assert_eq!(expr(r"b'\xff\n' rb'\n'"), r"(b'\xff\n\\n')");
    assert_eq!(expr("u'a'"), "('a', kind='u')");
}

#[test]
fn numbers_have_their_values() {
    assert_eq!(expr("0xFFFF_FFFF_FFFF_FFFF"), "(18446744073709551615)");
    assert_eq!(expr("9223372036854775807"), "(9223372036854775807)");
    assert_eq!(expr("9223372036854775808"), "(9223372036854775808)");
    assert_eq!(expr("123456789012345678901234567890"), "(123456789012345678901234567890)");
    assert_eq!(expr("1e16"), "(1e+16)");
    assert_eq!(expr("1e15"), "(1000000000000000.0)");
    assert_eq!(expr("0.0001"), "(0.0001)");
    assert_eq!(expr("0.00001"), "(1e-05)");
    assert_eq!(expr("99.998809814453125"), "(99.99880981445312)");
    assert_eq!(expr("0.001"), "(0.001)");
    assert_eq!(expr("123.5"), "(123.5)");
    assert_eq!(expr("100.0"), "(100.0)");
    assert_eq!(expr("5e-324"), "(5e-324)");
    assert_eq!(expr("1e999"), "(inf)");
    assert_eq!(expr("3j"), "(3j)");
    assert_eq!(expr("00"), "(0)");
    assert!(!refused("1if x else 2"));
}

#[test]
fn new_syntax_of_3_14() {
    assert!(stmt("try: pass\nexcept A, B: pass").contains("type=Tuple("));
    assert!(stmt("try: pass\nexcept* A, B: pass").starts_with("TryStar("));
    assert!(refused("try: pass\nexcept A, B as c: pass"));
    assert!(!refused("def f[T: int = str, *Ts = *tuple[int], **P = [int]](*args: *Ts): pass"));
    assert!(!refused("x[*a, b:c]"));
    assert!(!refused("for x in *a, b: pass"));
    assert!(!refused("@a[0].b(c) or d\ndef f(): pass"));
}

#[test]
fn targets_are_checked() {
    for text in [
        "f() = 1",
        "a + b = c",
        "(a, 1) = c",
        "a = 1 = b",
        "f() += 1",
        "(a, b): int",
        "del f()",
        "for 1 in x: pass",
        "with a as b(): pass",
        "[x for 1 in y]",
        "(a := 1) = 2",
        "*a, = 1, **b",
        "(x, y) += 1",
        "del *a",
        "import a as b.c",
        "lambda: (yield) = 1",
    ] {
        assert!(refused(text), "{text}");
    }
    for text in [
        "*a, = b",
        "[a, *b] = c",
        "(a) = 1",
        "(a.b)[c] = d",
        "(a): int = 3",
        "del (a, [b]), c",
        "for a.b, *c[0] in x: pass",
        "with a as (b, c): pass",
        "x: int",
        "a.b: int = *c, d",
    ] {
        assert!(!refused(text), "{text}");
    }
}

#[test]
fn a_long_chain_needs_no_stack() {
    let run = || {
        for text in [
            "-".repeat(100_000) + "1",
            "a".to_owned() + &".b".repeat(100_000),
            "1+".repeat(100_000) + "1",
            "not ".repeat(50_000) + "x",
        ] {
            let src = Source::new("<test>", text);
            let tree = parse(&src, Mode::Exec, Flags::default()).expect("a chain is read");
            drop(tree);
        }
        let src = Source::new("<test>", "not ".repeat(50_000));
        parse(&src, Mode::Exec, Flags::default()).expect_err("nothing to negate");
        let deep = Source::new("<test>", "a".to_owned() + &".b".repeat(2_000));
        let tree = parse(&deep, Mode::Exec, Flags::default()).expect("a chain is read");
        assert!(dump(&tree, &deep, true).len() > 100_000);
    };
    let small = std::thread::Builder::new().stack_size(128 * 1024);
    small.spawn(run).expect("a thread").join().expect("128 KB of stack are enough");
}

#[test]
fn modes() {
    let eval = |text: &str| parse(&Source::new("<test>", text), Mode::Eval, Flags::default());
    assert!(eval("a, b\n\n").is_ok());
    assert!(eval("a = 1").is_err());
    assert!(eval("*a").is_err());
    let single = |text: &str| parse(&Source::new("<test>", text), Mode::Single, Flags::default());
    assert!(single("a; b\n").is_ok());
    assert!(single("if a:\n  b\n").is_ok());
    assert_eq!(
        single("a\nb\n").expect_err("two lines").message,
        "multiple statements found while compiling a single statement"
    );
    let more = Flags { incomplete_input: true, ..Flags::default() };
    let kind = |text: &str| parse(&Source::new("<test>", text), Mode::Single, more).map_err(|e| e.kind.name());
    assert_eq!(kind("if a:\n").err(), Some("_IncompleteInputError"));
    assert_eq!(kind("f(\n").err(), Some("_IncompleteInputError"));
    assert_eq!(kind("'''a\n").err(), Some("_IncompleteInputError"));
    assert_eq!(kind("a b\n").err(), Some("SyntaxError"));
}

#[test]
fn sources_are_decoded() {
    let name = |bytes: &[u8]| {
        let src = Source::decode("f.py", bytes).map_err(|e| e.message)?;
        parse(&src, Mode::Exec, Flags::default()).map(|t| dump(&t, &src, false)).map_err(|e| e.message)
    };
    let cyrillic = name(b"# coding: cp1251\nx = '\xef\xf0\xe8'").expect("cp1251 is known");
    assert!(cyrillic.contains("при"));
    assert!(name(b"#!/bin/sh\n# -*- coding: latin-1 -*-\nx = '\xe9'").expect("latin-1").contains('é'));
    assert!(name(b"\xef\xbb\xbfx = 1").is_ok());
    assert_eq!(name(b"# coding: nonsense\n"), Err("encoding problem: nonsense".into()));
    assert!(name(b"x = '\xff'").expect_err("not UTF-8").starts_with("Non-UTF-8 code starting with '\\xff'"));
    // Identifiers are in NFKC.
    assert!(tree("ﬁ = 1").contains("id='fi'"));
}
