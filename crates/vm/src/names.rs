//! The names that native code asks for, interned at start-up: `t.names().__init__`.

use crate::object::value::Value;
use crate::thread::{Raised, Thread};
use std::sync::atomic::{AtomicU64, Ordering};

/// An immortal value in a static, set once at start-up.
pub struct Immortal(AtomicU64);

impl Immortal {
    pub const fn unset() -> Immortal {
        Immortal(AtomicU64::new(Value::UNBOUND.bits()))
    }
    #[inline(always)]
    pub fn get(&self) -> Value {
        Value::from_bits(self.0.load(Ordering::Acquire))
    }
    /// Sets the value and makes it a root.
    pub fn set(&self, v: Value) {
        pyish_heap::add_root(v.bits());
        self.0.store(v.bits(), Ordering::Release);
    }
}

macro_rules! names {
    ($($name:ident)*) => {
        /// Interned names as values.
        #[derive(Clone, Copy)]
        pub struct Names { $( pub $name: Value, )* }

        impl Names {
            pub(crate) const fn unset() -> Names {
                Names { $( $name: Value::UNBOUND, )* }
            }
            pub(crate) fn make(t: &mut Thread) -> Result<Names, Raised> {
                Ok(Names { $( $name: t.intern(stringify!($name).trim_start_matches("r#"))?, )* })
            }
        }
    };
}

names! {
    __abs__ __add__ __aenter__ __aexit__ __aiter__ __all__ __and__ __anext__ __annotate__ __annotate_func__ __annotations__
    __await__ __bases__ __bool__ __buffer__ __build_class__ __builtins__ __bytes__ __call__ __cause__ __ceil__ __class__
    __class_getitem__ __classcell__ __complex__ __contains__ __context__ __copy__ __debug__ __deepcopy__ __del__
    __delattr__ __delete__ __delitem__ __dict__ __dir__ __divmod__ __doc__ __enter__ __eq__ __exit__ __file__ __firstlineno__
    __float__ __floor__ __floordiv__ __format__ __ge__ __get__ __getattr__ __getattribute__ __getitem__ __getnewargs__
    __getstate__ __gt__ __hash__ __iadd__ __iand__ __ifloordiv__ __ilshift__ __imatmul__ __imod__ __import__ __imul__
    __index__ __init__ __init_subclass__ __instancecheck__ __int__ __invert__ __ior__ __ipow__ __irshift__ __isub__
    __iter__ __itruediv__ __ixor__ __le__ __len__ __length_hint__ __loader__ __lshift__ __lt__ __main__ __match_args__ __matmul__
    __missing__ __mod__ __module__ __mro_entries__ __mul__ __name__ __ne__ __neg__ __new__ __next__ __notes__ __or__
    __orig_bases__ __origin__ __package__ __path__ __pos__ __pow__ __prepare__ __qualname__ __radd__ __rand__ __rdivmod__ __reduce__
    __reduce_ex__ __repr__ __reversed__ __rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__ __ror__ __round__
    __rpow__ __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __self__ __set__ __set_name__ __setattr__ __setitem__
    __setstate__ __sizeof__ __slots__ __spec__ __static_attributes__ __str__ __sub__ __subclasscheck__ __subclasshook__ __suppress_context__
    __traceback__ __truediv__ __trunc__ __type_params__ __typing_subst__ __weakref__ __wrapped__ __xor__ __abstractmethods__ __isabstractmethod__
    _abc_impl builtins sys close send throw keys values items metaclass write flush read readline encoding errors mode name fileno
    displayhook excepthook stdout stderr stdin modules path argv last_exc obj value args msg code filename lineno offset text end_lineno end_offset
    print_file_and_line errno strerror filename2 encode decode join format append extend add update copy sort get pop
    __args__ __parameters__ __unpacked__ _initializing __cached__ big little signed default key reverse cls
}
