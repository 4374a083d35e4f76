//! `_md5`, `_sha1`, `_sha2`, `_sha3`, `_blake2`: what `hashlib` stands on. A hash object is `[data, kind]`.

use crate::os_error::bytes_like;
use crate::owned;
use blake2::digest::{Update, VariableOutput};
use md5::Md5;
use parking_lot::Mutex;
use pyish_vm::import::ModuleRow;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::string::Str;
use pyish_vm::{Args, Attribute, Kind, Method, Raised, Ret, Thread, TypeRow, Value, function, getter, method, types};
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use sha3::digest::{ExtendableOutput, XofReader};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512, Shake128, Shake256};

pub static MD5: ModuleRow = ModuleRow { name: "_md5", doc: "", functions: &MD5_FUNCTIONS, init };
pub static SHA1: ModuleRow = ModuleRow { name: "_sha1", doc: "", functions: &SHA1_FUNCTIONS, init };
pub static SHA2: ModuleRow = ModuleRow { name: "_sha2", doc: "", functions: &SHA2_FUNCTIONS, init };
pub static SHA3: ModuleRow = ModuleRow { name: "_sha3", doc: "", functions: &SHA3_FUNCTIONS, init };
pub static BLAKE2: ModuleRow = ModuleRow { name: "_blake2", doc: "", functions: &BLAKE2_FUNCTIONS, init: blake2_init };

macro_rules! hashers {
    ($( $variant:ident $class:ty, $name:literal $digest:literal $block:literal; )*) => {
        #[derive(Clone)]
        enum Hasher {
            $( $variant($class), )*
            Shake128(Shake128),
            Shake256(Shake256),
            Blake2b(blake2::Blake2bVar, usize),
            Blake2s(blake2::Blake2sVar, usize),
        }
        impl Hasher {
            fn update(&mut self, data: &[u8]) {
                match self {
                    $( Hasher::$variant(h) => Digest::update(h, data), )*
                    Hasher::Shake128(h) => Update::update(h, data),
                    Hasher::Shake256(h) => Update::update(h, data),
                    Hasher::Blake2b(h, _) => Update::update(h, data),
                    Hasher::Blake2s(h, _) => Update::update(h, data),
                }
            }
            /// The digest so far; `n` bytes for those of any length.
            fn digest(&self, n: usize) -> Vec<u8> {
                match self.clone() {
                    $( Hasher::$variant(h) => h.finalize().to_vec(), )*
                    Hasher::Shake128(h) => read(h.finalize_xof(), n),
                    Hasher::Shake256(h) => read(h.finalize_xof(), n),
                    Hasher::Blake2b(h, n) => {
                        let mut out = vec![0; n];
                        let _ = h.finalize_variable(&mut out);
                        out
                    }
                    Hasher::Blake2s(h, n) => {
                        let mut out = vec![0; n];
                        let _ = h.finalize_variable(&mut out);
                        out
                    }
                }
            }
            /// Name, digest size, block size.
            fn about(&self) -> (&'static str, usize, usize) {
                match self {
                    $( Hasher::$variant(_) => ($name, $digest, $block), )*
                    Hasher::Shake128(_) => ("shake_128", 0, 168),
                    Hasher::Shake256(_) => ("shake_256", 0, 136),
                    Hasher::Blake2b(_, n) => ("blake2b", *n, 128),
                    Hasher::Blake2s(_, n) => ("blake2s", *n, 64),
                }
            }
        }
        fn by_name(name: &str) -> Option<Hasher> {
            Some(match name {
                $( $name => Hasher::$variant(<$class>::new()), )*
                "shake_128" => Hasher::Shake128(Shake128::default()),
                "shake_256" => Hasher::Shake256(Shake256::default()),
                _ => return None,
            })
        }
    };
}
hashers! {
    Md5 Md5, "md5" 16 64;
    Sha1 Sha1, "sha1" 20 64;
    Sha224 Sha224, "sha224" 28 64;
    Sha256 Sha256, "sha256" 32 64;
    Sha384 Sha384, "sha384" 48 128;
    Sha512 Sha512, "sha512" 64 128;
    Sha3x224 Sha3_224, "sha3_224" 28 144;
    Sha3x256 Sha3_256, "sha3_256" 32 136;
    Sha3x384 Sha3_384, "sha3_384" 48 104;
    Sha3x512 Sha3_512, "sha3_512" 64 72;
}
fn read(mut r: impl XofReader, n: usize) -> Vec<u8> {
    let mut out = vec![0; n];
    r.read(&mut out);
    out
}
type State = Mutex<Hasher>;

macro_rules! constructor {
    ($name:literal) => {
        function(
            concat!($name, "(data=b'', *, usedforsecurity=True, string=None)"),
            |t, a| {
                let data = if a[0].is_bound() { a[0] } else { a[2].or(Value::NONE) };
                make(t, by_name($name), data)
            },
            concat!("Return a new ", $name, " hash object; optionally initialized with a string."),
        )
    };
}
static MD5_FUNCTIONS: [Method; 1] = [constructor!("md5")];
static SHA1_FUNCTIONS: [Method; 1] = [constructor!("sha1")];
static SHA2_FUNCTIONS: [Method; 4] =
    [constructor!("sha224"), constructor!("sha256"), constructor!("sha384"), constructor!("sha512")];
