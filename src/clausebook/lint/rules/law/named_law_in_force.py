"""The law that a clause's words name is law on the day of the check.

A text may name an Act without citing it, or a section that was repealed while the Act goes on. Of an Act that the same
clause cites as a whole, law-in-force speaks. A sentence that says itself that the law was repealed or replaced is
history, and is not judged.
"""

import re
from collections.abc import Iterator

from clausebook.lint.law_named import LawNamed, called, mentions, of_here, successor_words
from clausebook.lint.prose import ClauseText
from clausebook.model.blocks import every_citation
from clausebook.model.clause import Clause
from clausebook.model.finding import Finding
from clausebook.model.law.verdict import provision_on
from clausebook.model.register import Register
from clausebook.text.dates import on_day
from clausebook.text.sentences import pieces

LEVEL = "warning"
READS = "policy"
_HISTORY = re.compile(
    r"\b(?:repeal\w*|revok\w*|replac\w+|supersed\w+|former(?:ly)?|previous(?:ly)?|until|up to|before|used to|no longer"
    r"|took the place|abolish\w*|historic\w*|old law)\b",
    re.IGNORECASE,
)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name, once a clause for each instrument and provision."""
    seen: set[tuple[int, str, str]] = set()
    for written, named in mentions(register):
        for law in named:
            key = id(written.clause), law.verdict.instruments[0] if law.verdict.instruments else "", law.verdict.ref
            if key in seen or not law.offered or _is_cited(written.clause, law, register):
                continue
            finding = _judged(register, written, law)
            if finding and not _is_history(written, law):
                seen.add(key)
                yield finding


def _judged(register: Register, written: ClauseText, law: LawNamed) -> Finding | None:
    verdict, instrument = law.verdict, law.known
    if verdict.kind == "of the Union":
        message = f"clause {written.clause.id} names {law.piece}, which is law of the European Union"
        hint = (
            f"{of_here(law.offered[0], verdict)}; if that is meant, name it, and add citations: [{law.offered[0].id}]"
        )
        return Finding(written.at(law.piece), message, hint, level="note")
    if instrument is None or (verdict.mention.year and instrument.kind == "guidance" and not instrument.ended):
        return None
    what = f"{verdict.ref} of {called(instrument)}" if verdict.ref else called(instrument)
    names, place = f"clause {written.clause.id} names {what}", written.at(law.piece)
    doubt = " (not seen in a source)" if verdict.unverified else ""
    later = successor_words(register, verdict.successor, register.as_of)
    if verdict.kind == "ended" or (verdict.kind == "part ended" and verdict.ref):
        hint = f"{later} took its place" if later else "name what is law now, or leave it out"
        where = f" for {verdict.extent}" if verdict.extent else ""
        return Finding(place, f"{names}, which ended {on_day(verdict.since)}{where}{doubt}", hint)
    if verdict.kind == "part ended":
        hint = (
            f"for that part: {later}; if another part is meant, name its provision" if later else "name the provision"
        )
        return Finding(place, f"{names}, of which a part has ended: {verdict.note}{doubt}", hint, level="note")
    if verdict.kind == "not yet in force":
        begins = f" until {on_day(verdict.since).removeprefix('on ')}" if verdict.since[:1].isdigit() else ""
        return Finding(place, f"{names}, which is not in force{begins}", "say from when it applies", level="note")
    if verdict.kind == "in force" and verdict.note and verdict.ref and verdict.successor:
        return Finding(place, f"{names}; {verdict.note}", f"if that is meant: {later}", level="note")
    return None


def _is_cited(clause: Clause, law: LawNamed, register: Register) -> bool:
    """Whether the clause cites what is named here, so that law-in-force has judged it."""
    for one in every_citation(clause):
        if law.known and one.instrument == law.known.id:
            if not law.verdict.ref:
                return True
            same = provision_on(law.known, one.provision, register.as_of) if one.provision else None
            if same and same.part and same.state == "ended" and one.provision == law.verdict.ref:
                return True
    return False


def _is_history(written: ClauseText, law: LawNamed) -> bool:
    start = 0
    for sentence in pieces(written.words):
        if start <= law.mention.start < start + len(sentence):
            return bool(_HISTORY.search(sentence))
        start += len(sentence)
    return False
