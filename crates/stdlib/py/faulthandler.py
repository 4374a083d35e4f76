"""Tracebacks of all threads, on demand and after a timeout.

CPython's faulthandler also speaks when the interpreter crashes. A crash here ends the process with the message of the system; what
remains is what a program asks for while it runs.
"""

import os
import signal as _signal
import sys
import threading as _threading

__all__ = ["enable", "disable", "is_enabled", "dump_traceback", "dump_c_stack", "dump_traceback_later",
           "cancel_dump_traceback_later", "register", "unregister"]

_enabled = False
_later = None
_registered = {}


def _descriptor(file):
    if file is None:
        file = sys.stderr
        if file is None:
            raise RuntimeError("sys.stderr is None")
    if isinstance(file, int):
        if file < 0:
            raise ValueError("file is not a valid file descriptor")
        return file
    fd = file.fileno()
    if not isinstance(fd, int):
        raise RuntimeError("file.fileno() is not a valid file descriptor")
    try:
        file.flush()
    except Exception:
        pass
    return fd


def _frames(frame):
    lines = []
    while frame is not None and len(lines) < 100:
        lines.append(f'  File "{frame.f_code.co_filename}", line {frame.f_lineno} in {frame.f_code.co_name}\n')
        frame = frame.f_back
    if frame is not None:
        lines.append("  ...\n")
    return lines


def _dump(fd, all_threads, current=None):
    frames = sys._current_frames()
    if current is None:
        current = _threading.get_ident()
    # what this module itself is doing is left out
    own = {ident: frame for ident, frame in frames.items()}
    frame = own.get(current)
    while frame is not None and frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back
    own[current] = frame
    lines = []
    if all_threads:
        others = [ident for ident in own if ident != current]
        for ident in others:
            lines.append(f"Thread 0x{ident:016x} (most recent call first):\n")
            lines += _frames(own[ident])
            lines.append("\n")
        lines.append(f"Current thread 0x{current:016x} (most recent call first):\n")
    else:
        lines.append("Stack (most recent call first):\n")
    lines += _frames(own[current])
    data = "".join(lines).encode("utf-8", "backslashreplace")
    while data:
        data = data[os.write(fd, data):]


def dump_traceback(file=None, all_threads=True):
    _dump(_descriptor(file), all_threads)


def dump_c_stack(file=None):
    fd = _descriptor(file)
    os.write(fd, b"Current thread's C stack trace (most recent call first):\n  <cannot get C stack on this system>\n")


def enable(file=None, all_threads=True, c_stack=True):
    global _enabled
    _descriptor(file)
    _enabled = True


def disable():
    global _enabled
    was, _enabled = _enabled, False
    return was


def is_enabled():
    return _enabled


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    global _later
    if timeout <= 0:
        raise ValueError("timeout must be greater than 0")
    fd = _descriptor(file)
    cancel_dump_traceback_later()
    cancelled = _threading.Event()
    whole, rest = divmod(timeout, 1)
    minutes, seconds = divmod(int(whole), 60)
    hours, minutes = divmod(minutes, 60)
    header = f"Timeout ({hours}:{minutes:02}:{seconds:02}"
    header += f".{int(rest * 1e6):06})!\n" if rest else ")!\n"

    def watch():
        while not cancelled.wait(timeout):
            os.write(fd, header.encode())
            _dump(fd, True, _threading.main_thread().ident)
            if exit:
                os._exit(1)
            if not repeat:
                break

    _later = cancelled
    _threading.Thread(target=watch, name="faulthandler", daemon=True).start()


def cancel_dump_traceback_later():
    global _later
    if _later is not None:
        _later.set()
        _later = None


def register(signum, file=None, all_threads=True, chain=False):
    fd = _descriptor(file)
    if signum in (_signal.SIGSEGV, _signal.SIGFPE, _signal.SIGABRT, _signal.SIGBUS, _signal.SIGILL):
        raise RuntimeError(f"signal {int(signum)} cannot be registered, use enable() instead")

    def handler(number, frame):
        _dump(fd, all_threads)
        if chain and callable(previous):
            previous(number, frame)

    previous = _signal.signal(signum, handler)
    _registered.setdefault(signum, previous)


def unregister(signum):
    if signum not in _registered:
        return False
    _signal.signal(signum, _registered.pop(signum))
    return True
