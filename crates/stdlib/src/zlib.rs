//! `zlib`: deflate, by a crate. `wbits` says what is around the data: a zlib header (8 to 15), none (-15 to -8), a gzip
//! header (24 to 31), or either header on the way in (40 to 47).

use crate::os_error::bytes_like;
use crate::owned;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use parking_lot::Mutex;
use pyish_vm::import::ModuleRow;
use pyish_vm::names::Immortal;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::types::{self, exc};
use pyish_vm::{
    Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, function, getter, method, static_method,
};

pub static MODULE: ModuleRow = ModuleRow {
    name: "zlib",
    doc: "The functions in this module allow compression and decompression using the zlib library.",
    functions: &FUNCTIONS,
    init,
};
static FUNCTIONS: [Method; 6] = [
    function("compress(data, /, level=-1, wbits=15)", compress, "Returns a bytes object containing compressed data."),
    function(
        "decompress(data, /, wbits=15, bufsize=16384)",
        decompress,
        "Returns a bytes object containing the uncompressed data.",
    ),
    function(
        "compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)",
        compressobj,
        "Return a compressor object.",
    ),
    function("decompressobj(wbits=15, zdict=b'')", decompressobj, "Return a decompressor object."),
    function("crc32(data, value=0, /)", crc32, "Compute a CRC-32 checksum of data."),
    function("adler32(data, value=1, /)", adler32, "Compute an Adler-32 checksum of data."),
];
static ERROR: Immortal = Immortal::unset();

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let own = Dict::new(t)?;
    let module = t.intern("zlib")?;
    own.set_named(t, "__module__", module)?;
    let name = t.intern("error")?;
    let bases = Tuple::make(t, &[exc::Exception.value()])?;
    let class = t.call(types::type_::TYPE.value(), &[name, bases, own.value()])?;
    ERROR.set(class);
    d.set_named(t, "error", class)?;
    types::ready(t, &COMPRESS)?;
    types::ready(t, &DECOMPRESS)?;
    let class = types::ready(t, &ZLIB_DECOMPRESSOR)?;
    d.set_named(t, "_ZlibDecompressor", class.value())?;
    for (name, n) in [
        ("MAX_WBITS", 15),
        ("DEFLATED", 8),
        ("DEF_MEM_LEVEL", 8),
        ("DEF_BUF_SIZE", 16384),
        ("Z_NO_COMPRESSION", 0),
        ("Z_BEST_SPEED", 1),
        ("Z_BEST_COMPRESSION", 9),
        ("Z_DEFAULT_COMPRESSION", -1),
        ("Z_DEFAULT_STRATEGY", 0),
        ("Z_FILTERED", 1),
        ("Z_HUFFMAN_ONLY", 2),
        ("Z_RLE", 3),
        ("Z_FIXED", 4),
        ("Z_NO_FLUSH", 0),
        ("Z_PARTIAL_FLUSH", 1),
        ("Z_SYNC_FLUSH", 2),
        ("Z_FULL_FLUSH", 3),
        ("Z_FINISH", 4),
        ("Z_BLOCK", 5),
        ("Z_TREES", 6),
    ] {
        d.set_named(t, name, Value::int(n))?;
    }
    let version = t.str("1.3.1")?;
    d.set_named(t, "ZLIB_VERSION", version)?;
    d.set_named(t, "ZLIB_RUNTIME_VERSION", version)
}
#[cold]
fn error(t: &mut Thread, text: &str) -> Raised {
    let Ok(s) = t.str(text) else { return Raised };
    match t.call(ERROR.get(), &[s]) {
        Ok(e) => t.raise_value(e),
        Err(e) => e,
    }
}

