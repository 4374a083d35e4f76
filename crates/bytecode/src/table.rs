//! The instruction table: the manual of the machine.
//!
//! A register machine. An instruction is one 64-bit word `{op: u8, x: u8, a: u16, b: u16, c: u16}`; one word is one
//! unit of the GIL's counting. `R[i]` is a register of the current frame, `K[i]` a word of the code's pool
//! (`K[0]` is the code object; then constants, names, and the caches that follow a name). `R` starts with the
//! named locals: arguments first, then the other locals; temporaries lie above them, allocated stack-wise.
//!
//! A call places the callable in `R[base]`, leaves `R[base+1 .. base+5]` for the callee's frame header and the
//! arguments from `R[base+5]` on, so that the callee's frame overlaps the caller's outgoing arguments: its `R[0]`
//! is the caller's `R[base+5]`.
//!
//! Jumps are relative, in words, to the word after the jump. A destination register is written only after the
//! instruction can no longer raise. An instruction either reads shared state or writes it, never both.

/// One instruction word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(8))]
pub struct Ins {
    pub op: u8,
    pub x: u8,
    pub a: u16,
    pub b: u16,
    pub c: u16,
}

/// The bit of `Yield`'s x that says that some temporary below its height holds nothing.
pub const YIELD_HOLES: u8 = 4;

/// Words between the callable in `R[base]` and the first argument, the callable's own included:
/// `[function, action, caller fp, return pc, return pool]`.
pub const HEADER: usize = 5;

/// How an instruction's fields are read; what the assembler and the disassembler need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// no operands
    None,
    /// `R[a]`
    A,
    /// `R[a], R[b]`
    AB,
    /// `R[a], R[b], R[c]`
    ABC,
    /// `R[a], R[b]`, signed immediate in `c`
    ABI,
    /// `R[a]`, signed 32-bit immediate: `b` low half, `c` high half
    AI32,
    /// `R[a]`, pool index: `c` low half, `b` high half
    AK32,
    /// `R[a]`, `K[c]`
    AK,
    /// `K[c]`
    K,
    /// `R[a], R[b], K[c]`
    ABK,
    /// `R[a], R[b]`, count in `c`
    ABN,
    /// `R[a]`, count in `b`
    AN,
    /// jump of 32 bits: `b` low half, `c` high half
    J32,
    /// `R[a]`, jump of 32 bits
    AJ32,
    /// `R[a], R[b]`, jump of 16 bits in `c`
    ABJ,
    /// `R[a]`, signed immediate in `b`, jump of 16 bits in `c`
    AIJ,
    /// `a` base, `b` number of arguments, `c` destination
    Call,
}

/// What the table says of one instruction.
#[derive(Debug)]
pub struct OpInfo {
    pub name: &'static str,
    pub format: Format,
    /// the effect, in register algebra
    pub effect: &'static str,
    pub doc: &'static str,
    /// signal handlers, finalizers and asynchronous exceptions may be delivered after it
    pub delivery: bool,
}

macro_rules! instructions {
    ($( $name:ident $format:ident $($point:ident)? : $effect:literal, $doc:literal; )*) => {
        /// The operation of an instruction word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Op { $( #[doc = $effect] #[doc = ""] #[doc = $doc] $name, )* }

        impl Op {
            /// All operations, in the order of their numbers.
            pub const ALL: &'static [Op] = &[ $( Op::$name, )* ];
            const INFO: &'static [OpInfo] = &[ $( OpInfo {
                name: stringify!($name), format: Format::$format, effect: $effect, doc: $doc,
                delivery: instructions!(@point $($point)?),
            }, )* ];
        }
    };
    (@point) => { false };
    (@point delivery) => { true };
}

