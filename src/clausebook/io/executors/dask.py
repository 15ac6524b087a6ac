"""Executor on dask: the workers of a scheduler, or a cluster of this machine's own. It needs `clausebook[fleet]`."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, TypeVar

from clausebook.errors import UserError

Given = TypeVar("Given")
Made = TypeVar("Made")
HERE = "127.0.0.1"
PATIENCE = 15  # seconds for a scheduler to answer


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
            doing = {client.submit(work, one, pure=False): one for one in things}
            return _results(doing, opening.pop_all(), self.lost)

    def _client(self, opening: ExitStack) -> Any:
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise UserError("dask is not installed here", "pip install 'clausebook[fleet]'") from None
        if not self.scheduler:
            cluster: Any = LocalCluster(
                n_workers=self.workers or os.cpu_count() or 1,
                threads_per_worker=1,
                host=HERE,
                dashboard_address=None,
            )
            return opening.enter_context(Client(opening.enter_context(cluster)))
        try:
            return opening.enter_context(Client(self.scheduler, timeout=PATIENCE))
        except (OSError, ValueError) as error:
            raise UserError(
                f"the scheduler at {self.scheduler} does not answer ({error})", "dask scheduler starts one"
            ) from error


def _results(
    doing: dict[Any, Given], opened: ExitStack, lost: Callable[[Any], Any] | None = None
) -> Generator[tuple[Given, Any]]:
    from distributed import KilledWorker, as_completed

    with opened:
        for done in as_completed(list(doing)):
            thing = doing.pop(done)
            try:
                made = done.result()
            except KilledWorker as ended:
                if lost is None:
                    message = f"workers ended again and again: {ended}"
                    raise UserError(message, "is there memory left on them?") from ended
                made = lost(thing)
            yield thing, made


def is_worker() -> bool:
    """Whether this runs on a worker of a cluster."""
    from distributed import get_worker

    try:
        get_worker()
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class FromWorker:
    """On all workers of the cluster that this process is a worker of; its own slot is lent to others while it waits."""

    def run(self, work: Callable[[Given], Made], things: Iterable[Given]) -> Generator[tuple[Given, Made]]:
        """Begin at once; then each thing with what came of it, in the order in which they are done."""
        from distributed import get_client

        client = get_client()
        # before other schools are begun, so that what was begun is finished
        doing = {client.submit(work, one, pure=False, priority=10): one for one in things}
        return self._results(doing)

    @staticmethod
    def _results(doing: dict[Any, Given]) -> Generator[tuple[Given, Any]]:
        from distributed import rejoin, secede

        secede()
        try:
            yield from _results(doing, ExitStack())
        finally:
            rejoin()
