"""Whole sites as tests use them: built once, with stand-ins for the documents that the pages link to."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from clausebook.formats._registry import all_formats
from clausebook.formats.web.escape import DOCUMENTS
from clausebook.io.site import MKDOCS, Generator, build_site
from clausebook.model.edition import Edition
from tests import adopted

SECTIONS = ("introduction", "facilities", "social-networking-sites", "breaches")


def build(*editions: Edition, cache: Path, staging: Path, generator: Generator = MKDOCS) -> dict[str, bytes]:
    """The files of output/site for some editions, by path from there."""
    publication = adopted.publication(*editions)
    forms = [form for form in all_formats() if form.site]
    artefacts = [one for form in forms for edition in editions for one in form.render(edition, publication)]
    artefacts += [one for form in forms if form.render_all for one in form.render_all(publication)]
    files: dict[str, bytes] = {}
    for artefact in artefacts:
        below = artefact.path.removeprefix("site").removeprefix("/")
        if artefact.renderer != "site":
            files[below] = artefact.source if artefact.renderer == "none" else b"a document"
            continue
        made = build_site(artefact, staging, cache, generator)
        files.update({f"{below}/{path}".removeprefix("/"): content for path, content in made.items()})
    for edition in editions:
        for one in DOCUMENTS:
            files[f"{edition.folder}/{edition.file_stem}.{one.ending}"] = b"a document"
    return files


@lru_cache(maxsize=2)
def real(generator: Generator = MKDOCS) -> dict[str, bytes]:
    """The repository's own text, approved and as a draft."""
    with tempfile.TemporaryDirectory() as folder:
        return build(
            adopted.draft(),
            adopted.approved(),
            cache=Path(folder) / "cache",
            staging=Path(folder) / "staging",
            generator=generator,
        )


def write(files: dict[str, bytes], folder: Path) -> Path:
    """The files on disk, for a server."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder
