"""Edition -> a page for each translation and easy-read summary, which says whether it is of these very words."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats.web.escape import direction, inline, words
from clausebook.model.alternative import Alternative, AlternativePart
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.text.inline import Run
from clausebook.text.inline import inline as read_inline
from clausebook.text.records import dataclass

KINDS = {"translation": "translation", "easy-read": "easy-read summary"}


@dataclass(frozen=True, slots=True)
class AlternativePage:
    """One page: its file, its name, whether the words have changed since, who has read it, and its text."""

    file: str
    name: str
    kind: str
    language: str
    dir: str
    stale: bool
    checked_by: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def alternatives_of(edition: Edition, publication: Publication) -> tuple[AlternativePage, ...]:
    """The pages of one edition, in the order of their files."""
    return tuple(_pages(edition, publication))


def _pages(edition: Edition, publication: Publication) -> Iterator[AlternativePage]:
    for one in publication.register.alternatives if publication.register else ():
        if (one.policy, one.edition) == (edition.policy, edition.name):
            yield AlternativePage(
                file=f"other-{one.id}.md",
                name=words(one.name),
                kind=KINDS[one.kind],
                language=one.language,
                dir=_direction(one),
                stale=is_stale(one, edition),
                checked_by=words(edition.school.roles.get(one.checked_by, one.checked_by)),
                parts=tuple((words(part.heading), _texts(part)) for part in one.parts),
            )


def _direction(alternative: Alternative) -> str:
    """The attribute for a text that runs from the right; empty for all others."""
    texts = (alternative.name, *(text for part in alternative.parts for text in (part.heading, *part.text)))
    return direction(tuple(map(Run, texts)))


def _texts(part: AlternativePart) -> tuple[str, ...]:
    return tuple(inline(read_inline(text), {}) for text in part.text)


def is_stale(alternative: Alternative, edition: Edition) -> bool:
    """Whether it was made from other words than the edition has."""
    return alternative.fingerprint != edition.fingerprint
