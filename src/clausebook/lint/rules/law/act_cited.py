"""An Act, regulation or guidance that a clause names in its words, the clause also cites.

The citation is what gives the reader a link to the law and tells this check what the clause rests on.
"""

from collections.abc import Iterator

from clausebook.lint.rules.law._law import called, mentions
from clausebook.model.facts import every_citation
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "warning"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name, once a clause for each instrument."""
    seen: set[tuple[int, str]] = set()
    for written, named in mentions(register):
        clause = written.clause
        cites = {citation.instrument for citation in every_citation(clause)}
        if cites - register.instrument_by_id.keys():
            continue  # it may be meant by the citation that is not registered, which has a finding of its own
        for mention in named:
            for instrument in mention.offered if mention.kind == "known" else ():
                if instrument.id in cites or (id(clause), instrument.id) in seen:
                    continue
                seen.add((id(clause), instrument.id))
                yield Finding(
                    written.at(mention.piece),
                    f"clause {clause.id} names {called(instrument)} and does not cite it",
                    f"add citations: [{instrument.id}]",
                )
