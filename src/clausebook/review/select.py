"""Names of editions or revisions -> the two editions to compare, and the review of one against the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from clausebook.errors import UserError
from clausebook.history.adoption import register_at
from clausebook.history.reasons import PATHS
from clausebook.model.comparison.review import Review
from clausebook.model.decode import nearest
from clausebook.model.edition import DRAFT, Edition
from clausebook.model.register import Register
from clausebook.model.revision import Revisions
from clausebook.resolve.resolve import resolve
from clausebook.review.make import review
from clausebook.review.sources import Sources
from clausebook.text.dates import last_day


def draft_review(editions: Sequence[Edition], revisions: Revisions, register: Register, as_of: date) -> Review | None:
    """The review of a policy's draft against its last approved edition; None without one, or where words are alike.

    `editions` holds the policy's editions: the draft, then the approved ones, newest first.
    """
    if len(editions) < 2 or not editions[0].is_draft:
        return None
    found = compared(editions[1], editions[0], revisions, register, as_of)
    return None if found.redline.is_empty else found


def adopted_reviews(approved: Sequence[Edition], revisions: Revisions, register: Register) -> Iterator[Review]:
    """Each approved edition of one policy against the one approved before it; `approved` runs from newest to oldest.

    Each speaks from the day of its approval, so that it stays as it is.
    """
    for new, old in pairwise(approved):
        day = last_day(new.approval.approved) if new.approval else register.as_of
        yield compared(old, new, revisions, register, day)


def compared(old: Edition | None, new: Edition, revisions: Revisions, register: Register, as_of: date) -> Review:
    """The review of any two editions, with the commits between them."""
    head = revisions.state.head
    end = head if new.name == DRAFT else new.commit or head  # a draft's commit is the last that touched its words
    start = (old.commit or head) if old else ""
    commits = revisions.log(start, end, PATHS) if end else ()
    sources = Sources(revisions, register)
    committed = revisions.day_of(old.commit) if old and old.commit and not old.approval else None
    glossaries = sources.glossaries(old, new)
    return review(old, new, commits, register, as_of, revisions.state.dirty, sources, committed, glossaries)


def chosen(
    policy: str, editions: Sequence[Edition], revisions: Revisions, old: str, new: str
) -> tuple[Edition, Edition]:
    """The two editions meant by their names: a year, "draft", or anything that git takes for a revision.

    `editions` are the policy's own, without its draft where no side is the draft. Without `old` it is the edition
    approved before `new`. Raises UserError where a name means nothing.
    """
    second = _meant(policy, editions, revisions, new or DRAFT)
    return (_meant(policy, editions, revisions, old) if old else _before(editions, second)), second


def sides_of(
    policy: str, editions: Sequence[Edition], revisions: Revisions, old: str, new: str
) -> tuple[Edition | None, Edition]:
    """The same, with None for the old side where the policy was not there yet."""
    second = _meant(policy, editions, revisions, new or DRAFT)
    if old:
        known = any(old in (edition.name, edition.reference) for edition in editions)
        commit = "" if known else revisions.commit_of(old)
        there = known or f"policy/{second.policy}.yaml" in revisions.files_at(commit, ("policy/",))
        return _meant(policy, editions, revisions, old) if there else None, second
    return _before(editions, second) if any(one.approval for one in editions if one is not second) else None, second


def has_draft(policy: str, old: str, new: str) -> bool:
    """Whether one of the two sides is the working tree."""
    return bool({old, new or DRAFT} & {DRAFT, f"{policy}/{DRAFT}"})


def _meant(policy: str, editions: Sequence[Edition], revisions: Revisions, name: str) -> Edition:
    for edition in editions:
        if name in (edition.name, edition.reference):
            return edition
    try:
        commit = revisions.commit_of(name)
    except UserError:
        label = name.removeprefix(f"{policy}/")
        if re.fullmatch(r"\d{3,5}([-/]\d{1,4})?", label) is None:
            raise
        known = [edition.name for edition in editions if edition.approval]
        raise UserError(f"{policy} has no edition {label}", nearest(label, known)) from None
    adopted = (edition for edition in editions if edition.approval and edition.commit == commit)
    return next(adopted, None) or _read(policy, revisions, commit, name)


def _read(policy: str, revisions: Revisions, commit: str, name: str) -> Edition:
    """The policy as it reads at a commit, whether or not it was ever approved."""
    from jinja2 import TemplateError

    try:
        return resolve(register_at(revisions, commit), policy, commit[:10], commit=commit)
    except KeyError:
        raise UserError(f"revision {name} has no policy {policy}", "name a later revision") from None
    except TemplateError as error:
        raise UserError(f"the words of revision {name} cannot be filled in: {error}", "name another revision") from None


def _before(editions: Sequence[Edition], edition: Edition) -> Edition:
    """The edition approved before another one; the newest where that one was never approved."""
    approved = [one for one in editions if one.approval]
    older = approved[approved.index(edition) + 1 :] if edition in approved else approved
    if not older:
        raise UserError(
            f"no edition of {edition.policy} was approved before {edition.name}", "say --from EDITION or REV"
        )
    return older[0]


def policy_meant(register: Register, name: str) -> str:
    """The id of the policy called so, which need not be said where there is only one. Raises UserError for another."""
    known = [policy.id for policy in register.policies]
    if name in known or (not name and len(known) == 1):
        return name or known[0]
    if name:
        raise UserError(f"there is no policy {name}", nearest(name, known))
    if not known:
        raise UserError("there is no policy: none is drafted now", "python3 build.py status shows those withdrawn")
    raise UserError("there are several policies", f"say --policy ID: there are {', '.join(known)}")
