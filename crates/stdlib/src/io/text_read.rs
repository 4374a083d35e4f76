//! Reading of text streams: chunks of the buffer, decoded; and the position, counted back from the chunk's bytes.

use super::codec::Codec;
use super::newline::Newline;
use super::text::{BUFFER, DECODED, DECODER, ENCODING, ERRORS, Inner, State, check_open, push, state, word};
use super::{buffered, unsupported};
use crate::os_error::bytes_like;
use pyish_vm::object::string::Str;
use pyish_vm::{Args, Raised, Ret, Thread, Value, types};

/// Decodes the next bytes, line ends translated.
fn decode(t: &mut Thread, v: Value, st: &State, data: &[u8], last: bool) -> Result<Str, Raised> {
    let (codec, newline, mut tr, mut all) = {
        let mut i = st.inner.lock();
        (i.codec, i.newline, i.translation, std::mem::take(&mut i.rest))
    };
    let held = tr.held;
    let text = if codec == Codec::Other {
        let decoder = word(v, DECODER);
        if decoder.is_none() {
            return Err(unsupported(t, "not readable"));
        }
        let b = types::bytes::new(t, data)?;
        let r = t.call_method_named(decoder, "decode", &[b, Value::bool(last)])?;
        let Some(s) = Str::from(r) else {
            let kind = t.type_name(r);
            return Err(t.type_error(format!("decoder should return a string result, not '{kind}'")));
        };
        all.extend_from_slice(data);
        st.inner.lock().snapshot = all;
        s
    } else {
        all.extend_from_slice(data);
        let (s, left) = codec.decode(t, &all, last, word(v, ENCODING), word(v, ERRORS))?;
        let mut i = st.inner.lock();
        i.rest = all[all.len() - left..].to_vec();
        i.snapshot = all;
        s
    };
    st.inner.lock().snapshot_held = held;
    let text = if newline.decodes() { tr.feed(t, text, last)? } else { text };
    st.inner.lock().translation = tr;
    Ok(text)
}

/// Reads the next chunk into `decoded`; false at the end.
fn read_chunk(t: &mut Thread, v: Value, st: &State) -> Result<bool, Raised> {
    let buffer = word(v, BUFFER);
    let chunk = st.inner.lock().chunk;
    let data = if buffered::is_plain(t, buffer) {
        if !is_reader(t, buffer)? {
            return Err(unsupported(t, "not readable"));
        }
        buffered::read1(t, buffer, Some(chunk))?
    } else {
        let name = t.intern("read1")?;
        let has = t.find_attr(buffer, name)?.is_some();
        let n = Value::index(chunk);
        let r = t.call_method_named(buffer, if has { "read1" } else { "read" }, &[n])?;
        match types::bytes::data(r) {
            Some(b) => b.to_vec(),
            None => match bytes_like(t, r) {
                Ok(b) => b,
                Err(_) => {
                    let kind = t.type_name(r);
                    t.exc = Value::UNBOUND;
                    return Err(t.type_error(format!(
                        "underlying read1() should have returned a bytes-like object, not '{kind}'"
                    )));
                }
            },
        }
    };
    let end = data.is_empty();
    let text = decode(t, v, st, &data, end)?;
    v.unwrap_obj().set(&mut t.m, DECODED, text.value().bits());
    st.inner.lock().used = 0;
    Ok(!end || !text.is_empty())
}
fn is_reader(t: &mut Thread, buffer: Value) -> Result<bool, Raised> {
    let c = t.class_of(buffer);
    Ok(c != buffered::WRITER.get())
}
/// Forgets what is decoded and not read.
pub(super) fn forget(t: &mut Thread, v: Value, st: &State) -> Result<(), Raised> {
    v.unwrap_obj().set_plain(DECODED, Value::NONE.bits());
    {
        let mut i = st.inner.lock();
        i.used = 0;
        i.rest.clear();
        i.snapshot.clear();
        i.translation.held = false;
    }
    let decoder = word(v, DECODER);
    if !decoder.is_none() {
        t.call_method_named(decoder, "reset", &[])?;
    }
    Ok(())
}
/// The decoded text and how much of it is read.
fn decoded(v: Value, st: &State) -> Option<(Str, usize)> {
    let s = Str::from(word(v, DECODED))?;
    let used = st.inner.lock().used.min(s.len());
    (used < s.len()).then_some((s, used))
}
fn begin<'a>(t: &mut Thread, v: Value) -> Result<&'a State, Raised> {
    check_open(t, v)?;
    let st = state(t, v)?;
    push(t, v)?;
    Ok(st)
}
fn size_argument(t: &mut Thread, v: Value) -> Result<Option<usize>, Raised> {
    Ok(match v.given() {
        None => None,
        Some(n) => usize::try_from(t.to_i64_clamped(n)?).ok(),
    })
}

