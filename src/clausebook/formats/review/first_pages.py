"""Review -> the values of its first pages, as every form shows them: what would change, rules, ballot, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from clausebook.model.comparison.authorship import UNSAVED
from clausebook.model.comparison.ballot import BallotQuestion, ballot, by_answerer
from clausebook.model.comparison.duty_change import DutyChange
from clausebook.model.comparison.headlines import headlines
from clausebook.model.comparison.questions import answers
from clausebook.model.comparison.review import Review
from clausebook.model.comparison.rules import RuleRow, reworded, rows_of, weighty, whom, wider
from clausebook.text.dates import in_words
from clausebook.text.phrases import counted, listed, numbers

Values = dict[str, Any]
THROUGHOUT = "Throughout"
UNSAVED_WORDS = "not yet saved"


def first_pages(review: Review) -> Values:
    """What comes before the redline, and the reasons that it cites."""
    duties, others = review.redline.duties, review.redline.statements
    decisions = ballot(review)
    return {
        "opening": tuple(_opening(review)),
        "headlines": tuple(
            (group.title or THROUGHOUT, tuple((one.words, ", ".join(one.clauses)) for one in group.headlines))
            for group in headlines(review)
        ),
        "tables": tuple((table.title, tuple(map(_row, table.rows))) for table in weighty(duties, others)),
        "counts": next((answer.lines for answer in answers(review) if answer.id == "staff"), ()),
        "wider": _wider(wider(duties, people_only=True)),
        "covering": tuple(map(_row, rows_of(wider(duties, people_only=False)))),
        "reworded": tuple(map(_row, rows_of(reworded(duties)))),
        "ballot": tuple((title, tuple(map(question_values, found))) for title, found in by_answerer(decisions)),
        **_by(tuple(_reasons(review))),
    }


def _opening(review: Review) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The questions of the first page in their order; what would change is listed by headlines and rules."""
    for answer in answers(review):
        if answer.id == "changed":
            yield "changes", "What would change?", answer.lines[:1]
        elif answer.id != "staff":
            yield answer.id, answer.question, answer.lines


def _row(row: RuleRow) -> Values:
    return {
        "now": row.now,
        "before": row.before,
        "number": row.number,
        "effect": row.effect,
        "details": row.details,
    }


def _wider(changes: Sequence[DutyChange]) -> str:
    """The rules that only cover more people, in a sentence: who was covered and who is."""
    if not changes:
        return ""
    where = numbers(one.cite for one in changes)
    verb = "covers" if len(changes) == 1 else "cover"
    pairs = [_whom(old, new) for old, new in whom(changes)[:3]]
    how = f" ({'; '.join(pairs)})" if pairs else ""
    return f"{counted(len(changes), 'more rule')} {verb} more people{how}: {where}."


def _whom(old: str, new: str) -> str:
    if old and new:
        return f"“{old}” became “{new}”"
    return f"now {new} as well" if new else f"{old} no longer"


def question_values(one: BallotQuestion) -> Values:
    """One question as the ballot shows it."""
    return {
        "number": str(one.number),
        "words": one.words,
        "where": ", ".join(one.clauses),
        "options": one.options,
    }


def _by(reasons: tuple[Values, ...]) -> Values:
    """The reasons; where all are of one role and day, that is said once for all of them."""
    who = {one["who"] for one in reasons}
    if len(reasons) > 1 and len(who) == 1:
        return {"by": who.pop(), "reasons": tuple({**one, "who": ""} for one in reasons)}
    return {"by": "", "reasons": reasons}


def _reasons(review: Review) -> Iterator[Values]:
    """Each reason once, under its number; commits that give the same reason are one."""
    groups: dict[int, list[str]] = {}
    for commit, number in review.numbers.items():
        groups.setdefault(number, []).append(commit)
    for number, commits in sorted(groups.items()):
        found = [review.reason_by_commit[commit] for commit in commits]
        days = listed(dict.fromkeys(in_words(reason.on) for reason in found))
        yield {
            "label": f"R{number}",
            "why": found[0].why,
            "unstated": "" if found[0].why else f"No reason is given for “{found[0].subject}”.",
            "who": f"{found[0].who}, {days}",
            "law": listed(review.law(id) for id in found[0].trailer("Law")),
        }


def cited(commits: Iterable[str], review: Review) -> str:
    """The numbers of the reasons of these commits: "R1, R4"; "no reason" where one gives none."""
    found: dict[str, None] = {}
    for commit in commits:
        reason = review.reason(commit)
        if commit == UNSAVED:
            found[UNSAVED_WORDS] = None
        elif reason and commit in review.numbers:
            found[f"R{review.numbers[commit]}{'' if reason.why else ' (no reason given)'}"] = None
    return ", ".join(found)