/// What is around the deflated data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Nothing,
    Zlib,
    Gzip,
    /// zlib or gzip, seen from the first byte
    Either,
}
fn around(t: &mut Thread, v: Value, reading: bool) -> Result<Around, Raised> {
    let n = if v.is_bound() { t.to_i64(v)? } else { 15 };
    match n {
        -15..=-8 => Ok(Around::Nothing),
        8..=15 => Ok(Around::Zlib),
        0 if reading => Ok(Around::Zlib),
        24..=31 => Ok(Around::Gzip),
        40..=47 if reading => Ok(Around::Either),
        _ if reading => Err(error(t, "Error -2 while preparing to decompress data: inconsistent stream state")),
        _ => Err(t.value_error("Invalid initialization option")),
    }
}

struct Deflater {
    inner: Compress,
    around: Around,
    crc: crc32fast::Hasher,
    total: u32,
    began: bool,
    ended: bool,
}
impl Deflater {
    fn new(level: i64, around: Around) -> Deflater {
        let level = if level < 0 { 6 } else { level as u32 };
        Deflater {
            inner: Compress::new(Compression::new(level.min(9)), around == Around::Zlib),
            around,
            crc: crc32fast::Hasher::new(),
            total: 0,
            began: false,
            ended: false,
        }
    }
    fn run(&mut self, data: &[u8], flush: FlushCompress) -> Result<Vec<u8>, ()> {
        let mut out = Vec::with_capacity(data.len() / 2 + 64);
        if self.around == Around::Gzip {
            if !self.began {
                out.extend([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
            }
            self.crc.update(data);
            self.total = self.total.wrapping_add(data.len() as u32);
        }
        self.began = true;
        let mut at = 0;
        loop {
            out.reserve(4096.max(out.len()));
            let before = self.inner.total_in();
            let room = out.capacity() - out.len();
            let was = out.len();
            let status = self.inner.compress_vec(&data[at..], &mut out, flush).map_err(|_| ())?;
            at += (self.inner.total_in() - before) as usize;
            let full = out.len() - was == room;
            match status {
                Status::StreamEnd => break,
                _ if at < data.len() || full => {}
                Status::BufError | Status::Ok if matches!(flush, FlushCompress::Finish) => {
                    if matches!(status, Status::BufError) && !full {
                        break;
                    }
                }
                _ => break,
            }
        }
        if self.around == Around::Gzip && matches!(flush, FlushCompress::Finish) {
            out.extend(self.crc.clone().finalize().to_le_bytes());
            out.extend(self.total.to_le_bytes());
        }
        Ok(out)
    }
}

struct Inflater {
    inner: Decompress,
    around: Around,
    /// bytes of a gzip header that is not whole
    header: Vec<u8>,
    header_done: bool,
    end: bool,
    tail: Vec<u8>,
    unused: Vec<u8>,
}
/// The length of a whole gzip header.
fn gzip_header(b: &[u8]) -> Result<Option<usize>, ()> {
    if b.len() < 10 {
        return Ok(None);
    }
    if b[0] != 0x1f || b[1] != 0x8b || b[2] != 8 {
        return Err(());
    }
    let mut at = 10;
    if b[3] & 4 != 0 {
        let Some(n) = b.get(at..at + 2) else { return Ok(None) };
        at += 2 + usize::from(u16::from_le_bytes([n[0], n[1]]));
    }
    for bit in [8, 16] {
        if b[3] & bit != 0 {
            match b.get(at..).and_then(|r| r.iter().position(|c| *c == 0)) {
                Some(i) => at += i + 1,
                None => return Ok(None),
            }
        }
    }
    if b[3] & 2 != 0 {
        at += 2;
    }
    Ok((at <= b.len()).then_some(at))
}
impl Inflater {
    fn new(around: Around) -> Inflater {
        Inflater {
            inner: Decompress::new(around == Around::Zlib),
            around,
            header: Vec::new(),
            header_done: around != Around::Gzip && around != Around::Either,
            end: false,
            tail: Vec::new(),
            unused: Vec::new(),
        }
    }
    /// Inflates up to `most` bytes (0: all).
    fn run(&mut self, data: &[u8], most: usize) -> Result<Vec<u8>, ()> {
        let joined;
        let mut data = data;
        if !self.header_done {
            self.header.extend_from_slice(data);
            if self.around == Around::Either {
                match self.header.first() {
                    None => return Ok(Vec::new()),
                    Some(0x1f) => self.around = Around::Gzip,
                    Some(_) => {
                        self.around = Around::Zlib;
                        self.inner = Decompress::new(true);
                    }
                }
            }
            let n = if self.around == Around::Gzip { gzip_header(&self.header)? } else { Some(0) };
            let Some(n) = n else { return Ok(Vec::new()) };
            joined = std::mem::take(&mut self.header);
            data = &joined[n..];
            self.header_done = true;
        }
        self.tail.clear();
        if self.end {
            self.unused.extend_from_slice(data);
            return Ok(Vec::new());
        }
        let mut out: Vec<u8> = Vec::new();
        let mut at = 0;
        loop {
            let room = if most > 0 { (most - out.len()).min(1 << 20) } else { 16384.max(out.len()) };
            if room == 0 {
                self.tail = data[at..].to_vec();
                return Ok(out);
            }
            let (before_in, before_out) = (self.inner.total_in(), self.inner.total_out());
            let mut part = vec![0u8; room];
            let status = self.inner.decompress(&data[at..], &mut part, FlushDecompress::None).map_err(|_| ())?;
            at += (self.inner.total_in() - before_in) as usize;
            let n = (self.inner.total_out() - before_out) as usize;
            out.extend_from_slice(&part[..n]);
            match status {
                Status::StreamEnd => {
                    self.end = true;
                    let skip = if self.around == Around::Gzip { 8 } else { 0 };
                    self.unused = data.get(at + skip..).unwrap_or_default().to_vec();
                    return Ok(out);
                }
                _ if n == room => {}
                _ => return Ok(out),
            }
        }
    }
}

fn level_of(t: &mut Thread, v: Value) -> Result<i64, Raised> {
    let n = if v.is_bound() { t.to_i64(v)? } else { -1 };
    if (-1..=9).contains(&n) { Ok(n) } else { Err(error(t, "Bad compression level")) }
}
fn compress(t: &mut Thread, a: Args) -> Ret {
    let data = bytes_like(t, a[0])?;
    let (level, how) = (level_of(t, a[1])?, around(t, a[2], false)?);
    let r = pyish_sched::safe(&t.m.core, pyish_sched::Reason::Native, move || {
        Deflater::new(level, how).run(&data, FlushCompress::Finish)
    });
    match r {
        Ok(out) => types::bytes::new(t, &out),
        Err(()) => Err(error(t, "Error -2 while compressing data")),
    }
}
fn decompress(t: &mut Thread, a: Args) -> Ret {
    let data = bytes_like(t, a[0])?;
    let how = around(t, a[1], true)?;
    let r = pyish_sched::safe(&t.m.core, pyish_sched::Reason::Native, move || {
        let mut i = Inflater::new(how);
        i.run(&data, 0).map(|out| (out, i.end))
    });
    match r {
        Ok((out, true)) => types::bytes::new(t, &out),
        Ok((_, false)) => Err(error(t, "Error -5 while decompressing data: incomplete or truncated stream")),
        Err(()) => Err(error(t, "Error -3 while decompressing data: incorrect header check")),
    }
}

static COMPRESS: TypeRow = TypeRow::new("Compress", Kind::Native1).module("zlib").is_final().methods(&COMPRESS_METHODS);
static COMPRESS_METHODS: [Method; 2] = [
    method("compress(self, data, /)", compress_part, "Returns a bytes object containing compressed data."),
    method("flush(self, mode=4, /)", compress_flush, "Return a bytes object containing any remaining compressed data."),
];
fn compressobj(t: &mut Thread, a: Args) -> Ret {
    let (level, how) = (level_of(t, a[0])?, around(t, a[2], false)?);
    let v = types::object::alloc_instance(t, COMPRESS.get())?;
    owned::install(v, Mutex::new(Deflater::new(level, how)));
    Ok(v)
}
fn compress_part(t: &mut Thread, a: Args) -> Ret {
    let data = bytes_like(t, a[1])?;
    let r = owned::of::<Mutex<Deflater>>(t, a[0])?.lock().run(&data, FlushCompress::None);
    match r {
        Ok(out) => types::bytes::new(t, &out),
        Err(()) => Err(error(t, "Error -2 while compressing data")),
    }
}
fn compress_flush(t: &mut Thread, a: Args) -> Ret {
    let mode = if a[1].is_bound() { t.to_i64(a[1])? } else { 4 };
    let flush = match mode {
        0 => return types::bytes::new(t, b""),
        1 => FlushCompress::Partial,
        // Z_BLOCK ends a block, as a synchronization does
        2 | 5 => FlushCompress::Sync,
        3 => FlushCompress::Full,
        4 => FlushCompress::Finish,
        _ => return Err(error(t, "Error -2 while flushing")),
    };
    let r = {
        let mut d = owned::of::<Mutex<Deflater>>(t, a[0])?.lock();
        if d.ended {
            Ok(Vec::new())
        } else {
            d.ended = mode == 4;
            d.run(b"", flush)
        }
    };
    match r {
        Ok(out) => types::bytes::new(t, &out),
        Err(()) => Err(error(t, "Error -2 while finishing compression")),
    }
}

static DECOMPRESS: TypeRow = TypeRow::new("Decompress", Kind::Native1)
    .module("zlib")
    .is_final()
    .methods(&DECOMPRESS_METHODS)
    .attributes(&DECOMPRESS_ATTRIBUTES);
static DECOMPRESS_METHODS: [Method; 2] = [
    method(
        "decompress(self, data, /, max_length=0)",
        decompress_part,
        "Return a bytes object containing the decompressed version of the data.",
    ),
    method(
        "flush(self, length=16384, /)",
        decompress_flush,
        "Return a bytes object containing any remaining decompressed data.",
    ),
];
static DECOMPRESS_ATTRIBUTES: [Attribute; 3] = [
    getter(
        "unused_data",
        |t, v| {
            let b = owned::of::<Mutex<Inflater>>(t, v)?.lock().unused.clone();
            types::bytes::new(t, &b)
        },
        "",
    ),
    getter(
        "unconsumed_tail",
        |t, v| {
            let b = owned::of::<Mutex<Inflater>>(t, v)?.lock().tail.clone();
            types::bytes::new(t, &b)
        },
        "",
    ),
    getter(
        "eof",
        |t, v| {
            let e = owned::of::<Mutex<Inflater>>(t, v)?.lock().end;
            Ok(Value::bool(e))
        },
        "",
    ),
];
fn decompressobj(t: &mut Thread, a: Args) -> Ret {
    let how = around(t, a[0], true)?;
    let v = types::object::alloc_instance(t, DECOMPRESS.get())?;
    owned::install(v, Mutex::new(Inflater::new(how)));
    Ok(v)
}
fn decompress_part(t: &mut Thread, a: Args) -> Ret {
    let data = bytes_like(t, a[1])?;
    let most = if a[2].is_bound() { t.to_i64(a[2])? } else { 0 };
    if most < 0 {
        return Err(t.value_error("max_length must be non-negative"));
    }
    let r = owned::of::<Mutex<Inflater>>(t, a[0])?.lock().run(&data, most as usize);
    match r {
        Ok(out) => types::bytes::new(t, &out),
        Err(()) => Err(error(t, "Error -3 while decompressing data: invalid data")),
    }
}
fn decompress_flush(t: &mut Thread, a: Args) -> Ret {
    let r = {
        let mut d = owned::of::<Mutex<Inflater>>(t, a[0])?.lock();
        let tail = std::mem::take(&mut d.tail);
        d.run(&tail, 0)
    };
    match r {
        Ok(out) => types::bytes::new(t, &out),
        Err(()) => Err(error(t, "Error -3 while decompressing data: invalid data")),
    }
}

// ---- _ZlibDecompressor: what gzip reads through; it keeps the input that it has not used yet

static ZLIB_DECOMPRESSOR: TypeRow = TypeRow::new("_ZlibDecompressor", Kind::Native1)
    .module("zlib")
    .is_final()
    .constructor(&DECOMPRESSOR_NEW)
    .methods(&DECOMPRESSOR_METHODS)
    .attributes(&DECOMPRESSOR_ATTRIBUTES)
    .doc("Create a decompressor object for decompressing data incrementally.");
static DECOMPRESSOR_NEW: Method = static_method(
    "__new__(cls, wbits=15, zdict=b'')",
    |t, a| {
        let how = around(t, a[1], true)?;
        let v = types::object::alloc_instance(t, ZLIB_DECOMPRESSOR.get())?;
        owned::install(v, Mutex::new(Inflater::new(how)));
        Ok(v)
    },
    "",
);
static DECOMPRESSOR_METHODS: [Method; 1] = [method(
    "decompress(self, data, max_length=-1)",
    decompress_next,
    "Decompress *data*, returning uncompressed data as bytes.",
)];
static DECOMPRESSOR_ATTRIBUTES: [Attribute; 3] = [
    getter(
        "eof",
        |t, v| {
            let e = owned::of::<Mutex<Inflater>>(t, v)?.lock().end;
            Ok(Value::bool(e))
        },
        "",
    ),
    getter(
        "needs_input",
        |t, v| {
            let e = {
                let i = owned::of::<Mutex<Inflater>>(t, v)?.lock();
                !i.end && i.tail.is_empty()
            };
            Ok(Value::bool(e))
        },
        "",
    ),
    getter(
        "unused_data",
        |t, v| {
            let b = owned::of::<Mutex<Inflater>>(t, v)?.lock().unused.clone();
            types::bytes::new(t, &b)
        },
        "",
    ),
];
fn decompress_next(t: &mut Thread, a: Args) -> Ret {
    let data = bytes_like(t, a[1])?;
    let most = if a[2].is_bound() { t.to_i64(a[2])? } else { -1 };
    let r = {
        let mut d = owned::of::<Mutex<Inflater>>(t, a[0])?.lock();
        if d.end {
            None
        } else {
            let mut all = std::mem::take(&mut d.tail);
            all.extend(data);
            Some(d.run(&all, most.max(0) as usize))
        }
    };
    match r {
        Some(Ok(out)) => types::bytes::new(t, &out),
        Some(Err(())) => Err(error(t, "Error -3 while decompressing data: invalid data")),
        None => Err(t.raise(&exc::EOFError, "End of stream already reached")),
    }
}

fn crc32(t: &mut Thread, a: Args) -> Ret {
    let data = bytes_like(t, a[0])?;
    let from = if a[1].is_bound() { t.to_i64_clamped(a[1])? as u32 } else { 0 };
    let mut h = crc32fast::Hasher::new_with_initial(from);
    h.update(&data);
    Ok(Value::int(i64::from(h.finalize())))
}
fn adler32(t: &mut Thread, a: Args) -> Ret {
    let data = bytes_like(t, a[0])?;
    let from = if a[1].is_bound() { t.to_i64_clamped(a[1])? as u32 } else { 1 };
    let (mut x, mut y) = (from & 0xFFFF, from >> 16);
    for chunk in data.chunks(5552) {
        for b in chunk {
            x += u32::from(*b);
            y += x;
        }
        x %= 65521;
        y %= 65521;
    }
    Ok(Value::int(i64::from(y << 16 | x)))
}
