"""Executors: run one function over many things, in this process, in processes beside it, or on other machines.

All give the same results for the same things, each as soon as it is done. Where a worker is killed, others do what it
had not finished, and nothing that was done is lost. Function, things and results can be pickled.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import Protocol, TypeVar

from clausebook.text.records import dataclass

__all__ = ["Executor", "Inline"]

Given = TypeVar("Given")
Made = TypeVar("Made")


class Executor(Protocol):
    """Where work is done."""

    def run(self, work: Callable[[Given], Made], things: Iterable[Given]) -> Generator[tuple[Given, Made]]:
        """Begin at once; then each thing with what came of it, in the order in which they are done.

        Raises what the function raises, and UserError where worker after worker ends without an answer. Closing the
        iterator ends the work.
        """


@dataclass(frozen=True)
class Inline:
    """In this process, by so many threads: typesetting and other programs do not wait for Python."""

    threads: int = 2

    def run(self, work: Callable[[Given], Made], things: Iterable[Given]) -> Generator[tuple[Given, Made]]:
        """Begin at once; then each thing with what came of it, in the order in which they are done."""
        pool = ThreadPoolExecutor(max_workers=self.threads)
        return _results(pool, {pool.submit(work, one): one for one in things})


def _results(pool: ThreadPoolExecutor, doing: dict[Future[Made], Given]) -> Generator[tuple[Given, Made]]:
    try:
        for done in as_completed(doing):
            yield doing[done], done.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
