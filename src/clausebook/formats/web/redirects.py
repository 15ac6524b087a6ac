"""Publication -> what answers at old addresses: pages that lead on, and notes on pages that stayed.

An approved edition keeps its addresses, because its words stay. A draft does not: clauses move, sections are renamed.
Whatever any commit's draft had an address for, answers for ever. `/<policy>/clause/<id>/` leads to a clause wherever it
stands in the edition in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from itertools import pairwise

from clausebook.formats.web.escape import words
from clausebook.formats.web.places import LAW, change_folder, changes_folder, law_folder
from clausebook.formats.web.status import status_of
from clausebook.formats.web.view_model import address_of_section, heading, page_of_anchor
from clausebook.model.edition import DRAFT, Edition, ResolvedClause
from clausebook.model.past import Past
from clausebook.model.publication import Publication

Show = Callable[..., str]
_SITE_ROOT = "site:"
_FURTHER = ("legislation-cited/", "about-this-edition/", "duties/", "acknowledgement/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of a page that leads on: the anchors that it answers for, its words, and where they lead."""

    words: str
    url: str
    anchors: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """A page that leads on: `main` is where everybody is led at once, "" where a reader has to choose.

    `anchor` is an address that the page as a whole answers for.
    """

    path: str
    title: str
    lead: str
    main: str = ""
    anchor: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, eq=False)
class _Policy:
    """One policy's editions with what it ever held."""

    past: Past
    publication: Publication

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        return self.publication.editions_of(self.past.policy)

    @cached_property
    def draft(self) -> Edition | None:
        return next((edition for edition in self.editions if edition.name == DRAFT), None)

    @cached_property
    def main(self) -> Edition | None:
        """The edition that counts: in force, else the draft."""
        return self.publication.in_force(self.past.policy) or self.draft

    @cached_property
    def homes(self) -> Mapping[str, Mapping[str, str]]:
        """By edition: where each anchor is, from the site root."""
        return {edition.name: _homes(edition) for edition in self.editions}

    @cached_property
    def passages(self) -> Mapping[str, Mapping[str, ResolvedClause]]:
        return {edition.name: {passage.id: passage for passage in edition.passages} for edition in self.editions}

    def title(self) -> str:
        return words(self.main.title if self.main else _settled(self.past.title) or self.past.policy)

    def clause_title(self, clause: str) -> str:
        """Its title where an edition has it, else the newest one it ever had."""
        found = (self.passages[edition.name].get(clause) for edition in self.editions)
        named = next((passage.title for passage in found if passage), _settled(self.past.titles.get(clause, "")))
        return words(named or _spoken(clause))

    def heir(self, clause: str, edition: Edition) -> ResolvedClause | None:
        """The clause that a clause was merged into."""
        return next((one for one in self.passages[edition.name].values() if clause in one.merged_from), None)


def redirects(publication: Publication) -> Iterator[Redirect]:
    """Every page that leads on, its addresses relative to itself."""
    for redirect in _redirects(publication):
        up = "../" * redirect.path.count("/")
        places = tuple(replace(place, url=_relative(place.url, up)) for place in redirect.places)
        yield replace(redirect, main=_relative(redirect.main, up), places=places)


def _laws(publication: Publication) -> Iterator[Redirect]:
    """An instrument that the register no longer has: all that it has is the next best place."""
    for law, title in publication.past_register.laws.items():
        lead = "The policies no longer cite this, and the register of law no longer has it."
        yield Redirect(path=f"{law_folder(law)}/", title=words(title), lead=lead, main=f"{_SITE_ROOT}{LAW}/")


def _relative(url: str, up: str) -> str:
    return up + url.removeprefix(_SITE_ROOT) if url else ""


def _redirects(publication: Publication) -> Iterator[Redirect]:
    yield from _laws(publication)
    for past in publication.pasts:
        policy = _Policy(past, publication)
        if policy.main is None:
            yield from _withdrawn(policy)
            continue
        status = status_of(policy.main, publication)
        yield Redirect(
            path=f"{past.policy}/", title=policy.title(), lead=status.approved, main=_front(policy.main), places=()
        )
        yield from (_clause(policy, clause) for clause in _clauses_of(policy))
        if policy.draft:
            yield from (_section(policy, policy.draft, section) for section in past.sections)
            yield from _duties(policy, policy.draft)
        yield from _reviews(policy)


