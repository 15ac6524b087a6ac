"""Edition -> what each role must do: every rule as a sentence that can be read alone, with the words that lead to it.

An item leans on its stem ("to participate in online gambling"), so the stem is carried along. Who it binds is what the
clause says it applies to, but for a sentence whose subject is an office ("The Headteacher must ..."): that binds the
office. Nothing is left out of a role's duties by guessing: where the subject is not certain, all whom the clause
applies to have the duty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clausebook.model.clause import Duty
from clausebook.model.duty import duties_in, leading_duty, stated
from clausebook.model.edition import (
    Edition,
    ResolvedClause,
    ResolvedConnector,
    ResolvedList,
    ResolvedListItem,
    ResolvedParagraph,
)
from clausebook.text.inline import plain
from clausebook.text.sentences import sentences

__all__ = ["FORCES", "SCHOOL", "StatedDuty", "roles_of", "stated_duties_of"]

FORCES: tuple[Duty, ...] = ("must", "must-not", "should", "should-not", "may")
SCHOOL = "the-school"  # stands beside the school's roles: "The school must ..." binds no person among the readers

Points = tuple[ResolvedListItem | ResolvedConnector, ...]

_LEANS = re.compile(r"(?:they|it|this|these|those|such|he|she|similarly|however|in that case|then)\b", re.IGNORECASE)
_JOINS = re.compile(r"(?:and|or|and/or)", re.IGNORECASE)
# "... in any of the following ways, which may amount to gross misconduct": said once above the rules, not in each
_CONSEQUENCE = re.compile(
    r"(?P<ways> in any of the following ways| in the following ways)?"
    r"(?:,? (?:and|which) (?:may|might|could|can|will) (?:(?!unless|except|without|\bif\b|save\b)[^:])*)?:$"
)
_ENDS_OPEN = re.compile(r"\b(?:not|never|must|should|shall|may|only|to)$", re.IGNORECASE)
_BEFORE_SUBJECT = r"(?:^|[,;:] |\b(?:and|or|then|that|where|when|if) )"
_MAY = re.compile(r"\bmay\b")
_ADVERB = r"(?: (?:also|then|always|only|both|each))?"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDuty:
    """One thing that somebody must, must not, should, should not or may do.

    `lead` and `words` together are a sentence; `lead` is "" where the words stand alone. `stem` is the whole lead where
    `lead` leaves out what follows from breaking the rule. `anchor` and `cite` are those of the item, or of the clause.
    """

    force: Duty
    lead: str
    words: str
    clause: ResolvedClause
    anchor: str
    cite: str
    roles: tuple[str, ...]
    stem: str = ""


def stated_duties_of(edition: Edition) -> tuple[StatedDuty, ...]:
    """Every duty of the edition, in reading order; a sentence that states two of them is there twice."""
    offices = _Offices.of(edition)
    return tuple(rule for passage in edition.passages for rule in _Gathering(passage, offices).rules())


def roles_of(edition: Edition, rules: tuple[StatedDuty, ...]) -> tuple[str, ...]:
    """Roles that the edition applies to or puts a duty on: first the former, then offices, the school last."""
    applied = {role for passage in edition.passages for role in passage.applies_to}
    bound = {role for rule in rules for role in rule.roles} - applied
    known = [*edition.school.roles, *sorted(applied - set(edition.school.roles))]
    return (
        *(role for role in known if role in applied),
        *(role for role in known if role in bound),
        *((SCHOOL,) if SCHOOL in bound else ()),
    )


@dataclass(frozen=True)
class _Offices:
    """The subjects that take a duty to themselves: roles that no clause applies to, and the school."""

    pattern: re.Pattern[str]
    names: dict[str, str]

    @classmethod
    def of(cls, edition: Edition) -> _Offices:
        applied = {role for passage in edition.passages for role in passage.applies_to}
        school = edition.school
        names = {title.lower(): role for role, title in school.roles.items() if role not in applied and title}
        names |= {name.lower(): SCHOOL for name in ("school", school.name) if name and name.lower() not in names}
        names |= {name.removesuffix("s"): role for name, role in names.items() if name.removesuffix("s") not in names}
        title = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
        one = rf"(?:the |their |each |every )?({title})s?"
        subject = rf"{_BEFORE_SUBJECT}{one}(?:,? (?:and|or) {one})?{_ADVERB}\s*$"
        return cls(re.compile(subject, re.IGNORECASE), names)

    def bound(self, sentence: str, force: Duty) -> tuple[str, ...]:
        """The offices that are the subject of the sentence's first duty; none where that is somebody else."""
        verb = _MAY.search(sentence) if force == "may" else stated(sentence)
        found = self.pattern.search(sentence[: verb.start()]) if verb else None
        return tuple(self.names[name.lower()] for name in found.groups() if name) if found else ()


