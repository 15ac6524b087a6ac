"""Publication -> pages at addresses without an edition, which lead to the edition that counts.

An approved edition keeps its addresses, because its words stay. `/<policy>/clause/<id>/` leads to a clause wherever it
is in the edition in force; `/<policy>/review/<edition>-draft/` to what an approval made of that draft. Other addresses
that a draft once had get the page for addresses that do not exist, with the search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from html import escape

from clausebook.formats.web.escape import change_folder, words
from clausebook.formats.web.landing import front_of
from clausebook.formats.web.status import status_of
from clausebook.formats.web.view_model import heading, page_of_anchor
from clausebook.model.edition import DRAFT, Edition, ResolvedClause
from clausebook.model.publication import Publication
from clausebook.text.records import dataclass

_SITE_ROOT = "site:"


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectTarget:
    """A line of a page that leads on: its words, where they lead, and what is said of it."""

    words: str
    url: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """A page that leads on: `main` is where everybody is led at once, "" where a reader has to choose.

    `gone` names the page that `main` is, where it is another than the reader asked for.
    """

    path: str
    title: str
    lead: str
    main: str = ""
    gone: str = ""
    places: tuple[RedirectTarget, ...] = ()


@dataclass(frozen=True, eq=False)
class _Policy:
    """One policy's editions."""

    id: str
    publication: Publication

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        return self.publication.editions_of(self.id)

    @cached_property
    def draft(self) -> Edition | None:
        return next((edition for edition in self.editions if edition.name == DRAFT), None)

    @cached_property
    def main(self) -> Edition | None:
        """The edition that counts: in force, else the draft, else the newest one of a policy that was withdrawn."""
        newest = self.editions[0] if self.editions else None
        return self.publication.in_force(self.id) or self.draft or newest

    @cached_property
    def homes(self) -> Mapping[str, Mapping[str, str]]:
        """By edition: where each anchor is, from the site root."""
        return {edition.name: _homes(edition) for edition in self.editions}

    @cached_property
    def passages(self) -> Mapping[str, Mapping[str, ResolvedClause]]:
        return {edition.name: {passage.id: passage for passage in edition.passages} for edition in self.editions}

    def title(self) -> str:
        return words(self.main.title if self.main else self.id)

    def clause_title(self, clause: str) -> str:
        """Its title in the newest edition that has it."""
        found = (self.passages[edition.name].get(clause) for edition in self.editions)
        return words(next(passage.title for passage in found if passage))

    def successor(self, clause: str, edition: Edition) -> ResolvedClause | None:
        """The clause that a clause was merged into."""
        return next((one for one in self.passages[edition.name].values() if clause in one.merged_from), None)


def redirects(publication: Publication) -> Iterator[Redirect]:
    """Every page that leads on, its addresses relative to itself."""
    for redirect in _redirects(publication):
        up = "../" * redirect.path.count("/")
        places = tuple(replace(place, url=_relative(place.url, up)) for place in redirect.places)
        yield replace(redirect, main=_relative(redirect.main, up), places=places)


def _relative(url: str, up: str) -> str:
    return up + url.removeprefix(_SITE_ROOT) if url else ""


def _redirects(publication: Publication) -> Iterator[Redirect]:
    if not publication.is_whole:
        return
    for id in dict.fromkeys(edition.policy for edition in publication.editions):
        policy = _Policy(id, publication)
        if policy.main:
            status = status_of(policy.main, publication)
            lead = f"{status.approved} {status.review}".strip() if status.kind == "withdrawn" else status.approved
            yield Redirect(path=f"{id}/", title=policy.title(), lead=lead, main=front_of(policy.main))
        yield from (_clause(policy, clause) for clause in _clauses_of(policy))
        yield from _reviews(policy)


def _clauses_of(policy: _Policy) -> tuple[str, ...]:
    return tuple(dict.fromkeys(passage.id for edition in policy.editions for passage in edition.passages))


def _clause(policy: _Policy, clause: str) -> Redirect:
    """The address of a clause in no edition: leads to the edition in force, or says which editions had it."""
    places = tuple(
        RedirectTarget(
            words=_name(policy.passages[edition.name][clause]),
            url=f"site:{policy.homes[edition.name][clause]}",
            said=f"in the {'draft' if edition.is_draft else words(edition.called)}",
        )
        for edition in policy.editions
        if clause in policy.homes[edition.name]
    )
    main, title = policy.main, policy.clause_title(clause)
    path = f"{policy.id}/clause/{clause}/"
    if main and clause in policy.homes[main.name]:
        return Redirect(path=path, title=title, lead="", main=f"site:{policy.homes[main.name][clause]}", places=places)
    current = "the draft" if main is None or main.is_draft else f"the edition in force ({words(main.name)})"
    lead = f"This clause is not in {current}."
    successor = policy.successor(clause, main) if main else None
    if main and successor:
        url = f"site:{policy.homes[main.name][successor.id]}"
        places = (*places, RedirectTarget(words=_name(successor), url=url, said=f"is where it is now, in {current}"))
    return Redirect(path=path, title=title, lead=lead, places=places)


def _reviews(policy: _Policy) -> Iterator[Redirect]:
    """Comparisons with a draft go with the draft: what a later approval made of it takes their place."""
    approved = [edition for edition in policy.editions if edition.approval]  # newest first
    settled_in = dict(policy.publication.fact(policy.id, "settled", lambda: _settled(policy)))
    olds = [*(edition.name for edition in approved), "nothing"]
    for index, old in enumerate(olds):
        new = approved[index - 1] if index else policy.main
        if new:
            lead = (
                "The draft that was compared here has been approved."
                if index
                else "The draft has no changes at present."
            )
            settled = settled_in.get((old, new.name), "")
            main = f"site:{settled}/" if settled else front_of(new)
            title = f"What the {new.called} changed" if settled else _edition_named(new)
            path = f"{policy.id}/review/{old}-{DRAFT}/"
            yield Redirect(path=path, title=policy.title(), lead=lead, main=main, gone=title)


def _settled(policy: _Policy) -> tuple[tuple[tuple[str, str], str], ...]:
    """Where each two approved editions are compared."""
    known = policy.publication.changes_of(policy.id)
    return tuple(((one.old.name, one.new.name), change_folder(one)) for one in known if one.old)


def _homes(edition: Edition) -> dict[str, str]:
    """Anchor -> its address from the site root."""
    return {
        anchor: f"{escape(edition.folder)}/{file.removesuffix('.md')}/#{escape(anchor)}"
        for anchor, file in page_of_anchor(edition).items()
    }


def _name(passage: ResolvedClause) -> str:
    return words(heading(passage.number, passage.title))


def _edition_named(edition: Edition) -> str:
    return "The draft" if edition.is_draft else f"The {words(edition.called)}"
