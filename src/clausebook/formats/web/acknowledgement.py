"""Edition -> a form for its readers: which words it is bound to, and what changed since the edition they read last.

The words are the engine's and no part of what was adopted. Earlier editions stay as they are, so the page does too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import pairwise
from typing import Any

from clausebook.formats._labels import body_in, date_in, edition_called, labels_in
from clausebook.formats.web.escape import changes_folder, words
from clausebook.formats.web.view_model import heading, page_of_anchor
from clausebook.model.acknowledgements import form_address
from clausebook.model.approvals.adoption import clause_words
from clausebook.model.edition import DRAFT, Edition
from clausebook.model.publication import Labels, Publication
from clausebook.text.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """Clauses to which the same happened: a heading, and each clause as words and address."""

    title: str
    clauses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesSince:
    """What changed since one earlier edition, and the pages that show each change with its reasons."""

    id: str
    name: str
    groups: tuple[ChangeGroup, ...]
    same: str
    pages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """The form: what it is bound to, whether it can be signed, and a part for each earlier edition.

    `form` leads into the school's own form, filled in; `address` is where a signed sheet is sent; or they are "".
    """

    reference: str
    approved: str
    fingerprint: str
    open: bool
    since: tuple[ChangesSince, ...]
    form: str = ""
    address: str = ""


def acknowledgement_of(edition: Edition, publication: Publication) -> Acknowledgement:
    """The form of one edition."""
    approval = edition.approval
    earlier, labels = _earlier(edition, publication), labels_in(publication)
    return Acknowledgement(
        reference=words(edition.reference),
        approved=words(
            labels["approved_on_by"].format(day=date_in(approval.approved, labels), body=body_in(approval.body, labels))
        )
        if approval
        else "",
        fingerprint=words(edition.fingerprint),
        open=approval is not None,
        since=tuple(_since(place, edition, earlier, labels) for place in range(len(earlier))),
        form=escape(form_address(publication.school, edition)) if approval else "",
        address=words(publication.school.acknowledgements or ""),
    )


def _earlier(edition: Edition, publication: Publication) -> tuple[Edition, ...]:
    """The approved editions before this one, newest first."""
    approved = [one for one in publication.editions_of(edition.policy) if one.approval]
    names = [one.name for one in approved]
    return tuple(approved[names.index(edition.name) + 1 :] if edition.name in names else approved)


def _since(place: int, edition: Edition, earlier: tuple[Edition, ...], labels: Labels) -> ChangesSince:
    old = earlier[place]
    changed = _changed(old, edition)
    same = sum(kind == "same" for kind in changed.values())
    return ChangesSince(
        id=f"__since-{old.name}",
        name=words(_the_edition(old, labels)),
        groups=tuple(_groups(changed, old, edition, labels)),
        same=_same(same, len(edition.passages), labels),
        pages=tuple(_pages(edition, earlier[: place + 1], labels)),
    )


def _changed(old: Edition, new: Edition) -> dict[str, str]:
    """What happened to each clause, the new edition's first: "added", "words", "law", "number", "same", "removed"."""
    before, now = clause_words(old), clause_words(new)
    found = {id: _kind(before.get(id), clause) for id, clause in now.items()}
    return {**found, **{id: "removed" for id in before if id not in now}}


def _kind(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> str:
    if before is None:
        return "added"
    if before == now:
        return "same"
    for kind, without in (("number", ("number",)), ("law", ("number", "citations"))):
        if _without(before, without) == _without(now, without):
            return kind
    return "words"


def _without(value: Any, keys: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {key: _without(one, keys) for key, one in value.items() if key not in keys}
    return [_without(one, keys) for one in value] if isinstance(value, list) else value


def _groups(changed: Mapping[str, str], old: Edition, new: Edition, labels: Labels) -> Iterator[ChangeGroup]:
    for kind in ("added", "words", "law", "number", "removed"):
        edition = old if kind == "removed" else new
        where = page_of_anchor(edition)
        names = {passage.id: heading(passage.cite, passage.title) for passage in edition.passages}
        clauses = tuple(
            (words(names[id]), f"site:{escape(edition.folder)}/{where[id].removesuffix('.md')}/#{id}")
            for id, found in changed.items()
            if found == kind
        )
        if clauses:
            yield ChangeGroup(title=labels[f"clauses_{kind}"], clauses=clauses)


def _same(count: int, whole: int, labels: Labels) -> str:
    if count == whole:
        return labels["no_clause_changed"]
    if not count:
        return labels["every_clause_changed"]
    return labels["one_clause_as_it_was"] if count == 1 else labels["clauses_as_they_were"].format(count=count)


def _the_edition(edition: Edition, labels: Labels) -> str:
    if edition.name == DRAFT:
        return labels["the_draft"]
    return labels["since_edition"].format(edition=edition_called(edition, labels))


def _pages(edition: Edition, steps: tuple[Edition, ...], labels: Labels) -> Iterator[tuple[str, str]]:
    """The comparisons that lead from an earlier edition to this one, a step at a time."""
    for old, new in pairwise((*reversed(steps), edition)):
        folder = f"{edition.policy}/review" if new.name == DRAFT else changes_folder(edition.policy)
        said = labels["from_to"].format(old=_the_edition(old, labels), new=_the_edition(new, labels))
        yield words(said), f"site:{escape(folder)}/{old.name}-{new.name}/"
