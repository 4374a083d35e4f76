"""Numbers, characters and arrays of them in memory that processes share.

CPython builds these of ctypes objects. Here they are views of the shared memory with the same attributes: `value` of a number,
`value` and `raw` of an array of characters, items and slices of an array.
"""

from . import heap
from . import get_context
from .context import reduction, assert_spawning

_ForkingPickler = reduction.ForkingPickler

__all__ = ['RawValue', 'RawArray', 'Value', 'Array', 'copy', 'synchronized']

# type code of ours: the format of a memoryview's items
_formats = {code: code for code in 'cbBhHiIlLqQfd'}
_formats['?'] = '?'
_formats['u'] = 'I'

_names = {
    '?': 'c_bool', 'c': 'c_char', 'u': 'c_wchar', 'b': 'c_byte', 'B': 'c_ubyte', 'h': 'c_short', 'H': 'c_ushort',
    'i': 'c_int', 'I': 'c_uint', 'l': 'c_long', 'L': 'c_ulong', 'q': 'c_longlong', 'Q': 'c_ulonglong',
    'f': 'c_float', 'd': 'c_double',
}
_zeros = {'?': False, 'c': b'\0', 'u': '\0', 'f': 0.0, 'd': 0.0}
_sizes = {'?': 1, 'c': 1, 'u': 4, 'b': 1, 'B': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8,
          'f': 4, 'd': 8}


def _code_of(typecode_or_type):
    """The type code that is given, or that a class stands for by its `_type_` as the classes of ctypes have it."""
    code = getattr(typecode_or_type, '_type_', typecode_or_type)
    if code not in _formats:
        raise TypeError(f'{typecode_or_type!r} is no type code of a number or character')
    return code


def _to_item(code, value):
    """What a view stores for a value: integers are cut to their size, as C does."""
    if code == 'u':
        if not isinstance(value, str) or len(value) != 1:
            raise TypeError('one character unicode string expected')
        return ord(value)
    if code == 'c':
        if isinstance(value, int):
            value = bytes((value,))
        if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
            raise TypeError('one character bytes, bytearray, or an integer in range(256) expected')
        return bytes(value)
    if code == '?':
        return bool(value)
    if code in 'fd':
        return float(value)
    if not hasattr(value, '__index__'):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    bits = 8 * _sizes[code]
    value = value.__index__() & (1 << bits) - 1
    if code.islower() and value >> (bits - 1):
        value -= 1 << bits
    return value


def _from_item(code, item):
    return chr(item) if code == 'u' else item


class _Shared:
    """A stretch of shared memory with items of one type."""

    def __init__(self, code, wrapper, length):
        self._type_ = code
        self._wrapper = wrapper
        size = _sizes[code] * (1 if length is None else length)
        self._view = wrapper.create_memoryview()[:size].cast(_formats[code])


class _SharedValue(_Shared):
    def __init__(self, code, wrapper):
        super().__init__(code, wrapper, None)

    @property
    def value(self):
        return _from_item(self._type_, self._view[0])

    @value.setter
    def value(self, value):
        self._view[0] = _to_item(self._type_, value)

    def __bool__(self):
        return bool(self._view[0])

    def __repr__(self):
        return f'{_names[self._type_]}({self.value!r})'


class _SharedArray(_Shared):
    def __init__(self, code, wrapper, length):
        super().__init__(code, wrapper, length)
        self._length_ = length

    def __len__(self):
        return self._length_

    def __getitem__(self, index):
        if isinstance(index, slice):
            items = [_from_item(self._type_, item) for item in self._view[index].tolist()]
            if self._type_ == 'c':
                return b''.join(items)
            return ''.join(items) if self._type_ == 'u' else items
        try:
            return _from_item(self._type_, self._view[index])
        except IndexError:
            raise IndexError('invalid index') from None

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            places = range(self._length_)[index]
            if len(places) != len(value):
                raise ValueError('Can only assign sequence of same size')
            for place, item in zip(places, value):
                self._view[place] = _to_item(self._type_, item)
            return
        try:
            self._view[index] = _to_item(self._type_, value)
        except IndexError:
            raise IndexError('invalid index') from None

    def __iter__(self):
        for i in range(self._length_):
            yield self[i]

    def __repr__(self):
        return f'<{__name__}.{_names[self._type_]}_Array_{self._length_} object at {id(self):#x}>'


