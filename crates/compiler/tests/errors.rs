//! Errors that the compiler raises: message and position, CPython's (line:column-line:column).

use pyish_compiler::{Options, compile};
use pyish_syntax::{Flags, Mode, Source, parse};

const ERRORS: &[(&str, &str)] = &[
    ("def f(x): global x", "name 'x' is parameter and global @ 1:11-1:19"),
    ("def f():\n    x = 1\n    global x", "name 'x' is assigned to before global declaration @ 3:5-3:13"),
    ("def f():\n    print(x)\n    global x", "name 'x' is used prior to global declaration @ 3:5-3:13"),
    ("def f():\n    x: int\n    global x", "annotated name 'x' can't be global @ 3:5-3:13"),
    ("def f():\n    nonlocal x", "no binding for nonlocal 'x' found @ 2:5-2:15"),
    ("nonlocal x", "nonlocal declaration not allowed at module level @ 1:1-1:11"),
    ("def f(x):\n    def g(x):\n        nonlocal x", "name 'x' is parameter and nonlocal @ 3:9-3:19"),
    (
        "def f():\n    def g():\n        x = 1\n        nonlocal x",
        "name 'x' is assigned to before nonlocal declaration @ 4:9-4:19",
    ),
    (
        "def f():\n    x = 1\n    def g():\n        print(x)\n        nonlocal x",
        "name 'x' is used prior to nonlocal declaration @ 5:9-5:19",
    ),
    ("def f():\n    global x\n    nonlocal x", "name 'x' is nonlocal and global @ 2:5-2:13"),
    (
        "def f():\n    x = 3\n    def g():\n        global x\n        nonlocal x",
        "name 'x' is nonlocal and global @ 4:9-4:17",
    ),
    ("def f(a, a): pass", "duplicate argument 'a' in function definition @ 1:10-1:11"),
    ("lambda a, *a: 1", "duplicate argument 'a' in function definition @ 1:12-1:13"),
    ("return 1", "'return' outside function @ 1:1-1:9"),
    ("class A:\n    return 1", "'return' outside function @ 2:5-2:13"),
    ("yield 1", "'yield' outside function @ 1:1-1:8"),
    ("class A: yield 1", "'yield' outside function @ 1:10-1:17"),
    ("await x", "'await' outside function @ 1:1-1:8"),
    ("def f(): await x", "'await' outside async function @ 1:10-1:17"),
    ("def f():\n    async for i in x: pass", "'async for' outside async function @ 2:5-2:27"),
    ("def f():\n    async with i as x: pass", "'async with' outside async function @ 2:5-2:28"),
    ("async with i as x: pass", "'async with' outside async function @ 1:1-1:24"),
    ("def f(): [x async for x in y]", "asynchronous comprehension outside of an asynchronous function @ 1:10-1:30"),
    ("async def f(): yield from x", "'yield from' inside async function @ 1:16-1:28"),
    ("async def f():\n    yield 1\n    return 2", "'return' with value in async generator @ 3:5-3:13"),
    ("def f():\n    from a import *", "import * only allowed at module level @ 2:19-2:20"),
    ("class A:\n    from a import *", "import * only allowed at module level @ 2:19-2:20"),
    ("[y := 1 for y in x]", "assignment expression cannot rebind comprehension iteration variable 'y' @ 1:2-1:3"),
    (
        "[x for x in (y := 1)]",
        "assignment expression cannot be used in a comprehension iterable expression @ 1:14-1:20",
    ),
    (
        "[[(y := 1) for x in z] for y in q]",
        "assignment expression cannot rebind comprehension iteration variable 'y' @ 1:4-1:5",
    ),
    (
        "class A: [y := 1 for x in z]",
        "assignment expression within a comprehension cannot be used in a class body @ 1:11-1:12",
    ),
    ("[(yield x) for x in y]", "'yield' inside list comprehension @ 1:3-1:10"),
    ("def f(): [(yield x) for x in y]", "'yield' inside list comprehension @ 1:12-1:19"),
    ("def f(): {(yield x) for x in y}", "'yield' inside set comprehension @ 1:12-1:19"),
    ("def f(): ((yield x) for x in y)", "'yield' inside generator expression @ 1:12-1:19"),
    ("break", "'break' outside loop @ 1:1-1:6"),
    ("continue", "'continue' not properly in loop @ 1:1-1:9"),
    ("def f():\n    while 1:\n        def g(): break", "'break' outside loop @ 3:18-3:23"),
    ("if 1:\n    continue", "'continue' not properly in loop @ 2:5-2:13"),
    ("try: pass\nexcept: pass\nexcept E: pass", "default 'except:' must be last @ 2:1-2:13"),
    (
        "for x in y:\n    try: pass\n    except* E: break",
        "'break', 'continue' and 'return' cannot appear in an except* block @ 3:16-3:21",
    ),
    (
        "def f():\n    try: pass\n    except* E: return 1",
        "'break', 'continue' and 'return' cannot appear in an except* block @ 3:23-3:24",
    ),
    ("*a = 1", "starred assignment target must be in a list or tuple @ 1:1-1:3"),
    ("*a", "can't use starred expression here @ 1:1-1:3"),
    ("print(*a, **b, c=1, c=2)", "keyword argument repeated: c @ 1:21-1:24"),
    ("f(a=1, a=2)", "keyword argument repeated: a @ 1:8-1:11"),
    ("a, *b, *c = x", "multiple starred expressions in assignment @ 1:1-1:10"),
    ("del __debug__", "cannot delete __debug__ @ 1:5-1:14"),
    ("__debug__ = 1", "cannot assign to __debug__ @ 1:1-1:10"),
    ("def f(__debug__): pass", "cannot assign to __debug__ @ 1:7-1:16"),
    ("f(__debug__=1)", "cannot assign to __debug__ @ 1:3-1:14"),
    ("x.__debug__ = 1", "cannot assign to __debug__ @ 1:1-1:12"),
    ("import __debug__", "cannot assign to __debug__ @ 1:8-1:17"),
    ("class C(__debug__=1): pass", "cannot assign to __debug__ @ 1:9-1:20"),
    ("for __debug__ in x: pass", "cannot assign to __debug__ @ 1:5-1:14"),
    ("match x:\n    case _: pass\n    case 1: pass", "wildcard makes remaining patterns unreachable @ 2:10-2:11"),
    (
        "match x:\n    case y: pass\n    case 1: pass",
        "name capture 'y' makes remaining patterns unreachable @ 2:10-2:11",
    ),
    ("match x:\n    case y | 1: pass", "name capture 'y' makes remaining patterns unreachable @ 2:10-2:11"),
    ("match x:\n    case (y | z): pass", "name capture 'y' makes remaining patterns unreachable @ 2:11-2:12"),
    ("match x:\n    case [y, y]: pass", "multiple assignments to name 'y' in pattern @ 2:14-2:15"),
    ("match x:\n    case [y] | [z]: pass", "alternative patterns bind different names @ 2:10-2:19"),
    ("match x:\n    case [*y, *z]: pass", "multiple starred names in sequence pattern @ 2:10-2:18"),
    ("match x:\n    case A(b=1, b=2): pass", "attribute name repeated in class pattern: b @ 2:19-2:20"),
    ("match x:\n    case {\"a\": 1, \"a\": 2}: pass", "mapping pattern checks duplicate key ('a') @ 2:10-2:26"),
    ("match x:\n    case {1: 1, 1: 2}: pass", "mapping pattern checks duplicate key (1) @ 2:10-2:22"),
    ("from __future__ import foo", "future feature foo is not defined @ 1:24-1:27"),
    ("from __future__ import braces", "not a chance @ 1:24-1:30"),
    (
        "x = 1\nfrom __future__ import annotations",
        "from __future__ imports must occur at the beginning of the file @ 2:1-2:35",
    ),
    ("def f[T, T](): pass", "duplicate type parameter 'T' @ 1:10-1:11"),
    ("def f[T]():\n    nonlocal T", "nonlocal binding not allowed for type parameter 'T' @ 2:5-2:15"),
    ("type X[T: (yield 1)] = int", "yield expression cannot be used within a TypeVar bound @ 1:12-1:19"),
    ("type X = (yield 1)", "yield expression cannot be used within a type alias @ 1:11-1:18"),
    ("type X[T = (x := 1)] = 1", "named expression cannot be used within a TypeVar default @ 1:13-1:19"),
    ("def f[T = int, U](): pass", "non-default type parameter 'U' follows default type parameter @ 1:16-1:17"),
    ("def f(x: (yield 1)): pass", "yield expression cannot be used within an annotation @ 1:11-1:18"),
    ("def f() -> (await y): pass", "await expression cannot be used within an annotation @ 1:13-1:20"),
    ("def f(x: (y := 1)): pass", "named expression cannot be used within an annotation @ 1:11-1:17"),
    ("class A[T](x := 1): pass", "named expression cannot be used within the definition of a generic @ 1:12-1:18"),
    ("x: (yield 1) = 3", "yield expression cannot be used within an annotation @ 1:5-1:12"),
    (
        "async def f():\n    x = (i for i in [j async for j in k])\n    def g():\n        return [await z for z in y]",
        "asynchronous comprehension outside of an asynchronous function @ 4:16-4:36",
    ),
    ("async def f():\n    lambda: await x", "'await' outside async function @ 2:13-2:20"),
    ("def f(): \n    lambda: (yield 1)\n    await y", "'await' outside async function @ 3:5-3:12"),
    ("[await y for y in z]", "asynchronous comprehension outside of an asynchronous function @ 1:1-1:21"),
    (
        "def f():\n    x = lambda y=(yield): 1\nclass A:\n    def f(): return 2\n    x = [await z for z in y]",
        "asynchronous comprehension outside of an asynchronous function @ 5:9-5:29",
    ),
    ("def f(x, *, x=1): pass", "duplicate argument 'x' in function definition @ 1:13-1:14"),
    ("def f():\n  try:\n    pass\n  finally:\n    continue", "'continue' not properly in loop @ 5:5-5:13"),
    ("x[a, *b] = *c", "can't use starred expression here @ 1:12-1:14"),
    ("del (a, *b)", "cannot delete starred @ 1:9-1:11"),
    ("(a, b): int", "only single target (not tuple) can be annotated @ 1:1-1:7"),
    ("a: int = *b", "can't use starred expression here @ 1:10-1:12"),
    (
        "def f():\n    a = 1\n    del a\n    nonlocal a",
        "name 'a' is assigned to before nonlocal declaration @ 4:5-4:15",
    ),
    ("class A:\n    x = 1\n    def f():\n        nonlocal x", "no binding for nonlocal 'x' found @ 4:9-4:19"),
    ("class A:\n    nonlocal x", "no binding for nonlocal 'x' found @ 2:5-2:15"),
    ("def f():\n    for a in b: pass\n    global a", "name 'a' is assigned to before global declaration @ 3:5-3:13"),
    ("def f():\n    class a: pass\n    global a", "name 'a' is assigned to before global declaration @ 3:5-3:13"),
    ("x = 1\nglobal x", "name 'x' is assigned to before global declaration @ 2:1-2:9"),
    ("class A:\n    print(x)\n    global x", "name 'x' is used prior to global declaration @ 3:5-3:13"),
    ("with a as *b: pass", "starred assignment target must be in a list or tuple @ 1:11-1:13"),
    ("for *a in b: pass", "starred assignment target must be in a list or tuple @ 1:5-1:7"),
    ("f\"{yield}\"", "'yield' outside function @ 1:4-1:9"),
    (
        "[i := 0 for i, j in stuff]",
        "assignment expression cannot rebind comprehension iteration variable 'i' @ 1:2-1:3",
    ),
    (
        "[[(i := j) for j in range(5)] for i in range(5)]",
        "assignment expression cannot rebind comprehension iteration variable 'i' @ 1:4-1:5",
    ),
    (
        "[i for i, j in stuff if True or (j := 1)]",
        "assignment expression cannot rebind comprehension iteration variable 'j' @ 1:34-1:35",
    ),
    (
        "[i+1 for i in (j := stuff)]",
        "assignment expression cannot be used in a comprehension iterable expression @ 1:16-1:26",
    ),
    (
        "[i+1 for i in range(2) for j in (k := stuff)]",
        "assignment expression cannot be used in a comprehension iterable expression @ 1:34-1:44",
    ),
    (
        "[i+1 for i in [j for j in (k := stuff)]]",
        "assignment expression cannot be used in a comprehension iterable expression @ 1:28-1:38",
    ),
    (
        "def f():\n    return [a for a in (lambda: (b:=1))()]",
        "assignment expression cannot be used in a comprehension iterable expression @ 2:34-2:38",
    ),
    (
        "type A = [x := 1 for y in z]",
        "assignment expression within a comprehension cannot be used in a type alias @ 1:11-1:12",
    ),
    (
        "def f[T: [x := 1 for y in z]](): pass",
        "assignment expression within a comprehension cannot be used in a TypeVar bound @ 1:11-1:12",
    ),
    ("def f(a: [x := 1 for y in z]): pass", "named expression cannot be used within an annotation @ 1:11-1:12"),
    (
        "try: pass\nexcept* E: continue",
        "'break', 'continue' and 'return' cannot appear in an except* block @ 2:12-2:20",
    ),
    (
        "for x in y:\n    try: pass\n    except* E:\n        for z in q: break\n        continue",
        "'break', 'continue' and 'return' cannot appear in an except* block @ 5:9-5:17",
    ),
    ("def f(): yield from (await x)", "'await' outside async function @ 1:22-1:29"),
    ("class A:\n    def __x(self, __y, _A__y): pass", "duplicate argument '_A__y' in function definition @ 2:24-2:29"),
];