@dataclass(frozen=True)
class _Gathering:
    """The duties of one clause."""

    passage: ResolvedClause
    offices: _Offices

    def rules(self) -> Iterator[StatedDuty]:
        for block in self.passage.blocks:
            if isinstance(block, ResolvedParagraph):
                yield from self.prose(plain(block.text), block.duty)
            elif isinstance(block, ResolvedList):
                *before, last = sentences(plain(block.stem)) or [""]
                yield from self.prose(" ".join(before), None)
                yield from self.points(block.points, last)

    def prose(self, text: str, duty: Duty | None) -> Iterator[StatedDuty]:
        """The sentences of a paragraph that state a duty; all of it where only its author says what it is."""
        stating = [(sentence, tuple(duties_in(sentence))) for sentence in _standing_alone(text)]
        if duty and not any(duty in found for _, found in stating):
            yield self.rule(duty, "", text)
            return
        for sentence, found in stating:
            for force in dict.fromkeys(found):
                yield self.rule(force, "", sentence)

    def points(self, points: Points, stem: str) -> Iterator[StatedDuty]:
        """Items; those that "and" or "or" joins are one duty, and any other line between them adds to the stem."""
        for group in _joined(points):
            first, words = group[0], " ".join(plain(entry.text) for entry in group)
            if isinstance(first, ResolvedConnector):
                stem = f"{stem} {words}".strip()
                continue
            if first.points:
                yield from self.points(first.points, f"{stem} {words}".strip())
            if first.duty is None or (first.points and words.endswith(":")):
                continue
            cite = ", ".join(entry.cite for entry in group if isinstance(entry, ResolvedListItem))
            lead, whole = _lead(stem)
            for force in _forces(first.duty, lead, words):
                yield self.rule(force, lead, words, first.anchor, cite, whole)

    def rule(self, force: Duty, lead: str, words: str, anchor: str = "", cite: str = "", stem: str = "") -> StatedDuty:
        offices = self.offices.bound(f"{stem or lead} {words}".strip(), force)
        return StatedDuty(
            force=force,
            lead=lead,
            words=words,
            clause=self.passage,
            anchor=anchor or self.passage.id,
            cite=cite or self.passage.cite,
            roles=offices or self.passage.applies_to,
            stem=stem,
        )


def _standing_alone(text: str) -> Iterator[str]:
    """Sentences; one that leans on the sentence before ("They must ...") comes with it."""
    before = ""
    for sentence in sentences(text):
        yield f"{before} {sentence}" if before and _LEANS.match(sentence) else sentence
        before = sentence


def _lead(stem: str) -> tuple[str, str]:
    """The words before each item, and the whole of them where something is left out here."""
    cut = _CONSEQUENCE.search(stem)
    if cut and len(cut[0]) > 1:
        # the verdict of a passive needs its colon: "... are prohibited ...: to participate in gambling"
        return f"{stem[: cut.start()]} …{'' if cut['ways'] else ':'}", stem
    open_ended = stem.removesuffix(":").rstrip()
    return (open_ended if _ENDS_OPEN.search(open_ended) else stem), ""


def _forces(duty: Duty, lead: str, words: str) -> tuple[Duty, ...]:
    """What an item binds with: the duty that its lead states ("must not | film, but should ask"), then its own.

    A duty that neither states is its author's, and counts alone.
    """
    stated_ones = [one for one in (leading_duty(lead), *duties_in(words)) if one]
    return tuple(dict.fromkeys(stated_ones)) if duty in stated_ones else (duty,)


def _joined(points: Points) -> Iterator[Points]:
    """Each line alone, but for items with a lone "and" or "or" between them."""
    group: Points = ()
    joining = False
    for index, entry in enumerate(points):
        if isinstance(entry, ResolvedConnector) and _JOINS.fullmatch(plain(entry.text).strip()):
            joining = bool(group) and isinstance(group[0], ResolvedListItem) and index < len(points) - 1
            group = (*group, entry) if joining else group
            continue
        if group and not (joining and isinstance(entry, ResolvedListItem)):
            yield group
            group = ()
        group, joining = (*group, entry), False
    if group:
        yield group
