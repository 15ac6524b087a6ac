"""Revisions -> Pasts. Gathers what any commit ever published, from each distinct file, resolving no draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.model.clause import Between, Clause, Item, Prose
from engine.model.instrument import Instruments
from engine.model.past import Past
from engine.model.policy import Policy
from engine.model.revision import Commit, Revisions
from engine.stages.adoptions import RECORD
from engine.stages.load import INSTRUMENTS, read_file
from engine.stages.numbering import lettered

_DATA = re.compile(r"policy/([^/]+)\.yaml|clauses/([^/]+)/[^/]+\.yaml")
_NO_POLICIES = {"school", "instruments", "terms"}


@dataclass
class _Gathered:
    """One policy's past while it is read; dictionaries keep the order in which things were first seen."""

    title: str = ""
    sections: dict[str, dict[str, None]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    items: dict[str, dict[str, None]] = field(default_factory=dict)

    def take(self, noun: object) -> None:
        """Add what one version of one file says."""
        if isinstance(noun, Policy):
            self.title = noun.title
            for section in noun.outline:
                known = self.sections.setdefault(section.opening or section.id or "", {})
                known.update(dict.fromkeys(section.all_clauses))
        elif isinstance(noun, Clause):
            self.titles[noun.id] = noun.title
            self.items.setdefault(noun.id, {}).update(dict.fromkeys(_anchors(noun)))


def pasts(revisions: Revisions) -> tuple[Past, ...]:
    """Every policy that any commit on the way to the newest one held, by id; none where history is not whole."""
    if not revisions.state.whole:
        return ()
    gathered: dict[str, _Gathered] = {}
    versions = list(dict.fromkeys(_versions(revisions.log("", revisions.state.head, ("policy/", "clauses/")))))
    bytes_of = revisions.blobs(blob for _, _, blob in versions)
    for policy, path, blob in versions:
        noun, _ = read_file(path, bytes_of[blob])
        gathered.setdefault(policy, _Gathered()).take(noun)
    return tuple(_past(policy, gathered[policy], revisions) for policy in sorted(gathered))


def past_laws(revisions: Revisions) -> tuple[tuple[str, str], ...]:
    """Id and newest title of every instrument that any commit registered; none where history is not whole."""
    if not revisions.state.whole:
        return ()
    commits = revisions.log("", revisions.state.head, (INSTRUMENTS,))
    blobs = list(dict.fromkeys(touch.blob for commit in commits for touch in commit.touches if touch.blob))
    bytes_of, titles = revisions.blobs(blobs), dict[str, str]()
    for blob in blobs:
        noun, _ = read_file(INSTRUMENTS, bytes_of[blob])
        titles |= {one.id: one.title for one in noun.instruments} if isinstance(noun, Instruments) else {}
    return tuple(titles.items())


def _versions(commits: Iterable[Commit]) -> Iterator[tuple[str, str, str]]:
    """Policy, path and blob of every version of every outline and clause, oldest first."""
    for commit in commits:
        for touch in commit.touches:
            match = _DATA.fullmatch(touch.path)
            policy = match and (match[1] or match[2])
            if policy and policy not in _NO_POLICIES and touch.blob:
                yield policy, touch.path, touch.blob


def _past(policy: str, gathered: _Gathered, revisions: Revisions) -> Past:
    records = (RECORD.fullmatch(one.path) for one in revisions.introductions())
    return Past(
        policy=policy,
        title=gathered.title,
        sections={section: tuple(clauses) for section, clauses in gathered.sections.items() if section},
        titles=gathered.titles,
        items={clause: tuple(anchors) for clause, anchors in gathered.items.items()},
        editions=tuple(record[2] for record in records if record and record[1] == policy),
    )


def _anchors(clause: Clause) -> Iterator[str]:
    """The addresses of a clause's items: by letter, and by name where they have one."""
    for letter in lettered(clause, ""):
        yield letter.anchor
    for block in clause.body:
        for item in _named(block.items) if isinstance(block, Prose) else ():
            yield f"{clause.id}.{item.id}"


def _named(items: Iterable[Item | Between]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Item):
            yield from (item,) if item.id else ()
            yield from _named(item.items)
