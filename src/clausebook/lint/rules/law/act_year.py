"""An Act or regulation is named with its year, and with the right one.

"The Data Protection Act" was the Act of 1998 up to 24 May 2018 and is that of 2018 since. Once a text has given the
year, it may use the name alone. A year is called wrong only where the register has one Act of that name, and its year
is a digit or a turn of two digits away: any other year may be that of an Act that is not registered.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import LawNamed, mentions
from clausebook.lint.prose import ClauseText
from clausebook.model.blocks import every_citation
from clausebook.model.finding import Finding
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import status
from clausebook.model.register import Register

LEVEL = "warning"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name; for a name without its year once a clause, and not after the year was given in it."""
    given: dict[int, set[str]] = {}
    for written, named in mentions(register):
        known = given.setdefault(id(written.clause), set())
        for law in named:
            name = _name(law)
            if law.verdict.kind == "wrong year":
                yield Finding(
                    written.at(law.piece),
                    f"the register has no {law.mention.called}: did you mean the {law.verdict.offered}?",
                    "put the year right, or register that Act in policy/instruments.local.yaml",
                )
            elif law.mention.kind != "union" and not (
                law.mention.year or law.mention.short or name in known or law.known
            ):
                yield _yearless(register, written, law)
            known.add(name)


def _name(law: LawNamed) -> str:
    """The title without its year, as the register writes it."""
    if law.offered:
        return law.offered[0].title.removeprefix("The ").rpartition(" ")[0].lower()
    return (law.mention.called.rpartition(" ")[0] if law.mention.year else law.mention.called).lower()


def _yearless(register: Register, written: ClauseText, law: LawNamed) -> Finding:
    place = written.at(law.piece)
    message = f"clause {written.clause.id} names the {law.mention.called} without its year"
    if not law.offered:
        return Finding(place, message, "write the year after it, and register it in policy/instruments.local.yaml")
    cited = {citation.instrument for citation in every_citation(written.clause)}
    meant = [one for one in law.offered if one.id in cited] or list(law.offered)
    both = [_described(one, register) for one in (meant if len(meant) == 1 else law.offered)]
    return Finding(place, message, f"{'it cites' if meant[0].id in cited else 'registered:'} {' and '.join(both)}")


def _described(instrument: Instrument, register: Register) -> str:
    over = status(instrument, register.as_of).kind == "ended"
    return f"{instrument.title}{' (which has ended)' if over else ''}"
