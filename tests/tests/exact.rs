//! The ends of quanta fall where a plain count of instructions puts them: two runs of one program, one by the fuel and
//! one stepped, must end every quantum at the same place, for several N.

use pyish_tests::find;
use pyish_tests::interpreter::Interpreter;

fn ends(interpreter: &Interpreter, n: u32, plain: bool) -> String {
    let program = find::project_root().join("tests/gil/where_quanta_end.py");
    let mut command = interpreter.bare_command();
    command.args(["--switch", &n.to_string()]).arg(program);
    if plain {
        command.env("PYISH_PLAIN_COUNT", "1");
    }
    let output = command.output().expect("pyish runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn quanta_end_where_a_plain_count_says() {
    let interpreter = Interpreter::pyish(None, None).expect("pyish is built");
    for n in [1, 2, 3, 7, 100, 10_000] {
        let (fuel, plain) = (ends(&interpreter, n, false), ends(&interpreter, n, true));
        assert!(fuel.len() > 4, "N = {n}: no quantum ended");
        assert!(
            fuel == plain,
            "N = {n}: the fuel and the count differ; compare `pyish --switch {n} \
             tests/gil/where_quanta_end.py` with and without PYISH_PLAIN_COUNT=1"
        );
    }
}
