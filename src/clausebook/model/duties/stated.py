"""Duties -> sentences that can be read alone, for the pages "What must I do?" and search.

A sentence that states the same force twice is there once. Items that "and" or "or" joins are one sentence. What follows
a breach is said above the items and left out of each.
"""

from __future__ import annotations

import re
from dataclasses import replace

from clausebook.model.clause import Duty as Force
from clausebook.model.duties.duty import SCHOOL, Duty
from clausebook.model.duties.ledger import duties_of
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.edition_blocks import ResolvedTable
from clausebook.text.once import IdentityMemo
from clausebook.text.records import dataclass

_CONSEQUENCE = re.compile(
    r"(?P<ways> in any of the following ways| in the following ways)?"
    r"(?:,? (?:and|which) (?:may|might|could|can|will) (?:(?!unless|except|without|\bif\b|save\b)[^:])*)?:$"
)
_ENDS_OPEN = re.compile(r"\b(?:not|never|must|should|shall|may|only|to)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDuty:
    """One thing that somebody must, must not, should, should not or may do, as a sentence.

    `lead` and `words` together are a sentence; `lead` is "" where the words can be read alone. `stem` is the whole lead
    where `lead` leaves out what follows from a breach. `anchor` and `cite` are those of the item, or of the clause.
    """

    force: Force
    lead: str
    words: str
    clause: ResolvedClause
    anchor: str
    cite: str
    roles: tuple[str, ...]
    stem: str = ""


_STATED: IdentityMemo[Edition, tuple[StatedDuty, ...]] = IdentityMemo(16)


def stated_duties_of(edition: Edition) -> tuple[StatedDuty, ...]:
    """Every duty of the edition as a sentence, in reading order."""
    return _STATED.of(edition, None, lambda: _all_of(edition))


def _all_of(edition: Edition) -> tuple[StatedDuty, ...]:
    clauses = {clause.id: clause for clause in edition.passages}
    found: list[StatedDuty] = []
    last: Duty | None = None
    for duty in duties_of(edition):
        one = _stated(duty, clauses[duty.place.clause])
        if last and duty.place.path == last.place.path and duty.force == last.force:
            roles = tuple(dict.fromkeys((*found[-1].roles, *one.roles)))
            found[-1] = replace(found[-1], roles=roles)
        elif last and found and duty.joined and found[-1].force == one.force and found[-1].clause is one.clause:
            words, cite = f"{found[-1].words} {duty.joined} {one.words}", f"{found[-1].cite}, {one.cite}"
            found[-1] = replace(found[-1], words=words, cite=cite)
        else:
            found.append(one)
        last = duty
    return tuple(found)


def roles_of(edition: Edition, duties: tuple[StatedDuty, ...]) -> tuple[str, ...]:
    """Roles that the edition applies to or puts a duty on: first the former, then offices, the school last."""
    applied = {role for clause in edition.passages for role in clause.applies_to}
    bound = {role for duty in duties for role in duty.roles} - applied
    known = [*edition.school.roles, *sorted(applied - set(edition.school.roles))]
    return (
        *(role for role in known if role in applied),
        *(role for role in known if role in bound),
        *((SCHOOL,) if SCHOOL in bound else ()),
    )


def _stated(duty: Duty, clause: ResolvedClause) -> StatedDuty:
    # a sentence follows the one that it leans on; an item and a cell stand apart from the words above them
    apart = duty.place.anchor != clause.id or isinstance(clause.blocks[duty.place.path[0]], ResolvedTable)
    lead, stem = _short(duty.lead.written) if apart else ("", "")
    return StatedDuty(
        force=duty.force,
        lead=lead,
        words=duty.words.written if apart else duty.written,
        clause=clause,
        anchor=duty.place.anchor,
        cite=duty.place.cite,
        roles=duty.roles,
        stem=stem,
    )


def _short(stem: str) -> tuple[str, str]:
    """The words before each item, and the whole of them where something is left out here."""
    cut = _CONSEQUENCE.search(stem)
    if cut and len(cut[0]) > 1:
        # the verdict of a passive needs its colon: "... are prohibited ...: to participate in gambling"
        return f"{stem[: cut.start()]} …{'' if cut['ways'] else ':'}", stem
    open_ended = stem.removesuffix(":").rstrip()
    return (open_ended if _ENDS_OPEN.search(open_ended) else stem), ""
