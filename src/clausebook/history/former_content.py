"""Revisions -> Pasts. Gathers what any commit ever published, from each distinct file, resolving no draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from clausebook.history.adoption import RECORD
from clausebook.history.foreign_records import owner, taken_over
from clausebook.model.clause import Clause, ListConnector, ListItem, Paragraph
from clausebook.model.law.instrument import Instruments
from clausebook.model.past import Past, PastRegister
from clausebook.model.policy import Policy
from clausebook.model.revision import Commit, Revisions
from clausebook.model.school import School
from clausebook.resolve.numbering import lettered
from clausebook.source.load import INSTRUMENTS, SCHOOL, read_file

_DATA = re.compile(r"policy/([^/]+)\.yaml|clauses/([^/]+)/[^/]+\.yaml")
_NO_POLICIES = {"school", "instruments", "terms", "upstream"}


@dataclass
class _PastBuilder:
    """One policy's past while it is read; dictionaries keep the order in which things were first seen."""

    title: str = ""
    sections: dict[str, dict[str, None]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    items: dict[str, dict[str, None]] = field(default_factory=dict)

    def take(self, model: object) -> None:
        """Add what one version of one file says."""
        if isinstance(model, Policy):
            self.title = model.title
            for section in model.outline:
                known = self.sections.setdefault(section.opening or section.id or "", {})
                known.update(dict.fromkeys(section.all_clauses))
        elif isinstance(model, Clause):
            self.titles[model.id] = model.title
            self.items.setdefault(model.id, {}).update(dict.fromkeys(_anchors(model)))


def pasts(revisions: Revisions) -> tuple[Past, ...]:
    """Every policy that any commit on the way to the newest one held, by id; none where history is not whole.

    Of policies that were taken over from another school the past begins there: that school publishes its own.
    """
    if not revisions.state.whole:
        return ()
    gathered: dict[str, _PastBuilder] = {}
    start = taken_over(revisions)
    commits = revisions.log(start, revisions.state.head, ("policy/", "clauses/"))
    versions = list(dict.fromkeys((*_begun(revisions, start), *_versions(commits))))
    bytes_of = revisions.blobs(blob for _, _, blob in versions)
    for policy, path, blob in versions:
        model, _ = read_file(path, bytes_of[blob])
        gathered.setdefault(policy, _PastBuilder()).take(model)
    return tuple(_past(policy, gathered[policy], revisions) for policy in sorted(gathered))


def past_register(revisions: Revisions) -> PastRegister:
    """Every instrument and role that any commit had since the policies are this school's; nothing without history."""
    found, files = PastRegister(), (INSTRUMENTS, SCHOOL)
    if not revisions.state.whole:
        return found
    start = taken_over(revisions)
    touches = [touch for commit in revisions.log(start, revisions.state.head, files) for touch in commit.touches]
    begun = revisions.files_at(start, (INSTRUMENTS,)).items() if start else ()
    versions = list(dict.fromkeys((*begun, *((one.path, one.blob) for one in touches if one.blob))))
    bytes_of = revisions.blobs(blob for _, blob in versions)
    for path, blob in versions:
        model, _ = read_file(path, bytes_of[blob])
        if isinstance(model, Instruments):
            found = replace(found, laws=found.laws | {one.id: one.title for one in model.instruments})
        elif isinstance(model, School):
            found = replace(found, roles=found.roles | dict(model.roles))
    return found


def _begun(revisions: Revisions, start: str) -> Iterator[tuple[str, str, str]]:
    """Policy, path and blob of every outline and clause that was taken over."""
    files = revisions.files_at(start, ("policy/", "clauses/")) if start else {}
    for path, blob in files.items():
        policy = _policy_of(path)
        if policy:
            yield policy, path, blob


def _policy_of(path: str) -> str:
    """The policy that a file is the outline or a clause of; "" for any other file."""
    match = _DATA.fullmatch(path)
    policy = (match[1] or match[2]) if match else ""
    return "" if policy in _NO_POLICIES else policy


def _versions(commits: Iterable[Commit]) -> Iterator[tuple[str, str, str]]:
    """Policy, path and blob of every version of every outline and clause, oldest first."""
    for commit in commits:
        for touch in commit.touches:
            policy = _policy_of(touch.path)
            if policy and touch.blob:
                yield policy, touch.path, touch.blob


def _past(policy: str, gathered: _PastBuilder, revisions: Revisions) -> Past:
    own = (one for one in revisions.introductions() if not owner(revisions, one))
    records = (RECORD.fullmatch(one.path) for one in own)
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
        for item in _named(block.items) if isinstance(block, Paragraph) else ():
            yield f"{clause.id}.{item.id}"


def _named(items: Iterable[ListItem | ListConnector]) -> Iterator[ListItem]:
    for item in items:
        if isinstance(item, ListItem):
            yield from (item,) if item.id else ()
            yield from _named(item.items)
