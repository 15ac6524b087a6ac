"""What one machine of the fleet has: a folder of its own, the cache that all share, and where its units are made."""

from __future__ import annotations

import getpass
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from clausebook.io.cache import SHARED
from clausebook.io.executors import Executor, Inline


@dataclass(frozen=True)
class Machine:
    """`folder` is where this machine lays schools out, "" for one of its own; `shared` the address of the cache."""

    folder: str = ""
    shared: str = ""

    @property
    def base(self) -> Path:
        """Where schools and engines are laid out."""
        return Path(self.folder or Path(tempfile.gettempdir(), f"clausebook-fleet-{getpass.getuser()}"))

    def use_shared_cache(self) -> None:
        """Let this process, and the engines that it starts, look in the cache that the fleet shares."""
        if self.shared:
            os.environ[SHARED] = self.shared


def executor_here() -> Executor:
    """Where a school's units are made: on all workers where this is one of a cluster, else in this process."""
    if "distributed" in sys.modules:
        from clausebook.io.executors.dask import FromWorker, is_worker

        if is_worker():
            return FromWorker()
    return Inline()
