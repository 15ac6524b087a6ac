"""The repository's own 2018 text as tests use it: the edition as approved, the same words as a draft, a publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from clausebook.formats._labels import labels_of
from clausebook.history.adoption import recorded
from clausebook.io.git import open_repository
from clausebook.model.edition import Edition
from clausebook.model.publication import Labels, Publication

ROOT = Path(__file__).resolve().parent.parent
ELSEWHERE = "NOT TESTED in a fork that another school adopted: it begins at the first school's own approval"
AS_OF = date(2026, 11, 22)


def is_adopted() -> bool:
    """Whether this repository is a fork that another school made its own."""
    return (ROOT / "policy" / "upstream.yaml").exists()


of_the_first_school = pytest.mark.skipif(is_adopted(), reason=ELSEWHERE)


def files_below(*folders: str) -> dict[str, bytes]:
    """Files of the repository by path."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.is_file())
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in found}


@lru_cache(maxsize=1)
def approved() -> Edition:
    """The 2018 edition, read from the commit that introduced its record: later drafts do not change it.

    It stays the engine's example in a fork, whose own school never approved it.
    """
    repository = open_repository(ROOT)
    assert repository.state.whole, f"these tests need the whole history: {repository.state.hint}"
    (found,) = [one for one in recorded(repository) if (one.policy, one.name) == ("acceptable-use", "2018")]
    assert found.edition, found.trouble
    return found.edition


@lru_cache(maxsize=1)
def draft() -> Edition:
    """The same words on their way to the next review."""
    edition = approved()
    return replace(edition, name="draft", approval=None, previous=edition.approval, commit="")


@lru_cache(maxsize=1)
def labels() -> Labels:
    """What is said around the words in English."""
    return labels_of("en", files_below("templates"))


def publication(*editions: Edition) -> Publication:
    """A publication of the editions with the repository's templates."""
    return Publication(
        school=editions[0].school, editions=editions, as_of=AS_OF, templates=files_below("templates", "site")
    )