def former_anchors(edition: Edition, publication: Publication) -> dict[str, tuple[str, ...]]:
    """For each clause and section of an edition the anchors that a draft's items had once and have no more."""
    past = _past_of(edition, publication)
    here = page_of_anchor(edition)
    gone = {
        clause: tuple(anchor for anchor in anchors if anchor not in here)
        for clause, anchors in (past.items if past else {}).items()
    }
    return {anchor: gone.get(anchor, ()) for anchor in here}


def moved(edition: Edition, publication: Publication, show: Show) -> dict[str, bytes]:
    """Notes for pages of a draft that stayed, on what once had an address there, by slot."""
    past = _past_of(edition, publication)
    if past is None:
        return {}
    policy, here = _Policy(past, publication), page_of_anchor(edition)
    ours = {file.removesuffix(".md"): {anchor for anchor in here if here[anchor] == file} for file in here.values()}
    wanted = {address_of_section(section): clauses for section, clauses in past.sections.items()}
    pages = {"index": (tuple(past.titles), set(here)), **{page: (wanted.get(page, ()), ours[page]) for page in ours}}
    notes = {}
    for page, (clauses, known) in pages.items():
        gone = (clause for clause in clauses if clause not in known)
        places = tuple(_led(policy, edition, clause, _anchors(policy, clause)) for clause in gone)
        if page == "index":
            places += tuple(_led_section(policy, edition, one) for one in past.sections if one not in known)
        if places:
            notes[f"slots/moved/{page}.html"] = show("moved.html", places=places).encode()
    return notes


def _past_of(edition: Edition, publication: Publication) -> Past | None:
    """What a draft ever held; nothing for an approved edition, which stays as it is."""
    pasts = publication.pasts if edition.name == DRAFT else ()
    return next((one for one in pasts if one.policy == edition.policy), None)


def _anchors(policy: _Policy, clause: str) -> tuple[str, ...]:
    return (clause, *policy.past.items.get(clause, ()))


def _led(policy: _Policy, edition: Edition, clause: str, anchors: tuple[str, ...]) -> Place:
    """Where a clause is now in an edition; else the clause it was merged into; else the page on its whole life."""
    home = policy.homes[edition.name]
    if clause in home:
        return Place(words=_name(policy.passages[edition.name][clause]), url=f"site:{home[clause]}", anchors=anchors)
    heir = policy.heir(clause, edition)
    if heir:
        said = f"is now part of {_name(heir)}"
        return Place(words=policy.clause_title(clause), url=f"site:{home[heir.id]}", anchors=anchors, said=said)
    url = f"site:{escape(policy.past.policy)}/clause/{escape(clause)}/"
    said = "is no longer in the draft" if edition.is_draft else "is no longer in this edition"
    return Place(words=policy.clause_title(clause), url=url, anchors=anchors, said=said)


def _duties(policy: _Policy, draft: Edition) -> Iterator[Redirect]:
    """The duties of a role that the school no longer has."""
    for role, title in policy.publication.past_register.roles.items():
        lead = f"The draft no longer has a page of duties for {words(title)}."
        yield Redirect(path=f"{draft.folder}/duties/{role}/", title=policy.title(), lead=lead, main=_front(draft))


def _led_section(policy: _Policy, edition: Edition, section: str) -> Place:
    """A section that went: the page that is at its address now."""
    url = f"site:{escape(edition.folder)}/{address_of_section(section)}/"
    return Place(words=words(_spoken(section)), url=url, anchors=(section,))


def _section(policy: _Policy, draft: Edition, section: str) -> Redirect:
    """A page that a draft had once: its clauses, each with where it is now."""
    clauses = policy.past.sections[section]
    places = tuple(_led(policy, draft, one, _anchors(policy, one)) for one in clauses)
    targets = {place.url.partition("#")[0] for place in places if not place.said}
    known = policy.homes[draft.name].get(section, "")
    main = f"site:{known}" if known else targets.pop() if len(targets) == 1 else ""
    return Redirect(
        path=f"{draft.folder}/{address_of_section(section)}/",
        title=policy.title(),
        lead="This page of the draft has moved." if places else "This page of the draft is no longer there.",
        main=main or ("" if places else _front(draft)),
        anchor="" if section in clauses else section,
        places=places,
    )


