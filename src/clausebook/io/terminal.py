"""The way out to a terminal, for every command: nothing that others wrote moves the cursor, and no traceback ends it.

`guarded` is around a command: whatever is printed goes through `visible`; an output that is closed ends the command
without a word, as `| head` does, and one that is full in one line.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast

from clausebook.errors import UserError
from clausebook.text.inline import dressed
from clausebook.text.visible import visible

WIDEST = 80
CLOSED = 141  # what a shell says of a command that was ended by a closed pipe: 128 and SIGPIPE


class Shown:
    """A text stream that makes control characters visible; all else is the stream's own.

    On a terminal lines are at most 80 columns wide and verdicts have colours, unless NO_COLOR says otherwise; what
    goes into a file or another program has its lines whole. Once the device behind it has failed, nothing more is
    written.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.failed = False
        self._begins = True  # whether the next text begins a line
        self._width = _width(stream)
        self._colours = bool(self._width) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def write(self, text: str) -> int:
        """Write the text as people may see it. Raises UserError where the device is full."""
        shown = visible(text)
        if self._width and self._begins and text and text[0] not in "{[":  # JSON has its lines whole
            shown = dressed(shown, self._width, self._colours)
        self._begins = text.endswith("\n") if text else self._begins
        self._try(lambda: self.stream.write(shown))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write one after the other."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Hand on what was written. Raises UserError where the device is full."""
        self._try(self.stream.flush)

    def _try(self, act: Callable[[], object]) -> None:
        if self.failed:
            return
        try:
            act()
        except OSError as error:
            self.failed = True
            raise _trouble(error) from error

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def _width(stream: TextIO) -> int:
    """Columns of the terminal behind a stream, 80 at most; 0 where there is none."""
    with suppress(AttributeError, ValueError, OSError):
        if stream.isatty():
            return min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    return 0


def raw(stream: TextIO) -> TextIO:
    """The stream itself, for our own progress: it moves the cursor on purpose."""
    return cast(TextIO, getattr(stream, "stream", stream))


def _trouble(error: OSError) -> Exception:
    if isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL):
        return BrokenPipeError(errno.EPIPE, "the output is closed")
    return UserError(f"cannot write the output ({error.strerror})", "make room there, or send it to another place")


@contextmanager
def guarded() -> Iterator[None]:
    """Standard output and errors made visible, flushed at the end; as they were before after it."""
    before = sys.stdout, sys.stderr
    for stream in before:
        with suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    shown = [None if one is None else Shown(one) for one in before]
    sys.stdout, sys.stderr = (cast(TextIO, one) for one in shown)
    try:
        yield
        for one in shown:
            if one is not None:
                one.flush()
    finally:
        sys.stdout, sys.stderr = before
        for one in shown:
            if one is not None and one.failed:
                _abandon(one.stream)


def _abandon(stream: TextIO) -> None:
    """Let what is left in a stream go to nowhere, so that Python does not complain of it at its end."""
    with suppress(AttributeError, ValueError, OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