/// `read(size=-1)`
pub(super) fn read(t: &mut Thread, a: Args) -> Ret {
    let n = size_argument(t, a[1])?;
    let v = a[0];
    let st = begin(t, v)?;
    let _guard = st.lock.lock(t, "TextIOWrapper")?;
    let mut out = Str::of(t.runtime().empty_str.get());
    let Some(n) = n else {
        if let Some((s, used)) = decoded(v, st) {
            out = s.slice(t, used, s.len())?;
        }
        let buffer = word(v, BUFFER);
        let data = if buffered::is_plain(t, buffer) {
            if !is_reader(t, buffer)? {
                return Err(unsupported(t, "not readable"));
            }
            buffered::read(t, buffer, None)?.unwrap_or_default()
        } else {
            let r = t.call_method_named(buffer, "read", &[])?;
            if r.is_none() { Vec::new() } else { bytes_like(t, r)? }
        };
        let rest = decode(t, v, st, &data, true)?;
        v.unwrap_obj().set_plain(DECODED, Value::NONE.bits());
        let mut i = st.inner.lock();
        i.used = 0;
        i.snapshot.clear();
        drop(i);
        return Ok(if out.is_empty() { rest } else { out.concat(t, rest)? }.value());
    };
    while out.len() < n {
        match decoded(v, st) {
            Some((s, used)) => {
                let to = s.len().min(used + (n - out.len()));
                let part = s.slice(t, used, to)?;
                st.inner.lock().used = to;
                out = if out.is_empty() { part } else { out.concat(t, part)? };
            }
            None => {
                if !read_chunk(t, v, st)? {
                    break;
                }
            }
        }
    }
    Ok(out.value())
}

/// The next line, up to `limit` characters.
fn line(t: &mut Thread, v: Value, limit: Option<usize>) -> Result<Str, Raised> {
    let st = begin(t, v)?;
    let _guard = st.lock.lock(t, "TextIOWrapper")?;
    let newline = st.inner.lock().newline;
    let mut out = Str::of(t.runtime().empty_str.get());
    loop {
        let room = limit.map_or(usize::MAX, |n| n - out.len());
        if room == 0 {
            return Ok(out);
        }
        let Some((s, used)) = decoded(v, st) else {
            if !read_chunk(t, v, st)? {
                return Ok(out);
            }
            continue;
        };
        // a `\r\n` may lie across chunks
        let split = newline == Newline::CrLf
            && !out.is_empty()
            && out.chars().get(out.len() - 1) == 13
            && s.chars().get(used) == 10;
        let end = if split { Some(used + 1) } else { newline.line_end(s.chars(), used) };
        let to = end.unwrap_or(s.len()).min(used.saturating_add(room));
        let part = s.slice(t, used, to)?;
        st.inner.lock().used = to;
        out = if out.is_empty() { part } else { out.concat(t, part)? };
        if end == Some(to) {
            return Ok(out);
        }
    }
}
/// `readline(size=-1)`
pub(super) fn readline(t: &mut Thread, a: Args) -> Ret {
    let limit = size_argument(t, a[1])?;
    Ok(line(t, a[0], limit)?.value())
}
/// `__next__`
pub(super) fn next(t: &mut Thread, a: Args) -> Ret {
    let v = a[0];
    state(t, v)?.inner.lock().telling = false;
    // a subclass may have its own `readline`
    let r = if t.class_of(v) == super::text::TYPE.get() {
        line(t, v, None)?.value()
    } else {
        t.call_method_named(v, "readline", &[])?
    };
    if t.truth(r)? {
        return Ok(r);
    }
    let st = state(t, v)?;
    let mut i = st.inner.lock();
    i.telling = i.seekable;
    Ok(Value::UNBOUND)
}

