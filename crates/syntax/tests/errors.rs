//! Messages and places of syntax errors, `line:column-end_column message`.

use pyish_syntax::{Flags, Mode, Source, parse};

fn error(text: &str) -> String {
    match parse(&Source::new("<test>", text), Mode::Exec, Flags::default()) {
        Ok(_) => "none".to_owned(),
        Err(e) => format!("{}:{}-{} {}", e.line, e.column, e.end_column, e.message),
    }
}

/// A table of `source => error`.
fn check(table: &[(&str, &str)]) {
    for (text, want) in table {
        assert_eq!(error(text), *want, "{text:?}");
    }
}

#[test]
fn what_learners_write() {
    check(&[
        ("if x\n  pass\n", "1:5-6 expected ':'"),
        ("for i in range(3)\n  pass\n", "1:18-19 expected ':'"),
        ("def f()\n  pass\n", "1:8-9 expected ':'"),
        ("while x = 3: pass\n", "1:7-12 invalid syntax. Maybe you meant '==' or ':=' instead of '='?"),
        ("if x.a = 3: pass\n", "1:4-7 cannot assign to attribute here. Maybe you meant '==' instead of '='?"),
        ("print 'a'\n", "1:1-10 Missing parentheses in call to 'print'. Did you mean print(...)?"),
        ("f(a b)\n", "1:3-6 invalid syntax. Perhaps you forgot a comma?"),
        ("x = (1,\n  2\n", "1:5-0 '(' was never closed"),
        ("x = 1)\n", "1:6-6 unmatched ')'"),
        ("x = [1)\n", "1:7-7 closing parenthesis ')' does not match opening parenthesis '['"),
        ("x = 'abc\n", "1:5-5 unterminated string literal (detected at line 1)"),
        ("x = '''abc\n\n", "1:5-5 unterminated triple-quoted string literal (detected at line 2)"),
        ("for x in y:\npass\n", "2:1-5 expected an indented block after 'for' statement on line 1"),
        ("if x:\n  a\n else:\n  b\n", "3:7-0 unindent does not match any outer indentation level"),
        ("  x\n", "1:2-0 unexpected indent"),
        ("x = 5 if y\n", "1:5-11 expected 'else' after 'if' expression"),
        ("a = 1 2\n", "1:7-8 invalid syntax"),
        ("1 = x\n", "1:1-2 cannot assign to literal here. Maybe you meant '==' instead of '='?"),
        ("f() = x\n", "1:1-4 cannot assign to function call here. Maybe you meant '==' instead of '='?"),
        ("None = 1\n", "1:1-5 cannot assign to None"),
        ("del f()\n", "1:5-8 cannot delete function call"),
        ("f(a=1, 2)\n", "1:9-10 positional argument follows keyword argument"),
        ("f(a.b=1)\n", "1:3-7 expression cannot contain assignment, perhaps you meant \"==\"?"),
        ("def f(a=1, b): pass\n", "1:12-13 parameter without a default follows parameter with a default"),
        ("try:\n  x\ny\n", "3:1-2 expected 'except' or 'finally' block"),
        ("{1: 2, 3}\n", "1:8-0 ':' expected after dictionary key"),
        ("import a.b from c\n", "1:1-18 Did you mean to use 'from ... import ...' instead?"),
        ("[x, y for x in z]\n", "1:2-6 did you forget parentheses around the comprehension target?"),
        (
            "0777\n",
            "1:1-2 leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
        ),
        ("1abc\n", "1:1-1 invalid decimal literal"),
        ("x = $\n", "1:5-6 invalid syntax"),
    ]);
}

#[test]
fn fields_of_fstrings() {
    check(&[
        ("f'{}'\n", "1:4-5 f-string: valid expression required before '}'"),
        ("f'{a'\n", "1:5-5 f-string: expecting '}'"),
        ("f'}'\n", "1:3-3 f-string: single '}' is not allowed"),
        ("f'{a!x}'\n", "1:6-7 f-string: invalid conversion character 'x': expected 's', 'r', or 'a'"),
        ("f'{lambda x: 1}'\n", "1:4-13 f-string: lambda expressions are not allowed without parentheses"),
        ("f'{a:{b}'\n", "1:9-10 f-string: expecting '}', or format specs"),
        ("t'{}'\n", "1:4-5 t-string: valid expression required before '}'"),
        ("ub'a'\n", "1:1-3 'u' and 'b' prefixes are incompatible"),
    ]);
}

#[test]
fn new_in_3_14() {
    check(&[
        ("if a:\n  b\nelse:\n  c\nelif d:\n  e\n", "5:1-5 'elif' block follows an 'else' block"),
        ("x = 1 if y else pass\n", "1:17-21 expected expression after 'else', but statement is given"),
        ("x = pass if y else 2\n", "1:5-9 expected expression before 'if', but statement is given"),
        ("try: a\nexcept A, B as c: d\n", "2:8-17 multiple exception types must be parenthesized when using 'as'"),
        ("import a as b.c\n", "1:13-16 cannot use attribute as import target"),
        ("x = 'a' b 'c'\n", "1:9-10 invalid syntax. Is this intended to be part of the string?"),
        ("t'a' 'b'\n", "1:1-9 cannot mix t-string literals with string or bytes literals"),
    ]);
}

#[test]
fn columns_count_characters() {
    check(&[
        ("x = 'жук' жук\n", "1:11-14 invalid syntax"),
        ("жук(а б)\n", "1:5-8 invalid syntax. Perhaps you forgot a comma?"),
        ("日本 = 1 2\n", "1:8-9 invalid syntax"),
    ]);
}

#[test]
fn barry_as_flufl() {
    check(&[
        ("from __future__ import barry_as_FLUFL; 2 <> 3\n", "none"),
        ("from __future__ import barry_as_FLUFL\n2 != 3\n", "2:3-5 with Barry as BDFL, use '<>' instead of '!='"),
        ("2 <> 3\n", "1:3-5 invalid syntax"),
    ]);
}

#[test]
fn look_alike_letters_are_named() {
    check(&[
        (
            "wһile x: pass\n",
            "1:7-8 invalid syntax. 'wһile' is not the keyword 'while': it is written with 'һ' (U+04BB)",
        ),
        ("x = “a”\n", "1:5-5 invalid character '“' (U+201C)"),
        ("x\u{a0}= 1\n", "1:2-2 invalid non-printable character U+00A0"),
    ]);
}

#[test]
fn a_damaged_text_is_an_error_or_a_tree() {
    let text = include_str!("errors.rs").replace("//!", "#");
    // Every prefix of a text full of brackets and quotes.
    for end in (0..text.len().min(1500)).filter(|&i| text.is_char_boundary(i)) {
        error(&text[..end]);
    }
    for bytes in [&b"\0"[..], b"\\", b"f'{", b"f'''{'", b"'\\", b"\xef\xbb\xbf", b"\x0c\t\\\n", b"\\\n\n x", b"(\\\n"] {
        if let Ok(src) = Source::decode("<test>", bytes) {
            for mode in [Mode::Exec, Mode::Eval, Mode::Single, Mode::FuncType] {
                let _ = parse(&src, mode, Flags::default());
            }
        }
    }
}
