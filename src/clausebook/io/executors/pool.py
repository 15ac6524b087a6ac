"""Executor of processes beside this one: for as much work as keeps all cores busy."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import TypeVar

from clausebook.errors import UserError
from clausebook.io.child import undisturbed
from clausebook.text.records import dataclass

Given = TypeVar("Given")
Made = TypeVar("Made")
Crew = tuple[ProcessPoolExecutor, dict[Future[Made], int]]  # processes, and which thing each future is of
PATIENCE = 3  # times in a row that a worker may end before anything more is done


@dataclass(frozen=True)
class Pool:
    """In processes beside this one; 0 is as many as there are cores."""

    workers: int = 0

    def run(self, work: Callable[[Given], Made], things: Iterable[Given]) -> Generator[tuple[Given, Made]]:
        """Begin at once; then each thing with what came of it, in the order in which they are done.

        Raises UserError where processes end again and again without an answer.
        """
        left = dict(enumerate(things))
        workers = max(1, min(self.workers or os.cpu_count() or 1, len(left)))
        return _results(_crew(workers, work, left), workers, work, left)


def _crew(workers: int, work: Callable[[Given], Made], left: Mapping[int, Given]) -> Crew[Made]:
    context = get_context("spawn")  # a fork would copy the locks of threads that it does not copy
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    with undisturbed():
        return pool, {pool.submit(work, one): number for number, one in left.items()}


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asked
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    """End this process when the one that asked has ended: nobody tells it where that was killed."""
    parent.join()
    os._exit(1)


def _results(
    crew: Crew[Made], workers: int, work: Callable[[Given], Made], left: dict[int, Given]
) -> Generator[tuple[Given, Made]]:
    """One process that is killed ends its whole pool: what the pool had not done is given to a new one."""
    ended = 0
    try:
        while True:
            before = len(left)
            pool, doing = crew
            for done in as_completed(doing):
                try:
                    made = done.result()
                except BrokenProcessPool:
                    continue
                yield left.pop(doing[done]), made
            if not left:
                return
            ended = ended + 1 if len(left) == before else 1
            if ended == PATIENCE:
                message = f"{ended} processes in a row ended before they had an answer"
                raise UserError(message, "is there memory left? python3 build.py doctor looks at this machine")
            pool.shutdown(wait=True)
            workers = max(1, workers - 1)  # what is killed was most likely killed for want of memory
            crew = _crew(workers, work, left)
    finally:
        crew[0].shutdown(wait=True, cancel_futures=True)