/// How many bytes of the snapshot make the first `used` characters.
fn bytes_of(i: &Inner, used: usize) -> usize {
    let data = &i.snapshot;
    let universal = i.newline.decodes();
    let (mut at, mut chars) = (0, 0);
    let mut held = i.snapshot_held && universal;
    while chars < used && (at < data.len() || held) {
        let was_held = std::mem::take(&mut held);
        if was_held {
            let pair = data.first() == Some(&b'\n');
            if pair && i.translation.translate {
                at += 1;
            }
            chars += 1;
            continue;
        }
        let n = match (i.codec, data[at]) {
            (Codec::Utf8, 0xC2..=0xDF) => 2,
            (Codec::Utf8, 0xE0..=0xEF) => 3,
            (Codec::Utf8, 0xF0..=0xF4) => 4,
            _ => 1,
        };
        if data[at] == b'\r' && universal && i.translation.translate && data.get(at + 1) == Some(&b'\n') {
            at += 1;
        }
        at += n;
        chars += 1;
    }
    at.min(data.len())
}

/// `tell()`
pub(super) fn tell(t: &mut Thread, a: Args) -> Ret {
    let v = a[0];
    check_open(t, v)?;
    let st = state(t, v)?;
    let (seekable, telling) = {
        let i = st.inner.lock();
        (i.seekable, i.telling)
    };
    if !seekable {
        return Err(unsupported(t, "underlying stream is not seekable"));
    }
    if !telling {
        return Err(t.raise(&types::exc::OSError, "telling position disabled by next() call"));
    }
    push(t, v)?;
    let buffer = word(v, BUFFER);
    t.call_method_named(buffer, "flush", &[])?;
    let at = t.call_method_named(buffer, "tell", &[])?;
    let Some(s) = Str::from(word(v, DECODED)) else { return Ok(at) };
    let at = t.to_i64(at)?;
    let (used, total, other) = {
        let i = st.inner.lock();
        (i.used.min(s.len()), i.snapshot.len(), i.codec == Codec::Other)
    };
    let consumed = if other {
        if used == s.len() {
            total
        } else {
            let rest = s.slice(t, used, s.len())?;
            let b = t.call_method_named(rest.value(), "encode", &[word(v, ENCODING)])?;
            total.saturating_sub(t.len(b)?)
        }
    } else {
        let i = st.inner.lock();
        bytes_of(&i, used)
    };
    t.int(at - total as i64 + consumed as i64)
}
/// `seek(cookie, whence=0)`
pub(super) fn seek(t: &mut Thread, a: Args) -> Ret {
    let v = a[0];
    check_open(t, v)?;
    let st = state(t, v)?;
    let whence = if a[2].is_bound() { t.to_i64(a[2])? } else { 0 };
    if !st.inner.lock().seekable {
        return Err(unsupported(t, "underlying stream is not seekable"));
    }
    let zero = !t.truth(a[1])?;
    let mut cookie = a[1];
    match whence {
        0 => {}
        1 if zero => {
            t.call_method_named(v, "flush", &[])?;
            cookie = t.call_method_named(v, "tell", &[])?;
        }
        1 => return Err(unsupported(t, "can't do nonzero cur-relative seeks")),
        2 if zero => {}
        2 => return Err(unsupported(t, "can't do nonzero end-relative seeks")),
        _ => return Err(t.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    }
    let target = t.to_i64(cookie)?;
    if whence != 2 && target < 0 {
        return Err(t.value_error(format!("negative seek position {target}")));
    }
    push(t, v)?;
    let buffer = word(v, BUFFER);
    t.call_method_named(buffer, "flush", &[])?;
    let r = if whence == 2 {
        t.call_method_named(buffer, "seek", &[Value::ZERO, Value::int(2)])?
    } else {
        let c = t.int(target)?;
        t.call_method_named(buffer, "seek", &[c])?
    };
    forget(t, v, st)?;
    let mut i = st.inner.lock();
    i.telling = i.seekable;
    Ok(r)
}
