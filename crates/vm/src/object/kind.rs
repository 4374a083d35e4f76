//! `Kind`: the layout of a heap object, the first byte of its header; and the words of each layout.
//!
//! The class of an object comes from its shape; the kind only says which words it has. An instance of a Python
//! subclass of `list` has kind `List` and another shape than an exact list. Instances of subclasses of types whose
//! values are no fixed number of words (int, float, complex, str, bytes, tuple) have kind `Wrapped`: the first word is
//! the plain value.
//!
//! Layouts with attributes have, after the words given here, one word `ext` (a dict, or the segments of slots that did not
//! fit) and the attribute slots that the shape describes.

macro_rules! kinds {
    ($( $name:ident $words:literal $doc:literal, )*) => {
        /// The layout of a heap object.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Kind { $( #[doc = $doc] $name, )* }
        impl Kind {
            const ALL: &'static [Kind] = &[ $( Kind::$name, )* ];
            /// Number of fixed words before `ext` and the slots; 0 also for leaves and objects of any length.
            pub const fn words(self) -> usize {
                const WORDS: &[usize] = &[ $( $words, )* ];
                WORDS[self as usize]
            }
        }
    };
}

kinds! {
    Free 0 "no object",
    Shape 12 "a shape (see `shape`)",
    Type 24 "a class (see `typeobject`)",
    Instance 0 "an instance of a class written in Python, and `object()`",
    Wrapped 1 "[value]: an instance of a subclass of int, float, complex, str, bytes or tuple",
    Float 0 "leaf: a float that does not fit a word",
    BigInt 0 "leaf: sign and magnitude, 64-bit digits",
    Complex 0 "leaf: real, imaginary",
    Str 0 "leaf (inline) or [hash, length, buffer] (built)",
    Bytes 0 "leaf: hash, length, bytes",
    Buffer 0 "leaf: bytes behind a built str, a bytearray, an index table",
    Array 0 "[used, item...]: the items behind a list, the entries behind a dict or set",
    ByteArray 4 "[buffer, start, length, exports]",
    MemoryView 12 "memoryview",
    Tuple 0 "[length, item...]",
    List 1 "[array]",
    Dict 3 "[table, live, first]",
    Set 6 "[table, used, fill, hash, additions, finger]: set and frozenset",
    Range 3 "[start, stop, step]",
    Slice 3 "[start, stop, step]",
    Cell 1 "[value]",
    Pool 0 "[code, constants, names, caches]",
    Code 10 "a code object (see `code`)",
    CodeBody 13 "what a code object has once it has run",
    CodeUnit 4 "[leaf, address, length, names]: code in the stored form",
    Function 16 "a function written in Python (see `function`)",
    Native 4 "[row, owner, name, module]: a native function or method descriptor",
    BoundMethod 2 "[function, self]",
    MethodCache 4 "[shape, epoch, value, how]: what an attribute instruction found",
    Property 6 "[fget, fset, fdel, doc, name, spare]",
    ClassMethod 2 "[callable, spare]",
    StaticMethod 2 "[callable, spare]",
    GetSet 4 "[row, owner, name, index]: an attribute in native code, or a `__slots__` member",
    Super 3 "[class, self, class of self]",
    Module 2 "[dict, spare]",
    Exception 14 "[args, traceback, context, cause, suppress, own...]",
    Traceback 6 "[next, frame, lasti, line, code, spare]",
    Frame 12 "a frame object (see `frame`)",
    Generator 0 "generators, coroutines, async generators (see `generator`)",
    AsyncGenStep 4 "[generator, value, how, state]: an awaitable of an async generator",
    ListIter 3 "[list, index, spare]: also tuples and other sequences indexed natively",
    RangeIter 3 "[next, stop, step]",
    DictIter 4 "[dict, index, expected length, what]",
    SetIter 3 "[set, index, expected length]",
    StrIter 2 "[str, index]",
    SeqIter 2 "[sequence, index]: by `__getitem__`",
    CallIter 2 "[callable, sentinel]",
    DictView 2 "[dict, what]",
    NativeAwait 2 "an iterator that `await` drives through its row's `send`: what the words mean is its type's",
    WeakRef 4 "[target, callback, hash, spare]",
    Native1 4 "a native object of 4 words: what they mean is its type's",
    Native2 8 "a native object of 8 words",
    Native3 16 "a native object of 16 words",
    Native4 32 "a native object of 32 words",
    Foreign 2 "[handle, spare]: owns Rust memory; stands in the collector's drop table",
}

impl Kind {
    #[inline(always)]
    pub fn of(byte: u8) -> Kind {
        debug_assert!((byte as usize) < Kind::ALL.len());
        // SAFETY: H2: the vm writes no other kind byte than those of this enum.
        unsafe { std::mem::transmute::<u8, Kind>(byte) }
    }
}

/// The header word of a new object.
#[inline(always)]
pub const fn head(kind: Kind, shape: u32) -> u64 {
    kind as u64 | (shape as u64) << 32
}
