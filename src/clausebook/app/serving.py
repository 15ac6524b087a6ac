"""What a clerk sees while editing: every saved change is built, and the open pages show it or say what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io import freshness
from clausebook.io.child import in_child
from clausebook.io.preview import Preview
from clausebook.model.order import Order, Outcome

__all__ = ["Preview", "follow", "open_preview"]

PAUSE = 0.4  # seconds between two looks at the sources
SITE = Path("output") / "site"
Report = Callable[[Outcome | UserError], str]
Wait = Callable[[float], bool]


def open_preview(root: Path, port: int) -> Preview:
    """The server of the built site. Raises UserError where the port is taken."""
    return Preview(root / SITE, port)


def follow(
    order: Callable[[], Order], preview: Preview, report: Callable[[Outcome | UserError], str], stop: Wait
) -> None:
    """Build whenever the sources differ from what was built last, until `stop`, which waits so many seconds, says so.

    `report` is handed what came of each build and gives what the pages are to complain of, "" for nothing.
    """
    built = ""
    while True:
        asked = order()
        state = freshness.state_of(asked.root, str(asked))
        if state != built:
            built = state
            preview.show(report(_outcome(asked)))
        if stop(PAUSE):
            return


def _outcome(order: Order) -> Outcome | UserError:
    try:
        return in_child(_built, order)
    except UserError as error:
        return error  # half a sentence saved is no reason to stop


def _built(order: Order) -> Outcome:
    """A build in a process of its own, which takes what it read and made along; only what is to be said comes back."""
    from clausebook.app.building import build

    return replace(build(order, lambda _: None), editions=(), files={})
