//! What every code object must satisfy, checked on all Python files of the repository, and on those
//! of the folder that `PYISH_CORPUS` names: registers are written before they are read, nothing that
//! is still needed lies above a word's height, jumps land inside, and no acyclic path is longer than
//! 200 words between two checks of the fuel.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use pyish_bytecode::{Code, CodeFlags, Format, HEADER, Ins, Op};
use pyish_compiler::{Options, compile};
use pyish_syntax::{Flags, Mode, Source, parse};

/// The registers an instruction reads and writes.
fn registers(ins: Ins) -> (Vec<u16>, Vec<u16>) {
    let Some(op) = ins.operation() else { panic!("no instruction: {ins:?}") };
    let (a, b, c, x) = (ins.a, ins.b, ins.c, ins.x);
    let run = |from: u16, n: usize| (0..n as u16).map(|i| from + i).collect::<Vec<_>>();
    let n = usize::from(b);
    let base = a + HEADER as u16;
    match op {
        Op::Nop | Op::Poll | Op::DeleteGlobal | Op::DeleteName | Op::MakeGenerator | Op::RaiseBare | Op::Halt => {
            (vec![], vec![])
        }
        Op::SetupAnnotations => (vec![], vec![]),
        Op::Move | Op::Neg | Op::Pos | Op::Invert | Op::Not | Op::GetIter => (vec![b], vec![a]),
        Op::LoadInt | Op::LoadConst | Op::LoadGlobal | Op::LoadName | Op::LoadLocals | Op::LoadBuildClass => {
            (vec![], vec![a])
        }
        Op::LoadAssertionError | Op::Unbind | Op::StoreNone => (vec![], vec![a]),
        // They look at a variable that may be unbound: no reads of temporaries.
        Op::CheckBound | Op::DeleteLocal | Op::Clear | Op::MakeCell => (vec![], vec![a]),
        Op::StoreGlobal | Op::StoreName | Op::DeleteCell | Op::DeleteAttr => (vec![a], vec![]),
        Op::LoadCell | Op::LoadClassCell | Op::LoadDictOrGlobal | Op::LoadAttr => (vec![b], vec![a]),
        Op::LoadDictOrCell => (vec![a, b], vec![a]),
        Op::StoreCell | Op::StoreAttr | Op::DelItem | Op::ListAppend | Op::ListExtend | Op::SetAdd => {
            (vec![a, b], vec![])
        }
        Op::SetUpdate | Op::MapUpdate | Op::RaiseFrom | Op::SetFunctionTypeParams => (vec![a, b], vec![]),
        Op::CopyFree => (vec![], run(a, n)),
        Op::Add | Op::Sub | Op::Mul | Op::Div | Op::FloorDiv | Op::Mod | Op::Pow | Op::MatMul => (vec![b, c], vec![a]),
        Op::LShift | Op::RShift | Op::And | Op::Or | Op::Xor => (vec![b, c], vec![a]),
        Op::Lt | Op::Le | Op::Gt | Op::Ge | Op::Eq | Op::Ne | Op::Is | Op::IsNot | Op::In | Op::NotIn => {
            (vec![b, c], vec![a])
        }
        Op::GetItem | Op::MatchExc | Op::MatchKeys | Op::BuildTemplate | Op::WithExcept => (vec![b, c], vec![a]),
        Op::AddI | Op::SubI | Op::MulI | Op::FloorDivI | Op::ModI | Op::AndI | Op::LShiftI | Op::RShiftI => {
            (vec![b], vec![a])
        }
        Op::GetItemI | Op::ListToTuple | Op::GetYieldFrom | Op::GetAwaitable | Op::GetAIter | Op::GetANext => {
            (vec![b], vec![a])
        }
        Op::WithExit | Op::MatchMapping | Op::MatchSequence | Op::GetLen | Op::SubscriptGeneric => (vec![b], vec![a]),
        Op::ImportFrom => (vec![b], vec![a]),
        Op::Jump => (vec![], vec![]),
        Op::JumpTrue | Op::JumpFalse | Op::JumpNone | Op::JumpNotNone | Op::EndAsyncFor => (vec![a], vec![]),
        Op::ForIter => (vec![a], vec![]),
        Op::Send => (vec![a, b], vec![b]),
        _ if op.info().format == Format::ABJ => (vec![a, b], vec![]),
        _ if op.info().format == Format::AIJ => (vec![a], vec![]),
        Op::UnpackSeq => (vec![b], run(a, usize::from(c))),
        Op::UnpackEx => (vec![b], run(a, usize::from(x) + 1 + usize::from(c))),
        Op::BuildTuple | Op::BuildList | Op::BuildSet | Op::BuildString | Op::BuildSlice => {
            (run(b, usize::from(c)), vec![a])
        }
        Op::BuildMap => (run(b, 2 * usize::from(c)), vec![a]),
        Op::MapSet | Op::MapMerge | Op::SetItem => (vec![a, b, c], vec![]),
        Op::LoadMethod => (vec![b], vec![a, base]),
        Op::LoadSuper => (vec![b, b + 1], if x == 1 { vec![a, base] } else { vec![a] }),
        Op::Call => ([vec![a], run(base, n)].concat(), vec![c]),
        Op::CallKw => ([vec![a], run(base, n + 1)].concat(), vec![c]),
        Op::CallEx => ([vec![a], run(base, 1 + n)].concat(), vec![c]),
        Op::CallMethod => ([vec![a], run(base, n + 1)].concat(), vec![c]),
        Op::CallMethodKw => ([vec![a], run(base, n + 2)].concat(), vec![c]),
        Op::Return | Op::Raise | Op::Reraise | Op::LeaveHandler | Op::ImportStar | Op::PrintExpr => (vec![a], vec![]),
        Op::MakeFunction => {
            let parts = (0..4).filter(|i| x >> i & 1 != 0).map(|i| b + i).collect();
            (parts, vec![a])
        }
        Op::Yield => (if x == 1 { vec![b, c] } else { vec![b] }, vec![a]),
        Op::EnterHandler => (vec![a], vec![b]),
        Op::MatchExcStar => (vec![b, c], vec![a, a + 1]),
        Op::PrepReraiseStar => (vec![b, c], vec![a]),
        Op::WithEnter | Op::WithEnterAsync => (vec![b], vec![a, a + 1]),
        Op::FormatValue => (if x & 4 != 0 { vec![b, c] } else { vec![b] }, vec![a]),
        Op::BuildInterpolation => (run(b, 4), vec![a]),
        Op::ImportName => (run(b, 2), vec![a]),
        Op::MatchClass => (vec![b, c, c + 1], vec![a]),
        Op::MakeTypeParam => ([vec![b], run(c, 3)].concat(), vec![a]),
        Op::MakeTypeAlias => (run(b, 3), vec![a]),
        _ => panic!("{op:?} is not described here"),
    }
}

