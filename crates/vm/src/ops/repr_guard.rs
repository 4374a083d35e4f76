//! The guard against containers that contain themselves: which objects this thread is taking the repr of.

use crate::object::list::List;
use crate::object::value::Value;
use crate::thread::{Raised, Thread};

impl Thread {
    /// Runs `f` for the repr of `v`; `None` if that is under way on this thread already.
    pub fn repr_guarded<R>(
        &mut self,
        v: Value,
        f: impl FnOnce(&mut Thread) -> Result<R, Raised>,
    ) -> Result<Option<R>, Raised> {
        if self.repr_stack.is_none() {
            self.repr_stack = List::new(self, &[])?.value();
        }
        let stack = List::of(self.repr_stack);
        if stack.iter().any(|x| x.is(v)) {
            return Ok(None);
        }
        stack.push(self, v)?;
        let r = f(self);
        stack.pop(self);
        r.map(Some)
    }
    /// `open item, item close`, or `again` if `v` contains itself.
    pub fn repr_items(
        &mut self,
        v: Value,
        open: &str,
        close: &str,
        again: &str,
        mut item: impl FnMut(&mut Thread, usize) -> Result<Option<Value>, Raised>,
    ) -> Result<String, Raised> {
        let made = self.repr_guarded(v, |t| {
            let mut out = String::from(open);
            let mut i = 0;
            while let Some(x) = item(t, i)? {
                if i > 0 {
                    out.push_str(", ");
                }
                let r = t.repr(x)?;
                out.push_str(&r.text());
                i += 1;
                if i % 10_000 == 0 {
                    t.check()?;
                }
            }
            out.push_str(close);
            Ok(out)
        })?;
        Ok(made.unwrap_or_else(|| again.to_string()))
    }
}
