"""Duty changes -> the rows of a table that governors read: the rule now, the rule before, the number, the effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice

from clausebook.model.comparison.duty_change import Difference, DutyChange, StatementChange, Verdict
from clausebook.model.comparison.phrases import difference, duty
from clausebook.model.duties import Duty
from clausebook.text.phrases import numbers
from clausebook.text.records import dataclass

_ORDER: tuple[Verdict, ...] = ("new", "gone", "reversed", "stronger", "weaker", "changed", "narrower")
_LONG, _LEAD = 170, 80  # characters of a rule and of the words above it in a table; the rest is in the redline
_QUOTED, _DETAILS = 48, 2  # characters quoted of either side of a difference, and how many differences are named
_LEAD_ENDS = "\N{ZERO WIDTH SPACE}"  # while rows are made: after the words above a list
_EFFECTS: dict[Verdict, str] = {
    "new": "New",
    "gone": "Gone",
    "reversed": "Reversed",
    "stronger": "Stronger",
    "weaker": "Weaker",
    "changed": "Changed",
    "narrower": "Narrower",
    "wider": "Wider",
    "other-words": "Reworded",
    "moved": "Moved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule: its words on either side, "" where there is none, its number, and what the change does."""

    now: str
    before: str
    number: str
    effect: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTable:
    """Rules of one kind under one heading."""

    id: str
    title: str
    rows: tuple[RuleRow, ...]


def weighty(changes: Iterable[DutyChange], others: Sequence[StatementChange] = ()) -> tuple[RuleTable, ...]:
    """The rules that came, went, or ask something else: those of users first, the school's, then what is allowed.

    Last are the `others`: sentences that bind nobody and say something else.
    """
    found = [one for one in changes if one.verdict in _ORDER]
    tables = (
        ("users", "Rules for those the policy applies to", [one for one in found if _binds(one) == "users"]),
        ("school", "Rules for the school and its officers", [one for one in found if _binds(one) == "school"]),
        ("permissions", "Permissions", [one for one in found if _binds(one) == ""]),
    )
    made = [RuleTable(id=id, title=title, rows=tuple(_rows(mine))) for id, title, mine in tables if mine]
    if others:
        made.append(RuleTable(id="others", title="Other statements", rows=tuple(map(_other, others))))
    return tuple(made)


def _other(one: StatementChange) -> RuleRow:
    return RuleRow(
        now=_cut(one.new, _LONG),
        before=_cut(one.old, _LONG),
        number=one.cite,
        effect=_EFFECTS[one.verdict],
        details=tuple(islice(_details(one.differences), _DETAILS)),
    )


def _binds(change: DutyChange) -> str:
    """Whose rule it is; "" for a permission."""
    if change.is_permission:
        return ""
    return "users" if change.is_of_users else "school"


def wider(changes: Iterable[DutyChange], *, people_only: bool) -> tuple[DutyChange, ...]:
    """The rules that by the letter bind more people, and nothing else is known to differ; or those of which more is."""
    found = (one for one in changes if one.verdict == "wider")
    return tuple(one for one in found if _is_of_people(one) == people_only)


def _is_of_people(change: DutyChange) -> bool:
    return {one.kind for one in change.differences} <= {"people", "words", "wording"}


def whom(changes: Iterable[DutyChange]) -> tuple[tuple[str, str], ...]:
    """Who was bound and who is, each pair once, the most frequent first."""
    pairs = Counter(
        (one.old.lower(), one.new.lower())
        for change in changes
        for one in change.differences
        if one.kind == "people" and (one.old or one.new)
    )
    return tuple(pair for pair, _ in pairs.most_common())


def reworded(changes: Iterable[DutyChange]) -> tuple[DutyChange, ...]:
    """The rules that are in other words: whether they ask the same is for the reader to judge."""
    return tuple(one for one in changes if one.verdict == "other-words")


def rows_of(changes: Iterable[DutyChange]) -> tuple[RuleRow, ...]:
    """A row for each, in the order of the edition; words above a list are in the first row that has them."""
    found = tuple(changes)
    below = [one for one in found if _is_above(one)]
    return (*_once(map(_row, [one for one in found if one not in below])), *_above(below))


def _is_above(change: DutyChange) -> bool:
    """Whether all that differs of a rule is the words above its list."""
    old, new = change.old, change.new
    alike = bool(old and new and old.lead.read and new.lead.read and old.words.read == new.words.read)
    return alike and change.verdict == "other-words"


