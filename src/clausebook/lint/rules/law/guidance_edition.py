"""Guidance is named in the edition that is in force on the day of the check.

Guidance such as Keeping children safe in education is published anew each year. A policy names it without a year, or
with that of the present edition as policy/instruments.yaml has it.
"""

import re
from collections.abc import Iterator
from datetime import date

from clausebook.lint.rules.law._law import mentions
from clausebook.model.finding import Finding
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import reached
from clausebook.model.register import Register

LEVEL = "warning"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name."""
    for written, named in mentions(register):
        for mention in named:
            for instrument in mention.offered if mention.kind == "known" else ():
                current = _current(instrument, register.as_of)
                year = mention.year or _year(mention.piece)
                if instrument.kind == "guidance" and year and current and year != current:
                    yield Finding(
                        written.at(f"{mention.piece} {year}" if mention.year else mention.piece),
                        f"clause {written.clause.id} names the {year} edition of "
                        f"{instrument.title.removesuffix(f' {_year(instrument.title)}')}; "
                        f"on {register.as_of} that of {current} is in force",
                        "read what changed, then name the present edition, or none",
                    )


def _current(instrument: Instrument, on: date) -> str:
    """The edition in force on that day, where the register knows it."""
    own = instrument.edition or _year(instrument.title)
    begun = instrument.in_force.get("main") or instrument.published or ""
    if begun and reached(begun, on):
        return own
    earlier = [name for name, when in instrument.history.items() if reached(when, on)]
    # the list of earlier editions has gaps: one that began a year or more before that day may have been replaced
    recent = [name for name in earlier if not reached(f"{int(name[:4]) + 1}", on)] if earlier else []
    return max(recent, default="")


def _year(title: str) -> str:
    found = re.search(r"((?:19|20)[0-9]{2})\)?$", title)
    return found[1] if found else ""
