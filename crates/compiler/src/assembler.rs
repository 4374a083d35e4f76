//! From nodes to words: one code object's instructions while they are being written.
//!
//! A node is an instruction word with its source span, the innermost handler over it, and perhaps a
//! label it jumps to. `finish` drops checks that are proven needless, inserts `Poll`s, sizes jumps,
//! and lays out the pool: names and their caches first, since most operands reach only 16 bits.
//! Nodes written where control cannot come are dropped at once.

use std::collections::HashMap;

use pyish_bytecode::{
    Code, Const, Format, HEADER, Handler, Ins, Op, PendingCall, PoolEntry, YIELD_HOLES, special_call,
};
use pyish_syntax::{Source, Span};

use crate::bound;
use crate::names::Name;

pub(crate) type Reg = u16;

/// Words between two checks of the fuel before a `Poll` is due; at most 200 are allowed.
const POLL_AFTER: u32 = 180;
const POLL_AT_LATEST: u32 = 192;

/// Attribute sites have caches of their own until the pool is this long; then they share.
const SHARE_CACHES: usize = 40_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HandlerId(pub u32);

/// No position: code that no source line stands for.
pub(crate) const NOWHERE: Span = Span { start: u32::MAX, end: u32::MAX };

#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub ins: Ins,
    pub op: Op,
    pub target: Option<Label>,
    pub handler: Option<HandlerId>,
    pub span: Span,
    /// registers from here up are dead while the word runs
    pub height: Reg,
    /// registers from here up are dead before the word
    pub top: Reg,
}

#[derive(Debug)]
pub(crate) struct HandlerInfo {
    pub target: Label,
    pub reg: Reg,
    used: bool,
}

#[derive(Debug, Default)]
struct LabelInfo {
    at: Option<usize>,
    jumped_to: bool,
}

/// What an instruction's pool operand indexes until the pool is laid out.
#[derive(Debug, Default)]
struct PoolParts {
    names: Vec<PoolEntry>,
    codes: Vec<PoolEntry>,
    consts: Vec<PoolEntry>,
    plain: HashMap<Name, usize>,
    cached: HashMap<(Name, u8), usize>,
    by_const: HashMap<Const, usize>,
}

#[derive(Debug, Default)]
pub(crate) struct Assembler {
    pub nodes: Vec<Node>,
    labels: Vec<LabelInfo>,
    handlers: Vec<HandlerInfo>,
    /// calls whose arguments are being written: the base, and the node that was next when it was reserved
    open_calls: Vec<(Reg, usize)>,
    /// those with other calls among their arguments: from which node to which, and the base
    pending: Vec<(usize, usize, Reg)>,
    pool: PoolParts,
    /// the innermost handler over what is written now
    pub handler: Option<HandlerId>,
    /// control cannot come here
    pub dead: bool,
    /// the next free temporary
    pub top: Reg,
    /// the most registers used
    pub most: u32,
    /// more registers or names than an operand can say
    pub overflow: Option<&'static str>,
}

impl Assembler {
    pub fn label(&mut self) -> Label {
        self.labels.push(LabelInfo::default());
        Label(self.labels.len() as u32 - 1)
    }

    /// Places a label that earlier code may jump to.
    pub fn bind(&mut self, label: Label) {
        let info = &mut self.labels[label.0 as usize];
        info.at = Some(self.nodes.len());
        if info.jumped_to {
            self.dead = false;
        }
    }

    /// Places the label of a loop's body, which only later code jumps to: alive if the loop is entered.
    pub fn bind_back(&mut self, label: Label, alive: bool) {
        self.labels[label.0 as usize].at = Some(self.nodes.len());
        self.dead = !alive;
    }

    pub fn add_handler(&mut self, reg: Reg) -> HandlerId {
        let target = self.label();
        self.handlers.push(HandlerInfo { target, reg, used: false });
        HandlerId(self.handlers.len() as u32 - 1)
    }

    /// Starts the code a handler leads to; it is dead if nothing stood under the handler.
    pub fn bind_handler(&mut self, id: HandlerId) {
        let info = &self.handlers[id.0 as usize];
        let (target, used) = (info.target, info.used);
        self.labels[target.0 as usize].jumped_to |= used;
        self.labels[target.0 as usize].at = Some(self.nodes.len());
        self.dead = !used;
    }

