"""Runs one function in a process of its own, which takes all memory that it needed along when it ends."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import ParamSpec, TypeVar

from clausebook.errors import UserError

Given = ParamSpec("Given")
Result = TypeVar("Result")


def in_child(work: Callable[Given, Result], *arguments: Given.args, **named: Given.kwargs) -> Result:
    """What a function of a module gives, computed in a new process. Function, arguments and result can be pickled.

    Raises UserError where the function does, and where the process ends before it has answered.
    """
    context = get_context("spawn")  # a fork would copy the locks of threads that it does not copy
    answers, answering = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(answering, work, arguments, named), daemon=True)
    with undisturbed():
        process.start()
    answering.close()
    try:
        answer: Result | UserError = answers.recv()
    except EOFError:
        process.join()
        ended = f"the process that does the work ended without an answer (exit code {process.exitcode})"
        raise UserError(ended, "is there memory left? python3 build.py says what is wrong") from None
    finally:
        answers.close()
        process.terminate()
        process.join()
        process.close()
    if isinstance(answer, UserError):
        raise answer
    return answer


def _answer(
    answering: Connection, work: Callable[..., object], arguments: tuple[object, ...], named: dict[str, object]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asked
    try:
        answer = work(*arguments, **named)
    except UserError as error:
        answer = UserError(error.message, error.hint)
    with suppress(OSError):  # whoever asked has gone
        answering.send(answer)


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
