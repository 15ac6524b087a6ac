"""Python's memory: no search for circles where many records are made that hold none, and what is free given back."""

from __future__ import annotations

import ctypes
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def no_collection() -> Iterator[None]:
    """A while without the search: it costs a quarter where large trees or thousands of records are made."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def give_back() -> None:
    """Give free memory back to the machine. Where the C library has no way to, it goes when the process ends."""
    gc.collect()
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def held() -> float:
    """How many MiB of memory this process holds; 0 where the machine does not say."""
    try:
        with open("/proc/self/statm", "rb") as said:
            return int(said.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, ValueError, AttributeError):
        return 0.0
