"""Guidance is named in the edition that is in force on the day of the check.

Guidance such as Keeping children safe in education comes out each year. A policy names it without a year, or with that
of the edition in force. An edition that the register does not know is not judged, nor one after which another was due
that was not looked up: these are notes.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import LawNamed, mentions
from clausebook.model.finding import Finding, Level
from clausebook.model.law.editions import year_of
from clausebook.model.register import Register
from clausebook.text.dates import on_day

LEVEL = "warning"
READS = "policy"
_READ = "read what changed, then name the edition in force, or none"
_LOOK = "look it up, and add the edition to policy/instruments.local.yaml"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name, once a text for each edition."""
    seen: set[tuple[int, str, str]] = set()
    for written, named in mentions(register):
        for law in named:
            instrument = law.known
            if instrument is None or instrument.kind != "guidance" or not law.mention.year:
                continue
            key = id(written), instrument.id, law.mention.year
            words, hint, level = _message(law, register)
            if words and key not in seen:
                seen.add(key)
                title = instrument.title.removesuffix(f" {year_of(instrument.title)}")
                message = f"clause {written.clause.id} names the {law.mention.year} edition of {title}; {words}"
                yield Finding(written.at(law.piece), message, hint, level=level)


def _message(law: LawNamed, register: Register) -> tuple[str, str, Level]:
    verdict, on = law.verdict, register.as_of
    present = f"on {on} that of {verdict.present} is in force" if verdict.present else ""
    match verdict.kind:
        case "old edition":
            return present, _READ, "warning"
        case "no such edition":
            return f"there was none of that year{f'; {present}' if present else ''}", _READ, "warning"
        case "not yet in force":
            return (
                f"it is not in force on {on}{f', that of {verdict.present} is' if verdict.present else ''}",
                _READ,
                "warning",
            )
        case "edition not known":
            return verdict.note or "that edition is not registered", _LOOK, "note"
        case "ended":
            return f"the guidance ended {on_day(verdict.since)}", "name what is in force", "warning"
        case _:
            return "", "", "note"
