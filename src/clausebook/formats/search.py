"""Publication -> the index of search: a small script for all policies, and one of rules for each, below site/search."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats.web import SITE_ROOT
from clausebook.formats.web.search import INDEX, index_file, policy_files
from clausebook.model.artefact import Artefact
from clausebook.model.publication import Publication

SITE_ONLY = True


def render_policy(policy: str, publication: Publication) -> Iterator[Artefact]:
    """The rules of one policy, so that a reader's phone fetches little at first."""
    for path, content in policy_files(policy, publication):
        yield Artefact(path=f"{SITE_ROOT}/{path}", source=content)


def render_all(publication: Publication) -> Iterator[Artefact]:
    """What all policies share."""
    yield Artefact(path=f"{SITE_ROOT}/{INDEX}", source=index_file(publication))