    pub fn handler_reg(&self, id: HandlerId) -> Reg {
        self.handlers[id.0 as usize].reg
    }

    pub fn temp(&mut self) -> Reg {
        self.temps(1)
    }

    /// `n` registers side by side.
    pub fn temps(&mut self, n: usize) -> Reg {
        let first = self.top;
        let end = usize::from(first) + n;
        if end > 65_000 {
            // Nothing comes of this code; a small number keeps what is computed from it small.
            self.overflow = Some("too many registers in one code object");
            return 0;
        }
        self.top = end as Reg;
        self.reach(end);
        first
    }

    pub fn reach(&mut self, end: usize) {
        self.most = self.most.max(end as u32);
    }

    /// The registers of a call at `base` are taken from here on until the call.
    pub fn open_call(&mut self, base: Reg) {
        while self.open_calls.last().is_some_and(|&(b, _)| b >= base) {
            self.open_calls.pop();
        }
        self.open_calls.push((base, self.nodes.len()));
    }

    /// The call at `base` is the next node.
    fn close_call(&mut self, base: Reg) {
        while self.open_calls.last().is_some_and(|&(b, _)| b > base) {
            self.open_calls.pop();
        }
        if let Some(&(b, from)) = self.open_calls.last()
            && b == base
        {
            self.open_calls.pop();
            let to = self.nodes.len();
            if self.nodes[from..].iter().any(|n| n.op.info().format == Format::Call || n.op == Op::Yield) {
                self.pending.push((from, to, base));
            }
        }
    }

    pub fn emit(&mut self, op: Op, x: u8, a: u16, b: u16, c: u16, span: Span) {
        self.push(op, Ins::new(op, x, a, b, c), None, span);
    }

    pub fn emit_wide(&mut self, op: Op, a: u16, imm: i32, span: Span) {
        self.push(op, Ins::wide(op, 0, a, imm), None, span);
    }

    /// A jump; the format says where its distance goes.
    pub fn jump(&mut self, op: Op, a: u16, b: u16, to: Label, span: Span) {
        if !self.dead {
            self.labels[to.0 as usize].jumped_to = true;
        }
        self.push(op, Ins::new(op, 0, a, b, 0), Some(to), span);
    }

    fn push(&mut self, op: Op, ins: Ins, target: Option<Label>, span: Span) {
        if op.info().format == Format::Call {
            self.close_call(ins.a);
        }
        if self.dead {
            return;
        }
        if let Some(h) = self.handler {
            self.handlers[h.0 as usize].used = true;
        }
        let height = match op.info().format {
            // The callee's frame begins at the base.
            Format::Call => {
                self.reach(usize::from(ins.a) + HEADER + usize::from(ins.b) + 2);
                ins.a
            }
            // What is yielded is gone when it goes on, what is sent not there yet.
            _ if op == Op::Yield && ins.x != 1 => {
                let mut height = self.top;
                while height > 0 && (height - 1 == ins.a || height - 1 == ins.b) {
                    height -= 1;
                }
                height
            }
            _ => self.top,
        };
        self.nodes.push(Node { ins, op, target, handler: self.handler, span, height, top: self.top });
        if ends(op) {
            self.dead = true;
        }
    }

    pub fn constant(&mut self, value: Const) -> u32 {
        if let Some(&at) = self.pool.by_const.get(&value) {
            return at as u32;
        }
        let at = self.pool.consts.len();
        self.pool.consts.push(PoolEntry::Const(value.clone()));
        self.pool.by_const.insert(value, at);
        at as u32
    }

    pub fn load_const(&mut self, a: Reg, value: Const, span: Span) {
        let at = self.constant(value);
        self.push(Op::LoadConst, Ins::new(Op::LoadConst, 0, a, (at >> 16) as u16, at as u16), None, span);
    }

    pub fn code(&mut self, code: u32) -> u16 {
        self.pool.codes.push(PoolEntry::Const(Const::Code(code)));
        self.index(self.pool.codes.len() - 1)
    }

    /// The pool index of a name without a cache.
    pub fn name(&mut self, name: Name, text: &str) -> u16 {
        let at = match self.pool.plain.get(&name) {
            Some(&at) => at,
            None => {
                let at = self.pool.names.len();
                self.pool.names.push(PoolEntry::Name(text.into()));
                self.pool.plain.insert(name, at);
                at
            }
        };
        self.index(at)
    }

