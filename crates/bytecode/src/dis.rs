//! The disassembler: one row an instruction, with its source line, operands by name and the effect.

use crate::code::{Code, Const, PoolEntry, Unit};
use crate::table::{Format, Ins, Op};
use std::fmt::Write;

/// Text of all code objects of a unit, the outermost first.
pub fn disassemble(unit: &Unit) -> String {
    let mut out = String::new();
    for code in &unit.codes {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ =
            writeln!(out, "{}  ({}:{})  {} registers", code.qualname, code.filename, code.first_line, code.registers);
        rows(code, &mut out);
    }
    out
}

fn rows(code: &Code, out: &mut String) {
    let mut line = 0;
    for (at, word) in code.words.iter().enumerate() {
        let span = code.spans.get(at).copied().unwrap_or_default();
        if span.line != line && span.line != 0 {
            line = span.line;
            let _ = write!(out, "{line:5} ");
        } else {
            out.push_str("      ");
        }
        let _ = writeln!(out, "{at:5}  {}", row(code, at, *word));
    }
    for h in &code.handlers {
        let _ = writeln!(out, "        {}..{} -> {} in {}", h.start, h.end, h.target, register(code, h.reg));
    }
}

fn row(code: &Code, at: usize, word: Ins) -> String {
    let Some(op) = word.operation() else {
        return format!("?? {word:?}");
    };
    let info = op.info();
    let r = |i: u16| register(code, i);
    let k = |i: usize| constant(code, i);
    let to = |d: i64| format!("-> {}", at as i64 + 1 + d);
    let (a, b, c) = (word.a, word.b, word.c);
    let operands = match info.format {
        Format::None => String::new(),
        Format::A => r(a),
        Format::AB => format!("{}, {}", r(a), r(b)),
        Format::ABC => format!("{}, {}, {}", r(a), r(b), r(c)),
        Format::ABI => format!("{}, {}, {}", r(a), r(b), c as i16),
        Format::AI32 => format!("{}, {}", r(a), word.imm32()),
        Format::AK32 => format!("{}, {}", r(a), k(word.pool32() as usize)),
        Format::AK => format!("{}, {}", r(a), k(c as usize)),
        Format::K => k(c as usize),
        Format::ABK => format!("{}, {}, {}", r(a), r(b), k(c as usize)),
        Format::ABN => format!("{}, {}, {}", r(a), r(b), c),
        Format::AN => format!("{}, {}", r(a), b),
        Format::J32 => to(word.imm32() as i64),
        Format::AJ32 => format!("{}, {}", r(a), to(word.imm32() as i64)),
        Format::ABJ => format!("{}, {}, {}", r(a), r(b), to(c as i16 as i64)),
        Format::AIJ => format!("{}, {}, {}", r(a), b as i16, to(c as i16 as i64)),
        Format::Call => format!("{}({}) -> {}", r(a), b, r(c)),
    };
    let x = if word.x == 0 || matches!(op, Op::Nop) { String::new() } else { format!("  x={}", word.x) };
    format!("{:<16} {operands}{x}", info.name)
}

fn register(code: &Code, i: u16) -> String {
    let first = if code.flags.has(crate::CodeFlags::OPTIMIZED) { 0 } else { 1 };
    match (i as usize).checked_sub(first).and_then(|n| code.locals.get(n)) {
        Some(name) => format!("{name}"),
        None if i == 0 && first == 1 => "namespace".into(),
        None => format!("r{i}"),
    }
}

fn constant(code: &Code, i: usize) -> String {
    match code.pool.get(i) {
        Some(PoolEntry::Name(n)) => format!("{n}"),
        Some(PoolEntry::Const(c)) => show(c),
        other => format!("{other:?}"),
    }
}

fn show(c: &Const) -> String {
    match c {
        Const::None => "None".into(),
        Const::Bool(true) => "True".into(),
        Const::Bool(false) => "False".into(),
        Const::Ellipsis => "...".into(),
        Const::Int(i) => i.to_string(),
        Const::Big(b) => format!("<int of {} bytes>", b.len()),
        Const::Float(f) => format!("{:?}", f64::from_bits(*f)),
        Const::Complex(re, im) => format!("{:?}+{:?}j", f64::from_bits(*re), f64::from_bits(*im)),
        Const::Str(s) => format!("{:?}", String::from_utf8_lossy(s)),
        Const::Bytes(b) => format!("b{:?}", String::from_utf8_lossy(b)),
        Const::Tuple(t) => format!("({})", t.iter().map(show).collect::<Vec<_>>().join(", ")),
        Const::FrozenSet(t) => format!("frozenset({{{}}})", t.iter().map(show).collect::<Vec<_>>().join(", ")),
        Const::Code(n) => format!("<code {n}>"),
    }
}