instructions! {
    // ---- moves and constants
    Nop None: "", "Does nothing, and counts.";
    Poll None delivery: "", "A visible check of the fuel in a long straight line.";
    Move AB: "R[a] := R[b]", "Copies a register.";
    LoadInt AI32: "R[a] := imm", "A small int.";
    LoadConst AK32: "R[a] := K[k]", "A constant.";
    CheckBound AK: "if R[a] is unbound: raise UnboundLocalError(K[c])", "Where definite assignment is not proven.";
    DeleteLocal AK delivery: "R[a] := unbound", "`del name` of a local; UnboundLocalError if it is unbound.";
    Clear A delivery: "R[a] := unbound", "Forgets a local without a check (the end of `except E as e`, a comprehension's variable).";
    Unbind A: "R[a] := unbound", "Like Clear, but R[a] held nothing before: the start of a comprehension's variable.";
    StoreNone A delivery: "R[a] := None", "`name = None` of a local: the old value may die here.";

    // ---- names
    LoadGlobal AK: "R[a] := globals[K[c]] or builtins[K[c]]", "`K[c+1]` caches the entry. NameError.";
    StoreGlobal AK: "globals[K[c]] := R[a]", "`K[c+1]` caches the entry.";
    DeleteGlobal K delivery: "del globals[K[c]]", "NameError.";
    LoadName AK: "R[a] := R[0][K[c]] or globals or builtins", "Module, class and exec code: `R[0]` is the namespace. `K[c+1]` caches. x = 1: the name is looked up in R[0], then the globals are skipped for the cell in R[b].";
    StoreName AK: "R[0][K[c]] := R[a]", "`K[c+1]` caches the entry when the namespace is the globals.";
    DeleteName K delivery: "del R[0][K[c]]", "NameError.";
    LoadCell ABK: "R[a] := R[b].value", "A closure's variable; `K[c]` its name. x = 0: UnboundLocalError (an own cell), x = 1: NameError (a free variable).";
    StoreCell AB: "R[a].value := R[b]", "";
    DeleteCell AK delivery: "R[a].value := unbound", "x as in LoadCell.";
    MakeCell A: "R[a] := Cell(R[a])", "At function entry; R[a] may be unbound.";
    CopyFree AN: "R[a..a+b] := closure cells", "At function entry: the free variables' cells.";
    LoadClassCell ABK: "R[a] := R[0][K[c]] or R[b].value", "A class body reading a variable of an enclosing function.";
    LoadDictOrGlobal ABK: "R[a] := R[b][K[c]] or globals or builtins", "A type parameter's or annotation's scope inside a class reading a name; R[b] is the class's namespace.";
    LoadDictOrCell ABK: "R[a] := R[a][K[c]] or R[b].value", "The same for a variable of an enclosing function; R[a] holds the class's namespace first.";
    LoadLocals A: "R[a] := locals()", "The namespace in R[0], or a dict of the named locals and cells.";

    // ---- arithmetic; x = 1: the in-place form
    Add ABC: "R[a] := R[b] + R[c]", "";
    Sub ABC: "R[a] := R[b] - R[c]", "";
    Mul ABC: "R[a] := R[b] * R[c]", "";
    Div ABC: "R[a] := R[b] / R[c]", "";
    FloorDiv ABC: "R[a] := R[b] // R[c]", "";
    Mod ABC: "R[a] := R[b] % R[c]", "";
    Pow ABC: "R[a] := R[b] ** R[c]", "";
    MatMul ABC: "R[a] := R[b] @ R[c]", "";
    LShift ABC: "R[a] := R[b] << R[c]", "";
    RShift ABC: "R[a] := R[b] >> R[c]", "";
    And ABC: "R[a] := R[b] & R[c]", "";
    Or ABC: "R[a] := R[b] | R[c]", "";
    Xor ABC: "R[a] := R[b] ^ R[c]", "";
    AddI ABI: "R[a] := R[b] + imm", "";
    SubI ABI: "R[a] := R[b] - imm", "";
    MulI ABI: "R[a] := R[b] * imm", "";
    FloorDivI ABI: "R[a] := R[b] // imm", "imm is not 0";
    ModI ABI: "R[a] := R[b] % imm", "imm is not 0";
    AndI ABI: "R[a] := R[b] & imm", "";
    LShiftI ABI: "R[a] := R[b] << imm", "0 <= imm < 62";
    RShiftI ABI: "R[a] := R[b] >> imm", "0 <= imm < 62";
    Neg AB: "R[a] := -R[b]", "";
    Pos AB: "R[a] := +R[b]", "";
    Invert AB: "R[a] := ~R[b]", "";
    Not AB: "R[a] := not R[b]", "";

    // ---- comparisons
    Lt ABC: "R[a] := R[b] < R[c]", "";
    Le ABC: "R[a] := R[b] <= R[c]", "";
    Gt ABC: "R[a] := R[b] > R[c]", "";
    Ge ABC: "R[a] := R[b] >= R[c]", "";
    Eq ABC: "R[a] := R[b] == R[c]", "";
    Ne ABC: "R[a] := R[b] != R[c]", "";
    Is ABC: "R[a] := R[b] is R[c]", "";
    IsNot ABC: "R[a] := R[b] is not R[c]", "";
    In ABC: "R[a] := R[b] in R[c]", "";
    NotIn ABC: "R[a] := R[b] not in R[c]", "";

    // ---- jumps; a backward jump checks the fuel
    Jump J32 delivery: "goto j", "";
    JumpTrue AJ32 delivery: "if R[a]: goto j", "";
    JumpFalse AJ32 delivery: "if not R[a]: goto j", "";
    JumpNone AJ32 delivery: "if R[a] is None: goto j", "";
    JumpNotNone AJ32 delivery: "if R[a] is not None: goto j", "";
    JumpLt ABJ delivery: "if R[a] < R[b]: goto j", "";
    JumpLe ABJ delivery: "if R[a] <= R[b]: goto j", "";
    JumpGt ABJ delivery: "if R[a] > R[b]: goto j", "";
    JumpGe ABJ delivery: "if R[a] >= R[b]: goto j", "";
    JumpEq ABJ delivery: "if R[a] == R[b]: goto j", "";
    JumpNe ABJ delivery: "if R[a] != R[b]: goto j", "";
    JumpNotLt ABJ delivery: "if not R[a] < R[b]: goto j", "";
    JumpNotLe ABJ delivery: "if not R[a] <= R[b]: goto j", "";
    JumpNotGt ABJ delivery: "if not R[a] > R[b]: goto j", "";
    JumpNotGe ABJ delivery: "if not R[a] >= R[b]: goto j", "";
    JumpNotEq ABJ delivery: "if not R[a] == R[b]: goto j", "";
    JumpNotNe ABJ delivery: "if not R[a] != R[b]: goto j", "";
    JumpLtI AIJ delivery: "if R[a] < imm: goto j", "";
    JumpLeI AIJ delivery: "if R[a] <= imm: goto j", "";
    JumpGtI AIJ delivery: "if R[a] > imm: goto j", "";
    JumpGeI AIJ delivery: "if R[a] >= imm: goto j", "";
    JumpEqI AIJ delivery: "if R[a] == imm: goto j", "";
    JumpNeI AIJ delivery: "if R[a] != imm: goto j", "";
    JumpNotLtI AIJ delivery: "if not R[a] < imm: goto j", "";
    JumpNotLeI AIJ delivery: "if not R[a] <= imm: goto j", "";
    JumpNotGtI AIJ delivery: "if not R[a] > imm: goto j", "";
    JumpNotGeI AIJ delivery: "if not R[a] >= imm: goto j", "";
    JumpNotEqI AIJ delivery: "if not R[a] == imm: goto j", "";
    JumpNotNeI AIJ delivery: "if not R[a] != imm: goto j", "";

    // ---- iteration
    GetIter AB: "R[a] := iter(R[b])", "";
    ForIter ABJ delivery: "R[b] := next(R[a]); goto j  (at the end: fall through)", "The bottom of a `for`: `j` leads back to the body.";
    UnpackSeq ABN: "R[a..a+c] := R[b]", "Exactly c items. R[a..] are temporaries.";
    UnpackEx ABN: "R[a..a+x] := head; R[a+x] := list of the middle; R[a+x+1 .. +c] := tail of R[b]", "x items before the star, c after it.";

    // ---- containers
    BuildTuple ABN: "R[a] := (R[b], .. R[b+c-1])", "";
    BuildList ABN: "R[a] := [R[b], .. R[b+c-1]]", "";
    BuildSet ABN: "R[a] := {R[b], .. R[b+c-1]}", "";
    BuildMap ABN: "R[a] := {R[b]: R[b+1], ..}", "c pairs.";
    BuildString ABN: "R[a] := ''.join(R[b], .. R[b+c-1])", "All are str.";
    BuildSlice ABN: "R[a] := slice(R[b], R[b+1] [, R[b+2]])", "c is 2 or 3.";
    ListAppend AB: "R[a].append(R[b])", "R[a] is a list that only this code has.";
    ListExtend AB: "R[a].extend(R[b])", "x = 1: the `*args` of a call (the error's text).";
    ListToTuple AB: "R[a] := tuple(R[b])", "";
    SetAdd AB: "R[a].add(R[b])", "";
    SetUpdate AB: "R[a].update(R[b])", "";
    MapSet ABC: "R[a][R[b]] := R[c]", "R[a] is a dict that only this code has.";
    MapUpdate AB: "R[a].update(R[b])", "`{**m}`; TypeError \"'X' object is not a mapping\".";
    MapMerge ABC: "R[a].update(R[b])", "`f(**m)`: a repeated key is a TypeError that names the callable in R[c].";
    GetItem ABC: "R[a] := R[b][R[c]]", "";
    GetItemI ABI: "R[a] := R[b][imm]", "";
    SetItem ABC: "R[a][R[b]] := R[c]", "";
    DelItem AB delivery: "del R[a][R[b]]", "";

    // ---- attributes
    LoadAttr ABK: "R[a] := R[b].K[c]", "`K[c+1]`, `K[c+2]` cache.";
    StoreAttr ABK: "R[a].K[c] := R[b]", "`K[c+1]`, `K[c+2]` cache.";
    DeleteAttr AK delivery: "del R[a].K[c]", "";
    LoadMethod ABK: "R[a], R[a+5] := method K[c] of R[b], R[b]", "A plain function found in the class goes to R[a] with its self in R[a+5]; anything else to R[a] with R[a+5] unbound. `K[c+1]`, `K[c+2]` cache. For CallMethod.";
    LoadSuper ABK: "R[a] := super(R[b], R[b+1]).K[c]", "`super().name`: R[b] is the class, R[b+1] self. x = 1: as LoadMethod.";

    // ---- calls
    Call Call delivery: "R[c] := R[a](R[a+5], .. R[a+5+b-1])", "";
    CallKw Call delivery: "R[c] := R[a](.., name=..)", "The last of the b arguments are named by the tuple in R[a+5+b].";
    CallEx Call delivery: "R[c] := R[a](*R[a+5], **R[a+6])", "R[a+5] is a tuple; b = 1: R[a+6] is a dict.";
    CallMethod Call delivery: "R[c] := R[a](R[a+5], R[a+6], .. )", "After LoadMethod; b counts the arguments from R[a+6] on.";
    CallMethodKw Call delivery: "R[c] := R[a](R[a+5], R[a+6], .., name=..)", "The names' tuple is in R[a+6+b].";
    Return A delivery: "return R[a]", "";
    MakeFunction ABK: "R[a] := function(K[c])", "x: 1 defaults (tuple) in R[b], 2 keyword defaults (dict) in R[b+1], 4 the annotate function in R[b+2], 8 closure (tuple of cells) in R[b+3].";
    LoadBuildClass A: "R[a] := __build_class__", "";

    // ---- generators and coroutines
    MakeGenerator None: "return generator", "First instruction of a generator, coroutine or async generator: gives the caller the suspended object.";
    Yield ABC delivery: "yield R[b]; R[a] := what is sent", "x = 1: R[b] came from the sub-iterator R[c] (yield from, await), to which throw() and close() go on. x = 2: an async generator's own yield. x + 4: some temporary below the height holds nothing.";
    GetYieldFrom AB: "R[a] := iterator for `yield from R[b]`", "";
    GetAwaitable AB: "R[a] := R[b].__await__()", "x = 1: from `async with __aenter__`, 2: `__aexit__` (the error's text).";
    Send ABJ: "R[b] := R[a].send(R[b])  (at its end: R[b] := its result; goto j)", "";
    GetAIter AB: "R[a] := R[b].__aiter__()", "";
    GetANext AB: "R[a] := awaitable of R[b].__anext__()", "";
    EndAsyncFor AJ32: "if R[a] is StopAsyncIteration: goto j; else raise R[a]", "";

    // ---- exceptions
    EnterHandler AB: "R[b] := handled; handled := R[a]", "First instruction of a handler: R[a] is the exception.";
    LeaveHandler A: "handled := R[a]", "";
    MatchExc ABC: "R[a] := R[b] is an instance of R[c]", "TypeError if R[c] is no exception class (or tuple of them).";
    MatchExcStar ABC: "R[a], R[a+1] := R[b].split(R[c])", "`except*`: the matching group or None, the rest or None.";
    PrepReraiseStar ABC: "R[a] := the group to raise from R[b], the original, and the list R[c], or None", "";
    Raise A: "raise R[a]", "";
    RaiseFrom AB: "raise R[a] from R[b]", "";
    RaiseBare None: "raise handled", "RuntimeError: No active exception to reraise.";
    Reraise A: "raise R[a] again", "Keeps context and traceback.";
    WithEnter AB: "R[a], R[a+1] := R[b].__exit__, R[b].__enter__()", "";
    WithEnterAsync AB: "R[a], R[a+1] := R[b].__aexit__, R[b].__aenter__()", "";
    WithExit AB: "R[a] := R[b](None, None, None)", "R[b] is the bound `__exit__`.";
    WithExcept ABC: "R[a] := R[b](type(R[c]), R[c], R[c].__traceback__)", "";

    // ---- formatting
    FormatValue ABC: "R[a] := format(R[b], R[c])", "x: conversion in the low two bits (1 str, 2 repr, 3 ascii); 4: with the spec in R[c].";
    BuildInterpolation ABC: "R[a] := Interpolation(R[b], R[b+1], R[b+2], R[b+3])", "value, expression text, conversion or None, format spec.";
    BuildTemplate ABC: "R[a] := Template(strings R[b], interpolations R[c])", "Two tuples.";

    // ---- modules
    ImportName ABK: "R[a] := import K[c]", "R[b] is the level, R[b+1] the fromlist (a tuple or None).";
    ImportFrom ABK: "R[a] := R[b].K[c]", "`from R[b] import K[c]`; ImportError.";
    ImportStar A: "from R[a] import *", "Into the namespace in R[0].";

    // ---- patterns
    MatchMapping AB: "R[a] := R[b] is a mapping", "";
    MatchSequence AB: "R[a] := R[b] is a sequence that patterns take apart", "";
    MatchKeys ABC: "R[a] := tuple of R[b][k] for k in R[c], or None", "";
    MatchClass ABC: "R[a] := tuple of attributes, or None", "R[b] the subject, R[c] the class, R[c+1] the tuple of keyword names; x positional patterns.";
    GetLen AB: "R[a] := len(R[b])", "";

    // ---- the rest
    PrintExpr A: "sys.displayhook(R[a])", "An expression at the prompt.";
    LoadAssertionError A: "R[a] := AssertionError", "x = 1: NotImplementedError (an annotate function asked for a format it does not know).";
    MakeTypeParam ABC: "R[a] := TypeVar | ParamSpec | TypeVarTuple named R[b]", "x: 0 TypeVar, 1 ParamSpec, 2 TypeVarTuple; R[c] evaluates the bound (function or None), R[c+1] the constraints, R[c+2] the default.";
    MakeTypeAlias AB: "R[a] := TypeAliasType(R[b], R[b+1], R[b+2])", "name, type parameters or None, the function that computes the value.";
    SubscriptGeneric AB: "R[a] := Generic[R[b]]", "The implicit base of a class with type parameters.";
    SetFunctionTypeParams AB: "R[a].__type_params__ := R[b]", "";
    SetupAnnotations None: "if '__annotations__' not in R[0]: make it", "Interactive and `from __future__ import annotations` code.";
    Halt None: "leave the machine", "Where a frame called from native code returns to.";
}