def _above(changes: Iterable[DutyChange]) -> Iterator[RuleRow]:
    """Items that read alike below other words: those words once, with the numbers of the items."""
    leads: dict[tuple[str, str], list[DutyChange]] = {}
    for one in changes:
        leads.setdefault((one.old.lead.written if one.old else "", one.stem), []).append(one)
    for (before, now), found in leads.items():
        yield RuleRow(
            now=f"{_cut(now, _LONG)} …",
            before=f"{_cut(before, _LONG)} …",
            number=numbers(map(_number, found)),
            effect="Reworded above the list",
        )


def _once(rows: Iterable[RuleRow]) -> Iterator[RuleRow]:
    leads = ["", ""]
    for row in rows:
        shown = []
        for place, words in enumerate((row.now, row.before)):
            lead = words[: words.find(_LEAD_ENDS) + 1]
            own = words[len(lead) :].lstrip()
            shown.append(f"… {own}" if lead and lead == leads[place] else words.replace(_LEAD_ENDS, ""))
            leads[place] = lead or leads[place]
        yield replace(row, now=shown[0], before=shown[1])


def _rows(changes: Sequence[DutyChange]) -> Iterator[RuleRow]:
    """The rows by what became of the rule; items of one list that came or went together are one row."""
    for verdict in _ORDER:
        mine = [one for one in changes if one.verdict == verdict]
        if verdict not in ("new", "gone"):
            yield from _once(map(_row, mine))
            continue
        for (_, lead, _), group in groupby(mine, lambda one: (one.clause, one.stem, one.shown.force)):
            found = list(group)
            together = lead and len(found) > 1 and not any(one.beside for one in found)
            # two rules of one sentence that came together are shown by it once
            yield from (_together(found),) if together else dict.fromkeys(_once(map(_row, found)))


def _together(changes: Sequence[DutyChange]) -> RuleRow:
    """Items of one list in one row: the words above the list once."""
    first = changes[0]
    lead = _cut(first.stem.rstrip(": "), _LEAD)
    words = "; ".join(_cut(one.shown.words.written.rstrip(";. "), _LONG) for one in changes)
    whole = f"{lead}{'' if lead.endswith('…') else ':'} {words}"
    number = numbers(one.cite for one in changes)
    now, before = (whole, "") if first.new else ("", whole)
    return RuleRow(now=now, before=before, number=number, effect=_effect(first))


def _row(change: DutyChange) -> RuleRow:
    beside = _cut(change.beside, _LONG)
    return RuleRow(
        now=rule(change.new) or beside,
        before=rule(change.old) or beside,
        number=_number(change),
        effect=_effect(change),
        details=tuple(islice(_details(change.differences), _DETAILS)),
    )


def _details(differences: Sequence[Difference]) -> Iterator[str]:
    """What differs by name; who is bound only where nothing else does, since most rules share that change."""
    kinds = {one.kind for one in differences}
    said = set[str]()
    for one in differences:
        if one.kind in ("force", "words", "wording") or (one.kind == "people" and kinds - {"people", "words"}):
            continue  # both wordings are beside it
        if one.kind == "extent" and "addressee" in kinds and (one.new or one.old).lower().startswith("to "):
            continue
        short = replace(one, old=_cut(one.old, _QUOTED), new=_cut(one.new, _QUOTED))
        words = difference(short)
        if words and words.lower() not in said:
            said.add(words.lower())
            yield words


def rule(one: Duty | None) -> str:
    """A rule as a reader reads it: the words above its list, then its own, cut where they are long; "" for none."""
    if one is None:
        return ""
    lead = _cut(one.lead.written.rstrip(": "), _LEAD)
    words = _cut(one.words.written, _LONG)
    return f"{lead}{'' if lead.endswith('…') else ':'}{_LEAD_ENDS} {words}" if lead else words


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else f"{words[:length].rsplit(' ', 1)[0]} …"


def _number(change: DutyChange) -> str:
    old, new = change.old, change.new
    if old and new and old.cite != new.cite:
        return f"{new.cite} (was {old.cite})"
    return change.cite


def _effect(change: DutyChange) -> str:
    said = _EFFECTS[change.verdict]
    forces = next((one for one in change.differences if one.kind == "force"), None)
    if forces or (change.old_force != change.new_force and change.old and change.new):
        return f"{said}: {duty(change.old_force)} became {duty(change.new_force)}"
    if change.beside:
        said = "Binds now" if change.new else "No longer binds"
    if change.verdict in ("new", "gone"):
        return f"{said} ({duty(change.shown.force)})"
    return said
