"""Publication -> the index of search: a small script for all policies, and one of rules for each, below site/search."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats.web import SITE_ROOT
from clausebook.formats.web.search import search_files
from clausebook.model.artefact import Artefact
from clausebook.model.publication import Publication

SITE_ONLY = True


def render_all(publication: Publication) -> Iterator[Artefact]:
    """A file for each policy beside the one that they share, so that a reader's phone fetches little at first."""
    for path, content in search_files(publication):
        yield Artefact(path=f"{SITE_ROOT}/{path}", source=content)