/// A number that changes when the instruction table does: stored code of another table is not read.
pub const fn fingerprint() -> u32 {
    const FINGERPRINT: u32 = {
        let mut h: u32 = 0x811C_9DC5;
        let mut i = 0;
        while i < Op::INFO.len() {
            let row = &Op::INFO[i];
            let (name, effect) = (row.name.as_bytes(), row.effect.as_bytes());
            let mut j = 0;
            while j < name.len() + effect.len() {
                let b = if j < name.len() { name[j] } else { effect[j - name.len()] };
                h = (h ^ b as u32).wrapping_mul(0x0100_0193);
                j += 1;
            }
            h = (h ^ row.format as u32).wrapping_mul(0x0100_0193);
            i += 1;
        }
        h
    };
    FINGERPRINT
}

impl Op {
    /// The operation with this number.
    pub fn from_u8(n: u8) -> Option<Op> {
        Op::ALL.get(n as usize).copied()
    }

    /// The table's row of this operation.
    pub fn info(self) -> &'static OpInfo {
        &Op::INFO[self as usize]
    }
}

impl Ins {
    pub const fn new(op: Op, x: u8, a: u16, b: u16, c: u16) -> Ins {
        Ins { op: op as u8, x, a, b, c }
    }

    /// An instruction whose `b` and `c` hold a signed 32-bit immediate or jump, `b` the low half.
    pub const fn wide(op: Op, x: u8, a: u16, imm: i32) -> Ins {
        Ins::new(op, x, a, imm as u16, (imm >> 16) as u16)
    }

    /// The signed 32-bit immediate or jump in `b` and `c`.
    pub const fn imm32(self) -> i32 {
        (self.b as u32 | (self.c as u32) << 16) as i32
    }

    /// The 32-bit pool index of the `AK32` format.
    pub const fn pool32(self) -> u32 {
        self.c as u32 | (self.b as u32) << 16
    }

    /// The operation; `None` for a word that is no instruction.
    pub fn operation(self) -> Option<Op> {
        Op::from_u8(self.op)
    }
}

/// Whether the instruction calls `__enter__` or `__exit__`: nothing asynchronous is delivered right after it.
pub const fn special_call(op: Op) -> bool {
    matches!(op, Op::WithEnter | Op::WithEnterAsync | Op::WithExit | Op::WithExcept)
}
