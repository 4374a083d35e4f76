//! `_dis`: code objects as rows of instructions, for the embedded `dis`.
//!
//! A row is `(index, name, number, operands, target or None, names, line, column, end line, end column)`: the operands as text, the
//! instruction that a jump leads to, and the variable or constant that the row is about.

use pyish_bytecode::CodeFlags;
use pyish_bytecode::{Format, Ins, Op};
use pyish_vm::import::ModuleRow;
use pyish_vm::object::code::Code;
use pyish_vm::object::list::List;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::{Args, Method, Raised, Ret, Thread, Value, function};

pub static MODULE: ModuleRow =
    ModuleRow { name: "_dis", doc: "What the dis module shows.", functions: &FUNCTIONS, init: |_, _| Ok(()) };
static FUNCTIONS: [Method; 2] = [
    function("rows(code, /)", rows, "The instructions of a code object."),
    function("table()", table, "(name, effect, description, whether it jumps) of each instruction."),
];

fn table(t: &mut Thread, _: Args) -> Ret {
    let all = List::new(t, &[])?;
    for op in Op::ALL {
        let info = op.info();
        let (name, effect, doc) = (t.intern(info.name)?, t.str(info.effect)?, t.str(info.doc)?);
        let jumps = matches!(info.format, Format::J32 | Format::AJ32 | Format::ABJ | Format::AIJ);
        let row = Tuple::new(t, &[name, effect, doc, Value::bool(jumps)])?;
        all.push(t, row.value())?;
    }
    Ok(all.value())
}

fn rows(t: &mut Thread, a: Args) -> Ret {
    let Some(code) = Code::from(a[0]) else {
        let kind = t.type_name(a[0]);
        return Err(t.type_error(format!("rows() argument must be code, not {kind}")));
    };
    let all = List::new(t, &[])?;
    code.ready(t)?;
    for at in 0..code.length() {
        let word = code.instruction(at);
        let (number, name) = (Value::int(word.op as i64), word.operation().map_or("?", |op| op.info().name));
        let shown = Shown::of(t, code, at, word)?;
        let (name, operands) = (t.intern(name)?, t.str(&shown.text)?);
        let target = shown.target.map_or(Value::NONE, Value::int);
        let span = code.span(t, at);
        let place = |n: u32| if span.line == 0 { Value::NONE } else { Value::int(n as i64) };
        let row = [
            Value::index(at),
            name,
            number,
            operands,
            target,
            shown.about,
            place(span.line),
            place(span.col),
            place(span.end_line),
            place(span.end_col),
        ];
        let row = Tuple::new(t, &row)?;
        all.push(t, row.value())?;
        if at % 10_000 == 9_999 {
            t.check()?;
        }
    }
    Ok(all.value())
}

struct Shown {
    text: String,
    target: Option<i64>,
    /// what `K` is, or unbound
    about: Value,
}

impl Shown {
    fn of(t: &mut Thread, code: Code, at: usize, word: Ins) -> Result<Shown, Raised> {
        let Some(op) = word.operation() else {
            return Ok(Shown { text: format!("{word:?}"), target: None, about: Value::NONE });
        };
        let (a, b, c) = (word.a, word.b, word.c);
        let r = |i: u16| register(t, code, i);
        let jump = |d: i64| Some(at as i64 + 1 + d);
        let wide = word.imm32() as i64;
        // the text before the constant, the constant's place, the target
        let (text, constant, target) = match op.info().format {
            Format::None => (String::new(), None, None),
            Format::A => (r(a), None, None),
            Format::AB => (format!("{}, {}", r(a), r(b)), None, None),
            Format::ABC => (format!("{}, {}, {}", r(a), r(b), r(c)), None, None),
            Format::ABI => (format!("{}, {}, {}", r(a), r(b), c as i16), None, None),
            Format::AI32 => (format!("{}, {wide}", r(a)), None, None),
            Format::AK32 => (format!("{}, ", r(a)), Some(word.pool32() as usize), None),
            Format::AK => (format!("{}, ", r(a)), Some(c as usize), None),
            Format::K => (String::new(), Some(c as usize), None),
            Format::ABK => (format!("{}, {}, ", r(a), r(b)), Some(c as usize), None),
            Format::ABN => (format!("{}, {}, {c}", r(a), r(b)), None, None),
            Format::AN => (format!("{}, {b}", r(a)), None, None),
            Format::J32 => (String::new(), None, jump(wide)),
            Format::AJ32 => (r(a), None, jump(wide)),
            Format::ABJ => (format!("{}, {}", r(a), r(b)), None, jump(c as i16 as i64)),
            Format::AIJ => (format!("{}, {}", r(a), b as i16), None, jump(c as i16 as i64)),
            Format::Call => (format!("{}, {b} arguments, {}", r(a), r(c)), None, None),
        };
        let mut shown = Shown { text, target, about: Value::NONE };
        if let Some(i) = constant {
            let v = Value::from_bits(code.pool().word_relaxed(i));
            let names = matches!(op, Op::LoadConst | Op::MakeFunction);
            shown.text += &if names { t.repr_text(v)? } else { t.str_text(v)? };
            shown.about = v;
        }
        if word.x != 0 && op != Op::Nop {
            shown.text += &format!("  x={}", word.x);
        }
        Ok(shown)
    }
}

fn register(t: &Thread, code: Code, i: u16) -> String {
    let first = if code.flags().has(CodeFlags::OPTIMIZED) { 0 } else { 1 };
    let names = code.locals();
    match (i as usize).checked_sub(first).filter(|n| *n < names.len()) {
        Some(n) => t.string_of(names.get(n)),
        None if i == 0 && first == 1 => "namespace".into(),
        None => format!("r{i}"),
    }
}