#[test]
fn errors_are_told_as_cpython_tells_them() {
    for (text, expected) in ERRORS {
        let src = Source::new("f.py", format!("{text}\n"));
        let result = parse(&src, Mode::Exec, Flags::default()).and_then(|ast| compile(&ast, &src, Options::default()));
        let got = match result {
            Ok(_) => "no error".to_owned(),
            Err(e) => format!("{} @ {}:{}-{}:{}", e.message, e.line, e.column, e.end_line, e.end_column),
        };
        assert_eq!(&got, expected, "{text}");
    }
}

#[test]
fn deep_nesting_is_an_error_not_a_crash() {
    let run = || {
        for text in [
            format!("{}a", "not ".repeat(5_000)),
            format!("{}a", "-".repeat(5_000)),
            format!("{}a", "lambda: ".repeat(5_000)),
            format!("{}a", "a ** ".repeat(5_000)),
            format!("{}a", "a if b else ".repeat(5_000)),
        ] {
            let src = Source::new("f.py", text);
            let Ok(ast) = parse(&src, Mode::Exec, Flags::default()) else { continue };
            let error = compile(&ast, &src, Options::default()).expect_err("too deep");
            assert_eq!(error.message, "maximum recursion depth exceeded during compilation");
        }
        for text in [
            vec!["a"; 100_000].join(" + "),
            format!("a{}", ".b".repeat(50_000)),
            format!("a{}", ".b()[0]".repeat(20_000)),
            format!("if a: pass\n{}", "elif b: pass\n".repeat(10_000)),
            vec!["a"; 50_000].join(" or "),
        ] {
            let src = Source::new("f.py", text);
            let ast = parse(&src, Mode::Exec, Flags::default()).expect("it parses");
            compile(&ast, &src, Options::default()).expect("a long chain is no nesting");
        }
    };
    let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(run).expect("a thread");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}
