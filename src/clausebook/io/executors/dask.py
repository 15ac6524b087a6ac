"""Executor on dask: the workers of a scheduler, or a cluster of this machine's own. It needs `clausebook[fleet]`."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack
from itertools import islice
from typing import Any, TypeVar

from clausebook.errors import UserError
from clausebook.text.records import dataclass

Given = TypeVar("Given")
Made = TypeVar("Made")
HERE = "127.0.0.1"
PATIENCE = 15  # seconds for a scheduler to answer
_MIB = 1024 * 1024
# Dask has each worker give memory back at every turn, and look at its own threads a hundred times a second: a seventh
# of the CPU of a build.
_MEMORY = {"MALLOC_TRIM_THRESHOLD_": 128 * _MIB, "MALLOC_MMAP_THRESHOLD_": 32 * _MIB}
_QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "5s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
}


@dataclass(frozen=True)
class Dask:
    """On the workers of the scheduler at an address, such as tcp://10.0.0.5:8786, which have the same engine installed.

    Without an address, on so many worker processes of this machine; 0 is as many as there are cores. `lost` says what
    came of a thing at which worker after worker ended; without it, this ends the whole run.
    """

    scheduler: str = ""
    workers: int = 0
    lost: Callable[[Any], Any] | None = None

    def run(self, work: Callable[[Given], Made], things: Iterable[Given]) -> Generator[tuple[Given, Made]]:
        """Begin at once; then each thing with what came of it, in the order in which they are done.

        Raises UserError where dask is not installed, the scheduler does not answer, or worker after worker ends.
        """
        with ExitStack() as opening:
            client = self._client(opening)
            return _results(client, work, iter(things), opening.pop_all(), self.lost)

    def _client(self, opening: ExitStack) -> Any:
        try:
            from dask import config
            from distributed import Client, LocalCluster
        except ImportError:
            raise UserError("dask is not installed here", "pip install 'clausebook[fleet]'") from None
        if not self.scheduler:
            for name, number in _MEMORY.items():
                os.environ.setdefault(name, str(number))
            opening.enter_context(config.set(_QUIET))  # the workers have it from here
            cluster: Any = LocalCluster(
                n_workers=self.workers or os.cpu_count() or 1,
                threads_per_worker=1,
                host=HERE,
                dashboard_address=":0",  # any port: another fleet may be built here
                silence_logs=logging.CRITICAL,  # what went wrong is said by us, once
            )
            return opening.enter_context(Client(opening.enter_context(cluster)))
        try:
            return opening.enter_context(Client(self.scheduler, timeout=PATIENCE))
        except (OSError, ValueError) as error:
            raise UserError(
                f"the scheduler at {self.scheduler} does not answer ({error})", "dask scheduler starts one"
            ) from error


def _results(
    client: Any,
    work: Callable[[Given], Made],
    things: Iterable[Given],
    opened: ExitStack,
    lost: Callable[[Any], Any] | None = None,
    waiting: int = 1,
) -> Generator[tuple[Given, Made]]:
    """Begin at once. Each worker has so many things `waiting`; the next is taken when another is done."""
    from distributed import as_completed

    left = iter(things)
    doing: dict[Any, Given] = {}

    def more() -> list[Any]:
        room = max(0, (1 + waiting) * sum(client.nthreads().values()) - len(doing))
        begun = {client.submit(work, one, pure=False, priority=waiting): one for one in islice(left, room)}
        doing.update(begun)
        return list(begun)

    running = as_completed(more())

    def results() -> Generator[tuple[Given, Made]]:
        with opened:
            for done in running:
                thing = doing.pop(done)
                made = _result(done, thing, lost)
                running.update(more())
                yield thing, made

    return results()


def _result(done: Any, thing: Any, lost: Callable[[Any], Any] | None) -> Any:
    from distributed import KilledWorker

    try:
        return done.result()
    except KilledWorker as ended:
        if lost is None:
            message = f"workers ended again and again: {ended}"
            raise UserError(message, "is there memory left on them?") from ended
        return lost(thing)


def workers() -> int:
    """How many workers the cluster has that this process is one of; none where it is not."""
    from distributed import get_client, get_worker

    try:
        get_worker()
    except ValueError:
        return 0
    return len(get_client().nthreads())


@dataclass(frozen=True)
class FromWorker:
    """On all workers of the cluster that this process is a worker of; its own slot is lent to others while it waits."""

    def run(self, work: Callable[[Given], Made], things: Iterable[Given]) -> Generator[tuple[Given, Made]]:
        """Begin at once; then each thing with what came of it, in the order in which they are done."""
        from distributed import get_client

        # many, and before other schools are begun, so that what was begun is finished
        return self._without_thread(_results(get_client(), work, things, ExitStack(), waiting=1000))

    @staticmethod
    def _without_thread(results: Generator[tuple[Given, Made]]) -> Generator[tuple[Given, Made]]:
        from distributed import rejoin, secede

        secede()
        try:
            yield from results
        finally:
            rejoin()
