"""What is to be done for a review, in sentences with a place to go to; and the review of a policy, read once."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from jinja2 import TemplateError

from clausebook.app.workspace import Workspace, policy_of
from clausebook.desk.held import is_newest, workspace_of
from clausebook.desk.visit import PageRequest
from clausebook.formats.review.view import pack
from clausebook.io.child import Worker
from clausebook.model.comparison.questions import event_lines
from clausebook.model.comparison.review import Review
from clausebook.model.edition import DRAFT
from clausebook.model.finding import Finding
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve
from clausebook.review.select import draft_review
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to be done: what, where it is done, and how much it matters ("error", "warning", "note")."""

    what: str
    link: str
    level: str = "warning"


Reviewed = tuple[Review, dict[str, Any]] | None
Changes = Sequence[Mapping[str, Any]]
_REVIEWS: WeakKeyDictionary[Workspace, dict[str, Reviewed]] = WeakKeyDictionary()
_CHANGES: WeakKeyDictionary[Workspace, dict[str, Changes]] = WeakKeyDictionary()
_ONE = Lock()
_ASIDE = Worker(most=500)  # comparing takes a while, and whoever keeps a change must not wait for it


def review_of(asked: PageRequest, policy: str) -> Reviewed:
    """The review of a policy's draft with its values ready to show; None where nothing differs or is approved."""
    workspace = asked.workspace
    known = _REVIEWS.setdefault(workspace, {})
    if policy not in known:
        known[policy] = _review(workspace, policy, asked.visit.day)
    return known[policy]


def changes_of(asked: PageRequest, policy: str, wanted: bool) -> Changes | None:
    """What changed in each clause of a policy, ready to show; None where it is not known yet, and not `wanted` now."""
    workspace = asked.workspace
    if asked.visit.is_local or policy in _REVIEWS.get(workspace, {}):
        found = review_of(asked, policy)
        return found[1]["clauses"] if found else ()
    known = _CHANGES.setdefault(workspace, {})
    if policy in known or not wanted:
        return known.get(policy)
    with _ONE:  # one at a time; what was kept since makes it needless
        if policy not in known and is_newest(workspace):
            known[policy] = _ASIDE.ask(_changes, workspace.root, policy, asked.visit.day)
        return known.get(policy)


def _changes(root: Path, policy: str, day: date) -> Changes:
    """In a process of its own, which leaves the machine to the others."""
    if hasattr(os, "nice") and not os.nice(0):
        os.nice(10)
    found = _review(workspace_of(root, day), policy, day)
    return found[1]["clauses"] if found else ()


def _review(workspace: Workspace, policy: str, day: date) -> Reviewed:
    if not may_resolve(workspace.register, policy):
        return None
    review = draft_review(workspace.editions_of(policy), workspace.repository, workspace.register, day)
    return (review, pack(review)) if review else None


def may_resolve(register: Register, policy: str) -> bool:
    """Whether the draft of a policy can be read at all."""
    try:
        resolve(register, policy, DRAFT)
    except (TemplateError, KeyError, ValueError):
        return False
    return True


def findings_of(workspace: Workspace, policy: str) -> tuple[Finding, ...]:
    """What the rules find in the files of a policy."""
    return tuple(one for one in workspace.findings if policy_of(one.place.file) == policy)


def todo(asked: PageRequest, policy: Policy) -> tuple[ToDo, ...]:
    """All that is to be done for the review of a policy."""
    return tuple(_todo(asked, policy))


def _todo(asked: PageRequest, policy: Policy) -> Iterator[ToDo]:
    here = f"/policy/{policy.id}"
    workspace = asked.workspace
    outside = [one for one in workspace.repository.changes() if policy_of(one) in ("", policy.id)]
    if outside:
        yield ToDo(
            f"{counted(len(outside), 'text was', 'texts were')} changed outside of the desk.", "/outside", "error"
        )
    yield from _findings(asked, policy, here)
    found = review_of(asked, policy.id)
    if found is None:
        return
    review, _ = found
    for clause in review.clauses:
        for words in clause.unexplained(review.reason_by_commit):
            title = clause.change.shown_title
            yield ToDo(
                f"{clause.change.heading.cite} {title}: no reason is given. {words}.",
                f"{here}/clause/{clause.change.id}",
            )
    for law in review.laws:
        if law.needs_care and law.still_in:
            where = law.still_in[0]
            said = next(iter(event_lines(law)), "") or "whether it is in force is not known"
            yield ToDo(
                f"{law.title}: {said} It is cited in {where.cite}.", f"{here}/clause/{where.anchor.split('.')[0]}"
            )
    for number, matter in enumerate(review.decisions):
        yield ToDo(matter.words, f"{here}/question/{number}", "question")


def _findings(asked: PageRequest, policy: Policy, here: str) -> Iterator[ToDo]:
    register = asked.workspace.register
    titles = {one.place.file: one for one in register.clauses if one.id in policy.clauses}
    counts: dict[tuple[str, str], Counter[str]] = {}
    for one in findings_of(asked.workspace, policy.id):
        clause = titles.get(one.place.file)
        place = (clause.title, f"{here}/clause/{clause.id}") if clause else ("The policy as a whole", f"{here}#whole")
        counts.setdefault(place, Counter())[one.level] += 1
    for (name, link), found in counts.items():
        for level, single, many in (("error", "mistake", "mistakes"), ("warning", "doubt", "doubts")):
            if found[level]:
                yield ToDo(f"{name}: {counted(found[level], single, many)}.", link, level)
