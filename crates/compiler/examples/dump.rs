//! scratch
use pyish_bytecode::{Const, PoolEntry};
use pyish_compiler::{Options, compile};
use pyish_syntax::{Flags, Mode, Source, parse};
fn hex(b: &[u8]) -> String {
    b.iter().map(|x| format!("{x:02x}")).collect()
}
fn k(c: &Const) -> String {
    match c {
        Const::None => "None".into(),
        Const::Bool(true) => "True".into(),
        Const::Bool(false) => "False".into(),
        Const::Ellipsis => "...".into(),
        Const::Int(i) => i.to_string(),
        Const::Big(b) => format!("int.from_bytes(bytes.fromhex('{}'),'little',signed=True)", hex(b)),
        Const::Float(f) => format!("fl({f})"),
        Const::Complex(a, b) => format!("complex(fl({a}),fl({b}))"),
        Const::Str(s) => format!("st('{}')", hex(s)),
        Const::Bytes(s) => format!("bytes.fromhex('{}')", hex(s)),
        Const::Tuple(t) => format!("({})", t.iter().map(|c| k(c) + ",").collect::<String>()),
        Const::FrozenSet(t) => format!("frozenset(({}))", t.iter().map(|c| k(c) + ",").collect::<String>()),
        Const::Code(n) => format!("CodeRef({n})"),
    }
}
fn main() {
    let file = std::env::args().nth(1).unwrap();
    std::thread::Builder::new().stack_size(16 << 20).spawn(move || {
    let bytes = std::fs::read(&file).unwrap();
    let src = Source::decode(file.as_str(), &bytes).unwrap();
    let ast = parse(&src, Mode::Exec, Flags::default()).unwrap();
    let unit = compile(&ast, &src, Options::default()).unwrap();
    println!("CODES=[]");
    for c in &unit.codes {
        println!("CODES.append(dict(name={:?},qualname={:?},flags={},argcount={},posonly={},kwonly={},first={},locals={:?},cells={:?},free={:?},free_base={},registers={},doc={},",
            c.name, c.qualname, c.flags.0, c.argcount, c.posonly, c.kwonly, c.first_line, c.locals, c.cells, c.free, c.free_base, c.registers,
            c.doc.as_ref().map_or("None".into(), |d| format!("st('{}')", hex(d))));
        let w: String = c.words.iter().map(|w| format!("('{}',{},{},{},{}),", w.operation().unwrap().info().name, w.x, w.a, w.b, w.c)).collect();
        println!("words=[{w}],");
        let p: String = c.pool.iter().map(|p| match p { PoolEntry::This => "None,".into(), PoolEntry::Cache => "'<cache>',".into(), PoolEntry::Name(n) => format!("st('{}'),", hex(n.as_bytes())), PoolEntry::Const(c) => k(c) + "," }).collect();
        println!("pool=[{p}],");
        println!("heights={:?},lines={:?},spans={:?},", c.heights, c.spans.iter().map(|s| s.line).collect::<Vec<_>>(), c.spans.iter().map(|s| (s.line,s.end_line,s.col,s.end_col)).collect::<Vec<_>>());
        println!("handlers={:?}))", c.handlers.iter().map(|h| (h.start, h.end, h.target, h.reg)).collect::<Vec<_>>());
    }
    }).unwrap().join().unwrap();
}