static SHA3_FUNCTIONS: [Method; 6] = [
    constructor!("sha3_224"),
    constructor!("sha3_256"),
    constructor!("sha3_384"),
    constructor!("sha3_512"),
    constructor!("shake_128"),
    constructor!("shake_256"),
];
static BLAKE2_FUNCTIONS: [Method; 2] = [
    function(
        "blake2b(data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)",
        |t, a| blake(t, a, true),
        "Return a new BLAKE2b hash object.",
    ),
    function(
        "blake2s(data=b'', /, *, digest_size=32, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)",
        |t, a| blake(t, a, false),
        "Return a new BLAKE2s hash object.",
    ),
];

pub static TYPE: TypeRow =
    TypeRow::new("HASH", Kind::Native1).module("_hashlib").is_final().methods(&METHODS).attributes(&ATTRIBUTES);
static METHODS: [Method; 5] = [
    method("update(self, obj, /)", update, "Update this hash object's state with the provided string."),
    method(
        "digest(self, length=0, /)",
        |t, a| {
            let d = digest(t, a)?;
            types::bytes::new(t, &d)
        },
        "Return the digest value as a bytes object.",
    ),
    method(
        "hexdigest(self, length=0, /)",
        |t, a| {
            let d = digest(t, a)?;
            t.str(&hex(&d))
        },
        "Return the digest value as a string of hexadecimal digits.",
    ),
    method("copy(self, /)", copy, "Return a copy of the hash object."),
    method("__repr__(self, /)", repr, "Return repr(self)."),
];
static ATTRIBUTES: [Attribute; 3] = [
    getter(
        "name",
        |t, v| {
            let (n, _, _) = about(t, v)?;
            t.str(n)
        },
        "",
    ),
    getter(
        "digest_size",
        |t, v| {
            let (_, n, _) = about(t, v)?;
            Ok(Value::index(n))
        },
        "",
    ),
    getter(
        "block_size",
        |t, v| {
            let (_, _, n) = about(t, v)?;
            Ok(Value::index(n))
        },
        "",
    ),
];

fn init(t: &mut Thread, _: Dict) -> Result<(), Raised> {
    types::ready(t, &TYPE)?;
    Ok(())
}
fn blake2_init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    init(t, d)?;
    d.set_named(t, "_GIL_MINSIZE", Value::int(2048))
}
/// Lower-case hexadecimal digits.
pub fn hex(data: &[u8]) -> String {
    data.iter().map(|b| format!("{b:02x}")).collect()
}
fn hashable(t: &mut Thread, v: Value) -> Result<Vec<u8>, Raised> {
    if Str::from(v).is_some() {
        return Err(t.type_error("Strings must be encoded before hashing"));
    }
    bytes_like(t, v)
}
fn make(t: &mut Thread, hasher: Option<Hasher>, data: Value) -> Ret {
    let Some(mut h) = hasher else { return Err(t.value_error("unsupported hash type")) };
    if let Some(d) = data.given() {
        let d = hashable(t, d)?;
        h.update(&d);
    }
    wrap(t, h)
}
fn wrap(t: &mut Thread, h: Hasher) -> Ret {
    let class = types::ready(t, &TYPE)?;
    let v = types::object::alloc_instance(t, class)?;
    owned::install(v, Mutex::new(h));
    Ok(v)
}
fn blake(t: &mut Thread, a: Args, wide: bool) -> Ret {
    let most = if wide { 64 } else { 32 };
    let n = if a[1].is_bound() { t.to_i64(a[1])? } else { most };
    let name = if wide { "blake2b" } else { "blake2s" };
    if n < 1 || n > most {
        return Err(t.value_error(format!("digest_size for {name} must be between 1 and {most} bytes, here it is {n}")));
    }
    for (i, what) in [(2, "key"), (3, "salt"), (4, "person")] {
        if a[i].is_bound() && !bytes_like(t, a[i])?.is_empty() {
            return Err(t.raise(&types::exc::NotImplementedError, format!("{name}() with '{what}'")));
        }
    }
    let hasher = if wide {
        blake2::Blake2bVar::new(n as usize).ok().map(|h| Hasher::Blake2b(h, n as usize))
    } else {
        blake2::Blake2sVar::new(n as usize).ok().map(|h| Hasher::Blake2s(h, n as usize))
    };
    make(t, hasher, a[0].or(Value::NONE))
}
fn about(t: &mut Thread, v: Value) -> Result<(&'static str, usize, usize), Raised> {
    Ok(owned::of::<State>(t, v)?.lock().about())
}
fn update(t: &mut Thread, a: Args) -> Ret {
    let data = hashable(t, a[1])?;
    let s = owned::of::<State>(t, a[0])?;
    if data.len() < 1 << 16 {
        s.lock().update(&data);
    } else {
        // a copy takes the long way in SAFE, so that the lock is not held there
        let mut h = s.lock().clone();
        let h = pyish_sched::safe(&t.m.core, pyish_sched::Reason::Native, move || {
            h.update(&data);
            h
        });
        *s.lock() = h;
    }
    Ok(Value::NONE)
}
fn digest(t: &mut Thread, a: Args) -> Result<Vec<u8>, Raised> {
    let n = if a[1].is_bound() { t.to_i64(a[1])?.max(0) as usize } else { 0 };
    Ok(owned::of::<State>(t, a[0])?.lock().digest(n))
}
fn copy(t: &mut Thread, a: Args) -> Ret {
    let h = owned::of::<State>(t, a[0])?.lock().clone();
    wrap(t, h)
}
fn repr(t: &mut Thread, a: Args) -> Ret {
    let (name, _, _) = about(t, a[0])?;
    let at = pyish_vm::ops::protocol::address(a[0]);
    t.str(&format!("<{name} _hashlib.HASH object @ {at:#x}>"))
}
