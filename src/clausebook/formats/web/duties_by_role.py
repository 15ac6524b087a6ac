"""Publication -> the duties of each role in all policies in force: what a volunteer prints once, not one by one."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from clausebook.formats._labels import edition_called, labels_in
from clausebook.formats.web.duties import FOLDER, Duties, duties_of
from clausebook.formats.web.escape import words
from clausebook.formats.web.status import status_of
from clausebook.formats.web.view_model import page_of_anchor
from clausebook.model.publication import Publication


@dataclass(frozen=True, slots=True)
class Part:
    """One policy on a role's page: its title, edition and status, where to read it, and the role's duties in it."""

    id: str
    title: str
    edition: str
    status: str
    url: str
    duties: Duties


@dataclass(frozen=True, slots=True)
class Person:
    """One role and its duties in every policy that has some for it."""

    file: str
    name: str
    url: str
    count: int
    parts: tuple[Part, ...]


def duties_by_role(publication: Publication) -> tuple[Person, ...]:
    """Every role, in the order of the first policy that names it; none where there are not two policies in force."""
    return publication.fact("", "duties by role", lambda: _by_role(publication))


def _by_role(publication: Publication) -> tuple[Person, ...]:
    ids = dict.fromkeys(edition.policy for edition in publication.editions)
    editions = [edition for edition in map(publication.in_force, ids) if edition]
    if len(editions) < 2 or FOLDER in ids:
        return ()
    parts: dict[str, list[Part]] = {}
    for edition in editions:
        status = status_of(edition, publication)
        for page in duties_of(edition, page_of_anchor(edition), labels_in(publication))[1:]:
            one = Part(
                id=escape(edition.policy),
                title=words(edition.title),
                edition=words(edition_called(edition, labels_in(publication))),
                status=f"{status.tag} {status.since} {status.review}".strip(),
                url=f"site:{escape(edition.folder)}/",
                duties=page,
            )
            parts.setdefault(page.file.removeprefix(f"{FOLDER}/"), []).append(one)
    return tuple(_person(file, found) for file, found in parts.items())


def _person(file: str, parts: list[Part]) -> Person:
    url = f"site:{FOLDER}/{escape(file.removesuffix('.md'))}/"
    return Person(file, parts[0].duties.name, url, sum(part.duties.count for part in parts), tuple(parts))
