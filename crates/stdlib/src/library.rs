//! The embedded Python half, as the build script wrote it: modules by name, their stored code, their sources on demand.

use pyish_vm::import::Embedded;
use std::io::Read;

static IMAGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));
/// Bytes of a row of the index.
const ROW: usize = 32;

fn number(at: usize) -> usize {
    let b = &IMAGE[at..at + 4];
    u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize
}
/// The bytes that field `k` of row `i` leads to.
fn field(i: usize, k: usize) -> &'static [u8] {
    let at = 4 + ROW * i + 4 * k;
    let start = number(at);
    &IMAGE[start..start + number(at + 4)]
}
fn name(i: usize) -> &'static str {
    std::str::from_utf8(field(i, 0)).unwrap_or_default()
}
fn place(wanted: &str) -> Option<usize> {
    let (mut low, mut high) = (0, number(0));
    while low < high {
        let mid = (low + high) / 2;
        match name(mid).cmp(wanted) {
            std::cmp::Ordering::Equal => return Some(mid),
            std::cmp::Ordering::Less => low = mid + 1,
            std::cmp::Ordering::Greater => high = mid,
        }
    }
    None
}

/// The finder of embedded modules.
pub static FINDER: Embedded = Embedded { find, source, names: names_and_kinds };

/// A module's stored code (empty if it does not compile), and whether it is a package.
fn find(wanted: &str) -> Option<(&'static [u8], bool)> {
    let i = place(wanted)?;
    Some((field(i, 3), is_package(i)))
}
/// A module's source.
fn source(wanted: &str) -> Option<Vec<u8>> {
    let i = place(wanted)?;
    let mut out = Vec::with_capacity(number(4 + ROW * i + 28));
    flate2::read::DeflateDecoder::new(field(i, 5)).read_to_end(&mut out).ok()?;
    Some(out)
}

fn names_and_kinds() -> Vec<(&'static str, bool)> {
    (0..number(0)).map(|i| (name(i), is_package(i))).collect()
}
fn is_package(i: usize) -> bool {
    IMAGE[4 + ROW * i + 8] != 0
}

/// Names of the embedded modules.
pub fn names() -> impl Iterator<Item = &'static str> {
    (0..number(0)).map(name)
}
