"""Runs rendering jobs, cached by key; documents in two threads while the site builds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from types import TracebackType

from clausebook.io.cache import Cache
from clausebook.model.artefact import Artefact

Progress = Callable[[str], None]  # hears of each step as it begins
Render = Callable[[], Iterator[Artefact]]
Files = dict[str, bytes]
UNDATED = date(2000, 1, 1)  # for metadata of what has no date of its own


class JobRunner:
    """Takes jobs and hands out files by path below output/. Used as a context, so that its threads end with it."""

    def __init__(self, folder: Path, report: Progress) -> None:
        self.staging = folder / "staging"
        self.cache = Cache(folder)
        self.report = report
        self._threads = ThreadPoolExecutor(max_workers=2)
        self._documents: list[tuple[str, str, Future[Files]]] = []
        self._sites: list[Artefact] = []
        self._files: Files = {}

    def __enter__(self) -> JobRunner:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def add(self, name: str, key: str, render: Render) -> None:
        """A job: what it is called, the key its result is kept under ("" for none), and what renders its artefacts."""
        kept = self.cache.get(key) if key else None
        if kept is not None:
            self._files.update(kept)
            return
        artefacts = list(render())
        documents = [artefact for artefact in artefacts if artefact.renderer != "site"]
        self._sites.extend(artefact for artefact in artefacts if artefact.renderer == "site")
        if documents:
            self._documents.append((name, key, self._threads.submit(_set, documents)))

    def files(self) -> Files:
        """All files, once every job is done. Raises UserError for what a renderer refused."""
        for site in self._sites:
            self.report(f"making {site.path}/")
            self._files.update(self._pages(site))
        for name, key, document in self._documents:
            self.report(f"setting {name}")
            files = document.result()
            if key:
                self.cache.put(key, files)
            self._files.update(files)
        self.cache.prune()
        return self._files

    def _pages(self, site: Artefact) -> Files:
        from clausebook.io.site import build_site

        pages = build_site(site, self.staging, self.cache.folder)
        return {f"{site.path}/{path}": content for path, content in pages.items()}


def _set(artefacts: Iterable[Artefact]) -> Files:
    return {artefact.path: produce(artefact) for artefact in artefacts}


def produce(artefact: Artefact) -> bytes:
    """The bytes of one file, from its renderer. Raises UserError for what the renderer refuses."""
    if artefact.renderer == "typst":
        from clausebook.io.typst import typeset

        content = typeset(artefact.source, artefact.files, artefact.dated or UNDATED, artefact.path)
        return artefact.finish(content) if artefact.finish else content
    if artefact.renderer == "pandoc":
        from clausebook.io.pandoc import write

        return write(artefact)
    if not isinstance(artefact.source, bytes):
        raise TypeError(f"{artefact.path}: what goes to disk as it is must be bytes")
    return artefact.source
