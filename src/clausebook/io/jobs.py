"""Runs units and rendering jobs, each cached by its key; documents by an executor while the site builds."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType

from clausebook.io.cache import Cache, digest, digest_files, shared_store
from clausebook.io.engine import engine_hash
from clausebook.io.executors import Executor, Inline
from clausebook.io.memory import roomy
from clausebook.model.artefact import Artefact, Unit

Progress = Callable[[str], None]  # hears of each step as it begins
Render = Callable[[], Iterator[Artefact]]
Files = dict[str, bytes]
UNDATED = date(2000, 1, 1)  # for metadata of what has no date of its own
MANY = 40  # units from which on it pays to start processes, which takes half a second each


class JobRunner:
    """Takes jobs and hands out files by path below output/. Used as a context, so that its workers end with it."""

    def __init__(self, folder: Path, report: Progress, executor: Executor | None = None) -> None:
        """`executor` is where units are made; without one it is where so many are made soonest."""
        self.staging = folder / "staging"
        self.cache = Cache(folder, shared_store())
        self.report = report
        self._executor = executor
        self._open = ExitStack()
        self._threads = ThreadPoolExecutor(max_workers=2)
        self._units: list[Generator[tuple[Unit, Files]]] = []
        self._documents: list[tuple[str, str, str, Future[Files]]] = []
        self._sites: list[tuple[str, Artefact]] = []
        self._files: Files = {}
        self._made_for: dict[str, Files] = {}

    def __enter__(self) -> JobRunner:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._open.close()

    def make(self, work: Callable[[Unit], Files], units: Iterable[Unit]) -> None:
        """Begin to make those units that are not kept."""
        missing = []
        for unit in units:
            kept = self.cache.get(unit.key)
            if kept is None:
                missing.append(unit)
            else:
                self._take(unit.policy, kept)
        if missing:
            results = (self._executor or _executor_for(len(missing))).run(work, missing)
            self._open.callback(results.close)
            self._units.append(results)

    def add(self, name: str, key: str, render: Render, policy: str = "") -> None:
        """A job: what it is called, the key its result is kept under ("" for none), and what renders its artefacts.

        `policy` is the one whose files it makes, "" for those that all share.
        """
        kept = self.cache.get(key) if key else None
        if kept is not None:
            self._take(policy, kept)
            return
        artefacts = list(render())
        documents = [artefact for artefact in artefacts if artefact.renderer != "site"]
        self._sites.extend((policy, artefact) for artefact in artefacts if artefact.renderer == "site")
        if documents:
            self._documents.append((name, key, policy, self._threads.submit(self._set, documents)))

    def pages(self) -> Files:
        """The files of all sites that were added. Raises UserError for what the generator refused."""
        while self._sites:
            policy, site = self._sites.pop(0)
            self.report(f"making {site.path}/")
            self._take(policy, self._pages(site))
        return self._files

    def files(self) -> Files:
        """All files, once every job is done. Raises UserError for what a renderer refused."""
        self.pages()
        for results in self._units:
            self.report("setting documents")
            for unit, files in results:  # kept as soon as it is done, whatever happens to the rest
                self._keep(unit.name, unit.key, unit.policy, files)
        for name, key, policy, document in self._documents:
            self._keep(name, key, policy, document.result())
        self.cache.tidy()
        return self._files

    def made_for(self, policy: str) -> Files:
        """Those of the files that are one policy's."""
        return self._made_for.get(policy, {})

    def _keep(self, name: str, key: str, policy: str, files: Files) -> None:
        self.report(f"set {name}")
        if key:
            self.cache.put(key, files)
        self._take(policy, files)

    def _take(self, policy: str, files: Files) -> None:
        self._files.update(files)
        if policy:
            self._made_for.setdefault(policy, {}).update(files)

    @roomy
    def _set(self, artefacts: Iterable[Artefact]) -> Files:
        return {artefact.path: self._document(artefact) for artefact in artefacts}

    def _document(self, artefact: Artefact) -> bytes:
        """One file; what Typst alone decides is kept by what Typst is given."""
        if artefact.renderer != "typst" or artefact.finish:
            return produce(artefact)
        key = digest("typst", engine_hash(), artefact.source, digest_files(artefact.files), str(artefact.dated))
        kept = self.cache.get(key)
        if kept is None:
            kept = {"": produce(artefact)}
            self.cache.put(key, kept)
        return kept[""]

    def _pages(self, site: Artefact) -> Files:
        from clausebook.io.site import build_site

        pages = build_site(site, self.staging, self.cache.folder)
        return {f"{site.path}/{path}": content for path, content in pages.items()}


def _executor_for(units: int) -> Executor:
    if units < MANY:
        return Inline()
    from clausebook.io.executors.pool import Pool

    return Pool()


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
