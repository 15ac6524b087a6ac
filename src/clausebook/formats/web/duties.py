"""Edition -> pages of duties by role, each duty quoted from its clause; publication -> one page a role for all
policies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from functools import partial
from html import escape
from itertools import groupby
from typing import Any

from clausebook.formats._labels import edition_called, labels_in
from clausebook.formats.web.escape import words
from clausebook.formats.web.status import status_of
from clausebook.formats.web.view_model import heading, page_of_anchor
from clausebook.model.duties import FORCES, SCHOOL, StatedDuty, roles_of, stated_duties_of
from clausebook.model.edition import Edition
from clausebook.model.publication import Labels, Publication
from clausebook.text.records import dataclass

FOLDER = "duties"


@dataclass(frozen=True, slots=True)
class DutyView:
    """One duty as shown: its words, which begin with what is to be done, its number, and whom it binds if not all."""

    words: str
    cite: str
    url: str
    whom: str


@dataclass(frozen=True, slots=True)
class StemGroup:
    """Duties of one clause under one stem, which is shown above them once; "" where each can be read alone."""

    stem: str
    said: tuple[DutyView, ...]


@dataclass(frozen=True, slots=True)
class ClauseDuties:
    """A clause with its duties of one force."""

    name: str
    url: str
    groups: tuple[StemGroup, ...]


@dataclass(frozen=True, slots=True)
class Force:
    """All duties of one force. `slot` is the place in its page that they are stamped into."""

    id: str
    name: str
    count: int
    sources: tuple[ClauseDuties, ...]
    slot: str = ""


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role to choose: its page, and how many duties it has. `office` is one whom no clause applies to as a reader."""

    file: str
    name: str
    count: int
    office: bool
    here: bool = False


@dataclass(frozen=True, slots=True)
class Duties:
    """One page: all duties, or those of a role."""

    file: str
    name: str
    office: bool
    forces: tuple[Force, ...]
    choices: tuple[RoleChoice, ...]
    count: int
    role: str = ""

    @property
    def slot(self) -> str:
        """The place in its page that what changed is stamped into."""
        return "-".join(filter(None, (FOLDER, self.role, "changed")))


def duties_of(edition: Edition, where: Mapping[str, str], labels: Labels) -> tuple[Duties, ...]:
    """The page of all duties first, then one for each role; nothing where the edition states no duty."""
    where = {anchor: _address(edition, file, anchor) for anchor, file in where.items()}
    rules = stated_duties_of(edition)
    if not rules:
        return ()
    everyone = frozenset(role for passage in edition.passages for role in passage.applies_to)
    roles = roles_of(edition, rules)
    names = {role: _name(edition, role) for role in roles}
    choices = tuple(_choice(role, names, rules, everyone) for role in roles)
    forces = tuple(_forces(rules, where, labels, "", names, everyone))
    return (
        Duties(f"{FOLDER}/index.md", "", False, forces, choices, len(rules)),
        *(_page(role, choice, choices, rules, where, labels) for role, choice in zip(roles, choices, strict=True)),
    )


def _page(
    role: str,
    choice: RoleChoice,
    choices: tuple[RoleChoice, ...],
    rules: Iterable[StatedDuty],
    where: Mapping[str, str],
    labels: Labels,
) -> Duties:
    mine = [rule for rule in rules if role in rule.roles]
    here = tuple(RoleChoice(one.file, one.name, one.count, one.office, one is choice) for one in choices)
    forces = tuple(_forces(mine, where, labels, role))
    return Duties(f"{FOLDER}/{choice.file}", choice.name, choice.office, forces, here, len(mine), role)


def _choice(role: str, names: Mapping[str, str], rules: Iterable[StatedDuty], everyone: frozenset[str]) -> RoleChoice:
    file = f"role-{role}.md" if role == "index" else f"{role}.md"
    return RoleChoice(file, names[role], sum(role in rule.roles for rule in rules), role not in everyone)


def _name(edition: Edition, role: str) -> str:
    return words("The school" if role == SCHOOL else edition.school.roles.get(role, role))


