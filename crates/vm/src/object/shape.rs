//! Shapes: which class an object has and which attribute lies in which slot.
//!
//! The header's shape word is the compressed address of a shape object. Shapes of a class form a tree: its root has no
//! attributes, each edge adds one name. Objects with the same names added in the same order share a shape, so one
//! compare of the header's half-word guards an inline cache. Shapes are immortal and their addresses never reused.
//!
//! An object with attributes is laid out `[base words][ext][slot 0 .. slot capacity-1]`. `ext` is None, or the first
//! *segment* of the slots that did not fit (`[next, slot x 8]`; segments never move), or, for a shape in dict mode,
//! the dict that holds all attributes.

use super::dict::Dict;
use super::kind::{Kind, head};
use super::typeobject::Type;
use super::value::Value;
use crate::thread::{Raised, Thread};
use pyish_heap::Obj;

/// A shape object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Shape(pub Obj);

const CLASS: usize = 0;
const BASE: usize = 1;
const CAPACITY: usize = 2;
const COUNT: usize = 3;
const NAME: usize = 4;
const PARENT: usize = 5;
const TRANSITIONS: usize = 6;
const DICT_MODE: usize = 7;
const SLOTS_BY_NAME: usize = 8;
const DICT_TWIN: usize = 9;

/// Slots of one segment.
pub const SEGMENT: usize = 8;

impl Shape {
    #[inline(always)]
    pub fn of(o: Obj) -> Shape {
        Shape(Obj::from_compressed(o.shape()))
    }
    #[inline(always)]
    pub fn id(self) -> u32 {
        self.0.compressed()
    }
    #[inline(always)]
    pub fn class(self) -> Type {
        Type(Value::from_bits(self.0.word_relaxed(CLASS)).unwrap_obj())
    }
    fn int(self, i: usize) -> usize {
        Value::from_bits(self.0.word_relaxed(i)).unwrap_usize()
    }
    /// Index of the `ext` word; slots follow it.
    #[inline(always)]
    pub fn ext(self) -> usize {
        self.int(BASE)
    }
    pub fn capacity(self) -> usize {
        self.int(CAPACITY)
    }
    pub fn count(self) -> usize {
        self.int(COUNT)
    }
    pub fn is_dict_mode(self) -> bool {
        self.0.word_relaxed(DICT_MODE) == Value::TRUE.bits()
    }

    /// The shape with one attribute less; none of a root.
    pub fn parent(self) -> Option<Shape> {
        Value::from_bits(self.0.word(PARENT)).obj().map(Shape)
    }

    /// A shape without attributes.
    pub fn new_root(t: &mut Thread, class: Obj, ext: usize, capacity: usize) -> Result<Shape, Raised> {
        let o = t.alloc_fields(head(Kind::Shape, 0), 12)?;
        o.init(CLASS, Value::from_obj(class).bits());
        o.init(BASE, Value::index(ext).bits());
        o.init(CAPACITY, Value::index(capacity).bits());
        for i in [NAME, PARENT, TRANSITIONS, SLOTS_BY_NAME, DICT_TWIN] {
            o.init(i, Value::NONE.bits());
        }
        o.init(DICT_MODE, Value::FALSE.bits());
        pyish_heap::add_root(Value::from_obj(o).bits());
        Ok(Shape(o))
    }

    /// The slot of the attribute `name` (interned).
    pub fn slot_of(self, t: &mut Thread, name: Value) -> Option<usize> {
        let n = self.count();
        if n == 0 {
            return None;
        }
        if n <= 8 {
            let mut s = self;
            loop {
                let last = Value::from_bits(s.0.word(NAME));
                if last.is(name) {
                    return Some(s.count() - 1);
                }
                if last.is_none() {
                    return None;
                }
                s = Shape(Value::from_bits(s.0.word(PARENT)).unwrap_obj());
            }
        }
        let mut table = Value::from_bits(self.0.word(SLOTS_BY_NAME));
        if table.is_none() {
            let d = Dict::new(t).ok()?;
            for (i, name) in self.names(t).into_iter().enumerate() {
                d.set(t, Value::from_bits(name), Value::index(i)).ok()?;
            }
            table = d.value();
            self.0.set(&mut t.m, SLOTS_BY_NAME, table.bits());
        }
        Dict::of(table).get_str(name).map(Value::unwrap_usize)
    }