def _clauses_of(policy: _Policy) -> tuple[str, ...]:
    known = (passage.id for edition in policy.editions for passage in edition.passages)
    return tuple(dict.fromkeys((*known, *policy.past.titles)))


def _clause(policy: _Policy, clause: str) -> Redirect:
    """The address of a clause in no edition: leads to the edition in force, or says which editions had it."""
    places = tuple(
        Place(
            words=_name(policy.passages[edition.name][clause]),
            url=f"site:{policy.homes[edition.name][clause]}",
            said=f"in the {'draft' if edition.is_draft else words(edition.name) + ' edition'}",
        )
        for edition in policy.editions
        if clause in policy.homes[edition.name]
    )
    main, title = policy.main, policy.clause_title(clause)
    path = f"{policy.past.policy}/clause/{clause}/"
    if main and clause in policy.homes[main.name]:
        return Redirect(path=path, title=title, lead="", main=f"site:{policy.homes[main.name][clause]}", places=places)
    current = "the draft" if main is None or main.is_draft else f"the edition in force ({words(main.name)})"
    lead = f"This clause is not in {current}." + ("" if places else " No edition that was approved has it.")
    heir = policy.heir(clause, main) if main else None
    if main and heir:
        url = f"site:{policy.homes[main.name][heir.id]}"
        places = (*places, Place(words=_name(heir), url=url, said=f"holds it now, in {current}"))
    elif not places and main:
        places = (Place(words=policy.title(), url=_front(main)),)
    return Redirect(path=path, title=title, lead=lead, places=places)


def _reviews(policy: _Policy) -> Iterator[Redirect]:
    """Comparisons with a draft go with the draft: what a later approval made of it stands in their place."""
    approved = [edition for edition in policy.editions if edition.approval]  # newest first
    kept = {(one.old.name, one.new.name): one for one in policy.publication.changes_of(policy.past.policy) if one.old}
    olds = [*(edition.name for edition in approved), "nothing"]
    for index, old in enumerate(olds):
        new = approved[index - 1] if index else policy.main
        if new:
            lead = "The draft that was compared here has been approved." if index else "The draft changes nothing now."
            settled = kept.get((old, new.name))
            main = f"site:{change_folder(settled)}/" if settled else _front(new)
            yield Redirect(
                path=f"{policy.past.policy}/review/{old}-{DRAFT}/", title=policy.title(), lead=lead, main=main
            )


def _withdrawn(policy: _Policy) -> Iterator[Redirect]:
    """A policy that is no longer here: every page that it had says so."""
    past = policy.past
    lead = "This policy is no longer published here."
    anchors = {f"{address_of_section(section)}/": (section, *clauses) for section, clauses in past.sections.items()}
    roles = (f"duties/{role}/" for role in policy.publication.past_register.roles)
    anchors |= {"": (*past.sections, *past.titles)} | dict.fromkeys((*_FURTHER, *roles), ())
    paths = {
        f"{past.policy}/{edition}/{page}": tuple(
            dict.fromkeys(anchor for one in held for anchor in _anchors(policy, one))
        )
        for edition in (DRAFT, *past.editions)
        for page, held in anchors.items()
    }
    steps = (f"{old}-{new}/" for old, new in pairwise(sorted(past.editions)))
    paths |= dict.fromkeys((f"{changes_folder(past.policy)}/{step}" for step in ("", *steps)), ())
    paths |= dict.fromkeys((f"{past.policy}/", *(f"{past.policy}/clause/{clause}/" for clause in past.titles)), ())
    for path, held in paths.items():
        back = Place(words="All policies", url="site:", anchors=held)
        yield Redirect(path=path, title=policy.title(), lead=lead, places=(back,))


def _homes(edition: Edition) -> dict[str, str]:
    """Anchor -> its address from the site root."""
    return {
        anchor: f"{escape(edition.folder)}/{file.removesuffix('.md')}/#{escape(anchor)}"
        for anchor, file in page_of_anchor(edition).items()
    }


def _front(edition: Edition) -> str:
    return f"site:{escape(edition.folder)}/"


def _name(passage: ResolvedClause) -> str:
    return words(heading(passage.number, passage.title))


def _spoken(id: str) -> str:
    """An id as words, where nothing better is known."""
    return id.replace("-", " ").capitalize()


def _settled(title: str) -> str:
    """A title as written in a file, unless it has variables in it."""
    return "" if "{" in title else title
