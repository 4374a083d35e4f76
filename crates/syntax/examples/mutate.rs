//! Reads damaged copies of real files in every mode; a panic or a hang shows the seed.
//!
//! `mutate SEED COUNT FILE...`

use pyish_syntax::{Flags, Mode, Source, dump, parse};

/// A small generator of random numbers (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

const PIECES: [&[u8]; 40] = [
    b"(",
    b")",
    b"[",
    b"]",
    b"{",
    b"}",
    b"f'",
    b"f\"\"\"",
    b"t'{",
    b"'''",
    b"\"",
    b"\\",
    b"\\\n",
    b"\n",
    b"\t",
    b"    ",
    b":",
    b":=",
    b"=",
    b"!",
    b"!r",
    b"*",
    b"**",
    b",",
    b";",
    b"@",
    b"lambda ",
    b"match ",
    b"case ",
    b"type ",
    b"with (",
    b"except*",
    b"async ",
    b"await ",
    b"\xff",
    b"\xd0\xb6",
    b"\0",
    b"0x",
    b"1e",
    b"\\N{",
];

fn mutate(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let start = random.below(bytes.len());
    let mut text = bytes[start..bytes.len().min(start + 1 + random.below(600))].to_vec();
    for _ in 0..1 + random.below(6) {
        let at = random.below(text.len());
        match random.below(5) {
            0 if !text.is_empty() => text[at] = random.below(256) as u8,
            1 if !text.is_empty() => {
                text.remove(at);
            }
            2 => text.truncate(at),
            3 => {
                let copied = text[at..text.len().min(at + random.below(40))].to_vec();
                let to = random.below(text.len());
                text.splice(to..to, copied);
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                text.splice(at..at, piece.iter().copied());
            }
        }
    }
    text
}

fn main() {
    let mut args = std::env::args().skip(1);
    let mut number = || args.next().and_then(|a| a.parse::<u64>().ok()).unwrap_or(1);
    let (seed, count) = (number(), number());
    let files: Vec<Vec<u8>> = args.filter_map(|f| std::fs::read(f).ok()).collect();
    let (mut trees, mut errors) = (0, 0);
    for i in 0..count {
        let mut random = Random(seed + i);
        let file = random.below(files.len());
        let Some(file) = files.get(file).filter(|f| !f.is_empty()) else { continue };
        let text = mutate(&mut random, file);
        // The last line printed before a panic is how to see it again.
        let result = std::panic::catch_unwind(|| {
            let Ok(src) = Source::decode("<mutant>", &text) else { return false };
            let mut any = false;
            for mode in [Mode::Exec, Mode::Eval, Mode::Single, Mode::FuncType] {
                let flags = Flags { incomplete_input: i % 2 == 0, ..Flags::default() };
                if let Ok(tree) = parse(&src, mode, flags) {
                    any = true;
                    dump(&tree, &src, true);
                }
            }
            any
        });
        match result {
            Ok(true) => trees += 1,
            Ok(false) => errors += 1,
            Err(_) => {
                println!("panic: seed {}\n{}", seed + i, String::from_utf8_lossy(&text));
                std::process::exit(1);
            }
        }
    }
    println!("{trees} trees, {errors} errors");
}