fn target(at: usize, ins: Ins) -> Option<usize> {
    let distance = match ins.operation()?.info().format {
        Format::J32 | Format::AJ32 => i64::from(ins.imm32()),
        Format::ABJ | Format::AIJ => i64::from(ins.c as i16),
        _ => return None,
    };
    Some((at as i64 + 1 + distance) as usize)
}

fn ends(op: Op) -> bool {
    matches!(op, Op::Jump | Op::Return | Op::Raise | Op::RaiseFrom | Op::RaiseBare | Op::Reraise | Op::EndAsyncFor)
}

type Bits = Vec<u64>;

fn set(bits: &mut Bits, reg: u16) {
    bits[usize::from(reg) / 64] |= 1 << (reg % 64);
}

fn clear(bits: &mut Bits, reg: u16) {
    bits[usize::from(reg) / 64] &= !(1 << (reg % 64));
}

fn has(bits: &Bits, reg: u16) -> bool {
    bits[usize::from(reg) / 64] >> (reg % 64) & 1 != 0
}

fn check(code: &Code) -> Result<(), String> {
    let count = code.words.len();
    let named = code.locals.len() as u16 + u16::from(!code.flags.has(CodeFlags::OPTIMIZED));
    let fail =
        |at: usize, text: String| Err(format!("{} word {at} line {}: {text}", code.qualname, code.spans[at].line));
    if code.spans.len() != count || code.heights.len() != count {
        return Err("tables of different lengths".into());
    }
    let handler: Vec<Option<(usize, u16)>> = (0..count as u32)
        .map(|at| code.handlers.iter().find(|h| (h.start..h.end).contains(&at)).map(|h| (h.target as usize, h.reg)))
        .collect();
    let effects: Vec<(Vec<u16>, Vec<u16>)> = code.words.iter().map(|w| registers(*w)).collect();
    let words = (code.registers as usize).max(usize::from(named)) / 64 + 1;
    for (at, (reads, writes)) in effects.iter().enumerate() {
        if let Some(to) = target(at, code.words[at])
            && to >= count
        {
            return fail(at, format!("jump to {to} of {count}"));
        }
        if let Some(reg) = reads.iter().chain(writes).find(|r| u32::from(**r) >= code.registers) {
            return fail(at, format!("register {reg} of {}", code.registers));
        }
        let op = code.words[at].operation();
        if at + 1 == count && !op.is_some_and(ends) {
            return fail(at, "falls off the end".into());
        }
        let is_call = op.is_some_and(|o| o.info().format == Format::Call);
        if let Some(top) = reads.iter().copied().max()
            && top >= named
            && top >= code.heights[at]
            && !is_call
            && op != Some(Op::Yield)
        {
            return fail(at, format!("reads register {top}, height {}", code.heights[at]));
        }
    }

    // Written before read, forwards.
    let mut entry: Bits = vec![0; words];
    (0..named).for_each(|r| set(&mut entry, r));
    let mut states: Vec<Option<Bits>> = vec![None; count];
    states[0] = Some(entry);
    let mut work = vec![0];
    while let Some(at) = work.pop() {
        let Some(state) = states[at].clone() else { continue };
        let (reads, writes) = &effects[at];
        if let Some(reg) = reads.iter().find(|r| !has(&state, **r)) {
            return fail(at, format!("reads register {reg}, which was not written"));
        }
        let mut after = state.clone();
        writes.iter().for_each(|&r| set(&mut after, r));
        let word = code.words[at];
        let Some(op) = word.operation() else { continue };
        let mut go = |to: usize, mut with: Bits, also: Option<u16>| {
            if let Some(reg) = also {
                set(&mut with, reg);
            }
            match &mut states[to] {
                Some(old) => {
                    let mut changed = false;
                    for (o, n) in old.iter_mut().zip(&with) {
                        changed |= *o & n != *o;
                        *o &= n;
                    }
                    if changed {
                        work.push(to);
                    }
                }
                slot => {
                    *slot = Some(with);
                    work.push(to);
                }
            }
        };
        if let Some((to, reg)) = handler[at] {
            go(to, state.clone(), Some(reg));
        }
        if let Some(to) = target(at, word) {
            go(to, after.clone(), (op == Op::ForIter).then_some(word.b));
        }
        if !ends(op) && at + 1 < count {
            go(at + 1, after, None);
        }
    }

    // What is needed after a word lies below its height, backwards.
    let mut live: Vec<Bits> = vec![vec![0; words]; count];
    let mut changed = true;
    while changed {
        changed = false;
        for at in (0..count).rev() {
            let word = code.words[at];
            let Some(op) = word.operation() else { continue };
            let mut out: Bits = vec![0; words];
            let mut merge = |from: &Bits, not: Option<u16>| {
                let mut from = from.clone();
                if let Some(reg) = not {
                    clear(&mut from, reg);
                }
                out.iter_mut().zip(&from).for_each(|(o, f)| *o |= f);
            };
            if !ends(op) && at + 1 < count {
                merge(&live[at + 1], None);
            }
            if let Some(to) = target(at, word) {
                merge(&live[to], (op == Op::ForIter).then_some(word.b));
            }
            effects[at].1.iter().for_each(|&r| clear(&mut out, r));
            if let Some((to, reg)) = handler[at] {
                let mut from = live[to].clone();
                clear(&mut from, reg);
                out.iter_mut().zip(&from).for_each(|(o, f)| *o |= f);
            }
            let across = out.clone();
            effects[at].0.iter().for_each(|&r| set(&mut out, r));
            if states[at].is_some() {
                for reg in named..code.registers as u16 {
                    if has(&across, reg) && reg >= code.heights[at] {
                        return fail(at, format!("register {reg} is needed later, height {}", code.heights[at]));
                    }
                }
            }
            if out != live[at] {
                live[at] = out;
                changed = true;
            }
        }
    }
    fuel(code, &states.iter().map(Option::is_some).collect::<Vec<_>>())
}

