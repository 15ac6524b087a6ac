"""What clauses cite, which law their words name, and what that law is on the day of the check.

Policy, day -> when it is next reviewed, as far as its record and its month of review say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from clausebook.lint.prose import ClauseText, by_policy
from clausebook.model.blocks import every_citation
from clausebook.model.clause import Citation, Clause
from clausebook.model.decode import nearest
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.parts import Successor
from clausebook.model.law.status import reached, span
from clausebook.model.law.verdict import LawVerdict, judged, names_of
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.text.dates import on_day
from clausebook.text.law_mentions import Mention
from clausebook.text.law_names import read
from clausebook.text.records import dataclass

LONG = 70  # characters of a title
_NUMBERED = re.compile(r"uksi/([0-9]{4})/([0-9]+)")


@dataclass(frozen=True, slots=True)
class LawNamed:
    """One mention of law in a text of a clause: the instruments that are meant or offered, and the verdict on it."""

    mention: Mention
    offered: tuple[Instrument, ...]
    verdict: LawVerdict

    @property
    def piece(self) -> str:
        """Its words as written."""
        return self.mention.piece

    @property
    def known(self) -> Instrument | None:
        """The one instrument that is meant, where that is certain."""
        return self.offered[0] if self.mention.kind == "known" else None


@lru_cache(maxsize=2)
def cited(register: Register) -> tuple[tuple[Clause, Citation, Instrument], ...]:
    """Every citation of a registered instrument, with its clause."""
    return tuple(
        (clause, citation, register.instrument_by_id[citation.instrument])
        for clause in register.clauses
        for citation in every_citation(clause)
        if citation.instrument in register.instrument_by_id
    )


@lru_cache(maxsize=2)
def mentions(register: Register) -> tuple[tuple[ClauseText, tuple[LawNamed, ...]], ...]:
    """The texts that name law, with what they name; policy by policy, in reading order."""
    names = names_of(register.instruments)
    # what is missing may be in the rows that could not be read
    whole = not any(file.startswith("policy/instruments") for file in register.flawed)
    found: list[tuple[ClauseText, tuple[LawNamed, ...]]] = []
    for texts in by_policy(register).values():
        earlier: list[Mention] = []
        for text in texts:
            named = read(text.words, names, earlier)
            earlier.extend(named)
            law = tuple(_judged(register, one) for one in named if whole or one.kind != "unknown")
            if law:
                found.append((text, law))
    return tuple(found)


def _judged(register: Register, mention: Mention) -> LawNamed:
    rows = register.instrument_by_id
    verdict = judged(mention, rows, register.as_of, register.namesakes)
    return LawNamed(mention, tuple(rows[id] for id in mention.ids), verdict)


def without_titles(words: str, named: Sequence[LawNamed]) -> str:
    """The words with their titles of law blanked out: the Sex Discrimination Act is not a topic of a list."""
    for law in named:
        start, end = law.mention.start, law.mention.end
        words = words[:start] + "§" * (end - start) + words[end:]
    return words


def called(instrument: Instrument) -> str:
    """Its title as it is inside a sentence; a shorter name where the title would fill a line."""
    title = instrument.title.removeprefix("The ")
    if len(title) > LONG:
        numbered = _NUMBERED.fullmatch(instrument.id)
        short = [name for name in instrument.names if len(name) <= LONG]
        title = short[0] if short else f"SI {numbered[1]}/{numbered[2]}" if numbered else title
    return f"the {title}" if instrument.kind != "guidance" and not title.startswith("SI ") else title


def successors(register: Register, instrument: Instrument, on: date) -> str:
    """What replaced it, as far as it had been made by that day, with ids; or nothing."""
    return successor_words(register, (Successor(instrument=id) for id in instrument.replaced_by), on)


def successor_words(register: Register, named: Iterable[Successor], on: date) -> str:
    """What to cite instead, as far as it had been made by that day, with ids; or nothing."""
    return " and ".join(_successors(register, named, on))


def _successors(register: Register, named: Iterable[Successor], on: date) -> Iterator[str]:
    for one in named:
        row = register.instrument_by_id.get(one.instrument)
        if row and (row.kind == "guidance" or reached(row.made or row.in_force.get("main", ""), on)):
            yield f"{f'{one.ref} of ' if one.ref else ''}{called(row)} ({row.id})"


def slip(mention: Mention, register: Register) -> str:
    """What is offered where a title of the same year is all but the same: "Equalty Act 2010"; "" for none."""
    if re.search(r"\((?:Scotland|Wales|Northern Ireland|NI)\)", mention.called):
        return ""  # an Act of its own
    titles = [one.title.removeprefix("The ") for one in register.instruments]
    alike = [title for title in titles if mention.year and title.endswith(mention.year)]
    found = nearest(mention.called, alike, cutoff=0.88)
    return found if found.startswith("did you") else ""


def of_here(row: Instrument, verdict: LawVerdict) -> str:
    """What became in the United Kingdom of a regulation of the Union."""
    return f"in the United Kingdom {called(row)} ({row.id}) took its place {on_day(verdict.since)}".rstrip()


def part_of(instrument: Instrument) -> str:
    """The part that has ended, without what the register explains in brackets."""
    return instrument.ended_scope.partition(" (")[0]


def cites_what_is_unknown(clause: Clause, register: Register) -> bool:
    """Whether it cites an instrument that is not registered, which a text may name."""
    return any(one.instrument not in register.instrument_by_id for one in every_citation(clause))


def reviews_due(register: Register, policy: Policy) -> Iterator[str]:
    """The coming review as 2019-05, and the one after it: what is written for the one is to last until the other."""
    today = register.as_of
    due = register.status(policy.id).due
    if due and first_of(due.when) > today:
        yield due.when
    if policy.review_month and policy.review_every in (None, "1 year"):
        year = today.year + (policy.review_month <= today.month)
        yield f"{year}-{policy.review_month:02}"
        yield f"{year + 1}-{policy.review_month:02}"


def next_review(register: Register, policy_id: str) -> date:
    """The first day of the month of the coming review; the day of the check where none is known."""
    policy = register.policy(policy_id)
    return first_of(next(reviews_due(register, policy), "")) if policy else register.as_of


def first_of(partial: str) -> date:
    """The first day that a partial date can mean; the beginning of time for none."""
    days = span(partial)
    return days[0] if days else date.min
