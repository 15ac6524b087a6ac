"""What the tests of a hosted desk share: the day, and a change to be kept."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.hosts import Host
from tests.desk.test_keeping import CALLS, git

EDIT = f"{CALLS}?do=edit&at=body.1.items.0.text"
NOW = 1_810_000_000.0


Make = Callable[..., Host]


def head(host: Host) -> str:
    return git(host.shared(), "rev-parse", "main").strip()