    /// The attribute names in slot order, as bits of interned (immortal) strings.
    pub fn names(self, _t: &mut Thread) -> Vec<u64> {
        let mut names = vec![0u64; self.count()];
        let mut s = self;
        while s.count() > 0 {
            names[s.count() - 1] = s.0.word(NAME);
            s = Shape(Value::from_bits(s.0.word(PARENT)).unwrap_obj());
        }
        names
    }

    /// The shape with one attribute more.
    pub fn with(self, t: &mut Thread, name: Value) -> Result<Shape, Raised> {
        // two threads may make the same transition at once: one of the shapes then has fewer objects, no harm done
        let known = Value::from_bits(self.0.word(TRANSITIONS));
        if let Some(o) = known.obj() {
            if o.kind() == Kind::Shape as u8 {
                if o.word(NAME) == name.bits() {
                    return Ok(Shape(o));
                }
            } else if let Some(s) = Dict::of(known).get_str(name) {
                return Ok(Shape(s.unwrap_obj()));
            }
        }
        let class = self.class();
        let n = self.count() + 1;
        let new = Shape::new_root(t, class.0, self.ext(), self.capacity())?;
        new.0.init(COUNT, Value::index(n).bits());
        new.0.set(&mut t.m, NAME, name.bits());
        new.0.set(&mut t.m, PARENT, Value::from_obj(self.0).bits());
        class.learn(t, self, n)?;
        let new_value = Value::from_obj(new.0);
        match known.obj() {
            None => self.0.set(&mut t.m, TRANSITIONS, new_value.bits()),
            Some(o) => {
                let d = if o.kind() == Kind::Shape as u8 {
                    let d = Dict::new(t)?;
                    d.set(t, Value::from_bits(o.word(NAME)), known)?;
                    d
                } else {
                    Dict::of(known)
                };
                d.set(t, name, new_value)?;
                self.0.set(&mut t.m, TRANSITIONS, d.value().bits());
            }
        }
        Ok(new)
    }

    /// The shape, with the same layout, of an object whose attributes lie in a dict.
    pub fn dict_twin(self, t: &mut Thread) -> Result<Shape, Raised> {
        let twin = Value::from_bits(self.0.word(DICT_TWIN));
        if let Some(o) = twin.obj() {
            return Ok(Shape(o));
        }
        let new = Shape::new_root(t, self.class().0, self.ext(), self.capacity())?;
        new.0.init(DICT_MODE, Value::TRUE.bits());
        self.0.set(&mut t.m, DICT_TWIN, Value::from_obj(new.0).bits());
        Ok(new)
    }

    /// The shape without attributes that this one grew from.
    pub fn root(self, _t: &mut Thread) -> Shape {
        let mut s = self;
        while let Some(o) = Value::from_bits(s.0.word(PARENT)).obj() {
            s = Shape(o);
        }
        s
    }
    /// Changes the class of a shape's whole twin: the root of `class` with this layout, for `obj.__class__ = class`.
    pub fn same_layout(self, other: Shape) -> bool {
        self.ext() == other.ext()
    }
}

/// The word of slot `i` of `o`; `None` when its segment does not exist yet.
pub fn slot_place(o: Obj, shape: Shape, i: usize) -> Option<(Obj, usize)> {
    if i < shape.capacity() {
        return Some((o, shape.ext() + 1 + i));
    }
    let mut segment = Value::from_bits(o.word(shape.ext())).obj()?;
    let mut i = i - shape.capacity();
    while i >= SEGMENT {
        segment = Value::from_bits(segment.word(0)).obj()?;
        i -= SEGMENT;
    }
    Some((segment, 1 + i))
}

/// The word of slot `i`, its segment made if needed; `None` when the attributes lie in a dict by now.
pub fn slot_place_or_new(t: &mut Thread, o: Obj, shape: Shape, i: usize) -> Result<Option<(Obj, usize)>, Raised> {
    loop {
        // what follows up to the next allocation runs before anybody can move them there
        if Shape::of(o).is_dict_mode() {
            return Ok(None);
        }
        if let Some(place) = slot_place(o, shape, i) {
            return Ok(Some(place));
        }
        let segment = t.alloc_fields(head(Kind::Array, 0), 1 + SEGMENT)?;
        if Shape::of(o).is_dict_mode() {
            return Ok(None);
        }
        segment.init(0, Value::NONE.bits());
        let (mut at, mut word) = (o, shape.ext());
        while let Some(next) = Value::from_bits(at.word(word)).obj() {
            (at, word) = (next, 0);
        }
        at.cas(&mut t.m, word, Value::NONE.bits(), Value::from_obj(segment).bits());
    }
}
