//! What the modes and options of a compilation change.

use pyish_bytecode::{CodeFlags, Op, Unit};
use pyish_compiler::{Options, compile, warnings};
use pyish_syntax::{Flags, Mode, Source, SyntaxError, parse};

fn unit(text: &str, mode: Mode, options: Options) -> Result<Unit, SyntaxError> {
    let src = Source::new("f.py", text);
    let ast = parse(&src, mode, Flags::default())?;
    compile(&ast, &src, options)
}

fn has(unit: &Unit, op: Op) -> bool {
    unit.codes.iter().any(|c| c.words.iter().any(|w| w.operation() == Some(op)))
}

#[test]
fn an_expression_is_returned_and_a_prompts_printed() {
    let eval = unit("x + 1", Mode::Eval, Options::default()).expect("it compiles");
    assert!(!has(&eval, Op::PrintExpr));
    let single = unit("x + 1\n", Mode::Single, Options::default()).expect("it compiles");
    assert!(has(&single, Op::PrintExpr));
    let nested = unit("def f(): x\n", Mode::Single, Options::default()).expect("it compiles");
    assert!(!has(&nested, Op::PrintExpr));
}

#[test]
fn top_level_await_makes_the_module_a_coroutine_if_it_is_used() {
    let options = || Options { top_level_await: true, ..Options::default() };
    for text in ["await x\n", "async for i in x: pass\n", "async with x: pass\n", "[i async for i in x]\n"] {
        let module = unit(text, Mode::Exec, options()).expect("it compiles");
        assert!(module.codes[0].flags.has(CodeFlags::COROUTINE), "{text}");
        assert_eq!(module.codes[0].words[0].operation(), Some(Op::MakeGenerator), "{text}");
        assert!(unit(text, Mode::Exec, Options::default()).is_err(), "{text}");
    }
    let plain = unit("async def f(): await x\n", Mode::Exec, options()).expect("it compiles");
    assert!(!plain.codes[0].flags.has(CodeFlags::COROUTINE));
    let error = unit("class A: await x\n", Mode::Exec, options()).expect_err("a class is no coroutine");
    assert_eq!(error.message, "'await' outside function");
}

#[test]
fn optimizing_drops_asserts_and_docstrings() {
    let text = "def f():\n    'doc'\n    assert x\n    return __debug__\n";
    let plain = unit(text, Mode::Exec, Options::default()).expect("it compiles");
    assert!(has(&plain, Op::LoadAssertionError) && plain.codes[1].doc.is_some());
    let two = unit(text, Mode::Exec, Options { optimize: 2, ..Options::default() }).expect("it compiles");
    assert!(!has(&two, Op::LoadAssertionError) && two.codes[1].doc.is_none());
}

#[test]
fn suspicious_code_is_warned_about() {
    let text = "x is 5\nassert (x, 'y')\n[1, (2, 3) (4)]\n[1][x, 'a']\n5 is not y\n";
    let src = Source::new("f.py", text);
    let ast = parse(&src, Mode::Exec, Flags::default()).expect("it parses");
    let found: Vec<(u32, String)> =
        warnings(&ast).into_iter().map(|w| (src.line_of(w.span.start), w.message)).collect();
    let expected = [
        (1, "\"is\" with 'int' literal. Did you mean \"==\"?"),
        (2, "assertion is always true, perhaps remove parentheses?"),
        (3, "'tuple' object is not callable; perhaps you missed a comma?"),
        (4, "list indices must be integers or slices, not tuple; perhaps you missed a comma?"),
        (5, "\"is not\" with 'int' literal. Did you mean \"!=\"?"),
    ];
    let expected: Vec<(u32, String)> = expected.map(|(line, text)| (line, text.to_owned())).into();
    assert_eq!(found, expected);
}

#[test]
fn constants_are_folded_unless_that_would_raise_or_grow() {
    for text in ["1 + 2 * 3", "'ab' * 3", "(1, 2, 'x')", "-1", "not None", "2 ** 10", "-7 // 2", "1 + 2j", "'abc'[1]"] {
        let folded = unit(text, Mode::Eval, Options::default()).expect("it compiles");
        assert_eq!(folded.codes[0].words.len(), 2, "{text}");
    }
    for text in ["1 // 0", "'a' * 100000", "2 ** 1000", "(2 ** 70 - 2 ** 71) * 'a'", "'abc'[3]", "1 << -1", "0.0 ** -1"]
    {
        let left = unit(text, Mode::Eval, Options::default()).expect("it compiles");
        assert!(left.codes[0].words.len() > 2, "{text}");
    }
    let tested = unit("x in [1, 2]", Mode::Eval, Options::default()).expect("it compiles");
    assert!(!has(&tested, Op::BuildList));
    let chain = unit("x in [1] == [1]", Mode::Eval, Options::default()).expect("it compiles");
    assert!(has(&chain, Op::BuildList));
}
