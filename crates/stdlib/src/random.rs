//! `_random`: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded and read as CPython does, so that
//! the same seed gives the same numbers.

use crate::owned;
use num_bigint::{BigInt, Sign};
use parking_lot::Mutex;
use pyish_vm::import::ModuleRow;
use pyish_vm::object::bigint;
use pyish_vm::object::dict::Dict;
use pyish_vm::object::list::Values;
use pyish_vm::object::tuple::Tuple;
use pyish_vm::{Args, Kind, Method, Raised, Ret, Thread, Type, TypeRow, Value, method, static_method, types};

pub static MODULE: ModuleRow = ModuleRow {
    name: "_random",
    doc: "Module implements the Mersenne Twister random number generator.",
    functions: &[],
    init,
};

pub static TYPE: TypeRow = TypeRow::new("Random", Kind::Native1)
    .module("_random")
    .constructor(&NEW)
    .methods(&METHODS)
    .doc("Random() -> create a random number generator with its own internal state.");
static NEW: Method = static_method("__new__(cls, *args, **kwargs)", new, "Create and return a new object.");
static METHODS: [Method; 6] = [
    method("__init__(self, *args, **kwargs)", |_, _| Ok(Value::NONE), ""),
    method(
        "seed(self, n=None, /)",
        seed,
        "Defaults to use urandom and falls back to a combination of the current time and the process identifier.",
    ),
    method("random(self, /)", random, "random() -> x in the interval [0, 1)."),
    method("getrandbits(self, k, /)", getrandbits, "getrandbits(k) -> x.  Generates an int with k random bits."),
    method("getstate(self, /)", getstate, "getstate() -> tuple containing the current state."),
    method("setstate(self, state, /)", setstate, "setstate(state) -> None.  Restores generator state."),
];

const N: usize = 624;
const M: usize = 397;

struct Twister {
    state: [u32; N],
    index: usize,
}

impl Twister {
    fn init(&mut self, seed: u32) {
        self.state[0] = seed;
        for i in 1..N {
            let x = self.state[i - 1] ^ (self.state[i - 1] >> 30);
            self.state[i] = x.wrapping_mul(1_812_433_253).wrapping_add(i as u32);
        }
        self.index = N;
    }
    fn init_by_array(&mut self, key: &[u32]) {
        self.init(19_650_218);
        let s = &mut self.state;
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(key.len()) {
            let x = s[i - 1] ^ (s[i - 1] >> 30);
            s[i] = (s[i] ^ x.wrapping_mul(1_664_525)).wrapping_add(key[j]).wrapping_add(j as u32);
            i += 1;
            j += 1;
            if i >= N {
                s[0] = s[N - 1];
                i = 1;
            }
            if j >= key.len() {
                j = 0;
            }
        }
        for _ in 0..N - 1 {
            let x = s[i - 1] ^ (s[i - 1] >> 30);
            s[i] = (s[i] ^ x.wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i += 1;
            if i >= N {
                s[0] = s[N - 1];
                i = 1;
            }
        }
        s[0] = 0x8000_0000;
    }
    fn next(&mut self) -> u32 {
        if self.index >= N {
            let s = &mut self.state;
            for i in 0..N {
                let y = (s[i] & 0x8000_0000) | (s[(i + 1) % N] & 0x7fff_ffff);
                s[i] = s[(i + M) % N] ^ (y >> 1) ^ if y & 1 != 0 { 0x9908_b0df } else { 0 };
            }
            self.index = 0;
        }
        let mut y = self.state[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }
}
type State = Mutex<Twister>;

fn init(t: &mut Thread, d: Dict) -> Result<(), Raised> {
    let class = types::ready(t, &TYPE)?;
    d.set_named(t, "Random", class.value())
}
fn new(t: &mut Thread, a: Args) -> Ret {
    let v = types::object::alloc_instance(t, Type::of(a[0]))?;
    owned::install(v, Mutex::new(Twister { state: [0; N], index: N }));
    let given = Tuple::of(a[1]);
    let first = if given.is_empty() { Value::NONE } else { given.get(0) };
    seed_with(t, v, first)?;
    Ok(v)
}
fn seed(t: &mut Thread, a: Args) -> Ret {
    seed_with(t, a[0], a[1].or(Value::NONE))?;
    Ok(Value::NONE)
}
fn seed_with(t: &mut Thread, v: Value, by: Value) -> Result<(), Raised> {
    let key: Vec<u32> = if by.is_none() {
        let mut key = vec![0u32; N];
        // SAFETY: the key's own bytes.
        unsafe { libc::getrandom(key.as_mut_ptr().cast(), N * 4, 0) };
        key
    } else {
        let n = match bigint::to_big(by) {
            Some(n) => n,
            // the hash, as an unsigned word
            None => BigInt::from(t.hash(by)? as u64),
        };
        let digits = n.magnitude().to_u32_digits();
        if digits.is_empty() { vec![0] } else { digits }
    };
    owned::of::<State>(t, v)?.lock().init_by_array(&key);
    Ok(())
}
fn random(t: &mut Thread, a: Args) -> Ret {
    let x = {
        let mut s = owned::of::<State>(t, a[0])?.lock();
        let (hi, lo) = (s.next() >> 5, s.next() >> 6);
        (f64::from(hi) * 67_108_864.0 + f64::from(lo)) * (1.0 / 9_007_199_254_740_992.0)
    };
    t.float(x)
}
fn getrandbits(t: &mut Thread, a: Args) -> Ret {
    let k = t.to_i64(a[1])?;
    if k < 0 {
        return Err(t.value_error("number of bits must be non-negative"));
    }
    if k == 0 {
        return Ok(Value::ZERO);
    }
    let s = owned::of::<State>(t, a[0])?;
    if k <= 32 {
        let r = s.lock().next() >> (32 - k);
        return Ok(Value::int(i64::from(r)));
    }
    let words = (k as usize).div_ceil(32);
    let mut all: Vec<u32> = Vec::new();
    if all.try_reserve_exact(words).is_err() {
        return Err(t.memory_error());
    }
    {
        let mut s = s.lock();
        let mut left = k;
        for _ in 0..words {
            let r = s.next();
            all.push(if left < 32 { r >> (32 - left) } else { r });
            left -= 32;
        }
    }
    let n = BigInt::from_slice(Sign::Plus, &all);
    bigint::from_big(t, &n)
}
fn getstate(t: &mut Thread, a: Args) -> Ret {
    let (state, index) = {
        let s = owned::of::<State>(t, a[0])?.lock();
        (s.state, s.index)
    };
    let mut all = Values::with_capacity(t, N + 1)?;
    for w in state {
        all.push(t, Value::int(i64::from(w)))?;
    }
    all.push(t, Value::index(index))?;
    all.into_tuple(t)
}
fn setstate(t: &mut Thread, a: Args) -> Ret {
    let Some(all) = Tuple::from(a[1]) else { return Err(t.type_error("state vector must be a tuple")) };
    if all.len() != N + 1 {
        return Err(t.value_error("state vector is the wrong size"));
    }
    let mut state = [0u32; N];
    for (i, w) in state.iter_mut().enumerate() {
        *w = t.to_i64(all.get(i))? as u32;
    }
    let index = t.to_i64(all.get(N))?;
    if !(0..=N as i64).contains(&index) {
        return Err(t.value_error("invalid state"));
    }
    *owned::of::<State>(t, a[0])?.lock() = Twister { state, index: index as usize };
    Ok(Value::NONE)
}