def _forces(
    rules: Iterable[StatedDuty],
    where: Mapping[str, str],
    labels: Labels,
    role: str,
    names: Mapping[str, str] | None = None,
    everyone: frozenset[str] = frozenset(),
) -> Iterator[Force]:
    """Duties by force, in reading order. With names, a duty that does not bind everybody says whom it binds."""
    for force in FORCES:
        mine = [rule for rule in rules if rule.force == force]
        if mine:
            sources = (
                _source(list(same), where, names or {}, everyone) for _, same in groupby(mine, lambda one: one.clause)
            )
            slot = "-".join(filter(None, (FOLDER, role, "of", force)))
            yield Force(force, labels[force.replace("-", "_")], len(mine), tuple(sources), slot)


def _source(
    rules: list[StatedDuty], where: Mapping[str, str], names: Mapping[str, str], everyone: frozenset[str]
) -> ClauseDuties:
    clause = rules[0].clause
    grouped: list[tuple[str, list[StatedDuty]]] = []
    for rule in rules:
        stem, is_in_item = rule.stem or rule.lead, rule.anchor != clause.id
        if grouped and (grouped[-1][0] == stem or (not stem and is_in_item)):
            grouped[-1][1].append(rule)  # a further sentence of an item is below the words that the item is below
        else:
            grouped.append((stem, [rule]))
    groups = tuple(
        StemGroup(words(stem), tuple(_duty_view(rule, where, names, everyone) for rule in same))
        for stem, same in grouped
    )
    return ClauseDuties(words(heading(clause.number, clause.title)), where[clause.id], groups)


def _duty_view(
    rule: StatedDuty, where: Mapping[str, str], names: Mapping[str, str], everyone: frozenset[str]
) -> DutyView:
    whom = ", ".join(names.get(role, role) for role in rule.roles) if names and set(rule.roles) != everyone else ""
    return DutyView(words(rule.words), words(rule.cite), where[rule.anchor], whom)


def _address(edition: Edition, file: str, anchor: str) -> str:
    """From the site root: a page of duties holds hundreds of links, which the generator need not resolve one by one."""
    return f"site:{escape(edition.folder)}/{file.removesuffix('.md')}/#{escape(anchor)}"


@dataclass(frozen=True, slots=True)
class RolePart:
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
    parts: tuple[RolePart, ...]


def duties_by_role(publication: Publication) -> tuple[Person, ...]:
    """Every role, in the order of the first policy that names it; none where there are not two policies in force."""
    return publication.fact("", "duties by role", lambda: _by_role(publication))


def _by_role(publication: Publication) -> tuple[Person, ...]:
    ids = dict.fromkeys(edition.policy for edition in publication.editions)
    editions = [edition for edition in map(publication.in_force, ids) if edition]
    if len(editions) < 2 or FOLDER in ids:
        return ()
    parts: dict[str, list[RolePart]] = {}
    for edition in editions:
        status = status_of(edition, publication)
        pages = publication.fact(edition.policy, "duties of roles", partial(_of_roles, edition, labels_in(publication)))
        for page in map(_page_again, pages):
            one = RolePart(
                id=escape(edition.policy),
                title=words(edition.title),
                edition=words(edition_called(edition, labels_in(publication))),
                status=f"{status.tag} {status.since} {status.review}".strip(),
                url=f"site:{escape(edition.folder)}/",
                duties=page,
            )
            parts.setdefault(page.file.removeprefix(f"{FOLDER}/"), []).append(one)
    return tuple(_person(file, found) for file, found in parts.items())


def _of_roles(edition: Edition, labels: Labels) -> tuple[tuple[Any, ...], ...]:
    """The pages of an edition's roles in tuples, as facts of a policy are kept."""
    return tuple(astuple(page) for page in duties_of(edition, page_of_anchor(edition), labels)[1:])


def _page_again(kept: tuple[Any, ...]) -> Duties:
    file, name, office, forces, choices, count, role = kept
    again = (Force(id, called, number, tuple(map(_source_again, of)), slot) for id, called, number, of, slot in forces)
    return Duties(file, name, office, tuple(again), tuple(RoleChoice(*one) for one in choices), count, role)


def _source_again(kept: tuple[Any, ...]) -> ClauseDuties:
    name, url, groups = kept
    return ClauseDuties(
        name, url, tuple(StemGroup(stem, tuple(DutyView(*one) for one in said)) for stem, said in groups)
    )


def _person(file: str, parts: list[RolePart]) -> Person:
    url = f"site:{FOLDER}/{escape(file.removesuffix('.md'))}/"
    return Person(file, parts[0].duties.name, url, sum(part.duties.count for part in parts), tuple(parts))
