"""Runs functions in a process of its own, which takes all memory that it needed along when it ends."""

from __future__ import annotations

import math
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, TypeVar

from clausebook.errors import UserError
from clausebook.io.memory import held, roomy

Result = TypeVar("Result")


class Worker:
    """A process of its own that does one thing after another and keeps in between what it has read.

    After `most` things, or where it holds more than `largest` MiB, another process takes its place: what the old one
    needed is given back. With `begin` that one starts at once, and does this first, which the next thing then need not.
    Used as a context.
    """

    def __init__(self, most: int = 1, begin: Callable[[], object] | None = None, largest: float = math.inf) -> None:
        self._most, self._begin, self._largest = most, begin, largest
        self._left = 0
        self._process: BaseProcess | None = None
        self._answers: Connection | None = None

    @property
    def process(self) -> int:
        """The number of the process, which is started where there is none yet."""
        self._started()
        number = self._process.pid if self._process else None
        assert number is not None  # it was started
        return number

    def ask(
        self,
        work: Callable[..., Result],
        *arguments: object,
        hears: Callable[[Any], None] | None = None,
        **named: object,
    ) -> Result:
        """What a function of a module gives. Function, arguments and result can be pickled.

        With `hears` the function is given one argument more, to say what is ready before the end.
        Raises UserError where the function does, and where the process ends before it has answered.
        """
        try:
            answers = self._started()
            answers.send((work, arguments, named, hears is not None))
            while not (answer := answers.recv())[0]:
                assert hears is not None
                hears(answer[1])
        except (EOFError, OSError):
            raise UserError(self._ended(), "is there memory left? python3 build.py says what is wrong") from None
        except BaseException:  # Ctrl+C: what it would still say answers nothing that is asked later
            self.close()
            raise
        self._left -= 1
        if not self._left or answer[2] > self._largest:
            self.close()
            if self._begin:
                self._started()
        if isinstance(answer[1], UserError):
            raise answer[1]
        found: Result = answer[1]
        return found

    def _started(self) -> Connection:
        if self._answers is None:
            context = get_context("spawn")  # a fork would copy the locks of threads that it does not copy
            self._answers, there = context.Pipe()
            self._process = context.Process(target=_serve, args=(there, self._begin), daemon=True)
            self._left = self._most
            with undisturbed():
                self._process.start()
            there.close()
        return self._answers

    def _ended(self) -> str:
        process, code = self._process, None
        if process:
            process.join()
            code = process.exitcode
        self.close()
        return f"the process that does the work ended without an answer (exit code {code})"

    def close(self) -> None:
        """End the process; the next thing is done by another one."""
        if self._answers:
            self._answers.close()
        if self._process:
            self._process.terminate()
            self._process.join()
            self._process.close()
        self._answers = self._process = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def in_child(work: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
    """What a function gives, computed in a new process. See `Worker.ask`."""
    with Worker() as worker:
        return worker.ask(work, *arguments, **named)


@roomy
def _serve(asked: Connection, begin: Callable[[], object] | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asked
    if begin:
        begin()
    with suppress(OSError, EOFError):  # whoever asked has gone
        while True:
            work, arguments, named, tells = asked.recv()
            if tells:
                arguments = (*arguments, lambda value: asked.send((False, value)))
            try:
                answer = work(*arguments, **named)
            except UserError as error:
                answer = UserError(error.message, error.hint)
            asked.send((True, answer, held()))


@contextmanager
def undisturbed() -> Iterator[None]:
    """A new process inherits what is blocked: Ctrl+C does not reach it, not even before its first line of ours."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
