"""The site generator: staged Markdown pages in, the files of a web site out.

The generator runs in a staging folder, never in site/. What it made for the same input is kept in the cache; what
changes from day to day (the banner of every edition) is put into the finished pages afterwards, in `finish`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from clausebook.io.cache import Cache, digest, digest_files, shared_store
from clausebook.io.engine import engine_hash
from clausebook.io.site.mkdocs import Kept, finish, from_files, own, to_files
from clausebook.model.artefact import Artefact
from clausebook.text.records import dataclass


@dataclass(frozen=True, slots=True)
class Generator:
    """A site generator: `run(staging, cache, whole, kept)` builds staging/mkdocs.yml into staging/site.

    It gives the pages to keep, and is handed those it gave for the same site the last time. Without `whole` it need
    make nothing but pages. `packages` are what it consists of.
    """

    run: Callable[[Path, Path, bool, Kept], Kept]
    packages: tuple[str, ...]


def _mkdocs(staging: Path, cache: Path, whole: bool, kept: Kept) -> Kept:
    from clausebook.io.site.mkdocs import run

    return run(staging, cache, whole, kept)


MKDOCS = Generator(_mkdocs, ("mkdocs", "mkdocs-material", "Markdown", "Jinja2"))
# stamped into what the generator made, so that it is not made again when only they change
_SLOTS = "slots/"
# for no reader of ours: a sitemap without addresses, the theme's own scripts, index and picture
_INDEXES = ("search/search_index.json", "search.json")
_LEFT_OUT = ("sitemap.xml", "assets/javascripts/", *_INDEXES, "assets/images/favicon.png")


def build_site(artefact: Artefact, staging: Path, cache: Path, generator: Generator = MKDOCS) -> Mapping[str, bytes]:
    """Files of the built site by path below the artefact's folder.

    `staging` is emptied and used; `cache` keeps what the generator made and may be deleted at any time. A site below
    the site root comes without the theme's assets, which it shares with the root site.
    Raises UserError if the generator refuses or warns.
    """
    staged = {path: content for path, content in artefact.files.items() if not path.startswith(_SLOTS)}
    slots = {
        path.removeprefix(_SLOTS).rpartition(".")[0]: content
        for path, content in artefact.files.items()
        if path.startswith(_SLOTS)
    }
    store, key = Cache(cache, shared_store()), digest("site", engine_hash(), *generator.packages, digest_files(staged))
    depth, made = artefact.path.count("/"), store.get(key)
    if made is None:
        made = own(_made(staged, artefact.path, staging, cache, generator), depth)
        store.put(key, made)
    return finish(made, slots, depth)


def _made(staged: Mapping[str, bytes], path: str, staging: Path, cache: Path, generator: Generator) -> dict[str, bytes]:
    """What the generator makes of these files. Pages are kept singly, the newest of each site."""
    frame = {name: content for name, content in staged.items() if not name.endswith(".md")}
    key = digest("pages", engine_hash(), *generator.packages, path, *sorted(staged), digest_files(frame))
    store = Cache(cache)
    kept = from_files(store.get(key) or {})
    _stage(staged, staging)
    pages = generator.run(staging, cache, "/" not in path, kept)
    store.put(key, to_files(pages))
    return _read(staging / "site") | {page.path: page.html for page in pages.values()}


def _stage(staged: Mapping[str, bytes], staging: Path) -> None:
    """An empty folder with these files and nothing else."""
    shutil.rmtree(staging, ignore_errors=True)
    for path, content in staged.items():
        target = staging / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _read(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".map")
    by_path = {path.relative_to(folder).as_posix(): path for path in files}
    return {path: file.read_bytes() for path, file in by_path.items() if not path.startswith(_LEFT_OUT)}
