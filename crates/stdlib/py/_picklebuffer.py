"""The wrapper of a buffer that `pickle` may leave out of its stream; CPython has it in its native half."""

__all__ = ["PickleBuffer"]


class PickleBuffer:
    """Wrapper for potentially out-of-band buffers"""

    __slots__ = ("_view", "__weakref__")

    def __init__(self, object, /):
        self._view = memoryview(object)

    def _checked(self):
        if self._view is None:
            raise ValueError("operation forbidden on released PickleBuffer object")
        return self._view

    def __buffer__(self, flags, /):
        return memoryview(self._checked())

    def raw(self):
        """A contiguous view of the bytes, in the order in which they lie."""
        view = self._checked()
        if not view.contiguous:
            raise BufferError("cannot extract raw buffer from non-contiguous buffer")
        if view.ndim == 1 and view.format == "B":
            return memoryview(view)
        if not view.c_contiguous:
            return memoryview(view.tobytes("A")).toreadonly()
        return view.cast("B")

    def release(self):
        """Gives the buffer back; the wrapper is of no use then."""
        if self._view is not None:
            self._view.release()
            self._view = None

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle 'PickleBuffer' object")


PickleBuffer.__module__ = "pickle"
