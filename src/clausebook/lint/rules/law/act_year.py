"""An Act or regulation is named with its year, and with the right one.

"The Data Protection Act" was the Act of 1998 up to 24 May 2018 and is that of 2018 since. Once a text has given the
year, it may use the name alone.
"""

from collections.abc import Iterator

from clausebook.lint.prose import ClauseText
from clausebook.lint.rules.law._law import Mention, mentions
from clausebook.model.facts import every_citation
from clausebook.model.finding import Finding
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import status
from clausebook.model.register import Register

LEVEL = "warning"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name."""
    for written, named in mentions(register):
        given: set[str] = set()
        for mention in named:
            if mention.kind == "known":
                given.update(one.title.removeprefix("The ").rsplit(" ", 1)[0] for one in mention.offered)
            elif mention.kind == "unknown" and mention.year:
                given.add(mention.piece.rsplit(" ", 1)[0])
            elif mention.kind != "other-year" and mention.piece not in given:
                yield _yearless(register, written, mention)
            elif mention.kind == "other-year":
                titles = " and ".join(one.title for one in mention.offered)
                yield Finding(
                    written.at(mention.piece),
                    f"the register has no {mention.piece}; it has {titles}",
                    "put the year right, or register that Act in policy/instruments.yaml",
                )


def _yearless(register: Register, written: ClauseText, mention: Mention) -> Finding:
    place = written.at(mention.piece)
    message = f"clause {written.clause.id} names the {mention.piece} without its year"
    if not mention.offered:
        return Finding(place, message, "write the year after it, and register it in policy/instruments.yaml")
    cited = {citation.instrument for citation in every_citation(written.clause)}
    meant = [one for one in mention.offered if one.id in cited] or list(mention.offered)
    both = [_described(one, register) for one in (meant if len(meant) == 1 else mention.offered)]
    return Finding(place, message, f"{'it cites' if meant[0].id in cited else 'registered:'} {' and '.join(both)}")


def _described(instrument: Instrument, register: Register) -> str:
    over = status(instrument, register.as_of).kind == "ended"
    return f"{instrument.title}{' (which has ended)' if over else ''}"
