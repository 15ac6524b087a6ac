"""An Act, regulation or guidance that a clause names in its words, the clause also cites.

The citation is what gives the reader a link to the law and lets this check see what the clause rests on. Law that has
ended is not to be cited: named-law-in-force speaks of that.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import called, cites_what_is_unknown, mentions
from clausebook.model.blocks import every_citation
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "warning"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name, once a clause for each instrument."""
    seen: set[tuple[int, str]] = set()
    for written, named in mentions(register):
        clause = written.clause
        if cites_what_is_unknown(clause, register):
            continue  # it may be meant by the citation that is not registered, which has a finding of its own
        cites = {citation.instrument for citation in every_citation(clause)}
        for law in named:
            instrument = law.known
            if instrument is None or instrument.id in cites or (id(clause), instrument.id) in seen:
                continue
            seen.add((id(clause), instrument.id))
            if law.verdict.kind != "ended":
                yield Finding(
                    written.at(law.piece),
                    f"clause {clause.id} names {called(instrument)} and does not cite it",
                    f"add citations: [{instrument.id}]",
                )
