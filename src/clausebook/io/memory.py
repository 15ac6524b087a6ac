"""Python's memory: no search for circles in records that hold none, room for frames, what is free given back."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

Work = TypeVar("Work", bound=Callable[..., object])


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


def collect_rarely() -> None:
    """Look for circles once a hundred thousand objects are new, and not once 700 are: it took a tenth of a build.

    Half a million cost as much time and a third more memory where twenty policies were built.
    """
    gc.set_threshold(100_000, 10, 10)


def roomy(work: Work) -> Work:
    """The same function, called with room for the frames of all that it calls.

    Python gets memory for 80 frames at a time, and gives it back when they return: what calls another function a
    thousand times just there waits a thousand times for the machine. A frame so large gets a mebibyte for all.
    """
    function: Any = work
    function.__code__ = function.__code__.replace(co_stacksize=65_000)
    return work


def give_back() -> None:
    """Give free memory back to the machine. Where the C library has no way to, it goes when the process ends."""
    import ctypes

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