/// The longest way to each word since the last check, over forward edges only.
fn fuel(code: &Code, reached: &[bool]) -> Result<(), String> {
    let mut before = vec![0u32; code.words.len() + 1];
    for (at, word) in code.words.iter().enumerate() {
        let Some(op) = word.operation() else { continue };
        if !reached[at] {
            continue;
        }
        let mut after = before[at] + 1;
        if after > 200 {
            return Err(format!("{} word {at}: {after} words without a check", code.qualname));
        }
        if op.info().format == Format::Call || matches!(op, Op::Poll | Op::Yield) {
            after = 0;
        }
        if let Some(to) = target(at, *word).filter(|&to| to > at) {
            before[to] = before[to].max(after);
        }
        if !ends(op) {
            before[at + 1] = before[at + 1].max(after);
        }
    }
    Ok(())
}

fn python_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            python_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "py") {
            found.push(path);
        }
    }
}

#[test]
fn every_code_object_keeps_the_rules() {
    let run = || {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut files = Vec::new();
        python_files(&root.join("tests"), &mut files);
        python_files(&root.join("python_samples"), &mut files);
        if let Ok(corpus) = std::env::var("PYISH_CORPUS") {
            python_files(Path::new(&corpus), &mut files);
        }
        let mut failures: HashMap<String, String> = HashMap::new();
        for file in files {
            let name = file.display().to_string();
            let Ok(bytes) = std::fs::read(&file) else { continue };
            let Ok(src) = Source::decode(name.as_str(), &bytes) else { continue };
            let Ok(ast) = parse(&src, Mode::Exec, Flags::default()) else { continue };
            let Ok(unit) = compile(&ast, &src, Options { top_level_await: true, ..Options::default() }) else {
                continue;
            };
            for code in &unit.codes {
                if let Err(text) = check(code) {
                    failures.insert(name.clone(), text);
                }
            }
        }
        let mut all: Vec<String> = failures.iter().map(|(f, t)| format!("{f}: {t}")).collect();
        all.sort();
        assert!(all.is_empty(), "{} files:\n{}", all.len(), all[..all.len().min(20)].join("\n"));
    };
    let thread = std::thread::Builder::new().stack_size(32 << 20).spawn(run).expect("a thread");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}
