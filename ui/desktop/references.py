"""Keeps the window alive on Python before 3.12 with PySide6 6.12.0.

That build drops one reference to None with every call into Qt that returns nothing (and some to True and
False), because it takes them for immortal, as they are from Python 3.12 on. After some ten thousand calls,
within one shift, the interpreter ends with "deallocating None". 6.11.3 counts rightly. Spare references, more
than any desk will ever use up, do no harm anywhere.
"""

from __future__ import annotations

import ctypes
import sys

_SPARE = 1 << 40
_IMMORTAL_FROM = (3, 12)


def spare_references() -> None:
    """Give None, True and False references to lose; does nothing where Python itself makes them immortal.

    Source: CPython 3.11, Include/object.h: an object begins with its count of references (`Py_ssize_t`).
    """
    if sys.version_info >= _IMMORTAL_FROM or sys.implementation.name != "cpython":
        return
    for thing in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(thing))
        # Only where the count stands where it is looked for, which tracing builds of Python move.
        if count.value < _SPARE and abs(count.value - sys.getrefcount(thing)) < 100:
            count.value += _SPARE
