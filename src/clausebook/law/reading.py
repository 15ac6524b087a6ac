"""Any text -> the law that it names, where, and what that law is on a day. No policy and no clause is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausebook.lint.law_named import called, of_here, slip, successor_words
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.verdict import LawVerdict, judged, names_of
from clausebook.model.register import Register
from clausebook.text.dates import on_day
from clausebook.text.inline import unmarked
from clausebook.text.law_mentions import Mention
from clausebook.text.law_names import read
from clausebook.text.phrases import counted, listed
from clausebook.text.records import dataclass

GOOD = frozenset({"in force"})
NOTES = frozenset({"not known", "edition not known", "yearless", "not registered", "not yet in force", "of the Union"})


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of a text, and how a reader finds it: "paragraph 3"; or by `lines`, the place where each one begins."""

    where: str
    words: str
    lines: tuple[tuple[int, int], ...] = ()

    def at(self, start: int) -> str:
        """Where a reader finds the words that begin there."""
        line = max((number for begins, number in self.lines if begins <= start), default=0)
        return f"line {line}" if line else self.where


@dataclass(frozen=True, slots=True)
class NamedLaw:
    """One name of law in a text, with the verdict on it."""

    where: str
    verdict: LawVerdict

    @property
    def is_fault(self) -> bool:
        """Whether it is wrong on the day: ended, an old edition, a wrong year. What is not known is not a fault."""
        part = self.verdict.kind == "part ended" and not self.verdict.ref  # of the whole: what is meant may be law
        return self.verdict.kind not in GOOD | NOTES and not part


def passages(text: str) -> Iterator[Passage]:
    """The lines of a plain text or Markdown, those of one paragraph together, so that a name may cross a line's end."""
    words, lines = "", list[tuple[int, int]]()
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            words = f"{words} " if words else ""
            lines.append((len(words), number))
            words += unmarked(line)
        elif lines:
            yield Passage("", words, tuple(lines))
            words, lines = "", []


def law_in(found: Iterable[Passage], register: Register) -> tuple[NamedLaw, ...]:
    """Every name of law, in its order."""
    names, rows = names_of(register.instruments), register.instrument_by_id
    named: list[NamedLaw] = []
    earlier: list[Mention] = []
    for passage in found:
        mentions = read(passage.words, names, earlier)
        earlier.extend(mentions)
        verdicts = (judged(one, rows, register.as_of, register.namesakes) for one in mentions)
        named.extend(NamedLaw(passage.at(one.mention.start), one) for one in verdicts)
    return tuple(named)


def law_lines(named: tuple[NamedLaw, ...], name: str, register: Register) -> Iterator[str]:
    """How many names there are and how many are wrong; then a line for each."""
    faults = sum(one.is_fault for one in named)
    unknown = sum(one.verdict.kind in NOTES for one in named)
    version = f"; register of {register.law_version}" if register.law_version else ""
    yield f"{counted(len(named), 'name')} of law: {faults} wrong on {register.as_of}, {unknown} not known{version}"
    for one in named:
        mark = "!" if one.is_fault else "?" if one.verdict.kind in NOTES else " "
        yield f"{mark} {name}, {one.where}: {said(one.verdict, register)}"


def said(verdict: LawVerdict, register: Register) -> str:
    """One verdict in words: what is named, and what it is on the day."""
    rows = [register.instrument_by_id[id] for id in verdict.instruments]
    name = " ".join(verdict.mention.piece.split())
    what = f"{name}: {_meant(verdict, rows)}" if rows else f"{name}:"
    doubt = " (not seen in a source)" if verdict.unverified else ""
    later = successor_words(register, verdict.successor, register.as_of)
    instead = f"; now {later}" if later else ""
    match verdict.kind:
        case "in force":
            edition = f", edition {verdict.mention.year}," if verdict.present else ""
            verb = _verb(verdict.ref)
            return f"{what}{edition} {verb} in force{f'; {verdict.note}' if verdict.note and verdict.successor else ''}"
        case "ended":
            return f"{what} ended {on_day(verdict.since)}{doubt}{instead}"
        case "part ended":
            if not verdict.ref:
                whole = f"{what} is in force but for a part ({verdict.note}), which ended {on_day(verdict.since)}"
                return f"{whole}{doubt}{f'; for that part {later}' if later else ''}"
            where = f" for {verdict.extent}" if verdict.extent else ""
            return f"{what}: {verdict.ref} ended {on_day(verdict.since)}{where}{doubt}{instead}"
        case "not yet in force":
            return f"{what} is not yet in force{f', but from {verdict.since}' if verdict.since[:1].isdigit() else ''}"
        case "old edition":
            return f"{what}: the edition of {verdict.mention.year} is no longer in force; that of {verdict.present} is"
        case "no such edition":
            return f"{what}: there was no edition of {verdict.mention.year}"
        case "edition not known":
            return f"{what}: whether the edition of {verdict.mention.year} is in force is not known: {verdict.note}"
        case "wrong year":
            return f"{name}: no such law is known; did you mean the {verdict.offered.removeprefix('The ')}?"
        case "yearless":
            means = "on this day it means" if len(rows) == 1 else "it may mean"
            return f"{name}: without its year; {means} {listed(map(called, rows), 'or')}"
        case "of the Union":
            return f"{name}: law of the European Union; {of_here(rows[0], verdict)}"
        case "not registered":
            offered = slip(verdict.mention, register)
            return f"{name}: not in the register, which says nothing of it{f'; {offered}' if offered else ''}"
        case "not known":
            return f"{what}: {verdict.ref or 'its status'} {_verb(verdict.ref)} not known to the register"


def _verb(ref: str) -> str:
    return "are" if ref.startswith(("ss.", "regs", "arts", "paras", "Schs", "Pts", "rr.")) else "is"


def _meant(verdict: LawVerdict, rows: list[Instrument]) -> str:
    ref = f"{verdict.ref} of " if verdict.ref and verdict.kind in ("in force", "not yet in force") else ""
    return f"{ref}{called(rows[0])} ({rows[0].id})"