class _SharedString(_SharedArray):
    @property
    def raw(self):
        return self._view.tobytes()

    @raw.setter
    def raw(self, value):
        if len(value) > self._length_:
            raise ValueError('byte string too long')
        self._view[:len(value)] = memoryview(bytes(value)).cast('c')

    @property
    def value(self):
        return self.raw.split(b'\0', 1)[0]

    @value.setter
    def value(self, value):
        if not isinstance(value, bytes):
            raise TypeError(f'bytes expected instead of {type(value).__name__} instance')
        self.raw = value + b'\0' if len(value) < self._length_ else value


def _array_class(code):
    return _SharedString if code == 'c' else _SharedArray


def _new(code, length):
    size = _sizes[code] * (1 if length is None else length)
    wrapper = heap.BufferWrapper(max(size, 1))
    wrapper.create_memoryview()[:size] = bytes(size)
    return _rebuild(code, wrapper, length)


def _rebuild(code, wrapper, length):
    if length is None:
        return _SharedValue(code, wrapper)
    return _array_class(code)(code, wrapper, length)


def _reduce(obj):
    assert_spawning(obj)
    return _rebuild, (obj._type_, obj._wrapper, getattr(obj, '_length_', None))


for _class in (_SharedValue, _SharedArray, _SharedString):
    _ForkingPickler.register(_class, _reduce)


def RawValue(typecode_or_type, *args):
    """Returns a number or character in shared memory."""
    code = _code_of(typecode_or_type)
    obj = _new(code, None)
    if len(args) > 1:
        raise TypeError(f'{_names[code]}() takes at most 1 argument ({len(args)} given)')
    if args:
        obj.value = args[0]
    return obj


def RawArray(typecode_or_type, size_or_initializer):
    """Returns an array in shared memory: of so many zeros, or of the items given."""
    code = _code_of(typecode_or_type)
    if isinstance(size_or_initializer, int):
        if size_or_initializer < 0:
            raise ValueError('Array length must be >= 0, not %d' % size_or_initializer)
        return _new(code, size_or_initializer)
    items = size_or_initializer if hasattr(size_or_initializer, '__len__') else list(size_or_initializer)
    obj = _new(code, len(items))
    for i, item in enumerate(items):
        obj[i] = item
    return obj


def _locked(obj, lock, ctx):
    if lock is False:
        return obj
    if lock in (True, None):
        ctx = ctx or get_context()
        lock = ctx.RLock()
    if not hasattr(lock, 'acquire'):
        raise AttributeError("%r has no method 'acquire'" % lock)
    return synchronized(obj, lock, ctx=ctx)


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """Returns a synchronization wrapper for a Value."""
    return _locked(RawValue(typecode_or_type, *args), lock, ctx)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """Returns a synchronization wrapper for a RawArray."""
    return _locked(RawArray(typecode_or_type, size_or_initializer), lock, ctx)


def copy(obj):
    """Returns a copy of a shared value or array, in shared memory of its own."""
    new = _new(obj._type_, getattr(obj, '_length_', None))
    new._view[:] = obj._view
    return new


def synchronized(obj, lock=None, ctx=None):
    """Returns a wrapper that takes a lock around each access."""
    assert not isinstance(obj, SynchronizedBase), 'object already synchronized'
    ctx = ctx or get_context()
    if isinstance(obj, _SharedValue):
        return Synchronized(obj, lock, ctx)
    if isinstance(obj, _SharedString):
        return SynchronizedString(obj, lock, ctx)
    if isinstance(obj, _SharedArray):
        return SynchronizedArray(obj, lock, ctx)
    raise TypeError(f'{type(obj).__name__} is no object in shared memory')


def _locking(name):
    def get(self):
        with self:
            return getattr(self._obj, name)

    def set(self, value):
        with self:
            setattr(self._obj, name, value)

    return property(get, set)


class SynchronizedBase:
    def __init__(self, obj, lock=None, ctx=None):
        self._obj = obj
        if lock:
            self._lock = lock
        else:
            ctx = ctx or get_context(force=True)
            self._lock = ctx.RLock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __reduce__(self):
        assert_spawning(self)
        return synchronized, (self._obj, self._lock)

    def get_obj(self):
        return self._obj

    def get_lock(self):
        return self._lock

    def __repr__(self):
        return '<%s wrapper for %s>' % (type(self).__name__, self._obj)


class Synchronized(SynchronizedBase):
    value = _locking('value')


class SynchronizedArray(SynchronizedBase):
    def __len__(self):
        return len(self._obj)

    def __getitem__(self, index):
        with self:
            return self._obj[index]

    def __setitem__(self, index, value):
        with self:
            self._obj[index] = value


class SynchronizedString(SynchronizedArray):
    value = _locking('value')
    raw = _locking('raw')
