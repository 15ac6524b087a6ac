"""A cited instrument is named in the policy's words, or its citation says why it is there.

A citation that neither is named anywhere in the policy nor has a `why:` is a pointer without a reason.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import called, cited, mentions
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "note"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the citation, once a clause for each instrument."""
    named = {
        (written.clause.policy, instrument.id)
        for written, found in mentions(register)
        for mention in found
        for instrument in mention.offered
    }
    seen: set[tuple[int, str]] = set()
    for clause, citation, instrument in cited(register):
        if citation.why or (clause.policy, instrument.id) in named or (id(clause), instrument.id) in seen:
            continue
        seen.add((id(clause), instrument.id))
        yield Finding(
            citation.where("instrument"),
            f"clause {clause.id} cites {called(instrument)}, which no text of the policy names",
            "say why: in the citation, or name it in the text",
        )