    /// The pool index of a name followed by `caches` cache words; `own` asks for caches of its own.
    pub fn cached_name(&mut self, name: Name, text: &str, caches: u8, own: bool) -> u16 {
        let share = !own || self.pool.names.len() > SHARE_CACHES;
        if share && let Some(&at) = self.pool.cached.get(&(name, caches)) {
            return self.index(at);
        }
        let at = self.pool.names.len();
        self.pool.names.push(PoolEntry::Name(text.into()));
        self.pool.names.extend((0..caches).map(|_| PoolEntry::Cache));
        self.pool.cached.insert((name, caches), at);
        self.index(at)
    }

    fn index(&mut self, at: usize) -> u16 {
        if at > 65_000 {
            self.overflow = Some("too many names in one code object");
        }
        at as u16
    }

    pub fn label_at(&self, label: Label) -> Option<usize> {
        self.labels[label.0 as usize].at
    }

    pub fn handler_target(&self, id: HandlerId) -> Option<usize> {
        self.label_at(self.handlers[id.0 as usize].target)
    }

    /// Lays the nodes out as words and fills the code's tables; `parameters` are bound at entry.
    pub fn finish(
        mut self,
        code: &mut Code,
        parameters: usize,
        first_temp: Reg,
        src: &Source,
    ) -> Result<(), &'static str> {
        if let Some(text) = self.overflow {
            return Err(text);
        }
        for i in bound::yields_with_holes(&self, first_temp) {
            self.nodes[i].ins.x |= YIELD_HOLES;
        }
        let keep = bound::needed(&self, parameters);
        let polls = self.polls(&keep);

        // Sizes: a node is one word, three if its jump is out of reach, none if dropped; and its Poll.
        let count = self.nodes.len();
        let mut far = vec![false; count];
        let mut starts = vec![0u32; count + 1];
        loop {
            let mut at = 0u32;
            for i in 0..count {
                starts[i] = at;
                at += u32::from(polls[i])
                    + if !keep[i] {
                        0
                    } else if far[i] {
                        3
                    } else {
                        1
                    };
            }
            starts[count] = at;
            let mut grown = false;
            for (i, node) in self.nodes.iter().enumerate() {
                let Some(target) = node.target else { continue };
                if far[i] || !keep[i] || !matches!(node.op.info().format, Format::ABJ | Format::AIJ) {
                    continue;
                }
                let to = self.labels[target.0 as usize].at.map_or(0, |n| starts[n]);
                let from = starts[i] + u32::from(polls[i]) + 1;
                if i16::try_from(i64::from(to) - i64::from(from)).is_err() {
                    far[i] = true;
                    grown = true;
                }
            }
            if !grown {
                break;
            }
        }

        let (names, codes) = (1, 1 + self.pool.names.len());
        let consts = codes + self.pool.codes.len();
        if consts > 65_535 {
            return Err("too many names in one code object");
        }
        let mut positions = Positions { src, last: NOWHERE, known: Default::default() };
        for (i, node) in self.nodes.iter().enumerate() {
            let span = positions.of(node.span);
            if polls[i] {
                self.word(code, Ins::new(Op::Poll, 0, 0, 0, 0), span, node.top, node.handler);
            }
            if !keep[i] {
                continue;
            }
            let mut ins = node.ins;
            match node.op.info().format {
                Format::AK32 => {
                    let k = ins.pool32() + consts as u32;
                    (ins.c, ins.b) = (k as u16, (k >> 16) as u16);
                }
                Format::ABK if node.op == Op::MakeFunction => ins.c += codes as u16,
                Format::AK | Format::K | Format::ABK => ins.c += names as u16,
                _ => {}
            }
            let Some(target) = node.target else {
                self.word(code, ins, span, node.height, node.handler);
                continue;
            };
            let to = i64::from(self.labels[target.0 as usize].at.map_or(0, |n| starts[n]));
            let distance = |from: usize| to - (from as i64 + 1);
            let at = code.words.len();
            match node.op.info().format {
                Format::J32 | Format::AJ32 => {
                    ins = Ins::wide(node.op, ins.x, ins.a, distance(at) as i32);
                    self.word(code, ins, span, node.height, node.handler);
                }
                _ if far[i] => {
                    ins.c = 1;
                    self.word(code, ins, span, node.height, node.handler);
                    self.word(code, Ins::wide(Op::Jump, 0, 0, 1), span, node.height, node.handler);
                    let jump = Ins::wide(Op::Jump, 0, 0, distance(at + 2) as i32);
                    self.word(code, jump, span, node.height, node.handler);
                }
                _ => {
                    ins.c = distance(at) as i16 as u16;
                    self.word(code, ins, span, node.height, node.handler);
                }
            }
        }
        for row in &mut code.handlers {
            // Until here `target` names the handler.
            let id = HandlerId(row.target);
            row.target = self.handler_target(id).map_or(0, |n| starts[n]);
            row.reg = self.handler_reg(id);
        }
        for &(from, to, base) in &self.pending {
            code.pending.push(PendingCall { start: starts[from], end: starts[to], base });
        }
        code.registers = self.most;
        code.pool.push(PoolEntry::This);
        code.pool.append(&mut self.pool.names);
        code.pool.append(&mut self.pool.codes);
        code.pool.append(&mut self.pool.consts);
        Ok(())
    }

    fn word(&self, code: &mut Code, ins: Ins, span: pyish_bytecode::Span, height: Reg, handler: Option<HandlerId>) {
        let at = code.words.len() as u32;
        code.words.push(ins);
        code.spans.push(span);
        code.heights.push(height);
        let Some(h) = handler else { return };
        match code.handlers.last_mut() {
            Some(row) if row.target == h.0 && row.end == at => row.end = at + 1,
            _ => code.handlers.push(Handler { start: at, end: at + 1, target: h.0, reg: 0 }),
        }
    }

    /// Before which nodes a `Poll` must stand: words are counted from the last check in the order of
    /// the code; where paths meet, the longest counts.
    fn polls(&self, keep: &[bool]) -> Vec<bool> {
        let mut polls = vec![false; self.nodes.len()];
        if self.nodes.len() < POLL_AFTER as usize / 3 {
            return polls;
        }
        let mut placed: Vec<Vec<u32>> = vec![Vec::new(); self.nodes.len() + 1];
        for (i, label) in self.labels.iter().enumerate() {
            if let Some(at) = label.at {
                placed[at].push(i as u32);
            }
        }
        let mut coming = vec![0u32; self.labels.len()];
        let mut count = 0;
        for (i, node) in self.nodes.iter().enumerate() {
            for &label in &placed[i] {
                count = count.max(coming[label as usize]);
            }
            if !keep[i] {
                continue;
            }
            let held = node.op == Op::EnterHandler || special_call(node.op) || node.op == Op::EndAsyncFor;
            if count >= POLL_AT_LATEST || count >= POLL_AFTER && !held {
                polls[i] = true;
                count = 0;
            }
            // A jump may grow to three words.
            count += if node.target.is_some() { 3 } else { 1 };
            if let Some(target) = node.target
                && self.label_at(target).is_some_and(|at| at > i)
            {
                let slot = &mut coming[target.0 as usize];
                *slot = (*slot).max(count);
            }
            if checks(node.op) || ends(node.op) {
                count = 0;
            }
        }
        polls
    }
}

/// Control does not go on to the next word.
pub(crate) fn ends(op: Op) -> bool {
    matches!(op, Op::Jump | Op::Return | Op::Raise | Op::RaiseFrom | Op::RaiseBare | Op::Reraise)
}

/// The fuel is checked after it.
fn checks(op: Op) -> bool {
    op.info().format == Format::Call || matches!(op, Op::Yield | Op::Poll)
}

/// Byte offsets to lines and columns; neighbours mostly share a span.
struct Positions<'a> {
    src: &'a Source,
    last: Span,
    known: pyish_bytecode::Span,
}

impl Positions<'_> {
    fn of(&mut self, span: Span) -> pyish_bytecode::Span {
        if span == NOWHERE {
            return Default::default();
        }
        if span != self.last {
            let (line, col) = self.src.position(span.start);
            let (end_line, end_col) = self.src.position(span.end);
            self.last = span;
            self.known = pyish_bytecode::Span { line, col, end_line, end_col };
        }
        self.known
    }
}
