"""What a clerk sees while editing: every saved change is built, and the open pages show it or say what is wrong.

The pages are shown as soon as they are made and read back; whoever asks for a document meanwhile waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io import freshness, memory
from clausebook.io.child import Worker
from clausebook.io.preview import Preview
from clausebook.model.artefact import MadeFiles, Order, Outcome

__all__ = ["Preview", "follow", "open_preview"]

PAUSE = 0.4  # seconds between two looks at the sources
SITE = Path("output") / "site"
_ABOVE = "site/"
MOST, LARGEST = 50, 165.0  # builds by one process, which grows by 1 MiB with each, and MiB that it may hold
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
    listed, engine, built = b"", b"", ""
    with Worker(MOST, loaded, LARGEST) as worker:
        while True:
            asked = order()
            if (now := freshness.listing(str(asked.root), [str(asked)])) != listed:
                listed, state = now, freshness.state_of(asked.root, str(asked))
                if (runs := freshness.engine_listing(str(asked.root))) != engine:
                    engine = runs
                    worker.close()
                if state != built:
                    built = state
                    preview.show(report(_outcome(worker, asked, preview)))
            if stop(PAUSE):
                return


def _outcome(worker: Worker, order: Order, preview: Preview) -> Outcome | UserError:
    try:
        return worker.ask(built_with_pages, order, hears=preview.show_pages)
    except UserError as error:
        return error  # half a sentence saved is no reason to stop


def built_with_pages(order: Order, tell: Callable[[Mapping[str, bytes | None]], None]) -> Outcome:
    """A build in another process; only what is to be said comes back. `tell` hears of the pages first."""
    from clausebook.app.building import build
    from clausebook.io import typst

    made = build(order, lambda _: None, ready=lambda files: tell(_fresh(order.root, files)))
    typst.forget()
    memory.give_back()
    return replace(made, editions=(), files={})


def loaded() -> None:
    """Import what most builds need."""
    for name in ("clausebook.app.building", "mkdocs.commands.build", "pandoc", "pikepdf", "typst", "markdown_it"):
        import_module(name)
    memory.collect_rarely()


def _fresh(root: Path, files: MadeFiles) -> dict[str, bytes | None]:
    """The pages of a site by path below it, None for what is there already."""
    found: dict[str, bytes | None] = dict.fromkeys(path.removeprefix(_ABOVE) for path in files.written)
    for path, content in files.made.items():
        written = root / "output" / path
        same = written.is_file() and written.read_bytes() == content
        found[path.removeprefix(_ABOVE)] = None if same else content
    return found
