//! The subject of a match for the engine: the characters of a str in the width it has, or bytes.
//!
//! The engine's cursor hides its address, so the wider drives move it as the byte drive would and count characters.

use pyish_vm::object::string::Str;
use pyish_vm::{Value, types};
use rustpython_sre_engine::{Request, State, StrDrive, StringCursor};

/// Characters of `W` bytes each, least significant first.
#[derive(Clone, Copy)]
pub struct Drive<'a, const W: usize>(&'a [u8]);

type Bytes<'a> = &'a [u8];

impl<const W: usize> StrDrive for Drive<'_, W> {
    #[inline]
    fn count(&self) -> usize {
        self.0.len() / W
    }
    #[inline]
    fn create_cursor(&self, n: usize) -> StringCursor {
        let mut c = self.0.create_cursor(n * W);
        c.position = n;
        c
    }
    #[inline]
    fn adjust_cursor(&self, cursor: &mut StringCursor, n: usize) {
        *cursor = self.create_cursor(n);
    }
    #[inline]
    fn advance(cursor: &mut StringCursor) -> u32 {
        let c = Self::peek(cursor);
        Self::skip(cursor, 1);
        c
    }
    #[inline]
    fn peek(cursor: &StringCursor) -> u32 {
        let mut at = *cursor;
        let mut c = Bytes::peek(&at);
        for i in 1..W {
            Bytes::skip(&mut at, 1);
            c |= Bytes::peek(&at) << (8 * i);
        }
        c
    }
    #[inline]
    fn skip(cursor: &mut StringCursor, n: usize) {
        let position = cursor.position + n;
        Bytes::skip(cursor, n * W);
        cursor.position = position;
    }
    #[inline]
    fn back_advance(cursor: &mut StringCursor) -> u32 {
        Self::back_skip(cursor, 1);
        Self::peek(cursor)
    }
    #[inline]
    fn back_peek(cursor: &StringCursor) -> u32 {
        let mut at = *cursor;
        Self::back_advance(&mut at)
    }
    #[inline]
    fn back_skip(cursor: &mut StringCursor, n: usize) {
        let position = cursor.position - n;
        // the byte drive subtracts bytes from the position
        cursor.position = n * W;
        Bytes::back_skip(cursor, n * W);
        cursor.position = position;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum How {
    Match,
    FullMatch,
    Search,
}

/// What the engine found: start and end of each group, -1 for one that took no part; group 0 is the whole match.
pub struct Found {
    pub spans: Vec<i64>,
    pub last: i64,
}

/// Where to look.
#[derive(Clone, Copy)]
pub struct Span {
    pub start: usize,
    pub end: usize,
    pub must_advance: bool,
}

/// Runs the pattern on a str or bytes object.
pub fn run(codes: &[u32], groups: usize, subject: Value, how: How, span: Span) -> Option<Found> {
    match Str::from(subject) {
        Some(s) => {
            let raw = s.raw();
            match raw.len() / s.len().max(1) {
                0 | 1 => run_on(Drive::<1>(raw), codes, groups, how, span),
                2 => run_on(Drive::<2>(raw), codes, groups, how, span),
                _ => run_on(Drive::<4>(raw), codes, groups, how, span),
            }
        }
        None => {
            let data = types::bytes::data(subject).unwrap_or_default();
            run_on(Drive::<1>(data), codes, groups, how, span)
        }
    }
}

fn run_on<S: StrDrive>(string: S, codes: &[u32], groups: usize, how: How, span: Span) -> Option<Found> {
    let mut request = Request::new(string, span.start, span.end, codes, how == How::FullMatch);
    request.must_advance = span.must_advance;
    let mut state = State::default();
    state.reset(&request, request.start);
    let found = if how == How::Search { state.search(request) } else { state.py_match(&request) };
    if !found {
        return None;
    }
    let mut spans = Vec::with_capacity(2 * groups + 2);
    spans.push(state.start as i64);
    spans.push(state.cursor.position as i64);
    for i in 0..groups {
        let (a, b) = state.marks.get(i);
        match (a.into_option(), b.into_option()) {
            (Some(a), Some(b)) => spans.extend([a as i64, b as i64]),
            _ => spans.extend([-1, -1]),
        }
    }
    Some(Found { spans, last: state.marks.last_index() as i64 })
}
