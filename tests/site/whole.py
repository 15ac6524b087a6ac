"""The whole site of this repository, as a build makes it, with stand-ins for the documents that it leads to."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from clausebook.app.building import published
from clausebook.app.workspace import open_workspace
from clausebook.formats._redirects_and_sitemap import listed_pages, redirects, sitemap
from clausebook.formats._registry import all_formats, all_review_forms
from clausebook.io.site import build_site
from clausebook.model.artefact import Artefact, Order
from clausebook.model.publication import Publication
from tests import adopted

DOCUMENT = b"a document"
_SITE_ROOT = "site/"


def publication_of(root: Path) -> Publication:
    """Everything that a build of a repository brings out, looking as ours does."""
    order = Order(root=root, as_of=adopted.AS_OF)
    found = published(open_workspace(root, adopted.AS_OF), order)
    return replace(found, templates=adopted.files_below("templates", "site"))


@lru_cache(maxsize=1)
def real_publication() -> Publication:
    """This repository's publication: it has the first school's edition in force, which an adopted fork has not."""
    if adopted.is_adopted():
        pytest.skip(adopted.ELSEWHERE)
    return publication_of(adopted.ROOT)


@lru_cache(maxsize=1)
def whole() -> dict[str, bytes]:
    """This repository's site, by path from its root."""
    return site_of(real_publication(), adopted.ROOT / ".cache")


def site_of(publication: Publication, cache: Path) -> dict[str, bytes]:
    """A publication's site, by path from its root. The cache may be anybody's: things in it go by their content."""
    files: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as staging:
        for artefact in artefacts_of(publication):
            if artefact.renderer == "site":
                made = build_site(artefact, Path(staging) / "staging", cache)
                files |= {f"{artefact.path}/{path}".removeprefix(_SITE_ROOT): content for path, content in made.items()}
            else:
                content = artefact.source if artefact.renderer == "none" else DOCUMENT
                files[artefact.path.removeprefix(_SITE_ROOT)] = content
    return files | redirects(files, publication) | sitemap(listed_pages(files), publication)


def artefacts_of(publication: Publication) -> Iterator[Artefact]:
    """All that a publication makes, before anything is rendered."""
    for form in all_formats():
        for edition in publication.editions:
            yield from form.render(edition, publication)
        if form.render_all:
            yield from form.render_all(publication)
    for review in publication.reviews:
        for form in all_review_forms():
            yield from form.render(review, publication)
